//! The sample workspace, embedded in the program, so that the window always has its samples.

use std::sync::{Arc, OnceLock};

use crate::edit::arrange;
use crate::journey::files;
use crate::journey::{Graph, JourneyId, Workspace};

macro_rules! embedded {
    ($($name:literal),* $(,)?) => {
        /// Each file of the sample workspace: its name and its text.
        pub static FILES: &[(&str, &str)] = &[$(($name, include_str!(concat!("../../journeys/", $name)))),*];
    };
}

embedded! {
    "actions.ron",
    "application-abandonment.journey.ron",
    "application-last-day.journey.ron",
    "audiences.ron",
    "back-in-stock.journey.ron",
    "cart-abandonment.journey.ron",
    "channels.ron",
    "data-sources.ron",
    "environments.ron",
    "events.ron",
    "gold-welcome.journey.ron",
    "hotel-stay.journey.ron",
    "match-day.journey.ron",
    "near-the-store.journey.ron",
    "order-messages.journey.ron",
    "profiles.ron",
    "rule-sets.ron",
    "voucher-by-text.journey.ron",
    "welcome.journey.ron",
    "win-back.journey.ron",
    "workspace.ron",
}

/// The sample workspace. It belongs to no folder: whoever changes it is asked where to save.
pub fn workspace() -> &'static Workspace {
    static SAMPLE: OnceLock<Workspace> = OnceLock::new();
    SAMPLE.get_or_init(|| in_order(files::from_texts(FILES).workspace))
}

/// Puts the cards of journeys in order that say nothing about where they stand.
fn in_order(mut workspace: Workspace) -> Workspace {
    for journey in workspace.journeys.values_mut().filter(|journey| journey.layout.is_empty()) {
        let mut placed = journey.as_ref().clone();
        placed.layout = arrange(&Graph::of(journey));
        placed.sort();
        *journey = Arc::new(placed);
    }
    workspace
}

/// The journeys of the gallery, the one to begin with first.
pub fn gallery() -> Vec<JourneyId> {
    const ORDER: [&str; 6] = [
        "Cart abandonment",
        "Welcome and confirmation",
        "Near the store",
        "Match day",
        "Before arrival and during the stay",
        "Voucher by text",
    ];
    let mut ids: Vec<(usize, JourneyId)> = workspace()
        .journeys
        .values()
        .map(|journey| (ORDER.iter().position(|name| *name == journey.name).unwrap_or(ORDER.len()), journey.id.clone()))
        .collect();
    ids.sort();
    ids.into_iter().map(|(_, id)| id).collect()
}
