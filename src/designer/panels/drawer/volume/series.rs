//! What happened at an endpoint over time, as a chart needs it: even points without holes, a second wide at least,
//! since limits are told by the second.

use jiff::Timestamp;

use crate::simulate::volume::EndpointVolume;

/// What happened within a second, or within a longer while on average.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Moment {
    /// Its middle, in seconds since 1970.
    pub at: f64,
    /// Calls a second that left.
    pub sent: f64,
    /// Calls a second that were refused, dropped or answered with 429.
    pub lost: f64,
    /// How many waited at once at most.
    pub waiting: f64,
    /// The longest wait in seconds.
    pub delay: f64,
}

/// The points of an endpoint in order of time; where nothing happened stands a zero at each end of the hole.
pub fn of(place: &EndpointVolume) -> Vec<Moment> {
    let width = place.point_ms.max(1_000);
    let seconds = width as f64 / 1e3;
    let mut found: Vec<(i64, Moment)> = Vec::new();
    for point in &place.points {
        let number = point.at.as_millisecond().div_euclid(width);
        if found.last().is_none_or(|(known, _)| *known != number) {
            found.push((number, Moment { at: (number as f64 + 0.5) * seconds, ..Moment::default() }));
        }
        let Some((_, here)) = found.last_mut() else { continue };
        // An answer of 429 left before: it is lost all the same.
        let lost = (point.capped + point.given_up + point.too_many) as f64;
        here.sent += point.calls.saturating_sub(point.too_many) as f64 / seconds;
        here.lost += lost / seconds;
        here.waiting = here.waiting.max(point.waiting as f64);
        here.delay = here.delay.max(point.delay_ms as f64 / 1e3);
    }
    let mut moments: Vec<Moment> = Vec::with_capacity(found.len() + 2);
    let silent = |number: i64| Moment { at: (number as f64 + 0.5) * seconds, ..Moment::default() };
    for (place, (number, moment)) in found.iter().enumerate() {
        let before = place.checked_sub(1).map(|before| found[before].0);
        if before.is_none_or(|before| before + 1 < *number) {
            moments.extend(before.filter(|before| before + 2 < *number).map(|before| silent(before + 1)));
            moments.push(silent(number - 1));
        }
        moments.push(*moment);
    }
    moments.extend(found.last().map(|(last, _)| silent(last + 1)));
    moments
}

/// The while in which most happens: around the moment at which most is lost, or else asked, until nothing happens for
/// long.
pub fn rush(moments: &[Moment]) -> Option<(f64, f64)> {
    let most = |value: fn(&Moment) -> f64| {
        let top = moments.iter().enumerate().max_by(|one, other| value(one.1).total_cmp(&value(other.1)));
        top.filter(|(_, moment)| value(moment) > 0.0).map(|(place, _)| place)
    };
    let middle = most(|moment| moment.lost).or_else(|| most(|moment| moment.waiting)).or_else(|| most(|it| it.sent))?;
    let is_busy = |moment: &Moment| moment.sent + moment.lost + moment.waiting > 0.0;
    let (mut first, mut last) = (middle, middle);
    let near = |one: f64, other: f64, reach: f64| (one - other).abs() <= reach;
    loop {
        let reach = ((moments[last].at - moments[first].at) * 0.5).max(60.0);
        let earlier = (0..first).rev().find(|place| is_busy(&moments[*place]));
        let earlier = earlier.filter(|place| near(moments[*place].at, moments[first].at, reach));
        let later = (last + 1..moments.len()).find(|place| is_busy(&moments[*place]));
        let later = later.filter(|place| near(moments[*place].at, moments[last].at, reach));
        if earlier.is_none() && later.is_none() {
            break;
        }
        (first, last) = (earlier.unwrap_or(first), later.unwrap_or(last));
    }
    let air = ((moments[last].at - moments[first].at) * 0.05).max(2.0);
    Some((moments[first].at - air, moments[last].at + air))
}

/// A moment of the chart as an instant.
pub fn instant(at: f64) -> Timestamp {
    Timestamp::from_millisecond((at * 1e3) as i64).unwrap_or(Timestamp::UNIX_EPOCH)
}
