//! Findings as SARIF 2.1.0 (OASIS, "Static Analysis Results Interchange Format"), which code hosts show beside a
//! change.

use serde_json::{Value, json};

use super::excerpt::Excerpt;
use super::page::{Row, Written};
use crate::check::rule;

/// One log with one run; `whole` says whether everything that was named could be read.
pub(super) fn write(findings: &[Row], suppressed: &[Row], whole: bool) -> String {
    let mut broken: Vec<&'static str> = findings.iter().chain(suppressed).map(|row| row.rule).collect();
    broken.sort_unstable();
    broken.dedup();
    let rules: Vec<Value> = broken.into_iter().filter_map(descriptor).collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {"name": "Waymark", "semanticVersion": env!("CARGO_PKG_VERSION"), "rules": rules}},
            "invocations": [{"executionSuccessful": whole}],
            "results": findings.iter().chain(suppressed).map(result).collect::<Vec<_>>(),
        }],
    });
    // Plain texts and numbers are always JSON.
    serde_json::to_string_pretty(&log).unwrap_or_default() + "\n"
}

fn descriptor(id: &'static str) -> Option<Value> {
    let rule = rule(id)?;
    Some(json!({
        "id": id,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.why},
        "defaultConfiguration": {"level": level(rule.severity.word())},
    }))
}

fn result(row: &Row) -> Value {
    let mut result = json!({
        "ruleId": row.rule,
        "level": level(row.severity),
        "message": {"text": row.message},
        // Said of each result, since it may be said of one.
        "suppressions": row.reason.iter().map(|reason| json!({
            "kind": "inSource",
            "status": "accepted",
            "justification": reason,
        })).collect::<Vec<_>>(),
    });
    if let Some(Written { file, line, excerpt }) = &row.at {
        let line = excerpt.as_ref().map_or(*line, Excerpt::line);
        // An address has no blanks and no backslashes.
        let uri = file.replace('\\', "/").replace('%', "%25").replace(' ', "%20");
        result["locations"] = json!([{
            "physicalLocation": {"artifactLocation": {"uri": uri}, "region": {"startLine": line}},
        }]);
    } else if let Some(journey) = &row.journey {
        result["locations"] = json!([{"logicalLocations": [{"name": journey, "kind": "module"}]}]);
    }
    result
}

/// The word of SARIF.
fn level(severity: &str) -> &'static str {
    match severity {
        "error" => "error",
        "warning" => "warning",
        _ => "note",
    }
}
