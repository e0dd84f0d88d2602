//! What editors need: templates, the condition builder, renaming, completion, colours, shapes of samples.

use waymark::expression::builder::{self, Comparison, Condition, Group, Join, Operand, Row};
use waymark::expression::title;
use waymark::expression::{
    Completion, Expected, Renamed, TokenKind, complete, highlight, rename, rename_in_template, shape, template,
};
use waymark::journey::{ContentDecision, DatasetLookup, Field, Inventory, Kind, Value, ValueType};

use super::expression_world::{World, scope};

fn rendered(text: &str) -> String {
    template::render(&template::parse(text), text, &World::new()).unwrap_or_else(|error| panic!("{text}: {error}"))
}

#[test]
fn a_template_fills_its_slots_and_shows_defaults_where_something_is_missing() {
    for (text, shown) in [
        ("Hello!", "Hello!"),
        ("", ""),
        ("Hello {{ #{ExperiencePlatform.ProfileFieldGroup.person.name.firstName} }}!", "Hello Ada!"),
        ("{{@event{Order.orderId}}}: {{ @event{Order.total} }} EUR", "A-17: 120.5 EUR"),
        ("{{ @event{Order.missing} | default: \"there\" }}", "there"),
        ("{{ @event{Order.missing} }}", ""),
        ("{{ #{Weather.main.temperature, params: {city: \"Paris\"}} }} degrees", "21.5 degrees"),
        ("{{ \"}}\" + '|' }}{ {", "}}|{ {"),
    ] {
        assert_eq!(rendered(text), shown, "{text}");
    }
}

#[test]
fn problems_of_a_template_count_from_its_beginning() {
    let text = "Hi {{ @event{Order.totl} }}, {{ 1 + }} and {{ 2 | fallback: \"x\" }} {{ open";
    let found = template::check(&template::parse(text), &scope());
    let places: Vec<(&str, &str)> =
        found.problems.iter().map(|problem| (problem.code.id(), problem.span.of(text))).collect();
    assert_eq!(
        places,
        [
            ("expr-unknown-field", "totl"),
            ("expr-syntax", ""),
            ("expr-syntax", "| fallback: \"x\" "),
            ("expr-syntax", "{{")
        ]
    );
    assert_eq!(found.problems[1].span.start, text.find("+ }}").expect("the sum") + 1);
    assert_eq!(found.references[0].span.of(text), "@event{Order.totl}");
}

fn condition(field: &str, comparison: Comparison, value: Value) -> Row {
    Row::Condition(Condition { field: field.to_owned(), negated: false, comparison, operand: Operand::Value(value) })
}

#[test]
fn the_condition_builder_reads_and_writes_the_same_text() {
    let text = "@event{Order.total} > 100.0 and (contain(@event{Order.orderId}, \"A\") or not inAudience(\"Gold members\")) \
                and in(@event{Order.orderId}, [\"a\", \"b\"])";
    let group = builder::read(text).expect("the form can show it");
    let inner = Group {
        join: Join::Any,
        rows: vec![
            condition("@event{Order.orderId}", Comparison::Contains, Value::Text("A".to_owned())),
            Row::Audience { name: "Gold members".to_owned(), member: false },
        ],
    };
    let list = Value::List(vec![Value::Text("a".to_owned()), Value::Text("b".to_owned())]);
    assert_eq!(
        group,
        Group {
            join: Join::All,
            rows: vec![
                condition("@event{Order.total}", Comparison::Greater, Value::Decimal(100.0)),
                Row::Group(inner),
                condition("@event{Order.orderId}", Comparison::IsIn, list),
            ]
        }
    );
    assert_eq!(builder::write(&group), text);
    assert_eq!(builder::read("  "), Some(Group::default()));
    assert_eq!(builder::write(&Group::default()), "");
}

