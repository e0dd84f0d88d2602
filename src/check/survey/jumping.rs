//! Who jumps: people who come into a journey from others bring their calls along, as many as came in there.

use std::collections::{BTreeMap, BTreeSet};

use super::flow::Flow;
use super::load::{self, Load, ONE_CALL};
use super::rate::Rush;
use crate::journey::{JourneyId, Kind};

/// Jumps that are followed from one journey to the next.
const FOLLOWED: usize = 10;

/// The journeys to which people jump, each with the share of them at most, in parts of [`ONE_CALL`].
pub(super) fn jumps(flow: &Flow<'_>, lasts_ms: Option<i64>) -> Vec<(JourneyId, u64)> {
    let Some(entry) = flow.entry else { return Vec::new() };
    let target = |step: usize| match flow.steps[step].kind() {
        Kind::Jump(jump) => jump.target.as_ref(),
        _ => None,
    };
    let targets: BTreeSet<&JourneyId> = (0..flow.steps.len()).filter_map(target).collect();
    let shares = targets.into_iter().map(|to| {
        let share = load::worst(flow, entry, lasts_ms, |step| usize::from(target(step) == Some(to)));
        // Nobody is in a journey twice.
        (to.clone(), share.min(ONE_CALL))
    });
    shares.filter(|(_, share)| *share > 0).collect()
}

/// How people come into journeys by jumps, directly or over other journeys: from which one, and how many when most do.
pub(super) fn arrivals<'l>(loads: &BTreeMap<&'l JourneyId, &'l Load>) -> BTreeMap<JourneyId, Vec<(JourneyId, Rush)>> {
    let mut arrivals: BTreeMap<JourneyId, Vec<(JourneyId, Rush)>> = BTreeMap::new();
    for (from, load) in loads.iter().filter(|(_, load)| !load.jumps.is_empty()) {
        let Some(rush) = load.rush else { continue };
        let mut met = BTreeSet::from([*from]);
        let mut open = vec![(*load, ONE_CALL)];
        for _ in 0..FOLLOWED {
            let mut next = Vec::new();
            for (here, come) in open {
                for (to, share) in &here.jumps {
                    let Some((to, load)) = loads.get_key_value(to).filter(|(to, _)| met.insert(**to)) else { continue };
                    let share = part(come, *share);
                    arrivals.entry((*to).clone()).or_default().push(((*from).clone(), some_of(&rush, share)));
                    next.push((*load, share));
                }
            }
            open = next;
        }
    }
    arrivals
}

fn part(of: u64, share: u64) -> u64 {
    u64::try_from(u128::from(of) * u128::from(share) / u128::from(ONE_CALL)).unwrap_or(u64::MAX)
}

/// A share of those who come; a part of a person counts whole.
fn some_of(rush: &Rush, share: u64) -> Rush {
    let some = |people: i64| {
        let people = u128::from(u64::try_from(people).unwrap_or(0)) * u128::from(share);
        i64::try_from(people.div_ceil(u128::from(ONE_CALL))).unwrap_or(i64::MAX)
    };
    Rush { per_second: some(rush.per_second), people: rush.people.map(some), ..*rush }
}
