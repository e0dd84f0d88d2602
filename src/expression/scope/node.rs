//! The fields of an object as a tree, so that a path is followed name by name.

use crate::journey::{Field, ValueType};

/// A field, or an object around fields.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::expression) struct Node {
    /// Its name, without quotes.
    pub name: String,
    /// What it holds.
    pub shape: Shape,
    /// What people call it.
    pub title: String,
    /// The only values that it takes; empty: any.
    pub one_of: Vec<String>,
    /// What is in it: of an object, of the items of a list, or, under `*`, of each entry of a map.
    pub children: Vec<Node>,
}

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::expression) enum Shape {
    /// A simple value, or a list of simple values.
    Leaf(ValueType),
    /// An object.
    Object,
    /// A list of objects.
    Objects,
    /// A map; its keys differ from record to record.
    Map,
}

/// The name under which the entries of a map stand in a path of a schema.
const ANY: &str = "*";

impl Node {
    pub fn object(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            shape: Shape::Object,
            title: String::new(),
            one_of: Vec::new(),
            children: Vec::new(),
        }
    }

    pub fn leaf(name: &str, kind: ValueType, title: &str) -> Self {
        Self { shape: Shape::Leaf(kind), title: title.to_owned(), ..Self::object(name) }
    }

    /// The tree of these fields.
    pub fn of(name: &str, fields: &[Field]) -> Self {
        let mut root = Self::object(name);
        for field in fields {
            root.insert(field);
        }
        root
    }

    fn insert(&mut self, field: &Field) {
        let mut node = self;
        for name in field.path.split('.') {
            if name == ANY {
                node.shape = Shape::Map;
            }
            let index = node.children.iter().position(|child| child.name == name).unwrap_or_else(|| {
                node.children.push(Self::object(name));
                node.children.len() - 1
            });
            node = &mut node.children[index];
        }
        node.title.clone_from(&field.title);
        node.one_of.clone_from(&field.one_of);
        match field.kind {
            ValueType::ListObject if node.name == "identityMap" => node.become_identity_map(&field.items),
            ValueType::ListObject => {
                node.shape = Shape::Objects;
                field.items.iter().for_each(|item| node.insert(item));
            }
            kind => node.shape = Shape::Leaf(kind),
        }
    }

    /// The identity map of the platform's data model: namespace → list of identities.
    fn become_identity_map(&mut self, items: &[Field]) {
        let mut entry = Self::of(ANY, items);
        entry.shape = Shape::Objects;
        if entry.children.is_empty() {
            entry.children = vec![
                Self::leaf("id", ValueType::String, ""),
                Self::leaf("authenticatedState", ValueType::String, ""),
                Self::leaf("primary", ValueType::Boolean, ""),
            ];
        }
        self.shape = Shape::Map;
        self.children = vec![entry];
    }

    pub fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    /// What each entry of a map is.
    pub fn entry(&self) -> Option<&Self> {
        self.child(ANY)
    }

    fn is_list(&self) -> bool {
        match self.shape {
            Shape::Leaf(kind) => kind.is_list(),
            Shape::Objects => true,
            Shape::Object | Shape::Map => false,
        }
    }
}

/// Where a path has come to.
#[derive(Clone, Copy, Debug)]
pub(in crate::expression) struct Position<'s> {
    pub node: &'s Node,
    /// True where this is a list of what the node holds.
    pub list: bool,
}

impl<'s> Position<'s> {
    pub fn at(node: &'s Node) -> Self {
        Self { node, list: node.is_list() }
    }

    /// The field of this name; in a list, that field of each.
    pub fn child(self, name: &str) -> Option<Self> {
        if self.node.shape == Shape::Map {
            return None;
        }
        let node = self.node.child(name)?;
        Some(Self { node, list: self.list || node.is_list() })
    }

    /// One item of the list.
    pub fn item(self) -> Self {
        Self { list: false, ..self }
    }

    /// The type, if it is one of the platform's; `None` for an object or a map.
    pub fn kind(self) -> Option<ValueType> {
        match self.node.shape {
            Shape::Leaf(kind) => {
                let simple = kind.item().unwrap_or(kind);
                Some(if self.list { simple.list().unwrap_or(simple) } else { simple })
            }
            Shape::Object | Shape::Objects if self.list => Some(ValueType::ListObject),
            _ => None,
        }
    }
}
