//! Types: what each rule of the expression editor flags, and what passes although it differs in one thing only.

use waymark::expression::{Code, Expected, Scope, Target, Type, check, parse};
use waymark::journey::{
    Activity, Audience, ContentDecision, Dataset, DatasetLookup, DecisionPolicy, Field, Inventory, Journey, Kind,
    Schema, ValueType,
};

use super::expression_world::{inventory, problems, scope, typed};

/// Rule id, what it flags, what passes.
#[rustfmt::skip]
const RULES: &[(&str, &str, &str)] = &[
    ("expr-syntax", "1 +", "1 + 1"),
    ("expr-unknown-field", "@event{Order.totl}", "@event{Order.total}"),
    ("expr-unknown-field", "@event{Ordr.total}", "@event{Order.total}"),
    ("expr-unknown-field", "#{ExperiencePlatform.ProfileFieldGroup.person.name}  == #{ExperiencePlatform.Other.x}", "#{ExperiencePlatform.ProfileFieldGroup.person.name.firstName} == null"),
    ("expr-unknown-field", "@action{Loyalty.point}", "@action{Loyalty.points}"),
    ("expr-unknown-field", "@action{Loyalty.errorResponse.why}", "@action{Loyalty.errorResponse.reason}"),
    ("expr-unknown-field", "@journey{lastError}", "@journey{lastErrorCode}"),
    ("expr-unknown-field", "#{Weather.main.temperature, params: {town: \"Paris\", city: \"Paris\"}}", "#{Weather.main.temperature, params: {city: \"Paris\"}}"),
    ("expr-unknown-function", "tostring(1)", "toString(1)"),
    ("expr-operator-case", "true AND false", "true and false"),
    ("expr-operator-case", "NOT true", "not true"),
    ("expr-compare-types", "\"a\" > \"b\"", "1 > 2.0"),
    ("expr-compare-types", "toDateOnly(\"2026-01-01\") > toDateOnly(\"2026-01-02\")", "toDateTimeOnly(\"2026-01-01\") > toDateTimeOnly(\"2026-01-02\")"),
    ("waymark-expr-equal-types", "@event{Order.total} == \"10\"", "@event{Order.total} == 10"),
    ("waymark-expr-equal-types", "@event{Order.orderId} != 5", "@event{Order.orderId} != null"),
    ("expr-multiply-mixed", "3 * 4.0", "3.0 * 4.0"),
    ("expr-plus-parentheses", "toDateTimeOnly(toDateTime(currentTimeInMillis() + 1))", "toDateTimeOnly(toDateTime((currentTimeInMillis()) + 1))"),
    ("expr-list-polymorphic", "[1, \"a\"]", "[1, 2]"),
    ("expr-list-polymorphic", "[1, 2.0]", "[1, null]"),
    ("expr-default-type", "@event{Order.orderId, defaultValue: 2}", "@event{Order.orderId, defaultValue: \"2\"}"),
    ("expr-default-type", "@event{Order.placedAt, defaultValue: now()}", "@event{Order.placedAt, defaultValue: (now())}"),
    ("expr-quote-field", "#{Weather.main.rain.3h, params: {city: \"Paris\"}}", "#{Weather.main.rain.'3h', params: {city: \"Paris\"}}"),
    ("expr-current-field-scope", "currentEventField.price > 1", "count(@event{Order.productListItems.all(currentEventField.price > 1)}) > 1"),
    ("expr-current-field-scope", "count(@event{Order.productListItems.all(currentActionField.price > 1)}) > 1", "count(@event{Order.productListItems.all(currentEventField.price > 1)}) > 1"),
    ("expr-timezone-constant", "now(@event{Order.orderId})", "now(\"Europe/Paris\")"),
    ("expr-timezone-constant", "updateTimeZone(now(), \"Europe/Atlantis\")", "updateTimeZone(now(), \"UTC\")"),
    ("expr-inaudience-constant", "inAudience(@event{Order.orderId})", "inAudience(\"Gold members\")"),
    ("expr-inaudience-unknown", "inAudience(\"Gold member\")", "inAudience(\"Gold members\")"),
    ("expr-multiline-hidden-chars", "1 +\n1", "1 + 1"),
    ("expr-multiline-hidden-chars", "1\u{a0}+ 1", "1 + 1"),
    ("expr-div-zero", "1 / 0", "1 / 2"),
    ("expr-div-zero", "1 % (0.0)", "1 % 2.0"),
    ("expr-experience-event-fieldgroup", "#{ExperiencePlatform.Purchases.total}", "#{ExperiencePlatform.ProfileFieldGroup.person.age}"),
    ("expr-timeseriesevents", "@event{Order.timeSeriesEvents.count}", "@event{Order.items_count}"),
    ("waymark-expr-argument-type", "round(\"1\")", "round(1.5)"),
    ("waymark-expr-argument-type", "true + 1", "1 + 1"),
    ("waymark-expr-argument-type", "1 and true", "1 == 1 and true"),
    ("waymark-expr-argument-type", "\"a\" has null", "[\"a\"] has null"),
    ("waymark-expr-argument-type", "if (true) then (1) else (\"a\")", "if (true) then (1) else (2.0)"),
    ("waymark-expr-argument-type", "max(1, 2.0)", "max(1, 2)"),
    ("waymark-expr-argument-type", "@event{Order.total.first()}", "@event{Order.tags.first()}"),
    ("waymark-expr-argument-type", "@event{Order.productListItems.all(currentEventField.price)}", "@event{Order.productListItems.all(currentEventField.price == 1)}"),
    ("waymark-expr-argument-type", "#{Weather.main.temperature}", "#{Weather.main.temperature, params: {city: \"Paris\"}}"),
    ("waymark-expr-argument-type", "nowWithDelta(1, \"day\")", "nowWithDelta(1, \"days\")"),
    ("waymark-expr-regex", "matchRegExp(\"a\", \"a(?=b)\")", "matchRegExp(\"a\", \"ab\")"),
    ("waymark-expr-isempty-null", "isEmpty(@event{Order.orderId})", "isEmpty(@event{Order.orderId, defaultValue: \"\"})"),
    ("waymark-expr-malformed-constant", "toDuration(\"15 minutes\")", "toDuration(\"PT15M\")"),
];

