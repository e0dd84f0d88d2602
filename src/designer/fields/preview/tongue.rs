//! In which language a preview shows a message: the one that the profile reads, or one that is picked.

use egui::{Id, Ui};

use crate::designer::words::{phrase, word};
use crate::expression::{Context, evaluate, parse};
use crate::journey::{Languages, Message, Value, Wording};

use crate::designer::fields::form::At;
use crate::designer::fields::list::{entry, list};
use crate::designer::fields::marks::dropdown;

/// The texts that a preview shows; where there are several, with a list of them above. `place` tells several previews
/// apart.
pub(super) fn chosen<'m>(ui: &mut Ui, message: &'m Message, person: &dyn Context, place: Id) -> Wording<'m> {
    let Some(languages) = &message.languages else { return message.wording_in("") };
    let memory = place.with("language");
    // Nothing is kept while the person decides.
    let kept: Option<usize> = ui.data(|data| data.get_temp(memory)).flatten();
    let mut wordings: Vec<Wording<'m>> = message.wordings().collect();
    let theirs = message.wording_in(&read_by(languages, person));
    let kept = kept.filter(|index| *index < wordings.len());
    let as_profile = phrase("languages.as_profile", &[("language", theirs.language)]);
    let at = At {
        id: place.with("choice of language"),
        label: word("languages.preview").to_owned(),
        path: String::new(),
        label_id: None,
        severity: None,
    };
    let now = kept.map_or(as_profile.as_str(), |index| wordings[index].language);
    let response = dropdown(ui, &at, now, false, ui.available_width());
    list(&response, |ui| {
        let pick = |ui: &mut Ui, picked: Option<usize>, name: &str| {
            if entry(ui, kept == picked, name).clicked() {
                ui.data_mut(|data| data.insert_temp(memory, picked));
                ui.close();
            }
        };
        pick(ui, None, &as_profile);
        for (index, wording) in wordings.iter().enumerate() {
            pick(ui, Some(index), wording.language);
        }
    });
    kept.map_or(theirs, |index| wordings.swap_remove(index))
}

/// The language that a person reads, as the message asks for it; empty where nobody knows.
fn read_by(languages: &Languages, person: &dyn Context) -> String {
    let parsed = parse(languages.chosen_by.as_str());
    match parsed.sound().map(|tree| evaluate(tree, person)) {
        Some(Ok(Value::Text(language))) => language,
        _ => String::new(),
    }
}
