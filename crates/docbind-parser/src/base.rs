//! The base URL of a set, and what of a URL lies below it.

use std::collections::BTreeMap;

use crate::dialect::base::{is_base_word, names_base, placeholder_name};
use crate::dialect::service::service;
use crate::dialect::version::{is_version, stands_for_version};

/// How far below the host a version may stand.
const DEEPEST_VERSION: usize = 4;

/// How the URLs of a set begin.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Base {
    /// The base URL, version included, without a slash at the end; empty when the pages name none.
    pub url: String,
    /// What stands for the base, in lower case, with the path between it and what is below the base: `contosoprefix`
    /// with nothing, `https://{contosoprefix}` with `api/v2.0`.
    paths: BTreeMap<String, String>,
}

/// What is seen of the beginnings of URLs in some pages.
#[derive(Clone, Debug, Default)]
pub(crate) struct Beginnings {
    /// How often each origin and path up to a version begins a URL.
    versioned: BTreeMap<(String, String), usize>,
    /// How often each origin begins a URL without a version.
    plain: BTreeMap<String, usize>,
    /// How often an origin and path stand before what the same page writes as a path alone.
    paired: BTreeMap<String, usize>,
    /// How often each path up to a version follows what stands for the base.
    stand_ins: BTreeMap<String, BTreeMap<String, usize>>,
    /// Paths alone that have no version.
    relative: usize,
}

/// The URLs of one page.
#[derive(Default)]
pub(crate) struct PageUrls {
    heads: Vec<String>,
    plain: Vec<(String, Vec<String>)>,
}

impl Beginnings {
    /// Takes in the URL of a request line.
    pub(crate) fn add(&mut self, url: &str, page: &mut PageUrls) {
        let url = url.trim_start_matches('<');
        let (first, path) = match absolute(url) {
            Some((scheme, authority, path)) => match own_authority(authority) {
                Some(host) => return self.add_absolute(&format!("{scheme}://{host}"), path, page),
                None => (stand_in_authority(authority), path),
            },
            None => {
                let path = url.trim_start_matches("~/").trim_start_matches('/');
                let (first, rest) = split_first(path);
                match stand_in(first) {
                    Some(name) => (name, rest),
                    None => {
                        self.relative += usize::from(!is_version(first));
                        page.heads.push(first.to_lowercase());
                        return;
                    }
                }
            }
        };
        let path = version_path(path, DEEPEST_VERSION).unwrap_or_default();
        *self.stand_ins.entry(first).or_default().entry(path).or_default() += 1;
    }

    fn add_absolute(&mut self, origin: &str, path: &str, page: &mut PageUrls) {
        match version_path(path, DEEPEST_VERSION) {
            Some(version) => *self.versioned.entry((origin.to_owned(), version)).or_default() += 1,
            None => {
                *self.plain.entry(origin.to_owned()).or_default() += 1;
                let segments = segments(path).map(|segment| segment.to_lowercase()).take(DEEPEST_VERSION);
                page.plain.push((origin.to_owned(), segments.collect()));
            }
        }
    }

    /// Compares what a page writes as a path alone with its absolute URLs: what stands before belongs to the base.
    pub(crate) fn close(&mut self, page: &PageUrls) {
        for (origin, segments) in &page.plain {
            let at = segments.iter().position(|segment| page.heads.contains(segment));
            if let Some(before) = at.and_then(|at| segments.get(..at)) {
                let base = std::iter::once(origin.as_str()).chain(before.iter().map(String::as_str));
                *self.paired.entry(base.collect::<Vec<_>>().join("/")).or_default() += 1;
            }
        }
    }

    /// Takes in what was seen elsewhere.
    pub(crate) fn merge(&mut self, other: &Self) {
        add_counts(&mut self.versioned, &other.versioned);
        add_counts(&mut self.plain, &other.plain);
        add_counts(&mut self.paired, &other.paired);
        for (name, paths) in &other.stand_ins {
            add_counts(self.stand_ins.entry(name.clone()).or_default(), paths);
        }
        self.relative += other.relative;
    }

    /// The base of a set in a folder of this version, whose types are in this namespace.
    pub(crate) fn base(&self, version: Option<&str>, namespace: &str) -> Base {
        let paths = self.stand_ins.iter().map(|(name, paths)| (name.clone(), agreed(paths))).collect();
        Base { url: self.url(version, namespace).unwrap_or_default(), paths }
    }

