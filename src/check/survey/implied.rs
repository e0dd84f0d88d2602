//! What is known of whoever fits a condition: it has seen something of this, or it could not be true.

use crate::expression::{Chain, Expr, ExprKind, FieldReference, Operator, Prefix, Root, Test};

/// Whether the expression is only ever true where a field of this object is not null.
pub(super) fn implies(expr: &Expr, root: Root, name: &str) -> bool {
    let is_asked = |expr: &Expr| asks(expr, root, name).is_some_and(|field| !is_about_the_call(field));
    match &expr.kind {
        ExprKind::Parentheses(inner) => implies(inner, root, name),
        ExprKind::Field(_) => is_asked(expr),
        ExprKind::Test(asked, test) => *test != Test::IsNull && is_asked(asked),
        ExprKind::Prefix(Prefix::Not, inner) => {
            matches!(&inner.bare().kind, ExprKind::Test(asked, Test::IsNull) if is_asked(asked))
        }
        ExprKind::Chain(chain) => chained(chain, root, name),
        _ => false,
    }
}

fn chained(chain: &Chain, root: Root, name: &str) -> bool {
    let mut operands = std::iter::once(&chain.first).chain(chain.rest.iter().map(|link| &link.operand));
    let [link] = chain.rest.as_slice() else {
        return match chain.rest.first().map(|link| link.operator) {
            Some(Operator::And) => operands.any(|operand| implies(operand, root, name)),
            Some(Operator::Or) => operands.all(|operand| implies(operand, root, name)),
            _ => false,
        };
    };
    let sides = [(&chain.first, &link.operand), (&link.operand, &chain.first)];
    let found = sides.into_iter().find_map(|(field, other)| Some((asks(field, root, name)?, other)));
    match (link.operator, found) {
        (Operator::And, _) => operands.any(|operand| implies(operand, root, name)),
        (Operator::Or, _) => operands.all(|operand| implies(operand, root, name)),
        (_, None) => false,
        (Operator::Equal, Some((field, other))) if is_about_the_call(field) => {
            matches!(&other.bare().kind, ExprKind::Text(status) if status.starts_with("http_2"))
        }
        (_, Some((field, _))) if is_about_the_call(field) => false,
        (Operator::Equal, Some((_, other))) => is_constant(other),
        // Nothing is neither more nor less than anything.
        (Operator::Greater | Operator::GreaterOrEqual | Operator::Less | Operator::LessOrEqual, Some(_)) => true,
        _ => false,
    }
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
    use super::implies;
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
    fn a_status_proves_an_answer_only_where_it_is_that_of_a_success() {
        assert!(answered("@action{Stock.jo_status_code} == 'http_200'"));
        assert!(answered("@action{Stock.left} > 0"));
        assert!(!answered("@action{Stock.jo_status_code} == 'http_500'"));
        assert!(!answered("@action{Stock.jo_status_code} is not null"));
        assert!(!answered("@action{Stock.errorResponse.why} is not null"));
    }
}
