//! The form: draws fields of one object, and gathers what changed into one edit.

use std::collections::BTreeSet;

use egui::{Id, Response, Ui};

use crate::check::Finding;
use crate::check::Severity;
use crate::check::platform::{self, Numbers};
use crate::designer::requests::{Made, Make, Request, Requests};
use crate::designer::session::Session;
use crate::designer::widgets::field_label;
use crate::designer::words::word;
use crate::edit::Edit;
use crate::edit::new::NewItem;
use crate::journey::{Activity, Journey, Place, Workspace};

use super::aside::{Aside, aside};
use super::registry::{self, Control};

/// Whose fields are drawn.
pub struct Subject<'a> {
    /// Where edits and findings point.
    pub place: Place,
    /// What an undo step calls it: "Wait 1 hour".
    pub name: String,
    /// The journey, where the object belongs to one.
    pub journey: Option<&'a Journey>,
    /// The step, where the object is one.
    pub activity: Option<&'a Activity>,
}

/// A field that is being drawn.
#[derive(Clone, Debug)]
pub struct At {
    /// Of its control.
    pub id: Id,
    /// What people read beside it.
    pub label: String,
    /// How findings name it.
    pub path: String,
    /// Of the visible label; `None` where a heading names a whole column.
    pub label_id: Option<Id>,
    /// The worst finding at it.
    pub severity: Option<Severity>,
}

struct Change {
    name: String,
    gesture: Option<String>,
    path: String,
}

/// Draws fields of one object.
pub struct Form<'a> {
    /// The document that is shown.
    pub workspace: &'a Workspace,
    /// Whose fields they are.
    pub subject: Subject<'a>,
    pub(super) findings: Vec<&'a Finding>,
    pub(super) claimed: BTreeSet<usize>,
    pub(super) session: &'a Session,
    pub(super) requests: &'a mut Requests,
    path: Vec<String>,
    /// As `path`, but with numbers for rows: a row keeps its controls while its name is being typed.
    places: Vec<String>,
    pub(super) focus: Option<String>,
    change: Option<Change>,
    extra: Vec<Edit>,
    wish: Option<(NewItem, String)>,
    after: Vec<Request>,
    ended: bool,
    bare: bool,
    /// The one event of which expressions may speak; `Some(None)`: of none.
    pub(super) about: Option<Option<String>>,
    /// What is said of the field that is being drawn.
    pub(super) beside: Option<Aside>,
    /// What the next field is called, where its kind of object calls it otherwise.
    called: Option<&'static str>,
}

impl<'a> Form<'a> {
    /// A form over one object; `focus` is the field to go to.
    pub fn new(session: &'a Session, subject: Subject<'a>, focus: Option<&str>, requests: &'a mut Requests) -> Self {
        let findings: Vec<&Finding> =
            session.findings().filter(|finding| same_object(&finding.place, &subject.place)).collect();
        Self { findings, focus: focus.map(normal), ..Self::quiet(session, subject, requests) }
    }

    /// A form that leaves findings to another one over the same object.
    pub fn quiet(session: &'a Session, subject: Subject<'a>, requests: &'a mut Requests) -> Self {
        Self {
            session,
            workspace: session.workspace(),
            claimed: BTreeSet::new(),
            findings: Vec::new(),
            subject,
            requests,
            path: Vec::new(),
            places: Vec::new(),
            focus: None,
            change: None,
            extra: Vec::new(),
            wish: None,
            after: Vec::new(),
            ended: false,
            bare: false,
            about: None,
            called: None,
            beside: None,
        }
    }

