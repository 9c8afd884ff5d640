//! The grammar of type cells: `String`, `[user](user.md) collection`, `Collection(Edm.Int32)`, `string (timestamp)`.

use docbind_ir::{Primitive, TypeRef};

use crate::dialect::type_words::{ENUMS, FLAGS};
use crate::markdown::resolve_link;

/// What a type cell says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypeCell {
    /// The type; [`TypeRef::UNTYPED`] when the cell names none or several that differ.
    pub ty: TypeRef,
    /// Whether the cell names exactly one type in a way this grammar knows.
    pub understood: bool,
    /// Whether the cell calls the value optional.
    pub optional: bool,
    /// Whether the cell calls the value required.
    pub required: bool,
    /// Whether the cell calls the value read-only.
    pub read_only: bool,
    /// Whether the cell calls the type an enumeration.
    pub is_enum: bool,
    /// Whether the cell says that several of its values may stand together.
    pub is_flags: bool,
    /// Whether the cell says that there may be no value.
    pub nullable: bool,
}

/// The type that a cell names; `page_file` is the page the cell stands on, relative to the documentation root.
pub fn type_cell(cell: &str, page_file: &str) -> TypeRef {
    read_type_cell(cell, page_file).ty
}

/// Everything that a type cell says.
pub fn read_type_cell(cell: &str, page_file: &str) -> TypeCell {
    // Most cells are one word, and nothing but letters is left to read in those.
    let is_word = cell.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.');
    if let Some(primitive) = is_word.then(|| primitive(cell)).flatten() {
        return TypeCell { ty: TypeRef::Primitive(primitive), understood: true, ..TypeCell::default() };
    }
    Reader::default().read(&tokens(cell), page_file)
}

/// The primitive that a name means in any of its spellings: `String`, `Edm.Int32`, `datetimeoffset`, `bool`.
pub fn primitive(name: &str) -> Option<Primitive> {
    let name = name.to_lowercase();
    let name = match name.strip_prefix("edm.") {
        Some("primitivetype" | "complextype" | "entitytype") => return Some(Primitive::Untyped),
        Some(name) => name,
        None => name.as_str(),
    };
    Some(match name {
        "string" | "strings" | "str" | "text" | "url" | "uri" | "etag" => Primitive::String,
        "boolean" | "booleans" | "bool" => Primitive::Boolean,
        "byte" | "sbyte" => Primitive::Byte,
        "int16" | "short" => Primitive::Int16,
        "int32" | "int" | "integer" | "integers" => Primitive::Int32,
        "int64" | "long" => Primitive::Int64,
        "single" | "float" => Primitive::Single,
        "double" | "number" | "numbers" | "numeric" => Primitive::Double,
        "decimal" => Primitive::Decimal,
        "guid" | "guids" | "uuid" => Primitive::Guid,
        "date" => Primitive::Date,
        "datetime" | "datetimeoffset" | "timestamp" | "date-time" => Primitive::DateTimeOffset,
        "timeofday" | "time" => Primitive::TimeOfDay,
        "duration" | "timespan" => Primitive::Duration,
        "binary" | "bytes" | "base64" => Primitive::Binary,
        "stream" => Primitive::Stream,
        "untyped" | "any" => Primitive::Untyped,
        _ => return None,
    })
}

/// A word, link or sign of a type cell.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Token<'a> {
    Link { text: &'a str, href: Option<&'a str> },
    Word(&'a str),
    Open,
    Close,
    Comma,
    Alternative,
}

fn tokens(cell: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = cell;
    while let Some(first) = rest.chars().next() {
        let after = rest.get(first.len_utf8()..).unwrap_or_default();
        rest = match first {
            '[' => match link(after) {
                Some((token, after)) => {
                    tokens.push(token);
                    after
                }
                None => after,
            },
            '(' => push(&mut tokens, Token::Open, after),
            ')' => push(&mut tokens, Token::Close, after),
            ',' | ';' => push(&mut tokens, Token::Comma, after),
            '/' | '|' => push(&mut tokens, Token::Alternative, after),
            '<' => after.split_once('>').map_or(after, |(_, after)| after),
            '&' => after.strip_prefix("nbsp;").unwrap_or(after),
            _ if is_name(first) => {
                let end = rest.find(|c: char| !is_name(c)).unwrap_or(rest.len());
                let (word, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
                let array = after.strip_prefix("[]");
                let word = word.trim_matches(['.', '-', '_', '#', ':']);
                if !word.is_empty() {
                    tokens.push(Token::Word(word));
                }
                if array.is_some() {
                    tokens.push(Token::Word("collection"));
                }
                array.unwrap_or(after)
            }
            _ => after,
        };
    }
    tokens
}

fn push<'a>(tokens: &mut Vec<Token<'a>>, token: Token<'a>, rest: &'a str) -> &'a str {
    tokens.push(token);
    rest
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '#' | ':')
}

