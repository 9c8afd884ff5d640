//! The provisioning setup of an application and its secrets.

use graph_beta::Client;
use graph_beta::applications::PostSynchronizationAcquireAccessTokenBody;
use graph_beta::models::{Synchronization, SynchronizationSecret, SynchronizationSecretKeyStringValuePair};
use graph_beta::service_principals::PutSynchronizationSecretsBody;

use super::{APPLICATION, SERVICE_PRINCIPAL};
use crate::{Built, Call};

fn secret(key: SynchronizationSecret, value: &str) -> SynchronizationSecretKeyStringValuePair {
    SynchronizationSecretKeyStringValuePair::new().key(key).value(value)
}

/// Store what the service needs to sign in to the target system.
pub fn add_secrets(graph: &Client) -> Built {
    let notifications = r#"{"Enabled":true,"Recipients":"ops@harborbooks.example","DeleteThresholdEnabled":false}"#;
    graph
        .service_principals()
        .by_id(SERVICE_PRINCIPAL)
        .synchronization()
        .secrets()
        .put(PutSynchronizationSecretsBody::new().value([
            secret(SynchronizationSecret::BaseAddress, "https://scim.harborbooks.example"),
            secret(SynchronizationSecret::SecretToken, "fake-token-0f3b8c"),
            secret(SynchronizationSecret::SyncNotificationSettings, notifications),
            secret(SynchronizationSecret::SyncAll, "false"),
        ]))
        .build()
}

/// Change the setup of an application, or make it when there is none.
pub fn update_setup(graph: &Client) -> Built {
    graph
        .applications()
        .by_id(APPLICATION)
        .synchronization()
        .patch(Synchronization::new().secrets([
            secret(SynchronizationSecret::BaseAddress, "https://scim.harborbooks.example"),
            secret(SynchronizationSecret::SecretToken, "fake-token-71ad20"),
        ]))
        .build()
}

/// The same for a service principal, addressed by the application's client identifier.
pub fn update_setup_by_app_id(graph: &Client) -> Built {
    graph
        .service_principals()
        .by_app_id("c40b7d92-61fa-4e35-8d7c-2b9f0e63a1d8")
        .synchronization()
        .patch(Synchronization::new().secrets([secret(SynchronizationSecret::SyncAll, "true")]))
        .build()
}

/// Let the service obtain an OAuth token with the code of an administrator's consent.
pub fn acquire_access_token(graph: &Client) -> Built {
    graph
        .applications()
        .by_id(APPLICATION)
        .synchronization()
        .acquire_access_token()
        .post(PostSynchronizationAcquireAccessTokenBody::new().credentials([
            secret(SynchronizationSecret::Oauth2AuthorizationCode, "fake-code-b83f2e"),
            secret(SynchronizationSecret::Oauth2RedirectUri, "https://portal.harborbooks.example/consent"),
        ]))
        .build()
}

/// Which example each call stands for.
pub const CALLS: &[Call<Client>] = &[
    Call {
        page: "api/synchronization-serviceprincipal-put-synchronization.md",
        example: "synchronization_secrets",
        build: add_secrets,
    },
    Call { page: "api/synchronization-update.md", example: "update_synchronization", build: update_setup },
    Call {
        page: "api/synchronization-update.md",
        example: "update_synchronization_by_appid",
        build: update_setup_by_app_id,
    },
    Call {
        page: "api/synchronization-synchronization-acquireaccesstoken.md",
        example: "synchronization_acquireaccesstoken",
        build: acquire_access_token,
    },
];
