//! A condition: how the path is chosen, its paths, and what happens to everybody else.

use egui::Ui;

use crate::designer::fields::{Form, Range, Row, Wanted};
use crate::designer::theme::{self, Theme, Weight};
use crate::designer::widgets::{hint_line, link};
use crate::designer::words::{phrase, word};
use crate::journey::{
    BranchId, Condition, DataPath, DatePath, Experiment, Expression, Hours, Journey, ProfileCap, SplitPath, Test,
    TimePath,
};
use jiff::civil::time;

use super::experiment;
use super::paths::{failure, ways_of_failure};

const OTHERS: [(&str, &str); 2] =
    [("inspector.leave", "inspector.others_leave"), ("inspector.own_path", "inspector.others_own")];

#[derive(Clone, Copy, PartialEq)]
enum By {
    Data,
    Time,
    Date,
    Split,
    Experiment,
    Targeting,
    Cap,
}

const WAYS: [(By, &str); 7] = [
    (By::Data, "condition.data"),
    (By::Time, "condition.time"),
    (By::Date, "condition.date"),
    (By::Split, "condition.split"),
    (By::Experiment, "condition.experiment"),
    (By::Targeting, "condition.targeting"),
    (By::Cap, "condition.cap"),
];

pub(super) fn fields(form: &mut Form<'_>, ui: &mut Ui, condition: &mut Condition, journey: &Journey) {
    const OWNER: &str = "Condition";
    let mut by = by(&condition.test);
    if form.variant(ui, OWNER, "test", &mut by, &WAYS) {
        condition.test = converted(&condition.test, by);
    }
    match &mut condition.test {
        Test::Data(paths) => questions(form, ui, "Data", paths),
        Test::Time(paths) => times(form, ui, paths),
        Test::Date(paths) => dates(form, ui, paths),
        Test::Split(paths) => split(form, ui, paths),
        Test::Experiment(experiment) => experiment::fields(form, ui, experiment),
        Test::Targeting(paths) => questions(form, ui, "Targeting", paths),
        Test::ProfileCap(cap) => {
            let id = cap.id.0.clone();
            form.within("paths", |form| form.within(&id, |form| profile_cap(form, ui, cap)));
        }
    }
    if matches!(condition.test, Test::Time(_) | Test::Date(_)) {
        hint_line(ui, &phrase("wait.in_zone", &[("zone", &journey.properties.zone)]));
        ui.add_space(6.0);
    }
    // An experiment has no path for others: a switch that an import left on is there to be switched off.
    let is_shared = matches!(condition.test, Test::Experiment(_));
    if !matches!(condition.test, Test::ProfileCap(_) | Test::Experiment(_)) || condition.other_path && is_shared {
        let question = word("inspector.matches_no_path");
        form.path(ui, OWNER, "other_path", question, OTHERS, &mut condition.other_path);
    }
    let ways = ways_of_failure(form);
    form.path(ui, OWNER, "error_path", &failure(&journey.properties), ways, &mut condition.error_path);
}

fn by(test: &Test) -> By {
    match test {
        Test::Data(_) => By::Data,
        Test::Time(_) => By::Time,
        Test::Date(_) => By::Date,
        Test::Split(_) => By::Split,
        Test::Experiment(_) => By::Experiment,
        Test::Targeting(_) => By::Targeting,
        Test::ProfileCap(_) => By::Cap,
    }
}

