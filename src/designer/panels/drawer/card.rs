//! The card of a guardrail: what must hold, what happens otherwise, who says so, where it holds, and how it looks
//! right.

use egui::{ScrollArea, Ui};

use crate::check::{self, Checker, Finding, Mending, Rule, Sketch, platform};
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
    rule: String,
    known: Option<Known>,
}

struct Known {
    rule: &'static Rule,
    flagged: Sketch,
    passing: Sketch,
    /// What the check says of the flagged example.
    wrong: Vec<String>,
    /// What the passing example does otherwise.
    right: Vec<String>,
}

impl Card {
    /// The card of a guardrail.
    pub fn of(rule: &str) -> Self {
        let known = check::rule(rule).map(|rule| {
            let (flagged, passing) = ((rule.flagged)(), (rule.passing)());
            let report = Checker::new().check(&flagged.workspace, flagged.platform, Sketch::now());
            let found = report.findings.iter().find(|found| found.rule == rule.id && found.place == flagged.place);
            let wrong = found.map(|found| found.message.clone()).into_iter().collect();
            let differs = differences(&flagged, &passing);
            let right = differs.iter().map(|what| phrase("card.differs", &[("what", what)])).collect();
            Known { rule, flagged, passing, wrong, right }
        });
        Self { rule: rule.to_owned(), known }
    }

    /// Draws the card; true once it is closed.
    pub fn ui(&self, ui: &mut Ui, session: &Session, requests: &mut Requests) -> bool {
        let mut is_closed = false;
        let theme = Theme::of(ui.ctx());
        // What must hold and the way out stay in sight however far the card is read.
        let head = egui::Margin { left: 16, right: 10, top: 10, bottom: 4 };
        egui::Frame::new().inner_margin(head).show(ui, |ui| {
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Min), |ui| {
                is_closed = icon_button(ui, Icon::Close, word("card.close")).clicked();
                ui.with_layout(egui::Layout::top_down(egui::Align::Min), |ui| {
                    ui.add_space(5.0);
                    let summary = self.known.as_ref().map_or(word("card.title"), |known| known.rule.summary);
                    let summary = rich(summary, BODY + 0.5, Weight::SemiBold).color(theme.text);
                    ui.add(egui::Label::new(summary).wrap());
                });
            });
        });
        // Another card is read from its top.
        let scroll = ScrollArea::vertical().id_salt(("guardrail", &self.rule)).auto_shrink([false, false]);
        scroll.show(ui, |ui| {
            let margin = egui::Margin { left: 16, right: 16, top: 0, bottom: 10 };
            egui::Frame::new().inner_margin(margin).show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 4.0;
                match &self.known {
                    Some(known) => known.ui(ui, session, requests),
                    None => drop(ui.label(rich(word("card.unknown"), BODY, Weight::Regular).color(theme.muted))),
                }
            });
        });
        is_closed
    }
}

impl Known {
    fn ui(&self, ui: &mut Ui, session: &Session, requests: &mut Requests) {
        let theme = Theme::of(ui.ctx());
        let text = |ui: &mut Ui, text: &str| {
            ui.add(egui::Label::new(rich(text, BODY, Weight::Regular).color(theme.muted)).wrap());
        };
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
        section(ui, word("card.platforms"));
        for platform in Platform::ALL {
            let weight = match platform::severity(rule, platform) {
                Some(check::Severity::Error) => word("card.stops"),
                Some(check::Severity::Warning) => word("card.warns"),
                Some(check::Severity::Info) => word("card.notes"),
                None => word("card.allows"),
            };
            text(ui, &phrase("card.on_platform", &[("platform", names::platform(platform)), ("weight", weight)]));
        }
        section(ui, word("card.source"));
        for source in rule.sources {
            text(ui, source.title);
            if !source.path.is_empty() {
                ui.add(egui::Label::new(rich(source.path, SMALL, Weight::Regular).color(theme.faint)).wrap());
            }
        }
        // For reports and the command line, which know it by this name.
        let id = phrase("card.id", &[("id", rule.id)]);
        ui.add(egui::Label::new(rich(id, SMALL, Weight::Regular).color(theme.faint)).wrap());
        ui.add_space(theme::PADDING);
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
