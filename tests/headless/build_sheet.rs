//! The build sheet says everything that has to be typed, says it in the platform's own terms, and says it in order.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use proptest::prelude::{ProptestConfig, proptest};
use waymark::check::Report;
use waymark::exchange::build_sheet;
use waymark::expression::template::{self, Part};
use waymark::journey::{
    Action, Activity, Audience, Authentication, BodyType, CacheDuration, Channel, Content, ContentExperiment,
    ContentRule, ContentTargeting, Credential, Dataset, DecisionPolicy, Definition, Event, Fallback, Kind, Namespace,
    Object, Optimization, Port, Purpose, RuleSet, Scaling, Schema, SplitPath, Test, TokenCache, Treatment, Wait, Word,
    files,
};

use crate::arbitrary;

fn definitions() -> Vec<Definition> {
    let opened = files::open(&Path::new(env!("CARGO_MANIFEST_DIR")).join("journeys")).expect("the samples");
    opened.workspace.journeys.keys().filter_map(|id| Definition::of(&opened.workspace, id)).collect()
}

fn sheet(definition: &Definition) -> String {
    build_sheet::write(definition, &Report::default())
}

fn sheets() -> Vec<(Definition, String)> {
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
fn section<'a>(sheet: &'a str, label: &str) -> &'a str {
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

fn sample(name: &str) -> Definition {
    definitions().into_iter().find(|definition| definition.journey.name == name).expect("the sample")
}

fn step<'a>(definition: &'a mut Definition, label: &str) -> &'a mut Activity {
    definition.journey.activities.iter_mut().find(|step| step.label == label).expect("the step")
}

/// Asserts that the text has these parts, one after another.
fn in_this_order(text: &str, parts: &[&str]) {
    let mut rest = text;
    for part in parts {
        let at = rest.find(part).unwrap_or_else(|| panic!("“{part}” does not follow in\n{text}"));
        rest = &rest[at + part.len()..];
    }
}

#[test]
fn a_jumps_target_is_announced_before_anything_is_built() {
    let sheet = sheet(&sample("Welcome and confirmation"));
    in_this_order(
        &sheet,
        &[
            "## Before the canvas",
            "### Journey to publish first: Voucher by text",
            "from a build sheet of its own (`voucher-by-text.md`",
            "step 12 (On to the voucher)",
            "| It starts with the event | `Purchase` |",
            "| Its namespace, the same as here | Customer number |",
            "`_tenant.kind`, `_tenant.order.id`, `_tenant.order.total`",
            "### Schema",
            "## The canvas",
        ],
    );
    let jump = section(&sheet, "On to the voucher");
    assert!(jump.contains("the other fields of the target's event are left empty"), "{jump}");
    assert!(jump.contains("see *Before the canvas*"), "{jump}");
}

#[test]
fn what_two_journeys_share_is_added_to_and_not_made_twice() {
    let sheet = sheet(&sample("Welcome and confirmation"));
    in_this_order(&sheet, &["only lacks fields, add them", "has another type", "take another name", "## Before"]);
}

#[test]
fn a_configuration_says_for_which_steps_it_is_and_why_they_write() {
    let row = |definition: &Definition| {
        let sheet = sheet(definition);
        sheet.lines().find(|line| line.starts_with("| SMS type |")).expect("the row").to_owned()
    };
    let mut definition = sample("Welcome and confirmation");
    assert!(row(&definition).starts_with("| SMS type | Transactional, for step 5 (Reminder by text): "));
    let texts = |channel: &&mut Channel| channel.name == "Alder service texts";
    let channel = definition.inventory.channels.iter_mut().find(texts).expect("the channel");
    channel.purpose = Some(Purpose::Marketing);
    assert!(row(&definition).contains("| Marketing, for step 5"), "{}", row(&definition));
    assert!(sheet(&definition).contains("who replies STOP gets nothing more from this number"));
    definition.inventory.channels.iter_mut().find(texts).expect("the channel").purpose = None;
    assert!(row(&definition).contains("| not decided: the administrator asks"), "{}", row(&definition));
    let sheet = sheet(&definition);
    in_this_order(&sheet, &["- Channel configuration: Alder service texts: ", "SMS type", "## Before the canvas"]);
}

