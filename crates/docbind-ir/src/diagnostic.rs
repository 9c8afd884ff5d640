//! Diagnostics: what docbind found wrong with a page, or could not read.

use std::fmt;
use std::str::FromStr;

use serde::Serialize;

use crate::Source;

/// One finding.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Diagnostic {
    /// The stable code.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// One sentence without a full stop that says what is wrong.
    pub message: String,
    /// The place to look at.
    pub primary: Label,
    /// Other places that matter, such as the second of two contradicting facts.
    pub related: Vec<Label>,
    /// What the writer of the page can change.
    pub help: Option<String>,
}

/// A place with a note.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Label {
    /// The place.
    pub source: Source,
    /// How many characters to underline; 0 underlines to the end of the line.
    pub length: u32,
    /// What to say at the underlined place; may be empty.
    pub note: String,
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; nothing is lost.
    Note,
    /// A fact is lost or in doubt.
    Warning,
    /// A page or the whole run is lost.
    Error,
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $code:literal, $severity:ident, $name:literal;)+) => {
        /// The stable codes; each has a file in `tests/diagnostics`, without which this does not compile.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Code {
            /// All codes in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The code as printed: `DB101`.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// The short name: `missing-include`.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// The severity of its findings.
            pub fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity),+ }
            }

            /// What it means, what to change, a page that has it and how it is shown, as Markdown.
            pub fn explanation(self) -> &'static str {
                match self { $(Self::$variant => include_str!(concat!("../findings/", $code, "-", $name, ".md"))),+ }
            }

            /// What it means, in one sentence or more.
            pub fn describe(self) -> &'static str {
                match self { $(Self::$variant => concat!($($doc),+)),+ }
            }
        }
    };
}

