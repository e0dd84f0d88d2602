//! What builder and tester should know of this journey: what the platform does by itself, where people may be
//! surprised. Only what concerns an activity or a setting that the journey has.

use super::page::{Page, code};
use super::{Sheet, fields};
use crate::journey::{Activity, Channel, Event, EventId, ExitWhen, Kind, Medium, Message, Port, Test, Wait};

pub(super) fn write(page: &mut Page, sheet: &Sheet<'_>) {
    let mut remarks = entries(sheet);
    remarks.extend(stays(sheet));
    remarks.extend(exits(sheet));
    remarks.extend(listens(sheet));
    remarks.extend(jumps(sheet));
    remarks.extend(messages(sheet));
    remarks.extend(tests(sheet));
    if remarks.is_empty() {
        return;
    }
    page.heading(3, "Good to know");
    for remark in remarks {
        page.item(&remark);
    }
}

/// Who comes in, and who does not.
fn entries(sheet: &Sheet<'_>) -> Vec<String> {
    let properties = &sheet.definition.journey.properties;
    let Some(entry) = sheet.order.iter().find(|activity| activity.kind.can_enter()) else { return Vec::new() };
    let mut remarks = Vec::new();
    match &entry.kind {
        Kind::Event(_) => remarks.push(
            "One run for each person: while somebody is inside, a further event of the first step is refused, \
             whatever it is about."
                .to_owned(),
        ),
        Kind::AudienceQualification(_) => remarks.push(
            "People enter who qualify after publishing, from about 10 minutes after it; who is in the audience \
             already does not."
                .to_owned(),
        ),
        Kind::BusinessEvent(_) => remarks.push(
            "The audience is read 15 to 60 minutes after the business event; what was read is used again for events \
             within the hour."
                .to_owned(),
        ),
        Kind::ReadAudience(_) if properties.schedule.every.recurs() => {
            remarks.push(if properties.schedule.force_reentrance {
                "People still inside at the next run are taken out and begin again.".to_owned()
            } else {
                "People still inside at the next run are left where they are and do not begin again.".to_owned()
            });
        }
        _ => {}
    }
    if !properties.reentrance.allowed {
        remarks.push(
            "Nobody comes in a second time within 91 days of the first; after that the platform has forgotten them, and \
             an event lets them in again."
                .to_owned(),
        );
    }
    remarks
}

/// How long people can stay.
fn stays(sheet: &Sheet<'_>) -> Vec<String> {
    let open_end = |activity: &&Activity| match &activity.kind {
        Kind::Wait(Wait::Custom(until)) => fields::reads(&until.0),
        Kind::Wait(Wait::Date(_)) => true,
        Kind::Event(event) => event.timeout.is_none() && !is_entry(sheet, activity),
        Kind::AudienceQualification(entry) => entry.timeout.is_none() && !is_entry(sheet, activity),
        _ => false,
    };
    let steps: Vec<String> = sheet.order.iter().copied().filter(open_end).map(|step| sheet.step(&step.id)).collect();
    if steps.is_empty() {
        return Vec::new();
    }
    vec![format!(
        "Everybody leaves 91 days after entering, wherever they are. Nobody begins a wait that would end later: who \
         would have to wait longer leaves at {}.",
        steps.join(", ")
    )]
}

fn is_entry(sheet: &Sheet<'_>, activity: &Activity) -> bool {
    sheet.definition.journey.roots().any(|root| root.id == activity.id)
}

/// Who leaves early, perhaps without being meant.
fn exits(sheet: &Sheet<'_>) -> Vec<String> {
    let inventory = &sheet.definition.inventory;
    let criteria = &sheet.definition.journey.properties.exit_criteria;
    criteria
        .iter()
        .filter_map(|criterion| match &criterion.when {
            ExitWhen::Event { event: Some(event), condition } if condition.is_empty() => {
                let name = inventory.get::<Event>(event).map_or("the event", |event| event.name.as_str());
                Some(format!("Any {} of the person ends the run, whatever it is about.", code(name)))
            }
            ExitWhen::Audience { .. } => Some(
                "An exit by audience takes hold up to 10 minutes after the person has come in or gone out.".to_owned(),
            ),
            _ => None,
        })
        .collect()
}

/// Steps that take any event of the person for theirs.
fn listens(sheet: &Sheet<'_>) -> Option<String> {
    let listening = |step: &&&Activity| matches!(step.kind, Kind::Event(_)) && !is_entry(sheet, step);
    let steps: Vec<String> = sheet.order.iter().filter(listening).map(|step| sheet.step(&step.id)).collect();
    if steps.is_empty() {
        return None;
    }
    let heard = "A step that waits for an event hears any such event of the person, whatever it is about";
    let lost =
        "It does not look back: one that comes before the person has reached the step, or after its timeout, is lost";
    Some(format!("{heard}: {}. {lost}.", steps.join(", ")))
}

