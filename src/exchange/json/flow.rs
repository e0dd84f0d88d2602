//! View types of the journey itself: properties, wires, ends.

use jiff::{Timestamp, civil};

use super::form::{Form, View, objects, variants, words};
use crate::journey::*;

objects! {
    /// One journey. Lists are sorted by id, except where order means something.
    JourneyView of Journey {
        id: JourneyId, name: String, properties: Properties
        ;
        description: String, tags: Vec<String>, activities: Vec<Activity>, connections: Vec<Connection>, ends:
        Vec<EndLabel>
        ; ..
    }
    /// A wire.
    ConnectionView of Connection { id: ConnectionId, from: ActivityId, port: Port, to: ActivityId ;   }
    /// The label of an end: the automatic last tag of a path. It is no activity and is never counted as one.
    EndLabelView of EndLabel { from: ActivityId, port: Port ; label: String  }
    /// What holds for the journey as a whole.
    PropertiesView of Properties {
        reentrance: Reentrance, timeout_seconds: i64, schedule: Schedule
        ;
        zone: String, use_profile_zone: bool, start: Option<Timestamp>, end: Option<Timestamp>, merge_policy:
        Option<MergePolicyId>, exit_criteria: Vec<ExitCriterion>, metrics: Vec<String>, access_labels: Vec<String>, rule_set: Option<RuleSetId>, priority:
        Option<i64>, allow_several_executions: bool
    }
    /// Whether people may enter again, and how long after their last entry.
    ReentranceView of Reentrance { wait: Duration ; allowed: bool  }
    /// A reason to leave a journey early.
    ExitCriterionView of ExitCriterion { id: ExitCriterionId, when: ExitWhen ; label: String  }
    /// When a read audience runs, in the journey's time zone.
    ScheduleView of Schedule {
        every: Recurrence
        ;
        incremental: bool, force_reentrance: bool, after_evaluation_hours: Option<i64>
    }
}

variants! {
    /// What makes people leave.
    ExitWhenView of ExitWhen {
        Event { ; event: Option<EventId>, condition: Expression } = [ExitWhen::Event { event, condition }],
        Audience { behaviour: Behaviour ; audience: Option<AudienceId> } = [ExitWhen::Audience { audience, behaviour }],
        Profile { ; condition: Expression } = [ExitWhen::Profile(condition)],
    }
    /// How often a read audience runs.
    RecurrenceView of Recurrence {
        AsSoonAsPossible { ; } = [Recurrence::AsSoonAsPossible],
        Once { at: civil::DateTime ; } = [Recurrence::Once(at)],
        Hourly { start: civil::DateTime, hours: i64 ; } = [Recurrence::Hourly { start, hours }],
        Daily { start: civil::DateTime ; } = [Recurrence::Daily { start }],
        Weekly { start: civil::DateTime ; days: Vec<Weekday> } = [Recurrence::Weekly { start, days }],
        Monthly { start: civil::DateTime, day: i64 ; } = [Recurrence::Monthly { start, day }],
    }
    /// Where a wire leaves an activity.
    PortView of Port {
        Next { ; } = [Port::Next],
        Branch { branch: BranchId ; } = [Port::Branch(branch)],
        Other { ; } = [Port::Other],
        Timeout { ; } = [Port::Timeout],
        Error { ; } = [Port::Error],
    }
    /// A length of time; a day is 24 hours, a week 7 days.
    DurationView of Duration {
        Seconds { amount: i64 ; } = [Duration::Seconds(amount)],
        Minutes { amount: i64 ; } = [Duration::Minutes(amount)],
        Hours { amount: i64 ; } = [Duration::Hours(amount)],
        Days { amount: i64 ; } = [Duration::Days(amount)],
        Weeks { amount: i64 ; } = [Duration::Weeks(amount)],
    }
}

words! {
    /// Days of the week.
    WeekdayView of Weekday { Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday }
    /// Which change of membership counts.
    BehaviourView of Behaviour { Enter, Exit, Both }
}
