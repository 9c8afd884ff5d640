//! Short expressions on few lines.
//!
//! Most examples are a chain of short steps. Laying them out takes no grammar: tokens are what they are, however they
//! are spaced.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

/// What a line after the first begins with.
pub(super) const INDENT: &str = "    ";

/// The steps of a chain on lines of at most `width` bytes; nothing when a step is longer than a line.
pub(super) fn filled(chain: TokenStream, width: usize) -> Option<Vec<String>> {
    let mut lines: Vec<String> = Vec::new();
    for step in steps(chain) {
        match lines.last_mut() {
            Some(last) if last.len() + step.len() <= width => last.push_str(&step),
            Some(_) => lines.push(format!("{INDENT}{step}")),
            None => lines.push(step),
        }
        if lines.last().is_some_and(|last| last.len() > width) {
            return None;
        }
    }
    Some(lines)
}

/// The texts of a chain, each but the first with its dot in front.
fn steps(chain: TokenStream) -> Vec<String> {
    let mut steps = vec![Text::default()];
    for token in chain {
        if matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '.') {
            steps.push(Text::default());
        }
        if let Some(step) = steps.last_mut() {
            step.push(token);
        }
    }
    steps.into_iter().map(|step| step.text).collect()
}

/// Tokens on one line.
#[derive(Default)]
struct Text {
    text: String,
    /// Whether the last token was a word, which another one must not touch.
    after_word: bool,
    /// Whether the last token was the first half of `::`.
    after_joint: bool,
}

impl Text {
    fn push(&mut self, token: TokenTree) {
        let (after_word, after_joint) = (self.after_word, self.after_joint);
        (self.after_word, self.after_joint) = (false, false);
        match token {
            TokenTree::Ident(ident) => {
                self.text.push_str(if after_word { " " } else { "" });
                self.text.push_str(&ident.to_string());
                self.after_word = true;
            }
            TokenTree::Literal(literal) => {
                self.text.push_str(if after_word { " " } else { "" });
                self.text.push_str(&literal.to_string());
                self.after_word = true;
            }
            TokenTree::Punct(punct) => {
                let mark = punct.as_char();
                self.after_joint = punct.spacing() == Spacing::Joint;
                self.text.push_str(if mark == '=' { " " } else { "" });
                self.text.push(mark);
                let is_apart = matches!(mark, '=' | ',') || (mark == ':' && !self.after_joint && !after_joint);
                self.text.push_str(if is_apart { " " } else { "" });
            }
            TokenTree::Group(group) => {
                let mut inner = Self::default();
                group.stream().into_iter().for_each(|token| inner.push(token));
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::Brace if inner.text.is_empty() => ("{", "}"),
                    Delimiter::Brace => ("{ ", " }"),
                    Delimiter::None => ("", ""),
                };
                self.text.extend([open, inner.text.trim_end(), close]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(rust: &str, width: usize) -> Option<Vec<String>> {
        filled(rust.parse().unwrap_or_default(), width)
    }

    #[test]
    fn a_short_chain_is_one_line() {
        let rust = r#"let page = client.users().list("a.b, c").select((User::ID, -1)).json(&json!({ "n": [1, null], "e": {} })).await?;"#;
        assert_eq!(lines(rust, 200), Some(vec![rust.to_owned()]));
        let generic = "client.post(Vec::<String>::new()).await?;";
        assert_eq!(lines(generic, 80), Some(vec![generic.to_owned()]));
    }

    #[test]
    fn a_longer_one_breaks_before_its_dots() {
        let lines = lines("let user = client.users().by_id(\"0123456789\").get().await?;", 32);
        let expected = ["let user = client.users()", "    .by_id(\"0123456789\").get()", "    .await?;"];
        assert_eq!(lines, Some(expected.map(str::to_owned).to_vec()));
    }

    #[test]
    fn a_step_longer_than_a_line_is_left_to_the_printer() {
        assert_eq!(lines("client.users().by_id(\"0123456789\").get()", 12), None);
    }
}
