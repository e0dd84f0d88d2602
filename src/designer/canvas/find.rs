//! The search on the canvas: a bar at the upper right. What it finds stands out; Enter goes to the next, Shift+Enter
//! to the one before.

use egui::accesskit::Role;
use egui::{Align2, Area, Frame, Key, Margin, Modifiers, Order, Rect, Ui, WidgetInfo, vec2};

use super::scene::Scene;
use super::{Canvas, CanvasInput};
use crate::designer::icons::Icon;
use crate::designer::requests::{Request, Requests, Selection};
use crate::designer::theme::{SMALL, Theme, Weight, rich};
use crate::designer::widgets;
use crate::designer::words::{phrase, word};
use crate::journey::text_form::to_ron;

/// Width of the bar in points.
const WIDTH: f32 = 300.0;

/// The open search.
#[derive(Debug, Default)]
pub struct Find {
    query: String,
    /// What each card says, in small letters, for one revision.
    texts: Vec<String>,
    /// Numbers of the cards that were found, ascending.
    found: Vec<usize>,
    /// Which of them was jumped to.
    chosen: Option<usize>,
    /// Whether its field had the keyboard in the last frame: Escape takes it away before a frame begins.
    has_keys: bool,
    wants_focus: bool,
}

/// What the person did with the bar.
enum Outcome {
    Nothing,
    Typed,
    Step { back: bool },
    Close,
}

impl Find {
    /// Whether it has found this card.
    pub fn has(&self, card: usize) -> bool {
        self.found.binary_search(&card).is_ok()
    }

    /// Whether keys mean its field.
    pub fn has_keys(&self) -> bool {
        self.has_keys
    }

    /// Whether there is anything that stands out.
    pub fn is_on(&self) -> bool {
        !self.found.is_empty()
    }

    /// Reads the cards anew: after it was opened and after a change of the journey.
    fn read(&mut self, scene: &Scene, input: &CanvasInput<'_>) {
        self.texts = (scene.cards.iter().zip(&input.journey.activities))
            .map(|(card, activity)| {
                let inside = quoted(&to_ron(activity));
                format!("{}\n{}\n{}\n{inside}", card.title, card.word, card.line).to_lowercase()
            })
            .collect();
    }

    fn search(&mut self) {
        let query = self.query.trim().to_lowercase();
        let fits = |text: &str| query.split_whitespace().all(|word| text.contains(word));
        let all = self.texts.iter().enumerate().filter(|(_, text)| !query.is_empty() && fits(text));
        self.found = all.map(|(card, _)| card).collect();
    }

    /// The next card that was found, round and round.
    fn step(&mut self, back: bool) -> Option<usize> {
        let count = self.found.len();
        let place = match self.chosen {
            _ if count == 0 => return None,
            None if back => count - 1,
            None => 0,
            Some(place) if back => (place + count - 1) % count,
            Some(place) => (place + 1) % count,
        };
        self.chosen = Some(place);
        self.found.get(place).copied()
    }

    /// "2 of 7".
    fn standing(&self) -> String {
        match self.chosen {
            _ if self.query.trim().is_empty() => String::new(),
            _ if self.found.is_empty() => word("canvas.find_nothing").to_owned(),
            chosen => {
                let number = chosen.map_or(0, |place| place + 1).to_string();
                phrase("canvas.find_place", &[("n", &number), ("all", &self.found.len().to_string())])
            }
        }
    }

    fn ui(&mut self, ui: &mut Ui) -> Outcome {
        let mut outcome = Outcome::Nothing;
        if self.has_keys {
            // Taken before the field sees them: Enter would end the typing.
            let pressed = |modifiers, key| ui.input_mut(|i| i.consume_key(modifiers, key));
            if pressed(Modifiers::SHIFT, Key::Enter) {
                outcome = Outcome::Step { back: true };
            } else if pressed(Modifiers::NONE, Key::Enter) {
                outcome = Outcome::Step { back: false };
            } else if pressed(Modifiers::NONE, Key::Escape) {
                outcome = Outcome::Close;
            }
        }
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 2.0;
            let typed = ui.scope(|ui| {
                ui.set_width(WIDTH - 150.0);
                let field = widgets::text_field(ui, &mut self.query, word("canvas.find"));
                field.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, word("canvas.find")));
                field
            });
            let field = typed.inner;
            if std::mem::take(&mut self.wants_focus) {
                field.request_focus();
            }
            self.has_keys = field.has_focus();
            if field.changed() {
                outcome = Outcome::Typed;
            }
            let theme = Theme::of(ui.ctx());
            ui.add_sized(
                vec2(56.0, 20.0),
                egui::Label::new(rich(self.standing(), SMALL, Weight::Regular).color(theme.muted)),
            );
            if widgets::icon_button(ui, Icon::ChevronUp, word("canvas.find_previous")).clicked() {
                outcome = Outcome::Step { back: true };
            }
            if widgets::icon_button(ui, Icon::ChevronDown, word("canvas.find_next")).clicked() {
                outcome = Outcome::Step { back: false };
            }
            if widgets::icon_button(ui, Icon::Close, word("canvas.find_close")).clicked() {
                outcome = Outcome::Close;
            }
        });
        outcome
    }
}

impl Canvas {
    /// Opens the search, or brings the keyboard back to it.
    pub(super) fn open_find(&mut self, input: &CanvasInput<'_>) {
        let mut find = self.find.take().unwrap_or_default();
        find.wants_focus = true;
        find.read(&self.scene, input);
        find.search();
        self.find = Some(find);
    }

    /// The journey changed: numbers of cards mean something else now.
    pub(super) fn search_again(&mut self, input: &CanvasInput<'_>) {
        if let Some(find) = &mut self.find {
            find.read(&self.scene, input);
            find.search();
            find.chosen = find.chosen.filter(|place| *place < find.found.len());
        }
    }

    pub(super) fn show_find(&mut self, ui: &Ui, viewport: Rect, requests: &mut Requests) {
        let Some(mut find) = self.find.take() else { return };
        let area = Area::new(ui.scope_id().with("find"))
            .order(Order::Middle)
            .pivot(Align2::RIGHT_TOP)
            .fixed_pos(viewport.right_top() + vec2(-12.0, 12.0));
        let shown = area.show(ui.ctx(), |ui| {
            Frame::popup(ui.style()).inner_margin(Margin::same(6)).show(ui, |ui| find.ui(ui)).inner
        });
        self.overlays.push(shown.response.rect);
        let jumps = match shown.inner {
            Outcome::Close => return,
            Outcome::Nothing => None,
            Outcome::Typed => {
                find.search();
                find.chosen = None;
                find.step(false)
            }
            Outcome::Step { back } => find.step(back),
        };
        if let Some(card) = jumps {
            requests.push(Request::Select(Selection::activity(self.scene.id(card))));
            self.camera.fly_near(self.scene.cards[card].rect, viewport);
            ui.ctx().request_repaint();
        }
        self.find = Some(find);
    }
}

/// What stands between quotation marks: the words, names and expressions of a step.
fn quoted(text: &str) -> String {
    let (mut inside, mut is_in, mut escaped) = (String::new(), false, false);
    for letter in text.chars() {
        match letter {
            _ if escaped => {
                inside.push(if letter == 'n' { ' ' } else { letter });
                escaped = false;
            }
            '\\' if is_in => escaped = true,
            '"' => {
                is_in = !is_in;
                inside.push('\n');
            }
            _ if is_in => inside.push(letter),
            _ => {}
        }
    }
    inside
}