#[test]
fn the_way_out_of_a_marketing_email_is_described_word_by_word() {
    let mut definition = sample("Cart abandonment");
    let cart = sheet(&definition);
    let mail = section(&cart, "You left something");
    in_this_order(
        mail,
        &[
            "| Category, where the pane asks for it | Marketing |",
            "one *HTML* component",
            "a *Text* component with `Unsubscribe`",
            "*One click Opt-out*, URL `https://store.example.com/unsubscribed`",
            "does not count for step 7 (Clicked the link?)",
            "*Sync with HTML* switched off",
            "keep it at the end",
            "every address except that of the unsubscribe link",
        ],
    );
    let lacking = "No link to unsubscribe is written down for step 6 (You left something)";
    assert!(!sheet(&definition).contains(lacking));
    let Kind::Message(message) = &mut step(&mut definition, "You left something").kind else { panic!("a message") };
    message.unsubscribe.clear();
    assert!(sheet(&definition).contains(lacking));
    let welcome = sheet(&sample("Welcome and confirmation"));
    assert!(!section(&welcome, "Please confirm").contains("One click"), "nobody unsubscribes from a confirmation");
    assert!(!welcome.contains("No link to unsubscribe"));
}

#[test]
fn a_link_that_comes_from_data_as_a_whole_needs_its_domain_allowed() {
    let welcome = sheet(&sample("Welcome and confirmation"));
    let said = "let Adobe's support allow `store.example.com` for links";
    assert!(section(&welcome, "Please confirm").contains(said));
    assert!(!sheet(&sample("Cart abandonment")).contains("let Adobe's support allow"));
}

#[test]
fn a_step_without_a_name_is_called_by_what_it_does() {
    let mut definition = sample("Welcome and confirmation");
    step(&mut definition, "Let the profile settle").label.clear();
    let sheet = sheet(&definition);
    assert!(sheet.contains("### 2. Wait 5 minutes\n"), "{}", section(&sheet, "Registered"));
    assert!(sheet.contains("next: step 2 (Wait 5 minutes)"));
    assert!(!sheet.contains("wait-prf3"));
}

#[test]
fn texts_are_pasted_whole_and_an_event_is_known_by_its_number() {
    let sheet = sheet(&sample("Cart abandonment"));
    in_this_order(
        &sheet,
        &["## The canvas", "Messages know an event by a number", ": `ID of CartAbandoned`.", "### 1."],
    );
    let push = section(&sheet, "Reminder in the app");
    let head = "{% let value1 = head(context.journey.events.`ID of CartAbandoned`._tenant.cart.items).name %}";
    assert!(push.contains(&format!("{head}{{%= value1 ?: \"Your article\" %}} is still there.")), "{push}");
    let mail = section(&sheet, "You left something");
    in_this_order(
        mail,
        &[
            "<b>{{context.journey.events.`ID of CartAbandoned`._tenant.cart.total}} EUR</b>",
            "carts/{{{context.journey.events.`ID of CartAbandoned`._tenant.cart.id}}}\"",
            "shows the number as the record has it",
            "*Sync with HTML*",
            "{{{context.journey.events.`ID of CartAbandoned`._tenant.cart.total}}} EUR",
        ],
    );
    assert!(!sheet.contains("A mark such as [1]"));
}

#[test]
fn who_tests_is_told_what_every_path_needs() {
    let cart = sheet(&sample("Cart abandonment"));
    let test = &cart[cart.find("### Test and publish").expect("the test")..];
    for said in [
        "Empty, or false, before every run: `_tenant.shop.lastReminder`",
        "For step 5 (Reminder in the app): a device",
        "The audience “Gold members”: make `loyalty.points >= 1000` true before the run",
    ] {
        assert!(test.contains(said), "{said} is missing in\n{test}");
    }
    let rules = "count 2, reset Daily, every 1, which is at most 2 in 1 day";
    assert!(cart.contains(rules));
    assert!(cart.contains("21:00:00 to 08:00:00 of the next morning, over midnight"));
    assert!(cart.contains("know nothing of calls of other systems: step 4 (Text about the cart)"));
    assert!(cart.contains("`_tenant.cart.items`, with all fields below it"));
    assert!(cart.contains("an object: `customer` is made first"));
}

#[test]
fn records_stand_in_the_order_in_which_the_steps_hear_them() {
    let mut definition = sample("Welcome and confirmation");
    let sheet = sheet(&definition);
    let test = &sheet[sheet.find("### Test and publish").expect("the test")..];
    in_this_order(
        test,
        &[
            "through the dataset `Customer`",
            "your own address and number",
            "10 seconds",
            "| `Registered` | first: it starts the run | `C-1001` |",
            "| `EmailConfirmed` | while step 4 (Confirmed?) waits, or while step 6",
            "| `Purchase` | while step 11 (First order?) waits | `C-1001` |",
            "such as Voucher by text, which `Purchase` starts",
            "A record of Registered:",
            "keep what stands there (`_id`, `timestamp`)",
            "A record of EmailConfirmed:",
            "A record of Purchase:",
            "Up to step 4 (Confirmed?), and there send nothing",
            "`_tenant.registration.source` in the record: “in a store” at `\"store\"`, “in the app” at `\"app\"`, other cases",
            "Publish once",
        ],
    );
    // An event that only the jump sends is not sent by hand.
    step(&mut definition, "First order?").kind = step(&mut definition, "Confirmed?").kind.clone();
    assert!(!self::sheet(&definition).contains("A record of Purchase"));
}

