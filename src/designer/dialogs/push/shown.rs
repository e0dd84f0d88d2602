//! How a push is drawn: where to, what is there, what changes, what can be done.

use egui::{ScrollArea, Spinner, Ui};

use super::{Doing, PushDialog, Wish, state_chip, state_said};
use crate::designer::dialogs::{buttons, export, paragraph, room};
use crate::designer::errand::{Looked, Trouble};
use crate::designer::live::servers;
use crate::designer::names;
use crate::designer::requests::{Make, Request, Requests};
use crate::designer::session::Session;
use crate::designer::theme::{BODY, Theme, Weight, rich};
use crate::designer::widgets::{
    choice_entry, error_line, hint_line, primary, primary_if, secondary, secondary_if, section, tick,
};
use crate::designer::words::{phrase, word};
use crate::edit::new::NewItem;
use crate::exchange::json;
use crate::journey::{Environment, Lifecycle, Place, Platform, grouped};
use crate::push::carry_out::{Clash, runs, short};
use crate::push::{Differences, Plan, PushError, Shared};
use crate::wire::{Endpoint, EndpointChange, JourneyState};

/// What a version is called here: what is drawn, a kept version, or one of somebody else.
pub fn version_name(session: &Session, hash: &str) -> String {
    match session.kept_version(hash) {
        Some(number) => phrase("pushing.kept_version", &[("n", &number.to_string())]),
        None => phrase("pushing.other_version", &[("hash", short(hash))]),
    }
}

impl PushDialog {
    /// Draws one frame; whether it is left.
    pub(super) fn draw(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        environment: Option<&Environment>,
        wish: &mut Option<Wish>,
        requests: &mut Requests,
    ) -> bool {
        let mut leaves = false;
        let Some(environment) = environment else {
            paragraph(ui, word("pushing.nowhere"));
            buttons(ui, |ui| {
                if primary(ui, word("pushing.add_environment")).clicked() {
                    requests.push(Request::Make(Box::new(Make::open(NewItem::Environment))));
                    leaves = true;
                }
                leaves |= secondary(ui, word("common.cancel")).clicked();
            });
            return leaves;
        };
        let height = room(ui.ctx());
        let scroll = ScrollArea::vertical().id_salt("push").max_height(height).min_scrolled_height(height);
        scroll.show(ui, |ui| {
            self.environments(ui, session, environment, wish);
            if let Some(done) = &self.done {
                ui.label(rich(done, BODY, Weight::SemiBold).color(Theme::of(ui.ctx()).text));
            }
            if self.errand.is_some() {
                self.waiting(ui, environment);
            } else if let Some(trouble) = &self.trouble {
                leaves |= troubled(ui, trouble, self, session, requests);
            } else if self.looked.is_none() {
                paragraph(ui, word("pushing.idle"));
            } else {
                leaves |= self.found(ui, session, wish, requests);
            }
        });
        leaves | self.foot(ui, wish)
    }

    fn environments(&mut self, ui: &mut Ui, session: &Session, chosen: &Environment, wish: &mut Option<Wish>) {
        let Some(journey) = session.journey() else { return };
        ui.add_enabled_ui(self.errand.is_none(), |ui| {
            for known in servers(session.workspace()) {
                let seen = session.files().observed(&journey.id).and_then(|seen| seen.of(&known.id));
                let what = seen.map_or_else(
                    || phrase("pushing.never_seen", &[("url", &known.url)]),
                    |seen| {
                        let state = word(&format!("live.state.{}", seen.state.word()));
                        // By the clock by which a pause ends, and people go through the journey.
                        let date = seen.at.to_zoned(session.zone()).strftime("%-d %b, %H:%M").to_string();
                        let place = names::zone(&session.zone());
                        let version = version_name(session, &seen.version);
                        let parts = [("state", state), ("version", &version), ("date", &date), ("place", &place)];
                        phrase("pushing.seen", &parts)
                    },
                );
                let is_chosen = known.id == chosen.id;
                if choice_entry(ui, is_chosen, &known.name, &what).clicked() && !is_chosen {
                    self.environment = Some(known.id.clone());
                    *wish = Some(Wish::Choose);
                }
            }
        });
        let others = session.workspace().inventory.environments.iter();
        for other in others.filter(|known| known.platform != Platform::Waymark) {
            hint_line(ui, &phrase("pushing.by_hand", &[("name", &other.name)]));
        }
    }

