//! The build sheet says everything that has to be typed, says it in the platform's own terms, and says it in order.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use proptest::prelude::{ProptestConfig, proptest};
use waymark::check::Report;
use waymark::exchange::build_sheet;
use waymark::expression::template::{self, Part};
use waymark::journey::{
    Action, Activity, Audience, Authentication, BodyType, CacheDuration, Channel, Credential, Dataset, DecisionPolicy,
    Definition, Event, Kind, Namespace, Object, Port, RuleSet, Schema, Test, TokenCache, Wait, Word, files,
};

use crate::arbitrary;

pub fn definitions() -> Vec<Definition> {
    let opened = files::open(&Path::new(env!("CARGO_MANIFEST_DIR")).join("journeys")).expect("the samples");
    opened.workspace.journeys.keys().filter_map(|id| Definition::of(&opened.workspace, id)).collect()
}

pub fn sheet(definition: &Definition) -> String {
    build_sheet::write(definition, &Report::default())
}

pub fn sheets() -> Vec<(Definition, String)> {
    definitions().into_iter().map(|definition| (definition.clone(), sheet(&definition))).collect()
}

/// The sheet as the document writes it: without the tenant id, and without the functions that turn what the platform
/// keeps into what the document means.
fn in_terms_of_the_document(sheet: &str) -> String {
    let mut text = sheet.replace("_tenant.", "");
    for function in ["toDateTimeOnly(", "toDuration(", "toInteger("] {
        for reference in ["@event{", "#{"] {
            while let Some(start) = text.find(&format!("{function}{reference}")) {
                let close = start + text[start..].find("})").expect("a reference ends") + 1;
                text.replace_range(close..=close, "");
                text.replace_range(start..start + function.len(), "");
            }
        }
    }
    text
}

/// What the sheet says of one activity: from its heading to the next.
pub fn section<'a>(sheet: &'a str, label: &str) -> &'a str {
    let heading = format!(". {label}\n");
    let canvas = &sheet[sheet.find("## The canvas").expect("the canvas")..];
    let start = canvas.find(&heading).unwrap_or_else(|| panic!("{label} is missing"));
    let rest = &canvas[start..];
    rest[2..].find("\n##").map_or(rest, |end| &rest[..end + 2])
}

#[test]
fn every_step_stands_on_the_sheet_with_its_label_and_every_expression() {
    for (definition, sheet) in sheets() {
        let plain = in_terms_of_the_document(&sheet);
        for activity in &definition.journey.activities {
            let section = section(&plain, &activity.label);
            activity.walk(&mut |field, word, text| {
                let shown = text.replace('|', "\\|");
                if word == Word::Expression && !text.is_empty() {
                    assert!(section.contains(&shown), "{} lacks {field}: {text}", activity.label);
                }
            });
        }
    }
}

#[test]
fn a_token_is_kept_in_the_unit_in_which_it_was_stated() {
    let (mut definition, _) =
        sheets().into_iter().find(|(_, sheet)| sheet.contains("\"timeUnit\"")).expect("a sample with a token");
    for action in &mut definition.inventory.actions {
        if let Authentication::Custom(custom) = &mut action.authentication {
            custom.cache = TokenCache::For(CacheDuration::Months(6));
        }
    }
    let text = sheet(&definition);
    assert!(text.contains("\"duration\": 6") && text.contains("\"timeUnit\": \"months\""), "{text}");
}

#[test]
fn every_field_that_a_sample_sets_stands_with_its_step() {
    for (definition, sheet) in sheets() {
        for activity in &definition.journey.activities {
            let section = section(&sheet, &activity.label);
            for wanted in set_fields(&definition, activity) {
                assert!(section.contains(&wanted), "{}: {wanted} is missing in\n{section}", activity.label);
            }
        }
    }
}

