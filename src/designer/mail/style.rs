//! What an element says of its look: the inline style and the old attributes, as values. What is not understood is as
//! if it was not said.

use egui::Color32;

use super::block::{Ink, Length, Look, SIZE, Side, Upright};
use super::dom::Element;

/// The declarations of an inline style; the later of two of one name holds.
#[derive(Debug, Default)]
pub(super) struct Declared(Vec<(String, String)>);

impl Declared {
    /// Those of an element.
    pub fn of(element: Element<'_>) -> Self {
        Self::read(element.attribute("style").unwrap_or_default())
    }

    fn read(text: &str) -> Self {
        let mut found = Vec::new();
        let (mut start, mut level, mut quote) = (0, 0_usize, None);
        let ends = text.char_indices().filter(|(_, letter)| {
            match (quote, letter) {
                (Some(open), letter) if open == *letter => quote = None,
                (None, '"' | '\'') => quote = Some(*letter),
                (None, '(') => level += 1,
                (None, ')') => level = level.saturating_sub(1),
                _ => {}
            }
            *letter == ';' && level == 0 && quote.is_none()
        });
        for end in ends.map(|(at, _)| at).collect::<Vec<_>>().into_iter().chain([text.len()]) {
            let one = text.get(start..end).unwrap_or_default();
            start = end + 1;
            if let Some((name, value)) = one.split_once(':') {
                let value = value.split("!important").next().unwrap_or_default().trim();
                found.push((name.trim().to_ascii_lowercase(), value.to_owned()));
            }
        }
        Self(found)
    }

    /// What is declared under this name, in small letters.
    pub fn get(&self, name: &str) -> Option<String> {
        self.raw(name).map(str::to_ascii_lowercase)
    }

