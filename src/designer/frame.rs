//! One frame of the window: what arrived, what was asked for, what is drawn.

mod asking;
mod carry_out;
mod documents;
mod draw;
mod outside;
mod pushing;
mod recover;
mod saving;
mod versions;

use std::path::Path;

use egui::Ui;
use jiff::Timestamp;

use crate::journey::Workspace;

use super::actions::Action;
use super::canvas::Canvas;
use super::command_palette::CommandPalette;
use super::dialogs::export::ExportDialog;
use super::dialogs::fragment::FragmentDialog;
use super::dialogs::guardrails::GuardrailsDialog;
use super::dialogs::living::LivingDialog;
use super::dialogs::new::NewDialog;
use super::dialogs::push::PushDialog;
use super::dialogs::reading::ReadingDialog;
use super::panels::drawer::Drawer;
use super::panels::inspector::Inspector;
use super::panels::inventory::InventoryEditor;
use super::panels::palette::Palette;
use super::panels::top_bar::TopBar;
use super::recovery::{self, Recovery};
use super::requests::{DrawerTab, Request, Requests};
use super::session::Session;
use super::settings::Settings;
use super::setups::Setups;
use super::shortcuts;
use super::surroundings::Surroundings;
use super::toasts::Toasts;
use super::welcome::Welcome;
use super::words::phrase;
use asking::Documents;

/// The whole window: the session and the panels, without the operating system around it, so that tests can
/// draw it as well.
#[derive(Default)]
pub struct Designer {
    surroundings: Surroundings,
    settings: Settings,
    stored: Settings,
    setups: Setups,
    session: Session,
    requests: Requests,
    documents: Documents,
    recovery: Recovery,
    welcome: Welcome,
    top_bar: TopBar,
    palette: Palette,
    canvas: Canvas,
    inspector: Inspector,
    inventory: InventoryEditor,
    drawer: Drawer,
    commands: CommandPalette,
    export: Option<ExportDialog>,
    pushing: Option<PushDialog>,
    making: Option<NewDialog>,
    living: Option<LivingDialog>,
    keeping: Option<FragmentDialog>,
    reading: Option<ReadingDialog>,
    guardrails: Option<GuardrailsDialog>,
    keys: bool,
    about: bool,
    toasts: Toasts,
    looks: Option<(super::settings::Look, u32)>,
    /// Up to which look what was watched has been noted.
    watched: u64,
}

impl Designer {
    /// A window over this document; `chance` is where the ids of new objects begin. Nothing of the machine is
    /// touched.
    pub fn new(workspace: Workspace, chance: u64) -> Self {
        Self { session: Session::over(workspace, chance), ..Self::default() }
    }

    /// A window as a person starts it, with this file or folder in it, or with the welcome screen.
    pub fn start(surroundings: Surroundings, path: Option<&Path>) -> Self {
        let settings = Settings::load(surroundings.folder.as_deref());
        let left = recovery::left_behind(surroundings.folder.as_deref());
        let mut designer = Self {
            stored: settings.clone(),
            settings,
            setups: Setups::load(surroundings.folder.as_deref()),
            session: Session::new(surroundings.chance),
            recovery: Recovery::begin(surroundings.folder.as_deref(), surroundings.chance),
            surroundings,
            ..Self::default()
        };
        designer.offer_recovery(left);
        if let Some(path) = path {
            designer.open(path);
        }
        designer
    }

    /// What is shown.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// What the window remembers.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// What the window's own title says.
    pub fn title(&self) -> String {
        match self.session.journey() {
            Some(journey) => phrase("app.title", &[("journey", &journey.name)]),
            None => super::words::word("app.name").to_owned(),
        }
    }

    /// Asks for something from outside the panels: a test, a file that was dropped.
    pub fn ask(&mut self, request: Request) {
        self.requests.push(request);
    }

    /// True where the window must not close yet: something is unsaved, and the person is asked.
    pub fn holds_on_closing(&mut self) -> bool {
        if self.documents.may_close() || !self.session.is_edited() {
            self.recovery.end();
            self.settings.store(self.surroundings.folder.as_deref());
            return false;
        }
        self.documents.ask_before_closing();
        true
    }

    /// Draws one frame.
    pub fn ui(&mut self, ui: &mut Ui) {
        self.dress(ui.ctx());
        self.arrive(ui.ctx());
        self.listen(ui.ctx());
        self.carry_out(ui.ctx());
        let shows = |tab| self.settings.drawer && self.drawer.tab() == tab;
        let (watches, foresees) = (shows(DrawerTab::Live), shows(DrawerTab::Volume));
        let uncovers = shows(DrawerTab::Coverage);
        self.session.keep_watching(watches, self.surroundings.now, ui.ctx());
        self.session.keep_forecast(foresees, ui.ctx());
        self.session.keep_coverage(uncovers);
        self.note_watched();
        self.replay();
        self.session.derive(self.now());
        self.draw(ui);
        self.dialogs(ui.ctx());
        self.toasts.ui(ui);
        self.remember(ui.ctx());
        if self.requests.is_waiting() || !self.session.is_previewed(self.requests.preview()) {
            ui.ctx().request_repaint();
        }
    }

    fn now(&self) -> Timestamp {
        (self.surroundings.now)()
    }

    /// Light or dark, and the size of everything.
    fn dress(&mut self, context: &egui::Context) {
        let looks = (self.settings.look, self.settings.scale);
        if self.looks != Some(looks) {
            context.set_theme(egui::ThemePreference::from(looks.0));
            context.set_zoom_factor(looks.1 as f32 / 100.0);
            context.options_mut(|options| {
                options.zoom_with_keyboard = false;
                options.fallback_theme = egui::Theme::Light;
            });
            // This pass began with the old colours: nobody sees it half in these and half in those.
            context.request_discard("the looks changed");
            self.looks = Some(looks);
        }
    }

    /// Keys become requests.
    fn listen(&mut self, context: &egui::Context) {
        let is_asking = self.documents.is_asking() || self.drawer.is_asking();
        let is_asking = is_asking || self.making.is_some() || self.living.is_some() || self.keeping.is_some();
        let is_asking = is_asking || self.reading.is_some() || self.guardrails.is_some();
        let is_free = !is_asking
            && self.export.is_none()
            && self.pushing.is_none()
            && !self.keys
            && !self.about
            && !self.commands.is_open();
        let pressed = shortcuts::take(context, &self.session, is_free);
        for action in pressed.actions {
            self.requests.push(Request::Run(action));
        }
        if let Some(text) = pressed.pasted {
            self.paste(&text);
        }
        for file in context.input(|input| input.raw.dropped_files.clone()) {
            self.requests.push(Request::Open(file.path().to_owned()));
        }
    }

    /// Settings that changed are stored; what is unsaved is copied.
    fn remember(&mut self, context: &egui::Context) {
        if let Some(journey) = self.session.journey()
            && self.settings.journey.as_ref() != Some(&journey.id)
        {
            self.settings.journey = Some(journey.id.clone());
        }
        let is_resizing = context.input(|input| input.pointer.any_down());
        if self.stored != self.settings && !is_resizing {
            self.settings.store(self.surroundings.folder.as_deref());
            self.stored = self.settings.clone();
        }
        if !is_resizing {
            self.keep_setup();
        }
        self.keep_a_copy(context);
    }

    fn run(&mut self, action: Action, context: &egui::Context) {
        self.requests.push(Request::Run(action));
        self.carry_out(context);
    }
}
