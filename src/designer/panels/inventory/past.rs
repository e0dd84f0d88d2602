//! What happened to a test profile before the test.

use egui::Ui;
use jiff::Timestamp;

use crate::designer::fields::{Form, Row};
use crate::designer::panels::inspector::SENT;
use crate::designer::words::phrase;
use crate::edit::new::NewItem;
use crate::journey::{Event, EventId, Medium, Past, PastEvent, RuleDomain, RuleSet, RuleSetId};

pub(super) fn fields(form: &mut Form<'_>, ui: &mut Ui, history: &mut Vec<PastEvent>) {
    let row = Row {
        add: "past.add",
        // A day before the day on which dry runs begin where nobody says otherwise.
        make: &|_| PastEvent { at: Timestamp::constant(1_767_517_200, 0), what: Past::Message(Medium::Email) },
        key: &|_, index| index.to_string(),
        title: &|past: &PastEvent, index| {
            phrase(
                "past.number",
                &[("n", &(index + 1).to_string()), ("at", &past.at.strftime("%Y-%m-%d %H:%M").to_string())],
            )
        },
        fold: None,
        at_most: 500,
    };
    form.rows(ui, "Profile", "history", history, &row, |form, ui, past, _| {
        form.instant(ui, "PastEvent", "at", &mut past.at, "UTC");
        let mut sort = Sort::of(&past.what);
        let sorts = [(Sort::Event, "past.event"), (Sort::Message, "past.message"), (Sort::Entry, "past.entry")];
        if form.variant(ui, "PastEvent", "what", &mut sort, &sorts) {
            past.what = sort.empty();
        }
        form.within("what", |form| match &mut past.what {
            Past::Event { event, payload } => {
                let mut chosen = Some(event.clone()).filter(|event| !event.0.is_empty());
                form.reference::<Event>(ui, "Past.Event", "event", &mut chosen, |_| true, NewItem::Event);
                *event = chosen.unwrap_or_default();
                form.json(ui, "Past.Event", "payload", payload);
            }
            Past::Message(medium) => form.choice(ui, "Past", "Message", medium, SENT),
            Past::Entry(rules) => {
                let mut chosen = Some(rules.clone()).filter(|rules| !rules.0.is_empty());
                let journeys = |known: &RuleSet| known.domain == RuleDomain::Journey;
                form.reference::<RuleSet>(ui, "Past", "Entry", &mut chosen, journeys, NewItem::JourneyRules);
                *rules = chosen.unwrap_or_default();
            }
        });
    });
}

/// What may have happened.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Event,
    Message,
    Entry,
}

impl Sort {
    fn of(past: &Past) -> Self {
        match past {
            Past::Event { .. } => Self::Event,
            Past::Message(_) => Self::Message,
            Past::Entry(_) => Self::Entry,
        }
    }

    fn empty(self) -> Past {
        match self {
            Self::Event => Past::Event { event: EventId::default(), payload: String::new() },
            Self::Message => Past::Message(Medium::Email),
            Self::Entry => Past::Entry(RuleSetId::default()),
        }
    }
}
