//! The scales of the chart: where its lines stand, and what they are called.

use std::ops::RangeInclusive;

use egui_plot::{GridInput, GridMark};
use jiff::tz::TimeZone;

use super::series;
use crate::designer::names::lasting;
use crate::journey::grouped;

/// What is drawn over time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) enum Of {
    /// Calls a second.
    #[default]
    Calls,
    /// Who waits.
    Queue,
    /// For how long.
    Delay,
}

/// Widths of the grid in seconds.
const STEPS: [f64; 15] = [
    1.0, 5.0, 15.0, 30.0, 60.0, 300.0, 900.0, 1_800.0, 3_600.0, 10_800.0, 21_600.0, 43_200.0, 86_400.0, 172_800.0,
    604_800.0,
];

/// Where lines stand: at full hours, days and the like of the zone.
pub(super) fn grid(input: &GridInput, offset: f64) -> Vec<GridMark> {
    let wanted = input.base_step_size * 8.0;
    let step_size = STEPS.into_iter().find(|step| *step >= wanted).unwrap_or(604_800.0 * 4.0);
    let (from, to) = input.bounds;
    let first = ((from + offset) / step_size).ceil() as i64;
    let last = ((to + offset) / step_size).floor() as i64;
    (first..=last.min(first + 60)).map(|k| GridMark { value: k as f64 * step_size - offset, step_size }).collect()
}

/// Lines of a height are as far from each other as so many of the closest that could be told apart: their names have
/// room in a low chart too.
const APART: f64 = 3.5;

/// Where lines of a height stand: at round numbers, or at round times.
pub(super) fn levels(of: Of, input: &GridInput) -> Vec<GridMark> {
    let (top, wanted) = (input.bounds.1, input.base_step_size * APART);
    let round = || {
        let unit = 10_f64.powf(wanted.log10().floor());
        [1.0, 2.0, 5.0].into_iter().map(|times| times * unit).find(|step| *step >= wanted).unwrap_or(10.0 * unit)
    };
    let step_size = match of {
        Of::Delay => STEPS.into_iter().find(|step| *step >= wanted).unwrap_or_else(round),
        Of::Calls | Of::Queue => round(),
    };
    if !step_size.is_finite() || step_size <= 0.0 {
        return Vec::new();
    }
    let last = (top / step_size).floor() as i64;
    (0..=last.min(60)).map(|k| GridMark { value: k as f64 * step_size, step_size }).collect()
}

/// What the line of a height is called: with as many digits as its distance to the next one needs.
pub(super) fn level(of: Of, mark: GridMark) -> String {
    let digits = (-mark.step_size.log10().floor()).clamp(0.0, 6.0) as usize;
    match of {
        Of::Calls if digits > 0 && mark.value > 0.0 => format!("{:.digits$}", mark.value),
        of => amount(of, mark.value),
    }
}

/// A moment below a line, as short as the shown while needs it.
pub(super) fn clock(at: f64, range: &RangeInclusive<f64>, zone: &TimeZone) -> String {
    let form = match range.end() - range.start() {
        lasts if lasts < 600.0 => "%H:%M:%S",
        lasts if lasts < 86_400.0 * 1.5 => "%H:%M",
        lasts if lasts < 86_400.0 * 6.0 => "%-d %b %H:%M",
        _ => "%-d %b",
    };
    series::instant(at).to_zoned(zone.clone()).strftime(form).to_string()
}

/// So much, in words.
pub(super) fn amount(of: Of, value: f64) -> String {
    match of {
        Of::Delay => lasting((value * 1e3) as i64),
        _ if value < 0.0 => String::new(),
        // Of little two digits: less than one call a second is not none.
        _ if value > 0.0 && value < 1.0 => format!("{value:.*}", (1.0 - value.log10().floor()).min(6.0) as usize),
        _ if value.fract().abs() > 0.01 && value < 10.0 => format!("{value:.1}"),
        _ => grouped(value.round() as i64),
    }
}

#[cfg(test)]
mod tests {
    use super::{GridInput, Of, level, levels};

    fn scale(of: Of, top: f64) -> Vec<String> {
        let input = GridInput { bounds: (0.0, top), base_step_size: top / 10.0 };
        levels(of, &input).into_iter().map(|mark| level(of, mark)).collect()
    }

    #[test]
    fn however_little_happens_the_scale_says_how_much() {
        assert_eq!(scale(Of::Calls, 660.0), ["0", "500"]);
        assert_eq!(scale(Of::Calls, 0.05), ["0", "0.02", "0.04"]);
        assert_eq!(scale(Of::Calls, 1.1), ["0", "0.5", "1.0"]);
        assert_eq!(scale(Of::Queue, 42_000.0), ["0", "20,000", "40,000"]);
        assert_eq!(scale(Of::Delay, 40.0), ["0 s", "15 s", "30 s"]);
        assert_eq!(scale(Of::Delay, 2_000.0), ["0 s", "15 min", "30 min"]);
    }
}
