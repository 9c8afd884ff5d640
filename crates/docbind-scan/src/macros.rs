//! Expands calls of the program's own `macro_rules!`: enough of the language for what people write.

use std::str::FromStr;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// What a name of a pattern was given.
#[derive(Clone, Debug)]
enum Given {
    One(TokenStream),
    Many(Vec<Vec<(String, Given)>>),
}

type Bindings = Vec<(String, Given)>;

/// The text that a call gives, by the first rule that fits it.
pub(crate) fn expand(rules: &str, call: &str) -> Option<String> {
    let rules: Vec<TokenTree> = TokenStream::from_str(rules).ok()?.into_iter().collect();
    let call: Vec<TokenTree> = TokenStream::from_str(call).ok()?.into_iter().collect();
    let text = expand_tokens(&rules, &call).map(|tokens| tokens.to_string());
    proc_macro2::extra::invalidate_current_thread_spans();
    text
}

fn expand_tokens(rules: &[TokenTree], call: &[TokenTree]) -> Option<TokenStream> {
    let groups: Vec<&Group> = rules
        .iter()
        .filter_map(|token| match token {
            TokenTree::Group(group) => Some(group),
            _ => None,
        })
        .collect();
    for rule in groups.chunks(2) {
        let [pattern, body] = rule else { continue };
        let pattern: Vec<TokenTree> = pattern.stream().into_iter().collect();
        let mut bindings = Vec::new();
        if let Some(rest) = take(&pattern, call, &mut bindings)
            && rest.is_empty()
        {
            let body: Vec<TokenTree> = body.stream().into_iter().collect();
            return Some(write(&body, &bindings));
        }
    }
    None
}

fn is_punct(token: Option<&TokenTree>, sign: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == sign)
}

/// Matches tokens against a pattern; what is left of them.
fn take<'t>(pattern: &[TokenTree], mut tokens: &'t [TokenTree], found: &mut Bindings) -> Option<&'t [TokenTree]> {
    let mut pattern = pattern;
    while let Some((first, rest)) = pattern.split_first() {
        if is_punct(Some(first), '$') {
            match rest {
                [TokenTree::Ident(name), colon, TokenTree::Ident(kind), after @ ..] if is_punct(Some(colon), ':') => {
                    let (given, left) = fragment(&kind.to_string(), tokens, after)?;
                    found.push((name.to_string(), Given::One(given)));
                    (tokens, pattern) = (left, after);
                    continue;
                }
                [TokenTree::Group(group), after @ ..] => {
                    let (separator, after) = separator(after)?;
                    let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                    let mut many = Vec::new();
                    while !tokens.is_empty() {
                        let mut one = Vec::new();
                        let Some(left) = take(&inner, tokens, &mut one) else { break };
                        if left.len() == tokens.len() {
                            break;
                        }
                        many.push(one);
                        tokens = left;
                        match separator {
                            Some(sign) if is_punct(tokens.first(), sign) && tokens.len() > 1 => {
                                tokens = tokens.split_first()?.1;
                            }
                            Some(_) => break,
                            None => {}
                        }
                    }
                    found.extend(names(&inner).into_iter().map(|name| (name, Given::Many(many.clone()))));
                    pattern = after;
                    continue;
                }
                _ => {}
            }
        }
        let (token, left) = tokens.split_first()?;
        match (first, token) {
            (TokenTree::Group(pattern), TokenTree::Group(given)) if pattern.delimiter() == given.delimiter() => {
                let pattern: Vec<TokenTree> = pattern.stream().into_iter().collect();
                let given: Vec<TokenTree> = given.stream().into_iter().collect();
                if !take(&pattern, &given, found)?.is_empty() {
                    return None;
                }
            }
            (first, token) if first.to_string() == token.to_string() => {}
            _ => return None,
        }
        (tokens, pattern) = (left, rest);
    }
    Some(tokens)
}

/// The sign between repetitions, and what follows the `*`.
fn separator(after: &[TokenTree]) -> Option<(Option<char>, &[TokenTree])> {
    let is_count = |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if "*+?".contains(punct.as_char()));
    match after {
        [count, rest @ ..] if is_count(count) => Some((None, rest)),
        [TokenTree::Punct(sign), count, rest @ ..] if is_count(count) => Some((Some(sign.as_char()), rest)),
        [TokenTree::Punct(_), TokenTree::Punct(sign), count, rest @ ..] if is_count(count) => {
            Some((Some(sign.as_char()), rest))
        }
        _ => None,
    }
}