#[test]
fn every_comparison_survives_reading_and_writing() {
    for kind in ValueType::ALL {
        for comparison in Comparison::offered(kind) {
            let value = match comparison.operand(kind) {
                None => Value::Null,
                Some(ValueType::String) => Value::Text("x".to_owned()),
                Some(ValueType::Integer) => Value::Integer(-3),
                Some(ValueType::Decimal) => Value::Decimal(1.5),
                Some(ValueType::Boolean) => Value::Boolean(true),
                Some(ValueType::DateOnly) => Value::Date(jiff::civil::date(2026, 1, 5)),
                Some(ValueType::DateTimeOnly) => Value::DateTimeOnly(jiff::civil::date(2026, 1, 5).at(8, 0, 0, 0)),
                Some(ValueType::DateTime) => Value::DateTime(jiff::Timestamp::UNIX_EPOCH),
                Some(list) if list.is_list() => Value::List(vec![Value::Null]),
                Some(_) => continue,
            };
            for negated in [false, true] {
                let Row::Condition(row) = condition("@event{Order.total}", comparison, value.clone()) else { continue };
                let group = Group { join: Join::All, rows: vec![Row::Condition(Condition { negated, ..row })] };
                let text = builder::write(&group);
                assert_eq!(builder::read(&text), Some(group), "{text}");
            }
        }
    }
}

#[test]
fn what_the_builder_would_change_stays_with_the_text_editor() {
    for text in [
        "@event{A.a} and @event{A.b} or @event{A.c}",
        "@event{A.a} + 1 > 2",
        "1 < @event{A.a}",
        "date(\"2026-01-05T08:00:00.000Z\") == @event{A.a}",
        "@event{A.a} == date(\"2026-01-05T08:00:00+01:00\")",
        "(((true)))",
        "@event{A.a} AND true",
        "not (@event{A.a} or @event{A.b})",
        "@event{A.a} >",
    ] {
        assert_eq!(builder::read(text), None, "{text}");
    }
    assert!(builder::read("@event{A.a}==1").is_some(), "blanks are no loss");
}

#[test]
fn a_rename_touches_the_name_and_nothing_else() {
    let event = Renamed::Event { from: "Order".to_owned(), to: "Purchase".to_owned() };
    assert_eq!(
        rename("@event{ Order .total}>1   and @event{Orders.x} == \"Order\"", &event).as_deref(),
        Some("@event{ Purchase .total}>1   and @event{Orders.x} == \"Order\"")
    );
    assert_eq!(rename("@event{Return.reason}", &event), None);
    assert_eq!(
        rename("#{W.m.x, params: {c: @event{Order.c}}} == (1 +", &event).as_deref(),
        Some("#{W.m.x, params: {c: @event{Purchase.c}}} == (1 +"),
        "a broken text is renamed as far as it can be read"
    );
    let audience = Renamed::Audience { from: "VIP".to_owned(), to: "Very \"important\"".to_owned() };
    assert_eq!(rename("inAudience('VIP')", &audience).as_deref(), Some("inAudience(\"Very \\\"important\\\"\")"));
    let group = Renamed::FieldGroup { source: "Weather".to_owned(), from: "main".to_owned(), to: "today".to_owned() };
    assert_eq!(
        rename("#{Weather.main.t, params: {main: 1}} > #{Other.main.t}", &group).as_deref(),
        Some("#{Weather.today.t, params: {main: 1}} > #{Other.main.t}")
    );
    let parameter = Renamed::Parameter {
        source: "Weather".to_owned(),
        group: "main".to_owned(),
        from: "city".to_owned(),
        to: "town".to_owned(),
    };
    assert_eq!(
        rename("#{Weather.main.city, params: {city: \"city\"}}", &parameter).as_deref(),
        Some("#{Weather.main.city, params: {town: \"city\"}}")
    );
    let action = Renamed::Action { from: "Loyalty".to_owned(), to: "Points".to_owned() };
    assert_eq!(
        rename_in_template("Loyalty: {{ @action{Loyalty.points} | default: \"Loyalty\" }}", &action).as_deref(),
        Some("Loyalty: {{ @action{Points.points} | default: \"Loyalty\" }}")
    );
}

/// Completions at the bar in a text.
fn offered(text: &str, expected: Expected) -> Vec<Completion> {
    let cursor = text.find('|').expect("a bar marks the cursor");
    complete(&text.replace('|', ""), cursor, &scope(), expected)
}

fn labels(text: &str) -> Vec<String> {
    offered(text, Expected::Any).into_iter().map(|completion| completion.label).collect()
}

#[test]
fn a_list_opens_by_itself_only_where_what_is_typed_goes_on_as_code() {
    let opens = |text: &str| {
        let cursor = text.find('|').expect("a cursor");
        let plain = text.replace('|', "");
        offered(text, Expected::Any).iter().any(|completion| completion.continues(&plain, cursor))
    };
    for plain in ["Hi|", "Hi, your|", "Hi, your welcome gift is w|", "Hi, your welcome gift i|", "|", "Order |"] {
        assert!(!opens(plain), "{plain:?} is prose");
    }
    for code in ["con|", "@event{|", "@event{Or|", "upper(@event{Order.|", "1 + co|", "inAudience(\"|"] {
        assert!(opens(code), "{code:?} is code");
    }
}

