//! The bar above: what is open, how it stands, what can be done with it.

use egui::containers::menu::{MenuConfig, SubMenuButton};
use egui::{Align, Button, Layout, Popup, PopupCloseBehavior, Response, Ui, vec2};

use crate::designer::actions::{Action, Group, TABLE, row};
use crate::designer::icons::Icon;
use crate::designer::live::servers;
use crate::designer::names;
use crate::designer::requests::{Request, Requests};
use crate::designer::session::Session;
use crate::designer::settings::Settings;
use crate::designer::theme::{self, BODY, CONTROL, SMALL, Theme, Weight, rich};
use crate::designer::widgets::{Tone, chip, choice_entry, link, roomy, secondary_if};
use crate::designer::words::{count, phrase, word};
use crate::edit::Edit;
use crate::journey::{Place, Platform};

use super::journeys::JourneyList;

/// See the module.
#[derive(Default)]
pub struct TopBar {
    journeys: JourneyList,
}

impl TopBar {
    /// Draws one frame.
    pub fn ui(&mut self, ui: &mut Ui, session: &Session, settings: &Settings, requests: &mut Requests) {
        let rect = ui.available_rect_before_wrap().shrink2(vec2(theme::PADDING - 6.0, 0.0));
        ui.scope_builder(egui::UiBuilder::new().max_rect(rect).layout(Layout::left_to_right(Align::Center)), |ui| {
            ui.spacing_mut().item_spacing.x = 2.0;
            product(ui, session, settings, requests);
            ui.add_space(4.0);
            // What stands at the right is drawn last, for the order of the keyboard; its width is that of the frame
            // before.
            let memory = egui::Id::unique("width of what can be done");
            let taken: f32 = ui.data(|data| data.get_temp(memory)).unwrap_or_default();
            self.place(ui, session, taken, requests);
            let deeds = ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.spacing_mut().item_spacing.x = 12.0;
                deeds(ui, session, requests);
                ui.min_rect().width()
            });
            ui.data_mut(|data| data.insert_temp(memory, deeds.inner));
        });
    }

    /// Workspace, journey, and whether something is unsaved.
    fn place(&mut self, ui: &mut Ui, session: &Session, taken: f32, requests: &mut Requests) {
        let theme = Theme::of(ui.ctx());
        let workspace = &session.workspace().settings.name;
        let name = if workspace.is_empty() { word("top_bar.unnamed") } else { workspace };
        // In a small window the journey's name is worth more than the workspace's.
        if ui.available_width() - taken > 240.0 {
            let button = flat(ui, rich(name, BODY, Weight::Regular).color(theme.muted), false);
            if button.on_hover_text(word("top_bar.inventory")).clicked() {
                requests.push(Request::Run(Action::Inventory));
            }
            ui.label(rich("/", BODY, Weight::Regular).color(theme.faint));
        }
        let title = session.journey().map_or(word("top_bar.no_journey"), |journey| journey.name.as_str());
        // Where there is little room, the name of the journey is cut; its whole text stands in the list below it.
        let room = (ui.available_width() - taken - 12.0).max(56.0);
        let button = ui.scope(|ui| {
            ui.set_max_width(room);
            flat(ui, rich(title, BODY, Weight::SemiBold).color(theme.text), true)
        });
        let button = button.inner.on_hover_text(word("top_bar.journeys"));
        self.journeys.popup(&button, session, requests);
        if session.is_edited() && ui.available_width() - taken > 60.0 {
            ui.add_space(6.0);
            let save = link(ui, word("top_bar.save"));
            let step = session.next_undo().map(|step| phrase("top_bar.last", &[("name", &step.name)]));
            let unsaved = word("top_bar.unsaved");
            let hint = step.map_or_else(|| unsaved.to_owned(), |step| format!("{unsaved} {step}"));
            if save.on_hover_text(hint).clicked() {
                requests.push(Request::Run(Action::Save));
            }
        }
    }
}

/// The product's name, under which every menu is.
fn product(ui: &mut Ui, session: &Session, settings: &Settings, requests: &mut Requests) {
    let theme = Theme::of(ui.ctx());
    let button = flat(ui, rich(word("app.name"), BODY + 0.5, Weight::SemiBold).color(theme.text), true);
    Popup::menu(&button).gap(6.0).show(|ui| {
        ui.set_min_width(180.0);
        roomy(ui);
        for group in Group::ALL {
            let config = MenuConfig::new().close_behavior(PopupCloseBehavior::CloseOnClick);
            let more = rich("›", BODY, Weight::Medium).color(theme.muted);
            let button = Button::new(rich(group.name(), BODY, Weight::Regular)).right_text(more);
            SubMenuButton::from_button(button).config(config).ui(ui, |ui| {
                ui.set_min_width(260.0);
                roomy(ui);
                menu(ui, group, session, requests);
                if group == Group::File && !settings.recents.is_empty() {
                    ui.separator();
                    for recent in &settings.recents {
                        if ui.button(rich(&recent.name, BODY, Weight::Regular)).clicked() {
                            requests.push(Request::Open(recent.path.clone()));
                        }
                    }
                }
            });
        }
    });
}