    /// The limits of the platform that is chosen: what its numbers may be is said beside each field.
    pub fn limits(&self) -> &'static Numbers {
        platform::numbers(self.session.platform())
    }

    /// Draws fields that lie under this name.
    pub fn within<R>(&mut self, name: &str, draw: impl FnOnce(&mut Self) -> R) -> R {
        self.under(name, name, draw)
    }

    /// Draws fields that lie under this name; `place` stays the same while the name changes.
    pub(super) fn under<R>(&mut self, name: &str, place: &str, draw: impl FnOnce(&mut Self) -> R) -> R {
        self.path.push(name.to_owned());
        self.places.push(place.to_owned());
        let result = draw(self);
        self.path.pop();
        self.places.pop();
        result
    }

    /// Findings at what is drawn now as a whole: at a row, at a list.
    pub(super) fn findings_here(&mut self, ui: &mut Ui) {
        let path = self.path.join(".");
        self.findings_at(ui, &path);
    }

    /// Draws fields without visible labels: a heading above or a word in front names them.
    pub fn bare<R>(&mut self, draw: impl FnOnce(&mut Self) -> R) -> R {
        let before = std::mem::replace(&mut self.bare, true);
        let result = draw(self);
        self.bare = before;
        result
    }

    /// Draws a field under another name than the one of its type: the title of a push message is its subject.
    pub fn called<R>(&mut self, name: &'static str, draw: impl FnOnce(&mut Self) -> R) -> R {
        let before = self.called.replace(name);
        let result = draw(self);
        self.called = before;
        result
    }

    /// Draws fields with visible labels again, inside what is named by a heading.
    pub(super) fn labelled<R>(&mut self, draw: impl FnOnce(&mut Self) -> R) -> R {
        let before = std::mem::replace(&mut self.bare, false);
        let result = draw(self);
        self.bare = before;
        result
    }

    /// One field: label, control, findings.
    pub(super) fn field<R>(
        &mut self,
        ui: &mut Ui,
        (owner, field): (&'static str, &'static str),
        control: Control,
        draw: impl FnOnce(&mut Self, &mut Ui, &At) -> R,
    ) -> R {
        registry::use_field(ui.ctx(), owner, field, control);
        let at = self.at(owner, field);
        let help = word(&format!("help.{owner}.{field}"));
        self.place(ui, at, help, draw)
    }

    /// A field that is named by what the document says, not by its type: a variable of an action, say.
    pub(super) fn place<R>(
        &mut self,
        ui: &mut Ui,
        mut at: At,
        help: &str,
        draw: impl FnOnce(&mut Self, &mut Ui, &At) -> R,
    ) -> R {
        let bare = self.bare;
        ui.vertical(|ui| {
            if !bare {
                ui.spacing_mut().item_spacing.y = 4.0;
                let label = field_label(ui, &at.label);
                at.label_id = Some(label.id);
                if !help.is_empty() {
                    label.on_hover_text(help);
                }
            }
            let result = draw(self, ui, &at);
            self.findings_at(ui, &at.path);
            if let Some(said) = self.beside.take() {
                aside(ui, said);
            }
            if !bare {
                ui.add_space(2.0);
            }
            result
        })
        .inner
    }

    /// Where a part of a field stands that the document names: `values` and `body.to`.
    pub(super) fn part(&self, owner: &str, field: &str, part: &str, label: String) -> At {
        let at = self.at(owner, field);
        let path = format!("{}.{part}", at.path);
        At { id: at.id.with(part), severity: self.severity_at(&path), path, label, label_id: None }
    }

    /// Whether parts that are folded at first are shown unfolded: while a test looks at every field.
    pub fn opens_all(&self, ui: &Ui) -> bool {
        registry::is_recording(ui.ctx())
    }

    /// True where a heading names the fields.
    pub(super) fn is_bare(&self) -> bool {
        self.bare
    }

    pub(super) fn at(&self, owner: &str, field: &str) -> At {
        let mut path = self.path.join(".");
        // A variant's name is no part of the path, a field's name is.
        if !field.starts_with(|letter: char| letter.is_ascii_uppercase()) {
            if !path.is_empty() {
                path.push('.');
            }
            path.push_str(field);
        }
        At {
            id: Id::unique(("field", &self.subject.place, &self.places, owner, field)),
            label: self.called.unwrap_or_else(|| word(&format!("fields.{owner}.{field}"))).to_owned(),
            severity: self.severity_at(&path),
            path,
            label_id: None,
        }
    }

    /// Gives the control its name, and the keyboard where somebody was sent to this field.
    pub(super) fn named(&mut self, ui: &Ui, at: &At, response: Response) -> Response {
        if self.takes_focus(at) {
            response.request_focus();
            ui.scroll_to_rect(response.rect.expand(24.0), None);
        }
        match at.label_id {
            Some(label) => response.labelled_by(label),
            None => response.accessible_name(at.label.clone()),
        }
    }

    /// Whether somebody was sent to this field; it is asked once, by a control that gives the keyboard on by itself.
    pub(super) fn takes_focus(&mut self, at: &At) -> bool {
        let is_meant = self.focus.as_deref() == Some(normal(&at.path).as_str());
        if is_meant {
            self.focus = None;
        }
        is_meant
    }

    /// Something was typed: it belongs to this stay in the field.
    pub(super) fn typed(&mut self, at: &At) {
        let gesture = format!("field {}", at.id.value());
        self.note(at, Some(gesture));
    }

    /// Something was chosen: a step of its own.
    pub(super) fn chosen(&mut self, at: &At) {
        self.note(at, None);
    }

    fn note(&mut self, at: &At, gesture: Option<String>) {
        let name = word("fields.change").replace("{field}", &at.label).replace("{what}", &self.subject.name);
        self.change = Some(Change { name, gesture, path: at.path.clone() });
    }

    /// A change that no control makes: a button of a panel. `name` says what happened, for the undo step.
    pub fn changed(&mut self, name: &str) {
        self.change =
            Some(Change { name: name.replace("{what}", &self.subject.name), gesture: None, path: self.path.join(".") });
    }

    /// Another edit of the same step: a new object that the change refers to.
    pub fn also(&mut self, edit: Edit) {
        self.extra.push(edit);
    }

    /// A new object to which the change refers by the placeholder of its id; it is asked for before anything changes.
    pub(super) fn wish(&mut self, new: NewItem, name: String) {
        self.wish = Some((new, name));
    }

    /// The object is called otherwise: a step of its own, with every text that names it.
    pub(super) fn rename(&mut self, name: String, edit: Edit) {
        self.requests.push(Request::EndGesture);
        self.requests.edit(name, self.subject.place.clone(), vec![edit]);
        self.requests.push(Request::EndGesture);
    }

    /// Whether something at this object is an error.
    pub fn is_wrong(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity == Severity::Error)
    }

    /// The stay in a field is over.
    pub(super) fn ended(&mut self) {
        self.ended = true;
    }

    /// Asks for the one edit that carries out what changed. `edit` makes it from the changed copy.
    pub fn finish(self, edit: impl FnOnce() -> Edit) {
        if let Some(change) = self.change {
            let mut edits = self.extra;
            edits.push(edit());
            let place = if change.path.is_empty() { self.subject.place } else { self.subject.place.field(change.path) };
            self.requests.push(match self.wish {
                Some((new, name)) => Request::Make(Box::new(Make { new, name, then: Made::Refer(edits), place })),
                None => Request::Edit { name: change.name, edits, gesture: change.gesture, place },
            });
        }
        if self.ended {
            self.requests.push(Request::EndGesture);
        }
        for request in self.after {
            self.requests.push(request);
        }
    }

    /// What the window knows besides the document.
    pub fn session(&self) -> &'a Session {
        self.session
    }

    /// The queue, for what is drawn among the fields and is none of them.
    pub fn asking(&mut self) -> &mut Requests {
        self.requests
    }

    /// Asks for something that changes no field of this object.
    pub fn request(&mut self, request: Request) {
        self.after.push(request);
    }
}

fn same_object(finding: &Place, subject: &Place) -> bool {
    finding.journey == subject.journey && finding.activity == subject.activity && finding.item == subject.item
}

/// Names that only group others are left out of some paths; they never decide which field is meant.
pub(super) fn normal(path: &str) -> String {
    let kept: Vec<&str> =
        path.split('.').filter(|part| !matches!(*part, "kind" | "test" | "paths" | "when" | "properties")).collect();
    if kept.is_empty() { path.to_owned() } else { kept.join(".") }
}
