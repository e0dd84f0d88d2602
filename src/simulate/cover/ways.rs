//! What has to be so that somebody takes a way out of a step, kind by kind of step.

use biodivine_lib_bdd::Bdd;

use crate::journey::{
    Action, ActionCall, Audience, AudienceQualification, BranchId, Channel, Condition, Event, EventActivity, ExitWhen,
    Journey, Kind, Message, Port, Test,
};

use super::build::{Hazard, Own, address, rule, wait_expression};
use super::collect::sound;
use super::logic::{Logic, Truth};
use super::model::{Act, Ask, Chance, Out, Reason, asks_outside, profile_exits};
use super::shape::Shape;
use super::term::{FAILURE, Key, STATUS};

/// One step, to be said in diagrams.
struct Saying<'s, 'a> {
    logic: &'s Logic<'a>,
    own: &'s Own,
    journey: &'s Journey,
    index: usize,
    /// Under which parts were gathered whose answer is another at each place.
    place: &'s str,
}

/// The chances of each way out of a step.
pub(super) fn of(logic: &Logic<'_>, own: &Own, journey: &Journey, shape: &Shape<'_>, index: usize) -> Vec<Vec<Chance>> {
    let planned = &shape.steps[index];
    let activity = planned.activity;
    let say = Saying { logic, own, journey, index, place: activity.id.as_str() };
    let chances = |out: &Out| -> Vec<Chance> {
        if index == 0 {
            return vec![chance(Act::Nothing, Vec::new())];
        }
        match &activity.kind {
            Kind::Condition(condition) => say.condition(condition, out),
            Kind::BusinessEvent(_) | Kind::ReadAudience(_) => vec![chance(Act::Nothing, Vec::new())],
            Kind::Wait(_) => {
                let broken = wait_expression(activity).is_some_and(|expression| sound(expression).is_none());
                if broken { Vec::new() } else { vec![chance(Act::Waited, vec![Ask::Pass])] }
            }
            Kind::Event(event) => say.event(event, out),
            Kind::AudienceQualification(qualification) => say.qualification(qualification, out),
            Kind::Reaction(reaction) => {
                let Some(message) = &reaction.message else { return Vec::new() };
                let came = chance(Act::Reacted(message.clone(), reaction.reaction), vec![Ask::Pass]);
                listened(vec![came], reaction.timeout.is_some(), reaction.timeout_path, out)
            }
            Kind::Message(message) => say.message(message, out),
            Kind::MultiAction(_) => say.several(out),
            Kind::CustomAction(call) | Kind::Campaign(call) => say.call(call, out),
            Kind::UpdateProfile(update) => {
                let hazard =
                    update.fields.iter().any(|field| field.value.is_empty() || Hazard::of(logic, &field.value).fails);
                say.action(
                    out,
                    vec![(Act::Nothing, Vec::new())],
                    if hazard { vec![(Act::Broke, Vec::new())] } else { Vec::new() },
                )
            }
            Kind::Jump(_) => {
                let pass = || vec![Ask::Pass];
                say.action(out, vec![(Act::Jumped(true), pass())], vec![(Act::Jumped(false), pass())])
            }
            Kind::ContentDecision(_) | Kind::DatasetLookup(_) => vec![chance(Act::Consulted, vec![Ask::Pass])],
        }
    };
    planned.ways.iter().map(|way| chances(&way.out)).collect()
}

fn chance(act: Act, asks: Vec<Ask>) -> Chance {
    Chance { act, asks }
}

/// What listens: something comes, or nothing does in time.
fn listened(came: Vec<Chance>, ends: bool, timeout_path: bool, out: &Out) -> Vec<Chance> {
    let late = chance(Act::Late, vec![Ask::Pass]);
    match out {
        Out::By(Port::Next) if ends && !timeout_path => came.into_iter().chain([late]).collect(),
        Out::By(Port::Next) => came,
        Out::By(Port::Timeout) if ends => vec![late],
        _ => Vec::new(),
    }
}

impl Saying<'_, '_> {
    fn only(&self, meant: Bdd) -> Ask {
        Ask::Only(meant, Reason::Step(self.index))
    }

