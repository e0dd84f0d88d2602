//! Tables, which mails are laid out with.

use super::block::{Cell, Look, Side, Table};
use super::dom::{Element, NodeId};
use super::read::{Reader, is_unseen};
use super::style::{Declared, Style, color, length, points, side, upright};

/// Columns that a cell may take; a larger number is a slip.
const WIDEST: usize = 40;

/// Reads a table.
pub(super) fn read(
    reader: &mut Reader<'_>,
    node: NodeId,
    element: Element<'_>,
    declared: &Declared,
    style: &Style,
) -> Table {
    let number = |name: &str| element.attribute(name).and_then(|value| points(value, style.ink.size));
    let mut look = declared.look(style.ink.size);
    look.ground = look.ground.or_else(|| element.attribute("bgcolor").and_then(color));
    let lines = number("border").unwrap_or(0.0).clamp(0.0, 8.0);
    if lines > 0.0 && look.border == [0.0; 4] {
        look.border = [lines; 4];
    }
    let stated = element.attribute("align").and_then(side);
    let placed = if declared.is_centered() { Some(Side::Center) } else { stated };
    let is_collapsed = declared.get("border-collapse").as_deref() == Some("collapse");
    let spacing = if is_collapsed { 0.0 } else { number("cellspacing").unwrap_or(2.0).clamp(0.0, 40.0) };
    let given = Given {
        padding: number("cellpadding").unwrap_or(1.0).clamp(0.0, 60.0),
        border: if lines > 0.0 { 1.0 } else { 0.0 },
    };
    let mut table = Table {
        look,
        width: declared
            .width(style.ink.size)
            .or_else(|| element.attribute("width").and_then(|value| length(value, 0.0))),
        side: placed.unwrap_or(style.place),
        spacing,
        rows: Vec::new(),
    };
    // What the old attributes put somewhere is the table, not what is in it.
    let side = if style.place == Side::Left { style.side } else { Side::Left };
    let style = Style { side, place: Side::Left, ..style.clone() };
    sections(reader, node, &style, &given, &mut table.rows);
    table.rows.retain(|row| !row.is_empty());
    table
}

/// What a table says for all of its cells.
struct Given {
    padding: f32,
    border: f32,
}

fn sections(reader: &mut Reader<'_>, node: NodeId, style: &Style, given: &Given, rows: &mut Vec<Vec<Cell>>) {
    for child in reader.dom.children(node) {
        let Some(element) = reader.dom.element(*child) else { continue };
        let declared = Declared::of(element);
        if is_unseen(element.name()) || declared.hides() {
            continue;
        }
        match element.name() {
            // Only rows lie in them, never another section: the parser sees to that.
            "tbody" | "thead" | "tfoot" => sections(reader, *child, &style.with(&declared), given, rows),
            "tr" => rows.push(row(reader, *child, element, &declared, style, given)),
            "caption" => {
                let blocks = reader.inside(*child, &Style { side: Side::Center, ..style.with(&declared) });
                let cell = Cell {
                    look: Look::default(),
                    width: None,
                    height: 0.0,
                    span: WIDEST,
                    upright: Default::default(),
                    blocks,
                };
                rows.push(vec![cell]);
            }
            _ => {}
        }
    }
}

fn row(
    reader: &mut Reader<'_>,
    node: NodeId,
    element: Element<'_>,
    declared: &Declared,
    style: &Style,
    given: &Given,
) -> Vec<Cell> {
    let mut style = style.with(declared);
    if let Some(side) = element.attribute("align").and_then(side) {
        (style.side, style.place) = (side, side);
    }
    let ground = declared.ground().or_else(|| element.attribute("bgcolor").and_then(color));
    let mut cells = Vec::new();
    for child in reader.dom.children(node) {
        let Some(element) = reader.dom.element(*child) else { continue };
        let declared = Declared::of(element);
        if !matches!(element.name(), "td" | "th") || declared.hides() {
            continue;
        }
        let mut style = style.clone();
        if element.name() == "th" {
            style.ink.bold = true;
            style.side = Side::Center;
        }
        if let Some(side) = element.attribute("align").and_then(side) {
            (style.side, style.place) = (side, side);
        }
        let style = style.with(&declared);
        let size = style.ink.size;
        let mut look = declared.look(size);
        look.ground = look.ground.or_else(|| element.attribute("bgcolor").and_then(color)).or(ground);
        let stated = declared.stated_sides("padding", size);
        for (side, padding) in look.padding.iter_mut().enumerate() {
            if stated[side].is_none() {
                *padding = given.padding;
            }
        }
        if look.border == [0.0; 4] {
            look.border = [given.border; 4];
        }
        let span = element.attribute("colspan").and_then(|span| span.trim().parse().ok()).unwrap_or(1);
        let height =
            declared.height(size).or_else(|| element.attribute("height").and_then(|value| points(value, size)));
        let placed = declared.get("vertical-align").or_else(|| element.attribute("valign").map(str::to_owned));
        let blocks = reader.inside(*child, &style);
        cells.push(Cell {
            look,
            width: declared.width(size).or_else(|| element.attribute("width").and_then(|value| length(value, size))),
            height: height.unwrap_or(0.0).clamp(0.0, 600.0),
            span: usize::clamp(span, 1, WIDEST),
            upright: placed.and_then(|placed| upright(&placed)).unwrap_or_default(),
            blocks,
        });
    }
    cells
}
