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
         bottom: first what an administrator configures once, unless it exists, then the properties, then the \
         canvas. Texts in `code` are copied as they stand; a field of your own schemas stands below your \
         organization's tenant id, which you put in front of its path. What is not named here stays at the \
         product's default.",
    );
    findings_section(&mut page, report);
    page.heading(2, "Before the canvas");
    objects::write(&mut page, &definition.inventory);
    page.heading(2, "Journey properties");
    page.paragraph("Journeys > Create journey.");
    properties::write(&mut page, definition);
    page.heading(2, "The canvas");
    page.paragraph(&format!(
        "{} activities, in the order of the flow. Where a path leads to a step that stands already, draw a wire to \
         it. The end of each path is drawn by itself; only its label is typed. Expressions go into the advanced \
         editor. A mark such as [1] in a text is deleted and filled as the line below says; the marks of each text \
         begin anew.",
        journey.activities.len()
    ));
    activities::write(&mut page, definition);
    page.heading(2, "After the canvas");
    page.paragraph(
        "Mark a profile as a test profile, start the test mode, trigger each event with the record given above, and \
         publish once no error is left.",
    );
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
