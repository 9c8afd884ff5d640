//! The Markdown of pages, re-written for rustdoc.

use pulldown_cmark::{BlockQuoteKind, CodeBlockKind, Event, Options, Parser, Tag, TagEnd, TextMergeStream};

use super::line::Paragraph;
use super::links::{Links, is_web};
use super::text::{code, escape_into, is_literal, visible};

/// Quotes and lists inside one another deeper than this are written flat.
const DEEPEST: usize = 6;

/// The lines of `text`, which stands in the page `file`.
pub(super) fn rewrite(text: &str, file: &str, links: &Links) -> Vec<String> {
    let text = visible(text);
    let text = text.trim();
    let mut writer = Writer { file, links, ..Writer::new() };
    if is_plain(text) {
        writer.paragraph.text(text);
    } else {
        let options = Options::ENABLE_TABLES | Options::ENABLE_GFM | Options::ENABLE_STRIKETHROUGH;
        for event in TextMergeStream::new(Parser::new_ext(text, options)) {
            writer.event(event);
        }
    }
    writer.end_block();
    writer.lines
}

/// `text` on one line, fit for the cell of a table.
pub(super) fn rewrite_cell(text: &str, file: &str, links: &Links) -> String {
    let text = visible(text);
    let mut writer = Writer { file, links, in_cell: true, ..Writer::new() };
    for event in TextMergeStream::new(Parser::new_ext(text.trim(), Options::ENABLE_STRIKETHROUGH)) {
        writer.event(event);
    }
    writer.paragraph.finish().join(" ")
}

/// The first sentence of `text` without any markup.
pub(super) fn first_sentence(text: &str) -> String {
    let mut plain = String::new();
    let text = visible(text);
    let text = text.trim();
    if is_plain(text) {
        return sentence(text).unwrap_or_else(|| text.to_owned());
    }
    let parser = Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_GFM);
    for event in TextMergeStream::new(parser) {
        match event {
            Event::Text(text) | Event::Code(text) => plain.push_str(&text),
            Event::SoftBreak | Event::HardBreak => plain.push(' '),
            Event::Start(Tag::Table(_) | Tag::List(_) | Tag::CodeBlock(_) | Tag::BlockQuote(_)) => break,
            Event::End(TagEnd::Paragraph | TagEnd::Heading(_)) if !plain.trim().is_empty() => break,
            _ => {}
        }
        if let Some(first) = sentence(&plain) {
            return first;
        }
        if plain.len() > 1000 {
            break;
        }
    }
    plain.trim().replace('\n', " ")
}

/// The first sentence of a text that holds another one.
fn sentence(plain: &str) -> Option<String> {
    let mut ends = plain.match_indices(". ").map(|(end, _)| plain.split_at(end));
    // A sentence ends where a new one begins, not at `v1.0` or `e.g. this`.
    let (first, _) = ends.find(|(first, rest)| {
        rest.trim_start_matches(['.', ' ']).starts_with(char::is_uppercase) && !first.ends_with("e.g")
    })?;
    Some(first.trim().replace('\n', " ") + ".")
}

/// The lines of a fenced block that can hold the text.
pub(super) fn fence(text: &str, language: &str) -> Vec<String> {
    let text = visible(text);
    let longest = if text.contains('`') { text.split(|c| c != '`').map(str::len).max().unwrap_or(0) } else { 0 };
    let fence = "`".repeat(longest.max(2) + 1);
    let mut lines = vec![format!("{fence}{language}")];
    lines.extend(text.trim_end().lines().map(|line| line.trim_end().to_owned()));
    lines.push(fence);
    lines
}

/// Whether the text is one paragraph without anything that Markdown could take for markup.
fn is_plain(text: &str) -> bool {
    let plain = |c: char| {
        c.is_alphanumeric()
            || matches!(
                c,
                ' ' | '.' | ',' | ';' | '(' | ')' | '\'' | '"' | '/' | '-' | '?' | '=' | '%' | '$' | '@' | '{' | '}'
            )
    };
    text.starts_with(char::is_alphabetic) && text.chars().all(plain) && !text.contains("  ")
}

struct Writer<'a> {
    lines: Vec<String>,
    paragraph: Paragraph,
    /// What lines of the open quotes and lists begin with.
    indent: Vec<String>,
    /// The mark of a list item whose first line is still to come.
    mark: Option<String>,
    /// The numbers that open lists have come to.
    lists: Vec<Option<u64>>,
    links: &'a Links,
    file: &'a str,
    /// Addresses of open links; an empty one is written as plain text.
    targets: Vec<Option<String>>,
    /// The text of an open block of code.
    code: Option<String>,
    /// The cells of the open row of a table, and the open cell.
    row: Option<Vec<String>>,
    in_cell: bool,
    /// Whether the last block was closed without a blank line since.
    tight: bool,
}

