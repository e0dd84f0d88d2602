//! Each of the 67 functions: a normal, a null and an edge case, worked out by hand.

use std::collections::BTreeSet;

use waymark::expression::{Expected, FUNCTIONS, Group};
use waymark::journey::Value;

use super::expression_world::{outcome, problems, same, value};

/// Function, normal case, null case, edge case: each an expression and a plain one that yields the same.
type Row = (&'static str, [(&'static str, &'static str); 3]);

const ITEMS: &str = "@event{Order.productListItems}";

#[rustfmt::skip]
const TABLE: &[Row] = &[
    ("inAudience", [("inAudience(\"Gold members\")", "true"), ("inAudience(null)", "false"), ("inAudience(\"gold members\")", "false")]),

    ("avg", [("avg([10, 3, 8])", "7.0"), ("avg(null)", "null"), ("avg([4, null])", "4.0")]),
    ("count", [("count([10, 2, 10, null])", "3"), ("count(null)", "0"), ("count(@event{Order.productListItems})", "4")]),
    ("countOnlyNull", [("countOnlyNull([10, 2, 10, null])", "1"), ("countOnlyNull(null)", "0"), ("countOnlyNull([])", "0")]),
    ("countWithNull", [("countWithNull([10, 2, 10, null])", "4"), ("countWithNull(null)", "0"), ("countWithNull([null])", "1")]),
    ("distinctCount", [("distinctCount([10, 2, 10, null])", "2"), ("distinctCount(null)", "0"), ("distinctCount(@event{Order.productListItems}, \"SKU\")", "3")]),
    ("distinctCountWithNull", [("distinctCountWithNull([10, 2, 10, null])", "3"), ("distinctCountWithNull(null)", "0"), ("distinctCountWithNull([null, null])", "1")]),
    ("max", [("max([10, 3, 8])", "10"), ("max(null)", "null"), ("max([10, null, 8])", "10")]),
    ("min", [("min([10, 3, 8])", "3"), ("min(null)", "null"), ("min(toDuration(5), toDuration(\"PT0.004S\"))", "toDuration(4)")]),
    ("sum", [("sum([10, 3, 8])", "21"), ("sum(null)", "null"), ("sum([9223372036854775807, 1])", "null")]),

    ("toBool", [("toBool(\"true\")", "true"), ("toBool(null)", "null"), ("toBool(\"TRUE\")", "false")]),
    ("toDateOnly", [("toDateOnly(\"2023-08-18T00:00:00.000Z\")", "date(\"2023-08-18\")"), ("toDateOnly(null)", "null"), ("toDateOnly(2023, 2, 29)", "null")]),
    ("toDateTime", [("toDateTime(1560762190189)", "date(\"2019-06-17T09:03:10.189Z\")"), ("toDateTime(null)", "null"), ("toDateTime(\"2023-08-18T23:17:59\")", "null")]),
    ("toDateTimeOnly", [("toDateTimeOnly(\"2023-08-18\")", "date(\"2023-08-18T00:00:00\")"), ("toDateTimeOnly(null)", "null"), ("toDateTimeOnly(now(\"Europe/Paris\"))", "date(\"2026-01-05T10:00:00\")")]),
    ("toDecimal", [("toDecimal(\"4.0\")", "4.0"), ("toDecimal(null)", "null"), ("toDecimal(\"inf\")", "null")]),
    ("toDuration", [("toDuration(\"PT15M\")", "toDuration(900000)"), ("toDuration(null)", "null"), ("toDuration(\"P1M\")", "null")]),
    ("toInteger", [("toInteger(1.5)", "1"), ("toInteger(null)", "null"), ("toInteger(-1.9)", "-1")]),
    ("toString", [("toString(toDuration(1520))", "\"PT1.52S\""), ("toString(null)", "null"), ("toString(4.0)", "\"4.0\"")]),

    ("currentTimeInMillis", [("currentTimeInMillis()", "1767603600000"), ("currentTimeInMillis() + null", "null"), ("toDateTime(currentTimeInMillis())", "now()")]),
    ("inLastDays", [("inLastDays(toDateTime(\"2026-01-04T20:30:00Z\"), 4)", "true"), ("inLastDays(null, 4)", "false"), ("inLastDays(nowWithDelta(-4, \"days\"), 4)", "true")]),
    ("inLastHours", [("inLastHours(toDateTime(\"2026-01-05T05:01:00Z\"), 4)", "true"), ("inLastHours(null, 4)", "false"), ("inLastHours(toDateTime(\"2026-01-05T04:59:59Z\"), 4)", "false")]),
    ("inLastMonths", [("inLastMonths(toDateTime(\"2025-09-05T09:00:00Z\"), 4)", "true"), ("inLastMonths(null, 4)", "false"), ("inLastMonths(toDateTime(\"2025-09-05T08:59:59Z\"), 4)", "false")]),
    ("inLastYears", [("inLastYears(toDateTime(\"2022-01-06T00:00:00Z\"), 4)", "true"), ("inLastYears(null, 4)", "false"), ("inLastYears(toDateTime(\"2026-01-05T09:00:01Z\"), 4)", "false")]),
    ("inNextDays", [("inNextDays(toDateTime(\"2026-01-09T08:00:00Z\"), 4)", "true"), ("inNextDays(null, 4)", "false"), ("inNextDays(toDateTime(\"2026-01-09T09:00:01Z\"), 4)", "false")]),
    ("inNextHours", [("inNextHours(toDateTime(\"2026-01-05T13:00:00Z\"), 4)", "true"), ("inNextHours(null, 4)", "false"), ("inNextHours(now(), 0)", "true")]),
    ("inNextMonths", [("inNextMonths(toDateTime(\"2026-05-05T09:00:00Z\"), 4)", "true"), ("inNextMonths(null, 4)", "false"), ("inNextMonths(now(), null)", "false")]),
    ("inNextYears", [("inNextYears(toDateTime(\"2029-12-12T01:11:00Z\"), 4)", "true"), ("inNextYears(null, 4)", "false"), ("inNextYears(toDateTime(\"2031-01-01T00:00:00Z\"), 9223372036854775807)", "true")]),
    ("now", [("now()", "date(\"2026-01-05T09:00:00Z\")"), ("now(null)", "now()"), ("now(\"Europe/Paris\")", "now()")]),
    ("nowWithDelta", [("nowWithDelta(-2, \"hours\")", "date(\"2026-01-05T07:00:00Z\")"), ("nowWithDelta(null, \"hours\")", "null"), ("nowWithDelta(100, \"days\", \"Europe/Paris\")", "date(\"2026-04-15T08:00:00Z\")")]),
    ("setHours", [("setHours(toDateTime('2023-12-12T01:11:00Z'), 4)", "date(\"2023-12-12T04:11:00Z\")"), ("setHours(null, 4)", "null"), ("setHours(now(), 24)", "null")]),
    ("setDays", [("setDays(toDateTime('2023-12-12T01:11:00Z'), 25)", "date(\"2023-12-25T01:11:00Z\")"), ("setDays(null, 1)", "null"), ("setDays(toDateTimeOnly(\"2023-02-12\"), 31)", "null")]),
    ("updateTimeZone", [("updateTimeZone(toDateTime(\"2023-08-28T08:15:30.123-07:00\"), \"Europe/Paris\")", "date(\"2023-08-28T15:15:30.123Z\")"), ("updateTimeZone(null, \"UTC\")", "null"), ("toDateTimeOnly(updateTimeZone(toDateTime(\"2023-08-28T08:15:30.123-07:00\"), \"Europe/Paris\"))", "date(\"2023-08-28T17:15:30.123\")")]),

    ("distinct", [("distinct([10, 2, 10, null])", "[10, 2]"), ("distinct(null)", "null"), ("listSize(distinct(@event{Order.productListItems}))", "3")]),
    ("distinctWithNull", [("distinctWithNull([10, 2, 10, null])", "[10, 2, null]"), ("distinctWithNull(null)", "null"), ("distinctWithNull([null, null])", "[null]")]),
    ("filter", [("listSize(filter(@event{Order.productListItems}, \"SKU\", [\"p2\", \"p3\", \"p4\"]))", "2"), ("filter(null, \"SKU\", [\"p2\"])", "null"), ("listSize(filter(@event{Order.productListItems}, \"none\", [\"p2\"]))", "0")]),
    ("getListItem", [("getListItem([10, 2, 3], 1)", "2"), ("getListItem(null, 1)", "null"), ("getListItem([10, 2, 3], -1)", "null")]),
    ("in", [("in(4, [4, 5, 3, 4])", "true"), ("in(4, null)", "false"), ("in(null, [4, null])", "true")]),
    ("intersect", [("intersect([\"a\", \"b\", \"c\"], [\"c\", \"a\"])", "[\"a\", \"c\"]"), ("intersect([\"a\"], null)", "[]"), ("intersect([1, 1, 2], [1])", "[1]")]),
    ("limit", [("limit([\"A\", \"B\", \"C\", \"D\", \"E\"], 3)", "[\"A\", \"B\", \"C\"]"), ("limit(null, 3)", "null"), ("limit([\"A\", \"B\", \"C\"], 2, false)", "[\"B\", \"C\"]")]),
    ("listSize", [("listSize([10, 2, 3])", "3"), ("listSize(null)", "0"), ("listSize([10, null])", "2")]),
    ("serializeList", [("serializeList([\"Hello\", \"World\"], \" \", false)", "\"Hello World\""), ("serializeList(null, \" \", false)", "null"), ("serializeList([\"Hello\", \"World\"], \",\", true)", "'\"Hello\",\"World\"'")]),
    ("sort", [("sort([\"A\", \"C\", \"B\"], true)", "[\"A\", \"B\", \"C\"]"), ("sort(null, true)", "null"), ("sort([1, 3, 2], false)", "[3, 2, 1]")]),

    ("random", [("random()", "0.25"), ("random() + null", "null"), ("random() < 1.0", "true")]),
    ("round", [("round(3.14)", "3"), ("round(null)", "null"), ("round(-2.5)", "-2")]),

    ("concat", [("concat([\"Hello\", \" \", \"World\"])", "\"Hello World\""), ("concat(null, \"b\")", "\"b\""), ("concat(\"\", \"\")", "\"\"")]),
    ("contain", [("contain(\"rowing is great\", \"great\")", "true"), ("contain(null, \"great\")", "false"), ("contain(\"a\", \"\")", "true")]),
    ("containIgnoreCase", [("containIgnoreCase(\"rowing is great\", \"GREAT\")", "true"), ("containIgnoreCase(\"a\", null)", "false"), ("containIgnoreCase(\"ÉTÉ\", \"été\")", "true")]),
    ("endWith", [("endWith(\"Hello World\", \"World\")", "true"), ("endWith(null, \"World\")", "false"), ("endWith(\"Hello World\", \"world\")", "false")]),
    ("endWithIgnoreCase", [("endWithIgnoreCase(\"rowing is great\", \"AT\")", "true"), ("endWithIgnoreCase(null, null)", "false"), ("endWithIgnoreCase(\"t\", \"at\")", "false")]),
    ("equalIgnoreCase", [("equalIgnoreCase(\"rowing is great\", \"rowing is GREAT\")", "true"), ("equalIgnoreCase(null, \"a\")", "false"), ("equalIgnoreCase(null, null)", "true")]),
    ("notEqualIgnoreCase", [("notEqualIgnoreCase(\"iPhone\", \"iPad\")", "true"), ("notEqualIgnoreCase(null, \"iPad\")", "true"), ("notEqualIgnoreCase(\"IPAD\", \"iPad\")", "false")]),
    ("indexOf", [("indexOf(\"Hello\", \"l\")", "2"), ("indexOf(null, \"l\")", "-1"), ("indexOf(\"été\", \"té\")", "1")]),
    ("lastIndexOf", [("lastIndexOf(\"Hello\", \"l\")", "3"), ("lastIndexOf(null, \"l\")", "-1"), ("lastIndexOf(\"Hello\", \"x\")", "-1")]),
    ("isEmpty", [("isEmpty(\"\")", "true"), ("isEmpty(null)", "false"), ("isEmpty(\" \")", "false")]),
    ("isNotEmpty", [("isNotEmpty(\"hello\")", "true"), ("isNotEmpty(null)", "false"), ("isNotEmpty(\"\")", "false")]),
    ("length", [("length(\"Hello World\")", "11"), ("length(null)", "null"), ("length(\"été\")", "3")]),
    ("lower", [("lower(\"A\")", "\"a\""), ("lower(null)", "null"), ("lower(\"ÉA1\")", "\"éa1\"")]),
    ("upper", [("upper(\"b\")", "\"B\""), ("upper(null)", "null"), ("upper(\"straße\")", "\"STRASSE\"")]),
    ("trim", [("trim(\" Hello \")", "\"Hello\""), ("trim(null)", "null"), ("trim(\"\\t a b \\n\")", "\"a b\"")]),
    ("matchRegExp", [("matchRegExp(\"12345\", \"\\\\d+\")", "true"), ("matchRegExp(null, \"\\\\d+\")", "false"), ("matchRegExp(\"12345a\", \"\\\\d+\")", "false")]),
    ("replace", [("replace(\"Hello World\", \"l\", \"x\")", "\"Hexlo World\""), ("replace(null, \"l\", \"x\")", "null"), ("replace(\"|OFFER_A|OFFER_B\", '\\\\|OFFER_A', '')", "\"|OFFER_B\"")]),
    ("replaceAll", [("replaceAll(\"Hello World\", \"l\", \"x\")", "\"Hexxo Worxd\""), ("replaceAll(\"a\", null, \"x\")", "null"), ("replaceAll(\"ab-cd\", \"(\\\\w)(\\\\w)\", \"$2$1\")", "\"ba-dc\"")]),
    ("split", [("split(\"A_B_C\", \"_\")", "[\"A\", \"B\", \"C\"]"), ("split(null, \"_\")", "null"), ("split(\"20.45..\", \"\\\\.\")", "[\"20\", \"45\"]")]),
    ("startWith", [("startWith(\"Hello World\", \"Hello\")", "true"), ("startWith(null, \"Hello\")", "false"), ("startWith(\"Hello World\", \"World\")", "false")]),
    ("startWithIgnoreCase", [("startWithIgnoreCase(\"rowing is great\", \"RO\")", "true"), ("startWithIgnoreCase(\"a\", null)", "false"), ("startWithIgnoreCase(\"r\", \"RO\")", "false")]),
    ("substr", [("substr(\"Hello World\", 0, 5)", "\"Hello\""), ("substr(null, 0)", "null"), ("substr(\"Hello\", 3, 99)", "\"lo\"")]),
    ("uuid", [("length(uuid())", "36"), ("uuid() + null", "uuid()"), ("matchRegExp(uuid(), \"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\")", "true")]),
];

#[test]
fn there_are_67_functions_in_the_documented_groups() {
    assert_eq!(FUNCTIONS.len(), 67);
    let names: BTreeSet<&str> = FUNCTIONS.iter().map(|function| function.name).collect();
    assert_eq!(names.len(), 67);
    let of = |group: Group| FUNCTIONS.iter().filter(|function| function.group == group).count();
    let groups =
        [Group::Platform, Group::Aggregation, Group::Conversion, Group::Date, Group::List, Group::Math, Group::String];
    assert_eq!(groups.map(of), [1, 9, 8, 14, 10, 2, 23]);
    for function in FUNCTIONS {
        assert!(!function.signatures.is_empty() && function.summary.ends_with('.'), "{}", function.name);
    }
}

#[test]
fn every_function_does_what_it_should_with_values_with_null_and_at_its_edge() {
    let covered: Vec<&str> = TABLE.iter().map(|(name, _)| *name).collect();
    let known: Vec<&str> = FUNCTIONS.iter().map(|function| function.name).collect();
    assert_eq!(covered.len(), 67);
    assert_eq!(covered.iter().collect::<BTreeSet<_>>(), known.iter().collect::<BTreeSet<_>>());
    for (name, cases) in TABLE {
        for (text, plain) in cases {
            assert!(text.contains(&format!("{name}(")), "{text} does not call {name}");
            same(text, plain);
        }
    }
}

#[test]
fn every_normal_case_has_types_that_fit() {
    for (name, [(normal, _), _, _]) in TABLE {
        let found = problems(normal, Expected::Any);
        assert!(found.is_empty(), "{name}: {normal} has {found:?}");
    }
}

#[test]
fn items_are_limited_sorted_and_filtered_by_their_fields() {
    same(&format!("getListItem(split(serializeList({ITEMS_PRICES}, \"-\", false), \"-\"), 0)"), "\"20\"");
    let Value::List(sorted) = value(&format!("sort({ITEMS}, \"price\", false)")) else { panic!("a list") };
    assert_eq!(sorted.len(), 4);
    let Value::Object(first) = &sorted[0] else { panic!("an object") };
    assert_eq!(first["SKU"], Value::Text("p3".to_owned()));
    let Value::List(last) = value(&format!("limit({ITEMS}, 1, false)")) else { panic!("a list") };
    assert_eq!(last.len(), 1);
}

const ITEMS_PRICES: &str = "@event{Order.productListItems.price}";

#[test]
fn rounding_takes_ties_upwards() {
    for (text, plain) in [
        ("round(2.5)", "3"),
        ("round(-3.14)", "-3"),
        ("round(-3.5)", "-3"),
        ("round(0.49999999999999994)", "0"),
        ("round(7)", "7"),
    ] {
        same(text, plain);
    }
}

#[test]
fn durations_follow_iso_8601_with_days_of_24_hours_and_signs() {
    for (text, milliseconds) in [
        ("P1D", "86400000"),
        ("PT4S", "4000"),
        ("-PT6H3M", "-21780000"),
        ("PT-6H+3M", "-21420000"),
        ("-PT-6H+3M", "21420000"),
        ("pt1,5s", "1500"),
        ("P1DT2H3M4.5S", "93784500"),
        ("PT0.0019S", "1"),
        ("PT-0.5S", "-500"),
    ] {
        same(&format!("toDuration(\"{text}\")"), &format!("toDuration({milliseconds})"));
    }
    for malformed in
        ["", "P", "PT", "P1", "1D", "P1Y", "PT1H1D", "PT1.5M", "P1DT", "PTS", "PT1S1H", "PT99999999999999999999S"]
    {
        same(&format!("toDuration(\"{malformed}\")"), "null");
    }
    for (text, shown) in [("PT26H", "PT26H"), ("-PT90S", "PT-1M-30S"), ("PT0S", "PT0S"), ("PT1M0.05S", "PT1M0.05S")] {
        same(&format!("toString(toDuration(\"{text}\"))"), &format!("\"{shown}\""));
    }
}

#[test]
fn the_two_nights_of_daylight_saving_are_right() {
    // Europe/Paris: 2026-03-29 has no 02:30, 2026-10-25 has it twice.
    same("toDateTime(\"Europe/Paris\", toDateTimeOnly(\"2026-03-29T02:30:00\"))", "date(\"2026-03-29T01:30:00Z\")");
    same("toDateTime(\"Europe/Paris\", toDateTimeOnly(\"2026-10-25T02:30:00\"))", "date(\"2026-10-25T00:30:00Z\")");
    same("toDateTime(\"Europe/Paris\", toDateOnly(\"2026-03-29\"))", "date(\"2026-03-28T23:00:00Z\")");
    let night = "updateTimeZone(toDateTime(\"2026-03-29T12:00:00Z\"), \"Europe/Paris\")";
    same(&format!("setHours({night}, 1)"), "date(\"2026-03-29T00:00:00Z\")");
    same(&format!("toDateTimeOnly(setHours({night}, 2))"), "date(\"2026-03-29T03:00:00\")");
    same("setHours(date(\"2026-01-05T00:30:00+02:00\"), 4)", "date(\"2026-01-05T02:30:00Z\")");
    same("toDateOnly(now(\"Pacific/Auckland\"))", "date(\"2026-01-05\")");
    same("(toDateTime(\"2026-03-28T23:00:00Z\")) + (toDuration(\"P1D\"))", "date(\"2026-03-29T23:00:00Z\")");
}

#[test]
fn what_java_alone_knows_of_regular_expressions_is_refused_by_name() {
    for (pattern, what) in [
        ("a(?=b)", "look-ahead"),
        ("(?<!a)b", "look-behind"),
        ("(a)\\\\1", "back-reference"),
        ("a++", "possessive"),
        ("(?>a)", "atomic"),
        ("(?x)a", "flag 'x'"),
        ("\\\\R", "'\\R'"),
        ("\\\\p{javaLowerCase}", "javaLowerCase"),
    ] {
        let error = outcome(&format!("matchRegExp(\"ab\", \"{pattern}\")")).expect_err(pattern);
        assert!(error.contains(what), "{pattern}: {error}");
        assert_eq!(problems(&format!("matchRegExp(\"ab\", \"{pattern}\")"), Expected::Any), ["waymark-expr-regex"]);
    }
    assert!(outcome("matchRegExp(\"a\", \"(\")").expect_err("broken").contains("broken"));
}

#[test]
fn regular_expressions_mean_what_java_means() {
    for (text, pattern, fits) in [
        ("١", "\\\\d", "false"),
        ("é", "\\\\w", "false"),
        ("é", "\\\\p{L}", "true"),
        ("é", "\\\\p{Alpha}", "false"),
        ("ab", "a|ab", "true"),
        ("x-y", "[\\\\w-]+", "true"),
        ("AB", "(?i)ab", "true"),
        ("a.b", "\\\\Qa.b\\\\E", "true"),
        ("axb", "\\\\Qa.b\\\\E", "false"),
        ("\\n", ".", "false"),
        ("c", "[a-z&&[^aeiou]]", "true"),
        ("e", "[a-z&&[^aeiou]]", "false"),
        ("aaa", "a{2,3}?", "true"),
    ] {
        same(&format!("matchRegExp(\"{text}\", \"{pattern}\")"), fits);
    }
    same("replaceAll(\"aaa\", \"aa\", \"b\")", "\"ba\"");
    same("replaceAll(\"price\", \"price\", \"\\\\$5\")", "\"$5\"");
    assert!(outcome("replaceAll(\"a\", \"a\", \"$1\")").expect_err("no group").contains("group"));
    same("split(\"boo:and:foo\", \"o\")", "[\"b\", \"\", \":and:f\"]");
    same("split(\"abc\", \"\")", "[\"a\", \"b\", \"c\"]");
    same("split(\"\", \",\")", "[\"\"]");
}
