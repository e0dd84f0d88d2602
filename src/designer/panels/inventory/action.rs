//! Actions: calls that journeys make to other systems, and transactional messages of Campaign.

use egui::Ui;

use crate::designer::fields::{Form, Row};
use crate::designer::panels::inspector::{MEDIA, SENT};
use crate::designer::widgets::section;
use crate::designer::words::{phrase, word};
use crate::edit::new::NewItem;
use crate::journey::{
    Action, Authentication, Binding, CampaignInstance, Destination, Endpoint, MessagePart, NamedValue, Secret, Stream,
};

use super::endpoint::METHODS;
use super::instance::DESTINATIONS;
use super::{authentication, body, stream};

/// Every field but the name.
pub(super) fn fields(form: &mut Form<'_>, ui: &mut Ui, action: &mut Action) {
    const OWNER: &str = "Action";
    form.text_area(ui, OWNER, "description", &mut action.description);
    form.choice(ui, OWNER, "destination", &mut action.destination, &DESTINATIONS);
    call(form, ui, action);
    section(ui, word("preview.title"));
    form.action_preview(ui, action);
    section(ui, word("action.replies"));
    form.json(ui, OWNER, "response", &mut action.response);
    form.json(ui, OWNER, "error_response", &mut action.error_response);
    if action.destination == Destination::ThirdParty || !action.required_marketing_action.is_empty() {
        section(ui, word("action.consent"));
        form.text(ui, OWNER, "required_marketing_action", &mut action.required_marketing_action);
    }
    section(ui, word("action.other_side"));
    form.switch(ui, OWNER, "batch_only", &mut action.batch_only);
    form.switch(ui, OWNER, "needs_static_ip", &mut action.needs_static_ip);
}

/// The fields of the call itself, as the inspector of a step shows them too.
pub(crate) fn call(form: &mut Form<'_>, ui: &mut Ui, action: &mut Action) {
    const OWNER: &str = "Action";
    let (takes_headers, signs_in) = if action.destination == Destination::ThirdParty {
        stream::way(form, ui, action);
        if action.is_provider() {
            let choices: Vec<_> = MEDIA.iter().map(|(medium, key)| (Some(*medium), *key)).collect();
            form.choice(ui, OWNER, "medium", &mut action.medium, &choices);
        }
        match &action.stream {
            None => {
                form.choice(ui, OWNER, "method", &mut action.method, &METHODS);
                form.text(ui, OWNER, "url", &mut action.url);
                (true, true)
            }
            Some(Stream::JetStream { .. }) => (true, true),
            Some(Stream::File { .. }) => (!action.headers.is_empty(), action.authentication != Authentication::None),
        }
    } else {
        campaign(form, ui, action);
        (true, true)
    };
    if takes_headers {
        values(form, ui, "headers", &mut action.headers);
    }
    // What a stream does not take is shown only where it is in the way.
    let calls = action.stream.is_none();
    if calls || !action.query.is_empty() {
        values(form, ui, "query", &mut action.query);
    }
    if calls || action.body.is_some() {
        body::written(form, ui, action);
    }
    body::payload(form, ui, action);
    form.switch(ui, OWNER, "allow_null_values", &mut action.allow_null_values);
    if signs_in {
        authentication::fields(form, ui, OWNER, &mut action.authentication);
    }
    form.reference::<Endpoint>(ui, OWNER, "endpoint", &mut action.endpoint, |_| true, NewItem::Endpoint);
}

fn campaign(form: &mut Form<'_>, ui: &mut Ui, action: &mut Action) {
    const OWNER: &str = "Action";
    let product = action.destination;
    let fit = |instance: &CampaignInstance| instance.product == product;
    form.reference::<CampaignInstance>(
        ui,
        OWNER,
        "instance",
        &mut action.instance,
        fit,
        NewItem::CampaignInstance(product),
    );
    form.text(ui, OWNER, "template", &mut action.template);
    if action.destination == Destination::CampaignStandard || action.unpublished {
        form.switch(ui, OWNER, "unpublished", &mut action.unpublished);
    }
    let choices: Vec<_> = SENT.iter().map(|(medium, key)| (Some(*medium), *key)).collect();
    form.choice(ui, OWNER, "medium", &mut action.medium, &choices);
}

