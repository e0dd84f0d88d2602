//! The facts at the lower left: how many activities of how many, how large of how much, how long people stay.

use super::input::{Excess, Fact};
use crate::check::survey::{Flow, Size};
use crate::check::{self, platform};
use crate::designer::names;
use crate::designer::words::{count as counted_words, phrase};
use crate::journey::{Journey, Platform, Workspace};

/// The facts of a journey, for the platform that it is checked for.
pub fn facts(workspace: &Workspace, journey: &Journey, on: Platform) -> Vec<Fact> {
    let numbers = platform::numbers(on);
    let stated = workspace.organization.as_ref().and_then(|organization| organization.journey_bytes);
    let most = stated.and_then(|bytes| usize::try_from(bytes).ok()).unwrap_or(numbers.max_journey_bytes);
    let (count, size) = (journey.activities.len(), Size::of(journey).total);
    // What the platform does not count has no limit to be told.
    let counted = |rule| check::rule(rule).is_some_and(|rule| platform::severity(rule, on).is_some());
    let fact = |number: usize, most: usize, (limited, free, over): (String, String, &str), rule: &'static str| {
        if !counted(rule) {
            return Fact { text: free, excess: None };
        }
        let too_many = number.checked_sub(most).filter(|over| *over > 0);
        let remedy = |n: usize| phrase(over, &[("n", &n.to_string()), ("platform", names::platform(on))]);
        Fact { text: limited, excess: too_many.map(|n| Excess { remedy: remedy(n), rule }) }
    };
    let said = (
        phrase("canvas.activities_of", &[("n", &count.to_string()), ("max", &numbers.max_activities.to_string())]),
        counted_words("count.activities", count),
        "canvas.activities_over",
    );
    let mut facts = vec![fact(count, numbers.max_activities, said, "journey-max-activities")];
    let said =
        (phrase("canvas.size_of", &[("size", &bytes(size)), ("max", &bytes(most))]), bytes(size), "canvas.size_over");
    let room = fact(size, most, said, "journey-payload-too-large");
    let place = facts.len();
    if let Some(longest) = Flow::of(journey).longest_path().filter(|longest| *longest > 0) {
        facts.push(phrase("canvas.longest", &[("time", &names::lasting(longest))]).into());
    }
    // Nobody minds the size before half of the room is used: where the line is short, it is left out first then.
    let place = if size.saturating_mul(2) > most { place } else { facts.len() };
    facts.insert(place, room);
    facts
}

/// "18 KB", "1.2 MB".
fn bytes(count: usize) -> String {
    let said = |key: &str, number: &str| phrase(key, &[("n", number)]);
    match count {
        0..=999 => said("canvas.bytes", &count.to_string()),
        1_000..=999_999 => said("canvas.kilobytes", &count.div_ceil(1_000).to_string()),
        _ => {
            let megabytes = format!("{:.1}", count as f64 / 1e6);
            said("canvas.megabytes", megabytes.strip_suffix(".0").unwrap_or(&megabytes))
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{bytes, facts};
    use crate::check::Sketch;
    use crate::check::example::steps;
    use crate::designer::names::lasting;
    use crate::journey::{Duration, Platform};

    #[test]
    fn sizes_and_lengths_are_short() {
        let minute = 60_000;
        assert_eq!(bytes(999), "999 bytes");
        assert_eq!(bytes(17_001), "18 KB");
        assert_eq!(bytes(2_000_000), "2 MB");
        assert_eq!(bytes(1_240_000), "1.2 MB");
        assert_eq!(lasting(30_000), "30 s");
        assert_eq!(lasting(45 * minute), "45 min");
        assert_eq!(lasting(90 * minute), "1 h 30 min");
        assert_eq!(lasting((2 * 1_440 + 3 * 60 + 7) * minute), "2 d 3 h");
        assert_eq!(lasting((1_440 + 7) * minute), "1 d");
    }

    #[test]
    fn a_platform_that_does_not_count_steps_states_no_limit() {
        let many = (0..51).fold(Sketch::event(), |sketch, _| sketch.then(steps::update()));
        let journey = many.workspace.journeys.values().next().map(Arc::as_ref).expect("a journey");
        let on = |platform| facts(&many.workspace, journey, platform);
        let (ajo, own) = (on(Platform::Ajo), on(Platform::Waymark));
        assert!(ajo[0].text == "52 of 50 activities" && ajo[0].excess.is_some());
        assert!(own[0].text == "52 activities" && own[0].excess.is_none());
        assert!(ajo[1].text.ends_with(" KB of 2 MB") && own[1].text.ends_with(" KB"));
    }
    #[test]
    fn the_longest_path_is_that_of_the_guardrails() {
        let wait = |hours| steps::wait(Duration::Hours(hours));
        let sketch = Sketch::event().then(wait(2)).beside(wait(5)).then(wait(1));
        let said = |sketch: &Sketch| {
            let journey = sketch.workspace.journeys.values().next().map(Arc::as_ref).expect("a journey");
            let facts = facts(&sketch.workspace, journey, Platform::Ajo);
            facts.into_iter().map(|fact| fact.text).collect::<Vec<_>>()
        };
        assert!(said(&sketch).contains(&"longest path 6 h".to_owned()), "{:?}", said(&sketch));
        let round = sketch.wire("wait-4", crate::journey::Port::Next, "wait-3");
        assert!(!said(&round).iter().any(|text| text.starts_with("longest")), "in circles there is none");
    }
}
