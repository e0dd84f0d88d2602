//! The one HTTP client: no proxy from the environment, no retries of its own, no decompression, addresses guarded.

use std::time::Duration;

use reqwest::redirect::{Attempt, Policy as Redirects};

use super::guard::Guard;
use super::{NoDispatch, Policy};
use crate::tls;

/// The client, and what it must ask before it calls.
#[derive(Clone)]
pub(super) struct Client {
    pub http: reqwest::Client,
    pub guard: Guard,
    pub reply_bytes: usize,
}

impl Client {
    pub(super) fn new(policy: &Policy) -> Result<Self, NoDispatch> {
        tls::use_ring();
        let guard = Guard::new(&policy.allowed);
        let mut certificates = Vec::new();
        for pem in &policy.trusted {
            let read = reqwest::Certificate::from_pem_bundle(pem.as_bytes());
            certificates.extend(read.map_err(|error| NoDispatch::Certificate(error.to_string()))?);
        }
        let redirects = policy.redirects;
        let builder =
            reqwest::Client::builder()
                .user_agent(concat!("Waymark/", env!("CARGO_PKG_VERSION")))
                .no_proxy()
                .referer(false)
                .redirect(Redirects::custom(move |attempt| {
                    if is_homely(&attempt, redirects) { attempt.follow() } else { attempt.stop() }
                }))
                .retry(reqwest::retry::never())
                .dns_resolver(guard.clone())
                .tcp_nodelay(true)
                .connect_timeout(Duration::from_secs(10))
                .pool_idle_timeout(Duration::from_secs(60))
                .tls_certs_merge(certificates);
        let http = builder.build().map_err(|error| NoDispatch::Client(error.to_string()))?;
        Ok(Self { http, guard, reply_bytes: policy.reply_bytes })
    }
}

/// Whether a redirect stays with scheme, host and port: anywhere else it would take secrets along.
fn is_homely(attempt: &Attempt<'_>, at_most: usize) -> bool {
    let place =
        |url: &reqwest::Url| (url.scheme().to_owned(), url.host_str().map(str::to_owned), url.port_or_known_default());
    let from = attempt.previous().last();
    attempt.previous().len() <= at_most && from.is_some_and(|from| place(from) == place(attempt.url()))
}
