//! The list of what only an administrator can decide or provide, gathered from the objects on the page and from what
//! steps need around the journey, so that it is asked for once, before anybody begins.

use std::collections::BTreeSet;

use super::page::{Page, code};
use super::{Sheet, steps};
use crate::journey::Channel;

/// By whom a row of the page has to be filled.
const WHO: &str = "the administrator";

/// One line for each object of the written part that leaves something to the administrator: its heading, and the
/// fields.
pub(super) fn write(page: &mut Page, sheet: &Sheet<'_>, written: &Page) {
    let mut open: Vec<(&str, Vec<&str>)> = Vec::new();
    let mut heading = "";
    for line in written.text().lines() {
        if let Some(text) = line.strip_prefix("### ") {
            heading = text;
        } else if let Some((field, value)) = line.strip_prefix("| ").and_then(|row| row.split_once(" | "))
            && value.contains(WHO)
        {
            match open.last_mut().filter(|(last, _)| *last == heading) {
                Some((_, fields)) => fields.push(field),
                None => open.push((heading, vec![field])),
            }
        }
    }
    page.heading(2, "What the administrator decides or provides");
    page.item("The sandbox, and the tenant id.");
    page.item("How records come into the datasets, live.");
    let inventory = &sheet.definition.inventory;
    let named = |what: &str, names: BTreeSet<String>| match names.len() {
        0 => None,
        _ => Some(format!("{what}: {}.", names.into_iter().collect::<Vec<_>>().join(", "))),
    };
    let texts = |read: fn(&Channel) -> &str| {
        inventory.channels.iter().map(read).filter(|text| !text.is_empty()).map(code).collect::<BTreeSet<_>>()
    };
    let targets = sheet.definition.targets.iter().map(|target| target.name.clone()).collect();
    let needed = [
        named("Live before this journey, each from its own build sheet", targets),
        named("Subdomains that are delegated to Adobe", texts(|channel| &channel.subdomain)),
        named("Pages that exist, for people who have unsubscribed", texts(|channel| &channel.unsubscribed_page)),
        named("Domains that Adobe's support allows for links from data", steps::moving_hosts(sheet)),
    ];
    for line in needed.into_iter().flatten() {
        page.item(&line);
    }
    for (heading, fields) in open {
        page.item(&format!("{heading}: {}.", fields.join("; ")));
    }
}
