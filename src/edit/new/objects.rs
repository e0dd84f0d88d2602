//! What each kind of object of the inventory begins with.

use std::collections::BTreeMap;

use crate::journey::{
    Action, Audience, CampaignInstance, CampaignInstanceId, CapRule, Channel, DataSource, DataSourceKind, Dataset,
    DecisionPolicy, Destination, Endpoint, Environment, Evaluation, Event, EventIdType, EventKind, Expression, Field,
    FieldGroup, Medium, MergePolicy, Method, Namespace, NamespaceId, Object, Offer, Period, Platform, Profile,
    RuleDomain, RuleSet, Schema, SchemaClass, SelectionStrategy, Service, Value, ValueType, Workspace,
};

use super::super::placeholder;
use super::{free_name, sample};

/// The name of the profile store in expressions.
const STORE: &str = "ExperiencePlatform";

fn new_id<T: Object, I: for<'a> From<&'a str>>() -> I {
    placeholder(T::KIND, 1).as_str().into()
}

/// The first identity type of people.
fn people(workspace: &Workspace) -> Option<&Namespace> {
    workspace.inventory.namespaces.iter().find(|namespace| namespace.people)
}

pub(super) fn people_id(workspace: &Workspace) -> Option<NamespaceId> {
    people(workspace).map(|namespace| namespace.id.clone())
}

fn first_schema(workspace: &Workspace, class: SchemaClass) -> Option<&Schema> {
    workspace.inventory.schemas.iter().find(|schema| schema.class == class)
}

pub(super) fn namespace(workspace: &Workspace) -> Namespace {
    let name = free_name::<Namespace>(workspace, "Email");
    let symbol = if name == "Email" { name.clone() } else { String::new() };
    Namespace { id: new_id::<Namespace, _>(), name, symbol, people: true }
}

pub(super) fn thing_namespace(workspace: &Workspace) -> Namespace {
    let name = free_name::<Namespace>(workspace, "Booking");
    Namespace { id: new_id::<Namespace, _>(), name, symbol: String::new(), people: false }
}

pub(super) fn schema(workspace: &Workspace, class: SchemaClass) -> Schema {
    let field = |path: &str, kind: ValueType, title: &str, required: bool| Field {
        path: path.to_owned(),
        kind,
        title: title.to_owned(),
        required,
        ..Field::default()
    };
    let (name, fields) = match class {
        SchemaClass::IndividualProfile => (
            "Customer",
            vec![
                field("person.name.firstName", ValueType::String, "First name", false),
                field("person.name.lastName", ValueType::String, "Last name", false),
                field("personalEmail.address", ValueType::String, "Email address", false),
                field("mobilePhone.number", ValueType::String, "Mobile number", false),
                field("homeAddress.street1", ValueType::String, "Street", false),
                field("pushToken", ValueType::String, "Push token", false),
                field("testProfile", ValueType::Boolean, "Test profile", false),
            ],
        ),
        SchemaClass::Record => (
            "Product",
            vec![field("id", ValueType::String, "Id", true), field("name", ValueType::String, "Name", false)],
        ),
        _ => (
            if class == SchemaClass::ExperienceEvent { "Customer event" } else { "Business event" },
            vec![
                field("_id", ValueType::String, "ID of the record", true),
                field("timestamp", ValueType::DateTime, "When it happened", true),
                field("eventType", ValueType::String, "What happened", false),
            ],
        ),
    };
    Schema {
        id: new_id::<Schema, _>(),
        name: free_name::<Schema>(workspace, name),
        class,
        profile_test_details: class == SchemaClass::IndividualProfile,
        orchestration_event_id: class == SchemaClass::ExperienceEvent,
        primary_identity: match class {
            SchemaClass::TimeSeries | SchemaClass::Record => None,
            _ => people_id(workspace),
        },
        identity_field: String::new(),
        fields,
    }
}

pub(super) fn merge_policy(workspace: &Workspace) -> MergePolicy {
    MergePolicy {
        id: new_id::<MergePolicy, _>(),
        name: free_name::<MergePolicy>(workspace, "Default"),
        default: !workspace.inventory.merge_policies.iter().any(|policy| policy.default),
    }
}

