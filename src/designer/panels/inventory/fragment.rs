//! Fragments: what the piece looks like, its steps, and how far it has come.

use egui::{Sense, Ui, vec2};

use crate::designer::fields::Form;
use crate::designer::icons::Icon;
use crate::designer::names;
use crate::designer::theme::{self, Theme, Weight};
use crate::designer::thumbnail;
use crate::designer::widgets::{hint_line, section, tile};
use crate::designer::words::{count, word};
use crate::edit::describe;
use crate::journey::{Fragment, FragmentStatus, Graph};

const OWNER: &str = "Fragment";

/// The key of the word for how far a fragment has come.
pub fn status_word(status: FragmentStatus) -> &'static str {
    match status {
        FragmentStatus::Draft => "fragment.draft",
        FragmentStatus::Active => "fragment.active",
        FragmentStatus::Archived => "fragment.archived",
    }
}

pub(super) fn fields(form: &mut Form<'_>, ui: &mut Ui, fragment: &mut Fragment) {
    let is_draft = fragment.status == FragmentStatus::Draft;
    ui.add_enabled_ui(is_draft, |ui| form.text_area(ui, OWNER, "description", &mut fragment.description));
    // From each status one leads on; a draft is activated once it is as the platform takes it.
    let now = fragment.status;
    let is_wrong = is_draft && form.is_wrong();
    let ways = [(now, status_word(now)), (now.next(), status_word(now.next()))];
    form.choice(ui, OWNER, "status", &mut fragment.status, &ways[..if is_wrong { 1 } else { 2 }]);
    hint_line(
        ui,
        word(match (now, is_wrong) {
            (_, true) => "fragment.mend_first",
            (FragmentStatus::Draft, _) => "fragment.draft_what",
            (FragmentStatus::Active, _) => "fragment.active_what",
            (FragmentStatus::Archived, _) => "fragment.archived_what",
        }),
    );
    section(ui, &count("fragment.steps", fragment.activities.len()));
    picture(ui, fragment);
    steps(form, ui, fragment);
}

fn picture(ui: &mut Ui, fragment: &Fragment) {
    let theme = Theme::of(ui.ctx());
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 132.0), Sense::hover());
    ui.painter().rect_filled(rect, theme::CARD_RADIUS, theme.well);
    thumbnail::paint(&ui.painter().with_clip_rect(rect), theme, rect.shrink(14.0), &fragment.as_journey());
}

/// Each step with the line that its card says, from left to right.
fn steps(form: &Form<'_>, ui: &mut Ui, fragment: &Fragment) {
    let theme = Theme::of(ui.ctx());
    let graph = Graph::of(&fragment.as_journey());
    let mut order: Vec<usize> = (0..graph.nodes.len()).collect();
    order.sort_by_key(|node| (graph.nodes[*node].x, graph.nodes[*node].y));
    for step in order.into_iter().filter_map(|node| fragment.activities.get(node)) {
        ui.horizontal(|ui| {
            tile(ui, Icon::of(&step.kind), theme.family(step.kind.family()), 22.0);
            let name = names::activity(step, form.workspace);
            let line = describe::line(form.workspace, step);
            ui.label(theme::rich(&name, theme::BODY, Weight::Regular).color(theme.text));
            if line != name {
                let line = theme::rich(line, theme::SMALL, Weight::Regular).color(theme.muted);
                ui.add(egui::Label::new(line).truncate());
            }
        });
    }
}
