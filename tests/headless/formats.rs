//! A workspace of every format that was ever released opens for ever.

use std::path::Path;

use waymark::journey::{Definition, files};

#[test]
fn format_1_opens_with_everything_in_it() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/headless/fixtures/format-1");
    let opened = files::open(&folder).unwrap();
    assert_eq!(opened.files.problems(), Vec::<String>::new());
    let workspace = &opened.workspace;
    let inventory = &workspace.inventory;
    assert_eq!(workspace.settings.name, "Lighthouse Books");
    assert!(workspace.organization.is_some());
    let population = workspace.population.as_ref().expect("a population");
    assert_eq!(population.people, Some(20_000));
    let lists = [
        population.models.len(),
        population.zones.len(),
        population.payloads.len(),
        population.memberships.len(),
        population.consent.len(),
        population.follow_ups.len(),
        population.reactions.len(),
        population.systems.len(),
    ];
    assert_eq!(lists, [1; 8]);
    assert_eq!((population.attributes.len(), population.arrivals.len()), (7, 6), "one of each kind");
    let lists = [
        inventory.namespaces.len(),
        inventory.schemas.len(),
        inventory.merge_policies.len(),
        inventory.events.len(),
        inventory.audiences.len(),
        inventory.data_sources.len(),
        inventory.actions.len(),
        inventory.endpoints.len(),
        inventory.campaign_instances.len(),
        inventory.channels.len(),
        inventory.rule_sets.len(),
        inventory.fragments.len(),
        inventory.profiles.len(),
        inventory.environments.len(),
    ];
    assert_eq!(lists, [1; 14], "one object of each kind");
    let journey = &workspace.journeys[&"journey-aaaaaaaaaaaa".into()];
    assert_eq!(journey.activities.len(), 12, "one activity of each kind");
    assert_eq!(workspace.scenarios.len(), 1);
    assert_eq!(workspace.versions.len(), 1);
    let seen = opened.files.observed(&journey.id).expect("what was seen");
    assert_eq!(seen.environments.len(), 1);
    assert_eq!(seen.environments[0].state, waymark::journey::Lifecycle::Paused);
    // Saved by this version it is still the same document.
    let elsewhere = tempfile::tempdir().unwrap();
    files::save(workspace, &mut files::Files::default(), elsewhere.path()).unwrap();
    assert!(files::open(elsewhere.path()).unwrap().workspace == *workspace);
    let definition = Definition::of(workspace, &journey.id).unwrap();
    assert_eq!(definition.inventory.actions.len(), 1);
    assert_eq!(definition.inventory.endpoints.len(), 1, "found by its address");
    assert_eq!(definition.inventory.profiles.len(), 0);
}
