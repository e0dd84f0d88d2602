//! View type of a whole definition.

use std::collections::BTreeSet;

use super::form::{Absent, Form, View, objects};
use super::read::{Fault, Members, Path, Read};
use crate::journey::{
    Action, Audience, CampaignInstance, Channel, DataSource, Dataset, DecisionPolicy, Definition, Endpoint, Event,
    FORMAT, Inventory, Journey, JourneyId, Kind, MergePolicy, Namespace, Port, RuleSet, Schema, Target,
};

objects! {
    /// Everything that the journey reaches. Each list is sorted by id.
    InventoryView of Inventory {
        ;
        namespaces: Vec<Namespace>, schemas: Vec<Schema>, merge_policies: Vec<MergePolicy>, events: Vec<Event>,
        audiences: Vec<Audience>, data_sources: Vec<DataSource>, actions: Vec<Action>, endpoints: Vec<Endpoint>,
        campaign_instances: Vec<CampaignInstance>, channels: Vec<Channel>, rule_sets: Vec<RuleSet>,
        decision_policies: Vec<DecisionPolicy>, datasets: Vec<Dataset>
        ; ..
    }
    /// A journey elsewhere that a jump leads to, and how it began when the definition was made.
    TargetView of Target { journey: JourneyId ; name: String, entry: Option<Kind> }
}

/// A journey with exactly the inventory that it reaches. Secrets are names only.
#[derive(serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(title = "Waymark definition")]
pub(super) struct DefinitionView {
    /// Version of this form.
    #[schemars(range(min = 1, max = 1))]
    format: u32,
    journey: View<Journey>,
    inventory: View<Inventory>,
    #[serde(default, skip_serializing_if = "Absent::is_absent")]
    targets: View<Vec<Target>>,
    /// True where it left although errors stood: it can be read and simulated, but nobody should hand it over.
    #[serde(default, skip_serializing_if = "Absent::is_absent")]
    draft: bool,
    /// Ids of the guardrails whose errors stood, sorted; only in a draft.
    #[serde(default, skip_serializing_if = "Absent::is_absent")]
    findings: Vec<String>,
}

impl Absent for DefinitionView {}

impl Form for Definition {
    type View = DefinitionView;

    fn view(&self) -> DefinitionView {
        DefinitionView {
            format: FORMAT,
            journey: self.journey.view(),
            inventory: self.inventory.view(),
            targets: self.targets.view(),
            draft: !self.standing.is_empty(),
            findings: self.standing.clone(),
        }
    }

    /// Lists come into canonical order, whatever order the text had.
    fn back(view: DefinitionView) -> Self {
        let mut definition = Self {
            journey: Journey { format: FORMAT, ..Form::back(view.journey) },
            inventory: Form::back(view.inventory),
            targets: Form::back(view.targets),
            standing: view.findings,
        };
        definition.journey.sort();
        definition.inventory.sort();
        definition.targets.sort_by(|a, b| a.journey.cmp(&b.journey));
        definition
    }
}

impl Read for DefinitionView {
    fn read(json: &serde_json::Value, path: &Path<'_>) -> Result<Self, Fault> {
        let mut members = Members::of(json, path)?;
        let format: super::form::Whole<u32> = members.must("format")?;
        if format.0 != FORMAT {
            let message =
                format!("is {}; this Waymark reads format {FORMAT} only, use the one that wrote it", format.0);
            return Err(Path::Member(path, "format").fault(message));
        }
        let view = Self {
            format: format.0,
            journey: members.must("journey")?,
            inventory: members.must("inventory")?,
            targets: members.may("targets")?,
            draft: members.may("draft")?,
            findings: members.may("findings")?,
        };
        if view.draft == view.findings.is_empty() {
            return Err(
                path.fault("is a draft exactly where it names \"findings\"; have both members or none".to_owned())
            );
        }
        members.end()?;
        Ok(view)
    }
}

/// Ids are unique: within the journey, and within each list of the inventory.
pub(super) fn unique(definition: &Definition) -> Result<(), Fault> {
    let root = Path::Root;
    let journey = &definition.journey;
    let branches = journey.activities.iter().flat_map(|activity| activity.kind.ports()).filter_map(|port| match port {
        Port::Branch(id) => Some(id.0),
        _ => None,
    });
    let ids = journey.activities.iter().map(|activity| activity.id.0.clone());
    let wires = journey.connections.iter().map(|wire| wire.id.0.clone());
    let criteria = journey.properties.exit_criteria.iter().map(|criterion| criterion.id.0.clone());
    once(ids.chain(wires).chain(criteria).chain(branches), &Path::Member(&root, "journey"))?;
    let targets = definition.targets.iter().map(|target| target.journey.0.clone());
    once(targets, &Path::Member(&root, "targets"))?;
    let items = definition.inventory.items().into_iter().map(|item| {
        let item = item.reference();
        format!("{} {}", item.kind(), item.as_str())
    });
    once(items, &Path::Member(&root, "inventory"))
}

fn once(ids: impl Iterator<Item = String>, path: &Path<'_>) -> Result<(), Fault> {
    let mut known = BTreeSet::new();
    for id in ids {
        if known.contains(&id) {
            return Err(path.fault(format!("uses the id {id} twice; give one of the two another id")));
        }
        known.insert(id);
    }
    Ok(())
}
