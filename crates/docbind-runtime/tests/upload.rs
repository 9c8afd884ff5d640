//! Upload sessions and downloads: statements 43 to 51.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a failed expectation is the point")]

mod sample;
mod service;

use std::sync::{Arc, Mutex};

use docbind_runtime::bytes::Bytes;
use docbind_runtime::http::Request;
use docbind_runtime::model::{Json, Model, json};
use docbind_runtime::{Client, ErrorKind, Method, Upload, UploadState};
use sample::User;
use service::{Reply, Service, reply, response};

const UNIT: usize = 320 * 1024;
const SESSION: &str = "https://up.example.net/session/7?tempauth=hidden";

/// A service that takes pieces as the real ones do, with faults put between.
#[derive(Clone, Default)]
struct Drive(Arc<Mutex<File>>);

#[derive(Default)]
struct File {
    bytes: Vec<u8>,
    faults: Vec<Fault>,
    cancelled: bool,
}

#[derive(Clone, Copy, PartialEq)]
enum Fault {
    None,
    /// The connection is cut before anything arrives.
    Lost,
    /// Some of the piece arrives, then the connection is cut.
    Half,
    /// All of the piece arrives, and the answer is lost.
    Unheard,
    Status(u16),
    /// The service forgets the last bytes that it had.
    Forgets,
}

impl Drive {
    fn service(&self) -> Service {
        let drive = self.clone();
        Service::new(move |request| drive.answer(request))
    }

