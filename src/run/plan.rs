//! What each activity needs when somebody gets there, read from the document once.

use std::collections::BTreeMap;

use jiff::civil;

use crate::expression::shape;
use crate::journey::{
    Action, ActionCall, ActionId, Activity, ActivityId, AudienceId, Behaviour, BranchId, Condition, DatePath, Duration,
    EventId, ExitCriterion, ExitCriterionId, ExitWhen, Expression, Field, Inventory, JourneyId, Jump, Kind, Medium,
    Message, NamespaceId, Optimization, Platform, Port, ProfileCap, ReactionKind, Scaling, SplitPath, Test, TimePath,
    UpdateProfile, Wait, Waves, Wording,
};

use super::formula::{Formula, Text};
use super::output::{DecisionPlan, LookupPlan};
use super::rule_sets::{FrequencyPlan, QuietPlan};

/// One activity.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub id: ActivityId,
    pub label: String,
    pub does: Does,
    pub timeout: Option<Duration>,
    pub timeout_path: bool,
    pub error_path: bool,
    /// Where wires lead, in canonical order.
    pub wires: BTreeMap<Port, Vec<usize>>,
}

/// What an activity does.
#[derive(Clone, Debug)]
pub(super) enum Does {
    Event(Option<EventId>),
    Business(Option<EventId>),
    Qualification {
        audience: Option<AudienceId>,
        behaviour: Behaviour,
        namespace: Option<NamespaceId>,
    },
    Reading {
        audience: Option<AudienceId>,
        namespace: Option<NamespaceId>,
        /// People a second.
        rate: i64,
        waves: Option<Waves>,
        supplemental: Option<Formula>,
    },
    Reaction {
        message: Option<ActivityId>,
        reaction: ReactionKind,
    },
    Wait(Pause),
    Condition {
        choice: Choice,
        other_path: bool,
    },
    /// A content decision, or why none can be made.
    Decide(Result<Box<DecisionPlan>, String>),
    /// A dataset lookup, or why none can be made.
    LookUp(Result<Box<LookupPlan>, String>),
    Jump(JumpPlan),
    Message(Box<MessagePlan>),
    Messages(Vec<MessagePlan>),
    /// A call, or why none can be made.
    Call(Result<Box<CallPlan>, String>),
    Update(Vec<(String, Formula)>),
}

#[derive(Clone, Debug)]
pub(super) enum Pause {
    For(Duration),
    Until(civil::DateTime),
    Custom(Formula),
    /// Until the hour that suits the person, within so many hours.
    Suiting(i64),
}

#[derive(Clone, Debug)]
pub(super) enum Choice {
    Data(Vec<DataChoice>),
    Time(Vec<TimePath>),
    Date(Vec<DatePath>),
    Split(Vec<SplitPath>),
    Experiment { treatments: Vec<SplitPath>, trial: Trial },
    Cap(ProfileCap),
}

/// Who takes no part in an experiment, and what everybody gets once no winner was found.
#[derive(Clone, Debug, Default)]
pub(super) struct Trial {
    pub holdout: u32,
    pub fallback: Option<(BranchId, civil::DateTime)>,
}

impl Trial {
    fn of(holdout: u32, scaling: Option<&Scaling>) -> Self {
        let fallback = scaling.and_then(|scaling| scaling.fallback.as_ref());
        Self { holdout, fallback: fallback.and_then(|fallback| Some((fallback.treatment.clone()?, fallback.at?))) }
    }
}

#[derive(Clone, Debug)]
pub(super) struct DataChoice {
    pub branch: BranchId,
    pub label: String,
    pub formula: Formula,
}

impl DataChoice {
    fn new(branch: &BranchId, label: &str, expression: &Expression) -> Self {
        Self { branch: branch.clone(), label: label.to_owned(), formula: Formula::new(expression) }
    }
}

#[derive(Clone, Debug)]
pub(super) struct JumpPlan {
    pub target: Option<JourneyId>,
    pub entry: Option<EventId>,
    pub mapping: Vec<(String, Formula)>,
}

