//! Message texts in Journey Optimizer's own personalization syntax (Personalization syntax,
//! help/using/personalization/personalization-syntax.md; Iterate over contextual data, iterate-contextual-data.md;
//! Arrays and list functions, functions/arrays-list.md).
//!
//! A field becomes `{{path}}`, with a default `{%= path ?: "default" %}`; where the text is no HTML, and in the address
//! of a link, three braces keep signs such as `&` as they are. Messages know an event by a number that the platform
//! gives it: words stand in for it, to be replaced once. What the syntax cannot say is marked, so that nothing is lost
//! silently.

use super::fields::{find, schema};
use super::page::code;
use super::xdm::placed;
use crate::expression::template::{self, Part, Slot};
use crate::expression::{Expr, ExprKind, FieldReference, Operator, Root, Step, StepKind};
use crate::journey::{Event, Inventory, Template, ValueType};

/// As what people see a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    /// As HTML, where some signs are written otherwise.
    Html,
    /// As it stands.
    Plain,
}

/// A translated text.
pub(super) struct Translated {
    /// The text to copy.
    pub(super) text: String,
    /// What has to be done by hand or known, one sentence each, in the order of the marks.
    pub(super) notes: Vec<String>,
}

/// The words that stand in for the number of an event.
pub(super) fn event_number(event: &str) -> String {
    format!("ID of {event}")
}

/// Translates a text.
pub(super) fn translate(inventory: &Inventory, source: &Template, shown: Shown) -> Translated {
    let text = source.as_str();
    let mut writer = Writer { inventory, marks: 0, named: 0, notes: Vec::new() };
    let mut translated = String::with_capacity(text.len());
    for part in &template::parse(text).parts {
        match part {
            Part::Text(span) => translated.push_str(span.of(text)),
            Part::Slot(slot) => {
                let raw = shown == Shown::Plain || in_tag(text.get(..slot.span.start).unwrap_or_default());
                translated.push_str(&writer.slot(slot, text, raw));
            }
        }
    }
    Translated { text: translated, notes: writer.notes }
}

/// Whether a tag is open at the end of this HTML: what follows is the address of a link or of a picture.
fn in_tag(before: &str) -> bool {
    before.rfind('<') > before.rfind('>')
}

/// Writes one slot after another.
struct Writer<'a> {
    inventory: &'a Inventory,
    marks: usize,
    /// How many values have a name of their own.
    named: usize,
    notes: Vec<String>,
}

impl Writer<'_> {
    fn slot(&mut self, slot: &Slot, text: &str, raw: bool) -> String {
        let default = slot.default.as_ref().map(|default| default.replace('"', "'"));
        let tree = slot.parsed.sound();
        if let Some(path) = tree.and_then(|tree| value(self.inventory, tree)) {
            self.number(tree, &path);
            return self.shown(path, default.as_deref(), raw);
        }
        if let Some(computed) = tree.and_then(|tree| arithmetic(self.inventory, tree)) {
            if let Some(default) = default {
                self.notes.push(format!(
                    "`{computed}` is to show “{default}” for people without a value: look at it with *Simulate \
                     content*."
                ));
            }
            return format!("{{%= {computed} %}}");
        }
        self.marks += 1;
        let instead = default.map_or_else(|| "delete the mark".to_owned(), |default| format!("write “{default}”"));
        self.notes.push(format!(
            "[{}]: {instead}. Meant is `{}`, for which the editor has no syntax that this page knows.",
            self.marks,
            slot.expression.of(text)
        ));
        format!("[{}]", self.marks)
    }

    fn shown(&mut self, path: String, default: Option<&str>, raw: bool) -> String {
        // A function of a field of an event is an error unless its result has a name first.
        let (before, path) = if path.contains('(') {
            self.named += 1;
            let name = format!("value{}", self.named);
            (format!("{{% let {name} = {path} %}}"), name)
        } else {
            (String::new(), path)
        };
        match (default, raw) {
            (None, false) => format!("{before}{{{{{path}}}}}"),
            (None, true) => format!("{before}{{{{{{{path}}}}}}}"),
            // The syntax has no escape for quotes inside a text: a plain apostrophe stands in for them.
            (Some(default), _) => format!("{before}{{%= {path} ?: \"{default}\" %}}"),
        }
    }

    /// A number with decimals looks as it comes.
    fn number(&mut self, tree: Option<&Expr>, path: &str) {
        let Some(ExprKind::Field(reference)) = tree.map(|tree| &tree.kind) else { return };
        let names: Vec<&str> = reference.path.iter().skip(reference.root.names()).filter_map(Step::name).collect();
        let known = schema(self.inventory, reference).and_then(|schema| find(&schema.fields, &names));
        let said = code(path);
        if known.is_some_and(|(_, field)| field.kind == ValueType::Decimal)
            && !self.notes.iter().any(|note| note.starts_with(&said))
        {
            self.notes.push(format!(
                "{said} shows the number as the record has it, with a point and as many decimals, such as 129.95; that \
                 is meant."
            ));
        }
    }
}

