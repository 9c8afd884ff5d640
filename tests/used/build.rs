//! Generates the client for the calls that the sources make: one that is added is there after the next build.

fn main() -> Result<(), docbind::Error> {
    docbind::Config::new().docs("../../docs/api-reference/v1.0").include_used("src").generate()?;
    Ok(())
}
