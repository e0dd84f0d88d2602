//! Campaign v7 has to be recent.

use crate::check::example::Sketch;
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::journey::{Destination, ItemRef, Place};

pub(super) const RULE: Rule = Rule {
    id: "campaign-v7-min-build",
    aliases: &[],
    family: Family::Campaign,
    severity: Severity::Error,
    summary: "Campaign v7 is of build 9125 or newer; by release, newer than 21.1.",
    why: "Older builds lack the interface by which journeys send. Only Adobe, or whoever runs the instance, can update \
          it; the number here says what it is and changes nothing.",
    sources: &[source::CAMPAIGN_USE_CASE, source::BLUEPRINT_CAMPAIGN_V7, source::BLUEPRINT_TRIGGERED],
    flagged: || with("8900").at_item(ItemRef::CampaignInstance("instance-v7".into()), "build"),
    passing: || with("9343"),
    mending: Mending::None("An instance is brought up to date in Campaign, not here."),
    check: Check::Workspace(check),
};

fn with(build: &'static str) -> Sketch {
    Sketch::event().inventory(|inventory| {
        for instance in &mut inventory.campaign_instances {
            build.clone_into(&mut instance.build);
        }
    })
}

/// `9343` is a build, `21.1.4` a release; what is neither is not judged.
fn is_too_old(build: &str, least: u32, (major, minor): (u32, u32)) -> bool {
    let numbers: Vec<u32> = build.split('.').map_while(|part| part.trim().parse().ok()).collect();
    match numbers.as_slice() {
        [build] if *build > 1_000 => *build < least,
        [only] => *only < major,
        [first, second, rest @ ..] => {
            (*first, *second) < (major, minor) || ((*first, *second) == (major, minor) && rest.iter().all(|n| *n == 0))
        }
        [] => false,
    }
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    let numbers = estate.numbers;
    let instances = estate.inventory().campaign_instances.iter();
    for instance in instances.filter(|instance| instance.product == Destination::CampaignV7) {
        if is_too_old(&instance.build, numbers.campaign_build, numbers.campaign_release) {
            let message = format!(
                "'{}' runs Campaign v7 {}, which journeys cannot send through: have it updated to build {} or newer. Change the number here only if it was mistyped.",
                instance.name, instance.build, numbers.campaign_build
            );
            let place = Place::item(ItemRef::CampaignInstance(instance.id.clone())).field("build");
            findings.report(place, message);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_too_old;

    #[test]
    fn builds_and_releases_are_told_apart() {
        let old = |build| is_too_old(build, 9125, (21, 1));
        assert!(old("8900") && old("20.3.1") && old("21.1") && old("21.1.0"));
        assert!(!old("9125") && !old("21.1.4") && !old("22.1") && !old("unknown") && !old(""));
    }
}
