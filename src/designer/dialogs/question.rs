//! Questions with a few answers: what to do with unsaved changes, with files that somebody else changed, with
//! what was left behind by a program that was killed.

use egui::{Context, Key};

use super::{buttons, dialog, paragraph};
use crate::designer::widgets::{primary, secondary};
use crate::designer::words::word;

/// A question: the key of its words, what else it says, and its answers.
#[derive(Clone, Debug, PartialEq)]
pub struct Question<A> {
    /// Key below `question`, with `title` and `text` in it.
    pub key: &'static str,
    /// Names and numbers, a line each.
    pub details: Vec<String>,
    /// Key of the words of each answer below `question.{key}`, the proposed one first.
    pub answers: Vec<(&'static str, A)>,
    /// What Escape means; `None` where it must be answered.
    pub escape: Option<A>,
}

impl<A: Clone> Question<A> {
    /// Asks; the answer, once there is one.
    pub fn ui(&self, context: &Context) -> Option<A> {
        let mut answer = None;
        let title = word(&format!("question.{}.title", self.key));
        let left = dialog(context, self.key, title, 460.0, |ui| {
            paragraph(ui, word(&format!("question.{}.text", self.key)));
            for line in &self.details {
                paragraph(ui, line);
            }
            buttons(ui, |ui| {
                for (index, (key, meaning)) in self.answers.iter().enumerate() {
                    let text = word(&format!("question.{}.{key}", self.key));
                    let button = if index == 0 { primary(ui, text) } else { secondary(ui, text) };
                    if button.clicked() {
                        answer = Some(meaning.clone());
                    }
                }
            });
        });
        let proposed = || self.answers.first().map(|(_, meaning)| meaning.clone());
        let nothing_focused = context.memory(|memory| memory.focused().is_none());
        if answer.is_none() && nothing_focused && context.input(|input| input.key_pressed(Key::Enter)) {
            answer = proposed();
        }
        answer.or_else(|| if left { self.escape.clone() } else { None })
    }
}
