//! How often somebody gets messages: what they got is remembered, in every journey, and caps count it.

use waymark::journey::*;
use waymark::serve::engine::{Chance, Incoming};
use waymark::serve::store::Wanted;

use crate::build::*;
use crate::server::{Kills, Server, compare};

fn caps(rules: Vec<CapRule>) -> RuleSet {
    RuleSet { id: "rules-calm".into(), name: "Calm".to_owned(), rules, ..RuleSet::default() }
}

fn at_most(at_most: i64, every: i64, period: Period, medium: Option<Medium>) -> CapRule {
    CapRule::Frequency { medium, at_most, every, period }
}

fn mail(rule_set: Option<&str>) -> Kind {
    let Kind::Message(mail) = email("Hello", "Hello") else { unreachable!("a message") };
    Kind::Message(Message { rule_set: rule_set.map(RuleSetId::from), ..mail })
}

/// Anna gets a mail by each event, of which there is one at each of these hours after Monday at nine.
fn mails(set: RuleSet, kind: Kind, hours: &[i64]) -> Story {
    let story = Story::new()
        .with(Item::RuleSet(set))
        .event("Go", "", "{}")
        .properties(|properties| properties.reentrance.wait = Duration::Minutes(0))
        .then("entry", on("Go"))
        .then("mail", kind);
    hours.iter().fold(story, |story, hours| story.happens(Duration::Hours(*hours), arrives("Go")))
}

/// Whether each of the mails was sent, in the dry run; the server says the same.
fn sent(story: &Story) -> Vec<bool> {
    for kills in [Kills::Never, Kills::Each(2)] {
        assert_eq!(compare(story, kills), None, "{kills:?}");
    }
    story.trace().runs.iter().map(|run| run.steps.get(1).is_some_and(|step| step.message.is_some())).collect()
}

#[test]
fn a_cap_counts_what_somebody_got_in_calendar_periods_of_utc() {
    let calm = || mail(Some("rules-calm"));
    let by = |cap, hours: &[i64]| sent(&mails(caps(vec![cap]), calm(), hours));
    // Monday at nine, ten and eleven, then Tuesday at one.
    assert_eq!(by(at_most(2, 1, Period::Day, None), &[0, 1, 2, 16]), [true, true, false, true]);
    assert_eq!(by(at_most(1, 2, Period::Day, None), &[0, 16, 40]), [true, false, true]);
    assert_eq!(by(at_most(1, 3, Period::Hour, Some(Medium::Email)), &[0, 1, 2, 3]), [true, false, false, true]);
    // Saturday evening belongs to the week, Sunday begins the next.
    assert_eq!(by(at_most(1, 1, Period::Week, None), &[0, 5 * 24 + 14, 5 * 24 + 16]), [true, false, true]);
    assert_eq!(by(at_most(1, 1, Period::Month, None), &[0, 26 * 24, 27 * 24]), [true, false, true]);
    let run = &mails(caps(vec![at_most(1, 2, Period::Day, Some(Medium::Email))]), calm(), &[0, 1]).trace().runs[1];
    assert_eq!(because(run, 1), "not sent: Calm allows 1 email in 2 calendar days");
    assert_eq!(run.end.reason.to_string(), "completed", "the person goes on");
}

#[test]
fn a_cap_holds_where_it_is_chosen_or_holds_for_everything_and_for_what_it_counts() {
    let twice = |set: RuleSet, kind| sent(&mails(set, kind, &[0, 1]));
    let once = || caps(vec![at_most(1, 1, Period::Day, None)]);
    assert_eq!(twice(once(), mail(None)), [true, true], "nobody chose it");
    assert_eq!(twice(RuleSet { global: true, ..once() }, mail(None)), [true, false]);
    assert_eq!(twice(RuleSet { active: false, ..once() }, mail(Some("rules-calm"))), [true, true]);
    let pushes = caps(vec![at_most(1, 1, Period::Day, Some(Medium::Push))]);
    assert_eq!(twice(pushes, mail(Some("rules-calm"))), [true, true], "a mail is no push");
    let needed = Channel {
        id: "channel-orders".into(),
        name: "Orders".to_owned(),
        purpose: Some(Purpose::Transactional),
        ..Channel::default()
    };
    let Kind::Message(order) = mail(Some("rules-calm")) else { unreachable!("a message") };
    let order = Kind::Message(Message { channel: Some("channel-orders".into()), ..order });
    let story = mails(once(), order, &[0, 1]).with(Item::Channel(needed));
    assert_eq!(sent(&story), [true, true], "what somebody has to know is not held back");
    // What was not delivered is not counted; what is known from before is.
    let failed =
        mails(once(), mail(Some("rules-calm")), &[0, 1]).replies(Answerer::Message("mail".into()), 404, 0, "", Some(1));
    assert_eq!(sent(&failed), [true, true]);
    let before = |at: &str| {
        let past = PastEvent { at: moment(at), what: Past::Message(Medium::Email) };
        let story = mails(once(), mail(Some("rules-calm")), &[0]);
        sent(&story.with_person("anna", |anna| anna.history.push(past)))
    };
    assert_eq!((before("2026-01-05T03:00:00Z"), before("2026-01-04T23:00:00Z")), (vec![false], vec![true]));
}

#[test]
fn what_one_journey_sent_counts_in_another_and_goes_with_the_person() {
    let set = || RuleSet { global: true, ..caps(vec![at_most(1, 1, Period::Day, None)]) };
    let first = mails(set(), mail(None), &[]);
    let mut second = Story::new()
        .with(Item::RuleSet(set()))
        .event("Also", "", "{}")
        .then("entry", on("Also"))
        .then("mail", mail(None));
    second.journey.id = "journey-second".into();
    let now = moment("2026-01-05T09:00:00Z");
    let mut server = Server::new(Chance::default());
    for story in [&first, &second] {
        server.push(now, &story.workspace(), &story.journey.id, Wanted::Live);
    }
    let address = vec![("email".to_owned(), Value::Text("anna@example.com".to_owned()))];
    server.transact(now, |engine| engine.write("profile-anna", address));
    let mut happen = |event: &str| {
        let incoming = Incoming {
            id: event.to_owned(),
            event: event.to_owned(),
            subject: Some("profile-anna".to_owned()),
            data: String::new(),
        };
        server.transact(now, |engine| engine.happen(&incoming));
        let parcels = std::mem::take(&mut *server.parcels.lock().expect("parcels"));
        for parcel in &parcels {
            let outcome = waymark::run::Outcome::Answered { status: 200, body: String::new() };
            server.transact(now, |engine| engine.answered(parcel.number, outcome));
        }
        server.kill();
        parcels.len()
    };
    assert_eq!((happen("Go"), happen("Also")), (1, 0));
    assert!(server.transact(now, |engine| engine.erase(&"profile-anna".into())));
    let address = vec![("email".to_owned(), Value::Text("anna@example.com".to_owned()))];
    server.transact(now, |engine| engine.write("profile-anna", address));
    let incoming = Incoming {
        id: "again".to_owned(),
        event: "Also".to_owned(),
        subject: Some("profile-anna".to_owned()),
        data: String::new(),
    };
    server.transact(now, |engine| engine.happen(&incoming));
    assert_eq!(server.parcels.lock().expect("parcels").len(), 1, "who was erased got nothing yet");
}
