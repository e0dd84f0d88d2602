//! How the journey is tried out before it is published: the person, the records in the order in which the steps hear
//! them, the runs that see every path. Border: says only what the test mode does; what else is worth knowing stands in
//! `remarks`.

use std::collections::BTreeSet;

use serde_json::Value;

use super::page::{Page, code};
use super::xdm::placed;
use super::{Sheet, fields, objects, writing};
use crate::expression::{self, ExprKind, Operator, Root, shape};
use crate::journey::{
    Activity, Audience, Condition, Event, EventId, EventKind, ExitWhen, Kind, Medium, Schema, SchemaClass, Test,
};

/// Everything from the person to test with to publishing.
pub(super) fn write(page: &mut Page, sheet: &Sheet<'_>) {
    page.heading(3, "Test and publish");
    let events = in_order(sheet);
    person(page, sheet, &events);
    setting(page, sheet);
    records(page, sheet, &events);
    runs(page, sheet);
    page.paragraph("Publish once no error is left.");
}

/// An event that is sent by hand, with the steps and exits that hear it.
struct Sent<'a> {
    event: &'a Event,
    when: Vec<String>,
}

fn heard<'a>(sheet: &Sheet<'a>, step: &Activity) -> Option<&'a Event> {
    let id = match &step.kind {
        Kind::Event(event) => event.event.as_ref(),
        Kind::BusinessEvent(event) => event.event.as_ref(),
        _ => None,
    };
    sheet.definition.inventory.get::<Event>(id?)
}

fn is_entry(sheet: &Sheet<'_>, step: &Activity) -> bool {
    sheet.definition.journey.roots().any(|root| root.id == step.id)
}

/// The events as the flow hears them; those that end the run come last. An event that only a jump sends is not there.
fn in_order<'a>(sheet: &Sheet<'a>) -> Vec<Sent<'a>> {
    let mut sent: Vec<Sent<'a>> = Vec::new();
    let mut add = |event: &'a Event, when: String| match sent.iter_mut().find(|known| known.event.id == event.id) {
        Some(known) => known.when.push(when),
        None => sent.push(Sent { event, when: vec![when] }),
    };
    for step in &sheet.order {
        let Some(event) = heard(sheet, step) else { continue };
        let when = if is_entry(sheet, step) {
            "first: it starts the run".to_owned()
        } else {
            format!("while {} waits", sheet.step(&step.id))
        };
        add(event, when);
    }
    for criterion in &sheet.definition.journey.properties.exit_criteria {
        let ExitWhen::Event { event: Some(id), .. } = &criterion.when else { continue };
        if let Some(event) = sheet.definition.inventory.get::<Event>(id) {
            add(event, format!("in a run of its own, at any time: the person leaves (exit “{}”)", criterion.label));
        }
    }
    sent
}

fn person(page: &mut Page, sheet: &Sheet<'_>, sent: &[Sent<'_>]) {
    let schemas = &sheet.definition.inventory.schemas;
    let into = schemas
        .iter()
        .find(|schema| schema.class == SchemaClass::IndividualProfile)
        .map_or_else(String::new, |schema| format!(", through the dataset {}", code(&schema.name)));
    let reads = sheet.order.iter().any(|step| matches!(step.kind, Kind::ReadAudience(_)));
    let member = if reads { "; let it be in the audience" } else { "" };
    let named = sent.iter().any(|Sent { event, .. }| event.kind == EventKind::Unitary);
    let identity =
        if named { "the identity that the records below name" } else { "an identity of the journey's namespace" };
    let written = written(sheet);
    let but = if written.is_empty() { "" } else { ", but those that the journey writes itself" };
    page.paragraph(&format!(
        "Bring in a person to test with{into}: `testProfile` true, {identity}, and a value \
         for each other field that the schema's table lists{but}{member}. Messages, calls and updates of a test really \
         go out: give it your own address and number.",
    ));
    if !written.is_empty() {
        page.item(&format!("Empty, or false, before every run: {}. The journey writes it.", written.join(", ")));
    }
    let by_push = |step: &&&Activity| step.kind.messages().iter().any(|message| message.medium == Medium::Push);
    let pushes: Vec<String> = sheet.order.iter().filter(by_push).map(|step| sheet.step(&step.id)).collect();
    if !pushes.is_empty() {
        page.item(&format!(
            "For {}: a device on which the app is installed, logged in as this person, and allowed to notify. Without one \
             nothing arrives. At the login the app has to send the person's identity beside its own ECID.",
            pushes.join(", ")
        ));
    }
    if sheet.order.iter().any(|step| step.kind.messages().iter().any(|message| !message.unsubscribe.is_empty())) {
        page.item("A click on an unsubscribe link takes the person out of later runs' emails: try it last.");
    }
}

