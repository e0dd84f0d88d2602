//! The card of a guardrail: what must hold, what happens otherwise, who says so, where it holds, and how it looks
//! right.

use egui::{ScrollArea, Ui};

use crate::check::{self, CardKind, Checker, Finding, Guardrail, Mending, Rule, Sketch};
use crate::designer::icons::Icon;
use crate::designer::names;
use crate::designer::requests::{Request, Requests};
use crate::designer::session::Session;
use crate::designer::theme::{self, BODY, SMALL, Theme, Weight, rich};
use crate::designer::widgets::{icon_button, secondary, section};
use crate::designer::words::{phrase, word};
use crate::journey::Platform;

use super::example::Told;
use super::{differences, example, lived};

/// A card with what was worked out for it once.
pub struct Card {
    id: String,
    known: Option<Known>,
}

enum Known {
    /// A rule, with its examples.
    Checked(Box<Checked>),
    /// What is only told, or shown by a test run.
    Told(&'static check::Card),
}

struct Checked {
    rule: &'static Rule,
    flagged: Sketch,
    passing: Sketch,
    /// What the check says of the flagged example.
    wrong: Vec<String>,
    /// What the passing example does otherwise.
    right: Vec<String>,
}

impl Card {
    /// The card of a guardrail, by its id or an alias.
    pub fn of(id: &str) -> Self {
        let known = check::guardrail(id).map(|known| match known {
            Guardrail::Rule(rule) => Known::Checked(Box::new(Checked::of(rule))),
            Guardrail::Card(card) => Known::Told(card),
        });
        Self { id: id.to_owned(), known }
    }

    /// By which id it was asked for.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Draws the card with a way out; true once it is closed.
    pub fn ui(&self, ui: &mut Ui, session: &Session, requests: &mut Requests) -> bool {
        let mut is_closed = false;
        // What must hold and the way out stay in sight however far the card is read.
        head(ui, |ui| {
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Min), |ui| {
                is_closed = icon_button(ui, Icon::Close, word("card.close")).clicked();
                ui.with_layout(egui::Layout::top_down(egui::Align::Min), |ui| self.summary(ui));
            });
        });
        self.rest(ui, session, requests);
        is_closed
    }

    /// Draws the card where something else leads on.
    pub fn read(&self, ui: &mut Ui, session: &Session, requests: &mut Requests) {
        head(ui, |ui| self.summary(ui));
        self.rest(ui, session, requests);
    }

    fn summary(&self, ui: &mut Ui) {
        let theme = Theme::of(ui.ctx());
        ui.add_space(5.0);
        let summary = match &self.known {
            Some(Known::Checked(checked)) => checked.rule.summary,
            Some(Known::Told(card)) => card.summary,
            None => word("card.title"),
        };
        ui.add(egui::Label::new(rich(summary, BODY + 0.5, Weight::SemiBold).color(theme.text)).wrap());
    }

    fn rest(&self, ui: &mut Ui, session: &Session, requests: &mut Requests) {
        // Another card is read from its top.
        let scroll = ScrollArea::vertical().id_salt(("guardrail", &self.id)).auto_shrink([false, false]);
        scroll.show(ui, |ui| {
            let margin = egui::Margin { left: 16, right: 16, top: 0, bottom: 10 };
            egui::Frame::new().inner_margin(margin).show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 4.0;
                match &self.known {
                    Some(Known::Checked(checked)) => {
                        checked.ui(ui, session, requests);
                        foot(ui, Guardrail::Rule(checked.rule));
                    }
                    Some(Known::Told(card)) => {
                        told(ui, card);
                        foot(ui, Guardrail::Card(card));
                    }
                    None => text(ui, word("card.unknown")),
                }
            });
        });
    }
}

fn head(ui: &mut Ui, content: impl FnOnce(&mut Ui)) {
    let margin = egui::Margin { left: 16, right: 10, top: 10, bottom: 4 };
    egui::Frame::new().inner_margin(margin).show(ui, content);
}

fn text(ui: &mut Ui, text: &str) {
    let theme = Theme::of(ui.ctx());
    ui.add(egui::Label::new(rich(text, BODY, Weight::Regular).color(theme.muted)).wrap());
}

fn small(ui: &mut Ui, text: &str) {
    let theme = Theme::of(ui.ctx());
    ui.add(egui::Label::new(rich(text, SMALL, Weight::Regular).color(theme.faint)).wrap());
}

