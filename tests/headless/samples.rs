//! The samples: whole, in the one form, clean, complete, and doing what their scenarios say.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use jiff::Timestamp;
use waymark::check::Checker;
use waymark::exchange::json;
use waymark::journey::files::{self, Opened};
use waymark::journey::{
    Activity, ActivityId, Authentication, Definition, EventIdType, Inventory, JourneyId, Kind, Platform, Port,
    Scenario, Test, Wait, Workspace,
};
use waymark::simulate::{Status, Trace, dry_run, expectation};

use crate::workspace_files::content;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("journeys")
}

fn samples() -> &'static Opened {
    static SAMPLES: OnceLock<Opened> = OnceLock::new();
    SAMPLES.get_or_init(|| files::open(&folder()).unwrap())
}

fn workspace() -> &'static Workspace {
    &samples().workspace
}

fn activities() -> impl Iterator<Item = &'static Activity> {
    workspace().journeys.values().flat_map(|journey| &journey.activities)
}

/// Every scenario with its trace.
fn traces() -> &'static [(Arc<Scenario>, Trace)] {
    static TRACES: OnceLock<Vec<(Arc<Scenario>, Trace)>> = OnceLock::new();
    TRACES.get_or_init(|| {
        let run = |scenario: &Arc<Scenario>| (Arc::clone(scenario), dry_run(workspace(), scenario).unwrap());
        workspace().scenarios.values().map(run).collect()
    })
}

#[test]
fn the_samples_open_whole_and_stand_in_the_one_form() {
    assert!(samples().files.damaged.is_empty(), "{:?}", samples().files.damaged);
    let elsewhere = tempfile::tempdir().unwrap();
    let mut opened = files::open(&folder()).unwrap();
    files::save(&opened.workspace, &mut opened.files, elsewhere.path()).unwrap();
    let relative = |root: &Path| -> BTreeMap<PathBuf, String> {
        let text = |bytes| String::from_utf8(bytes).unwrap();
        let files = content(root).into_iter();
        files.map(|(path, bytes)| (path.strip_prefix(root).unwrap().to_owned(), text(bytes))).collect()
    };
    let (here, there) = (relative(&folder()), relative(elsewhere.path()));
    for (path, text) in &here {
        assert_eq!(Some(text), there.get(path), "{} is not as it would be saved", path.display());
    }
    assert_eq!(here.len(), there.len());
    let again = files::save(&opened.workspace, &mut opened.files, elsewhere.path()).unwrap();
    assert!(again.written.is_empty() && again.removed.is_empty());
}

#[test]
fn the_samples_are_clean_on_both_platforms() {
    // Before every date that a sample waits for: that of the scenarios, and a year later.
    let days = ["2026-01-05T09:00:00Z", "2027-01-04T09:00:00Z"].map(|day| day.parse::<Timestamp>().unwrap());
    for (platform, today) in [Platform::Ajo, Platform::Waymark].into_iter().flat_map(|it| days.map(|day| (it, day))) {
        let report = Checker::new().check(workspace(), platform, today);
        let said: Vec<&str> = report.findings.iter().map(|finding| finding.message.as_str()).collect();
        assert_eq!((report.errors(), report.warnings()), (0, 0), "{platform:?}: {said:#?}");
    }
}

#[test]
fn each_sample_has_eight_activities_two_branches_two_scenarios_and_a_place_for_every_card() {
    for journey in workspace().journeys.values() {
        let name = &journey.name;
        let branches = |activity: &Activity| {
            activity.kind.ports().iter().filter(|port| matches!(port, Port::Branch(_) | Port::Other)).count()
        };
        assert!(journey.activities.len() >= 8, "{name}");
        assert!(journey.activities.iter().map(branches).sum::<usize>() >= 2, "{name}");
        let scenarios = workspace().scenarios.values().filter(|scenario| scenario.journey == journey.id);
        assert!(scenarios.count() >= 2, "{name}");
        assert_eq!(journey.layout.len(), journey.activities.len(), "{name}");
    }
}

