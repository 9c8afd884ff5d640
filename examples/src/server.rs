//! A server on this machine that answers as the service does, faults included: two origins, one that wants a token and
//! one, for files, that must never see it.

use std::collections::HashMap;
use std::io;
use std::sync::{Arc, Mutex};

use docbind_runtime::StaticToken;
use graph_v1::Client;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// The server, and what it has seen.
pub struct Office {
    base_url: String,
    seen: Arc<Mutex<Seen>>,
}

/// What came in.
#[derive(Default)]
pub struct Seen {
    /// `GET /v1.0/users`, in their order.
    pub lines: Vec<String>,
    /// The bodies of changes.
    pub changes: Vec<Value>,
    /// The file that was uploaded.
    pub uploaded: Vec<u8>,
    /// Whether the origin for files got a token.
    pub leaked: bool,
    faults: HashMap<&'static str, u32>,
}

struct Asked {
    method: String,
    target: String,
    headers: HashMap<String, String>,
    body: Vec<u8>,
}

#[derive(Default)]
struct Answer {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: Vec<u8>,
    /// How much of the body is sent before the connection is cut.
    cut: Option<usize>,
}

/// Starts both origins.
///
/// # Errors
/// When there is no port for them.
pub async fn start() -> io::Result<Office> {
    let (graph, files) = (TcpListener::bind("127.0.0.1:0").await?, TcpListener::bind("127.0.0.1:0").await?);
    let base_url = format!("http://{}/v1.0", graph.local_addr()?);
    let store = format!("http://{}", files.local_addr()?);
    let seen = Arc::new(Mutex::new(Seen::default()));
    let place = (base_url.clone(), store);
    for (listener, is_store) in [(graph, false), (files, true)] {
        let (seen, place) = (Arc::clone(&seen), place.clone());
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (seen, place) = (Arc::clone(&seen), place.clone());
                tokio::spawn(async move { serve(stream, &seen, &place, is_store).await });
            }
        });
    }
    Ok(Office { base_url, seen })
}

impl Office {
    /// A client for it.
    pub fn client(&self) -> Client {
        Client::with_base_url(&self.base_url, StaticToken::new("fake-token"))
    }

    /// What the server has seen so far.
    ///
    /// # Panics
    /// Never, as long as no handler does.
    pub fn seen<T>(&self, look: impl FnOnce(&Seen) -> T) -> T {
        look(&self.seen.lock().unwrap_or_else(std::sync::PoisonError::into_inner))
    }
}

async fn serve(stream: TcpStream, seen: &Mutex<Seen>, place: &(String, String), is_store: bool) -> io::Result<()> {
    let mut stream = BufReader::new(stream);
    while let Some(asked) = read(&mut stream).await? {
        let answer = {
            let mut seen = seen.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            seen.lines.push(format!("{} {}", asked.method, asked.target));
            match is_store {
                true => store(&mut seen, &asked),
                false => graph(&mut seen, &asked, place),
            }
        };
        let mut head = format!("HTTP/1.1 {} -\r\ncontent-length: {}\r\n", answer.status, answer.body.len());
        for (name, value) in &answer.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str("\r\n");
        if answer.cut != Some(0) {
            stream.write_all(head.as_bytes()).await?;
            let end = answer.cut.unwrap_or(answer.body.len());
            stream.write_all(answer.body.get(..end).unwrap_or_default()).await?;
            stream.flush().await?;
        }
        if answer.cut.is_some() {
            return Ok(());
        }
    }
    Ok(())
}

async fn read(stream: &mut BufReader<TcpStream>) -> io::Result<Option<Asked>> {
    let mut line = String::new();
    if stream.read_line(&mut line).await? == 0 {
        return Ok(None);
    }
    let mut words = line.split_whitespace().map(str::to_owned);
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let mut headers = HashMap::new();
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).await?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
    }
    let length = headers.get("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await?;
    Ok(Some(Asked { method, target, headers, body }))
}

fn ok(body: &Value) -> Answer {
    Answer { status: 200, body: body.to_string().into(), ..Answer::default() }
}