fn values(form: &mut Form<'_>, ui: &mut Ui, field: &'static str, values: &mut Vec<NamedValue>) {
    let row = Row {
        add: if field == "headers" { "action.add_header" } else { "action.add_query" },
        make: &|_| NamedValue::default(),
        key: &|value: &NamedValue, _| value.name.clone(),
        title: &|value: &NamedValue, index| {
            let number = phrase("action.entry_number", &[("n", &(index + 1).to_string())]);
            if value.name.trim().is_empty() { number } else { value.name.clone() }
        },
        fold: Some(&|value: &NamedValue| binding_text(&value.value)),
        at_most: 100,
    };
    form.rows(ui, "Action", field, values, &row, |form, ui, value, _| {
        form.text(ui, "NamedValue", "name", &mut value.name);
        binding(form, ui, "NamedValue", &mut value.value);
    });
}

/// What a value is, in a few words: the constant itself, or who fills it in.
pub(super) fn binding_text(value: &Binding) -> String {
    match value {
        Binding::Constant(text) => text.clone(),
        Binding::Variable(_) => word("binding.variable").to_owned(),
        Binding::Secret(secret) => phrase("binding.secret_named", &[("name", &secret.0)]),
        Binding::Message(part) => {
            word(PARTS.iter().find(|(known, _)| known == part).map_or("", |(_, key)| key)).to_owned()
        }
    }
}

/// The parts of a message, as a picker shows them.
const PARTS: [(MessagePart, &str); 11] = [
    (MessagePart::Address, "message_part.address"),
    (MessagePart::Person, "message_part.person"),
    (MessagePart::Subject, "message_part.subject"),
    (MessagePart::Text, "message_part.text"),
    (MessagePart::Html, "message_part.html"),
    (MessagePart::Sender, "message_part.sender"),
    (MessagePart::SenderName, "message_part.sender_name"),
    (MessagePart::SenderAddress, "message_part.sender_address"),
    (MessagePart::ReplyTo, "message_part.reply_to"),
    (MessagePart::Location, "message_part.location"),
    (MessagePart::Language, "message_part.language"),
];

#[derive(Clone, Copy, PartialEq)]
enum Way {
    Constant,
    Variable,
    Secret,
    Message,
}

/// A value that is the same for everybody, that each journey fills, that is a secret, or part of a message.
pub(super) fn binding(form: &mut Form<'_>, ui: &mut Ui, owner: &'static str, value: &mut Binding) {
    const WAYS: [(Way, &str); 4] = [
        (Way::Constant, "binding.constant"),
        (Way::Variable, "binding.variable"),
        (Way::Secret, "binding.secret"),
        (Way::Message, "binding.message"),
    ];
    let mut way = match value {
        Binding::Constant(_) => Way::Constant,
        Binding::Variable(_) => Way::Variable,
        Binding::Secret(_) => Way::Secret,
        Binding::Message(_) => Way::Message,
    };
    if form.variant(ui, owner, "value", &mut way, &WAYS) {
        *value = match way {
            Way::Constant => Binding::Constant(String::new()),
            Way::Variable => Binding::Variable(String::new()),
            Way::Secret => Binding::Secret(Secret::default()),
            Way::Message => Binding::Message(MessagePart::default()),
        };
    }
    form.within("value", |form| match value {
        Binding::Constant(text) => form.text(ui, "Binding", "Constant", text),
        Binding::Variable(label) => form.text(ui, "Binding", "Variable", label),
        Binding::Secret(secret) => form.secret(ui, "Binding", "Secret", secret),
        Binding::Message(part) => form.choice(ui, "Binding", "Message", part, &PARTS),
    });
}
