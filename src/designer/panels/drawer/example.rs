//! An example of a guardrail, large enough to be read: its steps with their names, the place that is meant marked or
//! what only this one has, and a caption.

use std::collections::BTreeSet;

use egui::accesskit::Role;
use egui::{Color32, Rect, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use crate::check::Sketch;
use crate::designer::icons::Icon;
use crate::designer::names;
use crate::designer::theme::{self, BODY, SMALL, Theme, Weight, blend, rich};
use crate::designer::widgets::hint_line;
use crate::designer::words::phrase;
use crate::edit::grid::{COLUMN, ROW};
use crate::edit::{arrange, describe};
use crate::journey::{ActivityId, Graph, Journey};

/// Least width of a card: a short name is read whole.
const LEAST: f32 = 92.0;
/// Greatest width of a card.
const MOST: f32 = 168.0;
/// Height of a card: its name, and what it does.
const HEIGHT: f32 = 40.0;
/// Room between two columns.
const GAP: f32 = 20.0;
/// Room between two rows.
const BETWEEN: f32 = 10.0;
/// Rows that are drawn; parallel steps beyond them say nothing new.
const ROWS: usize = 4;
/// Journeys that are drawn.
const JOURNEYS: usize = 2;

/// An example, and what is said of it.
pub struct Told<'a> {
    /// Wrong, or right.
    pub title: &'a str,
    /// The document, with the place that is meant.
    pub sketch: &'a Sketch,
    /// Whether it is as it should be.
    pub is_good: bool,
    /// The sentences below it.
    pub said: &'a [String],
}

/// Draws both examples. Where the second would be the same picture once more, only what it says is added to the first.
pub fn ui(ui: &mut Ui, wrong: &Told<'_>, right: &Told<'_>) {
    let is_once = !right.said.is_empty() && looks(wrong.sketch) == looks(right.sketch);
    framed(ui, |ui| {
        wrong.ui(ui, Some(right.sketch));
        if is_once {
            ui.add_space(4.0);
            right.ui(ui, None);
        }
    });
    if !is_once {
        framed(ui, |ui| right.ui(ui, Some(wrong.sketch)));
    }
}

fn framed(ui: &mut Ui, content: impl FnOnce(&mut Ui)) {
    let theme = Theme::of(ui.ctx());
    egui::Frame::new()
        .fill(theme.well)
        .stroke(Stroke::new(1.0, theme.border))
        .corner_radius(8.0)
        .inner_margin(10.0)
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = 6.0;
            content(ui);
        });
}

impl Told<'_> {
    /// Draws it; its picture beside that of the other example, where there is one.
    fn ui(&self, ui: &mut Ui, other: Option<&Sketch>) {
        let theme = Theme::of(ui.ctx());
        let hue = if self.is_good { theme.ok } else { theme.err };
        let ground = if self.is_good { theme.ok_soft } else { theme.err_soft };
        ui.label(rich(self.title, SMALL, Weight::SemiBold).color(hue));
        if let Some(other) = other {
            let journeys = drawn(self.sketch);
            for journey in &journeys {
                if journeys.len() > 1 {
                    ui.label(rich(&journey.name, SMALL, Weight::Medium).color(theme.muted));
                }
                let marked = marked(self.sketch, journey, other);
                picture(ui, self.sketch, journey, (&marked, hue, ground));
            }
        }
        for text in self.said {
            ui.add(egui::Label::new(rich(text, BODY, Weight::Regular).color(theme.text)).wrap());
        }
    }
}

/// The journeys of which pictures are drawn, the one that is meant first; none where the example is about something
/// else.
fn drawn(sketch: &Sketch) -> Vec<&Journey> {
    let journeys = sketch.workspace.journeys.values().map(AsRef::as_ref);
    let mut journeys: Vec<&Journey> = journeys.filter(|journey: &&Journey| !journey.activities.is_empty()).collect();
    journeys.sort_by_key(|journey| sketch.place.journey.as_ref() != Some(&journey.id));
    journeys.truncate(JOURNEYS);
    journeys
}

