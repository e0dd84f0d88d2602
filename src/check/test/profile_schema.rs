//! A profile schema can mark test profiles.

use crate::check::example::Sketch;
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::edit::Edit;
use crate::journey::{Item, ItemRef, Place, Schema, SchemaClass};

pub(super) const RULE: Rule = Rule {
    id: "waymark-profile-test-details",
    aliases: &[],
    family: Family::Test,
    severity: Severity::Warning,
    summary: "A profile schema has the field group 'Profile test details'.",
    why: "Without it no profile can be marked as a test profile, and nothing can be tested on the platform.",
    sources: &[
        source::TEST_PROFILES,
        source::BLUEPRINT_CAMPAIGN_V7,
        source::BLUEPRINT_THIRD_PARTY,
        source::BLUEPRINT_TRIGGERED,
    ],
    flagged: || with(false).at_item(ItemRef::Schema("schema-profile".into()), "profile_test_details"),
    passing: || with(true),
    mending: Mending::Offers("Marks the schema as having the field group, to be added on the platform too."),
    check: Check::Workspace(check),
};

fn with(details: bool) -> Sketch {
    Sketch::event().inventory(|inventory| {
        for schema in inventory.schemas.iter_mut().filter(|schema| schema.id.as_str() == "schema-profile") {
            schema.profile_test_details = details;
        }
    })
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for schema in &estate.inventory().schemas {
        if schema.class == SchemaClass::IndividualProfile && !schema.profile_test_details {
            let mended = Schema { profile_test_details: true, ..schema.clone() };
            findings
                .report(
                    Place::item(ItemRef::Schema(schema.id.clone())).field("profile_test_details"),
                    format!("The profile schema '{}' lacks the field group 'Profile test details'.", schema.name),
                )
                .suggested("The schema has it", vec![Edit::Put(Box::new(Item::Schema(mended)))]);
        }
    }
}
