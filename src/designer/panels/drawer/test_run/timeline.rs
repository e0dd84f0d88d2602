//! The run as a line of steps in virtual time, with what happened to the person meanwhile, and the buttons that move
//! along it.

use egui::accesskit::Role;
use egui::style::ScrollAnimation;
use egui::{Align2, Pos2, Rect, ScrollArea, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};
use jiff::Timestamp;

use super::super::outcome;
use super::ask::Ask;
use super::tell;
use crate::designer::clock::Clock;
use crate::designer::icons::{self, Icon};
use crate::designer::names;
use crate::designer::pen::Pen;
use crate::designer::rehearsal::Rehearse;
use crate::designer::requests::{Request, Requests};
use crate::designer::session::Session;
use crate::designer::theme::{SMALL, Theme, Weight, blend, font, one_line, rich};
use crate::designer::trail;
use crate::designer::widgets::{hint_line, primary_if, secondary, secondary_if};
use crate::designer::words::{phrase, word};
use crate::journey::{Family, Happening, Kind, Scenario};
use crate::simulate::{Run, Step};

/// Width of a step, where there is room; narrower before the beginning of the run would be cut off.
const EACH: f32 = 118.0;
/// Width of a step that can still be read.
const NARROW: f32 = 68.0;

/// Draws the line and its buttons.
pub fn ui(ui: &mut Ui, session: &Session, asks: &mut Vec<Ask>, requests: &mut Requests) {
    let rehearsal = session.rehearsal();
    let Some(run) = rehearsal.run() else {
        // Nobody came in: what is missing is something that lets them in.
        hint_line(ui, word("test_run.nobody"));
        ui.add_space(4.0);
        if primary_if(ui, true, word("happens.add_short")).clicked() {
            asks.push(Ask::AddHappening);
        }
        return;
    };
    if run.steps.is_empty() {
        hint_line(ui, &outcome::of_run(run, session).0);
    } else {
        let whose = rehearsal.chosen() as u64;
        match strip(ui, run, (whose, rehearsal.step()), rehearsal.scenario(), session) {
            Some(Chosen::Step(step)) => requests.push(Request::Rehearse(Rehearse::Look(step))),
            Some(Chosen::Happening(number)) => asks.push(Ask::EditHappening(number)),
            None => {}
        }
    }
    buttons(ui, run, session, asks, requests);
}

/// What was clicked on the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chosen {
    /// The step of this number.
    Step(usize),
    /// The happening of this number.
    Happening(usize),
}

/// Draws the line of a run alone, with what a scenario has happen meanwhile; `whose` tells runs apart. What was
/// clicked.
pub fn strip(
    ui: &mut Ui,
    run: &Run,
    (whose, look): (u64, usize),
    scenario: Option<&Scenario>,
    session: &Session,
) -> Option<Chosen> {
    let area = ScrollArea::horizontal().id_salt("timeline").auto_shrink([false, true]);
    area.show(ui, |ui| line(ui, run, (whose, look), scenario, session)).inner
}

