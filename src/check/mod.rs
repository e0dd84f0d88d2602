//! CHECK: guardrails, each a value, all run on every revision.
//!
//! A rule ([`Rule`]) is one file: its text, its sources, two examples and one function over a prepared [`Survey`] of
//! a journey or over the [`Estate`], the workspace as a whole. [`Checker`] runs them and keeps what an edit cannot
//! have changed; [`Cleared`] is the proof that nothing blocks. Limits come from [`platform`], never from a rule.

mod card;
mod checker;
mod clearance;
pub mod example;
mod finding;
mod guardrail;
mod living;
pub mod platform;
mod proofs;
mod repair;
mod report;
mod rule;
pub mod source;
pub mod survey;
mod unreadable;
mod volumes;

mod action;
mod business;
mod campaign;
mod capping;
mod condition;
mod data;
mod decision;
mod entry;
mod event;
mod expression;
mod fragment;
mod jump;
mod lifecycle;
mod message;
mod package;
mod qualification;
mod reaction;
mod read;
mod reference;
mod ruleset;
mod structure;
mod test;
mod update;
mod wait;

use std::sync::LazyLock;

pub use capping::drops::instead_of_cap;
pub use card::{Card, CardKind};
pub use checker::Checker;
pub use clearance::Cleared;
pub use example::Sketch;
pub use finding::{Confidence, Finding, Findings, Remedy};
pub use guardrail::{Guardrail, guardrail, guardrails};
pub use living::{Unneeded, bring_back, live_with, take_back, unneeded};
pub use repair::{Repair, repair};
pub use report::{Report, Suppressed};
pub use rule::{Check, Family, Mending, Rule, Severity};
pub use source::Source;
pub use survey::latency::{Arrival, Budget, Part, arrivals, budgets};
pub use survey::{Estate, Survey};
pub use volumes::{Entries, Volumes};

/// The rules, family by family.
const FAMILIES: &[&[&Rule]] = &[
    structure::RULES,
    reference::RULES,
    entry::RULES,
    event::RULES,
    business::RULES,
    qualification::RULES,
    read::RULES,
    wait::RULES,
    reaction::RULES,
    condition::RULES,
    decision::RULES,
    jump::RULES,
    update::RULES,
    message::RULES,
    action::RULES,
    capping::RULES,
    ruleset::RULES,
    data::RULES,
    expression::RULES,
    campaign::RULES,
    package::RULES,
    test::RULES,
    fragment::RULES,
    lifecycle::RULES,
];

/// The cards, family by family.
const CARDS: &[&[Card]] = &[
    structure::CARDS,
    event::CARDS,
    business::CARDS,
    qualification::CARDS,
    message::CARDS,
    action::CARDS,
    capping::CARDS,
    ruleset::CARDS,
    data::CARDS,
    expression::CARDS,
    campaign::CARDS,
    condition::CARDS,
    update::CARDS,
    entry::CARDS,
    read::CARDS,
    decision::CARDS,
    jump::CARDS,
    test::CARDS,
    fragment::CARDS,
    lifecycle::CARDS,
];

/// Every rule, in the order of the documentation.
pub fn rules() -> &'static [&'static Rule] {
    static RULES: LazyLock<Vec<&'static Rule>> = LazyLock::new(|| FAMILIES.concat());
    &RULES
}

/// The rule of this id or alias.
pub fn rule(id: &str) -> Option<&'static Rule> {
    rules().iter().copied().find(|rule| rule.answers_to(id))
}

/// Every card and behaviour.
pub fn cards() -> &'static [Card] {
    static ALL: LazyLock<Vec<Card>> = LazyLock::new(|| CARDS.concat());
    &ALL
}
