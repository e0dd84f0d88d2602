//! Conditions: which path, and why. The first that fits, from top to bottom ("Conditions",
//! help/using/building-journeys/conditions.md).

use jiff::civil::{self, Time};

use crate::expression::EvaluationError;
use crate::journey::{BranchId, DatePath, Hours, Port, SplitPath, Test, TimePath, Weekday};
use crate::run::plan::{Choice, DataChoice, Trial};
use crate::run::world::World;
use crate::run::{Reason, words};

use super::leave::Departure;

/// Hundredths of a percent in a whole.
const WHOLE: u64 = 10_000;

/// Chooses.
pub(super) fn choose(
    world: &World<'_>,
    choice: &Choice,
    other_path: bool,
    forced: Option<&BranchId>,
) -> Result<Departure, EvaluationError> {
    Ok(match choice {
        Choice::Data(paths) => return by_data(world, paths, other_path),
        Choice::Time(paths) => by_time(world, paths, other_path),
        Choice::Date(paths) => by_date(world, paths, other_path),
        Choice::Split(paths) => by_chance(world, paths, &Trial::default(), forced),
        Choice::Experiment { treatments, trial } => by_chance(world, treatments, trial, forced),
        // A capped path is counted by whoever knows everybody.
        Choice::Cap(_) => Departure::by(Port::Other, ""),
    })
}

fn by_data(world: &World<'_>, paths: &[DataChoice], other_path: bool) -> Result<Departure, EvaluationError> {
    let mut looked_at: Vec<String> = Vec::new();
    for path in paths {
        let (holds, seen) = asks(world, path)?;
        if holds {
            let because = world.told(|| {
                let name = named(&path.label, &path.branch);
                if seen.is_empty() { name } else { format!("{name}: {}", seen.join(", ")) }
            });
            return Ok(Departure::by(Port::Branch(path.branch.clone()), because));
        }
        for part in seen {
            if !looked_at.contains(&part) {
                looked_at.push(part);
            }
        }
    }
    Ok(otherwise(other_path, &looked_at.join(", ")))
}

/// Whether somebody fits, and what was looked at.
pub(super) fn asks(world: &World<'_>, path: &DataChoice) -> Result<(bool, Vec<String>), EvaluationError> {
    world.seen();
    if path.formula.is_empty() {
        return Err(EvaluationError::Empty(format!("who takes {}", named(&path.label, &path.branch))));
    }
    let holds = path.formula.holds(world)?;
    Ok((holds, world.seen()))
}

/// The path of a time or date condition that somebody takes at this hour of their clock; none where none fits, or where
/// it is no such condition.
pub fn by_clock(test: &Test, clock: civil::DateTime) -> Option<&BranchId> {
    match test {
        Test::Time(paths) => paths.iter().find(|path| within(path, clock)).map(|path| &path.id),
        Test::Date(paths) => paths.iter().find(|path| spans(path, clock.date())).map(|path| &path.id),
        _ => None,
    }
}

fn by_time(world: &World<'_>, paths: &[TimePath], other_path: bool) -> Departure {
    let zoned = world.now.to_zoned(world.local_zone().clone());
    let moment = format!("{}, {}", Weekday::of(zoned.date()).name(), words::local(world.now, world.local_zone()));
    for path in paths {
        if within(path, zoned.datetime()) {
            let because = format!("{}: it is {moment}", named(&path.label, &path.id));
            return Departure::by(Port::Branch(path.id.clone()), because);
        }
    }
    otherwise(other_path, &format!("it is {moment}"))
}

/// A window across midnight belongs to the day on which it begins; one without length is the whole day.
fn within(path: &TimePath, now: civil::DateTime) -> bool {
    let listed = |date: Option<civil::Date>| {
        path.days.is_empty() || date.is_some_and(|date| path.days.contains(&Weekday::of(date)))
    };
    let (today, yesterday) = (Some(now.date()), now.date().yesterday().ok());
    match path.hours {
        None => listed(today),
        Some(Hours { from, to }) if from < to => listed(today) && (from..to).contains(&now.time()),
        Some(Hours { from, to }) if from > to => {
            (listed(today) && now.time() >= from) || (listed(yesterday) && before(now.time(), to))
        }
        Some(_) => listed(today),
    }
}

