//! `waymark push`: hands a journey to the server of an environment, and says what state it is to be in there.

use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::{Args, ValueEnum};
use jiff::Timestamp;

use super::subject::Subject;
use super::{Outcome, export};
use crate::check::Cleared;
use crate::edit::{self, version};
use crate::journey::{Environment, JourneyId, LONGEST_PAUSE, Platform, files};
use crate::push::carry_out::{activate, bring, hand_over, look, seen, short};
use crate::push::plan::Step;
use crate::push::{Asked, Client, Despite, Manner, Parcel, Plan, PushError, Shared, Turn, kept, observation};
use crate::secrets::{Keychain, Ordinary};
use crate::wire::{Endpoint, EndpointChange, PauseWish, PausedAction};

/// Arguments of `waymark push`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Journey file; a workspace with one journey.
    pub path: PathBuf,
    /// The environment, by its name or its id, as environments.ron has it.
    #[arg(long, value_name = "ENVIRONMENT")]
    pub to: String,
    /// Only say what would change.
    #[arg(long)]
    pub dry_run: bool,
    /// Let people in by this version from then on: the same as --state live.
    #[arg(long, conflicts_with = "state")]
    pub activate: bool,
    /// What state the journey is to be in. `live` hands this version over and lets people in by it; the others leave the
    /// version that runs there as it is.
    #[arg(long, value_enum)]
    pub state: Option<StateName>,
    /// With --state paused: what becomes of whoever comes to an action (a message, a call, a content decision, an update
    /// of the profile, a jump) meanwhile.
    #[arg(long, value_enum, value_name = "HOW")]
    pub at_actions: Option<AtActions>,
    /// With --state paused: after so many days the journey goes on by itself.
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u32).range(1..=i64::from(LONGEST_PAUSE)))]
    pub days: Option<u32>,
    /// Deploy the journey's endpoints with their caps and throttles, where they are not deployed there as they are here.
    #[arg(long)]
    pub endpoints: bool,
    /// Let people in although the server does not find secrets that the version uses; calls that need them fail then.
    #[arg(long)]
    pub allow_missing_secrets: bool,
    /// Let people in although the server would never send some of the version's calls; these fail then.
    #[arg(long)]
    pub allow_refused_calls: bool,
    /// A certificate that is trusted beside those of this system, as a PEM file.
    #[arg(long, value_name = "FILE")]
    pub trust: Option<PathBuf>,
}

/// A state of a journey, as the command line calls it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum StateName {
    /// People are let in and go on.
    Live,
    /// Nobody is let in; those inside go on up to the next action.
    Paused,
    /// Nobody is let in any more; those inside finish.
    Closed,
    /// Nobody is let in any more; those inside leave at once.
    Stopped,
}

/// What becomes of whoever comes to an action of a paused journey, as the command line calls it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum AtActions {
    /// They wait there until it goes on.
    Hold,
    /// They leave it.
    Discard,
}

/// What is done there.
enum Work {
    /// This version is handed over.
    HandOver(Box<Parcel>, Asked),
    /// What runs there stays the version that it is.
    Turn(Turn),
}

impl Arguments {
    /// What is to become of what runs there; nothing where this version is handed over.
    fn turn(&self) -> Result<Option<Turn>, String> {
        let says_how = self.at_actions.is_some() || self.days.is_some();
        if says_how && self.state != Some(StateName::Paused) {
            return Err("--at-actions and --days say how to pause: they go with --state paused".to_owned());
        }
        Ok(match self.state {
            None | Some(StateName::Live) => None,
            Some(StateName::Paused) => Some(Turn::Pause(says_how.then(|| self.pause()))),
            Some(StateName::Closed) => Some(Turn::Close),
            Some(StateName::Stopped) => Some(Turn::Stop),
        })
    }

    fn pause(&self) -> PauseWish {
        let default = PauseWish::default();
        let at_actions = self.at_actions.map_or(default.at_actions, |at_actions| match at_actions {
            AtActions::Hold => PausedAction::Hold,
            AtActions::Discard => PausedAction::Discard,
        });
        PauseWish { at_actions, days: self.days.unwrap_or(default.days) }
    }
}

/// So long an answer of the server may take.
const ANSWER: Duration = Duration::from_secs(20);

/// So long it may take to unlock the keychain by hand.
const UNLOCKING: Duration = Duration::from_secs(30);

