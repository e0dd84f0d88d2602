//! One update writes a few fields.

use super::updates;
use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Activity, FieldUpdate, Kind, UpdateProfile};

pub(super) const RULE: Rule = Rule {
    id: "update-profile-max-fields",
    aliases: &[],
    family: Family::Update,
    severity: Severity::Error,
    summary: "A profile update writes at most 5 fields.",
    why: "The platform takes no more in one step.",
    sources: &[source::UPDATE_PROFILE],
    flagged: || updating(6).at("fields"),
    passing: || updating(5),
    mending: Mending::Offers("Moves the fields beyond the fifth into an update of their own, right after."),
    check: Check::Journey(check),
};

fn updating(fields: usize) -> Sketch {
    let values = [
        ("person.name.firstName", "\"Ada\""),
        ("person.name.lastName", "\"Example\""),
        ("personalEmail.address", "\"ada@example.com\""),
        ("mobilePhone.number", "\"+15550100\""),
        ("loyalty.points", "100"),
        ("homeAddress.city", "\"Bern\""),
    ];
    Sketch::event().then(steps::update()).with(|activity| {
        set(activity, |update| {
            let taken = values.iter().take(fields);
            update.fields = taken
                .map(|(field, value)| FieldUpdate { field: (*field).to_owned(), value: (*value).into() })
                .collect();
        });
    })
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let most = survey.estate.numbers.max_updated_fields;
    for (step, update) in updates(survey) {
        if update.fields.len() <= most {
            continue;
        }
        let message =
            format!("{} writes {} fields; at most {most} are allowed.", survey.title(step), update.fields.len());
        let finding = findings.report(survey.field(step, "fields"), message);
        let (kept, moved) = update.fields.split_at(most);
        if moved.len() > most {
            continue;
        }
        let mend = survey.mend();
        let mut edits = mend.step(step, |activity| set(activity, |update| update.fields = kept.to_vec()));
        let rest = UpdateProfile { fields: moved.to_vec(), ..update.clone() };
        edits.extend(mend.append(step, "Further fields", Kind::UpdateProfile(rest)));
        finding.suggested("Split it in two", edits);
    }
}

fn set(activity: &mut Activity, change: impl FnOnce(&mut UpdateProfile)) {
    if let Kind::UpdateProfile(update) = &mut activity.kind {
        change(update);
    }
}
