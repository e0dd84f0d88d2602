//! Beside the chart: how many people from when on, how far the work is, what would lose nothing, what does not happen,
//! and what was assumed.

use egui::accesskit::Role;
use egui::{CursorIcon, DragValue, Label, Sense, Ui, WidgetInfo, vec2};

use super::super::outcome;
use super::super::test_run::setup;
use super::chart::number;
use super::offers::Offers;
use super::work::under_way;
use crate::designer::forecasting::{Foresee, Found};
use crate::designer::names;
use crate::designer::requests::{Request, Requests};
use crate::designer::session::Session;
use crate::designer::theme::{BODY, CONTROL, CONTROL_HEIGHT, SMALL, Theme, Weight, rich};
use crate::designer::widgets::{Tone, chip, hint_line, link, primary, section};
use crate::designer::words::{phrase, word};
use crate::journey::{Place, grouped};
use crate::run::Reason;
use crate::simulate::volume::{Loss, Progress};

/// The most people of one forecast.
const MOST: i64 = 20_000_000;

/// See the module.
#[derive(Default)]
pub struct Side {
    /// The start as it is being typed.
    start: Option<String>,
    offers: Offers,
    /// Whether what was assumed is unfolded.
    assumed: bool,
}

impl Side {
    /// Draws it.
    pub fn ui(&mut self, ui: &mut Ui, session: &Session, requests: &mut Requests) {
        ui.spacing_mut().item_spacing.y = 5.0;
        let forecasting = session.forecasting();
        if forecasting.study().is_outdated() && forecasting.study().progress().is_none() {
            chip(ui, Tone::Warning, word("volume.outdated")).on_hover_text(word("volume.outdated_what"));
        }
        match forecasting.study().progress() {
            Some((progress, lasts)) => {
                let how_far = progress.map(|progress| how_far(&progress, session));
                under_way(ui, "volume.running", (how_far.as_deref(), lasts), Foresee::Cancel, requests);
            }
            None => self.settings(ui, session, requests),
        }
        if let Some(error) = forecasting.study().error() {
            let theme = Theme::of(ui.ctx());
            ui.label(rich(word("volume.cannot"), BODY, Weight::SemiBold).color(theme.err));
            ui.add(Label::new(rich(error, BODY, Weight::Regular).color(theme.text)).wrap());
        }
        if let Some(found) = forecasting.found() {
            self.offers.ui(ui, found, session, requests);
            losses(ui, found, session, requests);
            self.notes(ui, found);
        }
    }

    fn settings(&mut self, ui: &mut Ui, session: &Session, requests: &mut Requests) {
        let forecasting = session.forecasting();
        ui.horizontal(|ui| {
            setup::label(ui, word("volume.people"));
            let known = forecasting.people();
            let mut people = i64::from(known.unwrap_or_default());
            let field = DragValue::new(&mut people).range(1..=MOST).speed(1_000.0);
            let field = field
                .custom_formatter(|number, _| grouped(number.round() as i64))
                .custom_parser(|text| text.replace([',', ' '], "").parse().ok());
            let field = ui.add_sized(vec2(ui.available_width() - 16.0, CONTROL_HEIGHT), field);
            field.widget_info(|| WidgetInfo::labeled(Role::SpinButton, true, word("volume.people")));
            let chosen = u32::try_from(people).ok().filter(|chosen| *chosen > 0 && Some(*chosen) != known);
            if let Some(people) = chosen {
                requests.push(Request::Foresee(Foresee::People(people)));
            }
        });
        if forecasting.people().is_none() {
            hint_line(ui, word("volume.as_in_table"));
        }
        let zone = session.zone();
        let label = word("setup.start");
        if let Some(at) = setup::moment(ui, label, forecasting.start(), &zone, &mut self.start, None) {
            requests.push(Request::Foresee(Foresee::Start(at)));
        }
        let again = forecasting.found().is_some();
        if primary(ui, word(if again { "volume.again" } else { "volume.run" })).clicked() {
            requests.push(Request::Foresee(Foresee::Run));
        }
    }

    /// Who is left out, and what nobody stated.
    fn notes(&mut self, ui: &mut Ui, found: &Found) {
        let forecast = &found.forecast;
        let theme = Theme::of(ui.ctx());
        let says = |ui: &mut Ui, text: &str| {
            ui.add(Label::new(rich(text, SMALL, Weight::Regular).color(theme.muted)).wrap());
        };
        if !forecast.left_out.is_empty() {
            section(ui, word("volume.left_out"));
            for out in &forecast.left_out {
                says(ui, &phrase("volume.left_out_one", &[("name", &out.name), ("why", &out.because)]));
            }
        }
        if forecast.assumptions.is_empty() {
            return;
        }
        ui.add_space(4.0);
        let fold = if self.assumed { "volume.assumed_less" } else { "volume.assumed" };
        if link(ui, word(fold)).clicked() {
            self.assumed = !self.assumed;
        }
        if self.assumed {
            forecast.assumptions.iter().for_each(|sentence| says(ui, sentence));
            hint_line(ui, word("volume.population"));
        }
    }
}

/// "Mon 2 Mar, 09:01 in virtual time, 300 inside".
pub(super) fn how_far(progress: &Progress, session: &Session) -> String {
    let time = names::day_moment(progress.now, &session.zone());
    let inside = i64::try_from(progress.inside).unwrap_or(i64::MAX);
    phrase("volume.at_now", &[("time", &time), ("n", &grouped(inside))])
}

/// What does not happen as it should, by step; each leads to its step.
fn losses(ui: &mut Ui, found: &Found, session: &Session, requests: &mut Requests) {
    let losses = &found.forecast.losses;
    section(ui, word("volume.losses"));
    if losses.is_empty() {
        hint_line(ui, word("volume.nothing_lost"));
    }
    let theme = Theme::of(ui.ctx());
    let is_open = |loss: &Loss| session.journey().is_some_and(|open| open.id == loss.journey);
    let own = losses.iter().filter(|loss| is_open(loss));
    ui.spacing_mut().item_spacing.y = 2.0;
    for loss in own.chain(losses.iter().filter(|loss| !is_open(loss))) {
        let name = if loss.label.is_empty() { word("volume.at_entry").to_owned() } else { loss.label.clone() };
        let name = if is_open(loss) { name } else { format!("{} · {name}", loss.name) };
        let place = match &loss.activity {
            Some(activity) => Place::activity(&loss.journey, activity),
            None => Place::journey(&loss.journey),
        };
        // A long name is cut off, and whole under the pointer.
        let text = rich(&name, CONTROL, Weight::Medium).color(theme.accent);
        let way = ui.add(Label::new(text).truncate().sense(Sense::click())).on_hover_cursor(CursorIcon::PointingHand);
        way.widget_info(|| WidgetInfo::labeled(Role::Link, true, &name));
        if way.on_hover_text(names::moments_in(&loss.because, &session.zone())).clicked() {
            requests.push(Request::GoTo(place));
        }
        let parts = [("n", number(loss.people)), ("what", why(loss))];
        let parts: Vec<(&str, &str)> = parts.iter().map(|(name, value)| (*name, value.as_str())).collect();
        ui.add(Label::new(rich(phrase("live.so_many", &parts), BODY, Weight::Regular).color(theme.err)).wrap());
        ui.add_space(4.0);
    }
}

fn why(loss: &Loss) -> String {
    match Reason::from_word(&loss.cause) {
        Some(reason) => outcome::reason(reason).to_owned(),
        None => outcome::cause(&loss.cause),
    }
}