/// Jumps into journeys that hear an event of this journey's steps anyway.
fn jumps(sheet: &Sheet<'_>) -> Vec<String> {
    let inventory = &sheet.definition.inventory;
    let hears =
        |step: &Activity, id: &EventId| matches!(&step.kind, Kind::Event(event) if event.event.as_ref() == Some(id));
    let mut remarks = Vec::new();
    for step in &sheet.order {
        let Kind::Jump(jump) = &step.kind else { continue };
        let Some(target) = sheet.definition.targets.iter().find(|known| Some(&known.journey) == jump.target.as_ref())
        else {
            continue;
        };
        let Some(Kind::Event(entry)) = &target.entry else { continue };
        let Some(event) = entry.event.as_ref().and_then(|id| inventory.get::<Event>(id)) else { continue };
        let heard: Vec<String> =
            sheet.order.iter().filter(|other| hears(other, &event.id)).map(|other| sheet.step(&other.id)).collect();
        if !heard.is_empty() {
            let jump = sheet.step(&step.id);
            remarks.push(format!(
                "{} starts {} by itself too. What happens: the record for which {} waits lets the person in there at \
                 the same moment. The jump of {jump} finds the person inside, does nothing, and {}. Only where that run \
                 has ended already does the jump begin a second one, if that journey allows re-entrance and its wait \
                 period is over; else {}. There is nothing to build for it; in tests, take a new person to see the jump work.",
                code(&event.name),
                target.name,
                heard.join(", "),
                next(sheet, step, &Port::Next, "people go on"),
                next(sheet, step, &Port::Error, "they take the path for failures"),
            ));
        }
    }
    remarks
}

/// Where people go who leave a step by this port.
fn next(sheet: &Sheet<'_>, step: &Activity, port: &Port, what: &str) -> String {
    let journey = &sheet.definition.journey;
    if let Some(wire) = journey.leaving(&step.id, port).next() {
        return format!("{what} to {}", sheet.step(&wire.to));
    }
    match journey.ends.iter().find(|end| end.from == step.id && end.port == *port) {
        Some(end) => format!("{what} to the end “{}”", end.label),
        None => format!("{what} and leave there"),
    }
}

/// What messages leave to the builder.
fn messages(sheet: &Sheet<'_>) -> Vec<String> {
    let steps = |wanted: &dyn Fn(&Message) -> bool| -> Vec<String> {
        let found = sheet.order.iter().filter(|step| matches!(&step.kind, Kind::Message(message) if wanted(message)));
        found.map(|step| sheet.step(&step.id)).collect()
    };
    let (bound, free) = (steps(&|message| message.rule_set.is_some()), steps(&|message| message.rule_set.is_none()));
    let mut remarks = Vec::new();
    if !bound.is_empty() && !free.is_empty() {
        remarks.push(format!("No business rule holds back what these send, by day or night: {}.", free.join(", ")));
    }
    let calls: Vec<String> = sheet
        .order
        .iter()
        .filter(|step| matches!(step.kind, Kind::CustomAction(_) | Kind::Campaign(_)))
        .map(|step| sheet.step(&step.id))
        .collect();
    if !bound.is_empty() && !calls.is_empty() {
        remarks.push(format!(
            "Caps on messages and quiet hours know nothing of calls of other systems: {}.",
            calls.join(", ")
        ));
    }
    let transactional = |mail: &Message| {
        let channel = mail.channel.as_ref().and_then(|id| sheet.definition.inventory.get::<Channel>(id));
        channel.is_some_and(|channel| !channel.asks_consent())
    };
    let kept = steps(&|mail| mail.medium == Medium::Email && !transactional(mail) && !mail.has_way_out());
    if !kept.is_empty() {
        remarks.push(format!(
            "No link to unsubscribe is written down for {}. An email of the type Marketing has to have one: add a Text \
             component at its end, and insert a link of the type *One click Opt-out*.",
            kept.join(", ")
        ));
    }
    remarks
}

/// What the test mode does otherwise than the live journey.
fn tests(sheet: &Sheet<'_>) -> Vec<String> {
    let condition = |wanted: fn(&Test) -> bool| {
        sheet.order.iter().any(|step| matches!(&step.kind, Kind::Condition(condition) if wanted(&condition.test)))
    };
    let mut remarks = Vec::new();
    if condition(|test| matches!(test, Test::Split(_))) {
        remarks.push(
            "In the test mode a percentage split always takes its first path. To try another, switch the test mode off, \
             hang that path's steps on the first one, and put them back before publishing."
                .to_owned(),
        );
    }
    if condition(|test| matches!(test, Test::ProfileCap(_))) {
        remarks.push(
            "The profile cap counts for each version of the journey, and is not looked at in the test mode.".to_owned(),
        );
    }
    remarks
}
