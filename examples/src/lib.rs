//! What the generated clients are like to use. [`day`] is a day of somebody who works with the directory, mail and files
//! of an organization; [`server`] is what it is tried against.

pub mod day;
pub mod server;
