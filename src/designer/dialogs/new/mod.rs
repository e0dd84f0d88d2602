//! New objects of the inventory: each kind asks its few questions in one dialog, and one undo step makes everything.
//!
//! What is made of the answers is decided in [`crate::edit::new`]; here they are only collected.

mod action;
mod begin;
mod event;
mod others;
mod preset;
mod values;

use egui::{Align, Context, Key, Layout, ScrollArea, Ui};

use super::{buttons, modal, room};
use crate::designer::fields::{Form, Subject};
use crate::designer::names;
use crate::designer::requests::{Made, Make, Request, Requests};
use crate::designer::session::Session;
use crate::designer::theme;
use crate::designer::widgets::{field, hint_line, link, primary, secondary, text_field};
use crate::designer::words::{phrase, word};
use crate::edit::new::{ActionDraft, Draft, Fault, NewItem, PresetDraft};
use crate::journey::{ItemRef, Medium, Place, Workspace};

use begin::{Beginning, Beginnings};

/// See the module.
pub struct NewDialog {
    draft: Draft,
    /// What it can begin with, while that is being chosen.
    beginnings: Option<Beginnings>,
    /// Whether the first question is asked from there, to which a link leads back; the medium of a provider.
    chosen: Option<Option<Medium>>,
    asked: Asked,
    then: Made,
    place: Place,
    /// Whether somebody typed when the frame before ended: Escape leaves the field first then.
    is_busy: bool,
    /// Whether this is the first frame.
    is_fresh: bool,
}

/// How far the questions were answered.
struct Asked {
    /// Nothing refers to the object yet, so that its kind is free.
    is_free: bool,
    /// It was tried to make it: what is still missing is said.
    is_tried: bool,
    /// The rarer questions are shown.
    has_more: bool,
}

/// What can be wrong, as the fields of a dialog read it.
struct Faults<'a> {
    list: &'a [Fault],
    is_tried: bool,
}

impl NewDialog {
    /// The dialog for this wish; `None` for kinds of which nothing has to be asked.
    pub fn begin(workspace: &Workspace, make: &Make) -> Option<Self> {
        let draft = Draft::begin(workspace, make.new, &make.name)?;
        let asked = Asked { is_free: make.then == Made::Open, is_tried: false, has_more: false };
        let (then, place) = (make.then.clone(), make.place.clone());
        let chosen = match make.new {
            NewItem::Action => Some(None),
            NewItem::Provider(medium) => Some(Some(medium)),
            _ => None,
        };
        let chosen = chosen.filter(|medium| Beginnings::of(*medium).is_some());
        // Who typed a name knows what it is to be; the list is a click away.
        let beginnings = chosen.filter(|_| make.name.is_empty()).and_then(Beginnings::of);
        Some(Self { draft, beginnings, chosen, asked, then, place, is_busy: false, is_fresh: true })
    }

