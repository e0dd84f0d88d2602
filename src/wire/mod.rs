//! What a server and its clients say to each other: plain data, in camel case, read and written by both, and described
//! in the server's OpenAPI document. What only one of them knows (what is kept, what is drawn) stands with that one.

mod capabilities;
mod cloud_event;
mod counts;
mod endpoints;
mod events;
mod health;
mod instances;
mod journeys;
mod people;
mod problem;
mod reactions;
mod record;
mod step_event;
mod versions;

pub use capabilities::*;
pub use cloud_event::*;
pub use counts::*;
pub use endpoints::*;
pub use events::*;
pub use health::*;
pub use instances::*;
pub use journeys::*;
pub use people::*;
pub use problem::*;
pub use reactions::*;
pub use record::*;
pub use step_event::*;
pub use versions::*;
