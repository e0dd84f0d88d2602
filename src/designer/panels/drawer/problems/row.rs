//! A row of the list of problems: where it is, what is said, what can be done.

use std::collections::BTreeSet;

use egui::accesskit::Role;
use egui::{Layout, Rect, Response, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::cause::Cause;
use super::cells::{button_wide, link_wide, margin, rule, set};
use crate::check::{Finding, Remedy};
use crate::designer::icons::Icon;
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
        let said = Said::Many(phrase("problems.of_this_kind", &[("said", &cause.first.message), ("n", &others)]));
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
    pub fn where_else(&self, finding: &Finding) -> String {
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
    /// It was mended, by the button that says this.
    Mended(String),
}

/// What all rows of the list have in common.
#[derive(Clone, Copy)]
pub(super) struct Within<'a> {
    pub session: &'a Session,
    /// Width of the column of names.
    pub names: f32,
    /// Whether nothing is mended by a click now: the pointer still rests where something else just was.
    pub is_settling: bool,
}

/// What can be done, in the order in which it stands there.
enum Offer<'a> {
    /// Mends everything for which the row stands.
    All(&'static str, &'a str),
    /// Leads to where a person enters what is right.
    ByHand(&'static str),
    /// A remedy; the first of them may be the one thing to do.
    Remedy(&'a Remedy, bool),
    LiveWith,
    Why,
}

impl Offer<'_> {
    fn wide(&self, ui: &Ui) -> f32 {
        match self {
            Self::All(_, title) => button_wide(ui, title),
            Self::ByHand(title) => button_wide(ui, title),
            Self::Remedy(remedy, _) => button_wide(ui, &remedy.title),
            Self::Why => link_wide(ui, word("problems.why")),
            Self::LiveWith => link_wide(ui, word("living.ask")),
        }
    }
}

