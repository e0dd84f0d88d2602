//! A field inside of quotes is no field.

use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::expression::{ExprKind, Fix, wording};

pub(super) const RULE: Rule = Rule {
    id: "waymark-field-in-quotes",
    aliases: &[],
    family: Family::Expression,
    severity: Severity::Warning,
    summary: "A field inside of quotes is not filled in: the text is sent as it stands.",
    why: "Everything between quotes is words. People would read the name of the field instead of what it holds.",
    sources: &[source::EXPRESSION_EDITOR, source::WAYMARK],
    flagged: || {
        super::condition("\"Order @event{OrderPlaced.orderId}\" == \"Order 7\"")
            .at_step("condition-2", "paths.path-1.expression")
    },
    passing: || super::condition("\"Order \" + @event{OrderPlaced.orderId} == \"Order 7\""),
    mending: Mending::Offers("Takes the field out of the quotes and joins it with the words."),
    check: Check::Journey(check),
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let has_quotes = |text: &str| text.bytes().any(|byte| matches!(byte, b'"' | b'\''));
    let suspicious = |text: &str| has_quotes(text) && wording::has_marks(text);
    for formula in survey.formulas.iter().filter(|formula| suspicious(formula.text)) {
        let Some(tree) = formula.parsed.sound() else { continue };
        let mut found = None;
        tree.visit(&mut |part| {
            if let ExprKind::Text(words) = &part.kind
                && wording::has_marks(words)
                && found.is_none()
            {
                found = Some((part.span, words.to_string()));
            }
        });
        let Some((span, words)) = found else { continue };
        let message = format!(
            "{} is sent as it stands: a field inside of quotes is not filled in. Take it out and join it with '+'.",
            super::short(span.of(formula.text))
        );
        let place = survey.place_of(formula);
        let message = match formula.step {
            Some(step) => format!("{}: {message}", survey.title(&survey.flow.steps[step])),
            None => message,
        };
        let finding = findings.report(place, message);
        let Some(joined) = wording::joined(&words) else { continue };
        let text = if span == tree.span { joined } else { format!("({joined})") };
        let text = Fix { span, text, safe: false }.apply(formula.text);
        let edits = survey.rewrite(formula, &text);
        finding.suggested("Take it out of the quotes", edits);
    }
}
