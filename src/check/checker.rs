//! The checker: runs all rules, keeps what an edit cannot have changed.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;

use super::platform;
use super::survey::crowd::Crowds;
use super::survey::load::Load;
use super::survey::rate::Rush;
use super::survey::{Estate, Flow, Language, Outline, Survey};
use super::{Check, Finding, Findings, Report, Rule, Severity, Suppressed, Volumes, rules};
use crate::expression::Scope;
use crate::journey::{Inventory, Journey, JourneyId, Organization, Place, Platform, Settings, Version, Workspace};

/// Runs the rules. Keep one per open workspace: the second check costs a fraction of the first.
#[derive(Default)]
pub struct Checker {
    off: Vec<&'static str>,
    volumes: Option<Arc<Volumes>>,
    around: Option<Around>,
    crowds: Crowds,
    language: Language,
    journeys: BTreeMap<JourneyId, Kept>,
    shared: Vec<Ranked>,
}

/// What the findings of every journey may depend on. If any of it changes, all are found anew.
#[derive(PartialEq)]
struct Around {
    inventory: Same<Inventory>,
    settings: Same<Settings>,
    organization: Option<Same<Organization>>,
    platform: Platform,
    now: Timestamp,
    volumes: Option<Same<Volumes>>,
    outlines: BTreeMap<JourneyId, Outline>,
    targets: Vec<Same<Journey>>,
    versions: Vec<Same<Version>>,
}

/// A shared part that counts as unchanged as long as it is the same allocation; holding it keeps its address taken.
struct Same<T>(Arc<T>);

impl<T> PartialEq for Same<T> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// What is kept of a journey between two checks.
struct Kept {
    journey: Arc<Journey>,
    versions: Vec<Same<Version>>,
    outline: Outline,
    /// `None` until it is worked out with the inventory of now.
    load: Option<Load>,
    /// `None` until it is checked with what is around it now.
    findings: Option<Vec<Ranked>>,
}

/// A finding with its rank in the report.
struct Ranked {
    rank: Rank,
    finding: Arc<Finding>,
    /// Why somebody lives with it, where somebody does.
    suppressed: Option<Arc<str>>,
}

/// Weight, then whether it concerns one journey and one activity, then left to right, top to bottom, then rule.
type Rank = (Severity, Option<JourneyId>, Option<(i32, i32)>, usize);

impl Checker {
    /// A checker that knows nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The same without this rule, on every platform.
    #[must_use]
    pub fn without(mut self, rule: &'static str) -> Self {
        self.off.push(rule);
        self
    }

    /// From now on rules about volumes take their figures from this forecast, as long as the document is the one of which
    /// it was made; from what is stated where there is none, or the document is another by now.
    pub fn take_figures(&mut self, volumes: Option<Arc<Volumes>>) {
        self.volumes = volumes;
    }

