//! The public pages that rules cite. Paths are those of the repository of Adobe's product documentation
//! (`AdobeDocs/journey-optimizer.en`); blueprints are cited by their title.

use std::fmt;

/// A public page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    /// Its title.
    pub title: &'static str,
    /// Its path in the documentation's repository; empty for a blueprint and for Waymark's own reasons.
    pub path: &'static str,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() { f.write_str(self.title) } else { write!(f, "{}, {}", self.title, self.path) }
    }
}

const fn page(title: &'static str, path: &'static str) -> Source {
    Source { title, path }
}

macro_rules! pages {
    ($($name:ident $title:literal $path:literal),* $(,)?) => {
        $(#[doc = $title] pub const $name: Source = page($title, $path);)*
    };
}

pages! {
    WAYMARK "Waymark" "",
    BLUEPRINT_CAMPAIGN_V7 "Journey Optimizer with Adobe Campaign v7 blueprint" "",
    BLUEPRINT_THIRD_PARTY "Journey Optimizer - 3rd-party Messaging blueprint" "",
    BLUEPRINT_CAMPAIGN_ORCHESTRATION "Journey Optimizer - Campaign orchestration blueprint" "",
    BLUEPRINT_TRIGGERED "Journey Optimizer - Triggered messaging and Adobe Experience Platform blueprint" "",
    BLUEPRINT_LATENCY "Adobe Experience Platform guardrails, diagram of latencies of edge and hub" "",
    BLUEPRINT_ACTIVATION "Adobe Experience Platform guardrails, diagram of audience activation" "",
    BLUEPRINT_JOURNEY_LATENCY "Adobe Experience Platform guardrails, diagram of Journey Optimizer" "",
    GUARDRAILS "Guardrails and limitations" "help/using/start/guardrails.md",
    JOURNEY_PROPERTIES "Journey properties" "help/using/building-journeys/journey-properties.md",
    DESIGNER "Design your journey" "help/using/building-journeys/using-the-journey-designer.md",
    ENTRY_MANAGEMENT "Profile entry management" "help/using/building-journeys/entry-management.md",
    SUPPLEMENTAL "Use supplemental identifiers in journeys" "help/using/building-journeys/supplemental-identifier.md",
    TROUBLESHOOTING "Troubleshoot your journey" "help/using/building-journeys/troubleshooting.md",
    TROUBLESHOOTING_EXECUTION "Troubleshoot journey execution" "help/using/building-journeys/troubleshooting-execution.md",
    ABOUT_ACTIVITIES "About journey activities" "help/using/building-journeys/about-journey-activities.md",
    END_JOURNEY "End a journey" "help/using/building-journeys/end-journey.md",
    TIME_ZONES "Time zone management" "help/using/building-journeys/timezone-management.md",
    PUBLISH "Publish a journey" "help/using/building-journeys/publish-journey.md",
    TEST_MODE "Test a journey" "help/using/building-journeys/testing-the-journey.md",
    DRY_RUN "Journey dry run" "help/using/building-journeys/journey-dry-run.md",
    TEST_PROFILES "Create test profiles" "help/using/audience/creating-test-profiles.md",
    SIMULATE "Simulate a journey" "help/using/building-journeys/simulate-journey.md",
    FRAGMENTS "Journey fragments" "help/using/building-journeys/journey-fragments.md",
    PAUSE "Pause a journey" "help/using/building-journeys/journey-pause.md",
    JOURNEY_LIST "Browse and manage journeys" "help/using/building-journeys/journey-ui.md",
    EMAIL_OPT_OUT "Email opt-out management" "help/using/email/email-opt-out.md",
    MOBILE_OPT_OUT "Opt-out management for mobile messages" "help/using/mobile/mobile-opt-out.md",
    OPTIMIZE "Optimize activity" "help/using/building-journeys/optimize.md",
    EXPERIMENT "Path experimentation" "help/using/building-journeys/path-experimentation.md",
    CONTENT_EXPERIMENT "Create a content experiment" "help/using/content-management/content-experiment.md",
    CONTENT_TARGETING "Use targeting" "help/using/content-management/optimization-targeting.md",
    TARGETING "Path targeting" "help/using/building-journeys/path-targeting.md",
    ALERTS "Alerts" "help/using/reports/alerts.md",
    EVENTS "About events" "help/using/event/about-events.md",
    UNITARY_EVENT "Configure a unitary event" "help/using/event/about-creating.md",
    BUSINESS_EVENT "Configure a business event" "help/using/event/about-creating-business.md",
    GENERAL_EVENTS "General events" "help/using/building-journeys/general-events.md",
    REACTION_EVENTS "Reaction events" "help/using/building-journeys/reaction-events.md",
    QUALIFICATION "Audience qualification events" "help/using/building-journeys/audience-qualification-events.md",
    READ_AUDIENCE "Read audience" "help/using/building-journeys/read-audience.md",
    SEND_TIME "Send-time optimization" "help/using/building-journeys/send-time-optimization.md",
    WAVES "Send messages using waves" "help/using/delivery/send-using-waves.md",
    WAIT "Wait activity" "help/using/building-journeys/wait-activity.md",
    CONDITIONS "Conditions" "help/using/building-journeys/conditions.md",
    JUMP "Jump from one journey to another" "help/using/building-journeys/jump.md",
    UPDATE_PROFILE "Update profile" "help/using/building-journeys/update-profiles.md",
    CHANNEL_ACTION "Journey channel actions" "help/using/building-journeys/journey-action.md",
    LANGUAGE_SETTINGS "Multilingual content with manual translation" "help/using/content-management/multilingual-manual.md",
    PUSH "Create a push notification" "help/using/push/create-push.md",
    CONTENT_DECISION "Content decision activity" "help/using/building-journeys/content-decision.md",
    DATASET_LOOKUP "Dataset lookup activity" "help/using/building-journeys/dataset-lookup.md",
    CUSTOM_ACTIONS "Use custom actions" "help/using/building-journeys/using-custom-actions.md",
    COLLECTIONS "Pass collections into custom actions" "help/using/building-journeys/collections.md",
    CAMPAIGN_USE_CASE "Send a message with Adobe Campaign" "help/using/building-journeys/ajo-ac.md",
    CAMPAIGN_STANDARD_USE "Use Adobe Campaign Standard actions" "help/using/building-journeys/using-adobe-campaign-standard.md",
    ACTION_CONFIGURATION "Configure a custom action" "help/using/action/about-custom-action-configuration.md",
    ACTION_RESPONSE "Use API call responses in custom actions" "help/using/action/action-response.md",
    CAMPAIGN_ACTION "Adobe Campaign v7/v8 action" "help/using/action/acc-action.md",
    CAMPAIGN_STANDARD_ACTION "Adobe Campaign Standard action" "help/using/action/acs-action.md",
    DATA_SOURCES "Configure data sources" "help/using/datasource/configure-data-sources.md",
    EXTERNAL_DATA_SOURCES "External data sources" "help/using/datasource/external-data-sources.md",
    PLATFORM_DATA_SOURCE "Adobe Experience Platform data source" "help/using/datasource/adobe-experience-platform-data-source.md",
    EXTERNAL_SYSTEMS "Integrate with external systems" "help/using/configuration/external-systems.md",
    CAPPING "Capping API" "help/using/configuration/capping.md",
    THROTTLING "Throttling API" "help/using/configuration/throttling.md",
    COPY_OBJECTS "Export objects to another sandbox" "help/using/configuration/copy-objects-to-sandbox.md",
    RULE_SETS "Rule sets" "help/using/conflict-prioritization/rule-sets.md",
    CHANNEL_CAPPING "Frequency capping by channel" "help/using/conflict-prioritization/channel-capping.md",
    JOURNEY_CAPPING "Journey capping and arbitration" "help/using/conflict-prioritization/journey-capping.md",
    QUIET_HOURS "Quiet hours" "help/using/conflict-prioritization/quiet-hours.md",
    EXPRESSION_EDITOR "Work with the advanced expression editor" "help/using/building-journeys/expression/expressionadvanced.md",
    EXPRESSION_GENERALITIES "Expression generalities" "help/using/building-journeys/expression/generalities.md",
    EXPRESSION_TYPES "Data types" "help/using/building-journeys/expression/data-types.md",
    EXPRESSION_FIELDS "Field references" "help/using/building-journeys/expression/field-references.md",
    EXPRESSION_OPERATORS "Operators" "help/using/building-journeys/expression/operators.md",
    COLLECTION_FUNCTIONS "Collection management functions" "help/using/building-journeys/expression/collection-management-functions.md",
    IN_AUDIENCE "inAudience" "help/using/building-journeys/functions/functioninaudience.md",
}
