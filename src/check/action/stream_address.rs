//! A stream is found: files by their name, NATS by its server.

use super::stream::{orders, text, with};
use crate::check::example::Sketch;
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::journey::{ItemRef, Place, Rotation, Stream};

/// The longest name of a stream of files: that of a folder, with room to spare.
const MOST_SIGNS: usize = 64;

pub(super) const RULE: Rule = Rule {
    id: "waymark-stream-address",
    aliases: &[],
    family: Family::Action,
    severity: Severity::Error,
    summary: "A stream says where it is: files have a name, NATS has a server.",
    why: "The name becomes a folder on the server's disk, on any system, so it has small letters, digits and hyphens. \
          The server of NATS begins with nats:// or tls:// and holds no password: that is a secret.",
    sources: &[source::WAYMARK],
    flagged: || named("Orders of today").at_item(text(), "stream.name"),
    passing: || with(|action| action.stream = Some(orders())),
    mending: Mending::None("Only the author knows where the stream is."),
    check: Check::Workspace(check),
};

fn named(name: &'static str) -> Sketch {
    with(|action| action.stream = Some(Stream::File { name: name.to_owned(), rotation: Rotation::Daily }))
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for action in &estate.inventory().actions {
        let Some(stream) = &action.stream else { continue };
        let place = |field: &str| Place::item(ItemRef::Action(action.id.clone())).field(format!("stream.{field}"));
        match stream {
            Stream::File { name, rotation } => {
                if name.is_empty() {
                    findings.report(place("name"), format!("Name the stream of '{}'.", action.name)).to_do();
                } else if !is_folder(name) {
                    let message = format!(
                        "The stream of '{}' cannot be called '{name}': use small letters, digits and hyphens.",
                        action.name
                    );
                    findings.report(place("name"), message);
                }
                if matches!(rotation, Rotation::Size(megabytes) if *megabytes < 1) {
                    let message = format!("A file of '{}' holds at least 1 MB.", action.name);
                    findings.report(place("rotation"), message);
                }
            }
            Stream::JetStream { server, .. } => {
                if stream.server().is_none() {
                    let message = format!(
                        "Enter the server of '{}', such as nats://nats.example.com, without user and password.",
                        action.name
                    );
                    let finding = findings.report(place("server"), message);
                    if server.is_empty() {
                        finding.to_do();
                    }
                }
            }
        }
    }
}

fn is_folder(name: &str) -> bool {
    let is_sign = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    name.len() <= MOST_SIGNS && name.chars().all(is_sign) && !name.starts_with('-') && !name.ends_with('-')
}
