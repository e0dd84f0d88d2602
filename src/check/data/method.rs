//! Data sources are asked by GET or POST.

use super::external::{all, place, regrouped, weather, with_group};
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::journey::Method;

pub(super) const RULE: Rule = Rule {
    id: "datasource-method",
    aliases: &[],
    family: Family::Data,
    severity: Severity::Error,
    summary: "An external data source is asked by GET or POST.",
    why: "The platform knows no other method for reading.",
    sources: &[source::EXTERNAL_DATA_SOURCES],
    flagged: || with_group(|group| group.method = Method::Put).at_item(weather(), "field_groups.Forecast.method"),
    passing: || with_group(|group| group.method = Method::Get),
    mending: Mending::Offers("Asks by GET, or by POST where a body is sent."),
    check: Check::Workspace(check),
};

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for external in all(estate.inventory()) {
        for group in &external.source.field_groups {
            if matches!(group.method, Method::Get | Method::Post) {
                continue;
            }
            let method = if group.sent_payload.is_empty() { Method::Get } else { Method::Post };
            let message = format!("'{}' is asked by {}; use GET or POST.", group.name, group.method.name());
            findings.report(place(external.source, &format!("field_groups.{}.method", group.name)), message).suggested(
                format!("Use {}", method.name()),
                regrouped(external.source, &group.name, |group| group.method = method),
            );
        }
    }
}
