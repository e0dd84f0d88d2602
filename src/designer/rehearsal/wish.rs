//! What can be wished of the test run, and how a wish changes the scenario that is being prepared.

use jiff::Timestamp;

use crate::journey::{ActivityId, BranchId, Happening, ProfileId, Reply, Scenario, ScenarioId};

/// A wish about the test run.
#[derive(Clone, Debug, PartialEq)]
pub enum Rehearse {
    /// Run it (again) and look at its end.
    Run,
    /// Take the path away from the canvas.
    Close,
    /// Begin anew, with every test profile and nothing else; what was set up waits aside.
    Reset,
    /// Go on with this that somebody set up of their own and left; what was set up meanwhile waits aside.
    Resume(ScenarioId),
    /// What was set up or changed is not wanted after all.
    Forget,
    /// Look at this run.
    Choose(usize),
    /// Look at this step of the run.
    Look(usize),
    /// One step further.
    Forward,
    /// One step back.
    Back,
    /// Let it go on by itself, or stop.
    Play(bool),
    /// Other profiles, happenings, replies, times, seed or splits.
    Change(Box<Change>),
    /// Take a saved scenario, as it was left; what was set up waits aside.
    Load(ScenarioId),
    /// Save it under this name, with what came out as its expectation.
    Save(String),
    /// Call the saved scenario otherwise.
    Rename(String),
    /// What came out is what the saved scenario expects from now on.
    TakeAsExpected,
}

/// A change of the scenario that is being prepared; it is no edit of the document until it is saved.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// Whether a test profile takes part.
    TakesPart(ProfileId, bool),
    /// Where chance begins.
    Seed(u64),
    /// Where virtual time begins.
    Start(Timestamp),
    /// Where it is broken off; `None` after 91 days.
    Until(Option<Timestamp>),
    /// Something that happens.
    Add(Happening),
    /// Something else happens, or at another time.
    Replace(usize, Happening),
    /// It does not happen after all.
    RemoveHappening(usize),
    /// What another system answers; in the place of an answer that is there, or as one more.
    Answer(Option<usize>, Box<Reply>),
    /// It answers by its sample again.
    RemoveReply(usize),
    /// The path of a split that everybody takes; `None` leaves it to chance.
    Force(ActivityId, Option<BranchId>),
}

impl Change {
    /// Whose run the change is about, where it is about one person.
    pub fn person(&self) -> Option<&ProfileId> {
        match self {
            Self::Add(happening) | Self::Replace(_, happening) => happening.profile.as_ref(),
            Self::Answer(_, reply) => reply.profile.as_ref(),
            _ => None,
        }
    }

    /// Carries it out.
    pub(super) fn apply(self, scenario: &mut Scenario) {
        match self {
            Self::TakesPart(profile, true) => takes_part(scenario, profile),
            Self::TakesPart(profile, false) => scenario.profiles.retain(|known| known != &profile),
            Self::Seed(seed) => scenario.seed = seed,
            Self::Start(start) => scenario.start = start,
            Self::Until(until) => scenario.until = until,
            Self::Add(happening) => add(scenario, happening),
            Self::Replace(index, happening) => {
                if index < scenario.happenings.len() {
                    drop(scenario.happenings.remove(index));
                    add(scenario, happening);
                }
            }
            Self::RemoveHappening(index) => {
                if index < scenario.happenings.len() {
                    drop(scenario.happenings.remove(index));
                }
            }
            Self::Answer(index, reply) => match index.and_then(|index| scenario.replies.get_mut(index)) {
                Some(known) => *known = *reply,
                None => scenario.replies.push(*reply),
            },
            Self::RemoveReply(index) => {
                if index < scenario.replies.len() {
                    drop(scenario.replies.remove(index));
                }
            }
            Self::Force(split, Some(branch)) => drop(scenario.forced.insert(split, branch)),
            Self::Force(split, None) => drop(scenario.forced.remove(&split)),
        }
    }
}

/// Who is among them.
pub(super) fn takes_part(scenario: &mut Scenario, profile: ProfileId) {
    if !scenario.profiles.contains(&profile) {
        scenario.profiles.push(profile);
        scenario.profiles.sort();
    }
}

/// In order of time; behind what happens at the same moment. To whom something happens, takes part.
fn add(scenario: &mut Scenario, happening: Happening) {
    if let Some(profile) = &happening.profile {
        takes_part(scenario, profile.clone());
    }
    let at = happening.after.milliseconds();
    let index = scenario.happenings.partition_point(|known| known.after.milliseconds() <= at);
    scenario.happenings.insert(index, happening);
}
