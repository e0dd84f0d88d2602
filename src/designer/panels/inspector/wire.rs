//! A wire: from where to where, for whom, and what can be done with it.

use egui::Ui;

use crate::designer::actions::Action;
use crate::designer::names;
use crate::designer::requests::{Request, Requests, Selection};
use crate::designer::session::Session;
use crate::designer::theme::{self, Theme, Weight};
use crate::designer::widgets::{heading, hint_line, link, secondary};
use crate::designer::words::word;
use crate::journey::{ActivityId, ConnectionId, Journey, Place};

pub(super) fn ui(ui: &mut Ui, session: &Session, journey: &Journey, wire: &ConnectionId, requests: &mut Requests) {
    let Some(wire) = journey.connections.iter().find(|known| &known.id == wire) else { return };
    heading(ui, word("wire.title"));
    ui.add_space(8.0);
    end(ui, session, journey, word("wire.from"), &wire.from, requests);
    if let Some(from) = journey.activity(&wire.from) {
        let theme = Theme::of(ui.ctx());
        ui.label(theme::rich(word("wire.who"), theme::SMALL, Weight::Regular).color(theme.muted));
        ui.label(names::port(from, &wire.port));
    }
    end(ui, session, journey, word("wire.to"), &wire.to, requests);
    ui.add_space(8.0);
    ui.horizontal_wrapped(|ui| {
        if secondary(ui, word("wire.insert")).clicked() {
            requests.push(Request::Run(Action::AddStep));
        }
        if secondary(ui, word("wire.delete")).clicked() {
            requests.push(Request::Run(Action::Delete));
        }
    });
    let place = Place::connection(&journey.id, &wire.id);
    for finding in session
        .findings()
        .filter(|finding| finding.place.connection == place.connection && finding.place.journey == place.journey)
    {
        hint_line(ui, &finding.message);
    }
}

fn end(ui: &mut Ui, session: &Session, journey: &Journey, name: &str, activity: &ActivityId, requests: &mut Requests) {
    let theme = Theme::of(ui.ctx());
    ui.label(theme::rich(name, theme::SMALL, Weight::Regular).color(theme.muted));
    match session.activity_name(&journey.id, activity) {
        Some(text) if link(ui, &text).clicked() => requests.push(Request::Select(Selection::activity(activity))),
        Some(_) => {}
        // Its id is all that is left of it: who looks for it in the file needs that.
        None => drop(ui.label(word("wire.gone")).on_hover_text(activity.as_str())),
    }
    ui.add_space(4.0);
}