    /// All findings of this revision. `now` is taken to the minute.
    pub fn check(&mut self, workspace: &Workspace, platform: Platform, now: Timestamp) -> Report {
        let mut flows = self.take_in(workspace);
        let volumes = self.volumes.clone().filter(|volumes| volumes.hold_for(workspace));
        let around = Around {
            inventory: Same(workspace.inventory.clone()),
            settings: Same(workspace.settings.clone()),
            organization: workspace.organization.clone().map(Same),
            platform,
            now: whole_minute(now),
            volumes: volumes.clone().map(Same),
            outlines: self.outlines(workspace),
            targets: workspace.outlines.values().cloned().map(Same).collect(),
            versions: workspace.versions.values().cloned().map(Same).collect(),
        };
        let before = self.around.as_ref();
        let same_inventory = before.is_some_and(|before| before.inventory == around.inventory);
        if !same_inventory {
            self.language.move_to(Scope::of(&workspace.inventory));
        }
        let same_figures = before.is_some_and(|before| before.volumes == around.volumes);
        if !same_inventory || !same_figures || before.is_none_or(|before| before.platform != platform) {
            self.journeys.values_mut().for_each(|kept| kept.load = None);
        }
        // People may jump in where they did not before, or no longer do.
        let (met, were_met) = (jumped_into(&around.outlines), before.map(|before| jumped_into(&before.outlines)));
        for (id, kept) in &mut self.journeys {
            if were_met.as_ref().is_some_and(|were_met| were_met.contains(id) != met.contains(id)) {
                kept.load = None;
            }
        }
        let active = self.active(platform);
        let estate = Estate {
            workspace,
            platform,
            numbers: platform::numbers(platform),
            now: around.now,
            outlines: &around.outlines,
            volumes: volumes.as_deref(),
            language: &self.language,
            crowds: OnceCell::new(),
        };
        // First what each journey asks of other systems, then all of them together, then the rules.
        for (id, journey) in &workspace.journeys {
            if self.journeys.get(id).is_some_and(|kept| kept.load.is_none()) {
                flows.entry(id).or_insert_with(|| Flow::of(journey));
            }
        }
        let mut surveys: BTreeMap<&JourneyId, Survey<'_>> = BTreeMap::new();
        for (id, kept) in self.journeys.iter_mut().filter(|(_, kept)| kept.load.is_none()) {
            let (Some((id, journey)), Some(flow)) = (workspace.journeys.get_key_value(id), flows.get(id)) else {
                continue;
            };
            let rush = Rush::of(&estate, id, flow);
            // Where people come by no entry that somebody counted, they may still jump in.
            kept.load = Some(if rush.is_some() || met.contains(id) {
                Load::of(surveys.entry(id).or_insert_with(|| Survey::of(&estate, journey, flow)), rush)
            } else {
                Load::default()
            });
        }
        let loads = self.journeys.iter().filter_map(|(id, kept)| Some((id, kept.load.as_ref()?)));
        let crowds = estate.crowds.get_or_init(|| Crowds::of(&estate, loads));
        let settled = self.around.as_ref() == Some(&around) && self.crowds == *crowds;
        if !settled {
            self.journeys.values_mut().for_each(|kept| kept.findings = None);
            self.shared = check_shared(&estate, &active);
        }
        for (id, kept) in &mut self.journeys {
            if kept.findings.is_none()
                && let Some(journey) = workspace.journeys.get(id)
            {
                let worked_out;
                let flow = match flows.get(id) {
                    Some(flow) => flow,
                    None => {
                        worked_out = Flow::of(journey);
                        &worked_out
                    }
                };
                kept.findings = Some(match surveys.get(id) {
                    Some(survey) => check_journey(survey, &active),
                    None => check_journey(&Survey::of(&estate, journey, flow), &active),
                });
            }
        }
        self.crowds = estate.crowds().clone();
        drop(surveys);
        self.around = Some(around);
        self.report()
    }

    /// Notes which journeys are new or other than before; yields their shapes.
    fn take_in<'a>(&mut self, workspace: &'a Workspace) -> BTreeMap<&'a JourneyId, Flow<'a>> {
        self.journeys.retain(|id, _| workspace.journeys.contains_key(id));
        let mut flows = BTreeMap::new();
        for (id, journey) in &workspace.journeys {
            let versions: Vec<_> = workspace.versions_of(id).cloned().map(Same).collect();
            let same = |kept: &Kept| Arc::ptr_eq(&kept.journey, journey) && kept.versions == versions;
            if self.journeys.get(id).is_some_and(same) {
                continue;
            }
            let flow = Flow::of(journey);
            let outline = Outline::of(journey, &flow);
            flows.insert(id, flow);
            self.journeys
                .insert(id.clone(), Kept { journey: journey.clone(), versions, outline, load: None, findings: None });
        }
        flows
    }

    /// Outlines of the journeys here and of those elsewhere that a definition jumps to.
    fn outlines(&self, workspace: &Workspace) -> BTreeMap<JourneyId, Outline> {
        let elsewhere = workspace.outlines.iter();
        let mut outlines: BTreeMap<_, _> =
            elsewhere.map(|(id, journey)| (id.clone(), Outline::of(journey, &Flow::of(journey)))).collect();
        outlines.extend(self.journeys.iter().map(|(id, kept)| (id.clone(), kept.outline.clone())));
        outlines
    }

    /// The rules that are on, with their place in the documentation and their weight.
    fn active(&self, platform: Platform) -> Vec<Active> {
        let on = rules().iter().enumerate().filter(|(_, rule)| !self.off.contains(&rule.id));
        on.filter_map(|(number, rule)| Some(Active { number, rule, severity: platform::severity(rule, platform)? }))
            .collect()
    }

    fn report(&self) -> Report {
        let kept = self.journeys.values().filter_map(|kept| kept.findings.as_ref()).flatten();
        let mut ranked: Vec<&Ranked> = self.shared.iter().chain(kept).collect();
        ranked.sort_by(|a, b| a.rank.cmp(&b.rank));
        let mut report = Report::default();
        for Ranked { finding, suppressed, .. } in ranked {
            match suppressed {
                None => report.findings.push(finding.clone()),
                Some(reason) => {
                    report.suppressed.push(Suppressed { finding: finding.clone(), reason: reason.clone() });
                }
            }
        }
        report
    }
}

