//! External data sources are asked a few times a second.

use super::external::around;
use crate::check::capping::drops;
use crate::check::example::{Sketch, steps};
use crate::check::survey::load::Limit;
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::Port;

pub(super) const RULE: Rule = Rule {
    id: "datasource-rate-15",
    aliases: &[],
    family: Family::Data,
    severity: Severity::Warning,
    summary: "An external data source is not asked more than 15 times a second.",
    why: "What exceeds it is dropped or queued; the platform raises the limit for private systems only.",
    sources: &[source::EXTERNAL_SYSTEMS],
    flagged: || asking(40).at_step("condition-2", "paths.path-1.expression"),
    passing: || asking(10),
    mending: Mending::None(
        "A custom action that answers, or fewer people a second; which one is for the author to say.",
    ),
    check: Check::Journey(check),
};

fn asking(peak: i64) -> Sketch {
    let rain = r#"#{Weather.Forecast.summary, params: {city: "Bern"}} == "rain""#;
    let journey = Sketch::event().then(steps::data(&[rain])).by(Port::Branch(steps::path(0))).then(steps::email());
    around(journey, |_| {}).inventory(|inventory| {
        for event in inventory.events.iter_mut().filter(|event| event.id.as_str() == "event-order") {
            event.peak_per_second = Some(peak);
        }
    })
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let of_source = |limit: &Limit| matches!(limit, Limit::DataSource(_));
    for found in survey.too_much(of_source, |_, room, volume| room.excess(volume).is_some()) {
        let Some((_, message)) = drops::message(survey, &found) else { continue };
        let formula = found.call.formula.and_then(|formula| survey.formulas.get(formula));
        let step = || survey.place(&survey.flow.steps[found.call.step]);
        findings.report(formula.map_or_else(step, |formula| survey.place_of(formula)), message);
    }
}
