//! How a caller proves who it is: none, password, key, token, or a token fetched first. Secrets are names.

use std::collections::BTreeMap;

use egui::Ui;

use crate::designer::fields::Form;
use crate::designer::words::word;
use crate::journey::{
    Authentication, BodyType, CacheDuration, Credential, CustomAuthentication, Duration, KeyLocation, Method, Secret,
    TokenCache, TokenUse,
};

#[derive(Clone, Copy, PartialEq)]
enum Way {
    None,
    Basic,
    ApiKey,
    Bearer,
    Custom,
}

const WAYS: [(Way, &str); 5] = [
    (Way::None, "authentication.none"),
    (Way::Basic, "authentication.basic"),
    (Way::ApiKey, "authentication.api_key"),
    (Way::Bearer, "authentication.bearer"),
    (Way::Custom, "authentication.custom"),
];

const LOCATIONS: [(KeyLocation, &str); 2] =
    [(KeyLocation::Header, "authentication.header"), (KeyLocation::QueryParameter, "authentication.query")];
const BODIES: [(BodyType, &str); 2] =
    [(BodyType::Form, "authentication.form"), (BodyType::Json, "authentication.json")];
const METHODS: [(Method, &str); 2] = [(Method::Get, "methods.get"), (Method::Post, "methods.post")];

/// The fields of an authentication that stands in the field `authentication` of `owner`.
pub(crate) fn fields(form: &mut Form<'_>, ui: &mut Ui, owner: &'static str, value: &mut Authentication) {
    let mut way = match value {
        Authentication::None => Way::None,
        Authentication::Basic { .. } => Way::Basic,
        Authentication::ApiKey { .. } => Way::ApiKey,
        Authentication::Bearer(_) => Way::Bearer,
        Authentication::Custom(_) => Way::Custom,
    };
    if form.variant(ui, owner, "authentication", &mut way, &WAYS) {
        *value = match way {
            Way::None => Authentication::None,
            Way::Basic => Authentication::Basic { username: String::new(), password: Secret::default() },
            Way::ApiKey => {
                Authentication::ApiKey { name: String::new(), value: Secret::default(), location: KeyLocation::Header }
            }
            Way::Bearer => Authentication::Bearer(Secret::default()),
            Way::Custom => Authentication::Custom(CustomAuthentication {
                method: Method::Post,
                token_in_response: "json://access_token".to_owned(),
                ..CustomAuthentication::default()
            }),
        };
    }
    form.within("authentication", |form| match value {
        Authentication::None => {}
        Authentication::Basic { username, password } => {
            form.text(ui, "Authentication.Basic", "username", username);
            form.secret(ui, "Authentication.Basic", "password", password);
        }
        Authentication::ApiKey { name, value, location } => {
            let hint = match location {
                KeyLocation::Header => word("authentication.header_hint"),
                KeyLocation::QueryParameter => word("authentication.query_hint"),
            };
            form.text_like(ui, ("Authentication.ApiKey", "name"), name, hint);
            form.secret(ui, "Authentication.ApiKey", "value", value);
            form.choice(ui, "Authentication.ApiKey", "location", location, &LOCATIONS);
        }
        Authentication::Bearer(secret) => form.secret(ui, "Authentication", "Bearer", secret),
        Authentication::Custom(custom) => self::custom(form, ui, custom),
    });
}

fn custom(form: &mut Form<'_>, ui: &mut Ui, custom: &mut CustomAuthentication) {
    const OWNER: &str = "CustomAuthentication";
    form.text(ui, OWNER, "endpoint", &mut custom.endpoint);
    form.choice(ui, OWNER, "method", &mut custom.method, &METHODS);
    credentials(form, ui, "headers", &mut custom.headers);
    form.choice(ui, OWNER, "body_type", &mut custom.body_type, &BODIES);
    credentials(form, ui, "body", &mut custom.body);
    form.text(ui, OWNER, "token_in_response", &mut custom.token_in_response);
    cache(form, ui, &mut custom.cache);
    token_use(form, ui, &mut custom.authorization);
    form.duration_or_none(ui, OWNER, "token_lifetime", &mut custom.token_lifetime, Duration::Hours(1));
}

fn credentials(form: &mut Form<'_>, ui: &mut Ui, field: &'static str, values: &mut BTreeMap<String, Credential>) {
    let make = || Credential::Plain(String::new());
    form.map(ui, "CustomAuthentication", field, values, "authentication.key_hint", make, |form, ui, _, value| {
        let mut secret = matches!(value, Credential::Secret(_));
        let ways = [(false, "binding.constant"), (true, "binding.secret")];
        if form.variant_named(ui, "binding.way", &mut secret, &ways) {
            *value = if secret { Credential::Secret(Secret::default()) } else { Credential::Plain(String::new()) };
        }
        match value {
            Credential::Plain(text) => form.text(ui, "Credential", "Plain", text),
            Credential::Secret(secret) => form.secret(ui, "Credential", "Secret", secret),
        }
    });
}

fn cache(form: &mut Form<'_>, ui: &mut Ui, value: &mut TokenCache) {
    let mut way = match value {
        TokenCache::Default => 0,
        TokenCache::For(_) => 1,
        TokenCache::InResponse(_) => 2,
    };
    let ways = [(0, "authentication.an_hour"), (1, "authentication.stated"), (2, "authentication.in_reply")];
    if form.variant(ui, "CustomAuthentication", "cache", &mut way, &ways) {
        *value = match way {
            1 => TokenCache::For(CacheDuration::Minutes(59)),
            2 => TokenCache::InResponse("json://expires_in".to_owned()),
            _ => TokenCache::Default,
        };
    }
    form.within("cache", |form| match value {
        TokenCache::Default => {}
        TokenCache::For(length) => form.duration(ui, "TokenCache", "For", length),
        TokenCache::InResponse(path) => form.text(ui, "TokenCache", "InResponse", path),
    });
}

fn token_use(form: &mut Form<'_>, ui: &mut Ui, value: &mut TokenUse) {
    let mut way = match value {
        TokenUse::Bearer => 0,
        TokenUse::Header(_) => 1,
        TokenUse::QueryParameter(_) => 2,
    };
    let ways = [(0, "authentication.as_bearer"), (1, "authentication.header"), (2, "authentication.query")];
    if form.variant(ui, "CustomAuthentication", "authorization", &mut way, &ways) {
        *value = match way {
            1 => TokenUse::Header(String::new()),
            2 => TokenUse::QueryParameter(String::new()),
            _ => TokenUse::Bearer,
        };
    }
    form.within("authorization", |form| match value {
        TokenUse::Bearer => {}
        TokenUse::Header(name) => form.text(ui, "TokenUse", "Header", name),
        TokenUse::QueryParameter(name) => form.text(ui, "TokenUse", "QueryParameter", name),
    });
}
