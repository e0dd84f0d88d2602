//! What became of scenarios as JUnit XML, which build servers read.

/// One scenario.
#[derive(Debug)]
pub(super) struct Case {
    /// Its journey.
    pub journey: String,
    /// Its own name.
    pub name: String,
    /// What came of it.
    pub verdict: Verdict,
}

/// What came of a scenario.
#[derive(Debug)]
pub(super) enum Verdict {
    /// It came out as expected, or what came out was written down.
    Passed,
    /// It came out otherwise: the differences, line by line.
    Failed(Vec<String>),
    /// It expects nothing yet.
    Silent,
}

/// The page.
pub(super) fn write(cases: &[Case]) -> String {
    let count = |is: fn(&Verdict) -> bool| cases.iter().filter(|case| is(&case.verdict)).count();
    let mut page = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"waymark\" tests=\"{}\" failures=\"{}\" skipped=\"{}\">\n",
        cases.len(),
        count(|verdict| matches!(verdict, Verdict::Failed(_))),
        count(|verdict| matches!(verdict, Verdict::Silent)),
    );
    for case in cases {
        page += &format!("  <testcase classname=\"{}\" name=\"{}\"", escaped(&case.journey), escaped(&case.name));
        page += &match &case.verdict {
            Verdict::Passed => "/>\n".to_owned(),
            Verdict::Silent => "><skipped message=\"it expects nothing yet\"/></testcase>\n".to_owned(),
            Verdict::Failed(lines) => format!("><failure>{}</failure></testcase>\n", escaped(&lines.join("\n"))),
        };
    }
    page + "</testsuite>\n"
}

/// A text inside XML; characters that XML does not know become a question mark.
fn escaped(text: &str) -> String {
    let mut page = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => page += "&amp;",
            '<' => page += "&lt;",
            '>' => page += "&gt;",
            '"' => page += "&quot;",
            '\n' | '\t' | '\r' => page.push(letter),
            control if control.is_control() || matches!(control, '\u{fffe}' | '\u{ffff}') => page.push('?'),
            other => page.push(other),
        }
    }
    page
}