#[derive(Clone, Debug)]
pub(super) struct MessagePlan {
    pub medium: Medium,
    pub channel: String,
    /// Whether somebody who wants no messages of this medium gets none.
    pub asks_consent: bool,
    pub address: Formula,
    /// Where it shows, for what people find in an app or on a page.
    pub location: String,
    /// What it says to different people, its own texts first, whoever gets them.
    pub variants: Vec<VariantPlan>,
    /// What chooses among those.
    pub contents: Contents,
    /// Yields the person's language.
    pub language: Formula,
    /// Held until the hour that suits the person, within so many hours.
    pub within_hours: Option<i64>,
    /// How often somebody may be sent such messages.
    pub caps: Vec<FrequencyPlan>,
    /// When none of them go out.
    pub quiet: Vec<QuietPlan>,
    /// Whether it is handed to a provider by a call, which is tried again like any other.
    pub is_call: bool,
}

/// Who gets which of a message's contents.
#[derive(Clone, Debug)]
pub(super) enum Contents {
    /// Everybody gets the same.
    Same,
    /// By chance.
    Chance { shares: Vec<SplitPath>, trial: Trial },
    /// By rules; whether everybody else gets the message's own texts.
    Rules { rules: Vec<DataChoice>, fallback: bool },
}

impl Contents {
    fn of(message: &Message) -> Self {
        match &message.optimization {
            None => Self::Same,
            Some(Optimization::Experiment(experiment)) => {
                let share = |(id, label, share): (&BranchId, &str, u32)| SplitPath {
                    id: id.clone(),
                    label: label.to_owned(),
                    share,
                };
                Self::Chance {
                    shares: experiment.shares().map(share).collect(),
                    trial: Trial::of(experiment.holdout, experiment.scaling.as_ref()),
                }
            }
            Some(Optimization::Targeting(targeting)) => {
                let rules = targeting.rules.iter();
                let rules = rules.map(|rule| DataChoice::new(&rule.id, &rule.label, &rule.expression));
                Self::Rules { rules: rules.collect(), fallback: targeting.fallback }
            }
        }
    }
}

/// What a message says to some people.
#[derive(Clone, Debug)]
pub(super) struct VariantPlan {
    pub id: Option<BranchId>,
    /// What reports call it; empty for what everybody gets, or everybody else.
    pub name: String,
    /// Once for each language, the one for everybody else first.
    pub wordings: Vec<WordingPlan>,
}

/// What a message says in one language.
#[derive(Clone, Debug)]
pub(super) struct WordingPlan {
    pub language: String,
    pub subject: Text,
    pub body: Text,
    pub html: Option<Text>,
}

#[derive(Clone, Debug)]
pub(super) struct CallPlan {
    pub action: Action,
    pub path: Formula,
    pub values: BTreeMap<String, Formula>,
}

/// An exit criterion.
#[derive(Clone, Debug)]
pub(super) struct Exit {
    pub id: ExitCriterionId,
    pub label: String,
    pub when: ExitPlan,
}

#[derive(Clone, Debug)]
pub(super) enum ExitPlan {
    Event { event: Option<EventId>, condition: Formula },
    Audience { audience: Option<AudienceId>, behaviour: Behaviour },
    Profile(Formula),
}

/// What is known of an action's replies.
#[derive(Clone, Debug)]
pub(super) struct Replies {
    pub id: ActionId,
    pub success: Vec<Field>,
    pub failure: Option<Vec<Field>>,
}

impl Replies {
    pub(super) fn of(action: &Action) -> Self {
        let fields = |sample: &str| shape::fields(sample).unwrap_or_default();
        Self {
            id: action.id.clone(),
            success: fields(&action.response),
            failure: (!action.error_response.trim().is_empty()).then(|| fields(&action.error_response)),
        }
    }
}

impl Node {
    pub(super) fn of(activity: &Activity, inventory: &Inventory, platform: Platform) -> Self {
        Self {
            id: activity.id.clone(),
            label: activity.label_or_id().to_owned(),
            does: Does::of(&activity.kind, inventory, platform),
            timeout: activity.kind.timeout(),
            timeout_path: activity.kind.timeout_path(),
            error_path: activity.kind.error_path() == Some(true),
            wires: BTreeMap::new(),
        }
    }

