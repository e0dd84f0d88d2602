//! Words with fields in them, as people write them and as the language has them: `Hi {{ x }}` and `"Hi " + x`.
//!
//! What is sent to another system is an expression; people write it as a message. Only what comes back from the text
//! as it was is shown as text.

use super::parse::lexer::quote;
use super::parse::parse;
use super::print::print;
use super::problem::Span;
use super::template::{self, Part, Slot};
use super::tree::{Expr, ExprKind, FieldReference, If, Operator, Test};

/// The text that says what the expression says; `None` where a text cannot say it without loss.
pub fn read(expression: &str) -> Option<String> {
    if expression.trim().is_empty() {
        return Some(String::new());
    }
    let parsed = parse(expression);
    if !parsed.remarks.is_empty() {
        return None;
    }
    let tree = parsed.sound()?;
    let mut text = String::new();
    for operand in operands(tree)? {
        show(&mut text, operand);
    }
    (write(&text) == sum(tree)).then_some(text)
}

/// The expression that says what the text says. A slot that holds no expression stays words, so that nothing that is
/// half typed is lost.
pub fn write(text: &str) -> String {
    let template = template::parse(text);
    let broken = |slot: &Slot| {
        template.errors.iter().any(|error| slot.span.start <= error.span.start && error.span.end <= slot.span.end)
    };
    let mut pieces: Vec<Piece> = Vec::new();
    for part in &template.parts {
        let piece = match part {
            Part::Text(span) => Piece::Words(span.of(text).to_owned()),
            Part::Slot(slot) if broken(slot) => Piece::Words(slot.span.of(text).to_owned()),
            Part::Slot(slot) => filled(slot).unwrap_or_else(|| Piece::Words(slot.span.of(text).to_owned())),
        };
        match (pieces.last_mut(), piece) {
            (Some(Piece::Words(before)), Piece::Words(words)) => before.push_str(&words),
            (_, piece) => pieces.push(piece),
        }
    }
    match pieces.as_slice() {
        [Piece::Words(words)] if words.is_empty() => return String::new(),
        [Piece::Field { alone: Some(alone), .. }] => return alone.clone(),
        _ => {}
    }
    // Two numbers side by side would be added up: a text before them makes the sum a text.
    let is_text = pieces.iter().take(2).any(|piece| matches!(piece, Piece::Words(_)));
    let begin = (!pieces.is_empty() && !is_text).then(|| quote(""));
    let operands = pieces.into_iter().map(|piece| match piece {
        Piece::Words(words) => quote(&words),
        Piece::Field { joined, .. } => joined,
    });
    begin.into_iter().chain(operands).collect::<Vec<_>>().join(" + ")
}

/// A part of a text, as an operand of the sum.
enum Piece {
    /// Said as it stands.
    Words(String),
    /// Filled in: as it stands in a sum, and as it stands where there is nothing else.
    Field { joined: String, alone: Option<String> },
}

fn filled(slot: &Slot) -> Option<Piece> {
    let tree = slot.parsed.sound()?.bare();
    let (tree, alone) = match (&tree.kind, &slot.default) {
        (ExprKind::Text(words), _) => return Some(Piece::Words(words.to_string())),
        (ExprKind::Field(reference), Some(default)) if reference.default.is_none() => {
            let default = Some(Expr { span: Span::default(), kind: ExprKind::Text(default.as_str().into()) });
            let reference = FieldReference { default, ..(**reference).clone() };
            (Expr { kind: ExprKind::Field(Box::new(reference)), ..tree.clone() }, true)
        }
        (_, Some(default)) => (or_words(tree, default)?, true),
        // A field or a function alone is what it is; of anything else a text is made.
        (kind, None) => (tree.clone(), matches!(kind, ExprKind::Field(_) | ExprKind::Call(_))),
    };
    let text = print(&tree);
    let joined = if stands_alone(&tree) { text.clone() } else { format!("({text})") };
    Some(Piece::Field { joined, alone: alone.then_some(text) })
}

/// `if (x is null) then ("words") else (x)`.
fn or_words(tree: &Expr, default: &str) -> Option<Expr> {
    let text = print(tree);
    let asked = if stands_alone(tree) { text.clone() } else { format!("({text})") };
    let conditional = format!("if ({asked} is null) then ({}) else ({text})", quote(default));
    parse(&conditional).sound().cloned()
}

/// Whether an operand needs no parentheses beside an operator. (A function does: so the platform asks.)
fn stands_alone(expr: &Expr) -> bool {
    !matches!(
        expr.kind,
        ExprKind::Call(_) | ExprKind::Prefix(..) | ExprKind::Test(..) | ExprKind::Chain(_) | ExprKind::If(_)
    )
}

