//! Path templates from the URLs of request lines.
//!
//! Works on the path and query below the version; hosts and versions are the business of `request`.

mod arguments;
mod literal_id;
mod names;
mod placeholder;
mod repair;
mod split;

use std::borrow::Cow;
use std::sync::Arc;

use docbind_ir::{Argument, ArgumentValue, Location, PathTemplate, QueryOption, Segment, TypeRef};

use self::arguments::Call;
use self::placeholder::{Placeholder, has_braces, unquoted};
pub(super) use self::repair::Repair;
use crate::dialect::service::service;

/// Longer URLs are no templates; the limit keeps look-ahead cheap on hostile input.
const MAX_LENGTH: usize = 4096;

/// A URL template, understood.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Template {
    /// The path.
    pub path: PathTemplate,
    /// The parameters of the path in order.
    pub parameters: Vec<TemplateParameter>,
    /// The parameters that the query string holds, OData options excepted.
    pub query: Vec<QueryParameter>,
    /// The OData options that the query string shows.
    pub options: Vec<QueryOption>,
    /// Example values that were made parameters: the value and the parameter's name.
    pub promoted: Vec<(String, Arc<str>)>,
    /// The path as the page spells it, when that has segments which no request has.
    pub shown: Option<String>,
    /// What had to be mended to read it.
    pub repairs: Vec<Repair>,
}

impl Template {
    /// The names of the arguments that the function at the end takes.
    pub(super) fn arguments(&self) -> impl Iterator<Item = &str> {
        let arguments = match self.path.segments.last() {
            Some(Segment::Function { arguments, .. }) => arguments.as_slice(),
            _ => &[],
        };
        arguments.iter().map(|argument| &*argument.name)
    }

    /// Whether both end in a call of the same function with the same arguments.
    pub(super) fn calls_like(&self, other: &Self) -> bool {
        let end = |template: &Self| {
            let last = template.path.segments.last().cloned();
            last.map(|last| PathTemplate { segments: vec![last] }.key())
        };
        end(self) == end(other)
    }

    /// Whether this ends in the name of the function alone whose call `other` ends in.
    pub(super) fn is_name_of(&self, other: &Self) -> bool {
        let Some(Segment::Function { name, .. }) = other.path.segments.last() else { return false };
        match self.path.segments.last() {
            Some(Segment::Literal(own)) => names::is_same_function(own, name),
            Some(Segment::Function { name: own, arguments }) => {
                arguments.is_empty() && names::is_same_function(own, name)
            }
            _ => false,
        }
    }
}

/// A parameter in a path.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct TemplateParameter {
    /// Unique in the template.
    pub name: Arc<str>,
    /// As the page spells it.
    pub wire_name: Arc<str>,
    /// Path, function or key.
    pub location: Location,
    /// The type that the spelling of the value tells.
    pub ty: Option<TypeRef>,
}

/// A parameter in the query string of a template.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct QueryParameter {
    /// The name, such as `startDateTime` or `$id`.
    pub name: Arc<str>,
    /// Whether the template leaves its value open; a fixed value is one example of what may be sent.
    pub open: bool,
}

/// Why a URL is no template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Broken {
    /// Nothing is left of it.
    Empty,
    /// It is longer than any URL.
    TooLong,
    /// It holds characters that stand in no URL.
    NotAPath,
    /// There is text around a placeholder.
    Mixed,
    /// What stands in parentheses is no list of arguments.
    Arguments,
    /// What follows the question mark is no list of parameters.
    Query,
}

/// A parameter before names are made unique.
struct Draft {
    wire: String,
    name: String,
    /// The word that the parameter follows, to tell equal names apart.
    owner: String,
    location: Location,
    ty: Option<TypeRef>,
    /// The example value it stands for.
    literal: Option<String>,
    /// Whether the name joins alternatives, so that all of it matters.
    alternatives: bool,
}

/// Reads a path with its query string; `namespace` is what unqualified names mean.
pub(super) fn template(url: &str, namespace: &str) -> Result<Template, Broken> {
    if url.len() > MAX_LENGTH {
        return Err(Broken::TooLong);
    }
    let mut repairs = Vec::new();
    let url = tidy(url);
    let url = with_question_mark(&url, &mut repairs);
    let parts = split::url(&url);
    if parts.closed {
        repairs.push(Repair::OpenParenthesis);
    }
    let keys_are_segments = service(namespace).is_some_and(|service| service.keys_are_segments);
    let mut builder = Builder {
        namespace,
        keys_are_segments,
        segments: Vec::new(),
        drafts: Vec::new(),
        omitted: Vec::new(),
        repairs,
    };
    let mut rest = parts.segments.as_slice();
    while let Some((first, tail)) = rest.split_first() {
        rest = builder.push(first, tail)?;
    }
    if builder.segments.is_empty() {
        return Err(Broken::Empty);
    }
    let mut template = Template::default();
    for part in parts.query.iter().filter(|part| !part.trim().is_empty()) {
        push_query(&mut template, part)?;
    }
    template.repairs.append(&mut builder.repairs);
    template.repairs.sort_unstable();
    template.repairs.dedup();
    builder.finish(&mut template);
    Ok(template)
}

