//! Something over time, in at most so many points: as fine as that allows, and only where anything happened, so that a
//! rush of a minute stays visible beside a wait of weeks.

use std::collections::BTreeMap;

use jiff::Timestamp;

/// Points that a series has at most.
pub(super) const MOST_POINTS: usize = 300;

/// Widths of a point in milliseconds; each is a multiple of the one before, five times it at most, so that a series that
/// is made coarser keeps a fifth of its points.
const WIDTHS: [i64; 14] = [
    100,
    500,
    1_000,
    5_000,
    15_000,
    60_000,
    300_000,
    900_000,
    3_600_000,
    10_800_000,
    43_200_000,
    86_400_000,
    172_800_000,
    345_600_000,
];

/// What a point holds.
pub(super) trait Bucket: Default {
    /// What the next point holds comes to it.
    fn merge(&mut self, other: Self);
}

impl Bucket for u64 {
    fn merge(&mut self, other: Self) {
        *self += other;
    }
}

/// Something over time.
#[derive(Clone, Debug, Default)]
pub(super) struct Series<B> {
    width: usize,
    points: BTreeMap<i64, B>,
}

impl<B: Bucket> Series<B> {
    /// The point of a moment.
    pub(super) fn at(&mut self, at: Timestamp) -> &mut B {
        let mut place = at.as_millisecond().div_euclid(self.width_ms());
        while !self.points.contains_key(&place) && self.points.len() >= MOST_POINTS && self.width + 1 < WIDTHS.len() {
            self.widen();
            place = at.as_millisecond().div_euclid(self.width_ms());
        }
        self.points.entry(place).or_default()
    }

    /// How wide a point is.
    pub(super) fn width_ms(&self) -> i64 {
        WIDTHS[self.width]
    }

    /// The points, each with its beginning.
    pub(super) fn points(&self) -> impl Iterator<Item = (Timestamp, &B)> {
        let begins = |place: i64| Timestamp::from_millisecond(place.saturating_mul(self.width_ms()));
        self.points.iter().map(move |(place, point)| (begins(*place).unwrap_or(Timestamp::MAX), point))
    }

    fn widen(&mut self) {
        let factor = WIDTHS[self.width + 1] / WIDTHS[self.width];
        self.width += 1;
        for (place, point) in std::mem::take(&mut self.points) {
            self.points.entry(place.div_euclid(factor)).or_default().merge(point);
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::{MOST_POINTS, Series, WIDTHS};

    #[test]
    fn a_series_keeps_its_sum_and_few_points_whatever_comes() {
        assert!(WIDTHS.windows(2).all(|pair| pair[1] % pair[0] == 0 && pair[1] / pair[0] <= 5));
        let mut series = Series::<u64>::default();
        let moments = (0..40_000_i64).map(|index| index * index * 17);
        for moment in moments.clone() {
            *series.at(Timestamp::from_millisecond(moment).unwrap()) += 1;
        }
        assert_eq!(series.points().map(|(_, count)| count).sum::<u64>(), 40_000);
        let points = series.points().count();
        assert!((60..=MOST_POINTS).contains(&points), "{points}");
    }

    #[test]
    fn a_rush_stays_fine_beside_a_long_silence() {
        let mut series = Series::<u64>::default();
        for moment in (0..20_000).step_by(100).chain([86_400_000 * 80]) {
            *series.at(Timestamp::from_millisecond(moment).unwrap()) += 1;
        }
        assert_eq!(series.width_ms(), 100);
        assert_eq!(series.points().count(), 201);
    }
}
