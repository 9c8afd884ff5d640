//! What the generated crate costs its users to compile, against peers compiled beside it.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use docbind_ir::Api;

use crate::measure::run;
use crate::report::Report;
use crate::subject::Subject;
use crate::twin;
use crate::workspace::{Profile, Workspace, copy};

/// Turns of each pair of compilations; the median counts.
const RUNS: usize = 3;

/// The untyped client of the same API that its users have today.
const PEER: &str = "graph-rs-sdk = { version = \"=3.0.1\", default-features = false, features = [\"rustls-tls\"] }\n";

/// Without the transport, so that only the generated crate itself is measured.
const FULL: &[&str] = &["--no-default-features", "--features", "full"];

/// Puts the generated crate, its models alone and their twin into the workspace.
pub(crate) fn prepare(workspace: &Workspace, api: &Api, library: &str) -> Result<()> {
    workspace.write(
        "twin",
        "serde = { version = \"1\", features = [\"derive\"] }\nserde_json = \"1\"\n",
        "lib.rs",
        &twin::source(api)?,
    )?;
    let models = workspace.package("models");
    copy(&workspace.package("graph"), &models)?;
    let sources = models.join("src");
    for entry in fs::read_dir(&sources)? {
        let path = entry?.path();
        if path.is_dir() && !path.ends_with("models") {
            fs::remove_dir_all(path)?;
        }
    }
    fs::write(sources.join("lib.rs"), "pub mod models;\npub use ::docbind_runtime as runtime;\n")?;
    let manifest = models.join("Cargo.toml");
    let text = fs::read_to_string(&manifest)?.replacen(&format!("name = \"{library}\""), "name = \"models\"", 1);
    fs::write(&manifest, text).with_context(|| format!("cannot write {}", manifest.display()))
}

/// Compares the generated types with their twin.
pub(crate) fn models(workspace: &Workspace, report: &mut Report) -> Result<()> {
    let ours = workspace.build("models", "models", Profile::Check, FULL);
    let (ours, theirs) = ours.beside(&workspace.build("twin", "twin", Profile::Check, &[]), RUNS)?;
    report.ratio("check of models, setters, constants, CPU, to serde derive", ours, theirs, 0.2);
    Ok(())
}

/// Compares the whole crate with one of its areas.
pub(crate) fn areas(workspace: &Workspace, library: &str, subject: &Subject, report: &mut Report) -> Result<()> {
    let one: &[&str] = &["--no-default-features", "--features", &subject.feature];
    let alone = workspace.build("graph", library, Profile::Check, one);
    let (alone, whole) = alone.beside(&workspace.build("graph", library, Profile::Check, FULL), RUNS)?;
    let name = format!("check of the feature {} alone, CPU, to the whole crate", subject.feature);
    report.ratio(&name, alone, whole, 0.25);
    Ok(())
}

/// Compares the whole crate with the untyped peer: its own crate, without dependencies.
pub(crate) fn peer(workspace: &Workspace, library: &str, report: &mut Report) -> Result<()> {
    workspace.write("peer", PEER, "lib.rs", "//! Depends on the peer.\n")?;
    for (profile, what, runs, limit) in [
        (Profile::Check, "check of the whole crate", RUNS, 1.7),
        (Profile::Release, "release build of the whole crate", 1, 0.5),
    ] {
        let ours = workspace.build("graph", library, profile, FULL);
        let (ours, theirs) = ours.beside(&workspace.build("peer", "graph-rs-sdk", profile, &[]), runs)?;
        report.ratio(&format!("{what}, CPU, to graph-rs-sdk 3.0.1"), ours, theirs, limit);
    }
    Ok(())
}

/// Compares a program that lists items with one that sends the same request by hand.
pub(crate) fn binary(workspace: &Workspace, library: &str, subject: &Subject, report: &mut Report) -> Result<()> {
    let Subject { feature, calls, path, rust_type, .. } = subject;
    let runtime = "tokio = { version = \"1\", features = [\"rt\", \"macros\"] }\n";
    let dependencies = format!(
        "graph = {{ path = \"../graph\", package = \"{library}\", default-features = false, features = [\"{feature}\", \"reqwest\"] }}\n{runtime}"
    );
    let ours = format!(
        r#"#[tokio::main(flavor = "current_thread")]
async fn main() {{
    use graph::prelude::*;
    let client = graph::Client::new(StaticToken::new(std::env::var("TOKEN").unwrap_or_default()));
    let page: graph::runtime::Collection<graph::{rust_type}> = client{calls}.list().await.expect("an answer");
    for item in page.value {{
        println!("{{item:?}}");
    }}
}}
"#
    );
    workspace.write("generated-list", &dependencies, "main.rs", &ours)?;
    let dependencies = format!(
        "reqwest = {{ version = \"0.13\", default-features = false, features = {features} }}\nserde_json = \"1\"\n{runtime}",
        features = reqwest_features(&workspace.package("graph"))?,
    );
    let by_hand = format!(
        r#"#[tokio::main(flavor = "current_thread")]
async fn main() {{
    let answer = reqwest::Client::new()
        .get("https://graph.microsoft.com/v1.0{path}")
        .bearer_auth(std::env::var("TOKEN").unwrap_or_default())
        .send()
        .await
        .expect("an answer");
    let page: serde_json::Value = serde_json::from_slice(&answer.bytes().await.expect("a body")).expect("JSON");
    for item in page["value"].as_array().into_iter().flatten() {{
        println!("{{item:?}}");
    }}
}}
"#
    );
    workspace.write("by-hand-list", &dependencies, "main.rs", &by_hand)?;
    let mut sizes = Vec::new();
    for package in ["generated-list", "by-hand-list"] {
        run(&mut workspace.cargo(package, &["build", "--quiet", "--release"]))?;
        sizes.push(fs::metadata(workspace.target().join("release").join(package))?.len());
    }
    if let [ours, theirs] = sizes[..] {
        let more = (ours as f64 - theirs as f64) / 1e3;
        report.value(
            "kB a program that lists is larger than one by hand",
            more,
            200.0,
            &format!("{ours} / {theirs} bytes"),
        );
    }
    Ok(())
}

/// The features of reqwest that the runtime asks for, so that both programs link the same one.
fn reqwest_features(graph: &Path) -> Result<String> {
    let manifest = graph.join("runtime").join("Cargo.toml");
    let text = fs::read_to_string(&manifest).with_context(|| format!("cannot read {}", manifest.display()))?;
    let line =
        text.lines().find(|line| line.starts_with("reqwest = {")).context("the runtime depends on no reqwest")?;
    // Not the `default-features` before it.
    let features = line
        .split_once(" features = [")
        .and_then(|(_, rest)| rest.split_once(']'))
        .map_or("[]".to_owned(), |(list, _)| format!("[{list}]"));
    Ok(features)
}
