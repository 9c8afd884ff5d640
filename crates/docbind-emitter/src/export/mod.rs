//! The model in formats that other tools read.
//!
//! Every export writes to a stream as it walks the model, so that it needs no second copy of it in memory, and gives the
//! same bytes for the same model.

mod csv;
mod html;
mod json;
mod kibali;
mod openapi;
mod path;
mod schema;

pub use csv::csv;
pub use html::html;
pub use json::json;
pub use kibali::kibali;
pub use openapi::openapi;
