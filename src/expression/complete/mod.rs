//! Completion: what can stand at the cursor, by what is available at the step and by the type that is asked for.

mod place;

use crate::journey::ValueType;

use super::functions::{FUNCTIONS, Output, Parameter};
use super::highlight::{TokenKind, highlight};
use super::parse::lexer::quote;
use super::parse::reference::write_name;
use super::problem::Span;
use super::scope::{Choice, Node, Origin, Position, Scope, Shape};
use super::tree::{Current, Operator, Root, Test};
use super::typing::Expected;
use place::{Place, Where};

/// Something that can stand at the cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// What the list shows.
    pub label: String,
    /// What is written.
    pub insert: String,
    /// What it replaces.
    pub replace: Span,
    /// Where the cursor goes, in bytes from the beginning of `insert`.
    pub caret: usize,
    /// What it is.
    pub kind: CompletionKind,
    /// One line about it: a type, a signature, a summary; whose field it is.
    pub detail: String,
    /// What people call a field.
    pub title: Option<String>,
}

impl Completion {
    /// Whether it goes on from what stands before the cursor: in a path, or by a word that begins its name, in a text
    /// in which everything before is sound. Plain words ask for no code.
    pub fn continues(&self, text: &str, cursor: usize) -> bool {
        let before = text.get(..self.replace.start).unwrap_or_default();
        let given = text.get(self.replace.start..cursor).unwrap_or_default();
        let typed = given.trim_start_matches(['"', '\'']).to_lowercase();
        if typed.is_empty() {
            return !given.is_empty() || before.ends_with(['{', '.']);
        }
        let begins = |name: &str| name.to_lowercase().starts_with(&typed);
        let words = || self.title.iter().flat_map(|title| title.split_whitespace());
        let is_plain = highlight(before).iter().any(|(_, kind)| *kind == TokenKind::Unknown);
        !is_plain && (begins(&self.label) || words().any(begins))
    }
}

/// What a completion is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CompletionKind {
    /// A field.
    Field,
    /// A loop variable.
    Variable,
    /// An event, data source or action that is opened.
    Object,
    /// A function.
    Function,
    /// An operator.
    Operator,
    /// A word of the language.
    Keyword,
    /// An audience.
    Audience,
    /// A constant, such as a part of a date.
    Constant,
}

/// Completions that are offered at once.
const MOST: usize = 200;

/// What can stand at the cursor, a byte offset, the best first.
pub fn complete(text: &str, cursor: usize, scope: &Scope, expected: Expected) -> Vec<Completion> {
    let place = Place::find(text, cursor);
    let mut list = List { place: &place, wanted: wanted(&place, expected), found: Vec::new() };
    match &place.at {
        Where::Path { root, names } => list.fields(scope, *root, names),
        Where::CurrentPath { root, collection, names } => {
            if let Some(item) = scope.position(*root, &as_strs(collection)).map(Position::item) {
                list.children(descend(item, names));
            }
        }
        Where::Option => list.options(),
        Where::Quoted => list.constants(scope),
        Where::Operand => list.operands(scope),
        Where::Operator => list.operators(),
        Where::Nothing => {}
    }
    list.finish()
}

fn as_strs(names: &[String]) -> Vec<&str> {
    names.iter().map(String::as_str).collect()
}

fn descend<'s>(start: Position<'s>, names: &[String]) -> Option<Position<'s>> {
    names.iter().try_fold(start, |position, name| position.child(name))
}

/// The type that is asked for at the cursor, where that is known.
fn wanted(place: &Place, expected: Expected) -> Option<ValueType> {
    match &place.call {
        Some((name, index)) => {
            let function = FUNCTIONS.iter().find(|function| function.name == name)?;
            let mut kinds =
                function.signatures.iter().filter_map(|signature| match signature.parameters.get(*index)? {
                    Parameter::Of(kind) => Some(*kind),
                    Parameter::Key | Parameter::Pattern => Some(ValueType::String),
                    _ => None,
                });
            kinds.next()
        }
        None => match expected {
            Expected::Any => None,
            Expected::Of(kind) => Some(kind),
        },
    }
}

/// What decides the order, the smaller first: fits the type, begins with what was typed, is no bookkeeping, what it
/// is, where it comes from.
type Rank = (bool, bool, bool, CompletionKind, Option<Origin>);

