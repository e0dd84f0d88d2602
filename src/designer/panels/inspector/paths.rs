//! Where people go: the labels of the ends at ports from which no wire goes on.

use egui::Ui;

use crate::designer::fields::{Form, Subject};
use crate::designer::names;
use crate::designer::requests::Requests;
use crate::designer::session::Session;
use crate::designer::widgets::section;
use crate::designer::words::{phrase, word};
use crate::edit::Edit;
use crate::journey::{Activity, Journey, Place, Port, Properties};

/// What happens to people for whom a step fails; a path of their own on which nothing follows yet says so.
pub(super) fn ways_of_failure(form: &Form<'_>) -> [(&'static str, &'static str); 2] {
    let leads_on = form.subject.journey.zip(form.subject.activity).is_none_or(|(journey, activity)| {
        activity.kind.error_path() != Some(true) || journey.leaving(&activity.id, &Port::Error).next().is_some()
    });
    let own = if leads_on { "inspector.fails_own" } else { "inspector.fails_open" };
    [("inspector.leave", "inspector.fails_leave"), ("inspector.own_path", own)]
}

/// "If it fails or takes longer than 30 s".
pub(super) fn failure(properties: &Properties) -> String {
    phrase("inspector.if_fails", &[("n", &properties.timeout_seconds.to_string())])
}

/// The labels of the ends of this step.
pub(super) fn ends(ui: &mut Ui, session: &Session, journey: &Journey, activity: &Activity, requests: &mut Requests) {
    let ports = activity.kind.ports();
    let open: Vec<&Port> = ports.iter().filter(|port| journey.leaving(&activity.id, port).next().is_none()).collect();
    if open.is_empty() {
        return;
    }
    section(ui, word("inspector.ends"));
    for port in open {
        let known = journey.ends.iter().find(|end| end.from == activity.id && &end.port == port);
        let mut label = known.map(|end| end.label.clone()).unwrap_or_default();
        let subject = Subject {
            place: Place::activity(&journey.id, &activity.id),
            name: names::activity(activity, session.workspace()),
            journey: Some(journey),
            activity: Some(activity),
        };
        let mut form = Form::quiet(session, subject, requests);
        let way = names::port(activity, port);
        let question = match port {
            Port::Next => word("inspector.end_here").to_owned(),
            _ => phrase("inspector.end_of", &[("way", &way)]),
        };
        form.within(&format!("ends.{way}"), |form| form.end_label(ui, &way, question, &mut label));
        form.finish(|| Edit::SetEndLabel {
            journey: journey.id.clone(),
            from: activity.id.clone(),
            port: port.clone(),
            label,
        });
    }
}
