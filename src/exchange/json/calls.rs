//! View types of what calls other systems: actions, data sources, endpoints, authentication.

use std::collections::BTreeMap;

use super::form::{Form, View, objects, variants, words};
use crate::journey::*;

objects! {
    /// A call that journeys can make, or a stream to which they append.
    ActionView of Action {
        id: ActionId, name: String, destination: Destination, method: Method, authentication: Authentication
        ;
        description: String, instance: Option<CampaignInstanceId>, template: String, unpublished: bool, medium: Option<Medium>, stream:
        Option<Stream>, url: String, headers: Vec<NamedValue>, query: Vec<NamedValue>, body: Option<BodyForm>, payload: Vec<Parameter>, allow_null_values: bool,
        response: String, error_response: String, required_marketing_action: String, endpoint: Option<EndpointId>, batch_only: bool, needs_static_ip:
        bool
    }
    /// A header or query parameter.
    NamedValueView of NamedValue { name: String, value: Binding ;   }
    /// One field of a request body.
    ParameterView of Parameter { path: String, kind: ValueType, value: Binding ; optional: bool, items: Vec<Field>  }
    /// A source of data beside the event.
    DataSourceView of DataSource {
        id: DataSourceId, name: String, kind: DataSourceKind
        ;
        description: String, field_groups: Vec<FieldGroup>
    }
    /// A set of fields that is fetched in one go.
    FieldGroupView of FieldGroup {
        name: String, method: Method
        ;
        schema: Option<SchemaId>, paths: Vec<String>, parameters: Vec<String>, sent_payload: String, response:
        String
    }
    /// An address that actions share, and what it can take.
    EndpointView of Endpoint {
        id: EndpointId, name: String, service: Service
        ;
        url_pattern: String, methods: Vec<Method>, cap: Option<Cap>, throttle: Option<Throttle>, response_time_ms:
        Option<i64>, capacity_per_second: Option<i64>, capacity_unstated: bool, deployed: bool
    }
    /// A capping rule.
    CapView of Cap { max_calls: i64, period_ms: i64 ; max_connections: Option<i64>  }
    /// A throttling rule.
    ThrottleView of Throttle { max_throughput: i64 ; description: String  }
    /// An instance of Adobe Campaign.
    CampaignInstanceView of CampaignInstance {
        id: CampaignInstanceId, name: String, product: Destination
        ;
        build: String, hosted_by_adobe: bool, same_organization: bool, log_export_hours: Option<i64>
    }
}

variants! {
    /// A value that is the same for everybody, or that each journey maps.
    BindingView of Binding {
        Constant { ; value: String } = [Binding::Constant(value)],
        Variable { ; label: String } = [Binding::Variable(label)],
        Secret { ; name: Secret } = [Binding::Secret(name)],
        Message { part: MessagePart ; } = [Binding::Message(part)],
    }
    /// How a request body is written, where it is not JSON.
    BodyFormView of BodyForm {
        Form { ; } = [BodyForm::Form],
        Xml { ; template: String } = [BodyForm::Xml { template }],
    }
    /// Where an action appends in place of a call.
    StreamView of Stream {
        File { rotation: Rotation ; name: String } = [Stream::File { name, rotation }],
        JetStream { ; server: String, subject: String } = [Stream::JetStream { server, subject }],
    }
    /// When the next file of a stream begins.
    RotationView of Rotation {
        Daily { ; } = [Rotation::Daily],
        Size { megabytes: i64 ; } = [Rotation::Size(megabytes)],
    }
    /// How a caller proves who it is. Secrets are names only.
    AuthenticationView of Authentication {
        None { ; } = [Authentication::None],
        Basic { ; username: String, password: Secret } = [Authentication::Basic { username, password }],
        ApiKey { location: KeyLocation ; name: String, value: Secret }
            = [Authentication::ApiKey { name, value, location }],
        Bearer { ; token: Secret } = [Authentication::Bearer(token)],
        Custom {
            method: Method, body_type: BodyType, cache: TokenCache, authorization: TokenUse
            ;
            endpoint: String, headers: BTreeMap<String, Credential>, body: BTreeMap<String, Credential>,
            token_in_response: String, token_lifetime: Option<Duration>
        } = [Authentication::Custom(CustomAuthentication {
            endpoint, method, headers, body_type, body, token_in_response, cache, authorization, token_lifetime
        })],
    }
    /// A value that is either public or the name of a secret.
    CredentialView of Credential {
        Plain { ; value: String } = [Credential::Plain(value)],
        Secret { ; name: Secret } = [Credential::Secret(name)],
    }
    /// How long a token is kept.
    TokenCacheView of TokenCache {
        Default { ; } = [TokenCache::Default],
        For { duration: CacheDuration ; } = [TokenCache::For(duration)],
        InResponse { ; path: String } = [TokenCache::InResponse(path)],
    }
    /// How long a token is kept, in the units of the platform's form.
    CacheDurationView of CacheDuration {
        Milliseconds { amount: i64 ; } = [CacheDuration::Milliseconds(amount)],
        Seconds { amount: i64 ; } = [CacheDuration::Seconds(amount)],
        Minutes { amount: i64 ; } = [CacheDuration::Minutes(amount)],
        Hours { amount: i64 ; } = [CacheDuration::Hours(amount)],
        Days { amount: i64 ; } = [CacheDuration::Days(amount)],
        Months { amount: i64 ; } = [CacheDuration::Months(amount)],
        Years { amount: i64 ; } = [CacheDuration::Years(amount)],
    }
    /// How a token is shown.
    TokenUseView of TokenUse {
        Bearer { ; } = [TokenUse::Bearer],
        Header { ; name: String } = [TokenUse::Header(name)],
        QueryParameter { ; name: String } = [TokenUse::QueryParameter(name)],
    }
    /// Where a data source finds its data.
    DataSourceKindView of DataSourceKind {
        Platform { ; } = [DataSourceKind::Platform],
        External { authentication: Authentication ; url: String }
            = [DataSourceKind::External { url, authentication }],
    }
}

words! {
    /// Where a key or token goes.
    KeyLocationView of KeyLocation { Header, QueryParameter }
    /// How a body is written.
    BodyTypeView of BodyType { Form, Json }
    /// Which system an action or channel reaches; it brings its own rules.
    DestinationView of Destination { ThirdParty, CampaignV7, CampaignV8, CampaignStandard }
    /// Which calls an endpoint's limits concern.
    ServiceView of Service { Action, DataSource }
    /// What a message tells the action that carries it.
    MessagePartView of MessagePart {
        Address, Person, Subject, Text, Html, Sender, SenderName, SenderAddress, ReplyTo, Location, Language
    }
    /// An HTTP method.
    MethodView of Method { Get, Post, Put, Patch, Delete, Head, Options }
}
