//! Collections: `all`, `first`, `last` and `at`, of what kind they are and what they yield, down to nothing at all.

use waymark::expression::{Expected, Type};
use waymark::journey::ValueType::{ListInteger, ListObject, ListString};
use waymark::journey::{Value, ValueType};

use super::expression_world::{problems, same, typed, value};

const INTEGER: Type = Type::Of(ValueType::Integer);
const TEXT: Type = Type::Of(ValueType::String);

/// What each is called, of which type it is, and a plain expression that yields the same.
#[rustfmt::skip]
const SOUND: &[(&str, Type, &str)] = &[
    // Objects: all of them, some of them, none of them.
    ("@event{Order.productListItems.all().SKU}", Type::Of(ListString), "[\"p1\", \"p2\", \"p3\", \"p1\"]"),
    ("@event{Order.productListItems.all(currentEventField.price > 20).SKU}", Type::Of(ListString), "[\"p2\", \"p3\"]"),
    ("@event{Order.productListItems.all(currentEventField.price > 99).SKU}", Type::Of(ListString), "[]"),
    ("@event{Order.productListItems.first().price}", INTEGER, "20"),
    ("@event{Order.productListItems.last().SKU}", TEXT, "\"p1\""),
    ("@event{Order.productListItems.last(currentEventField.price == 20).name}", TEXT, "\"Cap\""),
    ("@event{Order.productListItems.last(currentEventField.price > 99).name}", TEXT, "null"),
    // Places, counted from 0; beyond both ends is nothing.
    ("@event{Order.productListItems.at(0).SKU}", TEXT, "\"p1\""),
    ("@event{Order.productListItems.at(3).price}", INTEGER, "20"),
    ("@event{Order.productListItems.at(4).SKU}", TEXT, "null"),
    ("@event{Order.productListItems.at(-1).SKU}", TEXT, "null"),
    ("@event{Order.productListItems.at(9223372036854775807).SKU}", TEXT, "null"),
    ("@event{Order.productListItems.at(@event{Order.items_count}).SKU}", TEXT, "\"p1\""),
    ("@event{Order.productListItems.at(2 - 1).SKU}", TEXT, "\"p2\""),
    // Simple values, and null among them.
    ("@event{Order.tags.all()}", Type::Of(ListString), "[\"gift\", \"express\"]"),
    ("@event{Order.tags.first()}", TEXT, "\"gift\""),
    ("@event{Order.tags.last()}", TEXT, "\"express\""),
    ("@event{Order.tags.at(1)}", TEXT, "\"express\""),
    ("@event{Order.tags.at(2)}", TEXT, "null"),
    ("@event{Order.scores.at(1)}", INTEGER, "null"),
    ("count(@event{Order.scores.all()})", INTEGER, "2"),
    // A filter of a filter, an item of a filter.
    ("@event{Order.productListItems.all(currentEventField.price < 50).all(currentEventField.price > 20).SKU}", Type::Of(ListString), "[\"p2\"]"),
    ("@event{Order.productListItems.all(currentEventField.price == 20).at(1).name}", TEXT, "\"Cap\""),
    ("@event{Order.productListItems.all(currentEventField.price == 20).at(2).name}", TEXT, "null"),
    ("@event{Order.productListItems.all(currentEventField.price > 99).first().name}", TEXT, "null"),
    ("@event{Order.productListItems.all(currentEventField.price > 20).last().price}", INTEGER, "50"),
    ("@event{Order.productListItems.first(currentEventField.application.version == \"2.0\").price}", INTEGER, "50"),
    // A list of objects in a map.
    ("@event{Order.identityMap.entry('Email').at(1).id}", TEXT, "\"ada2@example.com\""),
    ("@event{Order.identityMap.entry('Phone').first().id}", TEXT, "null"),
    ("@event{Order.identityMap.entry('Email').all(currentEventField.primary).id}", Type::Of(ListString), "[\"ada@example.com\"]"),
    // A reply has a variable of its own.
    ("@action{Loyalty.offers.first(currentActionField.worth > 5).code}", TEXT, "\"X2\""),
    ("@action{Loyalty.offers.at(1).worth}", INTEGER, "9"),
    ("@action{Loyalty.offers.all(currentActionField.worth > 99).worth}", Type::Of(ListInteger), "[]"),
    // What is not there stays nothing, whatever is asked of it.
    ("@event{Order.missingItems.first()} is null", Type::Of(ValueType::Boolean), "true"),
    ("@event{Order.missingItems.last(true)} is null", Type::Of(ValueType::Boolean), "true"),
    ("@event{Order.missingItems.at(0)} is null", Type::Of(ValueType::Boolean), "true"),
    ("listSize(@event{Order.missingItems.all(true)})", INTEGER, "0"),
    // A default stands in for an item that is not there.
    ("@event{Order.productListItems.at(9).SKU, defaultValue: \"none\"}", TEXT, "\"none\""),
    ("@event{Order.productListItems.at(0).SKU, defaultValue: \"none\"}", TEXT, "\"p1\""),
];

