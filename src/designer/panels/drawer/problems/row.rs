//! A row of the list of problems: where it is, what is said, what can be done.

use std::collections::BTreeSet;

use egui::accesskit::Role;
use egui::{Layout, Response, Sense, Ui, UiBuilder, WidgetInfo, vec2};

use super::cause::Cause;
use super::cells::{margin, rule, set};
use crate::check::Finding;
use crate::designer::names;
use crate::designer::panels::inventory::shelf_name;
use crate::designer::remedies::remedy_button;
use crate::designer::requests::{Request, Requests};
use crate::designer::session::Session;
use crate::designer::theme::{self, BODY, CONTROL, Theme, Weight, font, rich};
use crate::designer::widgets::{link, primary, quiet_link, secondary, severity_dot, to_do_dot};
use crate::designer::words::{count, phrase, word};

/// What a row says of where it is.
pub(super) struct Head {
    /// The step or the object.
    pub name: String,
    /// In which journey it is, or which journeys use it; empty where that is plain.
    pub journeys: Vec<String>,
    /// Where it stands for several: how many, and whether they are listed below.
    pub steps: Option<(String, bool)>,
    /// Whether it is one of several for which a row above stands.
    pub is_inner: bool,
    /// What is said of it.
    pub said: Said,
    /// Where one click mends everything for which it stands: of which guardrail, and what its button says.
    pub mends: Option<(&'static str, String)>,
}

/// What a row says.
pub(super) enum Said {
    /// The sentence of the finding.
    Message,
    /// The sentence of the first of many, and in how many more places the same holds.
    Many(String),
    /// Nothing more: the row above says it.
    Nothing,
}

impl Head {
    /// Of the place of a finding; `users` are the journeys that use the object where it lies.
    pub fn of(finding: &Finding, session: &Session, users: &[String]) -> Self {
        let here = session.journey().map(|journey| &journey.id);
        let other = finding.place.journey.as_ref().filter(|id| Some(*id) != here && finding.place.activity.is_some());
        let other = other.and_then(|id| session.workspace().journeys.get(id)).map(|journey| journey.name.clone());
        let journeys = match other {
            Some(journey) => vec![journey],
            None => users.to_vec(),
        };
        let name = names::place(&finding.place, session.workspace());
        Self { name, journeys, steps: None, is_inner: false, said: Said::Message, mends: None }
    }

    /// Of a guardrail that is broken in many places.
    pub fn of_rule(rule: &'static str, cause: &Cause<'_>, session: &Session) -> Self {
        let journeys: BTreeSet<_> = cause.all().filter_map(|finding| finding.place.journey.as_ref()).collect();
        let one = journeys.first().and_then(|id| session.workspace().journeys.get(*id)).filter(|_| journeys.len() == 1);
        let name = match (one, &cause.first.place.item) {
            (Some(journey), _) => journey.name.clone(),
            (None, Some(item)) if journeys.is_empty() => shelf_name(item).to_owned(),
            _ => count("count.journeys", journeys.len()),
        };
        let number = cause.all().count().to_string();
        let mends = cause.mends_all().map(|title| match title {
            Some(title) => phrase("problems.mend_each", &[("remedy", title), ("n", &number)]),
            None => phrase("problems.mend_these", &[("n", &number)]),
        });
        let others = cause.others.len().to_string();
        let said = Said::Many(phrase("problems.the_same", &[("said", &cause.first.message), ("n", &others)]));
        let mends = mends.map(|title| (rule, title));
        Self { name, journeys: Vec::new(), steps: None, is_inner: false, said, mends }
    }

    /// Whether it stands for a guardrail, not for one finding.
    fn is_of_rule(&self) -> bool {
        matches!(self.said, Said::Many(_))
    }

    /// Its sentence.
    fn sentence<'a>(&'a self, finding: &'a Finding) -> &'a str {
        match &self.said {
            Said::Message => &finding.message,
            Said::Many(said) => said,
            Said::Nothing => "",
        }
    }

