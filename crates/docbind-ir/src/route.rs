//! Which operation a concrete URL calls.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use percent_encoding::percent_decode_str;

use crate::path::unqualified;
use crate::{Api, Argument, ArgumentValue, Method, Operation, PathAlias, Segment, names_collection};

/// A URL as examples write it, taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestUrl<'a> {
    /// The host, when the URL is absolute.
    pub host: Option<&'a str>,
    /// The version segment, when it has one: `v1.0`, `beta`.
    pub version: Option<&'a str>,
    /// The path below the version, with its leading slash and without one at the end.
    pub path: &'a str,
    /// The query without its question mark.
    pub query: Option<&'a str>,
}

impl<'a> RequestUrl<'a> {
    /// Takes `url` apart; anything is a URL, at worst one with an odd path.
    pub fn parse(url: &'a str) -> Self {
        let url = url.trim();
        let (host, rest) = match url.split_once("://") {
            Some((scheme, rest)) if scheme.chars().all(|c| c.is_ascii_alphanumeric()) => {
                let end = rest.find(['/', '?']).unwrap_or(rest.len());
                (rest.get(..end), rest.get(end..).unwrap_or_default())
            }
            _ => (None, url),
        };
        let rest = rest.split_once('#').filter(|(before, _)| !before.contains('\'')).map_or(rest, |(before, _)| before);
        let (path, query) = split_query(rest);
        let path = path.trim_end_matches('/');
        let (version, path) = match path.strip_prefix('/').map(|rest| rest.split_once('/').unwrap_or((rest, ""))) {
            Some((first, _)) if is_version(first) => (Some(first), path.get(first.len() + 1..).unwrap_or_default()),
            _ => (None, path),
        };
        Self { host, version, path, query }
    }

    /// The query's names and values, in order; a name without `=` has an empty value.
    pub fn query_pairs(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        let query = self.query.unwrap_or_default();
        split_outside(query, '&').filter(|pair| !pair.is_empty()).map(|pair| pair.split_once('=').unwrap_or((pair, "")))
    }
}

fn is_version(segment: &str) -> bool {
    segment.eq_ignore_ascii_case("beta")
        || segment
            .strip_prefix(['v', 'V'])
            .is_some_and(|rest| !rest.is_empty() && rest.chars().all(|c| c.is_ascii_digit() || c == '.'))
}

/// Splits at the first `?` that stands in no quotes and no braces.
fn split_query(text: &str) -> (&str, Option<&str>) {
    let mut scan = Scan::default();
    for (position, c) in text.char_indices() {
        if c == '?' && scan.is_outside() {
            return (text.get(..position).unwrap_or_default(), text.get(position + 1..));
        }
        scan.step(c);
    }
    (text, None)
}

fn split_outside(text: &str, separator: char) -> impl Iterator<Item = &str> {
    let mut scan = Scan::default();
    text.split(move |c| {
        let cut = c == separator && scan.is_outside();
        scan.step(c);
        cut
    })
}

/// Whether a position is inside quotes, parentheses or braces.
#[derive(Clone, Copy, Debug, Default)]
struct Scan {
    quoted: bool,
    depth: u32,
}

impl Scan {
    fn is_outside(self) -> bool {
        !self.quoted && self.depth == 0
    }

    fn step(&mut self, c: char) {
        match c {
            '\'' => self.quoted = !self.quoted,
            '(' | '{' | '<' if !self.quoted => self.depth += 1,
            ')' | '}' | '>' if !self.quoted => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
    }
}

/// Finds the operation that a method and a path call.
#[derive(Debug)]
pub struct Router<'a> {
    operations: &'a [Operation],
    aliases: &'a [PathAlias],
    /// What the names of casts begin with; empty when that is not known.
    namespace: &'a str,
    by_head: BTreeMap<(Method, String), Vec<usize>>,
    /// Words that stand where identifiers do and are none, in lower case: `delta`.
    reserved: BTreeSet<String>,
}

impl<'a> Router<'a> {
    /// An index over the operations of `api`.
    pub fn new(api: &'a Api) -> Self {
        Self { namespace: &api.namespace, ..Self::over(&api.operations, &api.aliases) }
    }

    /// An index over `operations` of a service with these `aliases`.
    pub fn over(operations: &'a [Operation], aliases: &'a [PathAlias]) -> Self {
        let mut by_head: BTreeMap<(Method, String), Vec<usize>> = BTreeMap::new();
        for (index, operation) in operations.iter().enumerate() {
            let head = match operation.path.segments.first() {
                Some(Segment::Literal(word) | Segment::Function { name: word, .. }) => word.to_lowercase(),
                _ => String::new(),
            };
            by_head.entry((operation.method, head)).or_default().push(index);
        }
        Self { operations, aliases, namespace: "", by_head, reserved: reserved(operations) }
    }