#[test]
fn together_the_samples_use_every_activity_every_wait_every_test_and_every_channel() {
    let used: BTreeSet<String> = activities().map(|activity| what(&activity.kind)).collect();
    let wanted = [
        "business event",
        "campaign",
        "condition: data",
        "condition: date",
        "condition: experiment",
        "condition: profile cap",
        "condition: split",
        "condition: targeting",
        "condition: time",
        "content decision",
        "custom action",
        "dataset lookup",
        "event",
        "event with a timeout",
        "jump",
        "message: CodeBased",
        "message: ContentCard",
        "message: DirectMail",
        "message: Email",
        "message: InApp",
        "message: Push",
        "message: Sms",
        "message: Web",
        "message: WhatsApp",
        "multi action",
        "qualification",
        "reaction",
        "read audience",
        "update",
        "wait: custom",
        "wait: date",
        "wait: duration",
        "wait: send time",
    ];
    assert_eq!(used.iter().map(String::as_str).collect::<Vec<_>>(), wanted);
    let html = activities().filter(|activity| matches!(&activity.kind, Kind::Message(mail) if !mail.html.is_empty()));
    assert!(html.count() >= 3);
    let actions = &workspace().inventory.actions;
    let called: BTreeSet<_> = actions.iter().map(|action| action.destination).collect();
    assert_eq!(called.len(), 4, "Campaign v7, v8, Standard, and a system of somebody else: {called:?}");
    let token = |authentication: &Authentication| matches!(authentication, Authentication::Custom(_));
    assert!(actions.iter().any(|action| token(&action.authentication)), "an OAuth2 token is fetched");
    let generated = |kind: &EventIdType| matches!(kind, EventIdType::SystemGenerated(_));
    assert!(workspace().inventory.events.iter().any(|event| generated(&event.id_type)));
    assert!(workspace().journeys.values().any(|journey| journey.properties.use_profile_zone));
    assert!(workspace().journeys.values().any(|journey| !journey.properties.exit_criteria.is_empty()));
}

fn what(kind: &Kind) -> String {
    match kind {
        Kind::Event(event) if event.timeout.is_some() => "event with a timeout".to_owned(),
        Kind::Event(_) => "event".to_owned(),
        Kind::BusinessEvent(_) => "business event".to_owned(),
        Kind::AudienceQualification(_) => "qualification".to_owned(),
        Kind::ReadAudience(_) => "read audience".to_owned(),
        Kind::Reaction(_) => "reaction".to_owned(),
        Kind::Wait(Wait::Duration(_)) => "wait: duration".to_owned(),
        Kind::Wait(Wait::Date(_)) => "wait: date".to_owned(),
        Kind::Wait(Wait::Custom(_)) => "wait: custom".to_owned(),
        Kind::Wait(Wait::SendTime(_)) => "wait: send time".to_owned(),
        Kind::Condition(condition) => match condition.test {
            Test::Data(_) => "condition: data".to_owned(),
            Test::Time(_) => "condition: time".to_owned(),
            Test::Date(_) => "condition: date".to_owned(),
            Test::Split(_) => "condition: split".to_owned(),
            Test::Experiment(_) => "condition: experiment".to_owned(),
            Test::Targeting(_) => "condition: targeting".to_owned(),
            Test::ProfileCap(_) => "condition: profile cap".to_owned(),
        },
        Kind::ContentDecision(_) => "content decision".to_owned(),
        Kind::DatasetLookup(_) => "dataset lookup".to_owned(),
        Kind::Jump(_) => "jump".to_owned(),
        Kind::Message(message) => format!("message: {:?}", message.medium),
        Kind::MultiAction(_) => "multi action".to_owned(),
        Kind::CustomAction(_) => "custom action".to_owned(),
        Kind::Campaign(_) => "campaign".to_owned(),
        Kind::UpdateProfile(_) => "update".to_owned(),
    }
}

