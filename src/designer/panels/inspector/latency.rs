//! How long a message takes from what triggers it, and of what that is made up; caps, quiet hours and queues come on top,
//! which a forecast knows.

use egui::accesskit::Role;
use egui::{Align, Label, Layout, Ui, WidgetInfo};

use crate::check::{Budget, Part};
use crate::designer::fields::Form;
use crate::designer::names::{lasting, sentence};
use crate::designer::requests::Request;
use crate::designer::theme::{CONTROL, SMALL, Theme, Weight, rich};
use crate::designer::widgets::{link, section};
use crate::designer::words::{phrase, word};

/// Draws it; nothing for what waits for people, and for what nobody comes to.
pub(super) fn ui(form: &mut Form<'_>, ui: &mut Ui) {
    let session = form.session();
    let Some(budget) = form.subject.activity.and_then(|activity| session.budget(&activity.id)) else { return };
    section(ui, word("latency.title")).on_hover_text(word("latency.what"));
    let theme = *Theme::of(ui.ctx());
    ui.add(Label::new(rich(takes(budget), CONTROL, Weight::Medium).color(theme.text)).wrap());
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        ui.spacing_mut().interact_size.y = 16.0;
        budget.parts.iter().for_each(|part| row(ui, part));
    });
    let shows = session.shows_arrivals();
    if link(ui, word(if shows { "latency.hide" } else { "latency.show" })).clicked() {
        form.request(Request::ShowArrivals(!shows));
    }
    ui.add_space(6.0);
}

/// "Usually 1 h; at best 1 h, at worst 1 h 12 min."
pub fn takes(budget: &Budget) -> String {
    let [least, typical, most] = [budget.least_ms(), budget.typical_ms(), budget.most_ms()].map(lasting);
    let parts = [("least", least.as_str()), ("typical", typical.as_str()), ("most", most.as_str())];
    phrase(if budget.is_open { "latency.takes_open" } else { "latency.takes" }, &parts)
}

/// What takes place, and from how long to how long.
fn row(ui: &mut Ui, part: &Part) {
    let theme = Theme::of(ui.ctx());
    let (least, most) = (lasting(part.least_ms), lasting(part.most_ms));
    let key = match part.least_ms {
        _ if least == most => "latency.part",
        0 => "latency.part_within",
        _ => "latency.part_between",
    };
    let (name, length) = (sentence(&part.name), phrase(key, &[("least", &least), ("most", &most)]));
    let shown = ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add(Label::new(rich(&length, SMALL, Weight::Medium).color(theme.text)).selectable(false));
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let name = rich(&name, SMALL, Weight::Regular).color(theme.muted);
                ui.add(Label::new(name).truncate().selectable(false));
            });
        });
    });
    let response = shown.response.on_hover_text(phrase("latency.source", &[("name", &name), ("source", &part.source)]));
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{name}: {length}")));
}
