//! View types of the inventory, except calls.

use std::collections::BTreeMap;

use jiff::{Timestamp, civil};

use super::form::{Form, View, objects, variants, words};
use crate::journey::*;

objects! {
    /// An identity type.
    NamespaceView of Namespace { id: NamespaceId, name: String ; symbol: String, people: bool  }
    /// A schema: typed fields by path.
    SchemaView of Schema {
        id: SchemaId, name: String, class: SchemaClass
        ;
        profile_test_details: bool, orchestration_event_id: bool, primary_identity: Option<NamespaceId>, identity_field: String, fields:
        Vec<Field>
    }
    /// A field of a schema, of an event, of a reply.
    FieldView of Field {
        path: String, kind: ValueType
        ;
        title: String, one_of: Vec<String>, minimum: Option<i64>, maximum: Option<i64>, decimals: Option<u32>,
        required: bool, items: Vec<Field>
    }
    /// How profile fragments are merged.
    MergePolicyView of MergePolicy { id: MergePolicyId, name: String ; default: bool  }
    /// An event.
    EventView of Event {
        id: EventId, name: String, kind: EventKind, id_type: EventIdType
        ;
        description: String, schema: Option<SchemaId>, fields: Vec<String>, namespace: Option<NamespaceId>,
        profile_identifier: Expression, supplemental: Option<SupplementalId>, streamed: bool, creates_profiles: bool,
        sample: String, peak_per_second: Option<i64>, other_journeys: Option<i64>
    }
    /// What tells several runs of one person in the same journey apart.
    SupplementalIdView of SupplementalId {  ; key: Expression, namespace: Option<NamespaceId>  }
    /// An audience.
    AudienceView of Audience {
        id: AudienceId, name: String, evaluation: Evaluation, source: AudienceSource
        ;
        description: String, rule: Expression, merge_policy: Option<MergePolicyId>, last_evaluated:
        Option<Timestamp>, size: Option<i64>, daily_qualifiers: Option<i64>, on_messages: bool
    }
    /// A channel configuration: by whom and to which address messages go.
    ChannelView of Channel {
        id: ChannelId, name: String, medium: Medium
        ;
        purpose: Option<Purpose>, sender_name: String, sender_address: String, reply_to: String, subdomain: String,
        address: Expression, unsubscribed_page: String, location: String, provider: Option<ActionId>, shared_domain: bool
    }
    /// A set of caps and quiet hours.
    RuleSetView of RuleSet {
        id: RuleSetId, name: String, domain: RuleDomain
        ;
        global: bool, active: bool, activated: Option<Timestamp>, rules: Vec<CapRule>
    }
    /// A decision policy: which offers a content decision chooses.
    DecisionPolicyView of DecisionPolicy {
        id: DecisionPolicyId, name: String, offers: i64
        ;
        description: String, schema: Option<SchemaId>, strategies: Vec<SelectionStrategy>, fallback: Option<Offer>
    }
    /// One entry of a strategy sequence.
    SelectionStrategyView of SelectionStrategy { name: String ; eligibility: Expression, offers: Vec<Offer>  }
    /// Something that can be offered.
    OfferView of Offer {
        name: String, priority: i64 ; eligibility: Expression, values: BTreeMap<String, String>
    }
    /// A dataset that journeys look records up in.
    DatasetView of Dataset {
        id: DatasetId, name: String
        ;
        description: String, schema: Option<SchemaId>, lookup: bool, for_profiles: bool, fed_by_others: bool, key: String, records: Vec<Record>
    }
    /// One record of a dataset.
    RecordView of Record {  ; values: BTreeMap<String, String>  }
    /// A quiet window.
    QuietWindowView of QuietWindow { from: civil::Time, to: civil::Time ; days: Vec<Weekday>  }
}

variants! {
    /// How the platform knows that a record is this event.
    EventIdTypeView of EventIdType {
        RuleBased { ; rule: Expression } = [EventIdType::RuleBased(rule)],
        SystemGenerated { ; id: String } = [EventIdType::SystemGenerated(id)],
    }
    /// One rule of a rule set.
    CapRuleView of CapRule {
        Frequency { at_most: i64, every: i64, period: Period ; medium: Option<Medium> }
            = [CapRule::Frequency { medium, at_most, every, period }],
        QuietHours {
            then: QuietAction
            ;
            media: Vec<Medium>, windows: Vec<QuietWindow>, in_profile_zone: bool, zone: String
        } = [CapRule::QuietHours(QuietHours {
            media, windows, in_profile_zone, zone, then
        })],
        JourneyEntries { at_most: i64, every: i64, period: Period ; }
            = [CapRule::JourneyEntries { at_most, every, period }],
        ConcurrentJourneys { at_most: i64 ; look_ahead_days: Option<i64> }
            = [CapRule::ConcurrentJourneys { at_most, look_ahead_days }],
    }
}

words! {
    /// What a schema describes.
    SchemaClassView of SchemaClass {
        IndividualProfile, ExperienceEvent, TimeSeries, JourneyStepEvent, DecisionEvent, Record
    }
    /// Why people are written to.
    PurposeView of Purpose { Marketing, Transactional }
    /// Whether an event concerns a person.
    EventKindView of EventKind { Unitary, Business }
    /// When membership of an audience is worked out.
    EvaluationView of Evaluation { Batch, Streaming }
    /// Where an audience comes from.
    AudienceSourceView of AudienceSource { Segment, Composition, Upload }
    /// What a rule set is for.
    RuleDomainView of RuleDomain { Channel, Journey }
    /// Calendar periods, in UTC; weeks begin on Sunday.
    PeriodView of Period { Hour, Day, Week, Month }
    /// What happens to a message in quiet hours.
    QuietActionView of QuietAction { Queue, Discard }
    /// The type of a field.
    ValueTypeView of ValueType {
        String, Integer, Decimal, Boolean, DateOnly, DateTimeOnly, DateTime, Duration, ListString, ListInteger,
        ListDecimal, ListBoolean, ListDateOnly, ListDateTimeOnly, ListDateTime, ListDuration, ListObject,
        ListAny
    }
}