    fn waiting(&self, ui: &mut Ui, environment: &Environment) {
        let theme = Theme::of(ui.ctx());
        let key = match self.doing {
            Doing::Looking => "pushing.asking",
            Doing::Pushing => "pushing.pushing",
            Doing::Bringing(_) => "pushing.bringing",
        };
        ui.horizontal(|ui| {
            ui.add(Spinner::new().size(14.0).color(theme.accent));
            ui.label(rich(phrase(key, &[("name", &environment.name)]), BODY, Weight::Medium).color(theme.text));
        });
        hint_line(ui, word("pushing.asking_what"));
    }

    /// What is there, and what would change.
    fn found(&mut self, ui: &mut Ui, session: &Session, wish: &mut Option<Wish>, requests: &mut Requests) -> bool {
        // Drawn from where it is: what the person says meanwhile is written into it afterwards.
        let Some(looked) = self.looked.take() else { return false };
        let before = (self.endpoints, self.despite);
        let leaves = self.looked_at(ui, session, &looked, wish, requests);
        self.looked = Some(looked);
        if before != (self.endpoints, self.despite) {
            self.say();
        }
        leaves
    }

    fn looked_at(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        looked: &Looked,
        wish: &mut Option<Wish>,
        requests: &mut Requests,
    ) -> bool {
        section(ui, word("pushing.there"));
        match looked.there.as_ref().and_then(runs) {
            None if looked.there.is_some() => drop(hint_line(ui, word("pushing.handed_only"))),
            None => drop(hint_line(ui, word("pushing.nothing_there"))),
            Some((version, state)) => {
                let state = Lifecycle::from(state);
                let pause = looked.there.as_ref().and_then(|there| there.status.pause.as_ref());
                let said = state_said(state, pause, &session.zone());
                ui.horizontal(|ui| {
                    state_chip(ui, state, &said);
                    let name = rich(version_name(session, &version), BODY, Weight::Medium);
                    ui.label(name.color(Theme::of(ui.ctx()).text));
                });
                hint_line(ui, &said);
                self.deeds(ui, state, wish);
            }
        }
        section(ui, word("pushing.changes"));
        let blocking = match &self.parcel {
            Some((_, Err(blocking))) => blocking.clone(),
            _ => Vec::new(),
        };
        if !blocking.is_empty() {
            return export::standing(ui, &blocking, session, requests);
        }
        match &looked.plan {
            Some(Ok(plan)) => self.planned(ui, plan, session),
            Some(Err(error)) => return troubled(ui, &Trouble::Push(error.clone()), self, session, requests),
            None => {}
        }
        false
    }

    fn planned(&mut self, ui: &mut Ui, plan: &Plan, session: &Session) {
        let text = |ui: &mut Ui, text: &str| {
            let theme = Theme::of(ui.ctx());
            ui.add(egui::Label::new(rich(text, BODY, Weight::Regular).color(theme.text)).wrap());
        };
        match &plan.differences {
            None => text(ui, word("pushing.first")),
            Some(found) if found.is_empty() && plan.is_there => text(ui, word("pushing.same")),
            Some(found) if found.is_empty() => text(ui, word("pushing.no_change")),
            Some(found) => changes(found).iter().for_each(|line| text(ui, line)),
        }
        for change in plan.endpoints.iter().filter(|change| change.tells()) {
            text(ui, &endpoint(change));
        }
        let is_ruled = plan.endpoints.iter().any(|change| change.deployed.is_some());
        if !plan.endpoints.is_empty() {
            tick(ui, &mut self.endpoints, word("pushing.deploy"));
            if is_ruled && !self.endpoints {
                hint_line(ui, word("pushing.deploy_not"));
            }
        }
        for change in plan.shared() {
            let theme = Theme::of(ui.ctx());
            let line = rich(shared(&change), BODY, Weight::Medium).color(theme.warn);
            ui.add(egui::Label::new(line).wrap());
        }
        for refusal in &plan.refusals {
            error_line(ui, &phrase("pushing.refusal", &[("name", &refusal.name), ("why", &refusal.why)]));
        }
        if plan.lets_in_anew() && !plan.refusals.is_empty() {
            tick(ui, &mut self.despite.refused_calls, word("pushing.without_calls"));
        }
        for (name, address) in &plan.streams {
            text(ui, &phrase("pushing.stream", &[("name", name), ("address", address)]));
        }
        for (name, address) in &plan.tokens {
            text(ui, &phrase("pushing.token", &[("name", name), ("address", address)]));
        }
        for name in &plan.missing_secrets {
            error_line(ui, &phrase("pushing.secret", &[("name", name)]));
        }
        if plan.lets_in_anew() && !plan.missing_secrets.is_empty() {
            tick(ui, &mut self.despite.missing_secrets, word("pushing.without_secrets"));
        }
        for remark in &plan.remarks {
            hint_line(ui, remark);
        }
        match plan.is_over {
            Some(JourneyState::Closed) => drop(hint_line(ui, word("pushing.was_closed"))),
            Some(_) => drop(hint_line(ui, word("pushing.was_stopped"))),
            None => {}
        }
        if plan.activates.is_some() {
            ui.add_space(4.0);
            // What was never saved has no folder into which a version could be written.
            let saves = if session.root().is_some() { "pushing.saves" } else { "pushing.saves_not" };
            hint_line(ui, &format!("{} {}", word("pushing.delivery"), word(saves)));
        }
    }

