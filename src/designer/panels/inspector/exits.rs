//! Exit criteria: when people leave early.

use egui::Ui;

use crate::designer::fields::{Form, Row, Wanted};
use crate::designer::words::phrase;
use crate::edit::new::NewItem;
use crate::journey::{Audience, Behaviour, Event, EventKind, ExitCriterion, ExitCriterionId, ExitWhen, Expression};

use super::entries::BEHAVIOURS;

#[derive(Clone, Copy, PartialEq)]
enum When {
    Event,
    Audience,
    Profile,
}

const WAYS: [(When, &str); 3] =
    [(When::Event, "exit.event"), (When::Audience, "exit.audience"), (When::Profile, "exit.profile")];

pub(super) fn ui(form: &mut Form<'_>, ui: &mut Ui, criteria: &mut Vec<ExitCriterion>) {
    let row = Row {
        add: "exit.add",
        make: &|_| ExitCriterion { id: ExitCriterionId("exit-?1".to_owned()), ..ExitCriterion::default() },
        key: &|criterion: &ExitCriterion, _| criterion.id.0.clone(),
        title: &|criterion: &ExitCriterion, index| {
            if criterion.label.trim().is_empty() {
                phrase("exit.number", &[("n", &(index + 1).to_string())])
            } else {
                criterion.label.clone()
            }
        },
        fold: None,
        at_most: 50,
    };
    form.rows(ui, "Properties", "exit_criteria", criteria, &row, |form, ui, criterion, _| {
        form.text(ui, "ExitCriterion", "label", &mut criterion.label);
        let mut when = match criterion.when {
            ExitWhen::Event { .. } => When::Event,
            ExitWhen::Audience { .. } => When::Audience,
            ExitWhen::Profile(_) => When::Profile,
        };
        if form.variant(ui, "ExitCriterion", "when", &mut when, &WAYS) {
            criterion.when = match when {
                When::Event => ExitWhen::default(),
                When::Audience => ExitWhen::Audience { audience: None, behaviour: Behaviour::Enter },
                When::Profile => ExitWhen::Profile(Expression::default()),
            };
        }
        form.within("when", |form| fields(form, ui, &mut criterion.when));
    });
}

fn fields(form: &mut Form<'_>, ui: &mut Ui, when: &mut ExitWhen) {
    match when {
        ExitWhen::Event { event, condition } => {
            let fit = |known: &Event| known.kind == EventKind::Unitary;
            form.reference::<Event>(ui, "ExitWhen.Event", "event", event, fit, NewItem::Event);
            let event = event.clone();
            form.about(event.as_ref(), |form| {
                form.condition(ui, "ExitWhen.Event", "condition", condition, &Wanted::condition());
            });
        }
        ExitWhen::Audience { audience, behaviour } => {
            form.reference::<Audience>(ui, "ExitWhen.Audience", "audience", audience, |_| true, NewItem::Audience);
            form.choice(ui, "ExitWhen.Audience", "behaviour", behaviour, &BEHAVIOURS);
        }
        ExitWhen::Profile(expression) => {
            form.about(None, |form| form.condition(ui, "ExitWhen", "Profile", expression, &Wanted::condition()));
        }
    }
}
