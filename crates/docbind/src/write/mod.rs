//! From generated files to a folder: all or nothing, and nothing that is there already.

mod growing;
mod lock;
mod output;
mod single_file;
mod staging;

pub use lock::{LOCK_FILE, Lock};
pub use output::{Changes, Difference, Mode, Output};
pub use single_file::write_file;
