//! The chart of an endpoint: calls against what it lets through, who waits, and for how long.

use egui::accesskit::Role;
use egui::{Align2, Color32, Layout, Stroke, Ui, WidgetInfo, vec2};
use egui_plot::{AxisHints, FilledArea, HLine, Line, LineStyle, Plot, PlotPoint, PlotPoints, Text};
use jiff::tz::TimeZone;

use super::super::test_run::controls;
use super::scale::{Of, amount, clock, grid, level, levels};
use super::series::{self, Moment};
use crate::designer::forecasting::{Foresee, Found, lost};
use crate::designer::names::lasting;
use crate::designer::requests::{Request, Requests};
use crate::designer::session::Session;
use crate::designer::theme::{SMALL, Theme, Weight, blend, font, rich};
use crate::designer::widgets::{hint_line, link, segmented};
use crate::designer::words::{phrase, word};
use crate::journey::grouped;
use crate::simulate::volume::{EndpointVolume, Rate};

/// A limit so many times higher than everything else is only told, else nothing else could be seen.
const FAR: f64 = 4.0;

/// See the module.
#[derive(Default)]
pub struct Chart {
    of: Of,
    /// Whether all of the time is shown, and not the rush alone.
    whole: bool,
    /// The points, by which forecast and endpoint they are of.
    kept: Option<((usize, String), Vec<Moment>)>,
}

impl Chart {
    /// Draws the choice of an endpoint and its chart.
    pub fn ui(&mut self, ui: &mut Ui, found: &Found, session: &Session, requests: &mut Requests) {
        let Some(place) = session.forecasting().looked() else {
            hint_line(ui, word("volume.no_calls"));
            return;
        };
        self.choose(ui, found, place, requests);
        let key = (std::ptr::from_ref(found) as usize, place.key.clone());
        let kept = self.kept.take().filter(|(known, _)| *known == key);
        let (key, moments) = kept.unwrap_or_else(|| (key, series::of(place)));
        let rates = if self.of == Of::Calls { place.rates.as_slice() } else { &[] };
        self.told(ui, rates);
        self.draw(ui, place, (&moments, rates), &key, &session.zone());
        self.kept = Some((key, moments));
    }

    fn choose(&mut self, ui: &mut Ui, found: &Found, place: &EndpointVolume, requests: &mut Requests) {
        ui.horizontal(|ui| {
            let room = ui.available_width();
            controls::pick(ui, word("volume.place"), Some(&place.name), (room - 190.0).clamp(110.0, 260.0), |ui| {
                for known in found.places() {
                    if controls::item(ui, known.key == place.key, &named(known)) {
                        requests.push(Request::Foresee(Foresee::Look(known.key.clone())));
                    }
                }
            });
            let of = [
                (Of::Calls, word("volume.of_calls")),
                (Of::Queue, word("volume.of_queue")),
                (Of::Delay, word("volume.of_delay")),
            ];
            segmented(ui, word("volume.of"), &mut self.of, &of);
        });
    }

