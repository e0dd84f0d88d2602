//! View types of activities.

use std::collections::BTreeMap;

use jiff::civil;

use super::form::{Form, View, objects, variants, words};
use crate::journey::*;

objects! {
    /// One step of a journey.
    ActivityView of Activity { id: ActivityId, kind: Kind ; label: String, description: String ; .. }
    /// A window of the day, from inclusive, to exclusive; it may cross midnight.
    HoursView of Hours { from: civil::Time, to: civil::Time ;   }
    /// A path of a data condition.
    DataPathView of DataPath { id: BranchId ; label: String, expression: Expression  }
    /// A path of a time condition; without `days` every day, without `hours` the whole day.
    TimePathView of TimePath { id: BranchId ; label: String, hours: Option<Hours>, days: Vec<Weekday>  }
    /// A path of a date condition: from the first day to the last, both inclusive; either may be open.
    DatePathView of DatePath { id: BranchId ; label: String, from: Option<civil::Date>, to: Option<civil::Date>  }
    /// A path of a percentage split.
    SplitPathView of SplitPath { id: BranchId, share: u32 ; label: String  }
    /// How an audience that is read once is let in: group by group.
    WavesView of Waves { split: WaveSplit, waves: Vec<Wave> ; interval: Option<Duration>  }
    /// One wave.
    WaveView of Wave { share: u32, people: i64 ; start: Option<civil::DateTime>  }
    /// A message that goes out when it suits the person.
    SendTimeView of SendTime { metric: SendTimeMetric, within_hours: i64 ;   }
    /// One of the messages of a multi action.
    MessageView of Message {
        medium: Medium
        ;
        channel: Option<ChannelId>, address: Expression, subject: Template, body: Template, html: Template,
        unsubscribe: String, rule_set: Option<RuleSetId>, send_time: Option<SendTime>, promise: Option<Duration>,
        languages: Option<Languages>,
        optimization: Option<Optimization>, rapid_delivery: bool, priority: Option<i64>, shown_when: String, track_opens: bool, track_clicks: bool,
        error_path: bool
    }
    /// The languages of a message beside that of its own texts.
    LanguagesView of Languages {  ; default: String, chosen_by: Expression, others: Vec<Translation>  }
    /// The texts of a message in another language.
    TranslationView of Translation {  ; language: String, subject: Template, body: Template, html: Template,
        unsubscribe: String  }
    /// From when on everybody gets what did best: at this moment, or as soon as a winner is found.
    ScalingView of Scaling {  ; at: Option<civil::DateTime>, fallback: Option<Fallback>  }
    /// What everybody gets where an experiment finds no winner.
    FallbackView of Fallback {  ; treatment: Option<BranchId>, at: Option<civil::DateTime>  }
    /// A content that is compared with others.
    TreatmentView of Treatment { id: BranchId, share: u32, content: Content ; label: String  }
    /// A content for certain people.
    ContentRuleView of ContentRule { id: BranchId, content: Content ; label: String, expression: Expression  }
    /// What a message says to some people, in place of its own texts.
    ContentView of Content {  ; subject: Template, body: Template, html: Template, unsubscribe: String,
        translations: Vec<Translation>  }
    /// One field that an update writes.
    FieldUpdateView of FieldUpdate {  ; field: String, value: Expression  }
}

