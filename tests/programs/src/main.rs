//! Calls that are hard to follow, each marked with the operation it is; `//? ` marks what can only be told by running.
//!
//! The program does nothing unless it is given a word, since it has no service to talk to.

mod api;
mod async_blocks;
mod closures;
mod fields;
mod functions;
mod generics;
mod macros;
mod raw;
mod re_exports;
mod trait_objects;
mod variables;

use graph_beta::Client;
use graph_beta::runtime::StaticToken;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), graph_beta::runtime::Error> {
    if std::env::args().nth(1).is_none() {
        return Ok(());
    }
    let graph = Client::new(StaticToken::new("token"));
    variables::run(&graph).await?;
    functions::run(&graph).await?;
    fields::run(graph.clone()).await?;
    closures::run(&graph).await?;
    generics::run(&graph).await?;
    trait_objects::run(&graph).await?;
    macros::run(&graph).await?;
    re_exports::run(&graph).await?;
    async_blocks::run(graph.clone()).await?;
    raw::run(&graph).await
}
