//! Stories of a journey's shape.

use proptest::prelude::*;
use waymark::journey::graph::Loose;
use waymark::journey::{Connection, Graph, Journey, Port};

use super::edit_worlds::{forwards, journey, wild};

proptest! {
    #[test]
    fn an_order_leads_forwards_or_the_circles_are_named(seed: u64, activities in 0_usize..40, wires in 0_usize..60) {
        let workspace = wild(seed, activities, wires);
        let graph = Graph::of(journey(&workspace));
        match graph.topological_order() {
            Ok(order) => {
                let mut place = vec![usize::MAX; order.len()];
                order.iter().enumerate().for_each(|(at, &node)| place[node] = at);
                prop_assert_eq!(place.len(), graph.nodes.len());
                prop_assert!(graph.wires.iter().all(|wire| place[wire.from] < place[wire.to]));
                prop_assert_eq!(graph.cycles(), Vec::<Vec<usize>>::new());
            }
            Err(cycles) => {
                prop_assert!(!cycles.is_empty());
                for cycle in &cycles {
                    let starts: Vec<usize> = graph.leaving(cycle[0]).iter().map(|wire| wire.to).collect();
                    let reachable = graph.reachable(starts);
                    prop_assert!(cycle.iter().all(|&node| reachable[node]), "each step leads back to itself");
                }
            }
        }
    }

    #[test]
    fn both_ways_tell_of_the_same_wires(seed: u64, activities in 0_usize..40, wires in 0_usize..60) {
        let workspace = wild(seed, activities, wires);
        let graph = Graph::of(journey(&workspace));
        let mut out: Vec<_> = (0..graph.nodes.len()).flat_map(|node| graph.leaving(node)).map(|w| w.connection).collect();
        let mut into: Vec<_> =
            (0..graph.nodes.len()).flat_map(|node| graph.arriving(node)).map(|w| w.connection).collect();
        let ends = graph.ends().count();
        let ports: usize = graph.nodes.iter().map(|node| node.ports.len()).sum();
        let wired = (0..graph.nodes.len())
            .flat_map(|node| (0..graph.nodes[node].ports.len()).map(move |port| (node, port)))
            .filter(|&(node, port)| !graph.leaving_by(node, port).is_empty())
            .count();
        prop_assert_eq!(ends + wired, ports);
        out.sort_unstable();
        into.sort_unstable();
        prop_assert_eq!(&out, &into);
        prop_assert_eq!(out.len() + graph.dangling.len(), journey(&workspace).connections.len());
    }
}

#[test]
fn wires_that_lead_nowhere_are_listed_with_what_they_miss() {
    let workspace = forwards(5, 3);
    let mut broken = journey(&workspace).clone();
    let known = broken.activities[0].id.clone();
    let port = broken.activities[0].kind.ports()[0].clone();
    broken.connections =
        [("nobody", port.clone(), known.as_str()), (known.as_str(), Port::Branch("x".into()), "nobody")]
            .into_iter()
            .chain([(known.as_str(), port, "nobody")])
            .map(|(from, port, to)| Connection { id: "wire-a".into(), from: from.into(), port, to: to.into() })
            .collect();
    let why: Vec<Loose> = Graph::of(&broken).dangling.iter().map(|dangling| dangling.why).collect();
    assert_eq!(why, [Loose::From, Loose::Port, Loose::To]);
}

#[test]
fn a_chain_of_a_hundred_thousand_steps_needs_no_deep_stack() {
    let id = |number: usize| format!("wait-{number:06}");
    let activities = (0..100_000)
        .map(|at| waymark::journey::Activity {
            id: id(at).as_str().into(),
            kind: waymark::journey::Kind::Wait(waymark::journey::Wait::default()),
            ..waymark::journey::Activity::default()
        })
        .collect();
    let wire = |at: usize| Connection {
        id: format!("wire-{at:06}").as_str().into(),
        from: id(at).as_str().into(),
        port: Port::Next,
        to: id((at + 1) % 100_000).as_str().into(),
    };
    let journey = Journey { activities, connections: (0..100_000).map(wire).collect(), ..Journey::default() };
    let graph = Graph::of(&journey);
    assert_eq!(graph.cycles().len(), 1);
    assert_eq!(graph.roots().count(), 0);
    assert_eq!(waymark::edit::arrange(&graph).len(), 100_000);
}
