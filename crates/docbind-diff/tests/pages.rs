//! Each kind of change, made on small pages: it is found, with what it means, and nothing graver is.

#![allow(clippy::unwrap_used, reason = "a failed expectation is the point of a test")]

use std::fs;

use docbind::{DocSet, Documentation, Scope, find_sets};
use docbind_diff::{Diff, Impact, Item, Kind, Privilege, compare};
use docbind_ir::Api;

const LIST: &str = "# List orders

Namespace: microsoft.graph

Lists the orders of a shop.

## Permissions

|Permission type|Permissions (from least to most privileged)|
|:--|:--|
|Delegated (work or school account)|Order.Read, Order.ReadWrite|
|Delegated (personal Microsoft account)|Not supported.|
|Application|Order.Read.All, Order.ReadWrite.All|

## HTTP request

```http
GET /shops/{shop-id}/orders
```

## Optional query parameters

This method supports the `$filter` and `$top` [OData query parameters](/graph/query-parameters) to help customize the response.

## Request headers

|Name|Description|
|:--|:--|
|Authorization|Bearer {token}. Required.|
|Shop-Region|The region. Optional.|

## Request body

Don't supply a request body for this method.

## Response

If successful, this method returns a `200 OK` response code and a collection of [order](../resources/order.md) objects in the response body.
";

const CREATE: &str = "# Create order

Namespace: microsoft.graph

Creates an order.

## Permissions

|Permission type|Permissions (from least to most privileged)|
|:--|:--|
|Delegated (work or school account)|Order.ReadWrite|
|Delegated (personal Microsoft account)|Order.ReadWrite|
|Application|Not supported.|

## HTTP request

```http
POST /shops/{shop-id}/orders
```

## Request headers

|Name|Description|
|:--|:--|
|Authorization|Bearer {token}. Required.|

## Request body

In the request body, supply a JSON representation of an [order](../resources/order.md) object.

## Response

If successful, this method returns a `201 Created` response code and an [order](../resources/order.md) object in the response body.
";

const REFUND: &str = "# order: refund

Namespace: microsoft.graph

Pays an order back.

## Permissions

|Permission type|Permissions (from least to most privileged)|
|:--|:--|
|Delegated (work or school account)|Order.ReadWrite|
|Delegated (personal Microsoft account)|Not supported.|
|Application|Order.ReadWrite.All|

## HTTP request

```http
POST /shops/{shop-id}/orders/{order-id}/refund
```

## Request headers

|Name|Description|
|:--|:--|
|Authorization|Bearer {token}. Required.|

## Request body

In the request body, supply a JSON representation of the parameters.

The following table lists the parameters that are required when you call this action.

|Parameter|Type|Description|
|:--|:--|:--|
|amount|Int32|How much.|
|comment|String|Why.|

## Response

If successful, this action returns a `204 No Content` response code.
";

const ORDER: &str = "# order resource type

Namespace: microsoft.graph

An order of a shop. Inherits from [entity](../resources/entity.md).

## Properties

|Property|Type|Description|
|:--|:--|:--|
|total|Int32|What it costs.|
|placed|DateTimeOffset|When it was placed. Read-only.|
|tags|String collection|Words for it.|
|state|orderState|How far it is. The possible values are: `open`, `paid`, `sent`.|
|address|[address](../resources/address.md)|Where it goes.|

## Relationships

|Relationship|Type|Description|
|:--|:--|:--|
|related|[order](../resources/order.md) collection|Orders that go with it.|

## JSON representation

