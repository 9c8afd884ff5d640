//! What an upload reads from: files, and readers that give their bytes once.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a failed expectation is the point of a test"
)]

mod service;

use std::io::ErrorKind;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use docbind_runtime::model::{Json, json};
use docbind_runtime::{FileSource, ReaderSource, Upload, UploadSource, UploadState};
use service::{Reply, Service, reply};
use tokio::io::AsyncWriteExt as _;

const UNIT: usize = 320 * 1024;

/// A file that is removed at the end of its test.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str, content: &[u8]) -> Self {
        let path = std::env::temp_dir().join(format!("docbind-{name}-{}", std::process::id()));
        std::fs::write(&path, content).unwrap();
        Self(path)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

fn content(length: usize) -> Vec<u8> {
    let mut random = fastrand::Rng::with_seed(7);
    std::iter::repeat_with(|| random.u8(..)).take(length).collect()
}

/// A session that has `have` already and loses every second piece on the way there.
fn session(have: &[u8]) -> (Service, Arc<Mutex<Vec<u8>>>) {
    let file = Arc::new(Mutex::new(have.to_vec()));
    let (kept, mut is_lost) = (file.clone(), false);
    let service = Service::new(move |request| {
        let mut kept = kept.lock().unwrap();
        let status = |status, have: usize| {
            let missing = json!({ "nextExpectedRanges": [format!("{have}-")] });
            reply(status, &[], &missing.to_string())
        };
        if request.method() == "GET" {
            return status(200, kept.len());
        }
        is_lost = !is_lost;
        if is_lost {
            return Reply::Fails;
        }
        let range = request.headers().get("content-range").unwrap().to_str().unwrap();
        let (place, total) = range.strip_prefix("bytes ").unwrap().split_once('/').unwrap();
        assert_eq!(place.split('-').next().unwrap(), kept.len().to_string());
        kept.extend_from_slice(request.body());
        match kept.len().to_string() == total {
            true => reply(201, &[], r#"{"id":"whole"}"#),
            false => status(202, kept.len()),
        }
    });
    (service, file)
}

async fn finish(source: impl UploadSource + 'static, have: &[u8]) -> Vec<u8> {
    let (service, file) = session(have);
    let stored = json!({ "uploadUrl": "https://up.example.net/session/7", "length": source.length() });
    let state: UploadState = serde_json::from_value(stored).unwrap();
    let mut upload = Upload::<Json>::resume(&service.client(), &state, source).unwrap().piece(UNIT);
    assert_eq!(upload.send().await.unwrap()["id"], "whole");
    file.lock().unwrap().clone()
}

#[tokio::test]
async fn a_file_and_a_reader_are_uploaded_over_a_bad_line() {
    let whole = content(3 * UNIT + 17);
    let file = Scratch::new("upload", &whole);
    // From the beginning, and where another process stopped: within a piece, too.
    for have in [0, UNIT, 2 * UNIT - 1000] {
        assert!(finish(FileSource::open(&file.0).await.unwrap(), &whole[..have]).await == whole, "file from {have}");
        let reader = tokio::fs::File::open(&file.0).await.unwrap();
        let source = ReaderSource::new(reader, whole.len() as u64);
        assert!(finish(source, &whole[..have]).await == whole, "reader from {have}");
    }
}

#[tokio::test]
async fn a_file_gives_any_bytes_in_any_order() {
    let whole = content(1000);
    let file = Scratch::new("file-source", &whole);
    let mut source = FileSource::open(&file.0).await.unwrap();
    assert_eq!(source.length(), 1000);
    for (start, length) in [(990, 10), (0, 1000), (500, 1), (7, 0)] {
        let end = start + length;
        assert_eq!(source.read(start as u64, length).await.unwrap(), whole[start..end]);
    }
    // A file that became shorter since is no file of zeros.
    std::fs::write(&file.0, &whole[..900]).unwrap();
    assert_eq!(source.read(890, 20).await.unwrap_err().kind(), ErrorKind::UnexpectedEof);
    let missing = FileSource::open(file.0.with_extension("missing")).await.unwrap_err();
    assert_eq!(missing.kind(), ErrorKind::NotFound);
}

#[tokio::test]
async fn a_reader_gives_its_last_piece_again_and_nothing_before_it() {
    let whole = content(100);
    let mut source = ReaderSource::new(whole.as_slice(), 100);
    assert_eq!(source.length(), 100);
    for (start, length) in [(0, 10), (0, 10), (0, 4), (4, 10), (14, 6), (16, 24), (16, 2), (90, 10)] {
        let end = start + length;
        assert_eq!(source.read(start as u64, length).await.unwrap(), whole[start..end], "{start}-{end}");
    }
    assert_eq!(source.read(16, 1).await.unwrap_err().kind(), ErrorKind::Other);
}

#[tokio::test]
async fn a_reader_that_ends_too_early_is_an_error() {
    let mut source = ReaderSource::new([1_u8, 2, 3].as_slice(), 5);
    assert_eq!(source.read(0, 5).await.unwrap_err().kind(), ErrorKind::UnexpectedEof);
    assert_eq!(source.read(4, 1).await.unwrap_err().kind(), ErrorKind::UnexpectedEof);
}

#[tokio::test]
async fn what_was_read_when_an_upload_was_dropped_is_not_lost() {
    let (reader, mut writer) = tokio::io::duplex(64);
    let mut source = ReaderSource::new(reader, 10);
    writer.write_all(b"01234").await.unwrap();
    {
        let mut reading = source.read(0, 8);
        let mut cx = std::task::Context::from_waker(std::task::Waker::noop());
        assert!(reading.as_mut().poll(&mut cx).is_pending());
    }
    // The reader has more than the source says: a shift of what it gives would not be seen by the length.
    writer.write_all(b"56789abcdef").await.unwrap();
    assert_eq!(source.read(0, 8).await.unwrap(), "01234567");
    assert_eq!(source.read(8, 2).await.unwrap(), "89");
}
