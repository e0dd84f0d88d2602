//! The population: who the people of a forecast are, how they come, and how other systems answer them.
//!
//! Plain data. Who is made of it and what becomes of them is for whoever runs the forecast. Shares are in hundredths of
//! a percent; lengths of time that may be fractions are in seconds.

mod coming;
mod draw;
mod systems;

pub use coming::{Arrivals, Coming, FollowUp, Pace};
pub use draw::{AttributeDraw, Distribution, Given, PayloadDraw, WeightedValue};
pub use systems::{AnswerShare, Lapse, ReactionShares, System, SystemBehaviour};

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::value::finite;
use super::{AudienceId, Medium, ProfileId};

/// Everybody: ten thousand hundredths of a percent.
pub const WHOLE: u32 = 10_000;

/// Who the people of a forecast are, how they come, and how other systems answer them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Population {
    /// Version of the text form.
    pub format: u32,
    /// What it stands for.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// How many people there are; those of the file where one is named and nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub people: Option<u32>,
    /// Virtual time at the beginning.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<Timestamp>,
    /// For so many days people come in; those inside then go on to their end. One where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<u32>,
    /// A table of real people (CSV, in the workspace folder), columns as in a list that a server is sent.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub file: String,
    /// The test profiles that people are modelled after; all of them alike where none is named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub models: Vec<Model>,
    /// Their time zones; those of their models where nothing is said.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub zones: Vec<ZoneShare>,
    /// Their attributes, drawn in this order; of several for the same field the first that applies counts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attributes: Vec<AttributeDraw>,
    /// What their events say beside the sample, drawn in this order each time one comes; of several for the same field
    /// of an event the first that applies counts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub payloads: Vec<PayloadDraw>,
    /// How many of them are in which audience, whatever its rule says.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub memberships: Vec<MembershipShare>,
    /// How many agreed to messages of which medium; those of their models where nothing is said.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub consent: Vec<ConsentShare>,
    /// What sets them off, and how fast they come.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub arrivals: Vec<Arrivals>,
    /// What those do who came in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub follow_ups: Vec<FollowUp>,
    /// How many open and click.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reactions: Vec<ReactionShares>,
    /// How other systems answer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub systems: Vec<SystemBehaviour>,
}

/// A test profile as a model.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Model {
    /// Which.
    pub profile: ProfileId,
    /// How often it serves, beside the others.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub weight: u32,
}

/// A time zone, and how many live there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ZoneShare {
    /// IANA name.
    pub zone: String,
    /// How often it is drawn, beside the others.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub weight: u32,
}

/// How many people are in an audience.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MembershipShare {
    /// Which.
    pub audience: AudienceId,
    /// Only of people of whom this holds; of several for the same audience the first that applies counts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub given: Vec<Given>,
    /// How many.
    pub share: u32,
}

/// How many people agreed to messages of a medium.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConsentShare {
    /// Which.
    pub medium: Medium,
    /// Only of people of whom this holds; of several for the same medium the first that applies counts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub given: Vec<Given>,
    /// How many.
    pub share: u32,
}

/// A number as it stands in a list or an option: finite like any other.
#[derive(Deserialize)]
struct Finite(#[serde(deserialize_with = "finite")] f64);

fn one() -> u32 {
    1
}

fn whole() -> u32 {
    WHOLE
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn is_one(number: &u32) -> bool {
    *number == 1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn is_whole(share: &u32) -> bool {
    *share == WHOLE
}

impl Population {
    /// Takes out what has no text form.
    pub(super) fn make_finite(&mut self) {
        let attributes = self.attributes.iter_mut().map(|it| (&mut it.given, &mut it.draw));
        let payloads = self.payloads.iter_mut().map(|it| (&mut it.given, &mut it.draw));
        for (given, draw) in attributes.chain(payloads) {
            given.iter_mut().for_each(|given| given.is.make_finite());
            draw.make_finite();
        }
        let memberships = self.memberships.iter_mut().flat_map(|share| &mut share.given);
        let consent = self.consent.iter_mut().flat_map(|share| &mut share.given);
        memberships.chain(consent).for_each(|given| given.is.make_finite());
    }

    /// The lists whose entries are read one by one.
    pub(super) const LISTS: [&'static str; 10] = [
        "models",
        "zones",
        "attributes",
        "payloads",
        "memberships",
        "consent",
        "arrivals",
        "follow_ups",
        "reactions",
        "systems",
    ];
}
