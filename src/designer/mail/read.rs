//! From HTML to blocks: what each element means for the lines and boxes of a mail.

use super::block::{Block, Boxed, Button, Image, Length, Look, Mail, Object, Rule, Run, SIZE, Side, What};
use super::dom::{Dom, Element, NodeId};
use super::flow::Flow;
use super::left_out;
use super::style::{Declared, Style, color, length, points, side};
use super::table;

/// Bytes of a mail that are read; mail programs cut off long before.
const LONGEST: usize = 128 * 1024;
/// Elements inside of each other that are told apart; what lies deeper is text only.
const DEEPEST: usize = 64;

/// Reads a mail. Never fails: what is broken is read as mail programs read it.
pub fn read(html: &str) -> Mail {
    let end = html.floor_char_boundary(LONGEST);
    let dom = Dom::read(html.get(..end).unwrap_or_default());
    let mut mail = Mail { left_out: left_out::of(&dom, end < html.len()), ..Mail::default() };
    let body = dom.all().find(|node| dom.element(*node).is_some_and(|element| element.name() == "body"));
    let Some((body, element)) = body.and_then(|body| Some((body, dom.element(body)?))) else { return mail };
    let declared = Declared::of(element);
    mail.ground = declared.ground().or_else(|| element.attribute("bgcolor").and_then(color));
    let mut style = Style::default().with(&declared);
    style.ink.color = style.ink.color.or_else(|| element.attribute("text").and_then(color));
    mail.blocks = Reader { dom: &dom, depth: 0 }.inside(body, &style);
    mail
}

/// Walks the tree.
pub(super) struct Reader<'a> {
    pub dom: &'a Dom,
    depth: usize,
}

