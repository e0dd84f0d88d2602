//! The fewest test people that were found who take every branch that somebody can take; each goes their way as a test
//! run, and all of them are kept as scenarios.

use egui::{Label, Ui};

use crate::designer::covering::{Found, Uncover};
use crate::designer::requests::{Request, Requests};
use crate::designer::session::Session;
use crate::designer::theme::{BODY, SMALL, Theme, Weight, rich};
use crate::designer::widgets::{link, primary, section};
use crate::designer::words::{count, phrase, word};

/// Draws them.
pub fn ui(ui: &mut Ui, found: &Found, session: &Session, requests: &mut Requests) {
    let theme = Theme::of(ui.ctx());
    let coverage = &found.coverage;
    let made = coverage.scenarios.len();
    section(ui, word("coverage.people"));
    let least = coverage.lower_bound.to_string();
    let whether = if made <= coverage.lower_bound { "coverage.no_smaller" } else { "coverage.no_smaller_than" };
    let said = format!("{} {}", count("coverage.made", made), phrase(whether, &[("n", &least)]));
    ui.add(Label::new(rich(said, SMALL, Weight::Regular).color(theme.muted)).wrap());
    if made == 0 {
        return;
    }
    if primary(ui, word("coverage.save")).on_hover_text(word("coverage.save_what")).clicked() {
        requests.push(Request::Uncover(Uncover::Save));
    }
    ui.spacing_mut().interact_size.y = 18.0;
    for scenario in &coverage.scenarios {
        ui.add_space(2.0);
        ui.horizontal(|ui| {
            let name = format!("{} · {}", scenario.name, scenario.profile.name);
            ui.label(rich(name, BODY, Weight::Medium).color(theme.text));
            let open = word("coverage.open_run");
            let opened = link(ui, open);
            let label = format!("{open}: {}", scenario.name);
            opened.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Link, true, label.clone()));
            if opened.clicked() {
                requests.push(Request::Uncover(Uncover::Open(scenario.name.clone())));
            }
        });
        let way = crate::designer::names::moments_in(&scenario.scenario.description, &session.zone());
        ui.add(Label::new(rich(way, SMALL, Weight::Regular).color(theme.muted)).wrap());
    }
}
