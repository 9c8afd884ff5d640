//! Downloads that go on where they were cut off.

use std::fmt;

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, CONTENT_RANGE, ETAG, HeaderMap, HeaderValue, IF_RANGE, LAST_MODIFIED, RANGE};
use http::{Method, StatusCode};

use crate::request::Draft;
use crate::send::{send, wait};
use crate::transport::Body;
use crate::{Error, ErrorKind, Request};

/// The content of a file, as it comes. A connection that is cut is no end: the rest is asked for, of the same version of
/// the file.
#[must_use = "the content is read piece by piece, by `next`"]
pub struct Download {
    request: Box<Draft>,
    body: Option<Body>,
    /// What was handed out.
    received: u64,
    /// The length of the whole, when the service says it.
    length: Option<u64>,
    /// What tells whether the file is still the same one.
    version: Option<HeaderValue>,
    failures: u32,
}

impl<O> Request<O> {
    /// The content that a GET gives, piece by piece, so that a file is never in memory as a whole. It goes on with a
    /// `Range` where a connection was cut.
    ///
    /// ```no_run
    /// # use docbind_runtime::{Error, Request};
    /// # async fn run<O>(content: Request<O>) -> Result<(), Error> {
    /// let mut download = content.download();
    /// while let Some(bytes) = download.next().await? {
    ///     println!("{} bytes", bytes.len());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn download(self) -> Download {
        let mut request = self.draft;
        request.accept = "*/*";
        request.settings.streaming = true;
        if request.method != Method::GET {
            request.refuse(|| "only what a GET gives can be downloaded".to_owned());
        }
        Download { request, body: None, received: 0, length: None, version: None, failures: 0 }
    }
}

impl Download {
    /// The next piece; nothing at the end.
    ///
    /// # Errors
    /// When the content cannot be had, is cut off again and again, or is no longer that of the file it began with.
    pub async fn next(&mut self) -> Result<Option<Bytes>, Error> {
        loop {
            if self.length.is_some_and(|length| self.received >= length) {
                return Ok(None);
            }
            if self.body.is_none() {
                self.open().await?;
            }
            let Some(body) = &mut self.body else { return Ok(None) };
            let error = match body.next().await {
                Ok(Some(bytes)) if bytes.is_empty() => continue,
                Ok(Some(bytes)) => {
                    self.received += bytes.len() as u64;
                    self.failures = 0;
                    return Ok(Some(bytes));
                }
                Ok(None) if self.length.is_none_or(|length| self.received >= length) => return Ok(None),
                Ok(None) => Error::new(ErrorKind::Connection, "the content is shorter than the service said"),
                Err(error) => Error::new(ErrorKind::Connection, error.to_string()).with_source(error),
            };
            self.body = None;
            self.failures += 1;
            let retry = self.request.settings.retry.unwrap_or(self.request.client.0.retry);
            // Without a version nobody can tell whether the rest is of the same file.
            if self.failures >= retry.attempts || (self.received > 0 && self.version.is_none()) {
                return Err(error.of(self.request.meta));
            }
            wait(&self.request.client, retry.wait(self.failures, None)).await;
        }
    }

    /// The number of bytes that were handed out.
    pub fn received(&self) -> u64 {
        self.received
    }

    /// The length of the whole, once the service said it.
    pub fn length(&self) -> Option<u64> {
        self.length
    }

    /// Asks for what is missing.
    async fn open(&mut self) -> Result<(), Error> {
        let mut request = self.request.copy()?;
        if let Some(version) = self.version.as_ref().filter(|_| self.received > 0) {
            if let Ok(range) = HeaderValue::try_from(format!("bytes={}-", self.received)) {
                request.headers.insert(RANGE, range);
            }
            request.headers.insert(IF_RANGE, version.clone());
        }
        let meta = request.meta;
        let answer = send(request).await?;
        let changed = || Error::new(ErrorKind::Service, "the file was changed while it was downloaded").of(meta);
        if self.received == 0 {
            self.version = version(&answer.headers);
            self.length = match answer.headers.get(CONTENT_RANGE) {
                // The caller asked for a range of its own.
                Some(_) => None,
                None => number(&answer.headers),
            };
        } else {
            let goes_on = answer.status == StatusCode::PARTIAL_CONTENT
                && range_start(&answer.headers) == Some(self.received)
                && version(&answer.headers).is_none_or(|version| Some(&version) == self.version.as_ref());
            if !goes_on {
                return Err(changed());
            }
        }
        self.body = Some(answer.unread.unwrap_or_else(|| Body::from(answer.body)));
        Ok(())
    }
}

#[cfg(feature = "tokio")]
impl Download {
    /// Writes the content to a file. Until all of it is there it has `.part` at the end of its name, so that a file of
    /// the name is always whole.
    ///
    /// # Errors
    /// When the content cannot be had, or the file cannot be written.
    pub async fn save(mut self, path: impl AsRef<std::path::Path>) -> Result<u64, Error> {
        use tokio::io::AsyncWriteExt as _;

        let path = path.as_ref();
        let mut part = path.as_os_str().to_owned();
        part.push(".part");
        let failed = |error| Error::new(ErrorKind::Request, "the file cannot be written").with_source(error);
        let mut file = tokio::fs::File::create(&part).await.map_err(failed)?;
        while let Some(bytes) = self.next().await? {
            file.write_all(&bytes).await.map_err(failed)?;
        }
        file.sync_all().await.map_err(failed)?;
        drop(file);
        tokio::fs::rename(&part, path).await.map_err(failed)?;
        Ok(self.received)
    }
}

impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download").field("received", &self.received).finish_non_exhaustive()
    }
}

fn number(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.trim().parse().ok()
}

/// A strong version: a weak one does not say that the bytes are the same.
fn version(headers: &HeaderMap) -> Option<HeaderValue> {
    let strong = headers.get(ETAG).filter(|version| !version.as_bytes().starts_with(b"W/"));
    strong.or_else(|| headers.get(LAST_MODIFIED)).cloned()
}

/// Where a range begins: `bytes 100-199/200`.
fn range_start(headers: &HeaderMap) -> Option<u64> {
    let range = headers.get(CONTENT_RANGE)?.to_str().ok()?.trim().strip_prefix("bytes")?.trim();
    range.split('-').next()?.trim().parse().ok()
}
