//! Whoever only waits is kept as few bytes: MessagePack, squeezed by what it shares with somebody in the same place. People
//! who wait at the same step differ in little, so the first of them is written down as an example for the others.

use std::collections::BTreeMap;

use lz4_flex::block::{compress_with_dict, decompress_with_dict};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Packs and unpacks values of one type.
#[derive(Debug, Default)]
pub(super) struct Packer {
    /// The example of each kind.
    kinds: BTreeMap<u32, u32>,
    examples: Vec<Vec<u8>>,
}

impl Packer {
    /// The value in few bytes; `None` where it has no such form. Values of the same kind are much alike.
    pub(super) fn pack<T: Serialize>(&mut self, kind: u32, value: &T) -> Option<Box<[u8]>> {
        let whole = rmp_serde::to_vec_named(value).ok()?;
        let number = match self.kinds.get(&kind) {
            Some(number) => *number,
            None => {
                let number = u32::try_from(self.examples.len()).ok()?;
                self.examples.push(whole.clone());
                self.kinds.insert(kind, number);
                number
            }
        };
        let example = self.examples.get(number as usize)?;
        let mut packed = number.to_le_bytes().to_vec();
        packed.extend(u32::try_from(whole.len()).ok()?.to_le_bytes());
        packed.extend(compress_with_dict(&whole, example));
        Some(packed.into_boxed_slice())
    }

    /// The value again.
    pub(super) fn unpack<T: DeserializeOwned>(&self, packed: &[u8]) -> Option<T> {
        let (number, rest) = packed.split_first_chunk::<4>()?;
        let (length, rest) = rest.split_first_chunk::<4>()?;
        let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
        let example = self.examples.get(u32::from_le_bytes(*number) as usize)?;
        rmp_serde::from_slice(&decompress_with_dict(rest, length, example).ok()?).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::Packer;

    #[test]
    fn what_is_alike_takes_few_bytes_and_comes_back_as_it_was() {
        let value = |number: u32| {
            let words: Vec<String> = (0..40).map(|word| format!("word {word}")).collect();
            (words, format!("person-{number:010}"), f64::from(number) / 3.0)
        };
        let mut packer = Packer::default();
        let packed: Vec<_> = (0..500).map(|number| packer.pack(7, &value(number)).expect("bytes")).collect();
        for (number, packed) in (0..500).zip(&packed) {
            assert_eq!(packer.unpack(packed), Some(value(number)));
        }
        let most = packed.iter().map(|packed| packed.len()).max();
        assert!(most < Some(60), "{most:?}");
        assert_eq!(packer.examples.len(), 1);
        assert_eq!(packer.unpack::<String>(&[9, 0, 0, 0, 0, 0, 0, 0]), None);
    }
}
