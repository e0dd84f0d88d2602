//! How a text with slots is shown: a slot in which nobody writes is a chip with what people call its field. The chip
//! has as many signs as the slot, those that it does not need without width, so that a place in what is shown is the
//! same place in the text.

use egui::{Id, Ui};

use super::expression::Piece;
use crate::designer::theme::{self, Theme, Weight};
use crate::expression::template::{self, Part, Slot};
use crate::expression::{Problem, Span, title};
use crate::journey::Inventory;

/// Air at both ends of a chip, and a space that no line breaks at.
const SPACE: char = '\u{a0}';
/// A sign without width.
const NOTHING: char = '\u{2060}';

/// What is shown of a text.
pub(super) struct Shown {
    /// With as many signs as the text.
    pub text: String,
    /// The slots in it, as chips or as they are written.
    pub pieces: Vec<Piece>,
    /// What is wrong with it, where that stands in what is shown.
    pub problems: Vec<Problem>,
}

impl Shown {
    /// Of this text; `cursors` are the places, in signs, at which somebody writes.
    pub fn of(text: &str, problems: &[Problem], cursors: &[usize], theme: &Theme, inventory: &Inventory) -> Self {
        let mut shown = Self { text: String::with_capacity(text.len()), pieces: Vec::new(), problems: Vec::new() };
        let mut signs = 0;
        // Each part that is shown as it is written, and how far from its place there.
        let mut kept: Vec<(Span, usize)> = Vec::new();
        let template = template::parse(text);
        // What follows braces that are never closed is no part.
        let read = template.parts.last().map_or(0, |part| span(part).end);
        let rest = Part::Text(Span::new(read, text.len()));
        for part in template.parts.iter().chain([&rest]) {
            let (written, start) = (span(part).of(text), shown.text.len());
            let count = written.chars().count();
            let chip = match part {
                Part::Slot(slot) if !is_open(slot, problems, (signs, count), cursors) => {
                    chip(&title::of_slot(slot, text, inventory), count)
                }
                _ => None,
            };
            let font = if chip.is_some() { theme::font(theme::BODY, Weight::Medium) } else { theme::mono(12.0) };
            shown.text.push_str(chip.as_deref().unwrap_or(written));
            if matches!(part, Part::Slot(_)) {
                shown.pieces.push(Piece { span: Span::new(start, shown.text.len()), color: theme.accent, font });
            }
            if chip.is_none() {
                kept.push((span(part), start));
            }
            signs += count;
        }
        let moved = |problem: &Problem| {
            let within = |(part, _): &&(Span, usize)| part.start <= problem.span.start && problem.span.end <= part.end;
            let (part, start) = kept.iter().find(within)?;
            let from = start + problem.span.start - part.start;
            let length = problem.span.end - problem.span.start;
            Some(Problem { span: Span::new(from, from + length), ..problem.clone() })
        };
        shown.problems = problems.iter().filter_map(moved).collect();
        shown
    }
}

/// Where somebody writes in this field, in signs; nowhere while the keyboard is elsewhere.
pub(super) fn cursors(ui: &Ui, id: Id) -> Vec<usize> {
    if !ui.memory(|memory| memory.has_focus(id)) {
        return Vec::new();
    }
    let range = egui::text_edit::TextEditState::load(ui.ctx(), id).and_then(|state| state.cursor.char_range());
    range.map_or_else(Vec::new, |range| vec![range.primary.index.into(), range.secondary.index.into()])
}

fn span(part: &Part) -> Span {
    match part {
        Part::Text(span) => *span,
        Part::Slot(slot) => slot.span,
    }
}

/// Whether a slot is shown as it is written: somebody writes in it, or something is wrong with it.
fn is_open(slot: &Slot, problems: &[Problem], (start, count): (usize, usize), cursors: &[usize]) -> bool {
    let is_wrong = |problem: &Problem| problem.span.start < slot.span.end && slot.span.start <= problem.span.end;
    let is_written = |cursor: &usize| start < *cursor && *cursor < start + count;
    slot.parsed.sound().is_none() || problems.iter().any(is_wrong) || cursors.iter().any(is_written)
}

/// A name as a chip of so many signs; nothing where there is no room for a name.
fn chip(name: &str, count: usize) -> Option<String> {
    let room = count.checked_sub(2).filter(|room| *room > 0)?;
    let letters = name.chars().count();
    let said: String = name.chars().map(|sign| if sign.is_whitespace() { SPACE } else { sign }).collect();
    let said = if letters <= room { said } else { said.chars().take(room - 1).chain(['…']).collect() };
    let filled = said.chars().count();
    let nothing = std::iter::repeat_n(NOTHING, room - filled);
    Some([SPACE].into_iter().chain(said.chars()).chain(nothing).chain([SPACE]).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, cursors: &[usize]) -> Shown {
        Shown::of(text, &[], cursors, &Theme::LIGHT, &Inventory::default())
    }

    fn read(shown: &Shown) -> String {
        shown.text.chars().filter(|sign| *sign != NOTHING).map(|sign| if sign == SPACE { ' ' } else { sign }).collect()
    }

    const HI: &str = "Hi {{ #{ExperiencePlatform.Profiles.person.name.firstName} | default: \"you\" }}, welcome";

    #[test]
    fn a_slot_is_a_chip_of_as_many_signs_until_somebody_writes_in_it() {
        let resting = shown(HI, &[]);
        assert_eq!(read(&resting), "Hi  First name , welcome");
        assert_eq!(resting.text.chars().count(), HI.chars().count(), "a place in the one is the same in the other");
        for at in [0, 2, 3, HI.find("}}").expect("braces") + 2, HI.len()] {
            assert_eq!(shown(HI, &[at, at]).text, resting.text, "at {at} nobody writes in the slot");
        }
        assert_eq!(shown(HI, &[0, 20]).text, HI, "what is selected up to the middle of it is seen");
    }

    #[test]
    fn what_is_wrong_with_a_text_is_marked_where_it_is_shown() {
        let broken = format!("{HI} {{{{ oops");
        let problems = template::parse(&broken).errors;
        let seen = Shown::of(&broken, &problems, &[], &Theme::LIGHT, &Inventory::default());
        let [problem] = seen.problems.as_slice() else { panic!("{:?}", seen.problems) };
        assert_eq!(problem.span.of(&seen.text), "{{");
        assert_eq!(seen.text.chars().count(), broken.chars().count());
        let wrong = Problem { span: Span::new(6, 8), ..problems[0].clone() };
        assert_eq!(Shown::of(HI, &[wrong], &[], &Theme::LIGHT, &Inventory::default()).text, HI, "it is to be mended");
    }

    #[test]
    fn a_name_that_is_longer_than_its_slot_is_cut() {
        let name = chip("A very long name", 9).expect("a chip");
        assert_eq!(name, "\u{a0}A\u{a0}very…\u{a0}");
        assert_eq!(chip("Anything", 2), None);
    }
}
