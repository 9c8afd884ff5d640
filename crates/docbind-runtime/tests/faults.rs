//! Thirty kinds of fault, met by eight kinds of call, between real sockets. The service fails once and is well again:
//! a call recovers exactly where sending it again is safe, and otherwise says what happened.

#![cfg(feature = "reqwest")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a failed expectation is the point of a test")]

mod sample;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use docbind_runtime::bytes::Bytes;
use docbind_runtime::transport::Reqwest;
use docbind_runtime::{Client, Error, ErrorKind, Method, Request, Retry, StaticToken};
use sample::User;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

const TOKEN: &str = "top-secret-token";
/// How long an attempt may take here.
const ATTEMPT: Duration = Duration::from_millis(1000);

/// What the service does with the first connection.
#[derive(Clone)]
enum Act {
    /// Closes it before it reads anything.
    Closes,
    /// Reads the request, writes this, and closes.
    Writes(String),
    /// Reads the request, writes this, and is silent.
    Stalls(&'static str),
}

/// What comes of it.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Outcome {
    /// The service cannot have acted, or says so: every call recovers.
    Recovers,
    /// The service may have acted: what may be done twice recovers, the rest is an error of this kind.
    Lost(ErrorKind),
    /// An error of this kind for every call.
    Fails(ErrorKind),
    /// The body cannot be had: as lost, but a call that reads it piece by piece has its head already.
    BodyLost(ErrorKind),
    /// The body is not what was to come: of no interest to a call that takes any body or none.
    BodyBad,
}

fn answer(status: u16, headers: &[(&str, &str)], body: &str) -> Act {
    let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let length = body.len();
    Act::Writes(format!("HTTP/1.1 {status} X\r\nconnection: close\r\ncontent-length: {length}\r\n{headers}\r\n{body}"))
}

fn faults(foreign: &str) -> Vec<(&'static str, Act, Outcome)> {
    use ErrorKind::{Connection, Redirect, Service, Timeout};
    use Outcome::{BodyBad, BodyLost, Fails, Lost, Recovers};
    let writes = |text: &str| Act::Writes(text.to_owned());
    let error = r#"{"error":{"code":"c","message":"m"}}"#;
    vec![
        ("closed before the request", Act::Closes, Lost(Connection)),
        ("closed after the request", writes(""), Lost(Connection)),
        ("closed in the status line", writes("HTTP/1.1 20"), Lost(Connection)),
        ("closed in the headers", writes("HTTP/1.1 200 OK\r\ncontent-ty"), Lost(Connection)),
        ("no HTTP", writes("\u{15}\u{3}\u{1}\0\u{2}\u{2}P"), Lost(Connection)),
        ("silent after the request", Act::Stalls(""), Lost(Timeout)),
        ("silent in the headers", Act::Stalls("HTTP/1.1 200 OK\r\ncontent-le"), Lost(Timeout)),
        ("silent in the body", Act::Stalls("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{\"id\""), BodyLost(Timeout)),
        ("closed in the body", writes("HTTP/1.1 200 OK\r\ncontent-length: 90\r\n\r\n{\"id\":"), BodyLost(Connection)),
        (
            "closed in a chunk",
            writes("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n9\r\n{\"id\""),
            BodyLost(Connection),
        ),
        (
            "no last chunk",
            writes("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n"),
            BodyLost(Connection),
        ),
        (
            "bad chunk",
            writes("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n"),
            BodyLost(Connection),
        ),
        ("length too short", writes("HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n{\"id\":\"1\"}"), BodyBad),
        ("429", answer(429, &[], error), Recovers),
        ("429 with a wait", answer(429, &[("retry-after", "0.05")], error), Recovers),
        ("429 with a day", answer(429, &[("retry-after", "86400")], error), Fails(Service)),
        ("429 with nonsense", answer(429, &[("retry-after", "soon")], error), Recovers),
        ("429 with the past", answer(429, &[("retry-after", "Sun, 06 Nov 1994 08:49:37 GMT")], error), Recovers),
        ("429 with less than nothing", answer(429, &[("retry-after", "-5")], error), Recovers),
        ("503 with a wait", answer(503, &[("retry-after", "0")], error), Recovers),
        ("503", answer(503, &[], error), Lost(Service)),
        ("500", answer(500, &[], error), Lost(Service)),
        ("502 of a proxy", answer(502, &[], "<html>Bad gateway</html>"), Lost(Service)),
        ("504", answer(504, &[("retry-after", "0")], error), Lost(Service)),
        ("501", answer(501, &[], error), Fails(Service)),
        ("403", answer(403, &[], error), Fails(Service)),
        ("half of the JSON", answer(200, &[], "{\"id\":\"1\","), BodyBad),
        ("JSON of another kind", answer(200, &[], "7"), BodyBad),
        ("HTML", answer(200, &[], "<html>Sign in</html>"), BodyBad),
        ("redirect without a target", answer(307, &[], ""), Fails(Redirect)),
        ("redirect in a circle", answer(307, &[("location", "/v1.0/x")], ""), Fails(Redirect)),
        ("redirect elsewhere", answer(307, &[("location", foreign)], ""), Fails(Service)),
    ]
}

