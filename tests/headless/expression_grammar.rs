//! The grammar: literals, references, precedence, operators, and what a broken text gets told.

use std::time::{Duration, Instant};

use waymark::expression::{MAX_LENGTH, MAX_NESTING, Parsed, Span, parse, print};
use waymark::journey::Value;

use super::expression_world::{outcome, same, value};

fn sound(text: &str) -> String {
    let parsed = parse(text);
    assert!(parsed.errors.is_empty(), "{text}: {:?}", parsed.errors);
    print(parsed.sound().expect("no errors: there is a tree"))
}

fn first_error(text: &str) -> (Span, String) {
    let Parsed { errors, .. } = parse(text);
    let error = errors.into_iter().next().unwrap_or_else(|| panic!("{text} has no error"));
    (error.span, error.message)
}

#[test]
fn samples_of_the_documentation_are_read_and_written_back() {
    for text in [
        "@event{LobbyBeacon.endUserIDs._experience.emailid.id}",
        "#{ExperiencePlatform.ProfileFieldGroup.profile.personalEmail.address}",
        "@event{OrderEvent.productId, defaultValue: \"none\"}",
        "#{Weather.main.temperature, params: {localisation: #{GPSLocalisation.main.coordinates, params: {city: @event{Profile.address.city}}}}}",
        "@action{ActionLoyalty.points, defaultValue: 0}",
        "listSize(@decision{ContentdecisionName.items}) > 0",
        "@datasetLookup{L1.entities.all(currentDatasetLookupField.category == \"household\").sku}",
        "@event{MyEvent.identityMap.entry(\"Email\").first().id}",
        "count(@event{L.tokens.all(currentEventField.application.version == \"1.0\").token}) > 0",
        "#{ACP.Profile.person.age, defaultValue: -1}",
        "#{OpenWeather.weatherData.rain.'3h'} > 0",
        "@event{X.a.all(currentEventField.x == ${supplementalId})}",
        "if (@event{X.a} > 3) then (\"many\") else (\"few\")",
        "not @event{X.a} < 1 and (true or false)",
        "toDateTimeOnly(toDateTime((currentTimeInMillis()) + 1))",
        "@journey{lastErrorCode} == \"capped\"",
        "[toDuration(500), null]",
        "@event{A.m.keys()} has null or @event{A.m.firstEntryKey()} is not null",
    ] {
        assert_eq!(sound(text), text);
    }
    assert_eq!(sound("#@action{A.b}"), "@action{A.b}");
    assert_eq!(sound("'it'"), "\"it\"");
}

