//! The part of the sheet that comes before the canvas: everything that an administrator configures once.

use serde_json::{Map, Value, json};

use super::endpoints;
use super::page::{Page, code};
use crate::journey::{
    Action, Audience, AudienceSource, Authentication, Binding, BodyType, CapRule, Channel, Credential,
    CustomAuthentication, DataSource, DataSourceKind, Destination, Endpoint, Evaluation, Event, EventIdType, EventKind,
    Inventory, KeyLocation, Medium, Namespace, QuietAction, RuleDomain, RuleSet, Schema, SchemaClass, TokenCache,
    TokenUse,
};

type Row = (String, String);

/// Every object that the journey reaches, in the order in which they depend on each other.
pub(super) fn write(page: &mut Page, inventory: &Inventory) {
    namespaces(page, &inventory.namespaces);
    for schema in &inventory.schemas {
        self::schema(page, schema, inventory);
    }
    audiences(page, &inventory.audiences, inventory);
    for source in &inventory.data_sources {
        data_source(page, source, inventory);
    }
    for event in &inventory.events {
        self::event(page, event, inventory);
    }
    for action in &inventory.actions {
        self::action(page, action, inventory);
    }
    for endpoint in &inventory.endpoints {
        self::endpoint(page, endpoint);
    }
    channels(page, &inventory.channels);
    for rule_set in &inventory.rule_sets {
        self::rule_set(page, rule_set);
    }
}

fn row(field: &str, value: impl Into<String>) -> Row {
    (field.to_owned(), value.into())
}

fn yes_no(value: bool) -> &'static str {
    if value { "yes" } else { "no" }
}

fn namespaces(page: &mut Page, namespaces: &[Namespace]) {
    if namespaces.is_empty() {
        return;
    }
    page.heading(3, "Identity namespaces");
    page.paragraph("Customer > Identities > Create identity namespace, unless they exist.");
    page.table(
        &["Display name", "Identity symbol", "Type"],
        namespaces.iter().map(|n| vec![n.name.clone(), code(&n.symbol), identity_type(n.people).to_owned()]),
    );
}

fn identity_type(people: bool) -> &'static str {
    if people { "Individual cross-device ID" } else { "Non-people identifier" }
}

fn namespace_name(inventory: &Inventory, id: Option<&crate::journey::NamespaceId>) -> String {
    id.map_or_else(
        || "none".to_owned(),
        |id| inventory.get::<Namespace>(id).map_or_else(|| id.to_string(), |n| n.name.clone()),
    )
}

fn schema_name(inventory: &Inventory, id: Option<&crate::journey::SchemaId>) -> String {
    id.map_or_else(
        || "none".to_owned(),
        |id| inventory.get::<Schema>(id).map_or_else(|| id.to_string(), |s| s.name.clone()),
    )
}

fn schema(page: &mut Page, schema: &Schema, inventory: &Inventory) {
    page.heading(3, &format!("Schema: {}", schema.name));
    let class = match schema.class {
        SchemaClass::IndividualProfile => "XDM Individual Profile",
        SchemaClass::ExperienceEvent => "XDM ExperienceEvent",
        SchemaClass::TimeSeries => "a time-series class of your own",
        SchemaClass::JourneyStepEvent => "Journey step event (built in)",
        SchemaClass::DecisionEvent => "Decision event (built in)",
        SchemaClass::Record => "a record class of your own",
    };
    let mut rows = vec![
        row("Where", "Data management > Schemas > Create schema"),
        row("Class", class),
        row("Primary identity", namespace_name(inventory, schema.primary_identity.as_ref())),
    ];
    if schema.profile_test_details {
        rows.push(row("Field group", "Profile test details"));
    }
    if schema.orchestration_event_id {
        rows.push(row("Field group", "Orchestration eventID"));
    }
    page.fields(&rows);
    page.table(
        &["Field", "Type", "Title", "Allowed values"],
        schema.fields.iter().map(|field| {
            let mut allowed = field.one_of.join(", ");
            if field.minimum.is_some() || field.maximum.is_some() {
                let bound = |name: &str, n: Option<i64>| n.map(|n| format!("{name} {n}"));
                let bounds = [bound("minimum", field.minimum), bound("maximum", field.maximum)];
                allowed = bounds.into_iter().flatten().collect::<Vec<_>>().join(", ");
            }
            vec![code(&field.path), field.kind.name().to_owned(), field.title.clone(), allowed]
        }),
    );
}

