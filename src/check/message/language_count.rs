//! A message has so many languages at most.

use crate::check::example::Sketch;
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};

pub(super) const RULE: Rule = Rule {
    id: "waymark-language-count",
    aliases: &[],
    family: Family::Message,
    severity: Severity::Error,
    summary: "A message is written in at most 50 languages.",
    why: "The platform's language settings take no more.",
    sources: &[source::LANGUAGE_SETTINGS],
    flagged: || many(50).at_step("email-2", "languages.others"),
    passing: || many(49),
    mending: Mending::None("Which languages go is for the author to say."),
    check: Check::Journey(check),
};

fn many(others: usize) -> Sketch {
    let letters = 'a'..='z';
    let names = letters.clone().flat_map(|first| letters.clone().map(move |second| format!("x{first}{second}")));
    let names: Vec<String> = names.take(others).collect();
    super::in_languages(&names.iter().map(String::as_str).collect::<Vec<_>>())
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let most = survey.estate.numbers.max_languages;
    for (step, at, message) in super::written_in_several(survey) {
        let count = message.languages.as_ref().map_or(0, |languages| languages.others.len() + 1);
        if count > most {
            let text = format!("{} is written in {count} languages; at most {most} are taken.", survey.title(step));
            findings.report(survey.field(step, &format!("{at}languages.others")), text);
        }
    }
}
