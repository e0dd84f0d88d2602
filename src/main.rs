//! The two doors: without a command the window, with one the terminal.

use std::process::ExitCode;

use waymark::cli::{self, Asked};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    match cli::asked() {
        Asked::Command(command) => cli::run(&command).into(),
        Asked::Designer(path) => cli::designer(path.as_deref()).into(),
    }
}
