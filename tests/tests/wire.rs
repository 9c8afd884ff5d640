//! What the typed call for the secrets of a job puts on the wire.

#![allow(clippy::expect_used, clippy::panic, reason = "a test that fails here has something to tell")]

use docbind_ir::ExampleBody;
use docbind_runtime::{Method, Operation, Scheme, StaticToken, Status};
use docbind_tests::examples;
use graph_beta::models::{SynchronizationSecret, SynchronizationSecretKeyStringValuePair};
use graph_beta::service_principals::{PutSynchronizationSecrets, PutSynchronizationSecretsBody};
use serde_json::Value;
use wiremock::matchers::{body_json, header, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

/// The JSON that the page's example sends.
fn documented_body() -> Value {
    let examples = examples("beta").expect("the bundled pages can be read");
    let example = examples.into_iter().find(|example| example.name == "synchronization_secrets");
    match example.expect("the page has its example").request.body {
        ExampleBody::Json(text) => serde_json::from_str(&text).expect("the example is JSON"),
        other => panic!("the example has a JSON body, not {other:?}"),
    }
}

#[tokio::test]
async fn put_secrets_sends_the_json_of_the_page_and_returns_nothing() {
    let server = MockServer::start().await;
    Mock::given(method("PUT"))
        .and(path("/beta/servicePrincipals/4711/synchronization/secrets"))
        .and(header("authorization", "Bearer sesame"))
        .and(header("content-type", "application/json"))
        .and(body_json(documented_body()))
        .respond_with(ResponseTemplate::new(204))
        .expect(1)
        .mount(&server)
        .await;

    let base_url = format!("{}/beta", server.uri());
    let graph = graph_beta::Client::with_base_url(&base_url, StaticToken::new("sesame"));
    let secret = |key, value: &str| SynchronizationSecretKeyStringValuePair::new().key(key).value(value);
    let notifications = r#"{"Enabled":true,"Recipients":"ops@harborbooks.example","DeleteThresholdEnabled":false}"#;
    let nothing: () = graph
        .service_principals()
        .by_id("4711")
        .synchronization()
        .secrets()
        .put(PutSynchronizationSecretsBody::new().value([
            secret(SynchronizationSecret::BaseAddress, "https://scim.harborbooks.example"),
            secret(SynchronizationSecret::SecretToken, "fake-token-0f3b8c"),
            secret(SynchronizationSecret::SyncNotificationSettings, notifications),
            secret(SynchronizationSecret::SyncAll, "false"),
        ]))
        .await
        .expect("the server answers 204");
    assert_eq!(nothing, ());
}

#[test]
fn put_secrets_knows_its_permissions() {
    let meta = PutSynchronizationSecrets::META;
    assert_eq!((meta.method, meta.path), (Method::Put, "/servicePrincipals/{id}/synchronization/secrets"));
    let permissions = meta.permissions;
    assert_eq!(permissions.least(Scheme::Application), ["Application.ReadWrite.OwnedBy"]);
    let higher = permissions.higher(Scheme::Application).map(|alternative| alternative.permissions);
    assert!(higher.eq([["Synchronization.ReadWrite.All"]]));
    assert_eq!(permissions.least(Scheme::DelegatedWork), ["Synchronization.ReadWrite.All"]);
    assert_eq!(permissions.delegated_personal.status, Status::NotSupported);
}