    /// The index of the operation that fits best; literal words beat parameters.
    ///
    /// A path that no operation lists is tried in the other spellings of the same thing too, and then again with calls
    /// of functions whose arguments the pages leave out.
    pub fn find(&self, method: Method, path: &str) -> Option<usize> {
        let fits = |leniency| spellings(path, self.aliases).find_map(|path| self.best(method, &path, leniency));
        fits(Leniency::None).or_else(|| fits(Leniency::Arguments))
    }

    /// The operation that a URL calls; a version at its start may be part of the path of an operation.
    pub fn find_url(&self, method: Method, url: &RequestUrl<'_>) -> Option<usize> {
        let whole = url.version.map(|version| format!("/{version}{}", url.path));
        whole.and_then(|whole| self.find(method, &whole)).or_else(|| self.find(method, url.path))
    }

    /// The same, also below what OData offers for every operation that reads: the raw `$value`, a cast to a type of
    /// `namespace` and `$count`, the last two alone or one after the other.
    pub fn find_extended<'p>(&self, method: Method, path: &'p str, namespace: &str) -> Option<(usize, Extension<'p>)> {
        let mut extension = Extension::default();
        if let Some(index) = self.find(method, path) {
            return Some((index, extension));
        }
        let mut path = path;
        if method != Method::Get {
            return None;
        }
        if let Some((before, "$value")) = path.rsplit_once('/') {
            extension.raw = true;
            return self.find(method, before).map(|index| (index, extension));
        }
        if let Some((before, "$count")) = path.rsplit_once('/') {
            extension.count = true;
            path = before;
            if let Some(index) = self.find(method, path) {
                return Some((index, extension));
            }
        }
        let (before, name) = path.rsplit_once('/')?;
        let prefix = name.get(..namespace.len())?;
        if namespace.is_empty() || !prefix.eq_ignore_ascii_case(namespace) || !name.contains('.') {
            return None;
        }
        extension.cast = Some(name);
        self.find(method, before).map(|index| (index, extension))
    }

    fn best(&self, method: Method, path: &str, leniency: Leniency) -> Option<usize> {
        let head = path.trim_start_matches('/');
        let head = head.get(..head.find(['/', '(', ':']).unwrap_or(head.len())).unwrap_or_default().to_lowercase();
        let candidates = self.by_head.get(&(method, head)).map_or(&[][..], Vec::as_slice);
        let mut best: Option<(usize, u32)> = None;
        for &index in candidates {
            let Some(operation) = self.operations.get(index) else { continue };
            let mut is_open = true;
            // What is passed in parentheses may be any word.
            let taken = &mut |place: &Segment, value: &str| {
                is_open &= !matches!(place, Segment::Parameter(_)) || !self.is_reserved(value);
            };
            if let Some(score) = score(&operation.path.segments, path, leniency, taken)
                && is_open
                && best.is_none_or(|(_, other)| score > other)
            {
                best = Some((index, score));
            }
        }
        best.map(|(index, _)| index)
    }

    /// Whether a word is never an identifier.
    fn is_reserved(&self, value: &str) -> bool {
        let word = value.split('(').next().unwrap_or(value);
        let is_cast = !self.namespace.is_empty()
            && word.get(..self.namespace.len()).is_some_and(|start| start.eq_ignore_ascii_case(self.namespace))
            && word.get(self.namespace.len()..).is_some_and(|rest| rest.starts_with('.'));
        is_cast || (!self.reserved.is_empty() && self.reserved.contains(&unqualified(word).to_lowercase()))
    }
}

/// The words that end paths in whose place others have a parameter, and that nothing stands below.
fn reserved(operations: &[Operation]) -> BTreeSet<String> {
    let reads = || operations.iter().filter(|operation| operation.method == Method::Get);
    let lists: BTreeSet<&[Segment]> = reads()
        .filter_map(|operation| match operation.path.segments.split_last()? {
            (Segment::Parameter(_), before) => Some(before),
            _ => None,
        })
        .collect();
    let mut inner: BTreeSet<&str> = BTreeSet::new();
    let mut last: BTreeSet<&str> = BTreeSet::new();
    for operation in operations {
        let Some((end, before)) = operation.path.segments.split_last() else { continue };
        inner.extend(before.iter().filter_map(word));
        if operation.method == Method::Get && lists.contains(before) {
            last.extend(word(end));
        }
    }
    last.difference(&inner).map(|word| unqualified(word).to_lowercase()).collect()
}

