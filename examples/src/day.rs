//! A day of a Graph user, one function a task.

use std::path::Path;
use std::sync::{Arc, Mutex};

use docbind_runtime::Change;
use graph_v1::Client;
use graph_v1::me::{PostDriveItemsCopyBody, PostDriveRootByPathCreateUploadSessionBody};
use graph_v1::models::{DriveItem, DriveItemUploadableProperties, ItemReference, Message, User};
use graph_v1::prelude::*;
use graph_v1::runtime::model::Json;
use graph_v1::runtime::{DeltaLink, Identity};

/// Whatever can go wrong in a day.
pub type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

pub(crate) const ADA: &str = "4f0c2b1d-8a37-4c56-9e21-7b5d0a6c3f18";
pub(crate) const PLAN: &str = "01HARBORPLAN7";

/// The whole day, as a report of what was done.
///
/// # Errors
/// When a task fails that is not to.
pub async fn spend(graph: &Client, folder: &Path) -> Outcome<Vec<String>> {
    let mut report = vec![read_the_directory(graph).await?];
    let (first, link) = follow_users(graph, None).await?;
    let (second, _) = follow_users(graph, Some(link)).await?;
    report.extend([first, second]);
    report.push(change_a_user(graph).await?);
    report.push(ask_many_things_at_once(graph).await?);
    report.push(upload_a_plan(graph, vec![0x5A; 10 << 20]).await?);
    report.push(download_a_plan(graph, &folder.join("berths.xlsx")).await?);
    report.push(copy_a_plan(graph).await?);
    report.push(look_before_leaping(graph)?);
    report.push(be_refused(graph).await);
    Ok(report)
}

/// Lists with a filter; pages are asked for as they are used up.
async fn read_the_directory(graph: &Client) -> Outcome<String> {
    let mut users = graph
        .users()
        .list()
        .select((User::DISPLAY_NAME, User::MAIL))
        .filter(User::DISPLAY_NAME.starts_with("A").and(User::ACCOUNT_ENABLED.eq(true)))
        .top(2)
        .stream();
    let mut names = Vec::new();
    while let Some(user) = users.try_next().await? {
        names.extend(user.display_name);
    }
    Ok(format!("listed {}", names.join(", ")))
}

/// Gets what has changed since the last round, and the link that the next one begins with.
async fn follow_users(graph: &Client, kept: Option<String>) -> Outcome<(String, String)> {
    let mut request = graph.users().delta().list().select(User::DISPLAY_NAME);
    if let Some(kept) = kept {
        let link: DeltaLink = serde_json::from_str(&kept)?;
        request = request.resume(&link);
    }
    let mut changes = request.changes();
    let mut told = Vec::new();
    while let Some(change) = changes.try_next().await? {
        told.push(match change {
            Change::Upsert(user) => user.display_name.unwrap_or_default(),
            Change::Removed { id, reason } => format!("{id} removed ({})", reason.unwrap_or_default()),
            _ => continue,
        });
    }
    let link = changes.delta_link().ok_or("a round ends with a link")?;
    Ok((format!("changed: {}", told.join(", ")), serde_json::to_string(&link)?))
}

/// What is not set stays as it is; an explicit null takes the value away.
async fn change_a_user(graph: &Client) -> Outcome<String> {
    let ada = Identity::id(ADA);
    let change = User::new().job_title("Harbor master").null(User::MOBILE_PHONE);
    graph.users().by_id(&ada).patch(change).await?;
    Ok("changed the title, took the phone away".to_owned())
}

/// 45 requests go as three batches; the one that the service is too busy for is sent again by itself.
async fn ask_many_things_at_once(graph: &Client) -> Outcome<String> {
    let mut batch = graph.batch();
    let mut tickets = Vec::new();
    for number in 0..45 {
        tickets.push(batch.add(graph.users().by_id(number.to_string()).get().select(User::DISPLAY_NAME)));
    }
    let mut answers = batch.send().await;
    let mut found = 0;
    for ticket in tickets {
        let user = answers.take(ticket)?;
        found += usize::from(user.display_name.is_some());
    }
    Ok(format!("asked for 45 users, got {found}"))
}

/// A connection is cut on the way; the service is asked what it has, and the upload goes on there.
async fn upload_a_plan(graph: &Client, content: Vec<u8>) -> Outcome<String> {
    let told = Arc::new(Mutex::new(0));
    let tell = Arc::clone(&told);
    let file = DriveItemUploadableProperties::new().name("berths.xlsx").file_size(content.len().try_into()?);
    let mut upload = graph
        .me()
        .drive()
        .root()
        .by_path("plans/berths.xlsx")
        .create_upload_session()
        .post(PostDriveRootByPathCreateUploadSessionBody::new().item(file))
        .upload::<DriveItem>(content)
        .await?
        .piece(4 << 20)
        .on_progress(move |progress| {
            if let Ok(mut told) = tell.lock() {
                *told = progress.sent;
            }
        });
    let item = upload.send().await?;
    let told = told.lock().map_or(0, |told| *told);
    Ok(format!("uploaded {} of {told} bytes", item.name.unwrap_or_default()))
}

/// A file goes to the disk piece by piece, and goes on where it was cut off.
async fn download_a_plan(graph: &Client, path: &Path) -> Outcome<String> {
    let length = graph.me().drive().items().by_id(PLAN).content().get().download().save(path).await?;
    Ok(format!("downloaded {length} bytes"))
}

/// The copy is made in the background, and followed to its end.
async fn copy_a_plan(graph: &Client) -> Outcome<String> {
    let folder = ItemReference::new().id("01HARBORFOLDER2");
    let copy = PostDriveItemsCopyBody::new().parent_reference(folder).name("berths (copy).xlsx");
    let finished = graph.me().drive().items().by_id(PLAN).copy().post(copy).poller::<Json>().await?;
    Ok(format!("copied to {}", finished.resource_id.unwrap_or_default()))
}

/// A dry run: what would be sent, which permission it needs, where that is documented.
pub(crate) fn look_before_leaping(graph: &Client) -> Outcome<String> {
    let plan = graph.me().messages().list().select(Message::SUBJECT).filter(Message::IS_READ.eq(false)).plan()?;
    let least = plan.least(Scheme::DelegatedWork).join(" and ");
    Ok(format!("would {} {} with {least}, see {}", plan.method, plan.url, plan.source().unwrap_or_default()))
}

/// A refusal names the permissions that the page documents, which the service does not say.
async fn be_refused(graph: &Client) -> String {
    match graph.groups().list().await {
        Ok(_) => "was not refused".to_owned(),
        Err(error) => format!("refused: {error}"),
    }
}
