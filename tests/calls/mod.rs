//! The examples of the bundled pages as typed calls, one function an example.

pub mod jobs;
pub mod schema;
pub mod secrets;
pub mod templates;
pub mod v1;

use graph_beta::Client;

use crate::Call;

/// The object identifier of the service principal in the examples.
pub(crate) const SERVICE_PRINCIPAL: &str = "3d5c8a10-7e42-4f9b-b6d1-90c2e4a7f518";
/// The object identifier of the application in the examples.
pub(crate) const APPLICATION: &str = "b1e07f64-29c3-4d8a-a5f0-6c7d3e1b9284";
/// The identifier of the job in the examples.
pub(crate) const JOB: &str = "HarborOutDelta.5e9d0c7a1f2b48c6a3d49b8e7f60c152";
/// The identifier of the provisioning rule in the examples.
pub(crate) const RULE: &str = "8f31c2d4-5b0e-4a77-9c46-d0e1b7a2f985";

/// The calls for the pages of `docs/api-reference/beta`.
pub fn beta() -> impl Iterator<Item = &'static Call<Client>> {
    [secrets::CALLS, jobs::CALLS, templates::CALLS, schema::CALLS].into_iter().flatten()
}