#[test]
fn each_rule_flags_its_example_and_lets_its_neighbour_pass() {
    for (rule, flagged, passing) in RULES {
        assert_eq!(problems(flagged, Expected::Any), [*rule], "{flagged}");
        assert_eq!(problems(passing, Expected::Any), [""; 0], "{passing}");
    }
    let shown: Vec<&str> = RULES.iter().map(|(rule, _, _)| *rule).collect();
    for code in Code::ALL {
        let elsewhere = [Code::ReturnType, Code::InAudienceMax, Code::ValueUnknown];
        assert!(shown.contains(&code.id()) || elsewhere.contains(code), "{} has no example", code.id());
    }
}

#[test]
fn a_place_asks_for_its_type() {
    assert_eq!(problems("@event{Order.total} > 100", Expected::CONDITION), [""; 0]);
    assert_eq!(problems("@event{Order.total}", Expected::CONDITION), ["expr-return-type"]);
    assert_eq!(problems("now()", Expected::WAIT), ["expr-return-type"]);
    assert_eq!(problems("toDateTimeOnly(now())", Expected::WAIT), [""; 0]);
    assert_eq!(problems("@event{Order.items_count}", Expected::Of(ValueType::Decimal)), ["expr-return-type"]);
    assert_eq!(problems("@event{Order.productListItems}", Expected::Of(ValueType::ListObject)), [""; 0]);
    assert_eq!(problems("null", Expected::Of(ValueType::String)), [""; 0]);
    assert_eq!(problems("1 +", Expected::CONDITION), ["expr-syntax"], "an unfinished text has no type yet");
}

#[test]
fn types_of_fields_come_from_schemas_and_samples() {
    for (text, kind) in [
        ("@event{Order.total}", Type::Of(ValueType::Decimal)),
        ("@event{Order}", Type::Object),
        ("@event{Order.identityMap}", Type::Map),
        ("@event{Order.identityMap.entry('Email').first().id}", Type::Of(ValueType::String)),
        ("@event{Order.identityMap.keys()}", Type::Of(ValueType::ListString)),
        ("@event{Order.productListItems.price}", Type::Of(ValueType::ListInteger)),
        ("@event{Order.productListItems.all(true).price}", Type::Of(ValueType::ListInteger)),
        ("@event{Order.productListItems.first().application.version}", Type::Of(ValueType::String)),
        ("@event{Order.tags.at(0)}", Type::Of(ValueType::String)),
        ("@event{Return.reason}", Type::Of(ValueType::String)),
        ("@action{Loyalty.points}", Type::Of(ValueType::Integer)),
        ("@action{Loyalty.offers.worth}", Type::Of(ValueType::ListInteger)),
        ("#{Weather.main.rain.'3h', params: {city: \"x\"}}", Type::Of(ValueType::Decimal)),
        ("@event{AudienceQualification.lastQualificationTime}", Type::Of(ValueType::DateTime)),
        ("distinct([1, 2])", Type::Of(ValueType::ListInteger)),
        ("getListItem([\"a\"], 0)", Type::Of(ValueType::String)),
        ("1 + 2.0", Type::Of(ValueType::Decimal)),
        ("if (true) then (1) else (2.0)", Type::Of(ValueType::Decimal)),
        ("1 + \"a\"", Type::Of(ValueType::String)),
        ("(now()) + (toDuration(1))", Type::Of(ValueType::DateTime)),
    ] {
        let found = typed(text, Expected::Any);
        assert_eq!(found.kind, Some(kind), "{text}: {:?}", found.problems);
        assert!(found.problems.is_empty(), "{text}: {:?}", found.problems);
    }
}

