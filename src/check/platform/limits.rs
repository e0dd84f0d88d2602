//! Which limits a rule reads, by their names in [`super::Numbers`]: what somebody who reads the catalogue by a program
//! compares with figures of their own. A test holds it against the rules.

use super::Numbers;
use crate::journey::Platform;

/// Each rule with its limits, by id.
const LIMITS: &[(&str, &[&str])] = &[
    ("aq-max-per-sandbox", &["max_qualifications"]),
    ("business-event-long-journey", &["business_journey_days"]),
    ("campaign-log-export-interval", &["log_export_hours"]),
    ("campaign-v7-min-build", &["campaign_build", "campaign_release"]),
    ("capping-drops-calls", &["throttle_per_second"]),
    ("capping-max-connections-range", &["max_connections"]),
    ("channel-cap-spacing", &["cap_spacing_hours"]),
    ("condition-profile-cap-small", &["small_profile_cap"]),
    ("content-recommended-size", &["recommended_message_bytes", "max_message_bytes"]),
    ("custom-action-method", &["action_methods"]),
    ("custom-action-min-tps", &["throttle_per_second"]),
    ("custom-action-slow-cap", &["slow_response_ms", "slow_calls_per_30_seconds"]),
    ("custom-auth-cache-buffer", &["token_margin_seconds"]),
    ("email-content-1mb", &["authored_message_bytes", "recommended_message_bytes"]),
    ("email-content-2mb", &["max_message_bytes"]),
    ("event-double-counting", &["event_rate_per_second"]),
    ("event-ingest-rate", &["event_rate_per_second"]),
    ("event-max-events-per-schema", &["max_events_per_schema"]),
    ("event-max-journeys-per-event", &["max_journeys_per_event"]),
    ("event-payload-64kb", &["max_event_bytes"]),
    ("event-timeout-range", &["max_timeout_days"]),
    ("fieldgroup-too-wide", &["wide_field_group"]),
    ("inbound-active-max", &["max_inbound"]),
    ("inbound-rate", &["inbound_requests_per_second"]),
    ("jfragment-max-active", &["max_active_fragments"]),
    ("jfragment-max-nodes", &["max_fragment_steps"]),
    ("journey-instance-size", &["max_instance_bytes", "max_lookup_bytes"]),
    ("journey-live-quota", &["active_journeys"]),
    ("journey-max-activities", &["max_activities"]),
    ("journey-near-max-activities", &["near_max_activities", "max_activities"]),
    ("journey-payload-near-limit", &["max_journey_bytes", "near_journey_percent"]),
    ("journey-payload-too-large", &["max_journey_bytes"]),
    ("journey-timeout-long-high-volume", &["high_volume_per_second", "long_call_timeout_seconds"]),
    ("journey-timeout-range", &["call_timeout_seconds"]),
    ("lookup-max-fields", &["max_lookup_fields"]),
    ("lookup-max-keys", &["max_lookup_keys"]),
    ("lookup-max-per-journey", &["max_lookups"]),
    ("multi-action-max", &["max_multi_messages"]),
    ("path-waits-exceed-global-timeout", &["journey_days", "max_wait_days"]),
    ("pause-org-profiles", &["max_held_profiles"]),
    ("priority-score-range", &["priority"]),
    ("quiet-hours-periods", &["max_quiet_windows"]),
    ("reaction-timeout-range", &["min_reaction_seconds", "max_timeout_days"]),
    ("read-audience-batch-freshness", &["batch_evaluation_hours"]),
    ("read-audience-concurrency", &["max_readings_at_once"]),
    ("read-audience-custom-action-rate", &["reading_rate"]),
    ("read-audience-rate-range", &["reading_rate"]),
    ("read-audience-rate-supplemental", &["supplemental_reading_rate", "reading_rate"]),
    ("read-audience-sandbox-rate", &["sandbox_reading_rate"]),
    ("read-audience-trigger-after-eval", &["after_evaluation_hours"]),
    ("reentrance-wait-range", &["min_reentrance_minutes", "max_reentrance_days"]),
    ("ruleset-activation-delay", &["rule_set_minutes"]),
    ("ruleset-max-active", &["max_active_rule_sets"]),
    ("sto-window", &["send_time_hours"]),
    ("throttling-queue-overflow", &["throttle_queue_hours"]),
    ("throttling-throughput-range", &["throttle_per_second"]),
    ("update-profile-grouping", &["max_updated_fields"]),
    ("update-profile-max-fields", &["max_updated_fields"]),
    ("wait-after-push-before-inapp", &["push_to_inapp_minutes"]),
    ("wait-auto-inbound", &["inbound_days"]),
    ("wait-fixed-date", &["resume_per_second"]),
    ("wait-max-duration", &["max_wait_days"]),
    ("wait-sto-range", &["send_time_hours"]),
    ("wait-used-to-block-reentry", &["min_reentrance_minutes", "max_reentrance_days"]),
    ("waves-count", &["waves"]),
    ("waves-interval", &["wave_interval_minutes"]),
    ("waymark-language-count", &["max_languages"]),
    ("waymark-lookup-many", &["recommended_lookups", "max_lookups"]),
    ("waymark-message-priority", &["priority"]),
    ("waymark-rapid-delivery-audience", &["rapid_delivery_people"]),
    ("waymark-throttle-queue", &["throttle_queue_hours"]),
    ("waymark-treatment-count", &["code_treatments"]),
];

/// The names of the limits that the rule of this id reads.
pub fn limits(id: &str) -> &'static [&'static str] {
    LIMITS.iter().find(|(known, _)| *known == id).map_or(&[], |(_, names)| names)
}

impl Numbers {
    /// The limit of this name on a platform, as JSON; a pair is the least and the most.
    pub fn named(platform: Platform, name: &str) -> Option<serde_json::Value> {
        let all = serde_json::to_value(super::numbers(platform)).ok()?;
        all.get(name).cloned()
    }
}