/// The same paths, with their ids and labels, chosen in another way: wires stay.
fn converted(test: &Test, by: By) -> Test {
    let mut paths: Vec<(BranchId, String)> = match test {
        Test::Data(paths) | Test::Targeting(paths) => {
            paths.iter().map(|path| (path.id.clone(), path.label.clone())).collect()
        }
        Test::Time(paths) => paths.iter().map(|path| (path.id.clone(), path.label.clone())).collect(),
        Test::Date(paths) => paths.iter().map(|path| (path.id.clone(), path.label.clone())).collect(),
        Test::Split(paths) | Test::Experiment(Experiment { treatments: paths, .. }) => {
            paths.iter().map(|path| (path.id.clone(), path.label.clone())).collect()
        }
        Test::ProfileCap(cap) => vec![(cap.id.clone(), cap.label.clone())],
    };
    if paths.is_empty() {
        paths.push((fresh(), String::new()));
    }
    // Chance divides people: one path alone would be no question.
    if matches!(by, By::Split | By::Experiment) && paths.len() == 1 {
        paths.push((BranchId("path-?2".to_owned()), String::new()));
    }
    // What asked people goes on asking the same.
    if let (By::Data | By::Targeting, Some(asked)) = (by, test.questions().filter(|asked| !asked.is_empty())) {
        return if by == By::Data { Test::Data(asked.to_vec()) } else { Test::Targeting(asked.to_vec()) };
    }
    let shares = even(paths.len());
    let paths = paths.into_iter();
    match by {
        By::Data => {
            Test::Data(paths.map(|(id, label)| DataPath { id, label, expression: Expression::default() }).collect())
        }
        By::Time => {
            Test::Time(paths.map(|(id, label)| TimePath { id, label, hours: None, days: Vec::new() }).collect())
        }
        By::Date => Test::Date(paths.map(|(id, label)| DatePath { id, label, from: None, to: None }).collect()),
        By::Split => {
            Test::Split(paths.zip(shares).map(|((id, label), share)| SplitPath { id, label, share }).collect())
        }
        By::Targeting => Test::Targeting(
            paths.map(|(id, label)| DataPath { id, label, expression: Expression::default() }).collect(),
        ),
        By::Experiment => {
            let path = |((id, label), share)| SplitPath { id, label, share };
            Test::Experiment(Experiment { treatments: paths.zip(shares).map(path).collect(), ..Experiment::default() })
        }
        By::Cap => {
            let (id, label) = paths.into_iter().next().unwrap_or((fresh(), String::new()));
            Test::ProfileCap(ProfileCap { id, label, limit: ProfileCap::DEFAULT_LIMIT })
        }
    }
}

pub(super) fn fresh() -> BranchId {
    BranchId("path-?1".to_owned())
}

pub(super) fn heading(label: &str, index: usize) -> String {
    let number = phrase("condition.path_number", &[("n", &(index + 1).to_string())]);
    if label.trim().is_empty() { number } else { label.to_owned() }
}

const MOST: usize = 100;

fn questions(form: &mut Form<'_>, ui: &mut Ui, variant: &'static str, paths: &mut Vec<DataPath>) {
    let row = Row {
        add: "condition.add",
        make: &|_| DataPath { id: fresh(), ..DataPath::default() },
        key: &|path: &DataPath, _| path.id.0.clone(),
        title: &|path: &DataPath, index| heading(&path.label, index),
        fold: None,
        at_most: MOST,
    };
    form.rows(ui, "Test", variant, paths, &row, |form, ui, path, _| {
        form.text(ui, "DataPath", "label", &mut path.label);
        form.condition(ui, "DataPath", "expression", &mut path.expression, &Wanted::condition());
    });
}

fn times(form: &mut Form<'_>, ui: &mut Ui, paths: &mut Vec<TimePath>) {
    let row = Row {
        add: "condition.add",
        make: &|_| TimePath { id: fresh(), ..TimePath::default() },
        key: &|path: &TimePath, _| path.id.0.clone(),
        title: &|path: &TimePath, index| heading(&path.label, index),
        fold: None,
        at_most: MOST,
    };
    form.rows(ui, "Test", "Time", paths, &row, |form, ui, path, _| {
        form.text(ui, "TimePath", "label", &mut path.label);
        form.weekdays(ui, "TimePath", "days", &mut path.days, Some("days.every"));
        let mut limited = path.hours.is_some();
        form.switch(ui, "TimePath", "hours", &mut limited);
        if limited != path.hours.is_some() {
            path.hours = limited.then(|| Hours { from: time(9, 0, 0, 0), to: time(17, 0, 0, 0) });
        }
        if let Some(hours) = &mut path.hours {
            ui.columns(2, |columns| {
                form.within("hours", |form| {
                    form.time(&mut columns[0], "Hours", "from", &mut hours.from);
                    form.time(&mut columns[1], "Hours", "to", &mut hours.to);
                });
            });
        }
    });
}

