//! Which of a message's texts a preview shows: in the language that the profile reads, or one that is picked; of
//! several contents the one that is picked.

use egui::{Id, Ui};

use crate::designer::words::{phrase, word};
use crate::expression::{Context, evaluate, parse};
use crate::journey::{Languages, Message, Value, Wording, is_same_language};

use crate::designer::fields::form::At;
use crate::designer::fields::list::{entry, list};
use crate::designer::fields::marks::dropdown;

/// The texts that a preview shows; where there are several, with lists of them above. `place` tells several previews
/// apart.
pub(super) fn chosen<'m>(ui: &mut Ui, message: &'m Message, person: &dyn Context, place: Id) -> Wording<'m> {
    let variants = message.variants();
    let picked = if variants.len() > 1 {
        let names = variants.iter().enumerate().map(|(index, variant)| match variant.called() {
            "" if variant.content.is_none() => word("optimization.text_above").to_owned(),
            id if variant.label.is_empty() && variant.content.is_none() && !id.is_empty() => {
                word("optimization.text_above").to_owned()
            }
            _ if variant.label.is_empty() => phrase("optimization.number", &[("n", &(index + 1).to_string())]),
            name => name.to_owned(),
        });
        let names: Vec<String> = names.collect();
        pick(ui, place.with("content"), word("optimization.preview"), &names, None).unwrap_or_default()
    } else {
        0
    };
    let Some(variant) = variants.get(picked) else { return message.wording_in("", "") };
    let mut wordings = message.wordings_of(variant);
    let Some(languages) = &message.languages else { return wordings.swap_remove(0) };
    let read = read_by(languages, person);
    let theirs = wordings.iter().skip(1).position(|wording| is_same_language(wording.language, &read));
    let theirs = theirs.map_or(0, |index| index + 1);
    let as_profile = phrase("languages.as_profile", &[("language", wordings[theirs].language)]);
    let names: Vec<String> = wordings.iter().map(|wording| wording.language.to_owned()).collect();
    let kept = pick(ui, place.with("language"), word("languages.preview"), &names, Some(&as_profile));
    wordings.swap_remove(kept.unwrap_or(theirs))
}

/// A list of names, and which of them is picked; `otherwise` stands first, for picking none.
fn pick(ui: &mut Ui, memory: Id, label: &str, names: &[String], otherwise: Option<&str>) -> Option<usize> {
    // Nothing is kept while the person decides.
    let kept: Option<usize> = ui.data(|data| data.get_temp(memory)).flatten();
    let kept = kept.filter(|index| *index < names.len()).or(if otherwise.is_none() { Some(0) } else { None });
    let at =
        At { id: memory.with("choice"), label: label.to_owned(), path: String::new(), label_id: None, severity: None };
    let now = kept.map_or(otherwise.unwrap_or_default(), |index| names[index].as_str());
    let response = dropdown(ui, &at, now, false, ui.available_width());
    list(&response, |ui| {
        let lines = otherwise.map(|text| (None, text)).into_iter();
        for (line, name) in lines.chain(names.iter().enumerate().map(|(index, name)| (Some(index), name.as_str()))) {
            if entry(ui, kept == line, name).clicked() {
                ui.data_mut(|data| data.insert_temp(memory, line));
                ui.close();
            }
        }
    });
    kept
}

/// The language that a person reads, as the message asks for it; empty where nobody knows.
fn read_by(languages: &Languages, person: &dyn Context) -> String {
    let parsed = parse(languages.chosen_by.as_str());
    match parsed.sound().map(|tree| evaluate(tree, person)) {
        Some(Ok(Value::Text(language))) => language,
        _ => String::new(),
    }
}