/// What a person has to find in the section of an activity, by kind.
fn set_fields(definition: &Definition, activity: &Activity) -> Vec<String> {
    // Expressions call what a step fetches by its label on the platform: there the name takes its place.
    let field = if activity.kind.output().is_some() { "What it does" } else { "Label" };
    let mut wanted = vec![format!("| {field} | {} |", activity.label)];
    wanted.extend(activity.kind.timeout().map(|timeout| format!("| Define the event timeout | {timeout} |")));
    if activity.kind.timeout().is_some() {
        wanted.push(format!("| Set a timeout path | {} |", yes_no(activity.kind.timeout_path())));
    }
    let error = "Add an alternative path in case of a timeout or an error";
    wanted.extend(activity.kind.error_path().map(|path| format!("| {error} | {} |", yes_no(path))));
    match &activity.kind {
        Kind::Event(event) => wanted.push(format!("Events > {}", name::<Event>(definition, &event.event))),
        Kind::BusinessEvent(event) => wanted.push(format!("Events > {}", name::<Event>(definition, &event.event))),
        Kind::AudienceQualification(entry) => {
            wanted.push(name::<Audience>(definition, &entry.audience));
            wanted.push(format!("| Behaviour | {:?} |", entry.behaviour.expect("chosen")));
            wanted.extend(entry.namespace.is_some().then(|| name::<Namespace>(definition, &entry.namespace)));
        }
        Kind::ReadAudience(entry) => {
            wanted.push(name::<Audience>(definition, &entry.audience));
            wanted.push(name::<Namespace>(definition, &entry.namespace));
            wanted.push(format!("{} profiles a second", entry.reading_rate));
            wanted.extend(entry.waves.iter().map(|waves| format!("| Number of waves | {} |", waves.waves.len())));
        }
        Kind::Reaction(reaction) => {
            let message = reaction.message.as_ref().and_then(|id| definition.journey.activity(id)).expect("a message");
            wanted.push(format!("({})", message.label));
            wanted.push(format!("| What | {:?} |", reaction.reaction));
        }
        Kind::Wait(Wait::Duration(duration)) => wanted.push(format!("| Duration | {duration} |")),
        Kind::Wait(Wait::Date(until)) => wanted.push(format!("toDateTimeOnly(\"{until}\")")),
        // Expressions have a test of their own.
        Kind::Wait(Wait::Custom(_)) => wanted.push("| Wait type | Custom |".to_owned()),
        Kind::Wait(Wait::SendTime(wait)) => {
            wanted.push("| Wait type | Send-time optimization |".to_owned());
            wanted.push(format!("| Send within the next | {} hours |", wait.within_hours));
        }
        Kind::Condition(condition) => wanted.extend(paths(&condition.test)),
        Kind::ContentDecision(decision) => {
            wanted.push(format!("| Add decision policy | {} |", name::<DecisionPolicy>(definition, &decision.policy)));
            wanted.push(format!("| Label | `{}` |", decision.name));
        }
        Kind::DatasetLookup(lookup) => {
            wanted.push(format!("| Dataset | {} |", name::<Dataset>(definition, &lookup.dataset)));
            wanted.push(format!("| Label | `{}` |", lookup.name));
            wanted.extend(lookup.fields.iter().map(|field| format!("{field}`")));
        }
        Kind::Jump(jump) => {
            let target = definition.targets.iter().find(|target| Some(&target.journey) == jump.target.as_ref());
            wanted.push(format!("| Journey | {} |", target.expect("a target").name));
            wanted.push(name::<Event>(definition, &jump.entry));
            wanted.extend(jump.mapping.keys().map(|path| format!("`_tenant.{path}`")));
        }
        Kind::Message(message) => {
            wanted.push(name::<Channel>(definition, &message.channel).replace(' ', "_"));
            wanted.extend(message.rule_set.is_some().then(|| name::<RuleSet>(definition, &message.rule_set)));
            wanted.extend(
                message.send_time.iter().map(|time| format!("| Send within the next | {} hours |", time.within_hours)),
            );
            wanted.extend(
                message.promise.iter().map(|promise| format!("| within {promise} of what triggers the journey |")),
            );
            wanted.extend(
                [message.track_opens.then_some("| Track opens | yes |")].into_iter().flatten().map(str::to_owned),
            );
            wanted.extend(
                [message.track_clicks.then_some("| Track clicks | yes |")].into_iter().flatten().map(str::to_owned),
            );
            for wording in message.wordings().skip(1) {
                wanted.push(format!("Locale `{}`:", wording.language));
            }
            wanted.extend(message.wordings().map(|wording| wording.unsubscribe.to_owned()));
            let texts = message.wordings().flat_map(|wording| [wording.subject, wording.body, wording.html]);
            for text in texts.map(|text| text.as_str()) {
                wanted.extend(template::parse(text).parts.iter().filter_map(|part| match part {
                    Part::Text(span) => Some(span.of(text).trim().to_owned()),
                    Part::Slot(_) => None,
                }));
            }
        }
        Kind::MultiAction(multi) => {
            wanted.extend(multi.messages.iter().map(|message| message.body.as_str().to_owned()));
        }
        Kind::CustomAction(call) | Kind::Campaign(call) => {
            let action = call.action.as_ref().and_then(|id| definition.inventory.get::<Action>(id)).expect("an action");
            let standard = action.destination == waymark::journey::Destination::CampaignStandard;
            wanted.push(if standard { action.template.clone() } else { format!("Actions > {}", action.name) });
            wanted.extend(call.values.keys().map(|name| name.rsplit('.').next().unwrap_or_default().to_owned()));
        }
        Kind::UpdateProfile(update) => {
            wanted.push(name::<Schema>(definition, &update.schema));
            wanted.push(format!("| Dataset | {} |", update.dataset));
            wanted.extend(update.fields.iter().map(|field| format!("{}`", field.field)));
        }
    }
    wanted
}

