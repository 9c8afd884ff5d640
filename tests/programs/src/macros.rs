//! Calls that macros write or are given.

use graph_beta::Client;
use graph_beta::runtime::Error;

macro_rules! template {
    ($graph:expr, $id:expr) => {
        $graph.applications().by_id("a").synchronization().templates().by_id($id)
    };
}

macro_rules! each {
    ($($name:ident => $step:ident),* $(,)?) => {
        $(async fn $name(graph: &Client) -> Result<(), Error> {
            graph.service_principals().by_id("a").synchronization().templates().by_id("t").schema().$step().list().await?;
            Ok(())
        })*
    };
}

each! { operators => filter_operators } //= GET /servicePrincipals/{id}/synchronization/templates/{templateId}/schema/filterOperators()

pub(crate) async fn run(graph: &Client) -> Result<(), Error> {
    template!(graph, "t").schema().filter_operators().list().await?; //= GET /applications/{id}/synchronization/templates/{templateId}/schema/filterOperators()
    println!("{:?}", template!(graph, "t").get().await?); //= GET /applications/{id}/synchronization/templates/{templateId}
    let (templates, operators) = tokio::join!(
        graph.service_principals().by_id("b").synchronization().templates().list(), //= GET /servicePrincipals/{id}/synchronization/templates
        operators(graph),
    );
    templates?;
    operators
}
