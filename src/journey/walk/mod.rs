//! Everything in a document that names something else, or that is written in the small language, with the
//! field in which it stands. Renames, uses, fresh ids and the inventory that a journey reaches all walk here,
//! so that a new field has to be added in one place only.

mod forecast;

use std::collections::BTreeMap;
use std::fmt;

use super::{
    Action, Activity, Answerer, Audience, CampaignInstance, Channel, Condition, Connection, Content, DataSource,
    Dataset, DecisionPolicy, EndLabel, Endpoint, Event, ExitCriterion, ExitWhen, Fragment, Item, Journey, Kind,
    MergePolicy, Message, Namespace, Object, Optimization, Past, Placement, Port, Profile, Properties, RuleSet,
    Scaling, Scenario, Schema, SupplementalId, Test, Wait, What,
};

/// What a text of the document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// An expression.
    Expression,
    /// A text with expressions in it.
    Template,
    /// The id of the object itself, or of a part of it.
    Own,
    /// The id of an activity of the same journey.
    Activity,
    /// The id of a path of a condition.
    Branch,
    /// The id of a journey.
    Journey,
    /// The id of an object of the inventory, of this kind ([`Object::KIND`]).
    Item(&'static str),
}

/// Is called with the field (as [`super::Place::field`] writes it), what the text is, and the text.
type Visit<'a> = dyn FnMut(fmt::Arguments<'_>, Word, &String) + 'a;
/// The same, where the text may be changed.
type VisitMut<'a> = dyn FnMut(fmt::Arguments<'_>, Word, &mut String) + 'a;

const EVENT: Word = Word::Item(Event::KIND);
const AUDIENCE: Word = Word::Item(Audience::KIND);
const NAMESPACE: Word = Word::Item(Namespace::KIND);
const SCHEMA: Word = Word::Item(Schema::KIND);
const MERGE_POLICY: Word = Word::Item(MergePolicy::KIND);
const RULE_SET: Word = Word::Item(RuleSet::KIND);
const PROFILE: Word = Word::Item(Profile::KIND);
const CHANNEL: Word = Word::Item(Channel::KIND);
const ACTION: Word = Word::Item(Action::KIND);
const DATA_SOURCE: Word = Word::Item(DataSource::KIND);
const ENDPOINT: Word = Word::Item(Endpoint::KIND);
const DECISION_POLICY: Word = Word::Item(DecisionPolicy::KIND);
const DATASET: Word = Word::Item(Dataset::KIND);
const INSTANCE: Word = Word::Item(CampaignInstance::KIND);

/// Visits an optional id.
macro_rules! option {
    ([$($m:tt)?] $visit:ident, $word:expr, $object:ident.$field:ident) => {
        if let Some(id) = &$($m)? $object.$field {
            $visit(format_args!(stringify!($field)), $word, &$($m)? id.0);
        }
    };
}

/// Visits a text or an id that is always there.
macro_rules! text {
    ([$($m:tt)?] $visit:ident, $word:expr, $object:ident.$field:ident) => {
        $visit(format_args!(stringify!($field)), $word, &$($m)? $object.$field.0)
    };
}

