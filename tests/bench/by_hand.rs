//! The cart-abandonment sample and its people, written as one straight loop over people: what the forecast's figures
//! are measured against. It draws the same people by the same chance and must come to the same counts.

use std::collections::{BTreeMap, VecDeque};

use waymark::journey::*;
use waymark::run::Causes;
use waymark::simulate::volume::chance::{Cause, Dice, Order};

/// So many come in a second.
const PER_SECOND: i64 = 1_000;
const HOUR: i64 = 3_600_000;
/// 2026-01-05T09:00Z, when everything begins.
const START: i64 = 1_767_603_600_000;

/// Shares in hundredths of a percent: who has no mobile number and no app, who agrees, buys, opens and clicks.
const NO_NUMBER: u32 = 2_000;
const NO_APP: u32 = 2_000;
const MAIL_AGREED: u32 = 9_500;
const PUSH_AGREED: u32 = 9_000;
const BUYS: u32 = 500;
const OPENS: u32 = 4_000;
const CLICKS: u32 = 1_500;
/// Zones, their weight, and their distance from UTC on that day, in hours.
const ZONES: [(&str, u32, i64); 3] = [("Europe/Stockholm", 3, 1), ("Europe/London", 2, 0), ("America/New_York", 1, -5)];

/// Seconds until somebody buys, and until somebody opens or clicks.
const BUYS_AFTER: (f64, f64) = (600.0, 200_000.0);
const REACTS_AFTER: (f64, f64) = (60.0, 100_000.0);

/// Who comes, and what they do.
pub fn population(journey: &JourneyId, cart: EventId, purchase: EventId) -> Population {
    let drawn =
        |field: &str, missing, draw| AttributeDraw { field: field.to_owned(), given: Vec::new(), missing, draw };
    let always = |text: &str| Distribution::Constant(Value::Text(text.to_owned()));
    let between = |(from, to)| Lapse::Between { from, to };
    Population {
        format: FORMAT,
        zones: ZONES.map(|(zone, weight, _)| ZoneShare { zone: zone.to_owned(), weight }).to_vec(),
        attributes: vec![
            drawn("mobilePhone.number", NO_NUMBER, always("+46701740605")),
            drawn("loyalty.points", 0, Distribution::Uniform { from: 0.0, to: 1_999.0, decimals: 0 }),
            drawn("pushToken", NO_APP, always("token")),
            drawn("personalEmail.address", 0, always("somebody@example.com")),
        ],
        consent: vec![
            ConsentShare { medium: Medium::Email, given: Vec::new(), share: MAIL_AGREED },
            ConsentShare { medium: Medium::Push, given: Vec::new(), share: PUSH_AGREED },
        ],
        arrivals: vec![Arrivals {
            what: Coming::Event(cart),
            inside: None,
            share: WHOLE,
            times: 1,
            pace: Pace::Steady { per_second: PER_SECOND as f64 },
        }],
        follow_ups: vec![FollowUp {
            journey: journey.clone(),
            event: purchase,
            share: BUYS,
            after: between(BUYS_AFTER),
        }],
        reactions: vec![ReactionShares {
            message: None,
            medium: Some(Medium::Email),
            when: "".into(),
            opened: OPENS,
            clicked: CLICKS,
            after: between(REACTS_AFTER),
        }],
        ..Population::default()
    }
}

/// How many came to each step, and by which path they left it.
pub type Counts = BTreeMap<String, (i64, BTreeMap<String, i64>)>;

/// One step's.
#[derive(Clone, Copy, Default)]
struct Step {
    reached: i64,
    /// By the normal path, or by the first branch.
    next: i64,
    second: i64,
    other: i64,
    timeout: i64,
    error: i64,
}

#[derive(Default)]
struct Steps {
    event: Step,
    wait: Step,
    worth: Step,
    text: Step,
    push: Step,
    email: Step,
    clicked: Step,
    split: Step,
    voucher: Step,
    note: Step,
}

impl Steps {
    fn counts(&self) -> Counts {
        let named = [
            ("event-crt2", self.event, ["next", ""]),
            ("wait-hour", self.wait, ["next", ""]),
            ("condition-wrth", self.worth, ["path-lrge", "path-gold"]),
            ("action-txt4", self.text, ["next", ""]),
            ("push-gd5a", self.push, ["next", ""]),
            ("email-rem6", self.email, ["next", ""]),
            ("reaction-clk7", self.clicked, ["next", ""]),
            ("condition-spl8", self.split, ["path-vchr", "path-ctrl"]),
            ("email-vch9", self.voucher, ["next", ""]),
            ("update-rmd2", self.note, ["next", ""]),
        ];
        let counts = named.map(|(name, step, [first, second])| {
            let branches = [
                (first, step.next),
                (second, step.second),
                ("other", step.other),
                ("timeout", step.timeout),
                ("error", step.error),
            ];
            let branches = branches.into_iter().filter(|(_, count)| *count > 0);
            (name.to_owned(), (step.reached, branches.map(|(name, count)| (name.to_owned(), count)).collect()))
        });
        counts.into_iter().filter(|(_, (reached, _))| *reached > 0).collect()
    }
}

/// What is drawn, named once.
struct Chances {
    seed: u64,
    zone: Cause,
    number: Cause,
    points: Cause,
    app: Cause,
    mail: Cause,
    push: Cause,
    buys: Cause,
}

