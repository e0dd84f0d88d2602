//! The headless half, one story per test.

mod definition;
mod tidy;
