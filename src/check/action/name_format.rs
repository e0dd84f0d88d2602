//! The name of an action is an identifier.

use crate::check::example::Sketch;
use crate::check::survey::names;
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::edit::Edit;
use crate::journey::{Action, ItemRef, Place};

pub(super) const RULE: Rule = Rule {
    id: "custom-action-name-format",
    aliases: &[],
    family: Family::Action,
    severity: Severity::Error,
    summary: "The name of an action is made of letters, digits and underscores, at most 30.",
    why: "Expressions refer to an action's reply by its name, and the platform refuses any other.",
    sources: &[source::ACTION_CONFIGURATION],
    flagged: || named("Send text!").at_item(ItemRef::Action("action-text".into()), "name"),
    passing: || named("SendShortText"),
    mending: Mending::Offers("Renames the action, in every expression too."),
    check: Check::Workspace(check),
};

fn named(name: &'static str) -> Sketch {
    Sketch::event().inventory(|inventory| {
        for action in inventory.actions.iter_mut().filter(|action| action.id.as_str() == "action-text") {
            name.clone_into(&mut action.name);
        }
    })
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    let taken = |name: &str| estate.inventory().named::<Action>(name).is_some();
    for action in &estate.inventory().actions {
        if let Some(why) = names::fault(&action.name) {
            let item = ItemRef::Action(action.id.clone());
            let finding = findings
                .report(Place::item(item.clone()).field("name"), format!("The action '{}' {why}.", action.name));
            if let Some(name) = names::identifier(&action.name, taken) {
                finding.safe(format!("Call it {name}"), vec![Edit::Rename { item, name }]);
            }
        }
    }
}
