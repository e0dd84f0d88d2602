//! What goes over the wire: plain data, in camel case, described in the OpenAPI document.

mod capabilities;
mod endpoints;
mod events;
mod instances;
mod journeys;
mod people;
mod versions;

pub use capabilities::*;
pub use endpoints::*;
pub use events::*;
pub use instances::*;
pub use journeys::*;
pub use people::*;
pub use versions::*;