fn empty(status: u16, headers: Vec<(&'static str, String)>) -> Answer {
    Answer { status, headers, ..Answer::default() }
}

/// Whether something happens for the first time.
fn is_first(seen: &mut Seen, what: &'static str) -> bool {
    let count = seen.faults.entry(what).or_default();
    *count += 1;
    *count == 1
}

fn graph(seen: &mut Seen, asked: &Asked, (base, store): &(String, String)) -> Answer {
    if asked.headers.get("authorization").map(String::as_str) != Some("Bearer fake-token") {
        return empty(401, Vec::new());
    }
    let (path, query) = asked.target.split_once('?').unwrap_or((&asked.target, ""));
    match (asked.method.as_str(), path) {
        ("GET", "/v1.0/users") if query.contains("skiptoken") => ok(&json!({"value": [{"displayName": "Amos"}]})),
        ("GET", "/v1.0/users") => ok(&json!({
            "value": [{"displayName": "Ada"}, {"displayName": "Ari"}],
            "@odata.nextLink": format!("{base}/users?$skiptoken=2"),
        })),
        ("GET", "/v1.0/users/delta") => {
            let value = match query.contains("deltatoken") {
                true => json!([{"id": "7", "@removed": {"reason": "deleted"}}]),
                false => json!([{"id": "1", "displayName": "Ada"}, {"id": "7", "displayName": "Ben"}]),
            };
            ok(&json!({"value": value, "@odata.deltaLink": format!("{base}/users/delta?$deltatoken=next")}))
        }
        ("PATCH", _) => {
            seen.changes.push(serde_json::from_slice(&asked.body).unwrap_or_default());
            empty(204, Vec::new())
        }
        ("POST", "/v1.0/$batch") => batch(seen, &asked.body),
        ("POST", _) if path.ends_with("/createUploadSession") => {
            ok(&json!({"uploadUrl": format!("{store}/upload?tempauth=fake"), "nextExpectedRanges": ["0-"]}))
        }
        ("GET", _) if path.ends_with("/content") => {
            empty(302, vec![("location", format!("{store}/download?tempauth=fake"))])
        }
        ("POST", _) if path.ends_with("/copy") => empty(202, vec![("location", format!("{store}/monitor?token=fake"))]),
        ("GET", "/v1.0/groups") => Answer {
            status: 403,
            ..ok(&json!({"error": {"code": "Authorization_RequestDenied", "message": "Insufficient privileges."}}))
        },
        _ => empty(404, Vec::new()),
    }
}

fn batch(seen: &mut Seen, body: &[u8]) -> Answer {
    let asked: Value = serde_json::from_slice(body).unwrap_or_default();
    let steps = asked.get("requests").and_then(Value::as_array).cloned().unwrap_or_default();
    let mut responses = Vec::new();
    for step in steps {
        let id = step.get("id").cloned().unwrap_or_default();
        let busy = id == "7" && is_first(seen, "busy");
        responses.push(match busy {
            true => json!({"id": id, "status": 429, "headers": {"Retry-After": "0"}}),
            false => json!({"id": id, "status": 200, "body": {"displayName": format!("User {id}")}}),
        });
    }
    ok(&json!({"responses": responses}))
}

/// What the file that is downloaded holds.
fn plan() -> Vec<u8> {
    (0..100_000_u32).flat_map(u32::to_le_bytes).collect()
}

fn store(seen: &mut Seen, asked: &Asked) -> Answer {
    seen.leaked |= asked.headers.contains_key("authorization");
    let path = asked.target.split('?').next().unwrap_or_default();
    match (asked.method.as_str(), path) {
        ("GET", "/upload") => ok(&json!({"nextExpectedRanges": [format!("{}-", seen.uploaded.len())]})),
        ("PUT", "/upload") => upload(seen, asked),
        ("GET", "/download") => {
            let start = asked.headers.get("range").and_then(|range| range.strip_prefix("bytes="));
            let start: usize = start.and_then(|range| range.trim_end_matches('-').parse().ok()).unwrap_or(0);
            let whole = plan();
            let mut headers = vec![("etag", "\"plan\"".to_owned())];
            if start > 0 {
                headers.push(("content-range", format!("bytes {start}-{}/{}", whole.len() - 1, whole.len())));
            }
            let body = whole.get(start..).unwrap_or_default().to_vec();
            let cut = is_first(seen, "download").then_some(150_000);
            Answer { status: if start > 0 { 206 } else { 200 }, headers, body, cut }
        }
        ("GET", "/monitor") if is_first(seen, "monitor") => Answer {
            status: 202,
            headers: vec![("retry-after", "0".to_owned())],
            ..ok(&json!({"status": "inProgress", "percentageComplete": 40.0}))
        },
        ("GET", "/monitor") => ok(&json!({"status": "completed", "resourceId": "01HARBORCOPY8"})),
        _ => empty(404, Vec::new()),
    }
}

/// Takes a piece; of the second one only half arrives.
fn upload(seen: &mut Seen, asked: &Asked) -> Answer {
    let range = asked.headers.get("content-range").and_then(|range| range.strip_prefix("bytes "));
    let (place, total) = range.and_then(|range| range.split_once('/')).unwrap_or(("0-0", "0"));
    let start: usize = place.split('-').next().and_then(|start| start.parse().ok()).unwrap_or(0);
    if start != seen.uploaded.len() {
        return empty(416, Vec::new());
    }
    if start > 0 && is_first(seen, "upload") {
        let half = asked.body.get(..asked.body.len() / 2).unwrap_or_default();
        seen.uploaded.extend_from_slice(half);
        return Answer { cut: Some(0), ..Answer::default() };
    }
    seen.uploaded.extend_from_slice(&asked.body);
    match total.parse() == Ok(seen.uploaded.len()) {
        true => Answer { status: 201, ..ok(&json!({"id": "01HARBORPLAN7", "name": "berths.xlsx"})) },
        false => Answer { status: 202, ..ok(&json!({"nextExpectedRanges": [format!("{}-", seen.uploaded.len())]})) },
    }
}

/// The content of the file that the server hands out.
pub fn downloadable() -> Vec<u8> {
    plan()
}
