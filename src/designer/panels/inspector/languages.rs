//! A message in several languages: what chooses among them, and the text in each.

use egui::Ui;

use crate::designer::fields::{Form, MOST_ROWS, Row, Wanted};
use crate::designer::words::{phrase, word};
use crate::expression::{Expected, shape};
use crate::journey::{
    DataSource, DataSourceKind, Expression, Inventory, Languages, Medium, Message, Translation, ValueType,
};

use super::message::body_name;

pub(super) fn fields(form: &mut Form<'_>, ui: &mut Ui, message: &mut Message, subject: &'static str) {
    let mut several = message.languages.is_some();
    form.switch(ui, "Message", "languages", &mut several);
    if several != message.languages.is_some() {
        message.languages = several.then(|| Languages {
            chosen_by: language_of(&form.workspace.inventory),
            others: vec![Translation::default()],
            ..Languages::default()
        });
    }
    let medium = message.medium;
    let Some(languages) = &mut message.languages else { return };
    form.within("languages", |form| {
        ui.indent("languages", |ui| {
            form.text_like(ui, ("Languages", "default"), &mut languages.default, word("languages.hint"));
            let wanted = Wanted { kind: Expected::Of(ValueType::String) };
            form.expression(ui, "Languages", "chosen_by", &mut languages.chosen_by, &wanted);
            translations(form, ui, ("Languages", "others"), &mut languages.others, medium, subject);
        });
    });
}

/// The text in each further language.
pub(super) fn translations(
    form: &mut Form<'_>,
    ui: &mut Ui,
    (owner, field): (&'static str, &'static str),
    others: &mut Vec<Translation>,
    medium: Medium,
    subject: &'static str,
) {
    const OWNER: &str = "Translation";
    let row = Row {
        add: "languages.add",
        make: &|_| Translation::default(),
        key: &|_, index| index.to_string(),
        title: &|other: &Translation, index| {
            let number = phrase("languages.number", &[("n", &(index + 2).to_string())]);
            if other.language.trim().is_empty() { number } else { other.language.clone() }
        },
        fold: Some(&|other: &Translation| {
            let text = if other.subject.is_empty() { &other.body } else { &other.subject };
            text.as_str().lines().next().unwrap_or_default().to_owned()
        }),
        at_most: MOST_ROWS,
    };
    form.rows(ui, owner, field, others, &row, |form, ui, other, _| {
        form.text_like(ui, (OWNER, "language"), &mut other.language, word("languages.hint"));
        if medium.has_subject() || !other.subject.is_empty() {
            form.called(subject, |form| form.template(ui, OWNER, "subject", &mut other.subject, 1));
        }
        form.called(body_name(medium), |form| form.template(ui, OWNER, "body", &mut other.body, 4));
        if medium == Medium::Email || !other.html.is_empty() {
            form.html(ui, OWNER, "html", &mut other.html);
        }
        if medium == Medium::Email || !other.unsubscribe.is_empty() {
            form.text(ui, OWNER, "unsubscribe", &mut other.unsubscribe);
        }
    });
}

/// The field of the profile that tells which language somebody reads, where the workspace has one of that name.
fn language_of(inventory: &Inventory) -> Expression {
    let stores = inventory.data_sources.iter().filter(|source| matches!(source.kind, DataSourceKind::Platform));
    let groups = stores.flat_map(|source: &DataSource| &source.field_groups);
    let found = groups.flat_map(|group| {
        let fields = shape::group_fields(inventory, group).into_iter();
        fields.map(move |field| (group.name.as_str(), field))
    });
    let is_language = |path: &str| path.rsplit('.').next().is_some_and(|name| name == "preferredLanguage");
    let mut found = found.filter(|(_, field)| field.kind == ValueType::String && is_language(&field.path));
    let reference = |(group, field): (&str, crate::journey::Field)| {
        format!("#{{{}.{group}.{}}}", shape::PLATFORM_SOURCE, field.path)
    };
    found.next().map_or_else(Expression::default, |found| Expression(reference(found)))
}
