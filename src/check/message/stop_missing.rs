//! A marketing text message says how to stop it.

use super::marketing;
use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Activity, Kind, Medium, Purpose};

pub(super) const RULE: Rule = Rule {
    id: "waymark-stop-missing",
    aliases: &[],
    family: Family::Message,
    severity: Severity::Info,
    summary: "A marketing text message says how people stop it.",
    why: "Marketing by text needs an easy way out. A reply of STOP is understood by itself where the provider hands \
          replies over; a sender that is a name cannot be replied to, and needs another way.",
    sources: &[source::MOBILE_OPT_OUT],
    flagged: || text("Double points today.").at("body"),
    passing: || text("Double points today. Reply STOP to opt out."),
    mending: Mending::None("How people reply depends on the sender, and on the length of the text."),
    check: Check::Journey(check),
};

fn text(body: &'static str) -> Sketch {
    Sketch::event().then(steps::sms()).with(|step| write(step, body)).inventory(|inventory| {
        for channel in inventory.channels.iter_mut().filter(|channel| channel.id.as_str() == "channel-sms") {
            channel.purpose = Some(Purpose::Marketing);
        }
    })
}

fn write(step: &mut Activity, body: &str) {
    if let Kind::Message(message) = &mut step.kind {
        message.body = body.into();
    }
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (step, message) in marketing(survey, Medium::Sms) {
        for wording in message.wordings().filter(|wording| !message.leads_out(wording)) {
            let text =
                format!("{} is marketing and does not say how to stop it, such as 'Reply STOP'.", survey.title(step));
            findings.report(survey.field(step, &format!("{}body", wording.at)), text);
        }
    }
}
