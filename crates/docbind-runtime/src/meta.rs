use crate::permissions::{Permissions, Scheme};
use crate::response::FromResponse;

/// A documented operation as a type: what it is, in constants, and what it answers with.
pub trait Operation: 'static {
    /// What the documentation says about the operation.
    const META: &'static Meta;
    /// What the operation answers with.
    type Response: FromResponse;
}

/// What the documentation says about an operation.
#[derive(Debug, PartialEq, Eq)]
pub struct Meta {
    /// Area and operation type: `users.List`.
    pub id: &'static str,
    /// The HTTP verb.
    pub method: Method,
    /// The path template: `/users/{id}`.
    pub path: &'static str,
    /// The first sentence of the page.
    pub summary: &'static str,
    /// Who may call it.
    pub permissions: &'static Permissions,
    /// Documented query options: `$select`.
    pub query_options: &'static [&'static str],
    /// Documented request headers.
    pub headers: &'static [HeaderMeta],
    /// The page, relative to the documentation: `api/user-list.md`.
    pub docs: &'static str,
    /// The line of the page that shows the request.
    pub line: u32,
    /// Whether the page says that the operation is deprecated.
    pub deprecated: bool,
}

/// Writes [`Operation::META`] from the rows of a table.
#[macro_export]
macro_rules! meta {
    (
        id = $id:tt
        method = $method:ident
        path = $path:tt
        summary = $summary:tt
        permissions = $permissions:ident
        query_options = $query_options:ident
        headers = $headers:ident
        docs = $docs:tt
        line = $line:tt
        deprecated = $deprecated:tt
    ) => {
        const META: &'static $crate::Meta = &$crate::Meta {
            id: $id,
            method: $crate::Method::$method,
            path: $path,
            summary: $summary,
            permissions: &super::permissions::$permissions,
            query_options: $query_options,
            headers: $headers,
            docs: $docs,
            line: $line,
            deprecated: $deprecated,
        };
    };
}

/// A documented request header.
#[derive(Debug, PartialEq, Eq)]
pub struct HeaderMeta {
    /// Its name.
    pub name: &'static str,
    /// The value the documentation gives, when it is a fixed one.
    pub value: Option<&'static str>,
    /// Whether a request needs it.
    pub required: bool,
}

/// An HTTP verb. An own type, because `http::Method` cannot be matched in constants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names are those of HTTP")]
#[non_exhaustive]
pub enum Method {
    Get,
    Head,
    Post,
    Put,
    Patch,
    Delete,
    Options,
}

impl Method {
    /// The verb as it is sent.
    #[inline]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Head => "HEAD",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
            Self::Options => "OPTIONS",
        }
    }
}

impl From<Method> for http::Method {
    #[inline]
    fn from(method: Method) -> Self {
        match method {
            Method::Get => Self::GET,
            Method::Head => Self::HEAD,
            Method::Post => Self::POST,
            Method::Put => Self::PUT,
            Method::Patch => Self::PATCH,
            Method::Delete => Self::DELETE,
            Method::Options => Self::OPTIONS,
        }
    }
}

impl std::fmt::Display for Method {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

impl Meta {
    /// Whether the page documents a query option: `$select`.
    pub fn offers(&self, option: &str) -> bool {
        self.query_options.contains(&option)
    }

    /// The least privileged permissions for a scheme.
    pub const fn least(&self, scheme: Scheme) -> &'static [&'static str] {
        self.permissions.least(scheme)
    }
}
