//! Chance as a function of its causes: seed, journey, profile, run, activity, visit, draw.
//!
//! The function is SipHash-2-4 (Aumasson and Bernstein, 2012) under the key `(seed, 0)`, over the three ids, each
//! preceded by its length as 8 bytes, then run, visit and draw; numbers are little-endian. Nothing is shared between
//! two people or two steps, so that neither their order nor the number of threads can show.

use crate::journey::{ActivityId, JourneyId, ProfileId};

/// The seed of a version that runs on a server: the first 64 bits of its hash, so that whoever knows the definition
/// knows the chances. 0 for a text that is no hash.
pub fn seed_of(hash: &str) -> u64 {
    hash.get(..16).and_then(|bits| u64::from_str_radix(bits, 16).ok()).unwrap_or_default()
}

/// The causes of one draw.
#[derive(Clone, Copy, Debug)]
pub struct Causes<'a> {
    /// Where chance begins.
    pub seed: u64,
    /// In which journey.
    pub journey: &'a JourneyId,
    /// Whose.
    pub profile: &'a ProfileId,
    /// In which of the person's entries into the journey, from 1.
    pub run: u64,
    /// At which activity.
    pub activity: &'a ActivityId,
    /// On which visit of it, from 1.
    pub visit: u64,
}

impl Causes<'_> {
    /// 64 bits of chance.
    pub fn bits(&self, draw: u64) -> u64 {
        let mut hash = SipHash::new(self.seed, 0);
        for id in [self.journey.as_str(), self.profile.as_str(), self.activity.as_str()] {
            hash.write(&(id.len() as u64).to_le_bytes());
            hash.write(id.as_bytes());
        }
        for number in [self.run, self.visit, draw] {
            hash.write(&number.to_le_bytes());
        }
        hash.finish()
    }

    /// A number of at least 0 and below 1, in steps of 2^-53.
    pub fn unit(&self, draw: u64) -> f64 {
        // 53 bits are what a double holds exactly.
        (self.bits(draw) >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A whole number of at least 0 and below `end`; 0 for an empty range.
    pub fn below(&self, draw: u64, end: u64) -> u64 {
        // The high half of a 128-bit product of a u64 with `end` is below `end`.
        ((u128::from(self.bits(draw)) * u128::from(end)) >> 64) as u64
    }
}

struct SipHash {
    v: [u64; 4],
    tail: u64,
    length: u64,
}

impl SipHash {
    fn new(k0: u64, k1: u64) -> Self {
        let v = [
            k0 ^ 0x736f_6d65_7073_6575,
            k1 ^ 0x646f_7261_6e64_6f6d,
            k0 ^ 0x6c79_6765_6e65_7261,
            k1 ^ 0x7465_6462_7974_6573,
        ];
        Self { v, tail: 0, length: 0 }
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.tail |= u64::from(*byte) << (8 * (self.length % 8));
            self.length += 1;
            if self.length.is_multiple_of(8) {
                self.word(self.tail);
                self.tail = 0;
            }
        }
    }

    fn word(&mut self, word: u64) {
        self.v[3] ^= word;
        self.round();
        self.round();
        self.v[0] ^= word;
    }

    fn finish(mut self) -> u64 {
        self.word(self.tail | (self.length << 56));
        self.v[2] ^= 0xff;
        for _ in 0..4 {
            self.round();
        }
        self.v[0] ^ self.v[1] ^ self.v[2] ^ self.v[3]
    }

    fn round(&mut self) {
        let [mut a, mut b, mut c, mut d] = self.v;
        a = a.wrapping_add(b);
        b = b.rotate_left(13) ^ a;
        a = a.rotate_left(32);
        c = c.wrapping_add(d);
        d = d.rotate_left(16) ^ c;
        a = a.wrapping_add(d);
        d = d.rotate_left(21) ^ a;
        c = c.wrapping_add(b);
        b = b.rotate_left(17) ^ c;
        c = c.rotate_left(32);
        self.v = [a, b, c, d];
    }
}

#[cfg(test)]
mod tests {
    use super::SipHash;

    #[test]
    fn the_published_vectors_of_siphash_2_4_come_out() {
        // Appendix A of "SipHash: a fast short-input PRF": key 00..0f, message 00..0e.
        let message: Vec<u8> = (0..15).collect();
        let hash = |length: usize| {
            let mut hash = SipHash::new(0x0706_0504_0302_0100, 0x0f0e_0d0c_0b0a_0908);
            hash.write(&message[..length]);
            hash.finish()
        };
        assert_eq!(hash(15), 0xa129_ca61_49be_45e5);
        // First line of the reference implementation's vectors: the empty message.
        assert_eq!(hash(0), 0x726f_db47_dd0e_0e31);
    }
}
