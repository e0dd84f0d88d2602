//! An audience that is put together otherwise reaches nobody before its journey is published again.

use super::published::in_force;
use crate::check::example::steps;
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Sketch, Survey, source};
use crate::journey::{Audience, Kind, MergePolicy};

pub(super) const RULE: Rule = Rule {
    id: "publish-merge-policy-change",
    aliases: &[],
    family: Family::Lifecycle,
    severity: Severity::Warning,
    summary: "A journey is published again after the merge policy of its audience has changed.",
    why: "Until then people are looked up as when it was published, which may be other people than those of the audience.",
    sources: &[source::JOURNEY_PROPERTIES],
    flagged: || {
        let changed = reading().inventory(|inventory| {
            for audience in inventory.audiences.iter_mut().filter(|known| known.id.as_str() == "audience-loyal") {
                audience.merge_policy = Some("merge-other".into());
            }
        });
        changed.published(1, reading()).at_step("read-1", "audience")
    },
    passing: || reading().published(1, reading()),
    mending: Mending::None(
        "Publishing is done on the platform; a version that is marked as published holds the new policy.",
    ),
    check: Check::Journey(check),
};

fn reading() -> Sketch {
    let other = MergePolicy { id: "merge-other".into(), name: "Known devices".to_owned(), ..MergePolicy::default() };
    Sketch::read().then(steps::decision()).inventory(|inventory| inventory.merge_policies.push(other))
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let Some(version) = in_force(survey) else { return };
    for step in survey.steps() {
        let audience = match step.kind() {
            Kind::ReadAudience(read) => &read.audience,
            Kind::AudienceQualification(entry) => &entry.audience,
            _ => continue,
        };
        let Some(id) = audience else { continue };
        let (Some(was), Some(now)) = (version.inventory.get::<Audience>(id), survey.estate.get::<Audience>(Some(id)))
        else {
            continue;
        };
        if was.merge_policy != now.merge_policy {
            let message = format!(
                "'{}' has another merge policy than when version {} was published: publish the journey again.",
                now.name, version.number
            );
            findings.report(survey.field(step, "audience"), message);
        }
    }
}
