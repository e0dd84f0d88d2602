//! What panels and the canvas ask for while they draw. Drawing reads, the queue writes: requests are
//! carried out at the beginning of the next frame, in order.

use std::path::PathBuf;

use crate::check::Finding;
use crate::edit::new::NewItem;
use crate::edit::{Edit, Stencil};
use crate::journey::{FragmentId, ItemRef, JourneyId, Place};

use super::action::Action;
use super::covering::Uncover;
use super::forecasting::Foresee;
use super::live::Watch;
use super::rehearsal::Rehearse;

pub use super::selection::Selection;

/// One wish.
#[derive(Clone, Debug, PartialEq)]
pub enum Request {
    /// Change the document: one undo step, named so that "Undo {name}" reads well.
    Edit {
        /// "Move 3 steps", "Rename event".
        name: String,
        /// The changes; ids that end in `-?` and a digit are drawn now.
        edits: Vec<Edit>,
        /// Edits with the same key that follow each other become one step: a stay in a field, a drag.
        gesture: Option<String>,
        /// Where an undo leads.
        place: Place,
    },
    /// Show on the canvas what this would change. Asked for in every frame in which it is to be shown.
    Preview(Remedy),
    /// The running gesture is over: the next edit is a step of its own.
    EndGesture,
    /// Make this the selection.
    Select(Selection),
    /// Show this place: open its journey or inventory object, bring it into view, focus its field.
    GoTo(Place),
    /// Show this journey on the canvas.
    OpenJourney(JourneyId),
    /// Show this object of the inventory in its editor.
    OpenItem(ItemRef),
    /// Show an object to which the open one refers: the way back leads here again.
    FollowItem(ItemRef),
    /// Show the object again from which the open one was reached.
    BackItem,
    /// Show the card of this guardrail: what it says, why, and where that stands.
    Explain(&'static str),
    /// Looks a guardrail up among all of them.
    LookUp(&'static str),
    /// Open the object of the inventory that the edit before made.
    OpenMade,
    /// As [`Request::OpenMade`], where another object refers to it: the way back leads there.
    FollowMade,
    /// Mend everything of which this guardrail speaks and that may be mended unseen.
    MendRule(&'static str),
    /// Ask why this finding does not matter at its step; from then on it counts no more.
    LiveWith(Box<Finding>),
    /// Whom the edit before made takes part in the test run.
    TakePartMade,
    /// Make a new object of the inventory; a dialog asks first where there is something to ask.
    Make(Box<Make>),
    /// Leave the editor of an object of the inventory and show the canvas again.
    CloseItem,
    /// Add an entry of the palette where it naturally goes: after the selected step, or where there is room.
    Add(Stencil),
    /// Say that a version of the open journey was published, or that it was not.
    MarkPublished {
        /// Its number.
        version: u32,
        /// Whether it is.
        published: bool,
    },
    /// Put a copy of a fragment where it naturally goes.
    Insert(FragmentId),
    /// Open a workspace or a journey file.
    Open(PathBuf),
    /// Open a copy of the samples, at this journey.
    OpenSample(JourneyId),
    /// Show the place of a file that could not be read.
    ShowFile(PathBuf),
    /// Read the files again: somebody mended them.
    ReadAgain,
    /// Something about the test run.
    Rehearse(Rehearse),
    /// Something about the coverage.
    Uncover(Uncover),
    /// Something about the forecast.
    Foresee(Foresee),
    /// Show on the canvas when people come to the steps on the way to the selected message, or no longer.
    ShowArrivals(bool),
    /// Something about what runs on a server.
    Watch(Watch),
    /// Bring the drawer up with this tab.
    Show(DrawerTab),
    /// Say something for a few seconds.
    Say(String),
    /// Run an entry of the table of actions, as if its shortcut had been pressed.
    Run(Action),
}

/// A change that a guardrail offers.
#[derive(Clone, Debug, PartialEq)]
pub struct Remedy {
    /// What its button says.
    pub title: String,
    /// The change.
    pub edits: Vec<Edit>,
}

/// A new object that somebody wishes for.
#[derive(Clone, Debug, PartialEq)]
pub struct Make {
    /// What it is.
    pub new: NewItem,
    /// What was typed for its name; empty where nothing was.
    pub name: String,
    /// What follows once it is made.
    pub then: Made,
    /// Where an undo leads.
    pub place: Place,
}

/// What follows once an object is made.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Made {
    /// It is opened in its editor.
    #[default]
    Open,
    /// This refers to it, by the placeholder of its id: changed in the same step.
    Refer(Vec<Edit>),
    /// A test profile takes part in the test run; what is shown stays.
    TakePart,
}

impl Make {
    /// Something that is opened once it is made.
    pub fn open(new: NewItem) -> Self {
        Self { new, name: String::new(), then: Made::Open, place: Place::default() }
    }

    /// A test profile that takes part in the test run once it is made.
    pub fn person() -> Self {
        Self { then: Made::TakePart, ..Self::open(NewItem::Profile) }
    }
}

/// A tab of the drawer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DrawerTab {
    /// What is wrong.
    #[default]
    Problems,
    /// Test profiles in virtual time.
    TestRun,
    /// Which branches somebody can take.
    Coverage,
    /// What becomes of a crowd.
    Volume,
    /// What runs on a server.
    Live,
}

/// The queue.
#[derive(Debug, Default)]
pub struct Requests(Vec<Request>);

impl Requests {
    /// Asks for something.
    pub fn push(&mut self, request: Request) {
        self.0.push(request);
    }

    /// Asks for one change of the document, as a step of its own.
    pub fn edit(&mut self, name: impl Into<String>, place: Place, edits: Vec<Edit>) {
        self.push(Request::Edit { name: name.into(), edits, gesture: None, place });
    }

    /// Asks to show what a remedy would change, while the pointer or the keyboard is at its button.
    pub fn preview_at(&mut self, button: &egui::Response, title: &str, edits: &[Edit]) {
        if (button.hovered() || button.has_focus()) && !button.clicked() {
            self.push(Request::Preview(Remedy { title: title.to_owned(), edits: edits.to_vec() }));
        }
    }

    /// Takes everything out, in order.
    pub fn take(&mut self) -> Vec<Request> {
        std::mem::take(&mut self.0)
    }

    /// The remedy that is to be shown.
    pub fn preview(&self) -> Option<&Remedy> {
        self.0.iter().rev().find_map(|request| match request {
            Request::Preview(remedy) => Some(remedy),
            _ => None,
        })
    }

    /// True where somebody asked for more than to see a remedy.
    pub fn is_waiting(&self) -> bool {
        self.0.iter().any(|request| !matches!(request, Request::Preview(_)))
    }

    /// True where nobody asked for anything.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
