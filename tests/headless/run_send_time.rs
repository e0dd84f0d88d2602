//! Messages and waits for the hour that suits each person.

use waymark::journey::*;

use crate::build::*;

fn suiting(subject: &str, within_hours: i64) -> Kind {
    let Kind::Message(message) = email(subject, "Hello") else { panic!("a message") };
    Kind::Message(Message { send_time: Some(SendTime { within_hours, ..SendTime::default() }), ..message })
}

/// Hours after the start at which the last step of each person was done.
fn hours(story: &Story) -> Vec<i64> {
    let start = moment("2026-01-05T09:00:00Z");
    let runs = story.trace().runs;
    let since = |run: &waymark::simulate::Run| (run.end.at.as_second() - start.as_second()) / 3_600;
    runs.iter().map(since).collect()
}

fn people(story: Story) -> Story {
    (0..40).fold(story, |story, number| {
        story.person(&format!("p{number:02}"), &[("email", Value::Text(format!("p{number}@example.com")))])
    })
}

#[test]
fn a_message_goes_out_at_an_hour_within_the_window_and_another_one_for_others() {
    let story = people(Story::new().event("Ordered", "", "{}"))
        .then("entry", on("Ordered"))
        .then("mail", suiting("Thank you", 5))
        .happens(Duration::Hours(0), arrives("Ordered"));
    let hours = hours(&story);
    assert!(hours.iter().all(|hour| (0..=5).contains(hour)), "{hours:?}");
    for hour in 0..=5 {
        assert!(hours.contains(&hour), "of 41 people one has each of six hours: {hours:?}");
    }
    let run = &story.trace().runs[0];
    assert_eq!(run.steps.len(), 2, "the message is one step, however long it was held");
    assert!(because(run, 1).ends_with("at the hour that suits this person, by chance here"), "{}", because(run, 1));
}

#[test]
fn a_message_that_is_held_is_written_when_it_goes_out() {
    let name = |name: &str| What::Attribute { field: "name".to_owned(), value: Value::Text(name.to_owned()) };
    let story = Story::new()
        .event("Ordered", "", "{}")
        .person("anna", &[("email", Value::Text("anna@example.com".to_owned())), ("name", Value::Text("A".to_owned()))])
        .then("entry", on("Ordered"))
        .then("mail", suiting("{{ #{ExperiencePlatform.Customer.name} }}", 1_000_000))
        .happens(Duration::Hours(0), arrives("Ordered"))
        .happens(Duration::Minutes(1), name("B"));
    let trace = story.until("2100-01-01T00:00:00Z").trace();
    // Of a million hours the first is not to be expected; the journey lasts 91 days, so the window is shorter below.
    assert_eq!(trace.runs[0].end.reason.to_string(), "instanceTimedout");
    let story = |seed: u64| {
        Story::new()
            .event("Ordered", "", "{}")
            .person(
                "anna",
                &[("email", Value::Text("a@example.com".to_owned())), ("name", Value::Text("A".to_owned()))],
            )
            .then("entry", on("Ordered"))
            .then("mail", suiting("{{ #{ExperiencePlatform.Customer.name} }}", 3))
            .happens(Duration::Hours(0), arrives("Ordered"))
            .happens(Duration::Minutes(1), name("B"))
            .scenario(|scenario| scenario.seed = seed)
            .run()
    };
    for seed in 1..20 {
        let run = story(seed);
        let at_once = run.end.at == moment("2026-01-05T09:00:00Z");
        let written = &run.steps[1].message.as_ref().unwrap().subject;
        assert_eq!(written, if at_once { "A" } else { "B" }, "seed {seed}");
    }
}

#[test]
fn a_wait_ends_at_an_hour_within_the_window() {
    let wait = Kind::Wait(Wait::SendTime(SendTimeWait { within_hours: 2, ..SendTimeWait::default() }));
    let story = people(Story::new().event("Ordered", "", "{}"))
        .then("entry", on("Ordered"))
        .then("pause", wait)
        .then("mail", email("Thank you", "Hello"))
        .happens(Duration::Hours(0), arrives("Ordered"));
    let hours = hours(&story);
    assert!((0..=2).all(|hour| hours.contains(&hour)) && hours.iter().all(|hour| *hour <= 2), "{hours:?}");
}

#[test]
fn a_window_of_nothing_holds_nobody() {
    for within in [0, -5, i64::MIN] {
        let story = Story::new()
            .event("Ordered", "", "{}")
            .then("entry", on("Ordered"))
            .then("mail", suiting("Thank you", within))
            .happens(Duration::Hours(0), arrives("Ordered"));
        assert_eq!(hours(&story), [0]);
    }
}
