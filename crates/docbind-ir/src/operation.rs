//! Operations.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::Serialize;

use crate::{Body, Example, Header, Parameter, PathKey, PathTemplate, PermissionTable, Response, Source};

/// A method and a path template, with everything the pages say about calling it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Operation {
    /// The title of the page.
    pub title: Arc<str>,
    /// What the page says it does, as Markdown.
    pub description: Arc<str>,
    /// The method.
    pub method: Method,
    /// The path below the base URL.
    pub path: PathTemplate,
    /// Whether every request line of it carries OData query options: the page shows a way to use the operation, and
    /// another page may document the operation as such.
    pub is_usage: bool,
    /// Path, function, key and query parameters.
    pub parameters: Vec<Parameter>,
    /// OData query options that the page says it supports.
    pub query_options: Vec<QueryOption>,
    /// Request headers, `Authorization` left out.
    pub headers: Vec<Header>,
    /// The request body.
    pub body: Body,
    /// The documented success responses, each status once.
    pub responses: Vec<Response>,
    /// Error statuses that the page names.
    pub errors: Vec<u16>,
    /// Who may call it.
    pub permissions: Arc<PermissionTable>,
    /// Roles that the page says a user needs beside the permission.
    pub roles: Vec<Role>,
    /// Where the operation can be called, when the page says so.
    pub clouds: Option<Arc<Clouds>>,
    /// Hand-written examples of this very operation.
    pub examples: Vec<Example>,
    /// Notes and warnings of the page, as Markdown.
    pub notes: Vec<Arc<str>>,
    /// When the page announces its end.
    pub deprecation: Option<Box<Deprecation>>,
    /// How far callers can rely on it.
    pub stability: Stability,
    /// The page of the type it is about, as its own page links it: relative to the documentation root, in lower case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_page: Option<Arc<str>>,
    /// Success responses that hold only where the service is used as the page of another product describes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub scenario_responses: Vec<Response>,
    /// Names of the call in other tools, such as a cmdlet, and the path in the spelling of a page that has segments
    /// which no request has, such as an ellipsis.
    pub aliases: Vec<String>,
    /// The request line.
    pub source: Source,
    /// All pages that document it.
    pub pages: Vec<Arc<str>>,
}

impl Operation {
    /// An operation of which no more than the method and the path is known.
    pub fn new(method: Method, path: PathTemplate) -> Self {
        Self {
            title: Arc::default(),
            description: Arc::default(),
            method,
            path,
            is_usage: false,
            parameters: Vec::new(),
            query_options: Vec::new(),
            headers: Vec::new(),
            body: Body::default(),
            responses: Vec::new(),
            errors: Vec::new(),
            permissions: Arc::default(),
            roles: Vec::new(),
            clouds: None,
            examples: Vec::new(),
            notes: Vec::new(),
            deprecation: None,
            stability: Stability::Stable,
            resource_page: None,
            scenario_responses: Vec::new(),
            aliases: Vec::new(),
            source: Source::default(),
            pages: Vec::new(),
        }
    }

    /// Method and path as people write them: `GET /users/{id}`.
    pub fn request_line(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    /// The identity under which pages meet.
    pub fn id(&self) -> OperationId {
        OperationId { method: self.method, path: self.path.key() }
    }
}

/// What makes an operation the one it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OperationId {
    /// The method.
    pub method: Method,
    /// The path.
    pub path: PathKey,
}

impl fmt::Display for OperationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)
    }
}

/// An HTTP method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Method {
    /// GET
    Get,
    /// HEAD
    Head,
    /// POST
    Post,
    /// PUT
    Put,
    /// PATCH
    Patch,
    /// DELETE
    Delete,
}

impl Method {
    /// All methods.
    pub const ALL: [Self; 6] = [Self::Get, Self::Head, Self::Post, Self::Put, Self::Patch, Self::Delete];

    /// The method in capitals.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Head => "HEAD",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Method {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|method| method.as_str().eq_ignore_ascii_case(text)).ok_or(())
    }
}

/// An OData query option.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum QueryOption {
    /// `$select`
    Select,
    /// `$filter`
    Filter,
    /// `$expand`
    Expand,
    /// `$orderby`
    Orderby,
    /// `$top`
    Top,
    /// `$skip`
    Skip,
    /// `$count`
    Count,
    /// `$search`
    Search,
    /// `$format`
    Format,
    /// `$skiptoken`
    Skiptoken,
    /// `$deltatoken`
    Deltatoken,
}

impl QueryOption {
    /// All options.
    pub const ALL: [Self; 11] = [
        Self::Select,
        Self::Filter,
        Self::Expand,
        Self::Orderby,
        Self::Top,
        Self::Skip,
        Self::Count,
        Self::Search,
        Self::Format,
        Self::Skiptoken,
        Self::Deltatoken,
    ];

    /// The option that a name means; the dollar sign may be left out.
    pub fn named(name: &str) -> Option<Self> {
        let name = name.trim().trim_start_matches('$');
        Self::ALL.into_iter().find(|option| option.wire().trim_start_matches('$').eq_ignore_ascii_case(name))
    }

    /// The name with its dollar sign.
    pub fn wire(self) -> &'static str {
        match self {
            Self::Select => "$select",
            Self::Filter => "$filter",
            Self::Expand => "$expand",
            Self::Orderby => "$orderby",
            Self::Top => "$top",
            Self::Skip => "$skip",
            Self::Count => "$count",
            Self::Search => "$search",
            Self::Format => "$format",
            Self::Skiptoken => "$skiptoken",
            Self::Deltatoken => "$deltatoken",
        }
    }
}

/// How far callers can rely on something staying as it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Stability {
    /// No page says otherwise.
    #[default]
    Stable,
    /// The page, or the version its set documents, is a preview that may change.
    Preview,
}

/// A directory role that a page asks for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Role {
    /// The role's name.
    pub name: String,
    /// The scenario it holds for, when the page limits it.
    pub scenario: Option<String>,
    /// Where it is documented.
    pub source: Source,
}

/// The national clouds that offer an operation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Clouds {
    /// The names of the columns that are ticked.
    pub available: Vec<String>,
    /// The names of the columns that are crossed.
    pub unavailable: Vec<String>,
    /// The names of columns whose ticks were lost on the way: the page names the clouds, and does not say in which it is.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unsaid: Vec<String>,
    /// Where the table stands.
    pub source: Source,
}

/// A notice that something is on its way out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Deprecation {
    /// The notice, as Markdown.
    pub note: String,
    /// The date it names, as written.
    pub date: Option<String>,
    /// Where the notice stands.
    pub source: Source,
}
