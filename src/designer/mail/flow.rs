//! Lines while they are being gathered: runs of text, and images and buttons between them, become blocks where a line
//! ends for good.

use super::block::{Block, Object, Paragraph, Run, Side, What};
use super::style::Style;

/// Blocks, and what is not one yet.
#[derive(Debug, Default)]
pub(super) struct Flow {
    blocks: Vec<Block>,
    runs: Vec<Run>,
    objects: Vec<Object>,
    side: Side,
}

impl Flow {
    /// Lines that stand on this side.
    pub fn new(side: Side) -> Self {
        Self { side, ..Self::default() }
    }

    /// Text as it stands in the HTML.
    pub fn text(&mut self, text: &str, style: &Style) {
        let mut shown = String::with_capacity(text.len());
        if style.pre {
            shown.push_str(text);
        } else {
            let mut is_space = self.ends_open();
            for letter in text.chars() {
                let is_blank = letter.is_ascii_whitespace();
                if !(is_blank && is_space) {
                    shown.push(if is_blank { ' ' } else { letter });
                }
                is_space = is_blank;
            }
        }
        // What lists of mails are padded with is there to be unseen.
        shown.retain(|letter| {
            !matches!(letter, '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{feff}' | '\u{34f}' | '\u{ad}')
        });
        if style.large {
            shown = shown.to_uppercase();
        }
        // Text without a size is a spacer.
        if shown.is_empty() || style.ink.size < 1.0 {
            return;
        }
        if !self.objects.is_empty() {
            if shown.trim().is_empty() {
                return;
            }
            self.end();
            shown = shown.trim_start().to_owned();
        }
        match self.runs.last_mut() {
            Some(run) if run.ink == style.ink => run.text.push_str(&shown),
            _ => self.runs.push(Run { text: shown, ink: style.ink.clone() }),
        }
    }

    /// True where a space would be the first sign of a line, or the second space.
    fn ends_open(&self) -> bool {
        self.runs.last().is_none_or(|run| run.text.ends_with([' ', '\n']))
    }

    /// An image or a button.
    pub fn object(&mut self, object: Object) {
        if self.runs.iter().any(|run| !run.text.trim().is_empty()) {
            self.end();
        }
        self.runs.clear();
        self.objects.push(object);
    }

    /// The line goes on below.
    pub fn line_break(&mut self, style: &Style) {
        if !self.objects.is_empty() {
            return self.end();
        }
        if let Some(run) = self.runs.last_mut() {
            run.text.truncate(run.text.trim_end_matches(' ').len());
            run.text.push('\n');
        } else {
            self.runs.push(Run { text: "\n".to_owned(), ink: style.ink.clone() });
        }
    }

    /// A block of its own; what was gathered comes before it.
    pub fn block(&mut self, block: Block) {
        self.end();
        self.blocks.push(block);
    }

    /// Everything in a row.
    pub fn take(mut self) -> Vec<Block> {
        self.end();
        self.blocks
    }

    /// What was gathered is a block now.
    pub fn end(&mut self) {
        let what = if self.objects.is_empty() {
            let Some(runs) = trimmed(std::mem::take(&mut self.runs)) else { return };
            What::Text(Paragraph { runs, side: self.side })
        } else {
            self.runs.clear();
            What::Objects(std::mem::take(&mut self.objects), self.side)
        };
        self.blocks.push(Block { above: 0.0, below: 0.0, what });
    }
}

/// Without the spaces at the end and the last line break, which ends the line that is there; `None` where nothing is
/// left of it.
fn trimmed(mut runs: Vec<Run>) -> Option<Vec<Run>> {
    let is_blank = |runs: &[Run]| runs.iter().all(|run| run.text.chars().all(|letter| letter == ' '));
    if is_blank(&runs) {
        return None;
    }
    let mut may_break = true;
    while let Some(last) = runs.last_mut() {
        last.text.truncate(last.text.trim_end_matches(' ').len());
        if may_break && last.text.ends_with('\n') {
            last.text.pop();
            may_break = false;
        }
        if !last.text.is_empty() || runs.len() == 1 {
            break;
        }
        runs.pop();
    }
    // A line that is only broken is an empty line.
    if let [only] = &mut runs[..]
        && only.text.is_empty()
    {
        only.text.push(' ');
    }
    Some(runs)
}
