//! Images and buttons on paper. No image is ever loaded: its place is drawn, with what it is said to show and its size.

use egui::{Pos2, Rect, Vec2, pos2, vec2};

use crate::designer::theme::{self, Weight, paper};
use crate::designer::words::{phrase, word};

use super::block::{Button, Image, Length, Look, Object, Side, said};
use super::layout::{Layout, Piece, Sort, Spot, from};

/// Between objects of a line.
const GAP: f32 = 4.0;
/// Width of an image that says nothing about its size.
const USUAL: f32 = 140.0;

impl Layout<'_> {
    /// Objects side by side, in as many lines as they need.
    pub fn objects(&mut self, objects: &[Object], side: Side, at: Pos2, width: f32) -> f32 {
        let mut y = at.y;
        let mut rest = objects;
        while !rest.is_empty() {
            let mut line: Vec<(&Object, Vec2)> = Vec::new();
            let mut used = 0.0;
            while let Some((object, after)) = rest.split_first() {
                let size = self.size(object, width);
                if !line.is_empty() && used + GAP + size.x > width {
                    break;
                }
                used += size.x + if line.is_empty() { 0.0 } else { GAP };
                line.push((object, size));
                rest = after;
            }
            let height = line.iter().map(|(_, size)| size.y).fold(0.0, f32::max);
            let mut x = at.x + from(side) * (width - used).max(0.0);
            for (object, size) in line {
                let rect = Rect::from_min_size(pos2(x, y + (height - size.y) / 2.0), size);
                match object {
                    Object::Image(image) => self.image(image, rect),
                    Object::Button(button) => self.button(button, rect),
                }
                x += size.x + GAP;
            }
            y += height + if rest.is_empty() { 0.0 } else { GAP };
        }
        y - at.y
    }

    /// How wide an object is where there is room.
    pub fn width_of(&self, object: &Object) -> f32 {
        match object {
            Object::Image(Image { width: Some(Length::Points(points)), .. }) => *points,
            Object::Image(_) => USUAL,
            Object::Button(button) => self.size_of_button(button, f32::INFINITY).x,
        }
    }

    fn size(&self, object: &Object, room: f32) -> Vec2 {
        match object {
            Object::Image(image) => size_of_image(image, room),
            Object::Button(button) if button.wide => vec2(room, self.size_of_button(button, room).y),
            Object::Button(button) => self.size_of_button(button, room),
        }
    }

    fn size_of_button(&self, button: &Button, room: f32) -> Vec2 {
        let [top, right, bottom, left] = button.look.inset();
        let text = self.galley(&button.runs, Side::Center, (room - left - right).max(1.0)).size();
        vec2((text.x + left + right).min(room), text.y + top + bottom)
    }

    fn button(&mut self, button: &Button, rect: Rect) {
        let place = self.begin();
        self.dress(place, &button.look, rect);
        let [top, right, _, left] = button.look.inset();
        let room = rect.width() - left - right;
        let galley = self.galley(&button.runs, Side::Center, room.max(1.0) + 0.5);
        self.pieces.push(Piece::Text(pos2(rect.left() + left + room / 2.0, rect.top() + top), galley));
        let links = button.link.iter().cloned().collect();
        self.spots.push(Spot { rect, sort: Sort::Button, name: said(&button.runs).trim().to_owned(), links });
    }

    fn image(&mut self, image: &Image, rect: Rect) {
        let place = self.begin();
        let look = Look {
            ground: Some(paper::PICTURE),
            border: [1.0; 4],
            border_color: Some(paper::PICTURE_LINE),
            radius: 2.0,
            ..Look::default()
        };
        self.dress(place, &look, rect);
        let name = if image.alt.is_empty() { word("mail.image").to_owned() } else { image.alt.clone() };
        let size = stated_size(image);
        self.caption(&name, size.as_deref(), rect.shrink(6.0));
        let name = size.map_or(name.clone(), |size| phrase("mail.image_of_size", &[("name", &name), ("size", &size)]));
        self.spots.push(Spot { rect, sort: Sort::Image, name, links: image.link.iter().cloned().collect() });
    }

    /// What it is said to show, and its size where there is room for a second line.
    fn caption(&mut self, name: &str, size: Option<&str>, room: Rect) {
        const LINE: f32 = 14.0;
        if room.width() < 28.0 || room.height() < LINE - 3.0 {
            return;
        }
        let rows = (room.height() / LINE).floor().max(1.0) as usize;
        let size = size.filter(|_| rows > 1);
        let font = theme::font(theme::SMALL, Weight::Medium);
        let mut job = egui::text::LayoutJob::simple(name.to_owned(), font, paper::PICTURE_INK, room.width());
        job.wrap.max_rows = rows - usize::from(size.is_some());
        job.halign = egui::Align::Center;
        let mut lines = vec![self.painter.layout_job(job)];
        if let Some(size) = size {
            let font = theme::font(theme::SMALL - 1.0, Weight::Regular);
            let mut job = egui::text::LayoutJob::simple(size.to_owned(), font, paper::PICTURE_INK, room.width());
            (job.wrap.max_rows, job.halign) = (1, egui::Align::Center);
            lines.push(self.painter.layout_job(job));
        }
        let height: f32 = lines.iter().map(|line| line.size().y).sum();
        let mut y = room.center().y - height / 2.0;
        for line in lines {
            let next = y + line.size().y;
            self.pieces.push(Piece::Text(pos2(room.center().x, y), line));
            y = next;
        }
    }
}

fn size_of_image(image: &Image, room: f32) -> Vec2 {
    let stated = match image.width {
        Some(Length::Points(points)) => Some(points),
        _ => None,
    };
    let width = image.width.map_or(USUAL.min(room), |length| length.within(room)).max(1.0);
    let height = match (image.height, stated) {
        // As high as it is when it is drawn smaller.
        (Some(height), Some(stated)) if stated > width => height * width / stated,
        (Some(height), _) => height,
        (None, _) => (width * 0.4).clamp(24.0, 140.0),
    };
    vec2(width, height)
}

/// "600 × 200 px".
fn stated_size(image: &Image) -> Option<String> {
    let width = match image.width {
        Some(Length::Points(points)) => Some(format!("{points:.0}")),
        _ => None,
    };
    let height = image.height.map(|height| format!("{height:.0}"));
    match (width, height) {
        (Some(width), Some(height)) => Some(phrase("mail.size", &[("width", &width), ("height", &height)])),
        (Some(width), None) => Some(phrase("mail.width", &[("width", &width)])),
        (None, Some(height)) => Some(phrase("mail.height", &[("height", &height)])),
        (None, None) => None,
    }
}
