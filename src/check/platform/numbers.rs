//! The limits that rules read, one table per platform. Units stand in the names.

use serde::Serialize;

use crate::journey::{
    DATA_SOURCE_CAP, DatasetLookup, HOST_CAP, Method, QUEUE_HOURS, SANDBOX_READING_RATE, SLOW_HOST_CAP,
    SLOW_RESPONSE_MS,
};

/// The limits of one platform.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Numbers {
    /// Activities in a journey (Guardrails and limitations).
    pub max_activities: usize,
    /// From here on saving and publishing may become slow; our threshold.
    pub near_max_activities: usize,
    /// Largest journey in bytes where the organization says nothing (Guardrails and limitations).
    pub max_journey_bytes: usize,
    /// Share of it, in percent, from which the platform warns.
    pub near_journey_percent: usize,
    /// Shortest and longest time for a call with all its retries, in seconds (Journey properties).
    pub call_timeout_seconds: (i64, i64),
    /// A call timeout from here on lets calls pile up …
    pub long_call_timeout_seconds: i64,
    /// … when so many people a second come (Integrate with external systems).
    pub high_volume_per_second: i64,
    /// Days after which everybody is taken out of a journey (Guardrails and limitations).
    pub journey_days: i64,
    /// Data that one person carries through a journey, in bytes (Guardrails and limitations).
    pub max_instance_bytes: usize,
    /// Largest event that starts a journey, in bytes (Guardrails and limitations).
    pub max_event_bytes: usize,
    /// Journey priority (Journey properties).
    pub priority: (i64, i64),
    /// Shortest wait before somebody may enter again, in minutes (Guardrails and limitations).
    pub min_reentrance_minutes: i64,
    /// Longest wait before somebody may enter again, in days (Journey properties).
    pub max_reentrance_days: i64,
    /// Longest wait, in days (Wait activity).
    pub max_wait_days: i64,
    /// People a second whom other systems must take when everybody resumes at once (Wait activity).
    pub resume_per_second: i64,
    /// Longest timeout of a listening step, in days (General events, Reaction events).
    pub max_timeout_days: i64,
    /// Shortest timeout of a reaction, in seconds (Reaction events).
    pub min_reaction_seconds: i64,
    /// A profile cap below this is imprecise (Conditions: the default cap).
    pub small_profile_cap: u64,
    /// Fields that one update writes (Update profile).
    pub max_updated_fields: usize,
    /// Dataset lookups of one journey (Dataset lookup activity).
    pub max_lookups: usize,
    /// Dataset lookups that are recommended (Dataset lookup activity).
    pub recommended_lookups: usize,
    /// Fields that one lookup fetches (Dataset lookup activity).
    pub max_lookup_fields: usize,
    /// Keys that one lookup takes (Dataset lookup activity).
    pub max_lookup_keys: usize,
    /// Largest answer of one lookup, in bytes (Dataset lookup activity).
    pub max_lookup_bytes: usize,
    /// Methods that a custom action may use (Guardrails and limitations).
    pub action_methods: &'static [Method],
    /// A journey that business events start again and again is long beyond this, in days; our threshold.
    pub business_journey_days: i64,
    /// Slowest and fastest reading of an audience, in profiles a second (Guardrails and limitations).
    pub reading_rate: (i64, i64),
    /// Fastest reading of an audience with a supplemental identifier, in profiles a second (Guardrails and
    /// limitations).
    pub supplemental_reading_rate: i64,
    /// Fewest and most waves of one reading (Send messages using waves).
    pub waves: (usize, usize),
    /// Minutes from the beginning of a wave to that of the next, at least (Send messages using waves).
    pub wave_interval_minutes: i64,
    /// Fewest and most hours within which send-time optimization picks one (Send-time optimization).
    pub send_time_hours: (i64, i64),
    /// Events a second that the organization takes (About events).
    pub event_rate_per_second: i64,
    /// Hours that a run may wait for its audience's evaluation (Read audience).
    pub after_evaluation_hours: i64,
    /// Hours between two evaluations of a batch audience (the blueprints, Read audience).
    pub batch_evaluation_hours: i64,
    /// Calls a second to one host where nothing is configured: 300,000 in a minute (Guardrails and limitations).
    pub default_calls_per_second: i64,
    /// Slowest and fastest throttle, in calls a second (Throttling API).
    pub throttle_per_second: (i64, i64),
    /// Connections that a cap may allow (Capping API).
    pub max_connections: i64,
    /// A token is fetched anew so many seconds before it ends (Integrate with external systems).
    pub token_margin_seconds: i64,
    /// Oldest build of Campaign v7 (Send a message with Adobe Campaign).
    pub campaign_build: u32,
    /// Campaign v7 must be newer than this release (the blueprints).
    pub campaign_release: (u32, u32),
    /// Hours between two exports of Campaign's logs (the blueprints).
    pub log_export_hours: i64,
    /// A system that takes longer to answer, in milliseconds, counts as slow (Guardrails and limitations) …
    pub slow_response_ms: i64,
    /// … and gets so many calls in 30 seconds (Guardrails and limitations).
    pub slow_calls_per_30_seconds: i64,
    /// Hours for which calls wait for a throttle (Throttling API).
    pub throttle_queue_hours: i64,
    /// Calls a second to an external data source (Integrate with external systems).
    pub data_source_calls_per_second: i64,
    /// A field group of so many fields is wide where a journey reads few of them; our threshold.
    pub wide_field_group: usize,
    /// Windows of quiet hours in one rule (Quiet hours).
    pub max_quiet_windows: usize,
    /// Local rule sets of one domain that are active at once (Rule sets).
    pub max_active_rule_sets: usize,
    /// Hours between two messages that a cap counts (Channel capping).
    pub cap_spacing_hours: i64,
    /// Largest message that is sent, in bytes after processing (Guardrails and limitations).
    pub max_message_bytes: usize,
    /// Largest message that is recommended, in bytes (Guardrails and limitations).
    pub recommended_message_bytes: usize,
    /// Largest message as it is written, in bytes: processing adds to it (Guardrails and limitations).
    pub authored_message_bytes: usize,
    /// Journeys that are live, closed, paused or in a dry run: in a production sandbox, in another (Guardrails and
    /// limitations).
    pub active_journeys: (usize, usize),
    /// Journeys that listen to one event (Guardrails and limitations).
    pub max_journeys_per_event: usize,
    /// Events of one schema to which journeys listen (Guardrails and limitations).
    pub max_events_per_schema: usize,
    /// Audience qualifications and audience exit criteria of a sandbox (Guardrails and limitations).
    pub max_qualifications: usize,
    /// Messages in apps and on pages of all live journeys (Guardrails and limitations).
    pub max_inbound: usize,
    /// How often apps and pages may ask for their content, a second (Guardrails and limitations).
    pub inbound_requests_per_second: i64,
    /// Minutes after which an activated rule set counts (Journey capping).
    pub rule_set_minutes: i64,
    /// People whom all paused journeys of an organization hold (Pause a journey).
    pub max_held_profiles: i64,
    /// Messages of one multi action (Journey channel actions).
    pub max_multi_messages: usize,
    /// Minutes after a push notification until an app knows its in-app message (Wait activity).
    pub push_to_inapp_minutes: i64,
    /// Days for which people find what waits in an app, where the author says nothing else (Wait activity).
    pub inbound_days: i64,
    /// Profiles a second that all readings of a sandbox have together (Guardrails and limitations).
    pub sandbox_reading_rate: i64,
    /// Languages of one message (Multilingual content).
    pub max_languages: usize,
    /// Contents of a code-based experience that are compared without trouble (Create a content experiment).
    pub code_treatments: usize,
    /// From so many people on rapid delivery is refused (Create a push notification).
    pub rapid_delivery_people: i64,
    /// Readings that run at once in an organization (Guardrails and limitations).
    pub max_readings_at_once: usize,
    /// Steps of a fragment (Journey fragments).
    pub max_fragment_steps: usize,
    /// Fragments of a sandbox that are active (Journey fragments).
    pub max_active_fragments: usize,
}

