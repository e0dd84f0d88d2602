//! A message in several languages: its texts once for each, and what chooses among them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::activity::is_default;
use super::{Expression, Medium, Message, Template, Variant};

/// The languages of a message beside that of its own texts.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Languages {
    /// The language of the message's own texts, which everybody gets whose language is none of the others: `en-GB`.
    pub default: String,
    /// Yields a person's language, usually one field of the profile.
    #[serde(default, skip_serializing_if = "is_default")]
    pub chosen_by: Expression,
    /// The other languages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<Translation>,
}

/// The texts of a message in another language.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Translation {
    /// Which language: `fr-FR`.
    pub language: String,
    /// Subject, title or reference.
    #[serde(default, skip_serializing_if = "is_default")]
    pub subject: Template,
    /// Plain text.
    #[serde(default, skip_serializing_if = "is_default")]
    pub body: Template,
    /// HTML; email only.
    #[serde(default, skip_serializing_if = "is_default")]
    pub html: Template,
    /// The words of the link by which people unsubscribe; empty where they are those of the message.
    #[serde(default, skip_serializing_if = "is_default")]
    pub unsubscribe: String,
}

/// What a message says to some people in one language.
#[derive(Clone, Debug, PartialEq)]
pub struct Wording<'a> {
    /// To whom, where it does not say the same to everybody: the title of the treatment or rule.
    pub variant: &'a str,
    /// Which language; empty where the message has only one.
    pub language: &'a str,
    /// Whether it is another language than that of the message's own texts.
    pub translated: bool,
    /// What stands before the names of its fields: nothing, or `languages.others.0.`.
    pub at: String,
    /// Subject, title or reference.
    pub subject: &'a Template,
    /// Plain text.
    pub body: &'a Template,
    /// HTML.
    pub html: &'a Template,
    /// The words of the link by which people unsubscribe; empty where there is none.
    pub unsubscribe: &'a str,
}

impl Wording<'_> {
    /// How long its texts are, in bytes.
    pub fn bytes(&self) -> usize {
        [self.subject, self.body, self.html].iter().map(|text| text.as_str().len()).sum()
    }
}

impl Message {
    /// What it says: of each of its [variants](Message::variants) once for each language, the one for everybody else
    /// first.
    pub fn wordings(&self) -> impl Iterator<Item = Wording<'_>> {
        self.variants().into_iter().flat_map(|variant| self.wordings_of(&variant))
    }

    /// What it says to the people of one variant, once for each language, the one for everybody else first.
    pub fn wordings_of<'a>(&'a self, variant: &Variant<'a>) -> Vec<Wording<'a>> {
        let texts = self.texts_of(variant);
        let name = variant.called();
        let mut wordings = vec![Wording {
            variant: name,
            language: self.languages.as_ref().map_or("", |languages| languages.default.as_str()),
            translated: false,
            at: texts.at,
            subject: texts.subject,
            body: texts.body,
            html: texts.html,
            unsubscribe: texts.unsubscribe,
        }];
        let others = if self.languages.is_some() { texts.others } else { &[] };
        wordings.extend(others.iter().enumerate().map(|(index, other)| Wording {
            variant: name,
            language: &other.language,
            translated: true,
            at: format!("{}{index}.", texts.others_at),
            subject: &other.subject,
            body: &other.body,
            html: &other.html,
            unsubscribe: if other.unsubscribe.is_empty() { texts.unsubscribe } else { &other.unsubscribe },
        }));
        wordings
    }

    /// Whether people of every language read how to get no more of it.
    pub fn has_way_out(&self) -> bool {
        self.wordings().all(|wording| self.leads_out(&wording))
    }

    /// Whether this wording says how to get no more of it: by the unsubscribe link, or in the text itself, where a reply
    /// of STOP means nothing in an email.
    pub fn leads_out(&self, wording: &Wording<'_>) -> bool {
        let stops = |text: &str| self.medium != Medium::Email && text.contains("STOP");
        let says = |text: &Template| stops(text.as_str()) || text.as_str().to_lowercase().contains("unsubscribe");
        !wording.unsubscribe.trim().is_empty() || says(wording.body) || says(wording.html)
    }

    /// What it says to people of this language, to whom it says this variant: the title, or nothing for the one that is
    /// said to everybody else.
    pub fn wording_in(&self, variant: &str, language: &str) -> Wording<'_> {
        let variants = self.variants();
        let known = variants.iter().find(|known| known.called() == variant).or(variants.first());
        let own = Variant { id: None, label: "", content: None };
        let mut wordings = self.wordings_of(known.unwrap_or(&own));
        let found = wordings.iter().skip(1).position(|wording| is_same_language(wording.language, language));
        wordings.swap_remove(found.map_or(0, |index| index + 1))
    }
}

/// Whether two names mean one language: `fr-FR`, `fr_fr`. A language and a language of one country are two.
pub fn is_same_language(one: &str, other: &str) -> bool {
    let letter = |byte: u8| if byte == b'_' { b'-' } else { byte.to_ascii_lowercase() };
    let (one, other) = (one.trim().bytes().map(letter), other.trim().bytes().map(letter));
    one.eq(other)
}

/// Whether a text can be the name of a language: `fr`, `fr-FR`, `zh-Hant-TW`.
pub fn is_language(name: &str) -> bool {
    let mut parts = name.split('-');
    let is_first = parts
        .next()
        .is_some_and(|first| (2..=3).contains(&first.len()) && first.bytes().all(|byte| byte.is_ascii_alphabetic()));
    is_first && parts.all(|part| (2..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}
