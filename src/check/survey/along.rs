//! How much of something one person meets on the way, at least and at most: messages, calls, bytes.

use super::flow::{Flow, Step};
use crate::journey::Port;

/// Sums over the ways through a journey. Cycles are walked once; where nobody comes it is 0.
#[derive(Debug, PartialEq, Eq)]
pub struct Along {
    /// For each step, until one comes there.
    pub until: Vec<Span>,
    /// On one whole way through.
    pub through: Span,
}

/// From so many to so many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// On the way with the fewest.
    pub least: usize,
    /// On the way with the most.
    pub most: usize,
}

impl Span {
    fn and(self, more: usize) -> Self {
        Self { least: self.least.saturating_add(more), most: self.most.saturating_add(more) }
    }

    fn or(self, other: Self) -> Self {
        Self { least: self.least.min(other.least), most: self.most.max(other.most) }
    }
}

impl Along {
    /// Adds up what people meet who leave a step by a port.
    pub fn of(flow: &Flow<'_>, meets: impl Fn(&Step<'_>, &Port) -> usize) -> Self {
        let mut until: Vec<Option<Span>> = vec![None; flow.steps.len()];
        let mut through: Option<Span> = None;
        let widen = |known: &mut Option<Span>, span: Span| *known = Some(known.map_or(span, |known| known.or(span)));
        for &index in flow.order.iter().filter(|index| flow.reached[**index]) {
            let step = &flow.steps[index];
            let here = *until[index].get_or_insert_default();
            for wire in step.leaving.iter().map(|&wire| &flow.wires[wire]) {
                // A way that leads back counts as a whole one there.
                let known = if wire.back { &mut through } else { &mut until[wire.to] };
                widen(known, here.and(meets(step, &wire.connection.port)));
            }
            flow.open_ways(step).for_each(|port| widen(&mut through, here.and(meets(step, port))));
        }
        Self { until: until.into_iter().map(Option::unwrap_or_default).collect(), through: through.unwrap_or_default() }
    }
}
