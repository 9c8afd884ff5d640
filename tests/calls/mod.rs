//! The examples of the bundled pages as typed calls, one function an example.

pub mod files;
pub mod jobs;
pub mod outlook;
pub mod people;
pub mod schema;
pub mod secrets;
pub mod templates;
pub mod v1;

use crate::Call;

/// The object identifier of the service principal in the examples.
pub(crate) const SERVICE_PRINCIPAL: &str = "3d5c8a10-7e42-4f9b-b6d1-90c2e4a7f518";
/// The object identifier of the application in the examples.
pub(crate) const APPLICATION: &str = "b1e07f64-29c3-4d8a-a5f0-6c7d3e1b9284";
/// The identifier of the job in the examples.
pub(crate) const JOB: &str = "HarborOutDelta.5e9d0c7a1f2b48c6a3d49b8e7f60c152";
/// The identifier of the provisioning rule in the examples.
pub(crate) const RULE: &str = "8f31c2d4-5b0e-4a77-9c46-d0e1b7a2f985";
/// The user in the examples.
pub(crate) const ADA: &str = "4f0c2b1d-8a37-4c56-9e21-7b5d0a6c3f18";
/// Another user in the examples.
pub(crate) const BEN: &str = "c83e5d70-16b4-4f29-a8d3-2e90f7b1465c";
/// The group in the examples.
pub(crate) const CREW: &str = "7a1f6e52-93cd-4b08-b4e7-58d02c9f3a61";

/// The calls for the pages of `docs/api-reference/beta`.
pub fn beta() -> impl Iterator<Item = &'static Call<graph_beta::Client>> {
    [secrets::CALLS, jobs::CALLS, templates::CALLS, schema::CALLS].into_iter().flatten()
}

/// The calls for the pages of `docs/api-reference/v1.0`.
pub fn v1() -> impl Iterator<Item = &'static Call<graph_v1::Client>> {
    [v1::CALLS, people::CALLS, outlook::CALLS, files::CALLS].into_iter().flatten()
}
