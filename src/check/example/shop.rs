//! The inventory of every sketch: an invented shop with one object of each kind, all of them clean.

use crate::journey::{
    Action, Audience, Authentication, Binding, CampaignInstance, Cap, Channel, DataSource, DataSourceKind, Dataset,
    DecisionPolicy, Destination, Endpoint, Evaluation, Event, EventIdType, EventKind, Field, FieldGroup, Inventory,
    Medium, MergePolicy, Method, Namespace, Offer, Parameter, Purpose, Record, Schema, SchemaClass, Secret,
    SelectionStrategy, ValueType,
};

/// The shop.
pub fn inventory() -> Inventory {
    let mut inventory = Inventory {
        namespaces: vec![namespace("namespace-email", "Email", true), namespace("namespace-product", "Product", false)],
        schemas: schemas(),
        merge_policies: vec![MergePolicy { id: "merge-default".into(), name: "Default".to_owned(), default: true }],
        events: events(),
        audiences: audiences(),
        data_sources: vec![data_source()],
        actions: vec![text_action(), campaign_action()],
        endpoints: vec![endpoint()],
        campaign_instances: vec![CampaignInstance {
            id: "instance-v7".into(),
            name: "Shop Campaign".to_owned(),
            product: Destination::CampaignV7,
            build: "9343".to_owned(),
            hosted_by_adobe: true,
            same_organization: true,
            log_export_hours: Some(4),
        }],
        channels: channels(),
        decision_policies: vec![policy()],
        datasets: vec![products()],
        ..Inventory::default()
    };
    inventory.sort();
    inventory
}

fn namespace(id: &str, name: &str, people: bool) -> Namespace {
    Namespace { id: id.into(), name: name.to_owned(), symbol: name.to_owned(), people }
}

fn field(path: &str, kind: ValueType) -> Field {
    Field { path: path.to_owned(), kind, ..Field::default() }
}

fn schemas() -> Vec<Schema> {
    let tier =
        Field { one_of: vec!["silver".to_owned(), "gold".to_owned()], ..field("loyalty.tier", ValueType::String) };
    vec![
        Schema {
            id: "schema-offer".into(),
            name: "Offer".to_owned(),
            class: SchemaClass::Record,
            fields: vec![field("code", ValueType::String)],
            ..Schema::default()
        },
        Schema {
            id: "schema-product".into(),
            name: "Product record".to_owned(),
            class: SchemaClass::Record,
            primary_identity: Some("namespace-product".into()),
            identity_field: "sku".to_owned(),
            fields: vec![
                field("sku", ValueType::String),
                field("name", ValueType::String),
                field("stock", ValueType::Integer),
                field("sizes", ValueType::ListString),
            ],
            ..Schema::default()
        },
        Schema {
            id: "schema-profile".into(),
            name: "Customer".to_owned(),
            class: SchemaClass::IndividualProfile,
            profile_test_details: true,
            primary_identity: Some("namespace-email".into()),
            fields: vec![
                field("person.name.firstName", ValueType::String),
                field("person.name.lastName", ValueType::String),
                field("homeAddress.city", ValueType::String),
                field("personalEmail.address", ValueType::String),
                field("preferredLanguage", ValueType::String),
                field("mobilePhone.number", ValueType::String),
                field("loyalty.points", ValueType::Integer),
                field("loyalty.until", ValueType::DateTimeOnly),
                tier,
            ],
            ..Schema::default()
        },
        Schema {
            id: "schema-order".into(),
            name: "Order".to_owned(),
            class: SchemaClass::ExperienceEvent,
            orchestration_event_id: true,
            primary_identity: Some("namespace-email".into()),
            fields: vec![
                field("eventType", ValueType::String),
                field("orderId", ValueType::String),
                field("total", ValueType::Decimal),
                field("email", ValueType::String),
                field("phone", ValueType::String),
                field("deliveredAt", ValueType::DateTimeOnly),
            ],
            ..Schema::default()
        },
        Schema {
            id: "schema-store".into(),
            name: "Store".to_owned(),
            class: SchemaClass::TimeSeries,
            primary_identity: Some("namespace-product".into()),
            fields: vec![
                field("_id", ValueType::String),
                field("timestamp", ValueType::DateTime),
                field("city", ValueType::String),
            ],
            ..Schema::default()
        },
    ]
}

