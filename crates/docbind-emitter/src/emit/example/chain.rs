//! Paths as chains of methods.

use std::collections::BTreeMap;

use docbind_ir::{Argument, ArgumentValue, Segment};
use proc_macro2::TokenStream;
use quote::quote;

use super::super::ident;
use super::text;
use crate::Broken;
use crate::plan::{Area, Child};

/// How an operation is reached from the client.
pub(super) struct Route<'c, 'a> {
    children: Vec<&'c Child<'a>>,
    pub(super) verb: &'c str,
    /// The path as the methods build it.
    pub(super) segments: Vec<Segment>,
}

/// The routes to all operations of an area, in their order.
pub(super) fn routes<'c, 'a>(area: &'c Area<'a>) -> Result<Vec<Route<'c, 'a>>, Broken> {
    let mut parents: BTreeMap<usize, (usize, &Child<'a>)> = BTreeMap::new();
    for (place, node) in area.nodes.iter().enumerate() {
        parents.extend(node.children.iter().map(|child| (child.node, (place, child))));
    }
    let mut routes: BTreeMap<usize, Route<'c, 'a>> = BTreeMap::new();
    for (place, node) in area.nodes.iter().enumerate() {
        for (verb, operation) in &node.operations {
            let mut children = Vec::new();
            let mut at = place;
            // Children stand behind their parents, so that this ends.
            while let Some((parent, child)) = parents.get(&at) {
                children.push(*child);
                at = *parent;
            }
            children.reverse();
            let front = (!area.segment.is_empty()).then(|| Segment::Literal(area.segment.into()));
            let segments = front.into_iter().chain(children.iter().map(|child| child.segment.clone())).collect();
            routes.insert(*operation, Route { children, verb, segments });
        }
    }
    if routes.len() != area.operations.len() {
        return Err(Broken(format!("no methods lead to an operation of the area `{}`", area.module)));
    }
    Ok(routes.into_values().collect())
}

impl Route<'_, '_> {
    /// `client.users().by_id("…")`: the chain up to the verb.
    pub(super) fn steps(&self, area: &str, values: &[String]) -> Option<TokenStream> {
        let area = ident(area);
        let mut chain = quote!(client.#area());
        let mut values = values.iter();
        for child in &self.children {
            let method = ident(&child.method);
            let arguments: Vec<_> = values.by_ref().take(child.arguments.len()).map(|value| text(value)).collect();
            if arguments.len() != child.arguments.len() {
                return None;
            }
            chain.extend(quote!(.#method(#(#arguments),*)));
        }
        Some(chain)
    }
}

/// The decoded path that the methods build with these values; nothing when they would refuse one.
pub(super) fn filled(segments: &[Segment], values: &[String]) -> Option<String> {
    let is_sound = |value: &String| !matches!(value.as_str(), "" | "." | "..") && !value.contains(char::is_control);
    if !values.iter().all(is_sound) {
        return None;
    }
    let mut path = String::new();
    let mut values = values.iter().map(String::as_str);
    let mut after_address = false;
    for segment in segments {
        if !matches!(segment, Segment::Key(_) | Segment::PathAddress { .. }) {
            path.push_str(if after_address { ":/" } else { "/" });
        }
        after_address = false;
        match segment {
            Segment::Literal(word) | Segment::Cast(word) => path.push_str(word),
            Segment::Parameter(_) => path.push_str(values.next()?),
            Segment::Function { name, arguments } => {
                path.push_str(name);
                push_arguments(&mut path, arguments, &mut values)?;
            }
            Segment::Key(arguments) => push_arguments(&mut path, arguments, &mut values)?,
            Segment::PathAddress { .. } => {
                path.push_str(":/");
                path.push_str(values.next()?);
                after_address = true;
            }
        }
    }
    Some(path)
}

fn push_arguments<'v>(
    path: &mut String,
    arguments: &[Argument],
    values: &mut impl Iterator<Item = &'v str>,
) -> Option<()> {
    path.push('(');
    for (index, argument) in arguments.iter().enumerate() {
        path.push_str(if index > 0 { "," } else { "" });
        path.push_str(&argument.name);
        path.push_str(if argument.name.is_empty() { "" } else { "=" });
        let value = match &argument.value {
            ArgumentValue::Parameter(_) => values.next()?,
            ArgumentValue::Literal(value) => value,
        };
        if argument.quoted {
            path.push_str(&format!("'{}'", value.replace('\'', "''")));
        } else {
            path.push_str(value);
        }
    }
    path.push(')');
    Some(())
}

/// Whether two decoded paths are the same but for how pages spell them: the case of words, names with and without their
/// namespace, calls with and without parentheses or quotes.
pub(super) fn is_same(path: &str, spelling: &str) -> bool {
    let spelling = percent_encoding::percent_decode_str(spelling).decode_utf8_lossy();
    normal(path) == normal(&spelling)
}

fn normal(path: &str) -> String {
    let path = path.trim_end_matches(':').to_lowercase();
    let segments = path.split('/').map(|segment| {
        let (name, arguments) = segment.split_once('(').unwrap_or((segment, ""));
        let name = name.rsplit_once('.').map_or(name, |(_, short)| short);
        let mut arguments: Vec<&str> =
            arguments.trim_end_matches(')').split(',').map(str::trim).filter(|argument| !argument.is_empty()).collect();
        arguments.sort_unstable();
        format!("{name}({})", arguments.join(",").replace('\'', ""))
    });
    segments.collect::<Vec<_>>().join("/")
}
