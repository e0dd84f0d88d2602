//! A message that does not say the same to everybody: contents that are compared, or that rules choose.

use egui::Ui;
use jiff::civil::date;

use crate::designer::fields::{Form, Row, Wanted};
use crate::designer::theme::{self, Theme, Weight};
use crate::designer::widgets::{hint_line, link};
use crate::designer::words::{phrase, word};
use crate::journey::{
    BranchId, Content, ContentExperiment, ContentRule, ContentTargeting, Medium, Message, Optimization, SplitPath,
    Treatment,
};

use super::condition::{even, fresh, share_text};
use super::experiment::KINDS;
use super::message::body_name;
use super::{languages, scaling};

/// Contents, at most.
const MOST: usize = 20;
/// A whole, in hundredths of a percent.
const WHOLE: u32 = 10_000;

/// Who gets what.
#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    Same,
    Experiment,
    Targeting,
}

const WAYS: [(By, &str); 3] = [
    (By::Same, "optimization.same"),
    (By::Experiment, "optimization.experiment"),
    (By::Targeting, "optimization.targeting"),
];

/// What the texts of a content look like: those of its message.
struct Look {
    medium: Medium,
    subject: &'static str,
    /// Whether it is written in several languages.
    several: bool,
    /// The texts of the message itself: with a copy of them another content begins.
    own: Content,
}

/// The texts of a message as a content of its own: who compares two changes one of them, and writes neither anew.
fn own(message: &Message) -> Content {
    let others = message.languages.iter().flat_map(|languages| &languages.others);
    Content {
        subject: message.subject.clone(),
        body: message.body.clone(),
        html: message.html.clone(),
        // Empty means that of the message.
        unsubscribe: String::new(),
        translations: others.cloned().collect(),
    }
}

pub(super) fn fields(form: &mut Form<'_>, ui: &mut Ui, message: &mut Message, subject: &'static str) {
    let mut by = match &message.optimization {
        None => By::Same,
        Some(Optimization::Experiment(_)) => By::Experiment,
        Some(Optimization::Targeting(_)) => By::Targeting,
    };
    if form.variant(ui, "Message", "optimization", &mut by, &WAYS) {
        let own = own(message);
        message.optimization = converted(message.optimization.take(), by, &own);
    }
    let look = Look { medium: message.medium, subject, several: message.languages.is_some(), own: own(message) };
    let Some(optimization) = &mut message.optimization else { return };
    form.within("optimization", |form| {
        ui.indent("optimization", |ui| match optimization {
            Optimization::Experiment(known) => experiment(form, ui, known, &look),
            Optimization::Targeting(known) => targeting(form, ui, known, &look),
        });
    });
}

/// The same contents, with their ids and titles, chosen in another way.
fn converted(before: Option<Optimization>, by: By, own: &Content) -> Option<Optimization> {
    let mut known: Vec<(BranchId, String, Content)> = match before {
        None => Vec::new(),
        Some(Optimization::Experiment(experiment)) => {
            experiment.treatments.into_iter().map(|other| (other.id, other.label, other.content)).collect()
        }
        Some(Optimization::Targeting(targeting)) => {
            targeting.rules.into_iter().map(|rule| (rule.id, rule.label, rule.content)).collect()
        }
    };
    if known.is_empty() {
        known.push((fresh(), String::new(), own.clone()));
    }
    match by {
        By::Same => None,
        By::Experiment => {
            let shares = even(known.len() + 1);
            let own = SplitPath { id: BranchId("path-?2".to_owned()), label: String::new(), share: shares[0] };
            let treatments = known.into_iter().zip(&shares[1..]);
            let treatments =
                treatments.map(|((id, label, content), share)| Treatment { id, label, share: *share, content });
            let treatments = treatments.collect();
            Some(Optimization::Experiment(ContentExperiment { own, treatments, ..ContentExperiment::default() }))
        }
        By::Targeting => {
            let rules = known.into_iter();
            let rules = rules.map(|(id, label, content)| ContentRule { id, label, content, ..ContentRule::default() });
            Some(Optimization::Targeting(ContentTargeting { rules: rules.collect(), fallback: true }))
        }
    }
}

