//! Types: what an expression yields, and what is wrong with it at its place.

mod call;
mod constant;
mod operator;
mod reference;

use std::collections::BTreeSet;

use smol_str::SmolStr;

use crate::journey::ValueType;

use super::parse::Parsed;
use super::problem::{Code, Problem, Span};
use super::scope::{Position, Scope};
use super::tree::{Expr, ExprKind, Root};

/// The type of an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Type {
    /// Only ever null.
    Null,
    /// One of the platform's types.
    Of(ValueType),
    /// An object: a field with fields in it.
    Object,
    /// A map: keys that differ from person to person.
    Map,
}

impl Type {
    /// The name as the documentation writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Of(kind) => kind.name(),
            Self::Object => "object",
            Self::Map => "map",
        }
    }

    /// What people call it, as it stands in a sentence: "a whole number".
    pub fn words(self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Object => "a group of fields",
            Self::Map => "a map",
            Self::Of(ValueType::String) => "text",
            Self::Of(ValueType::Integer) => "a whole number",
            Self::Of(ValueType::Decimal) => "a number with decimals",
            Self::Of(ValueType::Boolean) => "true or false",
            Self::Of(ValueType::DateOnly) => "a date without time",
            Self::Of(ValueType::DateTimeOnly) => "a date and time without zone",
            Self::Of(ValueType::DateTime) => "a date and time with zone",
            Self::Of(ValueType::Duration) => "a length of time",
            Self::Of(_) => "a list",
        }
    }

    fn is_number(self) -> bool {
        matches!(self, Self::Of(ValueType::Integer | ValueType::Decimal))
    }
}

/// What the place of an expression asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Expected {
    /// Nothing.
    #[default]
    Any,
    /// This type.
    Of(ValueType),
}

impl Expected {
    /// A condition.
    pub const CONDITION: Self = Self::Of(ValueType::Boolean);
    /// A custom wait.
    pub const WAIT: Self = Self::Of(ValueType::DateTimeOnly);
}

/// What an expression refers to by name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// An event.
    Event(SmolStr),
    /// A field group of a data source.
    FieldGroup {
        /// The data source.
        source: SmolStr,
        /// The field group.
        group: SmolStr,
    },
    /// An action.
    Action(SmolStr),
    /// An audience.
    Audience(SmolStr),
    /// A content decision.
    Decision(SmolStr),
    /// A dataset lookup.
    DatasetLookup(SmolStr),
    /// A journey property.
    Property(SmolStr),
    /// The supplemental identifier.
    Supplemental,
}

/// A reference in an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// Where the whole reference stands.
    pub span: Span,
    /// What it names.
    pub target: Target,
    /// The plain names after it, up to the first `.all()` or the like.
    pub path: Vec<SmolStr>,
    /// Whether it is said what happens where there is nothing: by a default, or because just that is asked.
    pub provided: bool,
}

/// What the type checker says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Typed {
    /// The type, where it could be worked out.
    pub kind: Option<Type>,
    /// Everything that is wrong, syntax included, from left to right.
    pub problems: Vec<Problem>,
    /// Everything that is referred to, from left to right.
    pub references: Vec<Reference>,
}

/// Audiences that one expression may ask for.
const MAX_AUDIENCES: usize = 100;

/// Checks an expression against what is available and what its place asks for.
pub fn check(parsed: &Parsed, scope: &Scope, expected: Expected) -> Typed {
    let mut checker = Checker {
        scope,
        problems: parsed.errors.iter().chain(&parsed.remarks).cloned().collect(),
        references: Vec::new(),
        frames: Vec::new(),
        audiences: BTreeSet::new(),
    };
    let mut kind = None;
    if let Some(tree) = parsed.tree.as_deref() {
        kind = checker.kind(tree);
        if parsed.errors.is_empty() {
            checker.fits(tree, kind, expected);
        }
        if checker.audiences.len() > MAX_AUDIENCES {
            let count = checker.audiences.len();
            let message = format!("This asks for {count} audiences; at most {MAX_AUDIENCES} are retrieved.");
            checker.problem(tree.span, Code::InAudienceMax, message);
        }
    }
    let mut typed = Typed { kind, problems: checker.problems, references: checker.references };
    typed.problems.sort_by_key(|problem| problem.span.start);
    typed
}

struct Checker<'s> {
    scope: &'s Scope,
    problems: Vec<Problem>,
    references: Vec<Reference>,
    /// The collections in whose conditions this stands, the outermost first.
    frames: Vec<Frame<'s>>,
    audiences: BTreeSet<String>,
}

struct Frame<'s> {
    root: Root,
    /// What an element holds; `None` where nobody knows.
    item: Option<Position<'s>>,
}

