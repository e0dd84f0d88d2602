//! The small controls that every panel is made of, so that a button is a button everywhere. Each has a
//! name for screen readers; sizes sit on a grid of 4 points.

mod buttons;
mod chips;
mod choices;
mod fields;
mod walker;

pub use buttons::{icon_button, link, primary, primary_if, quiet_link, secondary, secondary_if, segmented, tick, tool};
pub use chips::{Tone, chip, count, kbd, severity_dot, tally, to_do_dot};
pub use choices::{choice_entry, roomy, tick_card};
pub use fields::{error_line, field, field_label, heading, hint_line, section, separator, text_field, tile};
pub use walker::walked;