    fn raw(&self, name: &str) -> Option<&str> {
        self.0.iter().rev().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    fn points(&self, name: &str, size: f32) -> Option<f32> {
        points(self.raw(name)?, size)
    }

    /// Nothing of the element is shown: preheaders that only lists of mails show are written so.
    pub fn hides(&self) -> bool {
        let is = |name: &str, value: &str| self.get(name).as_deref() == Some(value);
        let is_flat = |name: &str| self.points(name, SIZE).is_some_and(|points| points < 1.0);
        is("display", "none")
            || is("visibility", "hidden")
            || (is("overflow", "hidden") && (is_flat("max-height") || is_flat("height")))
    }

    /// Whether a background is an image.
    pub fn has_background_image(&self) -> bool {
        ["background", "background-image"].iter().any(|name| self.get(name).is_some_and(|value| value.contains("url(")))
    }

    /// The ground.
    pub fn ground(&self) -> Option<Color32> {
        let mut layers = self.0.iter().rev().filter(|(name, _)| name == "background" || name == "background-color");
        layers.find_map(|(_, value)| color(value).or_else(|| words(value).find_map(color))).filter(is_seen)
    }

    /// Ground, border and the room inside of it.
    pub fn look(&self, size: f32) -> Look {
        let mut look = Look { ground: self.ground(), padding: self.sides("padding", size), ..Look::default() };
        look.radius = self.points("border-radius", size).unwrap_or(0.0).min(64.0);
        const SIDES: [&str; 4] = ["border-top", "border-right", "border-bottom", "border-left"];
        for (name, value) in &self.0 {
            let named = SIDES.iter().position(|side| name == side);
            if name != "border" && named.is_none() {
                continue;
            }
            let is_none = words(value).any(|word| matches!(word, "none" | "hidden" | "0"));
            let width = words(value).find_map(|word| points(word, size)).unwrap_or(1.0);
            let width = if is_none { 0.0 } else { width.clamp(0.0, 24.0) };
            for side in (0..4).filter(|side| named.is_none_or(|named| named == *side)) {
                look.border[side] = width;
            }
            look.border_color = words(value).find_map(color).or(look.border_color);
        }
        look.border_color = self.raw("border-color").and_then(color).or(look.border_color);
        look
    }

    /// `name` and `name-top` and so on: top, right, bottom, left.
    pub fn sides(&self, name: &str, size: f32) -> [f32; 4] {
        self.stated_sides(name, size).map(|side| side.unwrap_or(0.0).clamp(0.0, 200.0))
    }

    /// As [`Declared::sides`], `None` for what is not said.
    pub fn stated_sides(&self, name: &str, size: f32) -> [Option<f32>; 4] {
        let mut sides = [None; 4];
        for (known, value) in &self.0 {
            if known == name {
                let all: Vec<_> = words(value).map(|word| points(word, size)).collect();
                sides = match all[..] {
                    [one] => [one; 4],
                    [upright, across] => [upright, across, upright, across],
                    [top, across, bottom] => [top, across, bottom, across],
                    [top, right, bottom, left, ..] => [top, right, bottom, left],
                    [] => sides,
                };
                continue;
            }
            let side = known
                .strip_prefix(name)
                .and_then(|rest| ["-top", "-right", "-bottom", "-left"].iter().position(|side| *side == rest));
            if let Some(side) = side.and_then(|side| sides.get_mut(side)) {
                *side = points(value, size).or(*side);
            }
        }
        sides
    }

    /// Whether left and right margins put a box into the middle.
    pub fn is_centered(&self) -> bool {
        let whole = self.get("margin").unwrap_or_default();
        let all: Vec<&str> = words(&whole).collect();
        let across = all.get(1).or(all.first());
        let is_auto = |name: &str| self.get(name).as_deref() == Some("auto");
        across == Some(&"auto") || (is_auto("margin-left") && is_auto("margin-right"))
    }

    /// `width`, and `max-width` where that says less.
    pub fn width(&self, size: f32) -> Option<Length> {
        let (width, most) = (self.length("width", size), self.length("max-width", size));
        match (width, most) {
            (Some(Length::Points(width)), Some(Length::Points(most))) => Some(Length::Points(width.min(most))),
            (Some(Length::Share(_)) | None, Some(most @ Length::Points(_))) => Some(most),
            (width, _) => width,
        }
    }

    fn length(&self, name: &str, size: f32) -> Option<Length> {
        length(self.raw(name)?, size)
    }

    /// `height`, in points.
    pub fn height(&self, size: f32) -> Option<f32> {
        self.points("height", size)
    }
}

/// Parts of a value; what stands in brackets is one.
fn words(value: &str) -> impl Iterator<Item = &str> {
    let mut level = 0_usize;
    value
        .split(move |letter: char| {
            match letter {
                '(' => level += 1,
                ')' => level = level.saturating_sub(1),
                _ => {}
            }
            letter.is_whitespace() && level == 0
        })
        .filter(|word| !word.is_empty())
}

fn is_seen(color: &Color32) -> bool {
    color.a() > 0
}

/// A colour however it is written.
pub(super) fn color(value: &str) -> Option<Color32> {
    let read = |value: &str| csscolorparser::parse(value).ok();
    // Old attributes leave the sign out.
    let is_bare = value.len() == 6 && value.bytes().all(|byte| byte.is_ascii_hexdigit());
    let color = if is_bare { read(&format!("#{value}")) } else { read(value.trim()) }?;
    let [red, green, blue, alpha] = color.to_rgba8();
    Some(Color32::from_rgba_unmultiplied(red, green, blue, alpha))
}

/// A length in points; `size` is that of the text around.
pub(super) fn points(value: &str, size: f32) -> Option<f32> {
    let value = value.trim().to_ascii_lowercase();
    let end = value.find(|letter: char| letter.is_ascii_alphabetic() || letter == '%').unwrap_or(value.len());
    let (number, unit) = value.split_at_checked(end)?;
    let number: f32 = number.trim().parse().ok().filter(|number: &f32| number.is_finite())?;
    let scale = match unit {
        "" | "px" => 1.0,
        "pt" => 4.0 / 3.0,
        "em" => size,
        "rem" => SIZE,
        _ => return None,
    };
    Some((number * scale).clamp(-4_000.0, 4_000.0))
}

/// A length, in points or as a share.
pub(super) fn length(value: &str, size: f32) -> Option<Length> {
    match value.trim().strip_suffix('%') {
        Some(share) => {
            let share: f32 = share.trim().parse().ok().filter(|share: &f32| share.is_finite())?;
            Some(Length::Share((share / 100.0).clamp(0.0, 1.0)))
        }
        None => points(value, size).filter(|points| *points > 0.0).map(Length::Points),
    }
}

/// A side by its name.
pub(super) fn side(value: &str) -> Option<Side> {
    match value.trim().to_ascii_lowercase().as_str() {
        "left" | "start" | "justify" => Some(Side::Left),
        "center" | "middle" => Some(Side::Center),
        "right" | "end" => Some(Side::Right),
        _ => None,
    }
}

/// A place in the height of a row by its name.
pub(super) fn upright(value: &str) -> Option<Upright> {
    match value.trim().to_ascii_lowercase().as_str() {
        "top" | "baseline" => Some(Upright::Top),
        "middle" | "center" => Some(Upright::Middle),
        "bottom" => Some(Upright::Bottom),
        _ => None,
    }
}

/// What an element gives on to what is in it.
#[derive(Clone, Debug, Default)]
pub(super) struct Style {
    /// How text looks.
    pub ink: Ink,
    /// Where lines stand.
    pub side: Side,
    /// Where boxes stand that are narrower than their room: only the old attributes put them.
    pub place: Side,
    /// Spaces and line ends stay.
    pub pre: bool,
    /// All letters are large.
    pub large: bool,
}

impl Style {
    /// With what an element declares.
    pub fn with(&self, declared: &Declared) -> Self {
        let mut style = self.clone();
        let ink = &mut style.ink;
        if let Some(size) = declared.get("font-size").and_then(|value| font_size(&value, self.ink.size)) {
            ink.size = size;
        }
        ink.color = declared.raw("color").and_then(color).or(ink.color);
        if let Some(weight) = declared.get("font-weight") {
            ink.bold =
                matches!(weight.as_str(), "bold" | "bolder") || weight.parse().is_ok_and(|weight: u32| weight >= 600);
        }
        if let Some(slant) = declared.get("font-style") {
            ink.italic = slant != "normal";
        }
        if let Some(line) = declared.get("text-decoration").or_else(|| declared.get("text-decoration-line")) {
            ink.underline = line.contains("underline");
            ink.strike = line.contains("line-through");
        }
        if let Some(family) = declared.get("font-family") {
            ink.mono = ["monospace", "courier", "consolas", "menlo"].iter().any(|face| family.contains(face));
        }
        if let Some(height) = declared.get("line-height").and_then(|value| line_height(&value, ink.size)) {
            ink.line_height = height;
        }
        if let Some(case) = declared.get("text-transform") {
            style.large = case == "uppercase";
        }
        if let Some(space) = declared.get("white-space") {
            style.pre = space.starts_with("pre");
        }
        if let Some(side) = declared.get("text-align").and_then(|value| side(&value)) {
            (style.side, style.place) = (side, Side::Left);
        }
        style
    }
}

/// Sizes that no text of a mail has.
const SIZES: std::ops::RangeInclusive<f32> = 0.0..=96.0;

fn font_size(value: &str, around: f32) -> Option<f32> {
    let value = value.trim();
    let named = match value {
        "xx-small" => 9.0,
        "x-small" => 10.0,
        "small" => 13.0,
        "medium" => SIZE,
        "large" => 18.0,
        "x-large" => 24.0,
        "xx-large" => 32.0,
        "smaller" => around * 0.83,
        "larger" => around * 1.2,
        _ => match length(value, around) {
            Some(Length::Share(share)) => around * share,
            Some(Length::Points(points)) => points,
            None => points(value, around)?,
        },
    };
    Some(named.clamp(*SIZES.start(), *SIZES.end()))
}

/// As a multiple of the size.
fn line_height(value: &str, size: f32) -> Option<f32> {
    let value = value.trim();
    let height = match (value.parse::<f32>(), length(value, size)) {
        (Ok(number), _) => number,
        (_, Some(Length::Share(share))) => share,
        (_, Some(Length::Points(points))) if size > 0.0 => points / size,
        _ => return None,
    };
    // Where text has no height at all it is a spacer.
    (height.is_finite() && height >= 0.5).then(|| height.clamp(0.9, 4.0))
}
