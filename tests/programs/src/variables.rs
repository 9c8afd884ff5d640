//! Nodes in variables, lists, options, tuples.

use graph_beta::Client;
use graph_beta::runtime::Error;

pub(crate) async fn run(graph: &Client) -> Result<(), Error> {
    let principals = graph.service_principals();
    let principal = principals.by_id("a");
    let synchronization = principal.synchronization();
    let request = synchronization
        .jobs()
        .list() //= GET /servicePrincipals/{id}/synchronization/jobs
        .top(3);
    request.await?;

    let mut waiting = Vec::new();
    for id in ["a", "b"] {
        waiting.push(graph.service_principals().by_id(id).synchronization().templates().by_id("t"));
    }
    for template in waiting {
        template.get().await?; //= GET /servicePrincipals/{id}/synchronization/templates/{templateId}
    }

    let job = Some(graph.service_principals().by_id("a").synchronization().jobs().by_id("j"));
    if let Some(job) = job {
        job.pause().post().await?; //= POST /servicePrincipals/{id}/synchronization/jobs/{jobId}/pause
    }

    let (client, id) = (graph.clone(), "a");
    let templates = match id {
        "a" => client.applications().by_id(id).synchronization().templates(),
        _ => return Ok(()),
    };
    templates.list().await?; //= GET /applications/{id}/synchronization/templates

    // A map's own methods are no calls.
    let mut counts = std::collections::HashMap::new();
    counts.insert("a", graph.service_principals().by_id("x"));
    let Some(_node) = counts.get("a") else { return Ok(()) };
    Ok(())
}
