//! The fragments in use, below the steps: put into the journey as a copy.

use egui::Ui;

use crate::designer::icons::Icon;
use crate::designer::requests::{Request, Requests};
use crate::designer::session::Session;
use crate::designer::theme::Theme;
use crate::designer::widgets::section;
use crate::designer::words::word;
use crate::edit::fragment::may_insert;
use crate::journey::{Fragment, FragmentStatus};

use super::row::{Look, row};

/// The active fragments that the words typed fit, by name.
pub fn found<'a>(session: &'a Session, query: &str) -> Vec<&'a Fragment> {
    let query = query.to_lowercase();
    let fits = |fragment: &&Fragment| {
        let text = format!("{} {} {}", fragment.name, fragment.description, word("kinds.fragment")).to_lowercase();
        fragment.status == FragmentStatus::Active && query.split_whitespace().all(|word| text.contains(word))
    };
    let mut found: Vec<&Fragment> = session.workspace().inventory.fragments.iter().filter(fits).collect();
    found.sort_by_key(|fragment| fragment.name.to_lowercase());
    found
}

/// Draws them under their heading; nothing where there are none.
pub fn list(ui: &mut Ui, fragments: &[&Fragment], session: &Session, requests: &mut Requests) {
    if fragments.is_empty() {
        return;
    }
    section(ui, word("palette.fragments"));
    ui.add_space(4.0);
    let theme = Theme::of(ui.ctx());
    for fragment in fragments {
        let refused = session.journey().and_then(|journey| may_insert(journey, fragment).err());
        let look = Look {
            name: &fragment.name,
            icon: Icon::Fragment,
            hue: theme.accent,
            why_not: refused.map(|_| word("fragment.no_entry")),
            how: if fragment.description.is_empty() { word("palette.how_fragment") } else { &fragment.description },
        };
        if row(ui, &look, ("fragment", fragment.id.as_str()), fragment.id.clone()) {
            requests.push(Request::Insert(fragment.id.clone()));
        }
    }
    ui.add_space(10.0);
}
