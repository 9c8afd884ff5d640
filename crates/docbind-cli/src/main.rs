//! The docbind command.
fn main() {}