#[derive(Clone, Copy, PartialEq, Debug)]
enum Call {
    Get,
    List,
    Bytes,
    Download,
    Post,
    Patch,
    Put,
    Delete,
}

const CALLS: [Call; 8] =
    [Call::Get, Call::List, Call::Bytes, Call::Download, Call::Post, Call::Patch, Call::Put, Call::Delete];

impl Call {
    fn method(self) -> Method {
        match self {
            Self::Get | Self::List | Self::Bytes | Self::Download => Method::Get,
            Self::Post => Method::Post,
            Self::Patch => Method::Patch,
            Self::Put => Method::Put,
            Self::Delete => Method::Delete,
        }
    }

    fn is_idempotent(self) -> bool {
        !matches!(self, Self::Post | Self::Patch)
    }

    /// Whether any body will do.
    fn takes_any_body(self) -> bool {
        matches!(self, Self::Bytes | Self::Download | Self::Delete)
    }

    async fn make(self, client: &Client) -> Result<(), Error> {
        let request: Request<_> = client.raw(self.method(), "/x");
        match self {
            Self::Get => request.send_as::<User>().await.map(|_| ()),
            Self::List => request.stream_as::<User>().try_collect().await.map(|_| ()),
            Self::Bytes => request.send_as::<Bytes>().await.map(|_| ()),
            Self::Download => {
                let mut body = request.send_streaming().await?.body;
                let read = async {
                    while body.next().await?.is_some() {}
                    Ok(())
                };
                let read: Result<_, docbind_runtime::transport::TransportError> =
                    tokio::time::timeout(ATTEMPT, read).await.unwrap_or(Ok(()));
                read.map_err(|error| Error::new(ErrorKind::Connection, error.to_string()))
            }
            Self::Post | Self::Patch | Self::Put => request.json(&1).send_as::<User>().await.map(|_| ()),
            Self::Delete => request.send_as::<()>().await.map(|_| ()),
        }
    }
}

async fn read(stream: &mut TcpStream) -> String {
    let (mut request, mut buffer) = (String::new(), [0; 4096]);
    while !request.contains("\r\n\r\n") || (request.contains("content-length: 1") && !request.ends_with('1')) {
        match stream.read(&mut buffer).await {
            Ok(count) if count > 0 => request.push_str(&String::from_utf8_lossy(&buffer[..count])),
            _ => break,
        }
    }
    request
}

