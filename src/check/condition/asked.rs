//! What the paths of a condition have asked so far. Two questions are the same where they are written alike, blanks and
//! kinds of quotes aside.

use std::hash::{BuildHasher, Hash, Hasher};
use std::sync::Arc;

use foldhash::HashMap;
use foldhash::fast::FixedState;

use crate::expression::{Expr, ExprKind, Parsed, print};

/// Paths with their questions. Writing a question down costs more than all else at a path, so that is done only where
/// two have one outline.
#[derive(Default)]
pub(super) struct Asked {
    by_outline: HashMap<u64, Vec<(usize, Arc<Parsed>)>>,
}

impl Asked {
    /// Takes up what a path asks; nothing where it cannot be read.
    pub(super) fn note(&mut self, path: usize, parsed: Arc<Parsed>) {
        if let Some(question) = parsed.sound() {
            self.by_outline.entry(outline(question)).or_default().push((path, parsed));
        }
    }

    /// The path that asks the same.
    pub(super) fn before(&self, question: &Expr) -> Option<usize> {
        if self.by_outline.is_empty() {
            return None;
        }
        let alike = self.by_outline.get(&outline(question))?;
        let written = print(question);
        let same = |other: &Parsed| other.sound().is_some_and(|other| print(other) == written);
        alike.iter().find(|(_, other)| same(other)).map(|(path, _)| *path)
    }
}

/// The same number for questions that are written alike, hardly ever for others.
fn outline(question: &Expr) -> u64 {
    let mut outline = FixedState::default().build_hasher();
    question.visit(&mut |part| {
        std::mem::discriminant(&part.kind).hash(&mut outline);
        match &part.kind {
            ExprKind::Text(text) => text.hash(&mut outline),
            ExprKind::Integer(number) => outline.write_i64(*number),
            ExprKind::Decimal(number) => outline.write_u64(number.to_bits()),
            ExprKind::Date(literal) => literal.text.hash(&mut outline),
            ExprKind::Field(field) => field.path.iter().for_each(|step| step.name().hash(&mut outline)),
            ExprKind::Call(call) => call.name.hash(&mut outline),
            ExprKind::Chain(chain) => chain.rest.iter().for_each(|link| link.operator.hash(&mut outline)),
            _ => {}
        }
    });
    outline.finish()
}
