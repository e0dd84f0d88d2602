//! The list of journeys: switch, begin, copy, rename, take away.

use egui::accesskit::Role;
use egui::{Key, Popup, PopupCloseBehavior, Response, ScrollArea, TextEdit, Ui, WidgetInfo};

use crate::check::Severity;
use crate::designer::actions::Action;
use crate::designer::icons::Icon;
use crate::designer::names;
use crate::designer::requests::{Request, Requests};
use crate::designer::session::Session;
use crate::designer::theme::{self, BODY, Theme, Weight, rich};
use crate::designer::widgets::{Tone, count, icon_button, link, roomy, secondary, severity_dot};
use crate::designer::words::{count as counted, phrase, word};
use crate::edit::{Edit, placeholder};
use crate::journey::files::Unread;
use crate::journey::{Journey, JourneyId, Place, Word};

/// See the module.
#[derive(Default)]
pub struct JourneyList {
    renaming: Option<(JourneyId, String)>,
    removing: Option<JourneyId>,
}

impl JourneyList {
    /// The list under its button.
    pub fn popup(&mut self, button: &Response, session: &Session, requests: &mut Requests) {
        let popup = Popup::menu(button).gap(6.0).close_behavior(PopupCloseBehavior::CloseOnClickOutside);
        let shown = popup.show(|ui| {
            ui.set_min_width(380.0);
            ui.set_max_width(380.0);
            roomy(ui);
            ScrollArea::vertical().max_height(420.0).show(ui, |ui| {
                for unread in session.files().unread().filter(Unread::is_journey) {
                    missing(ui, &unread, requests);
                }
                let mut journeys: Vec<_> = session.workspace().journeys.values().collect();
                journeys.sort_by_key(|journey| journey.name.to_lowercase());
                for journey in journeys {
                    self.row(ui, journey, session, requests);
                }
            });
            ui.add_space(6.0);
            if secondary(ui, word("command.new_journey")).clicked() {
                requests.push(Request::Run(Action::NewJourney));
                ui.close();
            }
        });
        if shown.is_none() {
            (self.renaming, self.removing) = (None, None);
        }
    }

    fn row(&mut self, ui: &mut Ui, journey: &Journey, session: &Session, requests: &mut Requests) {
        if self.renaming.as_ref().is_some_and(|(id, _)| id == &journey.id) {
            return self.rename(ui, journey, requests);
        }
        if self.removing.as_ref() == Some(&journey.id) {
            return self.confirm(ui, journey, requests);
        }
        let theme = Theme::of(ui.ctx());
        let is_open = session.journey().is_some_and(|open| open.id == journey.id);
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 2.0;
            let room = egui::vec2(ui.available_width() - 3.0 * 32.0 - 40.0, theme::CONTROL_HEIGHT);
            let weight = if is_open { Weight::SemiBold } else { Weight::Regular };
            let name = egui::Button::selectable(is_open, rich(&journey.name, BODY, weight).color(theme.text));
            let layout = egui::Layout::left_to_right(egui::Align::Center)
                .with_main_justify(true)
                .with_main_align(egui::Align::Min);
            let open = ui.allocate_ui_with_layout(room, layout, |ui| ui.add(name.truncate())).inner;
            if open.clicked() {
                requests.push(Request::OpenJourney(journey.id.clone()));
                ui.close();
            }
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                self.tools(ui, journey, session, requests);
            });
        });
    }

    fn tools(&mut self, ui: &mut Ui, journey: &Journey, session: &Session, requests: &mut Requests) {
        let named = |key: &str| phrase(key, &[("name", &journey.name)]);
        if icon_button(ui, Icon::Trash, &named("journeys.remove")).clicked() {
            self.removing = Some(journey.id.clone());
        }
        if icon_button(ui, Icon::Copy, &named("journeys.duplicate")).clicked() {
            let copy = duplicate(journey);
            let name = phrase("undo.duplicate", &[("name", &journey.name)]);
            requests.edit(name, Place::default(), vec![Edit::AddJourney(Box::new(copy))]);
            ui.close();
        }
        if icon_button(ui, Icon::Edit, &named("journeys.rename")).clicked() {
            self.renaming = Some((journey.id.clone(), journey.name.clone()));
        }
        let is_here = |found: &&crate::check::Finding| found.place.journey.as_ref() == Some(&journey.id);
        let errors = session.problems().filter(is_here).filter(|found| found.severity == Severity::Error).count();
        let own = session.files().journey_file(&journey.id);
        let unread = session.files().unread().filter(|unread| Some(unread.file) == own).count();
        let errors = errors + unread;
        let to_dos = session.to_dos().filter(is_here).count();
        if errors > 0 {
            count(ui, Tone::Error, errors);
        } else if to_dos > 0 {
            count(ui, Tone::Neutral, to_dos).on_hover_text(counted("count.to_fill_in", to_dos));
        }
    }

    fn rename(&mut self, ui: &mut Ui, journey: &Journey, requests: &mut Requests) {
        let Some((_, name)) = &mut self.renaming else { return };
        let field = ui.add(TextEdit::singleline(name).desired_width(f32::INFINITY));
        field.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, word("journeys.name")));
        let done = field.lost_focus();
        let cancelled = ui.input(|input| input.key_pressed(Key::Escape));
        if !done && !field.has_focus() {
            field.request_focus();
        }
        if done {
            let name = name.trim().to_owned();
            if !cancelled && !name.is_empty() && name != journey.name {
                let edit = Edit::SetHead {
                    journey: journey.id.clone(),
                    name: name.clone(),
                    description: journey.description.clone(),
                    tags: journey.tags.clone(),
                    note: journey.note.clone(),
                };
                requests.edit(phrase("undo.rename", &[("name", &name)]), Place::journey(&journey.id), vec![edit]);
            }
            self.renaming = None;
        }
    }

    fn confirm(&mut self, ui: &mut Ui, journey: &Journey, requests: &mut Requests) {
        let theme = Theme::of(ui.ctx());
        ui.horizontal(|ui| {
            let text = phrase("journeys.really", &[("name", &journey.name)]);
            ui.add(egui::Label::new(rich(text, BODY, Weight::Regular).color(theme.err)).truncate());
            if secondary(ui, word("common.delete")).clicked() {
                let name = phrase("undo.delete", &[("name", &journey.name)]);
                requests.edit(name, Place::default(), vec![Edit::RemoveJourney(journey.id.clone())]);
                self.removing = None;
            }
            if secondary(ui, word("common.cancel")).clicked() {
                self.removing = None;
            }
        });
    }
}

