//! Audiences: who is in them, and when that is worked out.

use crate::exchange::build_sheet::Sheet;
use crate::exchange::build_sheet::page::{Page, code, row};
use crate::exchange::build_sheet::writing;
use crate::journey::{Audience, AudienceSource, Evaluation, MergePolicy};

pub(super) fn write(page: &mut Page, sheet: &Sheet<'_>, audience: &Audience) {
    page.heading(3, &format!("Audience: {}", audience.name));
    let method = match audience.source {
        AudienceSource::Segment => "Build rule",
        AudienceSource::Composition => "Compose audience",
        AudienceSource::Upload => "Custom upload (CSV)",
    };
    let evaluation = match audience.evaluation {
        Evaluation::Batch => "Batch: once a day, for everybody",
        Evaluation::Streaming => "Streaming: as data arrives",
    };
    let policy = audience
        .merge_policy
        .as_ref()
        .and_then(|id| sheet.definition.inventory.get::<MergePolicy>(id))
        .map_or("the sandbox's default", |policy| policy.name.as_str());
    let mut rows = vec![
        row("Where", "Customer > Audiences > Create audience"),
        row("Method", method),
        row("Name", code(&audience.name)),
    ];
    if audience.source == AudienceSource::Segment {
        rows.push(row("Evaluation method", evaluation));
        rows.push(row("Merge policy", policy));
    }
    if !audience.description.is_empty() {
        rows.push(row("Description", &*audience.description));
    }
    page.fields(&rows);
    match audience.source {
        AudienceSource::Upload => page.paragraph(
            "The file has one column with the identity of each person and a header; choose the identity namespace of \
             the journey for it. The list of people is not part of the journey: its owner has it.",
        ),
        _ if audience.rule.is_empty() => page.paragraph(
            "The journey's author has not written the rule down, only the description above: ask for it, or build it \
             by the description.",
        ),
        _ => {
            let rule = writing::rule(&sheet.definition.inventory, &audience.rule.0);
            page.code("Who is in it; draw this in the rule builder with the attributes of the profile:", "", &rule);
        }
    }
}
