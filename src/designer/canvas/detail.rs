//! How much of a card is shown at which zoom, and how large its text is.

/// Level of detail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Detail {
    /// A coloured rectangle; wires are threads.
    Far,
    /// A tinted card in its hue; wires are curves.
    Block,
    /// With its title.
    Title,
    /// The whole card: icon, title, line, badges, ports.
    Full,
}

/// From this zoom on a card says its title; below it little more than a few letters would fit.
const TITLES: f32 = 0.40;

impl Detail {
    /// The level at a zoom.
    pub fn at(zoom: f32) -> Self {
        match zoom {
            z if z < 0.13 => Self::Far,
            z if z < TITLES => Self::Block,
            z if z < 0.56 => Self::Title,
            _ => Self::Full,
        }
    }
}

/// Whether a full card has room for its second line.
pub fn has_line(zoom: f32) -> bool {
    zoom >= 0.72
}

/// Size of the title in points.
pub fn title_size(zoom: f32) -> f32 {
    match Detail::at(zoom) {
        Detail::Full => (12.5 * zoom).max(9.0),
        _ => (19.0 * zoom).clamp(7.5, 10.0),
    }
}

/// Size of the second line and of chips in points.
pub fn line_size(zoom: f32) -> f32 {
    (11.5 * zoom).max(8.5)
}
