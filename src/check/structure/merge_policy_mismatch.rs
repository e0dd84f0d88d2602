//! An audience that an expression asks about is built as the journey reads people.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::expression::Target;
use crate::journey::{Audience, Kind, MergePolicy, MergePolicyId, Port};

pub(super) const RULE: Rule = Rule {
    id: "inaudience-merge-policy-mismatch",
    aliases: &[],
    family: Family::Structure,
    severity: Severity::Error,
    summary: "An audience in inAudience() has the merge policy of the journey.",
    why: "The platform refuses to publish a journey that reads people by one policy and audiences by another. Texts of \
          messages are not concerned.",
    sources: &[source::JOURNEY_PROPERTIES],
    flagged: || asking(true).at_step("condition-2", "paths.path-1.expression"),
    passing: || asking(false),
    mending: Mending::Offers("Gives the journey the merge policy of the audience."),
    check: Check::Journey(check),
};

fn asking(strict: bool) -> Sketch {
    let asking = Sketch::event().then(steps::data(&["inAudience(\"Loyal customers\")"]));
    asking.by(Port::Branch(steps::path(0))).then(steps::email()).inventory(|inventory| {
        inventory.merge_policies.push(MergePolicy {
            id: "merge-strict".into(),
            name: "Strict".to_owned(),
            ..MergePolicy::default()
        });
        for loyal in inventory.audiences.iter_mut().filter(|audience| audience.name == "Loyal customers" && strict) {
            loyal.merge_policy = Some("merge-strict".into());
        }
    })
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let own = own_policy(survey);
    for formula in survey.formulas.iter().filter(|formula| !formula.template) {
        for reference in formula.references() {
            let Target::Audience(name) = &reference.target else { continue };
            let Some(audience) = survey.estate.inventory().named::<Audience>(name) else { continue };
            let (Some(theirs), Some(own)) = (survey.estate.merge_policy_of(audience), own) else { continue };
            if theirs == own {
                continue;
            }
            let policy = survey.estate.name_of::<MergePolicy>(theirs);
            let message = format!(
                "The audience '{name}' has the merge policy '{policy}', this journey '{}'.",
                survey.estate.name_of::<MergePolicy>(own)
            );
            findings.report(survey.place_of(formula), message).suggested(
                format!("Use '{policy}' for the journey"),
                survey.mend().properties(|properties| properties.merge_policy = Some(theirs.clone())),
            );
        }
    }
}

/// The merge policy of the journey: the chosen one, else that of the audience by which people enter, else the default.
fn own_policy<'a>(survey: &Survey<'a>) -> Option<&'a MergePolicyId> {
    let entered = match survey.entry().map(|entry| &entry.activity.kind) {
        Some(Kind::ReadAudience(entry)) => survey.estate.get::<Audience>(entry.audience.as_ref()),
        Some(Kind::AudienceQualification(entry)) => survey.estate.get::<Audience>(entry.audience.as_ref()),
        _ => None,
    };
    let chosen = survey.journey.properties.merge_policy.as_ref();
    chosen
        .or_else(|| entered.and_then(|audience| survey.estate.merge_policy_of(audience)))
        .or_else(|| survey.estate.default_merge_policy())
}
