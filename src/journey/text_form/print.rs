//! Lays a tree out as text: what fits on one line stands on one line, everything else is broken up.

use super::tree::{Content, Node};

/// Longest line, in characters, that is not broken up.
const WIDTH: usize = 100;
const INDENT: &str = "    ";

/// The text of a document or of one value: its outermost struct is always broken up, and so are its lists, so that
/// two people who add entries change different lines.
pub(super) fn document(node: &Node) -> String {
    let mut printer = Printer { text: String::new() };
    match &node.content {
        Content::Struct { name, fields } if !fields.is_empty() => {
            printer.text.push_str(name);
            printer.block('(', fields, ')', 0, |printer, (field, value)| {
                printer.text.push_str(field);
                printer.text.push_str(": ");
                match &value.content {
                    Content::List(items) if items.iter().any(|item| !matches!(item.content, Content::Word(_))) => {
                        printer.block('[', items, ']', 1, |printer, item| printer.node(item, 2, 1));
                    }
                    _ => printer.node(value, 1, 1),
                }
            });
        }
        _ => printer.node(node, 0, 0),
    }
    printer.text.push('\n');
    printer.text
}

struct Printer {
    text: String,
}

impl Printer {
    /// Writes a value at this depth; `after` characters follow it on its last line.
    fn node(&mut self, node: &Node, depth: usize, after: usize) {
        let room = WIDTH.saturating_sub(self.column() + after);
        if node.width.is_some_and(|width| width <= room) {
            return self.inline(node);
        }
        match &node.content {
            Content::Word(word) => self.text.push_str(word),
            Content::Struct { name, fields } => {
                self.text.push_str(name);
                self.block('(', fields, ')', depth, |printer, (field, value)| {
                    printer.text.push_str(field);
                    printer.text.push_str(": ");
                    printer.node(value, depth + 1, 1);
                });
            }
            Content::Tuple { name, items } => {
                self.text.push_str(name);
                match items.as_slice() {
                    // The brackets of a variant's only content close together: `Data([` … `])`.
                    [only] => {
                        self.text.push('(');
                        self.node(only, depth, after + 1);
                        self.text.push(')');
                    }
                    _ => self.block('(', items, ')', depth, |printer, item| printer.node(item, depth + 1, 1)),
                }
            }
            Content::List(items) => {
                self.block('[', items, ']', depth, |printer, item| printer.node(item, depth + 1, 1));
            }
            Content::Map(entries) => self.block('{', entries, '}', depth, |printer, (key, value)| {
                printer.node(key, depth + 1, 2);
                printer.text.push_str(": ");
                printer.node(value, depth + 1, 1);
            }),
        }
    }

    /// Writes parts between brackets, each on its own lines.
    fn block<T>(&mut self, open: char, parts: &[T], close: char, depth: usize, write: impl Fn(&mut Self, &T)) {
        self.text.push(open);
        for part in parts {
            self.line(depth + 1);
            write(self, part);
            self.text.push(',');
        }
        if !parts.is_empty() {
            self.line(depth);
        }
        self.text.push(close);
    }

    fn inline(&mut self, node: &Node) {
        match &node.content {
            Content::Word(word) => self.text.push_str(word),
            Content::Struct { name, fields } => {
                self.text.push_str(name);
                self.row('(', fields, ')', |printer, (field, value)| {
                    printer.text.push_str(field);
                    printer.text.push_str(": ");
                    printer.inline(value);
                });
            }
            Content::Tuple { name, items } => {
                self.text.push_str(name);
                self.row('(', items, ')', Self::inline);
            }
            Content::List(items) => self.row('[', items, ']', Self::inline),
            Content::Map(entries) => self.row('{', entries, '}', |printer, (key, value)| {
                printer.inline(key);
                printer.text.push_str(": ");
                printer.inline(value);
            }),
        }
    }

    fn row<T>(&mut self, open: char, parts: &[T], close: char, write: impl Fn(&mut Self, &T)) {
        self.text.push(open);
        for (index, part) in parts.iter().enumerate() {
            if index > 0 {
                self.text.push_str(", ");
            }
            write(self, part);
        }
        self.text.push(close);
    }

    fn line(&mut self, depth: usize) {
        self.text.push('\n');
        for _ in 0..depth {
            self.text.push_str(INDENT);
        }
    }

    /// Characters on the line so far; a line is never long before something is broken up, so this is cheap.
    fn column(&self) -> usize {
        self.text.chars().rev().take_while(|c| *c != '\n').take(WIDTH).count()
    }
}
