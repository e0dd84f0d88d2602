//! What the workspace has once: its own settings, and what the organization allows.

use egui::Ui;

use crate::designer::fields::{Form, Range, Subject};
use crate::designer::requests::Requests;
use crate::designer::session::Session;
use crate::designer::widgets::{heading, hint_line, link, primary};
use crate::designer::words::word;
use crate::edit::Edit;
use crate::journey::{FORMAT, Organization, Package, Place};

use super::environment::PLATFORMS;

const PACKAGES: [(Package, &str); 3] = [
    (Package::Select, "packages.select"),
    (Package::Prime, "packages.prime"),
    (Package::Ultimate, "packages.ultimate"),
];

fn subject(name: &'static str) -> Subject<'static> {
    Subject { place: Place::default(), name: word(name).to_owned(), journey: None, activity: None }
}

pub(super) fn workspace(ui: &mut Ui, session: &Session, focus: Option<&str>, requests: &mut Requests) {
    heading(ui, word("shelves.settings"));
    ui.add_space(4.0);
    let mut draft = (*session.workspace().settings).clone();
    let mut form = Form::new(session, subject("shelves.settings"), focus, requests);
    form.text(ui, "Settings", "name", &mut draft.name);
    form.choice(ui, "Settings", "platform", &mut draft.platform, &PLATFORMS);
    form.within("sandbox", |form| {
        form.text(ui, "Sandbox", "name", &mut draft.sandbox.name);
        form.switch(ui, "Sandbox", "production", &mut draft.sandbox.production);
    });
    form.shown(ui, "Settings", "id", session.workspace().settings.id.as_str());
    form.finish(|| Edit::SetSettings(Box::new(draft)));
}

pub(super) fn organization(ui: &mut Ui, session: &Session, focus: Option<&str>, requests: &mut Requests) {
    const OWNER: &str = "Organization";
    heading(ui, word("shelves.organization"));
    ui.add_space(4.0);
    let Some(organization) = &session.workspace().organization else {
        hint_line(ui, word("inventory.no_organization"));
        if primary(ui, word("inventory.state_organization")).clicked() {
            let new = Organization { format: FORMAT, ..Organization::default() };
            let edit = Edit::SetOrganization(Some(Box::new(new)));
            requests.edit(word("inventory.state_organization"), Place::default(), vec![edit]);
        }
        return;
    };
    let mut draft = (**organization).clone();
    let mut form = Form::new(session, subject("shelves.organization"), focus, requests);
    form.text(ui, OWNER, "name", &mut draft.name);
    form.choice(ui, OWNER, "package", &mut draft.package, &PACKAGES);
    form.number_or_none(ui, OWNER, "journey_bytes", &mut draft.journey_bytes, Range::from(1, "units.bytes"));
    form.number_or_none(ui, OWNER, "live_journeys", &mut draft.live_journeys, Range::from(1, "units.journeys"));
    form.number_or_none(ui, OWNER, "active_journeys", &mut draft.active_journeys, Range::from(0, "units.journeys"));
    form.number_or_none(
        ui,
        OWNER,
        "audience_qualifications",
        &mut draft.audience_qualifications,
        Range::from(0, "units.places"),
    );
    form.number_or_none(ui, OWNER, "held_profiles", &mut draft.held_profiles, Range::from(0, "units.people"));
    form.number_or_none(ui, OWNER, "inbound_messages", &mut draft.inbound_messages, Range::from(0, "units.messages"));
    form.number_or_none(
        ui,
        OWNER,
        "inbound_requests_per_second",
        &mut draft.inbound_requests_per_second,
        Range::from(0, "units.requests_per_second"),
    );
    form.number_or_none(ui, OWNER, "other_fragments", &mut draft.other_fragments, Range::from(0, "units.fragments"));
    let sets = [
        ("other_channel_rule_sets", &mut draft.other_channel_rule_sets),
        ("other_journey_rule_sets", &mut draft.other_journey_rule_sets),
    ];
    for (field, count) in sets {
        form.number_or_none(ui, OWNER, field, count, Range::from(0, "units.rule_sets"));
    }
    form.switch(ui, OWNER, "healthcare", &mut draft.healthcare);
    form.finish(|| Edit::SetOrganization(Some(Box::new(draft))));
    if link(ui, word("inventory.forget_organization")).clicked() {
        requests.edit(word("inventory.forget_organization"), Place::default(), vec![Edit::SetOrganization(None)]);
    }
}
