//! The order in which the activities stand on the page: along the wires, path by path from the top, and where paths
//! meet after all of them. So a wire always leads down the page, and the first path comes first.

use std::collections::BTreeSet;

use crate::journey::{Activity, ActivityId, Journey};

/// Every activity once.
pub(in crate::exchange::build_sheet) fn flow_order(journey: &Journey) -> Vec<&Activity> {
    let mut walk = Walk { journey, seen: BTreeSet::new(), done: Vec::new() };
    let roots: Vec<&Activity> = journey.roots().collect();
    for root in roots.into_iter().rev() {
        walk.visit(root);
    }
    // What lies on a circle that nothing enters is reached from no root.
    let rest: Vec<&Activity> = journey.activities.iter().filter(|step| !walk.seen.contains(&step.id)).collect();
    let mut order: Vec<&Activity> = walk.done;
    order.reverse();
    order.extend(rest);
    order
}

struct Walk<'a> {
    journey: &'a Journey,
    seen: BTreeSet<&'a ActivityId>,
    /// Each after everything that follows it.
    done: Vec<&'a Activity>,
}

impl<'a> Walk<'a> {
    fn visit(&mut self, activity: &'a Activity) {
        // A list of what is open, not the call stack: a long journey is deep.
        let mut open = vec![(activity, false)];
        while let Some((activity, finished)) = open.pop() {
            if finished {
                self.done.push(activity);
            } else if self.seen.insert(&activity.id) {
                open.push((activity, true));
                // The last path is finished first, and so stands last on the page.
                open.extend(self.next(activity).into_iter().map(|next| (next, false)));
            }
        }
    }

    /// What follows, the first path first.
    fn next(&self, activity: &'a Activity) -> Vec<&'a Activity> {
        let journey = self.journey;
        let ports = activity.kind.ports();
        let wires = ports.iter().flat_map(|port| {
            journey.connections.iter().filter(move |wire| wire.from == activity.id && wire.port == *port)
        });
        wires.filter_map(|wire| journey.activity(&wire.to)).collect()
    }
}
