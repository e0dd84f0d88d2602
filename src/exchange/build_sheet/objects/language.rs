//! Language settings: the languages of messages, and the field of the profile that chooses among them.

use crate::exchange::build_sheet::page::{Page, code, row};
use crate::exchange::build_sheet::{Sheet, writing};
use crate::journey::Languages;

/// What the settings of these languages are called; messages in the same languages share them.
pub(in crate::exchange::build_sheet) fn settings_name(languages: &Languages) -> String {
    names(languages).join(", ")
}

/// The languages, that of everybody else first.
fn names(languages: &Languages) -> Vec<&str> {
    let others = languages.others.iter().map(|other| other.language.as_str());
    std::iter::once(languages.default.as_str()).chain(others).collect()
}

/// The settings that the journey's messages use, each once.
pub(super) fn write(page: &mut Page, sheet: &Sheet<'_>) {
    let messages = sheet.order.iter().flat_map(|step| step.kind.messages());
    let mut written: Vec<(Vec<&str>, &str)> = Vec::new();
    for languages in messages.filter_map(|message| message.languages.as_ref()) {
        let key = (names(languages), languages.chosen_by.as_str());
        if !written.contains(&key) {
            one(page, sheet, languages);
            written.push(key);
        }
    }
}

fn one(page: &mut Page, sheet: &Sheet<'_>, languages: &Languages) {
    let attribute = writing::expression(&sheet.definition.inventory, languages.chosen_by.as_str());
    page.heading(3, &format!("Language settings: {}", settings_name(languages)));
    page.fields(&[
        row("Where", "Administration > Channels > General settings > Language settings > Create language settings"),
        row("Name", code(&settings_name(languages))),
        row("Type", "Manual translation"),
        row("Locales", names(languages).iter().map(|name| code(name)).collect::<Vec<_>>().join(", ")),
        row("Fallback preference", code(&languages.default)),
        row("Sending preference", "Select profile language preference attributes"),
        row(
            "Profile language preference attribute",
            format!("the field of the profile that {} reads", code(&attribute)),
        ),
    ]);
    page.paragraph(
        "Each locale is chosen by its own name as the value of that field. Once submitted the settings cannot be \
         changed.",
    );
}
