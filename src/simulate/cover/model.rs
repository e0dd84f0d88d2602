//! A journey as steps between which knowledge about a person travels: what each way out asks, and where time passes, so
//! that whatever is live may be otherwise afterwards.
//!
//! It says at least what [`crate::run`] does: whoever can take a way there can take it here.

use biodivine_lib_bdd::{Bdd, BddVariable};

use crate::journey::{
    Activity, ActivityId, AudienceId, BranchId, EventId, ExitWhen, Inventory, Journey, Port, ReactionKind,
};

use super::collect::{Collected, sound};
use super::logic::{Assignment, Logic};

/// A step that somebody may come to.
#[derive(Debug)]
pub(super) struct Step<'a> {
    pub activity: &'a Activity,
    pub ways: Vec<Way>,
}

/// A way out of a step, to one of the steps where it leads.
#[derive(Debug)]
pub(super) struct Way {
    pub out: Out,
    /// Where it leads; `None` where the path ends.
    pub target: Option<usize>,
    /// Whether it leads back to where people have been.
    pub back: bool,
    /// The variable that says that it is taken; none for the only way.
    pub taken: Option<BddVariable>,
    /// What may happen so that it is taken; none where nothing may.
    pub chances: Vec<Chance>,
}

/// How a way is called.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Out {
    /// By a port.
    By(Port),
    /// Out of the journey, since no path fits or since the person is held out.
    Leaves,
}

/// One of the things by which a way is taken.
#[derive(Clone, Debug)]
pub(super) struct Chance {
    pub act: Act,
    pub asks: Vec<Ask>,
}

/// What the world does.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Act {
    /// Nothing.
    Nothing,
    /// External sources answer, or do not.
    Answered,
    /// Chance chooses this.
    Drawn(BranchId),
    /// Chance chooses nothing.
    DrawnNothing,
    /// A place in a capped path is free, or all are taken.
    Counted(bool),
    /// Time passes.
    Waited,
    /// The message is handed over: taken, or not.
    Sent { taken: bool },
    /// The call is answered well, or not.
    Called { well: bool },
    /// The platform answers what it holds.
    Consulted,
    /// The jump is made, or refused.
    Jumped(bool),
    /// The event comes.
    Came(EventId),
    /// The person enters or leaves the audience.
    Moved(AudienceId, bool),
    /// The person reacts.
    Reacted(ActivityId, ReactionKind),
    /// Nothing comes until the time is over.
    Late,
    /// An expression fails.
    Broke,
}

/// What happens to knowledge on the way.
#[derive(Clone, Debug)]
pub(super) enum Ask {
    /// Only these go on.
    Only(Bdd, Reason),
    /// Time passes.
    Pass,
    /// Time passes, and what changes does so at once: the person goes on before exit criteria see it.
    Burst,
    /// These fields get new values.
    Anew(Vec<usize>),
}

/// Why only some go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Reason {
    /// The way in.
    Entry,
    /// What the step asks.
    Step(usize),
    /// An exit criterion.
    Exit(usize),
    /// Nothing was there before.
    Before,
}

/// An exit criterion over an audience: whoever changes so is out.
#[derive(Debug)]
pub(super) struct Leaving {
    pub member: Bdd,
    pub entrances: bool,
    pub exits: bool,
}

/// A journey as knowledge travels through it.
#[derive(Debug)]
pub(super) struct Model<'a> {
    pub journey: &'a Journey,
    pub inventory: &'a Inventory,
    pub logic: Logic<'a>,
    /// In an order in which ways lead onwards; the entry first.
    pub steps: Vec<Step<'a>>,
    /// What is known of whoever comes in.
    pub start: Vec<Ask>,
    pub leaving: Vec<Leaving>,
    /// Whether some way leads back.
    pub is_cyclic: bool,
}

