//! What would lose nothing: the smallest changes that the search found, each with what becomes of the calls by it, and
//! the way to make it.

use std::collections::BTreeSet;

use egui::{CornerRadius, Frame, Label, Margin, Stroke, Ui, WidgetInfo};
use jiff::Timestamp;

use super::chart::number;
use super::side::how_far;
use super::work::under_way;
use crate::designer::forecasting::{Foresee, Found};
use crate::designer::names::lasting;
use crate::designer::requests::{Request, Requests};
use crate::designer::session::Session;
use crate::designer::theme::{BODY, CARD_RADIUS, CONTROL, SMALL, Theme, Weight, rich};
use crate::designer::widgets::{hint_line, link, primary, secondary, section};
use crate::designer::words::{count, phrase, word};
use crate::edit::Edit;
use crate::journey::Place;
use crate::simulate::volume::{Offer, Outlook};

/// See the module.
#[derive(Default)]
pub struct Offers {
    /// The places of which all offers are unfolded, by their keys.
    unfolded: BTreeSet<String>,
}

impl Offers {
    /// Draws them, or how far the search is. Nothing where no call is lost.
    pub fn ui(&mut self, ui: &mut Ui, found: &Found, session: &Session, requests: &mut Requests) {
        let forecasting = session.forecasting();
        if !found.forecast.loses_calls() || forecasting.study().progress().is_some() {
            return;
        }
        section(ui, word("volume.offers"));
        if forecasting.study().is_outdated() {
            hint_line(ui, word("volume.offers_outdated"));
            return;
        }
        let search = forecasting.search();
        if let Some((searched, lasts)) = search.progress() {
            let how_far = searched.map(|searched| {
                let trials = i64::try_from(searched.trials).unwrap_or(i64::MAX);
                let number = crate::journey::grouped(trials);
                phrase("volume.trial", &[("n", &number), ("how_far", &how_far(&searched.progress, session))])
            });
            under_way(ui, "volume.searching", (how_far.as_deref(), lasts), Foresee::StopSearch, requests);
            return;
        }
        match search.found() {
            Some(offers) if offers.is_empty() => drop(hint_line(ui, word("volume.no_offers"))),
            Some(offers) => self.list(ui, offers, session, requests),
            None => {
                if let Some(error) = search.error() {
                    hint_line(ui, error);
                }
                if secondary(ui, word("volume.search")).clicked() {
                    requests.push(Request::Foresee(Foresee::Search));
                }
            }
        }
    }

    /// By the place at which nothing is lost any more; the best of each first, the others unfolded.
    fn list(&mut self, ui: &mut Ui, offers: &[Offer], session: &Session, requests: &mut Requests) {
        let theme = *Theme::of(ui.ctx());
        let places = offers.chunk_by(|one, other| one.place == other.place);
        let are_several = offers.iter().any(|offer| offer.place != offers[0].place);
        for offers in places {
            let [best, others @ ..] = offers else { continue };
            if are_several {
                ui.label(rich(&best.name, CONTROL, Weight::Medium).color(theme.text));
            }
            let is_unfolded = self.unfolded.contains(&best.place);
            let more = Some(others.len()).filter(|others| *others > 0 && !is_unfolded);
            if card(ui, best, more, session, requests) {
                self.unfolded.insert(best.place.clone());
            }
            if is_unfolded {
                for offer in others {
                    card(ui, offer, None, session, requests);
                }
            }
        }
    }
}

/// One change; true where somebody asks for the others.
fn card(ui: &mut Ui, offer: &Offer, more: Option<usize>, session: &Session, requests: &mut Requests) -> bool {
    let theme = *Theme::of(ui.ctx());
    let frame = Frame::new()
        .stroke(Stroke::new(1.0, theme.border))
        .corner_radius(CornerRadius::same(CARD_RADIUS))
        .inner_margin(Margin::symmetric(10, 8));
    let shown = frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 3.0;
        let title = rich(&offer.remedy.title, BODY, Weight::SemiBold).color(theme.text);
        ui.add(Label::new(title).wrap()).on_hover_text(&offer.because);
        for line in told(&offer.before, &offer.after, session) {
            ui.add(Label::new(rich(line, SMALL, Weight::Regular).color(theme.muted)).wrap());
        }
        ui.add_space(2.0);
        ui.horizontal(|ui| {
            apply(ui, offer, requests);
            more.is_some_and(|more| link(ui, &count("volume.more_offers", more)).clicked())
        })
        .inner
    });
    shown.inner
}

fn apply(ui: &mut Ui, offer: &Offer, requests: &mut Requests) {
    let title = &offer.remedy.title;
    let button = primary(ui, word("volume.apply"));
    let spoken = phrase("volume.apply_what", &[("what", title)]);
    button.widget_info(|| WidgetInfo::labeled(egui::accesskit::Role::Button, true, &spoken));
    requests.preview_at(&button, title, &offer.remedy.edits);
    if button.clicked() {
        let place = offer.remedy.edits.first().map(place).unwrap_or_default();
        requests.edit(title.clone(), place, offer.remedy.edits.clone());
        requests.push(Request::Say(phrase("volume.applied", &[("what", title)])));
    }
}

/// Where an undo of this leads.
fn place(edit: &Edit) -> Place {
    match edit {
        Edit::SetActivity { journey, activity } => Place::activity(journey, &activity.id),
        Edit::AddActivity { journey, .. } => Place::journey(journey),
        _ => Place::default(),
    }
}

/// What becomes of the calls: before and after.
fn told(before: &Outlook, after: &Outlook, session: &Session) -> Vec<String> {
    let versus = |key: &str, before: String, after: String| phrase(key, &[("before", &before), ("after", &after)]);
    let mut lines = vec![
        versus("volume.offer_lost", number(before.lost), number(after.lost)),
        versus("volume.offer_sent", number(before.calls), number(after.calls)),
    ];
    if before.longest_delay_ms > 0 || after.longest_delay_ms > 0 {
        let wait = |outlook: &Outlook| lasting(i64::try_from(outlook.longest_delay_ms).unwrap_or(i64::MAX));
        lines.push(versus("volume.offer_wait", wait(before), wait(after)));
    }
    if let (Some(was), Some(is)) = (before.last_call, after.last_call) {
        let (was, is) = moments(was, is, session);
        lines.push(versus("volume.offer_over", was, is));
    }
    lines
}

/// Two moments; of the same day only that of the first is said.
fn moments(was: Timestamp, is: Timestamp, session: &Session) -> (String, String) {
    let (was, is) = (was.to_zoned(session.zone()), is.to_zoned(session.zone()));
    let form = if was.date() == is.date() { "%H:%M:%S" } else { "%a %-d %b, %H:%M:%S" };
    (was.strftime("%a %-d %b, %H:%M:%S").to_string(), is.strftime(form).to_string())
}
