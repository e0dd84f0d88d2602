//! A message on its way out: the call by which its channel's provider is handed it.
//!
//! Pure, so that the designer shows the very call that the server makes.

use thiserror::Error;

use crate::expression::EvaluationError;
use crate::journey::{Action, ActivityId, Binding, Channel, Definition, Inventory, MessagePart, ProfileId, Value};
use crate::run::plan::medium_word;
use crate::run::{Letter, Request};

use super::request::{self, Source};

/// Why a message cannot be handed over.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NoHandover {
    /// The step sends no such message.
    #[error("no message of this step goes through {0}")]
    NoMessage(String),
    /// The step names no channel.
    #[error("the message names no channel")]
    NoChannel,
    /// The channel names no provider.
    #[error("the channel {0} names no provider")]
    NoProvider(String),
    /// The provider is not there.
    #[error("the provider {0} of the channel is not there")]
    Missing(String),
    /// The provider cannot be called.
    #[error("{0}")]
    Request(String),
}

/// The provider's action and the call for a message that a step of this definition sends; secrets stand as their names.
///
/// # Errors
/// See [`NoHandover`].
pub fn hand_over<'d>(
    definition: &'d Definition,
    activity: &ActivityId,
    person: &ProfileId,
    letter: &Letter,
) -> Result<(&'d Action, Request), NoHandover> {
    let inventory = &definition.inventory;
    let none = || NoHandover::NoMessage(letter.channel.clone());
    let kind = &definition.journey.activity(activity).ok_or_else(none)?.kind;
    let channels = kind.messages().iter().map(|message| {
        let channel = message.channel.as_ref().and_then(|id| inventory.get::<Channel>(id));
        (channel.map_or(medium_word(message.medium), |channel| channel.name.as_str()), channel)
    });
    let (_, channel) = channels.into_iter().find(|(name, _)| *name == letter.channel).ok_or_else(none)?;
    through(channel.ok_or(NoHandover::NoChannel)?, inventory, person, letter)
}

/// The call by which a channel hands a message to its provider.
///
/// # Errors
/// See [`NoHandover`].
pub fn through<'i>(
    channel: &Channel,
    inventory: &'i Inventory,
    person: &ProfileId,
    letter: &Letter,
) -> Result<(&'i Action, Request), NoHandover> {
    let id = channel.provider.as_ref().ok_or_else(|| NoHandover::NoProvider(channel.name.clone()))?;
    let action = inventory.get::<Action>(id).ok_or_else(|| NoHandover::Missing(id.to_string()))?;
    let asked = action.bindings().find_map(|binding| match binding {
        Binding::Variable(label) => Some(label),
        _ => None,
    });
    if let Some(label) = asked {
        return Err(NoHandover::Request(format!("{} asks a journey for {label}", action.name)));
    }
    let request = request::write(action, &Carried { channel, person, letter });
    Ok((action, request.map_err(|error| NoHandover::Request(error.to_string()))?))
}

/// What a message fills in.
struct Carried<'a> {
    channel: &'a Channel,
    person: &'a ProfileId,
    letter: &'a Letter,
}

impl Source for Carried<'_> {
    fn path(&self) -> Result<Option<String>, EvaluationError> {
        Ok(None)
    }

    fn variable(&self, _: &str) -> Result<Value, EvaluationError> {
        Ok(Value::Null)
    }

    fn part(&self, part: MessagePart) -> Option<String> {
        let (channel, letter) = (self.channel, self.letter);
        let text = match part {
            MessagePart::Address => letter.to.clone(),
            MessagePart::Person => self.person.to_string(),
            MessagePart::Subject => letter.subject.clone(),
            // A message without plain text has its HTML in both places.
            MessagePart::Text if letter.body == letter.html => without_tags(&letter.html),
            MessagePart::Text => letter.body.clone(),
            MessagePart::Html if letter.html.is_empty() => as_html(&letter.body),
            MessagePart::Html => letter.html.clone(),
            MessagePart::Sender => sender(&channel.sender_name, &channel.sender_address),
            MessagePart::SenderName => channel.sender_name.clone(),
            MessagePart::SenderAddress => channel.sender_address.clone(),
            MessagePart::ReplyTo => channel.reply_to.clone(),
            MessagePart::Location => channel.location.clone(),
            MessagePart::Language => letter.language.clone(),
        };
        Some(text).filter(|text| !text.is_empty())
    }
}

/// `Alder Store <hello@store.example.com>`; quoted where a mail program would read the name otherwise.
fn sender(name: &str, address: &str) -> String {
    match (name.is_empty(), address.is_empty()) {
        (true, _) => address.to_owned(),
        (false, true) => name.to_owned(),
        (false, false) if name.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '\'')) => {
            format!("{name} <{address}>")
        }
        (false, false) => format!("\"{}\" <{address}>", name.replace('\\', "\\\\").replace('"', "\\\"")),
    }
}

fn as_html(text: &str) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    escaped.replace("\r\n", "\n").replace('\n', "<br>\n")
}

/// The words of a page: what stands between its tags, with a line for every block.
fn without_tags(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(before);
        let end = after.find('>').map_or(after.len(), |end| end + 1);
        let tag = after[..end].trim_start_matches('/').to_ascii_lowercase();
        let is = |name: &str| {
            tag.strip_prefix(name).is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
        };
        let closed = ["style", "script", "title", "head"].into_iter().find(|name| !after.starts_with('/') && is(name));
        rest = &after[end..];
        if let Some(name) = closed {
            let close = format!("</{name}");
            rest = rest.to_ascii_lowercase().find(&close).map_or("", |at| &rest[at..]);
        } else if ["br", "p", "div", "tr", "li", "table", "h1", "h2", "h3"].into_iter().any(is) {
            out.push('\n');
        }
    }
    out.push_str(rest);
    let entities = [("&nbsp;", " "), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
    let text = entities.into_iter().fold(out, |text, (entity, sign)| text.replace(entity, sign));
    let lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}