/// Why it goes no further: what was said, and how the command ends.
type Stop = (Outcome, String);

/// Pushes the journey.
pub fn run(arguments: &Arguments) -> Outcome {
    let mut subject = match Subject::open(&arguments.path) {
        Ok(subject) => subject,
        Err(outcome) => return outcome,
    };
    let complaints = subject.complain();
    if complaints != Outcome::Fine {
        eprintln!("waymark: nothing was pushed, because not everything could be read");
        return complaints;
    }
    let Some(journey) = export::journey(&subject, &arguments.path) else { return Outcome::Unreadable };
    match push(arguments, &mut subject, &journey) {
        Ok(()) => Outcome::Fine,
        Err((outcome, words)) => {
            eprintln!("waymark: {words}");
            outcome
        }
    }
}

fn push(arguments: &Arguments, subject: &mut Subject, journey: &JourneyId) -> Result<(), Stop> {
    let turn = arguments.turn().map_err(|words| (Outcome::Unreadable, words))?;
    let environment = environment(subject, &arguments.to, &arguments.path)?;
    let work = match turn {
        // What only changes a state hands no version over, so that no draft goes live by pausing what runs.
        Some(turn) => Work::Turn(turn),
        None => {
            let live = arguments.activate || arguments.state == Some(StateName::Live);
            let parcel = parcel(subject, journey, environment.platform)?;
            let despite = Despite {
                missing_secrets: arguments.allow_missing_secrets,
                refused_calls: arguments.allow_refused_calls,
            };
            let asked = Asked { live, endpoints: arguments.endpoints, despite };
            Work::HandOver(Box::new(parcel), asked)
        }
    };
    let client = client(&environment, arguments.trust.as_deref())?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| (Outcome::OtherSide, error.to_string()))?;
    let place = Place { subject, journey, environment: &environment, client: &client, dry_run: arguments.dry_run };
    runtime.block_on(async {
        match work {
            Work::HandOver(parcel, asked) => place.hand_over(&parcel, asked).await,
            Work::Turn(turn) => place.change(turn).await,
        }
    })
}

/// What is pushed, and where.
struct Place<'a> {
    subject: &'a mut Subject,
    journey: &'a JourneyId,
    environment: &'a Environment,
    client: &'a Client,
    dry_run: bool,
}