fn events() -> Vec<Event> {
    let order = Event {
        id: "event-order".into(),
        name: "OrderPlaced".to_owned(),
        kind: EventKind::Unitary,
        id_type: EventIdType::RuleBased("@event{OrderPlaced.eventType} == \"order\"".into()),
        schema: Some("schema-order".into()),
        fields: ["eventType", "orderId", "total", "email", "phone"].map(str::to_owned).to_vec(),
        namespace: Some("namespace-email".into()),
        profile_identifier: "@event{OrderPlaced.email}".into(),
        streamed: true,
        sample: r#"{"eventType":"order","orderId":"4711","total":120.5,"email":"ada@example.com","phone":"+15550100"}"#
            .to_owned(),
        ..Event::default()
    };
    let paid = Event {
        id: "event-paid".into(),
        name: "OrderPaid".to_owned(),
        id_type: EventIdType::RuleBased("@event{OrderPaid.eventType} == \"paid\"".into()),
        fields: ["eventType", "orderId", "email", "deliveredAt"].map(str::to_owned).to_vec(),
        profile_identifier: "@event{OrderPaid.email}".into(),
        sample: r#"{"eventType":"paid","orderId":"4711","email":"ada@example.com"}"#.to_owned(),
        ..order.clone()
    };
    let store = Event {
        id: "event-store".into(),
        name: "StoreOpened".to_owned(),
        kind: EventKind::Business,
        id_type: EventIdType::RuleBased("@event{StoreOpened.city} != \"\"".into()),
        schema: Some("schema-store".into()),
        fields: ["_id", "timestamp", "city"].map(str::to_owned).to_vec(),
        streamed: true,
        sample: r#"{"_id":"s1","timestamp":"2026-01-05T09:00:00Z","city":"Bern"}"#.to_owned(),
        ..Event::default()
    };
    vec![order, paid, store]
}

fn audiences() -> Vec<Audience> {
    vec![
        Audience {
            id: "audience-loyal".into(),
            name: "Loyal customers".to_owned(),
            evaluation: Evaluation::Batch,
            last_evaluated: super::Sketch::now().checked_sub(jiff::SignedDuration::from_hours(4)).ok(),
            size: Some(1_000),
            daily_qualifiers: Some(10),
            ..Audience::default()
        },
        Audience {
            id: "audience-cart".into(),
            name: "Cart abandoners".to_owned(),
            evaluation: Evaluation::Streaming,
            last_evaluated: Some(super::Sketch::now()),
            size: Some(200),
            daily_qualifiers: Some(20),
            ..Audience::default()
        },
    ]
}

/// What customers may be offered: a gift for gold members, else free delivery.
fn policy() -> DecisionPolicy {
    let offer = |name: &str, code: &str| Offer {
        name: name.to_owned(),
        values: [("code".to_owned(), code.to_owned())].into_iter().collect(),
        ..Offer::default()
    };
    let gold = "#{ExperiencePlatform.ProfileFieldGroup.loyalty.tier} == \"gold\"";
    DecisionPolicy {
        id: "policy-offers".into(),
        name: "Best offer".to_owned(),
        schema: Some("schema-offer".into()),
        strategies: vec![SelectionStrategy {
            name: "Gold members".to_owned(),
            eligibility: gold.into(),
            offers: vec![offer("A gift", "GIFT")],
        }],
        fallback: Some(offer("Free delivery", "FREE")),
        ..DecisionPolicy::default()
    }
}

/// What the shop sells.
fn products() -> Dataset {
    let record = |sku: &str, stock: &str| Record {
        values: [("sku", sku), ("stock", stock)].map(|(field, value)| (field.to_owned(), value.to_owned())).into(),
    };
    Dataset {
        id: "dataset-products".into(),
        name: "Products".to_owned(),
        schema: Some("schema-product".into()),
        lookup: true,
        key: "sku".to_owned(),
        records: vec![record("P-1", "4"), record("P-2", "0")],
        ..Dataset::default()
    }
}

