//! Languages are named as the platform names them.

use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::is_language;

pub(super) const RULE: Rule = Rule {
    id: "waymark-language-name",
    aliases: &[],
    family: Family::Message,
    severity: Severity::Warning,
    summary: "A language is named by its code, with a country where that matters: 'fr', 'fr-FR'.",
    why: "People get a text where what their profile says is this name; by another name it never fits.",
    sources: &[source::LANGUAGE_SETTINGS],
    flagged: || super::in_languages(&["French"]).at_step("email-2", "languages.others.0.language"),
    passing: || super::in_languages(&["fr-FR"]),
    mending: Mending::None("Which code is meant only the author knows."),
    check: Check::Journey(check),
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (step, at, message) in super::written_in_several(survey) {
        for wording in message.wordings() {
            let name = wording.language.trim();
            if !name.is_empty() && !is_language(name) {
                let text = format!("'{name}' in {} is no code of a language such as 'fr-FR'.", survey.name(step));
                let field = if wording.translated {
                    format!("{at}{}language", wording.at)
                } else if wording.at.is_empty() {
                    format!("{at}languages.default")
                } else {
                    // Said once, where it stands.
                    continue;
                };
                findings.report(survey.field(step, &field), text);
            }
        }
    }
}