    fn foot(&self, ui: &mut Ui, wish: &mut Option<Wish>) -> bool {
        let mut leaves = false;
        buttons(ui, |ui| {
            if self.errand.is_some() {
                if secondary(ui, word("pushing.cancel")).clicked() {
                    *wish = Some(Wish::Cancel);
                }
                return;
            }
            let plan = self.looked.as_ref().and_then(|looked| looked.plan.as_ref()).and_then(|plan| plan.as_ref().ok());
            match plan.filter(|_| self.trouble.is_none()) {
                // What is there as it is drawn is not pushed: it goes on, or is over for good.
                Some(plan) if plan.is_there => {
                    if !plan.endpoints.is_empty() && primary_if(ui, self.endpoints, word("pushing.limits")).clicked() {
                        *wish = Some(Wish::HandOver);
                    }
                }
                Some(plan) => {
                    let needs = if plan.lacks_secrets() { "pushing.needs_secrets" } else { "pushing.needs_calls" };
                    let go = primary_if(ui, plan.in_vain().is_none(), word("pushing.go_live"));
                    if go.on_disabled_hover_text(word(needs)).clicked() {
                        *wish = Some(Wish::Live);
                    }
                    let deploys = self.endpoints && !plan.endpoints.is_empty();
                    if secondary_if(ui, plan.is_new || deploys, word("pushing.only")).clicked() {
                        *wish = Some(Wish::HandOver);
                    }
                }
                None => {
                    if primary(ui, word("pushing.again")).clicked() {
                        *wish = Some(Wish::Again);
                    }
                }
            }
            // What the server can and lets through may be otherwise since it was asked.
            if plan.is_some() && self.trouble.is_none() && secondary(ui, word("pushing.again")).clicked() {
                *wish = Some(Wish::Again);
            }
            leaves = secondary(ui, word("common.close")).clicked();
        });
        leaves
    }
}

/// Why it did not work; what the server says of a field leads there. Whether somebody goes there.
fn troubled(ui: &mut Ui, trouble: &Trouble, dialog: &PushDialog, session: &Session, requests: &mut Requests) -> bool {
    let theme = Theme::of(ui.ctx());
    let key = match trouble {
        Trouble::Push(PushError::Unable(_)) => "pushing.unable",
        Trouble::Push(PushError::Clash(_)) => "pushing.faster",
        Trouble::Push(PushError::Client(error)) if error.problem().is_some() => "pushing.refused",
        Trouble::Push(PushError::Client(error)) if error.may_be_done() => "pushing.silent",
        _ => "pushing.trouble",
    };
    ui.label(rich(word(key), BODY, Weight::SemiBold).color(theme.err));
    let Some(journey) = session.journey() else { return false };
    let mut places: Vec<(Place, String)> = Vec::new();
    match trouble {
        Trouble::Push(PushError::Unable(unable)) => {
            for unable in unable {
                let place = unable.activity.as_ref().map(|step| Place::activity(&journey.id, step));
                places.push((place.unwrap_or_else(|| Place::journey(&journey.id)), unable.why.clone()));
            }
        }
        Trouble::Push(PushError::Client(error)) if error.problem().is_some_and(|it| !it.errors.is_empty()) => {
            let text = dialog.parcel.as_ref().and_then(|(_, parcel)| parcel.as_ref().ok()).map(|it| it.text.as_str());
            let definition = text.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
            for fault in error.problem().map(|problem| problem.errors.as_slice()).unwrap_or_default() {
                let place = json::place(&definition, &fault.pointer, &journey.id);
                places.push((place, fault.detail.clone()));
            }
        }
        Trouble::Push(PushError::Clash(clash)) => faster(ui, clash, session),
        Trouble::Push(PushError::Client(error)) if error.may_be_done() && dialog.doing == Doing::Looking => {
            paragraph(ui, &phrase("pushing.silent_what", &[("why", &names::sentence(&error.in_short()))]));
        }
        other => paragraph(ui, &format!("{}.", names::sentence(&other.to_string()))),
    }
    let mut goes = false;
    for (place, why) in places {
        let text = rich(why, BODY, Weight::Regular).color(theme.text);
        let label = ui.add(egui::Label::new(text).wrap().sense(egui::Sense::click()));
        if label.on_hover_cursor(egui::CursorIcon::PointingHand).clicked() {
            requests.push(Request::GoTo(place));
            goes = true;
        }
    }
    goes
}