/// The fields of people that steps write.
fn written(sheet: &Sheet<'_>) -> Vec<String> {
    let mut paths = BTreeSet::new();
    for step in &sheet.order {
        let Kind::UpdateProfile(update) = &step.kind else { continue };
        let schema = update.schema.as_ref().and_then(|id| sheet.definition.inventory.get::<Schema>(id));
        paths.extend(update.fields.iter().map(|field| {
            code(&schema.map_or_else(|| field.field.clone(), |schema| writing::schema_path(schema, &field.field)))
        }));
    }
    paths.into_iter().collect()
}

fn setting(page: &mut Page, sheet: &Sheet<'_>) {
    let timed = |step: &&Activity| matches!(step.kind, Kind::Reaction(_)) && step.kind.timeout().is_some();
    let least =
        if sheet.order.iter().any(timed) { "40 seconds at least" } else { "10 seconds, unless you choose more" };
    page.paragraph(&format!(
        "*Simulate > Test mode*. *Wait time* takes the place of every wait and every event timeout: {least}. Choose what \
         gives you time to send the next record.",
    ));
}

fn records(page: &mut Page, sheet: &Sheet<'_>, sent: &[Sent<'_>]) {
    if sent.is_empty() {
        return;
    }
    page.paragraph(
        "*Trigger an event*, in this order. A record that comes before its step waits, or after the timeout, is thrown \
         away.",
    );
    page.table(
        &["Event", "Send it", "Profile identifier"],
        sent.iter().map(|Sent { event, when }| {
            let identifier = identifier(event).map_or_else(String::new, |value| code(&value));
            vec![code(&event.name), when.join(", or "), identifier]
        }),
    );
    others(page, sheet, sent);
    for Sent { event, .. } in sent {
        let record = objects::test_record(sheet, event).unwrap_or_else(|| event.sample.clone());
        if record.is_empty() {
            continue;
        }
        // A business event is filled in field by field.
        let how = match event.kind {
            EventKind::Unitary => "in the code view, keep what stands there (`_id`, `timestamp`) and set these values",
            EventKind::Business => "set these values in the form",
        };
        page.code(&format!("A record of {}: {how}:", event.name), "json", &record);
    }
}

/// Who else hears what is sent.
fn others(page: &mut Page, sheet: &Sheet<'_>, sent: &[Sent<'_>]) {
    let starts = |id: &EventId| {
        let targets = sheet.definition.targets.iter();
        let named = targets
            .filter(|target| matches!(&target.entry, Some(Kind::Event(entry)) if entry.event.as_ref() == Some(id)));
        named.map(|target| target.name.as_str()).collect::<Vec<_>>()
    };
    let known: Vec<String> = sent
        .iter()
        .flat_map(|Sent { event, .. }| {
            starts(&event.id).into_iter().map(|journey| format!("{journey}, which {} starts", code(&event.name)))
        })
        .collect();
    let known = if known.is_empty() { String::new() } else { format!(", such as {}", known.join("; ")) };
    page.paragraph(&format!(
        "A test event is a real event: other journeys that hear it react{known}. *Used in*, on the event's own page, \
         says how many there are.",
    ));
}

