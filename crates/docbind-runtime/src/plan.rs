use std::fmt;

use http::header::CONTENT_TYPE;

use crate::model::Json;
use crate::permissions::Scheme;
use crate::redact::{hide_secrets, shown_header, shown_url};
use crate::request::Draft;
use crate::{Error, ErrorKind, Meta};

/// What a request would send, and what the documentation says about it. Printed, it reads as a request.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Plan {
    /// The HTTP verb.
    pub method: http::Method,
    /// The URL as it would be sent, but for tokens in it, which read `[redacted]`.
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
    /// Asks the user of the client before something is changed.
    pub(crate) fn confirm(&self) -> Result<(), Error> {
        let Some(consent) = &self.client.0.confirm else { return Ok(()) };
        if self.method.is_safe() {
            return Ok(());
        }
        let plan = self.plan()?;
        match consent(&plan) {
            true => Ok(()),
            false => {
                Err(Error::new(ErrorKind::Declined, "the client does not send what changes something").with_plan(plan))
            }
        }
    }

    pub(crate) fn plan(&self) -> Result<Plan, Error> {
        let request = self.copy()?.build()?;
        let headers = request.headers().iter();
        let headers = headers.map(|(name, value)| (name.to_string(), shown_header(name, value))).collect();
        let body = self.redacted.as_ref().unwrap_or(request.body());
        let media_type = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let body = (!body.is_empty()).then(|| shown_body(body, media_type.unwrap_or_default()));
        Ok(Plan {
            method: request.method().clone(),
            url: shown_url(&request.uri().to_string()),
            headers,
            body,
            missing_headers: self.missing_headers(),
            operation: self.meta,
        })
    }
}

/// A body as text: JSON without what its names call a secret, other text as it is, and the length of anything else.
fn shown_body(body: &[u8], media_type: &str) -> String {
    if let Ok(mut json) = serde_json::from_slice::<Json>(body) {
        // What holds no secret is shown as it is written.
        let before = json.clone();
        hide_secrets(&mut json);
        if json != before {
            return json.to_string();
        }
    }
    match std::str::from_utf8(body) {
        Ok(text) if media_type.starts_with("text/") || media_type.contains("json") => text.to_owned(),
        _ => format!("[{} bytes]", body.len()),
    }
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
