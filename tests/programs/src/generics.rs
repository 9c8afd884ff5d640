//! Type parameters that stand for the client or a node.

use std::future::Future;

use graph_beta::Client;
use graph_beta::runtime::{Error, Operation, Request};
use graph_beta::service_principals::nodes::ServicePrincipalsByIdNode;

struct Holder<T> {
    inner: T,
}

impl<T> Holder<T> {
    fn new(inner: T) -> Self {
        Self { inner }
    }

    fn get(&self) -> &T {
        &self.inner
    }

    fn into_inner(self) -> T {
        self.inner
    }
}

trait Templates {
    fn functions(self) -> impl Future<Output = Result<(), Error>>;
}

impl Templates for ServicePrincipalsByIdNode {
    async fn functions(self) -> Result<(), Error> {
        self.synchronization().templates().by_id("t").schema().functions().list().await?; //= GET /servicePrincipals/{id}/synchronization/templates/{templateId}/schema/functions()
        Ok(())
    }
}

fn same<T>(value: T) -> T {
    value
}

async fn send<O: Operation>(request: Request<O>) -> Result<(), Error> {
    request.send().await.map(|_| ())
}

async fn all<T: Templates>(of: T) -> Result<(), Error> {
    of.functions().await
}

fn borrowed(
    graph: impl AsRef<Client>,
) -> Request<graph_beta::applications::ListSynchronizationTemplatesSchemaFunctions> {
    graph.as_ref().applications().by_id("a").synchronization().templates().by_id("t").schema().functions().list() //= GET /applications/{id}/synchronization/templates/{templateId}/schema/functions()
}

struct Own(Client);

impl AsRef<Client> for Own {
    fn as_ref(&self) -> &Client {
        &self.0
    }
}

pub(crate) async fn run(graph: &Client) -> Result<(), Error> {
    let holder = Holder::new(graph.clone());
    send(holder.get().service_principals().by_id("a").synchronization().jobs().list()).await?; //= GET /servicePrincipals/{id}/synchronization/jobs
    let node = Holder { inner: same(graph.service_principals().by_id("a")) };
    all(node.into_inner()).await?;
    borrowed(Own(graph.clone())).await?;
    Ok(())
}