#[test]
fn every_collection_function_has_its_type_and_yields_it() {
    for (text, kind, plain) in SOUND {
        let found = typed(text, Expected::Any);
        assert_eq!(found.problems, [], "{text}");
        assert_eq!(found.kind, Some(*kind), "{text}");
        same(text, plain);
    }
}

#[test]
fn the_whole_item_is_an_object_and_all_items_are_a_list_of_them() {
    assert_eq!(typed("@event{Order.productListItems.all()}", Expected::Any).kind, Some(Type::Of(ListObject)));
    assert_eq!(typed("@event{Order.productListItems.first()}", Expected::Any).kind, Some(Type::Object));
    let Value::Object(first) = value("@event{Order.productListItems.first()}") else { panic!("an object") };
    assert_eq!(first["SKU"], Value::Text("p1".to_owned()));
    assert_eq!(value("@event{Order.productListItems.at(9)}"), Value::Null);
}

/// A condition within a condition looks at its own items; the outer variable is that of the nearest collection of its
/// kind, and the ones of other kinds stay in sight.
#[test]
fn conditions_within_conditions_look_at_their_own_items() {
    let nested = "@event{Order.productListItems.all(in(currentEventField.SKU, \
                  @event{Order.productListItems.all(currentEventField.price > 20).SKU})).name}";
    assert_eq!(typed(nested, Expected::Any).problems, []);
    same(nested, "[\"Scarf\", \"Ball\"]");
    let of_both = "@event{Order.productListItems.all(count(@action{Loyalty.offers.all(currentActionField.worth * 4 < \
                   currentEventField.price).code}) == 2).SKU}";
    assert_eq!(typed(of_both, Expected::Any).problems, []);
    same(of_both, "[\"p3\"]");
}

#[test]
fn what_is_no_list_has_no_items_and_a_place_is_a_whole_number() {
    for (text, rule) in [
        ("@event{Order.total.all()}", "waymark-expr-argument-type"),
        ("@event{Order.total.last()}", "waymark-expr-argument-type"),
        ("@event{Order.orderId.at(0)}", "waymark-expr-argument-type"),
        ("@event{Order.productListItems.at(\"1\").SKU}", "waymark-expr-argument-type"),
        ("@event{Order.productListItems.at(1.0).SKU}", "waymark-expr-argument-type"),
        ("@event{Order.productListItems.first(1).SKU}", "waymark-expr-argument-type"),
        ("@event{Order.productListItems.last(\"x\").SKU}", "waymark-expr-argument-type"),
        ("@event{Order.productListItems.at(0).colour}", "expr-unknown-field"),
        ("@event{Order.productListItems.all(currentEventField.colour == \"red\").SKU}", "expr-unknown-field"),
        ("@event{Order.productListItems.all(currentDataPackField.price > 1).SKU}", "expr-current-field-scope"),
        ("@event{Order.productListItems.all(currentDatasetLookupField.price > 1).SKU}", "expr-current-field-scope"),
        ("@action{Loyalty.offers.all(currentEventField.worth > 1).code}", "expr-current-field-scope"),
    ] {
        assert_eq!(problems(text, Expected::Any), [rule], "{text}");
    }
}
