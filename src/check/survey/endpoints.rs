//! Which endpoint's limits hold for an action: the one that it names, else the one whose address fits.

use crate::journey::{Action, Endpoint, Inventory, Service};

/// The endpoint of an action.
pub fn of<'a>(inventory: &'a Inventory, action: &Action) -> Option<&'a Endpoint> {
    match &action.endpoint {
        Some(id) => inventory.get::<Endpoint>(id),
        None => inventory.endpoints.iter().find(|endpoint| {
            endpoint.service == Service::Action
                && endpoint.methods.contains(&action.method)
                && fits(&endpoint.url_pattern, &action.url)
        }),
    }
}

/// The host of an address.
pub fn host(url: &str) -> Option<&str> {
    let (_, rest) = url.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let authority = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let host = authority.split_once(':').map_or(authority, |(host, _)| host);
    (!host.is_empty()).then_some(host)
}

/// Whether a pattern, in which `*` stands for anything, fits an address. Linear: each part is found once, in order.
pub fn fits(pattern: &str, address: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = address.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else { return rest.is_empty() };
    for part in middle {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}
