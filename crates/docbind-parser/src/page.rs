//! A page as its blocks, before anything is understood.

use std::borrow::Cow;
use std::sync::Arc;

use docbind_ir::{Rule, Source, lowercase};

/// A parsed page: front matter and sections in document order.
#[derive(Clone, Debug, Default)]
pub struct Page<'a> {
    /// Path relative to the documentation root, with `/` between the parts.
    pub file: Arc<str>,
    /// The front matter's keys and values in order.
    pub front_matter: Vec<FrontMatterEntry<'a>>,
    /// The sections; the first has level 0 and holds what stands above the first heading.
    pub sections: Vec<Section<'a>>,
}

/// One `key: value` line of the front matter.
#[derive(Clone, Debug)]
pub struct FrontMatterEntry<'a> {
    /// The key, such as `ms.date`.
    pub key: &'a str,
    /// The value without quotes.
    pub value: Cow<'a, str>,
    /// Where it stands.
    pub place: Place,
}

/// A heading with the blocks up to the next heading of any level.
#[derive(Clone, Debug)]
pub struct Section<'a> {
    /// The heading's text without markup; empty for the first section.
    pub heading: Cow<'a, str>,
    /// 1 to 6; 0 for what stands above the first heading.
    pub level: u8,
    /// Where the heading stands.
    pub place: Place,
    /// The blocks.
    pub blocks: Vec<Block<'a>>,
}

/// A block with where it stands.
#[derive(Clone, Debug)]
pub struct Block<'a> {
    /// The block itself.
    pub kind: BlockKind<'a>,
    /// Where it begins, in the page or in the included file it came from.
    pub place: Place,
    /// The tab it stands in (`http`, `csharp`), when it stands in a tab group.
    pub tab: Option<Cow<'a, str>>,
    /// The zone pivot it stands in (`graph-preview`), when it stands in one.
    pub zone: Option<Cow<'a, str>>,
}

/// The kinds of blocks.
#[derive(Clone, Debug)]
pub enum BlockKind<'a> {
    /// A table.
    Table(Table<'a>),
    /// A code fence or an indented code block.
    Code(Code<'a>),
    /// A machine-readable comment: `<!-- { "blockType": … } -->`.
    Annotation(Annotation),
    /// An include that was not inlined, because of its kind or because it could not be.
    Include(Include<'a>),
    /// A list; each item as the Markdown of its own lines.
    List(Vec<Text<'a>>),
    /// A paragraph, or the text of a block quote, as Markdown.
    Text(Text<'a>),
}

/// Markdown text with where it begins.
#[derive(Clone, Debug)]
pub struct Text<'a> {
    /// The Markdown, line breaks as they are.
    pub markdown: Cow<'a, str>,
    /// Where it begins.
    pub place: Place,
    /// `note`, `important`, `tip`, `caution`, `warning` for an alert in a block quote; `quote` for another quote.
    pub alert: Option<Cow<'a, str>>,
}

/// A table; rows may be shorter or longer than the header.
#[derive(Clone, Debug)]
pub struct Table<'a> {
    /// The header cells.
    pub header: Vec<Cell<'a>>,
    /// The body rows.
    pub rows: Vec<Vec<Cell<'a>>>,
    /// Whether an include brought it in.
    pub included: bool,
}

/// A table cell.
#[derive(Clone, Debug)]
pub struct Cell<'a> {
    /// The Markdown, trimmed, escaped pipes and non-breaking spaces resolved.
    pub markdown: Cow<'a, str>,
    /// Where it begins.
    pub place: Place,
}

/// A code block.
#[derive(Clone, Debug)]
pub struct Code<'a> {
    /// The info string: `http`, `json`, empty.
    pub language: Cow<'a, str>,
    /// The content without its fences.
    pub text: Cow<'a, str>,
    /// Line of the first line of the content.
    pub place: Place,
    /// The annotation bound to it.
    pub annotation: Option<Annotation>,
}

/// A machine-readable comment, read leniently.
#[derive(Clone, Debug)]
pub struct Annotation {
    /// Its members; an empty object when nothing could be read.
    pub json: serde_json::Map<String, serde_json::Value>,
    /// Where it begins.
    pub place: Place,
}

/// An include line.
#[derive(Clone, Debug)]
pub struct Include<'a> {
    /// The label.
    pub label: Cow<'a, str>,
    /// The path as written.
    pub path: Cow<'a, str>,
    /// The path relative to the documentation root, when it lies inside.
    pub resolved: Option<Arc<str>>,
}

/// Where something stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Path relative to the documentation root.
    pub file: Arc<str>,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

impl Place {
    /// This place as the source of a fact that `rule` read.
    pub fn source(&self, rule: Rule) -> Source {
        Source::new(self.file.clone(), self.line, self.column, rule)
    }
}

impl<'a> Page<'a> {
    /// Whether the page is a translation, whose headings keep the anchors of the original.
    pub fn is_translated(&self) -> bool {
        let marks = ["ms.openlocfilehash", "ms.locfileid", "ms.translationtype"];
        self.front_matter.iter().any(|entry| marks.contains(&entry.key))
    }

    /// The value of a front matter key.
    pub fn front_matter(&self, key: &str) -> Option<&FrontMatterEntry<'a>> {
        self.front_matter.iter().find(|entry| entry.key.eq_ignore_ascii_case(key))
    }

    /// The page's title: its first level-1 heading.
    pub fn title(&self) -> Option<&Section<'a>> {
        self.sections.iter().find(|section| section.level == 1)
    }

    /// The section at `index` and all below it, in document order.
    pub fn subtree(&self, index: usize) -> &[Section<'a>] {
        let rest = self.sections.get(index..).unwrap_or_default();
        let level = rest.first().map_or(0, |section| section.level);
        let length = rest.iter().skip(1).take_while(|section| section.level > level).count() + 1;
        rest.get(..length).unwrap_or(rest)
    }
}

impl Annotation {
    /// A string member.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.json.get(key).and_then(serde_json::Value::as_str)
    }

    /// A flag, written as a JSON boolean or as the text `"true"`.
    pub fn flag(&self, key: &str) -> Option<bool> {
        match self.json.get(key)? {
            serde_json::Value::Bool(value) => Some(*value),
            serde_json::Value::String(text) => Some(text.eq_ignore_ascii_case("true")),
            _ => None,
        }
    }

    /// The `blockType`, lower case.
    pub fn block_type(&self) -> Option<Cow<'_, str>> {
        self.text("blockType").map(lowercase)
    }
}