/// What is drawn by where it happens rather than by a name.
#[derive(Clone, Copy)]
enum Drawn {
    /// Which way the split takes.
    Split,
    /// Whether the mail is clicked, and when.
    Reaction,
}

/// The draw of a reaction, far from those of expressions.
const REACTION: u64 = u64::MAX - 2;

/// So many people through the journey; what came of it, and how many steps were finished.
pub fn run(people: u32, seed: u64, journey: &JourneyId) -> (Counts, i64) {
    let chances = Chances {
        seed,
        zone: Cause::of("zone"),
        number: Cause::of("mobilePhone.number is missing"),
        points: Cause::of("loyalty.points"),
        app: Cause::of("pushToken is missing"),
        mail: Cause::of("consent Email"),
        push: Cause::of("consent Push"),
        buys: Cause::of(&format!("{journey} follow-up 0")),
    };
    let order = Order::new(people, seed, Cause::of("arrivals 0"));
    let (mut steps, mut finished, mut cap) = (Steps::default(), 0, VecDeque::new());
    let (split, email) = (ActivityId::from("condition-spl8"), ActivityId::from("email-rem6"));
    let mut profile = ProfileId::default();
    for place in 0..i64::from(people) {
        let person = order.at(place.unsigned_abs());
        let at = START + place * 1_000 / PER_SECOND;
        finished += one(&chances, &mut steps, &mut cap, (person, at), |person, what| {
            use std::fmt::Write as _;
            profile.0.clear();
            write!(profile.0, "person-{:010}", u64::from(person) + 1).expect("room in a text");
            let at = |activity| Causes { seed, journey, profile: &profile, run: 1, activity, visit: 1 };
            match what {
                Drawn::Split => at(&split).below(0, u64::from(WHOLE)),
                Drawn::Reaction => at(&email).bits(REACTION),
            }
        });
    }
    (steps.counts(), finished)
}

/// One person; how many steps they finished.
#[inline(always)]
fn one(
    chances: &Chances,
    steps: &mut Steps,
    cap: &mut VecDeque<i64>,
    (person, at): (u32, i64),
    mut drawn: impl FnMut(u32, Drawn) -> u64,
) -> i64 {
    let dice = |cause| Dice::new(chances.seed, u64::from(person), cause);
    let lapse = |dice: Dice, (from, to): (f64, f64)| ((from + dice.unit(0) * (to - from)) * 1e3).round() as i64;
    let buys = dice(chances.buys).nth(1);
    let leaves = if buys.falls(0, BUYS) { at + lapse(buys.nth(1), BUYS_AFTER) } else { i64::MAX };
    steps.event.reached += 1;
    steps.event.next += 1;
    steps.wait.reached += 1;
    let now = at + HOUR;
    if leaves <= now {
        return 1;
    }
    steps.wait.next += 1;
    steps.worth.reached += 1;
    let mut finished = 3;
    // The cart of the sample is worth more than 100.
    let is_large = !dice(chances.number).falls(0, NO_NUMBER);
    if is_large {
        steps.worth.next += 1;
        steps.text.reached += 1;
        finished += 1;
        while cap.front().is_some_and(|sent| *sent <= now - 1_000) {
            cap.pop_front();
        }
        if cap.len() < 700 {
            cap.push_back(now);
            steps.text.next += 1;
            steps.note.reached += 1;
            return finished + 1;
        }
        steps.text.error += 1;
    } else if dice(chances.points).unit(0) * 2_000.0 >= 1_000.0 {
        steps.worth.second += 1;
        steps.push.reached += 1;
        let zone = dice(chances.zone).weighted(0, ZONES.iter().map(|(_, weight, _)| *weight)).unwrap_or(0);
        if dice(chances.push).falls(0, PUSH_AGREED) {
            let midnight = now - (now + ZONES[zone].2 * HOUR).rem_euclid(24 * HOUR);
            let clock = now - midnight;
            let held = if clock >= 21 * HOUR { 32 * HOUR } else { 8 * HOUR };
            if !(8 * HOUR..21 * HOUR).contains(&clock) && leaves <= midnight + held {
                return finished;
            }
            // Whoever has no app gets nothing, and goes on all the same.
            std::hint::black_box(dice(chances.app).falls(0, NO_APP));
        }
        steps.push.next += 1;
        steps.note.reached += 1;
        return finished + 2;
    } else {
        steps.worth.other += 1;
    }
    steps.email.reached += 1;
    steps.email.next += 1;
    steps.clicked.reached += 1;
    finished += 1;
    let agreed = dice(chances.mail).falls(0, MAIL_AGREED);
    let late = now + 48 * HOUR;
    if agreed {
        let reacts = Dice::of(drawn(person, Drawn::Reaction));
        if reacts.below(0, u64::from(WHOLE)) < u64::from(CLICKS) {
            let clicks = now + lapse(reacts.nth(1), REACTS_AFTER) + lapse(reacts.nth(2), REACTS_AFTER);
            if clicks <= late && clicks < leaves {
                return finished + 1;
            }
        }
    }
    if leaves <= late {
        return finished;
    }
    steps.clicked.timeout += 1;
    steps.split.reached += 1;
    finished += 2;
    if drawn(person, Drawn::Split) < 5_000 {
        steps.split.next += 1;
        steps.voucher.reached += 1;
        steps.voucher.next += 1;
        finished += 1;
    } else {
        steps.split.second += 1;
    }
    steps.note.reached += 1;
    finished + 1
}
