use std::fmt;

use http::HeaderMap;

use crate::permissions::Scheme;
use crate::request::Draft;
use crate::{Error, Meta};

/// What a request would send, and what the documentation says about it. Printed, it reads as a request.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Plan {
    /// The HTTP verb.
    pub method: http::Method,
    /// The URL exactly as it would be sent.
    pub url: String,
    /// The headers; secret ones read `[redacted]`. The token is not among them: it is asked for when sending.
    pub headers: Vec<(String, String)>,
    /// The body as text, with secrets hidden; what is not text is described by its length.
    pub body: Option<String>,
    /// Headers that the documentation requires and the request does not have, such as `If-Match`.
    pub missing_headers: Vec<&'static str>,
    /// What the documentation says about the operation; nothing for a request that it does not describe.
    pub operation: Option<&'static Meta>,
}

impl Plan {
    /// The least privileged permissions for a scheme.
    pub fn least(&self, scheme: Scheme) -> &'static [&'static str] {
        self.operation.map_or(&[], |meta| meta.permissions.least(scheme))
    }

    /// The page and line that document the request: `api/user-get.md:12`.
    pub fn source(&self) -> Option<String> {
        self.operation.map(|meta| format!("{}:{}", meta.docs, meta.line))
    }
}

impl Draft {
    pub(crate) fn plan(&self) -> Result<Plan, Error> {
        let request = self.copy()?.build()?;
        let headers = readable(request.headers());
        let body = self.redacted.as_ref().unwrap_or(request.body());
        let body = match std::str::from_utf8(body) {
            Ok("") => None,
            Ok(text) => Some(text.to_owned()),
            Err(_) => Some(format!("[{} bytes]", body.len())),
        };
        Ok(Plan {
            method: request.method().clone(),
            url: request.uri().to_string(),
            headers,
            body,
            missing_headers: self.missing_headers(),
            operation: self.meta,
        })
    }
}

fn readable(headers: &HeaderMap) -> Vec<(String, String)> {
    let text = |value: &http::HeaderValue| match value.is_sensitive() {
        true => "[redacted]".to_owned(),
        false => String::from_utf8_lossy(value.as_bytes()).into_owned(),
    };
    headers.iter().map(|(name, value)| (name.to_string(), text(value))).collect()
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} {}", self.method, self.url)?;
        for (name, value) in &self.headers {
            writeln!(f, "{name}: {value}")?;
        }
        if let Some(body) = &self.body {
            writeln!(f, "\n{body}")?;
        }
        if !self.missing_headers.is_empty() {
            writeln!(f, "\nrequired and missing: {}", self.missing_headers.join(", "))?;
        }
        let Some(meta) = self.operation else { return Ok(()) };
        writeln!(f, "\ndocumented in {}:{}", meta.docs, meta.line)?;
        for scheme in Scheme::ALL {
            let least = meta.permissions.least(scheme);
            if !least.is_empty() {
                writeln!(f, "least permission, {scheme}: {}", least.join(" and "))?;
            }
        }
        Ok(())
    }
}