/// The word of a segment that is one.
fn word(segment: &Segment) -> Option<&str> {
    match segment {
        Segment::Literal(word) | Segment::Function { name: word, .. } => Some(word),
        _ => None,
    }
}

/// How exact a path has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Leniency {
    /// As documented.
    None,
    /// A function may have arguments that its page leaves out.
    Arguments,
}

/// What a request appends to the path of an operation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Extension<'a> {
    /// The derived type that items are narrowed to.
    pub cast: Option<&'a str>,
    /// Whether the number of items is asked for instead of the items.
    pub count: bool,
    /// Whether the bytes are asked for instead of the JSON about them.
    pub raw: bool,
}

/// All ways to write a path that call the same thing, the likeliest first.
pub fn spellings<'p>(path: &'p str, aliases: &'p [PathAlias]) -> impl Iterator<Item = Cow<'p, str>> {
    // The other ways are worked out only for a path that no operation lists.
    let others = std::iter::once(path).flat_map(|path| other_spellings(path, aliases)).map(Cow::Owned);
    std::iter::once(Cow::Borrowed(path)).chain(others).flat_map(|path: Cow<'_, str>| {
        let slashed = with_slashed_keys(&path).map(Cow::Owned);
        slashed.into_iter().chain([path])
    })
}

/// What `path` has in place of the parameters of `segments`, in their order and decoded: the text of a quoted argument
/// without its quotes. Nothing when the path does not fit or leaves a parameter out.
pub fn captures(segments: &[Segment], path: &str) -> Option<Vec<String>> {
    let mut values = Vec::new();
    score(segments, path, Leniency::Arguments, &mut |_, value| values.push(decoded(value)))?;
    let wanted = segments.iter().flat_map(Segment::parameters).count();
    (values.len() == wanted).then_some(values)
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8().map_or_else(|_| text.to_owned(), Cow::into_owned)
}

/// Other ways to write a path: the aliases of the service, a key in parentheses with its name, and without `$/` and a
/// closing `$entity`, which say nothing.
fn other_spellings<'p>(path: &'p str, aliases: &'p [PathAlias]) -> impl Iterator<Item = String> + use<'p> {
    let silent = path.strip_suffix("/$entity").unwrap_or(path).replace("/$/", "/");
    let silent = (silent != path).then_some(silent);
    aliases.iter().flat_map(move |alias| alias.spellings(path)).chain(silent).chain(with_slashed_names(path))
}

/// The path with `columns(id='1')` written as `columns/1`.
fn with_slashed_names(path: &str) -> Option<String> {
    let mut is_changed = false;
    let mut slashed = String::with_capacity(path.len());
    for segment in path.strip_prefix('/')?.split('/') {
        slashed.push('/');
        let key = segment.split_once('(').and_then(|(name, key)| {
            let (word, value) = key.strip_suffix("')")?.split_once("='")?;
            let is_key = word.chars().all(|c| c.is_ascii_alphanumeric()) && !value.contains('\'');
            (is_key && !name.is_empty()).then(|| format!("{name}/{value}"))
        });
        is_changed |= key.is_some();
        slashed.push_str(key.as_deref().unwrap_or(segment));
    }
    is_changed.then_some(slashed)
}

/// The path with `users('1')` written as `users/1`, the other notation for the same item.
fn with_slashed_keys(path: &str) -> Option<String> {
    if !path.contains("('") {
        return None;
    }
    let mut slashed = String::with_capacity(path.len());
    let mut rest = path;
    while let Some((before, key)) = rest.split_once("('") {
        slashed.push_str(before);
        match key.split_once("')") {
            Some((key, after)) if !key.contains(['\'', '=']) || key.ends_with('=') => {
                slashed.push('/');
                slashed.push_str(key);
                rest = after;
            }
            _ => {
                slashed.push_str("('");
                rest = key;
            }
        }
    }
    slashed.push_str(rest);
    Some(slashed)
}