fn menu(ui: &mut Ui, group: Group, session: &Session, requests: &mut Requests) {
    let theme = Theme::of(ui.ctx());
    for row in TABLE.iter().filter(|row| row.group == group) {
        let mut name = row.name().to_owned();
        let step = match row.action {
            Action::Undo => session.next_undo(),
            Action::Redo => session.next_redo(),
            _ => None,
        };
        if let Some(step) = step {
            name = format!("{name}: {}", step.name);
        }
        let keys = rich(row.keys(ui.ctx()), SMALL, Weight::Regular).color(theme.faint);
        let button = Button::new(rich(name, BODY, Weight::Regular)).shortcut_text(keys);
        let response = ui.add_enabled((row.available)(session), button);
        let response = if row.hint().is_empty() { response } else { response.on_hover_text(row.hint()) };
        if response.clicked() {
            requests.push(Request::Run(row.action));
        }
    }
}

/// What can be done, from the right.
fn deeds(ui: &mut Ui, session: &Session, requests: &mut Requests) {
    let deeds = [
        (Action::Export, word("top_bar.export")),
        (Action::Push, word("top_bar.push")),
        (Action::TestRun, word("top_bar.test_run")),
    ];
    // Where no environment has a server nobody needs a button for it; the menu says what is missing.
    let has_server = servers(session.workspace()).next().is_some();
    for (action, text) in deeds.into_iter().filter(|(action, _)| has_server || *action != Action::Push) {
        let Some(row) = row(action) else { continue };
        let is_possible = (row.available)(session);
        let button = secondary_if(ui, is_possible, text);
        let hint = if is_possible { row.hint() } else { word("top_bar.nothing_drawn") };
        if button.on_hover_text(hint).on_disabled_hover_text(hint).clicked() {
            requests.push(Request::Run(action));
        }
    }
    platform(ui, session, requests);
    verdict(ui, session, requests);
}

fn platform(ui: &mut Ui, session: &Session, requests: &mut Requests) {
    let theme = Theme::of(ui.ctx());
    let text = rich(names::platform(session.platform()), CONTROL, Weight::Medium).color(theme.text);
    let button = dropdown(ui, text).on_hover_text(word("platform.what"));
    Popup::menu(&button).gap(6.0).show(|ui| {
        ui.set_width(330.0);
        roomy(ui);
        for platform in Platform::ALL {
            let is_chosen = platform == session.platform();
            let name = names::platform(platform);
            let hint = word(&format!("platform.{}_hint", platform.name()));
            let entry = choice_entry(ui, is_chosen, name, hint);
            if entry.clicked() {
                ui.close();
            }
            if entry.clicked() && !is_chosen {
                let mut settings = session.workspace().settings.as_ref().clone();
                settings.platform = platform;
                let edits = vec![Edit::SetSettings(Box::new(settings))];
                requests.edit(phrase("undo.platform", &[("name", name)]), Place::default(), edits);
            }
        }
    });
}

/// How the workspace stands: the pills that lead to the problems, and to the first thing that is not filled in.
fn verdict(ui: &mut Ui, session: &Session, requests: &mut Requests) {
    use crate::check::Severity;
    let weigh = |severity| session.problems().filter(|found| found.severity == severity).count();
    let errors = weigh(Severity::Error) + session.files().unread().count();
    let warnings = weigh(Severity::Warning);
    let to_dos = session.to_dos().count();
    let is_empty = session.journey().is_none_or(|journey| journey.activities.is_empty());
    let pill = |ui: &mut Ui, tone, text: &str, hint: &str| {
        chip(ui, tone, text).on_hover_text(hint).on_hover_cursor(egui::CursorIcon::PointingHand).clicked()
    };
    if let Some(first) = session.to_dos().next()
        && pill(ui, Tone::Neutral, &count("count.to_fill_in", to_dos), word("top_bar.show_to_dos"))
    {
        requests.push(Request::GoTo(first.place.clone()));
    }
    let (tone, text) = match (errors, warnings) {
        (0, 0) if is_empty || to_dos > 0 => return,
        (0, 0) => (Tone::Good, names::no_problems(weigh(Severity::Info))),
        (0, _) => (Tone::Warning, count("count.warnings", warnings)),
        (_, 0) => (Tone::Error, count("count.errors", errors)),
        _ => (Tone::Error, format!("{} · {}", count("count.errors", errors), count("count.warnings", warnings))),
    };
    if is_empty && errors == 0 {
        return;
    }
    if pill(ui, tone, &text, word("top_bar.show_problems")) {
        requests.push(Request::Run(Action::Problems));
    }
}

/// Text that opens something: no frame until the pointer is there.
fn flat(ui: &mut Ui, text: egui::RichText, has_menu: bool) -> Response {
    let theme = Theme::of(ui.ctx());
    ui.scope(|ui| {
        ui.spacing_mut().button_padding = vec2(6.0, 4.0);
        let button = Button::new(text).frame_when_inactive(false);
        if !has_menu {
            return ui.add(button);
        }
        let response = ui.add(button.right_text(egui::RichText::new("  ")).truncate());
        chevron(ui, &response, theme);
        response
    })
    .inner
}

/// A button with a hairline and an arrow that says that a list comes.
fn dropdown(ui: &mut Ui, text: egui::RichText) -> Response {
    let theme = Theme::of(ui.ctx());
    let button = Button::new(text)
        .right_text(egui::RichText::new("  "))
        .min_size(vec2(0.0, theme::CONTROL_HEIGHT))
        .corner_radius(theme::CONTROL_RADIUS);
    let response = ui.add(button);
    chevron(ui, &response, theme);
    response
}

fn chevron(ui: &Ui, response: &Response, theme: &Theme) {
    let at = response.rect.right_center() - vec2(12.0, 0.0);
    Icon::ChevronDown.paint(ui.painter(), egui::Rect::from_center_size(at, vec2(11.0, 11.0)), theme.muted);
}
