//! Rules about schemas, data sources and channels.

mod auth_host;
mod cards;
mod dynamic_values;
mod external;
mod group_class;
mod group_empty;
mod group_wide;
mod json;
mod method;
mod name_format;
mod needs_namespace;
mod prefer_action;
mod rate;
mod schema_first;
mod subdomain;
mod url;
mod url_http;

use super::Rule;

pub(super) use cards::CARDS;

/// The rules of this family.
pub(super) const RULES: &[&Rule] = &[
    &schema_first::RULE,
    &group_class::RULE,
    &group_empty::RULE,
    &group_wide::RULE,
    &needs_namespace::RULE,
    &name_format::RULE,
    &url::RULE,
    &url_http::RULE,
    &method::RULE,
    &json::RULE,
    &dynamic_values::RULE,
    &auth_host::RULE,
    &rate::RULE,
    &prefer_action::RULE,
    &subdomain::RULE,
];