#[test]
fn only_what_lies_before_a_step_is_available() {
    let narrow = scope().with_events(["Order"]).with_actions([]);
    let codes = |text: &str| -> Vec<&str> {
        check(&parse(text), &narrow, Expected::Any).problems.iter().map(|problem| problem.code.id()).collect()
    };
    assert_eq!(codes("@event{Order.total} > 1"), [""; 0]);
    assert_eq!(codes("@event{Return.reason} is null"), ["expr-unknown-field"]);
    assert_eq!(codes("@action{Loyalty.points} > 1"), ["expr-unknown-field"]);
    let problem = &check(&parse("@action{Loyalty.points}"), &narrow, Expected::Any).problems[0];
    assert!(problem.message.contains("not called before this step"), "{}", problem.message);
}

#[test]
fn problems_stand_at_the_name_and_offer_what_was_meant() {
    let text = "@event{Order.totl} > 1 AND tostring(3 * 4.0) == (\"a\" + uuid())";
    let found = typed(text, Expected::CONDITION);
    let places: Vec<&str> = found.problems.iter().map(|problem| problem.span.of(text)).collect();
    assert_eq!(places, ["totl", "AND", "tostring", "3 * 4.0", "uuid()"]);
    let mut mended = text.to_owned();
    for problem in found.problems.iter().rev() {
        mended = problem.fix.as_ref().expect("each has a fix").apply(&mended);
    }
    assert_eq!(mended, "@event{Order.total} > 1 and toString(3.0 * 4.0) == (\"a\" + (uuid()))");
    assert_eq!(problems(&mended, Expected::CONDITION), [""; 0]);
    let lines = typed("1 +\n 1", Expected::Any);
    assert_eq!(lines.problems[0].fix.as_ref().expect("a fix").apply("1 +\n 1"), "1 +  1");
}

#[test]
fn more_than_a_hundred_audiences_are_too_many() {
    let audiences = (0..101).map(|number| Audience { name: format!("A{number}"), ..Audience::default() }).collect();
    let scope = Scope::of(&Inventory { audiences, ..inventory() });
    let asking = |count: usize| {
        let asked: Vec<String> = (0..count).map(|number| format!("inAudience(\"A{number}\")")).collect();
        check(&parse(&asked.join(" or ")), &scope, Expected::CONDITION).problems.len()
    };
    assert_eq!((asking(100), asking(101)), (0, 1));
}

#[test]
fn references_name_everything_that_an_expression_uses() {
    let text = "@event{Order.identityMap.entry(@action{Loyalty.status}).first().id} == #{Weather.main.rain.'3h', params: \
                {city: @journey{namespace}}} and inAudience(\"Gold members\") and @decision{Best.items} is null";
    let found: Vec<(Target, String)> =
        typed(text, Expected::Any).references.into_iter().map(|found| (found.target, found.path.join("."))).collect();
    let group = Target::FieldGroup { source: "Weather".into(), group: "main".into() };
    assert_eq!(
        found,
        [
            (Target::Event("Order".into()), "identityMap".into()),
            (Target::Action("Loyalty".into()), "status".into()),
            (group, "rain.3h".into()),
            (Target::Property("namespace".into()), String::new()),
            (Target::Audience("Gold members".into()), String::new()),
            (Target::Decision("Best".into()), "items".into()),
        ]
    );
}

/// A journey with a decision, called `Best`, and a lookup, called `Found`.
fn fetching() -> (Inventory, Journey) {
    let schema = Schema {
        id: "schema-record".into(),
        fields: vec![
            Field { path: "sku".to_owned(), ..Field::default() },
            Field { path: "stock".to_owned(), kind: ValueType::Integer, ..Field::default() },
        ],
        ..Schema::default()
    };
    let policy = DecisionPolicy { id: "policy-a".into(), schema: Some(schema.id.clone()), ..DecisionPolicy::default() };
    let dataset = Dataset { id: "dataset-a".into(), schema: Some(schema.id.clone()), ..Dataset::default() };
    let mut inventory = inventory();
    inventory.schemas = vec![schema];
    inventory.decision_policies = vec![policy];
    inventory.datasets = vec![dataset];
    let decision = ContentDecision { name: "Best".to_owned(), policy: Some("policy-a".into()) };
    let lookup = DatasetLookup {
        name: "Found".to_owned(),
        dataset: Some("dataset-a".into()),
        fields: vec!["stock".to_owned()],
        ..DatasetLookup::default()
    };
    let kinds = [("choose", Kind::ContentDecision(decision)), ("look", Kind::DatasetLookup(lookup))];
    let step = |(id, kind): (&str, Kind)| Activity { id: id.into(), kind, ..Activity::default() };
    let journey = Journey { activities: kinds.into_iter().map(step).collect(), ..Journey::default() };
    (inventory, journey)
}

