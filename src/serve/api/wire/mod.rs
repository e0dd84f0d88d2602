//! What goes over the wire: plain data, in camel case, described in the OpenAPI document.

mod capabilities;
mod endpoints;
mod journeys;
mod versions;

pub use capabilities::*;
pub use endpoints::*;
pub use journeys::*;
pub use versions::*;
