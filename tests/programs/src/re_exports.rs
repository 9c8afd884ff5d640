//! The client by other names.

use crate::api::{self, Graph, Principal, runtime};

type Jobs = graph_beta::service_principals::nodes::ServicePrincipalsByIdSynchronizationJobsNode;

fn jobs(of: api::Synchronization) -> Jobs {
    of.jobs()
}

pub(crate) async fn run(graph: &Graph) -> Result<(), runtime::Error> {
    let principal: Principal = graph.service_principals().by_id("a");
    jobs(principal.synchronization()).by_id("j").start().post().await?; //= POST /servicePrincipals/{id}/synchronization/jobs/{jobId}/start
    other::run().await
}

/// A client that is another one, with methods of the same names.
mod other {
    struct Client;
    struct Principals;

    impl Client {
        fn service_principals(&self) -> Principals {
            Principals
        }
    }

    impl Principals {
        fn by_id(self, _id: &str) -> Self {
            self
        }

        fn synchronization(self) -> Self {
            self
        }

        fn jobs(self) -> Self {
            self
        }

        async fn list(self) -> Result<(), graph_beta::runtime::Error> {
            Ok(())
        }
    }

    pub(super) async fn run() -> Result<(), graph_beta::runtime::Error> {
        Client.service_principals().by_id("a").synchronization().jobs().list().await
    }
}
