//! A new object while a person says what it is: few answers first, whatever else the checks want is made of them.
//!
//! Dialogs collect a draft, [`Draft::faults`] says what is wrong with it, [`Draft::edits`] makes the objects.

use thiserror::Error;

use crate::edit::Edit;
use crate::expression::{self, LONGEST_NAME};
use crate::journey::{
    Audience, Channel, DataSource, DataSourceKind, Item, ItemRef, Medium, Object, Profile, Value, Workspace,
};

use super::{ActionDraft, EventDraft, NewItem, PresetDraft, item, objects};

/// See the module.
#[derive(Clone, Debug, PartialEq)]
pub enum Draft {
    /// An event, with the schema of its records.
    Event(EventDraft),
    /// An action, with the endpoint behind it.
    Action(ActionDraft),
    /// An action that begins with a preset, with the endpoint behind it.
    Preset(PresetDraft),
    /// An audience.
    Audience(Box<Audience>),
    /// A channel configuration, with the profile store where it needs one.
    Channel(Box<Channel>),
    /// A test profile.
    Profile(Box<Profile>),
}

/// What is wrong with a draft; each names the field at which a person mends it.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Fault {
    /// Nothing was typed, or nothing that a name can be made of.
    #[error("it has no name")]
    NameMissing,
    /// The name is longer than the platform takes.
    #[error("the name has more than {LONGEST_NAME} letters")]
    NameTooLong,
    /// Another object of its kind is called so.
    #[error("{0} is taken")]
    NameTaken(String),
    /// Nobody said which field knows the person.
    #[error("no field knows the person")]
    IdentityMissing,
    /// Two values have the same name.
    #[error("{0} is there twice")]
    ValueTwice(String),
    /// It has no address.
    #[error("it has no URL")]
    UrlMissing,
    /// The address is none of the web.
    #[error("the URL is no address of the web")]
    UrlUnknown,
    /// The address differs from person to person.
    #[error("the URL has a variable part")]
    UrlVariable,
    /// A user name, the name of a key or of a secret is missing.
    #[error("how it signs in is incomplete")]
    AuthenticationIncomplete,
}

impl Fault {
    /// The field at which it is mended: `name`, `identity`, `values`, `url`, `authentication`.
    pub fn field(&self) -> &'static str {
        match self {
            Self::NameMissing | Self::NameTooLong | Self::NameTaken(_) => "name",
            Self::IdentityMissing => "identity",
            Self::ValueTwice(_) => "values",
            Self::UrlMissing | Self::UrlUnknown | Self::UrlVariable => "url",
            Self::AuthenticationIncomplete => "authentication",
        }
    }

    /// True where something is only not filled in yet.
    pub fn is_to_do(&self) -> bool {
        matches!(self, Self::NameMissing | Self::IdentityMissing | Self::UrlMissing | Self::AuthenticationIncomplete)
    }
}

impl Draft {
    /// The draft of a new object with this name; `None` for kinds of which nothing has to be asked.
    pub fn begin(workspace: &Workspace, new: NewItem, name: &str) -> Option<Self> {
        Some(match new {
            NewItem::Event | NewItem::BusinessEvent => Self::Event(EventDraft::begin(workspace, new, name)),
            NewItem::Action => Self::Action(ActionDraft::begin(name, None)),
            NewItem::Provider(medium) => Self::Action(ActionDraft::begin(name, Some(medium))),
            NewItem::Audience => {
                Self::Audience(Box::new(Audience { name: name.to_owned(), ..objects::audience(workspace) }))
            }
            NewItem::Channel(medium) => {
                Self::Channel(Box::new(Channel { name: name.to_owned(), ..objects::channel(workspace, medium) }))
            }
            NewItem::Profile => {
                Self::Profile(Box::new(Profile { name: name.to_owned(), ..objects::profile(workspace) }))
            }
            _ => return None,
        })
    }

    /// Another medium of a channel, with the address to which it goes.
    pub fn carry_by(&mut self, workspace: &Workspace, medium: Medium) {
        if let Self::Channel(channel) = self {
            let name = std::mem::take(&mut channel.name);
            **channel = Channel {
                name,
                sender_name: std::mem::take(&mut channel.sender_name),
                ..objects::channel(workspace, medium)
            };
        }
    }

    /// As the person typed it.
    pub fn name_mut(&mut self) -> &mut String {
        match self {
            Self::Event(draft) => &mut draft.name,
            Self::Action(draft) => &mut draft.name,
            Self::Preset(draft) => &mut draft.name,
            Self::Audience(audience) => &mut audience.name,
            Self::Channel(channel) => &mut channel.name,
            Self::Profile(profile) => &mut profile.name,
        }
    }

    /// As expressions will say it; the name as it is typed for objects that they never say.
    pub fn identifier(&self) -> String {
        match self {
            Self::Event(draft) => draft.identifier(),
            Self::Action(draft) => draft.identifier(),
            Self::Preset(draft) => draft.identifier(),
            Self::Audience(audience) => audience.name.trim().to_owned(),
            Self::Channel(channel) => channel.name.trim().to_owned(),
            Self::Profile(profile) => profile.name.trim().to_owned(),
        }
    }

