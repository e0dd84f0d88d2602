//! References: does what they name exist, is it available here, what type does it have.

use crate::expression::problem::{Code, Problem, Span};
use crate::expression::scope::{Availability, Position, Shape};
use crate::expression::shape;
use crate::expression::tree::{CurrentField, Expr, ExprKind, FieldReference, Root, Step, StepKind};
use crate::journey::{ValueType, nearest};

use super::{Checker, Frame, Reference, Target, Type};

/// Where a path has come to, as far as it is known.
#[derive(Clone, Copy)]
enum Way<'s> {
    Known(Position<'s>),
    /// A simple value that a map function made.
    Simple(ValueType),
    /// Nobody knows, or a problem was reported: nothing more is said.
    Unknown,
}

impl<'s> Checker<'s> {
    pub(super) fn field(&mut self, reference: &FieldReference, span: Span) -> Option<Type> {
        self.refer(reference, span);
        let names: Vec<&str> = reference.path.iter().map_while(Step::name).collect();
        let span_of = |index: usize| reference.path.get(index).map_or(span, |step| step.span);
        let (start, skipped) = match reference.root {
            Root::Event => (self.event(names.first().copied(), span_of(0)), 1),
            Root::Action => (self.action(names.first().copied(), span_of(0)), 1),
            Root::Source => self.group(reference, &names, span),
            Root::Journey => (self.scope.catalogue().properties.as_ref().map_or(Way::Unknown, known), 0),
            Root::Supplemental => (Way::Simple(ValueType::String), reference.path.len()),
            Root::Decision | Root::DatasetLookup => {
                (self.output(reference.root, names.first().copied(), span_of(0)), 1)
            }
        };
        if let Some(step) = reference.path.iter().find(|step| step.name() == Some("timeSeriesEvents")) {
            self.problem(step.span, Code::TimeSeriesEvents, "timeSeriesEvents cannot be used in journeys.");
        }
        self.values(reference);
        let way = self.walk(start, reference.root, reference.path.get(skipped..).unwrap_or_default());
        let kind = kind_of(way);
        if let Some(default) = &reference.default {
            self.default(default, kind);
        }
        kind
    }

    fn refer(&mut self, reference: &FieldReference, span: Span) {
        // A reference that is still being typed names nothing yet.
        if (0..reference.root.names()).any(|index| reference.name(index).is_none()) {
            return;
        }
        let name = |index| reference.path.get(index).and_then(Step::plain_name).cloned().unwrap_or_default();
        let target = match reference.root {
            Root::Event => Target::Event(name(0)),
            Root::Source => Target::FieldGroup { source: name(0), group: name(1) },
            Root::Action => Target::Action(name(0)),
            Root::Decision => Target::Decision(name(0)),
            Root::DatasetLookup => Target::DatasetLookup(name(0)),
            Root::Journey => Target::Property(name(0)),
            Root::Supplemental => Target::Supplemental,
        };
        let names = reference.path.iter().map_while(Step::plain_name).skip(reference.root.names());
        let (path, provided) = (names.cloned().collect(), reference.default.is_some());
        self.references.push(Reference { span, target, path, provided });
    }