fn audiences(page: &mut Page, audiences: &[Audience], inventory: &Inventory) {
    for audience in audiences {
        page.heading(3, &format!("Audience: {}", audience.name));
        let evaluation = match audience.evaluation {
            Evaluation::Batch => "batch",
            Evaluation::Streaming => "streaming",
        };
        let source = match audience.source {
            AudienceSource::Segment => "build rule",
            AudienceSource::Composition => "compose audience",
            AudienceSource::Upload => "custom upload (CSV)",
        };
        let policy = audience
            .merge_policy
            .as_ref()
            .and_then(|id| inventory.get::<crate::journey::MergePolicy>(id))
            .map_or("default", |policy| policy.name.as_str());
        page.fields(&[
            row("Where", "Customer > Audiences > Create audience"),
            row("Method", source),
            row("Evaluation method", evaluation),
            row("Merge policy", policy),
            row("Description", audience.description.clone()),
        ]);
        if !audience.rule.is_empty() {
            page.code(
                "Who is in it, in the journey language (draw the same rule in the builder):",
                "",
                &audience.rule.0,
            );
        }
    }
}

fn data_source(page: &mut Page, source: &DataSource, inventory: &Inventory) {
    page.heading(3, &format!("Data source: {}", source.name));
    let mut rows = vec![row("Where", "Administration > Configurations > Data sources")];
    match &source.kind {
        DataSourceKind::Platform => rows.push(row("Kind", "the built-in Adobe Experience Platform data source")),
        DataSourceKind::External { url, .. } => {
            rows.push(row("Kind", "external"));
            rows.push(row("Name", code(&source.name)));
            rows.push(row("URL", code(url)));
        }
    }
    rows.push(row("Description", source.description.clone()));
    if let DataSourceKind::External { authentication, .. } = &source.kind {
        rows.extend(authentication_rows(authentication));
    }
    page.fields(&rows);
    if let DataSourceKind::External { authentication: Authentication::Custom(custom), .. } = &source.kind {
        custom_authentication_body(page, custom);
    }
    for group in &source.field_groups {
        page.heading(4, &format!("Field group: {}", group.name));
        if source.kind == DataSourceKind::Platform {
            page.fields(&[row("Schema", schema_name(inventory, group.schema.as_ref()))]);
            page.paragraph("Select these fields:");
            for path in &group.paths {
                page.item(&code(path));
            }
        } else {
            page.fields(&[
                row("Method", group.method.name()),
                row("Dynamic values", code(&group.parameters.join(","))),
            ]);
            if !group.sent_payload.is_empty() {
                page.code("Sent payload:", "json", &group.sent_payload);
            }
            page.code("Response payload:", "json", &group.response);
        }
    }
}

fn event(page: &mut Page, event: &Event, inventory: &Inventory) {
    page.heading(3, &format!("Event: {}", event.name));
    let kind = match event.kind {
        EventKind::Unitary => "Unitary",
        EventKind::Business => "Business",
    };
    let mut rows = vec![
        row("Where", "Administration > Configurations > Events > Create event"),
        row("Name", code(&event.name)),
        row("Description", event.description.clone()),
        row("Type", kind),
        row("Schema", schema_name(inventory, event.schema.as_ref())),
    ];
    match &event.id_type {
        EventIdType::RuleBased(_) => rows.push(row("Event ID type", "Rule based")),
        EventIdType::SystemGenerated(id) => {
            rows.push(row("Event ID type", "System generated"));
            rows.push(row(
                "Event ID",
                format!("given by the platform after saving; the sender must repeat it (here {})", code(id)),
            ));
        }
    }
    if event.kind == EventKind::Unitary {
        rows.push(row("Namespace", namespace_name(inventory, event.namespace.as_ref())));
        rows.push(row("Profile identifier", code(&event.profile_identifier.0)));
    }
    page.fields(&rows);
    page.paragraph("Fields to select:");
    for path in &event.fields {
        page.item(&code(path));
    }
    if let EventIdType::RuleBased(condition) = &event.id_type {
        page.code("Event ID condition (advanced editor):", "", &condition.0);
    }
    if !event.sample.is_empty() {
        page.code("A record to test with:", "json", &event.sample);
    }
}

