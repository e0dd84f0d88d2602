//! Lines that are drawn: by a gesture from a port, or by a list for those who do not point.

use egui::{Pos2, vec2};

use super::gestures::Pulled;
use super::picker::Picker;
use super::scene::Shift;
use super::{Canvas, CanvasInput, told};
use crate::designer::requests::{Request, Requests};
use crate::designer::words::{phrase, word};
use crate::edit::{self, Edit};
use crate::journey::{ActivityId, Place, Port};

impl Canvas {
    pub(super) fn wired(
        &mut self,
        at: Option<Pos2>,
        pulled: &Pulled,
        input: &CanvasInput<'_>,
        requests: &mut Requests,
    ) {
        match pulled.over {
            Some(over) if pulled.targets.get(over) == Some(&Ok(())) => match &pulled.replugs {
                Some(wire) => {
                    let edits = edit::reconnect(input.journey, wire, self.scene.id(over));
                    self.ask_to_connect(pulled.from, over, edits, input, requests);
                }
                None => self.connect(pulled.from, pulled.port, over, input, requests),
            },
            Some(_) => {}
            None => {
                if let Some(at) = at.filter(|at| self.viewport.is_some_and(|viewport| viewport.contains(*at))) {
                    self.drop_wire(at, pulled, input, requests);
                }
            }
        }
    }

    /// Asks for a line from a port to a card.
    pub(super) fn connect(
        &self,
        from: usize,
        port: usize,
        to: usize,
        input: &CanvasInput<'_>,
        requests: &mut Requests,
    ) {
        let Some(port) = self.scene.port(from, port) else { return };
        let edits = edit::connect(input.journey, self.scene.id(from), port, self.scene.id(to));
        self.ask_to_connect(from, to, edits, input, requests);
    }

    fn ask_to_connect(
        &self,
        from: usize,
        to: usize,
        edits: Vec<Edit>,
        input: &CanvasInput<'_>,
        requests: &mut Requests,
    ) {
        let name =
            phrase("canvas.connect", &[("from", &self.scene.cards[from].title), ("to", &self.scene.cards[to].title)]);
        requests.edit(name, Place::activity(&input.journey.id, self.scene.id(from)), edits);
    }

    /// "Connect to…": from the selected step, by a list, for those who do not point.
    pub(super) fn ask_where_to(&mut self, input: &CanvasInput<'_>, requests: &mut Requests) {
        let (Some(viewport), Some(card)) =
            (self.viewport, input.selection.single().and_then(|id| self.scene.graph.index(id)))
        else {
            return;
        };
        let rect = self.scene.cards[card].rect;
        self.camera.reveal(rect, viewport);
        let at = self.camera.aim().to_screen(rect.right_top()) + vec2(14.0, 0.0);
        match self.scene.cards[card].outlets.len() {
            0 => requests.push(Request::Say(word("canvas.leads_nowhere").to_owned())),
            1 => self.open_picker_of_targets(card, 0, at, input),
            _ => self.picker = Some(Picker::of_ways(card, at)),
        }
    }

    /// The list of the steps to which a line from this port may lead, the nearest first.
    pub(super) fn open_picker_of_targets(&mut self, card: usize, port: usize, at: Pos2, input: &CanvasInput<'_>) {
        let targets = self
            .scene
            .port(card, port)
            .and_then(|port| edit::targets(input.journey, &self.scene.graph, self.scene.id(card), port));
        let fits = targets.into_iter().flatten().enumerate().filter(|(_, target)| target.is_ok());
        let mut to: Vec<usize> = fits.map(|(card, _)| card).collect();
        let here = self.scene.cards[card].rect.center();
        let far = |card: &usize| self.scene.cards[*card].rect.center().distance(here);
        to.sort_by(|a, b| far(a).total_cmp(&far(b)));
        self.picker = Some(Picker::of_targets(card, port, to, at));
    }

    /// A wire dropped on empty ground: a new one asks what comes next, one that was taken up goes.
    fn drop_wire(&mut self, at: Pos2, pulled: &Pulled, input: &CanvasInput<'_>, requests: &mut Requests) {
        match &pulled.replugs {
            Some(wire) => {
                let edits = vec![Edit::Disconnect { journey: input.journey.id.clone(), connection: wire.clone() }];
                let name = told::of_lines(std::slice::from_ref(wire), input.workspace, input.journey);
                requests.edit(name, Place::journey(&input.journey.id), edits);
            }
            None => self.open_picker_after(pulled.from, pulled.port, at),
        }
    }

    /// Where lines from this port begin, in canvas units.
    pub(super) fn outlet_of(&self, from: &ActivityId, port: &Port) -> Option<Pos2> {
        let card = self.scene.graph.index(from)?;
        let port = self.scene.graph.nodes[card].ports.iter().position(|known| known == port)?;
        Some(self.scene.outlet(card, port, &Shift::default()))
    }
}
