//! The table of the 67 functions ("Functions", help/using/building-journeys/expression/functions.md and the
//! pages under help/using/building-journeys/functions). A flat table: one row per function.

use super::Group::{self, Aggregation, Conversion, Date, List, Math, Platform, String};
use super::Parameter::{Audience, Item, Items, Key, Objects, Of, Part, Pattern, Zone};
use super::{Body, Function, Output, Parameter, Signature};
use super::{aggregation, conversion, date, list, text};
use crate::journey::ValueType;

const BOOLEAN: Parameter = Of(ValueType::Boolean);
const DATE: Parameter = Of(ValueType::DateOnly);
const DATE_TIME: Parameter = Of(ValueType::DateTime);
const DATE_TIME_ONLY: Parameter = Of(ValueType::DateTimeOnly);
const DECIMAL: Parameter = Of(ValueType::Decimal);
const DURATION: Parameter = Of(ValueType::Duration);
const INTEGER: Parameter = Of(ValueType::Integer);
const TEXT: Parameter = Of(ValueType::String);
const DATES: Parameter = Of(ValueType::ListDateOnly);
const DATE_TIMES: Parameter = Of(ValueType::ListDateTime);
const DATE_TIMES_ONLY: Parameter = Of(ValueType::ListDateTimeOnly);
const DECIMALS: Parameter = Of(ValueType::ListDecimal);
const DURATIONS: Parameter = Of(ValueType::ListDuration);
const INTEGERS: Parameter = Of(ValueType::ListInteger);
const TEXTS: Parameter = Of(ValueType::ListString);

const A_BOOLEAN: Output = Output::Of(ValueType::Boolean);
const A_DATE: Output = Output::Of(ValueType::DateOnly);
const A_DATE_TIME: Output = Output::Of(ValueType::DateTime);
const A_DATE_TIME_ONLY: Output = Output::Of(ValueType::DateTimeOnly);
const A_DECIMAL: Output = Output::Of(ValueType::Decimal);
const A_DURATION: Output = Output::Of(ValueType::Duration);
const AN_INTEGER: Output = Output::Of(ValueType::Integer);
const A_TEXT: Output = Output::Of(ValueType::String);
const SOME_TEXTS: Output = Output::Of(ValueType::ListString);
const SOME_OBJECTS: Output = Output::Of(ValueType::ListObject);

const fn takes(parameters: &'static [Parameter], output: Output) -> Signature {
    Signature { parameters, output }
}

const fn row(
    name: &'static str,
    group: Group,
    signatures: &'static [Signature],
    body: Body,
    summary: &'static str,
) -> Function {
    Function { name, group, signatures, summary, body }
}

const PREDICATE_OF_TEXTS: &[Signature] = &[takes(&[TEXT, TEXT], A_BOOLEAN)];
const COUNT_OF_VALUES: &[Signature] = &[takes(&[Items], AN_INTEGER)];
const NEAR: &[Signature] = &[takes(&[DATE_TIME, INTEGER], A_BOOLEAN)];
const DATE_FIELD: &[Signature] =
    &[takes(&[DATE_TIME, INTEGER], A_DATE_TIME), takes(&[DATE_TIME_ONLY, INTEGER], A_DATE_TIME_ONLY)];
const EXTREME: &[Signature] = &[
    takes(&[INTEGERS], AN_INTEGER),
    takes(&[DECIMALS], A_DECIMAL),
    takes(&[DURATIONS], A_DURATION),
    takes(&[DATE_TIMES], A_DATE_TIME),
    takes(&[DATE_TIMES_ONLY], A_DATE_TIME_ONLY),
    takes(&[DATES], A_DATE),
    takes(&[INTEGER, INTEGER], AN_INTEGER),
    takes(&[DECIMAL, DECIMAL], A_DECIMAL),
    takes(&[DURATION, DURATION], A_DURATION),
    takes(&[DATE_TIME, DATE_TIME], A_DATE_TIME),
    takes(&[DATE_TIME_ONLY, DATE_TIME_ONLY], A_DATE_TIME_ONLY),
];