/// An event with all fields of the first schema that fits: taking one away is easier than finding it.
pub(super) fn event(workspace: &Workspace, kind: EventKind) -> Event {
    let class = match kind {
        EventKind::Unitary => SchemaClass::ExperienceEvent,
        EventKind::Business => SchemaClass::TimeSeries,
    };
    let schema = first_schema(workspace, class);
    let fields: Vec<String> = schema.iter().flat_map(|schema| &schema.fields).map(|field| field.path.clone()).collect();
    Event {
        id: new_id::<Event, _>(),
        name: free_name::<Event>(workspace, if kind == EventKind::Unitary { "NewEvent" } else { "NewBusinessEvent" }),
        kind,
        id_type: EventIdType::RuleBased(Expression::default()),
        schema: schema.map(|schema| schema.id.clone()),
        sample: schema.map(|schema| sample(&workspace.inventory, schema, &fields)).unwrap_or_default(),
        fields,
        namespace: (kind == EventKind::Unitary).then(|| people_id(workspace)).flatten(),
        streamed: true,
        ..Event::default()
    }
}

pub(super) fn audience(workspace: &Workspace) -> Audience {
    Audience {
        id: new_id::<Audience, _>(),
        name: free_name::<Audience>(workspace, "New audience"),
        evaluation: Evaluation::Streaming,
        ..Audience::default()
    }
}

pub(super) fn data_source(workspace: &Workspace) -> DataSource {
    let group = FieldGroup { name: "Fields".to_owned(), response: "{}".to_owned(), ..FieldGroup::default() };
    DataSource {
        id: new_id::<DataSource, _>(),
        name: free_name::<DataSource>(workspace, "NewSource"),
        kind: DataSourceKind::External { url: String::new(), authentication: Default::default() },
        field_groups: vec![group],
        ..DataSource::default()
    }
}

pub(super) fn profile_store(workspace: &Workspace) -> DataSource {
    let schema = first_schema(workspace, SchemaClass::IndividualProfile);
    let group = FieldGroup {
        name: "ProfileFieldGroup".to_owned(),
        schema: schema.map(|schema| schema.id.clone()),
        paths: schema.iter().flat_map(|schema| &schema.fields).map(|field| field.path.clone()).collect(),
        ..FieldGroup::default()
    };
    DataSource {
        id: new_id::<DataSource, _>(),
        name: free_name::<DataSource>(workspace, STORE),
        kind: DataSourceKind::Platform,
        field_groups: vec![group],
        ..DataSource::default()
    }
}

pub(super) fn action(workspace: &Workspace) -> Action {
    Action {
        id: new_id::<Action, _>(),
        name: free_name::<Action>(workspace, "NewAction"),
        method: Method::Post,
        ..Action::default()
    }
}

/// The action, and the instance that it calls where the workspace has none of this product.
pub(super) fn campaign_action(workspace: &Workspace, product: Destination) -> (Option<CampaignInstance>, Action) {
    let known = workspace.inventory.campaign_instances.iter().find(|instance| instance.product == product);
    let new = known.is_none().then(|| campaign_instance(workspace, product));
    let instance: Option<CampaignInstanceId> = known.or(new.as_ref()).map(|instance| instance.id.clone());
    let action = Action {
        name: free_name::<Action>(workspace, "CampaignMessage"),
        destination: product,
        instance,
        medium: Some(Medium::Email),
        ..action(workspace)
    };
    (new, action)
}

pub(super) fn campaign_instance(workspace: &Workspace, product: Destination) -> CampaignInstance {
    let name = match product {
        Destination::CampaignV7 => "Campaign v7",
        Destination::CampaignStandard => "Campaign Standard",
        Destination::CampaignV8 | Destination::ThirdParty => "Campaign v8",
    };
    CampaignInstance {
        id: new_id::<CampaignInstance, _>(),
        name: free_name::<CampaignInstance>(workspace, name),
        product,
        build: String::new(),
        hosted_by_adobe: true,
        same_organization: true,
        log_export_hours: None,
    }
}

/// An endpoint without limits: only the other side knows them.
pub(super) fn endpoint(workspace: &Workspace) -> Endpoint {
    Endpoint {
        id: new_id::<Endpoint, _>(),
        name: free_name::<Endpoint>(workspace, "New endpoint"),
        methods: vec![Method::Post],
        service: Service::Action,
        deployed: true,
        ..Endpoint::default()
    }
}

pub(super) fn channel(workspace: &Workspace, medium: Medium) -> Channel {
    let (name, path) = match medium {
        Medium::Email => ("New email channel", "personalEmail.address"),
        Medium::Sms => ("New SMS channel", "mobilePhone.number"),
        Medium::Push => ("New push channel", "pushToken"),
        Medium::DirectMail => ("New direct mail channel", "homeAddress.street1"),
        Medium::WhatsApp => ("New WhatsApp channel", "mobilePhone.number"),
        Medium::InApp => ("New in-app channel", ""),
        Medium::Web => ("New web channel", ""),
        Medium::CodeBased => ("New code-based channel", ""),
        Medium::ContentCard => ("New content card channel", ""),
    };
    // What people find in an app or on a page is sent to no address.
    let address = if path.is_empty() { Expression::default() } else { profile_field(workspace, path) };
    Channel {
        id: new_id::<Channel, _>(),
        name: free_name::<Channel>(workspace, name),
        medium,
        address,
        ..Channel::default()
    }
}