    /// What the lines mean, and how much of the time is shown.
    fn told(&mut self, ui: &mut Ui, rates: &[Rate]) {
        let theme = Theme::of(ui.ctx());
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 10.0;
            let mut says = |text: &str, color: Color32| {
                ui.label(rich(text, SMALL, Weight::Medium).color(color));
            };
            match self.of {
                Of::Calls => {
                    says(word("volume.line_sent"), theme.accent);
                    says(word("volume.line_lost"), theme.err);
                    if rates.is_empty() {
                        says(word("volume.no_limit"), theme.muted);
                    }
                }
                Of::Queue => says(word("volume.line_queue"), theme.warn),
                Of::Delay => says(word("volume.line_delay"), theme.warn),
            }
            ui.with_layout(Layout::right_to_left(egui::Align::Center), |ui| {
                let way = word(if self.whole { "volume.the_rush" } else { "volume.all_of_it" });
                if link(ui, way).clicked() {
                    self.whole = !self.whole;
                }
            });
        });
    }

    fn draw(
        &self,
        ui: &mut Ui,
        place: &EndpointVolume,
        (moments, rates): (&[Moment], &[Rate]),
        key: &(usize, String),
        zone: &TimeZone,
    ) {
        let theme = *Theme::of(ui.ctx());
        let value = |moment: &Moment| match self.of {
            Of::Calls => moment.sent + moment.lost,
            Of::Queue => moment.waiting,
            Of::Delay => moment.delay,
        };
        let top = moments.iter().map(value).fold(0.0, f64::max);
        let rates: Vec<(f64, String)> = rates.iter().map(limit).collect();
        let highest = rates.iter().map(|(rate, _)| *rate).filter(|rate| *rate <= top * FAR).fold(top, f64::max);
        let offset = moments.first().map_or(0, |first| zone.to_offset(series::instant(first.at)).seconds());
        let x = AxisHints::new_x().formatter(move |mark, range| clock(mark.value, range, zone));
        let of = self.of;
        let y = AxisHints::new_y().formatter(move |mark, _| level(of, mark)).min_thickness(44.0);
        let mut plot = Plot::new(("forecast", key, self.of, self.whole))
            .height(ui.available_height().max(80.0))
            .show_background(false)
            .show_grid([false, true])
            .grid_color(theme.border)
            .cursor_color(theme.border_strong)
            .allow_scroll(false)
            .allow_boxed_zoom(false)
            .allow_drag([true, false])
            .allow_zoom([true, false])
            .set_margin_fraction(vec2(0.0, 0.06))
            .include_y(0.0)
            .include_y(if highest > 0.0 { highest * 1.1 } else { 1.0 })
            .x_grid_spacer(move |input| grid(&input, f64::from(offset)))
            .y_grid_spacer(move |input| levels(of, &input))
            .custom_x_axes(vec![quiet(x, &theme)])
            .custom_y_axes(vec![quiet(y, &theme)])
            .label_formatter(|hover| said(moments, hover_x(hover), of, zone));
        if let Some((from, to)) = series::rush(moments).filter(|_| !self.whole) {
            plot = plot.default_x_bounds(from, to);
        }
        let shown = plot.show(ui, |plot| {
            let line = |value: &dyn Fn(&Moment) -> f64| -> PlotPoints<'static> {
                moments.iter().map(|moment| [moment.at, value(moment)]).collect()
            };
            match of {
                Of::Calls => {
                    let xs: Vec<f64> = moments.iter().map(|moment| moment.at).collect();
                    let sent: Vec<f64> = moments.iter().map(|moment| moment.sent).collect();
                    let asked: Vec<f64> = moments.iter().map(|moment| moment.sent + moment.lost).collect();
                    let zero = vec![0.0; xs.len()];
                    let ground = |hue| blend(theme.panel, hue, 0.22);
                    plot.add(FilledArea::new("", &xs, &zero, &sent).fill_color(ground(theme.accent)));
                    plot.add(FilledArea::new("", &xs, &sent, &asked).fill_color(blend(theme.panel, theme.err, 0.4)));
                    if moments.iter().any(|moment| moment.lost > 0.0) {
                        plot.line(Line::new("", line(&|it| it.sent + it.lost)).color(theme.err).width(1.5));
                    }
                    plot.line(Line::new("", line(&|it| it.sent)).color(theme.accent).width(2.0));
                }
                Of::Queue => plot.line(Line::new("", line(&|it| it.waiting)).color(theme.warn).width(2.0).fill(0.0)),
                Of::Delay => plot.line(Line::new("", line(&|it| it.delay)).color(theme.warn).width(2.0).fill(0.0)),
            }
            let bounds = plot.plot_bounds();
            for (rate, text) in &rates {
                let style = LineStyle::Dashed { length: 5.0 };
                plot.hline(HLine::new("", *rate).stroke(Stroke::new(1.25, theme.err)).style(style).allow_hover(false));
                if *rate <= highest {
                    let at = PlotPoint::new(bounds.max()[0], *rate);
                    let text = rich(text, SMALL, Weight::Medium);
                    plot.text(Text::new("", at, text).color(theme.err).anchor(Align2::RIGHT_BOTTOM).allow_hover(false));
                }
            }
        });
        shown.response.widget_info(|| WidgetInfo::labeled(Role::Figure, true, spoken(place, moments, of, zone)));
    }
}