    fn url(&self, version: Option<&str>, namespace: &str) -> Option<String> {
        let mut origins: BTreeMap<&str, usize> = BTreeMap::new();
        for (origin, count) in self.versioned.iter().map(|((origin, _), count)| (origin, count)).chain(&self.plain) {
            *origins.entry(origin).or_default() += count;
        }
        let stand_ins = self.stand_ins.values().flat_map(BTreeMap::values);
        let unknown: usize = stand_ins.sum();
        if unknown > origins.values().sum() {
            return None;
        }
        let origin = most(origins.iter().map(|(origin, count)| (*origin, *count)));
        let Some(origin) = origin else {
            let service = service(namespace)?;
            return Some(format!("{}/{}", service.origin, version.unwrap_or("v1.0")));
        };
        let versions =
            || self.versioned.iter().filter(|((own, _), _)| own == origin).map(|((_, path), n)| (&**path, *n));
        let last = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
        let named = version.and_then(|version| most(versions().filter(|(path, _)| last(path) == version)));
        let (plain, all) = (self.plain.get(origin).copied().unwrap_or_default(), versions().map(|(_, n)| n).sum());
        match named.or_else(|| most(versions())) {
            // Where every line says its version and they differ, it is part of the path.
            Some(_) if named.is_none() && version.is_none() && self.relative == 0 && versions().nth(1).is_some() => {
                Some(origin.to_owned())
            }
            Some(path) if named.is_some() || plain <= all => {
                // The pages of a known service may show another version's URL by mistake; the folder is right.
                let known = version.filter(|_| service(namespace).is_some_and(|service| service.origin == origin));
                Some(match (named, known, path.rsplit_once('/')) {
                    (None, Some(version), Some((before, _))) => format!("{origin}/{before}/{version}"),
                    (None, Some(version), None) => format!("{origin}/{version}"),
                    _ => format!("{origin}/{path}"),
                })
            }
            _ => {
                let paired = self.paired.iter().filter(|(base, _)| base.starts_with(origin));
                Some(most(paired.map(|(base, count)| (base.as_str(), *count))).unwrap_or(origin).to_owned())
            }
        }
    }
}

/// A URL cut at the base.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Below<'u> {
    /// The path and query below the base, without a slash before it.
    pub(crate) path: &'u str,
    /// Whether the URL names the host of another service.
    pub(crate) foreign: bool,
    /// What stands where the base is due, when that is something else.
    pub(crate) wrong: Option<&'u str>,
    /// The version that the URL names, when that is not the set's.
    pub(crate) other_version: Option<&'u str>,
}

impl<'u> Below<'u> {
    fn of(path: &'u str) -> Self {
        Self { path: path.trim_start_matches('/'), foreign: false, wrong: None, other_version: None }
    }
}

impl Base {
    /// A base with this URL of which nothing else is known.
    pub fn new(url: impl Into<String>) -> Self {
        Self { url: url.into(), paths: BTreeMap::new() }
    }

    /// The host: `graph.microsoft.com`.
    pub fn host(&self) -> &str {
        absolute(&self.url).map_or("", |(_, authority, _)| authority)
    }

    /// The path: `v1.0`, `rest/beta`.
    fn path(&self) -> &str {
        absolute(&self.url).map_or("", |(.., path)| path)
    }

    /// What the pages write in place of a base URL, for a message.
    pub fn stand_in(&self) -> Option<String> {
        let (name, path) = self.paths.iter().next()?;
        Some(if path.is_empty() { name.clone() } else { format!("{name}/{path}") })
    }

