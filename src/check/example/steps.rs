//! The steps of sketches: each complete and clean, so that an example says only what matters to it.

use crate::journey::{
    ActionCall, AudienceQualification, Behaviour, BranchId, BusinessEventActivity, Condition, ContentDecision,
    DataPath, DatasetLookup, Duration, EventActivity, FieldUpdate, Jump, Kind, Medium, Message, MultiAction,
    ProfileCap, Reaction, ReactionKind, ReadAudience, SplitPath, Test, UpdateProfile, Wait,
};

/// An event of the shop: `event-order`, `event-paid`.
pub fn event(event: &str) -> Kind {
    Kind::Event(EventActivity { event: Some(event.into()), ..EventActivity::default() })
}

/// The business event `StoreOpened`.
pub fn business() -> Kind {
    Kind::BusinessEvent(BusinessEventActivity { event: Some("event-store".into()) })
}

/// People who enter the streaming audience of cart abandoners.
pub fn qualification() -> Kind {
    Kind::AudienceQualification(AudienceQualification {
        audience: Some("audience-cart".into()),
        behaviour: Some(Behaviour::Enter),
        namespace: Some("namespace-email".into()),
        ..AudienceQualification::default()
    })
}

/// Everyone in the batch audience of loyal customers.
pub fn read() -> Kind {
    Kind::ReadAudience(ReadAudience {
        audience: Some("audience-loyal".into()),
        namespace: Some("namespace-email".into()),
        ..ReadAudience::default()
    })
}

/// A pause.
pub fn wait(duration: Duration) -> Kind {
    Kind::Wait(Wait::Duration(duration))
}

/// A pause until what an expression yields.
pub fn wait_until(expression: &str) -> Kind {
    Kind::Wait(Wait::Custom(expression.into()))
}

/// An email of the shop.
pub fn email() -> Kind {
    Kind::Message(Message {
        medium: Medium::Email,
        channel: Some("channel-email".into()),
        subject: "Thank you for your order".into(),
        body: "Your order is on its way.".into(),
        track_opens: true,
        track_clicks: true,
        error_path: true,
        ..Message::default()
    })
}

/// A text message of the shop.
pub fn sms() -> Kind {
    Kind::Message(Message {
        medium: Medium::Sms,
        channel: Some("channel-sms".into()),
        body: "Your order is on its way.".into(),
        error_path: true,
        ..Message::default()
    })
}

/// A push notification of the shop.
pub fn push() -> Kind {
    Kind::Message(Message {
        medium: Medium::Push,
        channel: Some("channel-push".into()),
        subject: "Your order".into(),
        body: "It is on its way.".into(),
        error_path: true,
        ..Message::default()
    })
}

/// Something that people find in the shop's app.
pub fn in_app() -> Kind {
    Kind::Message(Message { error_path: true, ..found(Medium::InApp) })
}

/// Several messages at once, one of each of these.
pub fn multi(media: &[Medium]) -> Kind {
    let messages = media.iter().map(|medium| found(*medium)).collect();
    Kind::MultiAction(MultiAction { messages, error_path: true })
}

fn found(medium: Medium) -> Message {
    let channel = match medium {
        Medium::InApp => "channel-app",
        Medium::Push => "channel-push",
        _ => "channel-web",
    };
    Message {
        medium,
        channel: Some(channel.into()),
        subject: if medium.has_subject() { "Your order".into() } else { "".into() },
        body: "It is on its way.".into(),
        ..Message::default()
    }
}

/// A call of the shop's text-message service.
pub fn call() -> Kind {
    let values = [("body.to".to_owned(), "@event{OrderPlaced.phone}".into())].into_iter().collect();
    Kind::CustomAction(ActionCall {
        action: Some("action-text".into()),
        values,
        error_path: true,
        ..ActionCall::default()
    })
}

