//! A letter is a row of a file: the product knows its columns, the mail provider its wording.

use crate::exchange::build_sheet::page::{Page, code};
use crate::exchange::build_sheet::personalization::Shown;
use crate::exchange::build_sheet::{Sheet, fields, personalization, writing};
use crate::expression::template::{self, Part, Slot};
use crate::expression::{Expr, ExprKind};
use crate::journey::{Channel, Inventory, Message, Template};

pub(super) fn write(page: &mut Page, sheet: &Sheet<'_>, message: &Message) {
    let inventory = &sheet.definition.inventory;
    let mut columns = Columns { inventory, rows: Vec::new(), notes: Vec::new() };
    if let Some(channel) = message.channel.as_ref().and_then(|id| inventory.get::<Channel>(id)) {
        for (schema, field) in fields::address(inventory, channel) {
            let path = writing::schema_path(schema, &field.path);
            columns.add(&field.title, format!("{{{{{{profile.{path}}}}}}}"));
        }
    }
    let wordings: Vec<_> = message
        .wordings()
        .map(|wording| {
            let whom = [wording.variant, wording.language].into_iter().filter(|word| !word.is_empty());
            (whom.collect::<Vec<_>>().join(", "), columns.marked(wording.subject), columns.marked(wording.body))
        })
        .collect();
    page.paragraph(
        "Edit content > Filename: any, with *Append timestamp to export filename* on. Data fields, one column each:",
    );
    page.table(&["Label", "Data"], columns.rows.iter().map(|(label, data)| vec![label.clone(), code(data)]));
    for note in &columns.notes {
        page.item(note);
    }
    page.paragraph("The mail provider prints the letter. Hand over its wording; a word in «» is a column of the file.");
    for (whom, reference, text) in &wordings {
        let after = if whom.is_empty() { ":".to_owned() } else { format!(", {whom}:") };
        page.code(&format!("Reference{after}"), "", reference);
        page.code(&format!("Text{after}"), "", text);
    }
}

struct Columns<'a> {
    inventory: &'a Inventory,
    /// Label and data.
    rows: Vec<(String, String)>,
    notes: Vec<String>,
}

impl Columns<'_> {
    /// Adds a column; the label of the one that shows the same already.
    fn add(&mut self, title: &str, data: String) -> String {
        if let Some((label, _)) = self.rows.iter().find(|(_, known)| *known == data) {
            return label.clone();
        }
        let label = if title.is_empty() { format!("Column {}", self.rows.len() + 1) } else { title.to_owned() };
        self.rows.push((label.clone(), data));
        label
    }

    /// The text with the label of a column in the place of each slot.
    fn marked(&mut self, source: &Template) -> String {
        let text = source.as_str();
        let mut marked = String::with_capacity(text.len());
        for part in &template::parse(text).parts {
            match part {
                Part::Text(span) => marked.push_str(span.of(text)),
                Part::Slot(slot) => {
                    let label = self.slot(slot, slot.span.of(text));
                    marked.push_str(&format!("«{label}»"));
                }
            }
        }
        marked
    }

    fn slot(&mut self, slot: &Slot, text: &str) -> String {
        let title = slot.parsed.sound().and_then(|tree| self.title(tree)).unwrap_or_default();
        let translated = personalization::translate(self.inventory, &text.into(), Shown::Plain);
        if !translated.notes.iter().any(|note| note.starts_with('[')) {
            for note in translated.notes.into_iter().filter(|note| !self.notes.contains(note)).collect::<Vec<_>>() {
                self.notes.push(note);
            }
            return self.add(&title, translated.text);
        }
        let label = self.add(&title, format!("[{}]", self.notes.len() + 1));
        let number = self.notes.len() + 1;
        self.notes.extend(translated.notes.iter().map(|note| note.replacen("[1]", &format!("[{number}]"), 1)));
        label
    }

    /// What people call the field that the slot shows.
    fn title(&self, tree: &Expr) -> Option<String> {
        let ExprKind::Field(reference) = &tree.kind else { return None };
        let schema = fields::schema(self.inventory, reference)?;
        let (_, field) = fields::find(&schema.fields, &fields::names(reference))?;
        Some(field.title.clone())
    }
}
