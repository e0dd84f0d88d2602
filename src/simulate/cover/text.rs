//! Regions of texts: for every combination of answers that some text gives to all questions, such a text.
//!
//! Each question (equals, begins with, contains, ends with, is empty) is a small automaton; all of them are walked at
//! once, letter by letter, until no combination of their states is new. Letters that no question knows are one letter.

use std::collections::{BTreeSet, HashMap, VecDeque};

/// A question about a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TextTest {
    pub asks: Asks,
    /// What is looked for.
    pub literal: String,
    /// Whether capitals do not matter.
    pub ignores_case: bool,
}

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asks {
    Equals,
    Begins,
    Contains,
    Ends,
}

/// More combinations than this are given up.
const MOST_STATES: usize = 60_000;

/// A text for every combination of answers that occurs; `None` where there are too many, or letters whose capitals
/// depend on their place.
pub(super) fn texts(tests: &[TextTest]) -> Option<Vec<String>> {
    let machines: Vec<Machine> = tests.iter().map(Machine::of).collect();
    let ignoring = tests.iter().any(|test| test.ignores_case);
    let known: BTreeSet<char> = tests.iter().flat_map(|test| test.literal.chars()).collect();
    if ignoring && known.iter().any(|letter| "σςΣ".contains(*letter)) {
        return None;
    }
    let letters = alphabet(&known, ignoring);
    // Behind the states of all questions: whether anything was read yet.
    let start: Vec<u32> = vec![0; machines.len() + 1];
    let mut found: Vec<String> = Vec::new();
    let mut answers: BTreeSet<Vec<bool>> = BTreeSet::new();
    let mut seen: HashMap<Vec<u32>, String> = HashMap::from([(start.clone(), String::new())]);
    let mut open = VecDeque::from([start]);
    while let Some(state) = open.pop_front() {
        let text = seen.get(&state).cloned().unwrap_or_default();
        let mut answer: Vec<bool> =
            machines.iter().zip(&state).map(|(machine, place)| machine.accepts(*place)).collect();
        answer.push(text.is_empty());
        if answers.insert(answer) {
            found.push(text.clone());
        }
        for letter in &letters {
            let mut next: Vec<u32> =
                machines.iter().zip(&state).map(|(machine, place)| machine.step(*place, *letter)).collect();
            next.push(1);
            if seen.contains_key(&next) {
                continue;
            }
            if seen.len() >= MOST_STATES {
                return None;
            }
            let mut longer = text.clone();
            longer.push(*letter);
            seen.insert(next.clone(), longer);
            open.push_back(next);
        }
    }
    Some(found)
}

/// The letters of the questions, their capitals and what becomes them, and one that is none of these.
fn alphabet(known: &BTreeSet<char>, ignoring: bool) -> Vec<char> {
    let mut letters = known.clone();
    if ignoring {
        let small: BTreeSet<char> = known.iter().flat_map(|letter| letter.to_lowercase()).collect();
        letters.extend(&small);
        letters.extend(('\0'..=char::MAX).filter(|letter| letter.to_lowercase().any(|it| small.contains(&it))));
    }
    let is_free = |letter: &char| {
        !letters.contains(letter)
            && letter.to_lowercase().all(|it| !letters.contains(&it))
            && letter.to_uppercase().all(|it| !letters.contains(&it))
    };
    let other = ('a'..='z').rev().chain('0'..='9').chain('\u{4e00}'..='\u{9fff}').find(is_free);
    // Known ones first, so that what comes out reads like what was asked.
    letters.into_iter().chain(other).collect()
}

/// One question as an automaton: its state is how much of the literal was just read; see [`Machine::FAILED`].
struct Machine {
    asks: Asks,
    ignores_case: bool,
    literal: Vec<char>,
    /// How much of the literal still stands after so much of it was read and the next letter is another one.
    falls: Vec<usize>,
}