<!-- { \"blockType\": \"resource\", \"@odata.type\": \"microsoft.graph.order\", \"keyProperty\": \"id\" } -->
```json
{ \"@odata.type\": \"#microsoft.graph.order\", \"id\": \"String\", \"total\": 1024, \"placed\": \"String (timestamp)\", \"tags\": [\"String\"], \"state\": \"String\", \"address\": { \"@odata.type\": \"microsoft.graph.address\" } }
```
";

const ADDRESS: &str = "# address resource type

Namespace: microsoft.graph

Where something goes.

## Properties

|Property|Type|Description|
|:--|:--|:--|
|city|String|The city.|
|floor|Int32|The floor.|

## JSON representation

<!-- { \"blockType\": \"resource\", \"@odata.type\": \"microsoft.graph.address\" } -->
```json
{ \"@odata.type\": \"#microsoft.graph.address\", \"city\": \"String\", \"floor\": 1024 }
```
";

const ENTITY: &str = "# entity resource type

Namespace: microsoft.graph

What has an identifier.

## Properties

|Property|Type|Description|
|:--|:--|:--|
|id|String|The identifier.|

## JSON representation

<!-- { \"blockType\": \"resource\", \"@odata.type\": \"microsoft.graph.entity\", \"keyProperty\": \"id\" } -->
```json
{ \"@odata.type\": \"#microsoft.graph.entity\", \"id\": \"String\" }
```
";

const LEVEL: &str = "# level enum type

Namespace: microsoft.graph

How much.

## Members

|Member|Value|Description|
|:--|:--|:--|
|low|0|Little.|
|high|1|Much.|
|unknownFutureValue|2|Evolvable enumeration sentinel value. Do not use.|
";

const PAGES: [(&str, &str); 7] = [
    ("api/order-list.md", LIST),
    ("api/order-create.md", CREATE),
    ("api/order-refund.md", REFUND),
    ("resources/order.md", ORDER),
    ("resources/address.md", ADDRESS),
    ("resources/entity.md", ENTITY),
    ("resources/level.md", LEVEL),
];

/// The model of the pages, after one text in them was replaced.
fn model(file: &str, from: &str, to: &str) -> Api {
    let docs = tempfile::tempdir().unwrap();
    for (path, text) in PAGES {
        let text = if path == file {
            assert!(text.contains(from), "{file} does not hold {from}");
            text.replacen(from, to, 1)
        } else {
            text.to_owned()
        };
        let path = docs.path().join("v1.0").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let set = DocSet::choose(docs.path(), find_sets(docs.path()).unwrap(), None).unwrap();
    let mut documentation = Documentation::read(&set, &|| ());
    documentation.refine(&Scope::default(), None);
    documentation.api
}

/// File, text and what it is replaced by, and what is to be found: kind, thing, a part of its name, and what it means.
type Seed = (&'static str, &'static str, &'static str, Kind, Item, &'static str, Impact, Option<Privilege>);

use Impact::{Major, Minor, Patch};
use Item::{
    Body, Header, Member, Operation, Parameter, Permission, Property, QueryOption, Relationship, Response, Stability,
    Type,
};
use Kind::{Added, Changed, Removed};
use Privilege::{Fell, Rose};

const OTHER: Option<Privilege> = Some(Privilege::Changed);

#[rustfmt::skip]
fn seeds() -> Vec<Seed> {
    let (list, create, refund) = ("api/order-list.md", "api/order-create.md", "api/order-refund.md");
    let (order, address, level) = ("resources/order.md", "resources/address.md", "resources/level.md");
    vec![
        // Permissions.
        (list, "Order.Read, Order.ReadWrite|", "Order.ReadWrite|", Changed, Permission, "delegated-work", Patch, Some(Rose)),
        (list, "Order.Read, Order.ReadWrite|", "Order.ReadBasic, Order.Read, Order.ReadWrite|", Changed, Permission, "delegated-work", Patch, Some(Fell)),
        (list, "Order.Read, Order.ReadWrite|", "Order.Read|", Changed, Permission, "delegated-work", Patch, OTHER),
        (list, "Order.Read, Order.ReadWrite|", "Order.Read, Order.ReadWrite, Shop.ReadWrite|", Changed, Permission, "delegated-work", Patch, OTHER),
        (list, "Order.Read, Order.ReadWrite|", "Order.Read and Shop.Read|", Changed, Permission, "delegated-work", Patch, Some(Rose)),
        (list, "Order.Read, Order.ReadWrite|", "Not supported.|", Changed, Permission, "delegated-work", Patch, Some(Rose)),
        (list, "|Not supported.|", "|Order.Read|", Changed, Permission, "delegated-personal", Patch, Some(Fell)),
        (list, "Order.Read.All, Order.ReadWrite.All|", "Not supported.|", Changed, Permission, "application", Patch, Some(Rose)),
        (list, "Order.Read.All, Order.ReadWrite.All|", "Shop.Read.All|", Changed, Permission, "application", Patch, Some(Rose)),
        (create, "|Not supported.|", "|Order.ReadWrite.All|", Changed, Permission, "application", Patch, Some(Fell)),
        (create, "account)|Order.ReadWrite|\n|Delegated (p", "account)|Shop.ReadWrite|\n|Delegated (p", Changed, Permission, "delegated-work", Patch, Some(Rose)),
        (refund, "Order.ReadWrite.All|", "Order.ReadWrite.All, Shop.ReadWrite.All|", Changed, Permission, "application", Patch, OTHER),
        // Operations.
        (list, "GET /shops/{shop-id}/orders\n", "GET /shops/{shop-id}/orders\nGET /me/orders\n", Added, Operation, "GET /me/orders", Minor, None),
        (list, "GET /shops/{shop-id}/orders\n", "GET /shops/{shop-id}/purchases\n", Removed, Operation, "GET /shops/{shop-id}/orders", Major, None),
        (list, "GET /shops/{shop-id}/orders\n", "GET /shops/{shop-id}/purchases\n", Added, Operation, "GET /shops/{shop-id}/purchases", Major, None),
        (create, "POST /shops", "PUT /shops", Removed, Operation, "POST /shops/{shop-id}/orders", Major, None),
        (refund, "/refund\n", "/payBack\n", Added, Operation, "payBack", Major, None),
        (refund, "/refund\n", "/payBack\n", Removed, Operation, "refund", Major, None),
        (refund, "/{order-id}/", "/{id}/", Changed, Parameter, "{id}", Patch, None),
        // Query options and headers.
        (list, "the `$filter` and `$top` ", "the `$filter`, `$select` and `$top` ", Added, QueryOption, "$select", Minor, None),
        (list, "the `$filter` and `$top` ", "the `$filter`, `$expand`, and `$top` ", Added, QueryOption, "$expand", Minor, None),
        (list, "the `$filter` and `$top` ", "the `$top` ", Removed, QueryOption, "$filter", Major, None),
        (list, "the `$filter` and `$top` ", "the `$filter` ", Removed, QueryOption, "$top", Major, None),
        (list, "|Shop-Region|The region. Optional.|\n", "|Shop-Region|The region. Optional.|\n|Shop-Zone|The zone. Optional.|\n", Added, Header, "Shop-Zone", Minor, None),
        (list, "|Shop-Region|The region. Optional.|\n", "", Removed, Header, "Shop-Region", Minor, None),
        (list, "|Shop-Region|The region. Optional.|\n", "|Shop-Region|The region. Required.|\n", Changed, Header, "Shop-Region", Patch, None),
        // Bodies.
        (create, "an [order](../resources/order.md) object.\n\n## Response", "an [address](../resources/address.md) object.\n\n## Response", Changed, Body, "POST /shops/{shop-id}/orders", Major, None),
        (create, "In the request body, supply a JSON representation of an [order](../resources/order.md) object.", "Don't supply a request body for this method.", Changed, Body, "POST", Major, None),
        (refund, "|comment|String|Why.|\n", "|comment|String|Why.|\n|silent|Boolean|Whether nobody is told.|\n", Added, Body, "body.silent", Minor, None),
        (refund, "|comment|String|Why.|\n", "", Removed, Body, "body.comment", Major, None),
        (refund, "|amount|Int32|", "|amount|String|", Changed, Body, "body.amount", Major, None),
        (refund, "|amount|Int32|", "|amount|Int16|", Changed, Body, "body.amount", Patch, None),
        (refund, "|amount|Int32|", "|sum|Int32|", Removed, Body, "body.amount", Major, None),
        (refund, "|amount|Int32|", "|sum|Int32|", Added, Body, "body.sum", Major, None),
        // Answers.
        (create, "and an [order](../resources/order.md) object in the response body.", "and an [address](../resources/address.md) object in the response body.", Changed, Response, "POST", Major, None),
        (list, "a collection of [order](../resources/order.md) objects", "a collection of [address](../resources/address.md) objects", Changed, Response, "GET", Major, None),
        (list, "and a collection of [order](../resources/order.md) objects in", "and an [order](../resources/order.md) object in", Changed, Response, "GET", Major, None),
        (create, "`201 Created`", "`200 OK`", Changed, Response, "POST", Patch, None),
        (refund, "a `204 No Content` response code.", "a `200 OK` response code and an [order](../resources/order.md) object in the response body.", Changed, Response, "refund", Major, None),
        (refund, "`204 No Content`", "`202 Accepted`", Changed, Response, "refund", Patch, None),
        // Properties and relationships.
        (order, "|total|Int32|What it costs.|\n", "|total|Int32|What it costs.|\n|discount|Int32|What it would cost more.|\n", Added, Property, "order.discount", Minor, None),
        (address, "|floor|Int32|The floor.|\n", "|floor|Int32|The floor.|\n|street|String|The street.|\n", Added, Property, "address.street", Minor, None),
        (order, "|total|Int32|", "|total|String|", Changed, Property, "order.total", Major, None),
        (order, "|total|Int32|", "|total|Int64|", Changed, Property, "order.total", Major, None),
        (order, "|total|Int32|", "|total|Int16|", Changed, Property, "order.total", Patch, None),
        (order, "|tags|String collection|", "|tags|Int32 collection|", Changed, Property, "order.tags", Major, None),
        (order, "[address](../resources/address.md)|Where", "[entity](../resources/entity.md)|Where", Changed, Property, "order.address", Major, None),
        (order, "When it was placed. Read-only.", "When it was placed.", Changed, Property, "order.placed", Patch, None),
        (order, "What it costs.", "What it costs. Read-only.", Changed, Property, "order.total", Patch, None),
        (order, "What it costs.", "What it costs. Required.", Changed, Property, "order.total", Patch, None),
        (order, "|related|[order](../resources/order.md) collection|Orders that go with it.|\n", "|related|[order](../resources/order.md) collection|Orders that go with it.|\n|parent|[order](../resources/order.md)|The one before.|\n", Added, Relationship, "order.parent", Minor, None),
        (order, "|related|[order](../resources/order.md) collection|", "|related|[order](../resources/order.md)|", Changed, Relationship, "order.related", Major, None),
        (order, "|related|[order]", "|similar|[order]", Removed, Relationship, "order.related", Major, None),
        // Types and bases.
        (order, " Inherits from [entity](../resources/entity.md).", " Inherits from [address](../resources/address.md).", Changed, Type, "microsoft.graph.order", Major, None),
        // Enumerations.
        (level, "|high|1|Much.|\n", "|high|1|Much.|\n|highest|3|Most.|\n", Added, Member, "level.highest", Minor, None),
        (level, "|high|1|Much.|\n", "", Removed, Member, "level.high", Major, None),
        (level, "|low|0|", "|little|0|", Removed, Member, "level.low", Major, None),
        (level, "|low|0|", "|little|0|", Added, Member, "level.little", Major, None),
        (level, "|high|1|", "|high|4|", Changed, Member, "level.high", Patch, None),
        (order, "`open`, `paid`, `sent`.", "`open`, `paid`, `sent`, `lost`.", Added, Member, "orderState.lost", Minor, None),
        (order, "`open`, `paid`, `sent`.", "`open`, `paid`.", Removed, Member, "orderState.sent", Major, None),
        // Stability.
        (list, "Lists the orders of a shop.", "> [!CAUTION]\n> This API is deprecated and stops returning data on January 31, 2027.\n\nLists the orders of a shop.", Added, Stability, "GET /shops/{shop-id}/orders", Minor, None),
    ]
}

fn has(diff: &Diff, seed: &Seed) -> bool {
    let (_, _, _, kind, item, name, _, privilege) = seed;
    diff.changes.iter().any(|change| {
        change.kind == *kind && change.item == *item && change.name.contains(name) && change.privilege == *privilege
    })
}

#[test]
fn each_seeded_change_is_found_with_its_verdict_and_its_places() {
    let old = model("", "", "");
    let seeds = seeds();
    assert!(seeds.len() >= 60, "{}", seeds.len());
    let mut missed = Vec::new();
    for seed in &seeds {
        let (file, from, to, _, _, _, impact, _) = seed;
        let diff = compare(&old, &model(file, from, to));
        if !has(&diff, seed) || diff.verdict() != Some(*impact) {
            missed.push(format!("{seed:?}\n   found {:#?}", diff.changes));
            continue;
        }
        for change in &diff.changes {
            assert_eq!(change.old.is_some(), change.kind != Added, "{change:?}");
            assert_eq!(change.new.is_some(), change.kind != Removed, "{change:?}");
        }
    }
    assert!(missed.is_empty(), "{} of {}:\n{}", missed.len(), seeds.len(), missed.join("\n"));
}

#[test]
fn the_same_pages_differ_in_nothing() {
    let diff = compare(&model("", "", ""), &model("api/order-list.md", "Lists the orders", "Shows the orders"));
    assert_eq!((diff.verdict(), diff.changes), (None, Vec::new()));
}

#[test]
fn privilege_that_rose_comes_first() {
    let old = model("", "", "");
    let mut new = model("api/order-list.md", "Order.Read, Order.ReadWrite|", "Order.ReadWrite|");
    new.operations.retain(|operation| operation.method != docbind_ir::Method::Post);
    let diff = compare(&old, &new);
    assert_eq!(diff.changes[0].privilege, Some(Rose));
    assert_eq!(diff.risen().count(), 1);
    assert_eq!(diff.changes[1].impact, Major);
}
