//! Regions of the clock: moments that no time or date condition of the journey tells apart.

use std::collections::BTreeSet;

use jiff::Span;
use jiff::civil::{Date, DateTime, Time};

use crate::journey::{Test, Value};
use crate::run::instance::by_clock;

use super::region::Region;

/// Days around every date at which a path begins or ends: each day of the week lies there.
const AROUND: i64 = 8;

/// Samples that are kept of a region: enough for days far apart.
const MOST_SAMPLES: usize = 400;

/// The regions, each answering with the place of the path that is taken, by condition; one more where none fits.
pub(super) fn regions(tests: &[&Test]) -> Vec<Region> {
    let mut found: Vec<Region> = Vec::new();
    let (days, times) = (days(tests), times(tests));
    for at in days.iter().flat_map(|day| times.iter().map(|time| day.to_datetime(*time))) {
        let answers: Vec<u16> = tests.iter().map(|test| answer(test, at)).collect();
        let sample = Value::DateTimeOnly(at);
        match found.iter_mut().find(|region| region.answers == answers) {
            Some(region) if region.samples.len() < MOST_SAMPLES => region.samples.push(sample),
            Some(_) => {}
            None => found.push(Region { answers, samples: vec![sample] }),
        }
    }
    found
}

/// The place of the path that is taken, counted from 0; how many there are where none fits.
fn answer(test: &Test, at: DateTime) -> u16 {
    let ids: Vec<_> = match test {
        Test::Time(paths) => paths.iter().map(|path| &path.id).collect(),
        Test::Date(paths) => paths.iter().map(|path| &path.id).collect(),
        _ => Vec::new(),
    };
    let taken = by_clock(test, at).and_then(|taken| ids.iter().position(|id| *id == taken));
    u16::try_from(taken.unwrap_or(ids.len())).unwrap_or(u16::MAX)
}

fn days(tests: &[&Test]) -> Vec<Date> {
    let start = super::super::default_clock().date();
    let mut edges = vec![start];
    for test in tests {
        if let Test::Date(paths) = test {
            edges.extend(paths.iter().flat_map(|path| [path.from, path.to]).flatten());
        }
    }
    let mut days = BTreeSet::new();
    for edge in &edges {
        days.extend((-AROUND..=AROUND).filter_map(|day| edge.checked_add(Span::new().days(day)).ok()));
    }
    // From the usual start onwards first, so that what is found there is kept as the sample.
    let (later, sooner): (Vec<Date>, Vec<Date>) = days.into_iter().partition(|day| *day >= start);
    later.into_iter().chain(sooner).collect()
}

fn times(tests: &[&Test]) -> Vec<Time> {
    let mut times = BTreeSet::from([Time::midnight(), Time::constant(9, 0, 0, 0), Time::constant(23, 59, 59, 0)]);
    for test in tests {
        let Test::Time(paths) = test else { continue };
        for hours in paths.iter().filter_map(|path| path.hours) {
            for edge in [hours.from, hours.to] {
                times.insert(edge);
                times.extend(edge.checked_sub(Span::new().milliseconds(1)).ok());
                times.extend(edge.checked_add(Span::new().minutes(1)).ok());
            }
        }
    }
    times.into_iter().collect()
}