/// What is said of a fact that no rule checks.
fn told(ui: &mut Ui, card: &check::Card) {
    section(
        ui,
        match card.kind {
            CardKind::Behaviour => word("card.shown"),
            CardKind::Card => word("card.not_checked"),
        },
    );
    text(ui, card.reason);
    let mut proofs = card.proofs().peekable();
    if proofs.peek().is_some() {
        section(ui, word("card.proofs"));
    }
    for proof in proofs {
        // A test is called by what it shows.
        text(ui, &format!("{}.", names::sentence(&proof.replace('_', " "))));
    }
}

/// What is said of every guardrail: where it holds, who says so, what reports call it.
fn foot(ui: &mut Ui, known: Guardrail) {
    section(ui, word("card.platforms"));
    for platform in Platform::ALL {
        let weight = match (known, known.on(platform)) {
            (_, None) => word("card.allows"),
            (Guardrail::Card(_), Some(_)) => word("card.holds"),
            (_, Some(check::Severity::Error)) => word("card.stops"),
            (_, Some(check::Severity::Warning)) => word("card.warns"),
            (_, Some(check::Severity::Info)) => word("card.notes"),
        };
        text(ui, &phrase("card.on_platform", &[("platform", names::platform(platform)), ("weight", weight)]));
    }
    section(ui, word("card.source"));
    for source in known.sources() {
        text(ui, source.title);
        if !source.path.is_empty() {
            small(ui, source.path);
        }
    }
    // For reports and the command line, which know it by these names.
    small(ui, &phrase("card.id", &[("id", known.id())]));
    if !known.aliases().is_empty() {
        small(ui, &phrase("card.aliases", &[("ids", &known.aliases().join(", "))]));
    }
    ui.add_space(theme::PADDING);
}

impl Checked {
    fn of(rule: &'static Rule) -> Self {
        let (flagged, passing) = ((rule.flagged)(), (rule.passing)());
        let report = Checker::new().check(&flagged.workspace, flagged.platform, Sketch::now());
        let found = report.findings.iter().find(|found| found.rule == rule.id && found.place == flagged.place);
        let wrong = found.map(|found| found.message.clone()).into_iter().collect();
        let differs = differences(&flagged, &passing);
        let right = differs.iter().map(|what| phrase("card.differs", &[("what", what)])).collect();
        Self { rule, flagged, passing, wrong, right }
    }

    fn ui(&self, ui: &mut Ui, session: &Session, requests: &mut Requests) {
        let rule = self.rule;
        text(ui, rule.why);
        here(ui, rule, session, requests);
        section(ui, word("card.examples"));
        let wrong = Told { title: word("card.flagged"), sketch: &self.flagged, is_good: false, said: &self.wrong };
        let right = Told { title: word("card.passing"), sketch: &self.passing, is_good: true, said: &self.right };
        example::ui(ui, &wrong, &right);
        section(ui, word("card.remedy"));
        match rule.mending {
            Mending::Offers(what) => text(ui, what),
            Mending::None(why) => text(ui, &phrase("card.no_remedy", &[("why", why)])),
        }
    }
}

/// Where the guardrail is broken in the open journey, as far as somebody may live with it, and where somebody does.
fn here(ui: &mut Ui, rule: &Rule, session: &Session, requests: &mut Requests) {
    let theme = Theme::of(ui.ctx());
    let journey = session.journey().map(|journey| &journey.id);
    let is_here = |finding: &&Finding| finding.rule == rule.id && finding.place.journey.as_ref() == journey;
    let open: Vec<&Finding> =
        session.problems().filter(is_here).filter(|finding| finding.can_be_lived_with()).collect();
    let lived: Vec<_> = session.report().suppressed.iter().filter(|known| is_here(&known.finding.as_ref())).collect();
    if open.is_empty() && lived.is_empty() {
        return;
    }
    section(ui, word("card.here"));
    let row = |ui: &mut Ui, finding: &Finding, act: &mut dyn FnMut(&mut Ui)| {
        ui.horizontal(|ui| {
            let name = names::place(&finding.place, session.workspace());
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                act(ui);
                ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                    ui.add(egui::Label::new(rich(name, BODY, Weight::Medium).color(theme.text)).truncate());
                });
            });
        });
    };
    for (index, finding) in open.into_iter().enumerate() {
        ui.push_id(("open", index), |ui| {
            row(ui, finding, &mut |ui| {
                if secondary(ui, word("living.ask")).clicked() {
                    requests.push(Request::LiveWith(Box::new(finding.clone())));
                }
            });
        });
    }
    for (index, known) in lived.into_iter().enumerate() {
        ui.push_id(("lived with", index), |ui| {
            row(ui, &known.finding, &mut |ui| lived::bring_back(ui, &known.finding, session, requests));
            let reason = phrase("living.because", &[("reason", &known.reason)]);
            ui.add(egui::Label::new(rich(reason, SMALL, Weight::Regular).color(theme.muted)).wrap());
        });
    }
}