fn paths(test: &Test) -> Vec<String> {
    let row = |index: usize, label: &str, value: String| format!("| Path {} “{label}” | {value}", index + 1);
    match test {
        Test::Data(paths) | Test::Targeting(paths) => {
            paths.iter().enumerate().map(|(n, path)| row(n, &path.label, String::new())).collect()
        }
        Test::Time(paths) => paths
            .iter()
            .enumerate()
            .map(|(n, path)| row(n, &path.label, path.hours.map_or_else(String::new, |hours| hours.from.to_string())))
            .collect(),
        Test::Date(paths) => paths
            .iter()
            .enumerate()
            .map(|(n, path)| row(n, &path.label, path.from.map_or_else(String::new, |day| day.to_string())))
            .collect(),
        Test::Experiment(experiment) => {
            let shares = experiment.treatments.iter().enumerate();
            shares
                .map(|(index, path)| row(index, &path.label, format!("{}.{:02} %", path.share / 100, path.share % 100)))
                .collect()
        }
        Test::Split(paths) => paths
            .iter()
            .enumerate()
            .map(|(n, path)| row(n, &path.label, format!("{}.{:02} %", path.share / 100, path.share % 100)))
            .collect(),
        Test::ProfileCap(cap) => vec![row(0, &cap.label, format!("the first {} people", cap.limit))],
    }
}

fn name<T: Object>(definition: &Definition, id: &Option<T::Id>) -> String {
    let object = id.as_ref().and_then(|id| definition.inventory.get::<T>(id));
    object.expect("the samples refer to what exists").name().to_owned()
}

fn yes_no(value: bool) -> &'static str {
    if value { "yes" } else { "no" }
}

#[test]
fn every_way_out_leads_to_a_step_or_an_end() {
    for (definition, sheet) in sheets() {
        let ways: usize = definition.journey.activities.iter().map(|activity| activity.kind.ports().len()).sum();
        let led = sheet.lines().filter(|line| line.contains(": step ") || line.contains(": End")).count();
        assert!(led >= ways, "{}: {led} of {ways} ways out lead somewhere", definition.journey.name);
        for end in &definition.journey.ends {
            assert!(sheet.contains(&format!("labelled “{}”", end.label)), "the end '{}' is missing", end.label);
        }
    }
}