/// The value by which the sample's person is known.
fn identifier(event: &Event) -> Option<String> {
    let parsed = expression::parse(&event.profile_identifier.0);
    let ExprKind::Field(reference) = &parsed.sound()?.kind else { return None };
    let sample: Value = serde_json::from_str(&event.sample).ok()?;
    match shape::at(&sample, &fields::names(reference).join("."))? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Which runs see every path.
fn runs(page: &mut Page, sheet: &Sheet<'_>) {
    let mut runs = Vec::new();
    let waits = |step: &&&Activity| heard(sheet, step).is_some() && !is_entry(sheet, step);
    if sheet.order.iter().any(|step| waits(&step)) {
        runs.push("Every record in the order above, each while its step waits.".to_owned());
    }
    for step in &sheet.order {
        if step.kind.timeout_path() {
            let still = match step.kind {
                Kind::Reaction(_) => "leave the message alone",
                _ => "send nothing",
            };
            runs.push(format!(
                "Up to {}, and there {still} until the wait time is over: its timeout path.",
                sheet.step(&step.id)
            ));
        }
        if let Kind::Condition(condition) = &step.kind
            && let Some(run) = values(sheet, condition, &sheet.step(&step.id))
        {
            runs.push(run);
        }
    }
    if runs.is_empty() {
        return;
    }
    page.paragraph(
        "Runs that see the paths. Between two of them switch the test mode off and on again, which takes everybody out, \
         or take another person to test with:",
    );
    for run in runs {
        page.item(&run);
    }
}

/// What puts the person into the audiences that an expression asks for.
fn memberships(sheet: &Sheet<'_>, text: &str) -> Vec<String> {
    let parsed = expression::parse(text);
    let mut found = Vec::new();
    let Some(tree) = parsed.tree.as_deref() else { return found };
    tree.visit(&mut |part| {
        let ExprKind::Call(call) = &part.kind else { return };
        let Some(ExprKind::Text(name)) = call.arguments.first().map(|argument| &argument.kind) else { return };
        if !call.name.eq_ignore_ascii_case("inAudience") {
            return;
        }
        let inventory = &sheet.definition.inventory;
        let how = match inventory.named::<Audience>(name) {
            Some(audience) if !audience.rule.is_empty() => {
                format!("make {} true", code(&writing::rule(inventory, &audience.rule.0)))
            }
            _ => "put the person into it".to_owned(),
        };
        found.push(format!(
            " The audience “{name}”: {how} before the run, and wait until the audience shows the person; out of it again \
             for the other paths."
        ));
    });
    found
}

/// The paths of a condition that reads data, and what is changed to reach each.
fn values(sheet: &Sheet<'_>, condition: &Condition, step: &str) -> Option<String> {
    let Test::Data(paths) = &condition.test else { return None };
    let inventory = &sheet.definition.inventory;
    let (mut read, mut joins) = (BTreeSet::new(), BTreeSet::new());
    for path in paths {
        let parsed = expression::parse(&path.expression.0);
        let Some(tree) = parsed.tree.as_deref() else { continue };
        tree.visit(&mut |part| {
            let ExprKind::Field(reference) = &part.kind else { return };
            let known = fields::schema(inventory, reference)
                .and_then(|schema| Some((schema, fields::find(&schema.fields, &fields::names(reference))?.0)));
            read.insert(match known {
                Some((schema, field)) if reference.root == Root::Event => {
                    format!("{} in the record", code(&placed(schema, field).path))
                }
                Some((schema, field)) => format!("{} of the person", code(&placed(schema, field).path)),
                None => code(part.span.of(&path.expression.0)),
            });
        });
        joins.extend(memberships(sheet, &path.expression.0));
    }
    let mut names: Vec<String> = paths
        .iter()
        .map(|path| match compared(&path.expression.0) {
            Some(value) => format!("“{}” at {}", path.label, code(&value)),
            None => format!("“{}”", path.label),
        })
        .collect();
    names.extend(condition.other_path.then(|| "other cases".to_owned()));
    let read: Vec<String> = read.into_iter().collect();
    let change = if read.is_empty() { String::new() } else { format!(", by {}", read.join(", ")) };
    let joins: String = joins.into_iter().collect();
    Some(format!("One for each path of {step}{change}: {}.{joins}", names.join(", ")))
}

/// What the one field of a condition is compared with, as it has to be typed: `"app"`, `> 100.0`. A path's label is for
/// people and says something else. `None` where more than one comparison decides.
fn compared(text: &str) -> Option<String> {
    let parsed = expression::parse(text);
    let ExprKind::Chain(chain) = &parsed.sound()?.kind else { return None };
    let ([link], ExprKind::Field(_)) = (chain.rest.as_slice(), &chain.first.kind) else { return None };
    let constant = matches!(link.operand.kind, ExprKind::Text(_) | ExprKind::Integer(_) | ExprKind::Decimal(_));
    let value = link.operand.span.of(text);
    match link.operator {
        _ if !constant => None,
        Operator::Equal => Some(value.to_owned()),
        Operator::Greater | Operator::GreaterOrEqual | Operator::Less | Operator::LessOrEqual => {
            Some(format!("{} {value}", link.operator_span.of(text)))
        }
        _ => None,
    }
}
