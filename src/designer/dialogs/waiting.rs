//! The system's own file dialog, asked in a thread of its own, because it may never answer.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::time::{Duration, Instant};

use egui::Context;

use super::{buttons, dialog, paragraph};
use crate::designer::widgets::{primary, secondary};
use crate::designer::words::word;

/// What is asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum Wanted {
    /// A workspace folder or journey file to open.
    Open,
    /// A folder to save into.
    Folder,
    /// A file to write, with this name to begin with.
    File(String),
}

/// What became of it.
#[derive(Debug, PartialEq)]
pub enum Reply {
    /// This path.
    Chosen(PathBuf),
    /// The person left it.
    Cancelled,
    /// There is no such dialog on this machine, or the person prefers ours.
    BuiltIn,
}

/// Nobody reads a dialog and cancels it in less time: a reply as quick as this means that there is none.
const TOO_QUICK: Duration = Duration::from_millis(300);

/// A dialog of the system that was asked for.
pub struct Waiting {
    since: Instant,
    reply: Receiver<Option<PathBuf>>,
    /// Whether something took the keyboard from our window since: a dialog that is shown does.
    was_left: bool,
}

impl Waiting {
    /// Asks the system.
    pub fn begin(context: &Context, wanted: &Wanted, folder: PathBuf) -> Self {
        let (send, reply) = channel();
        let (context, wanted) = (context.clone(), wanted.clone());
        let ask = move || {
            let dialog = rfd::FileDialog::new().set_directory(folder);
            let path = match wanted {
                Wanted::Open | Wanted::Folder => dialog.pick_folder(),
                Wanted::File(name) => dialog.set_file_name(name).save_file(),
            };
            // Nobody may be waiting any more.
            let _gone = send.send(path);
            context.request_repaint();
        };
        // Without a thread nobody sends, which reads as a machine without dialogs.
        let _thread = std::thread::Builder::new().name("file dialog".to_owned()).spawn(ask);
        Self { since: Instant::now(), reply, was_left: false }
    }

    /// Draws what is shown meanwhile; what became of it, once that is known.
    pub fn ui(&mut self, context: &Context) -> Option<Reply> {
        self.was_left |= !context.input(|input| input.focused);
        match self.reply.try_recv() {
            Ok(Some(path)) => return Some(Reply::Chosen(path)),
            // On a busy machine a system without dialogs may take its time to say so.
            Ok(None) if !self.was_left || self.since.elapsed() < TOO_QUICK => return Some(Reply::BuiltIn),
            Ok(None) => return Some(Reply::Cancelled),
            Err(TryRecvError::Disconnected) => return Some(Reply::BuiltIn),
            Err(TryRecvError::Empty) => {}
        }
        // A dialog that is shown at once needs no word of ours.
        if self.since.elapsed() < TOO_QUICK {
            context.request_repaint_after(TOO_QUICK);
            return None;
        }
        let mut reply = None;
        let left = dialog(context, "waiting", word("waiting.title"), 420.0, |ui| {
            paragraph(ui, word("waiting.text"));
            buttons(ui, |ui| {
                if primary(ui, word("waiting.built_in")).clicked() {
                    reply = Some(Reply::BuiltIn);
                }
                if secondary(ui, word("common.cancel")).clicked() {
                    reply = Some(Reply::Cancelled);
                }
            });
        });
        reply.or(left.then_some(Reply::Cancelled))
    }
}
