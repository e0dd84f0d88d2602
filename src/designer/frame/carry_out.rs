//! The requests of the last frame, carried out in order.

use egui::Context;

use super::Designer;
use crate::designer::actions::{Action, row};
use crate::designer::canvas::told;
use crate::designer::covering::Uncover;
use crate::designer::dialogs::export::ExportDialog;
use crate::designer::dialogs::fragment::FragmentDialog;
use crate::designer::dialogs::guardrails::GuardrailsDialog;
use crate::designer::dialogs::living::LivingDialog;
use crate::designer::dialogs::new::NewDialog;
use crate::designer::dialogs::push::PushDialog;
use crate::designer::dialogs::reading::ReadingDialog;
use crate::designer::names;
use crate::designer::rehearsal::Rehearse;
use crate::designer::requests::{DrawerTab, Made, Make, Request, Selection};
use crate::designer::settings::Look;
use crate::designer::words::{count, phrase, word};
use crate::edit::new;
use crate::edit::{self, Clip, Edit, Spot, Stencil, Step};
use crate::journey::{ActivityId, Family, FragmentId, Graph, Journey, Place};

impl Designer {
    pub(super) fn carry_out(&mut self, context: &Context) {
        let mut previewed = None;
        for request in self.requests.take() {
            match request {
                Request::Preview(remedy) => previewed = Some(remedy),
                other => self.carry_out_one(other, context),
            }
        }
        self.session.show_preview(previewed, self.now());
    }

    fn carry_out_one(&mut self, request: Request, context: &Context) {
        match request {
            Request::Edit { name, edits, gesture, place } => self.edit(name, place, edits, gesture.as_deref()),
            Request::Preview(_) => {}
            Request::EndGesture => self.session.end_gesture(),
            Request::Select(selection) => self.session.select(selection),
            Request::GoTo(place) => {
                self.settings.inspector = true;
                self.session.go_to(place);
            }
            Request::OpenJourney(journey) => self.session.open_journey(journey),
            Request::OpenItem(item) => self.session.open_item(item),
            Request::FollowItem(item) => self.session.follow_item(item),
            Request::BackItem => self.session.back_item(),
            Request::OpenMade => self.session.open_made(false),
            Request::FollowMade => self.session.open_made(true),
            Request::TakePartMade => self.session.take_part_made(),
            Request::Make(make) => self.make(*make),
            Request::LiveWith(finding) => self.living = Some(LivingDialog::over(*finding)),
            Request::MendRule(rule) => self.mend_all(Some(rule)),
            Request::CloseItem => self.session.close_item(),
            Request::Explain(rule) => {
                self.settings.drawer = true;
                self.drawer.explain(rule);
            }
            Request::LookUp(id) => self.guardrails = Some(GuardrailsDialog::at(Some(id))),
            Request::Add(stencil) => self.add(stencil),
            Request::MarkPublished { version, published } => self.mark_published(version, published),
            Request::Insert(fragment) => self.insert(&fragment),
            Request::Open(path) => self.ask_to_open(path),
            Request::OpenSample(journey) => self.ask_to_open_sample(journey),
            Request::ShowFile(file) => self.reading = ReadingDialog::begin(self.session.files(), &file),
            Request::ReadAgain => self.read_again(),
            Request::Rehearse(wish) => self.rehearse(wish),
            Request::Uncover(wish) => self.uncover(wish, context),
            Request::Foresee(wish) => self.session.foresee(wish, context),
            Request::ShowArrivals(shown) => self.session.show_arrivals(shown),
            Request::Watch(watch) => self.session.watch(watch),
            Request::Show(tab) => {
                self.settings.drawer = true;
                self.drawer.show(tab);
            }
            Request::Say(text) => self.toasts.say(text),
            Request::Run(action) => self.perform(action, context),
        }
    }

    pub(super) fn edit(&mut self, name: String, place: Place, edits: Vec<Edit>, gesture: Option<&str>) {
        if edits.is_empty() {
            return;
        }
        if let Err(error) = self.session.change(Step { name, place }, edits, gesture) {
            self.toasts.complain(phrase("edit.refused", &[("why", &error.to_string())]));
        }
    }

