//! Only test profiles take part in tests.

use std::sync::Arc;

use crate::check::example::Sketch;
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::edit::Edit;
use crate::journey::{Item, ItemRef, Place, Profile, Scenario};

pub(super) const RULE: Rule = Rule {
    id: "test-profile-flag",
    aliases: &[],
    family: Family::Test,
    severity: Severity::Error,
    summary: "Every profile that takes part in a test is marked as a test profile.",
    why: "The platform refuses everybody else in test mode, so that no customer gets a test.",
    sources: &[
        source::TEST_MODE,
        source::TEST_PROFILES,
        source::BLUEPRINT_CAMPAIGN_V7,
        source::BLUEPRINT_THIRD_PARTY,
        source::BLUEPRINT_TRIGGERED,
    ],
    flagged: || with(false).at_item(ItemRef::Profile("profile-ada".into()), "test_profile"),
    passing: || with(true),
    mending: Mending::Offers("Marks the profile."),
    check: Check::Workspace(check),
};

fn with(test_profile: bool) -> Sketch {
    let mut sketch = Sketch::event().inventory(|inventory| {
        inventory.profiles.push(Profile {
            id: "profile-ada".into(),
            name: "Ada Example".to_owned(),
            test_profile,
            ..Profile::default()
        });
    });
    let scenario = Scenario {
        name: "Ada orders".to_owned(),
        profiles: vec!["profile-ada".into()],
        ..Scenario::new("scenario-1".into(), Sketch::JOURNEY.into(), Sketch::now())
    };
    sketch.workspace.scenarios.insert(scenario.id.clone(), Arc::new(scenario));
    sketch
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for profile in estate.inventory().profiles.iter().filter(|profile| !profile.test_profile) {
        let mut scenarios = estate.workspace.scenarios.values();
        let Some(scenario) = scenarios.find(|scenario| scenario.profiles.contains(&profile.id)) else { continue };
        let message = format!("{} takes part in '{}' but is no test profile.", profile.name, scenario.name);
        let mended = Profile { test_profile: true, ..profile.clone() };
        findings
            .report(Place::item(ItemRef::Profile(profile.id.clone())).field("test_profile"), message)
            .suggested("Mark it", vec![Edit::Put(Box::new(Item::Profile(mended)))]);
    }
}