    /// What keeps it from being made, the first field first.
    pub fn faults(&self, workspace: &Workspace) -> Vec<Fault> {
        let mut faults = Vec::new();
        let name = self.identifier();
        let is_said = matches!(self, Self::Event(_) | Self::Action(_) | Self::Preset(_));
        if name.is_empty() {
            faults.push(Fault::NameMissing);
        } else if is_said && name.len() > LONGEST_NAME {
            faults.push(Fault::NameTooLong);
        } else if self.is_taken(workspace, &name) {
            faults.push(Fault::NameTaken(name));
        }
        match self {
            Self::Event(draft) => draft.faults(&mut faults),
            Self::Action(draft) => draft.faults(&mut faults),
            Self::Preset(_) | Self::Audience(_) | Self::Channel(_) | Self::Profile(_) => {}
        }
        faults
    }

    fn is_taken(&self, workspace: &Workspace, name: &str) -> bool {
        fn any<T: Object>(workspace: &Workspace, name: &str) -> bool {
            T::list(&workspace.inventory).iter().any(|known| known.name() == name)
        }
        match self {
            Self::Event(_) => any::<crate::journey::Event>(workspace, name),
            Self::Action(_) | Self::Preset(_) => any::<crate::journey::Action>(workspace, name),
            Self::Audience(_) => any::<Audience>(workspace, name),
            Self::Channel(_) => any::<Channel>(workspace, name),
            Self::Profile(_) => any::<Profile>(workspace, name),
        }
    }

    /// The edits that make it and what it needs; their ids are placeholders. The last one puts the object itself.
    pub fn edits(&self, workspace: &Workspace) -> Vec<Edit> {
        match self {
            Self::Event(draft) => draft.edits(workspace),
            Self::Action(draft) => draft.edits(workspace),
            Self::Preset(draft) => draft.edits(workspace),
            Self::Audience(audience) => {
                let audience = Audience { name: self.identifier(), ..(**audience).clone() };
                vec![Edit::Put(Box::new(Item::Audience(audience)))]
            }
            Self::Channel(channel) => reached(workspace, Channel { name: self.identifier(), ..(**channel).clone() }),
            Self::Profile(profile) => {
                let profile = called(Profile { name: self.identifier(), ..(**profile).clone() });
                vec![Edit::Put(Box::new(Item::Profile(profile)))]
            }
        }
    }

    /// The object itself, by its placeholder.
    pub fn reference(&self, workspace: &Workspace) -> Option<ItemRef> {
        match self.edits(workspace).pop() {
            Some(Edit::Put(item)) => Some(item.reference()),
            _ => None,
        }
    }
}

/// A channel, and the profile store from which it takes addresses where the workspace has none.
fn reached(workspace: &Workspace, mut channel: Channel) -> Vec<Edit> {
    if channel.medium == Medium::Email && channel.subdomain.is_empty() {
        let domain = channel.sender_address.rsplit_once('@').map(|(_, domain)| domain.trim().to_owned());
        channel.subdomain = domain.unwrap_or_default();
    }
    let has_store = |known: &DataSource| known.kind == DataSourceKind::Platform;
    let mut edits = Vec::new();
    if channel.address.is_empty()
        && !channel.medium.is_inbound()
        && !workspace.inventory.data_sources.iter().any(has_store)
    {
        edits = item(workspace, NewItem::ProfileStore);
        let mut with_store = workspace.clone();
        if crate::edit::apply_all(&mut with_store, &edits).is_ok() {
            channel.address = objects::channel(&with_store, channel.medium).address;
        }
    }
    edits.push(Edit::Put(Box::new(Item::Channel(channel))));
    edits
}

/// A test profile whose attributes say the same as its name and its identities.
fn called(mut profile: Profile) -> Profile {
    let mut names = profile.name.splitn(2, ' ').map(|name| Value::Text(name.trim().to_owned()));
    let email = profile.identities.values().find(|identity| identity.contains('@'));
    let known = [
        ("firstName", names.next()),
        ("lastName", names.next()),
        ("personalEmail.address", email.map(|email| Value::Text(email.trim().to_owned()))),
    ];
    for (path, attribute) in &mut profile.attributes {
        let said = known.iter().find(|(ending, _)| path.ends_with(ending));
        if let Some((_, Some(value))) = said {
            *attribute = value.clone();
        }
    }
    profile
}

/// The words that were typed where expressions cannot say them: the description keeps them, for people to read.
pub(super) fn words(name: &str) -> String {
    let name = name.trim();
    if name == said(name) { String::new() } else { name.to_owned() }
}

/// A name as expressions say it: as it was typed where they can, else what of it can be kept.
pub(super) fn said(name: &str) -> String {
    let name = name.trim();
    if expression::is_identifier(name) { name.to_owned() } else { expression::identifier(name) }
}

/// Words as the name of a field: "Order total" becomes `orderTotal` and "Total" `total`; what is no word of a person
/// (`SKU`, `customer.firstName`, `OrderTotal`) stays as it is.
pub(super) fn path(typed: &str) -> String {
    let typed = typed.trim();
    let mut letters = typed.chars();
    let is_word = letters.next().is_some_and(char::is_uppercase) && typed.len() > 1 && letters.all(char::is_lowercase);
    if !is_word && !typed.contains(char::is_whitespace) {
        return typed.to_owned();
    }
    let name = expression::identifier(typed);
    let mut letters = name.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}
