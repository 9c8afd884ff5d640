//! What most users need: `use graph::prelude::*;` brings this in, with the client of the generated crate.

pub use crate::model::Model as _;
pub use crate::{Error, Operation as _, Scheme, StaticToken, TokenProvider as _};
