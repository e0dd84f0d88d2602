//! What only the engine reads, as bytes: the first one says in which form the rest is.

use std::sync::LazyLock;

use lz4_flex::block::{compress_with_dict, decompress_with_dict};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::serve::store::StoreError;

/// MessagePack, with the names of fields: a state that gains a field can still be read, and a decimal comes back as the
/// very same one, which JSON does not promise.
const NAMED: u8 = 1;

/// The same behind its length, by LZ4 over [`TYPICAL`]: the names of fields are most of what is kept of a person who
/// waits.
const SHORT: u8 = 2;

/// How many times longer LZ4 makes what it unpacks, at most.
const LONGEST: usize = 255;

/// What is packed looks much like this: names and how they follow each other; what is packed most stands last. Whatever
/// is on a disk was packed by these very words, so they stay for good: better ones are a form of their own.
///
/// A `{` begins as many pairs, a `[` as many items; numbers and words are meant as they stand.
const TYPICAL: &str = "
    {2 audiences 0 someone {2 id profile- attributes {1 Object {1 consent {1 Text
    {2 runs 1 places {1 - [2 1
    {3 activity at status left because event- {4 activity wait- at status transitions because
    {2 subject body {3 method POST url https:// body channel email to
    {4 activity visit 1 attempt 0 outcome {1 Answered {2 status 200 body
    {1 Heard {2 at input {1 Qualified {2 audience audience- entered
    {1 Heard {2 at input {1 Replied {1 Heard {2 at input {1 Reacted {2 message email- reaction open
    {1 Heard {2 at input {1 Event {2 event event-
    {1 Heard {2 at input {1 Enter {1 Qualification {2 audience
    {1 Heard {2 at input {1 Enter {1 Reading {3 event payload wave
    {1 Heard {2 at input {1 Enter {1 Event {2 event event- payload
    {4 activity visit 1 since what {1 Call {1 Listening {1 Event {2 event event- until
    {1 Date {1 DateTime {1 List [1 Null {1 Bool {1 Integer {1 Decimal {1 Text {1 Object {2 id {1 Text
    qualification replies {1 action- {3 status http_200 body {1 Object {1 failed outputs failure
    {12 machine 1 journey journey- profile profile- seed run 1 supplemental entered visits {3 condition- 1 wait- 1 event- 1
    waiting [1 {4 activity wait- visit 1 since what {1 Moment
    events {1 event- {1 Object {2 previous wait- last_call_ms 0 last_fetch_ms 0
";

static DICTIONARY: LazyLock<Vec<u8>> = LazyLock::new(|| TYPICAL.split_whitespace().flat_map(message).collect());

/// A word of [`TYPICAL`] as MessagePack has it; its short forms reach as far as 15 pairs or items and 31 letters.
fn message(word: &str) -> Vec<u8> {
    let number = |text: &str| text.parse::<u8>().ok();
    match (word.strip_prefix('{').and_then(number), word.strip_prefix('[').and_then(number), number(word)) {
        (Some(pairs), ..) => vec![0x80 | pairs],
        (_, Some(items), _) => vec![0x90 | items],
        (.., Some(number)) => vec![number],
        _ => word.bytes().fold(vec![0xa0], |mut bytes, letter| {
            bytes[0] += 1;
            bytes.push(letter);
            bytes
        }),
    }
}

/// Packs what something is found by: the same bytes for the same value, today and by any later version.
pub(super) fn key<T: Serialize>(value: &T) -> Result<Vec<u8>, StoreError> {
    let mut bytes = vec![NAMED];
    let mut writer = rmp_serde::Serializer::new(&mut bytes).with_struct_map();
    value.serialize(&mut writer).map_err(|_| StoreError::Unreadable("a column cannot be packed".to_owned()))?;
    Ok(bytes)
}

/// Packs.
pub(super) fn pack<T: Serialize>(value: &T) -> Result<Vec<u8>, StoreError> {
    let named = key(value)?;
    let Ok(length) = u32::try_from(named.len() - 1) else { return Ok(named) };
    let mut short = vec![SHORT];
    if rmp_serde::encode::write(&mut short, &length).is_err() {
        return Ok(named);
    }
    short.extend(compress_with_dict(&named[1..], &DICTIONARY));
    Ok(if short.len() < named.len() { short } else { named })
}

/// Unpacks.
pub(super) fn unpack<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, StoreError> {
    // What stands there may be about people, so the error does not show it.
    let broken = || StoreError::Unreadable("a packed column cannot be read".to_owned());
    match bytes {
        [NAMED, named @ ..] => rmp_serde::from_slice(named).map_err(|_| broken()),
        [SHORT, short @ ..] => {
            let mut rest = short;
            let length: u32 = rmp_serde::from_read(&mut rest).map_err(|_| broken())?;
            let length = usize::try_from(length).map_err(|_| broken())?;
            // A damaged length must not ask for memory that no such column can need.
            if length > rest.len().saturating_mul(LONGEST) {
                return Err(broken());
            }
            let named = decompress_with_dict(rest, length, &DICTIONARY).map_err(|_| broken())?;
            rmp_serde::from_slice(&named).map_err(|_| broken())
        }
        _ => Err(broken()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::journey::sha256;

    /// Stores are packed by it.
    #[test]
    fn the_dictionary_never_changes() {
        let expected = "2f5078d75275f6ada3c33c6af09d28f1947b41a49eb3fb9448b734b77d193090";
        assert_eq!((DICTIONARY.len(), sha256(&*DICTIONARY).as_str()), (1_085, expected));
    }

    #[test]
    fn what_was_packed_without_a_dictionary_is_read() {
        let value = vec![("activity".to_owned(), 7), ("visit".to_owned(), 8)];
        assert_eq!(unpack::<Vec<(String, i32)>>(&key(&value).expect("bytes")).expect("a value"), value);
    }

    #[test]
    fn what_looks_like_a_waiting_run_takes_less_than_half() {
        let names = ["machine", "journey", "profile", "entered", "visits", "waiting", "activity", "last_call_ms"];
        let value: Vec<String> = names.map(str::to_owned).to_vec();
        let (named, short) = (key(&value).expect("bytes"), pack(&value).expect("bytes"));
        assert!(short.len() * 2 < named.len(), "{} of {}", short.len(), named.len());
        assert_eq!(unpack::<Vec<String>>(&short).expect("a value"), value);
    }

    proptest! {
        #[test]
        fn what_is_packed_comes_back(words in prop::collection::vec("[a-z{0-9 ]{0,40}|activity|waiting", 0..40)) {
            let packed = pack(&words).expect("bytes");
            prop_assert!(packed.len() <= key(&words).expect("bytes").len());
            prop_assert_eq!(unpack::<Vec<String>>(&packed).expect("a value"), words);
        }

        #[test]
        fn damaged_bytes_are_refused_or_read_and_never_crash(bytes in prop::collection::vec(any::<u8>(), 0..200), form in 0_u8..4) {
            let bytes = [&[form][..], &bytes].concat();
            let _ = unpack::<Vec<String>>(&bytes);
        }
    }
}
