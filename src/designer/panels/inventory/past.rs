//! What happened to a test profile before the test.

use egui::Ui;
use jiff::Timestamp;

use crate::designer::fields::{Form, Row};
use crate::designer::panels::inspector::SENT;
use crate::designer::words::phrase;
use crate::edit::new::NewItem;
use crate::journey::{Event, EventId, Medium, Past, PastEvent};

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
        let mut event = matches!(past.what, Past::Event { .. });
        if form.variant(ui, "PastEvent", "what", &mut event, &[(true, "past.event"), (false, "past.message")]) {
            past.what = if event {
                Past::Event { event: EventId::default(), payload: String::new() }
            } else {
                Past::Message(Medium::Email)
            };
        }
        form.within("what", |form| match &mut past.what {
            Past::Event { event, payload } => {
                let mut chosen = Some(event.clone()).filter(|event| !event.0.is_empty());
                form.reference::<Event>(ui, "Past.Event", "event", &mut chosen, |_| true, NewItem::Event);
                *event = chosen.unwrap_or_default();
                form.json(ui, "Past.Event", "payload", payload);
            }
            Past::Message(medium) => form.choice(ui, "Past", "Message", medium, SENT),
        });
    });
}
