//! Operators, tests and the conditional ("Operators", help/using/building-journeys/expression/operators.md).

use crate::expression::problem::{Code, Problem, Span};
use crate::expression::tree::{Chain, Expr, ExprKind, If, Link, Operator, Prefix, Step, Test};
use crate::journey::{ValueType, nearest};

use super::{Checker, Type};

const BOOLEAN: Type = Type::Of(ValueType::Boolean);
const DECIMAL: Type = Type::Of(ValueType::Decimal);
const DURATION: Type = Type::Of(ValueType::Duration);
const INTEGER: Type = Type::Of(ValueType::Integer);
const TEXT: Type = Type::Of(ValueType::String);

impl Checker<'_> {
    fn boolean(&mut self, expr: &Expr, place: &str) {
        if let Some(kind) = self.kind(expr)
            && kind != BOOLEAN
            && kind != Type::Null
        {
            let message = format!("{place} must be true or false, this is {}.", kind.words());
            self.problem(expr.span, Code::ArgumentType, message);
        }
    }

    pub(super) fn prefix(&mut self, prefix: Prefix, operand: &Expr) -> Option<Type> {
        match prefix {
            Prefix::Not => {
                self.boolean(operand, "What follows 'not'");
                Some(BOOLEAN)
            }
            Prefix::Minus => {
                let kind = self.kind(operand)?;
                if !kind.is_number() && kind != DURATION && kind != Type::Null {
                    self.problem(
                        operand.span,
                        Code::ArgumentType,
                        format!("'-' takes a number, this is {}.", kind.words()),
                    );
                    return None;
                }
                Some(kind)
            }
        }
    }

    pub(super) fn test(&mut self, operand: &Expr, test: Test) -> Option<Type> {
        let here = self.references.len();
        let kind = self.kind(operand);
        if matches!(test, Test::IsNull | Test::IsNotNull)
            && matches!(operand.bare().kind, ExprKind::Field(_))
            && let Some(reference) = self.references.get_mut(here)
        {
            reference.provided = true;
        }
        if test == Test::HasNull
            && let Some(kind) = kind
            && !matches!(kind, Type::Null | Type::Of(ValueType::ListObject))
            && !matches!(kind, Type::Of(list) if list.is_list())
        {
            self.problem(
                operand.span,
                Code::ArgumentType,
                format!("'has null' asks a list, this is {}.", kind.words()),
            );
        }
        Some(BOOLEAN)
    }

    pub(super) fn conditional(&mut self, conditional: &If, span: Span) -> Option<Type> {
        self.boolean(&conditional.condition, "The condition of 'if'");
        let (yes, no) = (self.kind(&conditional.yes), self.kind(&conditional.no));
        match (yes?, no?) {
            (Type::Null, kind) | (kind, Type::Null) => Some(kind),
            (a, b) if a == b => Some(a),
            (a, b) if a.is_number() && b.is_number() => Some(DECIMAL),
            (a, b) => {
                let message = format!("Both branches have one type: 'then' is {}, 'else' is {}.", a.words(), b.words());
                self.problem(span, Code::ArgumentType, message);
                None
            }
        }
    }

    pub(super) fn chain(&mut self, chain: &Chain) -> Option<Type> {
        let logical = chain.rest.first().map(|link| link.operator);
        if let Some(operator @ (Operator::And | Operator::Or)) = logical {
            let place = format!("What stands beside '{}'", operator.text());
            self.boolean(&chain.first, &place);
            for link in &chain.rest {
                self.boolean(&link.operand, &place);
            }
            return Some(BOOLEAN);
        }
        let mut left = self.kind(&chain.first);
        let (mut before, mut looked_at) = (&chain.first, false);
        for link in &chain.rest {
            let right = self.kind(&link.operand);
            let adds = link.operator == Operator::Add;
            if adds {
                if !looked_at {
                    self.wrapped(before);
                }
                self.wrapped(&link.operand);
            }
            left = self.operate(chain, link, left, right);
            (before, looked_at) = (&link.operand, adds);
        }
        left
    }

    /// A function beside `+` stands in parentheses.
    fn wrapped(&mut self, operand: &Expr) {
        let ExprKind::Call(call) = &operand.kind else { return };
        let message = format!("Wrap the function in parentheses: ({}(…)) beside '+'.", call.name);
        let text = format!("({})", crate::expression::print::print(operand));
        self.problems.push(Problem::new(operand.span, Code::PlusParentheses, message).mended(operand.span, text));
    }

    fn operate(&mut self, chain: &Chain, link: &Link, left: Option<Type>, right: Option<Type>) -> Option<Type> {
        match link.operator {
            Operator::Equal | Operator::NotEqual => {
                self.equality(chain, link, left, right);
                Some(BOOLEAN)
            }
            Operator::Greater | Operator::GreaterOrEqual | Operator::Less | Operator::LessOrEqual => {
                self.comparison(chain, link, left, right);
                Some(BOOLEAN)
            }
            operator => {
                if matches!(operator, Operator::Divide | Operator::Remainder) && is_zero(&link.operand) {
                    self.problem(link.operand.span, Code::DivZero, "Anything divided by 0 is 0 here. Is that meant?");
                }
                if operator == Operator::Add && (left == Some(TEXT) || right == Some(TEXT)) {
                    return Some(TEXT);
                }
                self.arithmetic(chain, link, left?, right?)
            }
        }
    }

    /// The language compares values of any types; those of different types are just never equal.
    fn equality(&mut self, chain: &Chain, link: &Link, left: Option<Type>, right: Option<Type>) {
        // Between more than two, the left side is no single value.
        let first = (chain.rest.len() == 1).then_some(&chain.first);
        if let Some(first) = first {
            self.among_values(first, &link.operand);
            self.among_values(&link.operand, first);
        }
        let (Some(a), Some(b)) = (left, right) else { return };
        let is_list = |kind: Type| matches!(kind, Type::Of(kind) if kind.is_list());
        // Payloads state moments as texts: a text beside one is read as such.
        let is_moment =
            |kind: Type| matches!(kind, Type::Of(ValueType::DateTime | ValueType::DateTimeOnly | ValueType::DateOnly));
        let comparable = a == b
            || a == Type::Null
            || b == Type::Null
            || a.is_number() && b.is_number()
            || is_list(a) && is_list(b)
            || is_moment(a) && b == TEXT
            || a == TEXT && is_moment(b)
            || matches!((a, b), (Type::Object | Type::Map, Type::Object | Type::Map));
        if comparable {
            return;
        }
        let verdict = if link.operator == Operator::Equal { "never equal" } else { "always different" };
        let message = format!("{} and {} are {verdict}.", capital(a.words()), b.words());
        let problem = Problem::new(chain.first.span.to(link.operand.span), Code::EqualTypes, message);
        // A number that was typed as a text, or a text as a number.
        let meant = match &link.operand.kind {
            ExprKind::Text(text) if a.is_number() && text.trim().parse::<f64>().is_ok_and(f64::is_finite) => {
                Some(text.trim().to_owned())
            }
            ExprKind::Integer(number) if a == TEXT => Some(format!("\"{number}\"")),
            _ => None,
        };
        self.problems.push(match meant {
            Some(meant) => problem.guessed(link.operand.span, meant),
            None => problem,
        });
    }

    /// A field whose schema lists its values holds no other.
    fn among_values(&mut self, field: &Expr, other: &Expr) {
        let ExprKind::Field(reference) = &field.bare().kind else { return };
        let ExprKind::Text(text) = &other.bare().kind else { return };
        let Some(names) = reference.path.iter().map(Step::name).collect::<Option<Vec<_>>>() else { return };
        let Some(position) = self.scope.position(reference.root, &names) else { return };
        let known = &position.node.one_of;
        // Asking for an empty text is a way of asking whether there is a value.
        if known.is_empty() || text.is_empty() || known.iter().any(|value| **value == **text) {
            return;
        }
        let listed: Vec<String> = known.iter().take(6).map(|value| format!("'{value}'")).collect();
        let more = if known.len() > 6 { " and others" } else { "" };
        let name = &position.node.name;
        let mut message = format!("'{name}' is never '{text}': it is one of {}{more}.", listed.join(", "));
        let near = nearest(text, known.iter().map(String::as_str));
        if let Some(near) = near {
            message.push_str(&format!(" Is '{near}' meant?"));
        }
        let problem = Problem::new(other.span, Code::ValueUnknown, message);
        self.problems.push(match near.filter(|near| !near.contains(['"', '\\'])) {
            Some(near) => problem.guessed(other.span, format!("\"{near}\"")),
            None => problem,
        });
    }

    fn comparison(&mut self, chain: &Chain, link: &Link, left: Option<Type>, right: Option<Type>) {
        let (Some(a), Some(b)) = (left, right) else { return };
        let ordered = a.is_number() && b.is_number()
            || a == b && matches!(a, Type::Of(ValueType::DateTime | ValueType::DateTimeOnly));
        if ordered {
            return;
        }
        let message = format!(
            "'{}' ({}) compares two numbers or two moments, not {} with {}.",
            link.operator.text(),
            link.operator.words(),
            a.words(),
            b.words()
        );
        let problem = Problem::new(chain.first.span.to(link.operand.span), Code::CompareTypes, message);
        // A number that was typed as a text.
        let quoted = match &link.operand.kind {
            ExprKind::Text(text) if a.is_number() => text.trim().parse::<f64>().is_ok().then(|| text.trim()),
            _ => None,
        };
        self.problems.push(match quoted {
            Some(number) => problem.mended(link.operand.span, number),
            None => problem,
        });
    }

    fn arithmetic(&mut self, chain: &Chain, link: &Link, a: Type, b: Type) -> Option<Type> {
        let dates = matches!(a, Type::Of(ValueType::DateTime | ValueType::DateTimeOnly | ValueType::Duration));
        if link.operator == Operator::Add && b == DURATION && dates {
            return Some(a);
        }
        if a.is_number() && b.is_number() {
            if link.operator == Operator::Multiply && a != b {
                self.mixed_factors(chain, link, a);
            }
            return Some(if a == INTEGER && b == INTEGER { INTEGER } else { DECIMAL });
        }
        let allowed = match link.operator {
            Operator::Add => "takes numbers, a text and anything, or a date-time and a duration",
            _ => "takes numbers",
        };
        if a != Type::Null && b != Type::Null {
            let message = format!("'{}' {allowed}, not {} and {}.", link.operator.text(), a.words(), b.words());
            self.problem(chain.first.span.to(link.operand.span), Code::ArgumentType, message);
        }
        None
    }

    fn mixed_factors(&mut self, chain: &Chain, link: &Link, left: Type) {
        let message = "Both factors must have the same type: wrap the integer in toDecimal(…).";
        let span = chain.first.span.to(link.operand.span);
        let mut problem = Problem::new(span, Code::MultiplyMixed, message);
        // The left side is one operand only at the beginning of the chain.
        let whole = if left == INTEGER { (chain.rest.len() == 1).then_some(&chain.first) } else { Some(&link.operand) };
        if let Some(whole) = whole {
            let text = match &whole.kind {
                ExprKind::Integer(number) => format!("{number}.0"),
                _ => format!("toDecimal({})", crate::expression::print::print(whole)),
            };
            problem = problem.mended(whole.span, text);
        }
        self.problems.push(problem);
    }
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn is_zero(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Integer(0) => true,
        ExprKind::Decimal(number) => *number == 0.0,
        ExprKind::Parentheses(inner) => is_zero(inner),
        _ => false,
    }
}
