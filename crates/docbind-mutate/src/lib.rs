//! Mutates pages, by seed, to find what docbind cannot stand.

pub mod copy;
mod corpus;
mod mutation;
mod stream;

pub use corpus::{Corpus, MutatedPage};
pub use mutation::{Mutation, mutate};
pub use stream::stream;
