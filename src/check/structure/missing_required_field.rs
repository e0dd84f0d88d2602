//! What an activity cannot do without is filled in.

use std::borrow::Cow;

use crate::check::example::{Sketch, steps};
use crate::check::survey::Step;
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{
    BranchId, Condition, DatasetLookup, EventKind, Kind, Medium, Message, MultiAction, Object, Optimization, Reaction,
    ReadAudience, Scaling, Schema, SchemaClass, Test, UpdateProfile, Wait, Wave, Waves, Wording,
};

pub(super) const RULE: Rule = Rule {
    id: "activity-missing-required-field",
    aliases: &["channel-config-missing"],
    family: Family::Structure,
    severity: Severity::Error,
    summary: "Everything that an activity cannot do without is filled in.",
    why: "The platform does not publish a journey with an empty mandatory field.",
    sources: &[source::TROUBLESHOOTING, source::CHANNEL_ACTION],
    flagged: || {
        let unsent = Sketch::event().then(steps::email()).with(|activity| {
            if let Kind::Message(message) = &mut activity.kind {
                message.channel = None;
            }
        });
        unsent.at("channel")
    },
    passing: || Sketch::event().then(steps::email()),
    mending: Mending::Offers("Chooses the only object that fits, where there is only one."),
    check: Check::Journey(check),
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for step in survey.steps() {
        for gap in gaps(survey, step) {
            let message = gap.message(survey, step);
            let finding = findings.report(survey.field(step, &gap.field), message).to_do();
            if let Some((name, filled)) = gap.only {
                finding.suggested(format!("Use '{name}'"), survey.mend().step(step, |activity| activity.kind = filled));
            }
        }
    }
}

/// A field that is empty.
struct Gap {
    field: String,
    /// What is missing, with its article; where a step's kind is also what it lacks, a sentence with `{}` for the step.
    needs: Cow<'static, str>,
    /// The only object that fits, and the activity's fields with it.
    only: Option<(String, Kind)>,
}

impl Gap {
    fn message(&self, survey: &Survey<'_>, step: &Step<'_>) -> String {
        if !self.needs.contains("{}") {
            return format!("{} needs {}.", survey.title(step), self.needs);
        }
        // "This event needs an event" would be a riddle.
        let is_named = !step.activity.label.trim().is_empty();
        let name = if is_named { survey.name(step) } else { "this step".to_owned() };
        self.needs.replace("{}", &name)
    }
}

fn gap(field: impl Into<String>, needs: impl Into<Cow<'static, str>>) -> Gap {
    Gap { field: field.into(), needs: needs.into(), only: None }
}

fn gaps(survey: &Survey<'_>, step: &Step<'_>) -> Vec<Gap> {
    let mut gaps = Vec::new();
    match &step.activity.kind {
        Kind::Event(event) if event.event.is_none() => {
            let events = &survey.estate.inventory().events;
            let only = only(events.iter().filter(|event| event.kind == EventKind::Unitary));
            gaps.push(Gap {
                only: only.map(|event| chosen(event, steps::event(event.id.as_str()))),
                ..gap("event", "Choose the event that {} waits for.")
            });
        }
        Kind::BusinessEvent(event) if event.event.is_none() => {
            gaps.push(gap("event", "Choose the business event that {} waits for."))
        }
        Kind::AudienceQualification(entry) if entry.audience.is_none() => {
            gaps.push(gap("audience", "Choose the audience that {} watches."))
        }
        Kind::ReadAudience(ReadAudience { waves: Some(waves), .. }) => wave_gaps(waves, &mut gaps),
        Kind::Reaction(reaction) if reaction.message.is_none() => gaps.extend(reaction_gap(survey, step, reaction)),
        Kind::Wait(Wait::Custom(expression)) if expression.is_empty() => {
            gaps.push(gap("wait", "an expression that says until when"));
        }
        Kind::Condition(Condition { test: Test::Experiment(experiment), .. }) => {
            let known = experiment.treatments.iter().map(|path| &path.id).collect::<Vec<_>>();
            scaling_gaps("test", experiment.scaling.as_ref(), &known, &mut gaps);
        }
        Kind::DatasetLookup(lookup) => lookup_gaps(survey, lookup, &mut gaps),
        Kind::Jump(jump) if jump.target.is_none() => gaps.push(gap("target", "Choose the journey to which {} leads.")),
        Kind::Message(message) => message_gaps(survey, "", message, &mut gaps),
        Kind::MultiAction(multi) if multi.messages.is_empty() => gaps.push(gap("messages", "a message")),
        Kind::MultiAction(multi) => {
            // What is sent does not belong there at all: another rule says so.
            let found = multi.messages.iter().enumerate().filter(|(_, message)| message.medium.is_inbound());
            for (index, message) in found {
                let at = step.activity.kind.before_fields(index);
                let before = gaps.len();
                message_gaps(survey, &at, message, &mut gaps);
                // A remedy fills a message; here it would take the place of all of them.
                for gap in &mut gaps[before..] {
                    gap.only = gap.only.take().and_then(|(name, filled)| within(multi, index, name, filled));
                }
            }
        }
        Kind::CustomAction(call) if call.action.is_none() => {
            gaps.push(gap("action", "Choose the action that {} calls."))
        }
        Kind::Campaign(call) if call.action.is_none() => {
            gaps.push(gap("action", "Choose the Campaign action that {} calls."))
        }
        Kind::UpdateProfile(update) => update_gaps(survey, update, &mut gaps),
        _ => {}
    }
    gaps
}