    /// An action: exit criteria over the person are looked at first.
    fn action(&self, out: &Out, well: Vec<(Act, Vec<Ask>)>, badly: Vec<(Act, Vec<Ask>)>) -> Vec<Chance> {
        let chances = match out {
            Out::By(Port::Next) => well,
            Out::By(Port::Error) => badly,
            _ => Vec::new(),
        };
        let exits = profile_exits(self.journey, self.logic);
        let with_exits = |asks: Vec<Ask>| exits.iter().cloned().chain(asks).collect();
        chances.into_iter().map(|(act, asks)| chance(act, with_exits(asks))).collect()
    }

    fn condition(&self, condition: &Condition, out: &Out) -> Vec<Chance> {
        match &condition.test {
            Test::Data(paths) | Test::Targeting(paths) => {
                let outside = paths
                    .iter()
                    .filter_map(|path| sound(&path.expression))
                    .any(|tree| asks_outside(&self.logic.asked, &tree));
                let Some(meant) = self.by_data(paths, out) else { return Vec::new() };
                let asks = if outside { vec![Ask::Pass, self.only(meant)] } else { vec![self.only(meant)] };
                vec![chance(if outside { Act::Answered } else { Act::Nothing }, asks)]
            }
            Test::Time(_) | Test::Date(_) => self.by_clock(&condition.test, out),
            test @ (Test::Split(_) | Test::Experiment(_)) => match out {
                Out::By(Port::Branch(id)) if is_drawn(test, id) => {
                    vec![chance(Act::Drawn(id.clone()), Vec::new())]
                }
                Out::Leaves => vec![chance(Act::DrawnNothing, Vec::new())],
                _ => Vec::new(),
            },
            Test::ProfileCap(cap) => match out {
                Out::By(Port::Branch(_)) if cap.limit > 0 => vec![chance(Act::Counted(true), vec![Ask::Pass])],
                Out::By(Port::Other) => vec![chance(Act::Counted(false), vec![Ask::Pass])],
                _ => Vec::new(),
            },
        }
    }

    /// From top to bottom: the first that fits is taken, the first that fails ends it.
    fn by_data(&self, paths: &[crate::journey::DataPath], out: &Out) -> Option<Bdd> {
        let (mut open, mut failed) = (self.logic.anything(), self.logic.nothing());
        for path in paths {
            let truth = match sound(&path.expression) {
                Some(tree) => self.logic.truth(&tree, self.place),
                None => Truth { yes: self.logic.nothing(), fails: self.logic.anything() },
            };
            if *out == Out::By(Port::Branch(path.id.clone())) {
                return Some(open.and(&truth.yes));
            }
            failed = failed.or(&open.and(&truth.fails));
            open = open.and_not(&truth.yes).and_not(&truth.fails);
        }
        match out {
            Out::By(Port::Error) => Some(failed),
            Out::By(Port::Other) | Out::Leaves => Some(open),
            Out::By(_) => None,
        }
    }

    fn by_clock(&self, test: &Test, out: &Out) -> Vec<Chance> {
        let position = self.own.clocks.iter().position(|index| *index == self.index);
        let (Some(question), Some(field)) = (position, self.logic.asked.index.get(&Key::Clock)) else {
            return Vec::new();
        };
        let ids: Vec<_> = match test {
            Test::Time(paths) => paths.iter().map(|path| &path.id).collect(),
            Test::Date(paths) => paths.iter().map(|path| &path.id).collect(),
            _ => Vec::new(),
        };
        let wanted = match out {
            Out::By(Port::Branch(id)) => ids.iter().position(|known| *known == id),
            Out::By(Port::Other) | Out::Leaves => Some(ids.len()),
            Out::By(_) => None,
        };
        let Some(wanted) = wanted.and_then(|wanted| u16::try_from(wanted).ok()) else { return Vec::new() };
        let regions = &self.logic.asked.fields[*field].regions;
        let meant = self.logic.among(*field, |region| regions[region].answers[question] == wanted);
        vec![chance(Act::Nothing, vec![self.only(meant)])]
    }

