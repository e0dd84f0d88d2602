//! An independent discrete-event model, in SimPy, says the same of capped and throttled calls as the forecast does.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value as Json, json};
use waymark::journey::Pace;

use crate::run_limits::{calling, cap};
use crate::volume::{at_once, messages, population, ran, with};

/// So many people, at once or so many a second, against a cap and its period, or against a throttle.
struct Case {
    people: u32,
    per_second: Option<f64>,
    cap: Option<(i64, i64)>,
    throttle: Option<i64>,
}

/// A Python that knows SimPy: the one that `WAYMARK_PYTHON` names, else `python3`.
fn python() -> PathBuf {
    let python = std::env::var_os("WAYMARK_PYTHON").map_or_else(|| PathBuf::from("python3"), PathBuf::from);
    let knows = Command::new(&python).args(["-c", "import simpy"]).stderr(Stdio::null()).status();
    assert!(
        knows.is_ok_and(|status| status.success()),
        "{} has no SimPy: python3 -m venv DIR && DIR/bin/pip install simpy, then WAYMARK_PYTHON=DIR/bin/python",
        python.display()
    );
    python
}

/// What the other model says of these cases.
fn modelled(cases: &[Case]) -> Vec<Json> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/headless/queues.py");
    let asked: Vec<Json> = cases
        .iter()
        .map(|case| {
            json!({"people": case.people, "per_second": case.per_second, "throttle": case.throttle,
                   "cap": case.cap.map(|(calls, _)| calls), "period_ms": case.cap.map(|(_, period_ms)| period_ms)})
        })
        .collect();
    let mut child = Command::new(python())
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("a program that runs");
    let input = serde_json::to_vec(&asked).expect("JSON");
    child.stdin.take().expect("its input").write_all(&input).expect("its input");
    let output = child.wait_with_output().expect("an answer");
    assert!(output.status.success());
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// What the forecast says of one.
fn forecast(case: &Case) -> Json {
    let pace = case.per_second.map_or_else(at_once, |per_second| Pace::Steady { per_second });
    let limit = case.cap.and_then(|(calls, period_ms)| cap(calls, period_ms));
    let forecast = ran(&with(&calling(1, limit, case.throttle), population(case.people, pace)));
    let place = messages(&forecast);
    let last = place.last_call.map(|at| at.duration_since(forecast.start).as_millis());
    json!({"calls": place.calls, "capped": place.capped, "given_up": place.given_up, "queued": place.queued,
           "longest_delay_ms": place.longest_delay_ms.map_or(0, |delay| delay.count),
           "last_ms": last.and_then(|last| i64::try_from(last).ok())})
}

#[test]
#[ignore = "needs a Python with SimPy"]
fn drops_and_delays_of_bursts_and_streams_are_those_of_another_model() {
    let case = |people, per_second, cap, throttle| Case { people, per_second, cap, throttle };
    let cases = [
        // Bursts and streams against caps, also over several periods and at rates that share no factor with them.
        case(500, None, Some((30, 1_000)), None),
        case(400, Some(40.0), Some((30, 1_000)), None),
        case(3_000, Some(37.0), Some((31, 1_000)), None),
        case(3_000, Some(7.3), Some((400, 60_000)), None),
        case(2_000, Some(20.0), Some((1_000, 300_000)), None),
        // The same against throttles: nobody is dropped as long as nobody waits six hours.
        case(1_000, None, None, Some(200)),
        case(2_500, Some(41.0), None, Some(29)),
        case(900, Some(3.7), None, Some(2)),
        // Six hours of a queue, and those who wait in vain: of a burst, and of a stream in which later ones get a turn.
        case(21_700, None, None, Some(1)),
        case(31_000, Some(3.7), None, Some(1)),
    ];
    for (case, told) in cases.iter().zip(modelled(&cases)) {
        let Case { people, per_second, cap, throttle } = case;
        assert_eq!(forecast(case), told, "{people} at {per_second:?} against {cap:?} {throttle:?}");
    }
}