/// A place on the line.
enum Mark<'a> {
    Step(usize, &'a Step),
    /// Something that happened to the person between their steps.
    Happening(usize, &'a Happening, Timestamp),
}

/// Steps and what happened between the first and the last of them, in order of time.
fn marks<'a>(run: &'a Run, scenario: Option<&'a Scenario>) -> Vec<Mark<'a>> {
    let (first, last) = (run.steps.first().map(|step| step.at), run.end.at);
    let meant = |(_, happening, at): &(usize, &Happening, Timestamp)| {
        let at = *at;
        let theirs = happening.profile.as_ref().is_none_or(|profile| profile == &run.profile);
        theirs && first.is_some_and(|first| at > first) && at <= last
    };
    let known = scenario.iter().flat_map(|scenario| {
        let timed =
            |(index, happening): (usize, &'a Happening)| (index, happening, tell::moment(scenario, happening.after));
        scenario.happenings.iter().enumerate().map(timed)
    });
    let mut happened = known.filter(meant).collect::<Vec<_>>().into_iter().peekable();
    let mut marks = Vec::with_capacity(run.steps.len());
    for (index, step) in run.steps.iter().enumerate() {
        while let Some((number, happening, at)) = happened.next_if(|(.., at)| *at <= step.at) {
            marks.push(Mark::Happening(number, happening, at));
        }
        marks.push(Mark::Step(index, step));
    }
    marks.extend(happened.map(|(number, happening, at)| Mark::Happening(number, happening, at)));
    marks
}

fn line(
    ui: &mut Ui,
    run: &Run,
    (whose, look): (u64, usize),
    scenario: Option<&Scenario>,
    session: &Session,
) -> Option<Chosen> {
    let theme = Theme::of(ui.ctx());
    let marks = marks(run, scenario);
    let mut chosen = None;
    let each = (ui.available_width() / marks.len().max(1) as f32).clamp(NARROW, EACH);
    let width = each * marks.len() as f32;
    let shown = ui.available_width();
    let (rect, scrubbed) = ui.allocate_exact_size(vec2(width.max(shown), 106.0), Sense::drag());
    let center = |place: usize| pos2(rect.left() + each * (place as f32 + 0.5), rect.top() + 28.0);
    let room = |place: usize| {
        let half = vec2(each * 0.5 - 2.0, 0.0);
        Rect::from_min_max(center(place) - half - vec2(0.0, 24.0), center(place) + half + vec2(0.0, 72.0))
    };
    let looked = marks.iter().position(|mark| matches!(mark, Mark::Step(index, _) if *index == look));
    let looked = looked.unwrap_or_default();
    let last = marks.len().saturating_sub(1);
    // Brought into view when it is another one; then it may be scrolled away.
    let (seen, now) = (ui.scope_id().with("seen"), (whose, look, shown as i32, run.steps.len()));
    let comes_into_view = ui.data(|data| data.get_temp(seen)) != Some(now);
    ui.data_mut(|data| data.insert_temp(seen, now));
    ui.painter().line_segment([center(0), center(last)], Stroke::new(3.0, theme.border));
    ui.painter().line_segment([center(0), center(looked)], Stroke::new(3.0, theme.accent));
    for (place, mark) in marks.iter().enumerate() {
        match mark {
            Mark::Step(index, step) => {
                let response =
                    self::mark(ui, (*index, step), run, room(place), (place <= looked, *index == look), session);
                if *index == look && comes_into_view {
                    ui.scroll_to_rect_animation(response.rect, None, ScrollAnimation::none());
                }
                if response.clicked() {
                    chosen = Some(Chosen::Step(*index));
                }
            }
            Mark::Happening(number, happening, at) => {
                if happened(ui, (happening, *at), run, room(place), place <= looked, session) {
                    chosen = Some(Chosen::Happening(*number));
                }
            }
        }
    }
    // Whoever pulls along the line goes through the time of the run.
    if let Some(at) = scrubbed.interact_pointer_pos().filter(|_| scrubbed.dragged()) {
        let far = |place: usize| (center(place).x - at.x).abs();
        let steps = marks.iter().enumerate().filter_map(|(place, mark)| match mark {
            Mark::Step(index, _) => Some((place, *index)),
            Mark::Happening(..) => None,
        });
        let nearest = steps.min_by(|one, other| far(one.0).total_cmp(&far(other.0))).map(|(_, index)| index);
        chosen = nearest.filter(|index| *index != look).map(Chosen::Step).or(chosen);
    }
    ui.painter().vline(center(looked).x, rect.top()..=rect.top() + 8.0, Stroke::new(2.0, theme.accent));
    chosen
}

/// What happened from outside: a diamond on the line, smaller than a step; true where it was clicked.
fn happened(
    ui: &mut Ui,
    (happening, at): (&Happening, Timestamp),
    run: &Run,
    room: Rect,
    is_past: bool,
    session: &Session,
) -> bool {
    let theme = Theme::of(ui.ctx());
    let center = pos2(room.center().x, room.top() + 24.0);
    let name = tell::what(&happening.what, session);
    let clock = Clock::of(run, session.zone());
    let time = clock.at(at);
    let response = ui.interact(room, ui.scope_id().with(("happened", center.x as i32)), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("{name}, {time}")));
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(room, 8.0, theme.hover);
    }
    let hue = if is_past { theme.entry } else { blend(theme.panel, theme.entry, 0.5) };
    let corner = |x: f32, y: f32| center + vec2(x, y) * 8.0;
    let corners = vec![corner(0.0, -1.0), corner(1.0, 0.0), corner(0.0, 1.0), corner(-1.0, 0.0)];
    ui.painter().add(egui::Shape::convex_polygon(corners, theme.panel, Stroke::new(2.0, hue)));
    let color = if is_past { theme.text } else { theme.muted };
    words(ui, room, center, (&name, color, Weight::Medium), &clock.lines(at));
    response.on_hover_text(format!("{name}\n{time}")).clicked()
}

/// The name under a mark, and when it was in one or two lines.
fn words(ui: &Ui, room: Rect, center: Pos2, (name, color, weight): (&str, egui::Color32, Weight), time: &str) {
    let theme = Theme::of(ui.ctx());
    let painter = ui.painter().with_clip_rect(room.expand2(vec2(1.0, 0.0)).intersect(ui.clip_rect()));
    let galley = painter.layout_job(one_line(name, font(SMALL + 0.5, weight), color, room.width() - 8.0));
    let left = (center.x - galley.size().x * 0.5).max(room.left() + 4.0);
    painter.galley(pos2(left, center.y + 20.0), galley, color);
    for (row, line) in time.lines().enumerate() {
        let at = center + vec2(0.0, 46.0 + 15.0 * row as f32);
        painter.text(at, Align2::CENTER_CENTER, line, font(SMALL, Weight::Regular), theme.muted);
    }
}

