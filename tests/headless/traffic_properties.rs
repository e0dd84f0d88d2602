//! What holds for caps, throttles and reading rates whatever comes: random crowds, clocks and interruptions.

use jiff::Timestamp;
use proptest::prelude::*;
use waymark::journey::*;
use waymark::run::traffic::{Answer, Attempt, Gates, Readings};

use crate::traffic_limits::{ask, at, cap, endpoint, limits, route};

/// When a crowd comes: mostly together, sometimes a while later.
fn crowd(most: usize) -> impl Strategy<Value = Vec<i64>> {
    let pause = prop_oneof![6 => Just(0_i64), 6 => 0_i64..3, 3 => 0_i64..400, 1 => 0_i64..5_000];
    prop::collection::vec(pause, 1..most).prop_map(|pauses| {
        let moments = pauses.iter().scan(0, |now, pause| {
            *now += pause;
            Some(*now)
        });
        moments.collect()
    })
}

/// Whether more than `most` of these moments lie in one period.
fn too_many(moments: &[i64], most: usize, period: i64) -> bool {
    moments.windows(most + 1).any(|some| some[most] - some[0] < period)
}

fn turn(answer: &Answer, now: i64) -> Option<i64> {
    match answer {
        Answer::Pass => Some(now),
        Answer::Wait { until } => Some(until.as_millisecond() - at(0).as_millisecond()),
        Answer::Capped { .. } | Answer::GiveUp { .. } => None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn a_cap_lets_never_too_many_through_and_refuses_nobody_for_nothing(
        most in 1_usize..40, period in 1_i64..2_000, crowd in crowd(400),
    ) {
        let limits = limits(endpoint(cap(most as i64, period), None));
        let mut gates = Gates::default();
        let mut through = Vec::new();
        for now in crowd {
            let recent = through.iter().filter(|moment| now - **moment < period).count();
            let passes = ask(&mut gates, &limits, now) == Answer::Pass;
            prop_assert_eq!(passes, recent < most, "{} of {} at {}", recent, most, now);
            if passes {
                through.push(now);
            }
        }
        prop_assert!(!too_many(&through, most, period));
    }

    #[test]
    fn a_throttle_keeps_the_order_never_lets_too_many_leave_and_never_waits_for_nothing(
        most in 1_usize..40, crowd in crowd(400),
    ) {
        let limits = limits(endpoint(None, Some(most as i64)));
        let mut gates = Gates::default();
        let mut turns: Vec<i64> = Vec::new();
        for now in crowd {
            let turn = turn(&ask(&mut gates, &limits, now), now).expect("less than six hours");
            // The first moment that is not before the one in front, nor within a second of as many as may leave.
            let behind = turns.last().copied().unwrap_or(now);
            let full = turns.len().checked_sub(most).map_or(now, |index| turns[index] + 1_000);
            prop_assert_eq!(turn, now.max(behind).max(full));
            turns.push(turn);
        }
        prop_assert!(!too_many(&turns, most, 1_000));
    }

    #[test]
    fn written_down_and_read_again_everything_goes_on_with_the_same_answers(
        most in 1_i64..20, throttle in prop::option::of(1_i64..20), crowd in crowd(200), pause in 0_usize..200,
    ) {
        let both = Some(Cap { max_calls: most, period_ms: 1_000, max_connections: Some(7) });
        let limits = limits(endpoint(both, throttle));
        let (mut kept, mut restored) = (Gates::default(), Gates::default());
        let (mut reading, mut read) = (Readings::default(), Readings::default());
        for (index, now) in crowd.into_iter().enumerate() {
            if index == pause {
                restored = serde_json::from_str(&serde_json::to_string(&restored).unwrap()).unwrap();
                read = ron::from_str(&ron::to_string(&read).unwrap()).unwrap();
            }
            let key = (index % 9).to_string();
            let attempt = Attempt { key: &key, within_ms: 700 };
            let answer = kept.ask(&route(&limits), &attempt, at(now));
            prop_assert_eq!(&answer, &restored.ask(&route(&limits), &attempt, at(now)));
            let admit = |readings: &mut Readings| (readings.turn(&"journey-test".into(), most, index, at(now)), readings.admit(index, at(now)));
            prop_assert_eq!(admit(&mut reading), admit(&mut read));
        }
        prop_assert_eq!(kept, restored);
    }

    #[test]
    fn a_host_that_keeps_what_changed_has_everything(
        most in 1_i64..20, throttle in prop::option::of(1_i64..20), crowd in crowd(100), every in 1_usize..30,
    ) {
        let limits = limits(endpoint(cap(most, 1_000), throttle));
        let (mut gates, mut store) = (Gates::default(), std::collections::BTreeMap::new());
        for (index, now) in crowd.iter().enumerate() {
            ask(&mut gates, &limits, *now);
            if index % every == 0 || index + 1 == crowd.len() {
                for (limit, gate) in gates.changed() {
                    store.insert(limit, gate.clone());
                }
            }
        }
        let mut restored = Gates::default();
        for (limit, gate) in store {
            restored.restore(limit, gate);
        }
        prop_assert!(gates.changed().is_empty());
        prop_assert_eq!(gates, restored);
    }

    #[test]
    fn however_often_the_clock_is_set_back_no_true_period_has_too_many(
        most in 1_usize..10, period in 1_i64..2_000, crowd in crowd(300),
        back in prop::collection::vec((0_usize..300, prop_oneof![1_i64..50, 1_i64..10_000_000]), 0..5),
    ) {
        let limits = limits(endpoint(cap(most as i64, period), None));
        let mut gates = Gates::default();
        let mut through = Vec::new();
        for (index, now) in crowd.into_iter().enumerate() {
            let slow: i64 = back.iter().filter(|(when, _)| *when <= index).map(|(_, by)| by).sum();
            if ask(&mut gates, &limits, now - slow) == Answer::Pass {
                through.push(now);
            }
        }
        prop_assert!(!too_many(&through, most, period));
    }

    #[test]
    fn what_was_let_through_is_sent_in_order_and_never_too_much_of_it_however_late_it_comes(
        calls in 1_usize..20, most in 1_usize..20, crowd in crowd(300), late in prop::collection::vec(0_i64..30, 300),
    ) {
        let limits = limits(endpoint(cap(calls as i64, 1_500), Some(most as i64)));
        let (mut gates, mut sending) = (Gates::default(), Gates::default());
        let mut ready: Vec<i64> = Vec::new();
        for now in crowd {
            ready.extend(turn(&ask(&mut gates, &limits, now), now));
        }
        let (mut sent, mut clock): (Vec<i64>, i64) = (Vec::new(), 0);
        for (ready, late) in ready.into_iter().zip(late) {
            clock = clock.max(ready + late);
            let mut pace = |clock| {
                let moment = sending.pace(&route(&limits), at(clock), |period| period).expect("limits that let something through");
                turn(&Answer::Wait { until: moment }, clock).expect("a moment")
            };
            let moment = pace(clock);
            if moment > clock {
                // It wakes a little late, and asks again.
                clock = moment + late % 3;
                prop_assert_eq!(pace(clock), clock, "what was named has a place");
            }
            sent.push(clock);
        }
        prop_assert!(sent.is_sorted());
        prop_assert!(!too_many(&sent, most, 1_000) && !too_many(&sent, calls, 1_500));
    }

    #[test]
    fn at_whatever_part_of_a_millisecond_it_is_sent_no_true_second_has_too_many(
        most in 1_usize..20, apart in prop::collection::vec(prop_oneof![0_i64..300, 0_i64..200_000], 1..300),
    ) {
        let limits = limits(endpoint(cap(most as i64, 1_000), Some(most as i64)));
        let (mut sending, mut now, mut sent) = (Gates::default(), 0, Vec::new());
        for apart in apart {
            now += apart;
            let moment = at(0).checked_add(jiff::SignedDuration::from_micros(now)).unwrap();
            if sending.pace(&route(&limits), moment, |period| period).unwrap() <= moment {
                sent.push(now);
            }
        }
        prop_assert!(!too_many(&sent, most, 1_000_000));
    }

    #[test]
    fn whatever_the_numbers_are_it_answers(
        calls in any::<i64>(), period in any::<i64>(), connections in any::<Option<i64>>(),
        throttle in any::<Option<i64>>(), rate in any::<i64>(), within_ms in any::<i64>(),
        moments in prop::collection::vec(prop_oneof![
            Just(Timestamp::MIN), Just(Timestamp::MAX),
            (-1_000_000_000_i64..1_000_000_000).prop_map(|ns| Timestamp::from_nanosecond(i128::from(ns)).unwrap()),
            (-1_000_i64..1_000).prop_map(|ms| Timestamp::from_millisecond(ms).unwrap()),
        ], 1..30),
    ) {
        let limits = limits(endpoint(Some(Cap { max_calls: calls, period_ms: period, max_connections: connections }), throttle));
        let (mut gates, mut readings) = (Gates::default(), Readings::default());
        for (index, now) in moments.into_iter().enumerate() {
            let key = index.to_string();
            let attempt = Attempt { key: &key, within_ms };
            let answer = gates.ask(&route(&limits), &attempt, now);
            if let Answer::Wait { until } = answer {
                prop_assert!(until > now);
                gates.leave(&route(&limits), &attempt, until);
            }
            readings.turn(&"journey-test".into(), rate, usize::MAX, now);
            readings.admit(usize::MAX, now);
        }
    }
}

#[test]
fn moments_finer_than_a_millisecond_make_no_period_too_short() {
    let limits = limits(endpoint(cap(1, 1_000), None));
    let mut gates = Gates::default();
    let fine = |nanoseconds: i64| at(0).checked_add(jiff::SignedDuration::from_nanos(nanoseconds)).unwrap();
    let mut passes =
        |ns| gates.ask(&route(&limits), &Attempt { key: "any", within_ms: 1_000 }, fine(ns)) == Answer::Pass;
    assert!(passes(900_000) && !passes(1_000_100_000), "999.2 ms later");
    assert!(passes(1_001_000_000));
}

#[test]
fn under_saturation_a_limit_lets_99_percent_of_what_it_may_through() {
    // Three times as many as fit, for ten periods.
    let through = |endpoint: Endpoint, gaps: &mut dyn Iterator<Item = i64>, end: i64| {
        let limits = limits(endpoint);
        let mut gates = Gates::default();
        let mut now = 0;
        let mut turns = Vec::new();
        while now < end {
            turns.extend(turn(&ask(&mut gates, &limits, now), now).filter(|turn| *turn < end));
            now += gaps.next().unwrap_or(1);
        }
        turns
    };
    // 700 a second against 2,100 that come in threes and sevens and pauses.
    let mut uneven = [0, 0, 1, 0, 0, 0, 0, 1, 0, 3, 0, 0, 0, 0, 1].into_iter().cycle();
    let capped = through(endpoint(cap(700, 1_000), None), &mut uneven, 10_000);
    assert!(!too_many(&capped, 700, 1_000));
    assert!(capped.len() >= 6_930, "{} of 7,000", capped.len());
    let throttled = through(endpoint(None, Some(700)), &mut uneven, 10_000);
    assert!(!too_many(&throttled, 700, 1_000));
    assert!(throttled.len() >= 6_930, "{} of 7,000", throttled.len());
}

#[test]
fn a_window_too_fine_to_keep_is_kept_coarser_and_still_never_exceeded() {
    // 70,000 in 700,000 ms: more than 65,536 of both, so moments are rounded up to 11 ms. One comes every 5 ms.
    const MOST: usize = 70_000;
    const PERIOD: i64 = 700_000;
    let limits = limits(endpoint(cap(MOST as i64, PERIOD), None));
    let mut gates = Gates::default();
    let mut through = Vec::new();
    for now in (0..PERIOD / 5 * 6).step_by(5) {
        if ask(&mut gates, &limits, now) == Answer::Pass {
            through.push(now);
        }
    }
    assert!(!too_many(&through, MOST, PERIOD));
    // All 70,000 by 350,000 ms; from 700,000 ms on their places come free one after the other, until 840,000 ms 28,000.
    assert!(through.len() >= (MOST + 28_000) * 99 / 100, "{} of {}", through.len(), MOST + 28_000);
    let entries = serde_json::to_string(&gates).unwrap().matches("],[").count();
    assert!(entries <= 65_536, "{entries}");
}

#[test]
fn what_an_earlier_waymark_wrote_down_goes_on() {
    // Two a second, and one connection: calls at 09:00:00.000 and .200, the second without an answer.
    let gates = r#"[[{"Endpoint":"endpoint-sms"},{"counter":{"window":{"clock":{"latest":1767603600200},
        "runs":[[1767603600000,1],[1767603600200,1]]},"open":{"ben":"2026-01-05T09:00:30.2Z"}}}]]"#;
    let limits = limits(endpoint(Some(Cap { max_calls: 2, period_ms: 1_000, max_connections: Some(1) }), None));
    let mut gates: Gates = serde_json::from_str(gates).unwrap();
    assert!(
        matches!(ask(&mut gates, &limits, 999), Answer::Capped { because, .. } if because.contains("2 calls a second"))
    );
    assert!(
        matches!(ask(&mut gates, &limits, 1_000), Answer::Capped { because, .. } if because.contains("1 connection"))
    );
    gates.answered("ben");
    assert_eq!(ask(&mut gates, &limits, 1_000), Answer::Pass);

    // One a second, and a queue that reaches to 09:00:07; the clock was set back by a minute before.
    let gates = r#"[[{"Endpoint":"endpoint-sms"},{"queue":{"clock":{"latest":1767603600000,"ahead":60000},
        "runs":[[1767603667000,1]]}}]]"#;
    let one = crate::traffic_limits::limits(endpoint(None, Some(1)));
    let mut gates: Gates = serde_json::from_str(gates).unwrap();
    assert_eq!(ask(&mut gates, &one, 0), Answer::Wait { until: at(8_000) });

    // Five a second, of whom four are in.
    let readings = r#"{"own":{"journey-test":{"clock":{"latest":1767603600000},"runs":[[1767603600000,4]]}},
        "all":{"clock":{},"runs":[]}}"#;
    let mut readings: Readings = serde_json::from_str(readings).unwrap();
    assert_eq!(readings.turn(&"journey-test".into(), 5, 9, at(0)).people, 1);
}
