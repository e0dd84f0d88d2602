//! The look as values: every colour of both themes, sizes of text, radii, and what makes stock widgets
//! look like ours. Nothing outside this folder names a colour.

mod fonts;
pub mod paper;
mod style;

use egui::{Color32, FontId};

use crate::check::Severity;
use crate::journey::Family;
use crate::simulate::cover::Covered;

pub use fonts::{Weight, font, mono};
pub use style::apply;

/// Height of the top bar, in points.
pub const BAR: f32 = 48.0;
/// Width of the palette when nobody has dragged it.
pub const PALETTE: f32 = 208.0;
/// Width of the inspector when nobody has dragged it.
pub const INSPECTOR: f32 = 312.0;
/// Height of the drawer when nobody has dragged it, in a window of this height. Below a journey several lines of a test
/// run are seen, and more than half of the window stays for the journey; below the inventory its shelves have room.
pub fn drawer(window: f32, is_drawing: bool) -> f32 {
    let (share, least) = if is_drawing { (0.36, 228.0) } else { (0.24, 190.0) };
    (window * share).clamp(least, 420.0).round()
}
/// Padding inside panels.
pub const PADDING: f32 = 16.0;
/// Radius of cards.
pub const CARD_RADIUS: u8 = 10;
/// Radius of controls.
pub const CONTROL_RADIUS: u8 = 7;
/// Height of buttons and fields.
pub const CONTROL_HEIGHT: f32 = 30.0;
/// Titles of panels and dialogs.
pub const TITLE: f32 = 15.0;
/// Text.
pub const BODY: f32 = 13.0;
/// Controls and card titles.
pub const CONTROL: f32 = 12.5;
/// Secondary lines, chips, field labels.
pub const SMALL: f32 = 11.5;

/// The colours of one theme.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Theme {
    /// Whether text is light on dark ground.
    pub is_dark: bool,
    /// Canvas ground.
    pub canvas: Color32,
    /// Grid dots.
    pub dot: Color32,
    /// Panels and bars.
    pub panel: Color32,
    /// Fields, and what lies a little deeper than its panel.
    pub well: Color32,
    /// What the pointer is over, where nothing is selected.
    pub hover: Color32,
    /// Hairlines.
    pub border: Color32,
    /// Hairlines of controls under the pointer.
    pub border_strong: Color32,
    /// Activity cards and menus.
    pub card: Color32,
    /// Text.
    pub text: Color32,
    /// Secondary text.
    pub muted: Color32,
    /// Placeholders and axis labels.
    pub faint: Color32,
    /// The one accent: selection, primary button, the path of a test run.
    pub accent: Color32,
    /// Text on the accent.
    pub on_accent: Color32,
    /// Ground of a selected row or chip.
    pub accent_soft: Color32,
    /// Wires at rest.
    pub wire: Color32,
    /// Errors and losses.
    pub err: Color32,
    /// Ground of errors.
    pub err_soft: Color32,
    /// Warnings.
    pub warn: Color32,
    /// Ground of warnings.
    pub warn_soft: Color32,
    /// Good figures.
    pub ok: Color32,
    /// Ground of good figures.
    pub ok_soft: Color32,
    /// Family: entries.
    pub entry: Color32,
    /// Family: flow.
    pub flow: Color32,
    /// Family: messages.
    pub msg: Color32,
    /// Family: integrations.
    pub integ: Color32,
    /// Ends of paths.
    pub end: Color32,
    /// The little shadow under cards and menus.
    pub shadow: Color32,
}

const fn rgb(hex: u32) -> Color32 {
    Color32::from_rgb((hex >> 16) as u8, (hex >> 8) as u8, hex as u8)
}

