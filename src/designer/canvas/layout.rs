//! Where the parts of a journey lie: cards that nobody has placed, ports, the ends of paths and what they say.

use egui::{Pos2, Vec2, pos2};

use super::geometry::{self, CARD};
use super::scene::Tag;
use crate::designer::names;
use crate::designer::words::word;
use crate::journey::{Activity, Graph, Journey, Port};

/// Where the ports of a card are. Ports with wires share the right edge, so that the one wire of most cards leaves
/// in the middle and lies straight; open ports hang below, unless the path as a whole ends here.
pub(super) fn outlets(graph: &Graph, card: usize) -> Vec<Vec2> {
    let ports = graph.nodes[card].ports.len();
    let open = |port: &usize| graph.leaving_by(card, *port).is_empty();
    let hanging = (0..ports).filter(open).count();
    if hanging == ports {
        return (0..ports).map(|port| geometry::outlet(port, ports)).collect();
    }
    let (mut wired, mut hooks) = (0, 0);
    (0..ports)
        .map(|port| {
            let place = if open(&port) { &mut hooks } else { &mut wired };
            *place += 1;
            if open(&port) { geometry::hook(*place - 1) } else { geometry::outlet(*place - 1, ports - hanging) }
        })
        .collect()
}

/// Where the cards stand. What has no place yet is set in rows below everything else.
pub(super) fn places(graph: &Graph) -> Vec<Pos2> {
    let lowest = graph.nodes.iter().filter(|node| node.placed).map(|node| node.y).max();
    let top = lowest.map_or(0.0, |y| y as f32 + CARD.y + 60.0);
    let mut loose = 0_u16;
    (graph.nodes.iter())
        .map(|node| {
            if node.placed {
                return pos2(node.x as f32, node.y as f32);
            }
            let (column, row) = (f32::from(loose % 6), f32::from(loose / 6));
            loose = loose.saturating_add(1);
            pos2(column * 240.0, top + row * 100.0)
        })
        .collect()
}

pub(super) fn tags_of(journey: &Journey, graph: &Graph, card: usize, tags: &mut Vec<Tag>) {
    let node = &graph.nodes[card];
    let open: Vec<usize> = (0..node.ports.len()).filter(|&port| graph.leaving_by(card, port).is_empty()).collect();
    let hangs = open.len() < node.ports.len();
    for (place, &port) in open.iter().enumerate() {
        let text = names::end(journey, &journey.activities[card], &node.ports[port]);
        let text = text.unwrap_or_else(|| word("canvas.end").to_owned());
        let offset = if hangs { geometry::hanging_tag(place, open.len()) } else { geometry::tag(place, open.len()) };
        tags.push(Tag { from: card, port, offset, hangs, text });
    }
}

/// What a wire that leaves by this port says; empty for the one normal way.
pub(super) fn port_label(activity: &Activity, port: &Port) -> String {
    if *port == Port::Next { String::new() } else { names::port(activity, port) }
}