    fn event(&mut self, name: Option<&str>, span: Span) -> Way<'s> {
        let Some(name) = name else { return Way::Unknown };
        let scope = self.scope;
        match scope.event(name) {
            Availability::Here => scope.catalogue().events.get(name).map_or(Way::Unknown, known),
            Availability::Elsewhere => {
                let message = format!("The event '{name}' has not surely happened before this step.");
                self.problem(span, Code::UnknownField, message);
                Way::Unknown
            }
            Availability::Nowhere => {
                let near = nearest(name, scope.events().map(|node| node.name.as_str()));
                self.unknown(span, format!("There is no event '{name}'."), near)
            }
        }
    }

    fn action(&mut self, name: Option<&str>, span: Span) -> Way<'s> {
        let Some(name) = name else { return Way::Unknown };
        let scope = self.scope;
        match scope.action(name) {
            Availability::Here => scope.catalogue().actions.get(name).map_or(Way::Unknown, known),
            Availability::Elsewhere => {
                let message = format!("The action '{name}' is not called before this step: it has no reply yet.");
                self.problem(span, Code::UnknownField, message);
                Way::Unknown
            }
            Availability::Nowhere => {
                let near = nearest(name, scope.actions().map(|node| node.name.as_str()));
                self.unknown(span, format!("There is no action '{name}'."), near)
            }
        }
    }

    fn output(&mut self, root: Root, name: Option<&str>, span: Span) -> Way<'s> {
        let Some(name) = name else { return Way::Unknown };
        let scope = self.scope;
        let what = if root == Root::Decision { "content decision" } else { "dataset lookup" };
        match scope.output(root, name) {
            None => Way::Unknown,
            Some(Availability::Here) => scope.output_node(root, name).map_or(Way::Unknown, known),
            Some(Availability::Elsewhere) => {
                let message =
                    format!("The {what} '{name}' has not run yet at this step: it comes later, or on another path.");
                self.problem(span, Code::UnknownField, message);
                Way::Unknown
            }
            Some(Availability::Nowhere) => {
                let near = nearest(name, scope.outputs(root).map(|node| node.name.as_str()));
                self.unknown(span, format!("There is no {what} '{name}'."), near)
            }
        }
    }

    fn group(&mut self, reference: &FieldReference, names: &[&str], span: Span) -> (Way<'s>, usize) {
        let scope = self.scope;
        let span_of = |index: usize| reference.path.get(index).map_or(span, |step| step.span);
        let Some(source) = names.first() else { return (Way::Unknown, 1) };
        let Some(groups) = scope.catalogue().sources.get(*source) else {
            let near = nearest(source, scope.catalogue().sources.keys().map(String::as_str));
            return (self.unknown(span_of(0), format!("There is no data source '{source}'."), near), 2);
        };
        let Some(name) = names.get(1) else {
            let message = format!("A field group must follow '{source}'.");
            return (self.unknown(span, message, None), 2);
        };
        let Some(group) = groups.get(*name) else {
            let near = nearest(name, groups.keys().map(String::as_str));
            let message = format!("The data source '{source}' has no field group '{name}'.");
            return (self.unknown(span_of(1), message, near), 2);
        };
        if group.experience_events {
            let message = "Experience events cannot be used here. Use an audience and inAudience() instead.";
            self.problem(span_of(1), Code::ExperienceEventFieldgroup, message);
        }
        self.params(reference, &group.parameters, span);
        let path = names.get(2..).unwrap_or_default();
        let word = group.fields.child("profile").is_none() && shape::profile_path(source, path).len() < path.len();
        (known(&group.fields), if word { 3 } else { 2 })
    }

    /// What a source is asked with is a value each, and only sources are asked with anything.
    fn values(&mut self, reference: &FieldReference) {
        for (index, param) in reference.params.iter().enumerate() {
            let kind = self.kind(&param.value);
            if let Some(kind @ (Type::Null | Type::Object | Type::Map | Type::Of(ValueType::ListObject))) = kind {
                let message = format!("'{}' must be a value, this is {}.", param.name, kind.words());
                self.problem(param.value.span, Code::ArgumentType, message);
            }
            if reference.params[..index].iter().any(|earlier| earlier.name == param.name) {
                self.problem(param.name_span, Code::ArgumentType, format!("'{}' is given twice.", param.name));
            }
        }
        if reference.root != Root::Source {
            self.params(reference, &[], Span::default());
        }
    }

    fn params(&mut self, reference: &FieldReference, wanted: &[String], span: Span) {
        for param in &reference.params {
            if !wanted.iter().any(|name| **name == *param.name) {
                let message = format!("There is no parameter '{}' here.", param.name);
                let near = nearest(&param.name, wanted.iter().map(String::as_str));
                self.unknown(param.name_span, message, near);
            }
        }
        let given = |name: &String| reference.params.iter().any(|param| *param.name == **name);
        let missing: Vec<&str> = wanted.iter().filter(|name| !given(name)).map(String::as_str).collect();
        if !missing.is_empty() {
            let shown: Vec<String> = missing.iter().map(|name| format!("{name}: …")).collect();
            let message = format!("This data source must be asked with values: params: {{{}}}.", shown.join(", "));
            self.problem(span, Code::ArgumentType, message);
        }
    }

    fn unknown(&mut self, span: Span, message: String, near: Option<&str>) -> Way<'s> {
        let mut problem = Problem::new(span, Code::UnknownField, message);
        if let Some(near) = near {
            problem.message.push_str(&format!(" Is '{near}' meant?"));
            problem = problem.guessed(span, crate::expression::parse::reference::write_name(near));
        }
        self.problems.push(problem);
        Way::Unknown
    }

    fn default(&mut self, default: &Expr, field: Option<Type>) {
        let kind = self.kind(default);
        if let ExprKind::Call(call) = &default.kind {
            let text = format!("({})", crate::expression::print::print(default));
            let message = format!("A function as default stands in parentheses: ({}(…)).", call.name);
            let problem = Problem::new(default.span, Code::DefaultType, message);
            self.problems.push(problem.mended(default.span, text));
        }
        if let (Some(field), Some(kind)) = (field, kind)
            && kind != field
            && kind != Type::Null
        {
            let message =
                format!("The default is {}, the field is {}: they must be the same.", kind.words(), field.words());
            self.problem(default.span, Code::DefaultType, message);
        }
    }

    pub(super) fn current(&mut self, field: &CurrentField) -> Option<Type> {
        let root = field.variable.root();
        let Some(item) = self.frames.iter().rev().find(|frame| frame.root == root).map(|frame| frame.item) else {
            let message = format!(
                "{} only exists inside .all(…), .first(…) and .last(…) of {}.",
                field.variable.name(),
                match root {
                    Root::Event => "an event",
                    Root::Source => "a data source",
                    Root::Action => "an action's reply",
                    _ => "a dataset lookup",
                }
            );
            self.problem(field.variable_span, Code::CurrentFieldScope, message);
            return None;
        };
        let start = item.map_or(Way::Unknown, Way::Known);
        let way = self.walk(start, root, &field.path);
        kind_of(way)
    }

    fn walk(&mut self, start: Way<'s>, root: Root, steps: &[Step]) -> Way<'s> {
        let mut way = start;
        for step in steps {
            way = match &step.kind {
                StepKind::Name(name) => self.name(way, name, step.span),
                StepKind::All(condition) => self.collection(way, root, condition.as_deref(), step.span, false),
                StepKind::First(condition) | StepKind::Last(condition) => {
                    self.collection(way, root, condition.as_deref(), step.span, true)
                }
                StepKind::At(index) => {
                    self.expects(index, ValueType::Integer, "The place of an item");
                    self.collection(way, root, None, step.span, true)
                }
                StepKind::Entry(key) => {
                    self.expects(key, ValueType::String, "The key of a map");
                    self.entry(way, step.span)
                }
                StepKind::FirstEntryKey => self.keys(way, step.span, ValueType::String),
                StepKind::Keys => self.keys(way, step.span, ValueType::ListString),
            };
        }
        way
    }

    fn name(&mut self, way: Way<'s>, name: &str, span: Span) -> Way<'s> {
        let position = match way {
            Way::Known(position) => position,
            Way::Simple(_) => {
                return self.unknown(span, format!("There is no field '{name}' in a simple value."), None);
            }
            Way::Unknown => return Way::Unknown,
        };
        if let Some(child) = position.child(name) {
            return Way::Known(child);
        }
        if position.node.shape == Shape::Map {
            let message = format!("'{}' is a map: ask it with .entry('{name}').", position.node.name);
            return self.unknown(span, message, None);
        }
        let near = nearest(name, position.node.children.iter().map(|child| child.name.as_str()));
        let whose = if position.node.name.is_empty() { "a journey" } else { position.node.name.as_str() };
        self.unknown(span, format!("There is no field '{name}' in {whose}."), near)
    }

    fn collection(&mut self, way: Way<'s>, root: Root, condition: Option<&Expr>, span: Span, single: bool) -> Way<'s> {
        let item = match way {
            Way::Known(position) => Some(position.item()),
            Way::Simple(_) | Way::Unknown => None,
        };
        if let Some(condition) = condition {
            self.frames.push(Frame { root, item });
            let kind = self.kind(condition);
            self.frames.pop();
            if kind.is_some_and(|kind| kind != Type::Of(ValueType::Boolean) && kind != Type::Null) {
                self.problem(
                    condition.span,
                    Code::ArgumentType,
                    "The condition of a collection must be true or false.",
                );
            }
        }
        match way {
            Way::Known(position) if position.list => Way::Known(if single { position.item() } else { position }),
            Way::Simple(kind) if single && kind.item().is_some() => Way::Simple(kind.item().unwrap_or(kind)),
            Way::Simple(kind) if kind.is_list() => way,
            Way::Unknown => Way::Unknown,
            _ => {
                self.problem(span, Code::ArgumentType, "Only a list can be asked for its items.");
                Way::Unknown
            }
        }
    }

    fn entry(&mut self, way: Way<'s>, span: Span) -> Way<'s> {
        match way {
            Way::Known(position) if position.node.shape == Shape::Map => {
                position.node.entry().map_or(Way::Unknown, known)
            }
            Way::Unknown => Way::Unknown,
            _ => {
                self.problem(span, Code::ArgumentType, "Only a map can be asked for an entry.");
                Way::Unknown
            }
        }
    }

    fn keys(&mut self, way: Way<'s>, span: Span, kind: ValueType) -> Way<'s> {
        match way {
            Way::Known(position) if position.node.shape != Shape::Map => {
                self.problem(span, Code::ArgumentType, "Only a map has keys.");
                Way::Unknown
            }
            _ => Way::Simple(kind),
        }
    }

    fn expects(&mut self, argument: &Expr, wanted: ValueType, what: &str) {
        if let Some(kind) = self.kind(argument)
            && kind != Type::Of(wanted)
        {
            let message = format!("{what} is {}, this is {}.", Type::Of(wanted).words(), kind.words());
            self.problem(argument.span, Code::ArgumentType, message);
        }
    }
}

fn known(node: &crate::expression::scope::Node) -> Way<'_> {
    Way::Known(Position::at(node))
}

fn kind_of(way: Way<'_>) -> Option<Type> {
    match way {
        Way::Unknown => None,
        Way::Simple(kind) => Some(Type::Of(kind)),
        Way::Known(position) => match (position.kind(), position.node.shape) {
            (Some(kind), _) => Some(Type::Of(kind)),
            (None, Shape::Map) => Some(Type::Map),
            (None, _) => Some(Type::Object),
        },
    }
}