/// Where waves do not follow at one distance, each says when it begins; the first may begin with the journey.
fn wave_gaps(waves: &Waves, gaps: &mut Vec<Gap>) {
    let open = |(index, wave): &(usize, &Wave)| waves.interval.is_none() && *index > 0 && wave.start.is_none();
    for (index, _) in waves.waves.iter().enumerate().filter(open) {
        gaps.push(gap(format!("waves.waves.{index}.start"), "a beginning for each wave"));
    }
}

fn reaction_gap(survey: &Survey<'_>, step: &Step<'_>, reaction: &Reaction) -> Option<Gap> {
    let upstream = survey.flow.upstream(step);
    let message = |step: &&Step<'_>| matches!(step.kind(), Kind::Message(_) | Kind::Campaign(_));
    // Without any message reaction-no-action says more.
    survey.steps().filter(|before| upstream[before.index]).find(message)?;
    let before = only(survey.flow.before(step).filter(message));
    let filled = before.map(|before| {
        let filled = Reaction { message: Some(before.activity.id.clone()), ..reaction.clone() };
        (before.activity.label_or_id().to_owned(), Kind::Reaction(filled))
    });
    Some(Gap { only: filled, ..gap("message", "the message that it watches") })
}

/// A multi action in which the message of this number is filled.
fn within(multi: &MultiAction, index: usize, name: String, filled: Kind) -> Option<(String, Kind)> {
    let Kind::Message(filled) = filled else { return None };
    let mut multi = multi.clone();
    *multi.messages.get_mut(index)? = filled;
    Some((name, Kind::MultiAction(multi)))
}

/// `at` is what stands before the names of the message's fields.
fn message_gaps(survey: &Survey<'_>, at: &str, message: &Message, gaps: &mut Vec<Gap>) {
    if message.channel.is_none() {
        let channels = &survey.estate.inventory().channels;
        let only = only(channels.iter().filter(|channel| channel.medium == message.medium)).map(|channel| {
            chosen(channel, Kind::Message(Message { channel: Some(channel.id.clone()), ..message.clone() }))
        });
        gaps.push(Gap { only, ..gap(format!("{at}channel"), "a channel configuration") });
    }
    for wording in message.wordings() {
        wording_gaps(at, message, &wording, gaps);
    }
    if let Some(optimization) = &message.optimization {
        optimization_gaps(at, message.medium, optimization, gaps);
    }
    let Some(languages) = &message.languages else { return };
    if languages.default.trim().is_empty() {
        gaps.push(gap(format!("{at}languages.default"), "the language of its own text"));
    }
    if languages.chosen_by.is_empty() {
        gaps.push(gap(format!("{at}languages.chosen_by"), "what says which language a person reads"));
    }
    if languages.others.is_empty() {
        gaps.push(gap(format!("{at}languages.others"), "a second language"));
    }
    let unnamed = languages.others.iter().enumerate().filter(|(_, other)| other.language.trim().is_empty());
    for (index, _) in unnamed {
        gaps.push(gap(format!("{at}languages.others.{index}.language"), "the name of each language"));
    }
}

/// What a message lacks in one language.
fn wording_gaps(at: &str, message: &Message, wording: &Wording<'_>, gaps: &mut Vec<Gap>) {
    let medium = message.medium;
    let mut lacks = |field: &str, needs: &str| {
        let language = if wording.language.trim().is_empty() { "each language" } else { wording.language };
        let mut needs = if wording.translated { format!("{needs} in {language}") } else { needs.to_owned() };
        if !wording.at.is_empty() && !wording.variant.is_empty() {
            needs.push_str(&format!(" for {}", message.spoken(wording.variant)));
        }
        gaps.push(gap(format!("{at}{}{field}", wording.at), needs));
    };
    if wording.subject.is_empty() {
        match medium {
            Medium::Email => lacks("subject", "a subject"),
            Medium::Push | Medium::InApp | Medium::ContentCard => lacks("subject", "a title"),
            Medium::Sms | Medium::WhatsApp | Medium::DirectMail | Medium::Web | Medium::CodeBased => {}
        }
    }
    if wording.body.is_empty() && (medium != Medium::Email || wording.html.is_empty()) {
        let needs = if medium.has_subject() || !medium.is_inbound() { "a text" } else { "a content" };
        lacks("body", needs);
    }
}

