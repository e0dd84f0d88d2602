//! Constant arguments: time zones, audiences, parts of dates, regular expressions, texts that are converted.

use crate::expression::functions::{self, Function, Parameter};
use crate::expression::pattern;
use crate::expression::problem::{Code, Problem};
use crate::expression::tree::{Call, Expr, ExprKind};
use crate::journey::nearest;

use super::{Checker, Reference, Target};

const PARTS: [&str; 6] = ["years", "months", "days", "hours", "minutes", "seconds"];

impl Checker<'_> {
    /// What holds for one argument beyond its type.
    pub(super) fn argument(&mut self, function: &Function, parameter: Parameter, argument: &Expr) {
        let constant = constant_text(argument);
        match parameter {
            Parameter::Zone => match constant {
                None => self.problem(argument.span, Code::TimezoneConstant, "The time zone must be a constant text."),
                Some(zone) if functions::zone_named(zone).is_none() => {
                    let message =
                        format!("There is no time zone '{zone}'. Write one such as \"Europe/Paris\" or \"UTC\".");
                    self.problem(argument.span, Code::TimezoneConstant, message);
                }
                Some(_) => {}
            },
            Parameter::Audience => match constant {
                Some(name) => self.audience(name, argument),
                None => {
                    let message = "inAudience takes the name of one audience as a constant text.";
                    self.problem(argument.span, Code::InAudienceConstant, message);
                }
            },
            Parameter::Part => {
                if let Some(part) = constant.filter(|part| !PARTS.contains(part)) {
                    let message = format!("'{part}' is no part of a date: use {}.", PARTS.join(", "));
                    let mut problem = Problem::new(argument.span, Code::ArgumentType, message);
                    if let Some(near) = nearest(part, PARTS) {
                        problem = problem.guessed(argument.span, format!("\"{near}\""));
                    }
                    self.problems.push(problem);
                }
            }
            Parameter::Pattern => {
                if let Some(Err(problem)) = constant.map(pattern::compile) {
                    let message = format!("{}: this regular expression {problem}.", function.name);
                    self.problem(argument.span, Code::Regex, message);
                }
            }
            _ => {}
        }
    }

    fn audience(&mut self, name: &str, argument: &Expr) {
        self.audiences.insert(name.to_owned());
        self.references.push(Reference {
            span: argument.span,
            target: Target::Audience(name.into()),
            path: Vec::new(),
            provided: false,
        });
        let known = &self.scope.catalogue().audiences;
        if known.contains(name) {
            return;
        }
        let mut problem = Problem::new(argument.span, Code::InAudienceUnknown, format!("Audience '{name}' not found."));
        if let Some(near) = nearest(name, known.iter().map(String::as_str)) {
            problem.message.push_str(&format!(" Is '{near}' meant?"));
            problem = problem.guessed(argument.span, crate::expression::parse::lexer::quote(near));
        }
        self.problems.push(problem);
    }

    /// Constants that would silently become null, and `isEmpty` of what may be missing.
    pub(super) fn constant_arguments(&mut self, function: &Function, call: &Call) {
        let Some(argument) = call.arguments.first().filter(|_| call.arguments.len() == 1) else { return };
        if function.name == "isEmpty" && argument.kind.field().is_some_and(|reference| reference.default.is_none()) {
            let message =
                "A missing field is null, and isEmpty(null) is false. Add 'or … is null', or a default value.";
            self.problem(argument.span, Code::IsEmptyNull, message);
        }
        let Some(text) = constant_text(argument) else { return };
        let (sound, form) = match function.name {
            "toDateTime" => (functions::instant(text).is_some(), "a date-time with zone, \"2026-02-19T08:00:00Z\""),
            "toDateTimeOnly" => (functions::zoneless(text).is_some(), "a date-time, \"2026-02-19T08:00:00\""),
            "toDateOnly" => (functions::zoneless(text).is_some(), "a date, \"2026-02-19\""),
            "toDuration" => (functions::parse_duration(text).is_some(), "a duration, \"PT15M\" or \"P1DT2H\""),
            "toInteger" => (text.parse::<i64>().is_ok(), "a whole number, \"42\""),
            "toDecimal" => (text.parse::<f64>().is_ok_and(f64::is_finite), "a number, \"4.2\""),
            _ => return,
        };
        if !sound {
            let message = format!("This text is not {form}: the result is null.");
            self.problem(argument.span, Code::MalformedConstant, message);
        }
    }
}

/// The text of a literal, parentheses or not.
pub(super) fn constant_text(expr: &Expr) -> Option<&str> {
    match &expr.kind {
        ExprKind::Text(text) => Some(text),
        ExprKind::Parentheses(inner) => constant_text(inner),
        _ => None,
    }
}
