//! Spends the day and tells of it: `cargo run -p docbind-examples`.

use docbind_examples::{day, server};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let office = server::start().await?;
    let graph = office.client();
    let folder = std::env::temp_dir();
    for line in day::spend(&graph, &folder).await? {
        println!("{line}");
    }
    Ok(())
}