/// A fragment at the start of tokens. An expression ends where the pattern goes on.
fn fragment<'t>(kind: &str, tokens: &'t [TokenTree], after: &[TokenTree]) -> Option<(TokenStream, &'t [TokenTree])> {
    let length = match kind {
        "ident" | "tt" | "block" | "literal" => 1 + usize::from(kind == "literal" && is_punct(tokens.first(), '-')),
        "lifetime" => 2,
        _ => {
            let end = after.first().and_then(|token| match token {
                TokenTree::Punct(sign) if sign.as_char() != '$' => Some(sign.as_char()),
                _ => None,
            });
            let stops = |token: &TokenTree| match token {
                TokenTree::Punct(sign) => Some(sign.as_char()) == end || matches!(sign.as_char(), ',' | ';'),
                _ => false,
            };
            tokens.iter().position(stops).unwrap_or(tokens.len())
        }
    };
    if length == 0 {
        return None;
    }
    let (given, left) = tokens.split_at_checked(length)?;
    let fits = match (kind, given.last()) {
        ("ident", last) => matches!(last, Some(TokenTree::Ident(_))),
        ("block", last) => matches!(last, Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace),
        ("literal", Some(TokenTree::Ident(word))) => word == "true" || word == "false",
        ("literal", last) => matches!(last, Some(TokenTree::Literal(_))),
        _ => true,
    };
    if !fits {
        return None;
    }
    let stream: TokenStream = given.iter().cloned().collect();
    let stream = match kind {
        "expr" if given.len() > 1 => TokenTree::from(Group::new(Delimiter::Parenthesis, stream)).into(),
        _ => stream,
    };
    Some((stream, left))
}

/// The names that a pattern or a body uses.
fn names(tokens: &[TokenTree]) -> Vec<String> {
    let mut found = Vec::new();
    let mut tokens = tokens.iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(sign) if sign.as_char() == '$' => {
                if let Some(TokenTree::Ident(name)) = tokens.peek() {
                    found.push(name.to_string());
                }
            }
            TokenTree::Group(group) => {
                found.extend(names(&group.stream().into_iter().collect::<Vec<_>>()));
            }
            _ => {}
        }
    }
    found
}

/// A body with its names filled in.
fn write(body: &[TokenTree], given: &Bindings) -> TokenStream {
    let find = |name: &str| given.iter().rev().find(|(own, _)| own == name).map(|(_, given)| given);
    let mut out = TokenStream::new();
    let mut rest = body;
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        match (first, after) {
            (TokenTree::Punct(sign), [TokenTree::Ident(name), left @ ..]) if sign.as_char() == '$' => {
                match find(&name.to_string()) {
                    Some(Given::One(tokens)) => out.extend(tokens.clone()),
                    _ => out.extend([TokenTree::Ident(name.clone())]),
                }
                rest = left;
            }
            (TokenTree::Punct(sign), [TokenTree::Group(group), left @ ..]) if sign.as_char() == '$' => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                let used = names(&inner);
                let many = used.iter().find_map(|name| match find(name) {
                    Some(Given::Many(many)) => Some(many),
                    _ => None,
                });
                let (sign, left) = separator(left).unwrap_or((None, left));
                for (index, one) in many.into_iter().flatten().enumerate() {
                    if index > 0
                        && let Some(sign) = sign
                    {
                        out.extend([TokenTree::Punct(proc_macro2::Punct::new(sign, proc_macro2::Spacing::Alone))]);
                    }
                    let all: Bindings = given.iter().chain(one).cloned().collect();
                    out.extend(write(&inner, &all));
                }
                rest = left;
            }
            (TokenTree::Group(group), _) => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                out.extend([TokenTree::Group(Group::new(group.delimiter(), write(&inner, given)))]);
            }
            (token, _) => out.extend([token.clone()]),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::expand;

    #[test]
    fn a_macro_is_written_out_with_what_it_is_given() {
        let rules = "($client:expr, $($id:literal),*) => { $( $client.users().by_id($id).get(); )* };";
        let text = expand(rules, "graph, \"a\", \"b\"").unwrap_or_default();
        assert_eq!(text.matches("graph . users").count(), 2);
        assert!(text.contains("\"b\""));
    }

    #[test]
    fn the_first_rule_that_fits_is_taken() {
        let rules = "(one) => { 1 }; ($other:ident) => { $other };";
        assert_eq!(expand(rules, "one").as_deref(), Some("1"));
        assert_eq!(expand(rules, "two").as_deref(), Some("two"));
        assert_eq!(expand(rules, "2"), None);
    }
}
