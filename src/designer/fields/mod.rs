//! Controls: one for each kind of value that a document holds.
//!
//! A [`Form`] draws the fields of one object. Panels hand it a copy of the object; controls change the
//! copy, and [`Form::finish`] asks for one edit with everything that changed in this frame. What is being
//! typed is kept beside the document while the field has the keyboard, so that drawing from the session
//! never fights with the person who types.

mod aside;
mod choice;
mod code;
mod condition;
mod duration;
mod expression;
mod extras;
mod findings;
mod form;
mod insert;
mod json;
mod list;
mod marks;
mod number;
mod pick;
mod preview;
mod reference;
mod registry;
mod rows;
mod search;
pub mod sent;
mod slots;
mod suggest;
mod supplemental;
mod table;
mod template;
mod text;
mod time;
mod value;
mod value_type;
mod wording;
mod zone;

pub use choice::DAYS;
pub(crate) use duration::Length;
pub use expression::Wanted;
pub use form::{At, Form, Subject};
pub use list::{entry, list};
pub use marks::{Mark, dropdown, mark_button};
pub use number::Range;
pub use pick::called;
pub use reference::Pick;
pub use registry::{Control, FIELDS, drawn, record};
pub use rows::{MOST_ROWS, Row};
pub(crate) use value_type::{TYPES, value_word};
