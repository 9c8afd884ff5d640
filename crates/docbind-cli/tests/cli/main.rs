//! The command as its users meet it: arguments in; standard output, standard error and exit code out.
#![allow(clippy::unwrap_used, reason = "a failed expectation is the point of a test")]

mod bad_input;
mod docs;
mod findings;
mod generate;
mod history;
mod lint;
mod model;
mod privilege;
mod repository;
mod usage;
