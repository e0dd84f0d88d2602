//! The headless half, one story per test.

mod arbitrary;
mod definition;
mod edit_apply;
mod edit_arrange;
mod edit_graph;
mod edit_new;
mod edit_parts;
mod edit_worlds;
mod rules;
mod text_form;
mod tidy;
mod workspace_files;
