//! The date of a custom wait names no zone.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::expression::{Expected, ExprKind};
use crate::journey::{Kind, Wait};

pub(super) const RULE: Rule = Rule {
    id: "wait-custom-zone-suffix",
    aliases: &[],
    family: Family::Wait,
    severity: Severity::Error,
    summary: "A date-time in a custom wait ends without Z and without an offset.",
    why: "The journey's time zone says which moment it means; with a zone of its own people may stay in the wait for ever.",
    sources: &[source::WAIT],
    flagged: || waiting("2026-12-24T09:00:00Z").at_step("wait-2", "wait"),
    passing: || waiting("2026-12-24T09:00:00"),
    mending: Mending::Offers("Takes the zone away, and leaves the hour as it is written."),
    check: Check::Journey(check),
};

fn waiting(until: &str) -> Sketch {
    let expression = format!("toDateTimeOnly(\"{until}\")");
    Sketch::event().then(steps::wait_until(&expression)).then(steps::email())
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for formula in survey.formulas.iter().filter(|formula| formula.expected == Expected::WAIT) {
        let Some(tree) = formula.parsed.sound() else { continue };
        let Some(step) = formula.step.map(|step| &survey.flow.steps[step]) else { continue };
        for call in tree.calls().into_iter().filter(|call| &*call.name == "toDateTimeOnly") {
            let Some(argument) = call.arguments.first() else { continue };
            let ExprKind::Text(text) = &argument.kind else { continue };
            let Some(bare) = without_zone(text) else { continue };
            let message = format!("{} waits until \"{text}\"; take its zone away.", survey.title(step));
            let mended = format!(
                "{}\"{bare}\"{}",
                formula.text.get(..argument.span.start).unwrap_or_default(),
                formula.text.get(argument.span.end..).unwrap_or_default()
            );
            findings.report(survey.place_of(formula), message).safe(
                format!("Use \"{bare}\""),
                survey.mend().step(step, |activity| activity.kind = Kind::Wait(Wait::Custom(mended.as_str().into()))),
            );
        }
    }
}

/// The text before `Z` or an offset such as `+02:00`; `None` where there is neither.
fn without_zone(text: &str) -> Option<&str> {
    let time = text.find('T')?;
    let zone = text.get(time..)?.find(['Z', 'z', '+', '-'])?;
    text.get(..time + zone)
}
