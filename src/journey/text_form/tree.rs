//! What is written, before it is laid out: names, literals and brackets.

/// A value as it will stand in the text.
#[derive(Debug)]
pub(super) struct Node {
    pub content: Content,
    /// Its width in characters if it stood on one line; `None` where it cannot.
    pub width: Option<usize>,
}

/// The shapes of a value.
#[derive(Debug)]
pub(super) enum Content {
    /// A literal or a bare name.
    Word(String),
    /// `Name(field: value, …)`; without a name a plain struct.
    Struct { name: &'static str, fields: Vec<(&'static str, Node)> },
    /// `Name(value, …)`; without a name a tuple.
    Tuple { name: &'static str, items: Vec<Node> },
    /// `[value, …]`.
    List(Vec<Node>),
    /// `{key: value, …}`.
    Map(Vec<(Node, Node)>),
}

impl Node {
    pub fn word(text: impl Into<String>) -> Self {
        let text = text.into();
        let width = (!text.contains('\n')).then(|| text.chars().count());
        Self { content: Content::Word(text), width }
    }

    pub fn fields(name: &'static str, fields: Vec<(&'static str, Self)>) -> Self {
        let inner = fields.iter().map(|(field, node)| Some(field.len() + 2 + node.width?));
        let width = joined(inner, name.len() + 2);
        Self { content: Content::Struct { name, fields }, width }
    }

    pub fn tuple(name: &'static str, items: Vec<Self>) -> Self {
        let width = joined(items.iter().map(|item| item.width), name.len() + 2);
        Self { content: Content::Tuple { name, items }, width }
    }

    pub fn list(items: Vec<Self>) -> Self {
        let width = joined(items.iter().map(|item| item.width), 2);
        Self { content: Content::List(items), width }
    }

    pub fn map(entries: Vec<(Self, Self)>) -> Self {
        let inner = entries.iter().map(|(key, value)| Some(key.width? + 2 + value.width?));
        let width = joined(inner, 2);
        Self { content: Content::Map(entries), width }
    }

    /// The same value as the content of a variant: the fields of a plain struct follow the name at once.
    pub fn in_variant(self, name: &'static str) -> Self {
        match self.content {
            Content::Struct { name: "", fields } => Self::fields(name, fields),
            _ => Self::tuple(name, vec![self]),
        }
    }
}

/// The width of parts that are joined by a comma and a blank, beside `around`.
fn joined(parts: impl Iterator<Item = Option<usize>>, around: usize) -> Option<usize> {
    let mut width = around;
    for (index, part) in parts.enumerate() {
        width += part? + if index == 0 { 0 } else { 2 };
    }
    Some(width)
}
