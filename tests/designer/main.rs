//! The window told as stories: one test, one story, driven by accessible labels, the pointer and the keyboard,
//! without a screen.

mod canvas;
mod conditions;
mod contents;
mod coverage;
mod deciding;
mod everything;
mod fetching;
mod fields;
mod files;
mod fragments;
mod guardrails;
mod jumps;
mod languages;
mod latency;
mod lists;
mod live;
mod living;
mod look;
mod mail;
mod mending;
mod mocks;
#[cfg(target_os = "linux")]
mod no_display;
mod objects;
mod offers;
mod push;
mod reaching;
mod reading;
mod services;
mod shell;
mod story;
mod test_run;
mod versions;
mod volume;
mod window;
mod words;
