//! Small folders of pages and runs of the command on them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// A page with one operation.
pub(crate) const LIST: &str = "---
title: \"List orders\"
doc_type: apiPageType
---

# List orders

Namespace: microsoft.graph

Lists the orders of a shop.

## Permissions

|Permission type|Permissions (from least to most privileged)|
|:--|:--|
|Delegated (work or school account)|Order.Read, Order.ReadWrite|
|Delegated (personal Microsoft account)|Not supported.|
|Application|Order.Read.All, Order.ReadWrite.All|

## HTTP request

<!-- { \"blockType\": \"ignored\" } -->
```http
GET /shops/{shop-id}/orders
```

## Request headers

|Name|Description|
|:--|:--|
|Authorization|Bearer {token}. Required.|

## Request body

Don't supply a request body for this method.

## Response

If successful, this method returns a `200 OK` response code and a collection of [order](../resources/order.md) objects in
the response body.

## Example

<!-- { \"blockType\": \"request\", \"name\": \"list_orders\" } -->
```http
GET https://graph.microsoft.com/v1.0/shops/7/orders
```

<!-- { \"blockType\": \"response\", \"@odata.type\": \"microsoft.graph.order\", \"isCollection\": true } -->
```http
HTTP/1.1 200 OK
Content-Type: application/json

{ \"value\": [ { \"id\": \"1\", \"total\": 12 } ] }
```
";

/// A page with the resource of the operation.
pub(crate) const ORDER: &str = "---
title: \"order resource type\"
doc_type: resourcePageType
---

# order resource type

Namespace: microsoft.graph

An order of a shop.

## Properties

|Property|Type|Description|
|:--|:--|:--|
|id|String|The identifier.|
|total|Int32|What it costs.|

## JSON representation

<!-- { \"blockType\": \"resource\", \"@odata.type\": \"microsoft.graph.order\", \"keyProperty\": \"id\" } -->
```json
{ \"id\": \"String\", \"total\": 1024 }
```
";

/// A folder of pages that goes away with the value.
pub(crate) struct Docs {
    folder: TempDir,
}

impl Docs {
    /// One set, `v1.0`, with one operation and one resource.
    pub(crate) fn sound() -> Self {
        let docs = Self::empty();
        docs.set("v1.0");
        docs
    }

    /// A folder without pages.
    pub(crate) fn empty() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// Adds a set with one operation and one resource.
    pub(crate) fn set(&self, name: &str) {
        self.write(&format!("docs/{name}/api/order-list.md"), LIST);
        self.write(&format!("docs/{name}/resources/order.md"), ORDER);
    }

    /// Writes a file below the temporary folder.
    pub(crate) fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    /// Reads a file below the temporary folder.
    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    /// A path below the temporary folder.
    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// Runs the command in the temporary folder.
    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        run(self.folder.path(), arguments)
    }
}

/// What a run of the command left behind.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// Runs the command in a folder.
pub(crate) fn run(folder: &Path, arguments: &[&str]) -> Run {
    let output = Command::new(env!("CARGO_BIN_EXE_docbind"))
        .args(arguments)
        .current_dir(folder)
        .env("DOCBIND_CACHE", folder.join("cache"))
        .output()
        .unwrap();
    Run {
        code: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}