impl Place<'_> {
    async fn hand_over(mut self, parcel: &Parcel, asked: Asked) -> Result<(), Stop> {
        let plan = look(self.client, parcel, asked).await.map_err(failed)?;
        super::say(&self.told(parcel, &plan, asked));
        if let Some(state) = plan.is_over {
            let words = format!("this version was {} there, which is final: push another one", state.word());
            return Err((Outcome::OtherSide, words));
        }
        // Before anything is done: what is handed over would wait for nothing.
        if let Some(error) = plan.in_vain() {
            return Err(failed(error));
        }
        if self.dry_run {
            return Ok(());
        }
        hand_over(self.client, parcel, &plan).await.map_err(failed)?;
        if asked.live {
            self.keep(&parcel.hash)?;
        }
        activate(self.client, parcel, &plan).await.map_err(failed)?;
        if asked.live {
            eprintln!("waymark: live on {}", self.environment.name);
        } else {
            let name = &self.environment.name;
            eprintln!("waymark: {name} has this version; nobody is let in by it until it is activated");
        }
        self.note().await
    }

    async fn change(mut self, turn: Turn) -> Result<(), Stop> {
        let state = turn.state();
        if self.dry_run {
            let there = seen(self.client, self.journey).await.map_err(failed)?;
            let now = there.as_ref().and_then(crate::push::carry_out::runs);
            let Some((version, now)) = now else { return Err(failed(PushError::Nothing)) };
            super::say(&format!("version {} is {}, and would be {}\n", short(&version), now.word(), state.word()));
            return Ok(());
        }
        bring(self.client, self.journey, turn).await.map_err(failed)?;
        eprintln!("waymark: {} on {}", state.word(), self.environment.name);
        self.note().await
    }

    /// Writes down which version lets people in from now on, before it does: nothing runs that the workspace does not have.
    fn keep(&mut self, hash: &str) -> Result<(), Stop> {
        if kept(&self.subject.workspace, self.journey).contains_key(hash) {
            return Ok(());
        }
        let unwritten = |words: String| (Outcome::Unreadable, format!("the version cannot be written down: {words}"));
        let edits = version::keep(&self.subject.workspace, self.journey, Timestamp::now());
        edit::apply_all(&mut self.subject.workspace, &edits).map_err(|error| unwritten(error.to_string()))?;
        let root = self.subject.files.root.clone();
        let saved = files::save(&self.subject.workspace, &mut self.subject.files, &root);
        saved.map(drop).map_err(|error| unwritten(error.to_string()))
    }

    /// Looks what runs there, and writes it down.
    async fn note(&mut self) -> Result<(), Stop> {
        // A token that may push need not be one that may read: then nobody knows more than before.
        let Ok(there) = seen(self.client, self.journey).await else { return Ok(()) };
        let seen = there.and_then(|there| observation(&self.environment.id, &there, Timestamp::now()));
        let change = |observed: &mut crate::journey::Observed| match &seen {
            Some(seen) => observed.note(seen.clone()),
            None => observed.forget(&self.environment.id),
        };
        if seen.is_none() && self.subject.files.observed(self.journey).is_none() {
            return Ok(());
        }
        let noted = self.subject.files.observe(self.journey, change);
        noted.map(drop).map_err(|error| (Outcome::Unreadable, error.to_string()))
    }

    /// What a push will change, for people.
    fn told(&self, parcel: &Parcel, plan: &Plan, asked: Asked) -> String {
        let name = &parcel.cleared.definition().journey.name;
        let mut lines = vec![format!("{name} ({}) to {}", short(&parcel.hash), self.environment.name)];
        let versions = kept(&self.subject.workspace, self.journey);
        match &plan.now {
            None => lines.push("nothing of it was activated there".to_owned()),
            Some(now) => {
                let number = versions.get(&now.version).map(|number| format!(", your version {number}"));
                let version = if now.version == parcel.hash { "this version" } else { short(&now.version) };
                lines.push(format!("{version}{} is {} there", number.unwrap_or_default(), now.state.word()));
            }
        }
        if let Some(differences) = &plan.differences {
            lines.extend(differences.to_string().lines().map(|line| format!("  {line}")));
        }
        lines.extend(plan.endpoints.iter().filter(|change| change.tells()).map(endpoint));
        let is_ruled = plan.endpoints.iter().any(|change| change.deployed.is_some());
        if is_ruled && !asked.endpoints {
            lines.push("  what is deployed there rules; --endpoints deploys what stands here".to_owned());
        }
        lines.extend(plan.shared().iter().map(shared));
        lines.extend(
            plan.refusals.iter().map(|refusal| format!("“{}” would never be sent: {}", refusal.name, refusal.why)),
        );
        lines.extend(plan.streams.iter().map(|(name, address)| format!("{name} appends to {address}")));
        lines.extend(plan.tokens.iter().map(|(name, address)| format!("{name} fetches its token from {address}")));
        lines.extend(plan.missing_secrets.iter().map(|name| format!("the server does not find the secret {name}")));
        lines.extend(plan.findings.iter().map(|finding| format!("{}: {}", finding.severity, finding.message)));
        lines.extend(plan.remarks.iter().map(|remark| format!("note: {remark}")));
        let will = if self.dry_run { "would" } else { "will" };
        let steps = plan.steps();
        lines.extend(steps.iter().map(|step| match step {
            Step::HandOver => format!("{will} hand this version over"),
            Step::Deploy(endpoint) => format!("{will} deploy the endpoint {}", endpoint.name),
            Step::Activate(_) => format!("{will} let people in by this version"),
        }));
        if steps.is_empty() {
            lines.push("nothing is to be done".to_owned());
        }
        lines.join("\n") + "\n"
    }
}

/// What holds there for the calls of an endpoint, beside what stands here.
fn endpoint(change: &EndpointChange) -> String {
    let (name, here) = (&change.definition.name, limits(&change.definition));
    match (&change.deployed, change.brought()) {
        (Some(deployed), _) => format!("endpoint {name}: {} deployed there, {here} here", limits(deployed)),
        (None, Some((_, origin))) if change.holds() => {
            format!("endpoint {name}: {here} holds there too, as the journey “{}” brings it", origin.name)
        }
        (None, Some((now, origin))) => {
            let there = limits(now);
            format!("endpoint {name}: {there} there, as the journey “{}” brings it, {here} here", origin.name)
        }
        (None, None) => format!("endpoint {name}: unknown there; it comes with this version, with {here}"),
    }
}