fn action(page: &mut Page, action: &Action, inventory: &Inventory) {
    page.heading(3, &format!("Action: {}", action.name));
    let kind = match action.destination {
        Destination::ThirdParty => "Custom",
        Destination::CampaignV7 => "Adobe Campaign Classic v7",
        Destination::CampaignV8 => "Adobe Campaign v8",
        Destination::CampaignStandard => "Adobe Campaign Standard (built in: fill in the instance's URL)",
    };
    let mut rows = vec![
        row("Where", "Administration > Configurations > Actions > Create action"),
        row("Name", code(&action.name)),
        row("Description", action.description.clone()),
        row("Action type", kind),
        row("URL", code(&action.url)),
        row("Method", action.method.name()),
    ];
    if !action.template.is_empty() {
        rows.push(row("Transactional template", code(&action.template)));
    }
    if let Some(instance) =
        action.instance.as_ref().and_then(|id| inventory.get::<crate::journey::CampaignInstance>(id))
    {
        rows.push(row("Campaign instance", instance.name.clone()));
    }
    if let Some(medium) = action.medium {
        rows.push(row("Sends by", medium_name(medium)));
    }
    rows.extend(authentication_rows(&action.authentication));
    rows.push(row("Allow NULL values", yes_no(action.allow_null_values)));
    rows.push(row("Define a failure response payload", yes_no(!action.error_response.is_empty())));
    page.fields(&rows);
    if let Authentication::Custom(custom) = &action.authentication {
        custom_authentication_body(page, custom);
    }
    let named = action
        .headers
        .iter()
        .map(|header| ("Header", header))
        .chain(action.query.iter().map(|query| ("Query parameter", query)));
    page.table(
        &["Where", "Name", "Kind", "Value or label"],
        named.map(|(place, named)| {
            let (kind, value) = binding(&named.value);
            vec![place.to_owned(), code(&named.name), kind.to_owned(), value]
        }),
    );
    page.table(
        &["Request field", "Type", "Kind", "Value or label", "Optional"],
        action.payload.iter().map(|parameter| {
            let (kind, value) = binding(&parameter.value);
            vec![
                code(&parameter.path),
                parameter.kind.name().to_owned(),
                kind.to_owned(),
                value,
                yes_no(parameter.optional).to_owned(),
            ]
        }),
    );
    if !action.response.is_empty() {
        page.code("Response payload:", "json", &action.response);
    }
    if !action.error_response.is_empty() {
        page.code("Failure response payload:", "json", &action.error_response);
    }
}

fn binding(binding: &Binding) -> (&'static str, String) {
    match binding {
        Binding::Constant(value) => ("constant", code(value)),
        Binding::Variable(label) => ("variable", label.clone()),
        Binding::Secret(name) => ("constant", format!("the secret {}", code(&name.0))),
    }
}

fn secret(name: &str) -> String {
    format!("ask its keeper for the secret called {}; the name itself is not pasted", code(name))
}

/// The fields of the *Authentication* section. Secrets are named, never shown.
fn authentication_rows(authentication: &Authentication) -> Vec<Row> {
    match authentication {
        Authentication::None => vec![row("Authentication", "No authentication")],
        Authentication::Basic { username, password } => {
            vec![row("Authentication", "Basic"), row("Username", code(username)), row("Password", secret(&password.0))]
        }
        Authentication::ApiKey { name, value, location } => vec![
            row("Authentication", "API key"),
            row("Name of the key", code(name)),
            row("Value", secret(&value.0)),
            row(
                "Location",
                match location {
                    KeyLocation::Header => "Header",
                    KeyLocation::QueryParameter => "Query parameter",
                },
            ),
        ],
        Authentication::Bearer(token) => vec![
            row("Authentication", "API key"),
            row("Name", code("Authorization")),
            row("Value", format!("the word Bearer, a blank, and the secret {}", code(&token.0))),
            row("Location", "Header"),
        ],
        Authentication::Custom(_) => vec![row("Authentication", "Custom: paste the body below")],
    }
}

fn custom_authentication_body(page: &mut Page, custom: &CustomAuthentication) {
    let text = serde_json::to_string_pretty(&custom_authentication(custom)).unwrap_or_default();
    page.code("Authentication body; put each secret in the place of its name:", "json", &text);
}

/// The body of the field's documentation (External data sources, help/using/datasource/external-data-sources.md).
fn custom_authentication(custom: &CustomAuthentication) -> Value {
    let mut body = Map::new();
    body.insert("type".to_owned(), json!("customAuthorization"));
    body.insert("endpoint".to_owned(), json!(custom.endpoint));
    body.insert("method".to_owned(), json!(custom.method.name()));
    if !custom.headers.is_empty() {
        body.insert("headers".to_owned(), credentials(&custom.headers));
    }
    if !custom.body.is_empty() {
        let kind = match custom.body_type {
            BodyType::Form => "form",
            BodyType::Json => "json",
        };
        body.insert("body".to_owned(), json!({ "bodyType": kind, "bodyParams": credentials(&custom.body) }));
    }
    body.insert("tokenInResponse".to_owned(), json!(custom.token_in_response));
    match &custom.cache {
        TokenCache::Default => {}
        TokenCache::For(duration) => {
            body.insert(
                "cacheDuration".to_owned(),
                json!({ "duration": duration.milliseconds() / 1_000, "timeUnit": "seconds" }),
            );
        }
        TokenCache::InResponse(path) => {
            body.insert("cacheDuration".to_owned(), json!({ "expiryInResponse": path, "timeUnit": "seconds" }));
        }
    }
    let (kind, target) = match &custom.authorization {
        TokenUse::Bearer => ("bearer", None),
        TokenUse::Header(name) => ("header", Some(name)),
        TokenUse::QueryParameter(name) => ("queryParam", Some(name)),
    };
    body.insert("authorizationType".to_owned(), json!(kind));
    if let Some(target) = target {
        body.insert("tokenTarget".to_owned(), json!(target));
    }
    Value::Object(body)
}