impl Writer<'_> {
    fn new() -> Writer<'static> {
        static NOWHERE: std::sync::LazyLock<Links> = std::sync::LazyLock::new(Links::default);
        Writer {
            lines: Vec::new(),
            paragraph: Paragraph::default(),
            indent: Vec::new(),
            mark: None,
            lists: Vec::new(),
            links: &NOWHERE,
            file: "",
            targets: Vec::new(),
            code: None,
            row: None,
            in_cell: false,
            tight: true,
        }
    }

    /// Takes one event of the page's Markdown.
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => match &mut self.code {
                Some(code) => code.push_str(&text),
                None => self.text(&text),
            },
            Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                let span = code(&text);
                // Rustdoc splits the cells of a table before it reads code spans.
                self.paragraph.piece(&if self.in_cell { span.replace('|', "\\|") } else { span });
            }
            Event::Html(html) | Event::InlineHtml(html) => self.html(&html),
            Event::SoftBreak => self.paragraph.text(" "),
            Event::HardBreak => self.line_break(),
            Event::Rule | Event::TaskListMarker(_) | Event::FootnoteReference(_) => self.end_block(),
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Emphasis => self.paragraph.piece("*"),
            Tag::Strong => self.paragraph.piece("**"),
            Tag::Link { dest_url, .. } => {
                let target = self.links.resolve(&dest_url, self.file);
                if target.is_some() {
                    self.paragraph.piece("[");
                }
                self.targets.push(target);
            }
            Tag::Heading { .. } => {
                self.end_block();
                self.paragraph.text(" ");
                self.paragraph.piece("**");
            }
            Tag::CodeBlock(_) | Tag::Paragraph | Tag::Item | Tag::HtmlBlock | Tag::BlockQuote(_) if self.in_cell => {
                self.paragraph.text(" ");
                self.code = matches!(tag, Tag::CodeBlock(_)).then(String::new);
            }
            Tag::BlockQuote(kind) => {
                self.end_block();
                self.push_indent("> ");
                if let Some(kind) = kind {
                    self.paragraph.piece(match kind {
                        BlockQuoteKind::Note => "**Note:**",
                        BlockQuoteKind::Tip => "**Tip:**",
                        BlockQuoteKind::Important => "**Important:**",
                        BlockQuoteKind::Warning => "**Warning:**",
                        BlockQuoteKind::Caution => "**Caution:**",
                    });
                    self.paragraph.text(" ");
                }
            }
            Tag::CodeBlock(kind) => {
                self.end_block();
                let language = match kind {
                    CodeBlockKind::Fenced(info) => language(&info),
                    CodeBlockKind::Indented => "text",
                };
                self.mark.get_or_insert_default();
                self.code = Some(language.to_owned() + "\n");
            }
            Tag::List(first) => {
                self.end_block();
                self.tight |= !self.lists.is_empty();
                self.lists.push(first);
            }
            Tag::Item => {
                self.end_block();
                let mark = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number = number.saturating_add(1);
                        format!("{}. ", (*number - 1).min(999_999_999))
                    }
                    _ => "- ".to_owned(),
                };
                if self.indent.len() < DEEPEST {
                    self.mark = Some(mark.clone());
                }
                self.push_indent(&" ".repeat(mark.len()));
            }
            Tag::TableHead | Tag::TableRow => self.row = Some(Vec::new()),
            Tag::TableCell => self.in_cell = true,
            Tag::Paragraph if self.mark.is_some() || !self.paragraph.is_empty() => {}
            Tag::Paragraph | Tag::Table(_) | Tag::HtmlBlock => self.end_block(),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis => self.paragraph.piece("*"),
            TagEnd::Strong => self.paragraph.piece("**"),
            TagEnd::Link => {
                if let Some(Some(target)) = self.targets.pop() {
                    self.paragraph.piece(&format!("]({target})"));
                }
            }
            TagEnd::Heading(_) => {
                self.paragraph.piece("**");
                self.end_block();
            }
            TagEnd::Item | TagEnd::List(_) | TagEnd::BlockQuote(_) if self.in_cell => {}
            TagEnd::CodeBlock if self.in_cell => {
                let span = code(self.code.take().unwrap_or_default().trim());
                self.paragraph.piece(&span.replace('|', "\\|"));
            }
            TagEnd::BlockQuote(_) | TagEnd::Item => {
                self.end_block();
                self.indent.pop();
                self.tight = tag == TagEnd::Item;
                self.mark = None;
            }
            TagEnd::List(_) => {
                self.lists.pop();
                self.tight = false;
            }
            TagEnd::CodeBlock => self.end_code(),
            TagEnd::TableCell => {
                self.in_cell = false;
                let cell = self.paragraph.finish().join(" ");
                if let Some(row) = &mut self.row {
                    row.push(cell);
                }
            }
            TagEnd::TableHead | TagEnd::TableRow => {
                if let Some(row) = self.row.take() {
                    let rule = (tag == TagEnd::TableHead).then(|| format!("|{}", "---|".repeat(row.len())));
                    self.line(&format!("| {} |", row.join(" | ")));
                    self.tight = true;
                    if let Some(rule) = rule {
                        self.line(&rule);
                        self.tight = true;
                    }
                }
            }
            TagEnd::Paragraph | TagEnd::HtmlBlock => self.end_block(),
            TagEnd::Table => self.tight = false,
            _ => {}
        }
    }

    fn push_indent(&mut self, indent: &str) {
        self.indent.push(if self.indent.len() < DEEPEST { indent.to_owned() } else { String::new() });
    }

    fn text(&mut self, text: &str) {
        let mut rest = text;
        // Addresses in running text become links, which is what their writer meant.
        while let Some(start) = rest.find("http") {
            let (before, from) = rest.split_at_checked(start).unwrap_or((rest, ""));
            let end = from.find(|c: char| c.is_whitespace() || "<>()[]\"'`,;|".contains(c)).unwrap_or(from.len());
            let address = from.get(..end).unwrap_or(from).trim_end_matches(['.', ':', '!', '?']);
            let (address, after) = from.split_at_checked(address.len().max(4)).unwrap_or((from, ""));
            self.escaped(before);
            match self.targets.last() {
                None if is_web(address) => self.paragraph.piece(&format!("<{address}>")),
                _ => self.escaped(address),
            }
            rest = after;
        }
        self.escaped(rest);
    }

    fn escaped(&mut self, text: &str) {
        if is_literal(text) {
            return self.paragraph.text(text);
        }
        let mut escaped = String::with_capacity(text.len() + 8);
        escape_into(text, &mut escaped);
        self.paragraph.text(&escaped);
    }

    /// Formatting tags go, `<br>` breaks the line, and everything else is shown as it is written: pages put
    /// placeholders such as `<address>` into their text.
    fn html(&mut self, html: &str) {
        let mut rest = html;
        while let Some((text, tag)) = rest.split_once('<') {
            self.text(text);
            if let Some(comment) = tag.strip_prefix("!--") {
                rest = comment.split_once("-->").map_or("", |(_, after)| after);
                continue;
            }
            let Some((inside, after)) = tag.split_once('>') else {
                rest = "";
                self.text("<");
                self.text(tag);
                break;
            };
            let name = inside.trim_start_matches('/').split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("");
            match name.to_ascii_lowercase().as_str() {
                "br" => self.line_break(),
                "a" | "b" | "code" | "div" | "em" | "font" | "i" | "img" | "li" | "ol" | "p" | "small" | "span"
                | "strong" | "sub" | "sup" | "u" | "ul" => {}
                _ => self.text(&format!("<{inside}>")),
            }
            rest = after;
        }
        self.text(rest);
    }

    fn line_break(&mut self) {
        if self.in_cell {
            self.paragraph.text(" ");
        } else {
            self.paragraph.hard_break();
        }
    }

    fn end_block(&mut self) {
        if self.in_cell {
            return;
        }
        let lines = self.paragraph.finish();
        for line in &lines {
            self.line(line);
            self.tight = true;
        }
        if !lines.is_empty() {
            self.tight = false;
        }
    }

    fn end_code(&mut self) {
        let Some(block) = self.code.take() else { return };
        let (language, text) = block.split_once('\n').unwrap_or(("text", &block));
        if self.mark.as_deref() == Some("") {
            self.mark = None;
        }
        for line in fence(text, language) {
            self.line(&line);
            self.tight = true;
        }
        self.tight = false;
    }

    /// Writes one line behind the marks of the open quotes and lists.
    fn line(&mut self, line: &str) {
        let mut prefix: String = self.indent.concat();
        if let Some(mark) = self.mark.take() {
            let kept = prefix.len().saturating_sub(mark.len());
            prefix.truncate(kept);
            prefix.push_str(&mark);
        }
        if !self.tight && !self.lines.is_empty() {
            // A quote goes on through a blank line only with its mark.
            let depth = self.indent.iter().take_while(|part| part.starts_with('>')).count();
            let mark: String = self.indent.iter().take(depth).map(String::as_str).collect();
            self.lines.push(mark.trim_end().to_owned());
        }
        prefix.push_str(line);
        prefix.truncate(prefix.trim_end().len());
        self.lines.push(prefix);
    }
}

