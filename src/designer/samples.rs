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
    "datasets.ron",
    "decision-policies.ron",
    "environments.ron",
    "events.ron",
    "fragments.ron",
    "gold-welcome.journey.ron",
    "hotel-stay.journey.ron",
    "match-day.journey.ron",
    "near-the-store.journey.ron",
    "order-messages.journey.ron",
    "profiles.ron",
    "rule-sets.ron",
    "scenarios/application-abandonment/a-mortgage-at-the-new-rate.scenario.ron",
    "scenarios/application-abandonment/a-small-loan-over-the-spring-night.scenario.ron",
    "scenarios/application-abandonment/nobody-can-be-reached.scenario.ron",
    "scenarios/application-abandonment/sent-in-within-a-day.scenario.ron",
    "scenarios/application-last-day/campaign-is-in-trouble.scenario.ron",
    "scenarios/application-last-day/reminded-twice.scenario.ron",
    "scenarios/application-last-day/sent-in-before-the-last-day.scenario.ron",
    "scenarios/back-in-stock/back-at-night-and-again.scenario.ron",
    "scenarios/back-in-stock/back-by-day.scenario.ron",
    "scenarios/back-in-stock/nobody-can-be-reached.scenario.ron",
    "scenarios/cart-abandonment/a-text-for-a-large-cart.scenario.ron",
    "scenarios/cart-abandonment/bought-after-all.scenario.ron",
    "scenarios/cart-abandonment/nobody-can-be-reached.scenario.ron",
    "scenarios/cart-abandonment/the-email-and-no-voucher.scenario.ron",
    "scenarios/cart-abandonment/the-email-then-a-voucher.scenario.ron",
    "scenarios/gold-welcome/gold-again-too-soon.scenario.ron",
    "scenarios/gold-welcome/gold-by-points.scenario.ron",
    "scenarios/gold-welcome/nobody-can-be-reached.scenario.ron",
    "scenarios/hotel-stay/a-cold-stay-over-the-spring-night.scenario.ron",
    "scenarios/hotel-stay/a-rainy-stay-of-a-regular-guest.scenario.ron",
    "scenarios/hotel-stay/before-arrival-nobody-can-be-reached.scenario.ron",
    "scenarios/hotel-stay/booked-at-the-last-minute.scenario.ron",
    "scenarios/hotel-stay/cancelled-or-too-far-ahead.scenario.ron",
    "scenarios/hotel-stay/during-the-stay-nobody-can-be-reached.scenario.ron",
    "scenarios/hotel-stay/two-stays-at-once.scenario.ron",
    "scenarios/match-day/a-better-seat.scenario.ron",
    "scenarios/match-day/left-to-chance.scenario.ron",
    "scenarios/match-day/no-offer-two-matches.scenario.ron",
    "scenarios/match-day/nobody-can-be-reached.scenario.ron",
    "scenarios/near-the-store/coffee-on-a-saturday.scenario.ron",
    "scenarios/near-the-store/pushes-fail.scenario.ron",
    "scenarios/near-the-store/rain-on-a-monday.scenario.ron",
    "scenarios/order-messages/campaign-is-in-trouble.scenario.ron",
    "scenarios/order-messages/delivered.scenario.ron",
    "scenarios/order-messages/lost-on-the-way.scenario.ron",
    "scenarios/stay-extras/an-extra-for-everybody.scenario.ron",
    "scenarios/stay-extras/no-offer-no-hotel-no-answer.scenario.ron",
    "scenarios/voucher-by-text/by-the-size-of-the-order.scenario.ron",
    "scenarios/voucher-by-text/nobody-can-be-reached.scenario.ron",
    "scenarios/voucher-by-text/the-provider-is-in-trouble.scenario.ron",
    "scenarios/welcome/confirmed-and-welcomed.scenario.ron",
    "scenarios/welcome/nobody-can-be-reached.scenario.ron",
    "scenarios/welcome/the-confirmation-bounces.scenario.ron",
    "scenarios/win-back/from-the-first-tuesday-to-the-end-of-the-season.scenario.ron",
    "scenarios/win-back/nobody-can-be-reached.scenario.ron",
    "scenarios/win-back/the-last-reading-of-the-season.scenario.ron",
    "scenarios/win-back/the-last-word-fails.scenario.ron",
    "scenarios/winter-sale/nothing-gets-through.scenario.ron",
    "scenarios/winter-sale/wave-by-wave.scenario.ron",
    "scenarios/winter-sale/what-works.scenario.ron",
    "stay-extras.journey.ron",
    "versions/voucher-by-text/1.version.ron",
    "voucher-by-text.journey.ron",
    "welcome.journey.ron",
    "win-back.journey.ron",
    "winter-sale.journey.ron",
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