fn data_source() -> DataSource {
    let paths = [
        "person.name.firstName",
        "person.name.lastName",
        "homeAddress.city",
        "personalEmail.address",
        "preferredLanguage",
        "mobilePhone.number",
        "loyalty.points",
        "loyalty.until",
        "loyalty.tier",
    ];
    DataSource {
        id: "source-platform".into(),
        name: "ExperiencePlatform".to_owned(),
        kind: DataSourceKind::Platform,
        field_groups: vec![FieldGroup {
            name: "ProfileFieldGroup".to_owned(),
            schema: Some("schema-profile".into()),
            paths: paths.map(str::to_owned).to_vec(),
            ..FieldGroup::default()
        }],
        ..DataSource::default()
    }
}

fn variable(path: &str, label: &str) -> Parameter {
    Parameter {
        path: path.to_owned(),
        kind: ValueType::String,
        value: Binding::Variable(label.to_owned()),
        ..Parameter::default()
    }
}

fn constant(path: &str, value: &str) -> Parameter {
    Parameter { value: Binding::Constant(value.to_owned()), ..variable(path, "") }
}

fn text_action() -> Action {
    Action {
        id: "action-text".into(),
        name: "SendText".to_owned(),
        destination: Destination::ThirdParty,
        url: "https://messages.example.com/v1/send".to_owned(),
        method: Method::Post,
        authentication: Authentication::Bearer(Secret::from("MESSAGES_TOKEN")),
        payload: vec![variable("to", "Phone"), constant("text", "Your order is on its way.")],
        response: r#"{"id":"m1","credits":12}"#.to_owned(),
        endpoint: Some("endpoint-messages".into()),
        ..Action::default()
    }
}

fn campaign_action() -> Action {
    Action {
        id: "action-campaign".into(),
        name: "SendReceipt".to_owned(),
        destination: Destination::CampaignV7,
        instance: Some("instance-v7".into()),
        template: "receipt".to_owned(),
        medium: Some(Medium::Email),
        url: "https://shop-rt.campaign.example.com/v1/receipt".to_owned(),
        method: Method::Post,
        payload: vec![
            constant("channel", "email"),
            constant("eventType", "receipt"),
            variable("email", "Email"),
            constant("ctx.shop", "Example Shop"),
        ],
        ..Action::default()
    }
}

fn endpoint() -> Endpoint {
    Endpoint {
        id: "endpoint-messages".into(),
        name: "Messages".to_owned(),
        url_pattern: "https://messages.example.com/v1/*".to_owned(),
        methods: vec![Method::Post],
        cap: Some(Cap { max_calls: 500, period_ms: 1_000, max_connections: Some(100) }),
        response_time_ms: Some(200),
        capacity_per_second: Some(500),
        deployed: true,
        ..Endpoint::default()
    }
}

fn channels() -> Vec<Channel> {
    let channel = |id: &str, name: &str, medium, address: &str| Channel {
        id: id.into(),
        name: name.to_owned(),
        medium,
        purpose: matches!(medium, Medium::Email | Medium::Sms).then_some(Purpose::Transactional),
        sender_name: "Example Shop".to_owned(),
        sender_address: "shop@example.com".to_owned(),
        subdomain: if medium == Medium::Email { "mail.shop.example.com".to_owned() } else { String::new() },
        address: address.into(),
        ..Channel::default()
    };
    let found = |id: &str, name: &str, medium, location: &str| Channel {
        id: id.into(),
        name: name.to_owned(),
        medium,
        location: location.to_owned(),
        ..Channel::default()
    };
    vec![
        found("channel-app", "In the shop app", Medium::InApp, "com.example.shop"),
        found("channel-web", "Shop pages", Medium::Web, "https://shop.example.com/"),
        channel(
            "channel-email",
            "Shop email",
            Medium::Email,
            "#{ExperiencePlatform.ProfileFieldGroup.personalEmail.address}",
        ),
        channel("channel-sms", "Shop SMS", Medium::Sms, "#{ExperiencePlatform.ProfileFieldGroup.mobilePhone.number}"),
        channel(
            "channel-push",
            "Shop app",
            Medium::Push,
            "#{ExperiencePlatform.ProfileFieldGroup.personalEmail.address}",
        ),
    ]
}
