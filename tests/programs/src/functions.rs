//! Nodes that functions take and give.

use graph_beta::Client;
use graph_beta::runtime::{Error, Request};
use graph_beta::service_principals::nodes::{
    ServicePrincipalsByIdSynchronizationJobsByIdNode, ServicePrincipalsByIdSynchronizationNode,
};

fn synchronization(graph: &Client, id: &str) -> ServicePrincipalsByIdSynchronizationNode {
    graph.service_principals().by_id(id).synchronization()
}

fn job(graph: &Client) -> Option<ServicePrincipalsByIdSynchronizationJobsByIdNode> {
    Some(synchronization(graph, "a").jobs().by_id("j"))
}

async fn start(job: ServicePrincipalsByIdSynchronizationJobsByIdNode) -> Result<(), Error> {
    job.start().post().await?; //= POST /servicePrincipals/{id}/synchronization/jobs/{jobId}/start
    Ok(())
}

fn request(graph: &Client) -> Request<graph_beta::service_principals::ListSynchronizationTemplates> {
    synchronization(graph, "a").templates().list() //= GET /servicePrincipals/{id}/synchronization/templates
}

pub(crate) async fn run(graph: &Client) -> Result<(), Error> {
    if let Some(job) = job(graph) {
        start(job).await?;
    }
    request(graph).await?;
    let Some(job) = job(graph) else { return Ok(()) };
    ServicePrincipalsByIdSynchronizationJobsByIdNode::delete(job).await?; //= DELETE /servicePrincipals/{id}/synchronization/jobs/{jobId}
    Ok(())
}