#[test]
fn every_scenario_comes_out_as_it_says_and_a_second_time_the_same() {
    for (scenario, trace) in traces() {
        assert!(!scenario.expect.is_empty(), "{} expects nothing", scenario.name);
        let differences = expectation::compare(&scenario.expect, trace);
        assert!(differences.is_empty(), "{}: {differences:#?}", scenario.name);
        assert_eq!(&dry_run(workspace(), scenario).unwrap(), trace, "{}", scenario.name);
    }
}

#[test]
fn the_scenarios_take_every_path_that_can_be_taken() {
    let mut taken: BTreeSet<(JourneyId, ActivityId, Port)> = BTreeSet::new();
    for run in traces().iter().flat_map(|(_, trace)| &trace.runs) {
        for step in run.steps.iter().filter(|step| step.status != Status::Waiting) {
            taken.insert((run.journey.clone(), step.activity.clone(), step.port().unwrap_or_default()));
        }
    }
    let mut open = Vec::new();
    for journey in workspace().journeys.values() {
        for activity in &journey.activities {
            for port in activity.kind.ports() {
                let path = (journey.id.clone(), activity.id.clone(), port.clone());
                if !taken.contains(&path) && !fails_never(activity, &port) {
                    open.push(format!("{}: {} {port:?}", journey.name, activity.id));
                }
            }
        }
    }
    let beyond_a_dry_run = [
        // The cap counts to 1,000, and four people do not come back so often within 91 days.
        "Near the store: condition-cap6 Other",
        "Near the store: push-hll8 Next",
        "Near the store: push-hll8 Error",
        // Calls over a cap are not part of a dry run of single people.
        r#"Voucher by text: condition-why7 Branch(BranchId("path-cppd"))"#,
        // Nobody is welcomed twice, so nobody is sent to the voucher twice.
        "Welcome and confirmation: jump-vch5 Error",
    ];
    assert_eq!(open, beyond_a_dry_run);
}

/// Error paths of steps that ask nobody: neither clock, chance nor the person's own data fail.
fn fails_never(activity: &Activity, port: &Port) -> bool {
    let asks_nobody = match &activity.kind {
        Kind::UpdateProfile(_) => true,
        Kind::Condition(condition) => match &condition.test {
            Test::Data(paths) => !paths.iter().any(|path| path.expression.as_str().contains("#{Weather")),
            _ => true,
        },
        _ => false,
    };
    port == &Port::Error && asks_nobody
}

#[test]
fn a_definition_does_what_the_sample_does_from_which_it_was_made() {
    for (scenario, trace) in traces() {
        let definition = Definition::of(workspace(), &scenario.journey).unwrap();
        let read = json::read(&json::write(&definition)).unwrap();
        let mut alone = read.workspace();
        let profiles = workspace().inventory.profiles.clone();
        alone.inventory = Arc::new(Inventory { profiles, ..read.inventory.clone() });
        let from_definition = dry_run(&alone, scenario).unwrap();
        // Where it jumps, the other journey is not there: its own runs are the same.
        let mut own = trace.clone();
        own.runs.retain(|run| run.journey == scenario.journey);
        assert_eq!(from_definition, own, "{}", scenario.name);
    }
}

#[test]
fn everybody_in_the_samples_lives_at_example_com() {
    for (path, bytes) in content(&folder()) {
        let text = String::from_utf8(bytes).unwrap();
        let ends = |c: char| c.is_whitespace() || "\"',;()<>/:".contains(c);
        for (at, _) in text.match_indices('@') {
            let before = text[..at].chars().next_back().is_some_and(char::is_alphanumeric);
            let domain = text[at + 1..].split(ends).next().unwrap_or_default();
            assert!(!before || domain.ends_with("example.com"), "{domain} in {}", path.display());
        }
        for (at, scheme) in text.match_indices("https://") {
            let host = text[at + scheme.len()..].split(ends).next().unwrap_or_default();
            // Campaign Standard is only ever reached at an address of the product's own.
            let known = host.ends_with("example.com") || host == "alder.campaign.adobe.com";
            assert!(known, "{host} in {}", path.display());
        }
    }
}
