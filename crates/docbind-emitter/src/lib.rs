//! Turns the model of an API into files: a Rust client crate, or exports for other tools.
//!
//! [`emit`] writes a crate. Nothing that a page says can become code: all Rust is made of tokens, every file is parsed
//! before it is handed on, and its items are compared with what was planned.

mod calls;
mod checked;
mod doc;
mod emit;
mod error;
pub mod export;
mod options;
mod plan;
mod runtime;

pub use calls::{Call, CallNode, CallTree};
pub use checked::{CheckedExample, ExampleHalf, ExampleOutcome};
pub use emit::{GeneratedPart, Sink, Summary, emit};
pub(crate) use error::Broken;
pub use error::Error;
pub use options::{Attribute, Layout, Options, RuntimeChoice};