/// The step that is meant, and the steps that the other example has not.
fn marked<'a>(sketch: &Sketch, journey: &'a Journey, other: &Sketch) -> BTreeSet<&'a ActivityId> {
    let other = other.workspace.journeys.get(&journey.id);
    let is_here = sketch.place.journey.as_ref() == Some(&journey.id);
    let is_meant = |id: &ActivityId| is_here && sketch.place.activity.as_ref() == Some(id);
    let is_added = |id: &ActivityId| other.is_some_and(|other| other.activity(id).is_none());
    journey.activities.iter().map(|step| &step.id).filter(|id| is_meant(id) || is_added(id)).collect()
}

/// All that their pictures would show: each step with its two lines, how they are joined, which is marked.
fn looks(sketch: &Sketch) -> Vec<String> {
    let of_one = |journey: &Journey| {
        let steps = journey.activities.iter().map(|step| {
            let (name, line) = (names::activity(step, &sketch.workspace), describe::line(&sketch.workspace, step));
            let is_marked = sketch.place.activity.as_ref() == Some(&step.id);
            format!("{}: {name}, {line}, {is_marked}", step.id)
        });
        let wires = journey.connections.iter().map(|wire| format!("{} → {}", wire.from, wire.to));
        steps.chain(wires).collect::<Vec<_>>()
    };
    drawn(sketch).into_iter().flat_map(of_one).collect()
}

/// A step in its column and row.
struct Cell<'a> {
    id: &'a ActivityId,
    column: usize,
    row: usize,
}

/// The columns that are drawn where there is not room for all: the first and those around what is marked, or both ends.
fn columns(all: usize, fitting: usize, marked: Option<usize>) -> Vec<usize> {
    if all <= fitting {
        return (0..all).collect();
    }
    let begin = if marked.is_some() { usize::from(fitting > 2) } else { fitting - fitting / 2 };
    let room = fitting - begin;
    let first = marked.map_or(all, |marked| marked.saturating_sub(room / 2)).clamp(begin, all - room);
    (0..begin).chain(first..first + room).collect()
}

fn picture(
    ui: &mut Ui,
    sketch: &Sketch,
    journey: &Journey,
    (marked, hue, ground): (&BTreeSet<&ActivityId>, Color32, Color32),
) {
    let graph = Graph::of(journey);
    let cells = cells(&graph);
    let count = cells.iter().map(|cell| cell.column + 1).max().unwrap_or_default();
    let width = ui.available_width();
    let fitting = (((width + GAP) / (LEAST + GAP)) as usize).clamp(1, count.max(1));
    let at = cells.iter().find(|cell| marked.contains(cell.id)).map(|cell| cell.column);
    let columns = columns(count, fitting, at);
    let column = |cell: &Cell<'_>| columns.iter().position(|column| *column == cell.column);
    let shown: Vec<&Cell<'_>> = cells.iter().filter(|cell| column(cell).is_some() && cell.row < ROWS).collect();
    let rows = shown.iter().map(|cell| cell.row + 1).max().unwrap_or(1);
    let card = (((width + GAP) / fitting as f32) - GAP).min(MOST);
    let size = vec2(width, rows as f32 * (HEIGHT + BETWEEN) - BETWEEN);
    let (all, response) = ui.allocate_exact_size(size, Sense::hover());
    let steps = shown.iter().filter_map(|cell| journey.activity(cell.id));
    let steps: Vec<String> = steps.map(|step| names::activity(step, &sketch.workspace)).collect();
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, steps.join(", ")));
    let place = |cell: &Cell<'_>| {
        let column = column(cell).unwrap_or_default();
        let corner = pos2(column as f32 * (card + GAP), cell.row as f32 * (HEIGHT + BETWEEN));
        Rect::from_min_size(all.min + corner.to_vec2(), vec2(card, HEIGHT))
    };
    let theme = Theme::of(ui.ctx());
    let of = |node: usize| shown.iter().find(|cell| cell.id == &graph.nodes[node].id);
    for wire in &graph.wires {
        if let (Some(from), Some(to)) = (of(wire.from), of(wire.to)) {
            thread(ui, theme, place(from), place(to));
        }
    }
    // Three dots stand for the columns between.
    for (index, _) in columns.windows(2).enumerate().filter(|(_, pair)| pair[0] + 1 < pair[1]) {
        let middle = all.left() + (index + 1) as f32 * (card + GAP) - GAP * 0.5;
        for dot in [-5.0, 0.0, 5.0] {
            ui.painter().circle_filled(pos2(middle + dot, all.top() + HEIGHT * 0.5), 1.4, theme.muted);
        }
    }
    for cell in &shown {
        let mark = marked.contains(cell.id).then_some((hue, ground));
        step(ui, sketch, journey, cell.id, place(cell), mark);
    }
    let hidden = cells.len() - shown.len();
    if hidden > 0 {
        hint_line(ui, &phrase("card.more_steps", &[("n", &hidden.to_string())]));
    }
}