/// Typographic quotes, escapes and marks that pages leave in URLs.
fn tidy(url: &str) -> Cow<'_, str> {
    let is_odd = |byte: u8| !byte.is_ascii() || matches!(byte, b'`' | b'\\' | b'&' | b'%');
    if !url.bytes().any(is_odd) {
        return Cow::Borrowed(url);
    }
    let tidied = url
        .chars()
        .filter_map(|character| match character {
            '\u{2018}' | '\u{2019}' => Some('\''),
            '`' | '\u{200b}' | '\u{feff}' => None,
            '\\' => None,
            '\u{a0}' => Some(' '),
            other => Some(other),
        })
        .collect::<String>()
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
        .replace("%7B", "{")
        .replace("%7D", "}");
    Cow::Owned(tidied)
}

/// The URL with a question mark before its query: some lines write an ampersand or nothing before the first option, or
/// put what is optional in brackets.
fn with_question_mark<'u>(url: &'u str, repairs: &mut Vec<Repair>) -> Cow<'u, str> {
    if let Some((path, query)) = url.split_once("[?") {
        return Cow::Owned(format!("{path}?{}", query.replace(']', "")));
    }
    if url.contains('?') {
        return Cow::Borrowed(url);
    }
    let begins = |at: &usize| {
        let rest = url.get(at + 1..).unwrap_or_default();
        let word = rest.get(..rest.find('=').unwrap_or_default()).unwrap_or_default();
        QueryOption::ALL.iter().any(|option| option.wire().get(1..).is_some_and(|wire| wire.eq_ignore_ascii_case(word)))
    };
    let option = url.match_indices('$').map(|(at, _)| at).find(begins);
    let Some((path, query)) = option.and_then(|at| url.split_at_checked(at)) else { return Cow::Borrowed(url) };
    if path.contains('(') && !path.contains(')') {
        return Cow::Borrowed(url);
    }
    repairs.push(Repair::MissingQuestionMark);
    Cow::Owned(format!("{}?{query}", path.trim_end_matches(['/', '&'])))
}

fn push_query(template: &mut Template, part: &str) -> Result<(), Broken> {
    let (name, value) = match part.split_once('=') {
        Some((name, value)) if !name.contains(':') => (name, value),
        _ => match part.split_once(':') {
            Some(pair) => {
                template.repairs.push(Repair::ColonInQuery);
                pair
            }
            None => (part, ""),
        },
    };
    let name = name.trim();
    let plain = name.strip_prefix('$').unwrap_or(name);
    let open = value.contains(['{', '<']);
    let option = QueryOption::ALL
        .into_iter()
        .find(|option| option.wire().get(1..).is_some_and(|wire| wire.eq_ignore_ascii_case(plain)));
    match option {
        // Without the dollar sign, `format` and `search` also are parameters of their own.
        Some(option) if name.starts_with('$') || !matches!(option, QueryOption::Format | QueryOption::Search) => {
            if !template.options.contains(&option) {
                template.options.push(option);
            }
        }
        _ => {
            let valid = !plain.is_empty() && plain.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c));
            let whole = value.matches('{').count() == value.matches('}').count();
            if !valid || !whole {
                return Err(Broken::Query);
            }
            if !template.query.iter().any(|query| *query.name == *name) {
                template.query.push(QueryParameter { name: name.into(), open });
            }
        }
    }
    Ok(())
}

struct Builder<'n> {
    namespace: &'n str,
    /// Whether `users('1')` and `users/1` are the same address.
    keys_are_segments: bool,
    segments: Vec<Segment>,
    drafts: Vec<Draft>,
    /// Words that are left out, each with the number of segments before it.
    omitted: Vec<(usize, &'static str)>,
    repairs: Vec<Repair>,
}

