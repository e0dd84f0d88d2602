//! Chance by counting: every draw is a function of (seed, person, what, draw), so that neither the order of draws nor
//! who else is drawn can show.
//!
//! The function mixes one number after the other into a state by the finalizer of SplitMix64 (Steele, Lea and Flood,
//! 2014). Logarithms and cosines are those of `libm`, the same on every machine.

/// What is drawn, as a number: the name of a field, or of something else that is drawn once for each person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cause(u64);

impl Cause {
    /// What this name stands for.
    pub fn of(name: &str) -> Self {
        // FNV-1a (RFC 9923), whose low bits are mixed well enough once they are finalized.
        let hash = name
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        Self(mixed(hash))
    }
}

/// The chances of one person in one thing.
#[derive(Clone, Copy, Debug)]
pub struct Dice {
    state: u64,
}

impl Dice {
    /// Of this person, in this.
    pub fn new(seed: u64, person: u64, cause: Cause) -> Self {
        let mut state = mixed(seed);
        for number in [person, cause.0] {
            state = mixed(state.wrapping_add(GOLDEN) ^ number);
        }
        Self { state }
    }

    /// From so many bits of chance.
    pub fn of(bits: u64) -> Self {
        Self { state: bits }
    }

    /// Those of the same person and thing for the next time.
    pub fn nth(self, index: u64) -> Self {
        Self { state: mixed(self.state.wrapping_add(GOLDEN) ^ index) }
    }

    /// 64 bits of chance.
    pub fn bits(self, draw: u64) -> u64 {
        mixed(self.state.wrapping_add(draw.wrapping_add(1).wrapping_mul(GOLDEN)))
    }

    /// At least 0 and below 1, in steps of 2^-53.
    pub fn unit(self, draw: u64) -> f64 {
        // 53 bits are what a double holds exactly.
        (self.bits(draw) >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// At least 0 and below `end`; 0 for an empty range.
    pub fn below(self, draw: u64, end: u64) -> u64 {
        ((u128::from(self.bits(draw)) * u128::from(end)) >> 64) as u64
    }

    /// Whether it falls into a share, in hundredths of a percent.
    pub fn falls(self, draw: u64, share: u32) -> bool {
        self.below(draw, u64::from(crate::journey::WHOLE)) < u64::from(share)
    }

    /// Around 0 with a deviation of 1 (Box and Muller, 1958); takes two draws.
    pub fn normal(self, draw: u64) -> f64 {
        // Never 0, of which there is no logarithm.
        let radius = libm::sqrt(-2.0 * libm::log(1.0 - self.unit(draw)));
        radius * libm::cos(std::f64::consts::TAU * self.unit(draw + 1))
    }

    /// The place of one of these weights; none where they come to nothing.
    pub fn weighted(self, draw: u64, weights: impl Iterator<Item = u32> + Clone) -> Option<usize> {
        let mut rest = self.below(draw, weights.clone().map(u64::from).sum());
        for (place, weight) in weights.enumerate() {
            match rest.checked_sub(u64::from(weight)) {
                Some(less) => rest = less,
                None => return Some(place),
            }
        }
        None
    }
}

/// 2^64 by the golden ratio, odd.
const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

fn mixed(mut bits: u64) -> u64 {
    bits = bits.wrapping_add(GOLDEN);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

/// Everybody once, in an order in which neighbours are strangers: steps of one width around a circle.
#[derive(Clone, Copy, Debug)]
pub struct Order {
    people: u64,
    first: u64,
    width: u64,
}

impl Order {
    /// Of so many people.
    pub fn new(people: u32, seed: u64, cause: Cause) -> Self {
        let people = u64::from(people).max(1);
        let dice = Dice::new(seed, 0, cause);
        let mut width = 1 + dice.below(0, people);
        // A width that shares no divisor with the circle meets everybody before anybody twice.
        while divisor(width, people) != 1 {
            width += 1;
        }
        Self { people, first: dice.below(1, people), width: width % people.max(2) }
    }

    /// Who comes at this place; after the last the first again.
    pub fn at(&self, place: u64) -> u32 {
        let steps = u128::from(place % self.people) * u128::from(self.width);
        let person = (u128::from(self.first) + steps) % u128::from(self.people);
        u32::try_from(person).unwrap_or(0)
    }
}

fn divisor(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { divisor(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::{Cause, Dice, Order};

    #[test]
    fn everybody_comes_once_however_many_there_are() {
        for people in [1, 2, 3, 10, 97, 1_000] {
            for seed in 0..4 {
                let order = Order::new(people, seed, Cause::of("event"));
                let mut seen: Vec<u32> = (0..u64::from(people)).map(|place| order.at(place)).collect();
                seen.sort_unstable();
                assert!(seen.iter().copied().eq(0..people), "{people} people, seed {seed}: {seen:?}");
            }
        }
    }

    #[test]
    fn what_is_drawn_is_as_wide_as_it_should_be() {
        let dice = |person| Dice::new(7, person, Cause::of("points"));
        let draws: Vec<f64> = (0..100_000).map(|person| dice(person).normal(0)).collect();
        let mean = draws.iter().sum::<f64>() / 1e5;
        let deviation = (draws.iter().map(|draw| (draw - mean).powi(2)).sum::<f64>() / 1e5).sqrt();
        // Three standard errors: 3/√100,000 and 3/√200,000.
        assert!(mean.abs() < 0.0095 && (deviation - 1.0).abs() < 0.0067, "{mean} {deviation}");
        let fallen = (0..100_000).filter(|person| dice(*person).falls(5, 2_500)).count();
        // Three standard errors of a share of a quarter: 3·√(100,000·¼·¾).
        assert!(fallen.abs_diff(25_000) < 411, "{fallen}");
        let chosen = (0..1_000).map(|person| dice(person).weighted(9, [0, 3, 0, 1].into_iter()));
        assert!(chosen.clone().all(|place| matches!(place, Some(1 | 3))));
        assert_eq!(dice(1).weighted(0, [0, 0].into_iter()), None);
    }

    #[test]
    fn the_same_causes_give_the_same_chance_and_others_another() {
        let bits = |seed, person, cause: &str, draw| Dice::new(seed, person, Cause::of(cause)).bits(draw);
        // Written down once: chance stays as it is, so that a forecast can be repeated for ever.
        assert_eq!(bits(1, 2, "points", 3), bits(1, 2, "points", 3));
        let others = [bits(2, 2, "points", 3), bits(1, 3, "points", 3), bits(1, 2, "tier", 3), bits(1, 2, "points", 4)];
        assert!(others.iter().all(|other| *other != bits(1, 2, "points", 3)));
    }
}
