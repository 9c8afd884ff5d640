//! The same day in a program that is not asynchronous: `.wait()` in place of `.await`, `for` in place of streams.

use std::path::Path;
use std::sync::{Arc, Mutex};

use docbind_runtime::Change;
use docbind_runtime::blocking::wait;
use graph_v1::Client;
use graph_v1::me::{PostDriveItemsCopyBody, PostDriveRootByPathCreateUploadSessionBody};
use graph_v1::models::{DriveItem, DriveItemUploadableProperties, ItemReference, User};
use graph_v1::prelude::*;
use graph_v1::runtime::model::Json;
use graph_v1::runtime::{DeltaLink, Identity};

use crate::day::{ADA, Outcome, PLAN, look_before_leaping};

/// The whole day, as a report of what was done.
///
/// # Errors
/// When a task fails that is not to.
pub fn spend(graph: &Client, folder: &Path) -> Outcome<Vec<String>> {
    let mut report = vec![read_the_directory(graph)?];
    let (first, link) = follow_users(graph, None)?;
    let (second, _) = follow_users(graph, Some(link))?;
    report.extend([first, second]);
    report.push(change_a_user(graph)?);
    report.push(ask_many_things_at_once(graph)?);
    report.push(upload_a_plan(graph, vec![0x5A; 10 << 20])?);
    report.push(download_a_plan(graph, &folder.join("berths.xlsx"))?);
    report.push(copy_a_plan(graph)?);
    report.push(look_before_leaping(graph)?);
    report.push(be_refused(graph));
    Ok(report)
}

/// Lists with a filter; pages are asked for as they are used up.
fn read_the_directory(graph: &Client) -> Outcome<String> {
    let users = graph
        .users()
        .list()
        .select((User::DISPLAY_NAME, User::MAIL))
        .filter(User::DISPLAY_NAME.starts_with("A").and(User::ACCOUNT_ENABLED.eq(true)))
        .top(2)
        .stream();
    let mut names = Vec::new();
    for user in users {
        names.extend(user?.display_name);
    }
    Ok(format!("listed {}", names.join(", ")))
}

/// Gets what has changed since the last round, and the link that the next one begins with.
fn follow_users(graph: &Client, kept: Option<String>) -> Outcome<(String, String)> {
    let mut request = graph.users().delta().list().select(User::DISPLAY_NAME);
    if let Some(kept) = kept {
        let link: DeltaLink = serde_json::from_str(&kept)?;
        request = request.resume(&link);
    }
    let mut changes = request.changes().into_iter();
    let mut told = Vec::new();
    for change in changes.by_ref() {
        told.push(match change? {
            Change::Upsert(user) => user.display_name.unwrap_or_default(),
            Change::Removed { id, reason } => format!("{id} removed ({})", reason.unwrap_or_default()),
            _ => continue,
        });
    }
    let link = changes.delta_link().ok_or("a round ends with a link")?;
    Ok((format!("changed: {}", told.join(", ")), serde_json::to_string(&link)?))
}

/// What is not set stays as it is; an explicit null takes the value away.
fn change_a_user(graph: &Client) -> Outcome<String> {
    let ada = Identity::id(ADA);
    let change = User::new().job_title("Harbor master").null(User::MOBILE_PHONE);
    graph.users().by_id(&ada).patch(change).wait()?;
    Ok("changed the title, took the phone away".to_owned())
}

/// 45 requests go as three batches; the one that the service is too busy for is sent again by itself.
fn ask_many_things_at_once(graph: &Client) -> Outcome<String> {
    let mut batch = graph.batch();
    let mut tickets = Vec::new();
    for number in 0..45 {
        tickets.push(batch.add(graph.users().by_id(number.to_string()).get().select(User::DISPLAY_NAME)));
    }
    let mut answers = batch.wait()?;
    let mut found = 0;
    for ticket in tickets {
        let user = answers.take(ticket)?;
        found += usize::from(user.display_name.is_some());
    }
    Ok(format!("asked for 45 users, got {found}"))
}

/// A connection is cut on the way; the service is asked what it has, and the upload goes on there.
fn upload_a_plan(graph: &Client, content: Vec<u8>) -> Outcome<String> {
    let told = Arc::new(Mutex::new(0));
    let tell = Arc::clone(&told);
    let file = DriveItemUploadableProperties::new().name("berths.xlsx").file_size(content.len().try_into()?);
    let session = graph
        .me()
        .drive()
        .root()
        .by_path("plans/berths.xlsx")
        .create_upload_session()
        .post(PostDriveRootByPathCreateUploadSessionBody::new().item(file));
    let mut upload = wait(session.upload::<DriveItem>(content))?.piece(4 << 20).on_progress(move |progress| {
        if let Ok(mut told) = tell.lock() {
            *told = progress.sent;
        }
    });
    let item = upload.wait()?;
    let told = told.lock().map_or(0, |told| *told);
    Ok(format!("uploaded {} of {told} bytes", item.name.unwrap_or_default()))
}

/// A file goes to the disk piece by piece, and goes on where it was cut off.
fn download_a_plan(graph: &Client, path: &Path) -> Outcome<String> {
    let length = wait(graph.me().drive().items().by_id(PLAN).content().get().download().save(path))?;
    Ok(format!("downloaded {length} bytes"))
}

/// The copy is made in the background, and followed to its end.
fn copy_a_plan(graph: &Client) -> Outcome<String> {
    let folder = ItemReference::new().id("01HARBORFOLDER2");
    let copy = PostDriveItemsCopyBody::new().parent_reference(folder).name("berths (copy).xlsx");
    let finished = graph.me().drive().items().by_id(PLAN).copy().post(copy).poller::<Json>().wait()?;
    Ok(format!("copied to {}", finished.resource_id.unwrap_or_default()))
}

/// A refusal names the permissions that the page documents, which the service does not say.
fn be_refused(graph: &Client) -> String {
    match graph.groups().list().wait() {
        Ok(_) => "was not refused".to_owned(),
        Err(error) => format!("refused: {error}"),
    }
}
