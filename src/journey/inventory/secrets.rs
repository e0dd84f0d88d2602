//! Which secrets the objects of an inventory name.

use std::collections::BTreeSet;

use super::{Authentication, Binding, Credential, DataSourceKind, Inventory};
use crate::journey::Secret;

impl Inventory {
    /// The names of all secrets that calls need.
    pub fn secrets(&self) -> BTreeSet<&Secret> {
        let mut names = BTreeSet::new();
        for action in &self.actions {
            let bindings = action.headers.iter().chain(&action.query).map(|named| &named.value);
            let bindings = bindings.chain(action.payload.iter().map(|parameter| &parameter.value));
            names.extend(bindings.filter_map(|binding| match binding {
                Binding::Secret(name) => Some(name),
                _ => None,
            }));
            names.extend(of(&action.authentication));
        }
        for source in &self.data_sources {
            if let DataSourceKind::External { authentication, .. } = &source.kind {
                names.extend(of(authentication));
            }
        }
        // What has no name yet is a finding of its own.
        names.retain(|name| !name.as_str().trim().is_empty());
        names
    }
}

fn of(authentication: &Authentication) -> Vec<&Secret> {
    match authentication {
        Authentication::None => Vec::new(),
        Authentication::Basic { password: name, .. }
        | Authentication::ApiKey { value: name, .. }
        | Authentication::Bearer(name) => vec![name],
        Authentication::Custom(custom) => {
            let said = custom.headers.values().chain(custom.body.values());
            said.filter_map(|value| match value {
                Credential::Secret(name) => Some(name),
                Credential::Plain(_) => None,
            })
            .collect()
        }
    }
}
