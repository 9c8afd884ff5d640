//! What the dialect says, as data: the words, spellings and addresses that tell what a part of a page means.
//!
//! The rest of the parser knows structure alone. A set that says the same things in other words needs additions here
//! and nowhere else: each file holds one kind of vocabulary, each entry a sentence on why it is there.

pub(crate) mod answers;
pub(crate) mod base;
pub(crate) mod front_matter;
pub(crate) mod heading;
pub(crate) mod incoming;
pub(crate) mod language;
pub(crate) mod notices;
pub(crate) mod request_table;
pub(crate) mod service;
pub(crate) mod title_verb;
pub(crate) mod titles;
pub(crate) mod type_words;
pub(crate) mod version;
