//! Instances of Adobe Campaign.

use egui::Ui;

use crate::designer::fields::{Form, Range};
use crate::journey::{CampaignInstance, Destination};

/// Systems as a picker shows them.
pub(super) const DESTINATIONS: [(Destination, &str); 4] = [
    (Destination::ThirdParty, "destinations.third_party"),
    (Destination::CampaignV7, "destinations.campaign_v7"),
    (Destination::CampaignV8, "destinations.campaign_v8"),
    (Destination::CampaignStandard, "destinations.campaign_standard"),
];

pub(super) fn fields(form: &mut Form<'_>, ui: &mut Ui, instance: &mut CampaignInstance) {
    const OWNER: &str = "CampaignInstance";
    form.choice(ui, OWNER, "product", &mut instance.product, &DESTINATIONS);
    form.text(ui, OWNER, "build", &mut instance.build);
    form.switch(ui, OWNER, "hosted_by_adobe", &mut instance.hosted_by_adobe);
    form.switch(ui, OWNER, "same_organization", &mut instance.same_organization);
    form.number_or_none(ui, OWNER, "log_export_hours", &mut instance.log_export_hours, Range::from(0, "units.hours"));
}
