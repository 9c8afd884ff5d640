//! Generates the client for the calls that this package makes, and for no others.

fn main() -> Result<(), docbind::Error> {
    docbind::Config::new()
        .docs("../../docs/api-reference/beta")
        .include("PUT /servicePrincipals/*/synchronization/secrets")
        .include("GET /servicePrincipals/*/synchronization/jobs/**")
        .exclude("GET /servicePrincipals/*/synchronization/jobs/*/schema/**")
        .generate()?;
    Ok(())
}