fn mark(
    ui: &mut Ui,
    (index, step): (usize, &Step),
    run: &Run,
    room: Rect,
    (is_past, is_now): (bool, bool),
    session: &Session,
) -> egui::Response {
    let theme = Theme::of(ui.ctx());
    let center = pos2(room.center().x, room.top() + 24.0);
    let name = session.activity_name(&run.journey, &step.activity).unwrap_or_else(|| step.activity.to_string());
    let journey = session.workspace().journeys.get(&run.journey);
    let activity = journey.and_then(|journey| journey.activity(&step.activity));
    let stays = activity.is_some_and(|it| matches!(it.kind, Kind::Wait(_)) || it.kind.timeout().is_some());
    let clock = Clock::of(run, session.zone());
    // When somebody came is told by the step before: a wait says until when, and all of it under the pointer.
    let (time, lines) = match trail::begin(&run.steps, index).filter(|_| stays) {
        Some(begin) => (clock.span(begin, step.at), clock.until(begin, step.at)),
        None => (clock.at(step.at), clock.lines(step.at)),
    };
    let id = ui.scope_id().with(("step", step.activity.as_str(), center.x as i32));
    let response = ui.interact(room, id, Sense::click());
    let is_misfit = outcome::misfits(run, index).next().is_some();
    let doubt = if is_misfit { format!(", {}", word("test_run.misfit")) } else { String::new() };
    response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, is_now, format!("{name}, {time}{doubt}")));
    if is_now || response.hovered() {
        ui.painter().rect_filled(room, 8.0, if is_now { theme.accent_soft } else { theme.hover });
        let stroke = Stroke::new(3.0, if is_past { theme.accent } else { theme.border });
        ui.painter().line_segment([pos2(room.left(), center.y), center], stroke);
    }
    let (icon, family) = activity.map_or((Icon::End, Family::Flow), |activity| {
        let waits = activity.kind.timeout().is_some();
        (Icon::of(&activity.kind), if waits { Family::Flow } else { activity.kind.family() })
    });
    let hue = if outcome::failed(step) { theme.err } else { theme.family(family) };
    let hue = if is_past { hue } else { blend(theme.panel, hue, 0.5) };
    let mut pen = Pen::new(ui.pixels_per_point());
    icons::tile(&mut pen, center, 28.0, icon, hue, blend(theme.panel, hue, 0.14));
    ui.painter().extend(pen.take());
    if is_misfit {
        ui.painter().circle(center + vec2(12.0, -12.0), 5.0, theme.warn, Stroke::new(2.0, theme.panel));
    }
    let (color, weight) = if is_past { (theme.text, Weight::SemiBold) } else { (theme.muted, Weight::Medium) };
    words(ui, room, center, (&name, color, weight), &lines);
    response.on_hover_text(format!("{name}\n{time}\n{}{doubt}", outcome::status(step.status)))
}

fn buttons(ui: &mut Ui, run: &Run, session: &Session, asks: &mut Vec<Ask>, requests: &mut Requests) {
    let rehearsal = session.rehearsal();
    let (step, last) = (rehearsal.step(), run.steps.len().saturating_sub(1));
    let mut wish = None;
    ui.add_space(4.0);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        if secondary_if(ui, step > 0, word("test_run.back")).clicked() {
            wish = Some(Rehearse::Back);
        }
        if primary_if(ui, step < last, word("test_run.forward")).clicked() {
            wish = Some(Rehearse::Forward);
        }
        let play = if rehearsal.is_playing() { word("test_run.pause") } else { word("test_run.play") };
        if secondary(ui, play).clicked() {
            wish = Some(Rehearse::Play(!rehearsal.is_playing()));
        }
        if secondary(ui, word("happens.add_short")).on_hover_text(word("happens.add_what")).clicked() {
            asks.push(Ask::AddHappening);
        }
    });
    ui.add_space(4.0);
    if let Some(step) = run.steps.get(step) {
        let zone = session.zone();
        let time = names::long_moment(step.at, &zone);
        let text = phrase("test_run.now", &[("time", &time), ("place", &names::zone(&zone))]);
        let theme = Theme::of(ui.ctx());
        ui.label(rich(text, SMALL + 0.5, Weight::Regular).color(theme.muted));
    }
    if let Some(wish) = wish {
        requests.push(Request::Rehearse(wish));
    }
}
