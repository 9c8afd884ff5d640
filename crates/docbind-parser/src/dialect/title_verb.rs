//! The first word of a title, which says what an operation does and so with which methods it can be called.

use docbind_ir::Method;

/// Words with the methods that they leave open; reports are fetched by `POST` too, and some changes are made by it.
const VERBS: [(&str, &[Method]); 7] = [
    ("list", &[Method::Get, Method::Post]),
    ("get", &[Method::Get, Method::Head, Method::Post]),
    ("create", &[Method::Post, Method::Put, Method::Patch]),
    ("add", &[Method::Post, Method::Put, Method::Patch]),
    ("update", &[Method::Patch, Method::Put, Method::Post]),
    ("delete", &[Method::Delete, Method::Post]),
    ("remove", &[Method::Delete, Method::Post]),
];

/// The methods that a title leaves open; none when its first word says nothing about them.
pub(crate) fn methods(title: &str) -> Option<&'static [Method]> {
    let first = title.split_whitespace().next()?;
    VERBS.iter().find(|(verb, _)| verb.eq_ignore_ascii_case(first)).map(|(_, methods)| *methods)
}