    /// The second line: in which journey, or by which it is used.
    fn where_else(&self, finding: &Finding) -> String {
        let is_used = finding.place.journey.is_none();
        match self.journeys.as_slice() {
            [] => String::new(),
            [one] if !is_used => one.clone(),
            [one] => phrase("problems.used_by", &[("journey", one)]),
            many => count("problems.used_by_many", many.len()),
        }
    }

    /// All of it, for what is cut off.
    fn whole(&self, finding: &Finding) -> String {
        let is_used = finding.place.journey.is_none();
        let journeys = match self.journeys.as_slice() {
            [] => return self.name.clone(),
            all if is_used => phrase("problems.used_by", &[("journey", &all.join(", "))]),
            all => all.join(", "),
        };
        format!("{}\n{journeys}", self.name)
    }
}

/// What somebody wants of a row that only the list can do.
pub(super) enum Wish {
    /// The steps listed below it, or no longer.
    Fold,
    /// The card of its guardrail.
    Explain,
}

/// Draws a row.
pub(super) fn row(
    ui: &mut Ui,
    finding: &Finding,
    head: &Head,
    (session, is_mended_here): (&Session, bool),
    requests: &mut Requests,
) -> Option<Wish> {
    let theme = Theme::of(ui.ctx());
    let is_here = session.focus().is_some_and(|focus| focus.what == finding.place);
    let ground = ui.painter().add(egui::Shape::Noop);
    let said = if head.mends.is_some() || head.steps.is_some() { head.sentence(finding) } else { &finding.message };
    let sentence = format!("{}: {said}", head.name);
    let mut wish = None;
    // A part of its own that feels clicks: its buttons lie above it.
    let builder = UiBuilder::new().id_salt("row").sense(Sense::click());
    let margin = margin(if head.is_inner { 30 } else { 10 });
    let response = ui
        .scope_builder(builder, |ui| {
            egui::Frame::new().inner_margin(margin).show(ui, |ui| {
                wish = cells(ui, finding, head, (session, is_mended_here), requests);
            });
        })
        .response;
    response.widget_info(|| WidgetInfo::labeled(Role::ListItem, true, &sentence));
    let rect = response.rect;
    let fill = if is_here {
        theme.accent_soft
    } else if response.hovered() {
        theme.hover
    } else {
        theme.panel
    };
    ui.painter().set(ground, egui::Shape::rect_filled(rect, 0.0, fill));
    rule(ui, rect);
    if response.on_hover_cursor(egui::CursorIcon::PointingHand).clicked() {
        requests.push(Request::GoTo(finding.place.clone()));
    }
    wish
}

fn cells(
    ui: &mut Ui,
    finding: &Finding,
    head: &Head,
    (session, is_mended_here): (&Session, bool),
    requests: &mut Requests,
) -> Option<Wish> {
    let theme = Theme::of(ui.ctx());
    let color = if session.is_to_do(finding) { theme.muted } else { theme.text };
    let sentence = |ui: &mut Ui| {
        let text = rich(head.sentence(finding), BODY, Weight::Regular).color(color);
        ui.add(egui::Label::new(text).wrap().selectable(false));
    };
    let sign = |ui: &mut Ui| {
        let is_to_do = session.is_to_do(finding);
        drop(if is_to_do { to_do_dot(ui) } else { severity_dot(ui, finding.severity) });
    };
    let mut folds = false;
    let name = |ui: &mut Ui| folds = where_it_is(ui, finding, head);
    let width = offers_width(ui, finding, head);
    let offered = |ui: &mut Ui| offers(ui, finding, head, (session, is_mended_here), requests);
    let wish = set(ui, sign, name, sentence, (width, offered)).flatten();
    if folds { Some(Wish::Fold) } else { wish }
}

/// About as wide as what can be done is in one line.
fn offers_width(ui: &Ui, finding: &Finding, head: &Head) -> f32 {
    let wide = |text: &str| {
        let font = font(CONTROL, Weight::Medium);
        ui.painter().layout_no_wrap(text.to_owned(), font, egui::Color32::WHITE).size().x
    };
    let button = |title: &str| wide(title) + 2.0 * ui.spacing().button_padding.x + ui.spacing().item_spacing.x;
    if head.is_of_rule() {
        let mends = head.mends.as_ref().map_or(0.0, |(_, title)| button(title));
        return mends + button(word("problems.why"));
    }
    let living = if finding.can_be_lived_with() { button(word("living.ask")) } else { 0.0 };
    let by_hand = finding.by_hand.map_or(0.0, button);
    finding.offered().take(2).map(|remedy| button(&remedy.title)).sum::<f32>()
        + button(word("problems.why"))
        + by_hand
        + living
}

/// The name and what stands below it; true where the steps are to be listed, or no longer.
fn where_it_is(ui: &mut Ui, finding: &Finding, head: &Head) -> bool {
    let theme = Theme::of(ui.ctx());
    let whole = head.whole(finding);
    let line = |ui: &mut Ui, text: egui::RichText| {
        let label = egui::Label::new(text).truncate().selectable(false).show_tooltip_when_elided(false);
        ui.add(label).on_hover_text(&whole);
    };
    line(ui, rich(&head.name, BODY, Weight::SemiBold).color(theme.text));
    let below = head.where_else(finding);
    if !below.is_empty() {
        line(ui, rich(&below, theme::SMALL, Weight::Regular).color(theme.faint));
    }
    let Some((steps, is_open)) = &head.steps else { return false };
    let key = if *is_open { "problems.fold_steps" } else { "problems.show_steps" };
    link(ui, steps).accessible_name(phrase(key, &[("steps", steps)])).clicked()
}

/// What can be done, from right to left.
fn offers(
    ui: &mut Ui,
    finding: &Finding,
    head: &Head,
    (session, is_mended_here): (&Session, bool),
    requests: &mut Requests,
) -> Option<Wish> {
    let place = names::place(&finding.place, session.workspace());
    if let Some((rule, title)) = &head.mends
        && primary(ui, title).clicked()
    {
        requests.push(Request::MendRule(rule));
    }
    if is_mended_here && !head.is_of_rule() {
        if let Some(title) = finding.by_hand
            && secondary(ui, title).clicked()
        {
            requests.push(Request::GoTo(finding.place.clone()));
        }
        for (index, remedy) in finding.offered().enumerate().take(2) {
            let is_first = index == 0 && !session.is_to_do(finding);
            if remedy_button(ui, remedy, is_first, session, requests).clicked() {
                let name = phrase("undo.remedy", &[("remedy", &remedy.title), ("place", &place)]);
                requests.edit(name, finding.place.clone(), remedy.edits.clone());
                // The preview has shown where; nobody is taken away from what they are filling in. Only what lies in
                // another journey, or on another page of the inventory, is gone to.
                let here = session.journey().map(|journey| &journey.id);
                let is_elsewhere = finding.place.journey.as_ref().is_some_and(|journey| Some(journey) != here);
                if is_elsewhere || session.in_inventory() {
                    requests.push(Request::GoTo(finding.place.clone()));
                }
            }
        }
    }
    let is_explained = !head.is_inner && as_tall_as_buttons(ui, word("problems.why"), link).clicked();
    if finding.can_be_lived_with() && !session.is_to_do(finding) && !head.is_of_rule() {
        let asked = as_tall_as_buttons(ui, word("living.ask"), quiet_link);
        if asked.clicked() {
            requests.push(Request::LiveWith(Box::new(finding.clone())));
        }
    }
    is_explained.then_some(Wish::Explain)
}

/// A link that stands in the middle of a row of buttons.
fn as_tall_as_buttons(ui: &mut Ui, text: &str, link: fn(&mut Ui, &str) -> Response) -> Response {
    let font = font(CONTROL, Weight::Medium);
    let width = ui.painter().layout_no_wrap(text.to_owned(), font, egui::Color32::WHITE).size().x;
    let room = vec2(width, theme::CONTROL_HEIGHT);
    ui.allocate_ui_with_layout(room, Layout::left_to_right(egui::Align::Center), |ui| link(ui, text)).inner
}
