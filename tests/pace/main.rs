//! What is judged by the clock on the wall, in a program of its own: `cargo test` runs its programs one after another,
//! so that nothing of ours takes the machine from these tests, which also wait for each other.

mod caps;
// The same server and the same other side as everywhere; not all of it is needed here.
#[allow(dead_code)]
#[path = "../headless/process.rs"]
mod process;
mod quiet;
#[allow(dead_code)]
#[path = "../headless/standin.rs"]
mod standin;
