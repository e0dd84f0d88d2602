//! A message: channel, what it says, who holds it back, and how it looks to a test profile.

use egui::Ui;

use crate::designer::fields::{Form, Range, Wanted};
use crate::designer::requests::{Made, Make, Request};
use crate::designer::widgets::{hint_line, link};
use crate::designer::words::word;
use crate::edit::new::NewItem;
use crate::edit::{Edit, placeholder};
use crate::expression::Expected;
use crate::journey::{
    Action, Channel, Duration, Item, ItemRef, Medium, Message, Object, Place, RuleDomain, RuleSet, SendTime,
    SendTimeMetric, ValueType,
};

use super::paths::{failure, ways_of_failure};
use super::{languages, latency, optimization};

/// What carries messages, in the palette's order.
pub(crate) const MEDIA: [(Medium, &str); 9] = [
    (Medium::Email, "step.email"),
    (Medium::Sms, "step.sms"),
    (Medium::Push, "step.push"),
    (Medium::WhatsApp, "step.whatsapp"),
    (Medium::DirectMail, "step.direct-mail"),
    (Medium::InApp, "step.in-app"),
    (Medium::Web, "step.web"),
    (Medium::CodeBased, "step.code-based"),
    (Medium::ContentCard, "step.content-card"),
];

/// What carries messages to people, rather than waiting for them in an app or on a page.
pub(crate) const SENT: &[(Medium, &str)] = MEDIA.split_at(5).0;
/// What waits for people in an app or on a page.
pub(super) const FOUND: &[(Medium, &str)] = MEDIA.split_at(5).1;

pub(super) fn fields(form: &mut Form<'_>, ui: &mut Ui, message: &mut Message) {
    content(form, ui, message, &MEDIA);
    let question = form.subject.journey.map_or(word("port.error").to_owned(), |journey| failure(&journey.properties));
    let ways = ways_of_failure(form);
    form.path(ui, "Message", "error_path", &question, ways, &mut message.error_path);
}

/// All of a message but where people go for whom it fails; `media` is what may carry it here.
pub(super) fn content(form: &mut Form<'_>, ui: &mut Ui, message: &mut Message, media: &[(Medium, &'static str)]) {
    const OWNER: &str = "Message";
    form.choice(ui, OWNER, "medium", &mut message.medium, media);
    let medium = message.medium;
    form.reference::<Channel>(
        ui,
        OWNER,
        "channel",
        &mut message.channel,
        |known| known.medium == medium,
        NewItem::Channel(medium),
    );
    provider(form, ui, message);
    if medium.has_subject() || !message.subject.is_empty() {
        form.called(subject_name(medium), |form| form.template(ui, OWNER, "subject", &mut message.subject, 1));
    }
    form.called(body_name(medium), |form| form.template(ui, OWNER, "body", &mut message.body, 4));
    if medium == Medium::Email || !message.html.is_empty() {
        form.html(ui, OWNER, "html", &mut message.html);
    }
    if medium == Medium::Email || !message.unsubscribe.is_empty() {
        form.text(ui, OWNER, "unsubscribe", &mut message.unsubscribe);
    }
    languages::fields(form, ui, message, subject_name(medium));
    optimization::fields(form, ui, message, subject_name(medium));
    form.message_preview(ui, message);
    if !medium.is_inbound() || message.rule_set.is_some() {
        let rules = |known: &RuleSet| known.domain == RuleDomain::Channel;
        form.reference::<RuleSet>(ui, OWNER, "rule_set", &mut message.rule_set, rules, NewItem::MessageRules);
    }
    send_time(form, ui, message);
    if !medium.is_inbound() || message.promise.is_some() {
        form.duration_or_none(ui, OWNER, "promise", &mut message.promise, Duration::Hours(1));
        latency::ui(form, ui);
    }
    delivery(form, ui, message);
    if medium == Medium::Email || message.track_opens {
        form.switch(ui, OWNER, "track_opens", &mut message.track_opens);
    }
    if matches!(medium, Medium::Email | Medium::Sms) || message.track_clicks {
        form.switch(ui, OWNER, "track_clicks", &mut message.track_clicks);
    }
    if !medium.is_inbound() || !message.address.is_empty() {
        form.expression(ui, OWNER, "address", &mut message.address, &Wanted { kind: Expected::Of(ValueType::String) });
    } else {
        hint_line(ui, word("inbound.hint"));
        ui.add_space(6.0);
    }
}

