//! The four kinds of time: a moment with its zone, a date and time without one, a day, a length.

use waymark::expression::{Expected, Type};
use waymark::journey::ValueType;

use super::expression_world::{outcome, problems, same, typed};

const MOMENT: Type = Type::Of(ValueType::DateTime);
const ZONELESS: Type = Type::Of(ValueType::DateTimeOnly);
const DAY: Type = Type::Of(ValueType::DateOnly);
const LENGTH: Type = Type::Of(ValueType::Duration);

#[test]
fn each_way_to_write_a_time_has_its_kind() {
    for (text, kind) in [
        ("date(\"2021-02-19\")", DAY),
        ("date(\"2024-02-19T00:00\")", ZONELESS),
        ("date(\"2024-02-19T00:00:00.123\")", ZONELESS),
        ("date(\"2024-02-19T00:00:00Z\")", MOMENT),
        ("date(\"2024-02-19T00:00:00+02:00\")", MOMENT),
        ("toDateOnly(\"2021-02-19\")", DAY),
        ("toDateOnly(2021, 2, 19)", DAY),
        ("toDateTimeOnly(\"2021-02-19\")", ZONELESS),
        ("toDateTime(\"2023-12-03T15:15:30.123+02:00\")", MOMENT),
        ("toDateTime(1560762190189)", MOMENT),
        ("toDateTime(\"Europe/Paris\", date(\"2021-02-19\"))", MOMENT),
        ("toDateTime(\"Europe/Paris\", toDateTimeOnly(\"2021-02-19T08:00:00\"))", MOMENT),
        ("toDuration(\"PT15M\")", LENGTH),
        ("toDuration(500)", LENGTH),
        ("[toDuration(500)]", Type::Of(ValueType::ListDuration)),
        ("@event{Order.localAt}", ZONELESS),
        ("@event{Order.day}", DAY),
        ("@event{Order.spent}", LENGTH),
    ] {
        let found = typed(text, Expected::Any);
        assert_eq!((found.kind, found.problems.len()), (Some(kind), 0), "{text}: {:?}", found.problems);
    }
}

#[test]
fn moments_with_and_without_zone_have_an_order_and_nothing_else_has() {
    let kinds = ["now()", "toDateTimeOnly(now())", "toDateOnly(now())", "toDuration(1)", "\"2026-01-05\"", "1"];
    for (at, one) in kinds.iter().enumerate() {
        for (beside, other) in kinds.iter().enumerate() {
            let is_ordered = at == beside && [0, 1, 5].contains(&at);
            for operator in ["<", "<=", ">", ">="] {
                let text = format!("{one} {operator} {other}");
                let expected: &[&str] = if is_ordered { &[] } else { &["expr-compare-types"] };
                assert_eq!(problems(&text, Expected::CONDITION), expected, "{text}");
            }
            // Two kinds are never the same, but a text is read as the moment beside it.
            let is_moment = |kind: usize| kind < 3;
            let is_read = |text: usize, beside: usize| text == 4 && is_moment(beside);
            let may_be_same = at == beside || is_read(at, beside) || is_read(beside, at);
            let expected: &[&str] = if may_be_same { &[] } else { &["waymark-expr-equal-types"] };
            let same = format!("{one} == {other}");
            assert_eq!(problems(&same, Expected::CONDITION), expected, "{same}");
        }
    }
}

