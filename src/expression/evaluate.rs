//! What an expression yields for one person at one moment.
//!
//! Where the documentation is silent this is what holds: a missing value makes arithmetic null, adds nothing to
//! a concatenation, is false where a boolean is asked for, and compares as neither more nor less than anything;
//! integers divide without remainder as in Java; a result beyond the range of its type is null; anything divided
//! by 0 is 0 ("Operators", help/using/building-journeys/expression/operators.md).

use std::cmp::Ordering;
use std::collections::BTreeMap;

use thiserror::Error;

use crate::journey::Value;

use super::arithmetic;
use super::compare::{equal, order};
use super::context::Context;
use super::functions::{self, Known, describe};
use super::shape;
use super::tree::{Chain, CurrentField, Expr, ExprKind, FieldReference, Operator, Prefix, Root, Step, StepKind, Test};

/// Why an expression yields nothing at all. (A missing field is no error: it is null.)
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum EvaluationError {
    /// An external data source failed.
    #[error("data source {source_name}.{group}: {reason}")]
    Source {
        /// Its name.
        source_name: String,
        /// The field group.
        group: String,
        /// What went wrong, as later steps read it: `500`, `timedOut`, `capped`, `error`.
        code: String,
        /// What went wrong, for people.
        reason: String,
    },
    /// An external data source has to be asked first; evaluate again when it has answered.
    #[error("data source {source_name}.{group} has not answered yet")]
    NotFetched {
        /// Its name.
        source_name: String,
        /// The field group.
        group: String,
    },
    /// Nothing is written where an expression is needed; what is missing.
    #[error("{0} is not filled in yet")]
    Empty(String),
    /// The expression was never whole.
    #[error("the expression cannot be read: mend it first")]
    Broken,
    /// Something that types forbid: an operator or a function met a value that it cannot take.
    #[error("{0}")]
    Mismatch(String),
}

/// Evaluates.
///
/// # Errors
/// See [`EvaluationError`].
pub fn evaluate(expr: &Expr, context: &dyn Context) -> Result<Value, EvaluationError> {
    Evaluator { context }.value(expr, None).map(|known| known.value)
}

type Outcome = Result<Known, EvaluationError>;

/// The element that a condition of a collection looks at, and those around it.
struct Frame<'f> {
    root: Root,
    item: &'f Value,
    outer: Option<&'f Frame<'f>>,
}

struct Evaluator<'c> {
    context: &'c dyn Context,
}

