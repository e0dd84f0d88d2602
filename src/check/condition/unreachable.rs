//! Somebody can take each path.

use std::cell::Cell;
use std::collections::BTreeMap;

use jiff::tz::TimeZone;

use super::asked::Asked;
use super::{change, conditions, open, path_name};
use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::expression::{Context, EvaluationError, Expr, ExprKind, Parsed, evaluate};
use crate::journey::{BranchId, Experiment, Port, Test, Value};

pub(super) const RULE: Rule = Rule {
    id: "waymark-unreachable-branch",
    aliases: &[],
    family: Family::Condition,
    severity: Severity::Warning,
    summary: "Somebody can take each path of a condition.",
    why: "The first path that fits is taken. A path that never fits, or that asks what a path above it has asked already, \
          is never taken: whatever stands on it reaches nobody.",
    sources: &[source::WAYMARK, source::CONDITIONS],
    flagged: || asking("@event{OrderPlaced.total} > 100").at_step("condition-2", "paths.path-2"),
    passing: || asking("@event{OrderPlaced.total} > 50"),
    mending: Mending::Offers("Takes the path away."),
    check: Check::Journey(check),
};

fn asking(second: &str) -> Sketch {
    let deciding = Sketch::event().then(steps::data(&["@event{OrderPlaced.total} > 100", second]));
    deciding.by(Port::Branch(steps::path(0))).then(steps::email())
}

/// A path that nobody takes: its place in the list, its id, and why.
struct Dead<'a> {
    index: usize,
    id: &'a BranchId,
    label: &'a str,
    why: String,
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (step, condition) in conditions(survey) {
        for dead in dead_paths(survey, &condition.test) {
            let message =
                format!("At {} nobody takes {}: {}.", survey.name(step), path_name(dead.label, dead.index), dead.why);
            let index = dead.index;
            findings.report(survey.field(step, &format!("paths.{}", dead.id)), message).suggested(
                "Take the path away",
                survey.mend().step(step, |activity| change(activity, |condition| without(&mut condition.test, index))),
            );
        }
    }
}

fn dead_paths<'a>(survey: &Survey<'a>, test: &'a Test) -> Vec<Dead<'a>> {
    match test {
        Test::Data(paths) | Test::Targeting(paths) => {
            let mut asked = Asked::default();
            let mut always: Option<usize> = None;
            let mut dead = Vec::new();
            for (index, path) in paths.iter().enumerate() {
                let parsed = survey.estate.language.parsed(path.expression.as_str());
                let above = |above: usize| path_name(&paths[above].label, above);
                // What is not filled in yet asks nothing that another path could ask too.
                let is_open = !open(&parsed, path.expression.as_str(), survey.estate.inventory()).is_empty();
                let question = parsed.sound().filter(|_| !is_open);
                let before = question.and_then(|question| asked.before(question));
                let constant = constant(&parsed);
                let why = if let Some(all) = always {
                    Some(format!("{} takes everybody", above(all)))
                } else if let Some(same) = before {
                    Some(format!("{} asks the same", above(same)))
                } else {
                    (constant == Some(false)).then(|| "its condition is never true".to_owned())
                };
                if let Some(why) = why {
                    dead.push(Dead { index, id: &path.id, label: &path.label, why });
                } else if question.is_some() && index + 1 < paths.len() {
                    asked.note(index, parsed.clone());
                }
                if always.is_none() && constant == Some(true) {
                    always = Some(index);
                }
            }
            dead
        }
        Test::Date(paths) => {
            let today = survey.estate.now.to_zoned(survey.journey.properties.time_zone()).date();
            let over = paths.iter().enumerate().filter_map(|(index, path)| {
                let last = path.to.filter(|last| *last < today && path.from.is_none_or(|first| first <= *last))?;
                Some(Dead { index, id: &path.id, label: &path.label, why: format!("its last day was {last}") })
            });
            over.collect()
        }
        Test::Split(paths) | Test::Experiment(Experiment { treatments: paths, .. }) => {
            let none = paths.iter().enumerate().filter(|(_, path)| path.share == 0);
            none.map(|(index, path)| Dead {
                index,
                id: &path.id,
                label: &path.label,
                why: "its share is 0 %".to_owned(),
            })
            .collect()
        }
        Test::Time(_) | Test::ProfileCap(_) => Vec::new(),
    }
}

fn without(test: &mut Test, index: usize) {
    match test {
        Test::Data(paths) | Test::Targeting(paths) => drop(paths.remove(index)),
        Test::Date(paths) => drop(paths.remove(index)),
        Test::Split(paths) | Test::Experiment(Experiment { treatments: paths, .. }) => drop(paths.remove(index)),
        Test::Time(_) | Test::ProfileCap(_) => {}
    }
}

/// What a condition always yields, for everybody and at any time.
fn constant(parsed: &Parsed) -> Option<bool> {
    let tree = parsed.sound()?;
    if looks_at_once(tree) {
        return None;
    }
    let nobody = Nobody { asked: Cell::new(false) };
    match evaluate(tree, &nobody) {
        Ok(Value::Boolean(truth)) if !nobody.asked.get() => Some(truth),
        _ => None,
    }
}

/// Whether the first thing that is worked out is a value of a person: most conditions begin so.
fn looks_at_once(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Field(_) => true,
        ExprKind::Parentheses(inner) | ExprKind::Prefix(_, inner) | ExprKind::Test(inner, _) => looks_at_once(inner),
        ExprKind::Chain(chain) => looks_at_once(&chain.first),
        _ => false,
    }
}

/// A world without a person and without time, which notes whether anything was asked of it.
struct Nobody {
    asked: Cell<bool>,
}

impl Nobody {
    fn asked<T>(&self, answer: T) -> T {
        self.asked.set(true);
        answer
    }
}

impl Context for Nobody {
    fn now_ms(&self) -> i64 {
        self.asked(0)
    }

    fn zone(&self) -> TimeZone {
        self.asked(TimeZone::UTC)
    }

    fn event(&self, _: &str, _: &[&str]) -> Value {
        self.asked(Value::Null)
    }

    fn source(&self, _: &str, _: &str, _: &[&str], _: &BTreeMap<String, Value>) -> Result<Value, EvaluationError> {
        self.asked(Ok(Value::Null))
    }

    fn action(&self, _: &str, _: &[&str]) -> Value {
        self.asked(Value::Null)
    }

    fn in_audience(&self, _: &str) -> bool {
        self.asked(false)
    }

    fn property(&self, _: &str) -> Value {
        self.asked(Value::Null)
    }

    fn random(&self) -> f64 {
        self.asked(0.0)
    }

    fn uuid(&self) -> String {
        self.asked(String::new())
    }

    fn decision(&self, _: &str, _: &[&str]) -> Value {
        self.asked(Value::Null)
    }

    fn dataset_lookup(&self, _: &str, _: &[&str]) -> Value {
        self.asked(Value::Null)
    }

    fn supplemental_id(&self) -> Value {
        self.asked(Value::Null)
    }
}