fn cells(graph: &Graph) -> Vec<Cell<'_>> {
    let places = arrange(graph);
    let left = places.iter().map(|place| place.x).min().unwrap_or_default();
    let top = places.iter().map(|place| place.y).min().unwrap_or_default();
    let mut cells: Vec<Cell<'_>> = Vec::new();
    let mut found: Vec<_> = graph
        .nodes
        .iter()
        .filter_map(|node| Some((node, places.iter().find(|place| place.activity == node.id)?)))
        .collect();
    found.sort_by_key(|(_, place)| (place.x, place.y));
    for (node, place) in found {
        let column = usize::try_from((place.x - left + COLUMN / 2) / COLUMN).unwrap_or_default();
        let wanted = usize::try_from((place.y - top) / ROW).unwrap_or_default();
        let taken = cells.iter().filter(|cell| cell.column == column).map(|cell| cell.row + 1).max();
        cells.push(Cell { id: &node.id, column, row: wanted.max(taken.unwrap_or_default()) });
    }
    // Rows that stay empty would only make the picture high.
    let mut used: Vec<usize> = cells.iter().map(|cell| cell.row).collect();
    used.sort_unstable();
    used.dedup();
    for cell in &mut cells {
        cell.row = used.iter().position(|row| *row == cell.row).unwrap_or_default();
    }
    cells
}

fn thread(ui: &Ui, theme: &Theme, from: Rect, to: Rect) {
    let (from, to) = (from.right_center(), to.left_center());
    let bend = vec2(((to.x - from.x).abs() * 0.5).max(8.0), 0.0);
    let points = [from, from + bend, to - bend, to];
    let stroke = Stroke::new(1.4, theme.wire);
    ui.painter().add(egui::epaint::CubicBezierShape::from_points_stroke(points, false, Color32::TRANSPARENT, stroke));
}

fn step(ui: &Ui, sketch: &Sketch, journey: &Journey, id: &ActivityId, rect: Rect, mark: Option<(Color32, Color32)>) {
    let Some(activity) = journey.activity(id) else { return };
    let theme = Theme::of(ui.ctx());
    let hue = theme.family(activity.kind.family());
    let (border, fill) = mark.unwrap_or((blend(theme.border, hue, 0.35), theme.card));
    let width = if mark.is_some() { 1.5 } else { 1.0 };
    ui.painter().rect(rect, 7.0, fill, Stroke::new(width, border), StrokeKind::Inside);
    let icon = Rect::from_center_size(pos2(rect.left() + 14.0, rect.top() + 13.0), vec2(13.0, 13.0));
    Icon::of(&activity.kind).paint(ui.painter(), icon, hue);
    let write = |at: egui::Pos2, text: &str, font: egui::FontId, color: Color32| {
        let job = theme::one_line(text, font, color, rect.right() - at.x - 6.0);
        let text = ui.painter().layout_job(job);
        ui.painter().galley(at, text, color);
    };
    let name = names::activity(activity, &sketch.workspace);
    write(rect.min + vec2(25.0, 5.0), &name, theme::font(SMALL, Weight::SemiBold), theme.text);
    let line = describe::line(&sketch.workspace, activity);
    write(rect.min + vec2(8.0, 22.0), &line, theme::font(10.5, Weight::Regular), theme.muted);
}
