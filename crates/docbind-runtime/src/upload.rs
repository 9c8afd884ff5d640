//! Upload sessions: large files, piece by piece.

mod source;

use std::fmt;
use std::marker::PhantomData;

use bytes::Bytes;
use http::header::{CONTENT_RANGE, HeaderValue};
use http::{Method, StatusCode};
use serde::ser::SerializeMap as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value as Json;

pub use self::source::UploadSource;
#[cfg(feature = "tokio")]
pub use self::source::{FileSource, ReaderSource};
use crate::model::{Model, encode};
use crate::request::Draft;
use crate::response::{Answer, FromResponse};
use crate::send::{read, send, wait};
use crate::{Client, Error, ErrorKind, Operation, Request, Retry};

/// All pieces but the last are as long as a multiple of this.
const UNIT: usize = 320 * 1024;
/// The length of a piece unless set: 10 MiB.
const PIECE: usize = 32 * UNIT;
/// The longest piece that a service takes: below 60 MiB.
const LONGEST: usize = 191 * UNIT;

/// The upload of a large file into an upload session.
///
/// The pieces go to the URL of the session, which is a secret and gets no token. The service decides what comes next:
/// after a piece that was lost it is asked what it has, and the upload goes on there. Dropping the upload sends nothing
/// more; its [`state`](Upload::state) can be stored, and the upload [`resume`](Upload::resume)d by another process.
///
/// ```no_run
/// # use docbind_runtime::{Client, Error, Operation, Request, model::{Json, Model}};
/// # async fn run<O: Operation<Response: Model>>(create: Request<O>, content: Vec<u8>) -> Result<(), Error> {
/// let mut upload = create.upload::<Json>(content).await?.on_progress(|progress| {
///     println!("{} of {}", progress.sent, progress.length);
/// });
/// let item = upload.send().await?;
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is uploaded until `send` is called"]
pub struct Upload<T = crate::model::Json> {
    client: Client,
    url: String,
    source: Box<dyn UploadSource>,
    piece: usize,
    progress: Option<Box<dyn FnMut(UploadProgress) + Send>>,
    /// Whether the service may have something already.
    is_begun: bool,
    result: PhantomData<fn() -> T>,
}

/// How far an upload is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UploadProgress {
    /// The number of bytes that the service has.
    pub sent: u64,
    /// The number of bytes of the file.
    pub length: u64,
}

/// What is needed to go on with an upload later. It holds the URL of the session, with which anybody may write: it is
/// stored with the care that a secret gets, and `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct UploadState {
    url: String,
    length: u64,
}

impl<O> Request<O>
where
    O: Operation<Response: Model>,
{
    /// Opens the upload session that the request is for. The upload of what `source` holds begins with
    /// [`Upload::send`], which gives what the service makes of the file as a `T`.
    ///
    /// # Errors
    /// When the session cannot be opened, or its answer does not say where to upload to.
    pub async fn upload<T: FromResponse>(self, source: impl UploadSource + 'static) -> Result<Upload<T>, Error> {
        let client = self.draft.client.clone();
        let session = self.await?;
        Upload::into_session(&client, &session, source)
    }
}

impl<T: FromResponse> Upload<T> {
    /// The upload into a session that was opened before.
    ///
    /// # Errors
    /// When the session does not say where to upload to.
    pub fn into_session(
        client: &Client,
        session: &impl Model,
        source: impl UploadSource + 'static,
    ) -> Result<Self, Error> {
        let json: Json = serde_json::from_slice(&encode(session.as_record())).map_err(Error::decode)?;
        let url = json.get("uploadUrl").and_then(Json::as_str).ok_or_else(|| Error::shape("uploadUrl"))?;
        let upload = Self::new(client, url.to_owned(), source);
        // A session may have been written to before.
        let begins = json.get("nextExpectedRanges").and_then(first_range).is_some_and(|(start, _)| start > 0);
        Ok(Self { is_begun: begins, ..upload })
    }