/// That a limit becomes another one for other journeys too.
fn shared(change: &Shared<'_>) -> String {
    let Shared { name, from, to, journeys } = change;
    let kind = match (from, to) {
        (Some(from), Some(to)) if from.cap.is_some() && to.cap.is_some() => "cap",
        (Some(from), Some(to)) if from.throttle.is_some() && to.throttle.is_some() => "throttle",
        _ => "limit",
    };
    let (what, before, after) = if change.is_about_calls() {
        let calls = |endpoint: &Option<&Endpoint>| endpoint.map_or(String::new(), |it| it.url_pattern.clone());
        (format!("the calls for which the {kind} of {name} holds"), calls(from), calls(to))
    } else {
        let limit = |endpoint: &Option<&Endpoint>| endpoint.map_or("no limit".to_owned(), limits);
        (format!("the {kind} of {name}"), limit(from), limit(to))
    };
    let many = if journeys.len() == 1 { ("journey", "uses") } else { ("journeys", "use") };
    let names: Vec<String> = journeys.iter().map(|name| format!("“{name}”")).collect();
    format!("this changes {what} from {before} to {after}, which the {} {} {} too", many.0, names.join(", "), many.1)
}

fn limits(endpoint: &Endpoint) -> String {
    let mut words = Vec::new();
    if let Some(cap) = &endpoint.cap {
        words.push(format!("at most {} calls per {} ms", cap.max_calls, cap.period_ms));
    }
    if let Some(throttle) = &endpoint.throttle {
        words.push(format!("{} calls per second", throttle.max_throughput));
    }
    if words.is_empty() { "no limit".to_owned() } else { words.join(", ") }
}

/// The environment of this name or id, where it has a server.
fn environment(subject: &Subject, wanted: &str, path: &Path) -> Result<Environment, Stop> {
    let known = &subject.workspace.inventory.environments;
    let by_name = |environment: &&Environment| environment.name.trim().eq_ignore_ascii_case(wanted.trim());
    let found =
        known.iter().find(|environment| environment.id.as_str() == wanted).or_else(|| known.iter().find(by_name));
    let Some(environment) = found else {
        let names: Vec<String> = known.iter().map(|environment| format!("“{}”", environment.name)).collect();
        let names = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
        let words = format!("there is no environment “{wanted}”; environments.ron has {names}");
        return Err((Outcome::Unreadable, words));
    };
    if environment.platform != Platform::Waymark {
        let words = format!(
            "“{}” is Journey Optimizer, which takes no journey by API: build it by hand from the sheet that `waymark export {} \
             --to build-sheet` writes",
            environment.name,
            path.display()
        );
        return Err((Outcome::Unreadable, words));
    }
    if environment.url.trim().is_empty() {
        let words =
            format!("“{}” says no address; fill in the url of its server in environments.ron", environment.name);
        return Err((Outcome::Unreadable, words));
    }
    Ok(environment.clone())
}

fn parcel(subject: &Subject, journey: &JourneyId, platform: Platform) -> Result<Parcel, Stop> {
    match Cleared::new(&subject.workspace, journey, platform, Timestamp::now()) {
        Ok(cleared) => Ok(Parcel::new(cleared)),
        Err(report) => {
            export::list_errors(&report);
            let words = format!("nothing was pushed, because errors stand on the platform {}", platform.name());
            Err((Outcome::Findings, words))
        }
    }
}

fn client(environment: &Environment, trust: Option<&Path>) -> Result<Client, Stop> {
    let mut manner = Manner { answer_within: ANSWER, ..Manner::default() };
    if let Some(path) = trust {
        manner.trusted.push(files::read_text(path).map_err(|error| (Outcome::Unreadable, error.to_string()))?);
    }
    let token = if environment.token.as_str().is_empty() {
        None
    } else {
        let places = Ordinary::new(Keychain::of_this_system(UNLOCKING));
        Some(places.find(&environment.token).map_err(|missing| (Outcome::Unreadable, missing.to_string()))?)
    };
    let client =
        Client::new(&environment.url, token, &manner).map_err(|error| (Outcome::OtherSide, error.to_string()))?;
    if std::io::stderr().is_terminal() {
        eprintln!("waymark: asking {}", client.url());
    }
    Ok(client)
}

fn failed(error: PushError) -> Stop {
    (Outcome::OtherSide, error.to_string())
}
