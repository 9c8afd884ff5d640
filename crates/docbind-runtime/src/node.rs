use std::fmt;

use crate::identity::Identify;
use crate::url::{push_query, push_query_name, push_segment};
use crate::{Client, Error, ErrorKind};

/// A place in the tree of paths: what generated nodes wrap. Every step appends to one text.
///
/// An identifier that cannot stand in a path is remembered, and is the error of the request that is made from it:
/// steps stay plain calls, and nothing wrong is ever sent.
#[must_use = "a node does nothing until a request is made of it"]
pub struct Node {
    pub(crate) client: Client,
    pub(crate) url: String,
    pub(crate) has_query: bool,
    pub(crate) error: Option<Error>,
}

/// An argument of a function or an alternate key in a path.
#[derive(Clone, Copy)]
pub enum Arg<'a> {
    /// Text: written in quotes, inner ones doubled.
    Quoted(&'a str),
    /// A number, a boolean, a GUID, a date: written as it is.
    Bare(&'a str),
}

impl Node {
    /// The place at a literal path below the base URL of the client.
    pub fn new(client: &Client, path: &str) -> Self {
        let base = client.base_url();
        // Room for most requests, so that the text is allocated once.
        let mut url = String::with_capacity(base.len() + path.len() + 160);
        url.push_str(base);
        url.push_str(path);
        Self { client: client.clone(), url, has_query: false, error: None }
    }

    /// Literal segments, as documented: `/messages`.
    pub fn literal(mut self, path: &str) -> Self {
        self.url.push_str(path);
        self
    }

    /// A segment that the caller chose. It stays one segment whatever it holds.
    #[inline]
    pub fn segment(self, id: impl Identify) -> Self {
        id.at(self)
    }

    pub(crate) fn id(mut self, id: &str) -> Self {
        self.url.push('/');
        self.push_id(id);
        self
    }

    /// A function with its arguments: `/range(address='A1')`. An argument without a name is written by its value alone.
    pub fn function(mut self, path: &str, arguments: &[(&str, Arg<'_>)]) -> Self {
        self.url.push_str(path);
        self.push_arguments(arguments);
        self
    }

    /// An alternate key, glued to the segment before: `(appId='…')`.
    pub fn key(mut self, keys: &[(&str, Arg<'_>)]) -> Self {
        self.push_arguments(keys);
        self
    }

    /// A path inside a drive: `:/folder/file.txt` with the colon that closes it when more segments follow. Slashes
    /// separate folders; every part is encoded.
    pub fn path_address(mut self, path: &str, closed: bool) -> Self {
        self.url.push(':');
        for part in path.strip_prefix('/').unwrap_or(path).split('/') {
            self.url.push('/');
            self.push_id(part);
        }
        if closed {
            self.url.push(':');
        }
        self
    }

    /// A query parameter that the documented path fixes.
    pub fn query(mut self, name: &str, value: &str) -> Self {
        push_parameter(&mut self.url, &mut self.has_query, name, value);
        self
    }

    fn push_id(&mut self, id: &str) {
        // A dot segment would climb in the path; an empty one would name the collection instead of its member.
        let names_another = matches!(id, "" | "." | "..");
        if !push_segment(&mut self.url, id) || names_another {
            self.refuse(format!("{id:?} cannot be part of a path"));
        }
    }

    fn push_arguments(&mut self, arguments: &[(&str, Arg<'_>)]) {
        self.url.push('(');
        for (index, (name, value)) in arguments.iter().enumerate() {
            if index > 0 {
                self.url.push(',');
            }
            if !name.is_empty() {
                self.url.push_str(name);
                self.url.push('=');
            }
            let sound = match value {
                Arg::Quoted(text) => {
                    self.url.push('\'');
                    let mut sound = true;
                    for (index, part) in text.split('\'').enumerate() {
                        self.url.push_str(if index > 0 { "%27%27" } else { "" });
                        sound &= push_segment(&mut self.url, part);
                    }
                    self.url.push('\'');
                    sound
                }
                Arg::Bare(text) => push_segment(&mut self.url, text) && !text.is_empty(),
            };
            if !sound {
                self.refuse(format!("the value of `{name}` cannot be part of a path"));
            }
        }
        self.url.push(')');
    }

    /// The first thing that is wrong is the one to tell.
    pub(crate) fn refuse(&mut self, message: String) {
        self.error.get_or_insert_with(|| Error::new(ErrorKind::Request, message));
    }
}

impl Clone for Node {
    fn clone(&self) -> Self {
        // Room for what follows, as a new node has.
        let mut url = String::with_capacity(self.url.capacity());
        url.push_str(&self.url);
        let error = self.error.as_ref().map(Error::again);
        Self { client: self.client.clone(), url, has_query: self.has_query, error }
    }
}

/// Takes out a query parameter that is to be set again.
pub(crate) fn remove_parameter(url: &mut String, has_query: &mut bool, name: &str) {
    let Some((path, query)) = url.split_once('?').filter(|_| *has_query) else { return };
    let mut encoded = String::with_capacity(name.len());
    push_query_name(&mut encoded, name);
    let is_other = |part: &&str| part.split('=').next() != Some(encoded.as_str());
    if query.split('&').all(|part| is_other(&part)) {
        return;
    }
    let others: Vec<&str> = query.split('&').filter(is_other).collect();
    *has_query = !others.is_empty();
    *url = if *has_query { format!("{path}?{}", others.join("&")) } else { path.to_owned() };
}

/// Appends a query parameter.
pub(crate) fn push_parameter(url: &mut String, has_query: &mut bool, name: &str, value: &str) {
    start_parameter(url, has_query, name);
    push_query(url, value);
}

/// Appends the name of a query parameter and its `=`.
pub(crate) fn start_parameter(url: &mut String, has_query: &mut bool, name: &str) {
    start_option(url, has_query, "");
    push_query_name(url, name);
    url.push('=');
}

/// Appends the start of a query parameter, which needs no encoding.
pub(crate) fn start_option(url: &mut String, has_query: &mut bool, start: &str) {
    url.push(if *has_query { '&' } else { '?' });
    *has_query = true;
    url.push_str(start);
}

impl fmt::Debug for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Node").field(&crate::redact::shown_path(&self.url)).finish()
    }
}
