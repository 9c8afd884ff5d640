//! What is known about the examples of the pages before tests are made of them.

use std::sync::Arc;

/// A documented request or response, and how it fits the model.
///
/// The emitter does not judge examples: whoever generates tests has checked them before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedExample {
    /// The page, relative to the documentation root.
    pub page: Arc<str>,
    /// The line of the request or status line, from 1.
    pub line: u32,
    /// Which half of the example it is.
    pub half: ExampleHalf,
    /// The operation it belongs to, as `METHOD /path`.
    pub operation: Option<String>,
    /// How the check ended.
    pub outcome: ExampleOutcome,
}

/// The halves of an example.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ExampleHalf {
    /// What is sent.
    Request,
    /// What comes back.
    Response,
}

/// How the check of an example ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExampleOutcome {
    /// It fits: the test of it must pass.
    Passed,
    /// It does not fit, for this reason: the test of it is listed and ignored.
    Differs(String),
    /// It could not be checked, for this reason: listed and ignored as well.
    Skipped(String),
}
