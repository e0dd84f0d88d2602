//! Who reads profiles knows whose.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::expression::Target;
use crate::journey::{DataSource, DataSourceKind, Event, Kind, Port};

pub(super) const RULE: Rule = Rule {
    id: "aep-datasource-needs-namespace",
    aliases: &[],
    family: Family::Data,
    severity: Severity::Error,
    summary: "A journey that reads the profile begins with an event that has an identity type.",
    why: "Without one the platform cannot say whose profile is meant, and reads nothing.",
    sources: &[source::PLATFORM_DATA_SOURCE],
    flagged: || reading(false).at_step("condition-2", "paths.path-1.expression"),
    passing: || reading(true),
    mending: Mending::None("Which identity type the event brings is for its author to say."),
    check: Check::Journey(check),
};

fn reading(identified: bool) -> Sketch {
    let points = "#{ExperiencePlatform.ProfileFieldGroup.loyalty.points} > 100";
    let journey = Sketch::event()
        .then(steps::data(&[points]))
        .by(Port::Branch(steps::path(0)))
        .then(steps::wait(crate::journey::Duration::Hours(1)));
    journey.inventory(|inventory| {
        for event in inventory.events.iter_mut().filter(|event| event.id.as_str() == "event-order" && !identified) {
            event.namespace = None;
            event.profile_identifier = "".into();
        }
    })
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let Some(Kind::Event(entry)) = survey.entry().map(|entry| entry.kind()) else { return };
    let Some(event) = survey.estate.get::<Event>(entry.event.as_ref()).filter(|event| event.namespace.is_none()) else {
        return;
    };
    let sources = &survey.estate.inventory().data_sources;
    let platform = |name: &str| {
        sources.iter().any(|known: &DataSource| known.name == name && known.kind == DataSourceKind::Platform)
    };
    for formula in &survey.formulas {
        let reads = |target: &Target| matches!(target, Target::FieldGroup { source, .. } if platform(source));
        if formula.references().iter().any(|reference| reads(&reference.target)) {
            let message = format!(
                "This reads the profile, but the event '{}' does not say whose: it has no identity type.",
                event.name
            );
            findings.report(survey.place_of(formula), message);
        }
    }
}
