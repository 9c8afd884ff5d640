//! Types that sentences name: by a link to their page, in bold or code, or in plain words before `object`.

use docbind_ir::TypeRef;

use super::set::{LinkedPage, SetContext};
use crate::dialect::answers::SEVERAL_OF;
use crate::dialect::type_words::{INTRODUCTIONS, KINDS, NO_NAMES};
use crate::markdown::{Link, links, plain, resolve_link};

/// The most words that the spaced name of a type has: `sales credit memo line`.
const MOST_WORDS: usize = 4;

/// A type that a sentence names, with the words around it.
#[derive(Clone, Debug)]
pub(super) struct TypeMention<'t> {
    /// The name without words such as `object`.
    pub(super) name: String,
    /// The page that is linked, relative to the documentation root, when it lies inside.
    pub(super) target: Option<std::sync::Arc<str>>,
    /// What stands before it.
    pub(super) before: &'t str,
    /// What stands behind it.
    pub(super) after: &'t str,
}

impl TypeMention<'_> {
    /// The reference to the type.
    pub(super) fn ty(&self) -> TypeRef {
        TypeRef::unresolved(self.name.as_str(), self.target.clone())
    }
}

/// The links of a sentence to pages of types, in order; `file` is the page it stands on.
pub(super) fn linked<'t>(
    sentence: &'t str,
    file: &'t str,
    set: &'t SetContext,
) -> impl Iterator<Item = TypeMention<'t>> {
    links(sentence).filter_map(move |link| read(sentence, link, file, set))
}

fn read<'t>(sentence: &'t str, link: Link<'_>, file: &str, set: &SetContext) -> Option<TypeMention<'t>> {
    let target = resolve_link(file, link.target);
    // A link out of the documentation, as those of a single file are, still tells what it leads to.
    let above = Some(link.target).filter(|target| target.starts_with("../"));
    let page = set.linked_page(file, target.as_deref().or(above)?);
    let mention = TypeMention {
        name: bare_name(&plain(link.text)),
        target,
        before: sentence.get(..link.offset)?,
        after: sentence.get(link.end..)?,
    };
    match page {
        LinkedPage::Type => Some(mention),
        LinkedPage::Unsaid => Some(mention).filter(|mention| {
            let is_counted = SEVERAL_OF.iter().any(|words| ends_with(mention.before, words));
            let of_kind = has_kind(mention.after) || has_kind(&plain(link.text)) || holds_body(mention.after);
            is_name(&mention.name) && (is_counted || of_kind)
        }),
        LinkedPage::Other => None,
    }
}

/// The first type that a sentence names in bold or code before a word such as `object`, or after `a collection of`.
pub(super) fn emphasised(sentence: &str) -> Option<TypeMention<'_>> {
    let mut from = 0;
    while let Some(at) = sentence.get(from..)?.find(['*', '`']).map(|at| from + at) {
        let rest = sentence.get(at..)?;
        let sign = if rest.starts_with('*') { '*' } else { '`' };
        let inner = rest.trim_start_matches(sign);
        let width = rest.len() - inner.len();
        let marks = rest.get(..width)?;
        let Some(length) = inner.find(marks) else {
            from = at + width;
            continue;
        };
        let (name, after) = (inner.get(..length)?.trim(), inner.get(length + width..)?);
        let before = sentence.get(..at)?;
        from = sentence.len() - after.len();
        let is_counted = SEVERAL_OF.iter().any(|words| ends_with(before, words));
        let named = if is_name(name) && (has_kind(after) || is_counted) {
            Some(name.to_owned())
        } else if marks == "**" && holds_body(after) {
            spaced_name(name)
        } else {
            None
        };
        if let Some(name) = named {
            return Some(TypeMention { name: bare_name(&name), target: None, before, after });
        }
    }
    None
}

