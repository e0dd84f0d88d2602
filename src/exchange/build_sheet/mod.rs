//! The build sheet: a page of Markdown from which a person builds the journey in Journey Optimizer, which
//! accepts no journey by API. Everything that has to be typed, chosen or copied stands on it, in that order.

mod activities;
mod endpoints;
mod objects;
mod page;
mod personalization;
mod properties;

use crate::check::{Finding, Report, Severity};
use crate::journey::Definition;

use page::Page;

/// The sheet of one journey. What its report says stands at the top: the platform refuses to publish with errors.
pub fn write(definition: &Definition, report: &Report) -> String {
    let journey = &definition.journey;
    let mut page = Page::default();
    page.heading(1, &journey.name);
    if !journey.description.is_empty() {
        page.paragraph(&journey.description);
    }
    page.paragraph(
        "How to build this journey in Adobe Journey Optimizer, which takes no journey by API. Work from top to \
         bottom: first what an administrator configures once, then the properties, then the canvas. Texts in \
         `code` are copied as they stand. Menu names are those of the product.",
    );
    findings_section(&mut page, report);
    page.heading(2, "Before the canvas");
    objects::write(&mut page, &definition.inventory);
    page.heading(2, "Journey properties");
    properties::write(&mut page, definition);
    page.heading(2, "The canvas");
    page.paragraph(&format!(
        "Journeys > Create journey. {} activities; the end of each path is drawn by itself, only its label is typed.",
        journey.activities.len()
    ));
    activities::write(&mut page, definition);
    page.finish()
}

fn findings_section(page: &mut Page, report: &Report) {
    let said: Vec<&Finding> =
        report.findings.iter().map(AsRef::as_ref).filter(|finding| finding.severity != Severity::Info).collect();
    if said.is_empty() {
        return;
    }
    page.heading(2, "Mend first");
    page.table(
        &["Weight", "Rule", "What is wrong"],
        said.iter()
            .map(|finding| vec![finding.severity.word().to_owned(), finding.rule.to_owned(), finding.message.clone()]),
    );
}