fn experiment(form: &mut Form<'_>, ui: &mut Ui, experiment: &mut ContentExperiment, look: &Look) {
    const OWNER: &str = "ContentExperiment";
    form.text(ui, OWNER, "metric", &mut experiment.metric);
    form.choice(ui, OWNER, "kind", &mut experiment.kind, &KINDS);
    form.within("own", |form| {
        form.called(word("optimization.own"), |form| form.text(ui, "SplitPath", "label", &mut experiment.own.label));
        form.called(word("optimization.own_share"), |form| {
            form.percent(ui, "SplitPath", "share", &mut experiment.own.share);
        });
    });
    let row = Row {
        add: "optimization.add_content",
        make: &|_| Treatment { id: fresh(), content: look.own.clone(), ..Treatment::default() },
        key: &|other: &Treatment, _| other.id.0.clone(),
        title: &|other: &Treatment, index| called(&other.label, index),
        fold: Some(&|other: &Treatment| first_line(&other.content)),
        at_most: MOST,
    };
    form.rows(ui, OWNER, "treatments", &mut experiment.treatments, &row, |form, ui, other, _| {
        form.text(ui, "Treatment", "label", &mut other.label);
        form.percent(ui, "Treatment", "share", &mut other.share);
        form.within("content", |form| content(form, ui, &mut other.content, look));
    });
    form.percent(ui, OWNER, "holdout", &mut experiment.holdout);
    total(form, ui, experiment);
    form.date_time_or_none(ui, OWNER, "end", &mut experiment.end, date(2026, 1, 19).at(9, 0, 0, 0));
    let treatments: Vec<(BranchId, String)> = experiment
        .shares()
        .enumerate()
        .map(|(index, (id, label, _))| {
            let unnamed = label.trim().is_empty() && index == 0;
            (
                id.clone(),
                if unnamed { word("optimization.text_above").to_owned() } else { called(label, index.max(1) - 1) },
            )
        })
        .collect();
    if look.medium.is_inbound() || experiment.scaling.is_some() {
        scaling::fields(form, ui, OWNER, &mut experiment.scaling, &treatments);
    }
    hint_line(ui, word("optimization.hint"));
    ui.add_space(6.0);
}

/// What a content is called: its title, else its number, where the message's own texts are the first.
fn called(label: &str, index: usize) -> String {
    let number = phrase("optimization.number", &[("n", &(index + 2).to_string())]);
    if label.trim().is_empty() { number } else { label.to_owned() }
}

fn first_line(content: &Content) -> String {
    let text = if content.subject.is_empty() { &content.body } else { &content.subject };
    text.as_str().lines().next().unwrap_or_default().to_owned()
}

/// All shares together, and the ways to make them right.
fn total(form: &mut Form<'_>, ui: &mut Ui, experiment: &mut ContentExperiment) {
    let theme = Theme::of(ui.ctx());
    let total = experiment.shares().map(|(.., share)| u64::from(share)).sum::<u64>() + u64::from(experiment.holdout);
    let color = if total == u64::from(WHOLE) { theme.ok } else { theme.err };
    ui.horizontal_wrapped(|ui| {
        let text = phrase("condition.total", &[("n", &share_text(total))]);
        ui.label(theme::rich(text, theme::CONTROL, Weight::SemiBold).color(color));
        if link(ui, word("condition.evenly")).clicked() {
            evenly(experiment);
            form.changed(word("condition.evenly_step"));
        }
        if experiment.holdout == 0 && link(ui, word("experiment.hold_out")).clicked() {
            experiment.holdout = crate::journey::Experiment::DEFAULT_HOLDOUT;
            evenly(experiment);
            form.changed(word("experiment.hold_out_step"));
        }
    });
}

/// What is not held out in equal shares; what cannot be divided goes to the message's own texts.
fn evenly(experiment: &mut ContentExperiment) {
    let rest = WHOLE.saturating_sub(experiment.holdout);
    let count = u32::try_from(experiment.treatments.len() + 1).unwrap_or(u32::MAX);
    for other in &mut experiment.treatments {
        other.share = rest / count;
    }
    experiment.own.share = rest - rest / count * (count - 1);
}

fn targeting(form: &mut Form<'_>, ui: &mut Ui, targeting: &mut ContentTargeting, look: &Look) {
    const OWNER: &str = "ContentTargeting";
    let row = Row {
        add: "optimization.add_rule",
        make: &|_| ContentRule { id: fresh(), content: look.own.clone(), ..ContentRule::default() },
        key: &|rule: &ContentRule, _| rule.id.0.clone(),
        title: &|rule: &ContentRule, index| {
            let number = phrase("optimization.rule_number", &[("n", &(index + 1).to_string())]);
            if rule.label.trim().is_empty() { number } else { rule.label.clone() }
        },
        fold: Some(&|rule: &ContentRule| first_line(&rule.content)),
        at_most: MOST,
    };
    form.rows(ui, OWNER, "rules", &mut targeting.rules, &row, |form, ui, rule, _| {
        form.text(ui, "ContentRule", "label", &mut rule.label);
        form.condition(ui, "ContentRule", "expression", &mut rule.expression, &Wanted::condition());
        form.within("content", |form| content(form, ui, &mut rule.content, look));
    });
    form.switch(ui, OWNER, "fallback", &mut targeting.fallback);
}

/// What some people get in place of the message's own texts.
fn content(form: &mut Form<'_>, ui: &mut Ui, content: &mut Content, look: &Look) {
    const OWNER: &str = "Content";
    let medium = look.medium;
    if medium.has_subject() || !content.subject.is_empty() {
        form.called(look.subject, |form| form.template(ui, OWNER, "subject", &mut content.subject, 1));
    }
    form.called(body_name(medium), |form| form.template(ui, OWNER, "body", &mut content.body, 4));
    if medium == Medium::Email || !content.html.is_empty() {
        form.html(ui, OWNER, "html", &mut content.html);
    }
    if medium == Medium::Email || !content.unsubscribe.is_empty() {
        form.text(ui, OWNER, "unsubscribe", &mut content.unsubscribe);
    }
    if look.several || !content.translations.is_empty() {
        languages::translations(form, ui, (OWNER, "translations"), &mut content.translations, medium, look.subject);
    }
}
