//! What docbind understands of the bundled pages, as reviewed snapshots: one operation of each era, a type, and an
//! enumeration.

#![allow(clippy::expect_used, reason = "a test that fails here has something to tell")]

use docbind_ir::Api;
use docbind_tests::model;
use serde::Serialize;
use serde_json::Value;

/// The JSON of a part of the model, without what is empty.
fn json(part: &impl Serialize) -> String {
    let mut value = serde_json::to_value(part).expect("the model is JSON");
    drop_empty(&mut value);
    format!("{value:#}")
}

fn drop_empty(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.values_mut().for_each(drop_empty);
            members.retain(|_, member| !is_empty(member));
        }
        Value::Array(items) => items.iter_mut().for_each(drop_empty),
        _ => {}
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    }
}

fn operation(api: &Api, key: &str) -> String {
    let found = api.operations.iter().find(|operation| format!("{} {}", operation.method, operation.path) == key);
    json(found.expect("the operation is documented"))
}

#[test]
fn a_page_with_its_permissions_in_the_text() {
    let api = model("beta").expect("the bundled pages can be read");
    insta::assert_snapshot!(operation(&api, "PUT /servicePrincipals/{id}/synchronization/secrets"));
}

#[test]
fn a_page_with_included_permissions() {
    let api = model("v1.0").expect("the bundled pages can be read");
    let key = "GET /servicePrincipals/{id}/synchronization/jobs/{jobId}/schema";
    insta::assert_snapshot!(operation(&api, key));
}

#[test]
fn a_type() {
    let api = model("beta").expect("the bundled pages can be read");
    let found = api.types.iter().find(|def| def.name.short() == "synchronizationJob");
    insta::assert_snapshot!(json(found.expect("the type is documented")));
}

#[test]
fn an_enumeration_of_flags() {
    let api = model("beta").expect("the bundled pages can be read");
    let found = api.enums.iter().find(|def| def.name.short() == "objectFlowTypes");
    insta::assert_snapshot!(json(found.expect("the enumeration is documented")));
}