/// What stands side by side in a text, from left to right; `None` for a chain that joins nothing.
fn operands(tree: &Expr) -> Option<Vec<&Expr>> {
    match &tree.kind {
        ExprKind::Chain(chain) => {
            let adds = chain.rest.iter().all(|link| link.operator == Operator::Add);
            adds.then(|| std::iter::once(&chain.first).chain(chain.rest.iter().map(|link| &link.operand)).collect())
        }
        _ => Some(concatenated(tree).map_or_else(|| vec![tree], |texts| texts.iter().collect())),
    }
}

/// What a `concat(a, b)` joins. (With one argument it joins the texts of a list.)
fn concatenated(tree: &Expr) -> Option<&[Expr]> {
    match &tree.kind {
        ExprKind::Call(call) if &*call.name == "concat" && call.arguments.len() > 1 => Some(&call.arguments),
        _ => None,
    }
}

/// As [`write`] says it: a `concat` is the sum of its texts.
fn sum(tree: &Expr) -> String {
    let Some(texts) = concatenated(tree) else { return print(tree) };
    let is_text = texts.iter().take(2).any(|text| matches!(text.kind, ExprKind::Text(_)));
    let begin = (!is_text).then(|| quote(""));
    let operands = texts.iter().map(|text| if stands_alone(text) { print(text) } else { format!("({})", print(text)) });
    begin.into_iter().chain(operands).collect::<Vec<_>>().join(" + ")
}

fn show(text: &mut String, operand: &Expr) {
    let operand = operand.bare();
    let (shown, default) = match &operand.kind {
        ExprKind::Text(words) => return text.push_str(words),
        ExprKind::Field(reference) => match reference.default.as_ref().map(|default| &default.kind) {
            Some(ExprKind::Text(default)) => {
                let reference = FieldReference { default: None, ..(**reference).clone() };
                let field = Expr { kind: ExprKind::Field(Box::new(reference)), ..operand.clone() };
                (print(&field), Some(&**default))
            }
            _ => (print(operand), None),
        },
        ExprKind::If(conditional) => match words_or(conditional) {
            Some((filled, default)) => (print(filled), Some(default)),
            None => (print(operand), None),
        },
        _ => (print(operand), None),
    };
    let default = default.map(|default| format!(" | default: {}", quote(default))).unwrap_or_default();
    text.push_str(&format!("{{{{ {shown}{default} }}}}"));
}

/// What is filled in, and the words in its place, where the conditional is one of [`or_words`].
fn words_or(conditional: &If) -> Option<(&Expr, &str)> {
    let ExprKind::Test(asked, Test::IsNull) = &conditional.condition.kind else { return None };
    let ExprKind::Text(default) = &conditional.yes.kind else { return None };
    (print(asked.bare()) == print(&conditional.no)).then_some((&conditional.no, default))
}

/// The beginnings of a field that stands in words.
const MARKS: [&str; 4] = ["{{", "@event{", "#{", "@action{"];

/// Whether these words look as if a field should be filled in.
pub fn has_marks(words: &str) -> bool {
    MARKS.iter().any(|mark| words.contains(mark))
}

/// What was meant by words in quotes that hold fields: the fields out of the quotes, joined with the rest. `None` where
/// nothing in them can be read as a field.
pub fn joined(words: &str) -> Option<String> {
    let mut text = String::new();
    let mut rest = words;
    while let Some((at, mark)) = MARKS.iter().filter_map(|mark| Some((rest.find(mark)?, *mark))).min() {
        let (before, after) = rest.split_at(at);
        text.push_str(before);
        // Braces that are there already hold their field; any other gets them.
        let end = if mark == "{{" { after.find("}}").map(|end| end + 2) } else { field_end(after) };
        let (piece, left) = after.split_at(end.unwrap_or(mark.len()));
        match end {
            Some(_) if mark != "{{" => text.push_str(&format!("{{{{ {piece} }}}}")),
            _ => text.push_str(piece),
        }
        rest = left;
    }
    text.push_str(rest);
    let expression = write(&text);
    (expression != quote(words)).then_some(expression)
}

/// Where the field ends with which the text begins.
fn field_end(text: &str) -> Option<usize> {
    let ends = text.match_indices('}').map(|(at, _)| at + 1);
    ends.take(20).find(|end| {
        let parsed = text.get(..*end).map(parse);
        parsed.and_then(|parsed| parsed.sound().map(|tree| matches!(tree.kind, ExprKind::Field(_)))).unwrap_or_default()
    })
}
