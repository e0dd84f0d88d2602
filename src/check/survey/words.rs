//! How findings name things: the marketer's words, in a sentence.

use crate::edit::describe::grouped;
use crate::journey::{Activity, Port};

pub(super) fn title(activity: &Activity) -> String {
    if activity.label.is_empty() { format!("This {}", activity.kind.noun()) } else { format!("'{}'", activity.label) }
}

pub(super) fn name(activity: &Activity) -> String {
    if activity.label.is_empty() { format!("this {}", activity.kind.noun()) } else { format!("'{}'", activity.label) }
}

pub(super) fn port_name(activity: &Activity, port: &Port) -> String {
    match port {
        Port::Next => "the path".to_owned(),
        Port::Branch(branch) => match activity.kind.branch_label(branch) {
            Some(label) if !label.is_empty() => format!("the path '{label}'"),
            _ => "a path".to_owned(),
        },
        Port::Other => "the path for other cases".to_owned(),
        Port::Timeout => "the timeout path".to_owned(),
        Port::Error => "the error path".to_owned(),
    }
}

/// "an email", "a letter".
pub fn a(noun: &str) -> String {
    let article = if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {noun}")
}

/// "'A'", "'A' or 'B'", "'A', 'B' or 'C'".
pub fn or_list(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("'{name}'")).collect();
    match quoted.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [all @ .., last] => format!("{} or {last}", all.join(", ")),
    }
}

/// "1 path", "3 paths".
pub fn plural(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// A length of time in whole days, rounded up: "1 day", "104 days".
pub fn days(milliseconds: i64) -> String {
    const DAY: i64 = 86_400_000;
    let days = milliseconds / DAY + i64::from(milliseconds % DAY > 0);
    format!("{days} day{}", if days == 1 { "" } else { "s" })
}

/// A size: "640 KB", "2.3 MB"; powers of ten, as the platform counts.
pub fn bytes(bytes: usize) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} KB", bytes / 1_000),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

/// A limit: "64 KB (65,536 bytes)" where the platform counts in powers of two, else as [`bytes`].
pub fn limit(limit: usize) -> String {
    if limit.is_multiple_of(1_024) && !limit.is_multiple_of(1_000) {
        format!("{} KB ({} bytes)", limit / 1_024, whole(limit))
    } else {
        bytes(limit)
    }
}

/// A size that is beyond a limit, and by how much: in bytes where rounding would make the two alike, and beside a limit
/// in powers of two.
pub fn beyond(size: usize, limit: usize) -> (String, String) {
    let over = size.saturating_sub(limit);
    if !limit.is_multiple_of(1_000) || over < limit / 10 {
        (format!("{} bytes", whole(size)), format!("{} bytes", whole(over)))
    } else {
        (bytes(size), bytes(over))
    }
}

fn whole(bytes: usize) -> String {
    grouped(i64::try_from(bytes).unwrap_or(i64::MAX))
}

/// "80 %", "33.33 %", of a share in hundredths of a percent.
pub fn percent(share: u64) -> String {
    match share % 100 {
        0 => format!("{} %", share / 100),
        part => format!("{}.{part:02} %", share / 100),
    }
}

/// "'A'", "'A' and 'B'", "'A', 'B' and 2 more".
pub fn list(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => format!("'{one}'"),
        [one, two] => format!("'{one}' and '{two}'"),
        [one, two, three] => format!("'{one}', '{two}' and '{three}'"),
        [one, two, rest @ ..] => format!("'{one}', '{two}' and {} more", rest.len()),
    }
}
