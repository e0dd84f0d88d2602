//! A rule set is in force a while before a journey starts.

use jiff::{SignedDuration, Timestamp};

use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Sketch, Survey, source};
use crate::journey::{Kind, RuleDomain, RuleSet, RuleSetId};

pub(super) const RULE: Rule = Rule {
    id: "ruleset-activation-delay",
    aliases: &[],
    family: Family::RuleSet,
    severity: Severity::Warning,
    summary: "A journey starts at least 10 minutes after its rule sets were activated.",
    why: "Until then nothing is counted: people get in, or get messages, that the rule set was to hold back.",
    sources: &[source::JOURNEY_CAPPING, source::CHANNEL_CAPPING],
    flagged: || starting(4).at_journey("properties.start"),
    passing: || starting(12),
    mending: Mending::Offers("Starts the journey 10 minutes after the activation."),
    check: Check::Journey(check),
};

/// A journey that starts so many minutes after its rule set was activated.
fn starting(minutes: i64) -> Sketch {
    let set = RuleSet {
        id: "rules-own".into(),
        name: "Few journeys".to_owned(),
        domain: RuleDomain::Journey,
        activated: Some(Sketch::now()),
        ..RuleSet::default()
    };
    let sketch = Sketch::event().properties(|properties| {
        properties.rule_set = Some("rules-own".into());
        properties.start = after(Sketch::now(), minutes);
    });
    sketch.inventory(|inventory| inventory.rule_sets.push(set))
}

fn after(moment: Timestamp, minutes: i64) -> Option<Timestamp> {
    moment.checked_add(SignedDuration::from_mins(minutes)).ok()
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let estate = survey.estate;
    // What is published has started; where no start is stated, it is that of the publication: now at the soonest.
    if estate.is_published(&survey.journey.id) {
        return;
    }
    let properties = &survey.journey.properties;
    let messages = survey.flow.steps.iter().filter_map(|step| match step.kind() {
        Kind::Message(message) => message.rule_set.as_ref(),
        _ => None,
    });
    let chosen = properties.rule_set.as_ref().into_iter().chain(messages);
    let activated = |id: &RuleSetId| {
        let set = estate.get::<RuleSet>(Some(id)).filter(|set| set.active)?;
        Some((set.activated?, set.name.as_str()))
    };
    let Some((activated, name)) = chosen.filter_map(activated).max() else { return };
    let minutes = estate.numbers.rule_set_minutes;
    let Some(soonest) = after(activated, minutes) else { return };
    if properties.start.unwrap_or(estate.now) >= soonest {
        return;
    }
    let message = format!(
        "The journey starts before '{name}' has been active for {minutes} minutes: until then nothing is counted."
    );
    let edits = survey.mend().properties(|properties| properties.start = Some(soonest));
    findings
        .report(survey.at_journey("properties.start"), message)
        .suggested(format!("Start {minutes} minutes after the activation"), edits);
}