    fn event(&self, listens: &EventActivity, out: &Out) -> Vec<Chance> {
        let inventory = self.logic.asked.terms.inventory;
        let Some(event) = listens.event.as_ref().and_then(|id| inventory.get::<Event>(id)) else { return Vec::new() };
        let mut asks = vec![
            Ask::Pass,
            Ask::Anew(self.fields(|key| matches!(key, Key::Event { event: name, .. } if *name == event.name))),
        ];
        if let Some(rule) = rule(event) {
            asks.push(self.only(self.logic.truth(&rule, "rule").yes));
        }
        for (index, criterion) in self.journey.properties.exit_criteria.iter().enumerate() {
            let ExitWhen::Event { event: Some(id), condition } = &criterion.when else { continue };
            if *id != event.id {
                continue;
            }
            let stays = match sound(condition) {
                Some(tree) => self.logic.truth(&tree, "exit").yes.not(),
                None if condition.is_empty() => self.logic.nothing(),
                // What cannot be read is never met.
                None => self.logic.anything(),
            };
            asks.push(Ask::Only(stays, Reason::Exit(index)));
        }
        let came = chance(Act::Came(event.id.clone()), asks);
        listened(vec![came], listens.timeout.is_some(), listens.timeout_path, out)
    }

    fn fields(&self, is_meant: impl Fn(&Key) -> bool) -> Vec<usize> {
        let index = self.logic.asked.index.iter();
        index.filter(|(key, _)| is_meant(key)).map(|(_, field)| *field).collect()
    }

    fn qualification(&self, listens: &AudienceQualification, out: &Out) -> Vec<Chance> {
        let inventory = self.logic.asked.terms.inventory;
        let Some(audience) = listens.audience.as_ref().and_then(|id| inventory.get::<Audience>(id)) else {
            return Vec::new();
        };
        let member = self.logic.member(&audience.name);
        let mut came = Vec::new();
        for entered in [true, false] {
            if !crate::run::instance::counts(listens.behaviour.unwrap_or_default(), entered) {
                continue;
            }
            let mut asks = vec![Ask::Burst, self.only(if entered { member.clone() } else { member.not() })];
            for (index, criterion) in self.journey.properties.exit_criteria.iter().enumerate() {
                if let ExitWhen::Audience { audience: Some(id), behaviour } = &criterion.when
                    && *id == audience.id
                    && crate::run::instance::counts(*behaviour, entered)
                {
                    asks.push(Ask::Only(self.logic.nothing(), Reason::Exit(index)));
                }
            }
            came.push(chance(Act::Moved(audience.id.clone(), entered), asks));
        }
        listened(came, listens.timeout.is_some(), listens.timeout_path, out)
    }

    fn message(&self, message: &Message, out: &Out) -> Vec<Chance> {
        let inventory = self.logic.asked.terms.inventory;
        let channel = message.channel.as_ref().and_then(|id| inventory.get::<Channel>(id));
        let asks_consent = channel.is_none_or(Channel::asks_consent);
        let mut sendable = self.logic.anything();
        // Whether nobody can tell who gets one: caps count what was sent before, contents are chosen by chance or
        // rules.
        let mut vague =
            message.optimization.is_some() || (asks_consent && !message.medium.is_inbound() && self.is_capped(message));
        if asks_consent && let Some(field) = self.logic.asked.index.get(&Key::Consent(message.medium)) {
            sendable = sendable.and(&self.logic.is(*field, 1));
        }
        match &self.own.addresses[self.index] {
            Some(place) => sendable = sendable.and(&self.logic.answer(place).yes),
            None => vague |= address(message, channel).is_some(),
        }
        let unsendable = if vague { self.logic.anything() } else { sendable.not() };
        // Held until its hour, or until a source has answered.
        let variants = message.variants();
        let wordings = variants.iter().flat_map(|variant| message.wordings_of(variant));
        let texts = wordings.flat_map(|wording| [wording.subject, wording.body, wording.html]);
        let expressions = message.languages.as_ref().map(|languages| &languages.chosen_by);
        let expressions = expressions.into_iter().chain(address(message, channel));
        let texts = texts.map(|text| Hazard::of_text(self.logic, text.as_str()));
        let hazard = texts.fold(Hazard::default(), Hazard::and);
        let hazard = expressions.map(|text| Hazard::of(self.logic, text)).fold(hazard, Hazard::and);
        // Held, as it may be, until its hour, until quiet hours are over, or until a source has answered.
        let may_be_held = hazard.waits || message.send_time.is_some() || self.is_capped(message);
        let holds = [false, true].into_iter().filter(|held| !held || may_be_held);
        let (mut well, mut badly) = (Vec::new(), Vec::new());
        for held in holds {
            let before = || held.then_some(Ask::Pass).into_iter();
            let sent = |taken| {
                let asks = before().chain([self.only(sendable.clone()), Ask::Pass]);
                (Act::Sent { taken }, asks.collect::<Vec<_>>())
            };
            well.extend([sent(true), (Act::Nothing, before().chain([self.only(unsendable.clone())]).collect())]);
            badly.push(sent(false));
            if hazard.fails || message.optimization.is_some() {
                badly.push((Act::Broke, before().collect()));
            }
        }
        self.action(out, well, badly)
    }

