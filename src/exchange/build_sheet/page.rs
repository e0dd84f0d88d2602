//! A page of Markdown under construction: headings, tables of fields, code to copy. Knows nothing of journeys.

/// A field and its value.
pub(super) type Row = (String, String);

/// A row of a table of fields.
pub(super) fn row(field: &str, value: impl Into<String>) -> Row {
    (field.to_owned(), value.into())
}

pub(super) fn yes_no(value: bool) -> &'static str {
    if value { "yes" } else { "no" }
}

/// A page.
#[derive(Debug, Default)]
pub(super) struct Page(String);

impl Page {
    /// A heading; level 1 is the title.
    pub(super) fn heading(&mut self, level: usize, text: &str) {
        self.gap();
        self.0.push_str(&"#".repeat(level));
        self.0.push(' ');
        self.0.push_str(&one_line(text));
        self.0.push_str("\n\n");
    }

    /// A paragraph, taken as Markdown.
    pub(super) fn paragraph(&mut self, text: &str) {
        self.gap();
        self.0.push_str(text);
        self.0.push_str("\n\n");
    }

    /// An item of a list, taken as Markdown.
    pub(super) fn item(&mut self, text: &str) {
        self.0.push_str("- ");
        self.0.push_str(text);
        self.0.push('\n');
    }

    /// A table of fields and their values; nothing where there are none.
    pub(super) fn fields(&mut self, rows: &[Row]) {
        self.table(&["Field", "Value"], rows.iter().map(|(field, value)| vec![field.clone(), value.clone()]));
    }

    /// A table; nothing where it has no rows.
    pub(super) fn table(&mut self, head: &[&str], rows: impl IntoIterator<Item = Vec<String>>) {
        let mut rows = rows.into_iter().peekable();
        if rows.peek().is_none() {
            return;
        }
        self.gap();
        self.0.push_str(&format!("| {} |\n|{}\n", head.join(" | "), " --- |".repeat(head.len())));
        for row in rows {
            let cells: Vec<String> = row.iter().map(|cell| cell_text(cell)).collect();
            self.0.push_str(&format!("| {} |\n", cells.join(" | ")));
        }
        self.0.push('\n');
    }

    /// Text to copy as it stands.
    pub(super) fn code(&mut self, caption: &str, language: &str, text: &str) {
        self.gap();
        // The fence must be longer than any run of backticks inside.
        let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
        let fence = "`".repeat(longest.max(2) + 1);
        self.0.push_str(&format!("{caption}\n\n{fence}{language}\n{}\n{fence}\n\n", text.trim_end_matches('\n')));
    }

    /// What stands on the page so far.
    pub(super) fn text(&self) -> &str {
        &self.0
    }

    /// Puts another page below this one.
    pub(super) fn append(&mut self, other: &Self) {
        self.gap();
        self.0.push_str(&other.0);
    }

    /// The page, ending with one line end.
    pub(super) fn finish(self) -> String {
        let mut text = self.0.trim_end().to_owned();
        text.push('\n');
        text
    }

    /// Makes sure that what follows begins after an empty line.
    fn gap(&mut self) {
        if !self.0.is_empty() && !self.0.ends_with("\n\n") {
            self.0.push('\n');
        }
    }
}

/// Inline code; longer fences where the text has backticks itself.
pub(super) fn code(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    if text.contains('`') { format!("`` {text} ``") } else { format!("`{text}`") }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A cell must not break the row: bars are escaped, line ends become breaks.
fn cell_text(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', "<br>")
}
