//! What builder and tester should know of this journey: what the platform does by itself, where people may be
//! surprised. Only what concerns an activity or a setting that the journey has.

use super::page::{Page, code};
use super::{Sheet, fields};
use crate::journey::{Activity, Event, ExitWhen, Kind, Recurrence, Test, Wait};

pub(super) fn write(page: &mut Page, sheet: &Sheet<'_>) {
    let mut remarks = entries(sheet);
    remarks.extend(stays(sheet));
    remarks.extend(exits(sheet));
    remarks.extend(listens(sheet));
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
        Kind::ReadAudience(_)
            if !matches!(properties.schedule.every, Recurrence::AsSoonAsPossible | Recurrence::Once(_)) =>
        {
            remarks.push(if properties.schedule.force_reentrance {
                "People still inside at the next run are taken out and begin again.".to_owned()
            } else {
                "People still inside at the next run are left where they are and do not begin again.".to_owned()
            });
        }
        _ => {}
    }
    if !properties.reentrance.allowed {
        remarks.push("Nobody comes a second time; the platform remembers that for 91 days.".to_owned());
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
    Some(format!("{heard}: {}.", steps.join(", ")))
}

/// What the test mode does otherwise than the live journey.
fn tests(sheet: &Sheet<'_>) -> Vec<String> {
    let condition = |wanted: fn(&Test) -> bool| {
        sheet.order.iter().any(|step| matches!(&step.kind, Kind::Condition(condition) if wanted(&condition.test)))
    };
    let mut remarks = Vec::new();
    if condition(|test| matches!(test, Test::Split(_))) {
        remarks.push("In the test mode a percentage split always takes its first path.".to_owned());
    }
    if condition(|test| matches!(test, Test::ProfileCap(_))) {
        remarks.push(
            "The profile cap counts for each version of the journey, and is not looked at in the test mode.".to_owned(),
        );
    }
    remarks
}
