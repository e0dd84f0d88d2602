//! Rules about custom actions: their configuration, and the values that journeys give them.

mod auth_fields;
mod auth_shape;
mod batch_only;
mod bearer_token;
mod body_clash;
mod body_form;
mod body_on_get;
mod cache_buffer;
mod capacity_unknown;
mod cards;
mod collection_sample;
mod decision;
mod default_headers;
mod field_name;
mod header_prefix;
mod header_syntax;
mod json_only;
mod made_up;
mod message_part;
mod method;
mod mixed_array;
mod name_format;
mod nested_array;
mod optional_null;
mod param_type;
mod public_endpoint;
mod sign_in;
mod slow_cap;
mod static_ip;
mod stream;
mod stream_address;
mod stream_field;
mod stream_leftover;
mod stream_secret;
mod stream_sign_in;
mod stream_subject;
mod token_http;
mod tps;
mod unmapped;
mod unsent_field;
mod url;
mod url_adobe;
mod url_dynamic;
mod url_http;
mod url_ip;
mod url_port;
mod xml_body;

use super::Rule;
use crate::journey::{Action, Destination, ValueType};

pub(super) use cards::CARDS;

/// The rules of this family.
pub(super) const RULES: &[&Rule] = &[
    &name_format::RULE,
    &method::RULE,
    &url::RULE,
    &url_dynamic::RULE,
    &url_ip::RULE,
    &url_adobe::RULE,
    &url_port::RULE,
    &url_http::RULE,
    &public_endpoint::RULE,
    &header_prefix::RULE,
    &header_syntax::RULE,
    &default_headers::RULE,
    &body_on_get::RULE,
    &body_form::RULE,
    &xml_body::RULE,
    &unsent_field::RULE,
    &body_clash::RULE,
    &message_part::RULE,
    &made_up::RULE,
    &json_only::RULE,
    &field_name::RULE,
    &mixed_array::RULE,
    &nested_array::RULE,
    &collection_sample::RULE,
    &param_type::RULE,
    &unmapped::RULE,
    &optional_null::RULE,
    &auth_fields::RULE,
    &auth_shape::RULE,
    &cache_buffer::RULE,
    &bearer_token::RULE,
    &token_http::RULE,
    &tps::RULE,
    &capacity_unknown::RULE,
    &slow_cap::RULE,
    &static_ip::RULE,
    &batch_only::RULE,
    &stream::RULE,
    &stream_address::RULE,
    &stream_subject::RULE,
    &stream_field::RULE,
    &stream_sign_in::RULE,
    &stream_secret::RULE,
    &stream_leftover::RULE,
    &decision::RULE,
];

/// The actions whose configuration the rules of this family hold: those that call other vendors' systems.
fn third_party(actions: &[Action]) -> impl Iterator<Item = &Action> {
    actions.iter().filter(|action| action.destination == Destination::ThirdParty)
}

/// Those of them that call; the others append to a stream.
fn calling(actions: &[Action]) -> impl Iterator<Item = &Action> {
    third_party(actions).filter(|action| action.stream.is_none())
}

/// Whether a place that wants one type takes a value of another: whole numbers are decimals too.
fn accepts(wanted: ValueType, given: ValueType) -> bool {
    wanted == given
        || (wanted == ValueType::ListAny && given.is_list())
        || (wanted == ValueType::Decimal && given == ValueType::Integer)
        || (wanted == ValueType::ListDecimal && given == ValueType::ListInteger)
}

/// The part of an address between scheme and path, and the scheme.
fn parts(url: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = url.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let authority = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    (!authority.is_empty()).then_some((scheme, authority))
}

/// Host and port of the part between scheme and path; brackets of an IPv6 address are kept.
fn host_and_port(authority: &str) -> (&str, Option<&str>) {
    if authority.starts_with('[') {
        match authority.split_once(']') {
            Some((_, port)) => (&authority[..authority.len() - port.len()], port.strip_prefix(':')),
            None => (authority, None),
        }
    } else {
        authority.rsplit_once(':').map_or((authority, None), |(host, port)| (host, Some(port)))
    }
}