#[test]
fn literals_mean_what_they_say() {
    assert_eq!(value("'x'"), Value::Text("x".to_owned()));
    assert_eq!(value(r#""a\"b\\c\d""#), Value::Text(r#"a"b\c\d"#.to_owned()));
    assert_eq!(value("9223372036854775807"), Value::Integer(i64::MAX));
    assert_eq!(value("-9223372036854775808"), Value::Integer(i64::MIN));
    assert_eq!(value("3.15"), Value::Decimal(3.15));
    assert_eq!(value("[\"a\", null]"), Value::List(vec![Value::Text("a".to_owned()), Value::Null]));
    same("date(\"2022-02-10T00:00:00+02:00\")", "date(\"2022-02-09T22:00:00Z\")");
    let (_, message) = first_error("9223372036854775808");
    assert!(message.contains("too large"), "{message}");
    let (span, message) = first_error("date(\"tomorrow\")");
    assert_eq!((span, message.contains("no date")), (Span::new(5, 15), true));
}

#[test]
fn products_bind_tighter_than_sums_sums_than_comparisons_not_than_and() {
    for (text, plain) in [
        ("2 + 3 * 4", "14"),
        ("(2 + 3) * 4", "20"),
        ("10 - 3 - 2", "5"),
        ("100 / 10 / 5", "2"),
        ("7 - -2", "9"),
        ("1 + 1 == 2", "true"),
        ("not 3.15 < 1", "true"),
        ("not true or true", "true"),
        ("true or false and false", "true"),
        ("(true or false) and false", "false"),
        ("null is null and 1 is not null", "true"),
        ("1 + null is null", "true"),
        ("\"a\" + \"b\" + \"c\" + 1234", "\"abc1234\""),
        ("if (1 > 2) then (1) else (2)", "2"),
    ] {
        same(text, plain);
    }
}

#[test]
fn operators_follow_the_documented_rules() {
    for (text, plain) in [
        ("1 + 2", "3"),
        ("1 + 2.5", "3.5"),
        ("2 - 1", "1"),
        ("3 * 4", "12"),
        ("3.0 * 4.0", "12.0"),
        ("4 / 2", "2"),
        ("7 / 2", "3"),
        ("7 / 2.0", "3.5"),
        ("3 % 2", "1"),
        ("-3 % 2", "-1"),
        ("5 / 0", "0"),
        ("5.5 / 0", "0.0"),
        ("5 % 0", "0"),
        ("9223372036854775807 + 1", "null"),
        ("3.14 == 42", "false"),
        ("3 == 3.0", "true"),
        ("9007199254740993 == 9007199254740992.0", "false"),
        ("\"3\" == 3", "false"),
        ("\"foo\" != \"bar\"", "true"),
        ("null == null", "true"),
        ("42 >= 3.14", "true"),
        ("42 < 3.14", "false"),
        ("3 <= 3", "true"),
        ("null > 1", "false"),
        ("null <= null", "false"),
        ("now() > toDateTime(\"2026-01-01T00:00:00Z\")", "true"),
        ("toDateTimeOnly(\"2026-01-01\") < toDateTimeOnly(\"2026-01-02\")", "true"),
        ("[\"foo\", \"bar\", null] has null", "true"),
        ("[\"foo\", \"bar\", \"\"] has null", "false"),
        ("null has null", "false"),
        ("3 is numeric", "true"),
        ("\"3\" is numeric", "false"),
        ("3 is integer", "true"),
        ("3.0 is integer", "false"),
        ("3.0 is decimal", "true"),
        ("(toDateTime(\"2023-12-03T15:15:30Z\")) + (toDuration(\"PT15M\"))", "date(\"2023-12-03T15:30:30Z\")"),
        ("(toDateTimeOnly(\"2023-12-03T15:15:30\")) + (toDuration(\"PT15M\"))", "date(\"2023-12-03T15:30:30\")"),
        ("(toDuration(\"PT1H\")) + (toDuration(\"PT1H\"))", "toDuration(\"PT2H\")"),
        ("\"at \" + (now())", "\"at 2026-01-05T09:00:00Z\""),
        ("\"a\" + null", "\"a\""),
        ("\"2026-02-19\" + date(\"2026-02-19\")", "\"2026-02-192026-02-19\""),
        ("\"2026-02-18\" < date(\"2026-02-19\")", "true"),
        ("null and true", "false"),
        ("not null", "true"),
        ("false and (1 > \"x\")", "false"),
    ] {
        same(text, plain);
    }
    assert!(outcome("1 > \"x\"").expect_err("no order").contains("'>' cannot compare"));
    assert!(outcome("true + 1").expect_err("no sum").contains("'+' cannot take"));
}

#[test]
fn fields_are_found_in_events_sources_actions_and_the_journey() {
    for (text, plain) in [
        ("@event{Order.total}", "120.5"),
        ("@event{Order.missing}", "null"),
        ("@event{Order.missing, defaultValue: \"none\"}", "\"none\""),
        ("@event{Order.total, defaultValue: 1.0}", "120.5"),
        ("@event{Order.placedAt} == toDateTime(\"2026-01-04T20:30:00Z\")", "true"),
        ("#{ExperiencePlatform.ProfileFieldGroup.profile.personalEmail.address}", "\"ada@example.com\""),
        ("#{ExperiencePlatform.ProfileFieldGroup.personalEmail.address}", "\"ada@example.com\""),
        ("#{Weather.main.temperature, params: {city: \"Par\" + \"is\"}}", "21.5"),
        ("@action{Loyalty.points}", "1290"),
        ("@action{Loyalty.jo_status_code}", "\"http_200\""),
        ("@journey{currentNodeName}", "\"Is it raining?\""),
        ("@event{Order.tags}", "[\"gift\", \"express\"]"),
    ] {
        same(text, plain);
    }
    let error = outcome("#{Weather.main.temperature, params: {city: \"Down\"}}").expect_err("the source is down");
    assert_eq!(error, "data source Weather.main: http_500");
}

#[test]
fn collections_are_filtered_projected_and_indexed() {
    for (text, plain) in [
        (
            "@event{Order.productListItems.all(currentEventField.application.version == \"1.0\").SKU}",
            "[\"p1\", \"p2\", \"p1\"]",
        ),
        ("@event{Order.productListItems.all().SKU}", "[\"p1\", \"p2\", \"p3\", \"p1\"]"),
        ("count(@event{Order.productListItems.SKU})", "4"),
        ("@event{Order.productListItems.first(currentEventField.price > 25).name}", "\"Scarf\""),
        ("@event{Order.productListItems.last(currentEventField.price > 25).name}", "\"Ball\""),
        ("@event{Order.productListItems.first(currentEventField.price > 99).name}", "null"),
        ("@event{Order.productListItems.at(1).SKU}", "\"p2\""),
        ("@event{Order.productListItems.at(9).SKU}", "null"),
        ("@event{Order.productListItems.all(currentEventField.SKU == ${supplementalId}).price}", "[30]"),
        ("sum(@event{Order.productListItems.all(in(currentEventField.SKU, @event{Order.tags})).price})", "0"),
        ("@event{Order.identityMap.entry('Email').first().id}", "\"ada@example.com\""),
        ("@event{Order.identityMap.firstEntryKey()}", "\"Email\""),
        ("@event{Order.identityMap.keys()}", "[\"Email\"]"),
        ("@action{Loyalty.offers.all(currentActionField.worth > 5).code}", "[\"X2\"]"),
        ("@event{Order.missingItems.all(currentEventField.SKU == \"x\")} is null", "true"),
        ("count(@event{Order.missingItems.all().SKU}) > 0", "false"),
        (
            "@event{Order.productListItems.all(listSize(@event{Order.productListItems.all(currentEventField.price > 40)}) == 1 and currentEventField.price == 50).SKU}",
            "[\"p3\"]",
        ),
    ] {
        same(text, plain);
    }
}

#[test]
fn an_error_says_where_and_what_to_do() {
    for (text, span, part) in [
        ("", (0, 0), "no expression"),
        ("1 +", (3, 3), "missing at the end"),
        ("(1 + 2", (0, 1), "never closed"),
        ("1 + 2)", (5, 6), "closes nothing"),
        ("1 2", (2, 3), "cannot follow"),
        ("total > 3", (0, 5), "field begins with"),
        ("\"abc", (0, 4), "never closed"),
        ("@event{Order.total", (0, 7), "never closed"),
        ("@event{Order.}", (13, 14), "name of a field"),
        ("concat(\"a\" \"b\")", (11, 14), "')' is missing"),
        ("if 1 > 2 then (1) else (2)", (3, 4), "Parentheses must follow 'if'"),
        ("if (true) (1) else (2)", (10, 11), "'then'"),
        ("a is fun", (0, 1), "means nothing"),
        ("1 is fun", (5, 8), "After 'is'"),
        ("and true", (0, 3), "missing before 'and'"),
        ("now", (0, 3), "parentheses must follow"),
        ("1 = 2", (2, 3), "cannot follow"),
        ("é", (0, 2), "means nothing"),
        ("1 is null is null", (10, 12), "cannot follow"),
        ("@event{Order.items.some(true)}", (19, 23), "no collection function"),
        ("@event{Order.total, otherwise: 1}", (20, 29), "defaultValue"),
    ] {
        let (found, message) = first_error(text);
        assert_eq!(found, Span::new(span.0, span.1), "{text}: {message}");
        assert!(message.contains(part), "{text}: {message}");
    }
}

#[test]
fn reading_goes_on_after_an_error() {
    let parsed = parse("concat(1 2, @event{Order.total}) == )");
    assert!(parsed.errors.len() >= 2, "{:?}", parsed.errors);
    assert!(parsed.sound().is_none());
    assert!(print(parsed.tree.as_deref().expect("what could be read")).starts_with("concat(1"));
}

/// Runs on a small stack, so that a recursion without bound would be noticed.
fn on_small_stack(work: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new().stack_size(1 << 20).spawn(work).expect("a thread");
    thread.join().expect("no panic, no overflow");
}

#[test]
fn oversized_and_deeply_nested_texts_are_answered_at_once() {
    on_small_stack(|| {
        let start = Instant::now();
        let megabyte = "1 + ".repeat(1 << 18) + "1";
        assert!(first_error(&megabyte).1.contains("at most 100000 bytes"));
        for text in [
            "(".repeat(10_000) + &")".repeat(10_000),
            "(".repeat(10_000),
            ")".repeat(10_000),
            "[".repeat(10_000),
            "not ".repeat(10_000) + "true",
            "-".repeat(10_000) + "1",
            "concat(".repeat(10_000),
            "@event{A.all(".repeat(5_000),
            "if (".repeat(10_000),
            "@event{A.b, defaultValue: ".repeat(3_000),
            "#{A.b, params: {x: ".repeat(3_000),
        ] {
            let Parsed { errors, tree, .. } = parse(&text);
            assert!(!errors.is_empty());
            drop(tree);
        }
        let nested = "(".repeat(MAX_NESTING - 1) + "1" + &")".repeat(MAX_NESTING - 1);
        assert_eq!(value(&nested), Value::Integer(1));
        assert!(first_error(&format!("(({nested}))")).1.contains("nested deeper than"));
        assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
    });
}

#[test]
fn long_texts_below_the_limit_are_read_in_linear_time() {
    on_small_stack(|| {
        let start = Instant::now();
        for text in [
            "1 + ".repeat(24_000) + "1",
            "true and ".repeat(11_000) + "true",
            format!("[{}1]", "1, ".repeat(33_000)),
            "\"\\".repeat(40_000),
            "@event{A.".to_owned() + &"b.".repeat(40_000),
            "{{{{".repeat(20_000),
            "'".repeat(99_999),
            "@ ".repeat(49_000),
            "1 is null + ".repeat(8_000),
        ] {
            assert!(text.len() <= MAX_LENGTH);
            drop(parse(&text));
        }
        assert_eq!(value(&("1 + ".repeat(24_000) + "1")), Value::Integer(24_001));
        assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
    });
}
