//! Experiments and rules over contents, as their pane asks for them: of paths, and of what a message says.

use crate::exchange::build_sheet::page::{Row, code, row, yes_no};
use crate::exchange::build_sheet::{Sheet, writing};
use crate::expression::title;
use crate::journey::{
    BranchId, ContentExperiment, ContentTargeting, Experiment, ExperimentKind, Message, Optimization, Scaling,
};

use super::path_name;

/// The rows of a path experiment.
pub(super) fn of_paths(experiment: &Experiment) -> Vec<Row> {
    let mut rows = vec![row("Method", "Experiment"), row("Success metric", &*experiment.metric), kind(experiment.kind)];
    for (index, path) in experiment.treatments.iter().enumerate() {
        rows.push((title::capitalized(&path_name(index + 1, &path.label)), percent(path.share)));
    }
    rows.extend(holdout(experiment.holdout));
    rows.extend(experiment.end.map(|end| row("Experiment ends", end.to_string())));
    let ids = experiment.treatments.iter().enumerate();
    let ids = ids.map(|(index, path)| (&path.id, path_name(index + 1, &path.label))).collect::<Vec<_>>();
    rows.extend(experiment.scaling.iter().flat_map(|scaling| scaled(scaling, &ids)));
    rows
}

/// The rows of the section *Optimization* of a message.
pub(super) fn of_message(message: &Message, sheet: &Sheet<'_>) -> Vec<Row> {
    match &message.optimization {
        None => Vec::new(),
        Some(Optimization::Experiment(experiment)) => of_contents(experiment),
        Some(Optimization::Targeting(targeting)) => of_rules(targeting, sheet),
    }
}

fn of_contents(experiment: &ContentExperiment) -> Vec<Row> {
    let mut rows = vec![
        row("Optimization", "Create experiment"),
        row("Success metric", &*experiment.metric),
        kind(experiment.kind),
    ];
    let mut ids = Vec::new();
    for (index, (id, label, share)) in experiment.shares().enumerate() {
        let name = treatment_name(index, label);
        rows.push((name.clone(), percent(share)));
        ids.push((id, name));
    }
    rows.extend(holdout(experiment.holdout));
    rows.extend(experiment.end.map(|end| row("Experiment ends", end.to_string())));
    rows.extend(experiment.scaling.iter().flat_map(|scaling| scaled(scaling, &ids)));
    rows
}

fn of_rules(targeting: &ContentTargeting, sheet: &Sheet<'_>) -> Vec<Row> {
    let mut rows = vec![row("Optimization", "Create targeting rule")];
    for (index, rule) in targeting.rules.iter().enumerate() {
        let asked = writing::expression(&sheet.definition.inventory, rule.expression.as_str());
        rows.push((rule_name(index, &rule.label), format!("Create rule > Create new: {}", code(&asked))));
    }
    rows.push(row("Enable fallback content", yes_no(targeting.fallback)));
    rows
}

/// For whom the texts are that stand below, where a message does not say the same to everybody.
pub(super) fn heading(message: &Message, id: Option<&BranchId>) -> Option<String> {
    match message.optimization.as_ref()? {
        Optimization::Experiment(experiment) => {
            let mut shares = experiment.shares().enumerate();
            let (index, (_, label, _)) = shares.find(|(_, (known, ..))| Some(*known) == id)?;
            Some(format!("{}:", treatment_name(index, label)))
        }
        Optimization::Targeting(targeting) => {
            let place = targeting.rules.iter().position(|rule| Some(&rule.id) == id);
            Some(match place.map(|index| (index, &targeting.rules[index])) {
                Some((index, rule)) => format!("{}:", rule_name(index, &rule.label)),
                None => "Fallback content:".to_owned(),
            })
        }
    }
}

fn treatment_name(index: usize, label: &str) -> String {
    let letter = u32::try_from(index).ok().and_then(|index| char::from_u32(u32::from('A') + index));
    let number = letter.filter(char::is_ascii_uppercase).map_or_else(|| (index + 1).to_string(), String::from);
    if label.is_empty() { format!("Treatment {number}") } else { format!("Treatment {number}, title {}", code(label)) }
}

fn rule_name(index: usize, label: &str) -> String {
    if label.is_empty() { format!("Rule {}", index + 1) } else { format!("Rule {}, name {}", index + 1, code(label)) }
}

fn kind(kind: ExperimentKind) -> Row {
    let name = match kind {
        ExperimentKind::Fixed => "A/B experiment",
        ExperimentKind::Adaptive => "Multi-armed bandit",
    };
    row("Experiment type", name)
}

fn holdout(share: u32) -> Option<Row> {
    (share > 0).then(|| row("Holdout", percent(share)))
}

fn scaled(scaling: &Scaling, treatments: &[(&BranchId, String)]) -> Vec<Row> {
    let when = scaling.at.map_or_else(|| "as soon as a winner is found".to_owned(), |at| format!("at {at}"));
    let otherwise = match &scaling.fallback {
        None => "continue the experiment until its end".to_owned(),
        Some(fallback) => {
            let known = treatments.iter().find(|(id, _)| Some(*id) == fallback.treatment.as_ref());
            let name = known.map_or("the alternative treatment", |(_, name)| name.as_str());
            let at = fallback.at.map_or_else(|| "[when]".to_owned(), |at| at.to_string());
            format!("scale {name} at {at}")
        }
    };
    vec![row("Auto-scale the winner", when), row("If no winner is found", otherwise)]
}

fn percent(share: u32) -> String {
    format!("{}.{:02} %", share / 100, share % 100)
}
