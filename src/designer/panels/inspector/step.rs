//! One step: its head, the fields of its kind, where people go, and what colleagues should know.

use egui::Ui;

use crate::designer::fields::{Form, Subject};
use crate::designer::icons::Icon;
use crate::designer::names;
use crate::designer::requests::Requests;
use crate::designer::session::Session;
use crate::designer::theme::{self, Theme, Weight};
use crate::designer::widgets::tile;
use crate::edit::Edit;
use crate::journey::{Activity, Journey, Kind, Place};

use super::{call, condition, entries, fetch, jump, limits, message, multi, paths, schedule, update, wait};

pub(super) fn ui(
    ui: &mut Ui,
    session: &Session,
    journey: &Journey,
    activity: &Activity,
    focus: Option<&str>,
    requests: &mut Requests,
) {
    let mut draft = activity.clone();
    head(ui, session, activity);
    let subject = || Subject {
        place: Place::activity(&journey.id, &activity.id),
        name: names::activity(activity, session.workspace()),
        journey: Some(journey),
        activity: Some(activity),
    };
    let mut form = Form::new(session, subject(), focus, requests);
    form.headed(ui, "Activity", "kind");
    form.text(ui, "Activity", "label", &mut draft.label);
    kind(&mut form, ui, &mut draft.kind, journey);
    ui.add_space(4.0);
    form.text_area(ui, "Activity", "description", &mut draft.description);
    form.text_area(ui, "Activity", "note", &mut draft.note);
    form.kept(ui, "Activity", "extra", &draft.extra);
    form.other_findings(ui);
    form.finish(|| Edit::SetActivity { journey: journey.id.clone(), activity: Box::new(draft) });
    paths::ends(ui, session, journey, activity, requests);
    Form::quiet(session, subject(), requests).shown(ui, "Activity", "id", activity.id.as_str());
    if let Kind::CustomAction(action) | Kind::Campaign(action) = &activity.kind {
        limits::shared_action(ui, session, action.action.as_ref(), focus, requests);
    }
}

fn head(ui: &mut Ui, session: &Session, activity: &Activity) {
    let theme = Theme::of(ui.ctx());
    ui.horizontal(|ui| {
        tile(ui, Icon::of(&activity.kind), theme.family(activity.kind.family()), 34.0);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 1.0;
            let name = theme::rich(names::activity(activity, session.workspace()), theme::TITLE, Weight::SemiBold);
            ui.add(egui::Label::new(name).truncate());
            // A step without a label is called what it is: that is said once.
            let kind = names::kind(activity, session.workspace());
            if kind != names::activity(activity, session.workspace()) {
                ui.label(theme::rich(kind, theme::SMALL, Weight::Regular).color(theme.muted));
            }
        });
    });
    ui.add_space(8.0);
}

fn kind(form: &mut Form<'_>, ui: &mut Ui, kind: &mut Kind, journey: &Journey) {
    let enters = form.subject.activity.is_some_and(|step| !journey.connections.iter().any(|wire| wire.to == step.id));
    match kind {
        Kind::Event(event) => entries::event(form, ui, event, enters),
        Kind::BusinessEvent(event) => entries::business(form, ui, event),
        Kind::AudienceQualification(audience) => entries::qualification(form, ui, audience, enters),
        Kind::ReadAudience(audience) => entries::read(form, ui, audience),
        Kind::Reaction(reaction) => entries::reaction(form, ui, reaction, journey),
        Kind::Wait(wait) => wait::fields(form, ui, wait, journey),
        Kind::Condition(condition) => condition::fields(form, ui, condition, journey),
        Kind::ContentDecision(decision) => fetch::decision(form, ui, decision),
        Kind::DatasetLookup(lookup) => fetch::lookup(form, ui, lookup),
        Kind::Jump(jump) => jump::fields(form, ui, jump),
        Kind::Message(message) => message::fields(form, ui, message),
        Kind::MultiAction(multi) => multi::fields(form, ui, multi),
        Kind::CustomAction(call) => call::fields(form, ui, call, journey, false),
        Kind::Campaign(call) => call::fields(form, ui, call, journey, true),
        Kind::UpdateProfile(update) => update::fields(form, ui, update),
    }
    if matches!(kind, Kind::ReadAudience(_)) {
        schedule::said(form, ui, journey);
    }
}
