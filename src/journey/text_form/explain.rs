//! Says what the parser did not like in words that help.

use ron::Error;

/// What is wrong, and what to do where that is known.
pub(super) fn explain(error: &Error) -> String {
    match error {
        Error::Message(message) => message.clone(),
        Error::NoSuchStructField { expected, found, outer } => {
            format!("{} has no field `{found}`; it knows {}", this(outer.as_deref()), list(expected))
        }
        Error::NoSuchEnumVariant { expected, found, outer } => {
            format!("{} cannot be `{found}`; it can be {}", this(outer.as_deref()), list(expected))
        }
        Error::MissingStructField { field, outer } => {
            format!("{} lacks the field `{field}`; add it", this(outer.as_deref()))
        }
        Error::DuplicateStructField { field, outer } => {
            format!("{} has the field `{field}` twice; remove one", this(outer.as_deref()))
        }
        Error::InvalidValueForType { expected, found } => format!("here {expected} is expected, not {found}"),
        Error::ExpectedDifferentLength { expected, found } => format!("here {expected} is expected, not {found}"),
        Error::ExceededRecursionLimit => "this nests too deeply; no document needs that".to_owned(),
        Error::Eof => "the text ends too early; it may have been cut off".to_owned(),
        Error::TrailingCharacters => "here the end is expected; remove what follows".to_owned(),
        Error::ExpectedString => "here a text in quotation marks is expected".to_owned(),
        Error::ExpectedStringEnd => "this text never ends; close it with a quotation mark".to_owned(),
        Error::ExpectedBoolean => "here true or false is expected".to_owned(),
        Error::ExpectedInteger => "here a whole number is expected".to_owned(),
        Error::IntegerOutOfBounds => "this number is too large, or negative where it must not be".to_owned(),
        Error::ExpectedFloat => "here a number is expected".to_owned(),
        Error::ExpectedArray => "here a list in [ ] is expected".to_owned(),
        Error::ExpectedMap => "here entries in { } are expected".to_owned(),
        Error::ExpectedComma => "here a comma is expected".to_owned(),
        Error::ExpectedMapColon => "here a colon is expected".to_owned(),
        Error::ExpectedIdentifier => "here a name is expected".to_owned(),
        Error::UnexpectedChar(c) => format!("the character {c:?} does not belong here"),
        other => lower_first(&other.to_string()),
    }
}

fn this(outer: Option<&str>) -> String {
    outer.map_or_else(|| "this".to_owned(), |name| format!("`{name}`"))
}

fn list(names: &[&str]) -> String {
    if names.is_empty() {
        return "none".to_owned();
    }
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

fn lower_first(text: &str) -> String {
    let mut characters = text.chars();
    match characters.next() {
        Some(first) => first.to_lowercase().chain(characters).collect(),
        None => String::new(),
    }
}
