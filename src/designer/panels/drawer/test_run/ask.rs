//! What the parts of the tab ask the tab for: forms and views that lie over all of them; and what forms answer.

use crate::designer::rehearsal::Change;
use crate::journey::Answerer;

/// One wish.
#[derive(Clone, Debug, PartialEq)]
pub enum Ask {
    /// A form for something new that happens.
    AddHappening,
    /// The form of what happens under this number.
    EditHappening(usize),
    /// A form for another answer of this system.
    AddAnswer(Answerer),
    /// The form of the answer under this number.
    EditAnswer(usize),
    /// The form that asks for a name: of a new scenario, or a new one for the scenario that is open.
    Name {
        /// Whether the open one is called otherwise, rather than a new one saved.
        rename: bool,
    },
    /// Expected against actual, or the run again.
    Compare(bool),
}

/// What was decided in a form.
#[derive(Clone, Debug, PartialEq)]
pub enum Decision {
    /// Nothing.
    Leave,
    /// This.
    Change(Change),
}
