//! The list of what only an administrator can decide or provide, gathered from the objects on the page, so that it is
//! asked for once, before anybody begins.

use super::page::Page;

/// By whom a row of the page has to be filled.
const WHO: &str = "the administrator";

/// One line for each object of the written part that leaves something to the administrator: its heading, and the
/// fields.
pub(super) fn write(page: &mut Page, written: &Page) {
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
    for (heading, fields) in open {
        page.item(&format!("{heading}: {}.", fields.join("; ")));
    }
}
