//! HTML as a tree of elements and texts. What is broken is mended as browsers mend it; nothing is an error.

use std::borrow::Cow;
use std::cell::{Ref, RefCell};

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::{Attribute, ParseOpts, QualName, parse_document};

/// A place in the tree.
pub(super) type NodeId = usize;

/// The tree of one document. The first node is the document itself.
#[derive(Debug, Default)]
pub(super) struct Dom {
    nodes: Vec<Node>,
}

#[derive(Debug, Default)]
struct Node {
    parent: Option<NodeId>,
    children: Vec<NodeId>,
    what: What,
}

#[derive(Debug, Default)]
enum What {
    /// The document, a comment, the content of a template.
    #[default]
    Other,
    Element(QualName, Vec<(String, String)>),
    Text(String),
}

/// An element.
#[derive(Clone, Copy, Debug)]
pub(super) struct Element<'a> {
    name: &'a str,
    attributes: &'a [(String, String)],
}

impl<'a> Element<'a> {
    /// Its name in small letters.
    pub fn name(self) -> &'a str {
        self.name
    }

    /// The value of an attribute.
    pub fn attribute(self, name: &str) -> Option<&'a str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

impl Dom {
    /// Reads HTML.
    pub fn read(html: &str) -> Self {
        let options = ParseOpts::default();
        let options = ParseOpts {
            // Mail programs run no scripts: what is meant for those without them is shown.
            tree_builder: html5ever::tree_builder::TreeBuilderOpts { scripting_enabled: false, ..options.tree_builder },
            ..options
        };
        parse_document(Builder::new(), options).one(html)
    }

    /// Everything that was read, in the order of its beginning.
    pub fn all(&self) -> impl Iterator<Item = NodeId> {
        0..self.nodes.len()
    }

    /// What lies in it, in order.
    pub fn children(&self, node: NodeId) -> &[NodeId] {
        self.nodes.get(node).map_or(&[], |node| &node.children)
    }

    /// The element, where it is one.
    pub fn element(&self, node: NodeId) -> Option<Element<'_>> {
        match &self.nodes.get(node)?.what {
            What::Element(name, attributes) => Some(Element { name: &name.local, attributes }),
            _ => None,
        }
    }

    /// The text, where it is one.
    pub fn text(&self, node: NodeId) -> Option<&str> {
        match &self.nodes.get(node)?.what {
            What::Text(text) => Some(text),
            _ => None,
        }
    }

    /// All text in it but that of elements with such a name.
    pub fn shown_text(&self, node: NodeId, is_unseen: impl Fn(&str) -> bool) -> String {
        let (mut text, mut open) = (String::new(), vec![node]);
        while let Some(node) = open.pop() {
            text.push_str(self.text(node).unwrap_or_default());
            let is_shown = |child: &&NodeId| self.element(**child).is_none_or(|child| !is_unseen(child.name()));
            open.extend(self.children(node).iter().rev().filter(is_shown));
        }
        text
    }
}

/// What the parser builds the tree with.
struct Builder {
    nodes: RefCell<Vec<Node>>,
    /// The name of what is no element: the parser never asks for it.
    nameless: RefCell<QualName>,
}

impl Builder {
    fn new() -> Self {
        let nameless = QualName::new(None, html5ever::Namespace::default(), html5ever::LocalName::default());
        Self { nodes: RefCell::new(vec![Node::default()]), nameless: RefCell::new(nameless) }
    }

    fn add(&self, what: What) -> NodeId {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(Node { what, ..Node::default() });
        nodes.len() - 1
    }

    /// Puts a node or a text at a place among the children of a node.
    fn insert(&self, parent: NodeId, at: usize, child: NodeOrText<NodeId>) {
        match child {
            NodeOrText::AppendText(text) => {
                // Text that follows text is one text.
                let before =
                    at.checked_sub(1).and_then(|at| self.nodes.borrow().get(parent)?.children.get(at).copied());
                if let Some(before) = before
                    && let Some(Node { what: What::Text(known), .. }) = self.nodes.borrow_mut().get_mut(before)
                {
                    known.push_str(&text);
                    return;
                }
                let node = self.add(What::Text(text.to_string()));
                self.put(parent, at, node);
            }
            NodeOrText::AppendNode(node) => {
                self.remove_from_parent(&node);
                self.put(parent, at, node);
            }
        }
    }

