//! Presets: actions that carry messages to well-known services, in the public shapes of those services.
//!
//! They are a beginning: addresses hold made-up accounts, and each says what is to be put in their place.

use std::sync::OnceLock;

use serde::Deserialize;

use super::text_form::from_ron;
use super::{Action, Medium};

/// An action to begin with.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preset {
    /// What it is for.
    pub name: String,
    /// What it carries.
    pub media: Vec<Medium>,
    /// The page that describes the call, with its address.
    pub source: String,
    /// What is to be put in the place of made-up values, and what else should be known.
    pub note: String,
    /// The action; secrets stand as their names.
    pub action: Action,
}

const FILES: [&str; 9] = [
    include_str!("../../assets/presets/airship.ron"),
    include_str!("../../assets/presets/braze.ron"),
    include_str!("../../assets/presets/campaign-standard.ron"),
    include_str!("../../assets/presets/campaign-v7.ron"),
    include_str!("../../assets/presets/campaign-v8.ron"),
    include_str!("../../assets/presets/onesignal.ron"),
    include_str!("../../assets/presets/postmark.ron"),
    include_str!("../../assets/presets/sendgrid.ron"),
    include_str!("../../assets/presets/twilio.ron"),
];

/// Every preset, by name.
pub fn presets() -> &'static [Preset] {
    static PRESETS: OnceLock<Vec<Preset>> = OnceLock::new();
    PRESETS.get_or_init(|| {
        let read = |text: &&str| from_ron(text).expect("a preset that can be read, which a test proves");
        let mut presets: Vec<Preset> = FILES.iter().map(read).collect();
        presets.sort_by(|a, b| a.name.cmp(&b.name));
        presets
    })
}
