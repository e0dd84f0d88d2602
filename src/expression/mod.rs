//! The language of conditions and mappings: parse, check types, evaluate, complete, rename.
//!
//! The journey language of Adobe Journey Optimizer ("Work with the advanced expression editor",
//! help/using/building-journeys/expression/expressionadvanced.md), plus what a document needs around it:
//! text with `{{ expression }}` in it ([`template`], [`wording`]) and the form of the condition builder ([`builder`]).
//! Knows `crate::journey` and nobody else. Pure: time, chance and data come in through [`Context`].
//!
//! What the documentation leaves open is settled here and marked on a build sheet: journey properties, which
//! its editor only lets people pick, are written `@journey{currentNodeName}`.

mod arithmetic;
pub mod builder;
mod compare;
mod complete;
mod context;
mod evaluate;
mod fit;
mod functions;
mod highlight;
mod name;
mod parse;
pub mod pattern;
mod print;
mod problem;
mod rename;
mod scope;
pub mod shape;
pub mod template;
pub mod title;
mod tree;
mod typing;
mod visit;
pub mod wording;

pub use complete::{Completion, CompletionKind, complete};
pub use context::Context;
pub use evaluate::{EvaluationError, evaluate};
pub use fit::{fits, misfits};
pub use functions::{FUNCTIONS, Function, Group, Output, Parameter, Signature, display};
pub use highlight::{TokenKind, highlight};
pub use name::{LONGEST_NAME, identifier, is_identifier};
pub use parse::{MAX_LENGTH, MAX_NESTING, Parsed, parse};
pub use print::{event_field, literal, print, print_path};
pub use problem::{Code, Fix, Problem, Span, SyntaxError};
pub use rename::{Renamed, rename, rename_in_template};
pub use scope::{Choice, JOURNEY_PROPERTIES, Origin, QUALIFICATION_EVENT, Scope};
pub use tree::*;
pub use typing::{Expected, Reference, Target, Type, Typed, check};