    fn answer(&self, request: &Request<Bytes>) -> Reply {
        let mut file = self.0.lock().unwrap();
        let have = file.bytes.len();
        let status =
            |status, have: usize| reply(status, &[], &json!({"nextExpectedRanges": [format!("{have}-")]}).to_string());
        match request.method().as_str() {
            "GET" => return status(200, have),
            "DELETE" => {
                file.cancelled = true;
                return reply(204, &[], "");
            }
            _ => {}
        }
        let Some(range) = request.headers().get("content-range") else {
            return reply(201, &[], r#"{"id":"empty"}"#);
        };
        let range = range.to_str().unwrap().strip_prefix("bytes ").unwrap();
        let (place, total) = range.split_once('/').unwrap();
        let (start, end) = place.split_once('-').unwrap();
        let (start, end, total): (usize, usize, usize) =
            (start.parse().unwrap(), end.parse().unwrap(), total.parse().unwrap());
        assert_eq!(request.body().len(), end - start + 1);
        let fault = file.faults.pop().unwrap_or(Fault::None);
        if start > have {
            return reply(416, &[], "");
        }
        let take = |file: &mut File, bytes: &[u8]| {
            let new = bytes.get(have - start..).unwrap_or_default();
            file.bytes.extend_from_slice(new);
        };
        match fault {
            Fault::Lost => return Reply::Fails,
            Fault::Half if end + 1 < total => {
                take(&mut file, &request.body()[..request.body().len() / 2]);
                return Reply::Fails;
            }
            Fault::Unheard if end + 1 < total => {
                take(&mut file, request.body());
                return Reply::Fails;
            }
            Fault::Status(status) => return reply(status, &[("retry-after", "0")], ""),
            Fault::Forgets if have > 1000 => {
                file.bytes.truncate(have - 1000);
                return status(202, have - 1000);
            }
            _ => {}
        }
        take(&mut file, request.body());
        let have = file.bytes.len();
        if have == total { reply(201, &[], r#"{"id":"whole"}"#) } else { status(202, have) }
    }
}

fn content(length: usize, seed: u64) -> Vec<u8> {
    let mut random = fastrand::Rng::with_seed(seed);
    std::iter::repeat_with(|| random.u8(..)).take(length).collect()
}

fn upload(client: &Client, bytes: Vec<u8>) -> Upload<Json> {
    let session = User::new().with("uploadUrl", SESSION).with("nextExpectedRanges", json!(["0-"]));
    Upload::into_session(client, &session, bytes).unwrap()
}

#[tokio::test]
async fn pieces_go_in_order_with_their_places_and_without_a_token() {
    let drive = Drive::default();
    let service = drive.service();
    let bytes = content(2 * UNIT + 17, 1);
    let told = Arc::new(Mutex::new(Vec::new()));
    let seen = told.clone();
    let mut upload = upload(&service.client(), bytes.clone())
        .piece(UNIT + 5)
        .on_progress(move |progress| seen.lock().unwrap().push((progress.sent, progress.length)));
    assert!(!format!("{upload:?} {:?}", upload.state()).contains("hidden"));
    assert_eq!(upload.send().await.unwrap()["id"], "whole");
    assert_eq!(drive.0.lock().unwrap().bytes, bytes);
    let total = bytes.len();
    let places: Vec<String> = service
        .requests()
        .iter()
        .map(|request| request.headers()["content-range"].to_str().unwrap().to_owned())
        .collect();
    let last = UNIT - 1;
    assert_eq!(
        places,
        [
            format!("bytes 0-{last}/{total}"),
            format!("bytes {UNIT}-{}/{total}", 2 * UNIT - 1),
            format!("bytes {}-{}/{total}", 2 * UNIT, total - 1),
        ]
    );
    for request in service.requests() {
        assert!(!request.headers().contains_key("authorization"));
        assert!(!request.headers().contains_key("content-encoding"));
    }
    let total = total as u64;
    assert_eq!(*told.lock().unwrap(), [(UNIT as u64, total), (2 * UNIT as u64, total), (total, total)]);
}

#[tokio::test]
async fn files_of_no_byte_and_of_one_byte_are_uploaded() {
    let drive = Drive::default();
    let service = drive.service();
    assert_eq!(upload(&service.client(), Vec::new()).send().await.unwrap()["id"], "empty");
    assert!(!service.requests()[0].headers().contains_key("content-range"));
    assert_eq!(upload(&service.client(), vec![7]).send().await.unwrap()["id"], "whole");
    assert_eq!(drive.0.lock().unwrap().bytes, [7]);
}

#[tokio::test]
async fn after_two_hundred_schedules_of_faults_the_file_is_the_same() {
    for seed in 0..200 {
        let mut random = fastrand::Rng::with_seed(seed);
        let bytes = content(random.usize(1..4 * UNIT), seed);
        let faults = [
            Fault::None,
            Fault::Lost,
            Fault::Half,
            Fault::Unheard,
            Fault::Status(500),
            Fault::Status(503),
            Fault::Status(429),
            Fault::Forgets,
        ];
        let drive = Drive::default();
        // Never more faults in a row than attempts are made.
        drive.0.lock().unwrap().faults = (0..9)
            .map(|place| if place % 3 == 0 { Fault::None } else { faults[random.usize(..faults.len())] })
            .collect();
        let service = drive.service();
        let item = upload(&service.client(), bytes.clone()).piece(UNIT).send().await;
        assert_eq!(item.unwrap()["id"], "whole", "schedule {seed}");
        assert!(drive.0.lock().unwrap().bytes == bytes, "schedule {seed}");
    }
}

#[tokio::test]
async fn a_stored_state_goes_on_elsewhere() {
    let drive = Drive::default();
    drive.0.lock().unwrap().faults = vec![Fault::Status(400), Fault::None];
    let service = drive.service();
    let bytes = content(3 * UNIT, 3);
    let mut first = upload(&service.client(), bytes.clone()).piece(UNIT);
    assert_eq!(first.send().await.unwrap_err().status().unwrap(), 400);
    let stored = serde_json::to_string(&first.state()).unwrap();
    drop(first);

    let state: UploadState = serde_json::from_str(&stored).unwrap();
    let client = service.client();
    let shorter = Upload::<Json>::resume(&client, &state, vec![0]).unwrap_err();
    assert_eq!(shorter.kind(), ErrorKind::Request);
    let mut second = Upload::<Json>::resume(&client, &state, bytes.clone()).unwrap();
    assert_eq!(second.send().await.unwrap()["id"], "whole");
    assert_eq!(drive.0.lock().unwrap().bytes, bytes);
    let lines = service.lines();
    assert_eq!(lines[2], format!("GET {SESSION}"));
}

#[tokio::test]
async fn a_range_that_does_not_fit_is_asked_about() {
    let mut answers = vec![
        reply(201, &[], r#"{"id":"whole"}"#),
        reply(200, &[], r#"{"nextExpectedRanges":["5-9"]}"#),
        reply(416, &[], ""),
    ];
    let service = Service::new(move |_| answers.pop().unwrap());
    upload(&service.client(), content(20, 4)).send().await.unwrap();
    let last = &service.requests()[2];
    assert_eq!(last.headers()["content-range"], "bytes 5-9/20");
}

#[tokio::test]
async fn a_session_that_is_gone_is_an_error_of_its_own() {
    let service = Service::script([reply(404, &[], "")]);
    let error = upload(&service.client(), vec![1]).send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::SessionGone);
    assert_eq!(service.requests().len(), 1);
}

#[tokio::test]
async fn an_upload_can_be_given_up() {
    let drive = Drive::default();
    let service = drive.service();
    upload(&service.client(), vec![1]).cancel().await.unwrap();
    assert!(drive.0.lock().unwrap().cancelled);
    assert!(!service.requests()[0].headers().contains_key("authorization"));
}

#[tokio::test]
async fn a_session_over_http_is_refused() {
    let service = Service::script([]);
    let session = User::new().with("uploadUrl", "http://up.example.net/7");
    let error = Upload::<Json>::into_session(&service.client(), &session, vec![1]).unwrap().send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Request);
}

const STORE: &str = "https://files.example.net/7?tempauth=hidden";

#[tokio::test]
async fn a_download_goes_on_where_it_was_cut_off() {
    let whole = content(1000, 5);
    let bytes = whole.clone();
    let mut cuts = 2;
    let service = Service::new(move |request| {
        if request.uri().host() == Some("graph.example.com") {
            return reply(302, &[("location", STORE)], "");
        }
        assert!(!request.headers().contains_key("authorization"));
        let start = request.headers().get("range").map_or(0, |range| {
            assert_eq!(request.headers()["if-range"], "\"v1\"");
            range.to_str().unwrap().trim_start_matches("bytes=").trim_end_matches('-').parse::<usize>().unwrap()
        });
        let length = (1000 - start).to_string();
        let place = format!("bytes {start}-999/1000");
        let headers: &[_] = &[("etag", "\"v1\""), ("content-length", &length), ("content-range", &place)];
        let headers = if start == 0 { &headers[..2] } else { headers };
        let status = if start == 0 { 200 } else { 206 };
        if cuts > 0 {
            cuts -= 1;
            return Reply::Cut(response(status, headers, &bytes[start..start + 300]));
        }
        Reply::Answer(response(status, headers, &bytes[start..]))
    });
    let path = std::env::temp_dir().join(format!("docbind-download-{}", std::process::id()));
    let download = service.client().raw(Method::Get, "/me/drive/items/7/content").download();
    assert_eq!(download.save(&path).await.unwrap(), 1000);
    assert!(std::fs::read(&path).unwrap() == whole);
    std::fs::remove_file(path).unwrap();
}

#[tokio::test]
async fn a_short_body_is_an_error_and_so_is_another_version() {
    let cut = |version: &str| Reply::Cut(response(200, &[("etag", version), ("content-length", "10")], b"01234"));
    let other = response(200, &[("etag", "\"v2\""), ("content-length", "10")], b"abcdefghij");
    let service = Service::script([cut("\"v1\""), Reply::Answer(other)]);
    let mut download = service.client().raw(Method::Get, "/content").download();
    assert_eq!(download.next().await.unwrap().unwrap(), "01234");
    assert_eq!(download.next().await.unwrap_err().kind(), ErrorKind::Service);

    let weak = Reply::Answer(response(200, &[("content-length", "10")], b"01234"));
    let service = Service::script([weak]);
    let mut download = service.client().raw(Method::Get, "/content").download();
    download.next().await.unwrap();
    assert_eq!(download.next().await.unwrap_err().kind(), ErrorKind::Connection);
}