/// Draws a row: what somebody wants of it, and where it is.
pub(super) fn row(
    ui: &mut Ui,
    finding: &Finding,
    head: &Head,
    (within, is_mended_here): (Within<'_>, bool),
    requests: &mut Requests,
) -> (Option<Wish>, Rect) {
    let theme = Theme::of(ui.ctx());
    let is_here = within.session.focus().is_some_and(|focus| focus.what == finding.place);
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
                wish = cells(ui, finding, head, (within, is_mended_here), requests);
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
    (wish, rect)
}

fn cells(
    ui: &mut Ui,
    finding: &Finding,
    head: &Head,
    (within, is_mended_here): (Within<'_>, bool),
    requests: &mut Requests,
) -> Option<Wish> {
    let theme = Theme::of(ui.ctx());
    let session = within.session;
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
    let offers = offers(finding, head, session, is_mended_here);
    let width = offers.iter().map(|offer| offer.wide(ui)).sum();
    let offered = |ui: &mut Ui| {
        let mut wish = None;
        for offer in &offers {
            wish = wish.or(offered(ui, offer, finding, within, requests));
        }
        wish
    };
    let wish = set(ui, within.names, sign, name, sentence, (width, offered)).flatten();
    if folds { Some(Wish::Fold) } else { wish }
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

/// What can be done about it here.
fn offers<'a>(finding: &'a Finding, head: &'a Head, session: &Session, is_mended_here: bool) -> Vec<Offer<'a>> {
    let mut offers: Vec<Offer<'a>> = Vec::new();
    offers.extend(head.mends.as_ref().map(|(rule, title)| Offer::All(rule, title)));
    if is_mended_here && !head.is_of_rule() {
        let remedies = finding.offered().take(2).enumerate();
        offers.extend(remedies.map(|(index, remedy)| Offer::Remedy(remedy, index == 0 && !session.is_to_do(finding))));
        offers.extend(finding.by_hand.map(Offer::ByHand));
    }
    let is_lived_with = finding.can_be_lived_with() && !session.is_to_do(finding) && !head.is_of_rule();
    offers.extend(is_lived_with.then_some(Offer::LiveWith));
    offers.extend((!head.is_inner).then_some(Offer::Why));
    offers
}

/// Draws it; what somebody wants of the list by it.
fn offered(
    ui: &mut Ui,
    offer: &Offer<'_>,
    finding: &Finding,
    within: Within<'_>,
    requests: &mut Requests,
) -> Option<Wish> {
    let session = within.session;
    let mends = |button: Response| button.clicked() && !within.is_settling;
    match offer {
        Offer::All(rule, title) => {
            if mends(primary(ui, title)) {
                requests.push(Request::MendRule(rule));
                return Some(Wish::Mended((*title).to_owned()));
            }
        }
        Offer::ByHand(title) => {
            if secondary(ui, title).clicked() {
                requests.push(Request::GoTo(finding.place.clone()));
            }
        }
        Offer::Remedy(remedy, is_first) => {
            if mends(remedy_button(ui, remedy, *is_first, session, requests)) {
                mend(finding, remedy, session, requests);
                return Some(Wish::Mended(remedy.title.clone()));
            }
        }
        Offer::Why => {
            if as_tall_as_buttons(ui, word("problems.why"), link).clicked() {
                return Some(Wish::Explain);
            }
        }
        Offer::LiveWith => {
            if as_tall_as_buttons(ui, word("living.ask"), quiet_link).clicked() {
                requests.push(Request::LiveWith(Box::new(finding.clone())));
            }
        }
    }
    None
}

fn mend(finding: &Finding, remedy: &Remedy, session: &Session, requests: &mut Requests) {
    let place = names::place(&finding.place, session.workspace());
    let name = phrase("undo.remedy", &[("remedy", &remedy.title), ("place", &place)]);
    requests.edit(name, finding.place.clone(), remedy.edits.clone());
    // The preview has shown where; nobody is taken away from what they are filling in. Only what lies in another
    // journey, or on another page of the inventory, is gone to.
    let here = session.journey().map(|journey| &journey.id);
    let is_elsewhere = finding.place.journey.as_ref().is_some_and(|journey| Some(journey) != here);
    if is_elsewhere || session.in_inventory() {
        requests.push(Request::GoTo(finding.place.clone()));
    }
}

/// The row of what was just mended, as high as it was: nothing else comes below the pointer. True while it rests there.
pub(super) fn mended(ui: &mut Ui, name: &str, title: &str, height: f32) -> bool {
    let theme = Theme::of(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    let said = phrase("problems.done", &[("remedy", title)]);
    response.widget_info(|| WidgetInfo::labeled(Role::ListItem, true, format!("{name}: {said}")));
    ui.painter().rect_filled(rect, 0.0, theme.ok_soft);
    let sign = Rect::from_center_size(rect.left_center() + vec2(16.0, 0.0), vec2(12.0, 12.0));
    Icon::Check.paint(ui.painter(), sign, theme.ok);
    let text = format!("{name} · {said}");
    let job = theme::one_line(&text, font(BODY, Weight::Regular), theme.text, rect.width() - 40.0);
    let text = ui.painter().layout_job(job);
    ui.painter().galley(pos2(rect.left() + 30.0, rect.center().y - text.size().y * 0.5), text, theme.text);
    rule(ui, rect);
    ui.rect_contains_pointer(rect)
}

/// A link that stands in the middle of a row of buttons.
fn as_tall_as_buttons(ui: &mut Ui, text: &str, link: fn(&mut Ui, &str) -> Response) -> Response {
    let font = font(CONTROL, Weight::Medium);
    let width = ui.painter().layout_no_wrap(text.to_owned(), font, egui::Color32::WHITE).size().x;
    let room = vec2(width, theme::CONTROL_HEIGHT);
    ui.allocate_ui_with_layout(room, Layout::left_to_right(egui::Align::Center), |ui| link(ui, text)).inner
}
