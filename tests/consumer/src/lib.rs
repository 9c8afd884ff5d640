//! Uses a client that its build script generates from the bundled pages.

/// The generated client: two areas' worth of calls, with the types they need.
pub mod graph {
    include!(concat!(env!("OUT_DIR"), "/graph/mod.rs"));
}

use graph::models::{SynchronizationSecret, SynchronizationSecretKeyStringValuePair};
use graph::prelude::*;
use graph::runtime::Request;
use graph::service_principals::{PutSynchronizationSecrets, PutSynchronizationSecretsBody};

/// The request that stores where an application's provisioning connects to, and with which token.
pub fn store_secrets(graph: &Client, app: &str, address: &str, token: &str) -> Request<PutSynchronizationSecrets> {
    let pair = SynchronizationSecretKeyStringValuePair::new;
    let secrets = [
        pair().key(SynchronizationSecret::BaseAddress).value(address),
        pair().key(SynchronizationSecret::SecretToken).value(token),
    ];
    let body = PutSynchronizationSecretsBody::new().value(secrets);
    graph.service_principals().by_id(app).synchronization().secrets().put(body)
}
