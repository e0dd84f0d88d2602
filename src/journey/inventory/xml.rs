//! Where values go in an XML body: `{{path}}` stands for the field of the payload with that path.

use std::ops::Range;

/// A place for a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot<'t> {
    /// The path of the field.
    pub path: &'t str,
    /// Where it stands, with its braces.
    pub span: Range<usize>,
}

/// The places of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Slots<'t> {
    /// Those that are whole, in their order.
    pub whole: Vec<Slot<'t>>,
    /// Where one begins that never ends; everything behind it is text.
    pub unclosed: Option<usize>,
}

impl<'t> Slots<'t> {
    /// The places of this text.
    pub fn of(text: &'t str) -> Self {
        let (mut slots, mut from) = (Self::default(), 0);
        while let Some(open) = text[from..].find("{{").map(|at| from + at) {
            let Some(close) = text[open + 2..].find("}}").map(|at| open + 2 + at) else {
                slots.unclosed = Some(open);
                break;
            };
            slots.whole.push(Slot { path: text[open + 2..close].trim(), span: open..close + 2 });
            from = close + 2;
        }
        slots
    }
}

/// The text with these values in its places; nothing where there is none.
pub fn fill_in(template: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let (mut out, mut from) = (String::with_capacity(template.len()), 0);
    for Slot { path, span } in Slots::of(template).whole {
        out.push_str(&template[from..span.start]);
        out.push_str(&value(path).unwrap_or_default());
        from = span.end;
    }
    out.push_str(&template[from..]);
    out
}
