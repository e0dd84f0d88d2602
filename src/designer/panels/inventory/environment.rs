//! Environments: where journeys run.

use egui::Ui;

use crate::designer::fields::Form;
use crate::journey::{Environment, Platform};

/// Platforms as a picker shows them.
pub(super) const PLATFORMS: [(Platform, &str); 3] = [
    (Platform::Ajo, "platforms.ajo"),
    (Platform::Blueprint, "platforms.blueprint"),
    (Platform::Waymark, "platforms.waymark"),
];

pub(super) fn fields(form: &mut Form<'_>, ui: &mut Ui, environment: &mut Environment) {
    const OWNER: &str = "Environment";
    form.choice(ui, OWNER, "platform", &mut environment.platform, &PLATFORMS);
    if environment.platform == Platform::Waymark || !environment.url.is_empty() {
        form.text(ui, OWNER, "url", &mut environment.url);
    }
    if environment.platform == Platform::Waymark || !environment.token.is_empty() {
        form.secret(ui, OWNER, "token", &mut environment.token);
    }
}
