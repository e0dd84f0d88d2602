//! Where the journey was last seen to run: each environment with the version and the state that it had.

use egui::Ui;

use crate::designer::actions::Action;
use crate::designer::dialogs::push::{state_chip, state_said, version_name};
use crate::designer::names;
use crate::designer::requests::{Request, Requests};
use crate::designer::session::Session;
use crate::designer::theme::{BODY, Theme, Weight, rich};
use crate::designer::widgets::{hint_line, link, section};
use crate::designer::words::{phrase, word};
use crate::journey::{Environment, Journey};

/// Draws it; nothing while it was seen nowhere.
pub(super) fn ui(ui: &mut Ui, session: &Session, journey: &Journey, requests: &mut Requests) {
    let seen = session.files().observed(&journey.id).map(|seen| seen.environments.as_slice()).unwrap_or_default();
    let inventory = &session.workspace().inventory;
    let known = seen.iter().filter_map(|seen| Some((seen, inventory.get::<Environment>(&seen.environment)?)));
    let known: Vec<_> = known.collect();
    if known.is_empty() {
        return;
    }
    let theme = Theme::of(ui.ctx());
    section(ui, word("pushing.runs_title"));
    for (seen, environment) in known {
        ui.horizontal(|ui| {
            ui.label(rich(&environment.name, BODY, Weight::SemiBold).color(theme.text));
            state_chip(ui, seen.state, &state_said(seen.state, None, &session.zone()));
        });
        let date = seen.at.to_zoned(session.zone()).strftime("%-d %b %Y, %H:%M").to_string();
        let (version, place) = (version_name(session, &seen.version), names::zone(&session.zone()));
        hint_line(ui, &phrase("pushing.runs_row", &[("version", &version), ("date", &date), ("place", &place)]));
    }
    if link(ui, word("command.push")).clicked() {
        requests.push(Request::Run(Action::Push));
    }
}
