//! What holds for the journey as a whole.

use egui::Ui;

use crate::designer::fields::{Form, Range, Subject};
use crate::designer::requests::Requests;
use crate::designer::session::Session;
use crate::designer::theme::{self, Theme, Weight};
use crate::designer::widgets::section;
use crate::designer::words::word;
use crate::edit::Edit;
use crate::edit::new::NewItem;
use crate::journey::{Journey, Kind, MergePolicy, Place, Properties, RuleDomain, RuleSet};
use crate::simulate::default_start;

use super::{exits, runs, schedule, versions};

pub(super) fn ui(ui: &mut Ui, session: &Session, journey: &Journey, focus: Option<&str>, requests: &mut Requests) {
    let theme = Theme::of(ui.ctx());
    let name = if journey.name.trim().is_empty() { word("inspector.unnamed") } else { &journey.name };
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 1.0;
        ui.add(egui::Label::new(theme::rich(name, theme::TITLE, Weight::SemiBold)).truncate());
        ui.label(theme::rich(word("inspector.journey"), theme::SMALL, Weight::Regular).color(theme.muted));
    });
    ui.add_space(8.0);
    head(ui, session, journey, focus, requests);
    let mut draft = journey.properties.clone();
    let mut form = Form::new(session, subject(journey), focus, requests);
    form.skip_fields(&["name", "description", "tags", "note"]);
    form.within("properties", |form| properties(form, ui, &mut draft, journey));
    runs::ui(ui, session, journey, form.asking());
    versions::ui(ui, session, journey, form.asking());
    form.other_findings(ui);
    form.finish(|| Edit::SetProperties { journey: journey.id.clone(), properties: Box::new(draft) });
}

fn subject(journey: &Journey) -> Subject<'_> {
    let place = Place::journey(&journey.id);
    Subject { place, name: journey.name.clone(), journey: Some(journey), activity: None }
}

fn head(ui: &mut Ui, session: &Session, journey: &Journey, focus: Option<&str>, requests: &mut Requests) {
    let (mut name, mut description) = (journey.name.clone(), journey.description.clone());
    let (mut tags, mut note) = (journey.tags.clone(), journey.note.clone());
    let mut form = Form::new(session, subject(journey), focus, requests);
    form.text(ui, "Journey", "name", &mut name);
    form.text_area(ui, "Journey", "description", &mut description);
    form.list(ui, "Journey", "tags", &mut tags);
    form.text_area(ui, "Journey", "note", &mut note);
    form.kept(ui, "Journey", "extra", &journey.extra);
    form.shown(ui, "Journey", "id", journey.id.as_str());
    form.finish(|| Edit::SetHead { journey: journey.id.clone(), name, description, tags, note });
}

fn properties(form: &mut Form<'_>, ui: &mut Ui, draft: &mut Properties, journey: &Journey) {
    const OWNER: &str = "Properties";
    section(ui, word("inspector.when"));
    form.zone(ui, OWNER, "zone", &mut draft.zone);
    form.switch(ui, OWNER, "use_profile_zone", &mut draft.use_profile_zone);
    let zone = draft.zone.clone();
    // The first days of the year in which nothing else is said: the person then types the day that is meant.
    let begin = default_start();
    form.instant_or_none(ui, OWNER, "start", &mut draft.start, &zone, begin);
    form.instant_or_none(ui, OWNER, "end", &mut draft.end, &zone, begin);
    section(ui, word("inspector.again"));
    form.within("reentrance", |form| {
        form.switch(ui, "Reentrance", "allowed", &mut draft.reentrance.allowed);
        if draft.reentrance.allowed {
            form.duration(ui, "Reentrance", "wait", &mut draft.reentrance.wait);
        }
    });
    exits::ui(form, ui, &mut draft.exit_criteria);
    let read = journey.activities.iter().any(|step| matches!(step.kind, Kind::ReadAudience(_)));
    let business = journey.activities.iter().any(|step| matches!(step.kind, Kind::BusinessEvent(_)));
    if read || draft.schedule != Properties::default().schedule {
        schedule::ui(form, ui, &mut draft.schedule);
    }
    if business || draft.allow_several_executions {
        form.switch(ui, OWNER, "allow_several_executions", &mut draft.allow_several_executions);
    }
    section(ui, word("inspector.limits"));
    let range = Range::within(form.limits().call_timeout_seconds, "units.seconds");
    form.number(ui, OWNER, "timeout_seconds", &mut draft.timeout_seconds, range);
    let rules = |known: &RuleSet| known.domain == RuleDomain::Journey;
    form.reference::<RuleSet>(ui, OWNER, "rule_set", &mut draft.rule_set, rules, NewItem::JourneyRules);
    let range = Range::within(form.limits().priority, "units.none");
    form.number_or_none(ui, OWNER, "priority", &mut draft.priority, range);
    form.reference::<MergePolicy>(ui, OWNER, "merge_policy", &mut draft.merge_policy, |_| true, NewItem::MergePolicy);
    section(ui, word("inspector.measured"));
    form.list(ui, OWNER, "metrics", &mut draft.metrics);
    form.list(ui, OWNER, "access_labels", &mut draft.access_labels);
}
