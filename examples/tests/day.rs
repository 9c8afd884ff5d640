//! The day goes as it is told, faults and all.

#![allow(clippy::unwrap_used, reason = "a failed expectation is the point")]

use std::path::Path;

use docbind_examples::{blocking, day, server};
use serde_json::json;

#[tokio::test]
async fn the_day_goes_as_planned() {
    let office = server::start().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let report = day::spend(&office.client(), folder.path()).await.unwrap();
    check(&report, &office, folder.path());
}

#[test]
fn the_day_without_async_is_the_same() {
    // The server alone needs a runtime, and somebody who drives it.
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let office = runtime.block_on(server::start()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let report = blocking::spend(&office.client(), folder.path()).unwrap();
    check(&report, &office, folder.path());
}

fn check(report: &[String], office: &server::Office, folder: &Path) {
    let expected = [
        "listed Ada, Ari, Amos",
        "changed: Ada, Ben",
        "changed: 7 removed (deleted)",
        "changed the title, took the phone away",
        "asked for 45 users, got 45",
        "uploaded berths.xlsx of 10485760 bytes",
        "downloaded 400000 bytes",
        "copied to 01HARBORCOPY8",
    ];
    assert_eq!(report.iter().take(expected.len()).collect::<Vec<_>>(), expected);
    let rest = report.get(expected.len()..).unwrap().join("\n");
    assert!(rest.contains("would GET http://127.0.0.1"), "{rest}");
    assert!(rest.contains("with Mail.ReadBasic, see v1.0/api/user-list-messages.md:"), "{rest}");
    assert!(rest.contains("403 Authorization_RequestDenied") && rest.contains("GroupMember.Read.All"), "{rest}");

    assert_eq!(std::fs::read(folder.join("berths.xlsx")).unwrap(), server::downloadable());
    office.seen(|seen| {
        assert!(!seen.leaked, "the origin for files got a token");
        assert!(seen.uploaded == vec![0x5A; 10 << 20], "another file was uploaded");
        assert_eq!(seen.changes, [json!({"jobTitle": "Harbor master", "mobilePhone": null})]);
        let batches = seen.lines.iter().filter(|line| *line == "POST /v1.0/$batch").count();
        assert_eq!(batches, 4, "three batches, and one for what the service was too busy for");
    });
}
