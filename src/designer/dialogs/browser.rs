//! The built-in file browser, for machines whose own file dialog does not come: a path, the folders and
//! documents in it, and recent places.

use std::path::{Path, PathBuf};

use egui::{Context, Key, ScrollArea, Ui};

use super::waiting::{Reply, Wanted};
use super::{buttons, dialog};
use crate::designer::icons::Icon;
use crate::designer::theme::{self, BODY, Theme, Weight};
use crate::designer::widgets::{error_line, field_label, hint_line, icon_button, primary_if, secondary, text_field};
use crate::designer::words::{phrase, word};

/// A browser that is open.
pub struct Browser {
    wanted: Wanted,
    path: String,
    name: String,
    listed: Option<PathBuf>,
    entries: Vec<Entry>,
    error: Option<String>,
    /// The file that stands there already and about which the person is being asked.
    taken: Option<PathBuf>,
}

struct Entry {
    name: String,
    path: PathBuf,
    is_folder: bool,
    is_document: bool,
}

impl Browser {
    /// Begins in this folder.
    pub fn new(wanted: Wanted, folder: &Path) -> Self {
        let name = if let Wanted::File(name) = &wanted { name.clone() } else { String::new() };
        let path = folder.display().to_string();
        Self { wanted, path, name, listed: None, entries: Vec::new(), error: None, taken: None }
    }

    /// Draws one frame; what became of it, once that is known.
    pub fn ui(&mut self, context: &Context, recents: &[PathBuf]) -> Option<Reply> {
        self.list();
        let title = match self.wanted {
            Wanted::Open => word("browser.open"),
            Wanted::Folder => word("browser.folder"),
            Wanted::File(_) => word("browser.file"),
        };
        let mut reply = None;
        let left = dialog(context, "browser", title, 620.0, |ui| {
            self.path_row(ui);
            reply = self.entries(ui, recents);
            if let Wanted::File(_) = self.wanted {
                let label = field_label(ui, word("browser.file_name"));
                text_field(ui, &mut self.name, "").labelled_by(label.id);
            }
            if self.wanted == Wanted::Folder {
                hint_line(ui, word("browser.folder_hint"));
            }
            if let Some(error) = &self.error {
                error_line(ui, error);
            }
            self.foot(ui, &mut reply);
        });
        reply.or(left.then_some(Reply::Cancelled))
    }

    fn path_row(&mut self, ui: &mut Ui) {
        let label = field_label(ui, word("browser.path"));
        ui.horizontal(|ui| {
            if icon_button(ui, Icon::ChevronUp, word("browser.up")).clicked()
                && let Some(parent) = Path::new(&self.path).parent()
            {
                self.path = parent.display().to_string();
            }
            text_field(ui, &mut self.path, "").labelled_by(label.id);
        });
    }

    fn entries(&mut self, ui: &mut Ui, recents: &[PathBuf]) -> Option<Reply> {
        let mut reply = None;
        let mut next = None;
        ScrollArea::vertical().max_height(300.0).min_scrolled_height(300.0).auto_shrink([false, false]).show(
            ui,
            |ui| {
                ui.spacing_mut().item_spacing.y = 2.0;
                for entry in &self.entries {
                    let icon = if entry.is_folder { Icon::Folder } else { Icon::Journey };
                    let row = row(ui, icon, &entry.name, entry.is_document);
                    if row.clicked() && entry.is_folder && !entry.is_document {
                        next = Some(entry.path.clone());
                    } else if row.clicked() {
                        self.path = entry.path.display().to_string();
                    }
                    if row.double_clicked() && entry.is_document {
                        reply = Some(Reply::Chosen(entry.path.clone()));
                    }
                }
                if self.entries.is_empty() && self.error.is_none() {
                    hint_line(ui, word("browser.empty"));
                }
                if self.wanted == Wanted::Open && !recents.is_empty() {
                    crate::designer::widgets::section(ui, word("welcome.recent"));
                    for recent in recents {
                        if row(ui, Icon::Folder, &recent.display().to_string(), true).clicked() {
                            reply = Some(Reply::Chosen(recent.clone()));
                        }
                    }
                }
            },
        );
        if let Some(next) = next {
            self.path = next.display().to_string();
        }
        reply
    }

