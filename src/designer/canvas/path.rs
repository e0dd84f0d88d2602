//! Where the path of a test run lies: which cards and wires were passed, which are still to come, what failed.

use super::scene::Scene;
use crate::designer::trail::{Passed, Trail};

/// How a card or wire stands to the path.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Not on it.
    #[default]
    Off,
    /// The person will come here after the step that is looked at.
    Ahead,
    /// The person has been here.
    Passed,
}

/// The path by numbers of cards and wires.
#[derive(Debug, Default)]
pub struct Path {
    /// One per card.
    pub cards: Vec<Stage>,
    /// One per wire.
    pub wires: Vec<Stage>,
    /// Cards whose step failed, as far as the person has come.
    pub failed: Vec<usize>,
    /// The open port by which the person leaves: card, port and whether that is still to come.
    pub left: Option<(usize, usize, Stage)>,
    /// Where the person is now.
    pub now: Option<usize>,
    /// When each card was reached last: card, time, stage.
    pub times: Vec<(usize, String, Stage)>,
}

impl Path {
    /// The path of this trail over the scene.
    pub fn of(scene: &Scene, trail: &Trail) -> Self {
        let mut path = Self {
            cards: vec![Stage::Off; scene.cards.len()],
            wires: vec![Stage::Off; scene.wires.len()],
            now: trail.current().and_then(|passed| scene.graph.index(&passed.activity)),
            ..Self::default()
        };
        let steps: Vec<(&Passed, Stage)> = (trail.passed.iter().map(|step| (step, Stage::Passed)))
            .chain(trail.ahead.iter().map(|step| (step, Stage::Ahead)))
            .collect();
        for (place, &(step, stage)) in steps.iter().enumerate() {
            let Some(card) = scene.graph.index(&step.activity) else { continue };
            path.cards[card] = path.cards[card].max(stage);
            if step.failed && stage == Stage::Passed {
                path.failed.push(card);
            }
            if path.cards[card] == stage {
                path.times.retain(|(known, ..)| *known != card);
                path.times.push((card, step.time.clone(), stage));
            }
            path.go_on(scene, card, step, &steps[place + 1..], stage);
        }
        path
    }

    /// The wires by which the person went on to one of the later steps, or the end at which they left.
    fn go_on(&mut self, scene: &Scene, card: usize, step: &Passed, later: &[(&Passed, Stage)], stage: Stage) {
        let Some(port) = step.port.as_ref() else { return };
        let Some(port) = scene.graph.nodes[card].ports.iter().position(|known| known == port) else { return };
        let wires = scene.graph.leaving_by(card, port);
        if wires.is_empty() {
            self.left = Some((card, port, stage));
        }
        for wire in (0..scene.wires.len()).filter(|_| !wires.is_empty()) {
            let known = &scene.wires[wire];
            if known.from == card && known.port == port {
                let next = later.iter().find(|(next, _)| scene.id(known.to) == &next.activity);
                self.wires[wire] = self.wires[wire].max(next.map_or(Stage::Off, |(_, stage)| *stage));
            }
        }
    }
}