/// What somebody else did meanwhile, and what this version has otherwise.
fn faster(ui: &mut Ui, clash: &Clash, session: &Session) {
    let theme = Theme::of(ui.ctx());
    let state = Lifecycle::from(clash.there.state);
    ui.horizontal(|ui| {
        state_chip(ui, state, &state_said(state, None, &session.zone()));
        let name = rich(version_name(session, &clash.there.version), BODY, Weight::Medium);
        ui.label(name.color(theme.text));
    });
    let differs = clash.differences.as_ref().map(changes).unwrap_or_default();
    if !differs.is_empty() {
        section(ui, word("pushing.faster_differs"));
        for line in differs {
            ui.add(egui::Label::new(rich(line, BODY, Weight::Regular).color(theme.text)).wrap());
        }
    }
    paragraph(ui, word("pushing.faster_what"));
}

fn changes(found: &Differences) -> Vec<String> {
    let mut lines = Vec::new();
    let named = |key: &str, names: &[String]| (!names.is_empty()).then(|| phrase(key, &[("names", &names.join(", "))]));
    lines.extend(named("pushing.added", &found.added));
    lines.extend(named("pushing.removed", &found.removed));
    lines.extend(named("pushing.changed", &found.changed));
    lines.extend(named("pushing.objects", &found.objects));
    lines.extend(found.lines.then(|| word("pushing.lines").to_owned()));
    lines.extend(found.properties.then(|| word("pushing.properties").to_owned()));
    lines
}

/// What holds there for the calls of an endpoint, beside what stands here.
fn endpoint(change: &EndpointChange) -> String {
    let (name, here) = (change.definition.name.as_str(), limits(&change.definition));
    let said = |key: &str, there: &str, journey: &str| {
        phrase(key, &[("name", name), ("there", there), ("here", &here), ("journey", journey)])
    };
    match (&change.deployed, change.brought()) {
        (Some(deployed), _) => said("pushing.endpoint", &limits(deployed), ""),
        (None, Some((_, origin))) if change.holds() => said("pushing.endpoint_alike", "", &origin.name),
        (None, Some((now, origin))) => said("pushing.endpoint_brought", &limits(now), &origin.name),
        (None, None) => said("pushing.endpoint_new", "", ""),
    }
}

/// That a limit becomes another one for other journeys too.
fn shared(change: &Shared<'_>) -> String {
    let names: Vec<String> = change.journeys.iter().map(|name| format!("“{name}”")).collect();
    let said = |endpoint: Option<&Endpoint>| match endpoint {
        Some(endpoint) if change.is_about_calls() => endpoint.url_pattern.clone(),
        Some(endpoint) => limits(endpoint),
        None => word("pushing.no_limit").to_owned(),
    };
    let key = if change.is_about_calls() { "pushing.shared_calls" } else { "pushing.shared" };
    let (from, to) = (said(change.from), said(change.to));
    phrase(key, &[("name", change.name), ("from", &from), ("to", &to), ("journeys", &names.join(", "))])
}

fn limits(endpoint: &Endpoint) -> String {
    let cap = endpoint
        .cap
        .as_ref()
        .map(|cap| phrase("pushing.cap", &[("n", &grouped(cap.max_calls)), ("period", &period(cap.period_ms))]));
    let throttle = endpoint.throttle.as_ref();
    let throttle = throttle.map(|it| phrase("pushing.throttle", &[("n", &it.max_throughput.to_string())]));
    let words: Vec<String> = cap.into_iter().chain(throttle).collect();
    if words.is_empty() { word("pushing.no_limit").to_owned() } else { words.join(", ") }
}

/// How often a cap begins anew.
fn period(ms: i64) -> String {
    match ms {
        1_000 => word("pushing.second").to_owned(),
        60_000 => word("pushing.minute").to_owned(),
        ms if ms % 60_000 == 0 => phrase("pushing.minutes", &[("n", &grouped(ms / 60_000))]),
        ms if ms % 1_000 == 0 => phrase("pushing.seconds", &[("n", &grouped(ms / 1_000))]),
        ms => phrase("pushing.milliseconds", &[("n", &grouped(ms))]),
    }
}
