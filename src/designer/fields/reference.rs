//! References: to an object of the inventory, found by typing, made new or opened from here; to several;
//! to a step of the same journey; to another journey.

use egui::{ScrollArea, Ui};

use crate::designer::panels::inspector::MEDIA;
use crate::designer::requests::Request;
use crate::designer::widgets::{hint_line, link, separator};
use crate::designer::words::{phrase, word};
use crate::edit::new::NewItem;
use crate::edit::placeholder;
use crate::expression::title;
use crate::journey::{
    Action, ActionId, ActivityId, Audience, AudienceId, CampaignInstance, CampaignInstanceId, Channel, ChannelId,
    DataSource, DataSourceId, Dataset, DatasetId, DecisionPolicy, DecisionPolicyId, Destination, Endpoint, EndpointId,
    Environment, EnvironmentId, Event, EventId, Item, ItemRef, Journey, JourneyId, Medium, MergePolicy, MergePolicyId,
    Namespace, NamespaceId, Object, Profile, ProfileId, RuleSet, RuleSetId, Schema, SchemaId,
};

use super::form::{At, Form};
use super::list::{entry, list, refused_entry};
use super::marks::{Mark, dropdown, mark_button};
use super::registry::Control;
use super::search::Search;

/// An object that a field can refer to.
pub trait Pick: Object + Default {
    /// The key of its word: "event".
    const WORD: &'static str;
    /// As one of all objects.
    fn item(self) -> Item;
    /// The id as one of all ids.
    fn reference(id: &Self::Id) -> ItemRef;
    /// The object in an item of this kind.
    fn of(item: Item) -> Option<Self>;
    /// What a new one is, where nothing more is known.
    const NEW: NewItem;

    /// What people call it: the words that were typed for it, where its name cannot keep them.
    fn called(&self) -> &str {
        self.name()
    }

    /// What stands beside it in a list, where it is called by its name.
    fn detail(&self) -> &'static str {
        ""
    }
}

macro_rules! picks {
    ($($type:ident $id:ident $word:literal $new:expr $(=> $called:path $(=> $detail:path)?)?),* $(,)?) => {$(
        impl Pick for $type {
            const WORD: &'static str = $word;
            fn item(self) -> Item {
                Item::$type(self)
            }
            fn reference(id: &$id) -> ItemRef {
                ItemRef::$type(id.clone())
            }
            fn of(item: Item) -> Option<Self> {
                match item {
                    Item::$type(object) => Some(object),
                    _ => None,
                }
            }
            const NEW: NewItem = $new;
            $(fn called(&self) -> &str {
                $called(self)
            }
            $(fn detail(&self) -> &'static str {
                $detail(self)
            })?)?
        }
    )*};
}

picks! {
    Namespace NamespaceId "kinds.namespace" NewItem::Namespace,
    Schema SchemaId "kinds.schema" NewItem::ProfileSchema,
    MergePolicy MergePolicyId "kinds.merge_policy" NewItem::MergePolicy,
    Event EventId "kinds.event" NewItem::Event => title::of_event,
    Audience AudienceId "kinds.audience" NewItem::Audience,
    DataSource DataSourceId "kinds.data_source" NewItem::DataSource,
    Action ActionId "kinds.action" NewItem::Action => title::of_action => carries,
    Endpoint EndpointId "kinds.endpoint" NewItem::Endpoint,
    CampaignInstance CampaignInstanceId "kinds.campaign_instance" NewItem::CampaignInstance(Destination::CampaignV7),
    Channel ChannelId "kinds.channel" NewItem::Channel(Medium::Email),
    RuleSet RuleSetId "kinds.rule_set" NewItem::MessageRules,
    DecisionPolicy DecisionPolicyId "kinds.decision_policy" NewItem::DecisionPolicy,
    Dataset DatasetId "kinds.dataset" NewItem::Dataset,
    Profile ProfileId "kinds.profile" NewItem::Profile,
    Environment EnvironmentId "kinds.environment" NewItem::Environment,
}

/// What an action carries to people, where it carries anything.
fn carries(action: &Action) -> &'static str {
    let medium = MEDIA.iter().find(|(medium, _)| Some(*medium) == action.medium);
    medium.map_or("", |(_, key)| word(key))
}