    /// Asks what a new object is like; makes it at once where there is nothing to ask.
    fn make(&mut self, make: Make) {
        if let Some(dialog) = NewDialog::begin(self.session.workspace(), &make) {
            self.making = Some(dialog);
            return;
        }
        let mut edits = new::item(self.session.workspace(), make.new);
        if let Some(Edit::Put(item)) = edits.last_mut().filter(|_| !make.name.is_empty()) {
            **item = item.as_ref().clone().with_name(&make.name);
        }
        let Some(Edit::Put(item)) = edits.last() else { return };
        let step = phrase("inventory.create_step", &[("kind", word(names::item(&item.reference())))]);
        let is_taking_part = make.then == Made::TakePart;
        let is_referred_to = matches!(make.then, Made::Refer(_));
        if let Made::Refer(others) = make.then {
            edits.extend(others);
        }
        self.edit(step, make.place, edits, None);
        if is_taking_part {
            self.session.take_part_made();
        } else {
            self.session.open_made(is_referred_to);
        }
    }

    fn rehearse(&mut self, wish: Rehearse) {
        if wish == Rehearse::Run {
            self.recall_setup();
        }
        if let Rehearse::Save(name) = &wish {
            self.toasts.say(phrase("test_run.saved", &[("name", name)]));
        }
        if let Err(error) = self.session.rehearse(wish) {
            self.toasts.complain(error.to_string());
        }
    }

    fn uncover(&mut self, wish: Uncover, context: &Context) {
        let saves = wish == Uncover::Save;
        match self.session.uncover(wish, context) {
            Ok(true) => self.drawer.show(DrawerTab::TestRun),
            Ok(false) if saves => self.toasts.say(word("coverage.saved").to_owned()),
            Ok(false) => {}
            Err(error) => self.toasts.complain(phrase("edit.refused", &[("why", &error.to_string())])),
        }
    }

    /// A real run that was asked for is there: it is gone through again as a test run.
    pub(super) fn replay(&mut self) {
        match self.session.replay_real() {
            Ok(false) => {}
            Ok(true) => {
                self.drawer.show(DrawerTab::TestRun);
                self.toasts.say(word("live.replayed").to_owned());
            }
            Err(error) => self.toasts.complain(phrase("edit.refused", &[("why", &error.to_string())])),
        }
    }

    fn perform(&mut self, action: Action, context: &Context) {
        if !row(action).is_some_and(|row| (row.available)(&self.session)) {
            return;
        }
        match action {
            Action::NewJourney
            | Action::NewWorkspace
            | Action::Open
            | Action::Save
            | Action::SaveAs
            | Action::Welcome
            | Action::Quit => self.file(action, context),
            Action::Undo | Action::Redo => self.step_back_or_forth(action),
            Action::Cut | Action::Copy => self.copy_out(action, context),
            Action::Paste => context.send_viewport_cmd(egui::ViewportCommand::RequestPaste),
            Action::Duplicate | Action::Delete | Action::SelectAll | Action::Tidy => self.on_selection(action),
            Action::Export => {
                self.session.settle();
                self.export = Some(ExportDialog::default());
            }
            Action::Push => {
                self.session.settle();
                self.pushing = Some(PushDialog::default());
            }
            Action::KeepFragment => self.keeping = FragmentDialog::begin(&self.session, self.now()),
            Action::KeepVersion => self.keep_version(),
            Action::LightTheme => self.settings.look = Look::Light,
            Action::DarkTheme => self.settings.look = Look::Dark,
            Action::SystemTheme => self.settings.look = Look::System,
            Action::Larger => self.settings.scale_by(1),
            Action::Smaller => self.settings.scale_by(-1),
            Action::TogglePalette => self.settings.palette = !self.settings.palette,
            Action::ToggleInspector => self.settings.inspector = !self.settings.inspector,
            Action::ToggleDrawer => self.settings.drawer = !self.settings.drawer,
            Action::TestRun => {
                self.show_over_canvas(DrawerTab::TestRun);
                self.rehearse(Rehearse::Run);
            }
            Action::Coverage => self.show_over_canvas(DrawerTab::Coverage),
            Action::Volume => self.show_over_canvas(DrawerTab::Volume),
            Action::Live => self.show_over_canvas(DrawerTab::Live),
            Action::Problems => {
                self.settings.drawer = true;
                self.drawer.show(DrawerTab::Problems);
            }
            Action::MendAll => self.mend_all(None),
            Action::NextProblem | Action::PreviousProblem => self.next_problem(action == Action::PreviousProblem),
            Action::Commands => self.commands.open(),
            Action::Properties => {
                self.settings.inspector = true;
                self.session.close_item();
                self.session.select(Selection::default());
            }
            Action::Inventory => self.open_inventory(),
            Action::Shortcuts => self.keys = true,
            Action::Guardrails => self.guardrails = Some(GuardrailsDialog::at(None)),
            Action::About => self.about = true,
            Action::Fit
            | Action::FindStep
            | Action::ZoomIn
            | Action::ZoomOut
            | Action::ZoomActual
            | Action::AddStep
            | Action::EditFields
            | Action::Connect
            | Action::StepMenu
            | Action::NextStep
            | Action::PreviousStep
            | Action::StepAbove
            | Action::StepBelow
            | Action::MoveRight
            | Action::MoveLeft
            | Action::MoveUp
            | Action::MoveDown => self.session.wish(action),
        }
    }