    fn foot(&mut self, ui: &mut Ui, reply: &mut Option<Reply>) {
        let chosen = match self.wanted {
            Wanted::Open => Some(PathBuf::from(&self.path)).filter(|path| is_document(path)),
            Wanted::Folder => Some(PathBuf::from(self.path.trim())).filter(|path| path.is_absolute()),
            Wanted::File(_) => {
                Some(Path::new(&self.path).join(self.name.trim())).filter(|_| !self.name.trim().is_empty())
            }
        };
        // Nothing is written over before the person has said so: about this very file.
        let is_file = matches!(self.wanted, Wanted::File(_));
        let there = chosen.as_ref().filter(|path| is_file && path.is_file()).cloned();
        self.taken.take_if(|taken| there.as_ref() != Some(taken));
        if let Some(name) = self.taken.as_ref().and_then(|taken| taken.file_name()) {
            error_line(ui, &phrase("browser.taken", &[("name", &name.to_string_lossy())]));
        }
        let is_asked = self.taken.is_some();
        let action = match self.wanted {
            Wanted::Open => word("common.open"),
            Wanted::File(_) if is_asked => word("browser.replace"),
            _ => word("common.save_here"),
        };
        let enter = ui.input(|input| input.key_pressed(Key::Enter));
        buttons(ui, |ui| {
            let go = primary_if(ui, chosen.is_some(), action).clicked() || enter;
            if secondary(ui, word("common.cancel")).clicked() {
                *reply = Some(Reply::Cancelled);
            }
            match chosen {
                Some(_) if go && there.is_some() && !is_asked => self.taken = there,
                Some(path) if go => *reply = Some(Reply::Chosen(path)),
                _ => {}
            }
        });
    }

    /// Lists the folder in which the path lies, where it is another one than before.
    fn list(&mut self) {
        let path = PathBuf::from(&self.path);
        let folder = if path.is_dir() { path } else { path.parent().unwrap_or(Path::new("/")).to_owned() };
        if self.listed.as_ref() == Some(&folder) {
            return;
        }
        self.entries.clear();
        self.error = None;
        match std::fs::read_dir(&folder) {
            Ok(entries) => self.entries.extend(entries.flatten().filter_map(|entry| Entry::of(&entry.path()))),
            Err(error) => {
                let name = folder.display().to_string();
                self.error = Some(phrase("browser.unreadable", &[("folder", &name), ("why", &error.to_string())]));
            }
        }
        self.entries.sort_by(|a, b| (b.is_folder, &a.name).cmp(&(a.is_folder, &b.name)));
        self.listed = Some(folder);
    }
}

impl Entry {
    fn of(path: &Path) -> Option<Self> {
        let name = path.file_name()?.to_string_lossy().into_owned();
        let (is_folder, is_document) = (path.is_dir(), is_document(path));
        (!name.starts_with('.') && (is_folder || is_document)).then(|| Self {
            name,
            path: path.to_owned(),
            is_folder,
            is_document,
        })
    }
}

/// Whether the path is a workspace folder or a journey file.
pub fn is_document(path: &Path) -> bool {
    path.join("workspace.ron").is_file() || path.is_file() && path.to_string_lossy().ends_with(".journey.ron")
}

fn row(ui: &mut Ui, icon: Icon, name: &str, is_document: bool) -> egui::Response {
    let theme = Theme::of(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(egui::vec2(ui.available_width(), 28.0), egui::Sense::click());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::ListItem, true, name));
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, theme::CONTROL_RADIUS, theme.hover);
    }
    let color = if is_document { theme.accent } else { theme.muted };
    let tile = egui::Rect::from_center_size(rect.left_center() + egui::vec2(16.0, 0.0), egui::Vec2::splat(16.0));
    icon.paint(ui.painter(), tile, color);
    let weight = if is_document { Weight::Medium } else { Weight::Regular };
    let at = rect.left_center() + egui::vec2(34.0, 0.0);
    ui.painter().text(at, egui::Align2::LEFT_CENTER, name, theme::font(BODY, weight), theme.text);
    response
}