/// The type that plain words name before `object`: `an updated sales credit memo line object in the response body`.
pub(super) fn plain_words(sentence: &str) -> Option<TypeMention<'_>> {
    let at = [" object", " resource", " entity"].iter().filter_map(|kind| sentence.find(kind)).min()?;
    let (before, after) = sentence.split_at_checked(at)?;
    let ends_word = after.trim_start().trim_start_matches(char::is_alphabetic).starts_with([' ', '.', ',', ')'])
        || after.trim_start().chars().all(char::is_alphabetic);
    if !ends_word || before.contains(['[', ']', '`', '*']) {
        return None;
    }
    let is_part =
        |word: &&str| word.chars().all(char::is_alphanumeric) && !NO_NAMES.contains(&word.to_lowercase().as_str());
    let mut words: Vec<&str> = before.split_whitespace().rev().take_while(is_part).take(MOST_WORDS + 1).collect();
    // A name stands behind an article, or what takes its place.
    let introduction = before.split_whitespace().rev().nth(words.len()).map(str::to_lowercase);
    let is_introduced = introduction.is_some_and(|word| INTRODUCTIONS.contains(&word.as_str()));
    if !is_introduced || words.len() > MOST_WORDS {
        return None;
    }
    words.reverse();
    let start = before.rfind(words.first()?)?;
    Some(TypeMention { name: camel(&words)?, target: None, before: before.get(..start)?, after })
}

/// The name of a type without the words that say that it is one, such as `objects`.
fn bare_name(text: &str) -> String {
    let mut text = text.trim();
    while let Some((name, last)) = text.rsplit_once(char::is_whitespace) {
        if !KINDS.contains(&last.to_lowercase().as_str()) {
            break;
        }
        text = name.trim_end();
    }
    text.to_owned()
}

/// A word that can be the name of a type, its namespace included.
fn is_name(text: &str) -> bool {
    text.starts_with(char::is_alphabetic)
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '_'))
        && !NO_NAMES.contains(&text.to_lowercase().as_str())
}

/// `default dimensions` as one word.
fn spaced_name(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let are_words = words.iter().all(|word| word.chars().all(char::is_alphabetic));
    if (2..=MOST_WORDS).contains(&words.len()) && are_words { camel(&words) } else { None }
}

fn camel(words: &[&str]) -> Option<String> {
    let (first, rest) = words.split_first()?;
    let mut name = (*first).to_owned();
    for word in rest {
        let mut letters = word.chars();
        name.extend(letters.next().into_iter().flat_map(char::to_uppercase));
        name.push_str(letters.as_str());
    }
    Some(name)
}

/// Whether a text begins with a word for a thing of a type.
fn has_kind(text: &str) -> bool {
    let word = text.trim_start().split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    KINDS.contains(&word.to_lowercase().as_str())
}

/// Whether a text begins with the place where a body stands.
fn holds_body(text: &str) -> bool {
    let text = text.trim_start().to_lowercase();
    ["in the response body", "in the body", "in response body", "in the request body"]
        .iter()
        .any(|words| text.starts_with(words))
}

fn ends_with(text: &str, words: &str) -> bool {
    let text = text.trim_end();
    text.len()
        .checked_sub(words.len())
        .and_then(|start| text.get(start..))
        .is_some_and(|end| end.eq_ignore_ascii_case(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_bold_and_code() {
        let name = |sentence: &str| emphasised(sentence).map(|mention| mention.name);
        assert_eq!(name("supply a JSON representation of a **boat** object").as_deref(), Some("boat"));
        assert_eq!(name("returns `200 OK` and a `boat` resource").as_deref(), Some("boat"));
        assert_eq!(name("returns ```201 Created``` and a collection of **boats**.").as_deref(), Some("boats"));
        assert_eq!(name("the **life jackets** in the response body").as_deref(), Some("lifeJackets"));
        assert_eq!(name("returns `200 OK` and the **name** of a boat"), None);
        assert_eq!(name("an unclosed **boat object"), None);
    }

    #[test]
    fn names_in_plain_words() {
        let name = |sentence: &str| plain_words(sentence).map(|mention| mention.name);
        assert_eq!(name("supply a JSON representation for the boat object").as_deref(), Some("boat"));
        assert_eq!(name("and an updated life jacket object in the response body").as_deref(), Some("lifeJacket"));
        for sentence in ["provide a JSON object with the following", "and the updated object in the body", "No objects"]
        {
            assert_eq!(name(sentence), None, "{sentence}");
        }
    }
}
