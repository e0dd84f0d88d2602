//! The paper of mails: white in both themes, as in mail programs, which leave a mail its own colours.

use egui::Color32;

/// Its ground, where a mail sets none.
pub const PAPER: Color32 = Color32::WHITE;
/// Text that sets no colour.
pub const INK: Color32 = Color32::from_rgb(0x20, 0x21, 0x24);
/// Links that set no colour.
pub const LINK: Color32 = Color32::from_rgb(0x1a, 0x56, 0xdb);
/// The place of an image that is not loaded.
pub const PICTURE: Color32 = Color32::from_rgb(0xef, 0xf1, 0xf5);
/// Around it, and lines across that set no colour.
pub const PICTURE_LINE: Color32 = Color32::from_rgb(0xcb, 0xd0, 0xd9);
/// Words in it.
pub const PICTURE_INK: Color32 = Color32::from_rgb(0x5b, 0x65, 0x77);