/// Writes the walk once for reading (`[]`) and once for changing (`[mut]`).
macro_rules! walks {
    ($name:ident, $visit_type:ident, $keys:ident, [$($m:tt)?], $doc:literal) => {
        impl Activity {
            #[doc = $doc]
            pub fn $name(&$($m)? self, visit: &mut $visit_type<'_>) {
                text!([$($m)?] visit, Word::Own, self.id);
                match &$($m)? self.kind {
                    Kind::Event(event) => option!([$($m)?] visit, EVENT, event.event),
                    Kind::BusinessEvent(event) => option!([$($m)?] visit, EVENT, event.event),
                    Kind::AudienceQualification(entry) => {
                        option!([$($m)?] visit, AUDIENCE, entry.audience);
                        option!([$($m)?] visit, NAMESPACE, entry.namespace);
                    }
                    Kind::ReadAudience(entry) => {
                        option!([$($m)?] visit, AUDIENCE, entry.audience);
                        option!([$($m)?] visit, NAMESPACE, entry.namespace);
                        if let Some(supplemental) = &$($m)? entry.supplemental {
                            supplemental.$name(visit);
                        }
                    }
                    Kind::Reaction(reaction) => option!([$($m)?] visit, Word::Activity, reaction.message),
                    Kind::Wait(Wait::Custom(expression)) => {
                        visit(format_args!("wait"), Word::Expression, &$($m)? expression.0);
                    }
                    Kind::Wait(Wait::Duration(_) | Wait::Date(_) | Wait::SendTime(_)) => {}
                    Kind::Condition(condition) => condition.$name(visit),
                    Kind::ContentDecision(decision) => option!([$($m)?] visit, DECISION_POLICY, decision.policy),
                    Kind::DatasetLookup(lookup) => {
                        option!([$($m)?] visit, DATASET, lookup.dataset);
                        text!([$($m)?] visit, Word::Expression, lookup.key);
                    }
                    Kind::Jump(jump) => {
                        option!([$($m)?] visit, Word::Journey, jump.target);
                        option!([$($m)?] visit, EVENT, jump.entry);
                        for (name, expression) in &$($m)? jump.mapping {
                            visit(format_args!("mapping.{name}"), Word::Expression, &$($m)? expression.0);
                        }
                    }
                    Kind::Message(message) => message.$name("", visit),
                    Kind::MultiAction(multi) => {
                        let mut index = 0_usize;
                        for message in &$($m)? multi.messages {
                            message.$name(&format!("messages.{index}."), visit);
                            index += 1;
                        }
                    }
                    Kind::CustomAction(call) | Kind::Campaign(call) => {
                        option!([$($m)?] visit, ACTION, call.action);
                        text!([$($m)?] visit, Word::Expression, call.path);
                        for (name, expression) in &$($m)? call.values {
                            visit(format_args!("values.{name}"), Word::Expression, &$($m)? expression.0);
                        }
                    }
                    Kind::UpdateProfile(update) => {
                        option!([$($m)?] visit, SCHEMA, update.schema);
                        for field in &$($m)? update.fields {
                            visit(format_args!("fields.{}.value", field.field), Word::Expression, &$($m)? field.value.0);
                        }
                    }
                }
            }
        }

        impl Message {
            /// `at` is what stands before the names of its fields.
            fn $name(&$($m)? self, at: &str, visit: &mut $visit_type<'_>) {
                if let Some(channel) = &$($m)? self.channel {
                    visit(format_args!("{at}channel"), CHANNEL, &$($m)? channel.0);
                }
                visit(format_args!("{at}address"), Word::Expression, &$($m)? self.address.0);
                visit(format_args!("{at}subject"), Word::Template, &$($m)? self.subject.0);
                visit(format_args!("{at}body"), Word::Template, &$($m)? self.body.0);
                visit(format_args!("{at}html"), Word::Template, &$($m)? self.html.0);
                if let Some(languages) = &$($m)? self.languages {
                    visit(format_args!("{at}languages.chosen_by"), Word::Expression, &$($m)? languages.chosen_by.0);
                    let mut index = 0_usize;
                    for other in &$($m)? languages.others {
                        let at = format!("{at}languages.others.{index}.");
                        visit(format_args!("{at}subject"), Word::Template, &$($m)? other.subject.0);
                        visit(format_args!("{at}body"), Word::Template, &$($m)? other.body.0);
                        visit(format_args!("{at}html"), Word::Template, &$($m)? other.html.0);
                        index += 1;
                    }
                }
                match &$($m)? self.optimization {
                    None => {}
                    Some(Optimization::Experiment(experiment)) => {
                        visit(format_args!("{at}optimization"), Word::Branch, &$($m)? experiment.own.id.0);
                        for other in &$($m)? experiment.treatments {
                            let within = format!("{at}optimization.treatments.{}.content.", other.id);
                            other.content.$name(&within, visit);
                            visit(format_args!("{at}optimization"), Word::Branch, &$($m)? other.id.0);
                        }
                        if let Some(scaling) = &$($m)? experiment.scaling {
                            scaling.$name(&format!("{at}optimization.scaling"), visit);
                        }
                    }
                    Some(Optimization::Targeting(targeting)) => {
                        for rule in &$($m)? targeting.rules {
                            let within = format!("{at}optimization.rules.{}.", rule.id);
                            visit(format_args!("{within}expression"), Word::Expression, &$($m)? rule.expression.0);
                            rule.content.$name(&format!("{within}content."), visit);
                            visit(format_args!("{at}optimization"), Word::Branch, &$($m)? rule.id.0);
                        }
                    }
                }
                if let Some(rules) = &$($m)? self.rule_set {
                    visit(format_args!("{at}rule_set"), RULE_SET, &$($m)? rules.0);
                }
            }
        }

        impl Content {
            /// `at` is what stands before the names of its fields.
            fn $name(&$($m)? self, at: &str, visit: &mut $visit_type<'_>) {
                visit(format_args!("{at}subject"), Word::Template, &$($m)? self.subject.0);
                visit(format_args!("{at}body"), Word::Template, &$($m)? self.body.0);
                visit(format_args!("{at}html"), Word::Template, &$($m)? self.html.0);
                let mut index = 0_usize;
                for other in &$($m)? self.translations {
                    let at = format!("{at}translations.{index}.");
                    visit(format_args!("{at}subject"), Word::Template, &$($m)? other.subject.0);
                    visit(format_args!("{at}body"), Word::Template, &$($m)? other.body.0);
                    visit(format_args!("{at}html"), Word::Template, &$($m)? other.html.0);
                    index += 1;
                }
            }
        }

        impl Scaling {
            /// `at` is its own field.
            fn $name(&$($m)? self, at: &str, visit: &mut $visit_type<'_>) {
                if let Some(fallback) = &$($m)? self.fallback
                    && let Some(treatment) = &$($m)? fallback.treatment
                {
                    visit(format_args!("{at}.fallback.treatment"), Word::Branch, &$($m)? treatment.0);
                }
            }
        }

        impl Condition {
            fn $name(&$($m)? self, visit: &mut $visit_type<'_>) {
                match &$($m)? self.test {
                    Test::Data(paths) | Test::Targeting(paths) => {
                        for path in paths {
                            visit(format_args!("paths.{}.expression", path.id), Word::Expression, &$($m)? path.expression.0);
                            visit(format_args!("paths"), Word::Branch, &$($m)? path.id.0);
                        }
                    }
                    Test::Time(paths) => {
                        for path in paths {
                            visit(format_args!("paths"), Word::Branch, &$($m)? path.id.0);
                        }
                    }
                    Test::Date(paths) => {
                        for path in paths {
                            visit(format_args!("paths"), Word::Branch, &$($m)? path.id.0);
                        }
                    }
                    Test::Split(paths) => {
                        for path in paths {
                            visit(format_args!("paths"), Word::Branch, &$($m)? path.id.0);
                        }
                    }
                    Test::Experiment(experiment) => {
                        for path in &$($m)? experiment.treatments {
                            visit(format_args!("paths"), Word::Branch, &$($m)? path.id.0);
                        }
                        if let Some(scaling) = &$($m)? experiment.scaling {
                            scaling.$name("test.scaling", visit);
                        }
                    }
                    Test::ProfileCap(cap) => visit(format_args!("paths"), Word::Branch, &$($m)? cap.id.0),
                }
            }
        }

        impl Port {
            fn $name(&$($m)? self, visit: &mut $visit_type<'_>) {
                if let Self::Branch(branch) = self {
                    visit(format_args!("port"), Word::Branch, &$($m)? branch.0);
                }
            }
        }

        impl Connection {
            #[doc = $doc]
            pub fn $name(&$($m)? self, visit: &mut $visit_type<'_>) {
                text!([$($m)?] visit, Word::Own, self.id);
                text!([$($m)?] visit, Word::Activity, self.from);
                self.port.$name(visit);
                text!([$($m)?] visit, Word::Activity, self.to);
            }
        }

        impl EndLabel {
            #[doc = $doc]
            pub fn $name(&$($m)? self, visit: &mut $visit_type<'_>) {
                text!([$($m)?] visit, Word::Activity, self.from);
                self.port.$name(visit);
            }
        }

        impl Placement {
            #[doc = $doc]
            pub fn $name(&$($m)? self, visit: &mut $visit_type<'_>) {
                text!([$($m)?] visit, Word::Activity, self.activity);
            }
        }

        impl ExitCriterion {
            fn $name(&$($m)? self, visit: &mut $visit_type<'_>) {
                let id = &self.id;
                match &$($m)? self.when {
                    ExitWhen::Event { event, condition } => {
                        if let Some(event) = event {
                            visit(format_args!("properties.exit_criteria.{id}.event"), EVENT, &$($m)? event.0);
                        }
                        visit(
                            format_args!("properties.exit_criteria.{id}.condition"),
                            Word::Expression,
                            &$($m)? condition.0,
                        );
                    }
                    ExitWhen::Audience { audience: Some(audience), .. } => {
                        visit(format_args!("properties.exit_criteria.{id}.audience"), AUDIENCE, &$($m)? audience.0);
                    }
                    ExitWhen::Audience { audience: None, .. } => {}
                    ExitWhen::Profile(expression) => {
                        visit(format_args!("properties.exit_criteria.{id}.when"), Word::Expression, &$($m)? expression.0);
                    }
                }
                visit(format_args!("properties.exit_criteria"), Word::Own, &$($m)? self.id.0);
            }
        }

        impl Properties {
            #[doc = $doc]
            pub fn $name(&$($m)? self, visit: &mut $visit_type<'_>) {
                if let Some(policy) = &$($m)? self.merge_policy {
                    visit(format_args!("properties.merge_policy"), MERGE_POLICY, &$($m)? policy.0);
                }
                if let Some(rules) = &$($m)? self.rule_set {
                    visit(format_args!("properties.rule_set"), RULE_SET, &$($m)? rules.0);
                }
                for criterion in &$($m)? self.exit_criteria {
                    criterion.$name(visit);
                }
            }
        }

        impl Journey {
            #[doc = $doc]
            ///
            /// Fields of activities and connections come without saying which one: walk through those to know.
            pub fn $name(&$($m)? self, visit: &mut $visit_type<'_>) {
                text!([$($m)?] visit, Word::Own, self.id);
                self.properties.$name(visit);
                for activity in &$($m)? self.activities {
                    activity.$name(visit);
                }
                for wire in &$($m)? self.connections {
                    wire.$name(visit);
                }
                for end in &$($m)? self.ends {
                    end.$name(visit);
                }
                for placement in &$($m)? self.layout {
                    placement.$name(visit);
                }
            }
        }

        impl Item {
            #[doc = $doc]
            pub fn $name(&$($m)? self, visit: &mut $visit_type<'_>) {
                match self {
                    Self::Namespace(namespace) => text!([$($m)?] visit, Word::Own, namespace.id),
                    Self::Schema(schema) => {
                        text!([$($m)?] visit, Word::Own, schema.id);
                        option!([$($m)?] visit, NAMESPACE, schema.primary_identity);
                    }
                    Self::MergePolicy(policy) => text!([$($m)?] visit, Word::Own, policy.id),
                    Self::Event(event) => event.$name(visit),
                    Self::Audience(audience) => {
                        text!([$($m)?] visit, Word::Own, audience.id);
                        text!([$($m)?] visit, Word::Expression, audience.rule);
                        option!([$($m)?] visit, MERGE_POLICY, audience.merge_policy);
                    }
                    Self::DataSource(source) => {
                        text!([$($m)?] visit, Word::Own, source.id);
                        for group in &$($m)? source.field_groups {
                            if let Some(schema) = &$($m)? group.schema {
                                visit(format_args!("field_groups.{}.schema", group.name), SCHEMA, &$($m)? schema.0);
                            }
                        }
                    }
                    Self::Action(action) => {
                        text!([$($m)?] visit, Word::Own, action.id);
                        option!([$($m)?] visit, INSTANCE, action.instance);
                        option!([$($m)?] visit, ENDPOINT, action.endpoint);
                    }
                    Self::Endpoint(endpoint) => text!([$($m)?] visit, Word::Own, endpoint.id),
                    Self::CampaignInstance(instance) => text!([$($m)?] visit, Word::Own, instance.id),
                    Self::Channel(channel) => {
                        text!([$($m)?] visit, Word::Own, channel.id);
                        text!([$($m)?] visit, Word::Expression, channel.address);
                        option!([$($m)?] visit, ACTION, channel.provider);
                    }
                    Self::RuleSet(rules) => text!([$($m)?] visit, Word::Own, rules.id),
                    Self::Fragment(fragment) => fragment.$name(visit),
                    Self::DecisionPolicy(policy) => policy.$name(visit),
                    Self::Dataset(dataset) => {
                        text!([$($m)?] visit, Word::Own, dataset.id);
                        option!([$($m)?] visit, SCHEMA, dataset.schema);
                    }
                    Self::Profile(profile) => profile.$name(visit),
                    Self::Environment(environment) => text!([$($m)?] visit, Word::Own, environment.id),
                }
            }
        }

        impl Fragment {
            fn $name(&$($m)? self, visit: &mut $visit_type<'_>) {
                text!([$($m)?] visit, Word::Own, self.id);
                for activity in &$($m)? self.activities {
                    let id = activity.id.clone();
                    activity.$name(&mut |field, word, text| visit(format_args!("activities.{id}.{field}"), word, text));
                }
                for wire in &$($m)? self.connections {
                    wire.$name(&mut |_, word, text| visit(format_args!("connections"), word, text));
                }
                for end in &$($m)? self.ends {
                    end.$name(&mut |_, word, text| visit(format_args!("ends"), word, text));
                }
                for placement in &$($m)? self.layout {
                    placement.$name(&mut |_, word, text| visit(format_args!("layout"), word, text));
                }
            }
        }

        impl Event {
            fn $name(&$($m)? self, visit: &mut $visit_type<'_>) {
                text!([$($m)?] visit, Word::Own, self.id);
                if let super::EventIdType::RuleBased(expression) = &$($m)? self.id_type {
                    visit(format_args!("id_type"), Word::Expression, &$($m)? expression.0);
                }
                option!([$($m)?] visit, SCHEMA, self.schema);
                option!([$($m)?] visit, NAMESPACE, self.namespace);
                text!([$($m)?] visit, Word::Expression, self.profile_identifier);
                if let Some(supplemental) = &$($m)? self.supplemental {
                    supplemental.$name(visit);
                }
            }
        }

        impl DecisionPolicy {
            fn $name(&$($m)? self, visit: &mut $visit_type<'_>) {
                text!([$($m)?] visit, Word::Own, self.id);
                option!([$($m)?] visit, SCHEMA, self.schema);
                let mut number = 0_usize;
                for strategy in &$($m)? self.strategies {
                    let at = format!("strategies.{number}");
                    visit(format_args!("{at}.eligibility"), Word::Expression, &$($m)? strategy.eligibility.0);
                    let mut index = 0_usize;
                    for offer in &$($m)? strategy.offers {
                        let eligibility = &$($m)? offer.eligibility.0;
                        visit(format_args!("{at}.offers.{index}.eligibility"), Word::Expression, eligibility);
                        index += 1;
                    }
                    number += 1;
                }
            }
        }

        impl SupplementalId {
            fn $name(&$($m)? self, visit: &mut $visit_type<'_>) {
                visit(format_args!("supplemental.key"), Word::Expression, &$($m)? self.key.0);
                if let Some(namespace) = &$($m)? self.namespace {
                    visit(format_args!("supplemental.namespace"), NAMESPACE, &$($m)? namespace.0);
                }
            }
        }

        impl Profile {
            fn $name(&$($m)? self, visit: &mut $visit_type<'_>) {
                text!([$($m)?] visit, Word::Own, self.id);
                $keys(&$($m)? self.identities, &mut |id| visit(format_args!("identities"), NAMESPACE, &$($m)? id.0));
                for audience in &$($m)? self.audiences {
                    visit(format_args!("audiences"), AUDIENCE, &$($m)? audience.0);
                }
                for past in &$($m)? self.history {
                    match &$($m)? past.what {
                        Past::Event { event, .. } => visit(format_args!("history"), EVENT, &$($m)? event.0),
                        Past::Entry(rules) => visit(format_args!("history"), RULE_SET, &$($m)? rules.0),
                        Past::Message(_) => {}
                    }
                }
            }
        }

        impl Answerer {
            fn $name(&$($m)? self, field: &str, visit: &mut $visit_type<'_>) {
                match self {
                    Self::Action(id) => visit(format_args!("{field}"), ACTION, &$($m)? id.0),
                    Self::DataSource(id) => visit(format_args!("{field}"), DATA_SOURCE, &$($m)? id.0),
                    Self::Message(id) => visit(format_args!("{field}"), Word::Activity, &$($m)? id.0),
                    Self::DecisionPolicy(id) => visit(format_args!("{field}"), DECISION_POLICY, &$($m)? id.0),
                    Self::Dataset(id) => visit(format_args!("{field}"), DATASET, &$($m)? id.0),
                }
            }
        }

        impl Scenario {
            #[doc = $doc]
            pub fn $name(&$($m)? self, visit: &mut $visit_type<'_>) {
                text!([$($m)?] visit, Word::Own, self.id);
                text!([$($m)?] visit, Word::Journey, self.journey);
                for profile in &$($m)? self.profiles {
                    visit(format_args!("profiles"), PROFILE, &$($m)? profile.0);
                }
                for happening in &$($m)? self.happenings {
                    if let Some(profile) = &$($m)? happening.profile {
                        visit(format_args!("happenings"), PROFILE, &$($m)? profile.0);
                    }
                    match &$($m)? happening.what {
                        What::Event { event, .. } => visit(format_args!("happenings"), EVENT, &$($m)? event.0),
                        What::EnterAudience(audience) | What::LeaveAudience(audience) => {
                            visit(format_args!("happenings"), AUDIENCE, &$($m)? audience.0);
                        }
                        What::React { message, .. } => {
                            visit(format_args!("happenings"), Word::Activity, &$($m)? message.0);
                        }
                        What::Attribute { .. } | What::ReadAudience | What::Pause { .. } | What::Resume => {}
                    }
                }
                for reply in &$($m)? self.replies {
                    reply.from.$name("replies", visit);
                    if let Some(profile) = &$($m)? reply.profile {
                        visit(format_args!("replies"), PROFILE, &$($m)? profile.0);
                    }
                    visit(format_args!("replies"), Word::Expression, &$($m)? reply.when.0);
                }
                for recording in &$($m)? self.recordings {
                    recording.from.$name("recordings", visit);
                    visit(format_args!("recordings"), Word::Expression, &$($m)? recording.key.0);
                }
                for behaviour in &$($m)? self.systems {
                    behaviour.system.$name(visit);
                }
                for reaction in &$($m)? self.reactions {
                    reaction.$name(visit);
                }
                $keys(&$($m)? self.forced, &mut |id| visit(format_args!("forced"), Word::Activity, &$($m)? id.0));
                for branch in self.forced.$keys() {
                    visit(format_args!("forced"), Word::Branch, &$($m)? branch.0);
                }
                for run in &$($m)? self.expect {
                    visit(format_args!("expect"), PROFILE, &$($m)? run.profile.0);
                    if let Some(journey) = &$($m)? run.journey {
                        visit(format_args!("expect"), Word::Journey, &$($m)? journey.0);
                    }
                }
            }
        }
    };
}

walks!(walk, Visit, values, [], "Visits every reference, own id and text in the small language.");
walks!(walk_mut, VisitMut, values_mut, [mut], "Visits every reference, own id and text in the small language, to change it.");

fn values<K, V>(map: &BTreeMap<K, V>, visit: &mut dyn FnMut(&K)) {
    map.keys().for_each(visit);
}

fn values_mut<K: Ord, V>(map: &mut BTreeMap<K, V>, visit: &mut dyn FnMut(&mut K)) {
    *map = std::mem::take(map)
        .into_iter()
        .map(|(mut key, value)| {
            visit(&mut key);
            (key, value)
        })
        .collect();
}
