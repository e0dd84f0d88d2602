//! Waves of a read audience: how people are shared out, and when each group comes in.

use egui::Ui;

use crate::designer::fields::{Form, MOST_ROWS, Range, Row};
use crate::designer::widgets::hint_line;
use crate::designer::words::{phrase, word};
use crate::edit::describe::grouped;
use crate::journey::{Duration, Wave, WaveSplit, Waves};
use crate::simulate::default_clock;

const SPLITS: [(WaveSplit, &str); 3] =
    [(WaveSplit::Equal, "waves.equal"), (WaveSplit::Percent, "waves.percent"), (WaveSplit::People, "waves.people")];
const BEGINNINGS: [(bool, &str); 2] = [(true, "waves.one_after_another"), (false, "waves.each_by_itself")];

/// What waves begin with: three of the same size, an hour apart.
const FIRST: (usize, Duration) = (3, Duration::Hours(1));

/// `size` is how many people the audience holds, where that is known.
pub(super) fn fields(form: &mut Form<'_>, ui: &mut Ui, waves: &mut Option<Waves>, size: Option<i64>) {
    let mut by_waves = waves.is_some();
    form.switch(ui, "ReadAudience", "waves", &mut by_waves);
    if by_waves != waves.is_some() {
        *waves = by_waves.then(|| Waves::evenly(FIRST.0, FIRST.1));
    }
    let Some(waves) = waves else { return };
    form.within("waves", |form| {
        ui.indent("waves", |ui| {
            form.choice(ui, "Waves", "split", &mut waves.split, &SPLITS);
            let mut evenly = waves.interval.is_some();
            if form.variant_named(ui, "waves.begin", &mut evenly, &BEGINNINGS) {
                waves.interval = evenly.then_some(FIRST.1);
            }
            if let Some(interval) = &mut waves.interval {
                form.duration(ui, "Waves", "interval", interval);
            }
            each(form, ui, waves, size);
        });
    });
}

fn each(form: &mut Form<'_>, ui: &mut Ui, waves: &mut Waves, size: Option<i64>) {
    let (split, interval) = (waves.split, waves.interval);
    let people = size.and_then(|size| usize::try_from(size).ok());
    let sizes = people.map(|people| waves.sizes(people)).unwrap_or_default();
    let row = Row {
        add: "waves.add",
        make: &|_| Wave::default(),
        key: &|_, index| index.to_string(),
        title: &|_, index| phrase("waves.number", &[("n", &(index + 1).to_string())]),
        fold: None,
        at_most: MOST_ROWS,
    };
    form.rows(ui, "Waves", "waves", &mut waves.waves, &row, |form, ui, wave, index| {
        match split {
            WaveSplit::Equal => {}
            WaveSplit::Percent => form.percent(ui, "Wave", "share", &mut wave.share),
            WaveSplit::People => form.number(ui, "Wave", "people", &mut wave.people, Range::from(1, "units.people")),
        }
        if interval.is_none() {
            form.date_time_or_none(ui, "Wave", "start", &mut wave.start, default_clock());
        }
        let count = sizes.get(index).filter(|_| split != WaveSplit::People);
        let count = count.map(|count| phrase("waves.about", &[("n", &grouped(*count as i64))]));
        let said: Vec<String> = count.into_iter().chain(interval.map(|interval| begins(interval, index))).collect();
        if !said.is_empty() {
            hint_line(ui, &said.join(", "));
        }
    });
}

/// When the wave of this number begins: "at once", "2 hours after the first".
fn begins(interval: Duration, index: usize) -> String {
    if index == 0 {
        return word("waves.at_once").to_owned();
    }
    let length = interval.with_amount(interval.amount().saturating_mul(index as i64)).to_string();
    phrase("waves.after_first", &[("length", &length)])
}
