//! A mail as blocks one below the other, and the runs of text in them: all that a drawing needs, and nothing of HTML.

use std::collections::BTreeSet;

use egui::Color32;

/// A mail.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mail {
    /// Its own ground; paper where it sets none.
    pub ground: Option<Color32>,
    /// From top to bottom.
    pub blocks: Vec<Block>,
    /// What it uses and is not drawn.
    pub left_out: BTreeSet<LeftOut>,
}

/// What a mail can use that is not drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LeftOut {
    /// Rules of a `<style>` outside of media queries.
    StyleSheet,
    /// `@media`.
    MediaQueries,
    /// `@font-face`, `@import` and linked style sheets of fonts.
    WebFonts,
    /// `background`, `background-image`, a `url(…)` in a background.
    BackgroundImages,
    /// `<input>`, `<select>`, `<textarea>`.
    Forms,
    /// `<video>`, `<audio>`, `<iframe>`, `<svg>`, `<canvas>`, `<object>`.
    Media,
    /// `rowspan`.
    RowSpans,
    /// What comes after the longest mail that is read.
    Rest,
}

/// One block, with the room that it keeps to its neighbours above and below.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// At least this much room above.
    pub above: f32,
    /// At least this much room below.
    pub below: f32,
    /// What it is.
    pub what: What,
}

/// What a block is.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// Text that wraps.
    Text(Paragraph),
    /// Images and buttons side by side.
    Objects(Vec<Object>, Side),
    /// Blocks on a ground, inside of a border, or of a width of their own.
    Boxed(Boxed),
    /// Cells side by side in rows.
    Table(Table),
    /// An entry of a list.
    Item(Run, Vec<Block>),
    /// A line across.
    Rule(Rule),
}

/// On which side something stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Side {
    /// Left.
    #[default]
    Left,
    /// In the middle.
    Center,
    /// Right.
    Right,
}

/// Text that wraps.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Paragraph {
    /// One after the other; a line break is one in the text.
    pub runs: Vec<Run>,
    /// Where its lines stand.
    pub side: Side,
}

impl Paragraph {
    /// What it says.
    pub fn text(&self) -> String {
        said(&self.runs)
    }
}

/// What runs say.
pub(super) fn said(runs: &[Run]) -> String {
    runs.iter().map(|run| run.text.as_str()).collect()
}

/// Text of one look.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// What it says.
    pub text: String,
    /// How it looks.
    pub ink: Ink,
}

/// How text looks.
#[derive(Clone, Debug, PartialEq)]
pub struct Ink {
    /// In points.
    pub size: f32,
    /// Of the letters; what paper has where none is set.
    pub color: Option<Color32>,
    /// Behind the letters.
    pub ground: Option<Color32>,
    /// As a multiple of the size.
    pub line_height: f32,
    /// Strong.
    pub bold: bool,
    /// Slanted.
    pub italic: bool,
    /// With a line under it.
    pub underline: bool,
    /// With a line through it.
    pub strike: bool,
    /// All letters of one width.
    pub mono: bool,
    /// Where a click leads.
    pub link: Option<String>,
}

/// Size of text that says nothing about its own: what mail programs take.
pub const SIZE: f32 = 14.0;

impl Default for Ink {
    fn default() -> Self {
        Self {
            size: SIZE,
            color: None,
            ground: None,
            line_height: 1.45,
            bold: false,
            italic: false,
            underline: false,
            strike: false,
            mono: false,
            link: None,
        }
    }
}

/// A width.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Length {
    /// In points.
    Points(f32),
    /// Of the room that there is; 1 is all of it.
    Share(f32),
}

impl Length {
    /// In points, where there is so much room: never more than that.
    pub fn within(self, room: f32) -> f32 {
        let wanted = match self {
            Self::Points(points) => points,
            Self::Share(share) => share * room,
        };
        wanted.clamp(0.0, room.max(0.0))
    }
}

/// Ground, border and the room inside of it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Look {
    /// Behind everything.
    pub ground: Option<Color32>,
    /// Top, right, bottom, left.
    pub padding: [f32; 4],
    /// Top, right, bottom, left: how wide.
    pub border: [f32; 4],
    /// Of all borders.
    pub border_color: Option<Color32>,
    /// Of the corners.
    pub radius: f32,
}

impl Look {
    /// Nothing that could be seen.
    pub fn is_plain(&self) -> bool {
        *self == Self { radius: self.radius, border_color: self.border_color, ..Self::default() }
    }

    /// Padding and border: top, right, bottom, left.
    pub fn inset(&self) -> [f32; 4] {
        std::array::from_fn(|side| self.padding[side] + self.border[side])
    }
}

/// Something in a line that is no text.
#[derive(Clone, Debug, PartialEq)]
pub enum Object {
    /// An image: its place, and what it is said to show.
    Image(Image),
    /// A link that looks like a button.
    Button(Button),
}

/// An image. It is never loaded.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Image {
    /// What it is said to show.
    pub alt: String,
    /// Its stated width.
    pub width: Option<Length>,
    /// Its stated height in points.
    pub height: Option<f32>,
    /// Where a click leads.
    pub link: Option<String>,
}

/// A link that looks like a button.
#[derive(Clone, Debug, PartialEq)]
pub struct Button {
    /// What it says.
    pub runs: Vec<Run>,
    /// Its ground and room.
    pub look: Look,
    /// As wide as there is room.
    pub wide: bool,
    /// Where a click leads.
    pub link: Option<String>,
}

/// Blocks with a look of their own.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Boxed {
    /// Ground, border, padding.
    pub look: Look,
    /// All the room where it says nothing.
    pub width: Option<Length>,
    /// At least so high.
    pub height: f32,
    /// Where it stands, where it is narrower than the room.
    pub side: Side,
    /// What is in it.
    pub blocks: Vec<Block>,
}

/// Cells side by side in rows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// Ground, border, padding.
    pub look: Look,
    /// What its cells need, where it says nothing.
    pub width: Option<Length>,
    /// Where it stands, where it is narrower than the room.
    pub side: Side,
    /// Between cells.
    pub spacing: f32,
    /// From top to bottom.
    pub rows: Vec<Vec<Cell>>,
}

/// Where in the height of its row a cell's content stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Upright {
    /// At the top.
    Top,
    /// In the middle.
    #[default]
    Middle,
    /// At the bottom.
    Bottom,
}

/// A cell of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// Ground, border, padding.
    pub look: Look,
    /// Its stated width.
    pub width: Option<Length>,
    /// At least so high.
    pub height: f32,
    /// How many columns it takes.
    pub span: usize,
    /// Where its content stands.
    pub upright: Upright,
    /// What is in it.
    pub blocks: Vec<Block>,
}

/// A line across.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rule {
    /// In points.
    pub thickness: f32,
    /// A quiet grey where none is set.
    pub color: Option<Color32>,
    /// All the room where it says nothing.
    pub width: Option<Length>,
}