    /// Brings a tab to the front of which the canvas shows something as well.
    fn show_over_canvas(&mut self, tab: DrawerTab) {
        self.settings.drawer = true;
        self.session.close_item();
        self.drawer.show(tab);
    }

    fn step_back_or_forth(&mut self, action: Action) {
        let step = if action == Action::Undo { self.session.undo() } else { self.session.redo() };
        let key = if action == Action::Undo { "undo.undone" } else { "undo.redone" };
        if let Some(step) = step {
            if !self.session.in_inventory() {
                self.session.wish(action);
            }
            self.toasts.say(phrase(key, &[("name", &step.name)]));
        }
    }

    fn next_problem(&mut self, back: bool) {
        match self.session.next_problem(back) {
            Some(place) => self.requests.push(Request::GoTo(place)),
            // Where not even an error is left, everything else is a remark.
            None => self.toasts.say(names::no_problems(self.session.problems().count())),
        }
    }

    /// Mends what may be mended unseen, of one guardrail or of all; the list shows what is left.
    fn mend_all(&mut self, rule: Option<&'static str>) {
        let name = word("undo.mend_all").to_owned();
        let journey = self.session.journey().map(|journey| journey.id.clone());
        let place = Place { journey, ..Place::default() };
        match self.session.mend_all(Step { name, place }, rule, self.now()) {
            Ok(mended) => self.toasts.say(count("problems.mended", mended)),
            Err(error) => self.toasts.complain(phrase("edit.refused", &[("why", &error.to_string())])),
        }
    }

    fn open_inventory(&mut self) {
        if self.session.in_inventory() {
            self.session.close_item();
        } else {
            self.session.open_inventory();
        }
    }

    fn copy_out(&mut self, action: Action, context: &Context) {
        let Some(journey) = self.session.journey().map(|journey| journey.id.clone()) else { return };
        let selected = &self.session.selection().activities;
        let Some(clip) = Clip::of(self.session.workspace(), &journey, selected) else { return };
        context.copy_text(clip.text());
        if action == Action::Cut {
            self.on_selection(Action::Delete);
        }
    }

    pub(super) fn paste(&mut self, text: &str) {
        let Some(journey) = self.session.journey().cloned() else { return };
        let edits = Clip::read(text).and_then(|clip| {
            let at = self.canvas.place_for(&clip);
            clip.paste(self.session.workspace(), &journey.id, at)
        });
        match edits {
            Ok(edits) => {
                self.canvas.expect(&journey, true);
                self.edit(
                    phrase("undo.paste", &[("journey", &journey.name)]),
                    Place::journey(&journey.id),
                    edits,
                    None,
                );
            }
            Err(error) => self.toasts.complain(error.to_string()),
        }
    }

