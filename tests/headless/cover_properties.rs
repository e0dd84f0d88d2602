//! Coverage against everything that can be tried out: all people of a small world, and random journeys of every kind.

use std::collections::BTreeSet;

use proptest::prelude::*;
use waymark::journey::*;
use waymark::simulate::cover::{Covered, cover};
use waymark::simulate::{Trace, dry_run, expectation};

use crate::build::*;
use crate::random_journey::{self, Dice};

fn field(path: &str) -> String {
    format!("#{{ExperiencePlatform.Person.{path}}}")
}

fn schema(most: i64) -> Item {
    let field = |path: &str, kind| Field { path: path.to_owned(), kind, ..Field::default() };
    Item::Schema(Schema {
        id: "schema-person".into(),
        name: "Person".to_owned(),
        fields: vec![
            Field { minimum: Some(0), maximum: Some(most), ..field("age", ValueType::Integer) },
            Field { one_of: ["a", "b"].map(str::to_owned).to_vec(), ..field("tier", ValueType::String) },
            field("vip", ValueType::Boolean),
        ],
        ..Schema::default()
    })
}

/// A condition over age, tier and, where there are such, vip.
fn formula(dice: &mut Dice<'_>, depth: usize, vips: bool) -> String {
    let inner = |dice: &mut Dice<'_>| formula(dice, depth - 1, vips);
    let age = dice.below(5);
    let compared = ["<", "<=", ">", ">=", "==", "!="][dice.below(6)];
    match dice.below(if depth == 0 { 7 } else { 11 }) {
        0 | 1 => format!("{} {compared} {age}", field("age")),
        2 => format!(r#"{} == "{}""#, field("tier"), ["a", "b", "c"][dice.below(3)]),
        3 if vips => field("vip"),
        3 => format!("{} is not null", field("tier")),
        4 => format!("{} is null", field(["age", "tier", "vip"][dice.below(if vips { 3 } else { 2 })])),
        5 => format!("in({}, [{age}, 2])", field("age")),
        6 => format!("{} % 2 == {}", field("age"), dice.below(2)),
        7 => format!("not ({})", inner(dice)),
        8 => format!("({}) and ({})", inner(dice), inner(dice)),
        9 => format!("({}) or ({})", inner(dice), inner(dice)),
        _ => {
            let [a, b, c] = [(); 3].map(|()| inner(dice));
            format!("if ({a}) then ({b}) else ({c})")
        }
    }
}

/// Conditions one after the other, of which some ways end and others skip one; after the first, time may pass.
fn journey(dice: &mut Dice<'_>, waits: bool) -> Story {
    let count = 2 + dice.below(4);
    let ids: Vec<String> = (0..count).map(|index| format!("fork-{index}")).collect();
    let mut story = Story::new().event("Go", "", "{}").then("entry", on("Go"));
    let mut open: Vec<Vec<(String, Port)>> = vec![Vec::new(); count + 2];
    for (index, id) in ids.iter().enumerate() {
        let (a, b) = (formula(dice, 2, !waits), formula(dice, 1, !waits));
        let paths: Vec<(&str, &str)> =
            [("a", a.as_str()), ("b", b.as_str())].into_iter().take(1 + dice.below(2)).collect();
        let other = dice.below(3) > 0;
        let before = std::mem::take(&mut open[index]);
        // Nobody comes to a step that nothing leads to: such a step is left out.
        if index > 0 && before.is_empty() {
            continue;
        }
        let mut ports: Vec<Port> = paths.iter().map(|(id, _)| branch(id)).collect();
        if other {
            ports.push(Port::Other);
        }
        let mut before = before.into_iter();
        if let Some((from, port)) = before.next() {
            story = story.at(&from, port);
        }
        if waits && index == 1 {
            story = story.then("pause", wait(Duration::Hours(1)));
        }
        story = story.then(id, data(&paths, other));
        let target = if waits && index == 1 { "pause" } else { id };
        for (from, port) in before {
            story = story.at(&from, port).joins(target);
        }
        for port in ports {
            let ahead = dice.below(3);
            if ahead < 2 {
                open[index + 1 + ahead].push((id.clone(), port));
            }
        }
    }
    story
}

/// Each run as the ways that were taken.
fn ways(trace: &Trace) -> BTreeSet<Vec<(String, Option<String>)>> {
    let run = |steps: &[waymark::simulate::Step]| {
        steps.iter().map(|step| (step.activity.to_string(), step.branch.clone())).collect::<Vec<_>>()
    };
    trace.runs.iter().map(|run_of| run(&run_of.steps)).collect()
}

fn ages(most: i64) -> Vec<Value> {
    (0..=most).map(Value::Integer).chain([Value::Null]).collect()
}

fn agrees(story: &Story) {
    let trace = story.trace();
    let taken = ways(&trace);
    let workspace = story.workspace();
    let coverage = cover(&workspace, &story.journey.id, 0).expect("a journey that runs");
    assert_eq!(coverage.paths, taken.len().to_string(), "{taken:#?}\n{:#?}", story.journey);
    assert_eq!(coverage.reservations, [""; 0]);
    for found in &coverage.branches {
        let is_taken = taken.iter().flatten().any(|(activity, branch)| {
            activity == found.activity.as_str() && branch.as_deref() == Some(found.branch.as_str())
        });
        let expected = if is_taken { Covered::Covered } else { Covered::Impossible };
        assert_eq!(found.status, expected, "{found:?}\n{:#?}", story.journey);
    }
    assert!(coverage.lower_bound <= coverage.scenarios.len());
    let made = coverage.workspace(&workspace);
    for one in &coverage.scenarios {
        let trace = dry_run(&made, &one.scenario).expect("a scenario that runs");
        assert_eq!(expectation::compare(&one.scenario.expect, &trace), []);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn what_all_people_of_a_small_world_take_is_what_is_said(bytes in prop::collection::vec(any::<u8>(), 0..120)) {
        let mut story = journey(&mut Dice(&bytes), false).with(schema(4));
        for (index, age) in ages(4).iter().enumerate() {
            for (place, tier) in [Value::Text("a".to_owned()), Value::Text("b".to_owned()), Value::Null].iter().enumerate() {
                for (last, vip) in [Value::Boolean(true), Value::Boolean(false), Value::Null].iter().enumerate() {
                    let attributes = [("age", age.clone()), ("tier", tier.clone()), ("vip", vip.clone())];
                    story = story.person(&format!("p{index}{place}{last}"), &attributes);
                }
            }
        }
        agrees(&story.happens(Duration::Seconds(0), arrives("Go")).scenario(|scenario| scenario.profiles.retain(|id| id.as_str() != "profile-anna")));
    }

    #[test]
    fn what_people_take_who_change_while_they_wait_is_what_is_said(bytes in prop::collection::vec(any::<u8>(), 0..120)) {
        let mut story = journey(&mut Dice(&bytes), true).with(schema(2));
        let tiers = [Value::Text("a".to_owned()), Value::Null];
        let people: Vec<(Value, Value)> =
            ages(2).into_iter().flat_map(|age| tiers.clone().map(|tier| (age.clone(), tier))).collect();
        let mut only = story.inventory.get::<Schema>(&"schema-person".into()).expect("a schema").clone();
        only.fields[1].one_of = vec!["a".to_owned()];
        story = story.with(Item::Schema(only));
        for (index, (age, tier)) in people.iter().enumerate() {
            for (place, (later_age, later_tier)) in people.iter().enumerate() {
                let id = format!("p{index:02}{place:02}");
                let attributes = [("age", age.clone()), ("tier", tier.clone())];
                story = story.person(&id, &attributes);
                for (field, value) in [("age", later_age), ("tier", later_tier)] {
                    let what = What::Attribute { field: field.to_owned(), value: value.clone() };
                    story = story.happens_to(Some(&id), Duration::Minutes(30), what);
                }
            }
        }
        agrees(&story.happens(Duration::Seconds(0), arrives("Go")).scenario(|scenario| scenario.profiles.retain(|id| id.as_str() != "profile-anna")));
    }

    #[test]
    fn nothing_that_a_run_takes_is_called_impossible(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let mut story = random_journey::story(&bytes);
        // A pause is no property of people, and data are as schemas say.
        story.scenario.happenings.retain(|happening| !matches!(happening.what, What::Pause { .. } | What::Resume));
        let field = |path: &str, kind| Field { path: path.to_owned(), kind, ..Field::default() };
        story = story.with(Item::Schema(Schema {
            id: "schema-customer".into(),
            name: "Customer".to_owned(),
            fields: vec![field("points", ValueType::Integer), field("email", ValueType::String)],
            ..Schema::default()
        }));
        let workspace = story.workspace();
        let coverage = cover(&workspace, &story.journey.id, 0).expect("a journey that runs");
        let trace = story.trace();
        for step in trace.runs.iter().filter(|run| run.journey == story.journey.id).flat_map(|run| &run.steps) {
            let Some(branch) = &step.branch else { continue };
            let found = coverage.branches.iter().find(|it| it.activity == step.activity && it.branch == *branch);
            let Some(found) = found else { panic!("{} {branch} is not listed", step.activity) };
            prop_assert_ne!(found.status, Covered::Impossible, "{:?}: {:?}", found, step.because);
        }
        let made = coverage.workspace(&workspace);
        for one in &coverage.scenarios {
            let trace = dry_run(&made, &one.scenario).expect("a scenario that runs");
            prop_assert_eq!(expectation::compare(&one.scenario.expect, &trace), vec![]);
        }
    }
}