    /// Takes off a URL what belongs to the base.
    pub(crate) fn below<'u>(&self, url: &'u str) -> Below<'u> {
        let url = url.trim();
        let url = url
            .strip_prefix('<')
            .filter(|_| absolute(url.trim_start_matches('<')).is_some())
            .map_or(url, |inner| inner.strip_suffix('>').unwrap_or(inner));
        if let Some((_, authority, path)) = absolute(url) {
            return match own_authority(authority) {
                Some(_) => self.below_host(url, authority, path),
                None => self.below_stand_in(&stand_in_authority(authority), authority, path),
            };
        }
        let path = url.trim_start_matches("~/").trim_start_matches('/');
        let (first, rest) = split_first(path);
        if !self.host().is_empty() && first.eq_ignore_ascii_case(self.host()) {
            return self.below_host(url, first, rest);
        }
        let name = stand_in(first).or_else(|| Some(first.to_lowercase()).filter(|word| self.is_authority_word(word)));
        match name {
            Some(name) => self.below_stand_in(&name, first, rest),
            None => self.relative(path),
        }
    }

    /// Whether the pages also write `https://{word}/…`.
    fn is_authority_word(&self, word: &str) -> bool {
        self.paths.contains_key(&format!("https://{{{word}}}"))
    }

    fn relative<'u>(&self, path: &'u str) -> Below<'u> {
        self.strip_own(path).unwrap_or_else(|| Below::of(path))
    }

    fn below_host<'u>(&self, url: &'u str, host: &'u str, path: &'u str) -> Below<'u> {
        let own = self.host().is_empty() || host.eq_ignore_ascii_case(self.host());
        let stripped = self.strip_own(path).or_else(|| {
            // The pages of a set whose base is unknown may name it in full somewhere.
            self.url.is_empty().then(|| self.strip_any(path)).flatten()
        });
        if let Some(below) = stripped {
            return Below { foreign: !own, wrong: (!own).then_some(host), ..below };
        }
        // A folder of the documentation in place of the version is what one generator writes.
        let docs = ["docs\\api/", "docs/api/", "docs\\api\\"].iter().find_map(|folder| path.strip_prefix(folder));
        if let Some(rest) = docs {
            let wrong = url.strip_suffix(rest).map(|start| start.split_once("://").map_or(start, |(_, start)| start));
            return Below { foreign: !own, wrong, ..Below::of(rest) };
        }
        // The version, or something glued to it, is followed by the word that stands for the base.
        let glued = self.paths.keys().filter(|word| !word.contains('/')).find_map(|word| {
            let (first, rest) = split_first(path);
            let has = first.len() > word.len() && first.to_lowercase().ends_with(word.as_str());
            has.then_some(rest)
        });
        if let Some(rest) = glued {
            let wrong = url.strip_suffix(rest).unwrap_or(url);
            return Below { wrong: Some(wrong), ..Below::of(rest) };
        }
        let complete = self.path().is_empty();
        Below { foreign: !own, wrong: (!own || !complete).then_some(host), ..Below::of(path) }
    }

    fn below_stand_in<'u>(&self, name: &str, text: &'u str, path: &'u str) -> Below<'u> {
        let agreed = self.paths.get(name).map(String::as_str).unwrap_or_default();
        if !agreed.is_empty()
            && let Some(rest) = strip_path(path, agreed)
        {
            return Below::of(rest);
        }
        match self.strip_any(path) {
            // One line has what the others leave out.
            Some(below) if self.paths.contains_key(name) && agreed.is_empty() => Below { wrong: Some(text), ..below },
            Some(below) => below,
            None => Below { wrong: (!agreed.is_empty()).then_some(text), ..Below::of(path) },
        }
    }

    /// The path below that of the base, also when it names another version.
    fn strip_own<'u>(&self, path: &'u str) -> Option<Below<'u>> {
        let own = self.path();
        if own.is_empty() {
            return None;
        }
        if let Some(rest) = strip_path(path, own) {
            return Some(Below::of(rest));
        }
        let (before, version) = own.rsplit_once('/').unwrap_or(("", own));
        if !is_version(version) {
            return None;
        }
        let rest = if before.is_empty() { path } else { strip_path(path, before)? };
        let (first, rest) = split_first(rest.trim_start_matches('/'));
        let named = first.trim_end_matches('*');
        let same = stands_for_version(named) || same_version(named, version);
        (same || is_version(named)).then(|| Below { other_version: (!same).then_some(named), ..Below::of(rest) })
    }

    /// The path below any path that belongs to a base, when nothing but placeholders and versions stands before it.
    fn strip_any<'u>(&self, path: &'u str) -> Option<Below<'u>> {
        let mut rest = path;
        for _ in 0..DEEPEST_VERSION {
            let known = self.paths.values().filter(|path| !path.is_empty()).map(String::as_str);
            let known = known.chain(Some(self.path()).filter(|path| !path.is_empty()));
            if let Some(below) = known.filter_map(|known| strip_path(rest, known)).min_by_key(|below| below.len()) {
                return Some(Below::of(below));
            }
            let (first, after) = split_first(rest);
            if first.is_empty() || !(is_version(first) || placeholder_name(first).is_some()) {
                return None;
            }
            rest = after;
        }
        None
    }
}

