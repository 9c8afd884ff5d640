//! Sets are found by what folders hold, and nothing outside the documentation is read.
#![allow(clippy::unwrap_used, reason = "a failed expectation is the point of a test")]

use std::fs;
use std::path::Path;

use docbind::{Error, find_sets};

const OPERATION: &str = "# List orders\n\nNamespace: contoso.shop\n\n## HTTP request\n\n```http\nGET https://shop.contoso.com/v2/orders\n```\n";
const RESOURCE: &str = "# order resource type\n\n## Properties\n\n|Property|Type|\n|:--|:--|\n|id|String|\n";

fn write(root: &Path, files: &[(&str, &str)]) {
    for (path, text) in files {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

fn names(docs: &Path) -> Vec<String> {
    find_sets(docs).unwrap().into_iter().map(|set| set.name).collect()
}

fn files(docs: &Path) -> Vec<String> {
    find_sets(docs).unwrap().iter().flat_map(|set| &set.files).map(ToString::to_string).collect()
}

#[test]
fn a_folder_above_two_sets() {
    let docs = tempfile::tempdir().unwrap();
    for set in ["v1.0", "beta"] {
        write(
            docs.path(),
            &[
                (&format!("ref/{set}/api/order-list.md"), OPERATION),
                (&format!("ref/{set}/resources/order.md"), RESOURCE),
            ],
        );
    }
    write(docs.path(), &[("readme.md", "# Read me\n"), ("ref/.hidden/api/x.md", OPERATION)]);
    assert_eq!(names(docs.path()), ["beta", "v1.0"]);
    assert_eq!(names(&docs.path().join("ref/beta")), ["beta"]);
    assert_eq!(files(&docs.path().join("ref/beta")), ["api/order-list.md", "resources/order.md"]);
}

#[test]
fn folders_with_other_names_are_told_by_their_content() {
    let docs = tempfile::tempdir().unwrap();
    write(docs.path(), &[("calls/order-list.md", OPERATION), ("things/order.md", RESOURCE)]);
    let sets = find_sets(docs.path()).unwrap();
    assert_eq!(sets.len(), 1);
    let set = &sets[0];
    assert_eq!((&*set.version, &*set.base.url), ("v2", "https://shop.contoso.com/v2"));
    assert_eq!(set.namespace, "contoso.shop");
}

#[test]
fn areas_with_resources_of_their_own_are_one_set() {
    let docs = tempfile::tempdir().unwrap();
    write(
        docs.path(),
        &[
            ("sales/order-list.md", OPERATION),
            ("sales/resources/order.md", RESOURCE),
            ("stock/item-list.md", OPERATION),
            ("stock/resources/item.md", RESOURCE),
            ("resources/shared.md", RESOURCE),
        ],
    );
    assert_eq!(names(docs.path()).len(), 1);
    assert_eq!(files(docs.path()).len(), 5);
}

#[test]
fn includes_beside_the_set_are_inside() {
    let docs = tempfile::tempdir().unwrap();
    let page = format!("{OPERATION}\n[!INCLUDE [shared](../../includes/shared.md)]\n");
    write(
        docs.path(),
        &[
            ("v1.0/api/order-list.md", &page),
            ("v1.0/resources/order.md", RESOURCE),
            ("includes/shared.md", "Shared.\n"),
            ("secret.md", "Secret.\n"),
        ],
    );
    let sets = find_sets(&docs.path().join("v1.0")).unwrap();
    let root = &sets[0].root;
    assert_eq!(root.read("includes/shared.md").unwrap(), b"Shared.\n");
    assert!(root.read("v1.0/api/order-list.md").is_ok());
    for outside in ["secret.md", "../secret.md", "/etc/hostname", "v1.0/../secret.md", "includes/../secret.md"] {
        assert!(root.read(outside).is_err(), "{outside}");
    }
}

#[test]
fn nothing_to_find_is_said_clearly() {
    let docs = tempfile::tempdir().unwrap();
    assert!(matches!(find_sets(docs.path()), Err(Error::NoPages(_))));
    assert!(matches!(find_sets(&docs.path().join("nowhere")), Err(Error::NoDocs(_))));
}

#[test]
fn pages_in_a_set_are_found_whatever_they_hold() {
    let docs = tempfile::tempdir().unwrap();
    write(docs.path(), &[("api/a.md", "broken"), ("resources/b.md", ""), ("api/notes.txt", OPERATION)]);
    assert_eq!(files(docs.path()), ["api/a.md", "resources/b.md"]);
}

#[cfg(unix)]
#[test]
fn links_out_of_the_documentation_are_reported_and_not_read() {
    let outside = tempfile::tempdir().unwrap();
    let docs = tempfile::tempdir().unwrap();
    write(outside.path(), &[("secret.md", OPERATION), ("folder/api/x.md", OPERATION)]);
    write(docs.path(), &[("api/order-list.md", OPERATION), ("resources/order.md", RESOURCE)]);
    std::os::unix::fs::symlink(outside.path().join("secret.md"), docs.path().join("api/secret.md")).unwrap();
    std::os::unix::fs::symlink(outside.path().join("folder"), docs.path().join("api/folder")).unwrap();
    let sets = find_sets(docs.path()).unwrap();
    assert_eq!(sets[0].files.len(), 2);
    assert_eq!(sets[0].diagnostics.len(), 1);
    assert!(sets[0].root.read("api/secret.md").is_err());
    assert!(sets[0].root.read("api/folder/api/x.md").is_err());
}
