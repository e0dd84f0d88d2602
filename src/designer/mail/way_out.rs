//! The last line of a mail: the link by which people unsubscribe. The platform adds it below what the mail itself says.

use egui::accesskit::Role;
use egui::{Sense, Ui, WidgetInfo};

use crate::designer::theme::{BODY, Theme, Weight, rich};
use crate::designer::words::{phrase, word};
use crate::journey::{Channel, Inventory, Medium, Message, Wording};

use super::block::{Block, Ink, Paragraph, Run, Side, What};

/// The words of the link, and what opens after the click. Both are empty where a message has none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct WayOut<'a> {
    /// What it says.
    pub words: &'a str,
    /// The page that its channel opens then.
    pub page: &'a str,
}

impl<'a> WayOut<'a> {
    /// That of a message, below these of its texts.
    pub fn of(message: &'a Message, wording: &Wording<'a>, inventory: &'a Inventory) -> Self {
        if message.medium != Medium::Email {
            return Self::default();
        }
        let channel = message.channel.as_ref().and_then(|id| inventory.get::<Channel>(id));
        let page = channel.map(|channel| channel.unsubscribed_page.as_str()).unwrap_or_default();
        Self { words: wording.unsubscribe, page }
    }

    /// As the last block of a drawn mail.
    pub(super) fn block(self) -> Option<Block> {
        if self.words.is_empty() {
            return None;
        }
        let ink = Ink { size: 12.0, underline: true, link: Some(self.page.to_owned()), ..Ink::default() };
        let run = Run { text: self.words.to_owned(), ink };
        Some(Block { above: 14.0, below: 0.0, what: What::Text(Paragraph { runs: vec![run], side: Side::Left }) })
    }

    /// As the last line of a mail that is plain text.
    pub fn line(self, ui: &mut Ui) {
        if self.words.is_empty() {
            return;
        }
        ui.add_space(6.0);
        let text = rich(self.words, BODY, Weight::Regular).color(Theme::of(ui.ctx()).accent).underline();
        let link = ui.add(egui::Label::new(text).wrap().sense(Sense::hover()));
        link.widget_info(|| WidgetInfo::labeled(Role::Link, true, self.words));
        link.on_hover_text(leads(self.page));
    }
}

/// Where a link leads.
pub(super) fn leads(address: &str) -> String {
    match address {
        "" | "#" => word("mail.nowhere").to_owned(),
        address => phrase("mail.leads", &[("address", address)]),
    }
}