    fn on_selection(&mut self, action: Action) {
        let Some(journey) = self.session.journey().cloned() else { return };
        let selection = self.session.selection().clone();
        let place = Place::journey(&journey.id);
        let workspace = self.session.workspace();
        let steps = selection.activities.as_slice();
        let (name, edits) = match action {
            Action::Duplicate => {
                let told = told::of_steps("canvas.duplicate", steps, workspace, &journey);
                let edits = edit::duplicate(workspace, &journey.id, steps);
                self.canvas.expect(&journey, true);
                (told, edits)
            }
            Action::Delete => {
                let told = match steps {
                    [] => told::of_lines(&selection.connections, workspace, &journey),
                    steps => told::of_steps("canvas.delete", steps, workspace, &journey),
                };
                (told, edit::remove(&journey, steps, &selection.connections))
            }
            Action::Tidy => (phrase("undo.tidy", &[("journey", &journey.name)]), tidy(&journey, steps)),
            _ => {
                let activities = journey.activities.iter().map(|activity| activity.id.clone()).collect();
                self.session.select(Selection { activities, connections: Vec::new() });
                return;
            }
        };
        self.edit(name, place, edits, None);
    }

    /// Adds an entry of the palette where it obviously goes; else it stands by itself, and the person is told.
    fn add(&mut self, stencil: Stencil) {
        let Some(journey) = self.session.journey().cloned() else { return };
        self.settings.used(stencil.key());
        let selection = self.session.selection();
        let obvious = Spot::obvious(&journey, Some(stencil), selection.single(), selection.single_wire());
        let begins = stencil.family() == Family::Entry || journey.activities.is_empty();
        if obvious.is_none() && !begins {
            self.toasts.say(phrase("palette.alone", &[("step", names::stencil(stencil))]));
        }
        let spot = obvious.unwrap_or_else(|| room_below(&journey));
        let edits = edit::add(self.session.workspace(), &journey.id, stencil, &spot);
        let name = phrase("undo.add", &[("name", &names::in_sentence(names::stencil(stencil)))]);
        self.canvas.expect(&journey, false);
        self.edit(name, Place::journey(&journey.id), edits, None);
        // The fields of the first step that was added are offered at once.
        let Some(now) = self.session.journey() else { return };
        let added = &self.session.selection().activities;
        let begins = |id: &&ActivityId| {
            journey.activity(id).is_none()
                && !now.connections.iter().any(|wire| wire.to == **id && added.contains(&wire.from))
        };
        if let Some(first) = added.iter().find(begins).cloned() {
            self.session.go_to(Place::activity(&journey.id, &first));
        }
    }

    /// Puts a copy of a fragment where it obviously goes; else it stands by itself.
    fn insert(&mut self, fragment: &FragmentId) {
        let Some(journey) = self.session.journey().cloned() else { return };
        let selection = self.session.selection();
        let obvious = Spot::obvious(&journey, None, selection.single(), selection.single_wire());
        let spot = obvious.unwrap_or_else(|| room_below(&journey));
        match edit::fragment::insert(self.session.workspace(), &journey.id, fragment, &spot) {
            Ok(edits) => {
                self.canvas.expect(&journey, true);
                let name = names::insert(fragment, self.session.workspace());
                self.edit(name, Place::journey(&journey.id), edits, None);
            }
            Err(refused) => self.toasts.complain(refused.to_string()),
        }
    }
}

/// Below everything there is.
fn room_below(journey: &Journey) -> Spot {
    let bottom = journey.layout.iter().map(|place| place.y).max().map_or(0, |y| y.saturating_add(edit::grid::ROW));
    Spot::At { x: journey.layout.iter().map(|place| place.x).min().unwrap_or_default(), y: bottom }
}

/// Puts cards in order: the selected ones where there are several, else all.
fn tidy(journey: &Journey, selected: &[ActivityId]) -> Vec<Edit> {
    let graph = Graph::of(journey);
    let to = if selected.len() > 1 { edit::arrange_some(&graph, selected) } else { edit::arrange(&graph) };
    vec![Edit::Move { journey: journey.id.clone(), to }]
}