    fn put(&self, parent: NodeId, at: usize, node: NodeId) {
        let mut nodes = self.nodes.borrow_mut();
        if let Some(parent) = nodes.get_mut(parent) {
            let at = at.min(parent.children.len());
            parent.children.insert(at, node);
        }
        if let Some(node) = nodes.get_mut(node) {
            node.parent = Some(parent);
        }
    }

    fn parent(&self, node: NodeId) -> Option<NodeId> {
        self.nodes.borrow().get(node)?.parent
    }

    fn count(&self, node: NodeId) -> usize {
        self.nodes.borrow().get(node).map_or(0, |node| node.children.len())
    }
}

impl TreeSink for Builder {
    type Handle = NodeId;
    type Output = Dom;
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> Dom {
        Dom { nodes: self.nodes.into_inner() }
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> NodeId {
        0
    }

    fn elem_name<'a>(&'a self, node: &'a NodeId) -> Ref<'a, QualName> {
        let named = Ref::filter_map(self.nodes.borrow(), |nodes| match &nodes.get(*node)?.what {
            What::Element(name, _) => Some(name),
            _ => None,
        });
        named.unwrap_or_else(|_| self.nameless.borrow())
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _: ElementFlags) -> NodeId {
        self.add(What::Element(name, attributes.into_iter().map(plain).collect()))
    }

    fn create_comment(&self, _: StrTendril) -> NodeId {
        self.add(What::Other)
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> NodeId {
        self.add(What::Other)
    }

    fn append(&self, parent: &NodeId, child: NodeOrText<NodeId>) {
        self.insert(*parent, self.count(*parent), child);
    }

    fn append_based_on_parent_node(&self, element: &NodeId, before: &NodeId, child: NodeOrText<NodeId>) {
        if self.parent(*element).is_some() {
            self.append_before_sibling(element, child);
        } else {
            self.append(before, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, _: &NodeId) -> NodeId {
        // Templates are never shown: what is in them hangs on nothing.
        self.add(What::Other)
    }

    fn same_node(&self, one: &NodeId, other: &NodeId) -> bool {
        one == other
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &NodeId, child: NodeOrText<NodeId>) {
        let Some(parent) = self.parent(*sibling) else { return };
        if let NodeOrText::AppendNode(node) = &child {
            self.remove_from_parent(node);
        }
        let place = |nodes: &[Node]| nodes.get(parent)?.children.iter().position(|child| child == sibling);
        let at = place(&self.nodes.borrow()).unwrap_or(usize::MAX);
        self.insert(parent, at, child);
    }

    fn add_attrs_if_missing(&self, node: &NodeId, more: Vec<Attribute>) {
        if let Some(Node { what: What::Element(_, attributes), .. }) = self.nodes.borrow_mut().get_mut(*node) {
            for (name, value) in more.into_iter().map(plain) {
                if !attributes.iter().any(|(known, _)| *known == name) {
                    attributes.push((name, value));
                }
            }
        }
    }

    fn remove_from_parent(&self, node: &NodeId) {
        let Some(parent) = self.parent(*node) else { return };
        let mut nodes = self.nodes.borrow_mut();
        if let Some(parent) = nodes.get_mut(parent) {
            parent.children.retain(|child| child != node);
        }
        if let Some(node) = nodes.get_mut(*node) {
            node.parent = None;
        }
    }

    fn reparent_children(&self, node: &NodeId, parent: &NodeId) {
        let children = self.nodes.borrow_mut().get_mut(*node).map(|node| std::mem::take(&mut node.children));
        for child in children.unwrap_or_default() {
            self.put(*parent, usize::MAX, child);
        }
    }
}

fn plain(attribute: Attribute) -> (String, String) {
    (attribute.name.local.to_string(), attribute.value.to_string())
}