fn credentials(credentials: &std::collections::BTreeMap<String, Credential>) -> Value {
    let text = |credential: &Credential| match credential {
        Credential::Plain(text) => text.clone(),
        Credential::Secret(name) => format!("<secret {}>", name.0),
    };
    Value::Object(credentials.iter().map(|(name, value)| (name.clone(), json!(text(value)))).collect())
}

fn endpoint(page: &mut Page, endpoint: &Endpoint) {
    let pretty = |value: &Value| serde_json::to_string_pretty(value).unwrap_or_default();
    let capping = endpoints::capping(endpoint);
    let throttling = endpoints::throttling(endpoint);
    if capping.is_none() && throttling.is_none() {
        return;
    }
    page.heading(3, &format!("Endpoint: {}", endpoint.name));
    page.paragraph(
        "By API only; each is in force once it is deployed (`POST …/deploy`), and again after every change.",
    );
    if let Some(body) = capping {
        page.code(
            "Cap: body of `POST https://platform.adobe.io/journey/orchestration/endpointConfigs`",
            "json",
            &pretty(&body),
        );
    }
    if let Some(body) = throttling {
        page.code(
            "Throttle: body of `POST https://platform.adobe.io/journey/orchestration/throttlingConfigs`",
            "json",
            &pretty(&body),
        );
    }
}

pub(super) fn medium_name(medium: Medium) -> &'static str {
    match medium {
        Medium::Email => "Email",
        Medium::Sms => "SMS",
        Medium::Push => "Push",
        Medium::DirectMail => "Direct mail",
    }
}

fn channels(page: &mut Page, channels: &[Channel]) {
    for channel in channels {
        page.heading(3, &format!("Channel configuration: {}", channel.name));
        let mut rows = vec![
            row("Where", "Administration > Channels > Channel configurations"),
            row("Channel", medium_name(channel.medium)),
            row("Sender name", channel.sender_name.clone()),
            row("Sender", channel.sender_address.clone()),
        ];
        if channel.medium == Medium::Email {
            rows.push(row("Subdomain", channel.subdomain.clone()));
            rows.push(row("Reply to", channel.reply_to.clone()));
        }
        rows.push(row("Execution address", code(&channel.address.0)));
        page.fields(&rows);
    }
}

fn rule_set(page: &mut Page, rule_set: &RuleSet) {
    page.heading(3, &format!("Rule set: {}", rule_set.name));
    let domain = match rule_set.domain {
        RuleDomain::Channel => "Channel",
        RuleDomain::Journey => "Journey",
    };
    page.fields(&[
        row("Where", "Administration > Business rules"),
        row("Domain", domain),
        row("Active", yes_no(rule_set.active)),
        row("Global", yes_no(rule_set.global)),
    ]);
    for rule in &rule_set.rules {
        page.item(&cap_rule(rule));
    }
}

fn cap_rule(rule: &CapRule) -> String {
    match rule {
        CapRule::Frequency { medium, at_most, every, period } => {
            let what = medium.map_or("messages of any kind", medium_name);
            format!("Message capping: at most {at_most} × {what} in {every} × {period:?}")
        }
        CapRule::JourneyEntries { at_most, every, period } => {
            format!("Journey entry cap: at most {at_most} in {every} × {period:?}")
        }
        CapRule::ConcurrentJourneys { at_most, look_ahead_days } => {
            let ahead = look_ahead_days.map_or_else(String::new, |days| format!(", look-ahead {days} days"));
            format!("Journey concurrency cap: at most {at_most} at once{ahead}")
        }
        CapRule::QuietHours(quiet) => {
            let windows: Vec<String> = quiet
                .windows
                .iter()
                .map(|window| {
                    let days: Vec<String> = window.days.iter().map(|day| format!("{day:?}")).collect();
                    let days = if days.is_empty() { "every day".to_owned() } else { days.join(", ") };
                    format!("{days} {} to {}", window.from, window.to)
                })
                .collect();
            let media: Vec<&str> = quiet.media.iter().map(|medium| medium_name(*medium)).collect();
            let zone = if quiet.in_profile_zone { "the recipient's time zone" } else { quiet.zone.as_str() };
            let then = match quiet.then {
                QuietAction::Queue => "queue the message",
                QuietAction::Discard => "discard the message",
            };
            format!("Quiet hours for {}: {} in {zone}; then {then}", media.join(", "), windows.join("; "))
        }
    }
}
