//! Paints a mail, says it to screen readers, and says below it what the drawing leaves out.

use std::sync::Arc;

use egui::accesskit::Role;
use egui::cache::{ComputerMut, FrameCache};
use egui::{Color32, CornerRadius, Rect, Sense, Shape, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use crate::designer::theme::{self, Theme, paper};
use crate::designer::widgets::hint_line;
use crate::designer::words::{phrase, word};

use super::block::{LeftOut, Mail};
use super::layout::{Layout, Piece, Sort, Spot};
use super::way_out::leads;
use super::{WayOut, read};

/// Room between the edge of the paper and what is on it.
const MARGIN: f32 = 12.0;

/// Shows the HTML of a mail, filled in already, as wide as there is room, and its way out as the last line.
pub fn show(ui: &mut Ui, html: &str, way_out: WayOut<'_>) {
    let asked = (html, way_out);
    let mail = ui.memory_mut(|memory| memory.caches.cache::<FrameCache<Arc<Mail>, Reading>>().get(asked).clone());
    draw(ui, &mail);
    if !mail.left_out.is_empty() {
        let names: Vec<&str> = mail.left_out.iter().map(|left_out| word(name(*left_out))).collect();
        hint_line(ui, &phrase("mail.left_out", &[("what", &names.join(", "))]));
    }
}

/// A mail is read when it changes, not in every frame.
#[derive(Default)]
struct Reading;

impl ComputerMut<(&str, WayOut<'_>), Arc<Mail>> for Reading {
    fn compute(&mut self, (html, way_out): (&str, WayOut<'_>)) -> Arc<Mail> {
        let mut mail = read(html);
        mail.blocks.extend(way_out.block());
        Arc::new(mail)
    }
}

fn draw(ui: &mut Ui, mail: &Mail) {
    let width = ui.available_width().max(60.0);
    let mut layout = Layout::new(ui.painter());
    // Margins of the first and the last block lie in those of the paper.
    let above = mail.blocks.first().map_or(0.0, |block| block.above);
    let below = mail.blocks.last().map_or(0.0, |block| block.below);
    let height = layout.stack(&mail.blocks, pos2(MARGIN, MARGIN - above), width - MARGIN * 2.0) - above - below;
    let Layout { pieces, spots, .. } = layout;
    let (rect, response) = ui.allocate_exact_size(vec2(width, height + MARGIN * 2.0), Sense::hover());
    if ui.is_rect_visible(rect) {
        let corners = CornerRadius::same(theme::CONTROL_RADIUS);
        let ground = mail.ground.unwrap_or(paper::PAPER);
        let edge = Stroke::new(1.0, Theme::of(ui.ctx()).border);
        ui.painter().rect(rect, corners, paper::PAPER, edge, StrokeKind::Outside);
        ui.painter().rect_filled(rect, corners, ground);
        let painter = ui.painter_at(rect);
        for piece in pieces {
            paint(&painter, piece, rect);
        }
    }
    for (index, spot) in spots.into_iter().enumerate() {
        tell(ui, response.id.with(index), rect, spot);
    }
}

fn paint(painter: &egui::Painter, piece: Piece, paper: Rect) {
    let by = paper.min.to_vec2();
    match piece {
        Piece::Ground(_, _, Color32::TRANSPARENT) => {}
        Piece::Ground(rect, radius, fill) => drop(painter.rect_filled(rect.translate(by), radius, fill)),
        Piece::Border(rect, [top, right, bottom, left], radius, color) => {
            let rect = rect.translate(by);
            if [right, bottom, left] == [top; 3] {
                painter.rect_stroke(rect, radius, Stroke::new(top, color), StrokeKind::Inside);
                return;
            }
            for side in [
                rect.with_max_y(rect.top() + top),
                rect.with_min_x(rect.right() - right),
                rect.with_min_y(rect.bottom() - bottom),
                rect.with_max_x(rect.left() + left),
            ] {
                painter.rect_filled(side, 0.0, color);
            }
        }
        Piece::Text(at, galley) => drop(painter.add(Shape::galley(at + by, galley, paper::INK))),
    }
}

/// What stands there for whoever reads by ear, and where it leads for whoever points at it.
fn tell(ui: &Ui, id: egui::Id, paper: Rect, spot: Spot) {
    let role = match spot.sort {
        Sort::Text => Role::Label,
        Sort::Button => Role::Link,
        Sort::Image => Role::Image,
    };
    let response = ui.interact(spot.rect.translate(paper.min.to_vec2()), id, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(role, true, &spot.name));
    let mut said: Vec<String> = spot.links.iter().map(|address| leads(address)).collect();
    if spot.sort == Sort::Image {
        said.insert(0, spot.name);
    }
    if !said.is_empty() {
        response.on_hover_text(said.join("\n"));
    }
}

fn name(left_out: LeftOut) -> &'static str {
    match left_out {
        LeftOut::StyleSheet => "mail.style_sheet",
        LeftOut::MediaQueries => "mail.media_queries",
        LeftOut::WebFonts => "mail.web_fonts",
        LeftOut::BackgroundImages => "mail.background_images",
        LeftOut::Forms => "mail.forms",
        LeftOut::Media => "mail.media",
        LeftOut::RowSpans => "mail.row_spans",
        LeftOut::Rest => "mail.rest",
    }
}
