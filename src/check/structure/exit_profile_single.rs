//! One exit criterion looks at the profile.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{ExitCriterion, ExitWhen, Expression};

pub(super) const RULE: Rule = Rule {
    id: "exit-profile-attribute-single",
    aliases: &[],
    family: Family::Structure,
    severity: Severity::Error,
    summary: "At most one exit criterion is about the profile.",
    why: "The platform takes a single criterion over profile attributes; several conditions stand in it together.",
    sources: &[source::JOURNEY_PROPERTIES],
    flagged: || leaving(true).at_journey("properties.exit_criteria.exit-2"),
    passing: || leaving(false),
    mending: Mending::Offers("Joins the conditions with 'or'."),
    check: Check::Journey(check),
};

fn leaving(twice: bool) -> Sketch {
    let criterion = |id: &str, text: &str| ExitCriterion {
        id: id.into(),
        label: String::new(),
        when: ExitWhen::Profile(text.into()),
    };
    let drawn = Sketch::event().then(steps::email());
    let leaving = drawn.clone().properties(|properties| {
        let points = "#{ExperiencePlatform.ProfileFieldGroup.loyalty.points} > 1000";
        properties.exit_criteria.push(criterion("exit-1", points));
        if twice {
            let city = r#"#{ExperiencePlatform.ProfileFieldGroup.homeAddress.city} == "Bern""#;
            properties.exit_criteria.push(criterion("exit-2", city));
        }
    });
    // Such a criterion is set once the journey is published.
    leaving.published(1, drawn)
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let criteria = &survey.journey.properties.exit_criteria;
    let about_profile: Vec<(&ExitCriterion, &Expression)> = criteria
        .iter()
        .filter_map(|criterion| match &criterion.when {
            ExitWhen::Profile(expression) => Some((criterion, expression)),
            _ => None,
        })
        .collect();
    let Some((_, second)) = about_profile.split_first().filter(|(_, rest)| !rest.is_empty()) else { return };
    let texts = about_profile.iter().map(|(_, expression)| expression.as_str()).filter(|text| !text.is_empty());
    let joined = texts.map(|text| format!("({text})")).collect::<Vec<_>>().join(" or ");
    for (criterion, _) in second {
        let first = about_profile[0].0.id.clone();
        let joined = joined.clone();
        let edits = survey.mend().properties(|properties| {
            properties.exit_criteria.retain(|known| known.id == first || !matches!(known.when, ExitWhen::Profile(_)));
            for known in properties.exit_criteria.iter_mut().filter(|known| known.id == first) {
                known.when = ExitWhen::Profile(joined.as_str().into());
            }
        });
        findings
            .report(
                survey.at_journey(&format!("properties.exit_criteria.{}", criterion.id)),
                format!("{} exit criteria are about the profile; the platform takes one.", about_profile.len()),
            )
            .suggested("Join them with 'or'", edits);
    }
}
