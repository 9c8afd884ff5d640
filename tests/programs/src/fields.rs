//! The client in structures, behind locks and in statics.

use std::ops::Deref;
use std::sync::{Arc, Mutex, OnceLock};

use graph_beta::runtime::{Error, StaticToken};
use graph_beta::service_principals::nodes::ServicePrincipalsByIdNode;
use graph_beta::{Client, runtime};

static SHARED: OnceLock<Client> = OnceLock::new();

struct Directory {
    graph: Arc<Client>,
    principals: Mutex<Option<ServicePrincipalsByIdNode>>,
}

struct Session(Directory);

impl Deref for Session {
    type Target = Directory;

    fn deref(&self) -> &Directory {
        &self.0
    }
}

impl Directory {
    fn new(graph: Client) -> Self {
        let principals = Mutex::new(Some(graph.service_principals().by_id("a")));
        Self { graph: Arc::new(graph), principals }
    }

    fn client(&self) -> &Client {
        &self.graph
    }

    async fn templates(&self) -> Result<(), Error> {
        self.client().applications().by_id("a").synchronization().templates().by_id("t").get().await?; //= GET /applications/{id}/synchronization/templates/{templateId}
        Ok(())
    }

    fn taken(&self) -> Option<ServicePrincipalsByIdNode> {
        self.principals.lock().ok()?.take()
    }
}

pub(crate) async fn run(graph: Client) -> Result<(), Error> {
    let session = Session(Directory::new(graph));
    session.templates().await?;
    session.graph.service_principals().by_id("a").synchronization().jobs().by_id("j").get().await?; //= GET /servicePrincipals/{id}/synchronization/jobs/{jobId}
    if let Some(principal) = session.taken() {
        principal.synchronization().jobs().by_id("j").schema().get().await?; //= GET /servicePrincipals/{id}/synchronization/jobs/{jobId}/schema
    }
    let shared = SHARED.get_or_init(|| Client::with_base_url("http://localhost", StaticToken::new("t")));
    let _ = runtime::ABI;
    shared.service_principals().by_id("a").synchronization().templates().by_id("t").schema().get().await?; //= GET /servicePrincipals/{id}/synchronization/templates/{templateId}/schema
    Ok(())
}
