//! An email as mail programs show it: its HTML read into blocks, and the blocks painted on paper. Nothing is ever
//! loaded, nothing is run, and no link is followed.
//!
//! [`read()`] is pure: HTML in, blocks and runs out. The rest places and paints those. It knows nothing of templates:
//! what comes in is filled in already.

pub mod block;
mod columns;
mod dom;
mod flow;
mod layout;
mod left_out;
mod objects;
mod paint;
mod read;
mod style;
mod table;
mod way_out;

pub use paint::show;
pub use read::read;
pub use way_out::WayOut;
