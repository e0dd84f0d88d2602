//! Where a problem led the person: its card and the lines of which it speaks come into view as a whole, and the lines
//! are marked as wrong for as long as the person stays there.

use std::collections::BTreeSet;

use egui::Rect;

use super::Canvas;
use super::scene::Scene;
use crate::designer::session::Session;
use crate::edit::Edit;
use crate::journey::{ConnectionId, Place};

/// The lines of which the problem speaks to which the person was led last.
#[derive(Default)]
pub(super) struct Led {
    /// The number of the wish, and the revision, for which they were gathered.
    of: (u64, u64),
    lines: BTreeSet<ConnectionId>,
}

impl Led {
    /// Gathers them for the place where the person is.
    pub fn follow(&mut self, session: &Session) {
        let Some(focus) = session.focus() else { return };
        let of = (focus.number, session.revision());
        if self.of != of {
            self.of = of;
            self.lines = lines(session, &focus.what);
        }
    }

    /// Whether this line is marked.
    pub fn marks(&self, line: &ConnectionId) -> bool {
        !self.lines.is_empty() && self.lines.contains(line)
    }

    /// Where the lines lie, with what they join.
    fn places(&self, scene: &Scene) -> impl Iterator<Item = Rect> {
        let lines = scene.wires.iter().filter(|wire| self.marks(&wire.id));
        lines.map(|wire| scene.cards[wire.from].rect.union(scene.cards[wire.to].rect))
    }
}

impl Canvas {
    /// Brings the place into view to which the person was led.
    pub(super) fn lead_to(&mut self, place: &Place) {
        let card = place.activity.as_ref().and_then(|id| self.scene.graph.index(id));
        let card = card.map(|card| self.scene.extent(card));
        let all = self.led.places(&self.scene).chain(card).reduce(Rect::union);
        if let (Some(all), Some(viewport)) = (all, self.viewport) {
            self.camera.reveal(all, viewport);
        }
    }
}

/// The line of the place itself, and those that would go if the problems there were mended.
fn lines(session: &Session, place: &Place) -> BTreeSet<ConnectionId> {
    let found = session.findings().filter(|finding| finding.place == *place && !session.is_to_do(finding));
    let edits = found.flat_map(|finding| &finding.remedies).flat_map(|remedy| &remedy.edits);
    let going = edits.filter_map(|edit| match edit {
        Edit::Disconnect { journey, connection } if Some(journey) == place.journey.as_ref() => Some(connection.clone()),
        _ => None,
    });
    going.chain(place.connection.clone()).collect()
}
