//! A message: channel, what it says, who holds it back, and how it looks to a test profile.

use egui::Ui;

use crate::designer::fields::{Form, Wanted};
use crate::designer::words::word;
use crate::edit::new::NewItem;
use crate::expression::Expected;
use crate::journey::{Channel, Medium, Message, RuleDomain, RuleSet, ValueType};

use super::paths::{failure, ways_of_failure};

/// What carries messages, in the palette's order.
pub(crate) const MEDIA: [(Medium, &str); 4] = [
    (Medium::Email, "step.email"),
    (Medium::Sms, "step.sms"),
    (Medium::Push, "step.push"),
    (Medium::DirectMail, "step.direct-mail"),
];

pub(super) fn fields(form: &mut Form<'_>, ui: &mut Ui, message: &mut Message) {
    const OWNER: &str = "Message";
    form.choice(ui, OWNER, "medium", &mut message.medium, &MEDIA);
    let medium = message.medium;
    form.reference::<Channel>(
        ui,
        OWNER,
        "channel",
        &mut message.channel,
        |known| known.medium == medium,
        NewItem::Channel(medium),
    );
    if medium != Medium::Sms || !message.subject.is_empty() {
        let name = match medium {
            Medium::Push => word("fields.Message.title"),
            Medium::DirectMail => word("fields.Message.reference"),
            Medium::Email | Medium::Sms => word("fields.Message.subject"),
        };
        form.called(name, |form| form.template(ui, OWNER, "subject", &mut message.subject, 1));
    }
    form.template(ui, OWNER, "body", &mut message.body, 4);
    if medium == Medium::Email || !message.html.is_empty() {
        form.html(ui, OWNER, "html", &mut message.html);
    }
    form.message_preview(ui, message);
    let rules = |known: &RuleSet| known.domain == RuleDomain::Channel;
    form.reference::<RuleSet>(ui, OWNER, "rule_set", &mut message.rule_set, rules, NewItem::MessageRules);
    if medium == Medium::Email || message.track_opens {
        form.switch(ui, OWNER, "track_opens", &mut message.track_opens);
    }
    if matches!(medium, Medium::Email | Medium::Sms) || message.track_clicks {
        form.switch(ui, OWNER, "track_clicks", &mut message.track_clicks);
    }
    form.expression(ui, OWNER, "address", &mut message.address, &Wanted { kind: Expected::Of(ValueType::String) });
    let question = form.subject.journey.map_or(word("port.error").to_owned(), |journey| failure(&journey.properties));
    let ways = ways_of_failure(form);
    form.path(ui, OWNER, "error_path", &question, ways, &mut message.error_path);
}
