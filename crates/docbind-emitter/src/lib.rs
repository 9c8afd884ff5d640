//! Part of docbind.

pub mod export;
