//! The headless half, one story per test.

mod arbitrary;
mod build;
mod definition;
mod edit_apply;
mod edit_arrange;
mod edit_describe;
mod edit_graph;
mod edit_new;
mod edit_parts;
mod edit_rename;
mod edit_worlds;
mod rules;
mod run_calls;
mod run_conditions;
mod run_listening;
mod run_machine;
mod run_waits;
mod simulate_entries;
mod simulate_output;
mod simulate_traffic;
mod text_form;
mod tidy;
mod workspace_files;
