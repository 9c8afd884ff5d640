use crate::permissions::{Permissions, Scheme};
use crate::response::FromResponse;

/// A documented operation as a type: what it is, in constants, and what it answers with.
pub trait Operation: 'static {
    /// What the documentation says about the operation.
    const META: &'static Meta;
    /// What a program that can send the operation holds of it, to be found in the linked file. It stands by itself, so
    /// that what merely asks about an operation does not seem to call it.
    #[doc(hidden)]
    const MARK: &'static str = "";
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
    /// Directory roles that a signed-in user needs one of.
    pub roles: &'static [Role],
    /// Where the operation is offered.
    pub clouds: &'static Clouds,
    /// Status codes of errors that the page names.
    pub errors: &'static [u16],
    /// Whether it can be relied on.
    pub stability: Stability,
}

/// A directory role that a page asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Role {
    /// Its name: `Application Administrator`.
    pub name: &'static str,
    /// The scenario it is needed for; nothing when it is for all.
    pub scenario: &'static str,
}

/// The national clouds of a page, by the names it gives them; a cloud in neither list is not documented.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clouds {
    /// Those that offer the operation.
    pub available: &'static [&'static str],
    /// Those that do not.
    pub unavailable: &'static [&'static str],
}

impl Clouds {
    /// The page does not say.
    pub const UNKNOWN: Self = Self { available: &[], unavailable: &[] };
}

/// Whether an operation can be relied on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Stability {
    /// Nothing says otherwise.
    Stable,
    /// It may change or go without notice.
    Preview,
    /// It is on its way out.
    Deprecated,
}

/// Writes [`Operation::META`] from the rows of a table. The rows at the end stand where a page has something to say.
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
        $(roles = $roles:ident)?
        $(clouds = $clouds:ident)?
        $(errors = $errors:ident)?
        $(stability = $stability:ident)?
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
            $(roles: $roles,)?
            $(clouds: $clouds,)?
            $(errors: $errors,)?
            $(stability: $crate::Stability::$stability,)?
            ..$crate::Meta::UNDOCUMENTED
        };
        const MARK: &'static str = concat!("docbind-call\u{1f}", stringify!($method), " ", $path, "\u{1f}");
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
    /// All verbs.
    pub const ALL: [Self; 7] = [Self::Get, Self::Head, Self::Post, Self::Put, Self::Patch, Self::Delete, Self::Options];

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
    /// An operation that no page describes.
    pub const UNDOCUMENTED: Self = Self {
        id: "",
        method: Method::Get,
        path: "",
        summary: "",
        permissions: &Permissions::UNKNOWN,
        query_options: &[],
        headers: &[],
        docs: "",
        line: 0,
        roles: &[],
        clouds: &Clouds::UNKNOWN,
        errors: &[],
        stability: Stability::Stable,
    };

    /// Whether the page documents a query option: `$select`.
    pub fn offers(&self, option: &str) -> bool {
        self.query_options.contains(&option)
    }

    /// The least privileged permissions for a scheme.
    pub const fn least(&self, scheme: Scheme) -> &'static [&'static str] {
        self.permissions.least(scheme)
    }
}