impl Theme {
    /// Dark text on light ground.
    pub const LIGHT: Self = Self {
        is_dark: false,
        canvas: rgb(0xF6F7F9),
        dot: rgb(0xD5D9E0),
        panel: rgb(0xFFFFFF),
        well: rgb(0xFAFBFC),
        hover: rgb(0xF1F3F6),
        border: rgb(0xE2E5EA),
        border_strong: rgb(0xC4CAD4),
        card: rgb(0xFFFFFF),
        text: rgb(0x1C2330),
        muted: rgb(0x5B6577),
        faint: rgb(0x667082),
        accent: rgb(0x3B5BDB),
        on_accent: rgb(0xFFFFFF),
        accent_soft: rgb(0xEDF0FD),
        wire: rgb(0x828C9D),
        err: rgb(0xC4261A),
        err_soft: rgb(0xFDECEA),
        warn: rgb(0x9A5B00),
        warn_soft: rgb(0xFFF4DF),
        ok: rgb(0x0B7A53),
        ok_soft: rgb(0xE4F5EE),
        entry: rgb(0x0B7A53),
        flow: rgb(0x6A40D6),
        msg: rgb(0x1769C2),
        integ: rgb(0xA85500),
        end: rgb(0x5B6577),
        shadow: Color32::from_rgba_premultiplied(2, 3, 5, 18),
    };

    /// Light text on dark ground.
    pub const DARK: Self = Self {
        is_dark: true,
        canvas: rgb(0x14171C),
        dot: rgb(0x262B34),
        panel: rgb(0x1B1F27),
        well: rgb(0x171B22),
        hover: rgb(0x252A34),
        border: rgb(0x2C323D),
        border_strong: rgb(0x465064),
        card: rgb(0x212630),
        text: rgb(0xE6E9EF),
        muted: rgb(0xA3ADBB),
        faint: rgb(0x8590A0),
        accent: rgb(0x8098FF),
        on_accent: rgb(0x10141F),
        accent_soft: rgb(0x232B47),
        wire: rgb(0x6B7585),
        err: rgb(0xFF7A6E),
        err_soft: rgb(0x3A201E),
        warn: rgb(0xF0B45B),
        warn_soft: rgb(0x362A17),
        ok: rgb(0x4CC79A),
        ok_soft: rgb(0x18322A),
        entry: rgb(0x4CC79A),
        flow: rgb(0xA98BFF),
        msg: rgb(0x6DB3FF),
        integ: rgb(0xF0A04B),
        end: rgb(0xA3ADBB),
        shadow: Color32::from_rgba_premultiplied(0, 0, 0, 70),
    };

    /// The theme that is shown.
    pub fn of(context: &egui::Context) -> &'static Self {
        match context.theme() {
            egui::Theme::Dark => &Self::DARK,
            egui::Theme::Light => &Self::LIGHT,
        }
    }

    /// The hue of a family.
    pub fn family(&self, family: Family) -> Color32 {
        match family {
            Family::Entry => self.entry,
            Family::Flow => self.flow,
            Family::Message => self.msg,
            Family::Integration => self.integ,
        }
    }

    /// The colour of a finding's text, dot and badge.
    pub fn severity(&self, severity: Severity) -> Color32 {
        match severity {
            Severity::Error => self.err,
            Severity::Warning => self.warn,
            Severity::Info => self.accent,
        }
    }

    /// Colour and ground of a branch by whether somebody can take it.
    pub fn covered(&self, covered: Covered) -> (Color32, Color32) {
        match covered {
            Covered::Covered => (self.ok, self.ok_soft),
            Covered::Impossible => (self.err, self.err_soft),
            Covered::Open => (self.warn, self.warn_soft),
        }
    }

    /// The ground of an icon tile: a breath of its hue on the card.
    pub fn tile(&self, hue: Color32) -> Color32 {
        blend(self.card, hue, if self.is_dark { 0.15 } else { 0.10 })
    }
}

/// The colour at `share` (0 to 1) of the way between two.
pub fn blend(from: Color32, to: Color32, share: f32) -> Color32 {
    from.lerp_to_gamma(to, share)
}

/// Text of a weight and size, in the colour of its surroundings unless one is set.
pub fn rich(text: impl Into<String>, size: f32, weight: Weight) -> egui::RichText {
    egui::RichText::new(text).font(font(size, weight))
}

/// A line that ends in an ellipsis where it is wider than this, in points.
pub fn one_line(text: &str, font: FontId, color: Color32, width: f32) -> egui::text::LayoutJob {
    let mut job = egui::text::LayoutJob::simple_singleline(text.to_owned(), font, color);
    job.wrap = egui::text::TextWrapping {
        max_width: width.max(10.0),
        max_rows: 1,
        break_anywhere: true,
        ..Default::default()
    };
    job
}
