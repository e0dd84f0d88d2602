//! The drawer below: problems, test run, coverage, forecast, what runs live.

pub mod card;
mod coverage;
mod example;
mod live;
mod lived;
mod outcome;
mod problems;
mod test_run;
mod volume;

use egui::accesskit::Role;
use egui::{Rect, Sense, Stroke, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use crate::check::Severity;
pub use crate::designer::differs::differences;
use crate::designer::icons::Icon;
use crate::designer::requests::{DrawerTab, Request, Requests};
use crate::designer::session::Session;
use crate::designer::theme::{self, CONTROL, SMALL, Theme, Weight, font};
use crate::designer::widgets::{Tone, chip, icon_button, tally};
use crate::designer::words::{count as counted, word};
use live::LiveTab;
use problems::Problems;
use test_run::TestRun;
use volume::VolumeTab;

use crate::designer::actions::Action;

/// Height of the tabs.
pub const TABS: f32 = 40.0;
/// Room at their right for the button that folds the drawer.
const FOLD: f32 = 48.0;
/// The least width in which the bar of a tab can be used.
const LEAST_BAR: f32 = 120.0;

/// What stands beside the name of a tab.
#[derive(Default)]
struct Note {
    said: Option<(String, Tone)>,
    /// As much room is kept for it as this takes.
    room: &'static str,
}

impl Note {
    fn of(said: Option<(String, Tone)>) -> Self {
        Self { said, room: "" }
    }
}

/// See the module.
#[derive(Default)]
pub struct Drawer {
    tab: DrawerTab,
    problems: Problems,
    test_run: TestRun,
    volume: VolumeTab,
    live: LiveTab,
}

impl Drawer {
    /// Brings this tab to the front.
    pub fn show(&mut self, tab: DrawerTab) {
        self.tab = tab;
    }

    /// The tab in front.
    pub fn tab(&self) -> DrawerTab {
        self.tab
    }

    /// Shows the card of a guardrail.
    pub fn explain(&mut self, rule: &str) {
        self.tab = DrawerTab::Problems;
        self.problems.explain(rule);
    }

    /// Whether a form lies over the window: keys are its own then.
    pub fn is_asking(&self) -> bool {
        self.test_run.is_asking()
    }

    /// Draws one frame.
    pub fn ui(&mut self, ui: &mut Ui, session: &Session, requests: &mut Requests) {
        let all = ui.available_rect_before_wrap();
        let (bar, mut below) = all.split_top_bottom_at_y(all.top() + TABS);
        let room = self.tabs(ui, (bar, true), session, requests);
        let theme = Theme::of(ui.ctx());
        ui.painter().hline(bar.x_range(), bar.bottom(), Stroke::new(1.0, theme.border));
        if matches!(self.tab, DrawerTab::TestRun | DrawerTab::Live) {
            // Where the tabs leave no room for it, the bar of the tab in front stands below them.
            let is_beside = room.width() >= LEAST_BAR;
            let (row, rest) = below.split_top_bottom_at_y(below.top() + TABS);
            let place = if is_beside { room } else { row.shrink2(vec2(12.0, 5.0)) };
            if self.tab == DrawerTab::TestRun {
                self.test_run.bar(ui, place, session, requests);
            } else {
                self.live.bar(ui, place, session, requests);
            }
            if !is_beside {
                below = rest;
            }
        }
        let below = Rect::from_min_max(below.min + vec2(0.0, 1.0), below.max);
        ui.scope_builder(UiBuilder::new().max_rect(below), |ui| {
            ui.set_clip_rect(below.intersect(ui.clip_rect()));
            match self.tab {
                DrawerTab::Problems => self.problems.ui(ui, session, requests),
                DrawerTab::TestRun => self.test_run.ui(ui, session, requests),
                DrawerTab::Coverage => coverage::ui(ui, session, requests),
                DrawerTab::Volume => self.volume.ui(ui, session, requests),
                DrawerTab::Live => self.live.ui(ui, session, requests),
            }
            ui.allocate_space(ui.available_size());
        });
    }

    /// Draws the tabs alone, while the drawer is folded: each brings it up again.
    pub fn folded(&mut self, ui: &mut Ui, session: &Session, requests: &mut Requests) {
        let bar = ui.available_rect_before_wrap();
        self.tabs(ui, (bar, false), session, requests);
    }

    /// Draws the tabs; the room that they leave.
    fn tabs(&mut self, ui: &mut Ui, (bar, is_up): (Rect, bool), session: &Session, requests: &mut Requests) -> Rect {
        let theme = Theme::of(ui.ctx());
        // Remarks stand in the list, but they are no problems.
        let problems = session.problems().filter(|found| found.severity != Severity::Info).count();
        let problems = problems + session.files().unread().count();
        let to_dos = session.to_dos().count();
        // "0" beside a number of things to fill in would sound as if all were well.
        let number = Some(problems).filter(|problems| *problems > 0 || to_dos == 0);
        let number = number.map(|it| (it.to_string(), if it == 0 { Tone::Neutral } else { Tone::Accent }));
        let mut at = self.heading(
            ui,
            bar,
            bar.left() + 10.0,
            ((DrawerTab::Problems, is_up), word("drawer.problems"), Note::of(number)),
            requests,
        );
        let text = counted("count.to_fill_in", to_dos);
        // Tabs go before it: where they leave no room, the list alone says what is still to fill in.
        let width = |text: &str, weight| {
            ui.painter().layout_no_wrap(text.to_owned(), font(CONTROL + 0.5, weight), theme.text).size().x + 24.0
        };
        let others = ["drawer.test_run", "drawer.coverage", "drawer.volume", "drawer.live"]
            .map(|name| width(word(name), Weight::SemiBold));
        let taken = others.iter().sum::<f32>() + width(&text, Weight::Medium) + FOLD;
        if let Some(first) = session.to_dos().next().filter(|_| at + taken <= bar.right()) {
            let place = Rect::from_min_size(pos2(at, bar.center().y - 11.0), vec2(200.0, 22.0));
            let pill = ui.scope_builder(UiBuilder::new().max_rect(place), |ui| chip(ui, Tone::Neutral, &text)).inner;
            at = pill.rect.right() + 8.0;
            let pill = pill.on_hover_text(word("top_bar.show_to_dos"));
            if pill.on_hover_cursor(egui::CursorIcon::PointingHand).clicked() {
                requests.push(Request::Show(DrawerTab::Problems));
                requests.push(Request::GoTo(first.place.clone()));
            }
        }
        let plain = |tab, key| ((tab, is_up), word(key), Note::default());
        at = self.heading(ui, bar, at, plain(DrawerTab::TestRun, "drawer.test_run"), requests);
        // Room is kept for it: the tabs behind stay where they are once it is known.
        let covered = coverage::tally(session).map_or(("–".to_owned(), Tone::Neutral), |tally| (tally, Tone::Accent));
        let covered = Note { said: Some(covered), room: "00/00" };
        at = self.heading(ui, bar, at, ((DrawerTab::Coverage, is_up), word("drawer.coverage"), covered), requests);
        at = self.heading(ui, bar, at, plain(DrawerTab::Volume, "drawer.volume"), requests);
        at = self.heading(ui, bar, at, plain(DrawerTab::Live, "drawer.live"), requests);
        let close = Rect::from_center_size(bar.right_center() - vec2(24.0, 0.0), vec2(30.0, 30.0));
        ui.scope_builder(UiBuilder::new().max_rect(close), |ui| {
            let (icon, name) =
                if is_up { (Icon::ChevronDown, "drawer.close") } else { (Icon::ChevronUp, "drawer.open") };
            if icon_button(ui, icon, word(name)).clicked() {
                requests.push(Request::Run(Action::ToggleDrawer));
            }
        });
        bar.with_min_x(at + 12.0).with_max_x(bar.right() - FOLD).shrink2(vec2(0.0, 5.0))
    }

    /// One tab; where the next one begins.
    fn heading(
        &mut self,
        ui: &mut Ui,
        bar: Rect,
        left: f32,
        ((tab, is_up), name, note): ((DrawerTab, bool), &str, Note),
        requests: &mut Requests,
    ) -> f32 {
        let theme = Theme::of(ui.ctx());
        let is_open = is_up && self.tab == tab;
        let (color, weight) = if is_open { (theme.text, Weight::SemiBold) } else { (theme.muted, Weight::Medium) };
        let galley = ui.painter().layout_no_wrap(name.to_owned(), font(CONTROL + 0.5, weight), color);
        let wide = |text: &str| match text {
            "" => 0.0,
            text => {
                let galley = ui.painter().layout_no_wrap(text.to_owned(), font(SMALL, Weight::SemiBold), color);
                galley.size().x.max(6.0) + 26.0
            }
        };
        let extra = wide(note.room).max(note.said.as_ref().map_or(0.0, |(text, _)| wide(text)));
        let rect = Rect::from_min_size(pos2(left, bar.top()), vec2(galley.size().x + 24.0 + extra, TABS));
        let response = ui.interact(rect, ui.scope_id().with(("tab", name)), Sense::click());
        response.widget_info(|| WidgetInfo::selected(Role::Tab, true, is_open, name));
        if response.hovered() && !is_open {
            ui.painter().rect_filled(rect.shrink2(vec2(2.0, 6.0)), theme::CONTROL_RADIUS, theme.hover);
        }
        let text = pos2(rect.left() + 12.0, rect.center().y - galley.size().y * 0.5);
        let right = text.x + galley.size().x;
        ui.painter().galley(text, galley, color);
        if let Some((text, tone)) = note.said {
            let place = Rect::from_min_size(pos2(right + 8.0, rect.center().y - 9.0), vec2(extra, 18.0));
            ui.scope_builder(UiBuilder::new().max_rect(place), |ui| tally(ui, tone, &text));
        }
        if is_open {
            ui.painter().hline(rect.x_range(), rect.bottom() - 1.0, Stroke::new(2.0, theme.accent));
        }
        if response.clicked() {
            requests.push(Request::Show(tab));
        }
        rect.right()
    }
}