#[test]
fn wires_lead_down_the_page_and_the_first_path_stands_first() {
    for (definition, sheet) in sheets() {
        let journey = &definition.journey;
        let number = |label: &str| -> usize {
            let line = sheet.lines().find(|line| line.starts_with("### ") && line.ends_with(&format!(". {label}")));
            let digits = line.and_then(|line| line.strip_prefix("### ")).and_then(|line| line.split('.').next());
            digits.and_then(|digits| digits.parse().ok()).expect("a numbered heading")
        };
        for activity in &journey.activities {
            let mut last = number(&activity.label);
            for port in activity.kind.ports() {
                for wire in journey.leaving(&activity.id, &port) {
                    let target = journey.activity(&wire.to).expect("wires lead somewhere");
                    assert!(number(&target.label) > number(&activity.label), "{} leads up", activity.label);
                    let alone = journey.connections.iter().filter(|other| other.to == wire.to).count() == 1;
                    if alone && matches!(port, Port::Branch(_) | Port::Other) {
                        assert!(number(&target.label) > last, "{}: {port:?} stands too early", activity.label);
                        last = number(&target.label);
                    }
                }
            }
        }
    }
}

#[test]
fn every_field_of_ones_own_that_the_sheet_names_is_a_row_of_a_schema() {
    for (definition, sheet) in sheets() {
        let rows: Vec<&str> =
            sheet.lines().filter_map(|line| line.strip_prefix("| `_tenant.")?.split('`').next()).collect();
        let is_row = |path: &str| rows.iter().any(|row| path == *row || path.starts_with(&format!("{row}.")));
        for (at, _) in sheet.match_indices("_tenant.") {
            let path: String = sheet[at + "_tenant.".len()..]
                .chars()
                .take_while(|c| c.is_alphanumeric() || matches!(c, '.' | '_'))
                .collect();
            assert!(is_row(path.trim_end_matches('.')), "{}: {path} has no row", definition.journey.name);
        }
    }
}

#[test]
fn schemas_are_made_of_types_that_their_editor_has_and_say_which_field_identifies() {
    const TYPES: [&str; 7] = ["String", "Integer", "Double", "Boolean", "Date", "DateTime", "Object"];
    let mut seen = BTreeSet::new();
    for (definition, sheet) in sheets() {
        let tables = sheet.split("| Field | Field group | Type |").skip(1);
        for row in tables.flat_map(|table| table.lines().skip(2).take_while(|line| line.starts_with("| `"))) {
            let kind = row.split(" | ").nth(2).expect("a type").trim_end_matches(", as an Array");
            assert!(TYPES.contains(&kind), "{row}");
            seen.insert(kind.to_owned());
        }
        for schema in definition.inventory.schemas.iter().filter(|schema| schema.primary_identity.is_some()) {
            let start = sheet.find(&format!("### Schema: {}\n", schema.name)).expect("the schema");
            let table = &sheet[start..start + sheet[start..].find("\n### ").unwrap_or(sheet.len() - start)];
            let identity = format!("*Primary identity* | `_tenant.{}` |", schema.identity_field);
            assert!(table.contains(&identity), "{}", schema.name);
            assert!(table.contains("| Profile | o"), "{}: on or off?", schema.name);
        }
    }
    assert!(seen.len() >= 6, "{seen:?}");
    let unused = |sheet: &str| sheet.contains("Not needed for this journey: ");
    assert!(sheets().iter().any(|(_, sheet)| unused(sheet)));
}

#[test]
fn names_of_configurations_have_no_blanks_and_what_nobody_wrote_down_is_said_to_be_open() {
    for (definition, sheet) in sheets() {
        for channel in &definition.inventory.channels {
            let start = sheet.find(&format!("### Channel configuration: {}\n", channel.name)).expect("the channel");
            let table = &sheet[start..start + sheet[start + 3..].find("\n##").expect("more follows")];
            let name = table.split("| Name | `").nth(1).and_then(|rest| rest.split('`').next()).expect("a name");
            let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-');
            assert!(name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.chars().all(plain), "{name}");
            assert!(table.contains("to be decided by the administrator"), "{table}");
        }
    }
}

