//! The build sheet: a page of Markdown from which a person builds the journey in Journey Optimizer, which
//! accepts no journey by API. Everything that has to be typed, chosen or copied stands on it, in that order.
//!
//! `objects` is what an administrator configures, `properties` and `steps` what a marketer fills in, `remarks` what
//! both should know, `trial` how it is tried out, `decisions` what is asked before. `xdm`, `fields` and `writing` turn
//! the document's fields and expressions into those of the platform, `personalization` the texts of messages.

mod decisions;
mod fields;
mod objects;
mod page;
mod personalization;
mod properties;
mod remarks;
mod steps;
mod trial;
mod words;
mod writing;
mod xdm;

use std::collections::BTreeMap;

use crate::check::{Finding, Report, Severity};
use crate::edit::describe;
use crate::journey::{Activity, ActivityId, Definition};

use fields::Used;
use page::{Page, code};

/// What the parts of the page share.
struct Sheet<'a> {
    definition: &'a Definition,
    /// The fields that the journey has to do with.
    used: Used,
    /// The activities as they stand on the page.
    order: Vec<&'a Activity>,
    numbers: BTreeMap<&'a ActivityId, usize>,
    /// What steps that nobody has named are called: by what they do.
    labels: BTreeMap<&'a ActivityId, String>,
}

impl<'a> Sheet<'a> {
    fn of(definition: &'a Definition) -> Self {
        let order = steps::flow_order(&definition.journey);
        let numbers = order.iter().enumerate().map(|(index, activity)| (&activity.id, index + 1)).collect();
        let workspace = definition.workspace();
        let unnamed = definition.journey.activities.iter().filter(|activity| activity.label.is_empty());
        let labels = unnamed
            .map(|activity| (&activity.id, describe::label(&workspace, activity).unwrap_or_else(str::to_owned)))
            .collect();
        Self { definition, used: Used::of(definition), order, numbers, labels }
    }

    /// The number of an activity on the page; 0 where there is none of this id.
    fn number(&self, id: &ActivityId) -> usize {
        self.numbers.get(id).copied().unwrap_or_default()
    }

    /// What an activity is called.
    fn label(&self, activity: &'a Activity) -> &str {
        self.labels.get(&activity.id).map_or(&activity.label, String::as_str)
    }

    /// An activity by its number and label.
    fn step(&self, id: &ActivityId) -> String {
        let label = self.definition.journey.activity(id).map(|activity| self.label(activity)).unwrap_or_default();
        format!("step {} ({label})", self.number(id))
    }
}

/// The sheet of one journey. What its report says stands at the top: the platform refuses to publish with errors.
pub fn write(definition: &Definition, report: &Report) -> String {
    let journey = &definition.journey;
    let sheet = Sheet::of(definition);
    let mut page = Page::default();
    page.heading(1, &journey.name);
    if !journey.description.is_empty() {
        page.paragraph(&journey.description);
    }
    let (mut before, mut canvas) = (Page::default(), Page::default());
    objects::write(&mut before, &sheet);
    steps::write(&mut canvas, &sheet);
    introduction(&mut page, canvas.text().contains("#{ExperiencePlatform"));
    findings_section(&mut page, report);
    decisions::write(&mut page, &sheet, &before);
    page.heading(2, "Before the canvas");
    page.append(&before);
    page.heading(2, "Journey properties");
    page.paragraph("Journeys > Create journey.");
    properties::write(&mut page, &sheet);
    page.heading(2, "The canvas");
    on_the_canvas(&mut page, &sheet, canvas.text());
    page.append(&canvas);
    after(&mut page, &sheet);
    page.finish()
}

/// How the page is to be read; `asks_people` where expressions read fields of people.
fn introduction(page: &mut Page, asks_people: bool) {
    let tenant = xdm::TENANT;
    page.paragraph(
        "How to build this journey in Adobe Journey Optimizer, which takes no journey by API. Work from top to \
         bottom: first what an administrator configures once, unless it exists, then the properties, then the \
         canvas. All of it is made in one sandbox. Where a schema, field group or event of a name exists and only \
         lacks fields, add them; further fields there do no harm. Where a field has another type, or identity, \
         namespace or condition differ, leave it, take another name, and use that wherever this page has the old one: \
         of an event that a journey uses, only name and description can be changed and fields added. Texts in `code` \
         are copied as they stand. What is not named here stays at the product's default.",
    );
    let further_down = " Where the advanced editor of a step marks a path that begins with `#{ExperiencePlatform` all \
                        the same, delete it and pick the field of the same name from the list beside the editor: some \
                        sandboxes list the fields of people there one level further down, below `profile`.";
    let further_down = if asks_people { further_down } else { "" };
    page.paragraph(&format!(
        "**First replace every `{tenant}` on this page by your organization's own tenant id** (Data management > \
         Schemas > any schema shows it in front of your own fields; it begins with an underscore). Every path and \
         every expression below is then as the product wants it.{further_down}",
    ));
}

/// What holds for all steps; of texts, only what the page has.
fn on_the_canvas(page: &mut Page, sheet: &Sheet<'_>, steps: &str) {
    page.paragraph(&format!(
        "{} activities, in the order of the flow. Where a path leads to a step that stands already, draw a wire to \
         it. The end of each path is drawn by itself; only its label is typed. Expressions go into the advanced \
         editor.",
        sheet.order.len()
    ));
    if steps.contains("{{") || steps.contains("{%") {
        page.paragraph(
            "What stands in `{{ }}`, `{{{ }}}` or `{% %}` is pasted through the personalization editor, also in a Text \
             component. Two braces write signs such as `&` as HTML does; three leave the value as it is, for texts that \
             are no HTML and for addresses of links.",
        );
    }
    let known = sheet.definition.inventory.events.iter();
    let numbers: Vec<String> = known
        .filter(|event| steps.contains(&format!("`{}`", personalization::event_number(&event.name))))
        .map(|event| code(&personalization::event_number(&event.name)))
        .collect();
    if !numbers.is_empty() {
        page.paragraph(&format!(
            "Messages know an event by a number. Insert any field of it once in the personalization editor (*Contextual \
             attributes > Journey Orchestration > Events*), read the number behind `context.journey.events.`, and put it \
             in the place of these words everywhere; the backticks around them stay: {}.",
            numbers.join(", ")
        ));
    }
    if steps.contains("\n- [1]") {
        page.paragraph(
            "A mark such as [1] in a text is filled as the line below the text says; the marks of each text begin anew.",
        );
    }
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

fn after(page: &mut Page, sheet: &Sheet<'_>) {
    page.heading(2, "After the canvas");
    remarks::write(page, sheet);
    trial::write(page, sheet);
}