/// A journey whose file could not be read: nobody knows its name, but it is not gone.
fn missing(ui: &mut Ui, unread: &Unread<'_>, requests: &mut Requests) {
    let theme = Theme::of(ui.ctx());
    let file = unread.file.display().to_string();
    ui.push_id(&file, |ui| {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            ui.add_space(ui.spacing().button_padding.x);
            ui.set_min_height(theme::CONTROL_HEIGHT);
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let again = link(ui, word("unread.again")).on_hover_text(word("unread.again_what"));
                if again.clicked() {
                    requests.push(Request::ReadAgain);
                    ui.close();
                }
                if link(ui, word("unread.show")).clicked() {
                    requests.push(Request::ShowFile(unread.file.to_owned()));
                    ui.close();
                }
                ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                    severity_dot(ui, Severity::Error);
                    let name = egui::Label::new(rich(&file, BODY, Weight::Regular).color(theme.faint)).truncate();
                    let name = ui.add(name.selectable(false)).on_hover_text(names::unread(unread));
                    let said = phrase("unread.listed", &[("file", &file)]);
                    name.widget_info(|| WidgetInfo::labeled(Role::Label, false, &said));
                });
            });
        });
    });
}

/// A copy with ids of its own, as placeholders.
fn duplicate(journey: &Journey) -> Journey {
    let mut copy = journey.clone();
    let mut drawn = std::collections::BTreeMap::new();
    let own: std::collections::BTreeSet<String> = std::iter::once(journey.id.0.clone())
        .chain(journey.activities.iter().map(|activity| activity.id.0.clone()))
        .chain(journey.connections.iter().map(|wire| wire.id.0.clone()))
        .chain(journey.properties.exit_criteria.iter().map(|criterion| criterion.id.0.clone()))
        .chain(journey.activities.iter().flat_map(|activity| activity.kind.ports()).filter_map(|port| match port {
            crate::journey::Port::Branch(branch) => Some(branch.0),
            _ => None,
        }))
        .collect();
    copy.walk_mut(&mut |_, kind, text| {
        if !matches!(kind, Word::Expression | Word::Template) && own.contains(text.as_str()) {
            let next = drawn.len() + 1;
            let stem = text.rsplit_once('-').map_or("id", |(stem, _)| stem);
            text.clone_from(drawn.entry(text.clone()).or_insert_with(|| placeholder(stem, next)));
        }
    });
    copy.name = phrase("journeys.copy", &[("name", &journey.name)]);
    copy
}
