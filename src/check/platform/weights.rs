//! Where a platform weighs a rule otherwise than the rule itself says. What is not listed is as the rule says.

use super::Weight::{self, Error, Info, Off, Warning};

/// Rows: rule, weight.
pub(super) type Weights = &'static [(&'static str, Weight)];

/// Adobe Journey Optimizer: the rules' own weights are those of its documentation.
pub(super) const AJO: Weights = &[
    // Only the blueprints say so; the product can do more today.
    ("waymark-throttling-unsupported", Off),
    ("waymark-business-event-unsupported", Off),
    ("seed-bearer-token", Off),
    ("decision-in-custom-action", Off),
    ("seed-campaign-and-ajo-both", Off),
    ("seed-email-subdomain", Off),
    // The platform sends by itself.
    ("waymark-channel-provider", Off),
    ("waymark-provider-medium", Off),
    // Only the blueprints insist on it; it is a good question everywhere.
    ("custom-action-capacity-unknown", Info),
    // Told only by the blueprints, or by older text: today it is otherwise, or an add-on's.
    ("seed-sandbox-no-packaging", Off),
    ("waymark-wait-minimum-read", Off),
    ("email-attachments", Warning),
];

/// The blueprints: what they forbid is an error, what they advise a warning.
pub(super) const BLUEPRINT: Weights = &[
    ("custom-action-static-ip", Error),
    ("campaign-hosting", Error),
    // The platform sends by itself.
    ("waymark-channel-provider", Off),
    ("waymark-provider-medium", Off),
    ("campaign-decisioning", Error),
    ("seed-email-subdomain", Error),
    // Here a throttle is an error in itself.
    ("throttling-one-per-org", Off),
    ("throttling-prod-only", Off),
    ("throttling-and-capping-same-endpoint", Off),
    ("throttling-queue-overflow", Off),
    ("waymark-throttle-queue", Off),
];