#[test]
fn two_kinds_are_never_the_same_and_a_text_is_read_as_the_kind_beside_it() {
    for (text, plain) in [
        ("toDateTimeOnly(now()) == now()", "false"),
        ("toDateOnly(now()) == toDateTimeOnly(now())", "false"),
        ("toDuration(1) == 1", "false"),
        ("toDateTime(\"2026-01-05T10:00:00+01:00\") == toDateTime(\"2026-01-05T09:00:00Z\")", "true"),
        ("toDateTimeOnly(\"2026-01-05\") == toDateTimeOnly(\"2026-01-05T00:00:00\")", "true"),
        ("toDuration(\"PT60M\") == toDuration(\"PT1H\")", "true"),
        ("toDuration(\"P1D\") == toDuration(\"PT24H\")", "true"),
        // Payloads state dates as text; without a zone it is that of the journey.
        ("@event{Order.placedAt} == \"2026-01-04T20:30:00Z\"", "true"),
        ("@event{Order.placedAt} == \"2026-01-04T21:30:00\"", "true"),
        ("date(\"2026-01-05\") == \"2026-01-05\"", "true"),
        ("date(\"2026-01-05\") == \"in January\"", "false"),
        // Nothing is the same as nothing, and before and after no time.
        ("@event{Order.localAt} == null", "true"),
        ("@event{Order.localAt} < toDateTimeOnly(now())", "false"),
        ("@event{Order.localAt} >= toDateTimeOnly(now())", "false"),
    ] {
        same(text, plain);
    }
    let error = outcome("now() > toDateTimeOnly(now())").expect_err("no common order");
    assert!(error.contains("'>' cannot compare"), "{error}");
}

#[test]
fn a_length_is_added_to_a_moment_and_to_a_length_and_to_nothing_else() {
    for (text, kind, plain) in [
        ("(now()) + (toDuration(\"PT1H\"))", MOMENT, "date(\"2026-01-05T10:00:00Z\")"),
        ("@event{Order.localAt} + (toDuration(\"PT1H\"))", ZONELESS, "null"),
        ("(toDuration(1)) + (toDuration(2))", LENGTH, "toDuration(3)"),
        ("-(toDuration(1))", LENGTH, "toDuration(-1)"),
        ("@event{Order.spent} + (toDuration(1))", LENGTH, "null"),
        ("(now()) + @event{Order.spent}", MOMENT, "null"),
    ] {
        let found = typed(text, Expected::Any);
        assert_eq!((found.kind, found.problems.len()), (Some(kind), 0), "{text}: {:?}", found.problems);
        same(text, plain);
    }
    for text in [
        "(toDateOnly(now())) + (toDuration(1))",
        "(toDuration(1)) + (now())",
        "(now()) - (toDuration(1))",
        "(now()) + 1",
        "(toDuration(1)) * 2",
    ] {
        assert_eq!(problems(text, Expected::Any), ["waymark-expr-argument-type"], "{text}");
    }
}

/// A moment keeps the zone in which it was made; days and clock times are read in it. One that came with a payload has
/// only its offset, and one that was made of nothing but a number is UTC.
#[test]
fn days_and_clock_times_are_read_in_the_zone_of_the_moment() {
    for (text, plain) in [
        ("toDateTimeOnly(now(\"Europe/Paris\"))", "date(\"2026-01-05T10:00:00\")"),
        ("toDateTimeOnly(now(\"America/New_York\"))", "date(\"2026-01-05T04:00:00\")"),
        ("toDateTimeOnly(toDateTime(\"2026-01-05T23:30:00-05:00\"))", "date(\"2026-01-05T23:30:00\")"),
        ("toDateOnly(toDateTime(\"2026-01-05T23:30:00-05:00\"))", "date(\"2026-01-05\")"),
        ("toDateOnly(updateTimeZone(toDateTime(\"2026-01-05T23:30:00-05:00\"), \"UTC\"))", "date(\"2026-01-06\")"),
        ("toDateTime(\"Europe/Paris\", date(\"2026-07-01\"))", "date(\"2026-06-30T22:00:00Z\")"),
        ("toDateTime(\"Europe/Paris\", toDateTimeOnly(\"2026-01-05T10:00:00\"))", "now()"),
        ("updateTimeZone(now(), \"Asia/Tokyo\") == now()", "true"),
        ("toDateTime(\"2026-01-05T10:00:00\")", "null"),
        ("toDateTimeOnly(\"2026-01-05T10:00:00+05:00\")", "date(\"2026-01-05T10:00:00\")"),
    ] {
        same(text, plain);
    }
}
