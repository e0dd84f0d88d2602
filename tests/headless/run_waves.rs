//! Waves: who comes in with which, and when, calculated by hand.

use waymark::journey::*;

use crate::build::*;

fn waves(split: WaveSplit, interval: Option<Duration>, waves: Vec<Wave>) -> Waves {
    Waves { split, interval, waves }
}

fn reading(waves: Waves) -> Kind {
    let Kind::ReadAudience(read) = read("all") else { panic!("a read audience") };
    Kind::ReadAudience(ReadAudience { waves: Some(waves), ..read })
}

/// Anna and five others, all of them in the audience.
fn six() -> Story {
    let others = ["ben", "chloe", "dara", "emil", "fay"];
    others.iter().fold(Story::new().audience("all", "true"), |story, name| story.person(name, &[]))
}

/// "06T09:00 ben": when in January 2026, and who.
fn entries(story: &Story) -> Vec<String> {
    let runs = story.trace().runs;
    let entry = |run: &waymark::simulate::Run| {
        let at = run.steps.first().expect("everybody takes the first step").at.to_string();
        format!(
            "{} {}",
            &at["2026-01-".len()..at.len() - ":00Z".len()],
            run.profile.as_str().trim_start_matches("profile-")
        )
    };
    runs.iter().map(entry).collect()
}

#[test]
fn equal_waves_come_in_one_after_another() {
    let story = six().then("read", reading(Waves::evenly(3, Duration::Hours(2))));
    assert_eq!(
        entries(&story),
        ["05T09:00 anna", "05T09:00 ben", "05T11:00 chloe", "05T11:00 dara", "05T13:00 emil", "05T13:00 fay"]
    );
    let because: Vec<String> = story.trace().runs.iter().map(|run| because(run, 0).to_owned()).collect();
    assert_eq!(because[0], "was in “all”, wave 1 of 3");
    assert_eq!(because[5], "was in “all”, wave 3 of 3");
}

#[test]
fn a_share_takes_its_people_and_what_no_share_takes_never_comes_in() {
    let share = |share| Wave { share, ..Wave::default() };
    let story = six().then(
        "read",
        reading(waves(WaveSplit::Percent, Some(Duration::Days(1)), vec![share(1_000), share(4_000), share(3_000)])),
    );
    // 10 % of six is 0.6: one; 50 % is three, so two more; 80 % is 4.8: five, so two more; Fay is left over.
    assert_eq!(entries(&story), ["05T09:00 anna", "06T09:00 ben", "06T09:00 chloe", "07T09:00 dara", "07T09:00 emil"]);
}

#[test]
fn waves_of_so_many_people_may_begin_each_at_its_own_time() {
    let wave = |people, start: Option<&str>| Wave { people, start: start.map(|at| at.parse().unwrap()), share: 0 };
    let each = vec![wave(1, None), wave(3, Some("2026-01-07T08:00:00")), wave(9, Some("2026-01-08T20:30:00"))];
    let story = six()
        .properties(|properties| properties.zone = "Europe/Stockholm".to_owned())
        .then("read", reading(waves(WaveSplit::People, None, each)));
    // Stockholm is one hour ahead in winter. The third wave would take nine; two are left.
    assert_eq!(
        entries(&story),
        ["05T09:00 anna", "07T07:00 ben", "07T07:00 chloe", "07T07:00 dara", "08T19:30 emil", "08T19:30 fay"]
    );
}

#[test]
fn waves_are_settled_when_the_audience_is_read_and_people_are_seen_as_they_are_when_theirs_begins() {
    let tier = |tier: &str| What::Attribute { field: "tier".to_owned(), value: Value::Text(tier.to_owned()) };
    let story = Story::new()
        .audience("all", "#{ExperiencePlatform.Customer.tier} == \"gold\"")
        .person("anna", &[("tier", Value::Text("gold".to_owned()))])
        .person("ben", &[("tier", Value::Text("gold".to_owned()))])
        .person("chloe", &[("tier", Value::Text("basic".to_owned()))])
        .then("read", reading(Waves::evenly(2, Duration::Hours(2))))
        .then("which", data(&[("path-gold", "#{ExperiencePlatform.Customer.tier} == \"gold\"")], true))
        .happens_to(Some("ben"), Duration::Hours(1), tier("basic"))
        .happens_to(Some("chloe"), Duration::Hours(1), tier("gold"));
    // Ben has left the audience by 11:00, and Chloé has come into it: Ben still comes in, as the basic member that he
    // is by then, and Chloé does not.
    assert_eq!(entries(&story), ["05T09:00 anna", "05T11:00 ben"]);
    let branches: Vec<Option<String>> = story.trace().runs.iter().map(|run| run.steps[1].branch.clone()).collect();
    assert_eq!(branches, [Some("path-gold".to_owned()), Some("other".to_owned())]);
}

#[test]
fn an_audience_that_is_read_again_comes_in_at_once() {
    let daily = Recurrence::Daily { start: "2026-01-05T09:00:00".parse().unwrap() };
    let story = six()
        .properties(|properties| properties.schedule.every = daily)
        .then("read", reading(Waves::evenly(3, Duration::Hours(2))))
        .until("2026-01-05T20:00:00Z");
    assert!(entries(&story).iter().all(|entry| entry.starts_with("05T09:00")));
}

#[test]
fn nobody_goes_with_two_waves_whatever_the_waves_say() {
    let wave = |share, people| Wave { share, people, start: None };
    for split in [WaveSplit::Equal, WaveSplit::Percent, WaveSplit::People] {
        for sizes in [vec![], vec![wave(0, 0)], vec![wave(9_000, i64::MAX), wave(u32::MAX, -3), wave(0, i64::MAX)]] {
            let waves = waves(split, None, sizes);
            for people in [0, 1, 7, 1_000] {
                let sizes = waves.sizes(people);
                assert_eq!(sizes.len(), waves.waves.len());
                assert!(sizes.iter().sum::<usize>() <= people, "{split:?} of {people}: {sizes:?}");
            }
        }
    }
}
