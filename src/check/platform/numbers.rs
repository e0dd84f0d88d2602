//! The limits that rules read, one table per platform. Units stand in the names.

use crate::journey::Method;

/// The limits of one platform.
#[derive(Clone, Copy, Debug, PartialEq)]
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
    /// Methods that a custom action may use (Guardrails and limitations).
    pub action_methods: &'static [Method],
    /// A journey that business events start again and again is long beyond this, in days; our threshold.
    pub business_journey_days: i64,
    /// Slowest and fastest reading of an audience, in profiles a second (Guardrails and limitations).
    pub reading_rate: (i64, i64),
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
    action_methods: &[Method::Get, Method::Post, Method::Put],
    business_journey_days: 7,
    reading_rate: (500, 20_000),
    event_rate_per_second: 5_000,
    after_evaluation_hours: 6,
    batch_evaluation_hours: 24,
    default_calls_per_second: 5_000,
    throttle_per_second: (200, 5_000),
    max_connections: 400,
    token_margin_seconds: 60,
    campaign_build: 9_125,
    campaign_release: (21, 1),
    log_export_hours: 4,
};

/// The stricter text of the architecture blueprints.
pub(super) const BLUEPRINT: Numbers = Numbers { action_methods: &[Method::Post, Method::Put], ..AJO };

/// Waymark's own server.
pub(super) const WAYMARK: Numbers = Numbers { action_methods: &Method::ALL, reading_rate: (1, 20_000), ..AJO };