fn dates(form: &mut Form<'_>, ui: &mut Ui, paths: &mut Vec<DatePath>) {
    let row = Row {
        add: "condition.add",
        make: &|_| DatePath { id: fresh(), ..DatePath::default() },
        key: &|path: &DatePath, _| path.id.0.clone(),
        title: &|path: &DatePath, index| heading(&path.label, index),
        fold: None,
        at_most: MOST,
    };
    form.rows(ui, "Test", "Date", paths, &row, |form, ui, path, _| {
        form.text(ui, "DatePath", "label", &mut path.label);
        form.date_or_none(ui, "DatePath", "from", &mut path.from);
        form.date_or_none(ui, "DatePath", "to", &mut path.to);
    });
}

fn split(form: &mut Form<'_>, ui: &mut Ui, paths: &mut Vec<SplitPath>) {
    let row = Row {
        add: "condition.add",
        make: &|_| SplitPath { id: fresh(), ..SplitPath::default() },
        key: &|path: &SplitPath, _| path.id.0.clone(),
        title: &|path: &SplitPath, index| heading(&path.label, index),
        fold: None,
        at_most: MOST,
    };
    form.rows(ui, "Test", "Split", paths, &row, |form, ui, path, _| {
        form.text(ui, "SplitPath", "label", &mut path.label);
        form.percent(ui, "SplitPath", "share", &mut path.share);
    });
    let theme = Theme::of(ui.ctx());
    let total: u64 = paths.iter().map(|path| u64::from(path.share)).sum();
    let color = if total == 10_000 { theme.ok } else { theme.err };
    ui.horizontal(|ui| {
        let text = phrase("condition.total", &[("n", &share_text(total))]);
        ui.label(theme::rich(text, theme::CONTROL, Weight::SemiBold).color(color));
        if !paths.is_empty() && is_evenly_missing(form) && link(ui, word("condition.evenly")).clicked() {
            let shares = even(paths.len());
            for (path, share) in paths.iter_mut().zip(shares) {
                path.share = share;
            }
            form.changed(word("condition.evenly_step"));
        }
    });
}

/// Whether nothing that is wrong here offers the same already.
pub(super) fn is_evenly_missing(form: &Form<'_>) -> bool {
    !form.is_offered(word("condition.evenly"))
}

fn profile_cap(form: &mut Form<'_>, ui: &mut Ui, cap: &mut ProfileCap) {
    form.text(ui, "ProfileCap", "label", &mut cap.label);
    let mut limit = i64::try_from(cap.limit).unwrap_or(i64::MAX);
    form.number(ui, "ProfileCap", "limit", &mut limit, Range::from(1, "units.people"));
    cap.limit = u64::try_from(limit).unwrap_or(cap.limit);
    hint_line(ui, word("condition.cap_hint"));
    ui.add_space(6.0);
}

/// Shares of so many paths that make 100 %, the first ones taking what is left over.
pub(super) fn even(count: usize) -> Vec<u32> {
    let count = u32::try_from(count).unwrap_or(u32::MAX).max(1);
    (0..count).map(|index| 10_000 / count + u32::from(index < 10_000 % count)).collect()
}

pub(super) fn share_text(hundredths: u64) -> String {
    if hundredths.is_multiple_of(100) {
        (hundredths / 100).to_string()
    } else {
        format!("{}.{:02}", hundredths / 100, hundredths % 100)
    }
}