struct Active {
    number: usize,
    rule: &'static Rule,
    severity: Severity,
}

fn check_shared(estate: &Estate<'_>, active: &[Active]) -> Vec<Ranked> {
    let mut found = Vec::new();
    for Active { number, rule, severity } in active {
        if let Check::Workspace(check) = rule.check {
            let mut findings = Findings::new(rule.id, *severity);
            check(estate, &mut findings);
            let rank = |finding: &Finding| (finding.severity, None, None, *number);
            let ranked = findings.into_list().into_iter().map(|finding| Ranked {
                rank: rank(&finding),
                finding: Arc::new(finding),
                suppressed: None,
            });
            found.extend(ranked);
        }
    }
    found
}

fn check_journey(survey: &Survey<'_>, active: &[Active]) -> Vec<Ranked> {
    let mut found = Vec::new();
    for Active { number, rule, severity } in active {
        if let Check::Journey(check) = rule.check {
            let mut findings = Findings::new(rule.id, *severity);
            check(survey, &mut findings);
            let ranked = findings.into_list().into_iter().map(|finding| Ranked {
                rank: (finding.severity, finding.place.journey.clone(), stands_at(survey, &finding.place), *number),
                suppressed: suppressed(survey, rule, &finding),
                finding: Arc::new(finding),
            });
            found.extend(ranked);
        }
    }
    found
}

/// Why somebody lives with the finding, where its activity says so. What a platform refuses nobody can live with.
fn suppressed(survey: &Survey<'_>, rule: &Rule, finding: &Finding) -> Option<Arc<str>> {
    if !finding.can_be_lived_with() {
        return None;
    }
    let activity = survey.flow.step(finding.place.activity.as_ref()?)?.activity;
    let said = activity.suppressed.iter().find(|known| rule.answers_to(&known.rule) && !known.reason.is_empty())?;
    Some(said.reason.as_str().into())
}

/// Where the place stands on the canvas; a wire stands where it begins.
fn stands_at(survey: &Survey<'_>, place: &Place) -> Option<(i32, i32)> {
    if let Some(activity) = &place.activity {
        return survey.flow.step(activity).map(|step| step.at);
    }
    let wire = place.connection.as_ref()?;
    let wire = survey.flow.wires.iter().find(|known| &known.connection.id == wire)?;
    Some(survey.flow.steps[wire.from].at)
}

fn whole_minute(now: Timestamp) -> Timestamp {
    let second = now.as_second();
    Timestamp::from_second(second - second.rem_euclid(60)).unwrap_or(now)
}

/// The journeys to which others jump.
fn jumped_into(outlines: &BTreeMap<JourneyId, Outline>) -> BTreeSet<JourneyId> {
    outlines.values().flat_map(|outline| &outline.jumps).cloned().collect()
}