#[test]
fn a_step_that_waits_for_a_reaction_makes_the_test_slower_and_exits_have_a_run() {
    for (definition, sheet) in sheets() {
        let reacts = |step: &Activity| matches!(step.kind, Kind::Reaction(_)) && step.kind.timeout().is_some();
        let slow = definition.journey.activities.iter().any(reacts);
        assert_eq!(sheet.contains("40 seconds at least"), slow, "{}", definition.journey.name);
        let test = &sheet[sheet.find("### Test and publish").expect("the test")..];
        for criterion in &definition.journey.properties.exit_criteria {
            let by_event = matches!(criterion.when, waymark::journey::ExitWhen::Event { .. });
            assert_eq!(test.contains(&format!("(exit “{}”)", criterion.label)), by_event);
        }
        let split = |step: &Activity| matches!(&step.kind, Kind::Condition(condition) if matches!(condition.test, Test::Split(_)));
        let splits = definition.journey.activities.iter().any(split);
        assert_eq!(sheet.contains("hang that path's steps on the first one"), splits);
    }
    assert!(sheets().iter().any(|(_, sheet)| sheet.contains("40 seconds at least")));
    assert!(sheets().iter().any(|(_, sheet)| sheet.contains("(exit “")));
    assert!(sheets().iter().any(|(_, sheet)| sheet.contains("hang that path's steps on the first one")));
}

#[test]
fn an_event_that_starts_the_target_by_itself_is_told() {
    let mut definition = sample("Welcome and confirmation");
    let told = "`Purchase` starts Voucher by text by itself too";
    in_this_order(
        &sheet(&definition),
        &[
            told,
            "does nothing, and people go on to step 13",
            "they take the path for failures to the end “Voucher not started”",
            "nothing to build",
        ],
    );
    step(&mut definition, "First order?").kind = step(&mut definition, "Confirmed?").kind.clone();
    assert!(!sheet(&definition).contains(told));
}

#[test]
fn an_address_in_a_text_stays_visible_and_personalization_goes_through_its_editor() {
    let sheet = sheet(&sample("Welcome and confirmation"));
    let visible = "The address stays visible text";
    assert!(!section(&sheet, "Please confirm").contains(visible), "the link stands behind words there");
    assert!(section(&sheet, "Reminder by text").contains(visible));
    assert!(!section(&sheet, "Welcome from your store").contains(visible));
    in_this_order(
        &sheet,
        &["## The canvas", "`{{ }}`, `{{{ }}}` or `{% %}` is pasted through the personalization editor", "### 1."],
    );
}

#[test]
fn forms_are_given_what_they_take() {
    let welcome = sheet(&sample("Welcome and confirmation"));
    for said in [
        "| Sender number | `71200`, as registered with the provider, without blanks |",
        "| From email prefix | `hello`, which gives `hello@mail.store.example.com` |",
        "| Subdomain | `mail.store.example.com`; delegated before, in Administration > Channels > Subdomains |",
        "method Condition (on older screens: Orchestration > Condition)",
        "Enum: web, app, store; each label is its value",
        "Events > Manage > Create event",
        "(on newer screens: Mobile message)",
    ] {
        assert!(welcome.contains(said), "{said}");
    }
    let orders = sheet(&sample("Order messages by Campaign"));
    assert!(orders.contains("| Headers | left as they are: `Content-Type` and `Charset` |"));
}

#[test]
fn campaign_says_what_is_only_to_know_and_repeats_no_limit_of_its_own() {
    let mut definition = sample("Order messages by Campaign");
    let first = sheet(&definition);
    assert_eq!(first.matches("Ask Adobe first whether one sandbox can call more than one instance").count(), 1);
    assert!(first.contains("| Action type | Adobe Campaign Classic, for v7 and v8 alike |"));
    assert!(first.contains("| To know: Campaign instance | Store messages (v7);"));
    assert!(!first.contains("\"maxCallsCount\": 4000"));
    in_this_order(
        &first,
        &["### Endpoint: SMS provider", "For a developer. The journey runs without it", "refused at once"],
    );
    let missing = "the message in Campaign has to read well without `body.ctx.firstName`";
    assert!(section(&first, "Your parcel is on its way").contains(missing));
    let reference = "for people without a value `body.reference` is left out";
    assert!(section(&first, "Ask by text where the parcel is").contains(reference));
    for endpoint in &mut definition.inventory.endpoints {
        if let Some(cap) = &mut endpoint.cap {
            cap.max_calls = 3_999;
        }
    }
    assert!(sheet(&definition).contains("\"maxCallsCount\": 3999"));
}