    fn is_capped(&self, message: &Message) -> bool {
        let sets = &self.logic.asked.terms.inventory.rule_sets;
        sets.iter().any(|set| set.active && (set.global || message.rule_set.as_ref() == Some(&set.id)))
    }

    fn several(&self, out: &Out) -> Vec<Chance> {
        let sent = |taken| (Act::Sent { taken }, vec![Ask::Pass]);
        self.action(out, vec![sent(true)], vec![sent(false)])
    }

    fn call(&self, call: &ActionCall, out: &Out) -> Vec<Chance> {
        let inventory = self.logic.asked.terms.inventory;
        let Some(action) = call.action.as_ref().and_then(|id| inventory.get::<Action>(id)) else {
            return self.action(out, Vec::new(), vec![(Act::Broke, Vec::new())]);
        };
        let texts = std::iter::once(&call.path).chain(call.values.values());
        let hazard = texts.map(|text| Hazard::of(self.logic, text)).fold(Hazard::default(), Hazard::and);
        let before = || if hazard.waits { vec![Ask::Pass] } else { Vec::new() };
        let answered = |well: bool| {
            let asks = before().into_iter().chain([
                Ask::Pass,
                Ask::Anew(self.replies(&action.name)),
                self.only(self.reply(&action.name, well)),
            ]);
            (Act::Called { well }, asks.collect())
        };
        let mut badly = vec![answered(false)];
        if hazard.fails {
            badly.push((Act::Broke, before()));
        }
        self.action(out, vec![answered(true)], badly)
    }

    fn replies(&self, action: &str) -> Vec<usize> {
        self.fields(|key| matches!(key, Key::Reply { action: name, .. } if name == action))
    }

    /// What a reply looks like: a good one has no failure in it, a bad one nothing else.
    fn reply(&self, action: &str, well: bool) -> Bdd {
        let mut meant = self.logic.anything();
        for place in &self.own.nothing {
            let Key::Reply { action: name, path } = &self.logic.asked.fields[place.field].key else { continue };
            if name != action {
                continue;
            }
            let nothing = self.logic.answer(place).yes;
            if path == STATUS {
                meant = meant.and_not(&nothing);
            } else if path.starts_with(FAILURE) == well {
                meant = meant.and(&nothing);
            }
        }
        for (name, place) in &self.own.success {
            if name == action {
                let success = self.logic.answer(place).yes;
                meant = if well { meant.and(&success) } else { meant.and_not(&success) };
            }
        }
        meant
    }
}

/// Whether chance ever draws a path, or everybody gets it once no winner was found: those above it may leave it
/// nothing.
pub(super) fn is_drawn(test: &Test, id: &BranchId) -> bool {
    let (held, fallback) = match test {
        Test::Experiment(experiment) => {
            let fallback = experiment.scaling.as_ref().and_then(|scaling| scaling.fallback.as_ref());
            (experiment.holdout, fallback.is_some_and(|fallback| fallback.treatment.as_ref() == Some(id)))
        }
        _ => (0, false),
    };
    let mut from = u64::from(held);
    for path in test.shares().unwrap_or_default() {
        if path.id == *id {
            return fallback || (path.share > 0 && from < 10_000);
        }
        from += u64::from(path.share);
    }
    false
}
