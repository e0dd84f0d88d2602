//! Which of several contents of a message a person gets, and why: by chance, or by rules over the person
//! ("Optimization" of an action, help/using/content-management/gs-message-optimization.md). Whom none is meant for gets
//! no message and goes on.

use crate::expression::EvaluationError;
use crate::run::plan::{Contents, MessagePlan, VariantPlan};
use crate::run::world::World;

use super::choose::{self, Drawn, percent};

/// What a person gets.
pub(super) enum Picked<'p> {
    /// One of the contents, and why; nothing where there is only one.
    One(&'p VariantPlan, String),
    /// No message, and why.
    Nothing(String),
}

/// Picks the content for this person.
pub(super) fn pick<'p>(world: &World<'_>, plan: &'p MessagePlan) -> Result<Picked<'p>, EvaluationError> {
    let own = plan.variants.first().ok_or_else(|| EvaluationError::Empty("the message".to_owned()))?;
    match &plan.contents {
        Contents::Same => Ok(Picked::One(own, String::new())),
        Contents::Chance { shares, trial } => {
            let forced = world.state.forced.get(&world.node.id);
            // One draw for all messages of a step, far from those of expressions, which count from 0: who sees one
            // place in an app sees the same treatment in the others.
            const DRAW: u64 = u64::MAX - 1;
            Ok(match choose::draw(world, DRAW, shares, trial, forced) {
                Drawn::Path(id, because) => {
                    let drawn = plan.variants.iter().find(|variant| variant.id.as_ref() == Some(&id));
                    Picked::One(drawn.unwrap_or(own), because)
                }
                Drawn::HeldOut(because) => Picked::Nothing(format!("no message: {because}")),
                Drawn::Beyond { drawn, end } => {
                    let because = format!("drew {}, and the shares end at {} %", percent(drawn), percent(end));
                    Picked::Nothing(format!("no message: {because}"))
                }
            })
        }
        Contents::Rules { rules, fallback } => {
            let mut looked_at: Vec<String> = Vec::new();
            for rule in rules {
                let (holds, seen) = choose::asks(world, rule)?;
                if holds {
                    let variant = plan.variants.iter().find(|variant| variant.id.as_ref() == Some(&rule.branch));
                    let name = choose::named(&rule.label, &rule.branch);
                    let because = if seen.is_empty() { name } else { format!("{name}: {}", seen.join(", ")) };
                    return Ok(Picked::One(variant.unwrap_or(own), because));
                }
                looked_at.extend(seen.into_iter().filter(|part| !looked_at.contains(part)).collect::<Vec<_>>());
            }
            let because = choose::none_fits("rule", &looked_at.join(", "));
            Ok(if *fallback { Picked::One(own, because) } else { Picked::Nothing(format!("no message: {because}")) })
        }
    }
}
