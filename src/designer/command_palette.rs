//! The command palette: every action, every step of the journey, every other journey and every object of the
//! inventory, by a few letters.

use egui::accesskit::Role;
use egui::{Align2, Context, Frame, Id, Key, Margin, Modal, ScrollArea, Sense, Stroke, Ui, WidgetInfo, vec2};

use super::actions::TABLE;
use super::icons::Icon;
use super::names;
use super::panels::inventory::shelf_name;
use super::requests::{Make, Request};
use super::session::Session;
use super::theme::{self, BODY, SMALL, Theme, Weight, font};
use super::widgets::text_field;
use super::words::{phrase, word};
use crate::check;
use crate::edit::new::NewItem;
use crate::journey::{JourneyId, Medium, Place};

/// See the module.
#[derive(Default)]
pub struct CommandPalette {
    is_open: bool,
    query: String,
    chosen: usize,
    begun: bool,
    /// What was found, for as long as it was asked the same of the same.
    found: Option<(Asked, Vec<Entry>)>,
}

/// What an answer depends on: the words, the document, the journey that is shown, and which commands there are now.
#[derive(PartialEq)]
struct Asked {
    query: String,
    revision: u64,
    journey: Option<JourneyId>,
    available: Vec<bool>,
}

impl Asked {
    fn now(query: &str, session: &Session) -> Self {
        Self {
            query: query.to_lowercase(),
            revision: session.revision(),
            journey: session.journey().map(|journey| journey.id.clone()),
            available: TABLE.iter().map(|row| (row.available)(session)).collect(),
        }
    }
}

struct Entry {
    name: String,
    hint: String,
    keys: String,
    icon: Option<Icon>,
    request: Request,
}

impl CommandPalette {
    /// Opens it.
    pub fn open(&mut self) {
        *self = Self { is_open: true, ..Self::default() };
    }

    /// Whether it is there.
    pub fn is_open(&self) -> bool {
        self.is_open
    }

    /// Draws one frame; what was chosen.
    pub fn ui(&mut self, context: &Context, session: &Session) -> Option<Request> {
        if !self.is_open() {
            return None;
        }
        let asked = Asked::now(&self.query, session);
        // Hundreds of sentences are not read anew for every frame.
        let known = self.found.take().filter(|(known, _)| *known == asked);
        let (asked, entries) = known.unwrap_or_else(|| {
            let found = entries(&asked, context, session);
            (asked, found)
        });
        self.move_choice(context, entries.len());
        let theme = Theme::of(context);
        let frame = Frame::new()
            .fill(theme.panel)
            .stroke(Stroke::new(1.0, theme.border))
            .corner_radius(theme::CARD_RADIUS + 2)
            .inner_margin(Margin::same(10))
            .shadow(egui::epaint::Shadow { offset: [0, 12], blur: 40, spread: 0, color: theme.shadow });
        let mut chosen = None;
        let id = Id::unique("command palette");
        let area = Modal::default_area(id).anchor(Align2::CENTER_TOP, vec2(0.0, 90.0));
        let shown = Modal::new(id).area(area).frame(frame).backdrop_color(egui::Color32::from_black_alpha(50)).show(
            context,
            |ui| {
                ui.set_width(560.0_f32.min(context.content_rect().width() - 40.0));
                chosen = self.contents(ui, &entries);
            },
        );
        if context.input(|input| input.key_pressed(Key::Enter)) {
            chosen = chosen.or(Some(self.chosen).filter(|index| *index < entries.len()));
        }
        let request = chosen.and_then(|index| entries.get(index)).map(|entry| entry.request.clone());
        self.found = Some((asked, entries));
        if request.is_some() || shown.should_close() || context.input(|input| input.key_pressed(Key::Escape)) {
            *self = Self::default();
        }
        request
    }

    fn contents(&mut self, ui: &mut Ui, entries: &[Entry]) -> Option<usize> {
        let hint = word("commands.search");
        let field = text_field(ui, &mut self.query, hint);
        field.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, hint));
        if !self.begun {
            field.request_focus();
            self.begun = true;
        }
        if field.changed() {
            self.chosen = 0;
        }
        if entries.is_empty() {
            super::widgets::hint_line(ui, word("commands.nothing"));
        }
        let mut clicked = None;
        ScrollArea::vertical().max_height(380.0).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for (index, entry) in entries.iter().enumerate() {
                if row(ui, entry, index == self.chosen) {
                    clicked = Some(index);
                }
            }
        });
        clicked
    }

    fn move_choice(&mut self, context: &Context, count: usize) {
        self.chosen = super::widgets::walked(context, self.chosen, count).unwrap_or(self.chosen);
    }
}

/// What fits, the best first.
fn entries(asked: &Asked, context: &Context, session: &Session) -> Vec<Entry> {
    let query = &asked.query;
    let mut all = commands(&asked.available, context);
    if !query.is_empty() {
        all.extend(steps(session));
        all.extend(journeys(session));
        all.extend(objects(session));
        all.extend(new_objects(session));
    }
    // A few letters stand in half of all these sentences.
    if query.chars().count() >= 4 {
        all.extend(guardrails());
    }
    let mut found: Vec<(usize, Entry)> = all
        .into_iter()
        .filter_map(|entry| Some((rank(query, &entry.name.to_lowercase(), &entry.hint.to_lowercase())?, entry)))
        .collect();
    found.sort_by_key(|(rank, entry)| (matches!(entry.request, Request::LookUp(_)), *rank));
    found.into_iter().map(|(_, entry)| entry).collect()
}