/// Every function, in the order of the documentation's groups.
pub static FUNCTIONS: &[Function] = &[
    row(
        "inAudience",
        Platform,
        &[takes(&[Audience], A_BOOLEAN)],
        list::in_audience,
        "True for members of the audience.",
    ),
    row(
        "avg",
        Aggregation,
        &[
            takes(&[INTEGERS], A_DECIMAL),
            takes(&[DECIMALS], A_DECIMAL),
            takes(&[DECIMAL, DECIMAL], A_DECIMAL),
            takes(&[DECIMAL, INTEGER], A_DECIMAL),
            takes(&[INTEGER, DECIMAL], A_DECIMAL),
            takes(&[INTEGER, INTEGER], A_DECIMAL),
        ],
        aggregation::avg,
        "The average; nulls are left out.",
    ),
    row(
        "count",
        Aggregation,
        &[takes(&[Items], AN_INTEGER), takes(&[Objects], AN_INTEGER)],
        aggregation::count,
        "How many items are there, nulls left out.",
    ),
    row("countOnlyNull", Aggregation, COUNT_OF_VALUES, aggregation::count_only_null, "How many items are null."),
    row("countWithNull", Aggregation, COUNT_OF_VALUES, aggregation::count_with_null, "How many items, nulls included."),
    row(
        "distinctCount",
        Aggregation,
        &[takes(&[Items], AN_INTEGER), takes(&[Objects], AN_INTEGER), takes(&[Objects, Key], AN_INTEGER)],
        aggregation::distinct_count,
        "How many different items, nulls left out.",
    ),
    row(
        "distinctCountWithNull",
        Aggregation,
        COUNT_OF_VALUES,
        aggregation::distinct_count_with_null,
        "How many different items, null counting as one.",
    ),
    row("max", Aggregation, EXTREME, aggregation::max, "The largest; nulls are left out."),
    row("min", Aggregation, EXTREME, aggregation::min, "The smallest; nulls are left out."),
    row(
        "sum",
        Aggregation,
        &[
            takes(&[INTEGERS], AN_INTEGER),
            takes(&[DECIMALS], A_DECIMAL),
            takes(&[INTEGER, INTEGER], AN_INTEGER),
            takes(&[DECIMAL, DECIMAL], A_DECIMAL),
        ],
        aggregation::sum,
        "The sum; nulls are left out.",
    ),
    row(
        "toBool",
        Conversion,
        &[
            takes(&[DECIMAL], A_BOOLEAN),
            takes(&[BOOLEAN], A_BOOLEAN),
            takes(&[TEXT], A_BOOLEAN),
            takes(&[INTEGER], A_BOOLEAN),
        ],
        conversion::to_bool,
        "True for the text \"true\" and for numbers other than 0.",
    ),
    row(
        "toDateOnly",
        Conversion,
        &[
            takes(&[DATE_TIME], A_DATE),
            takes(&[DATE_TIME_ONLY], A_DATE),
            takes(&[TEXT], A_DATE),
            takes(&[INTEGER, INTEGER, INTEGER], A_DATE),
        ],
        conversion::to_date_only,
        "The calendar day; from a text, a date-time, or year, month and day.",
    ),
    row(
        "toDateTime",
        Conversion,
        &[
            takes(&[TEXT], A_DATE_TIME),
            takes(&[Zone, DATE], A_DATE_TIME),
            takes(&[Zone, DATE_TIME_ONLY], A_DATE_TIME),
            takes(&[INTEGER], A_DATE_TIME),
        ],
        conversion::to_date_time,
        "The instant; from ISO 8601 text, from milliseconds, or from a time zone and a date.",
    ),
    row(
        "toDateTimeOnly",
        Conversion,
        &[takes(&[DATE_TIME], A_DATE_TIME_ONLY), takes(&[TEXT], A_DATE_TIME_ONLY)],
        conversion::to_date_time_only,
        "The date and time without zone.",
    ),
    row(
        "toDecimal",
        Conversion,
        &[
            takes(&[INTEGER], A_DECIMAL),
            takes(&[DECIMAL], A_DECIMAL),
            takes(&[TEXT], A_DECIMAL),
            takes(&[BOOLEAN], A_DECIMAL),
        ],
        conversion::to_decimal,
        "The value as a decimal.",
    ),
    row(
        "toDuration",
        Conversion,
        &[takes(&[TEXT], A_DURATION), takes(&[INTEGER], A_DURATION)],
        conversion::to_duration,
        "A length of time; from ISO 8601 text (PT15M) or from milliseconds.",
    ),
    row(
        "toInteger",
        Conversion,
        &[
            takes(&[DATE_TIME], AN_INTEGER),
            takes(&[DECIMAL], AN_INTEGER),
            takes(&[INTEGER], AN_INTEGER),
            takes(&[TEXT], AN_INTEGER),
            takes(&[BOOLEAN], AN_INTEGER),
        ],
        conversion::to_integer,
        "The value as a whole number; a decimal loses its fraction, an instant becomes milliseconds.",
    ),
    row(
        "toString",
        Conversion,
        &[
            takes(&[DATE_TIME_ONLY], A_TEXT),
            takes(&[DATE_TIME], A_TEXT),
            takes(&[DATE], A_TEXT),
            takes(&[DURATION], A_TEXT),
            takes(&[BOOLEAN], A_TEXT),
            takes(&[INTEGER], A_TEXT),
            takes(&[DECIMAL], A_TEXT),
        ],
        conversion::to_string,
        "The value as text.",
    ),
    row(
        "currentTimeInMillis",
        Date,
        &[takes(&[], AN_INTEGER)],
        date::current_time_in_millis,
        "The present moment in milliseconds.",
    ),
    row("inLastDays", Date, NEAR, date::in_last_days, "True from so many days ago until now."),
    row("inLastHours", Date, NEAR, date::in_last_hours, "True from so many hours ago until now."),
    row("inLastMonths", Date, NEAR, date::in_last_months, "True from so many months ago until now."),
    row("inLastYears", Date, NEAR, date::in_last_years, "True from so many years ago until now."),
    row("inNextDays", Date, NEAR, date::in_next_days, "True from now until so many days ahead."),
    row("inNextHours", Date, NEAR, date::in_next_hours, "True from now until so many hours ahead."),
    row("inNextMonths", Date, NEAR, date::in_next_months, "True from now until so many months ahead."),
    row("inNextYears", Date, NEAR, date::in_next_years, "True from now until so many years ahead."),
    row("now", Date, &[takes(&[], A_DATE_TIME), takes(&[Zone], A_DATE_TIME)], date::now, "The present moment."),
    row(
        "nowWithDelta",
        Date,
        &[takes(&[INTEGER, Part], A_DATE_TIME), takes(&[INTEGER, Part, Zone], A_DATE_TIME)],
        date::now_with_delta,
        "The present moment moved by so many years, months, days, hours, minutes or seconds.",
    ),
    row("setHours", Date, DATE_FIELD, date::set_hours, "The same day at another hour, 0 to 23."),
    row("setDays", Date, DATE_FIELD, date::set_days, "The same month on another day, 1 to 31."),
    row(
        "updateTimeZone",
        Date,
        &[takes(&[DATE_TIME, Zone], A_DATE_TIME)],
        date::update_time_zone,
        "The same instant, read in another time zone.",
    ),
    row(
        "distinct",
        List,
        &[takes(&[Items], Output::Items), takes(&[Objects], SOME_OBJECTS), takes(&[Objects, Key], SOME_OBJECTS)],
        list::distinct,
        "Each item once, nulls left out.",
    ),
    row(
        "distinctWithNull",
        List,
        &[takes(&[Items], Output::Items)],
        list::distinct_with_null,
        "Each item once, null included.",
    ),
    row(
        "filter",
        List,
        &[takes(&[Objects, Key, Items], SOME_OBJECTS)],
        list::filter,
        "The objects whose key has one of the values.",
    ),
    row(
        "getListItem",
        List,
        &[takes(&[Items, INTEGER], Output::Item)],
        list::get_list_item,
        "The item at this place, from 0.",
    ),
    row("in", List, &[takes(&[Item, Items], A_BOOLEAN)], list::is_in, "True where the value is in the list."),
    row(
        "intersect",
        List,
        &[takes(&[Items, Items], Output::Items)],
        list::intersect,
        "The values that both lists have.",
    ),
    row(
        "limit",
        List,
        &[
            takes(&[Items, INTEGER], Output::Items),
            takes(&[Items, INTEGER, BOOLEAN], Output::Items),
            takes(&[Objects, INTEGER], SOME_OBJECTS),
            takes(&[Objects, INTEGER, BOOLEAN], SOME_OBJECTS),
        ],
        list::limit,
        "The first so many items, or with false the last.",
    ),
    row(
        "listSize",
        List,
        &[takes(&[Items], AN_INTEGER), takes(&[Objects], AN_INTEGER)],
        list::list_size,
        "How many items.",
    ),
    row(
        "serializeList",
        List,
        &[takes(&[Items, TEXT, BOOLEAN], A_TEXT)],
        list::serialize_list,
        "The items as one text, with a separator, with or without quotes.",
    ),
    row(
        "sort",
        List,
        &[takes(&[Items, BOOLEAN], Output::Items), takes(&[Objects, Key, BOOLEAN], SOME_OBJECTS)],
        list::sort,
        "The items in order, upwards with true.",
    ),
    row("random", Math, &[takes(&[], A_DECIMAL)], date::random, "A chance number between 0 and 1."),
    row(
        "round",
        Math,
        &[takes(&[DECIMAL], AN_INTEGER), takes(&[INTEGER], AN_INTEGER)],
        aggregation::round,
        "The nearest whole number; halves go up.",
    ),
    row(
        "concat",
        String,
        &[takes(&[TEXT, TEXT], A_TEXT), takes(&[TEXTS], A_TEXT)],
        text::concat,
        "The texts one after the other.",
    ),
    row("contain", String, PREDICATE_OF_TEXTS, text::contain, "True where the second text occurs in the first."),
    row("containIgnoreCase", String, PREDICATE_OF_TEXTS, text::contain_ignore_case, "The same, capitals ignored."),
    row("endWith", String, PREDICATE_OF_TEXTS, text::end_with, "True where the first text ends with the second."),
    row("endWithIgnoreCase", String, PREDICATE_OF_TEXTS, text::end_with_ignore_case, "The same, capitals ignored."),
    row(
        "equalIgnoreCase",
        String,
        PREDICATE_OF_TEXTS,
        text::equal_ignore_case,
        "True for equal texts, capitals ignored.",
    ),
    row(
        "notEqualIgnoreCase",
        String,
        PREDICATE_OF_TEXTS,
        text::not_equal_ignore_case,
        "True for different texts, capitals ignored.",
    ),
    row(
        "indexOf",
        String,
        &[takes(&[TEXT, TEXT], AN_INTEGER)],
        text::index_of,
        "Where the second text first occurs, from 0; -1 where it does not.",
    ),
    row(
        "lastIndexOf",
        String,
        &[takes(&[TEXT, TEXT], AN_INTEGER)],
        text::last_index_of,
        "Where the second text last occurs, from 0; -1 where it does not.",
    ),
    row(
        "isEmpty",
        String,
        &[takes(&[TEXT], A_BOOLEAN)],
        text::is_empty,
        "True for a text without characters; false for null.",
    ),
    row("isNotEmpty", String, &[takes(&[TEXT], A_BOOLEAN)], text::is_not_empty, "True for a text with characters."),
    row("length", String, &[takes(&[TEXT], AN_INTEGER)], text::length, "How many characters."),
    row("lower", String, &[takes(&[TEXT], A_TEXT)], text::lower, "In small letters."),
    row("upper", String, &[takes(&[TEXT], A_TEXT)], text::upper, "In capitals."),
    row("trim", String, &[takes(&[TEXT], A_TEXT)], text::trim, "Without blanks at both ends."),
    row(
        "matchRegExp",
        String,
        &[takes(&[TEXT, Pattern], A_BOOLEAN)],
        text::match_reg_exp,
        "True where the whole text fits the regular expression.",
    ),
    row(
        "replace",
        String,
        &[takes(&[TEXT, Pattern, TEXT], A_TEXT)],
        text::replace,
        "With the first match of the regular expression replaced.",
    ),
    row(
        "replaceAll",
        String,
        &[takes(&[TEXT, Pattern, TEXT], A_TEXT)],
        text::replace_all,
        "With every match of the regular expression replaced.",
    ),
    row("split", String, &[takes(&[TEXT, Pattern], SOME_TEXTS)], text::split, "The pieces between the matches."),
    row("startWith", String, PREDICATE_OF_TEXTS, text::start_with, "True where the first text begins with the second."),
    row("startWithIgnoreCase", String, PREDICATE_OF_TEXTS, text::start_with_ignore_case, "The same, capitals ignored."),
    row(
        "substr",
        String,
        &[takes(&[TEXT, INTEGER], A_TEXT), takes(&[TEXT, INTEGER, INTEGER], A_TEXT)],
        text::substr,
        "The characters from a place on, up to another, counted from 0.",
    ),
    row("uuid", String, &[takes(&[], A_TEXT)], date::uuid, "A new unique identifier."),
];