impl Checker<'_> {
    fn problem(&mut self, span: Span, code: Code, message: impl Into<String>) {
        self.problems.push(Problem::new(span, code, message));
    }

    fn kind(&mut self, expr: &Expr) -> Option<Type> {
        match &expr.kind {
            ExprKind::Text(_) => Some(Type::Of(ValueType::String)),
            ExprKind::Integer(_) => Some(Type::Of(ValueType::Integer)),
            ExprKind::Decimal(_) => Some(Type::Of(ValueType::Decimal)),
            ExprKind::Boolean(_) => Some(Type::Of(ValueType::Boolean)),
            ExprKind::Null => Some(Type::Null),
            ExprKind::Date(literal) => match literal.value {
                crate::journey::Value::Date(_) => Some(Type::Of(ValueType::DateOnly)),
                crate::journey::Value::DateTimeOnly(_) => Some(Type::Of(ValueType::DateTimeOnly)),
                crate::journey::Value::DateTime(_) => Some(Type::Of(ValueType::DateTime)),
                _ => None,
            },
            ExprKind::Missing => None,
            ExprKind::Parentheses(inner) => self.kind(inner),
            ExprKind::List(items) => self.list(items),
            ExprKind::Field(reference) => self.field(reference, expr.span),
            ExprKind::Current(field) => self.current(field),
            ExprKind::Call(call) => self.call(call, expr.span),
            ExprKind::Prefix(prefix, operand) => self.prefix(*prefix, operand),
            ExprKind::Test(operand, test) => self.test(operand, *test),
            ExprKind::Chain(chain) => self.chain(chain),
            ExprKind::If(conditional) => self.conditional(conditional, expr.span),
        }
    }

    fn list(&mut self, items: &[Expr]) -> Option<Type> {
        let mut common = None;
        let mut unknown = false;
        for item in items {
            match self.kind(item) {
                Some(Type::Null) => {}
                None => unknown = true,
                Some(found) => match common {
                    None => common = Some(found),
                    Some(first) if first == found => {}
                    Some(first) => {
                        let message = format!(
                            "All items of a list have one type: this is {}, the first is {}.",
                            found.words(),
                            first.words()
                        );
                        self.problem(item.span, Code::ListPolymorphic, message);
                        return None;
                    }
                },
            }
        }
        match common {
            Some(Type::Of(kind)) => match kind.list() {
                Some(list) => Some(Type::Of(list)),
                None => {
                    let span = items.first().map_or_else(Span::default, |item| item.span);
                    self.problem(span, Code::ArgumentType, "A list holds simple values, not lists.");
                    None
                }
            },
            Some(_) => {
                let span = items.first().map_or_else(Span::default, |item| item.span);
                self.problem(span, Code::ArgumentType, "A list holds simple values, not objects.");
                None
            }
            None if unknown || items.is_empty() => None,
            // Nothing but nulls: a list of whatever is asked for.
            None => None,
        }
    }

    /// Whether an expression fits its place.
    fn fits(&mut self, tree: &Expr, kind: Option<Type>, expected: Expected) {
        let (Some(kind), Expected::Of(wanted)) = (kind, expected) else { return };
        if kind == Type::Of(wanted) || kind == Type::Null {
            return;
        }
        // A constant number is no moment that anybody had in mind.
        let is_number = matches!(tree.kind, ExprKind::Integer(_) | ExprKind::Decimal(_));
        let hint = match (wanted, kind) {
            (ValueType::DateTime, _) if is_number => {
                "Write now() for the present moment, or one in quotes: toDateTime(\"2026-02-19T08:00:00Z\")."
            }
            (ValueType::Boolean, _) => "A condition must be true or false: compare it with something.",
            (ValueType::DateTimeOnly, Type::Of(ValueType::DateTime | ValueType::String)) => {
                "Convert it with toDateTimeOnly(…)."
            }
            (ValueType::DateTime, Type::Of(ValueType::String | ValueType::Integer)) => "Convert it with toDateTime(…).",
            (ValueType::DateOnly, Type::Of(ValueType::DateTime | ValueType::DateTimeOnly | ValueType::String)) => {
                "Convert it with toDateOnly(…)."
            }
            (ValueType::String, Type::Of(kind)) if !kind.is_list() => "Convert it with toString(…).",
            (ValueType::Decimal, Type::Of(ValueType::Integer | ValueType::String)) => "Convert it with toDecimal(…).",
            (ValueType::Integer, Type::Of(ValueType::Decimal | ValueType::String)) => "Convert it with toInteger(…).",
            (ValueType::Duration, Type::Of(ValueType::String | ValueType::Integer)) => "Convert it with toDuration(…).",
            _ => "Choose a field or function of that type.",
        };
        let message = format!("This yields {}, but {} is needed here. {hint}", kind.words(), Type::Of(wanted).words());
        let mut problem = Problem::new(tree.span, Code::ReturnType, message);
        if let Some(function) = hint.strip_prefix("Convert it with ").and_then(|rest| rest.strip_suffix("(…).")) {
            problem = problem.guessed(tree.span, format!("{function}({})", super::print::print(tree)));
        } else if wanted == ValueType::DateTime && is_number {
            problem = problem.guessed(tree.span, "now()");
        }
        self.problems.push(problem);
    }
}
