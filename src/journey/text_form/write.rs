//! Writes a value in canonical form.

use serde::Serialize;

/// The canonical text of a value; it ends with a line break.
pub fn to_ron<T: Serialize>(value: &T) -> String {
    let style = ron::ser::PrettyConfig::new().new_line("\n").escape_strings(false);
    let mut text = super::read::options().to_string_pretty(value, style).unwrap_or_default();
    text.push('\n');
    text
}
