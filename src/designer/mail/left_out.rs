//! What a mail uses that the drawing leaves out, so that it can be said.

use std::collections::BTreeSet;

use super::block::LeftOut;
use super::dom::{Dom, Element};
use super::style::Declared;

/// What of it is not drawn; `is_cut` where not all of it was read.
pub(super) fn of(dom: &Dom, is_cut: bool) -> BTreeSet<LeftOut> {
    let mut found = BTreeSet::new();
    if is_cut {
        found.insert(LeftOut::Rest);
    }
    for node in dom.all() {
        let Some(element) = dom.element(node) else { continue };
        if element.name() == "style" {
            rules(&dom.shown_text(node, |_| false), &mut found);
        } else {
            found.extend(used(element));
        }
    }
    found
}

fn used(element: Element<'_>) -> Option<LeftOut> {
    match element.name() {
        "link" if element.attribute("href").is_some_and(|href| href.contains("font")) => Some(LeftOut::WebFonts),
        "link" if element.attribute("rel") == Some("stylesheet") => Some(LeftOut::StyleSheet),
        "input" | "select" | "textarea" => Some(LeftOut::Forms),
        "video" | "audio" | "iframe" | "svg" | "canvas" | "object" | "embed" => Some(LeftOut::Media),
        "td" | "th" if element.attribute("rowspan").is_some_and(|rows| rows.trim() != "1") => Some(LeftOut::RowSpans),
        _ if element.attribute("background").is_some() || Declared::of(element).has_background_image() => {
            Some(LeftOut::BackgroundImages)
        }
        _ => None,
    }
}

/// What the rules of a style sheet use: those of media queries, and those outside of them.
fn rules(text: &str, found: &mut BTreeSet<LeftOut>) {
    let text = without_comments(&text.to_ascii_lowercase());
    if text.contains("@import") {
        found.insert(LeftOut::WebFonts);
    }
    let (mut head, mut level) = (String::new(), 0_usize);
    for letter in text.chars() {
        match letter {
            '{' => {
                if level == 0 {
                    let name = head.rsplit(';').next().unwrap_or_default().trim();
                    found.insert(match name {
                        name if name.starts_with("@media") => LeftOut::MediaQueries,
                        name if name.starts_with("@font-face") => LeftOut::WebFonts,
                        _ => LeftOut::StyleSheet,
                    });
                    head.clear();
                }
                level += 1;
            }
            '}' => level = level.saturating_sub(1),
            letter if level == 0 => head.push(letter),
            _ => {}
        }
    }
    if text.contains("url(") && text.contains("background") {
        found.insert(LeftOut::BackgroundImages);
    }
}

fn without_comments(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("/*") {
        kept.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, rest)| rest);
    }
    kept + rest
}
