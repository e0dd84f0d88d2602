//! A message that does not say the same to everybody: several contents, of which each person gets one, by chance to find
//! out which does best, or by rules over the person ("Optimization" of an action).

use jiff::civil;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::activity::{is_default, is_false};
use super::{BranchId, ExperimentKind, Expression, Message, Scaling, SplitPath, Template, Translation};

/// How each person gets one of several contents.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub enum Optimization {
    /// By chance, to find out which content does best.
    Experiment(ContentExperiment),
    /// By rules over the person: the topmost that is true.
    Targeting(ContentTargeting),
}

/// Contents that are compared. People who are held out get no message and go on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ContentExperiment {
    /// What tells how well a content does: `Unique opens`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub metric: String,
    /// How the shares come about.
    #[serde(default, skip_serializing_if = "is_default")]
    pub kind: ExperimentKind,
    /// The message's own texts as the first of those that are compared.
    pub own: SplitPath,
    /// The other contents.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub treatments: Vec<Treatment>,
    /// The share of those who get no message, in hundredths of a percent.
    #[serde(default, skip_serializing_if = "is_default")]
    pub holdout: u32,
    /// When the experiment ends, in the journey's time zone; with the journey when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<civil::DateTime>,
    /// From when on everybody gets the content that did best; nobody does by itself where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scaling: Option<Scaling>,
}

impl ContentExperiment {
    /// Whom chance chooses from: id, title and share, that of the message's own texts first.
    pub fn shares(&self) -> impl Iterator<Item = (&BranchId, &str, u32)> {
        let others = self.treatments.iter().map(|other| (&other.id, other.label.as_str(), other.share));
        std::iter::once((&self.own.id, self.own.label.as_str(), self.own.share)).chain(others)
    }
}

/// A content that is compared with others.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Treatment {
    /// Stable key of the treatment.
    pub id: BranchId,
    /// What reports call it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub label: String,
    /// Its share in hundredths of a percent: 3,333 is 33.33 %.
    pub share: u32,
    /// What it says.
    #[serde(default, skip_serializing_if = "is_default")]
    pub content: Content,
}

/// Contents for certain people.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ContentTargeting {
    /// Who gets which, from top to bottom.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<ContentRule>,
    /// Whether everybody else gets the message's own texts; otherwise they get no message and go on.
    #[serde(default, skip_serializing_if = "is_false")]
    pub fallback: bool,
}

/// A content for certain people.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ContentRule {
    /// Stable key of the rule.
    pub id: BranchId,
    /// What reports call it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub label: String,
    /// True for the people who get it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub expression: Expression,
    /// What it says.
    #[serde(default, skip_serializing_if = "is_default")]
    pub content: Content,
}

/// What a message says to some people, in place of its own texts.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Content {
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
    /// The same in the message's other languages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub translations: Vec<Translation>,
}

/// One of the contents of a message, or its own texts.
#[derive(Clone, Copy, Debug)]
pub struct Variant<'a> {
    /// Its key; `None` for a message that says the same to everybody, and for what everybody else gets.
    pub id: Option<&'a BranchId>,
    /// What reports call it.
    pub label: &'a str,
    /// What it says; `None` for the message's own texts.
    pub content: Option<&'a Content>,
}

impl<'a> Variant<'a> {
    /// Its title; its id where it has none, and nothing for what everybody gets, or everybody else.
    pub fn called(&self) -> &'a str {
        match self.id {
            Some(id) if self.label.is_empty() => id.as_str(),
            _ => self.label,
        }
    }
}

impl Message {
    /// What it says to different people, its own texts first; those alone where it says the same to everybody. Where
    /// nobody gets its own texts they are none of them.
    pub fn variants(&self) -> Vec<Variant<'_>> {
        let own = Variant { id: None, label: "", content: None };
        match &self.optimization {
            None => vec![own],
            Some(Optimization::Experiment(experiment)) => {
                let others = experiment.treatments.iter().map(|other| Variant {
                    id: Some(&other.id),
                    label: &other.label,
                    content: Some(&other.content),
                });
                let own = Variant { id: Some(&experiment.own.id), label: &experiment.own.label, content: None };
                std::iter::once(own).chain(others).collect()
            }
            Some(Optimization::Targeting(targeting)) => {
                let rules = targeting.rules.iter().map(|rule| Variant {
                    id: Some(&rule.id),
                    label: &rule.label,
                    content: Some(&rule.content),
                });
                targeting.fallback.then_some(own).into_iter().chain(rules).collect()
            }
        }
    }

    /// What people call the variant of this [name](Variant::called): its title, else which of the contents or rules it
    /// is, the message's own texts being the first content.
    pub fn spoken(&self, called: &str) -> String {
        let variants = self.variants();
        let found = variants.iter().position(|variant| variant.called() == called);
        match (found, &self.optimization) {
            (Some(at), Some(Optimization::Experiment(_))) if variants[at].label.is_empty() => {
                format!("content {}", at + 1)
            }
            (Some(at), Some(Optimization::Targeting(targeting))) if variants[at].label.is_empty() => {
                format!("rule {}", at + usize::from(!targeting.fallback))
            }
            _ => format!("'{called}'"),
        }
    }

    /// What stands before the names of the fields of a variant's texts: nothing for the message's own,
    /// `optimization.treatments.path-aaaa.content.`, `optimization.rules.path-aaaa.content.`.
    fn before_texts(&self, variant: &Variant<'_>) -> String {
        match (&self.optimization, variant.id, variant.content) {
            (Some(Optimization::Experiment(_)), Some(id), Some(_)) => format!("optimization.treatments.{id}.content."),
            (Some(Optimization::Targeting(_)), Some(id), Some(_)) => format!("optimization.rules.{id}.content."),
            _ => String::new(),
        }
    }

    /// The texts of a variant in the language of the message's own, and what stands before its fields.
    pub(super) fn texts_of<'a>(&'a self, variant: &Variant<'a>) -> Texts<'a> {
        let at = self.before_texts(variant);
        match variant.content {
            Some(content) => Texts {
                subject: &content.subject,
                body: &content.body,
                html: &content.html,
                unsubscribe: if content.unsubscribe.is_empty() { &self.unsubscribe } else { &content.unsubscribe },
                others: &content.translations,
                others_at: format!("{at}translations."),
                at,
            },
            None => Texts {
                subject: &self.subject,
                body: &self.body,
                html: &self.html,
                unsubscribe: &self.unsubscribe,
                others: self.languages.as_ref().map_or(&[], |languages| languages.others.as_slice()),
                others_at: "languages.others.".to_owned(),
                at,
            },
        }
    }
}

/// The texts of a variant.
pub(super) struct Texts<'a> {
    pub at: String,
    pub subject: &'a Template,
    pub body: &'a Template,
    pub html: &'a Template,
    pub unsubscribe: &'a str,
    pub others: &'a [Translation],
    pub others_at: String,
}
