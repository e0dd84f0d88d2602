//! A name that expressions use means one object.

use crate::check::example::Sketch;
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::edit::Edit;
use crate::journey::{Action, Audience, DataSource, Event, Item, ItemRef, Object, Place};

pub(super) const RULE: Rule = Rule {
    id: "waymark-duplicate-name",
    aliases: &[],
    family: Family::Reference,
    severity: Severity::Error,
    summary: "No two events, actions, data sources or audiences have the same name.",
    why: "Expressions refer to them by name; nobody could say which one is meant.",
    sources: &[source::WAYMARK],
    flagged: || named("Cart abandoners").at_item(ItemRef::Audience("audience-loyal".into()), "name"),
    passing: || named("Regular customers"),
    mending: Mending::Offers("Adds a number to the second name. Expressions go on meaning the first object."),
    check: Check::Workspace(check),
};

fn named(name: &str) -> Sketch {
    Sketch::event().inventory(|inventory| {
        for loyal in inventory.audiences.iter_mut().filter(|audience| audience.name == "Loyal customers") {
            name.clone_into(&mut loyal.name);
        }
    })
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    unique::<Event>(estate, findings, Item::Event);
    unique::<Action>(estate, findings, Item::Action);
    unique::<DataSource>(estate, findings, Item::DataSource);
    unique::<Audience>(estate, findings, Item::Audience);
}

fn unique<T: Object>(estate: &Estate<'_>, findings: &mut Findings, item: fn(T) -> Item) {
    let list = T::list(estate.inventory());
    let mut names: Vec<(&str, usize)> = list.iter().enumerate().map(|(index, object)| (object.name(), index)).collect();
    names.sort_unstable();
    for pair in names.windows(2) {
        let [(first, _), (second, index)] = pair else { continue };
        if first != second || first.is_empty() {
            continue;
        }
        let second_item = item(list[*index].clone());
        let free =
            (2_usize..).map(|number| format!("{first}{number}")).find(|name| !list.iter().any(|o| o.name() == name));
        let message = format!("Two objects are called '{first}' ({}); give one another name.", T::KIND);
        let finding = findings.report(Place::item(second_item.reference()).field("name"), message);
        if let Some(name) = free {
            let edit = Edit::Put(Box::new(second_item.with_name(&name)));
            finding.suggested(format!("Call this one '{name}'"), vec![edit]);
        }
    }
}
