//! Function calls: which signature fits, and what holds for single arguments.

use crate::expression::functions::{FUNCTIONS, Function, Output, Parameter, Signature};
use crate::expression::problem::{Code, Problem, Span};
use crate::expression::tree::Call;
use crate::journey::{ValueType, nearest};

use super::{Checker, Type};

impl Checker<'_> {
    pub(super) fn call(&mut self, call: &Call, span: Span) -> Option<Type> {
        let kinds: Vec<Option<Type>> = call.arguments.iter().map(|argument| self.kind(argument)).collect();
        let Some(function) = call.function else {
            self.unknown_function(call);
            return None;
        };
        let mut fitting = function.signatures.iter().filter_map(|signature| {
            let bound = fit(signature, &kinds)?;
            Some((signature, bound))
        });
        let Some((signature, bound)) = fitting.next() else {
            self.no_signature(function, call, &kinds, span);
            return only_output(function);
        };
        for (parameter, argument) in signature.parameters.iter().zip(&call.arguments) {
            self.argument(function, *parameter, argument);
        }
        self.constant_arguments(function, call);
        let kind = output(signature, bound);
        // Of nothing, and of what nobody knows, several forms may be meant.
        if fitting.all(|(signature, bound)| output(signature, bound) == kind) { kind } else { None }
    }

    fn unknown_function(&mut self, call: &Call) {
        let message = format!("There is no function '{}'.", call.name);
        let mut problem = Problem::new(call.name_span, Code::UnknownFunction, message);
        let lower = call.name.to_lowercase();
        let same = FUNCTIONS.iter().find(|function| function.name.to_lowercase() == lower);
        if let Some(function) = same {
            problem.message.push_str(&format!(" Capitals count: write '{}'.", function.name));
            problem = problem.mended(call.name_span, function.name);
        } else if let Some(name) = nearest(&call.name, FUNCTIONS.iter().map(|function| function.name)) {
            problem.message.push_str(&format!(" Is '{name}' meant?"));
            problem = problem.guessed(call.name_span, name);
        }
        self.problems.push(problem);
    }

    fn no_signature(&mut self, function: &Function, call: &Call, kinds: &[Option<Type>], span: Span) {
        let parameters = function.signatures.iter().flat_map(|signature| signature.parameters);
        if parameters.into_iter().any(|parameter| *parameter == Parameter::Audience) {
            let argument = call.arguments.first().map_or(span, |argument| argument.span);
            let message = "inAudience takes the name of one audience as a constant text.";
            self.problem(argument, Code::InAudienceConstant, message);
            return;
        }
        let given: Vec<&str> = kinds.iter().map(|kind| kind.map_or("something unknown", Type::words)).collect();
        let given = if given.is_empty() { "nothing".to_owned() } else { given.join(" with ") };
        let known: Vec<String> =
            function.signatures.iter().map(|signature| format!("{}{signature}", function.name)).collect();
        let shown = known.iter().take(4).cloned().collect::<Vec<_>>().join(" · ");
        let more = if known.len() > 4 { " …" } else { "" };
        let message = format!("{} does not take {given}. There is: {shown}{more}.", function.name);
        self.problem(span, Code::ArgumentType, message);
    }
}

/// What a call of this form yields.
fn output(signature: &Signature, bound: Option<ValueType>) -> Option<Type> {
    match signature.output {
        Output::Of(kind) => Some(Type::Of(kind)),
        Output::Item => bound.map(Type::Of),
        Output::Items => bound.and_then(ValueType::list).map(Type::Of),
    }
}

/// The output that all signatures share.
fn only_output(function: &Function) -> Option<Type> {
    let mut outputs = function.signatures.iter().map(|signature| signature.output);
    match outputs.next()? {
        Output::Of(kind) if outputs.all(|output| output == Output::Of(kind)) => Some(Type::Of(kind)),
        _ => None,
    }
}

/// Whether arguments of these types fit; the type that [`Parameter::Item`] then stands for. What is unknown or
/// null fits everywhere.
fn fit(signature: &Signature, kinds: &[Option<Type>]) -> Option<Option<ValueType>> {
    if signature.parameters.len() != kinds.len() {
        return None;
    }
    let mut bound: Option<ValueType> = None;
    for (parameter, kind) in signature.parameters.iter().zip(kinds) {
        let Some(kind) = kind else { continue };
        let kind = match kind {
            Type::Null => continue,
            Type::Of(kind) => *kind,
            Type::Object | Type::Map => return None,
        };
        let simple = match parameter {
            Parameter::Of(wanted) => {
                if kind != *wanted {
                    return None;
                }
                continue;
            }
            Parameter::Objects => {
                if kind != ValueType::ListObject {
                    return None;
                }
                continue;
            }
            Parameter::Key | Parameter::Zone | Parameter::Audience | Parameter::Part | Parameter::Pattern => {
                if kind != ValueType::String {
                    return None;
                }
                continue;
            }
            Parameter::Item => kind.list().map(|_| kind)?,
            Parameter::Items => kind.item()?,
        };
        match bound {
            None => bound = Some(simple),
            Some(known) if known == simple => {}
            Some(_) => return None,
        }
    }
    Some(bound)
}