/// A service that acts once, is well afterwards, and notes what it was sent.
async fn service(act: Act) -> (String, Arc<Mutex<Vec<String>>>) {
    serve(act, r#"{"id":"1","value":[]}"#, 200).await
}

async fn serve(act: Act, body: &'static str, status: u16) -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let log = Arc::<Mutex<Vec<String>>>::default();
    let requests = Arc::clone(&log);
    tokio::spawn(async move {
        let (mut act, mut silent) = (Some(act), Vec::new());
        loop {
            let Ok((mut stream, _)) = listener.accept().await else { return };
            if let Some(Act::Closes) = act {
                act = None;
                requests.lock().unwrap().push(String::new());
                continue;
            }
            let request = read(&mut stream).await;
            requests.lock().unwrap().push(request);
            let text = match act.take() {
                Some(Act::Writes(text)) => text,
                Some(Act::Stalls(text)) => {
                    let _ = stream.write_all(text.as_bytes()).await;
                    silent.push(stream);
                    continue;
                }
                _ => {
                    format!("HTTP/1.1 {status} X\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}", body.len())
                }
            };
            let _ = stream.write_all(text.as_bytes()).await;
            let _ = stream.shutdown().await;
        }
    });
    (url, log)
}

#[tokio::test]
async fn every_call_meets_every_fault() {
    let (foreign, strangers) = serve(answer(404, &[], ""), "", 404).await;
    let foreign = format!("{foreign}/elsewhere?sig=1");
    let all = faults(&foreign);
    assert!(all.len() >= 30);
    // One transport for all: setting TLS up takes longer than most calls.
    let transport = Reqwest::new().unwrap();
    let mut wrong = Vec::new();
    for (name, act, outcome) in all {
        // The calls of a fault at once: some of them have to wait.
        let calls = CALLS.map(|call| tokio::spawn(meet(name, act.clone(), outcome, call, transport.clone())));
        for call in calls {
            wrong.extend(call.await.unwrap());
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let strangers = strangers.lock().unwrap();
    assert!(!strangers.is_empty() && strangers.iter().all(|request| !request.contains(TOKEN)));
}

/// Makes a call that meets a fault; what is wrong about how it ends.
async fn meet(name: &str, act: Act, outcome: Outcome, call: Call, transport: Reqwest) -> Option<String> {
    let (url, log) = service(act).await;
    let client = Client::builder(&format!("{url}/v1.0"))
        .token_provider(StaticToken::new(TOKEN))
        .retry(Retry::default().base(Duration::from_millis(2)))
        .attempt_timeout(ATTEMPT)
        .transport(transport)
        .build()
        .unwrap();
    let result = call.make(&client).await;
    let (lost, kind) = match outcome {
        Outcome::Recovers => (false, None),
        Outcome::Lost(kind) => (!call.is_idempotent(), Some(kind)),
        Outcome::Fails(kind) => (true, Some(kind)),
        // The time of an attempt is over with its head; the silence is this test's own to end.
        Outcome::BodyLost(ErrorKind::Timeout) if call == Call::Download => (false, None),
        Outcome::BodyLost(kind) if call == Call::Download => (true, Some(kind)),
        Outcome::BodyLost(kind) => (!call.is_idempotent(), Some(kind)),
        Outcome::BodyBad => (!call.takes_any_body(), Some(ErrorKind::Decode)),
    };
    let found = result.as_ref().err().map(Error::kind);
    let expected = if lost { kind } else { None };
    let has_head = matches!(outcome, Outcome::BodyLost(_)) && call == Call::Download;
    let times = if lost || has_head || outcome == Outcome::BodyBad { 1 } else { 2 };
    let requests = log.lock().unwrap().clone();
    if let Err(error) = &result {
        assert!(!format!("{error} {error:?}").contains(TOKEN), "{name}, {call:?}");
    }
    for request in requests.iter().filter(|request| !request.is_empty()) {
        assert_eq!(request.matches(TOKEN).count(), 1, "{name}, {call:?}");
    }
    let sent = requests.len();
    let is_right = found == expected && sent == times;
    (!is_right).then(|| format!("{name}, {call:?}: {found:?} after {sent}, expected {expected:?} after {times}"))
}
