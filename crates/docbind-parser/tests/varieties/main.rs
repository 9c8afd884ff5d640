//! Small pages, each named after the variety of the dialect that it shows.

mod blocks;
mod broken;
mod hostile;
mod includes;
mod outline;
mod tables;