impl Form<'_> {
    /// A reference to an object. Objects that do not `fit` are not offered; `new` is what a new one is.
    pub fn reference<T: Pick>(
        &mut self,
        ui: &mut Ui,
        owner: &'static str,
        field: &'static str,
        value: &mut Option<T::Id>,
        fit: impl Fn(&T) -> bool,
        new: NewItem,
    ) {
        let workspace = self.workspace;
        let kind = word(kind_of::<T>(new));
        self.field(ui, (owner, field), Control::Reference, |form, ui, at| {
            let now = value.as_ref().and_then(|id| workspace.inventory.get::<T>(id));
            let (text, empty) = match (&now, &value) {
                (Some(object), _) => (object.called().to_owned(), false),
                (None, Some(id)) => (phrase("fields.missing", &[("id", T::reference(id).as_str())]), false),
                (None, None) => (phrase("fields.choose_kind", &[("kind", kind)]), true),
            };
            let open = value.as_ref().map(T::reference);
            let width = ui.available_width();
            let (mut picked, mut is_listed) = (Picked::Nothing, false);
            ui.horizontal(|ui| {
                let room = if open.is_some() { 42.0 } else { 0.0 };
                let response = dropdown(ui, at, &text, empty, width - room);
                let response = form.named(ui, at, response);
                list(&response, |ui| {
                    let objects = T::list(&workspace.inventory).iter().filter(|object| fit(object));
                    picked = offer(ui, at, (value.as_ref(), kind), objects);
                });
                is_listed = egui::Popup::is_id_open(ui.ctx(), egui::Popup::default_response_id(&response));
                if let Some(item) = open {
                    let name = phrase("fields.edit", &[("field", &at.label)]);
                    if link(ui, word("fields.edit_short")).accessible_name(name).clicked() {
                        form.request(Request::FollowItem(item));
                    }
                }
            });
            // Who typed a name and clicked elsewhere still finds it here.
            let typed = Search::left(ui, searched(at));
            if !is_listed && value.is_none() && matches!(picked, Picked::Nothing) && !typed.is_empty() {
                let new = phrase("fields.new_named", &[("kind", kind), ("name", &typed)]);
                if link(ui, &new).clicked() {
                    picked = Picked::Fresh(typed);
                }
            }
            if !matches!(picked, Picked::Nothing) {
                Search::forget(ui, searched(at));
            }
            match picked {
                Picked::Nothing => {}
                Picked::None => {
                    *value = None;
                    form.chosen(at);
                }
                Picked::Known(id) => {
                    *value = Some(id);
                    form.chosen(at);
                }
                Picked::Fresh(name) => {
                    *value = Some(form.make::<T>(new, name));
                    form.chosen(at);
                }
            }
        });
    }

    /// Several objects.
    pub fn references<T: Pick>(
        &mut self,
        ui: &mut Ui,
        owner: &'static str,
        field: &'static str,
        value: &mut Vec<T::Id>,
    ) {
        let workspace = self.workspace;
        self.field(ui, (owner, field), Control::References, |form, ui, at| {
            let mut gone = None;
            for (index, id) in value.iter().enumerate() {
                ui.horizontal(|ui| {
                    let reference = T::reference(id);
                    let name = workspace.inventory.get::<T>(id).map_or(reference.as_str(), Pick::called);
                    ui.label(name);
                    if mark_button(ui, Mark::Cross, &phrase("fields.remove", &[("what", name)]), true).clicked() {
                        gone = Some(index);
                    }
                });
            }
            if let Some(index) = gone {
                value.remove(index);
                form.chosen(at);
            }
            let text = phrase("fields.add_kind", &[("kind", word(T::WORD))]);
            let response = dropdown(ui, at, &text, true, ui.available_width());
            let response = form.named(ui, at, response);
            let mut picked = Picked::Nothing;
            list(&response, |ui| {
                let objects = T::list(&workspace.inventory).iter().filter(|object| !value.contains(object.id()));
                picked = offer(ui, at, (None, word(T::WORD)), objects);
            });
            match picked {
                Picked::Known(id) => {
                    value.push(id);
                    form.chosen(at);
                }
                Picked::Fresh(name) => {
                    value.push(form.make::<T>(T::NEW, name));
                    form.chosen(at);
                }
                Picked::Nothing | Picked::None => {}
            }
        });
    }

    /// Wishes for a new object, which this change refers to by the placeholder of its id.
    fn make<T: Pick>(&mut self, new: NewItem, name: String) -> T::Id {
        self.wish(new, name);
        placeholder(T::KIND, 1).as_str().into()
    }

    /// A step of the same journey.
    pub fn step(
        &mut self,
        ui: &mut Ui,
        owner: &'static str,
        field: &'static str,
        value: &mut Option<ActivityId>,
        offered: &[(ActivityId, String)],
    ) {
        let offered: Vec<Offer<'_, ActivityId, ()>> =
            offered.iter().map(|(id, name)| Offer { id, name, about: &() }).collect();
        self.field(ui, (owner, field), Control::Reference, |form, ui, at| {
            form.one_named(ui, at, value, &offered, ("", |(): &()| ""));
        });
    }

    /// Another journey. Those that may not be chosen are listed below `refused_because`, each with the reason that
    /// `why_not` gives; empty where one may.
    pub fn journey(
        &mut self,
        ui: &mut Ui,
        owner: &'static str,
        field: &'static str,
        value: &mut Option<JourneyId>,
        (refused_because, why_not): (&str, impl Fn(&Journey) -> &'static str),
    ) {
        let (here, workspace) = (self.subject.place.journey.clone(), self.workspace);
        let others = workspace.journeys.iter().filter(|(id, _)| Some(*id) != here.as_ref());
        let others = others.map(|(id, journey)| Offer { id, name: &journey.name, about: &**journey });
        let mut others: Vec<Offer<'_, JourneyId, Journey>> = others.collect();
        others.sort_by_key(|other| other.name.to_lowercase());
        self.field(ui, (owner, field), Control::Reference, |form, ui, at| {
            form.one_named(ui, at, value, &others, (refused_because, |journey: &Journey| why_not(journey)));
        });
    }

    fn one_named<T: PartialEq + Clone + std::fmt::Display, A: ?Sized>(
        &mut self,
        ui: &mut Ui,
        at: &At,
        value: &mut Option<T>,
        offered: &[Offer<'_, T, A>],
        (refused_because, why_not): (&str, impl Fn(&A) -> &'static str),
    ) {
        let text = match &value {
            Some(id) => offered
                .iter()
                .find(|offer| offer.id == id)
                .map_or_else(|| phrase("fields.missing", &[("id", &id.to_string())]), |offer| offer.name.to_owned()),
            None => word("fields.choose").to_owned(),
        };
        let response = dropdown(ui, at, &text, value.is_none(), ui.available_width());
        let response = self.named(ui, at, response);
        list(&response, |ui| {
            if offered.is_empty() {
                hint_line(ui, word("fields.nothing_to_choose"));
            }
            // What may be chosen comes first.
            let (refused, fit): (Vec<_>, Vec<_>) =
                offered.iter().map(|offer| (offer, why_not(offer.about))).partition(|(_, why)| !why.is_empty());
            for (Offer { id, name, .. }, _) in fit {
                if entry(ui, value.as_ref() == Some(id), name).clicked() {
                    *value = Some((*id).clone());
                    self.chosen(at);
                    ui.close();
                }
            }
            if !refused.is_empty() {
                separator(ui);
                hint_line(ui, refused_because);
            }
            for (offer, why) in refused {
                refused_entry(ui, offer.name, why);
            }
        });
    }
}

/// One of a list.
struct Offer<'a, T, A: ?Sized> {
    id: &'a T,
    name: &'a str,
    /// By what it is told whether it fits.
    about: &'a A,
}

enum Picked<Id> {
    Nothing,
    None,
    Known(Id),
    Fresh(String),
}

/// The key of what a new object is called here.
fn kind_of<T: Pick>(new: NewItem) -> &'static str {
    if matches!(new, NewItem::Provider(_)) { "kinds.provider" } else { T::WORD }
}

