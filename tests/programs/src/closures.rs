//! Closures that take, keep and give nodes.

use graph_beta::Client;
use graph_beta::runtime::Error;
use graph_beta::service_principals::nodes::ServicePrincipalsByIdSynchronizationNode;

fn with<R>(graph: &Client, act: impl FnOnce(ServicePrincipalsByIdSynchronizationNode) -> R) -> R {
    act(graph.service_principals().by_id("a").synchronization())
}

pub(crate) async fn run(graph: &Client) -> Result<(), Error> {
    let job = |id: &str| graph.service_principals().by_id("a").synchronization().jobs().by_id(id);
    job("j").restart().post(graph_beta::service_principals::PostSynchronizationJobsRestartBody::new()).await?; //= POST /servicePrincipals/{id}/synchronization/jobs/{jobId}/restart

    let requests: Vec<_> = ["a", "b"]
        .iter()
        .map(|id| graph.applications().by_id(id).synchronization().templates())
        .map(|templates| templates.by_id("t").schema().get()) //= GET /applications/{id}/synchronization/templates/{templateId}/schema
        .collect();
    for request in requests {
        request.await?;
    }

    let schema = with(graph, |synchronization| synchronization.jobs().by_id("j").schema());
    schema.delete().await?; //= DELETE /servicePrincipals/{id}/synchronization/jobs/{jobId}/schema

    with(graph, move |node| async move {
        node.jobs().by_id("j").schema().filter_operators().list().await //= GET /servicePrincipals/{id}/synchronization/jobs/{jobId}/schema/filterOperators()
    })
    .await?;
    Ok(())
}