impl Machine {
    /// Another text for good.
    const FAILED: u32 = u32::MAX;
    /// Found for good.
    const DONE: u32 = u32::MAX - 1;

    fn of(test: &TextTest) -> Self {
        let text = if test.ignores_case { test.literal.to_lowercase() } else { test.literal.clone() };
        let literal: Vec<char> = text.chars().collect();
        let mut falls = vec![0; literal.len() + 1];
        let mut length = 0;
        for place in 1..literal.len() {
            while length > 0 && literal[place] != literal[length] {
                length = falls[length];
            }
            if literal[place] == literal[length] {
                length += 1;
            }
            falls[place + 1] = length;
        }
        Self { asks: test.asks, ignores_case: test.ignores_case, literal, falls }
    }

    fn step(&self, state: u32, letter: char) -> u32 {
        if !self.ignores_case {
            return self.read(state, letter);
        }
        letter.to_lowercase().fold(state, |state, letter| self.read(state, letter))
    }

    fn read(&self, state: u32, letter: char) -> u32 {
        if state == Self::FAILED || state == Self::DONE {
            return state;
        }
        let place = state as usize;
        let last = self.literal.len();
        match self.asks {
            Asks::Equals if self.literal.get(place) == Some(&letter) => state + 1,
            Asks::Equals => Self::FAILED,
            Asks::Begins if place >= last => Self::DONE,
            Asks::Begins if self.literal[place] == letter => {
                if place + 1 == last {
                    Self::DONE
                } else {
                    state + 1
                }
            }
            Asks::Begins => Self::FAILED,
            Asks::Contains | Asks::Ends => {
                let mut place = place;
                loop {
                    if self.literal.get(place) == Some(&letter) {
                        place += 1;
                        break;
                    }
                    if place == 0 {
                        break;
                    }
                    place = self.falls[place];
                }
                if place == last && self.asks == Asks::Contains {
                    return Self::DONE;
                }
                u32::try_from(place).unwrap_or(Self::FAILED)
            }
        }
    }

    fn accepts(&self, state: u32) -> bool {
        match state {
            Self::DONE => true,
            Self::FAILED => false,
            place => place as usize == self.literal.len(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Asks, TextTest, texts};

    fn test(asks: Asks, literal: &str, ignores_case: bool) -> TextTest {
        TextTest { asks, literal: literal.to_owned(), ignores_case }
    }

    #[test]
    fn every_combination_that_some_text_gives_is_found_and_no_other() {
        let tests = [test(Asks::Begins, "ab", false), test(Asks::Ends, "ba", false), test(Asks::Contains, "bb", false)];
        let answers = |text: &str| [text.starts_with("ab"), text.ends_with("ba"), text.contains("bb"), text.is_empty()];
        let mut found: Vec<_> = texts(&tests).expect("few").iter().map(|text| answers(text)).collect();
        found.sort_unstable();
        found.dedup();
        // Against all texts of up to six letters out of three.
        let mut all = vec![String::new()];
        let mut last = 0;
        for _ in 0..6 {
            let next: Vec<String> =
                all[last..].iter().flat_map(|text| ["a", "b", "x"].map(|letter| format!("{text}{letter}"))).collect();
            last = all.len();
            all.extend(next);
        }
        let mut wanted: Vec<_> = all.iter().map(|text| answers(text)).collect();
        wanted.sort_unstable();
        wanted.dedup();
        assert_eq!(found, wanted);
    }

    #[test]
    fn letters_that_become_others_when_capitals_do_not_matter_are_thought_of() {
        // The Kelvin sign is a capital k, and begins neither with k nor with K.
        let tests = [test(Asks::Begins, "k", true), test(Asks::Begins, "k", false), test(Asks::Begins, "K", false)];
        let found = texts(&tests).expect("few");
        assert!(found.iter().any(|text| text.starts_with('\u{212a}')), "{found:?}");
    }
}
