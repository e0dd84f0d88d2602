//! A journey in miniature: cards as coloured blocks, wires as threads.

use egui::{Color32, Painter, Pos2, Rect, Stroke, StrokeKind, Vec2, pos2, vec2};

use crate::edit::arrange;
use crate::edit::grid::{CARD_HEIGHT, CARD_WIDTH};
use crate::journey::{ActivityId, Family, Graph, Journey};

use super::theme::{Theme, blend};

/// Paints the journey into the rectangle, as large as it fits and never larger than this.
const LARGEST: f32 = 0.17;

/// See the module.
pub fn paint(painter: &Painter, theme: &Theme, rect: Rect, journey: &Journey) {
    let graph = Graph::of(journey);
    let corners = corners(&graph);
    let card = vec2(CARD_WIDTH as f32, CARD_HEIGHT as f32);
    let Some(whole) = corners.iter().map(|at| Rect::from_min_size(*at, card)).reduce(|a, b| a.union(b)) else {
        return;
    };
    let scale = (rect.width() / whole.width()).min(rect.height() / whole.height()).min(LARGEST);
    let place = |at: Pos2| rect.center() + (at - whole.center()) * scale;
    let block = |at: &Pos2| {
        // Blocks keep a readable height however far out they are.
        let size = vec2(card.x * scale, (card.y * scale).max(6.0).min(card.x * scale * 0.5));
        Rect::from_center_size(place(*at + card * 0.5), size)
    };
    let thread = Stroke::new(1.2, blend(rect_ground(theme), theme.wire, 0.9));
    for wire in &graph.wires {
        if let (Some(from), Some(to)) = (corners.get(wire.from), corners.get(wire.to)) {
            let (from, to) = (block(from).right_center(), block(to).left_center());
            painter.extend(curve(from, to, thread));
        }
    }
    for (node, at) in graph.nodes.iter().zip(&corners) {
        let hue = hue(theme, journey, node.id.as_str());
        let block = block(at);
        painter.rect(block, 3.0, blend(theme.panel, hue, 0.16), Stroke::new(1.2, hue), StrokeKind::Inside);
    }
}

/// Where the cards stand: as they were put, or in order where nobody has put them anywhere yet.
fn corners(graph: &Graph) -> Vec<Pos2> {
    if graph.nodes.iter().any(|node| node.placed) {
        return graph.nodes.iter().map(|node| pos2(node.x as f32, node.y as f32)).collect();
    }
    let places = arrange(graph);
    let place = |id: &ActivityId| places.iter().find(|place| &place.activity == id);
    graph
        .nodes
        .iter()
        .map(|node| place(&node.id).map_or(Pos2::ZERO, |place| pos2(place.x as f32, place.y as f32)))
        .collect()
}

fn rect_ground(theme: &Theme) -> Color32 {
    theme.well
}

fn hue(theme: &Theme, journey: &Journey, id: &str) -> Color32 {
    let family = journey.activities.iter().find(|activity| activity.id.as_str() == id).map(|found| {
        // A wait for an event is flow, although it is the activity of an entry.
        if found.kind.timeout().is_some() { Family::Flow } else { found.kind.family() }
    });
    family.map_or(theme.end, |family| theme.family(family))
}

fn curve(from: Pos2, to: Pos2, stroke: Stroke) -> Option<egui::Shape> {
    let bend = Vec2::new(((to.x - from.x) * 0.5).max(4.0), 0.0);
    let points = [from, from + bend, to - bend, to];
    let shape = egui::epaint::CubicBezierShape::from_points_stroke(points, false, Color32::TRANSPARENT, stroke);
    Some(shape.into())
}