impl Model<'_> {
    /// What is known afterwards, with the reasons that count.
    pub(super) fn after(&self, known: &Bdd, asks: &[Ask], counts: &dyn Fn(Reason) -> bool) -> Bdd {
        asks.iter()
            .fold(known.clone(), |known, ask| if known.is_false() { known } else { self.step(&known, ask, counts) })
    }

    /// What is known after one of them.
    pub(super) fn step(&self, known: &Bdd, ask: &Ask, counts: &dyn Fn(Reason) -> bool) -> Bdd {
        match ask {
            Ask::Only(meant, reason) if counts(*reason) => known.and(meant),
            Ask::Only(..) => known.clone(),
            Ask::Anew(fields) => self.logic.forget(known, fields),
            Ask::Pass => self.pass(known, counts),
            Ask::Burst => self.logic.forget_changing(known),
        }
    }

    /// Time passes: whatever is live may change, but for what would have taken the person out.
    fn pass(&self, known: &Bdd, counts: &dyn Fn(Reason) -> bool) -> Bdd {
        let mut parts = vec![(known.clone(), self.logic.anything())];
        for (index, leaving) in self.leaving.iter().enumerate() {
            if !counts(Reason::Exit(index)) || parts.len() > 16 {
                continue;
            }
            let mut split = Vec::new();
            for (part, later) in parts {
                let (inside, outside) = (part.and(&leaving.member), part.and_not(&leaving.member));
                let stays = if leaving.exits { later.and(&leaving.member) } else { later.clone() };
                let keeps_out = if leaving.entrances { later.and_not(&leaving.member) } else { later };
                split.extend([(inside, stays), (outside, keeps_out)].into_iter().filter(|(part, _)| !part.is_false()));
            }
            parts = split;
        }
        let moved = parts.into_iter().map(|(part, later)| self.logic.forget_changing(&part).and(&later));
        moved.fold(self.logic.nothing(), |all, part| all.or(&part))
    }

    /// Who may have been before, so that this is how they are after one of them.
    pub(super) fn before(&self, ask: &Ask, after: &Assignment) -> Bdd {
        match ask {
            Ask::Only(..) => self.logic.fixed(after, |_, _| true),
            Ask::Anew(fields) => self.logic.fixed(after, |field, _| !fields.contains(&field)),
            Ask::Burst => self.logic.fixed(after, |_, key| !key.changes()),
            Ask::Pass => {
                let mut before = self.logic.fixed(after, |_, key| !key.changes());
                for leaving in &self.leaving {
                    let inside = self.logic.holds(after, &leaving.member);
                    if leaving.exits && !inside {
                        before = before.and_not(&leaving.member);
                    }
                    if leaving.entrances && inside {
                        before = before.and(&leaving.member);
                    }
                }
                before
            }
        }
    }

    /// What is known of whoever comes in.
    pub(super) fn known_at_start(&self, counts: &dyn Fn(Reason) -> bool) -> Bdd {
        self.after(&self.logic.anything(), &self.start, counts)
    }
}

/// Everything counts.
pub(super) fn all(_: Reason) -> bool {
    true
}

/// The criteria of a journey over audiences.
pub(super) fn leaving(journey: &Journey, logic: &Logic<'_>) -> Vec<Leaving> {
    let criteria = journey.properties.exit_criteria.iter();
    let of = |when: &ExitWhen| match when {
        ExitWhen::Audience { audience: Some(id), behaviour } => {
            let name = &logic.asked.terms.inventory.get::<crate::journey::Audience>(id)?.name;
            let counts = |entered| crate::run::instance::counts(*behaviour, entered);
            Some(Leaving { member: logic.member(name), entrances: counts(true), exits: counts(false) })
        }
        _ => None,
    };
    // Where there is none the place stays, so that places are those of the criteria.
    let none = || Leaving { member: logic.nothing(), entrances: false, exits: false };
    criteria.map(|criterion| of(&criterion.when).unwrap_or_else(none)).collect()
}

/// The conditions of the criteria over the person that are looked at before actions.
pub(super) fn profile_exits(journey: &Journey, logic: &Logic<'_>) -> Vec<Ask> {
    let criteria = journey.properties.exit_criteria.iter().enumerate();
    let asks = criteria.filter_map(|(index, criterion)| {
        let ExitWhen::Profile(expression) = &criterion.when else { return None };
        let tree = sound(expression)?;
        let truth = logic.truth(&tree, "exit");
        (!asks_outside(&logic.asked, &tree)).then(|| Ask::Only(truth.yes.not(), Reason::Exit(index)))
    });
    asks.collect()
}

/// Whether an expression asks external sources.
pub(super) fn asks_outside(asked: &Collected<'_>, expr: &crate::expression::Expr) -> bool {
    let mut outside = false;
    expr.visit(&mut |part| {
        if let crate::expression::ExprKind::Field(reference) = &part.kind {
            outside |= asked.terms.question(reference).is_some();
        }
    });
    outside
}