#[test]
fn everything_that_the_administrator_decides_stands_at_the_top() {
    for (definition, sheet) in sheets() {
        let start = sheet.find("## What the administrator decides or provides").expect("the list");
        let before = sheet.find("## Before the canvas").expect("the objects");
        let (list, rest) = (&sheet[start..before], &sheet[before..]);
        let mut heading = "";
        for line in rest.lines() {
            heading = line.strip_prefix("### ").unwrap_or(heading);
            if line.starts_with("| ") && line.contains("| to be decided by the administrator") {
                let field = line[2..].split(" | ").next().expect("a field");
                let entry = list.lines().find(|entry| entry.starts_with(&format!("- {heading}: ")));
                let entry = entry.unwrap_or_else(|| panic!("{}: {heading} is not listed", definition.journey.name));
                assert!(entry.contains(field), "{field} is missing in {entry}");
            }
        }
        assert!(list.contains("tenant id"));
    }
}

#[test]
fn contents_that_are_compared_or_chosen_by_rules_stand_one_after_another() {
    let content = |body: &str| Content { subject: "Hello".into(), body: body.into(), ..Content::default() };
    let mut definition = sample("Welcome and confirmation");
    let Kind::Message(message) = &mut step(&mut definition, "Please confirm").kind else { panic!("a message") };
    (message.subject, message.body, message.html) = ("Hello".into(), "Long text".into(), "".into());
    message.optimization = Some(Optimization::Experiment(ContentExperiment {
        metric: "Unique clicks".to_owned(),
        own: SplitPath { id: "path-own".into(), label: "Long".to_owned(), share: 4_500 },
        treatments: vec![Treatment {
            id: "path-short".into(),
            label: "Short".to_owned(),
            share: 4_500,
            content: content("Short text"),
        }],
        holdout: 1_000,
        ..ContentExperiment::default()
    }));
    in_this_order(
        section(&sheet(&definition), "Please confirm"),
        &[
            "| Optimization | Create experiment |",
            "| Success metric | Unique clicks |",
            "| Treatment A, title `Long` | 45.00 % |",
            "| Treatment B, title `Short` | 45.00 % |",
            "| Holdout | 10.00 % |",
            "Treatment A, title `Long`:",
            "Long text",
            "Treatment B, title `Short`:",
            "Short text",
        ],
    );
    let Kind::Message(message) = &mut step(&mut definition, "Please confirm").kind else { panic!("a message") };
    let rule = ContentRule {
        id: "path-short".into(),
        label: "Hurried".to_owned(),
        expression: "1 == 1".into(),
        content: content("Short text"),
    };
    message.optimization = Some(Optimization::Targeting(ContentTargeting { rules: vec![rule], fallback: true }));
    in_this_order(
        section(&sheet(&definition), "Please confirm"),
        &[
            "| Optimization | Create targeting rule |",
            "| Rule 1, name `Hurried` | Create rule > Create new: `1 == 1` |",
            "| Enable fallback content | yes |",
            "Fallback content:",
            "Long text",
            "Rule 1, name `Hurried`:",
            "Short text",
        ],
    );
}

#[test]
fn an_experiment_says_when_its_winner_is_scaled_and_what_comes_without_one() {
    let mut definition = sample("Winter sale");
    let test = definition.journey.activities.iter_mut().find_map(|step| match &mut step.kind {
        Kind::Condition(condition) => match &mut condition.test {
            Test::Experiment(experiment) => Some(experiment),
            _ => None,
        },
        _ => None,
    });
    let experiment = test.expect("an experiment");
    let (id, label) = (experiment.treatments[1].id.clone(), experiment.treatments[1].label.clone());
    let fallback = Fallback { treatment: Some(id), at: Some("2026-02-01T09:00".parse().expect("a time")) };
    experiment.scaling = Some(Scaling { at: None, fallback: Some(fallback) });
    let sheet = sheet(&definition);
    in_this_order(
        &sheet,
        &["| Auto-scale the winner | as soon as a winner is found |", "| If no winner is found | scale ", &label],
    );
    assert!(sheet.contains("at 2026-02-01T09:00:00 |"), "{sheet}");
}
