//! What the build sheet says in so many words, and in which order: before the canvas, at a step, and after it.

use waymark::journey::{
    Activity, Channel, Content, ContentExperiment, ContentRule, ContentTargeting, Definition, Fallback, Kind,
    Optimization, Purpose, Scaling, SplitPath, Test, Treatment,
};

use crate::build_sheet::{definitions, section, sheet, sheets};

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