/// An axis that does not shout.
fn quiet<'h>(hints: AxisHints<'h>, theme: &Theme) -> AxisHints<'h> {
    hints.tick_label_color(theme.faint).tick_label_font(font(SMALL - 0.5, Weight::Regular))
}

fn hover_x(hover: &egui_plot::HoverPosition<'_>) -> f64 {
    match hover {
        egui_plot::HoverPosition::NearDataPoint { position, .. } => position.x,
        egui_plot::HoverPosition::Elsewhere { position } => position.x,
    }
}

/// An endpoint in the list, with what is lost there.
fn named(place: &EndpointVolume) -> String {
    match lost(place) {
        0 => place.name.clone(),
        lost => phrase("volume.place_loses", &[("name", &place.name), ("n", &number(lost))]),
    }
}

/// Calls a second, and in words.
fn limit(rate: &Rate) -> (f64, String) {
    let key = if rate.queues { "volume.throttle" } else { "volume.cap" };
    let a_second = rate.calls as f64 * 1e3 / rate.period_ms.max(1) as f64;
    let period = match rate.period_ms {
        1_000 => word("volume.a_second").to_owned(),
        longer => phrase("volume.within", &[("period", &lasting(longer))]),
    };
    (a_second, phrase(key, &[("n", &grouped(rate.calls)), ("period", &period)]))
}

/// Below the pointer: what happened then.
fn said(moments: &[Moment], at: f64, of: Of, zone: &TimeZone) -> Option<String> {
    let nearest = moments.iter().min_by(|one, other| (one.at - at).abs().total_cmp(&(other.at - at).abs()))?;
    Some(told_of(nearest, of, zone))
}

fn told_of(moment: &Moment, of: Of, zone: &TimeZone) -> String {
    let time = series::instant(moment.at).to_zoned(zone.clone()).strftime("%a %-d %b, %H:%M:%S").to_string();
    let round = |value: f64| amount(Of::Calls, value);
    let parts = [("time", time), ("sent", round(moment.sent)), ("lost", round(moment.lost))];
    let more = [("n", round(moment.waiting)), ("delay", lasting((moment.delay * 1e3) as i64))];
    let parts: Vec<(&str, &str)> = parts.iter().chain(&more).map(|(name, value)| (*name, value.as_str())).collect();
    phrase(
        match of {
            Of::Calls => "volume.then_calls",
            Of::Queue => "volume.then_queue",
            Of::Delay => "volume.then_delay",
        },
        &parts,
    )
}

/// The chart for whoever does not see it: its highest point.
fn spoken(place: &EndpointVolume, moments: &[Moment], of: Of, zone: &TimeZone) -> String {
    let value = |moment: &&Moment| match of {
        Of::Calls => moment.sent + moment.lost,
        Of::Queue => moment.waiting,
        Of::Delay => moment.delay,
    };
    let most = moments.iter().max_by(|one, other| value(one).total_cmp(&value(other)));
    let most = most.map(|moment| told_of(moment, of, zone)).unwrap_or_default();
    phrase("volume.spoken", &[("name", &place.name), ("most", &most)])
}

/// A number of the figures as people read it.
pub fn number(number: u64) -> String {
    grouped(i64::try_from(number).unwrap_or(i64::MAX))
}
