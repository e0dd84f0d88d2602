//! A message is written once in each language.

use crate::check::example::Sketch;
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::is_same_language;

pub(super) const RULE: Rule = Rule {
    id: "waymark-language-twice",
    aliases: &[],
    family: Family::Message,
    severity: Severity::Error,
    summary: "A message is written once in each language.",
    why: "Of two texts in one language nobody ever gets the second one; the platform refuses such a list.",
    sources: &[source::LANGUAGE_SETTINGS],
    flagged: || twice("EN-gb").at_step("email-2", "languages.others.1.language"),
    passing: || twice("de-DE"),
    mending: Mending::None("Only the author knows which of the two texts is the right one."),
    check: Check::Journey(check),
};

fn twice(third: &'static str) -> Sketch {
    super::in_languages(&["fr-FR", third])
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (step, at, message) in super::written_in_several(survey) {
        for variant in message.variants() {
            let wordings = message.wordings_of(&variant);
            for (index, wording) in wordings.iter().enumerate().skip(1) {
                let earlier =
                    wordings[..index].iter().any(|before| is_same_language(before.language, wording.language));
                if earlier && !wording.language.trim().is_empty() {
                    let text = format!("{} says the same language twice: {}.", survey.title(step), wording.language);
                    findings.report(survey.field(step, &format!("{at}{}language", wording.at)), text);
                }
            }
        }
    }
}
