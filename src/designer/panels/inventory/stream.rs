//! Streams: that an action appends to one in place of calling, to which, and when its next file begins.

use egui::Ui;

use crate::designer::fields::{Form, Range};
use crate::designer::widgets::hint_line;
use crate::designer::words::word;
use crate::journey::{Action, Authentication, Rotation, Stream};

#[derive(Clone, Copy, PartialEq)]
enum Way {
    Call,
    File,
    JetStream,
}

const WAYS: [(Way, &str); 3] =
    [(Way::Call, "stream.call"), (Way::File, "stream.file"), (Way::JetStream, "stream.nats")];

/// Whether it calls or appends, and to which stream.
pub(super) fn way(form: &mut Form<'_>, ui: &mut Ui, action: &mut Action) {
    let mut way = match &action.stream {
        None => Way::Call,
        Some(Stream::File { .. }) => Way::File,
        Some(Stream::JetStream { .. }) => Way::JetStream,
    };
    if form.variant(ui, "Action", "stream", &mut way, &WAYS) {
        action.stream = match way {
            Way::Call => None,
            Way::File => Some(Stream::File { name: String::new(), rotation: Rotation::Daily }),
            Way::JetStream => Some(Stream::JetStream { server: String::new(), subject: String::new() }),
        };
        tidy(action);
    }
    form.within("stream", |form| match &mut action.stream {
        None => {}
        Some(Stream::File { name, rotation }) => {
            form.text_like(ui, ("Stream.File", "name"), name, word("stream.name_hint"));
            hint_line(ui, word("stream.file_hint"));
            self::rotation(form, ui, rotation);
        }
        Some(Stream::JetStream { server, subject }) => {
            form.text_like(ui, ("Stream.JetStream", "server"), server, word("stream.server_hint"));
            form.text_like(ui, ("Stream.JetStream", "subject"), subject, word("stream.subject_hint"));
            hint_line(ui, word("stream.nats_hint"));
        }
    });
}

/// Nothing of a call stays behind in a stream. What is sent stays.
fn tidy(action: &mut Action) {
    let Some(stream) = &action.stream else { return };
    (action.url, action.query, action.body) = (String::new(), Vec::new(), None);
    let (keeps_headers, keeps_sign_in) = match stream {
        Stream::File { .. } => (false, false),
        Stream::JetStream { .. } => {
            (true, matches!(action.authentication, Authentication::Basic { .. } | Authentication::Bearer(_)))
        }
    };
    if !keeps_headers {
        action.headers.clear();
    }
    if !keeps_sign_in {
        action.authentication = Authentication::None;
    }
}

fn rotation(form: &mut Form<'_>, ui: &mut Ui, rotation: &mut Rotation) {
    /// Megabytes of a first file by size.
    const MEGABYTES: i64 = 100;
    let mut by_size = matches!(rotation, Rotation::Size(_));
    let ways = [(false, "stream.daily"), (true, "stream.by_size")];
    if form.variant(ui, "Stream.File", "rotation", &mut by_size, &ways) {
        *rotation = if by_size { Rotation::Size(MEGABYTES) } else { Rotation::Daily };
    }
    if let Rotation::Size(megabytes) = rotation {
        form.within("rotation", |form| {
            form.number(ui, "Rotation", "Size", megabytes, Range::within((1, 100_000), "units.megabytes"));
        });
    }
}