/// Waymark's own server. Limits that another vendor's product sets for its own sake are off; what would surprise
/// people in a journey stays.
pub(super) const WAYMARK: Weights = &[
    // The server appends to streams itself.
    ("waymark-stream", Off),
    // Forms and XML are written here too.
    ("waymark-form-body", Off),
    // Size: the server reads any journey that the file reader accepts.
    ("journey-max-activities", Off),
    ("journey-near-max-activities", Off),
    ("journey-payload-too-large", Off),
    ("journey-payload-near-limit", Off),
    // A person may have several identities here; the server resolves them all.
    ("journey-single-namespace", Warning),
    // Calls may take as long as the author likes; half a minute is still good advice.
    ("journey-timeout-range", Warning),
    // The memory of entries lasts as long as the author's wait.
    ("reentrance-wait-range", Off),
    // A timer may be set for any time. Whoever is inside still leaves after 91 days:
    // path-waits-exceed-global-timeout says so of any wait.
    ("wait-max-duration", Off),
    // The machine can watch any earlier message of the journey, for as long as the author likes.
    ("reaction-not-after-channel", Off),
    ("reaction-timeout-range", Off),
    // Any expression may choose the language, of as many as the author writes.
    ("waymark-language-attribute", Off),
    ("waymark-language-count", Off),
    // Any message says what its rules say, letters too; nothing is scaled or shared out anew by itself.
    ("waymark-content-letter", Off),
    ("waymark-treatment-count", Off),
    ("waymark-treatment-name", Off),
    // There is no second way of sending push notifications.
    ("waymark-rapid-delivery-personalized", Off),
    ("waymark-rapid-delivery-audience", Off),
    // Profile writes go straight to the profile store.
    ("profile-creation-race", Off),
    ("update-profile-max-fields", Off),
    ("update-profile-enum", Off),
    // Nothing is lost when everybody of a day arrives at once: the server queues.
    ("aq-batch-audience", Info),
    // Limits of the other platform's services and products.
    ("read-audience-rate-range", Warning),
    // Lookups cost the server little, and its datasets need no switch.
    ("lookup-max-per-journey", Off),
    ("waymark-lookup-many", Off),
    ("lookup-max-fields", Off),
    ("lookup-dataset-not-enabled", Off),
    // The server counts its waves as the author likes.
    ("waves-count", Off),
    ("waves-interval", Off),
    // Any message can wait for its hour here, as long as the author likes.
    ("sto-channel", Off),
    ("sto-window", Off),
    ("wait-sto-range", Off),
    ("inbound-active-max", Off),
    ("multi-action-max", Off),
    ("inapp-healthcare", Off),
    ("inapp-personalization", Off),
    ("reaction-inapp", Off),
    ("event-timeout-range", Off),
    ("event-source-not-streamed", Off),
    ("event-system-generated-needs-eventid", Off),
    ("business-event-schema", Off),
    ("aq-composition-audience", Off),
    ("read-audience-trigger-after-eval", Off),
    ("custom-action-url-ip", Off),
    ("custom-action-url-port", Off),
    ("custom-action-url-adobe-internal", Off),
    ("custom-action-static-ip", Off),
    ("custom-action-min-tps", Off),
    ("throttling-throughput-range", Off),
    ("waymark-throttling-unsupported", Off),
    ("waymark-business-event-unsupported", Off),
    ("throttling-one-per-org", Off),
    ("throttling-prod-only", Off),
    ("custom-action-slow-cap", Off),
    ("custom-action-default-cap", Off),
    ("custom-action-capacity-unknown", Info),
    ("capping-max-connections-range", Off),
    ("throttling-and-capping-same-endpoint", Off),
    ("capping-not-deployed", Off),
    ("datasource-rate-15", Off),
    ("datasource-auth-endpoint-allowlist", Off),
    ("datasource-prefer-custom-action", Off),
    ("datasource-url", Warning),
    ("aep-fieldgroup-schema-class", Off),
    ("ruleset-max-active", Off),
    ("jfragment-max-nodes", Off),
    // Every version brings what it reaches along.
    ("event-locked-when-used", Off),
    ("custom-action-locked-when-used", Off),
    ("fieldgroup-locked-when-used", Off),
    ("version-event-start-fixed", Off),
    ("version-aq-start-fixed", Off),
    ("version-aq-audience-fixed", Off),
    ("version-reentrance-fixed", Off),
    ("version-read-audience-start-fixed", Off),
    ("version-incremental-read-forbidden", Off),
    // Somebody kept a version meanwhile: no reason to stop, and good to know.
    ("version-from-latest-only", Warning),
    ("jfragment-jump", Off),
    ("jfragment-max-active", Off),
    ("quiet-hours-periods", Off),
    ("channel-cap-period", Off),
    ("exit-profile-attribute-single", Off),
    ("exit-profile-attribute-paused-only", Off),
    ("seed-bearer-token", Off),
    ("seed-email-subdomain", Off),
    ("seed-campaign-and-ajo-both", Off),
    ("decision-in-custom-action", Off),
    ("select-one-action", Off),
    ("select-no-condition", Off),
    ("select-no-wait", Off),
    ("select-error-path-to-end", Off),
    ("expr-multiply-mixed", Warning),
    ("expr-plus-parentheses", Warning),
    ("expr-multiline-hidden-chars", Off),
    ("expr-inaudience-max", Off),
    // One person, one identity graph: no need to separate these.
    ("jump-with-aq-or-read", Off),
    // A profile update writes into the profile here, and a rule set counts from the moment at which it is there.
    ("update-profile-dataset", Off),
    ("update-profile-shared-dataset", Off),
    ("ruleset-activation-delay", Off),
    // Quotas of another vendor's sandboxes.
    ("journey-live-quota", Off),
    ("inbound-rate", Off),
    ("pause-org-profiles", Off),
    // Nothing of the kind is evaluated here, whatever the journey begins with.
    ("waymark-expr-experience-event-unitary", Error),
    ("waymark-cap-of-one", Off),
    // Facts that are told of another vendor's product only.
    ("aep-datasource-undeletable", Off),
    ("aq-edge-hub-delay", Off),
    ("business-event-export-delay", Off),
    ("business-event-reuse-window", Off),
    ("condition-activity-legacy", Off),
    ("condition-cross-device", Off),
    ("custom-action-alert-errors", Off),
    ("custom-action-builtin-undeletable", Off),
    ("datasource-param-source", Off),
    ("decision-consent-delay", Off),
    ("exit-audience-delay", Off),
    ("fieldgroup-cache", Off),
    ("quiet-hours-propagation", Off),
    ("read-audience-zero-alert", Off),
    ("seed-sandbox-no-packaging", Off),
    ("targeting-limited-availability", Off),
    ("waymark-can-deploy-method", Off),
    ("waymark-wait-minimum-read", Off),
];