/// Where it is remembered what was typed into the list of a field.
fn searched(at: &At) -> egui::Id {
    at.id.with("search")
}

/// The lines of an open list.
fn offer<'a, T: Pick + 'a>(
    ui: &mut Ui,
    at: &At,
    (now, kind): (Option<&T::Id>, &str),
    objects: impl Iterator<Item = &'a T>,
) -> Picked<T::Id> {
    let mut picked = Picked::Nothing;
    let mut search = Search::begin(ui, searched(at), word("fields.find_or_name"));
    let wanted = |object: &&T| search.finds(&format!("{} {} {}", object.called(), object.name(), object.detail()));
    let mut found: Vec<&T> = objects.filter(wanted).collect();
    found.sort_by_key(|object| object.called().to_lowercase());
    if found.is_empty() {
        let text = match search.typed() {
            "" => phrase("picker.none_yet", &[("kind", kind)]),
            typed => phrase("picker.nothing", &[("text", typed)]),
        };
        hint_line(ui, &text);
    } else {
        ScrollArea::vertical().max_height(240.0).show(ui, |ui| {
            for object in found {
                let (called, name) = (object.called(), object.name());
                let detail = if called == name { object.detail() } else { name };
                if search.entry(ui, Some(object.id()) == now, called, detail, "") {
                    picked = Picked::Known(object.id().clone());
                }
            }
        });
        separator(ui);
    }
    let new = match search.typed() {
        "" => phrase("fields.new", &[("kind", kind)]),
        name => phrase("fields.new_named", &[("kind", kind), ("name", name)]),
    };
    if search.entry(ui, false, &new, "", "") {
        picked = Picked::Fresh(search.typed().to_owned());
    }
    if now.is_some() && search.entry(ui, false, word("fields.none"), "", "") {
        picked = Picked::None;
    }
    if !matches!(picked, Picked::Nothing) {
        ui.close();
    }
    search.end(ui, "");
    picked
}