fn commands(available: &[bool], context: &Context) -> Vec<Entry> {
    let available = TABLE.iter().zip(available).filter(|(_, is_available)| **is_available);
    available
        .map(|(row, _)| Entry {
            name: row.name().to_owned(),
            hint: row.hint().to_owned(),
            keys: row.keys(context),
            icon: None,
            request: Request::Run(row.action),
        })
        .collect()
}

/// What can be made new in the inventory.
fn new_objects(session: &Session) -> Vec<Entry> {
    const KINDS: [(NewItem, &str); 5] = [
        (NewItem::Event, "kinds.event"),
        (NewItem::Action, "kinds.action"),
        (NewItem::Audience, "kinds.audience"),
        (NewItem::Channel(Medium::Email), "kinds.channel"),
        (NewItem::Profile, "kinds.profile"),
    ];
    let entry = |(new, key): (NewItem, &str)| Entry {
        name: phrase("fields.new", &[("kind", word(key))]),
        hint: word("inventory.title").to_owned(),
        keys: String::new(),
        icon: None,
        request: Request::Make(Box::new(Make::open(new))),
    };
    if session.is_open() { KINDS.map(entry).into() } else { Vec::new() }
}

fn steps(session: &Session) -> Vec<Entry> {
    let Some(journey) = session.journey() else { return Vec::new() };
    let entry = |activity: &crate::journey::Activity| Entry {
        name: names::activity(activity, session.workspace()),
        hint: names::kind(activity, session.workspace()).to_owned(),
        keys: String::new(),
        icon: Some(Icon::of(&activity.kind)),
        request: Request::GoTo(Place::activity(&journey.id, &activity.id)),
    };
    journey.activities.iter().map(entry).collect()
}

fn journeys(session: &Session) -> Vec<Entry> {
    let shown = session.journey().map(|journey| &journey.id);
    let others = session.workspace().journeys.values().filter(|journey| Some(&journey.id) != shown);
    others
        .map(|journey| Entry {
            name: journey.name.clone(),
            hint: word("commands.journey").to_owned(),
            keys: String::new(),
            icon: None,
            request: Request::OpenJourney(journey.id.clone()),
        })
        .collect()
}

fn objects(session: &Session) -> Vec<Entry> {
    let objects = session.workspace().inventory.items();
    objects
        .iter()
        .map(|item| {
            let (called, shelf) = (names::object(item), shelf_name(&item.reference()));
            // Who knows it by the name that formulas say finds it too.
            let hint = if called == item.name() { shelf.to_owned() } else { format!("{} · {shelf}", item.name()) };
            Entry { name: called, hint, keys: String::new(), icon: None, request: Request::OpenItem(item.reference()) }
        })
        .collect()
}

/// What is looked up: it comes after everything that can be done.
fn guardrails() -> impl Iterator<Item = Entry> {
    check::guardrails().map(|known| Entry {
        name: known.summary().to_owned(),
        hint: phrase("commands.guardrail", &[("id", known.id())]),
        keys: String::new(),
        icon: None,
        request: Request::LookUp(known.id()),
    })
}

/// How well an entry fits: beginnings first, then words, then anywhere; `None` where it does not.
fn rank(query: &str, name: &str, hint: &str) -> Option<usize> {
    if query.is_empty() {
        return Some(0);
    }
    if name.starts_with(query) {
        return Some(0);
    }
    if name.split(' ').any(|word| word.starts_with(query)) {
        return Some(1);
    }
    let words = |text: &str| query.split_whitespace().all(|word| text.contains(word));
    if words(name) {
        return Some(2);
    }
    words(&format!("{name} {hint}")).then_some(3)
}

fn row(ui: &mut Ui, entry: &Entry, is_chosen: bool) -> bool {
    let theme = Theme::of(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 34.0), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, is_chosen, &entry.name));
    if is_chosen {
        ui.painter().rect_filled(rect, theme::CONTROL_RADIUS, theme.accent_soft);
        response.scroll_to_me(None);
    } else if response.hovered() {
        ui.painter().rect_filled(rect, theme::CONTROL_RADIUS, theme.hover);
    }
    let mut at = rect.left_center() + vec2(10.0, 0.0);
    if let Some(icon) = entry.icon {
        icon.paint(
            ui.painter(),
            egui::Rect::from_center_size(at + vec2(7.0, 0.0), egui::Vec2::splat(16.0)),
            theme.muted,
        );
        at.x += 26.0;
    }
    let name = ui.painter().text(at, Align2::LEFT_CENTER, &entry.name, font(BODY, Weight::Medium), theme.text);
    let keys = rect.right_center() - vec2(10.0, 0.0);
    let keys = ui.painter().text(keys, Align2::RIGHT_CENTER, &entry.keys, font(SMALL, Weight::Regular), theme.muted);
    let room = keys.left() - name.right() - 24.0;
    let hint = theme::one_line(&entry.hint, font(SMALL, Weight::Regular), theme.faint, room);
    let hint = ui.painter().layout_job(hint);
    let place = egui::pos2(name.right() + 12.0, rect.center().y - hint.size().y / 2.0);
    ui.painter().galley(place, hint, theme.faint);
    response.clicked()
}
