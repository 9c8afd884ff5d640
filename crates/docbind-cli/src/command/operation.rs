//! Operations as the command line names them.

use std::collections::BTreeSet;

use docbind::Error;
use docbind_ir::{Api, Method, Operation, RequestUrl, Router};

/// `METHOD /path`, where the path is a template, with the parameters named in any way, or an actual one.
#[derive(Clone, Debug)]
pub(crate) struct Wanted {
    method: Method,
    path: String,
}

impl Wanted {
    /// Reads the two words.
    pub(crate) fn parse(text: &str) -> Result<Self, Error> {
        let wrong = || Error::Settings(format!("`{text}` is no operation; write it as `METHOD /path`"));
        let (method, url) = text.trim().split_once(char::is_whitespace).ok_or_else(wrong)?;
        let method = method.to_ascii_uppercase().parse().map_err(|_| wrong())?;
        let url = RequestUrl::parse(url);
        let path = match url.version {
            Some(version) => format!("/{version}{}", url.path),
            None => format!("/{}", url.path.trim_start_matches('/')),
        };
        if path == "/" {
            return Err(wrong());
        }
        Ok(Self { method, path })
    }

    /// The operation it means.
    pub(crate) fn find<'a>(&self, router: &Router<'_>, api: &'a Api) -> Option<&'a Operation> {
        router.find_url(self.method, &RequestUrl::parse(&self.path)).and_then(|index| api.operations.get(index))
    }
}

/// The wanted operations, all when none is named, and the positions of those that are not there.
pub(crate) fn choose<'a>(api: &'a Api, wanted: &[Wanted]) -> (Vec<&'a Operation>, BTreeSet<usize>) {
    if wanted.is_empty() {
        return (api.operations.iter().collect(), BTreeSet::new());
    }
    let router = Router::new(api);
    let mut missing = BTreeSet::new();
    let mut found = Vec::with_capacity(wanted.len());
    for (position, wanted) in wanted.iter().enumerate() {
        match wanted.find(&router, api) {
            Some(operation) => found.push(operation),
            None => {
                missing.insert(position);
            }
        }
    }
    (found, missing)
}
