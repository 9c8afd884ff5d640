//! The generated types take what the response examples show, and give it back without loss.

#![allow(clippy::expect_used, clippy::panic, reason = "a test that fails here has something to tell")]

use docbind_ir::{ExampleBody, ExampleResponse};
use docbind_runtime::model::Model;
use docbind_tests::examples;
use graph_beta::models;
use serde_json::Value;

#[test]
fn models_keep_what_the_response_examples_show() {
    let mut problems = Vec::new();
    let mut compared = 0;
    for example in examples("beta").expect("the bundled pages can be read") {
        let Some(response) = &example.response else { continue };
        // An example without an annotation leaves its type to the text.
        let Some(name) = response.odata_type.as_deref() else { continue };
        for shown in objects(response) {
            compared += 1;
            let kept = round_trip(name, &shown);
            if !same(&shown, &kept) {
                problems.push(format!("{}:{}: shown {shown}\nkept {kept}", example.page, example.line));
            }
        }
    }
    assert!(compared > 12, "the bundled pages show responses");
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

/// Whether two values are equal; combined members of an enumeration may be separated with or without a space.
fn same(shown: &Value, kept: &Value) -> bool {
    match (shown, kept) {
        (Value::String(shown), Value::String(kept)) => shown.replace(", ", ",") == kept.replace(", ", ","),
        (Value::Array(shown), Value::Array(kept)) => {
            shown.len() == kept.len() && shown.iter().zip(kept).all(|(shown, kept)| same(shown, kept))
        }
        (Value::Object(shown), Value::Object(kept)) => {
            shown.len() == kept.len()
                && shown.iter().all(|(name, value)| kept.get(name).is_some_and(|kept| same(value, kept)))
        }
        _ => shown == kept,
    }
}

/// The objects in the body: the items of a page, or the one object.
fn objects(response: &ExampleResponse) -> Vec<Value> {
    let ExampleBody::Json(text) = &response.body else { return Vec::new() };
    let body: Value = serde_json::from_str(text).expect("the example is JSON");
    match body.get("value") {
        Some(Value::Array(items)) if response.is_collection == Some(true) => items.clone(),
        _ => vec![body],
    }
}

/// What the type called `name` makes of an object.
fn round_trip(name: &str, shown: &Value) -> Value {
    fn through<T: Model>(shown: &Value) -> Value {
        let model = T::from_json(shown.to_string().as_bytes()).expect("the example fits its type");
        serde_json::from_slice(&model.to_json()).expect("a model is JSON")
    }
    match name.rsplit('.').next().unwrap_or_default() {
        "attributeMappingFunctionSchema" => through::<models::AttributeMappingFunctionSchema>(shown),
        "directoryDefinition" => through::<models::DirectoryDefinition>(shown),
        "filterOperatorSchema" => through::<models::FilterOperatorSchema>(shown),
        "parseExpressionResponse" => through::<models::ParseExpressionResponse>(shown),
        "stringKeyStringValuePair" => through::<models::StringKeyStringValuePair>(shown),
        "synchronization" => through::<models::Synchronization>(shown),
        "synchronizationJob" => through::<models::SynchronizationJob>(shown),
        "synchronizationSchema" => through::<models::SynchronizationSchema>(shown),
        "synchronizationTemplate" => through::<models::SynchronizationTemplate>(shown),
        other => panic!("add `{other}` to the types of this test"),
    }
}