/// How well `path` fits the template; nothing when it does not. What stands in place of each parameter goes to
/// `found`, as it is written, with the segment of the template.
fn score<'p>(
    segments: &[Segment],
    path: &'p str,
    leniency: Leniency,
    found: &mut dyn FnMut(&Segment, &'p str),
) -> Option<u32> {
    let mut rest = path;
    let mut score = 0;
    for (index, segment) in segments.iter().enumerate() {
        let next = segments.get(index + 1);
        match segment {
            Segment::Literal(word) => {
                let (taken, after) = take_segment(rest, next)?;
                if taken.eq_ignore_ascii_case(word) || unqualified(taken).eq_ignore_ascii_case(word) {
                    score += 4;
                } else if leniency == Leniency::Arguments
                    && next.is_none()
                    && !names_collection(word)
                    && taken.split_once('(').is_some_and(|(name, _)| unqualified(name).eq_ignore_ascii_case(word))
                {
                    score += 1;
                } else {
                    return None;
                }
                rest = after;
            }
            Segment::Cast(name) => {
                let (taken, after) = take_segment(rest, next)?;
                if !taken.eq_ignore_ascii_case(name) && !unqualified(taken).eq_ignore_ascii_case(unqualified(name)) {
                    return None;
                }
                score += 4;
                rest = after;
            }
            Segment::Parameter(_) => {
                let (taken, after) = take_segment(rest, next)?;
                if taken.is_empty() || taken.starts_with('$') {
                    return None;
                }
                found(segment, taken);
                score += 1;
                rest = after;
            }
            Segment::Function { name, arguments } => {
                let (taken, after) = take_segment(rest, next)?;
                let (called, given) = match taken.split_once('(') {
                    Some((called, given)) => (called, given.strip_suffix(')').unwrap_or(given)),
                    None => (taken, ""),
                };
                if !unqualified(called).eq_ignore_ascii_case(unqualified(name)) {
                    return None;
                }
                let same = same_names(given, arguments);
                if !same && leniency == Leniency::None {
                    return None;
                }
                score += if same { 4 } else { 1 };
                values(given, arguments, &mut |value| found(segment, value));
                rest = after;
            }
            Segment::Key(arguments) => {
                let inner = rest.strip_prefix('/').unwrap_or(rest).strip_prefix('(')?;
                let (inner, after) = inner.split_once(')')?;
                if !same_names(inner, arguments) {
                    return None;
                }
                values(inner, arguments, &mut |value| found(segment, value));
                score += 4;
                rest = after;
            }
            Segment::PathAddress { closed, .. } => {
                let inner = rest.strip_prefix(':')?.strip_prefix('/')?;
                let (address, after) = match inner.split_once(':') {
                    Some((address, after)) if *closed || after.is_empty() => (address, after),
                    None if next.is_none() => (inner, ""),
                    _ => return None,
                };
                found(segment, address);
                rest = after;
                score += 2;
            }
        }
    }
    rest.is_empty().then_some(score)
}

/// The next segment of a path without its slash, and what follows it.
fn take_segment<'p>(path: &'p str, next: Option<&Segment>) -> Option<(&'p str, &'p str)> {
    let path = path.strip_prefix('/')?;
    let mut scan = Scan::default();
    for (position, c) in path.char_indices() {
        let ends = match c {
            '/' => scan.is_outside(),
            ':' => matches!(next, Some(Segment::PathAddress { .. })) && scan.is_outside(),
            '(' => matches!(next, Some(Segment::Key(_))) && scan.is_outside(),
            _ => false,
        };
        if ends {
            return path.split_at_checked(position);
        }
        scan.step(c);
    }
    Some((path, ""))
}

/// The values that the arguments which are parameters have in `given`, in the order of the template.
fn values<'p>(given: &'p str, arguments: &[Argument], found: &mut dyn FnMut(&'p str)) {
    let parts = || split_outside(given, ',').map(str::trim).filter(|part| !part.is_empty());
    for (position, argument) in arguments.iter().enumerate() {
        let named = |part: &'p str| {
            let (name, value) = part.split_once('=')?;
            name.trim().eq_ignore_ascii_case(&argument.name).then_some(value.trim())
        };
        let value = match argument.name.is_empty() {
            true => parts().nth(position),
            false => parts().find_map(named),
        };
        if let (Some(value), ArgumentValue::Parameter(_)) = (value, &argument.value) {
            found(quoted(value).unwrap_or(value));
        }
    }
}

/// The text in the quotes of an argument, in front of which an enum literal names its type: `library.genre'fiction'`.
fn quoted(value: &str) -> Option<&str> {
    let (ty, text) = value.split_once('\'')?;
    let is_type = ty.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.'));
    text.strip_suffix('\'').filter(|_| is_type)
}

fn same_names(given: &str, arguments: &[Argument]) -> bool {
    let mut given: Vec<String> = split_outside(given, ',')
        .map(str::trim)
        .filter(|argument| !argument.is_empty())
        .map(|argument| argument.split_once('=').map_or(String::new(), |(name, _)| name.trim().to_lowercase()))
        .collect();
    let mut wanted: Vec<String> = arguments.iter().map(|argument| argument.name.to_lowercase()).collect();
    given.sort();
    wanted.sort();
    given == wanted
}

#[cfg(test)]
mod tests;