impl Evaluator<'_> {
    fn value(&self, expr: &Expr, frame: Option<&Frame<'_>>) -> Outcome {
        match &expr.kind {
            ExprKind::Text(text) => Ok(Value::Text(text.to_string()).into()),
            ExprKind::Integer(number) => Ok(Value::Integer(*number).into()),
            ExprKind::Decimal(number) => Ok(Value::Decimal(*number).into()),
            ExprKind::Boolean(truth) => Ok(Value::Boolean(*truth).into()),
            ExprKind::Null => Ok(Known::default()),
            ExprKind::Date(literal) => {
                let zone = functions::instant(&literal.text).map(|(_, zone)| zone);
                Ok(Known { value: literal.value.clone(), zone })
            }
            ExprKind::Parentheses(inner) => self.value(inner, frame),
            ExprKind::Missing => Err(EvaluationError::Broken),
            ExprKind::List(items) => self.list(items, frame),
            ExprKind::Field(reference) => self.field(reference, frame),
            ExprKind::Current(field) => self.current(field, frame),
            ExprKind::Call(call) => self.call(call, frame),
            ExprKind::Prefix(prefix, operand) => self.prefix(*prefix, operand, frame),
            ExprKind::Test(operand, test) => self.test(operand, *test, frame),
            ExprKind::Chain(chain) => self.chain(chain, frame),
            ExprKind::If(conditional) => {
                let yes = self.truth(&conditional.condition, frame, "the condition of 'if'")?;
                self.value(if yes { &conditional.yes } else { &conditional.no }, frame)
            }
        }
    }

    fn list(&self, items: &[Expr], frame: Option<&Frame<'_>>) -> Outcome {
        let values: Result<Vec<Value>, _> =
            items.iter().map(|item| self.value(item, frame).map(|known| known.value)).collect();
        Ok(Value::List(values?).into())
    }

    fn call(&self, call: &super::tree::Call, frame: Option<&Frame<'_>>) -> Outcome {
        let Some(function) = call.function else { return Err(EvaluationError::Broken) };
        let count = call.arguments.len();
        if !function.signatures.iter().any(|signature| signature.parameters.len() == count) {
            let message = format!("{} does not take {count} arguments", function.name);
            return Err(EvaluationError::Mismatch(message));
        }
        let arguments: Result<Vec<Known>, _> =
            call.arguments.iter().map(|argument| self.value(argument, frame)).collect();
        (function.body)(&arguments?, self.context)
    }

    /// A value where a boolean is asked for: null is false.
    fn truth(&self, expr: &Expr, frame: Option<&Frame<'_>>, place: &str) -> Result<bool, EvaluationError> {
        match self.value(expr, frame)?.value {
            Value::Boolean(truth) => Ok(truth),
            Value::Null => Ok(false),
            other => Err(EvaluationError::Mismatch(format!("{place} must be true or false, not {}", describe(&other)))),
        }
    }

    fn prefix(&self, prefix: Prefix, operand: &Expr, frame: Option<&Frame<'_>>) -> Outcome {
        match prefix {
            Prefix::Not => Ok(Value::Boolean(!self.truth(operand, frame, "what follows 'not'")?).into()),
            Prefix::Minus => arithmetic::negate(&self.value(operand, frame)?.value).map(Known::from),
        }
    }

    fn test(&self, operand: &Expr, test: Test, frame: Option<&Frame<'_>>) -> Outcome {
        let value = self.value(operand, frame)?.value;
        let truth = match test {
            Test::IsNull => value.is_null(),
            Test::IsNotNull => !value.is_null(),
            Test::IsNumeric => matches!(value, Value::Integer(_) | Value::Decimal(_)),
            Test::IsInteger => matches!(value, Value::Integer(_)),
            Test::IsDecimal => matches!(value, Value::Decimal(_)),
            Test::HasNull => match value {
                Value::List(items) => items.iter().any(Value::is_null),
                Value::Null => false,
                other => {
                    let message = format!("'has null' asks a list, not {}", describe(&other));
                    return Err(EvaluationError::Mismatch(message));
                }
            },
        };
        Ok(Value::Boolean(truth).into())
    }

    fn chain(&self, chain: &Chain, frame: Option<&Frame<'_>>) -> Outcome {
        match chain.rest.first().map(|link| link.operator) {
            Some(Operator::And) => self.logic(chain, frame, false),
            Some(Operator::Or) => self.logic(chain, frame, true),
            _ => {
                let mut left = self.value(&chain.first, frame)?;
                for link in &chain.rest {
                    let right = self.value(&link.operand, frame)?;
                    left = self.operate(link.operator, left, right)?;
                }
                Ok(left)
            }
        }
    }

    /// `and` and `or`: the first operand that decides ends it.
    fn logic(&self, chain: &Chain, frame: Option<&Frame<'_>>, decides: bool) -> Outcome {
        let place = if decides { "what stands beside 'or'" } else { "what stands beside 'and'" };
        for operand in std::iter::once(&chain.first).chain(chain.rest.iter().map(|link| &link.operand)) {
            if self.truth(operand, frame, place)? == decides {
                return Ok(Value::Boolean(decides).into());
            }
        }
        Ok(Value::Boolean(!decides).into())
    }

    fn operate(&self, operator: Operator, left: Known, right: Known) -> Outcome {
        if operator.precedence() != Operator::Equal.precedence() {
            let value = arithmetic::calculate(operator, &left.value, &right.value)?;
            let zone = if matches!(value, Value::DateTime(_)) { left.zone } else { None };
            return Ok(Known { value, zone });
        }
        let (a, b) = self.agreed(left.value, right.value);
        let truth = match operator {
            Operator::Equal => equal(&a, &b),
            Operator::NotEqual => !equal(&a, &b),
            Operator::Greater => compared(operator, &a, &b)?.is_some_and(Ordering::is_gt),
            Operator::GreaterOrEqual => compared(operator, &a, &b)?.is_some_and(Ordering::is_ge),
            Operator::Less => compared(operator, &a, &b)?.is_some_and(Ordering::is_lt),
            _ => compared(operator, &a, &b)?.is_some_and(Ordering::is_le),
        };
        Ok(Value::Boolean(truth).into())
    }

    /// Both sides of a comparison, a text beside a date turned into that kind of date where it is one: payloads state
    /// dates as text.
    fn agreed(&self, a: Value, b: Value) -> (Value, Value) {
        match (&a, &b) {
            (Value::Text(text), other) => match self.as_date(text, other) {
                Some(date) => (date, b),
                None => (a, b),
            },
            (other, Value::Text(text)) => match self.as_date(text, other) {
                Some(date) => (a, date),
                None => (a, b),
            },
            _ => (a, b),
        }
    }

    fn as_date(&self, text: &str, like: &Value) -> Option<Value> {
        match like {
            Value::DateTime(_) => match functions::instant(text) {
                Some((instant, _)) => Some(Value::DateTime(instant)),
                None => {
                    let moment = functions::zoneless(text)?;
                    self.context.zone().to_timestamp(moment).ok().map(Value::DateTime)
                }
            },
            Value::DateTimeOnly(_) => functions::zoneless(text).map(Value::DateTimeOnly),
            Value::Date(_) => functions::zoneless(text).map(|moment| Value::Date(moment.date())),
            _ => None,
        }
    }

    fn current(&self, field: &CurrentField, frame: Option<&Frame<'_>>) -> Outcome {
        let mut found = frame;
        while let Some(looked) = found {
            if looked.root == field.variable.root() {
                return self.walk(looked.item.clone(), looked.root, &field.path, frame).map(Known::from);
            }
            found = looked.outer;
        }
        Ok(Known::default())
    }

    fn field(&self, reference: &FieldReference, frame: Option<&Frame<'_>>) -> Outcome {
        let names: Vec<&str> = reference.path.iter().map_while(Step::name).collect();
        let (first, rest) = names.split_first().map_or(("", &[] as &[&str]), |(first, rest)| (*first, rest));
        let start = match reference.root {
            Root::Event => self.context.event(first, rest),
            Root::Action => self.context.action(first, rest),
            Root::Decision => self.context.decision(first, rest),
            Root::DatasetLookup => self.context.dataset_lookup(first, rest),
            Root::Journey => self.context.property(first),
            Root::Supplemental => self.context.supplemental_id(),
            Root::Source => self.source(reference, first, rest, frame)?,
        };
        let steps = reference.path.get(names.len()..).unwrap_or_default();
        let value = self.walk(start, reference.root, steps, frame)?;
        match &reference.default {
            Some(default) if value.is_null() => self.value(default, frame),
            _ => Ok(value.into()),
        }
    }

    fn source(
        &self,
        reference: &FieldReference,
        source: &str,
        rest: &[&str],
        frame: Option<&Frame<'_>>,
    ) -> Result<Value, EvaluationError> {
        let (group, path) = rest.split_first().map_or(("", rest), |(group, path)| (*group, path));
        let mut params = BTreeMap::new();
        for param in &reference.params {
            params.insert(param.name.to_string(), self.value(&param.value, frame)?.value);
        }
        self.context.source(source, group, shape::profile_path(source, path), &params)
    }

    /// What collection and map functions, and the names after them, make of a value.
    fn walk(
        &self,
        start: Value,
        root: Root,
        steps: &[Step],
        frame: Option<&Frame<'_>>,
    ) -> Result<Value, EvaluationError> {
        let mut value = start;
        for step in steps {
            value = match &step.kind {
                StepKind::Name(name) => shape::select(&value, &[name]),
                StepKind::All(condition) => {
                    if value.is_null() {
                        return Ok(Value::Null);
                    }
                    Value::List(self.kept(value, root, condition.as_deref(), frame, usize::MAX)?)
                }
                StepKind::First(condition) => {
                    self.kept(value, root, condition.as_deref(), frame, 1)?.into_iter().next().unwrap_or_default()
                }
                StepKind::Last(condition) => {
                    self.kept(value, root, condition.as_deref(), frame, usize::MAX)?.pop().unwrap_or_default()
                }
                StepKind::At(index) => match (self.value(index, frame)?.value, value) {
                    (Value::Integer(index), Value::List(mut items)) => match usize::try_from(index) {
                        Ok(index) if index < items.len() => items.swap_remove(index),
                        _ => Value::Null,
                    },
                    _ => Value::Null,
                },
                StepKind::Entry(key) => match self.value(key, frame)?.value {
                    Value::Text(key) => shape::select(&value, &[&key]),
                    _ => Value::Null,
                },
                StepKind::FirstEntryKey => match value {
                    Value::Object(map) => map.into_keys().next().map_or(Value::Null, Value::Text),
                    _ => Value::Null,
                },
                StepKind::Keys => match value {
                    Value::Object(map) => Value::List(map.into_keys().map(Value::Text).collect()),
                    _ => Value::Null,
                },
            };
        }
        Ok(value)
    }

    /// The items that fit, at most so many.
    fn kept(
        &self,
        list: Value,
        root: Root,
        condition: Option<&Expr>,
        frame: Option<&Frame<'_>>,
        most: usize,
    ) -> Result<Vec<Value>, EvaluationError> {
        let items = match list {
            Value::List(items) => items,
            Value::Null => Vec::new(),
            single => vec![single],
        };
        let Some(condition) = condition else { return Ok(items.into_iter().take(most).collect()) };
        let mut kept = Vec::new();
        for item in items {
            let inner = Frame { root, item: &item, outer: frame };
            if self.truth(condition, Some(&inner), "the condition of a collection")? {
                kept.push(item);
                if kept.len() >= most {
                    break;
                }
            }
        }
        Ok(kept)
    }
}

/// The order of two values; `None` where one is null.
fn compared(operator: Operator, a: &Value, b: &Value) -> Result<Option<Ordering>, EvaluationError> {
    if a.is_null() || b.is_null() {
        return Ok(None);
    }
    order(a, b).map(Some).ok_or_else(|| {
        let message = format!("'{}' cannot compare {} with {}", operator.text(), describe(a), describe(b));
        EvaluationError::Mismatch(message)
    })
}