impl Builder<'_> {
    /// Takes the first segment, and what belongs to it, from the list; gives back what is left.
    fn push<'s>(&mut self, text: &str, rest: &'s [String]) -> Result<&'s [String], Broken> {
        let text = text.trim();
        let address = text.strip_suffix(':').filter(|_| !rest.is_empty());
        self.segment(address.unwrap_or(text))?;
        if address.is_some() { self.address(rest) } else { Ok(rest) }
    }

    /// A path address: everything up to the segment that a colon ends, or up to the end.
    fn address<'s>(&mut self, rest: &'s [String]) -> Result<&'s [String], Broken> {
        let end = rest.iter().position(|segment| segment.trim().ends_with(':'));
        let open_placeholder = rest.first().is_some_and(|segment| Placeholder::parse(segment).is_some());
        // A placeholder with literal segments after it is an address whose closing colon was forgotten.
        let count = match end {
            Some(end) => end + 1,
            None if open_placeholder => {
                if rest.len() > 1 {
                    self.repairs.push(Repair::MissingColon);
                }
                1
            }
            None => rest.len(),
        };
        let (address, tail) = rest.split_at_checked(count).unwrap_or((rest, &[]));
        let placeholder = match address {
            [only] => Placeholder::parse(only.trim().trim_end_matches(':')),
            _ => None,
        };
        if placeholder.is_none() && address.iter().any(|part| has_braces(part)) {
            return Err(Broken::Mixed);
        }
        let literal = placeholder.is_none().then(|| address.join("/").trim_end_matches(':').to_owned());
        let placeholder = placeholder.unwrap_or_else(|| Placeholder::named("path"));
        let name = self.draft(placeholder, Location::Path, literal);
        self.segments.push(Segment::PathAddress { parameter: name, closed: end.is_some() || !tail.is_empty() });
        Ok(tail)
    }

    fn segment(&mut self, text: &str) -> Result<(), Broken> {
        // `$entity` and a lone `$` address the collection itself; an ellipsis stands for any repetition.
        match text {
            "" => return Ok(()),
            "$" => {
                self.repairs.push(Repair::NoSegment);
                return Ok(());
            }
            "$entity" => {
                self.repairs.push(Repair::NoSegment);
                self.omitted.push((self.segments.len(), "$entity"));
                return Ok(());
            }
            "..." | "\u{2026}" => {
                self.repairs.push(Repair::NoSegment);
                self.omitted.push((self.segments.len(), "..."));
                return Ok(());
            }
            _ => {}
        }
        // A query or reference segment whose slash was forgotten: `{id}$ref`.
        if let Some((before, after)) = text.contains('$').then(|| text.split_once("}$")).flatten()
            && matches!(after, "ref" | "value" | "count")
        {
            self.repairs.push(Repair::MissingSlash);
            self.segment(&format!("{before}}}"))?;
            return self.segment(&format!("${after}"));
        }
        if let Some(call) = Call::parse(text)? {
            return self.call(call);
        }
        if let Some((key, value)) = text.split_once('=')
            && names::is_identifier(key)
            && Placeholder::parse(value).is_some()
            && !self.segments.is_empty()
        {
            // The key without its parentheses: `roleTemplateId={roleTemplateId}`.
            return self.call(Call { name: String::new(), arguments: vec![(key.to_owned(), format!("'{value}'"))] });
        }
        if let Some(placeholder) = Placeholder::parse(text) {
            let name = self.draft(placeholder, Location::Path, None);
            self.segments.push(Segment::Parameter(name));
            return Ok(());
        }
        if has_braces(text) {
            return Err(Broken::Mixed);
        }
        let word = unquoted(text);
        if names::is_qualified(word, self.namespace) {
            self.segments.push(Segment::Cast(word.into()));
        } else if literal_id::is_example(word) {
            let name = names::from_owner(&self.owner(), "id", false);
            let name = self.draft(Placeholder::named(&name), Location::Path, Some(word.to_owned()));
            self.segments.push(Segment::Parameter(name));
        } else if word.is_empty() || !word.chars().all(|c| c.is_alphanumeric() || "$-_.~@!+%".contains(c)) {
            return Err(Broken::NotAPath);
        } else {
            self.segments.push(Segment::Literal(word.into()));
        }
        Ok(())
    }

    fn call(&mut self, call: Call) -> Result<(), Broken> {
        let name = names::unqualified(&call.name, self.namespace);
        if !(name.is_empty() || name.split('.').all(names::is_identifier)) {
            return Err(Broken::NotAPath);
        }
        let first = self.segments.is_empty();
        let key = !call.arguments.is_empty()
            && (name.is_empty() || (!name.contains('.') && call.looks_like_key(name, first)));
        if key && !name.is_empty() {
            if let (true, Some(value)) = (self.keys_are_segments, call.quoted_key()) {
                return self.keyed(name, value);
            }
            self.segments.push(Segment::Literal(name.into()));
        }
        let owner = if name.is_empty() { self.owner() } else { name.to_owned() };
        let location = if key { Location::Key } else { Location::Function };
        let mut arguments = Vec::with_capacity(call.arguments.len());
        for (key, value) in &call.arguments {
            arguments.push(self.argument(&owner, key, value, location)?);
        }
        self.segments.push(match key {
            true => Segment::Key(arguments),
            false => Segment::Function { name: name.into(), arguments },
        });
        Ok(())
    }

    /// `users('{id}')`, which is `users/{id}` in another notation.
    fn keyed(&mut self, name: &str, value: &str) -> Result<(), Broken> {
        self.segment(name)?;
        let placeholder = Placeholder::parse(value);
        if placeholder.is_none() && has_braces(value) {
            return Err(Broken::Mixed);
        }
        let literal = placeholder.is_none().then(|| value.to_owned());
        let named = || Placeholder::named(&names::from_owner(name, "id", false));
        let parameter = self.draft(placeholder.unwrap_or_else(named), Location::Path, literal);
        self.segments.push(Segment::Parameter(parameter));
        Ok(())
    }

    /// Every argument is a parameter: a fixed value in a template is one of the values that may be passed.
    fn argument(&mut self, owner: &str, key: &str, value: &str, location: Location) -> Result<Argument, Broken> {
        let value = arguments::Value::parse(value)?;
        if value.enclosed {
            self.repairs.push(Repair::EnclosedValue);
        }
        // A text that is passed by its place is one of the texts that may be; its name is that of the function's object.
        let is_shown = key.is_empty() && value.quoted && Placeholder::parse(&value.text).is_none();
        let placeholder = match key {
            "" if is_shown => Placeholder::named(&names::passed_to(owner)),
            "" => Placeholder::parse(&value.text).unwrap_or_else(|| Placeholder::named(&value.text)),
            key => Placeholder::named(key),
        };
        let literal = (value.example || is_shown).then(|| value.text.clone());
        let name = self.push_draft(placeholder, owner.to_owned(), location, literal, value.ty);
        Ok(Argument { name: key.into(), value: ArgumentValue::Parameter(name), quoted: value.quoted })
    }

    fn draft(&mut self, placeholder: Placeholder, location: Location, literal: Option<String>) -> Arc<str> {
        let owner = self.owner();
        self.push_draft(placeholder, owner, location, literal, None)
    }

    fn push_draft(
        &mut self,
        placeholder: Placeholder,
        owner: String,
        location: Location,
        literal: Option<String>,
        ty: Option<TypeRef>,
    ) -> Arc<str> {
        let Placeholder { wire, name, alternatives } = placeholder;
        let provisional = Arc::from(name.as_str());
        self.drafts.push(Draft { wire, name, owner, location, ty, literal, alternatives });
        provisional
    }

    /// The word that the next parameter follows.
    fn owner(&self) -> String {
        let word = self.segments.iter().rev().find_map(|segment| match segment {
            Segment::Literal(word) if !word.starts_with('$') => Some(word.to_string()),
            Segment::Function { name, .. } => Some(name.to_string()),
            _ => None,
        });
        word.unwrap_or_default()
    }

    fn finish(self, template: &mut Template) {
        let names: Vec<Arc<str>> = names::unique(&self.drafts);
        let mut next = names.iter();
        let mut segments = self.segments;
        for segment in &mut segments {
            match segment {
                Segment::Parameter(name) | Segment::PathAddress { parameter: name, .. } => replace(name, next.next()),
                Segment::Function { arguments, .. } | Segment::Key(arguments) => {
                    for argument in arguments {
                        if let ArgumentValue::Parameter(name) = &mut argument.value {
                            replace(name, next.next());
                        }
                    }
                }
                Segment::Literal(_) | Segment::Cast(_) => {}
            }
        }
        if !self.omitted.is_empty() {
            let mut shown = segments.clone();
            for (position, word) in self.omitted.iter().rev() {
                shown.insert((*position).min(shown.len()), Segment::Literal((*word).into()));
            }
            template.shown = Some(PathTemplate { segments: shown }.to_string());
        }
        template.path = PathTemplate { segments };
        for (draft, name) in self.drafts.into_iter().zip(names) {
            if let Some(literal) = draft.literal {
                template.promoted.push((literal, name.clone()));
            }
            template.parameters.push(TemplateParameter {
                name,
                wire_name: draft.wire.into(),
                location: draft.location,
                ty: draft.ty,
            });
        }
    }
}

fn replace(name: &mut Arc<str>, new: Option<&Arc<str>>) {
    if let Some(new) = new {
        *name = new.clone();
    }
}

#[cfg(test)]
mod tests;