/// The language of a block of code that rustdoc takes for no Rust.
fn language(info: &str) -> &'static str {
    match info.split([' ', ',']).next().unwrap_or("").to_ascii_lowercase().as_str() {
        "json" => "json",
        "http" => "http",
        "xml" => "xml",
        _ => "text",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> String {
        rewrite(text, "api/a.md", &Links::new(Some("https://example.com/api/{page}"))).join("\n")
    }

    #[test]
    fn ordinary_markdown_stays_as_it_is() {
        for text in [
            "The user's **name** and `mail`, *all* of it.",
            "- one\n- two\n  - three",
            "1. one\n2. two",
            "| a | b |\n|---|---|\n| `x` | y |",
            "> **Note:** quoted",
            "one\n\ntwo",
        ] {
            assert_eq!(lines(text), text);
        }
        assert_eq!(lines("> [!NOTE]\n> Mind the gap."), "> **Note:** Mind the gap.");
        assert_eq!(lines("see [user](../resources/user.md)"), "see [user](https://example.com/api/resources/user)");
        assert_eq!(lines("see [user](missing.txt)"), "see user");
        assert_eq!(lines("go to https://example.com/x."), "go to <https://example.com/x>.");
    }

    #[test]
    fn no_code_becomes_a_doctest() {
        for text in [
            "```\nfn main() {}\n```",
            "~~~rust\nfn main() {}\n~~~",
            "a\n\n    fn main() {}",
            "- a\n\n      x",
            "a\n\n\tx",
            "```rust\nx",
        ] {
            let shown = lines(text);
            assert!(shown.contains("```text") || shown.contains("```json"), "{text:?} gave {shown}");
        }
        assert_eq!(lines("```json\n{}\n```"), "```json\n{}\n```");
        assert!(lines("````\n```\nfn main() {}\n````").starts_with("````text"));
    }

    #[test]
    fn no_html_survives() {
        assert_eq!(lines("a <script>x</script> <b>c</b><br>d"), "a &lt;script>x&lt;/script> c\\\nd");
        assert_eq!(lines("use `<b>`"), "use `<b>`");
        assert_eq!(lines("[x](javascript:alert(1)) ![y](http://z)"), "x y");
        assert_eq!(lines("&lt;script&gt;"), "&lt;script>");
        assert_eq!(lines("<!-- hidden -->shown"), "shown");
    }

    #[test]
    fn text_cannot_become_a_block_or_a_link() {
        assert_eq!(lines("\\- no list"), "\\- no list");
        assert_eq!(lines("1\\. no list"), "1\\. no list");
        assert_eq!(lines("\\# no heading"), "\\# no heading");
        assert_eq!(lines("[Vec]"), "\\[Vec\\]");
        assert_eq!(lines("a \\`b\\`"), "a \\`b\\`");
    }

    #[test]
    fn cells_stay_on_their_line() {
        let cell = |text| rewrite_cell(text, "api/a.md", &Links::default());
        assert_eq!(
            cell("one `a|b`\n\n- two|three\n\n```\nfn main() {}\n```"),
            "one `a\\|b` two\\|three `fn main() {}`"
        );
        assert_eq!(cell("> a<br>b\n\n# c"), "a b **c**");
    }

    #[test]
    fn the_first_sentence_is_plain() {
        assert_eq!(first_sentence("Gets **v1.0** of [it](x.md), e.g. `a`. And more."), "Gets v1.0 of it, e.g. a.");
        assert_eq!(first_sentence("One\nline\n\n- list"), "One line");
        assert_eq!(first_sentence(""), "");
    }

    #[test]
    fn deep_nesting_stays_small() {
        let deep = "> ".repeat(5000) + "x";
        assert!(lines(&deep).len() < 1000);
        let lists = (0..500).map(|depth| format!("{}- x\n", "  ".repeat(depth))).collect::<String>();
        assert!(lines(&lists).len() < 50_000);
    }
}