    /// The word of journey properties for its type.
    pub(super) fn type_word(&self) -> &'static str {
        match &self.does {
            Does::Event(_) | Does::Business(_) | Does::Reading { .. } => "Events",
            Does::Qualification { .. } => "SQ",
            Does::Reaction { .. } => "Reactions",
            Does::Wait(_) => "Wait",
            Does::Condition { .. } => "Condition",
            Does::Decide(_) => "Content decision",
            Does::LookUp(_) => "Dataset lookup",
            Does::Jump(_) => "Jump",
            Does::Message(_) | Does::Messages(_) | Does::Update(_) => "ACS actions",
            Does::Call(_) => "Custom Action",
        }
    }

    /// True for what the field calls an action: exit criteria over the profile are looked at before it.
    pub(super) fn is_action(&self) -> bool {
        matches!(self.does, Does::Jump(_) | Does::Message(_) | Does::Messages(_) | Does::Call(_) | Does::Update(_))
    }

    /// True for what a paused journey does not do ("Pause a journey", help/using/building-journeys/journey-pause.md).
    pub(super) fn stands_in_a_pause(&self) -> bool {
        self.is_action() || matches!(self.does, Does::Decide(_))
    }
}

impl Does {
    fn of(kind: &Kind, inventory: &Inventory, platform: Platform) -> Self {
        match kind {
            Kind::Event(event) => Self::Event(event.event.clone()),
            Kind::BusinessEvent(event) => Self::Business(event.event.clone()),
            Kind::AudienceQualification(qualification) => Self::Qualification {
                audience: qualification.audience.clone(),
                behaviour: qualification.behaviour.unwrap_or_default(),
                namespace: qualification.namespace.clone(),
            },
            Kind::ReadAudience(read) => Self::Reading {
                audience: read.audience.clone(),
                namespace: read.namespace.clone(),
                rate: read.reading_rate,
                waves: read.waves.clone(),
                supplemental: read.supplemental.as_ref().map(|supplemental| Formula::new(&supplemental.key)),
            },
            Kind::Reaction(reaction) => {
                Self::Reaction { message: reaction.message.clone(), reaction: reaction.reaction }
            }
            Kind::Wait(wait) => Self::Wait(match wait {
                Wait::Duration(duration) => Pause::For(*duration),
                Wait::Date(date) => Pause::Until(*date),
                Wait::Custom(expression) => Pause::Custom(Formula::new(expression)),
                Wait::SendTime(wait) => Pause::Suiting(wait.within_hours),
            }),
            Kind::Condition(condition) => {
                Self::Condition { choice: Choice::of(condition), other_path: condition.other_path }
            }
            Kind::ContentDecision(decision) => Self::Decide(DecisionPlan::of(decision, inventory).map(Box::new)),
            Kind::DatasetLookup(lookup) => Self::LookUp(LookupPlan::of(lookup, inventory).map(Box::new)),
            Kind::Jump(jump) => Self::Jump(JumpPlan::of(jump)),
            Kind::Message(message) => Self::Message(Box::new(MessagePlan::of(message, inventory, platform))),
            Kind::MultiAction(multi) => {
                let plan = |message| MessagePlan::of(message, inventory, platform);
                Self::Messages(multi.messages.iter().map(plan).collect())
            }
            Kind::CustomAction(call) | Kind::Campaign(call) => Self::Call(CallPlan::of(call, inventory).map(Box::new)),
            Kind::UpdateProfile(update) => Self::Update(updates(update)),
        }
    }
}

impl Choice {
    fn of(condition: &Condition) -> Self {
        match &condition.test {
            Test::Data(paths) | Test::Targeting(paths) => {
                let paths = paths.iter().map(|path| DataChoice::new(&path.id, &path.label, &path.expression));
                Self::Data(paths.collect())
            }
            Test::Time(paths) => Self::Time(paths.clone()),
            Test::Date(paths) => Self::Date(paths.clone()),
            Test::Split(paths) => Self::Split(paths.clone()),
            Test::Experiment(experiment) => Self::Experiment {
                treatments: experiment.treatments.clone(),
                trial: Trial::of(experiment.holdout, experiment.scaling.as_ref()),
            },
            Test::ProfileCap(cap) => Self::Cap(cap.clone()),
        }
    }
}