/// `v1` is short for `v1.0`.
fn same_version(left: &str, right: &str) -> bool {
    let short = |text: &str| text.to_lowercase().trim_end_matches(".0").to_owned();
    short(left) == short(right)
}

/// Scheme, authority and path of an absolute URL.
fn absolute(url: &str) -> Option<(&str, &str, &str)> {
    let (scheme, rest) = url.split_once("://")?;
    if !["https", "http"].iter().any(|known| known.eq_ignore_ascii_case(scheme)) {
        return None;
    }
    let (authority, path) = split_first(rest);
    Some((scheme, authority, path))
}

/// The host of an authority that is no placeholder, in lower case.
fn own_authority(authority: &str) -> Option<String> {
    let is_host = !authority.contains(['{', '<', '%', '[', '$']) && !is_base_word(authority);
    is_host.then(|| authority.to_ascii_lowercase())
}

/// What stands for the base in an authority: `https://{name}`.
fn stand_in_authority(authority: &str) -> String {
    let name = placeholder_name(authority).unwrap_or(authority);
    format!("https://{{{}}}", name.to_lowercase())
}

/// What the first segment of a URL stands for, in lower case, when that is a base.
fn stand_in(segment: &str) -> Option<String> {
    let name = match placeholder_name(segment) {
        Some(name) => Some(name).filter(|name| names_base(name)),
        None => Some(segment).filter(|word| is_base_word(word)),
    };
    name.map(str::to_lowercase)
}

/// The first segment and what follows its slash; slashes in braces part nothing.
fn split_first(path: &str) -> (&str, &str) {
    let mut depth = 0_usize;
    for (position, c) in path.char_indices() {
        match c {
            '{' | '<' => depth += 1,
            '}' | '>' => depth = depth.saturating_sub(1),
            '/' | '\\' | '?' if depth == 0 => {
                let rest = if c == '?' { position } else { position + 1 };
                return (path.get(..position).unwrap_or_default(), path.get(rest..).unwrap_or_default());
            }
            _ => {}
        }
    }
    (path, "")
}

fn segments(path: &str) -> impl Iterator<Item = &str> {
    let mut rest = path.split('?').next().unwrap_or_default();
    std::iter::from_fn(move || {
        let (first, after) = split_first(rest);
        rest = after;
        Some(first).filter(|first| !first.is_empty())
    })
}

/// The segments up to the first version, when one of the first few is one.
fn version_path(path: &str, deepest: usize) -> Option<String> {
    let mut taken = Vec::new();
    for segment in segments(path).take(deepest) {
        taken.push(segment);
        if is_version(segment) {
            return Some(taken.join("/"));
        }
        if segment.contains(['{', '(', '<', '[']) {
            return None;
        }
    }
    None
}

/// What is left of a path behind these segments.
fn strip_path<'p>(path: &'p str, segments: &str) -> Option<&'p str> {
    let path = path.trim_start_matches('/');
    let rest = path.get(segments.len()..)?;
    let starts = path.get(..segments.len())?.eq_ignore_ascii_case(segments);
    (starts && (rest.is_empty() || rest.starts_with(['/', '?']))).then_some(rest)
}

/// The path that nearly all agree on.
fn agreed(paths: &BTreeMap<String, usize>) -> String {
    let all: usize = paths.values().sum();
    let best = paths.iter().max_by_key(|(_, count)| **count);
    best.filter(|(_, count)| **count * 10 >= all * 9).map(|(path, _)| path.clone()).unwrap_or_default()
}

fn add_counts<K: Ord + Clone>(counts: &mut BTreeMap<K, usize>, more: &BTreeMap<K, usize>) {
    for (key, number) in more {
        *counts.entry(key.clone()).or_default() += number;
    }
}

/// The most frequent name; of several, the first in order.
fn most<'a>(counts: impl Iterator<Item = (&'a str, usize)>) -> Option<&'a str> {
    counts.max_by(|(a, m), (b, n)| m.cmp(n).then_with(|| b.cmp(a))).map(|(name, _)| name)
}

#[cfg(test)]
mod tests;
