//! A marketing email has a way out.

use super::marketing;
use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Activity, Kind, Medium, Purpose};

pub(super) const RULE: Rule = Rule {
    id: "waymark-unsubscribe-missing",
    aliases: &[],
    family: Family::Message,
    severity: Severity::Warning,
    summary: "A marketing email has a link to unsubscribe.",
    why: "A marketing email has to have one. Where it has none, people mark the email as spam, and the next ones land \
          there too.",
    sources: &[source::EMAIL_OPT_OUT],
    flagged: || email("").at("unsubscribe"),
    passing: || email("Unsubscribe"),
    mending: Mending::Offers("Adds the link at the end of the email."),
    check: Check::Journey(check),
};

fn email(link: &'static str) -> Sketch {
    Sketch::event().then(steps::email()).with(|step| set(step, link)).inventory(|inventory| {
        for channel in inventory.channels.iter_mut().filter(|channel| channel.id.as_str() == "channel-email") {
            channel.purpose = Some(Purpose::Marketing);
        }
    })
}

fn set(step: &mut Activity, link: &str) {
    if let Kind::Message(message) = &mut step.kind {
        link.clone_into(&mut message.unsubscribe);
    }
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (step, _) in marketing(survey, Medium::Email).filter(|(_, message)| !message.has_way_out()) {
        let text = format!("{} is marketing and has no link to unsubscribe.", survey.title(step));
        let edits = survey.mend().step(step, |step| set(step, "Unsubscribe"));
        findings.report(survey.field(step, "unsubscribe"), text).safe("Add the link", edits);
    }
}
