//! What says which language a person reads is a field of the profile.

use crate::check::example::Sketch;
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::expression::{ExprKind, Root, shape};
use crate::journey::Kind;

pub(super) const RULE: Rule = Rule {
    id: "waymark-language-attribute",
    aliases: &[],
    family: Family::Message,
    severity: Severity::Error,
    summary: "The language of a message is chosen by a field of the profile.",
    why: "The platform's language settings look it up there and nowhere else; other choices are conditions of one \
          language each.",
    sources: &[source::LANGUAGE_SETTINGS],
    flagged: || chosen_by("@event{OrderPlaced.orderId}").at_step("email-2", "languages.chosen_by"),
    passing: || chosen_by(super::LANGUAGE),
    mending: Mending::None("Which field holds the language only the author knows."),
    check: Check::Journey(check),
};

fn chosen_by(expression: &'static str) -> Sketch {
    super::in_languages(&["fr-FR"]).with(|step| {
        if let Kind::Message(message) = &mut step.kind {
            message.languages.as_mut().expect("several").chosen_by = expression.into();
        }
    })
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (step, at, message) in super::written_in_several(survey) {
        let Some(languages) = message.languages.as_ref().filter(|languages| !languages.chosen_by.is_empty()) else {
            continue;
        };
        let parsed = survey.estate.language.parsed(languages.chosen_by.as_str());
        // What does not parse has a rule of its own.
        let Some(tree) = parsed.sound() else { continue };
        let is_profile = |kind: &ExprKind| match kind {
            ExprKind::Field(reference) => {
                reference.root == Root::Source && reference.name(0) == Some(shape::PLATFORM_SOURCE)
            }
            _ => false,
        };
        if !is_profile(&tree.kind) {
            let text = format!("The language of {} is chosen by more than a field of the profile.", survey.name(step));
            findings.report(survey.field(step, &format!("{at}languages.chosen_by")), text);
        }
    }
}
