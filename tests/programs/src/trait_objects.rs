//! The client behind a trait of the program's own.

use graph_beta::Client;
use graph_beta::runtime::Error;
use graph_beta::service_principals::nodes::ServicePrincipalsByIdSynchronizationJobsNode;

trait Source {
    fn graph(&self) -> &Client;

    fn jobs(&self) -> ServicePrincipalsByIdSynchronizationJobsNode {
        self.graph().service_principals().by_id("a").synchronization().jobs()
    }
}

struct Live(Client);

impl Source for Live {
    fn graph(&self) -> &Client {
        &self.0
    }
}

async fn provision(source: &dyn Source) -> Result<(), Error> {
    let body = graph_beta::service_principals::PostSynchronizationJobsProvisionOnDemandBody::new();
    source.jobs().by_id("j").provision_on_demand().post(body).await?; //= POST /servicePrincipals/{servicePrincipalsId}/synchronization/jobs/{synchronizationJobId}/provisionOnDemand
    Ok(())
}

pub(crate) async fn run(graph: &Client) -> Result<(), Error> {
    let sources: Vec<Box<dyn Source>> = vec![Box::new(Live(graph.clone()))];
    for source in &sources {
        provision(&**source).await?;
        source
            .graph()
            .service_principals()
            .by_id("a")
            .synchronization()
            .jobs()
            .by_id("j")
            .schema()
            .functions()
            .list() //= GET /servicePrincipals/{id}/synchronization/jobs/{jobId}/schema/functions()
            .await?;
    }
    Ok(())
}