fn spans(path: &DatePath, today: civil::Date) -> bool {
    path.from.is_none_or(|from| from <= today) && path.to.is_none_or(|to| today <= to)
}

fn before(time: Time, end: Time) -> bool {
    time < end
}

fn by_date(world: &World<'_>, paths: &[DatePath], other_path: bool) -> Departure {
    let today = world.now.to_zoned(world.local_zone().clone()).date();
    let moment = format!("it is {today} in {}", words::zone_name(world.local_zone()));
    for path in paths {
        if spans(path, today) {
            let because = format!("{}: {moment}", named(&path.label, &path.id));
            return Departure::by(Port::Branch(path.id.clone()), because);
        }
    }
    otherwise(other_path, &moment)
}

/// Those who are held out leave here: a holdout is compared with, not written to.
fn by_chance(world: &World<'_>, paths: &[SplitPath], trial: &Trial, forced: Option<&BranchId>) -> Departure {
    match draw(world, 0, paths, trial, forced) {
        Drawn::Path(id, because) => Departure::by(Port::Branch(id), because),
        Drawn::HeldOut(because) => Departure::end(Reason::Completed, because),
        Drawn::Beyond { drawn, end } => {
            otherwise(false, &format!("drew {}, and the shares end at {} %", percent(drawn), percent(end)))
        }
    }
}

/// What chance gives somebody.
pub(super) enum Drawn {
    /// One of the paths, and why.
    Path(BranchId, String),
    /// Nothing, to be compared with, and why.
    HeldOut(String),
    /// None, since the shares do not make a whole.
    Beyond { drawn: u64, end: u64 },
}

/// Draws one of the paths. Those who are held out come first, so that their share stays the same whatever the
/// treatments are.
pub(super) fn draw(
    world: &World<'_>,
    draw: u64,
    paths: &[SplitPath],
    trial: &Trial,
    forced: Option<&BranchId>,
) -> Drawn {
    if let Some(path) = paths.iter().find(|path| Some(&path.id) == forced) {
        return Drawn::Path(path.id.clone(), format!("{}: chosen by the scenario", named(&path.label, &path.id)));
    }
    if let Some((id, at)) = &trial.fallback
        && let Some(path) = paths.iter().find(|path| path.id == *id)
        && world.now.to_zoned(world.program.zone.clone()).datetime() >= *at
    {
        // What did best shows in reports of real people only: here no experiment finds a winner.
        let because = format!(
            "{}: no winner is known here, so everybody gets it from {} on",
            named(&path.label, &path.id),
            words::wall_clock(*at, &world.program.zone)
        );
        return Drawn::Path(path.id.clone(), because);
    }
    let held = u64::from(trial.holdout).min(WHOLE);
    let drawn = world.causes().below(draw, WHOLE);
    if drawn < held {
        return Drawn::HeldOut(format!("held out: drew {}, which lies below {} %", percent(drawn), percent(held)));
    }
    let mut from = u64::from(trial.holdout);
    for path in paths {
        let to = from.saturating_add(u64::from(path.share));
        if drawn < to {
            let because = world.told(|| {
                let name = named(&path.label, &path.id);
                format!("{name}: drew {}, which lies from {} to {} %", percent(drawn), percent(from), percent(to))
            });
            return Drawn::Path(path.id.clone(), because);
        }
        from = to;
    }
    Drawn::Beyond { drawn, end: from }
}

fn otherwise(other_path: bool, seen: &str) -> Departure {
    let because = none_fits("path", seen);
    if other_path { Departure::by(Port::Other, because) } else { Departure::end(Reason::NoPath, because) }
}

/// That nothing of the kind fits, and what was looked at.
pub(super) fn none_fits(what: &str, seen: &str) -> String {
    if seen.is_empty() { format!("no {what} fits") } else { format!("no {what} fits: {seen}") }
}

pub(super) fn named(label: &str, branch: &BranchId) -> String {
    if label.is_empty() { branch.to_string() } else { label.to_owned() }
}

pub(super) fn percent(hundredths: u64) -> String {
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}
