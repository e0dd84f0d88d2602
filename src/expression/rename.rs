//! Renaming: only the span of the name changes, everything else of the text stays as it was written.

use super::parse::lexer::quote;
use super::parse::reference::write_name;
use super::parse::{Parsed, parse};
use super::problem::Span;
use super::template;
use super::tree::{Call, ExprKind, FieldReference, Root};

/// What is called otherwise from now on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Renamed {
    /// An event.
    Event {
        /// Its old name.
        from: String,
        /// Its new name.
        to: String,
    },
    /// A data source.
    DataSource {
        /// Its old name.
        from: String,
        /// Its new name.
        to: String,
    },
    /// A field group.
    FieldGroup {
        /// The data source in which it is.
        source: String,
        /// Its old name.
        from: String,
        /// Its new name.
        to: String,
    },
    /// A parameter of a field group.
    Parameter {
        /// The data source.
        source: String,
        /// The field group.
        group: String,
        /// Its old name.
        from: String,
        /// Its new name.
        to: String,
    },
    /// An action.
    Action {
        /// Its old name.
        from: String,
        /// Its new name.
        to: String,
    },
    /// What a content decision brings, in its own journey.
    Decision {
        /// Its old name.
        from: String,
        /// Its new name.
        to: String,
    },
    /// What a dataset lookup brings, in its own journey.
    DatasetLookup {
        /// Its old name.
        from: String,
        /// Its new name.
        to: String,
    },
    /// An audience.
    Audience {
        /// Its old name.
        from: String,
        /// Its new name.
        to: String,
    },
}

/// The expression with the new name; `None` where it does not use the old one. A broken expression is renamed
/// as far as it can be read.
pub fn rename(text: &str, renamed: &Renamed) -> Option<String> {
    let mut changes = Vec::new();
    collect(&parse(text), renamed, 0, &mut changes);
    replace(text, changes)
}

/// The same for a template.
pub fn rename_in_template(text: &str, renamed: &Renamed) -> Option<String> {
    let mut changes = Vec::new();
    for slot in template::parse(text).slots() {
        collect(&slot.parsed, renamed, slot.expression.start, &mut changes);
    }
    replace(text, changes)
}

fn replace(text: &str, mut changes: Vec<(Span, String)>) -> Option<String> {
    if changes.is_empty() {
        return None;
    }
    changes.sort_by_key(|(span, _)| span.start);
    let mut result = String::with_capacity(text.len());
    let mut from = 0;
    for (span, name) in changes {
        result.push_str(text.get(from..span.start)?);
        result.push_str(&name);
        from = span.end;
    }
    result.push_str(text.get(from..)?);
    Some(result)
}

fn collect(parsed: &Parsed, renamed: &Renamed, offset: usize, changes: &mut Vec<(Span, String)>) {
    let Some(tree) = parsed.tree.as_deref() else { return };
    tree.visit(&mut |expr| match &expr.kind {
        ExprKind::Field(reference) => in_reference(reference, renamed, offset, changes),
        ExprKind::Call(call) => in_call(call, renamed, offset, changes),
        _ => {}
    });
}

fn in_reference(reference: &FieldReference, renamed: &Renamed, offset: usize, changes: &mut Vec<(Span, String)>) {
    let names = (reference.name(0), reference.name(1));
    let (index, to) = match (renamed, reference.root) {
        (Renamed::Event { from, to }, Root::Event) if names.0 == Some(from) => (0, to),
        (Renamed::Action { from, to }, Root::Action) if names.0 == Some(from) => (0, to),
        (Renamed::Decision { from, to }, Root::Decision) if names.0 == Some(from) => (0, to),
        (Renamed::DatasetLookup { from, to }, Root::DatasetLookup) if names.0 == Some(from) => (0, to),
        (Renamed::DataSource { from, to }, Root::Source) if names.0 == Some(from) => (0, to),
        (Renamed::FieldGroup { source, from, to }, Root::Source)
            if names.0 == Some(source) && names.1 == Some(from) =>
        {
            (1, to)
        }
        (Renamed::Parameter { source, group, from, to }, Root::Source)
            if names.0 == Some(source) && names.1 == Some(group) =>
        {
            for param in reference.params.iter().filter(|param| *param.name == **from) {
                changes.push((param.name_span.moved(offset), to.clone()));
            }
            return;
        }
        _ => return,
    };
    if let Some(step) = reference.path.get(index) {
        changes.push((step.span.moved(offset), write_name(to)));
    }
}

fn in_call(call: &Call, renamed: &Renamed, offset: usize, changes: &mut Vec<(Span, String)>) {
    let Renamed::Audience { from, to } = renamed else { return };
    if &*call.name != "inAudience" {
        return;
    }
    for argument in &call.arguments {
        if let ExprKind::Text(name) = &argument.kind
            && **name == **from
        {
            changes.push((argument.span.moved(offset), quote(to)));
        }
    }
}
