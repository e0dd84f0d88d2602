//! What is known of whoever fits a condition: it has seen something of this, or it could not be true.

use crate::expression::{Chain, Expr, ExprKind, FieldReference, Operator, Prefix, Root, Test};

/// Whether the expression is only ever true where a field of this object is not null.
pub(super) fn implies(expr: &Expr, root: Root, name: &str) -> bool {
    match &expr.kind {
        ExprKind::Parentheses(inner) => implies(inner, root, name),
        ExprKind::Field(_) => is_asked(expr, root, name),
        ExprKind::Test(asked, test) => *test != Test::IsNull && is_asked(asked, root, name),
        ExprKind::Prefix(Prefix::Not, inner) => is_denied_by(inner, root, name),
        ExprKind::Chain(chain) => match chain.rest.first().map(|link| link.operator) {
            Some(Operator::And) => operands(chain).any(|operand| implies(operand, root, name)),
            Some(Operator::Or) => operands(chain).all(|operand| implies(operand, root, name)),
            _ => compared(chain, root, name),
        },
        _ => false,
    }
}

/// Whether the expression is only ever false where a field of this object is not null.
pub(super) fn is_denied_by(expr: &Expr, root: Root, name: &str) -> bool {
    match &expr.kind {
        ExprKind::Parentheses(inner) => is_denied_by(inner, root, name),
        ExprKind::Test(asked, Test::IsNull) => is_asked(asked, root, name),
        ExprKind::Prefix(Prefix::Not, inner) => implies(inner, root, name),
        ExprKind::Chain(chain) => match chain.rest.first().map(|link| link.operator) {
            Some(Operator::And) => operands(chain).all(|operand| is_denied_by(operand, root, name)),
            Some(Operator::Or) => operands(chain).any(|operand| is_denied_by(operand, root, name)),
            _ => false,
        },
        _ => false,
    }
}

fn operands(chain: &Chain) -> impl Iterator<Item = &Expr> {
    std::iter::once(&chain.first).chain(chain.rest.iter().map(|link| &link.operand))
}

/// Whether a comparison is only ever true where a field of this object is not null.
fn compared(chain: &Chain, root: Root, name: &str) -> bool {
    let [link] = chain.rest.as_slice() else { return false };
    let sides = [(&chain.first, &link.operand), (&link.operand, &chain.first)];
    let Some((field, other)) = sides.into_iter().find_map(|(field, other)| Some((asks(field, root, name)?, other)))
    else {
        return false;
    };
    match link.operator {
        Operator::Equal if is_about_the_call(field) => {
            matches!(&other.bare().kind, ExprKind::Text(status) if status.starts_with("http_2"))
        }
        _ if is_about_the_call(field) => false,
        Operator::Equal => is_constant(other),
        // Nothing is neither more nor less than anything.
        Operator::Greater | Operator::GreaterOrEqual | Operator::Less | Operator::LessOrEqual => true,
        _ => false,
    }
}

/// Whether it is a field of this object that is there only together with an answer.
fn is_asked(expr: &Expr, root: Root, name: &str) -> bool {
    asks(expr, root, name).is_some_and(|field| !is_about_the_call(field))
}

fn asks<'e>(expr: &'e Expr, root: Root, name: &str) -> Option<&'e FieldReference> {
    match &expr.bare().kind {
        ExprKind::Field(field) if field.root == root && field.name(0) == Some(name) && field.default.is_none() => {
            Some(field)
        }
        _ => None,
    }
}

/// What is there as well where a call failed.
fn is_about_the_call(field: &FieldReference) -> bool {
    field.root == Root::Action && field.name(1).is_some_and(is_kept_of_failures)
}

/// Whether a field of a reply says something where the call failed, too.
pub(super) fn is_kept_of_failures(field: &str) -> bool {
    matches!(field, "jo_status_code" | "errorResponse")
}

fn is_constant(expr: &Expr) -> bool {
    matches!(
        expr.bare().kind,
        ExprKind::Text(_) | ExprKind::Integer(_) | ExprKind::Decimal(_) | ExprKind::Boolean(_) | ExprKind::Date(_)
    )
}

#[cfg(test)]
mod tests {
    use super::{implies, is_denied_by};
    use crate::expression::{Root, parse};

    fn paid(text: &str) -> bool {
        let parsed = parse(text);
        implies(parsed.sound().unwrap_or_else(|| panic!("{text}")), Root::Event, "Paid")
    }

    fn answered(text: &str) -> bool {
        let parsed = parse(text);
        implies(parsed.sound().unwrap_or_else(|| panic!("{text}")), Root::Action, "Stock")
    }

    #[test]
    fn what_is_never_true_of_nothing_proves_that_something_is_there() {
        for text in [
            "@event{Paid.id} is not null",
            "not (@event{Paid.id} is null)",
            "@event{Paid.total} > 10",
            "10 <= (@event{Paid.total})",
            "@event{Paid.id} == 'a'",
            "@event{Paid.done}",
            "1 == 1 and @event{Paid.total} > 10 and 2 == 2",
            "@event{Paid.id} == 'a' or @event{Paid.id} == 'b'",
        ] {
            assert!(paid(text), "{text}");
        }
    }

    #[test]
    fn what_may_be_true_of_nothing_proves_nothing() {
        for text in [
            "@event{Paid.id} is null",
            "not (@event{Paid.id} is not null)",
            "@event{Paid.id} != 'a'",
            "@event{Paid.id} == null",
            "@event{Paid.id} == @event{Ordered.id}",
            "@event{Ordered.id} is not null",
            "@event{Paid.total, defaultValue: 20} > 10",
            "@event{Paid.id} == 'a' or 1 == 1",
            "not (@event{Paid.total} > 10)",
        ] {
            assert!(!paid(text), "{text}");
        }
    }

    #[test]
    fn what_is_false_only_of_something_proves_it_too() {
        let denied = |text: &str| {
            let parsed = parse(text);
            is_denied_by(parsed.sound().unwrap_or_else(|| panic!("{text}")), Root::Event, "Paid")
        };
        for text in [
            "@event{Paid.id} is null",
            "not (@event{Paid.total} > 10)",
            "@event{Paid.id} is null or 1 == 1",
            "@event{Paid.id} is null and (@event{Paid.total} is null)",
        ] {
            assert!(denied(text), "{text}");
        }
        for text in ["@event{Paid.id} is not null", "@event{Paid.id} is null and 1 == 1", "@event{Paid.total} > 10"] {
            assert!(!denied(text), "{text}");
        }
    }

    #[test]
    fn a_status_proves_an_answer_only_where_it_is_that_of_a_success() {
        assert!(answered("@action{Stock.jo_status_code} == 'http_200'"));
        assert!(answered("@action{Stock.left} > 0"));
        assert!(!answered("@action{Stock.jo_status_code} == 'http_500'"));
        assert!(!answered("@action{Stock.jo_status_code} is not null"));
        assert!(!answered("@action{Stock.errorResponse.why} is not null"));
    }
}
