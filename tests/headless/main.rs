//! The headless half, one story per test.

mod definition;
mod rules;
mod tidy;
