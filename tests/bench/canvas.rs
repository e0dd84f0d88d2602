//! What a frame of the canvas costs: CPU time of the thread for egui's run and the tessellation, without the
//! raster, at 1600×900 points.
//!
//! Three sizes of journey, each seen as a whole (out), at 36 % (mid) and at 125 % (in). The camera pans and
//! zooms a little in every frame and the pointer hovers, so that no frame is like the one before. Screen
//! readers are on. Run with `cargo bench --bench canvas`.

use std::collections::BTreeMap;
use std::time::Duration;

use cpu_time::ThreadTime;
use egui::{Context, Event, Pos2, RawInput, Rect, Vec2, pos2, vec2};
use waymark::designer::canvas::{Canvas, CanvasInput, Marks, Over, line};
use waymark::designer::requests::{Requests, Selection};
use waymark::designer::theme;
use waymark::journey::{Activity, ActivityId, Connection, Journey, Kind, Message, Placement, Port, Wait, Workspace};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const SCREEN: Vec2 = vec2(1600.0, 900.0);
const FRAMES: usize = 400;

fn main() {
    for count in [100, 1_000, 10_000] {
        let journey = journey(count);
        for (view, zoom) in [("out", None), ("mid", Some(0.36)), ("in", Some(1.25))] {
            let mut times = frames(&journey, zoom);
            times.sort_unstable();
            let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e3;
            println!("figure canvas-frame-{count}-{view} {:.2} ms", at(0.5));
            println!("figure canvas-frame-{count}-{view}-p99 {:.2} ms", at(0.99));
        }
    }
}

/// The CPU time of each frame, after a few that fill the caches.
fn frames(journey: &Journey, zoom: Option<f32>) -> Vec<Duration> {
    let context = Context::default();
    theme::apply(&context);
    context.enable_accesskit();
    let (workspace, selection, marks) = (Workspace::default(), Selection::default(), marks(journey));
    let input = CanvasInput {
        workspace: &workspace,
        journey,
        revision: 1,
        selection: &selection,
        line: &|activity| line(activity, &Workspace::default()),
        marks: &marks,
        trail: None,
        over: Over::Nothing,
        facts: &["5 of 50 activities".to_owned().into()],
    };
    let mut canvas = Canvas::default();
    let mut requests = Requests::default();
    let mut times = Vec::with_capacity(FRAMES);
    for frame in 0..FRAMES + 20 {
        let raw = raw_input(frame);
        if frame == 1 {
            look(&mut canvas, journey, zoom);
        }
        let angle = frame as f32 * 0.05;
        canvas.camera_mut().pan(vec2(angle.cos() * 5.0, angle.sin() * 3.0));
        canvas.camera_mut().zoom_at(pos2(800.0, 450.0), 1.0 + 0.002 * (angle * 0.7).cos());
        let start = ThreadTime::now();
        let mut output = context.run_ui(raw, |ui| canvas.show(ui, &input, &mut requests));
        let primitives = context.tessellate(std::mem::take(&mut output.shapes), output.pixels_per_point);
        let time = start.elapsed();
        std::hint::black_box(&primitives);
        output.textures_delta.clear();
        requests.take();
        if frame >= 20 {
            times.push(time);
        }
    }
    times
}

fn raw_input(frame: usize) -> RawInput {
    let angle = frame as f32 * 0.11;
    let pointer = Pos2::new(800.0 + 500.0 * angle.cos(), 450.0 + 300.0 * angle.sin());
    RawInput {
        screen_rect: Some(Rect::from_min_size(Pos2::ZERO, SCREEN)),
        time: Some(frame as f64 / 60.0),
        events: vec![Event::PointerMoved(pointer)],
        ..RawInput::default()
    }
}

/// The whole journey, or its middle at this zoom.
fn look(canvas: &mut Canvas, journey: &Journey, zoom: Option<f32>) {
    let all = journey.layout.iter().fold(Rect::NOTHING, |all, place| {
        all.union(Rect::from_min_size(pos2(place.x as f32, place.y as f32), vec2(186.0, 52.0)))
    });
    let screen = Rect::from_min_size(Pos2::ZERO, SCREEN);
    match zoom {
        Some(zoom) => canvas.camera_mut().set(all.center(), screen.center(), zoom),
        None => canvas.camera_mut().fit(all, screen),
    }
}

/// Columns of steps, 1.3 wires for each.
fn journey(count: usize) -> Journey {
    let rows = (count as f64).sqrt().ceil() as usize;
    let id = |at: usize| ActivityId(format!("step-{at:05}"));
    let mut journey = Journey { id: "journey-bench".into(), name: "Bench".into(), ..Journey::default() };
    for at in 0..count {
        let kind = match at % 4 {
            0 => Kind::Wait(Wait::default()),
            1 => Kind::Message(Message { subject: "You left something behind".into(), ..Message::default() }),
            2 => Kind::CustomAction(Default::default()),
            _ => Kind::default(),
        };
        journey.activities.push(Activity {
            id: id(at),
            label: format!("Step number {at}"),
            kind,
            ..Activity::default()
        });
        let (column, row) = ((at / rows) as i32, (at % rows) as i32);
        journey.layout.push(Placement { activity: id(at), x: column * 300, y: row * 100 });
        let mut connect = |to: usize| {
            if to < count {
                let wire = format!("wire-{:06}", journey.connections.len());
                journey.connections.push(Connection {
                    id: wire.as_str().into(),
                    from: id(at),
                    port: Port::Next,
                    to: id(to),
                });
            }
        };
        connect(at + rows);
        if at % 10 < 3 {
            connect(at + rows + 1);
        }
    }
    journey
}

/// Every twentieth step has something wrong.
fn marks(journey: &Journey) -> BTreeMap<ActivityId, Marks> {
    let wrong = journey.activities.iter().step_by(20);
    wrong.map(|step| (step.id.clone(), Marks { errors: 1, ..Marks::default() })).collect()
}
