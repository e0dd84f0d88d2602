//! The palette on the left: every step that can be added, by heading, what was used last, and the fragments.

mod fragments;
mod row;

use egui::accesskit::Role;
use egui::{Align2, Key, ScrollArea, Ui, WidgetInfo, vec2};

use crate::designer::icons::Icon;
use crate::designer::names;
use crate::designer::requests::{Request, Requests};
use crate::designer::session::Session;
use crate::designer::theme::{self, Theme, Weight, font};
use crate::designer::widgets::{section, text_field};
use crate::designer::words::word;
use crate::edit::Stencil;
use crate::exchange::json;
use crate::journey::Family;

use row::{Look, row};

/// See the module.
#[derive(Default)]
pub struct Palette {
    query: String,
    /// What was used last when the window opened: a list that grew with every click would move under the pointer.
    used: Option<Vec<String>>,
}

impl Palette {
    /// Draws one frame.
    pub fn ui(&mut self, ui: &mut Ui, session: &Session, used: &[String], requests: &mut Requests) {
        egui::Frame::new().inner_margin(egui::Margin { left: 12, right: 12, top: 12, bottom: 4 }).show(ui, |ui| {
            self.search_field(ui, session, requests);
        });
        ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            egui::Frame::new().inner_margin(egui::Margin { left: 12, right: 8, top: 4, bottom: 12 }).show(ui, |ui| {
                self.list(ui, session, used, requests);
            });
        });
    }

    fn search_field(&mut self, ui: &mut Ui, session: &Session, requests: &mut Requests) {
        let (enter, escape) = ui.input(|input| (input.key_pressed(Key::Enter), input.key_pressed(Key::Escape)));
        let field = text_field(ui, &mut self.query, word("palette.search"));
        field.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, word("palette.search")));
        if self.query.is_empty() && !field.has_focus() {
            let theme = Theme::of(ui.ctx());
            let at = field.rect.right_center() - vec2(10.0, 0.0);
            ui.painter().text(
                at,
                Align2::RIGHT_CENTER,
                word("palette.key"),
                font(theme::SMALL, Weight::Regular),
                theme.faint,
            );
        }
        if enter && field.lost_focus() {
            if let Some(first) = self.found().find(|stencil| why_not(*stencil, session).is_none()) {
                requests.push(Request::Add(first));
            }
            self.query.clear();
        }
        // Else most steps would stay hidden behind words that nobody thinks of any more.
        if escape && field.lost_focus() {
            self.query.clear();
        }
    }

    fn found(&self) -> impl Iterator<Item = Stencil> + use<> {
        let query = self.query.to_lowercase();
        Stencil::ALL.into_iter().filter(move |stencil| {
            let text = format!("{} {}", names::stencil(*stencil), word(&format!("step_words.{}", stencil.key())));
            let text = text.to_lowercase();
            query.split_whitespace().all(|word| text.contains(word))
        })
    }

    fn list(&mut self, ui: &mut Ui, session: &Session, used: &[String], requests: &mut Requests) {
        let found: Vec<Stencil> = self.found().collect();
        let fragments = fragments::found(session, &self.query);
        if found.is_empty() && fragments.is_empty() {
            crate::designer::widgets::hint_line(ui, word("palette.nothing"));
        }
        let used = self.used.get_or_insert_with(|| used.to_vec());
        let recent: Vec<Stencil> =
            used.iter().filter_map(|key| found.iter().copied().find(|stencil| stencil.key() == key)).take(3).collect();
        if self.query.is_empty() && !recent.is_empty() {
            section(ui, word("palette.used"));
            ui.add_space(4.0);
            for stencil in recent {
                entry(ui, stencil, "used", session, requests);
            }
            ui.add_space(10.0);
        }
        for family in [Family::Entry, Family::Flow, Family::Message, Family::Integration] {
            let own: Vec<Stencil> = found.iter().copied().filter(|stencil| stencil.family() == family).collect();
            if own.is_empty() {
                continue;
            }
            section(ui, heading(family));
            ui.add_space(4.0);
            for stencil in own {
                entry(ui, stencil, "all", session, requests);
            }
            ui.add_space(10.0);
        }
        fragments::list(ui, &fragments, session, requests);
    }
}

fn heading(family: Family) -> &'static str {
    match family {
        Family::Entry => word("palette.entries"),
        Family::Flow => word("palette.flow"),
        Family::Message => word("palette.messages"),
        Family::Integration => word("palette.integrations"),
    }
}

/// Why a step cannot be added now.
fn why_not(stencil: Stencil, session: &Session) -> Option<&'static str> {
    let journey = session.journey()?;
    if journey.activities.is_empty() && stencil.family() != Family::Entry {
        return Some(word("palette.entry_first"));
    }
    let kind = stencil.kind(session.workspace(), &journey.id, 0);
    session.is_beyond_server(&json::activity_type(&kind)).then(|| word("palette.beyond_server"))
}

fn entry(ui: &mut Ui, stencil: Stencil, list: &str, session: &Session, requests: &mut Requests) {
    let look = Look {
        name: names::stencil(stencil),
        icon: Icon::of_stencil(stencil),
        hue: Theme::of(ui.ctx()).family(stencil.family()),
        why_not: why_not(stencil, session),
        how: word("palette.how"),
    };
    if row(ui, &look, (list, stencil.key()), stencil) {
        requests.push(Request::Add(stencil));
    }
}