codes! {
    /// The file is not UTF-8; the page is read with replacement characters.
    InvalidUtf8 = "DB001", Warning, "invalid-utf8";
    /// The file cannot be read.
    UnreadableFile = "DB002", Error, "unreadable-file";
    /// The page has no content that docbind knows.
    NothingExtracted = "DB003", Warning, "nothing-extracted";
    /// The front matter is not closed.
    OpenFrontMatter = "DB004", Warning, "open-front-matter";
    /// A code fence is not closed.
    OpenFence = "DB005", Warning, "open-fence";
    /// The file is larger than the limit and was not read.
    FileTooLarge = "DB006", Error, "file-too-large";
    /// An HTML comment is not closed; it hides the rest of the page.
    OpenComment = "DB007", Warning, "open-comment";
    /// The page is a symbolic link that leads out of the documentation; it was not read.
    LinkOutside = "DB008", Warning, "link-outside";
    /// The page has more of something than is read; the rest is left out.
    LimitReached = "DB009", Warning, "limit-reached";
    /// An include names a file that is not there.
    MissingInclude = "DB101", Warning, "missing-include";
    /// An include leads back to itself.
    IncludeCycle = "DB102", Warning, "include-cycle";
    /// An include points outside the documentation.
    IncludeOutside = "DB103", Warning, "include-outside";
    /// Includes nest too deep or grow too large.
    IncludeLimit = "DB104", Warning, "include-limit";
    /// An annotation cannot be read, even leniently.
    BrokenAnnotation = "DB201", Warning, "broken-annotation";
    /// A table has no delimiter row that fits its header, or rows that fit neither.
    BrokenTable = "DB202", Warning, "broken-table";
    /// A request line cannot be read as method and path.
    BrokenRequest = "DB301", Warning, "broken-request";
    /// An operation page lists no request.
    NoRequest = "DB302", Warning, "no-request";
    /// A path holds an example value where a parameter belongs; it was made a parameter.
    LiteralId = "DB303", Warning, "literal-id";
    /// A page documents an operation with a host that is not the API's.
    WrongHost = "DB304", Warning, "wrong-host";
    /// A request line has a slip that leaves no doubt about what is meant.
    MendedRequest = "DB305", Warning, "mended-request";
    /// The pages name no base URL that a request could be sent to.
    UnknownBaseUrl = "DB306", Warning, "unknown-base-url";
    /// The permissions of an operation are not documented.
    NoPermissions = "DB401", Warning, "no-permissions";
    /// The permission cell is a reminder of the writer, not a value.
    TodoPermissions = "DB402", Warning, "todo-permissions";
    /// A permission cell holds words that are no permission names.
    BrokenPermission = "DB403", Warning, "broken-permission";
    /// Two tables give different permissions for the same operation and scheme.
    PermissionConflict = "DB404", Warning, "permission-conflict";
    /// A mark or sentence leaves open which permissions are needed together; the least of them stays unknown.
    UnclearPermission = "DB405", Warning, "unclear-permission";
    /// A list of permissions contradicts the order that its header announces.
    PermissionOrder = "DB406", Warning, "permission-order";
    /// A type is named that no page documents.
    UnknownType = "DB501", Warning, "unknown-type";
    /// Two pages give a property different types.
    TypeConflict = "DB502", Warning, "type-conflict";
    /// A type or property is declared in two ways.
    DuplicateProperty = "DB503", Note, "duplicate-property";
    /// A type inherits from itself.
    InheritanceCycle = "DB504", Warning, "inheritance-cycle";
    /// An enumeration has no members.
    EmptyEnum = "DB505", Warning, "empty-enum";
    /// A link leads to a page that is not there.
    BrokenLink = "DB506", Warning, "broken-link";
    /// The request body's table and its example name different properties.
    BodyMismatch = "DB601", Warning, "body-mismatch";
    /// The page does not say what the request body holds.
    UnknownBody = "DB602", Warning, "unknown-body";
    /// The example's JSON cannot be read.
    BrokenExample = "DB603", Warning, "broken-example";
    /// The example's request fits no documented operation.
    ExampleElsewhere = "DB604", Warning, "example-elsewhere";
    /// An example shows a property or member that no table lists.
    UndocumentedMember = "DB605", Note, "undocumented-member";
    /// The examples contradict a table about the type or the spelling of a property.
    ExampleConflict = "DB606", Warning, "example-conflict";
    /// The page does not say what comes back.
    UnknownResponse = "DB701", Warning, "unknown-response";
    /// The sentence and the example disagree about the response.
    ResponseMismatch = "DB702", Warning, "response-mismatch";
    /// Two sources contradict each other about the same operation.
    SourceConflict = "DB801", Warning, "source-conflict";
    /// Two things would get the same name in the generated crate.
    NameCollision = "DB901", Warning, "name-collision";
}

impl Code {
    /// Where its explanation is on the web.
    pub fn docs(self) -> String {
        let repository = env!("CARGO_PKG_REPOSITORY");
        format!("{repository}/blob/main/tests/diagnostics/{}-{}.md", self.as_str(), self.name())
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Code {
    type Err = ();

    /// The code that is written `DB101`, or by its name `missing-include`.
    fn from_str(text: &str) -> Result<Self, ()> {
        let is_meant = |code: &Self| code.as_str().eq_ignore_ascii_case(text) || code.name().eq_ignore_ascii_case(text);
        Self::ALL.iter().copied().find(is_meant).ok_or(())
    }
}

impl Serialize for Code {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl Diagnostic {
    /// A finding with the severity of its code and nothing to add.
    pub fn new(code: Code, source: Source, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity(),
            message: message.into(),
            primary: Label { source, length: 0, note: String::new() },
            related: Vec::new(),
            help: None,
        }
    }

    /// Underlines this many characters.
    #[must_use]
    pub fn length(mut self, characters: usize) -> Self {
        self.primary.length = u32::try_from(characters).unwrap_or(0);
        self
    }

    /// What to say at the underlined place.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.primary.note = note.into();
        self
    }

    /// Adds another place.
    #[must_use]
    pub fn related(mut self, source: Source, note: impl Into<String>) -> Self {
        self.related.push(Label { source, length: 0, note: note.into() });
        self
    }

    /// Says what to change.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}
