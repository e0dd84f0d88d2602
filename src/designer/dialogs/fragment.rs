//! Keeping the selected steps as a fragment: what it is called, and whether it takes the place of a draft. What a
//! guardrail would say of it is said here, before it is kept. One undo step.

use egui::{Context, Key, ScrollArea, Sense, Ui, vec2};
use jiff::Timestamp;

use super::{buttons, dialog, paragraph};
use crate::check::{Checker, Severity};
use crate::designer::requests::{Request, Requests};
use crate::designer::session::Session;
use crate::designer::theme::{self, Theme};
use crate::designer::thumbnail;
use crate::designer::widgets::{choice_entry, error_line, field, primary_if, secondary, text_field};
use crate::designer::words::{phrase, word};
use crate::edit::{Edit, fragment};
use crate::journey::{Fragment, FragmentId, FragmentStatus, Item, ItemRef, Journey, Place, Workspace};

/// The id of a fragment that is not kept yet. It sorts behind all others: of two with one name the later one is named
/// as wrong, and that is to be this one.
const LAST: &str = "fragment-~";

/// See the module.
pub struct FragmentDialog {
    piece: Fragment,
    picture: Journey,
    /// The drafts that it may replace.
    drafts: Vec<(FragmentId, String)>,
    instead: Option<FragmentId>,
    now: Timestamp,
    /// What is wrong with it, and under which name and in whose place it was looked at.
    wrong: Vec<String>,
    looked: Option<(String, Option<FragmentId>)>,
    is_fresh: bool,
}

impl FragmentDialog {
    /// The dialog about the selected steps; `None` where none is selected.
    pub fn begin(session: &Session, now: Timestamp) -> Option<Self> {
        let journey = session.journey()?;
        let workspace = session.workspace();
        let piece = fragment::keep(workspace, &journey.id, &session.selection().activities, "")?;
        let known = workspace.inventory.fragments.iter();
        let drafts = known.filter(|known| known.status == FragmentStatus::Draft);
        Some(Self {
            picture: piece.as_journey(),
            drafts: drafts.map(|draft| (draft.id.clone(), draft.name.clone())).collect(),
            piece,
            instead: None,
            now,
            wrong: Vec::new(),
            looked: None,
            is_fresh: true,
        })
    }

    /// Draws one frame; true once it is over.
    pub fn ui(&mut self, context: &Context, session: &Session, requests: &mut Requests) -> bool {
        self.look(session.workspace());
        let (mut is_wanted, mut is_over) = (false, false);
        let can = !self.piece.name.trim().is_empty() && self.wrong.is_empty();
        let left = dialog(context, "fragment", word("fragment.title"), 480.0, |ui| {
            paragraph(ui, word("fragment.what"));
            self.picture(ui);
            self.places(ui);
            if self.instead.is_none() {
                let name = &mut self.piece.name;
                let response =
                    field(ui, word("fragment.name"), None, |ui| text_field(ui, name, word("fragment.name_hint")));
                if std::mem::take(&mut self.is_fresh) {
                    response.request_focus();
                }
                is_wanted = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
            }
            for wrong in &self.wrong {
                error_line(ui, wrong);
            }
            buttons(ui, |ui| {
                let yes = primary_if(ui, can, word("fragment.keep"));
                let yes = if self.wrong.is_empty() {
                    yes.on_disabled_hover_text(word("fragment.name_missing"))
                } else {
                    yes.on_disabled_hover_text(word("fragment.mend_first"))
                };
                is_wanted |= yes.clicked();
                is_over = secondary(ui, word("common.cancel")).clicked();
            });
        });
        if is_wanted && can {
            self.keep(requests);
            return true;
        }
        is_over || left
    }

    fn keep(&self, requests: &mut Requests) {
        let piece = self.kept();
        let place = Place::item(ItemRef::Fragment(piece.id.clone()));
        let (step, said) =
            (phrase("fragment.keep_step", &[("name", &piece.name)]), phrase("fragment.kept", &[("name", &piece.name)]));
        requests.edit(step, place, vec![Edit::Put(Box::new(Item::Fragment(piece)))]);
        requests.push(Request::Say(said));
    }

    /// The fragment as it will be.
    fn kept(&self) -> Fragment {
        let name = self.piece.name.trim().to_owned();
        let id = self.instead.clone().unwrap_or_else(|| self.piece.id.clone());
        Fragment { id, name, ..self.piece.clone() }
    }

    fn picture(&self, ui: &mut Ui) {
        let theme = Theme::of(ui.ctx());
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 116.0), Sense::hover());
        ui.painter().rect_filled(rect, theme::CARD_RADIUS, theme.well);
        thumbnail::paint(&ui.painter().with_clip_rect(rect), theme, rect.shrink(12.0), &self.picture);
    }

    /// A new one, or in the place of a draft.
    fn places(&mut self, ui: &mut Ui) {
        if self.drafts.is_empty() {
            return;
        }
        ScrollArea::vertical().max_height(200.0).show(ui, |ui| {
            let is_new = self.instead.is_none();
            if choice_entry(ui, is_new, word("fragment.new"), word("fragment.new_what")).clicked() && !is_new {
                self.instead = None;
                self.piece.name.clear();
            }
            for (id, name) in &self.drafts {
                let title = phrase("fragment.instead", &[("name", name)]);
                let is_this = self.instead.as_ref() == Some(id);
                if choice_entry(ui, is_this, &title, word("fragment.instead_what")).clicked() {
                    self.instead = Some(id.clone());
                    self.piece.name.clone_from(name);
                }
            }
        });
    }

    /// Asks the guardrails, once for each name and place.
    fn look(&mut self, workspace: &Workspace) {
        let looked = (self.piece.name.clone(), self.instead.clone());
        if self.looked.as_ref() == Some(&looked) {
            return;
        }
        self.looked = Some(looked);
        let mut piece = self.kept();
        if self.instead.is_none() {
            piece.id = FragmentId(LAST.to_owned());
        }
        if piece.name.is_empty() {
            word("fragment.new").clone_into(&mut piece.name);
        }
        let here = ItemRef::Fragment(piece.id.clone());
        let mut world = workspace.clone();
        world.journeys.clear();
        world.scenarios.clear();
        std::sync::Arc::make_mut(&mut world.inventory).put(Item::Fragment(piece));
        let report = Checker::new().check(&world, world.settings.platform, self.now);
        let errors = report.findings.iter().filter(|finding| finding.severity == Severity::Error);
        let own = errors.filter(|finding| finding.place.item.as_ref() == Some(&here));
        self.wrong = own.map(|finding| finding.message.clone()).collect();
    }
}