/// Who carries it, while the channel does not say so: chosen from here, by one undo step.
fn provider(form: &mut Form<'_>, ui: &mut Ui, message: &Message) {
    let channel = message.channel.as_ref().and_then(|id| form.workspace.inventory.get::<Channel>(id));
    let Some(channel) = channel.filter(|channel| channel.provider.is_none()) else { return };
    let place = Place::item(ItemRef::Channel(channel.id.clone())).field("provider");
    if !form.findings_of(ui, &place) {
        return;
    }
    let is_wanted = link(ui, word("begin.choose_provider")).clicked();
    ui.add_space(6.0);
    if is_wanted {
        let provider = Some(placeholder(Action::KIND, 1).as_str().into());
        let chosen = Channel { provider, ..channel.clone() };
        let then = Made::Refer(vec![Edit::Put(Box::new(Item::Channel(chosen)))]);
        let make = Make { new: NewItem::Provider(channel.medium), name: String::new(), then, place };
        form.request(Request::Make(Box::new(make)));
    }
}

/// What the channel calls the line above the text.
pub(super) fn subject_name(medium: Medium) -> &'static str {
    match medium {
        Medium::Push | Medium::InApp | Medium::ContentCard => word("fields.Message.title"),
        Medium::DirectMail => word("fields.Message.reference"),
        _ => word("fields.Message.subject"),
    }
}

/// What the channel calls the text.
pub(super) fn body_name(medium: Medium) -> &'static str {
    let is_code = matches!(medium, Medium::Web | Medium::CodeBased);
    if is_code { word("fields.Message.content") } else { word("fields.Message.body") }
}

/// How fast it goes out, and when and before what it shows in an app or on a page.
fn delivery(form: &mut Form<'_>, ui: &mut Ui, message: &mut Message) {
    const OWNER: &str = "Message";
    let medium = message.medium;
    if medium == Medium::Push || message.rapid_delivery {
        form.switch(ui, OWNER, "rapid_delivery", &mut message.rapid_delivery);
    }
    if medium.has_trigger() || !message.shown_when.is_empty() {
        form.text_area(ui, OWNER, "shown_when", &mut message.shown_when);
    }
    if medium.has_priority() || message.priority.is_some() {
        let range = Range::within(form.limits().priority, "units.none");
        form.number_or_none(ui, OWNER, "priority", &mut message.priority, range);
    }
}

/// What the hour can be picked for: of push messages, opens only.
pub(super) fn metrics(medium: Medium, chosen: SendTimeMetric) -> &'static [(SendTimeMetric, &'static str)] {
    const METRICS: [(SendTimeMetric, &str); 2] =
        [(SendTimeMetric::Opens, "send_time.opens"), (SendTimeMetric::Clicks, "send_time.clicks")];
    if medium == Medium::Push && chosen == SendTimeMetric::Opens { &METRICS[..1] } else { &METRICS }
}

fn send_time(form: &mut Form<'_>, ui: &mut Ui, message: &mut Message) {
    if !message.medium.has_send_time() && message.send_time.is_none() {
        return;
    }
    let mut suits = message.send_time.is_some();
    form.switch(ui, "Message", "send_time", &mut suits);
    if suits != message.send_time.is_some() {
        message.send_time = suits.then(SendTime::default);
    }
    let medium = message.medium;
    let Some(send_time) = &mut message.send_time else { return };
    form.within("send_time", |form| {
        ui.indent("send_time", |ui| {
            let offered = metrics(medium, send_time.metric);
            form.choice(ui, "SendTime", "metric", &mut send_time.metric, offered);
            let range = Range::within(form.limits().send_time_hours, "units.hours");
            form.number(ui, "SendTime", "within_hours", &mut send_time.within_hours, range);
            hint_line(ui, word("send_time.hint"));
        });
    });
}
