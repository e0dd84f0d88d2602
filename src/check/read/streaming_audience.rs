//! Who reads, reads what is worked out at once.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Audience, Evaluation, Kind};

pub(super) const RULE: Rule = Rule {
    id: "read-audience-streaming-audience",
    aliases: &[],
    family: Family::ReadAudience,
    severity: Severity::Info,
    summary: "A read audience reads a batch audience; a streaming one is watched by an audience qualification.",
    why: "A reading takes everybody at one moment. Who is to be reached as soon as they qualify is better let in one by \
          one.",
    sources: &[source::READ_AUDIENCE],
    flagged: || reading("audience-cart").at_step("read-1", "audience"),
    passing: || reading("audience-loyal"),
    mending: Mending::None("Whether people are meant to come at once or one by one is for the author to say."),
    check: Check::Journey(check),
};

fn reading(audience: &str) -> Sketch {
    let read = Sketch::empty().then(steps::read()).with(|activity| {
        if let Kind::ReadAudience(read) = &mut activity.kind {
            read.audience = Some(audience.into());
        }
    });
    read.then(steps::email())
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for step in survey.steps() {
        let Kind::ReadAudience(read) = step.kind() else { continue };
        let Some(audience) = survey.estate.get::<Audience>(read.audience.as_ref()) else { continue };
        if audience.evaluation == Evaluation::Streaming {
            let message = format!(
                "'{}' changes all the time; to reach people as soon as they come in, begin with an audience qualification.",
                audience.name
            );
            findings.report(survey.field(step, "audience"), message);
        }
    }
}
