//! Part of docbind.