variants! {
    /// What an activity does.
    KindView of Kind {
        Event {
            ;
            event: Option<EventId>, timeout: Option<Duration>, timeout_path: bool
        } = [Kind::Event(EventActivity {
            event, timeout, timeout_path
        })],
        BusinessEvent {  ; event: Option<EventId> } = [Kind::BusinessEvent(BusinessEventActivity { event })],
        AudienceQualification {
            ;
            audience: Option<AudienceId>, behaviour: Option<Behaviour>, namespace: Option<NamespaceId>, timeout:
            Option<Duration>, timeout_path: bool
        } = [Kind::AudienceQualification(AudienceQualification {
            audience, behaviour, namespace, timeout, timeout_path
        })],
        ReadAudience {
            reading_rate: i64
            ;
            audience: Option<AudienceId>, namespace: Option<NamespaceId>, waves: Option<Waves>, supplemental:
            Option<SupplementalId>
        } = [Kind::ReadAudience(ReadAudience {
            audience, namespace, reading_rate, waves, supplemental
        })],
        Reaction {
            reaction: ReactionKind
            ;
            message: Option<ActivityId>, timeout: Option<Duration>, timeout_path: bool
        } = [Kind::Reaction(Reaction {
            message, reaction, timeout, timeout_path
        })],
        Wait { until: Wait ; } = [Kind::Wait(until)],
        Condition {
            test: Test
            ;
            other_path: bool, error_path: bool
        } = [Kind::Condition(Condition {
            test, other_path, error_path
        })],
        ContentDecision {
            ;
            name: String, policy: Option<DecisionPolicyId>
        } = [Kind::ContentDecision(ContentDecision {
            name, policy
        })],
        DatasetLookup {
            ;
            name: String, dataset: Option<DatasetId>, fields: Vec<String>, key: Expression
        } = [Kind::DatasetLookup(DatasetLookup {
            name, dataset, fields, key
        })],
        Jump {
            ;
            target: Option<JourneyId>, entry: Option<EventId>, mapping: BTreeMap<String, Expression>, error_path:
            bool
        } = [Kind::Jump(Jump {
            target, entry, mapping, error_path
        })],
        Message {
            medium: Medium
            ;
            channel: Option<ChannelId>, address: Expression, subject: Template, body: Template, html: Template,
            unsubscribe: String, rule_set: Option<RuleSetId>, send_time: Option<SendTime>, promise: Option<Duration>,
            languages: Option<Languages>, optimization: Option<Optimization>, rapid_delivery: bool, priority: Option<i64>, shown_when: String,
            track_opens: bool, track_clicks: bool, error_path: bool
        } = [Kind::Message(Message {
            medium, channel, address, subject, body, html, unsubscribe, rule_set, send_time, promise, languages,
            optimization, rapid_delivery, priority, shown_when, track_opens, track_clicks, error_path
        })],
        MultiAction {
            ;
            messages: Vec<Message>, error_path: bool
        } = [Kind::MultiAction(MultiAction {
            messages, error_path
        })],
        CustomAction {
            ;
            action: Option<ActionId>, path: Expression, additional_marketing_action: String, values:
            BTreeMap<String, Expression>, error_path: bool
        } = [Kind::CustomAction(ActionCall {
            action, path, additional_marketing_action, values, error_path
        })],
        Campaign {
            ;
            action: Option<ActionId>, path: Expression, additional_marketing_action: String, values:
            BTreeMap<String, Expression>, error_path: bool
        } = [Kind::Campaign(ActionCall {
            action, path, additional_marketing_action, values, error_path
        })],
        UpdateProfile {
            ;
            schema: Option<SchemaId>, dataset: String, fields: Vec<FieldUpdate>, error_path: bool
        } = [Kind::UpdateProfile(UpdateProfile {
            schema, dataset, fields, error_path
        })],
    }
    /// How long a wait lasts.
    WaitView of Wait {
        Duration { duration: Duration ; } = [Wait::Duration(duration)],
        Date { date: civil::DateTime ; } = [Wait::Date(date)],
        Custom { expression: Expression ; } = [Wait::Custom(expression)],
        SendTime { medium: Medium, metric: SendTimeMetric, within_hours: i64 ; }
            = [Wait::SendTime(SendTimeWait { medium, metric, within_hours })],
    }
    /// How each person gets one of several contents.
    OptimizationView of Optimization {
        Experiment {
            kind: ExperimentKind, own: SplitPath, treatments: Vec<Treatment>, holdout: u32
            ;
            metric: String, end: Option<civil::DateTime>, scaling: Option<Scaling>
        } = [Optimization::Experiment(ContentExperiment {
            metric, kind, own, treatments, holdout, end, scaling
        })],
        Targeting {
            ;
            rules: Vec<ContentRule>, fallback: bool
        } = [Optimization::Targeting(ContentTargeting {
            rules, fallback
        })],
    }
    /// How a condition chooses; the first path that fits, from top to bottom, is taken.
    TestView of Test {
        Data { ; paths: Vec<DataPath> } = [Test::Data(paths)],
        Time { ; paths: Vec<TimePath> } = [Test::Time(paths)],
        Date { ; paths: Vec<DatePath> } = [Test::Date(paths)],
        Split { ; paths: Vec<SplitPath> } = [Test::Split(paths)],
        Experiment {
            kind: ExperimentKind, treatments: Vec<SplitPath>, holdout: u32
            ;
            metric: String, end: Option<civil::DateTime>, scaling: Option<Scaling>
        } = [Test::Experiment(Experiment {
            metric, kind, treatments, holdout, end, scaling
        })],
        Targeting { ; paths: Vec<DataPath> } = [Test::Targeting(paths)],
        ProfileCap {
            id: BranchId, limit: u64
            ;
            label: String
        } = [Test::ProfileCap(ProfileCap {
            id, label, limit
        })],
    }
}

words! {
    /// What somebody can do with a message.
    ReactionKindView of ReactionKind { Opened, Clicked, Sent, Failed }
    /// What the hour is picked for.
    SendTimeMetricView of SendTimeMetric { Opens, Clicks }
    /// How the shares of an experiment come about.
    ExperimentKindView of ExperimentKind { Fixed, Adaptive }
    /// How people are shared out over waves.
    WaveSplitView of WaveSplit { Equal, Percent, People }
    /// What carries a message.
    MediumView of Medium { Email, Sms, Push, DirectMail, WhatsApp, InApp, Web, CodeBased, ContentCard }
}
