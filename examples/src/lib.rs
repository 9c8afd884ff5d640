//! What the generated clients are like to use. [`day`] is a day of somebody who works with the directory, mail and files
//! of an organization, [`blocking`] the same one without `async`; [`server`] is what both are tried against.

pub mod blocking;
pub mod day;
pub mod server;