#[test]
fn completion_knows_where_the_cursor_is() {
    assert_eq!(labels("@event{|"), ["AudienceQualification", "Order", "Return"]);
    assert_eq!(labels("@event{Ret|"), ["Return"]);
    assert_eq!(labels("@event{Order.tot|al} > 1"), ["total"]);
    assert_eq!(labels("#{|}"), ["ExperiencePlatform", "Weather"]);
    assert_eq!(labels("#{ExperiencePlatform.|}"), ["ProfileFieldGroup"]);
    assert_eq!(labels("#{ExperiencePlatform.ProfileFieldGroup.person.name.|}"), ["firstName"]);
    assert_eq!(labels("#{Weather.main.rain.|}"), ["3h"]);
    assert_eq!(labels("@action{Loyalty.off|}"), ["offers"]);
    assert_eq!(labels("@journey{lastErr|}"), ["lastErrorCode"]);
    assert_eq!(labels("@event{Order.productListItems.first(currentEventField.SK|)}"), ["SKU"]);
    assert_eq!(labels("@event{Order.productListItems.first().SK|}"), ["SKU"]);
    assert!(labels("@event{Order.productListItems.all(cur|").contains(&"currentEventField".to_owned()));
    assert_eq!(labels("@event{Order.orderId, def|"), ["defaultValue"]);
    assert_eq!(labels("inAudience(\"Gold|\")"), ["Gold members"]);
    assert_eq!(labels("nowWithDelta(1, \"h|"), ["hours", "months"]);
    assert!(labels("@event{Order.total} |").contains(&"is not null".to_owned()));
    assert!(!labels("@event{Order.total} |").contains(&"concat".to_owned()));
    assert!(labels("\"Order.|").is_empty());
    assert_eq!(labels("@event{Order.identityMap.|}"), ["entry", "firstEntryKey", "keys"]);
    for cursor in 0..=40 {
        complete("é@event{Ordér.total, params: {x: [1, \"a", cursor, &scope(), Expected::Any);
    }
}

#[test]
fn completion_puts_first_what_fits_the_type() {
    let first = offered("|", Expected::CONDITION);
    assert_eq!(first[0].label, "@event{Order.vip}");
    assert!(first.iter().take(30).any(|completion| completion.label == "inLastDays"));
    let contain = &offered("contai|", Expected::CONDITION)[0];
    assert_eq!((contain.insert.as_str(), contain.caret, contain.replace.start), ("contain()", 8, 0));
    let age = &offered("round(#{ExperiencePlatform.ProfileFieldGroup.person.a|})", Expected::Any)[0];
    assert_eq!((age.insert.as_str(), age.detail.as_str()), ("age", "integer"));
    let quoted = &offered("#{Weather.main.rain.|}", Expected::Any)[0];
    assert_eq!(quoted.insert, "'3h'");
}

#[test]
fn every_visible_character_has_a_colour() {
    let text = "contain(@event{Order.'a b'.all(currentEventField.x == 1).y, defaultValue: \"none\"}, #{W.m.t}) and 3.5 is not null ~";
    let pieces = highlight(text);
    let mut covered = String::new();
    for (span, _) in &pieces {
        covered.push_str(span.of(text));
    }
    assert_eq!(covered.replace(' ', ""), text.replace(' ', ""));
    let kind = |word: &str| {
        let at = text.find(word).expect("in the text");
        pieces.iter().find(|(span, _)| span.start == at).expect("a piece begins here").1
    };
    assert_eq!(kind("contain("), TokenKind::Function);
    assert_eq!(kind("@event{"), TokenKind::Event);
    assert_eq!(kind("Order"), TokenKind::Event);
    assert_eq!(kind("'a b'"), TokenKind::Event);
    assert_eq!(kind("currentEventField"), TokenKind::Keyword);
    assert_eq!(kind("y,"), TokenKind::Event);
    assert_eq!(kind("defaultValue"), TokenKind::Reference);
    assert_eq!(kind("\"none\""), TokenKind::Text);
    assert_eq!(kind("#{"), TokenKind::Source);
    assert_eq!(kind("and"), TokenKind::Operator);
    assert_eq!(kind("3.5"), TokenKind::Number);
    assert_eq!(kind("~"), TokenKind::Unknown);
}

