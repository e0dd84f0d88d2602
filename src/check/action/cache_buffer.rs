//! Tokens are fetched anew before they end.

use super::sign_in;
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::journey::{Authentication, CacheDuration, CustomAuthentication, Duration, ItemRef, TokenCache};

pub(super) const RULE: Rule = Rule {
    id: "custom-auth-cache-buffer",
    aliases: &[],
    family: Family::Action,
    severity: Severity::Warning,
    summary: "A token is kept at least a minute shorter than it lives.",
    why: "A call that leaves with a token in its last seconds is refused.",
    sources: &[source::EXTERNAL_SYSTEMS, source::BLUEPRINT_THIRD_PARTY],
    flagged: || kept(60).at_item(ItemRef::Action("action-text".into()), "authentication.cache"),
    passing: || kept(58),
    mending: Mending::Offers("Keeps the token a minute shorter than it lives."),
    check: Check::Workspace(check),
};

fn kept(minutes: i64) -> crate::check::example::Sketch {
    let custom = CustomAuthentication {
        cache: TokenCache::For(CacheDuration::Minutes(minutes)),
        token_lifetime: Some(Duration::Hours(1)),
        ..super::auth_shape::token("json://access_token")
    };
    super::sign_in::with(Authentication::Custom(custom))
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for caller in sign_in::all(estate.inventory()) {
        let Authentication::Custom(custom) = caller.authentication else { continue };
        let Some(lifetime) = custom.token_lifetime.map(Duration::milliseconds) else { continue };
        let kept = match custom.cache {
            TokenCache::Default => CacheDuration::Hours(1),
            TokenCache::For(duration) => duration,
            TokenCache::InResponse(_) => continue,
        };
        let most = lifetime - estate.numbers.token_margin_seconds * 1_000;
        if kept.at_most() > most {
            let message = format!(
                "'{}' keeps its token {kept}, but the token lives {} seconds; keep a margin of a minute.",
                caller.name,
                lifetime / 1_000
            );
            let finding = findings.report(caller.place("authentication.cache"), message);
            if most >= 1_000 {
                let cache = TokenCache::For(CacheDuration::Seconds(most / 1_000));
                let mended = CustomAuthentication { cache, ..custom.clone() };
                let edits = caller.mended(Authentication::Custom(mended));
                finding.safe(format!("Keep it {} seconds", most / 1_000), edits);
            }
        }
    }
}
