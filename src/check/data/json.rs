//! Replies of data sources are JSON, and GET sends no body.

use super::external::{all, place, regrouped, weather, with_group};
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::journey::Method;

pub(super) const RULE: Rule = Rule {
    id: "datasource-json",
    aliases: &[],
    family: Family::Data,
    severity: Severity::Error,
    summary: "The sample reply of an external data source is JSON, and only POST sends a body, which is JSON too.",
    why: "The platform reads JSON only, and takes the fields from the sample.",
    sources: &[source::EXTERNAL_DATA_SOURCES, source::GUARDRAILS],
    flagged: || {
        with_group(|group| group.response = "<rain/>".to_owned()).at_item(weather(), "field_groups.Forecast.response")
    },
    passing: || with_group(|group| group.response = r#"{"summary": "rain"}"#.to_owned()),
    mending: Mending::None("Only the author has a real reply to paste; a body that GET would send can be taken away."),
    check: Check::Workspace(check),
};

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for external in all(estate.inventory()) {
        for group in &external.source.field_groups {
            let at = |field: &str| place(external.source, &format!("field_groups.{}.{field}", group.name));
            if let Some(fault) = fault(&group.response) {
                let message = format!("The sample reply of '{}' is not JSON: {fault}.", group.name);
                findings.report(at("response"), message);
            }
            if group.method == Method::Get && !group.sent_payload.is_empty() {
                let message = format!("'{}' is asked by GET, which sends no body.", group.name);
                findings.report(at("sent_payload"), message).suggested(
                    "Take the body away",
                    regrouped(external.source, &group.name, |group| group.sent_payload.clear()),
                );
            } else if let Some(fault) = fault(&group.sent_payload) {
                findings.report(at("sent_payload"), format!("The body of '{}' is not JSON: {fault}.", group.name));
            }
        }
    }
}

/// Where a text that is not empty stops being JSON.
fn fault(text: &str) -> Option<String> {
    if text.is_empty() {
        return None;
    }
    let error = serde_json::from_str::<serde::de::IgnoredAny>(text).err()?;
    Some(format!("line {}, column {}", error.line(), error.column()))
}