/// Where the editor finds a field; a function around it where the first of several is meant.
fn value(inventory: &Inventory, expression: &Expr) -> Option<String> {
    let ExprKind::Field(field) = &expression.kind else { return None };
    if field.default.is_some() || !field.params.is_empty() {
        return None;
    }
    let root = match field.root {
        Root::Source if field.name(0) == Some("ExperiencePlatform") => "profile".to_owned(),
        Root::Event => {
            // Only events of the inventory have a number.
            let event = inventory.named::<Event>(field.name(0)?)?;
            format!("context.journey.events.`{}`", event_number(&event.name))
        }
        Root::Action => format!("context.journey.actions.{}", field.name(0)?),
        _ => return None,
    };
    let steps = field.path.get(field.root.names()..)?;
    let plain = steps.iter().take_while(|step| step.name().is_some()).count();
    let path = format!("{root}.{}", path(inventory, field, steps.get(..plain)?)?);
    match steps.get(plain..)? {
        [] => Some(path),
        [first, inner @ ..] if is_first(first) && !inner.is_empty() => {
            let inner: Vec<&str> = inner.iter().map(Step::name).collect::<Option<_>>()?;
            Some(format!("head({path}).{}", inner.join(".")))
        }
        _ => None,
    }
}

/// The path behind the names of the object, with the tenant id where the field is one's own.
fn path(inventory: &Inventory, field: &FieldReference, steps: &[Step]) -> Option<String> {
    let names: Vec<&str> = steps.iter().filter_map(Step::name).collect();
    if names.is_empty() {
        return None;
    }
    let schema = schema(inventory, field);
    let known = schema.and_then(|schema| find(&schema.fields, &names).map(|(known, _)| placed(schema, known).path));
    Some(known.unwrap_or_else(|| names.join(".")))
}

fn is_first(step: &Step) -> bool {
    match &step.kind {
        StepKind::First(None) => true,
        StepKind::At(index) => index.kind == ExprKind::Integer(0),
        _ => false,
    }
}

/// A sum, difference, product or quotient of profile fields and numbers, which the syntax knows (Arithmetic functions,
/// functions/arithmetic-functions.md).
fn arithmetic(inventory: &Inventory, expression: &Expr) -> Option<String> {
    match &expression.kind {
        ExprKind::Integer(number) => Some(number.to_string()),
        ExprKind::Decimal(number) => Some(number.to_string()),
        ExprKind::Field(field) if field.root == Root::Source => value(inventory, expression),
        ExprKind::Parentheses(inner) => arithmetic(inventory, inner).map(|inner| format!("({inner})")),
        ExprKind::Chain(chain) => {
            let mut text = arithmetic(inventory, &chain.first)?;
            for link in &chain.rest {
                let known =
                    matches!(link.operator, Operator::Add | Operator::Subtract | Operator::Multiply | Operator::Divide);
                let operand = arithmetic(inventory, &link.operand).filter(|_| known)?;
                text.push_str(&format!(" {} {operand}", link.operator.text()));
            }
            Some(text)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Shown, translate};
    use crate::journey::{Event, Inventory, Item};

    fn inventory() -> Inventory {
        let mut inventory = Inventory::default();
        let event = Event { id: "event-ordr".into(), name: "Order".to_owned(), ..Event::default() };
        inventory.put(Item::Event(event));
        inventory
    }

    #[test]
    fn fields_become_tokens_and_what_the_syntax_cannot_say_is_marked() {
        let translated = translate(
            &inventory(),
            &"Hi {{ #{ExperiencePlatform.Customer.person.name.firstName} | default: \"there\" }}, \
              {{ #{ExperiencePlatform.Customer.city} }}: {{ @event{Order.total} }} / {{ 1 + 2 }} / {{ upper(\"a\") }}"
                .into(),
            Shown::Html,
        );
        assert_eq!(
            translated.text,
            "Hi {%= profile.person.name.firstName ?: \"there\" %}, {{profile.city}}: \
             {{context.journey.events.`ID of Order`.total}} / {%= 1 + 2 %} / [1]"
        );
        assert_eq!(translated.notes.len(), 1);
        assert!(translated.notes[0].starts_with("[1]: delete the mark. Meant is `upper(\"a\")`"));
    }

    #[test]
    fn three_braces_stand_in_plain_text_and_in_addresses() {
        let text = "<a href=\"{{ @event{Order.link} }}\">{{ @event{Order.id} }}</a>".into();
        let html = translate(&inventory(), &text, Shown::Html).text;
        let (link, id) = ("context.journey.events.`ID of Order`.link", "context.journey.events.`ID of Order`.id");
        assert_eq!(html, format!("<a href=\"{{{{{{{link}}}}}}}\">{{{{{id}}}}}</a>"));
        let plain = translate(&inventory(), &"{{ @event{Order.id} }}".into(), Shown::Plain).text;
        assert_eq!(plain, format!("{{{{{{{id}}}}}}}"));
    }

    #[test]
    fn the_first_of_several_is_asked_for_by_name() {
        let text = "{{ @event{Order.items.first().name} | default: \"It\" }} {{ @event{Order.items.at(0).name} }}";
        let translated = translate(&inventory(), &text.into(), Shown::Plain);
        let head = "head(context.journey.events.`ID of Order`.items).name";
        let (first, second) = (format!("{{% let value1 = {head} %}}"), format!("{{% let value2 = {head} %}}"));
        assert_eq!(translated.text, format!("{first}{{%= value1 ?: \"It\" %}} {second}{{{{{{value2}}}}}}"));
        assert!(translated.notes.is_empty());
    }
}