impl JumpPlan {
    fn of(jump: &Jump) -> Self {
        let mapping = jump.mapping.iter().map(|(field, text)| (field.clone(), Formula::new(text))).collect();
        Self { target: jump.target.clone(), entry: jump.entry.clone(), mapping }
    }
}

impl MessagePlan {
    fn of(message: &Message, inventory: &Inventory, platform: Platform) -> Self {
        let channel = message.channel.as_ref().and_then(|id| inventory.get::<crate::journey::Channel>(id));
        let own = Formula::new(&message.address);
        let address = match channel {
            Some(channel) if own.is_empty() => Formula::new(&channel.address),
            _ => own,
        };
        let variants = message.variants().into_iter().map(|variant| VariantPlan {
            id: variant.id.cloned(),
            name: variant.called().to_owned(),
            wordings: message.wordings_of(&variant).iter().map(WordingPlan::of).collect(),
        });
        let language = message.languages.as_ref().map(|languages| Formula::new(&languages.chosen_by));
        let asks_consent = channel.is_none_or(crate::journey::Channel::asks_consent);
        // What somebody needs to know is not held back, and what they find by themselves is no message too many.
        let is_capped = asks_consent && !message.medium.is_inbound();
        Self {
            medium: message.medium,
            channel: channel.map_or_else(|| medium_word(message.medium).to_owned(), |channel| channel.name.clone()),
            asks_consent,
            address,
            location: channel.map(|channel| channel.location.clone()).unwrap_or_default(),
            variants: variants.collect(),
            contents: Contents::of(message),
            language: language.unwrap_or_default(),
            within_hours: message.send_time.as_ref().map(|send_time| send_time.within_hours),
            caps: if is_capped { FrequencyPlan::of(message, inventory) } else { Vec::new() },
            quiet: if is_capped { QuietPlan::of(message, inventory) } else { Vec::new() },
            is_call: platform == Platform::Waymark && channel.is_some_and(|channel| channel.provider.is_some()),
        }
    }
}

impl WordingPlan {
    fn of(wording: &Wording<'_>) -> Self {
        Self {
            language: wording.language.to_owned(),
            subject: Text::new(wording.subject),
            body: Text::new(if wording.body.is_empty() { wording.html } else { wording.body }),
            html: (!wording.html.is_empty()).then(|| Text::new(wording.html)),
        }
    }
}

impl CallPlan {
    /// Reads a call; a sentence where none can be made.
    pub(super) fn of(call: &ActionCall, inventory: &Inventory) -> Result<Self, String> {
        let id = call.action.as_ref().ok_or("no action is chosen here")?;
        let action = inventory.get::<Action>(id).ok_or_else(|| format!("there is no action {id}"))?;
        Ok(Self {
            action: action.clone(),
            path: Formula::new(&call.path),
            values: call.values.iter().map(|(name, text)| (name.clone(), Formula::new(text))).collect(),
        })
    }
}

impl Exit {
    pub(super) fn of(criterion: &ExitCriterion) -> Self {
        let when = match &criterion.when {
            ExitWhen::Event { event, condition } => {
                ExitPlan::Event { event: event.clone(), condition: Formula::new(condition) }
            }
            ExitWhen::Audience { audience, behaviour } => {
                ExitPlan::Audience { audience: audience.clone(), behaviour: *behaviour }
            }
            ExitWhen::Profile(expression) => ExitPlan::Profile(Formula::new(expression)),
        };
        let label = if criterion.label.is_empty() { criterion.id.to_string() } else { criterion.label.clone() };
        Self { id: criterion.id.clone(), label, when }
    }
}

fn updates(update: &UpdateProfile) -> Vec<(String, Formula)> {
    update.fields.iter().map(|field| (field.field.clone(), Formula::new(&field.value))).collect()
}

/// The word for a medium in a trace.
pub(super) fn medium_word(medium: Medium) -> &'static str {
    match medium {
        Medium::Email => "email",
        Medium::Sms => "sms",
        Medium::Push => "push",
        Medium::DirectMail => "directMail",
        Medium::WhatsApp => "whatsApp",
        Medium::InApp => "inApp",
        Medium::Web => "web",
        Medium::CodeBased => "codeBased",
        Medium::ContentCard => "contentCard",
    }
}