    /// Draws one frame; true once it is over. Only its own buttons and Escape end it: what was typed is never lost
    /// by a click beside it.
    pub fn ui(&mut self, context: &Context, session: &Session, requests: &mut Requests) -> bool {
        if self.beginnings.is_some() {
            return self.choose(context, session.workspace());
        }
        let workspace = session.workspace();
        let list = self.draft.faults(workspace);
        let faults = Faults { list: &list, is_tried: self.asked.is_tried };
        let kind = self.kind();
        let mut end = None;
        let title = phrase("new_object.title", &[("kind", kind)]);
        modal(context, "new object", &title, 560.0, |ui| {
            let room = room(context);
            ScrollArea::vertical().max_height(room).auto_shrink([false, true]).show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 10.0;
                if self.name(ui, &faults) && list.is_empty() {
                    end = Some(End::Make { is_opened: false });
                }
                self.questions(ui, session, &faults);
            });
            if let Some(asked) = self.buttons(ui, kind) {
                end = Some(asked);
            }
        });
        // Enter in a field of a short dialog is its button; in rows of values it begins the next row.
        let is_short = matches!(self.draft, Draft::Channel(_) | Draft::Profile(_));
        let is_free = context.memory(|memory| memory.focused().is_none()) && !egui::Popup::is_any_open(context);
        if is_short && self.is_busy && is_free && context.input(|input| input.key_pressed(Key::Enter)) {
            end = end.or(Some(End::Make { is_opened: false }));
        }
        let escape = context.input(|input| input.key_pressed(Key::Escape)) && !self.is_busy;
        self.is_busy = context.memory(|memory| memory.focused().is_some()) || egui::Popup::is_any_open(context);
        self.is_fresh = false;
        match end {
            Some(End::Make { is_opened }) if list.is_empty() => {
                self.make(workspace, kind, is_opened, requests);
                true
            }
            Some(End::Make { .. }) => {
                self.asked.is_tried = true;
                false
            }
            Some(End::Cancel) => true,
            None => escape,
        }
    }

    /// Lets a person choose what it begins with; true once the dialog is left.
    fn choose(&mut self, context: &Context, workspace: &Workspace) -> bool {
        let (mut taken, mut is_over) = (None, false);
        let title = phrase("new_object.title", &[("kind", self.kind())]);
        modal(context, "new object", &title, 560.0, |ui| {
            if let Some(beginnings) = &mut self.beginnings {
                taken = beginnings.ui(ui, room(context));
            }
            buttons(ui, |ui| is_over = secondary(ui, word("common.cancel")).clicked());
        });
        let carries = self.chosen.flatten();
        match taken {
            None => {}
            Some(Beginning::Own) => {
                // What was typed for an own call before is still there.
                if !matches!(self.draft, Draft::Action(_)) {
                    self.draft = Draft::Action(ActionDraft::begin("", carries));
                }
                (self.beginnings, self.is_fresh) = (None, true);
            }
            Some(Beginning::Known(preset)) => {
                // In the inventory nothing says yet who uses it; most carry messages for channels.
                let is_provider = carries.is_some() || self.asked.is_free;
                self.draft = Draft::Preset(PresetDraft::begin(workspace, preset, is_provider));
                (self.beginnings, self.is_fresh) = (None, true);
            }
        }
        is_over || context.input(|input| input.key_pressed(Key::Escape))
    }

    /// What people call such an object.
    fn kind(&self) -> &'static str {
        let is_provider = self.chosen.flatten().is_some();
        word(if is_provider { "kinds.provider" } else { names::item(&self.reference()) })
    }

    /// The name, with what expressions make of it; true where Enter was pressed in it.
    fn name(&mut self, ui: &mut Ui, faults: &Faults<'_>) -> bool {
        let wrong = faults.at("name");
        let is_said = matches!(self.draft, Draft::Event(_) | Draft::Action(_) | Draft::Preset(_));
        let hint = word(match self.draft {
            Draft::Event(_) => "new_object.event_hint",
            Draft::Action(_) | Draft::Preset(_) => "new_object.action_hint",
            Draft::Audience(_) => "new_object.audience_hint",
            Draft::Channel(_) => "new_object.channel_hint",
            Draft::Profile(_) => "new_object.profile_hint",
        });
        let typed = self.draft.name_mut();
        let response = field(ui, word("new_object.name"), wrong.as_deref(), |ui| text_field(ui, typed, hint));
        if self.is_fresh {
            values::begin(ui);
            response.request_focus();
        }
        let said = self.draft.identifier();
        if is_said && wrong.is_none() && !said.is_empty() && said != self.draft.name_mut().trim() {
            hint_line(ui, &phrase("new_object.said", &[("name", &said)]));
        }
        // As far from the next label as the fields below are from theirs.
        ui.add_space(6.0);
        response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter))
    }

    fn questions(&mut self, ui: &mut Ui, session: &Session, faults: &Faults<'_>) {
        let subject = Subject {
            place: Place::item(self.reference()),
            name: self.draft.identifier(),
            journey: None,
            activity: None,
        };
        // Nothing of the document changes before everything is made.
        let mut unheard = Requests::default();
        let mut form = Form::quiet(session, subject, &mut unheard);
        match &mut self.draft {
            Draft::Event(draft) => event::questions(ui, &mut form, draft, &mut self.asked, faults),
            Draft::Action(draft) => action::questions(ui, &mut form, draft, &mut self.asked, faults),
            Draft::Preset(draft) => preset::questions(ui, draft, &self.asked),
            other => others::questions(ui, &mut form, other, &self.asked),
        }
    }

    fn buttons(&mut self, ui: &mut Ui, kind: &str) -> Option<End> {
        let mut end = None;
        buttons(ui, |ui| {
            if primary(ui, &phrase("new_object.make", &[("kind", kind)])).clicked() {
                end = Some(End::Make { is_opened: false });
            }
            if secondary(ui, word("common.cancel")).clicked() {
                end = Some(End::Cancel);
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                if let Some(medium) = self.chosen
                    && link(ui, word("begin.back")).clicked()
                {
                    self.beginnings = Beginnings::of(medium);
                }
                // What is made from the inventory is open afterwards anyway.
                if !self.asked.is_free && link(ui, word("new_object.make_and_open")).clicked() {
                    end = Some(End::Make { is_opened: true });
                }
            });
        });
        end
    }

    fn make(&mut self, workspace: &Workspace, kind: &str, is_opened: bool, requests: &mut Requests) {
        let mut edits = self.draft.edits(workspace);
        let step = phrase("new_object.step", &[("kind", kind), ("name", &self.draft.identifier())]);
        let then = std::mem::take(&mut self.then);
        if let Made::Refer(others) = &then {
            edits.extend(others.iter().cloned());
        }
        requests.edit(step, self.place.clone(), edits);
        match then {
            Made::Open => requests.push(Request::OpenMade),
            Made::TakePart => requests.push(Request::TakePartMade),
            Made::Refer(_) => {}
        }
        if is_opened {
            requests.push(Request::FollowMade);
        }
    }

    /// Stands for the object while it has no id.
    fn reference(&self) -> ItemRef {
        match self.draft {
            Draft::Event(_) => ItemRef::Event("event-?1".into()),
            Draft::Action(_) | Draft::Preset(_) => ItemRef::Action("action-?1".into()),
            Draft::Audience(_) => ItemRef::Audience("audience-?1".into()),
            Draft::Channel(_) => ItemRef::Channel("channel-?1".into()),
            Draft::Profile(_) => ItemRef::Profile("profile-?1".into()),
        }
    }
}

