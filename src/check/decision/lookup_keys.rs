//! A lookup asks for no more keys than it takes.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::expression::ExprKind;
use crate::journey::Kind;

use super::set;

pub(super) const RULE: Rule = Rule {
    id: "lookup-max-keys",
    aliases: &[],
    family: Family::Decision,
    severity: Severity::Warning,
    summary: "A dataset lookup asks for at most 50 keys.",
    why: "Further keys are not looked up. A written list is counted here; a list of the event only a test run can count.",
    sources: &[source::DATASET_LOOKUP],
    flagged: || asking(51).at("key"),
    passing: || asking(50),
    mending: Mending::None("Which records matter is for the author to say."),
    check: Check::Journey(check),
};

fn asking(keys: usize) -> Sketch {
    let keys: Vec<String> = (1..=keys).map(|number| format!("\"P-{number}\"")).collect();
    let key = format!("[{}]", keys.join(", "));
    Sketch::event().then(steps::lookup()).with(|step| set(step, |lookup| lookup.key = key.as_str().into()))
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let most = survey.estate.numbers.max_lookup_keys;
    for formula in survey.formulas.iter().filter(|formula| formula.field == "key") {
        let Some(step) = formula.step.map(|step| &survey.flow.steps[step]) else { continue };
        let Some(ExprKind::List(keys)) = formula.parsed.tree.as_deref().map(|tree| &tree.kind) else { continue };
        if keys.len() > most && matches!(step.kind(), Kind::DatasetLookup(_)) {
            let message = format!("{} asks for {} keys; {most} are looked up.", survey.title(step), keys.len());
            findings.report(survey.field(step, "key"), message);
        }
    }
}