/// An expression for this field of the profile; empty where no field group fetches it.
fn profile_field(workspace: &Workspace, path: &str) -> Expression {
    let sources = workspace.inventory.data_sources.iter().filter(|source| source.kind == DataSourceKind::Platform);
    let groups = sources.flat_map(|source| source.field_groups.iter().map(move |group| (source, group)));
    for (source, group) in groups {
        if let Some(known) = group.paths.iter().find(|known| known.ends_with(path)) {
            return Expression(format!("#{{{}.{}.{known}}}", source.name, group.name));
        }
    }
    Expression::default()
}

pub(super) fn rule_set(workspace: &Workspace, domain: RuleDomain) -> RuleSet {
    let (name, rule) = match domain {
        RuleDomain::Channel => {
            ("New message rules", CapRule::Frequency { medium: None, at_most: 3, every: 1, period: Period::Week })
        }
        RuleDomain::Journey => {
            ("New journey rules", CapRule::JourneyEntries { at_most: 1, every: 1, period: Period::Month })
        }
    };
    let name = free_name::<RuleSet>(workspace, name);
    RuleSet {
        id: new_id::<RuleSet, _>(),
        name,
        domain,
        global: false,
        active: true,
        activated: None,
        rules: vec![rule],
    }
}

/// One strategy with one offer for everybody: what chooses nothing is no policy.
pub(super) fn decision_policy(workspace: &Workspace) -> DecisionPolicy {
    let offer = Offer { name: "First offer".to_owned(), ..Offer::default() };
    let strategy =
        SelectionStrategy { name: "Everybody".to_owned(), offers: vec![offer], ..SelectionStrategy::default() };
    DecisionPolicy {
        id: new_id::<DecisionPolicy, _>(),
        name: free_name::<DecisionPolicy>(workspace, "New decision policy"),
        strategies: vec![strategy],
        ..DecisionPolicy::default()
    }
}

/// A dataset of the first schema of records, found by the field that identifies them, else by the first.
pub(super) fn dataset(workspace: &Workspace) -> Dataset {
    let schema = first_schema(workspace, SchemaClass::Record);
    let key = schema.map(|schema| match schema.identity_field.as_str() {
        "" => schema.fields.first().map(|field| field.path.clone()).unwrap_or_default(),
        field => field.to_owned(),
    });
    Dataset {
        id: new_id::<Dataset, _>(),
        name: free_name::<Dataset>(workspace, "New dataset"),
        schema: schema.map(|schema| schema.id.clone()),
        lookup: true,
        key: key.unwrap_or_default(),
        ..Dataset::default()
    }
}

pub(super) fn profile(workspace: &Workspace) -> Profile {
    let number = workspace.inventory.profiles.len() + 1;
    let email = format!("test.person{number}@example.com");
    let mut attributes = BTreeMap::new();
    for field in first_schema(workspace, SchemaClass::IndividualProfile).iter().flat_map(|schema| &schema.fields) {
        let value = match field.path.rsplit('.').next() {
            Some("firstName") => Value::Text("Kim".to_owned()),
            Some("lastName") => Value::Text(format!("Sample {number}")),
            _ if field.path.ends_with("personalEmail.address") => Value::Text(email.clone()),
            Some("testProfile") => Value::Boolean(true),
            _ => continue,
        };
        attributes.insert(field.path.clone(), value);
    }
    let is_email =
        |namespace: &Namespace| [&namespace.symbol, &namespace.name].iter().any(|word| word.contains("mail"));
    let people = workspace.inventory.namespaces.iter().filter(|namespace| namespace.people);
    let identities = people.map(|namespace| {
        let identity = if is_email(namespace) { email.clone() } else { format!("TEST-{number}") };
        (namespace.id.clone(), identity)
    });
    let identities = identities.collect();
    Profile {
        id: new_id::<Profile, _>(),
        name: free_name::<Profile>(workspace, "Test person"),
        test_profile: true,
        identities,
        attributes,
        ..Profile::default()
    }
}

pub(super) fn environment(workspace: &Workspace) -> Environment {
    Environment {
        id: new_id::<Environment, _>(),
        name: free_name::<Environment>(workspace, "Staging"),
        platform: Platform::Waymark,
        ..Environment::default()
    }
}
