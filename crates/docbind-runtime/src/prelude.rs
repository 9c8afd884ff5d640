//! What most users need: `use graph::prelude::*;` brings this in, with the client of the generated crate.

pub use crate::model::Model;
pub use crate::{Error, Operation, Scheme, StaticToken, TokenProvider};