    /// Goes on with an upload whose state was stored.
    ///
    /// # Errors
    /// When the source has another length than the file had that was being uploaded.
    pub fn resume(client: &Client, state: &UploadState, source: impl UploadSource + 'static) -> Result<Self, Error> {
        if source.length() != state.length {
            let message = format!("the upload is of {} bytes, the source has {}", state.length, source.length());
            return Err(Error::new(ErrorKind::Request, message));
        }
        Ok(Self { is_begun: true, ..Self::new(client, state.url.clone(), source) })
    }

    fn new(client: &Client, url: String, source: impl UploadSource + 'static) -> Self {
        Self {
            client: client.clone(),
            url,
            source: Box::new(source),
            piece: PIECE,
            progress: None,
            is_begun: false,
            result: PhantomData,
        }
    }

    /// How long the pieces are: 10 MiB unless set. It is rounded down to a multiple of 320 KiB, between that and 60 MiB.
    pub fn piece(mut self, bytes: usize) -> Self {
        self.piece = (bytes / UNIT * UNIT).clamp(UNIT, LONGEST);
        self
    }

    /// What is told how far the upload is, after each piece.
    pub fn on_progress(mut self, progress: impl FnMut(UploadProgress) + Send + 'static) -> Self {
        self.progress = Some(Box::new(progress));
        self
    }

    /// What is needed to go on later, in this process or another one.
    pub fn state(&self) -> UploadState {
        UploadState { url: self.url.clone(), length: self.source.length() }
    }

    /// Uploads what the service does not have yet. After an error it can be called again and goes on.
    ///
    /// # Errors
    /// When the session is gone ([`SessionGone`](ErrorKind::SessionGone): start over), the source cannot be read, or
    /// the service fails again and again.
    pub async fn send(&mut self) -> Result<T, Error> {
        let length = self.source.length();
        if length == 0 {
            let mut answer = self.put(Bytes::new(), None).await?;
            return read(&mut answer);
        }
        let (mut start, mut end) = match self.is_begun {
            true => self.missing().await?,
            false => (0, None),
        };
        self.is_begun = true;
        let mut failures = 0;
        loop {
            if start >= length {
                let message = "the service has the whole file, but its answer was lost";
                return Err(Error::new(ErrorKind::SessionGone, message));
            }
            let rest = end.map_or(length, |end: u64| length.min(end.saturating_add(1))) - start;
            let size = usize::try_from(rest).unwrap_or(usize::MAX).min(self.piece);
            let bytes = self.source.read(start, size).await.map_err(|error| {
                Error::new(ErrorKind::Request, "the source of the upload cannot be read").with_source(error)
            })?;
            if bytes.len() != size {
                return Err(Error::new(ErrorKind::Request, "the source of the upload is shorter than it said"));
            }
            let last = start + bytes.len() as u64 - 1;
            let range = format!("bytes {start}-{last}/{length}");
            match self.put(bytes, Some(&range)).await {
                Ok(answer) if answer.status == StatusCode::ACCEPTED => {
                    let json: Json = serde_json::from_slice(&answer.body).unwrap_or_default();
                    let next = json.get("nextExpectedRanges").and_then(first_range);
                    let (next, next_end) = next.unwrap_or((last + 1, None));
                    // The service decides, but one that never gets further must not keep a program busy for ever.
                    failures = if next > start { 0 } else { failures + 1 };
                    if failures >= self.client.0.retry.attempts {
                        return Err(Error::new(
                            ErrorKind::Service,
                            "the service asks for the same bytes again and again",
                        ));
                    }
                    (start, end) = (next, next_end);
                    self.report(next);
                }
                Ok(mut answer) => {
                    self.report(length);
                    return read(&mut answer);
                }
                Err(error) => {
                    failures += 1;
                    if !may_go_on(&error) || failures >= self.client.0.retry.attempts {
                        return Err(error);
                    }
                    if error.status() != Some(StatusCode::RANGE_NOT_SATISFIABLE) {
                        let asked = error.retry_after();
                        if asked.is_some_and(|asked| asked > self.client.0.retry.retry_after_cap) {
                            return Err(error);
                        }
                        wait(&self.client, self.client.0.retry.wait(failures, asked)).await;
                    }
                    (start, end) = self.missing().await?;
                }
            }
        }
    }

