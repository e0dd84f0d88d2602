//! Data sources are asked over a safe line.

use super::external::{all, at, place, weather};
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::edit::Edit;
use crate::journey::{DataSource, DataSourceKind, Item};

pub(super) const RULE: Rule = Rule {
    id: "waymark-datasource-url-http",
    aliases: &[],
    family: Family::Data,
    severity: Severity::Warning,
    summary: "An external data source is asked by https.",
    why: "By http everybody on the way can read what is asked and answered about a person.",
    sources: &[source::EXTERNAL_DATA_SOURCES, source::WAYMARK],
    flagged: || at("http://weather.example.com/v1").at_item(weather(), "url"),
    passing: || at("https://weather.example.com/v1"),
    mending: Mending::Offers("Asks the same address by https."),
    check: Check::Workspace(check),
};

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for external in all(estate.inventory()) {
        let Some(rest) = external.url.strip_prefix("http://") else { continue };
        let url = format!("https://{rest}");
        let kind = DataSourceKind::External { url, authentication: external.authentication.clone() };
        let mended = DataSource { kind, ..external.source.clone() };
        findings
            .report(place(external.source, "url"), format!("'{}' is asked by http; use https.", external.source.name))
            .suggested("Use https", vec![Edit::Put(Box::new(Item::DataSource(mended)))]);
    }
}
