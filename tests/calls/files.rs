//! The calls of the v1.0 pages about files, and of the one about batches.

use graph_v1::Client;
use graph_v1::batch::PostBody;
use graph_v1::me::{PostDriveItemsCopyBody, PostDriveRootByPathCreateUploadSessionBody};
use graph_v1::models::{BatchRequestStep, DriveItem, DriveItemUploadableProperties, ItemReference};
use graph_v1::runtime::model::json;

use crate::{Built, Call};

const DRIVE: &str = "b!harborDrive";
const ITEM: &str = "01HARBORPLAN7";

/// Read an item.
pub fn get_item(graph: &Client) -> Built {
    graph.drives().by_id(DRIVE).items().by_id(ITEM).get().build()
}

/// Read an item by its path.
pub fn get_item_by_path(graph: &Client) -> Built {
    graph.me().drive().root().by_path("plans/berths.xlsx").get().build()
}

/// What the first folder holds.
pub fn list_root(graph: &Client) -> Built {
    graph.me().drive().root().children().list().select((DriveItem::NAME, DriveItem::SIZE)).top(2).build()
}

/// Rename a file.
pub fn rename(graph: &Client) -> Built {
    graph.me().drive().items().by_id(ITEM).patch(DriveItem::new().name("berths-2026.xlsx")).build()
}

/// Delete a file.
pub fn delete_item(graph: &Client) -> Built {
    graph.me().drive().items().by_id(ITEM).delete().build()
}

/// Begin the upload of a large file.
pub fn begin_upload(graph: &Client) -> Built {
    let file = DriveItemUploadableProperties::new().name("berths.xlsx").file_size(10_485_760);
    graph
        .me()
        .drive()
        .root()
        .by_path("plans/berths.xlsx")
        .create_upload_session()
        .post(PostDriveRootByPathCreateUploadSessionBody::new().item(file))
        .build()
}

/// Copy a file to another folder.
pub fn copy(graph: &Client) -> Built {
    let folder = ItemReference::new().drive_id(DRIVE).id("01HARBORFOLDER2");
    graph
        .me()
        .drive()
        .items()
        .by_id(ITEM)
        .copy()
        .post(PostDriveItemsCopyBody::new().parent_reference(folder).name("berths (copy).xlsx"))
        .build()
}

/// Read what is in a file.
pub fn download(graph: &Client) -> Built {
    graph.me().drive().items().by_id(ITEM).content().get().build()
}

/// Write a small file.
pub fn upload_small(graph: &Client) -> Built {
    graph.me().drive().root().by_path("plans/notice.txt").content().put("Berths one to nine are closed.").build()
}

/// Begin to follow a drive.
pub fn follow_drive(graph: &Client) -> Built {
    graph.me().drive().root().delta().list().top(50).build()
}

/// Two requests, one after the other.
pub fn batch(graph: &Client) -> Built {
    let read = BatchRequestStep::new().id("1").method("GET").url("/me?$select=displayName");
    let change = BatchRequestStep::new()
        .id("2")
        .method("PATCH")
        .url("/me")
        .depends_on(["1"])
        .headers(json!({"Content-Type": "application/json"}))
        .body(json!({"jobTitle": "Harbor master"}));
    graph.batch_().post(PostBody::new().requests([read, change])).build()
}

/// Which example each call stands for.
pub const CALLS: &[Call<Client>] = &[
    Call { page: "api/driveitem-get.md", example: "get_drive_item_by_id", build: get_item },
    Call { page: "api/driveitem-get.md", example: "get_drive_item_by_path", build: get_item_by_path },
    Call { page: "api/driveitem-list-children.md", example: "list_children_of_root", build: list_root },
    Call { page: "api/driveitem-update.md", example: "rename_drive_item", build: rename },
    Call { page: "api/driveitem-delete.md", example: "delete_drive_item_by_id", build: delete_item },
    Call {
        page: "api/driveitem-createuploadsession.md",
        example: "create_upload_session_by_path",
        build: begin_upload,
    },
    Call { page: "api/driveitem-copy.md", example: "copy_drive_item_to_folder", build: copy },
    Call { page: "api/driveitem-get-content.md", example: "download_drive_item_content", build: download },
    Call { page: "api/driveitem-put-content.md", example: "upload_small_file", build: upload_small },
    Call { page: "api/driveitem-delta.md", example: "drive_delta_root", build: follow_drive },
    Call { page: "api/batch-post.md", example: "post_batch_of_two", build: batch },
];
