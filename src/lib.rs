//! Waymark: draw a customer journey, see what would go wrong, run it before it runs, hand it over.
//!
//! # The path
//! A journey goes through the house in the order of the rooms below. Each stage has the same word here,
//! on the command line and in the window.
//!
//! 1. [`journey`] says what a journey is: activities, connections, properties, the inventory that they share,
//!    and the text form in which a workspace lies in a folder.
//! 2. [`expression`] reads the small language of conditions and mappings: parse, type, evaluate.
//! 3. [`edit`] draws: the closed list of changes, their history, the clipboard, the tidy layout.
//! 4. [`check`] holds a journey against the guardrails of its platform and of every system that it calls.
//! 5. [`run`] knows what a journey does: one person step by step, and what people share.
//! 6. [`simulate`] drives it in virtual time: test profiles with a trace, a crowd with figures, and whoever shows that a
//!    branch can be taken.
//! 7. [`exchange`] writes it for others: a runnable definition, a sheet to build it by hand.
//! 8. [`push`] hands it to a server: plans what will change, then asks for it.
//! 9. [`serve`] runs it for real: the orchestration server, durable on one machine.
//! 10. [`watch`] looks at what runs there: figures, who is where, one person's path as a test run shows it.
//!
//! [`wire`] holds what server and clients say to each other, and [`secrets`] finds for both the values whose names
//! stand in documents.
//!
//! Two doors lead in: [`cli`] for the terminal, `designer` for the window.
//!
//! # Who may use whom
//! `journey`: nobody; `expression`: journey; `edit`: journey, expression; `check`: journey, expression, edit; `run`:
//! journey, expression; `simulate`: journey, expression, edit, check, run; `exchange`: journey, expression, edit,
//! check; `secrets`: journey; `wire`: journey, run; `serve`: journey, expression, check, run, exchange, secrets, wire;
//! `push`: journey, check, exchange, run, secrets, wire; `watch`: journey, run, simulate, secrets, wire, push;
//! `designer`: all of these; `cli`: all of these.
//!
//! A test reads this table. `tls`, a file of its own, says for both sides of a connection how TLS is spoken.
//!
//! # What always holds
//! 1. Only edits change a document.
//! 2. Only `designer` knows egui; the headless half builds without it.
//! 3. Same journey, same inputs, same seed: same trace, byte for byte, on any machine.
//! 4. [`run`] alone knows what a journey does; everything else only drives it, so nothing can disagree with it.
//! 5. Only a `Cleared` journey is handed over as runnable: a type that only [`check`] makes and nobody can edit.
//! 6. No secret is ever in a document, a trace, a log or an export: only its name is.

pub mod check;
pub mod cli;
#[cfg(feature = "designer")]
pub mod designer;
pub mod edit;
pub mod exchange;
pub mod expression;
pub mod journey;
pub mod push;
pub mod run;
pub mod secrets;
pub mod serve;
pub mod simulate;
mod tls;
pub mod watch;
pub mod wire;
