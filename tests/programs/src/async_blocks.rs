//! Tasks, blocks, and futures that are kept.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use graph_beta::Client;
use graph_beta::runtime::Error;

type Job = Pin<Box<dyn Future<Output = Result<(), Error>> + Send>>;

fn pause(graph: Arc<Client>) -> Job {
    Box::pin(async move {
        let job = graph.service_principals().by_id("a").synchronization().jobs().by_id("j");
        job.pause().post().await //= POST /servicePrincipals/{id}/synchronization/jobs/{jobId}/pause
    })
}

pub(crate) async fn run(graph: Client) -> Result<(), Error> {
    let shared = Arc::new(graph);
    let mut jobs: Vec<Job> = vec![pause(Arc::clone(&shared))];
    let other = shared.clone();
    jobs.push(Box::pin(async move {
        other.service_principals().by_id("a").synchronization().jobs().by_id("j").get().await.map(|_| ()) //= GET /servicePrincipals/{id}/synchronization/jobs/{jobId}
    }));
    for job in jobs {
        job.await?;
    }
    let body = graph_beta::models::SynchronizationJob::new();
    let made = async { shared.service_principals().by_id("a").synchronization().jobs().post(body).await }; //= POST /servicePrincipals/{id}/synchronization/jobs
    made.await?;
    Ok(())
}
