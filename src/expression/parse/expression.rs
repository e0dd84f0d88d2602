//! Operators, literals, calls, conditionals.

use crate::expression::functions::Function;
use crate::expression::problem::{Code, Problem, Span};
use crate::expression::tree::{
    Call, Chain, Current, CurrentField, DateLiteral, Expr, ExprKind, If, Link, Operator, Prefix, Test,
};

use super::lexer::{self, Token};
use super::{Parser, excerpt, missing};

/// How tightly `not` binds: looser than comparisons, as `not 3.15 < 1` in the documentation shows.
const NOT: u8 = 3;
/// How tightly `is null` and its like bind.
const TEST: u8 = 5;

impl Parser<'_> {
    /// A whole expression, one level deeper.
    pub(super) fn expression(&mut self) -> Expr {
        self.deeper(|parser| parser.climb(1), missing)
    }

    /// An expression whose operators bind at least so tightly.
    fn climb(&mut self, least: u8) -> Expr {
        let mut left = self.operand();
        // What was taken binds tighter than what may still follow: so the tree stays shallow.
        let mut most = u8::MAX;
        loop {
            if let Some((test, span)) = (least <= TEST && TEST < most).then(|| self.test()).flatten() {
                left = Expr { span: left.span.to(span), kind: ExprKind::Test(Box::new(left), test) };
                most = TEST;
                continue;
            }
            let Some((operator, _)) = self.operator() else { return left };
            let precedence = operator.precedence();
            if precedence < least || precedence >= most {
                return left;
            }
            left = self.chain(left, precedence);
            most = precedence;
        }
    }

    fn chain(&mut self, first: Expr, precedence: u8) -> Expr {
        let mut rest = Vec::new();
        let mut span = first.span;
        while let Some((operator, operator_span)) = self.operator() {
            if operator.precedence() != precedence {
                break;
            }
            self.remark_case(operator_span, operator.text());
            self.advance();
            let operand = self.climb(precedence + 1);
            span = span.to(operator_span).to(operand.span);
            rest.push(Link { operator, operator_span, operand });
        }
        Expr { span, kind: ExprKind::Chain(Box::new(Chain { first, rest })) }
    }

    /// The operator that stands next, not yet taken.
    fn operator(&mut self) -> Option<(Operator, Span)> {
        match self.look() {
            (Token::Operator(operator), span) => Some((operator, span)),
            (Token::Word, span) => {
                let word = span.of(self.text);
                let operator = if word.eq_ignore_ascii_case("and") {
                    Operator::And
                } else if word.eq_ignore_ascii_case("or") {
                    Operator::Or
                } else {
                    return None;
                };
                Some((operator, span))
            }
            _ => None,
        }
    }

    fn remark_case(&mut self, span: Span, right: &str) {
        let written = span.of(self.text);
        if written != right && written.eq_ignore_ascii_case(right) {
            let message = format!("Write '{right}': the words of the language are in small letters.");
            self.remarks.push(Problem::new(span, Code::OperatorCase, message).mended(span, right));
        }
    }

    fn is_word(&mut self, word: &str) -> bool {
        self.peek_word().is_some_and(|found| found.eq_ignore_ascii_case(word))
    }

    /// Takes this word, however it is capitalised.
    fn take_word(&mut self, word: &str) -> Option<Span> {
        if !self.is_word(word) {
            return None;
        }
        let (_, span) = self.advance();
        self.remark_case(span, word);
        Some(span)
    }

    /// `is null`, `has null` and their like, if one stands next.
    fn test(&mut self) -> Option<(Test, Span)> {
        if let Some(start) = self.take_word("has") {
            let end = self.take_word("null");
            let end = end.unwrap_or_else(|| self.expected("'null' must follow 'has'."));
            return Some((Test::HasNull, start.to(end)));
        }
        let start = self.take_word("is")?;
        if self.take_word("not").is_some() {
            let end = self.take_word("null");
            let end = end.unwrap_or_else(|| self.expected("'null' must follow 'is not'."));
            return Some((Test::IsNotNull, start.to(end)));
        }
        let words = [
            ("null", Test::IsNull),
            ("numeric", Test::IsNumeric),
            ("integer", Test::IsInteger),
            ("decimal", Test::IsDecimal),
        ];
        for (word, test) in words {
            if let Some(end) = self.take_word(word) {
                return Some((test, start.to(end)));
            }
        }
        let end = self.expected("After 'is' comes 'null', 'not null', 'numeric', 'integer' or 'decimal'.");
        Some((Test::IsNull, start.to(Span::new(end.start, end.start))))
    }

    /// Says what should stand next.
    pub(super) fn expected(&mut self, message: &str) -> Span {
        let span = self.peek_span();
        self.error(span, message);
        Span::new(span.start, span.start)
    }

    fn operand(&mut self) -> Expr {
        if let (Token::Operator(Operator::Subtract), span) = self.look() {
            self.advance();
            if let (Token::Integer | Token::Decimal, number) = self.look() {
                self.advance();
                return self.number(span.to(number), &format!("-{}", number.of(self.text)));
            }
            return self.prefixed(Prefix::Minus, span, Self::operand);
        }
        match self.take_word("not") {
            Some(span) => self.prefixed(Prefix::Not, span, |parser| parser.climb(NOT + 1)),
            None => self.primary(),
        }
    }

    fn prefixed(&mut self, prefix: Prefix, span: Span, read: impl FnOnce(&mut Self) -> Expr) -> Expr {
        let operand = self.deeper(read, missing);
        Expr { span: span.to(operand.span), kind: ExprKind::Prefix(prefix, Box::new(operand)) }
    }

    fn number(&mut self, span: Span, text: &str) -> Expr {
        let kind = if text.contains('.') {
            text.parse().ok().filter(|number: &f64| number.is_finite()).map(ExprKind::Decimal)
        } else {
            text.parse().ok().map(ExprKind::Integer)
        };
        if kind.is_none() {
            let range = "Integers reach from -9223372036854775808 to 9223372036854775807.";
            self.error(span, format!("The number {} is too large. {range}", excerpt(text)));
        }
        Expr { span, kind: kind.unwrap_or(ExprKind::Missing) }
    }

    fn primary(&mut self) -> Expr {
        let (token, span) = self.look();
        let kind = match token {
            Token::Text(closed) => {
                self.advance();
                if !closed {
                    self.error(span, "This text is never closed: its last quote is missing.");
                }
                ExprKind::Text(lexer::unquote(span.of(self.text)).into())
            }
            Token::Integer | Token::Decimal => {
                self.advance();
                return self.number(span, span.of(self.text));
            }
            Token::Reference(root) => {
                self.advance();
                return self.deeper(|parser| parser.reference(root, span), missing);
            }
            Token::Sign(b'(') => {
                self.advance();
                let inner = self.expression();
                let end = self.close(b')', span, "A parenthesis");
                return Expr { span: span.to(end), kind: ExprKind::Parentheses(Box::new(inner)) };
            }
            Token::Sign(b'[') => return self.list(),
            Token::Word => return self.word(),
            _ => return self.no_operand(token, span),
        };
        Expr { span, kind }
    }

    fn no_operand(&mut self, token: Token, span: Span) -> Expr {
        let found = excerpt(span.of(self.text));
        match token {
            Token::End => self.error(span, "Something is missing at the end: a value, a field or a function."),
            Token::Unknown => {
                self.advance();
                self.error(span, format!("'{found}' means nothing here. A text needs quotes around it."));
            }
            Token::Sign(b'{') => {
                self.advance();
                self.error(span, "A field begins with @event{, #{ or @action{.");
                self.skip_to(b'}');
            }
            _ => self.error(span, format!("A value, a field or a function is missing before '{found}'.")),
        }
        missing(span)
    }

    fn list(&mut self) -> Expr {
        let (_, open) = self.advance();
        let (items, end) = self.items(b']', open, "A list");
        Expr { span: open.to(end), kind: ExprKind::List(items) }
    }

    /// Expressions with commas between them, and the sign that closes them.
    fn items(&mut self, close: u8, open: Span, what: &str) -> (Vec<Expr>, Span) {
        let mut items = Vec::new();
        if let Some(end) = self.take(close) {
            return (items, end);
        }
        loop {
            items.push(self.expression());
            if self.take(b',').is_none() {
                return (items, self.close(close, open, what));
            }
        }
    }

    fn word(&mut self) -> Expr {
        let (_, span) = self.advance();
        let word = span.of(self.text);
        let call = self.peek() == Token::Sign(b'(');
        let constant = match word.to_ascii_lowercase().as_str() {
            "true" if !call => Some(ExprKind::Boolean(true)),
            "false" if !call => Some(ExprKind::Boolean(false)),
            "null" if !call => Some(ExprKind::Null),
            _ => None,
        };
        if let Some(kind) = constant {
            self.remark_case(span, &word.to_ascii_lowercase());
            return Expr { span, kind };
        }
        if let Some(variable) = Current::ALL.into_iter().find(|variable| variable.name() == word) {
            let (path, end) = if self.take(b'.').is_some() { self.path(span) } else { (Vec::new(), span) };
            let field = CurrentField { variable, variable_span: span, path };
            return Expr { span: span.to(end), kind: ExprKind::Current(Box::new(field)) };
        }
        match word {
            "date" if call => self.date(span),
            _ if word.eq_ignore_ascii_case("if") => {
                self.remark_case(span, "if");
                self.conditional(span)
            }
            _ if call => self.call(span),
            _ => self.stray_word(span),
        }
    }

    fn stray_word(&mut self, span: Span) -> Expr {
        let word = span.of(self.text);
        let lower = word.to_ascii_lowercase();
        if ["and", "or", "is", "has", "then", "else"].contains(&lower.as_str()) {
            self.error(span, format!("A value, a field or a function is missing before '{word}'."));
        } else if Function::named(word).is_some() {
            self.error(span, format!("'{word}' is a function: parentheses must follow it."));
        } else {
            let hint = "A text needs quotes around it, a field begins with @event{, #{ or @action{.";
            self.error(span, format!("'{}' means nothing here. {hint}", excerpt(word)));
        }
        Expr { span, kind: ExprKind::Missing }
    }

    fn call(&mut self, name_span: Span) -> Expr {
        let (_, open) = self.advance();
        let (arguments, end) = self.items(b')', open, "A function call");
        let name = name_span.of(self.text);
        let call = Call { name: name.into(), name_span, function: Function::named(name), arguments };
        Expr { span: name_span.to(end), kind: ExprKind::Call(Box::new(call)) }
    }

    fn date(&mut self, name: Span) -> Expr {
        let (_, open) = self.advance();
        let (token, text_span) = self.look();
        if !matches!(token, Token::Text(true)) {
            self.error(text_span, "date(…) holds a constant text such as \"2026-02-19\" or \"2026-02-19T08:00:00Z\".");
            self.skip_to(b')');
            return Expr { span: name.to(open), kind: ExprKind::Missing };
        }
        self.advance();
        let text = lexer::unquote(text_span.of(self.text));
        let end = self.close(b')', open, "A date");
        let value = crate::expression::functions::date_value(&text);
        if value.is_null() {
            self.error(
                text_span,
                "This is no date. Write \"2026-02-19\", \"2026-02-19T08:00:00\" or \"2026-02-19T08:00:00Z\".",
            );
        }
        let literal = DateLiteral { text: text.into(), text_span, value };
        Expr { span: name.to(end), kind: ExprKind::Date(Box::new(literal)) }
    }

    fn conditional(&mut self, start: Span) -> Expr {
        let condition = self.branch("if");
        if self.take_word("then").is_none() {
            self.expected("'then' must follow the condition: if (…) then (…) else (…).");
        }
        let yes = self.branch("then");
        if self.take_word("else").is_none() {
            self.expected("'else' must follow: if (…) then (…) else (…).");
        }
        let no = self.branch("else");
        let span = start.to(condition.span).to(yes.span).to(no.span);
        let span = Span::new(span.start, self.at.max(start.end).min(self.text.len()));
        Expr { span, kind: ExprKind::If(Box::new(If { condition, yes, no })) }
    }

    /// `( e )` after a word of the conditional.
    fn branch(&mut self, word: &str) -> Expr {
        let Some(open) = self.take(b'(') else {
            let span = self.expected(&format!("Parentheses must follow '{word}': if (…) then (…) else (…)."));
            return missing(span);
        };
        let inner = self.expression();
        self.close(b')', open, "A parenthesis");
        inner
    }
}
