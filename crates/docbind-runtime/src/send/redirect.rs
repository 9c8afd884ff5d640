use http::header::{
    ACCEPT, ACCEPT_ENCODING, ACCEPT_LANGUAGE, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderName, IF_RANGE, LOCATION,
    RANGE, USER_AGENT,
};
use http::{Method, StatusCode};

use crate::url::{Origin, resolve, without_query};
use crate::{Error, ErrorKind};

/// More than any service needs.
const MOST: usize = 5;

/// What another origin may see. Whatever else a caller sets may be a secret.
const HARMLESS: [HeaderName; 7] = [ACCEPT, ACCEPT_ENCODING, ACCEPT_LANGUAGE, CONTENT_TYPE, IF_RANGE, RANGE, USER_AGENT];

/// The way that redirects took so far.
pub(super) struct Chain {
    urls: Vec<String>,
    /// Whether another origin was on the way. From then on nothing is trusted, the first origin included.
    pub(super) left: bool,
}

impl Chain {
    pub(super) fn new(url: String) -> Self {
        Self { urls: vec![url], left: false }
    }

    /// The URL that is being asked.
    pub(super) fn url(&self) -> &str {
        self.urls.last().map_or("", String::as_str)
    }

    pub(super) fn into_url(mut self) -> String {
        self.urls.pop().unwrap_or_default()
    }

    /// Changes a request into the one that a redirect asks for; false when the answer is no redirect to follow.
    pub(super) fn follow(
        &mut self,
        status: StatusCode,
        answer: &HeaderMap,
        request: &mut http::Request<bytes::Bytes>,
    ) -> Result<bool, Error> {
        match status {
            StatusCode::SEE_OTHER if request.method() != Method::HEAD => {
                *request.method_mut() = Method::GET;
                *request.body_mut() = bytes::Bytes::new();
                request.headers_mut().remove(CONTENT_TYPE);
                request.headers_mut().remove(CONTENT_LENGTH);
            }
            StatusCode::SEE_OTHER | StatusCode::TEMPORARY_REDIRECT | StatusCode::PERMANENT_REDIRECT => {}
            // Others made a GET of every request here; what changes something must not silently become a read.
            StatusCode::MOVED_PERMANENTLY | StatusCode::FOUND
                if matches!(*request.method(), Method::GET | Method::HEAD) => {}
            _ => return Ok(false),
        }
        let location = answer.get(&LOCATION).and_then(|location| location.to_str().ok());
        let target = location.and_then(|location| resolve(self.url(), location));
        let (Some(target), Some(from)) = (target, Origin::of(self.url())) else {
            return Err(self.refuse("a redirect without a target"));
        };
        let Some(to) = Origin::of(&target) else { return Err(self.refuse("a redirect without a target")) };
        if from.secure && !to.secure {
            return Err(self.refuse("a redirect from https to http"));
        }
        if self.urls.len() > MOST || self.urls.contains(&target) {
            return Err(self.refuse("too many redirects"));
        }
        if from != to {
            self.left = true;
        }
        if self.left {
            let headers = request.headers_mut();
            let secret = headers.iter().filter(|(name, value)| !HARMLESS.contains(name) || value.is_sensitive());
            let secret: Vec<HeaderName> = secret.map(|(name, _)| name.clone()).collect();
            for name in secret {
                headers.remove(name);
            }
        }
        *request.uri_mut() =
            target.parse().map_err(|error| self.refuse("a redirect without a target").with_source(error))?;
        self.urls.push(target);
        Ok(true)
    }

    fn refuse(&self, reason: &str) -> Error {
        let mut message = reason.to_owned();
        for (index, url) in self.urls.iter().enumerate() {
            message.push_str(if index == 0 { ": " } else { " -> " });
            message.push_str(without_query(url));
        }
        Error::new(ErrorKind::Redirect, message)
    }
}
