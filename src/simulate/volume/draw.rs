//! A value, or a length of time, by its distribution.

use jiff::{SignedDuration, Timestamp, tz::TimeZone};

use super::chance::Dice;
use crate::journey::{Distribution, Lapse, Value};

/// What one person has.
pub(in crate::simulate) fn value(distribution: &Distribution, start: Timestamp, dice: Dice) -> Value {
    match distribution {
        Distribution::Constant(value) => value.clone(),
        Distribution::Choice(choices) => {
            let place = dice.weighted(0, choices.iter().map(|choice| choice.weight));
            place.and_then(|place| choices.get(place)).map_or(Value::Null, |choice| choice.value.clone())
        }
        Distribution::Uniform { from, to, decimals } => {
            let steps = scale(*decimals);
            let (from, to) = ((from * steps).ceil(), (to * steps).floor());
            let width = (to - from).max(0.0) + 1.0;
            number((from + (dice.unit(0) * width).floor()).min(to.max(from)) / steps, *decimals)
        }
        Distribution::Normal { mean, deviation, decimals, minimum, maximum } => {
            let drawn = mean + deviation * dice.normal(0);
            number(within(drawn, *minimum, *maximum), *decimals)
        }
        Distribution::LogNormal { median, spread, decimals, maximum } => {
            let drawn = median * libm::exp(spread * dice.normal(0));
            number(within(drawn, None, *maximum), *decimals)
        }
        Distribution::Day { from_days, to_days } => {
            let days = between(i64::from(*from_days), i64::from(*to_days), dice);
            let moment = start.checked_add(SignedDuration::from_hours(24 * days)).unwrap_or(start);
            Value::Date(moment.to_zoned(TimeZone::UTC).date())
        }
        Distribution::Moment { from_seconds, to_seconds } => {
            let seconds = between(*from_seconds, *to_seconds, dice);
            Value::DateTime(start.checked_add(SignedDuration::from_secs(seconds)).unwrap_or(start))
        }
    }
}

/// Milliseconds.
pub(in crate::simulate) fn milliseconds(lapse: &Lapse, dice: Dice) -> i64 {
    let seconds = match lapse {
        Lapse::Always(seconds) => *seconds,
        Lapse::Between { from, to } => from + dice.unit(0) * (to - from),
        Lapse::LogNormal { median, spread } => median * libm::exp(spread * dice.normal(0)),
    };
    // A cast of a number that is too large, or none, stays within the range.
    (seconds.max(0.0) * 1e3).round() as i64
}

fn scale(decimals: u32) -> f64 {
    (0..decimals.min(9)).fold(1.0, |scale, _| scale * 10.0)
}

fn within(number: f64, minimum: Option<f64>, maximum: Option<f64>) -> f64 {
    let number = minimum.map_or(number, |minimum| number.max(minimum));
    maximum.map_or(number, |maximum| number.min(maximum))
}

fn number(number: f64, decimals: u32) -> Value {
    match decimals {
        0 => Value::Integer(number.round() as i64),
        _ => Value::Decimal((number * scale(decimals)).round() / scale(decimals)),
    }
}

fn between(from: i64, to: i64, dice: Dice) -> i64 {
    let width = u64::try_from(to.saturating_sub(from)).unwrap_or(0).saturating_add(1);
    from.saturating_add(i64::try_from(dice.below(0, width)).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::super::chance::{Cause, Dice};
    use super::{milliseconds, value};
    use crate::journey::{Distribution, Lapse, Value, WeightedValue};

    fn drawn(distribution: &Distribution) -> Vec<Value> {
        let start = crate::simulate::default_start();
        (0..20_000).map(|person| value(distribution, start, Dice::new(1, person, Cause::of("a")))).collect()
    }

    #[test]
    fn a_range_is_drawn_with_both_ends_and_every_value_alike() {
        let drawn = drawn(&Distribution::Uniform { from: 1.0, to: 4.0, decimals: 0 });
        for number in 1..=4 {
            let count = drawn.iter().filter(|value| **value == Value::Integer(number)).count();
            // Four standard errors of a quarter of 20,000.
            assert!(count.abs_diff(5_000) < 245, "{number}: {count}");
        }
        let decimals = super::value(
            &Distribution::Uniform { from: 0.25, to: 0.25, decimals: 2 },
            crate::simulate::default_start(),
            Dice::new(1, 1, Cause::of("a")),
        );
        assert_eq!(decimals, Value::Decimal(0.25));
    }

    #[test]
    fn bounds_hold_and_the_middle_is_where_it_was_said() {
        let spent = drawn(&Distribution::LogNormal { median: 30.0, spread: 0.7, decimals: 2, maximum: Some(90.0) });
        let above = spent.iter().filter(|value| matches!(value, Value::Decimal(it) if *it > 30.0)).count();
        assert!(above.abs_diff(10_000) < 283, "{above}");
        assert!(spent.iter().all(|value| matches!(value, Value::Decimal(it) if *it <= 90.0 && *it > 0.0)));
        let ages =
            Distribution::Normal { mean: 40.0, deviation: 30.0, decimals: 0, minimum: Some(18.0), maximum: None };
        assert!(drawn(&ages).iter().all(|value| matches!(value, Value::Integer(it) if *it >= 18)));
        let choice = |value: &str, weight| WeightedValue { value: Value::Text(value.to_owned()), weight };
        let tiers = drawn(&Distribution::Choice(vec![choice("gold", 1), choice("basic", 9)]));
        let gold = tiers.iter().filter(|value| **value == Value::Text("gold".to_owned())).count();
        assert!(gold.abs_diff(2_000) < 170, "{gold}");
    }

    #[test]
    fn days_and_lapses_keep_their_range() {
        let days = drawn(&Distribution::Day { from_days: -2, to_days: -1 });
        let texts: std::collections::BTreeSet<String> = days.iter().map(|day| format!("{day:?}")).collect();
        assert_eq!(texts.len(), 2, "{texts:?}");
        let dice = Dice::new(1, 1, Cause::of("a"));
        assert_eq!(milliseconds(&Lapse::Always(0.25), dice), 250);
        assert!((1_000..=2_000).contains(&milliseconds(&Lapse::Between { from: 1.0, to: 2.0 }, dice)));
    }
}
