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
        for (index, wording) in message.wordings().enumerate() {
            let name = wording.language.trim();
            if !name.is_empty() && !is_language(name) {
                let field = if index == 0 { "languages.default" } else { "language" };
                let text = format!("'{name}' in {} is no code of a language such as 'fr-FR'.", survey.name(step));
                findings.report(survey.field(step, &format!("{at}{}{field}", wording.at)), text);
            }
        }
    }
}
