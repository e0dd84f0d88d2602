//! The language of conditions and mappings: parse, check types, evaluate, complete, rename.
//!
//! The journey language of Adobe Journey Optimizer ("Advanced expression editor",
//! help/using/building-journeys/expression/expressionadvanced.md), plus what a document needs around it:
//! text with `{{ expression }}` in it ([`template`]) and the form of the condition builder ([`builder`]).
//! Knows `crate::journey` and nobody else. Pure: time, chance and data come in through [`Context`].
//!
//! Two additions of our own, both marked as such on a build sheet:
//! - journey properties are written `@journey{currentNodeName}`;
//! - the entry by audience qualification is written `@event{AudienceQualification.status}`.

mod context;
mod evaluate;
mod functions;
mod parse;
mod problem;
mod scope;
pub mod shape;
mod tree;
mod typing;

pub use context::Context;
pub use evaluate::{EvaluationError, evaluate};
pub use functions::Function;
pub use parse::{Parsed, parse};
pub use problem::{Code, Problem, Span, SyntaxError};
pub use scope::Scope;
pub use tree::*;
pub use typing::{Expected, Reference, Target, Type, Typed, check};