    /// Gives the upload up: the service forgets what it has.
    ///
    /// # Errors
    /// When the service cannot be told.
    pub async fn cancel(self) -> Result<(), Error> {
        match send(self.draft(Method::DELETE)).await {
            Ok(_) => Ok(()),
            Err(error) if is_gone(&error) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Where the first bytes are that the service does not have, and where they end when it says so.
    async fn missing(&self) -> Result<(u64, Option<u64>), Error> {
        let answer = send(self.draft(Method::GET)).await.map_err(gone)?;
        let json: Json = serde_json::from_slice(&answer.body).map_err(Error::decode)?;
        let ranges = json.get("nextExpectedRanges").ok_or_else(|| Error::shape("nextExpectedRanges"))?;
        Ok(first_range(ranges).unwrap_or((self.source.length(), None)))
    }

    async fn put(&self, bytes: Bytes, range: Option<&str>) -> Result<Answer, Error> {
        let mut draft = self.draft(Method::PUT);
        // Blindly sent again, a piece could go where the service does not expect it.
        draft.settings.retry = Some(Retry::none());
        if let Some(range) = range.and_then(|range| HeaderValue::try_from(range).ok()) {
            draft.headers.insert(CONTENT_RANGE, range);
        }
        draft.set_bytes(bytes);
        send(draft).await.map_err(gone)
    }

    fn draft(&self, method: Method) -> Box<Draft> {
        Draft::bare(&self.client, method, self.url.clone())
    }

    fn report(&mut self, sent: u64) {
        let length = self.source.length();
        if let Some(progress) = &mut self.progress {
            progress(UploadProgress { sent, length });
        }
    }
}

/// Whether the upload may go on after an error: by asking the service what it has.
fn may_go_on(error: &Error) -> bool {
    match error.kind() {
        ErrorKind::Connection | ErrorKind::Timeout => true,
        ErrorKind::Service => error.status().is_some_and(|status| {
            status.is_server_error()
                || matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::RANGE_NOT_SATISFIABLE)
        }),
        _ => false,
    }
}

fn is_gone(error: &Error) -> bool {
    matches!(error.status(), Some(StatusCode::NOT_FOUND | StatusCode::GONE))
}

fn gone(error: Error) -> Error {
    if is_gone(&error) { error.into_kind(ErrorKind::SessionGone) } else { error }
}

/// The first of the ranges that a service asks for: `["12345-", "55232-77829"]`.
fn first_range(ranges: &Json) -> Option<(u64, Option<u64>)> {
    let range = ranges.as_array()?.first()?.as_str()?;
    let (start, end) = range.split_once('-').unwrap_or((range, ""));
    Some((start.trim().parse().ok()?, end.trim().parse().ok()))
}

impl<T> fmt::Debug for Upload<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upload").field("length", &self.source.length()).finish_non_exhaustive()
    }
}

impl fmt::Debug for UploadState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UploadState").field("length", &self.length).finish_non_exhaustive()
    }
}

impl Serialize for UploadState {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("uploadUrl", &self.url)?;
        map.serialize_entry("length", &self.length)?;
        map.end()
    }
}

impl<'de> Deserialize<'de> for UploadState {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = Json::deserialize(deserializer)?;
        let missing = |name| serde::de::Error::missing_field(name);
        let url = json.get("uploadUrl").and_then(Json::as_str).ok_or_else(|| missing("uploadUrl"))?;
        let length = json.get("length").and_then(Json::as_u64).ok_or_else(|| missing("length"))?;
        Ok(Self { url: url.to_owned(), length })
    }
}