#[test]
fn a_sample_shows_its_fields() {
    let found = shape::fields(
        r#"{"id": 7, "price": 1.5, "big": 18446744073709551615, "name": "x", "ok": true, "none": null,
            "at": {"city": "Paris"}, "tags": ["a"], "mixed": [1, 2.5], "empty": [],
            "items": [{"sku": "a"}, {"sku": "b", "size": {"cm": 3}}]}"#,
    )
    .expect("it is JSON");
    let mut shown: Vec<(&str, ValueType)> = found.iter().map(|field| (field.path.as_str(), field.kind)).collect();
    shown.sort_unstable();
    assert_eq!(
        shown,
        [
            ("at.city", ValueType::String),
            ("big", ValueType::Decimal),
            ("empty", ValueType::ListString),
            ("id", ValueType::Integer),
            ("items", ValueType::ListObject),
            ("mixed", ValueType::ListDecimal),
            ("name", ValueType::String),
            ("none", ValueType::String),
            ("ok", ValueType::Boolean),
            ("price", ValueType::Decimal),
            ("tags", ValueType::ListString),
        ]
    );
    let items = found.iter().find(|field| field.path == "items").expect("a list of objects");
    let inner: Vec<&str> = items.items.iter().map(|field| field.path.as_str()).collect();
    assert_eq!(inner, ["sku", "size.cm"]);
    assert_eq!(shape::fields("{").expect_err("broken").to_string().split(" this").next(), Some("line 1, column 1:"));
    assert!(shape::fields("3").is_err());
}

#[test]
fn a_payload_takes_the_types_of_its_schema() {
    let field = |path: &str, kind| Field { path: path.to_owned(), kind, ..Field::default() };
    let fields = [
        field("at", ValueType::DateTime),
        field("day", ValueType::DateOnly),
        field("local", ValueType::DateTimeOnly),
        field("spent", ValueType::Duration),
        field("price", ValueType::Decimal),
        Field { items: vec![field("at", ValueType::DateTime)], ..field("list", ValueType::ListObject) },
        field("days", ValueType::ListDateOnly),
        field("broken", ValueType::DateTime),
    ];
    let json = r#"{"at": "2026-01-05T10:00:00.1239+01:00", "day": "2026-01-05", "local": "2026-01-05T10:00", "spent": "PT1S",
                   "price": 3, "list": [{"at": 0}], "days": ["2026-01-05", null], "broken": "soon"}"#;
    let Ok(Value::Object(found)) = shape::value(json, &fields) else { panic!("an object") };
    let at = "2026-01-05T09:00:00.123Z".parse().expect("an instant");
    assert_eq!(found["at"], Value::DateTime(at));
    assert_eq!(found["day"], Value::Date(jiff::civil::date(2026, 1, 5)));
    assert_eq!(found["local"], Value::DateTimeOnly(jiff::civil::date(2026, 1, 5).at(10, 0, 0, 0)));
    assert_eq!(found["spent"], Value::Duration(1000));
    assert_eq!(found["price"], Value::Decimal(3.0));
    let list = Value::Object([("at".to_owned(), Value::DateTime(jiff::Timestamp::UNIX_EPOCH))].into());
    assert_eq!(found["list"], Value::List(vec![list]));
    assert_eq!(found["days"], Value::List(vec![Value::Date(jiff::civil::date(2026, 1, 5)), Value::Null]));
    assert_eq!(found["broken"], Value::Text("soon".to_owned()));
}

#[test]
fn what_a_step_brings_is_called_in_plain_words() {
    let lookup = Kind::DatasetLookup(DatasetLookup::default());
    let decision = Kind::ContentDecision(ContentDecision::default());
    let brought = |kind: &Kind| shape::output_fields(&Inventory::default(), kind)[0].title.clone();
    assert_eq!((brought(&lookup), brought(&decision)), ("Found records".to_owned(), "Chosen offers".to_owned()));
    let said = |text: &str| title::readable(text, &Inventory::default());
    assert_eq!(said("{{ @datasetLookup{Hotels.entities} }}"), "‹Found records›");
    assert_eq!(said("{{ @decision{Extras.items} }}"), "‹Chosen offers›");
}