/// Adobe Journey Optimizer, by its present documentation.
pub(super) const AJO: Numbers = Numbers {
    max_activities: 50,
    near_max_activities: 45,
    max_journey_bytes: 2_000_000,
    near_journey_percent: 90,
    call_timeout_seconds: (1, 30),
    long_call_timeout_seconds: 5,
    high_volume_per_second: 1_000,
    journey_days: 91,
    max_instance_bytes: 1_000_000,
    max_event_bytes: 64 * 1024,
    priority: (0, 100),
    min_reentrance_minutes: 5,
    max_reentrance_days: 90,
    max_wait_days: 90,
    resume_per_second: 20_000,
    max_timeout_days: 90,
    min_reaction_seconds: 40,
    small_profile_cap: 1_000,
    max_updated_fields: 5,
    max_lookups: 10,
    recommended_lookups: 5,
    max_lookup_fields: 20,
    max_lookup_keys: DatasetLookup::MOST_KEYS,
    max_lookup_bytes: DatasetLookup::MOST_BYTES,
    action_methods: &[Method::Get, Method::Post, Method::Put],
    business_journey_days: 7,
    reading_rate: (500, 20_000),
    supplemental_reading_rate: 500,
    send_time_hours: (2, 100),
    waves: (2, 10),
    wave_interval_minutes: 30,
    event_rate_per_second: 5_000,
    after_evaluation_hours: 6,
    batch_evaluation_hours: 24,
    default_calls_per_second: HOST_CAP.max_calls * 1_000 / HOST_CAP.period_ms,
    throttle_per_second: (200, 5_000),
    max_connections: 400,
    token_margin_seconds: 60,
    campaign_build: 9_125,
    campaign_release: (21, 1),
    log_export_hours: 4,
    slow_response_ms: SLOW_RESPONSE_MS,
    slow_calls_per_30_seconds: SLOW_HOST_CAP.max_calls,
    throttle_queue_hours: QUEUE_HOURS,
    data_source_calls_per_second: DATA_SOURCE_CAP.max_calls,
    wide_field_group: 30,
    max_quiet_windows: 5,
    max_active_rule_sets: 10,
    cap_spacing_hours: 2,
    max_message_bytes: 2_000_000,
    recommended_message_bytes: 1_200_000,
    authored_message_bytes: 1_000_000,
    active_journeys: (200, 100),
    max_journeys_per_event: 25,
    max_events_per_schema: 100,
    max_qualifications: 300,
    max_inbound: 500,
    inbound_requests_per_second: 5_000,
    rule_set_minutes: 10,
    max_held_profiles: 10_000_000,
    max_multi_messages: 10,
    push_to_inapp_minutes: 5,
    inbound_days: 3,
    sandbox_reading_rate: SANDBOX_READING_RATE,
    max_languages: 50,
    code_treatments: 5,
    rapid_delivery_people: 30_000_000,
    max_readings_at_once: 5,
    max_fragment_steps: 20,
    max_active_fragments: 200,
};

/// The stricter text of the architecture blueprints.
pub(super) const BLUEPRINT: Numbers = Numbers { action_methods: &[Method::Post, Method::Put], ..AJO };

/// Waymark's own server.
pub(super) const WAYMARK: Numbers =
    Numbers { action_methods: &Method::ALL, reading_rate: (1, 20_000), supplemental_reading_rate: 20_000, ..AJO };