impl Reader<'_> {
    /// What lies in a node, as blocks.
    pub fn inside(&mut self, node: NodeId, style: &Style) -> Vec<Block> {
        let mut flow = Flow::new(style.side);
        self.children(node, style, &mut flow);
        flow.take()
    }

    fn children(&mut self, node: NodeId, style: &Style, flow: &mut Flow) {
        if self.depth >= DEEPEST {
            return flow.text(&self.dom.shown_text(node, is_unseen), style);
        }
        self.depth += 1;
        for child in self.dom.children(node) {
            if let Some(text) = self.dom.text(*child) {
                flow.text(text, style);
            } else if let Some(element) = self.dom.element(*child) {
                self.element(*child, element, style, flow);
            }
        }
        self.depth -= 1;
    }

    fn element(&mut self, node: NodeId, element: Element<'_>, around: &Style, flow: &mut Flow) {
        let declared = Declared::of(element);
        if is_unseen(element.name()) || declared.hides() || element.attribute("hidden").is_some() {
            return;
        }
        let style = dressed(element, around).with(&declared);
        match element.name() {
            "br" => flow.line_break(&style),
            "hr" => flow.block(rule(element, &declared)),
            "img" => self.image(element, &declared, &style, flow),
            "table" => {
                let read = table::read(self, node, element, &declared, &style);
                flow.block(spaced(What::Table(read), margins(element, &declared, &style, around)));
            }
            "ul" | "ol" => self.list(node, element, (&declared, &style, around), flow),
            "a" | "button" if is_button(element, &declared) => {
                let wide = declared.get("display").as_deref() == Some("block");
                let link = style.ink.link.clone();
                let look = declared.look(style.ink.size);
                let mut label = style;
                // The ground is the button's own, and its words are not underlined unless that is said.
                label.ink.ground = None;
                label.ink.underline = declared.get("text-decoration").is_some_and(|line| line.contains("underline"));
                let runs = self.label(node, &label);
                if wide {
                    flow.end();
                }
                flow.object(Object::Button(Button { runs, look, wide, link }));
                if wide {
                    flow.end();
                }
            }
            name if is_block(name, &declared) => self.block(node, element, (&declared, &style, around), flow),
            "q" => {
                flow.text("“", &style);
                self.children(node, &style, flow);
                flow.text("”", &style);
            }
            _ => {
                let mut style = style;
                style.ink.ground = declared.ground().or(style.ink.ground);
                self.children(node, &style, flow);
            }
        }
    }

    /// The words of a button.
    fn label(&mut self, node: NodeId, style: &Style) -> Vec<Run> {
        let mut runs = Vec::new();
        for block in self.inside(node, style) {
            match block.what {
                What::Text(paragraph) => runs.extend(paragraph.runs),
                What::Objects(objects, _) => runs.extend(objects.into_iter().filter_map(|object| match object {
                    Object::Image(image) => Some(Run { text: image.alt, ink: style.ink.clone() }),
                    Object::Button(_) => None,
                })),
                _ => {}
            }
        }
        runs
    }

    /// A block element: with a look of its own it is a box, else only its margins tell it.
    fn block(
        &mut self,
        node: NodeId,
        element: Element<'_>,
        (declared, style, around): (&Declared, &Style, &Style),
        flow: &mut Flow,
    ) {
        let mut blocks = self.inside(node, style);
        let mut look = declared.look(style.ink.size);
        look.ground = look.ground.or_else(|| element.attribute("bgcolor").and_then(color));
        if element.name() == "blockquote" && look.is_plain() {
            look.padding[3] = 24.0;
        }
        let [above, _, below, _] = margins(element, declared, style, around);
        let width = declared.width(style.ink.size);
        let height = declared.height(style.ink.size).unwrap_or(0.0).clamp(0.0, 600.0);
        if look.is_plain() && width.is_none() && height < 1.0 {
            if let Some(first) = blocks.first_mut() {
                first.above = first.above.max(above);
            }
            if let Some(last) = blocks.last_mut() {
                last.below = last.below.max(below);
            }
            flow.end();
            return blocks.into_iter().for_each(|block| flow.block(block));
        }
        let placed = if declared.is_centered() { Side::Center } else { around.place };
        let boxed = Boxed { look, width, height, side: placed, blocks };
        if boxed.blocks.is_empty() && boxed.look.is_plain() && height < 1.0 {
            return flow.end();
        }
        flow.block(Block { above, below, what: What::Boxed(boxed) });
    }

    fn list(
        &mut self,
        node: NodeId,
        element: Element<'_>,
        (declared, style, around): (&Declared, &Style, &Style),
        flow: &mut Flow,
    ) {
        let marks = !["list-style", "list-style-type"]
            .iter()
            .any(|name| declared.get(name).is_some_and(|value| value.contains("none")));
        let mut number: i64 = element.attribute("start").and_then(|start| start.trim().parse().ok()).unwrap_or(1);
        let mut blocks = Vec::new();
        for child in self.dom.children(node) {
            let Some(item) = self.dom.element(*child) else { continue };
            let own = Declared::of(item);
            if is_unseen(item.name()) || own.hides() {
                continue;
            }
            let style = style.with(&own);
            let [above, _, below, _] = margins(item, &own, &style, around);
            let inner = self.inside(*child, &style);
            let text = match element.name() {
                _ if !marks => String::new(),
                "ol" => format!("{number}."),
                _ => "•".to_owned(),
            };
            number = number.saturating_add(1);
            let marker = Run { text, ink: super::block::Ink { link: None, ..style.ink.clone() } };
            blocks.push(Block { above, below, what: What::Item(marker, inner) });
        }
        let [above, _, below, _] = margins(element, declared, style, around);
        if let Some(first) = blocks.first_mut() {
            first.above = first.above.max(above);
        }
        if let Some(last) = blocks.last_mut() {
            last.below = last.below.max(below);
        }
        flow.end();
        blocks.into_iter().for_each(|block| flow.block(block));
    }

    fn image(&mut self, element: Element<'_>, declared: &Declared, style: &Style, flow: &mut Flow) {
        let size = style.ink.size;
        let stated = |name: &str| element.attribute(name).and_then(|value| length(value, size));
        let height =
            declared.height(size).or_else(|| element.attribute("height").and_then(|value| points(value, size)));
        let width = declared.width(size).or_else(|| stated("width"));
        // `width: 100%; max-width: 600px` is how wide it gets at most; the attribute says how wide it is.
        let width = match (width, stated("width")) {
            (Some(Length::Share(_)), Some(points @ Length::Points(_))) => Some(points),
            (width, _) => width,
        };
        let is_dot = |length: Option<Length>| matches!(length, Some(Length::Points(points)) if points <= 2.0);
        // An image that counts who opened the mail is not there to be seen.
        if is_dot(width) || height.is_some_and(|height| height <= 2.0) {
            return;
        }
        let alt = element.attribute("alt").unwrap_or_default().trim().to_owned();
        let image =
            Image { alt, width, height: height.map(|height| height.min(2_000.0)), link: style.ink.link.clone() };
        let alone = declared.get("display").as_deref() == Some("block");
        if alone {
            flow.end();
        }
        flow.object(Object::Image(image));
        if alone {
            flow.end();
        }
    }
}

