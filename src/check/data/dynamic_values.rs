//! What a body varies stands in it.

use serde_json::Value;

use super::external::{all, place, weather, with_group};
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, Sketch, source};
use crate::journey::Method;

pub(super) const RULE: Rule = Rule {
    id: "datasource-dynamic-values-post",
    aliases: &[],
    family: Family::Data,
    severity: Severity::Error,
    summary: "Each parameter of a data source that is asked by POST stands in its body, as {\"param\": \"name\"}.",
    why: "Otherwise its value is asked for and never sent; the names are compared letter by letter.",
    sources: &[source::EXTERNAL_DATA_SOURCES],
    flagged: || posting("City").at_item(weather(), "field_groups.Forecast.parameters"),
    passing: || posting("city"),
    mending: Mending::None("Where in the body the value belongs is for the author to say."),
    check: Check::Workspace(check),
};

fn posting(name: &'static str) -> Sketch {
    with_group(move |group| {
        group.method = Method::Post;
        group.sent_payload = format!(r#"{{"place": {{"param": "{name}"}}}}"#);
    })
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for external in all(estate.inventory()) {
        for group in external.source.field_groups.iter().filter(|group| group.method == Method::Post) {
            // A body that is no JSON has a rule of its own.
            let Ok(body) = serde_json::from_str::<Value>(&group.sent_payload) else { continue };
            let mut sent = Vec::new();
            named(&body, &mut sent);
            for name in group.parameters.iter().filter(|name| !sent.contains(&name.as_str())) {
                let message = format!("The body of '{}' does not use its parameter '{name}'.", group.name);
                let field = format!("field_groups.{}.parameters", group.name);
                findings.report(place(external.source, &field), message);
            }
        }
    }
}

/// The names of the parameters in a body. The reader bounds how deep it is.
fn named<'a>(body: &'a Value, names: &mut Vec<&'a str>) {
    match body {
        Value::Object(fields) => {
            if let Some(Value::String(name)) = fields.get("param") {
                names.push(name);
            }
            fields.values().for_each(|value| named(value, names));
        }
        Value::Array(items) => items.iter().for_each(|item| named(item, names)),
        _ => {}
    }
}
