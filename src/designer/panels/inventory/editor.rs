//! The editor of one object: its head with name, uses, duplicate and delete, then the fields of its kind.

use egui::Ui;

use crate::check::{Finding, Severity};
use crate::designer::fields::{Form, Subject};
use crate::designer::names;
use crate::designer::requests::{Request, Requests};
use crate::designer::session::Session;
use crate::designer::theme::{self, Theme, Weight};
use crate::designer::widgets::{hint_line, link, secondary, secondary_if};
use crate::designer::words::{count, phrase, word};
use crate::edit::{Edit, uses};
use crate::journey::{FragmentStatus, Item, ItemRef, Place};

use super::{
    action, audience, channel, dataset, decision, endpoint, environment, event, fragment, identity, instance, profile,
    rule_set, schema, source,
};

/// What is asked before something goes.
#[derive(Default)]
pub(super) struct Editor {
    deleting: bool,
    uses_shown: bool,
}

impl Editor {
    pub fn ui(&mut self, ui: &mut Ui, session: &Session, item: Item, focus: Option<&str>, requests: &mut Requests) {
        let reference = item.reference();
        let uses = uses::of(session.workspace(), &reference);
        self.head(ui, session, &item, &uses, requests);
        let subject = Subject {
            place: Place::item(reference.clone()),
            name: names::object(&item),
            journey: None,
            activity: None,
        };
        let mut form = Form::new(session, subject, focus, requests);
        let mut draft = item;
        fields(&mut form, ui, &mut draft, uses.len());
        form.shown(ui, owner(&draft), "id", reference.as_str());
        form.other_findings(ui);
        form.finish(|| Edit::Put(Box::new(draft)));
    }

    fn head(&mut self, ui: &mut Ui, session: &Session, item: &Item, uses: &[Place], requests: &mut Requests) {
        let theme = Theme::of(ui.ctx());
        let (reference, called) = (item.reference(), names::object(item));
        ui.horizontal(|ui| {
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let delete = secondary_if(ui, may_change(item), word("inventory.delete"));
                if delete.on_disabled_hover_text(word("fragment.no_draft")).clicked() {
                    self.deleting = true;
                }
                if secondary(ui, word("inventory.duplicate")).clicked() {
                    duplicate(item, requests);
                    requests.push(Request::OpenMade);
                }
                ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                    let title = theme::rich(&called, theme::TITLE, Weight::SemiBold).color(theme.text);
                    ui.add(egui::Label::new(title).truncate());
                    if called != item.name() {
                        let name = theme::rich(item.name(), theme::SMALL, Weight::Regular).color(theme.muted);
                        ui.add(egui::Label::new(name).truncate());
                    }
                });
            });
        });
        if uses.is_empty() {
            // Copies of a fragment do not say that they are some: nobody knows where it is used.
            if !matches!(item, Item::Fragment(_)) {
                hint_line(ui, word("inventory.unused"));
            }
        } else {
            let used = link(ui, &count("inventory.used", uses.len()));
            if used.on_hover_text(listed(session, uses)).clicked() {
                self.uses_shown = !self.uses_shown;
            }
        }
        if self.uses_shown {
            for place in uses {
                if link(ui, &place_text(session, place)).clicked() {
                    requests.push(Request::GoTo(place.clone()));
                }
            }
        }
        said_where_used(ui, session, uses, requests);
        if self.deleting {
            let frame = egui::Frame::new().fill(theme.err_soft).corner_radius(theme::CONTROL_RADIUS).inner_margin(12);
            frame.show(ui, |ui| {
                let text = if uses.is_empty() {
                    phrase("inventory.delete_unused", &[("name", &called)])
                } else {
                    phrase(
                        "inventory.delete_used",
                        &[("name", &called), ("uses", &count("inventory.uses", uses.len()))],
                    )
                };
                ui.label(theme::rich(text, theme::BODY, Weight::Regular).color(theme.err));
                ui.horizontal(|ui| {
                    if secondary(ui, word("inventory.delete_now")).clicked() {
                        let step = phrase("inventory.delete_step", &[("name", &called)]);
                        requests.edit(step, Place::item(reference.clone()), vec![Edit::Remove(reference.clone())]);
                        self.deleting = false;
                    }
                    if secondary(ui, word("inventory.keep")).clicked() {
                        self.deleting = false;
                    }
                });
            });
        }
        ui.add_space(8.0);
    }
}

/// Only a draft of a fragment is renamed and deleted.
fn may_change(item: &Item) -> bool {
    !matches!(item, Item::Fragment(fragment) if fragment.status != FragmentStatus::Draft)
}

/// What guardrails say at the steps that use the object: it may be the object that is to be mended.
fn said_where_used(ui: &mut Ui, session: &Session, uses: &[Place], requests: &mut Requests) {
    let theme = Theme::of(ui.ctx());
    let is_at = |used: &Place, found: &Place| {
        let fields = used.field.as_deref().zip(found.field.as_deref());
        let same = |(used, found): (&str, &str)| used == found || used.ends_with(&format!(".{found}"));
        used.activity.is_some()
            && used.activity == found.activity
            && used.journey == found.journey
            && fields.is_some_and(same)
    };
    let mut said: Vec<(&Finding, Vec<&Place>)> = Vec::new();
    let wrong = session.problems().filter(|finding| finding.severity != Severity::Info);
    for finding in wrong.filter(|finding| uses.iter().any(|used| is_at(used, &finding.place))) {
        match said.iter_mut().find(|(known, _)| known.message == finding.message) {
            Some((_, places)) => places.push(&finding.place),
            None => said.push((finding, vec![&finding.place])),
        }
    }
    for (finding, places) in said {
        let color = theme.severity(finding.severity);
        ui.label(theme::rich(&finding.message, theme::SMALL, Weight::Regular).color(color));
        ui.horizontal_wrapped(|ui| {
            for place in places {
                if link(ui, &place_text(session, place)).clicked() {
                    requests.push(Request::GoTo(place.clone()));
                }
            }
        });
    }
}

