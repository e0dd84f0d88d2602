//! The canvas for screen readers and tests: the ground has a name, and each full card in view is a widget
//! "Wait 1 hour, wait, 1 problem". Farther out nobody could read a card either; the list of problems and
//! the search find it.

use egui::accesskit::Role;
use egui::{Id, Response, Sense, Ui, WidgetInfo};

use super::detail::Detail;
use super::gestures::Gesture;
use super::{Canvas, CanvasInput, arriving, tallies};
use crate::designer::names;
use crate::designer::requests::Requests;
use crate::designer::trail::{Passed, Trail};
use crate::designer::words::{count, phrase};
use crate::journey::ActivityId;

/// The widget of a card.
pub fn id(canvas: Id, activity: &ActivityId) -> Id {
    canvas.with(("card", activity.as_str()))
}

/// Names the ground.
pub fn ground(response: &Response, input: &CanvasInput<'_>) {
    response.widget_info(|| {
        let steps = count("canvas.steps", input.journey.activities.len());
        let name = phrase("canvas.name", &[("journey", &input.journey.name), ("steps", &steps)]);
        WidgetInfo::labeled(Role::Canvas, true, name)
    });
}

/// So many cards in view are widgets for screen readers however small they are drawn; where there are more,
/// only full cards are, for no frame has the time for thousands.
const MOST_SMALL: usize = 300;

impl Canvas {
    /// Puts a button under each end of a path in view.
    pub(super) fn offer_ends(&mut self, ui: &Ui, canvas: Id) {
        if !matches!(self.gesture, Gesture::Idle) {
            return;
        }
        let by_pointer = ui.input(|i| i.pointer.any_released());
        let mut chosen = None;
        for (number, rect) in &self.tags {
            let tag = &self.scene.tags[*number];
            let widget = canvas.with(("end", self.scene.id(tag.from).as_str(), tag.port));
            let response = ui.interact(*rect, widget, Sense::click());
            response.widget_info(|| {
                let parts = [("step", self.scene.cards[tag.from].title.as_str()), ("end", tag.text.as_str())];
                WidgetInfo::labeled(Role::Button, true, phrase("canvas.go_on", &parts))
            });
            if response.clicked() && !by_pointer {
                chosen = Some(*number);
            }
        }
        if let Some(tag) = chosen {
            self.open_picker_at_tag(tag);
        }
    }

    /// Puts a widget under each card in view. The pointer's work is done elsewhere: these hear clicks
    /// only from the keyboard and from screen readers.
    pub(super) fn offer_cards(&mut self, ui: &Ui, canvas: Id, input: &CanvasInput<'_>, requests: &mut Requests) {
        // Not while a button is down: egui would give the keyboard to the card, and the canvas walks itself.
        let is_crowd = self.buffers[0].len() > MOST_SMALL && Detail::at(self.camera.zoom()) < Detail::Full;
        if is_crowd || !matches!(self.gesture, Gesture::Idle) {
            return;
        }
        let by_pointer = ui.input(|i| i.pointer.any_released());
        let shift = self.gesture.shift();
        let cards = std::mem::take(&mut self.buffers[0]);
        for &number in &cards {
            let card = &self.scene.cards[number as usize];
            let activity = self.scene.id(number as usize);
            let rect = self.camera.rect_to_screen(self.scene.rect(number as usize, &shift));
            let response = ui.interact(rect, id(canvas, activity), Sense::click());
            let selected = input.selection.activities.binary_search(activity).is_ok();
            let marks = input.marks.get(activity).copied().unwrap_or_default();
            response.widget_info(|| {
                let stage = input.trail.and_then(|trail| spoken_stage(trail, activity));
                let stage = stage.map(|stage| format!(", {stage}")).unwrap_or_default();
                let counts = input.over.counts().and_then(|counts| counts.get(activity));
                let counted = tallies::spoken(counts, input.over);
                let arrives = input.over.arrival(activity).map(|arrival| format!(", {}", arriving::said(arrival)));
                let arrives = arrives.unwrap_or_default();
                let said = marks.spoken();
                let name = format!("{}, {}{said}{counted}{arrives}{stage}", card.title, names::in_sentence(card.word));
                WidgetInfo::selected(Role::Button, true, selected, name)
            });
            if (response.clicked() && !by_pointer) || (response.gained_focus() && !selected) {
                self.select_activity(activity.clone(), false, input, requests);
            }
        }
        self.buffers[0] = cards;
    }
}

/// How a step stands to the test run that is shown: what its colour says, in words.
fn spoken_stage(trail: &Trail, activity: &ActivityId) -> Option<String> {
    let here = |step: &&Passed| &step.activity == activity;
    let last = trail.passed.iter().rfind(here);
    let key = match last {
        Some(step) if step.failed => "canvas.stage.failed",
        Some(_) if trail.current().is_some_and(|step| &step.activity == activity) => "canvas.stage.now",
        Some(_) => "canvas.stage.passed",
        None => "canvas.stage.ahead",
    };
    let step = last.or_else(|| trail.ahead.iter().find(here))?;
    Some(phrase(key, &[("time", &step.time)]))
}