struct List<'p> {
    place: &'p Place,
    wanted: Option<ValueType>,
    found: Vec<(Rank, Completion)>,
}

impl List<'_> {
    fn offer(&mut self, label: &str, insert: String, caret: usize, kind: CompletionKind, detail: String, fits: bool) {
        let replace = self.place.replace;
        let label = label.to_owned();
        self.put(Completion { label, insert, replace, caret, kind, detail, title: None }, None, fits);
    }

    /// A field, found by what people call it as well as by how it is written.
    fn choice(&mut self, choice: Choice, fits: bool) {
        let detail = choice.owner().to_owned();
        let (caret, replace) = (choice.reference.len(), self.place.replace);
        let (label, insert) = (choice.reference.clone(), choice.reference);
        let title = Some(choice.title.clone());
        let completion = Completion { label, insert, replace, caret, kind: CompletionKind::Field, detail, title };
        self.put(completion, Some((choice.origin, choice.title)), fits);
    }

    fn put(&mut self, completion: Completion, field: Option<(Origin, String)>, fits: bool) {
        let typed = self.place.typed.to_lowercase();
        let lower = completion.label.to_lowercase();
        let is_called = |title: &String| title.to_lowercase().contains(&typed);
        if !lower.contains(&typed) && !field.as_ref().is_some_and(|(_, title)| is_called(title)) {
            return;
        }
        let origin = field.map(|(origin, _)| origin);
        let is_late = origin == Some(Origin::Technical);
        let rank = (!fits, !lower.starts_with(&typed), is_late, completion.kind, origin);
        self.found.push((rank, completion));
    }

    fn plain(&mut self, word: &str, kind: CompletionKind, detail: &str, fits: bool) {
        self.offer(word, word.to_owned(), word.len(), kind, detail.to_owned(), fits);
    }

    fn finish(mut self) -> Vec<Completion> {
        self.found.sort_by(|(a, x), (b, y)| a.cmp(b).then_with(|| x.label.cmp(&y.label)));
        self.found.truncate(MOST);
        self.found.into_iter().map(|(_, completion)| completion).collect()
    }

    fn node(&mut self, node: &Node, insert: String) {
        let kind = Position::at(node).kind();
        let detail = match node.shape {
            Shape::Map => "map".to_owned(),
            _ => kind.map_or("object", ValueType::name).to_owned(),
        };
        let fits = kind.is_some() && kind == self.wanted;
        let caret = insert.len();
        self.offer(&node.name, insert, caret, CompletionKind::Field, detail, fits);
    }

    fn fields(&mut self, scope: &Scope, root: Root, names: &[String]) {
        let object = |list: &mut Self, name: &str, detail: &str| {
            let insert = format!("{}.", write_name(name));
            let caret = insert.len();
            list.offer(name, insert, caret, CompletionKind::Object, detail.to_owned(), true);
        };
        match (root, names) {
            (Root::Event, []) => scope.events().for_each(|node| object(self, &node.name, "event")),
            (Root::Action, []) => scope.actions().for_each(|node| object(self, &node.name, "action")),
            (Root::Decision, []) => {
                scope.outputs(root).for_each(|node| object(self, &node.name, "content decision"));
            }
            (Root::DatasetLookup, []) => {
                scope.outputs(root).for_each(|node| object(self, &node.name, "dataset lookup"));
            }
            (Root::Source, []) => {
                scope.catalogue().sources.keys().for_each(|name| object(self, name, "data source"));
            }
            (Root::Source, [source]) => {
                let groups = scope.catalogue().sources.get(source).into_iter().flatten();
                groups
                    .filter(|(_, group)| !group.experience_events)
                    .for_each(|(name, _)| object(self, name, "field group"));
            }
            (Root::Supplemental, _) => self.plain("supplementalId", CompletionKind::Field, "string", true),
            _ => {
                let position = scope.position(root, &as_strs(names));
                self.children(position);
            }
        }
    }

    fn children(&mut self, position: Option<Position<'_>>) {
        let Some(position) = position else { return };
        if position.node.shape == Shape::Map {
            for (word, detail) in
                [("entry", "the entry of a key"), ("firstEntryKey", "the first key"), ("keys", "all keys")]
            {
                self.called(word, word == "entry", detail, CompletionKind::Function, true);
            }
            return;
        }
        for child in &position.node.children {
            self.node(child, write_name(&child.name));
        }
        if position.list {
            let functions = [
                ("all", "the items that fit"),
                ("first", "the first item that fits"),
                ("last", "the last item that fits"),
                ("at", "the item at a place, from 0"),
            ];
            for (word, detail) in functions {
                self.called(word, true, detail, CompletionKind::Function, false);
            }
        }
    }

    fn called(&mut self, word: &str, takes: bool, detail: &str, kind: CompletionKind, fits: bool) {
        let insert = format!("{word}()");
        let caret = if takes { insert.len() - 1 } else { insert.len() };
        self.offer(word, insert, caret, kind, detail.to_owned(), fits);
    }

    fn options(&mut self) {
        self.offer(
            "defaultValue",
            "defaultValue: ".to_owned(),
            "defaultValue: ".len(),
            CompletionKind::Keyword,
            "what stands in for a missing value".to_owned(),
            true,
        );
        let params = "params: {}";
        let detail = "what the data source is asked with".to_owned();
        self.offer("params", params.to_owned(), params.len() - 1, CompletionKind::Keyword, detail, false);
    }

    fn constants(&mut self, scope: &Scope) {
        let Some((function, index)) = &self.place.call else { return };
        let quoted = |list: &mut Self, text: &str, kind, detail: &str| {
            let insert = quote(text);
            let caret = insert.len();
            list.offer(text, insert, caret, kind, detail.to_owned(), true);
        };
        if function == "inAudience" {
            for name in scope.audiences() {
                quoted(self, name, CompletionKind::Audience, "audience");
            }
        } else if function == "nowWithDelta" && *index == 1 {
            for part in ["years", "months", "days", "hours", "minutes", "seconds"] {
                quoted(self, part, CompletionKind::Constant, "part of a date");
            }
        }
    }

    fn operands(&mut self, scope: &Scope) {
        self.constants(scope);
        for (variable, root) in self.place.variables.iter().map(|variable| (*variable, variable.root())) {
            let detail = format!("the item that is looked at, in {}", root.opening());
            let insert = format!("{}.", variable.name());
            let caret = insert.len();
            self.offer(variable.name(), insert, caret, CompletionKind::Variable, detail, true);
        }
        for choice in scope.choices() {
            let fits = self.wanted.is_none_or(|wanted| wanted == choice.kind);
            self.choice(choice, fits);
        }
        for function in FUNCTIONS {
            let yields = |output: Output| match (output, self.wanted) {
                (_, None) => true,
                (Output::Of(kind), Some(wanted)) => kind == wanted,
                (Output::Item, Some(wanted)) => !wanted.is_list(),
                (Output::Items, Some(wanted)) => wanted.is_list(),
            };
            let fits = function.signatures.iter().any(|signature| yields(signature.output));
            let takes = function.signatures.iter().any(|signature| !signature.parameters.is_empty());
            self.called(function.name, takes, function.summary, CompletionKind::Function, fits);
        }
        let boolean = self.wanted == Some(ValueType::Boolean);
        for (word, detail) in [("not", "the opposite"), ("true", "boolean"), ("false", "boolean"), ("null", "nothing")]
        {
            self.plain(word, CompletionKind::Keyword, detail, boolean && word != "null");
        }
        let conditional = "if () then () else ()";
        self.offer("if", conditional.to_owned(), 4, CompletionKind::Keyword, "one of two values".to_owned(), false);
        for (opening, detail) in
            [("@event{", "a field of an event"), ("#{", "a field of a data source"), ("@action{", "a field of a reply")]
        {
            let insert = format!("{opening}}}");
            self.offer(opening, insert, opening.len(), CompletionKind::Object, detail.to_owned(), false);
        }
    }

    fn operators(&mut self) {
        for operator in Operator::ALL {
            let detail = match operator {
                Operator::And => "both hold",
                Operator::Or => "one holds",
                _ => "operator",
            };
            self.plain(operator.text(), CompletionKind::Operator, detail, true);
        }
        for test in Test::ALL {
            self.plain(test.text(), CompletionKind::Operator, "test", true);
        }
    }
}

/// Loop variables, by the kind of reference in whose collections they stand.
fn variable_of(root: Root) -> Option<Current> {
    Current::ALL.into_iter().find(|variable| variable.root() == root)
}
