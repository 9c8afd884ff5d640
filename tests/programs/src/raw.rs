//! Requests by their path.

use graph_beta::Client;
use graph_beta::runtime::{Error, Method};

const TEMPLATES: &str = "/applications/a/synchronization/templates";

pub(crate) async fn run(graph: &Client) -> Result<(), Error> {
    graph.raw(Method::Get, TEMPLATES).await?; //= GET /applications/{id}/synchronization/templates
    let id = "a";
    graph.raw(Method::Get, &format!("/servicePrincipals/{id}/synchronization/jobs?$top=1")).await?; //= GET /servicePrincipals/{id}/synchronization/jobs
    let path = std::env::var("PATH_OF_THE_DAY").unwrap_or_default();
    graph.raw(Method::Get, &path).await?; //?
    Ok(())
}
