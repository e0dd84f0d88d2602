//! Several messages in apps and on pages at once.

use egui::Ui;

use crate::designer::fields::{Form, MOST_ROWS, Row};
use crate::designer::words::{phrase, word};
use crate::journey::{Medium, Message, MultiAction};

use super::message::{self, FOUND, MEDIA};
use super::paths::{failure, ways_of_failure};

pub(super) fn fields(form: &mut Form<'_>, ui: &mut Ui, multi: &mut MultiAction) {
    const OWNER: &str = "MultiAction";
    let row = Row {
        add: "inbound.add",
        make: &|_| Message { medium: Medium::InApp, ..Message::default() },
        key: &|_, index| index.to_string(),
        title: &|message: &Message, index| {
            let kind = MEDIA.iter().find(|(medium, _)| *medium == message.medium).map_or("", |(_, key)| word(key));
            phrase("inbound.number", &[("n", &(index + 1).to_string()), ("kind", kind)])
        },
        fold: Some(&|message: &Message| message.subject.as_str().to_owned()),
        at_most: MOST_ROWS,
    };
    form.rows(ui, OWNER, "messages", &mut multi.messages, &row, |form, ui, message, _| {
        // One that does not belong here is shown as what it is, to be changed into one that does.
        let own = MEDIA.iter().filter(|(medium, _)| *medium == message.medium && !medium.is_inbound());
        let media: Vec<(Medium, &str)> = own.chain(FOUND).copied().collect();
        message::content(form, ui, message, &media);
    });
    let question = form.subject.journey.map_or(word("port.error").to_owned(), |journey| failure(&journey.properties));
    let ways = ways_of_failure(form);
    form.path(ui, OWNER, "error_path", &question, ways, &mut multi.error_path);
}
