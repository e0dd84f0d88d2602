//! What people call a field, and a text with its slots said in such words. Only for showing: nothing reads it back.

use crate::journey::{Action, DataSource, DataSourceKind, Event, Field, Inventory};

use super::name::identifier;
use super::parse::parse;
use super::shape;
use super::template::{self, Part, Slot};
use super::tree::{Expr, ExprKind, FieldReference, Root, Step};

/// A slot of a text in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// What stands there: "First name".
    pub title: String,
    /// What is shown where it is missing; empty: nothing.
    pub default: String,
}

/// A text as people read it, with titles in the place of its slots: "Welcome, ‹First name›".
pub fn readable(text: &str, inventory: &Inventory) -> String {
    if !text.contains("{{") {
        return text.to_owned();
    }
    let template = template::parse(text);
    let mut shown = String::with_capacity(text.len());
    for part in &template.parts {
        match part {
            Part::Text(span) => shown.push_str(span.of(text)),
            Part::Slot(slot) => {
                shown.push('‹');
                shown.push_str(&of_slot(slot, text, inventory));
                shown.push('›');
            }
        }
    }
    shown
}

/// The slots of a text, in order.
pub fn pieces(text: &str, inventory: &Inventory) -> Vec<Piece> {
    let template = template::parse(text);
    let piece = |slot: &Slot| Piece {
        title: of_slot(slot, text, inventory),
        default: slot.default.clone().unwrap_or_default(),
    };
    template.slots().map(piece).collect()
}

/// What people call the field of a reference: "First name" of `#{…person.name.firstName}`. The reference itself where
/// it is none.
pub fn of_reference(reference: &str, inventory: &Inventory) -> String {
    let parsed = parse(reference);
    let field = parsed.sound().and_then(|expression| expression.kind.field());
    field.map_or_else(|| reference.to_owned(), |field| field_title(field, inventory))
}

/// The field that stands there; of a formula the first field that it asks, followed by dots.
pub fn of_slot(slot: &Slot, text: &str, inventory: &Inventory) -> String {
    let Some(expression) = slot.parsed.sound() else { return slot.expression.of(text).to_owned() };
    if let ExprKind::Field(field) = &expression.kind {
        return field_title(field, inventory);
    }
    let mut first = None;
    expression.visit(&mut |inner: &Expr| {
        if let ExprKind::Field(field) = &inner.kind
            && first.is_none()
        {
            first = Some(field_title(field, inventory));
        }
    });
    first.map_or_else(|| slot.expression.of(text).to_owned(), |title| format!("{title} …"))
}

fn field_title(field: &FieldReference, inventory: &Inventory) -> String {
    let names: Vec<&str> = field.path.iter().filter_map(Step::name).collect();
    let path = names.get(field.root.names()..).unwrap_or_default();
    let first = names.first().copied().unwrap_or_default();
    let known = match field.root {
        Root::Event => inventory.named::<Event>(first).map(|event| shape::event_fields(inventory, event)),
        Root::Source => group_fields(inventory, &names),
        Root::Action => inventory.named::<Action>(first).and_then(|action| shape::fields(&action.response).ok()),
        Root::Decision | Root::DatasetLookup | Root::Journey | Root::Supplemental => None,
    };
    let path = if field.root == Root::Source { shape::profile_path(first, path) } else { path }.join(".");
    if matches!(field.root, Root::Decision | Root::DatasetLookup)
        && let Some(title) = shape::output_title(&path)
    {
        return title.to_owned();
    }
    known.iter().flatten().find(|field| field.path == path).map_or_else(|| of_path(&path), of)
}

fn group_fields(inventory: &Inventory, names: &[&str]) -> Option<Vec<Field>> {
    let (source, group) = (names.first()?, names.get(1)?);
    let is_store = |known: &&DataSource| *source == shape::PLATFORM_SOURCE && known.kind == DataSourceKind::Platform;
    let known = inventory.named::<DataSource>(source).or_else(|| inventory.data_sources.iter().find(is_store))?;
    let group = known.field_groups.iter().find(|known| known.name == *group)?;
    Some(shape::group_fields(inventory, group))
}

/// What people call a field: its title, else words made of its path.
pub fn of(field: &Field) -> String {
    if field.title.trim().is_empty() { of_path(&field.path) } else { field.title.clone() }
}

/// What people call an event: the words that were typed for it, which its description keeps, else its name. The
/// platform takes letters, digits and underscores as a name only.
pub fn of_event(event: &Event) -> &str {
    words_of(&event.name, &event.description)
}

/// What people call an action; see [`of_event`].
pub fn of_action(action: &Action) -> &str {
    words_of(&action.name, &action.description)
}

/// A description of other words than the name is one; one of the same words is how the name was meant.
fn words_of<'a>(name: &'a str, description: &'a str) -> &'a str {
    let words = description.trim();
    if !words.is_empty() && identifier(words) == name { words } else { name }
}

/// Words made of a path: "Personal email address" of `personalEmail.address`, "First name" of
/// `person.name.firstName`.
pub fn of_path(path: &str) -> String {
    let mut parts = path.rsplit('.').filter(|part| !part.is_empty());
    let last = words(parts.next().unwrap_or_default());
    let around = parts.next().filter(|part| !matches!(*part, "name" | "person" | "profile")).map(words);
    let whole = match around {
        Some(around) if !last.starts_with(&around) => format!("{around} {last}"),
        _ => last,
    };
    capitalized(&whole)
}

/// Words made of the last name of a path: "First name" of `customer.firstName`.
pub fn of_last(path: &str) -> String {
    capitalized(&words(path.rsplit('.').next().unwrap_or(path)))
}

/// The text with a large first letter, as a sentence begins.
pub fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// `firstName`, `first_name` and `FirstName` as "first name"; what is written in capitals stays so.
pub(crate) fn words(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let mut parts: Vec<String> = vec![String::new()];
    for (at, letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|before| letters.get(before));
        let after = letters.get(at + 1);
        let rises = letter.is_uppercase() && before.is_some_and(|before| before.is_lowercase() || before.is_numeric());
        let ends_capitals = letter.is_uppercase()
            && before.is_some_and(|before| before.is_uppercase())
            && after.is_some_and(|after| after.is_lowercase());
        let counts = letter.is_numeric() && before.is_some_and(|before| before.is_lowercase());
        if rises || ends_capitals || counts {
            parts.push(String::new());
        }
        match letter {
            '_' | '-' | ' ' => parts.push(String::new()),
            letter => parts.last_mut().into_iter().for_each(|part| part.push(*letter)),
        }
    }
    let small = |part: &String| {
        let is_short = part.chars().count() > 1 && part.chars().all(|letter| !letter.is_lowercase());
        if is_short { part.clone() } else { part.to_lowercase() }
    };
    parts.iter().filter(|part| !part.is_empty()).map(small).collect::<Vec<_>>().join(" ")
}