/// How the dialog ends.
enum End {
    Make { is_opened: bool },
    Cancel,
}

impl Faults<'_> {
    /// What is wrong at this field, as people read it. What is only not filled in yet is said once somebody tried.
    fn at(&self, field: &str) -> Option<String> {
        let here = self.list.iter().filter(|fault| fault.field() == field);
        here.filter(|fault| self.is_tried || !fault.is_to_do()).map(said).next()
    }
}

fn said(fault: &Fault) -> String {
    match fault {
        Fault::NameMissing => word("new_object.name_missing").to_owned(),
        Fault::NameTooLong => word("new_object.name_too_long").to_owned(),
        Fault::NameTaken(name) => phrase("new_object.name_taken", &[("name", name)]),
        Fault::IdentityMissing => word("new_object.identity_missing").to_owned(),
        Fault::ValueTwice(name) => phrase("new_object.value_twice", &[("name", name)]),
        Fault::UrlMissing => word("new_object.url_missing").to_owned(),
        Fault::UrlUnknown => word("new_object.url_unknown").to_owned(),
        Fault::UrlVariable => word("new_object.url_variable").to_owned(),
        Fault::AuthenticationIncomplete => word("new_object.authentication_incomplete").to_owned(),
    }
}

/// The link that unfolds the rarer questions; true while they are shown.
fn more(ui: &mut Ui, asked: &mut Asked) -> bool {
    ui.add_space(theme::SMALL / 4.0);
    if link(ui, word(if asked.has_more { "new_object.less" } else { "new_object.more" })).clicked() {
        asked.has_more = !asked.has_more;
    }
    asked.has_more
}