/// The first places by name, and how many more there are.
fn listed(session: &Session, uses: &[Place]) -> String {
    const LISTED: usize = 12;
    let mut lines: Vec<String> = Vec::new();
    for line in uses.iter().map(|place| place_text(session, place)) {
        // A step that names it twice is one place to go to.
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    let more = lines.len().saturating_sub(LISTED);
    lines.truncate(LISTED);
    if more > 0 {
        lines.push(count("inventory.more_uses", more));
    }
    lines.join("\n")
}

fn place_text(session: &Session, place: &Place) -> String {
    let workspace = session.workspace();
    let mut parts = Vec::new();
    if let Some(journey) = place.journey.as_ref().and_then(|id| workspace.journeys.get(id)) {
        parts.push(journey.name.clone());
        if let Some(step) = place.activity.as_ref().and_then(|id| journey.activity(id)) {
            parts.push(names::activity(step, workspace));
        }
    }
    if let Some(item) = place.item.as_ref().and_then(|item| workspace.inventory.item(item)) {
        parts.push(names::object(&item));
    }
    if let Some(scenario) = place.scenario.as_ref().and_then(|id| workspace.scenarios.get(id)) {
        parts.push(scenario.name.clone());
    }
    if uses::is_population(place) {
        parts.push(word("inventory.in_population").to_owned());
    }
    parts.join(" · ")
}

fn duplicate(item: &Item, requests: &mut Requests) {
    let mut copy = fresh_id(item.clone()).with_name(&phrase("inventory.copy_name", &[("name", item.name())]));
    if let Item::Fragment(fragment) = &mut copy {
        fragment.status = FragmentStatus::Draft;
    }
    let reference = copy.reference();
    let step = phrase("inventory.duplicate_step", &[("name", &names::object(item))]);
    requests.edit(step, Place::item(reference), vec![Edit::Put(Box::new(copy))]);
}

macro_rules! each {
    ($item:expr, $object:ident => $action:expr) => {
        match $item {
            Item::Namespace($object) => $action,
            Item::Schema($object) => $action,
            Item::MergePolicy($object) => $action,
            Item::Event($object) => $action,
            Item::Audience($object) => $action,
            Item::DataSource($object) => $action,
            Item::Action($object) => $action,
            Item::Endpoint($object) => $action,
            Item::CampaignInstance($object) => $action,
            Item::Channel($object) => $action,
            Item::RuleSet($object) => $action,
            Item::Fragment($object) => $action,
            Item::DecisionPolicy($object) => $action,
            Item::Dataset($object) => $action,
            Item::Profile($object) => $action,
            Item::Environment($object) => $action,
        }
    };
}

fn fresh_id(mut item: Item) -> Item {
    let kind = item.reference().kind();
    each!(&mut item, object => object.id.0 = format!("{kind}-?1"));
    item
}

/// The name of its type in the table of fields.
fn owner(item: &Item) -> &'static str {
    match item.reference() {
        ItemRef::Namespace(_) => "Namespace",
        ItemRef::Schema(_) => "Schema",
        ItemRef::MergePolicy(_) => "MergePolicy",
        ItemRef::Event(_) => "Event",
        ItemRef::Audience(_) => "Audience",
        ItemRef::DataSource(_) => "DataSource",
        ItemRef::Action(_) => "Action",
        ItemRef::Endpoint(_) => "Endpoint",
        ItemRef::CampaignInstance(_) => "CampaignInstance",
        ItemRef::Channel(_) => "Channel",
        ItemRef::RuleSet(_) => "RuleSet",
        ItemRef::Fragment(_) => "Fragment",
        ItemRef::DecisionPolicy(_) => "DecisionPolicy",
        ItemRef::Dataset(_) => "Dataset",
        ItemRef::Profile(_) => "Profile",
        ItemRef::Environment(_) => "Environment",
    }
}

fn fields(form: &mut Form<'_>, ui: &mut Ui, item: &mut Item, uses: usize) {
    let (type_name, reference) = (owner(item), item.reference());
    ui.add_enabled_ui(may_change(item), |ui| {
        each!(item, object => form.name(ui, type_name, &reference, &object.name, uses));
    });
    match item {
        Item::Namespace(namespace) => identity::namespace(form, ui, namespace),
        Item::Schema(schema) => schema::fields(form, ui, schema),
        Item::MergePolicy(policy) => identity::merge_policy(form, ui, policy),
        Item::Event(event) => event::fields(form, ui, event),
        Item::Audience(audience) => audience::fields(form, ui, audience),
        Item::DataSource(source) => source::fields(form, ui, source),
        Item::Action(action) => action::fields(form, ui, action),
        Item::Endpoint(endpoint) => endpoint::fields(form, ui, endpoint),
        Item::CampaignInstance(instance) => instance::fields(form, ui, instance),
        Item::Channel(channel) => channel::fields(form, ui, channel),
        Item::RuleSet(rules) => rule_set::fields(form, ui, rules),
        Item::Fragment(fragment) => fragment::fields(form, ui, fragment),
        Item::DecisionPolicy(policy) => decision::fields(form, ui, policy),
        Item::Dataset(dataset) => dataset::fields(form, ui, dataset),
        Item::Profile(profile) => profile::fields(form, ui, profile),
        Item::Environment(environment) => environment::fields(form, ui, environment),
    }
}