/// A transactional message of Adobe Campaign v7.
pub fn campaign() -> Kind {
    let values = [("body.email".to_owned(), "@event{OrderPlaced.email}".into())].into_iter().collect();
    Kind::Campaign(ActionCall {
        action: Some("action-campaign".into()),
        values,
        error_path: true,
        ..ActionCall::default()
    })
}

/// A transactional message of Adobe Campaign v7 that takes nothing from an event.
pub fn campaign_without_event() -> Kind {
    let mut kind = campaign();
    if let Kind::Campaign(call) = &mut kind {
        call.values.insert("body.email".to_owned(), "'ada@example.com'".into());
    }
    kind
}

/// The best offer of the shop for this customer, called `Offer`.
pub fn decision() -> Kind {
    Kind::ContentDecision(ContentDecision { name: "Offer".to_owned(), policy: Some("policy-offers".into()) })
}

/// The stock of the product that was ordered, called `Product`.
pub fn lookup() -> Kind {
    Kind::DatasetLookup(DatasetLookup {
        name: "Product".to_owned(),
        dataset: Some("dataset-products".into()),
        fields: vec!["name".to_owned(), "stock".to_owned()],
        key: "@event{OrderPlaced.orderId}".into(),
    })
}

/// New loyalty points.
pub fn update() -> Kind {
    Kind::UpdateProfile(UpdateProfile {
        schema: Some("schema-profile".into()),
        dataset: "Loyalty".to_owned(),
        fields: vec![FieldUpdate { field: "loyalty.points".to_owned(), value: "100".into() }],
        error_path: true,
    })
}

/// A reaction to a message of this journey, with a timeout path.
pub fn reaction(message: &str, reaction: ReactionKind) -> Kind {
    Kind::Reaction(Reaction {
        message: Some(message.into()),
        reaction,
        timeout: Some(Duration::Days(3)),
        timeout_path: true,
    })
}

/// A condition by data with the paths `path-1`, `path-2` and so on, and one for everybody else.
pub fn data(expressions: &[&str]) -> Kind {
    let paths = expressions.iter().enumerate().map(|(index, expression)| DataPath {
        id: path(index),
        label: format!("Case {}", index + 1),
        expression: (*expression).into(),
    });
    condition(Test::Data(paths.collect()))
}

/// A split with the paths `path-1`, `path-2` and so on, in hundredths of a percent.
pub fn split(shares: &[u32]) -> Kind {
    let paths = shares.iter().enumerate().map(|(index, share)| SplitPath {
        id: path(index),
        label: format!("Group {}", index + 1),
        share: *share,
    });
    Kind::Condition(Condition { test: Test::Split(paths.collect()), other_path: false, error_path: true })
}

/// A cap: so many people take `path-1`, the others [`crate::journey::Port::Other`].
pub fn cap(limit: u64) -> Kind {
    condition(Test::ProfileCap(ProfileCap { id: path(0), label: "First".to_owned(), limit }))
}

/// A condition with a path for everybody else and one for errors.
pub fn condition(test: Test) -> Kind {
    Kind::Condition(Condition { test, other_path: true, error_path: true })
}

/// A jump to a journey that begins with `OrderPlaced`, with its fields mapped.
pub fn jump(target: &str) -> Kind {
    let mapping = ["eventType", "orderId", "total", "email", "phone"]
        .into_iter()
        .map(|field| (field.to_owned(), format!("@event{{OrderPlaced.{field}}}").as_str().into()));
    Kind::Jump(Jump {
        target: Some(target.into()),
        entry: Some("event-order".into()),
        mapping: mapping.collect(),
        error_path: true,
    })
}

/// The id of a condition's path, counted from 0.
pub fn path(index: usize) -> BranchId {
    BranchId(format!("path-{}", index + 1))
}

pub(super) fn label(kind: &Kind, number: usize) -> String {
    let noun = kind.noun();
    let mut letters = noun.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{} {number}", letters.as_str())
}