#[test]
fn the_sheet_names_secrets_and_holds_the_bodies_of_the_limits() {
    let text: String = sheets().into_iter().map(|(_, sheet)| sheet).collect();
    assert!(text.contains("<secret SMS_CLIENT_SECRET>"));
    assert!(text.contains("\"maxCallsCount\": 700") && text.contains("\"maxThroughput\": 250"));
    assert!(text.contains("POST https://platform.adobe.io/journey/orchestration/endpointConfigs"));
}

#[test]
fn metrics_labels_and_marketing_actions_reach_the_sheet() {
    let sample = definitions().into_iter().find(|definition| definition.journey.name == "Cart abandonment");
    let mut definition = sample.expect("the sample");
    definition.journey.properties.metrics = vec!["Purchases".to_owned()];
    definition.journey.properties.access_labels = vec!["C3".to_owned(), "Store".to_owned()];
    for action in &mut definition.inventory.actions {
        action.required_marketing_action = "SMS Targeting".to_owned();
        if let Authentication::Custom(custom) = &mut action.authentication {
            custom.body_type = BodyType::Json;
            custom.body = [("app.id".to_owned(), Credential::Plain("journeys".to_owned()))].into();
        }
    }
    for activity in &mut definition.journey.activities {
        if let Kind::CustomAction(call) = &mut activity.kind {
            call.additional_marketing_action = "Cart reminder".to_owned();
        }
    }
    for endpoint in &mut definition.inventory.endpoints {
        endpoint.throttle = Some(waymark::journey::Throttle { description: "Night".to_owned(), max_throughput: 300 });
    }
    let sheet = sheet(&definition);
    for said in [
        "| Journey metrics | Purchases |",
        "| Manage access: labels | C3, Store |",
        "| Required marketing action | `SMS Targeting` |",
        "| Additional marketing action | `Cart reminder` |",
        "\"description\": \"Night\"",
        "\"app\": {\n        \"id\": \"journeys\"",
    ] {
        assert!(sheet.contains(said), "{said} is missing");
    }
}

#[test]
fn what_cannot_be_pasted_is_said_beside_its_step() {
    let sample = definitions().into_iter().find(|definition| definition.journey.name == "Application left unfinished");
    let mut definition = sample.expect("the sample");
    let until = definition.journey.activities.iter_mut().find(|activity| activity.label == "Two days before it lapses");
    until.expect("the wait").kind = Kind::Wait(Wait::Custom(
        "@event{ApplicationStopped.application.deadline, defaultValue: date(\"2026-02-01T09:00:00\")}".into(),
    ));
    let large = definition.journey.activities.iter_mut().find(|activity| activity.label == "A large loan?");
    if let Kind::Condition(condition) = &mut large.expect("the condition").kind
        && let Test::Data(paths) = &mut condition.test
    {
        paths[0].expression = "@journey{currentNodeName} == \"here\"".into();
    }
    let sheet = sheet(&definition);
    let wait = section(&sheet, "Two days before it lapses");
    assert!(wait.contains("put `toDateTimeOnly( … )` around the whole"), "{wait}");
    let condition = section(&sheet, "A large loan?");
    assert!(condition.contains("pick *Journey properties > currentNodeName* in its place"), "{condition}");
}

#[test]
fn a_ring_of_steps_has_a_page_too() {
    let mut definition = definitions().remove(0);
    let last = definition.journey.activities.last().expect("steps").id.clone();
    let steps: Vec<_> = definition.journey.activities.iter().map(|activity| activity.id.clone()).collect();
    for wire in &mut definition.journey.connections {
        wire.to = last.clone();
    }
    let sheet = sheet(&definition);
    assert_eq!(sheet.matches("| Palette | ").count(), steps.len());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn any_journey_has_a_page(mut workspace in arbitrary::workspace(), journey in arbitrary::journey()) {
        let id = journey.id.clone();
        workspace.journeys.insert(id.clone(), Arc::new(journey));
        let definition = Definition::of(&workspace, &id).expect("it was put there");
        // Everything, whether it is reached or not: most of what arbitrary journeys refer to dangles.
        let definition = Definition { inventory: (*workspace.inventory).clone(), ..definition };
        let steps = definition.journey.activities.len();
        assert_eq!(sheet(&definition).matches("| Palette | ").count(), steps);
    }
}
