//! The audience that lets people in stays the same.

use crate::check::example::steps;
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Sketch, Survey, source};
use crate::journey::{Activity, Audience, AudienceQualification, Duration, Kind, Namespace};

pub(super) const RULE: Rule = Rule {
    id: "version-aq-audience-fixed",
    aliases: &[],
    family: Family::Lifecycle,
    severity: Severity::Error,
    summary: "The entry audience and its namespace are the same in all versions of a journey.",
    why: "The platform does not publish the new version.",
    sources: &[source::GUARDRAILS],
    flagged: || of("audience-other").published(1, of("audience-cart")).at_step("qualify-1", "audience"),
    passing: || of("audience-cart").published(1, of("audience-cart")).at_step("qualify-1", "audience"),
    mending: Mending::Offers("Takes the audience and the namespace of the version before."),
    check: Check::Journey(check),
};

fn of(audience: &str) -> Sketch {
    let sketch = Sketch::empty().inventory(|inventory| {
        let cart = inventory.audiences.iter().find(|known| known.id.as_str() == "audience-cart").cloned();
        let other = cart.map(|cart| Audience { id: "audience-other".into(), name: "Cart savers".to_owned(), ..cart });
        inventory.audiences.extend(other);
    });
    let mut entry = steps::qualification();
    if let Kind::AudienceQualification(entry) = &mut entry {
        entry.audience = Some(audience.into());
    }
    sketch.then(entry).then(steps::wait(Duration::Hours(1)))
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let Some(before) = &survey.version_before else { return };
    let Some(Kind::AudienceQualification(was)) = before.entry else { return };
    let Some(entry) = survey.entry() else { return };
    let Kind::AudienceQualification(now) = entry.kind() else { return };
    let field = match (now.audience == was.audience, now.namespace == was.namespace) {
        (true, true) => return,
        (false, _) => "audience",
        (true, false) => "namespace",
    };
    let estate = survey.estate;
    let said = match (field, &was.audience, &was.namespace) {
        ("audience", Some(audience), _) => format!("people of '{}'", estate.name_of::<Audience>(audience)),
        ("namespace", _, Some(namespace)) => format!("people by '{}'", estate.name_of::<Namespace>(namespace)),
        _ => "others".to_owned(),
    };
    let message = format!(
        "Version {} lets {said} in; the entry audience and its namespace cannot change. Take them back, or make \
         another journey of this.",
        before.number
    );
    let mended =
        AudienceQualification { audience: was.audience.clone(), namespace: was.namespace.clone(), ..now.clone() };
    let mended = Activity { kind: Kind::AudienceQualification(mended), ..entry.activity.clone() };
    let edit = crate::edit::Edit::SetActivity { journey: survey.journey.id.clone(), activity: Box::new(mended) };
    findings
        .report(survey.field(entry, field), message)
        .suggested(format!("Let the same people in as version {}", before.number), vec![edit]);
}