/// What the element itself means for text, before its style.
fn dressed(element: Element<'_>, around: &Style) -> Style {
    let mut style = around.clone();
    let ink = &mut style.ink;
    match element.name() {
        "b" | "strong" | "th" => ink.bold = true,
        "i" | "em" | "cite" | "var" | "address" | "dfn" => ink.italic = true,
        "u" | "ins" => ink.underline = true,
        "s" | "del" | "strike" => ink.strike = true,
        "code" | "kbd" | "samp" | "tt" => ink.mono = true,
        "small" | "sub" | "sup" => ink.size *= 0.83,
        "big" => ink.size *= 1.2,
        "mark" => ink.ground = Some(egui::Color32::from_rgb(0xff, 0xf1, 0x8a)),
        "pre" => (ink.mono, style.pre) = (true, true),
        "center" => (style.side, style.place) = (Side::Center, Side::Center),
        "a" => {
            if let Some(address) = element.attribute("href") {
                ink.link = Some(address.trim().to_owned());
                ink.underline = true;
                // Links have a colour of their own, whatever is around them.
                ink.color = None;
            }
        }
        "font" => {
            ink.color = element.attribute("color").and_then(color).or(ink.color);
            const SIZES: [f32; 7] = [10.0, 13.0, SIZE, 18.0, 24.0, 32.0, 48.0];
            let size = element.attribute("size").and_then(|size| size.trim().parse::<usize>().ok());
            if let Some(size) = size.and_then(|size| SIZES.get(size.checked_sub(1)?)) {
                ink.size = *size;
            }
        }
        name => {
            if let Some((scale, _)) = heading(name) {
                ink.bold = true;
                ink.size = SIZE * scale;
                ink.line_height = 1.2;
            }
        }
    }
    if let Some(side) = element.attribute("align").and_then(side)
        && !matches!(element.name(), "table" | "img")
    {
        (style.side, style.place) = (side, side);
    }
    style
}

/// Size and margins of a heading: multiples of the size of text, and of its own.
fn heading(name: &str) -> Option<(f32, f32)> {
    Some(match name {
        "h1" => (2.0, 0.67),
        "h2" => (1.5, 0.83),
        "h3" => (1.17, 1.0),
        "h4" => (1.0, 1.33),
        "h5" => (0.83, 1.67),
        "h6" => (0.67, 2.33),
        _ => return None,
    })
}

/// Top, right, bottom, left.
fn margins(element: Element<'_>, declared: &Declared, style: &Style, around: &Style) -> [f32; 4] {
    let size = style.ink.size;
    let usual = match element.name() {
        "p" | "blockquote" | "pre" | "dl" | "figure" => size,
        "ul" | "ol" if around.ink == style.ink => size * 0.6,
        "ul" | "ol" => size,
        "hr" => 8.0,
        name => heading(name).map_or(0.0, |(_, margin)| margin * size),
    };
    let stated = declared.stated_sides("margin", size);
    let whole = [usual, 0.0, usual, 0.0];
    std::array::from_fn(|side| stated[side].unwrap_or(whole[side]).clamp(0.0, 200.0))
}

pub(super) fn spaced(what: What, [above, _, below, _]: [f32; 4]) -> Block {
    Block { above, below, what }
}

fn rule(element: Element<'_>, declared: &Declared) -> Block {
    let look: Look = declared.look(SIZE);
    let thickness = declared.height(SIZE).or_else(|| element.attribute("size").and_then(|size| points(size, SIZE)));
    let drawn = look.border.iter().copied().fold(0.0, f32::max);
    let thickness = thickness.unwrap_or(0.0).max(drawn).clamp(1.0, 40.0);
    let color = look.border_color.or(look.ground).or_else(|| element.attribute("color").and_then(color));
    let width = declared.width(SIZE).or_else(|| element.attribute("width").and_then(|width| length(width, SIZE)));
    let margins = margins(element, declared, &Style::default(), &Style::default());
    spaced(What::Rule(Rule { thickness, color, width }), margins)
}

/// A link with a ground or a border, and room inside of it.
fn is_button(element: Element<'_>, declared: &Declared) -> bool {
    let look = declared.look(SIZE);
    let has_room = look.padding.iter().any(|padding| *padding > 0.0) || look.border.iter().any(|border| *border > 3.0);
    let is_seen = look.ground.is_some() || look.border.iter().any(|border| *border > 0.0);
    element.name() == "button" || (is_seen && has_room)
}

fn is_block(name: &str, declared: &Declared) -> bool {
    const BLOCKS: [&str; 33] = [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "legend",
        "li",
        "main",
        "nav",
        "p",
        "pre",
        "section",
        "tbody",
        "td",
        "tr",
    ];
    BLOCKS.contains(&name) || matches!(declared.get("display").as_deref(), Some("block" | "table"))
}

/// Elements of which nothing is shown.
pub(super) fn is_unseen(name: &str) -> bool {
    matches!(
        name,
        "head"
            | "style"
            | "script"
            | "title"
            | "meta"
            | "link"
            | "template"
            | "noframes"
            | "map"
            | "input"
            | "select"
            | "textarea"
            | "option"
            | "datalist"
            | "video"
            | "audio"
            | "iframe"
            | "svg"
            | "canvas"
            | "object"
            | "embed"
            | "math"
    )
}