/// What the choice among several contents lacks.
fn optimization_gaps(at: &str, medium: Medium, optimization: &Optimization, gaps: &mut Vec<Gap>) {
    match optimization {
        Optimization::Experiment(experiment) => {
            // Of letters the platform compares one with none.
            if experiment.treatments.is_empty() && (medium != Medium::DirectMail || experiment.holdout == 0) {
                gaps.push(gap(format!("{at}optimization.treatments"), "a second content to compare with"));
            }
            let known = experiment.shares().map(|(id, ..)| id).collect::<Vec<_>>();
            scaling_gaps(&format!("{at}optimization"), experiment.scaling.as_ref(), &known, gaps);
        }
        Optimization::Targeting(targeting) => {
            if targeting.rules.is_empty() {
                gaps.push(gap(format!("{at}optimization.rules"), "a rule that says who gets another content"));
            }
            for rule in targeting.rules.iter().filter(|rule| rule.expression.is_empty()) {
                let field = format!("{at}optimization.rules.{}.expression", rule.id);
                gaps.push(gap(field, "a rule that says who gets each content"));
            }
        }
    }
}

/// What an experiment lacks that scales something where no winner is found. `known` are its treatments.
fn scaling_gaps(at: &str, scaling: Option<&Scaling>, known: &[&BranchId], gaps: &mut Vec<Gap>) {
    let Some(fallback) = scaling.and_then(|scaling| scaling.fallback.as_ref()) else { return };
    if !fallback.treatment.as_ref().is_some_and(|treatment| known.contains(&treatment)) {
        gaps.push(gap(format!("{at}.scaling.fallback.treatment"), "what everybody gets where no winner is found"));
    }
    if fallback.at.is_none() {
        let needs = "a moment from which everybody gets the same where no winner is found";
        gaps.push(gap(format!("{at}.scaling.fallback.at"), needs));
    }
}

fn lookup_gaps(survey: &Survey<'_>, lookup: &DatasetLookup, gaps: &mut Vec<Gap>) {
    if lookup.dataset.is_none() {
        let enabled = survey.estate.inventory().datasets.iter().filter(|dataset| dataset.lookup);
        let only = only(enabled).map(|dataset| {
            let filled = DatasetLookup { dataset: Some(dataset.id.clone()), ..lookup.clone() };
            chosen(dataset, Kind::DatasetLookup(filled))
        });
        gaps.push(Gap { only, ..gap("dataset", "a dataset") });
    }
    if lookup.key.is_empty() {
        gaps.push(gap("key", "a key by which records are found"));
    }
    if lookup.fields.is_empty() {
        gaps.push(gap("fields", "a field to fetch"));
    }
}

fn update_gaps(survey: &Survey<'_>, update: &UpdateProfile, gaps: &mut Vec<Gap>) {
    if update.schema.is_none() {
        let schemas = &survey.estate.inventory().schemas;
        let only = only(schemas.iter().filter(|schema: &&Schema| schema.class == SchemaClass::IndividualProfile));
        let only = only.map(|schema| {
            chosen(schema, Kind::UpdateProfile(UpdateProfile { schema: Some(schema.id.clone()), ..update.clone() }))
        });
        gaps.push(Gap { only, ..gap("schema", "a schema") });
    }
    if update.dataset.is_empty() {
        gaps.push(gap("dataset", "a dataset"));
    }
    if update.fields.is_empty() {
        gaps.push(gap("fields", "a field to update"));
    }
    for field in &update.fields {
        if field.field.is_empty() {
            gaps.push(gap("fields", "a field to update"));
        } else if field.value.is_empty() {
            gaps.push(gap(format!("fields.{}.value", field.field), "a new value for each field"));
        }
    }
}

/// The only one, where there is exactly one.
fn only<T>(mut candidates: impl Iterator<Item = T>) -> Option<T> {
    let first = candidates.next()?;
    candidates.next().is_none().then_some(first)
}

fn chosen(object: &impl Object, filled: Kind) -> (String, Kind) {
    (object.name().to_owned(), filled)
}