/// Reads `text](href)`, `text][reference]`, `text]` or the unclosed `text](href`.
fn link(rest: &str) -> Option<(Token<'_>, &str)> {
    let (text, after) = rest.split_once(']')?;
    if text.trim().is_empty() {
        return None;
    }
    if let Some(target) = after.strip_prefix('(') {
        let (href, after) = target.split_once(')').unwrap_or((target, ""));
        return Some((Token::Link { text, href: Some(href.trim()) }, after));
    }
    let after = match after.strip_prefix('[') {
        Some(reference) => reference.split_once(']').map_or(reference, |(_, after)| after),
        None => after,
    };
    Some((Token::Link { text, href: None }, after))
}

#[derive(Default)]
struct Reader {
    said: TypeCell,
    collection: bool,
    /// The types named so far, without the collection around them.
    named: Vec<TypeRef>,
    /// Plain words that may be the name of a type.
    words: Vec<String>,
    linked: bool,
}

impl Reader {
    fn read(mut self, tokens: &[Token<'_>], page_file: &str) -> TypeCell {
        let mut depth = 0_usize;
        let mut several = false;
        let mut format = None;
        for (position, token) in tokens.iter().enumerate() {
            match token {
                Token::Open => depth = if self.is_group_start(position) { depth } else { depth + 1 },
                Token::Close => depth = depth.saturating_sub(1),
                Token::Comma if self.linked || !self.words.is_empty() => break,
                Token::Comma => {}
                Token::Alternative => several = true,
                Token::Link { text, href } => self.link(text, *href, page_file),
                Token::Word(word) => {
                    let lower = word.to_lowercase();
                    if self.qualifier(&lower) {
                        continue;
                    }
                    if depth > 0 {
                        format = format.or(format_of(&lower));
                    } else if lower == "or" {
                        several = true;
                    } else {
                        self.word(word, &lower, tokens.get(position + 1));
                    }
                }
            }
        }
        let ty = self.ty(several);
        let ty = match (ty, format) {
            (Some(TypeRef::Primitive(Primitive::String)), Some(format)) => Some(TypeRef::Primitive(format)),
            (ty, _) => ty,
        };
        let mut said = self.said;
        // A cell that only says `Enum` leaves the values to the text; they are texts.
        let ty = ty.or_else(|| (said.is_enum && self.words.is_empty() && !several).then_some(TypeRef::STRING));
        said.understood = ty.is_some();
        let ty = ty.unwrap_or(TypeRef::UNTYPED);
        said.ty = if self.collection { ty.collection() } else { ty };
        said
    }

    /// Whether a parenthesis at this place groups types, as in `Collection(…)`, and is no remark behind a type.
    fn is_group_start(&self, position: usize) -> bool {
        position == 0 || (self.words.is_empty() && !self.linked && self.named.is_empty())
    }

    fn qualifier(&mut self, word: &str) -> bool {
        match word {
            "optional" => self.said.optional = true,
            "required" => self.said.required = true,
            "read-only" | "readonly" => self.said.read_only = true,
            _ if ENUMS.contains(&word) => {
                self.said.is_enum = true;
                self.said.is_flags |= FLAGS.contains(&word);
            }
            "nullable" => self.said.nullable = true,
            "key" => {}
            _ => return false,
        }
        true
    }

    fn link(&mut self, text: &str, href: Option<&str>, page_file: &str) {
        let mut words: Vec<&str> = text.split(|c: char| !is_name(c)).filter(|word| !word.is_empty()).collect();
        let spoken = words.len();
        words.retain(|word| !matches!(word.to_lowercase().as_str(), "collection" | "object" | "objects" | "resource"));
        if words.len() < spoken && text.to_lowercase().contains("collection") {
            self.collection = true;
        }
        let name = words.join(" ");
        if name.is_empty() {
            return;
        }
        // A link that explains what an enumeration is names none.
        if ENUMS.contains(&name.to_lowercase().as_str()) {
            self.said.is_enum = true;
            return;
        }
        self.linked = true;
        self.named.push(match primitive(&name) {
            Some(primitive) => TypeRef::Primitive(primitive),
            None => {
                let link = href.and_then(|href| resolve_link(page_file, href));
                TypeRef::unresolved(name.trim_start_matches('#'), link)
            }
        });
    }

    fn word(&mut self, word: &str, lower: &str, next: Option<&Token<'_>>) {
        let before_of = matches!(next, Some(Token::Word(of)) if of.eq_ignore_ascii_case("of"));
        match lower {
            "collection" | "collections" | "array" | "arrays" => self.collection = true,
            "list" | "set" if before_of => self.collection = true,
            "of" | "a" | "an" | "the" | "one" | "objects" | "resource" | "resources" | "instance" | "value"
            | "values" => {}
            _ => self.words.push(word.to_owned()),
        }
    }

    /// The one type that is named; none when the words are a sentence or name several types.
    fn ty(&mut self, several: bool) -> Option<TypeRef> {
        if !self.linked {
            let names: Vec<TypeRef> = if several {
                self.words.iter().map(|word| bare(word)).collect()
            } else {
                self.phrase().into_iter().collect()
            };
            self.named.extend(names);
        }
        self.named.dedup();
        match self.named.as_slice() {
            [] => None,
            [one] => Some(one.clone()),
            [first, ..] if !several => Some(first.clone()),
            _ => None,
        }
    }

    /// The type that plain words name: `JSON object`, `error object`, `Untyped JSON object`, `alertStatus`.
    fn phrase(&self) -> Option<TypeRef> {
        let mut words: Vec<&str> = self.words.iter().map(String::as_str).collect();
        if words.len() > 1 && words.last().is_some_and(|last| last.eq_ignore_ascii_case("object")) {
            words.pop();
        }
        if let [first, second] = words.as_slice()
            && first.eq_ignore_ascii_case("date")
            && second.eq_ignore_ascii_case("time")
        {
            return Some(TypeRef::Primitive(Primitive::DateTimeOffset));
        }
        if let [one] = words.as_slice() {
            return Some(bare(one));
        }
        let has = |wanted: &[&str]| words.iter().any(|word| wanted.contains(&word.to_lowercase().as_str()));
        if has(&["utc", "iso"]) && has(&["date", "datetime"]) {
            return Some(TypeRef::Primitive(Primitive::DateTimeOffset));
        }
        let untyped = words.iter().find(|word| matches!(word.to_lowercase().as_str(), "json" | "untyped"));
        if untyped.is_some() {
            return Some(TypeRef::UNTYPED);
        }
        words.iter().find_map(|word| primitive(word)).map(TypeRef::Primitive)
    }
}

fn bare(word: &str) -> TypeRef {
    if matches!(word.to_lowercase().as_str(), "object" | "json" | "hashtable" | "dictionary") {
        return TypeRef::UNTYPED;
    }
    match primitive(word) {
        Some(primitive) => TypeRef::Primitive(primitive),
        None => TypeRef::unresolved(word.trim_start_matches('#'), None),
    }
}

/// The narrower primitive that a remark behind `string` means.
fn format_of(word: &str) -> Option<Primitive> {
    match word {
        "timestamp" | "datetime" | "datetimeoffset" => Some(Primitive::DateTimeOffset),
        "duration" => Some(Primitive::Duration),
        "guid" | "uuid" => Some(Primitive::Guid),
        "date" => Some(Primitive::Date),
        "binary" | "base64" => Some(Primitive::Binary),
        "double" => Some(Primitive::Double),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ty(cell: &str) -> String {
        type_cell(cell, "resources/page.md").to_string()
    }

    fn linked(cell: &str) -> (String, Option<String>) {
        match type_cell(cell, "resources/page.md").element() {
            TypeRef::Unresolved(unresolved) => {
                (unresolved.text.to_string(), unresolved.link.as_deref().map(str::to_owned))
            }
            other => panic!("{other:?} is no link"),
        }
    }

    #[test]
    fn primitives_in_every_spelling() {
        for (cell, expected) in [
            ("String", "String"),
            ("`string`", "String"),
            ("**Boolean**", "Boolean"),
            ("`Edm.boolean `", "Boolean"),
            ("Edm.TimeOfDay", "TimeOfDay"),
            ("DateTimeOffSet", "DateTimeOffset"),
            ("Timestamp", "DateTimeOffset"),
            ("int", "Int32"),
            ("number", "Double"),
            ("GUID", "Guid"),
            ("url", "String"),
            ("Stream", "Stream"),
            ("Edm.Untyped collection", "Collection(Untyped)"),
            ("[DateTimeOffset](timestamp.md)", "DateTimeOffset"),
        ] {
            assert_eq!(ty(cell), expected, "{cell}");
        }
    }

    #[test]
    fn collections_in_every_spelling() {
        for cell in
            ["String collection", "Collection(String)", "collection(string)", "Collection of String", "String[]"]
        {
            assert_eq!(ty(cell), "Collection(String)", "{cell}");
        }
        assert_eq!(ty("routingPolicy collection collection"), "Collection(routingPolicy?)");
        assert_eq!(ty("Collection([site](site.md))"), "Collection(site?)");
        assert_eq!(ty("Collection([site][])"), "Collection(site?)");
        assert_eq!(ty("list of [site](site.md)"), "Collection(site?)");
        assert_eq!(ty("[list](list.md)"), "list?");
        assert_eq!(ty("[site collection](site.md)"), "Collection(site?)");
    }

    #[test]
    fn links_keep_text_and_target() {
        let target = |cell| linked(cell).1;
        assert_eq!(target("[user](../resources/User.md) collection").as_deref(), Some("resources/user.md"));
        assert_eq!(target("[state](enums.md#state-values)").as_deref(), Some("resources/enums.md#state-values"));
        assert_eq!(target("[state](#state-values)").as_deref(), Some("resources/page.md#state-values"));
        assert_eq!(linked("[a.b.state][]"), ("a.b.state".into(), None));
        assert_eq!(linked("[**item**][item]"), ("item".into(), None));
        assert_eq!(linked("[message](message.md"), ("message".into(), Some("resources/message.md".into())));
    }

    #[test]
    fn remarks_behind_the_type() {
        let cell = read_type_cell("string (readonly)", "resources/page.md");
        assert!(cell.read_only && cell.ty == TypeRef::STRING);
        assert!(read_type_cell("(Optional) String", "resources/page.md").optional);
        assert!(read_type_cell("[user](user.md) (optional)", "resources/page.md").optional);
        assert!(read_type_cell("[hashType](hash.md) enum", "resources/page.md").is_enum);
        assert_eq!(ty("string (timestamp)"), "DateTimeOffset");
        assert_eq!(ty("string (url)"), "String");
        assert_eq!(ty("string, maximum size 20"), "String");
        assert_eq!(ty("Moment of creation. DateTimeOffset"), "DateTimeOffset");
    }

    #[test]
    fn unions_are_untyped() {
        for cell in ["[a](a.md) or [b](b.md)", "string/number"] {
            let read = read_type_cell(cell, "resources/page.md");
            assert_eq!(read.ty, TypeRef::UNTYPED, "{cell}");
            assert!(!read.understood, "{cell}");
        }
        assert_eq!(ty("(boolean or string or number) collection"), "Collection(Untyped)");
    }

    #[test]
    fn bare_and_qualified_names_stay_unresolved() {
        assert_eq!(ty("alertFeedback"), "alertFeedback?");
        assert_eq!(ty("**ruleState**"), "ruleState?");
        assert_eq!(
            ty("microsoft.graph.callRecords.modality collection"),
            "Collection(microsoft.graph.callRecords.modality?)"
        );
        assert_eq!(ty("error object"), "error?");
        assert_eq!(ty("JSON object"), "Untyped");
        assert_eq!(ty("Untyped JSON object"), "Untyped");
    }

    #[test]
    fn empty_and_strange_cells_are_untyped() {
        for cell in ["", "-", "[](", "((((", "]", "[[["] {
            assert_eq!(ty(cell), "Untyped", "{cell}");
        }
    }
}
