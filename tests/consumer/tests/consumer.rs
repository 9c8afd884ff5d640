//! The module that the build script made is the client that the pages describe, and no more of it.

#![allow(clippy::unwrap_used, reason = "a failed expectation is the point of a test")]

use consumer::graph::prelude::*;
use consumer::graph::service_principals::PutSynchronizationSecrets;
use consumer::store_secrets;

#[test]
fn the_request_is_the_documented_one() {
    let graph = Client::new(StaticToken::new("token"));
    let request = store_secrets(&graph, "ada", "https://scim.example.com", "secret").build().unwrap();
    assert_eq!(request.method(), "PUT");
    let url = "https://graph.microsoft.com/beta/servicePrincipals/ada/synchronization/secrets";
    assert_eq!(request.uri(), url);
    let body: serde_json::Value = serde_json::from_slice(request.body()).unwrap();
    let expected = serde_json::json!({
        "value": [
            { "key": "BaseAddress", "value": "https://scim.example.com" },
            { "key": "SecretToken", "value": "secret" },
        ],
    });
    assert_eq!(body, expected);
}

#[test]
fn permissions_are_data() {
    let permissions = PutSynchronizationSecrets::META.permissions;
    assert_eq!(permissions.least(Scheme::Application), ["Application.ReadWrite.OwnedBy"]);
    assert_eq!(permissions.least(Scheme::DelegatedWork), ["Synchronization.ReadWrite.All"]);
    assert!(permissions.least(Scheme::DelegatedPersonal).is_empty());
}

#[test]
fn what_no_pattern_asks_for_is_not_generated() {
    let folder = std::path::Path::new(env!("OUT_DIR")).join("graph");
    let models = std::fs::read_dir(folder.join("models")).unwrap();
    let names: Vec<_> = models.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    assert!(names.contains(&"synchronization_job.rs".to_owned()), "{names:?}");
    assert!(!names.contains(&"synchronization_template.rs".to_owned()), "{names:?}");
    assert!(!folder.join("applications").exists());
}
