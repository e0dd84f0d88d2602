//! PUSH: the other side of a server. [`client`] is the only place of this program that asks one.

pub mod client;
mod refusal;

pub use client::{Client, Manner, Tagged};
pub use refusal::ClientError;
