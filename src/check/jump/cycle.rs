//! Jumps never lead back.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::jumps;
use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::JourneyId;

pub(super) const RULE: Rule = Rule {
    id: "jump-loop",
    aliases: &[],
    family: Family::Jump,
    severity: Severity::Error,
    summary: "No chain of jumps leads back to the journey where it began.",
    why: "People would go round for ever; the platform does not list such journeys.",
    sources: &[source::JUMP],
    flagged: || jumping_to(back()).at("target"),
    passing: || jumping_to(Sketch::event()),
    mending: Mending::Offers("Takes the jump away."),
    check: Check::Journey(check),
};

fn back() -> Sketch {
    Sketch::event().then(steps::jump("journey-1"))
}

fn jumping_to(second: Sketch) -> Sketch {
    Sketch::event().then(steps::jump("journey-2")).with_second(second, "Second journey")
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (step, jump) in jumps(survey) {
        let Some(path) = jump.target.as_ref().and_then(|target| way_back(survey, target)) else { continue };
        let names: Vec<String> = std::iter::once(&survey.journey.id).chain(path).map(|id| name(survey, id)).collect();
        let message = format!("This jump leads round in a circle: {}.", names.join(" → "));
        findings
            .report(survey.field(step, "target"), message)
            .suggested("Take the jump away", survey.mend().remove(step));
    }
}

fn name(survey: &Survey<'_>, id: &JourneyId) -> String {
    survey.estate.outlines.get(id).map_or_else(|| id.to_string(), |outline| outline.name.clone())
}

/// The shortest chain of jumps from this journey back to the surveyed one, both included.
fn way_back<'a>(survey: &Survey<'a>, from: &'a JourneyId) -> Option<Vec<&'a JourneyId>> {
    let goal = &survey.journey.id;
    let mut seen = BTreeSet::from([from]);
    let mut came_from: BTreeMap<&JourneyId, &JourneyId> = BTreeMap::new();
    let mut open = VecDeque::from([from]);
    while let Some(journey) = open.pop_front() {
        if journey == goal {
            let mut path = vec![journey];
            while let Some(before) = path.last().and_then(|last| came_from.get(last)) {
                path.push(before);
            }
            path.reverse();
            return Some(path);
        }
        for next in survey.estate.outlines.get(journey).into_iter().flat_map(|outline| &outline.jumps) {
            if seen.insert(next) {
                came_from.insert(next, journey);
                open.push_back(next);
            }
        }
    }
    None
}