#[test]
fn decisions_and_lookups_of_the_journey_have_types_where_they_stand_before() {
    let (inventory, journey) = fetching();
    let everything = Scope::of(&inventory).with_outputs(&inventory, &journey, |_| true);
    let kind = |text: &str| check(&parse(text), &everything, Expected::Any).kind;
    assert_eq!(kind("@decision{Best.items}"), Some(Type::Of(ValueType::ListObject)));
    assert_eq!(kind("@decision{Best.items.first().name}"), Some(Type::Of(ValueType::String)));
    assert_eq!(kind("@decision{Best.items.at(0).stock}"), Some(Type::Of(ValueType::Integer)));
    let stock = "@datasetLookup{Found.entities.all(currentDatasetLookupField.stock > 1).stock}";
    assert_eq!(kind(stock), Some(Type::Of(ValueType::ListInteger)));
    let said = |text: &str, scope: &Scope| {
        let typed = check(&parse(text), scope, Expected::Any);
        typed.problems.first().map(|problem| problem.message.clone()).unwrap_or_default()
    };
    // Only what is fetched is there.
    assert_eq!(said("@datasetLookup{Found.entities.first().sku}", &everything), "There is no field 'sku' in entities.");
    let near = said("@decision{Bst.items}", &everything);
    assert_eq!(near, "There is no content decision 'Bst'. Is 'Best' meant?");
    let before = Scope::of(&inventory).with_outputs(&inventory, &journey, |step| step.id.as_str() == "choose");
    assert_eq!(said("@decision{Best.items}", &before), "");
    let late = "The dataset lookup 'Found' has not run yet at this step: it comes later, or on another path.";
    assert_eq!(said("@datasetLookup{Found.entities}", &before), late);
    assert_eq!(said("@datasetLookup{Found.entities}", &Scope::of(&inventory)), "", "outside a journey nobody knows");
    let offered: Vec<String> = before.choices().into_iter().map(|choice| choice.reference).collect();
    assert!(offered.contains(&"@decision{Best.items}".to_owned()), "{offered:?}");
    assert!(!offered.iter().any(|reference| reference.contains("Found")));
}

#[test]
fn an_external_source_is_asked_with_what_it_wants_and_nothing_else_is_asked_with_anything() {
    let asked = |params: &str| problems(&format!("#{{Weather.main.temperature, params: {{{params}}}}}"), Expected::Any);
    assert_eq!(asked("city: \"Paris\""), [""; 0]);
    assert_eq!(asked("city: @event{Order.orderId}"), [""; 0]);
    assert_eq!(asked("city: #{ExperiencePlatform.ProfileFieldGroup.person.name.firstName}"), [""; 0]);
    assert_eq!(
        asked("city: toString(#{Weather.main.temperature, params: {city: \"Paris\"}})"),
        [""; 0],
        "in each other"
    );
    assert_eq!(asked(""), ["waymark-expr-argument-type"], "one is missing");
    assert_eq!(asked("City: \"Paris\""), ["waymark-expr-argument-type", "expr-unknown-field"], "letter by letter");
    assert_eq!(asked("city: \"Paris\", day: 1"), ["expr-unknown-field"], "one too many");
    assert_eq!(asked("city: \"Paris\", city: \"Rome\""), ["waymark-expr-argument-type"], "one twice");
    for no_value in ["null", "@event{Order}", "@event{Order.identityMap}", "@event{Order.productListItems}"] {
        assert_eq!(asked(&format!("city: {no_value}")), ["waymark-expr-argument-type"], "{no_value}");
    }
    assert_eq!(asked("city: @event{Order.nothing}"), ["expr-unknown-field"]);
    for other in ["@event{Order.total", "@action{Loyalty.points", "#{ExperiencePlatform.ProfileFieldGroup.person.age"] {
        let text = format!("{other}, params: {{city: \"Paris\"}}}}");
        assert_eq!(problems(&text, Expected::Any), ["expr-unknown-field"], "{text}");
    }
}
