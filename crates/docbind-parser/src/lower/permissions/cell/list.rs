//! The alternatives of a list of permission names, by the signs between them.

use docbind_ir::Alternative;

use super::super::lexer::Token;
use super::super::mark::Marks;

/// More alternatives than any table lists; a longer list, or a product of lists, is cut there.
pub(in crate::lower::permissions) const MOST_ALTERNATIVES: usize = 200;

/// The alternatives of a list without labels.
pub(super) fn alternatives(list: &[Token<'_>]) -> Vec<Alternative> {
    // `A + B, C + D` are two pairs; with a single plus, everything before it goes with everything behind it.
    let pairs: Vec<Token<'_>>;
    let is_pairs =
        list.split(|token| matches!(token, Token::Comma | Token::Or)).filter(|part| part.contains(&Token::Plus));
    let list = if is_pairs.count() > 1 {
        pairs = list.iter().map(|token| if *token == Token::Plus { Token::And } else { token.clone() }).collect();
        &pairs
    } else {
        list
    };
    let mut product: Vec<Alternative> = Vec::new();
    for part in list.split(|token| *token == Token::Plus) {
        let part = listed(part);
        product = match (product.is_empty(), part.is_empty()) {
            (true, _) => part,
            (_, true) => product,
            _ => product
                .iter()
                .flat_map(|left| part.iter().map(move |right| left.and(right)))
                .take(MOST_ALTERNATIVES + 1)
                .collect(),
        };
    }
    product
}

/// A permission with the marks on it.
type Marked<'a> = (&'a str, &'a Marks);

fn listed(part: &[Token<'_>]) -> Vec<Alternative> {
    // Groups of names joined by `and`; a comma in front of `and` ends a list instead: `A, B, and C`.
    let mut groups: Vec<Vec<Marked<'_>>> = Vec::new();
    let mut joined = false;
    let mut before = &Token::Comma;
    for token in part {
        match token {
            Token::Name(name, marks) => {
                match groups.last_mut().filter(|_| joined) {
                    Some(group) => group.push((name, marks)),
                    None => groups.push(vec![(name, marks)]),
                }
                joined = false;
            }
            Token::And => joined = matches!(before, Token::Name(..) | Token::And),
            _ => joined = false,
        }
        before = token;
    }
    if let Some(all) = closing_conjunction(&groups) {
        groups = all;
    }
    groups.into_iter().map(|group| alternative(&group)).collect()
}

/// Decides what `A, B and C` means, which the dialect writes both for a list and for three that are needed together:
/// steps of one privilege (the same resource or the same action) are a list, unrelated permissions are a conjunction.
fn closing_conjunction<'a>(groups: &[Vec<Marked<'a>>]) -> Option<Vec<Vec<Marked<'a>>>> {
    let (last, rest) = groups.split_last()?;
    if rest.is_empty() || last.len() != 2 || rest.iter().any(|group| group.len() != 1) {
        return None;
    }
    let all: Vec<Marked<'_>> = groups.iter().flatten().copied().collect();
    let same = |part: fn(&str) -> &str| all.windows(2).all(|pair| matches!(pair, [a, b] if part(a.0) == part(b.0)));
    let resource: fn(&str) -> &str = |name| name.split_once('.').map_or(name, |(resource, _)| resource);
    let action: fn(&str) -> &str = |name| name.split_once('.').map_or(name, |(_, action)| action);
    if same(resource) || same(action) {
        return Some(all.into_iter().map(|name| vec![name]).collect());
    }
    Some(vec![all])
}

fn alternative(group: &[Marked<'_>]) -> Alternative {
    let mut alternative = Alternative::default();
    for (name, marks) in group {
        if !alternative.permissions.iter().any(|known| **known == **name) {
            alternative.permissions.push((*name).into());
        }
        for mark in marks.iter() {
            alternative.limit(mark.condition());
        }
    }
    alternative
}
