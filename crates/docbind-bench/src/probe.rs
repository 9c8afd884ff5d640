//! A program that is compiled against the generated crate and measures it from inside.

use anyhow::Result;
use docbind_ir::Api;

use crate::measure::output;
use crate::report::Report;
use crate::subject::Subject;
use crate::workspace::Workspace;
use crate::{sample, twin};

/// How many items a measured page has.
const ITEMS: usize = 1_000;

/// Measures decoding against the twin and building a request against doing it by hand.
pub(crate) fn bench(
    workspace: &Workspace,
    api: &Api,
    subject: &Subject,
    library: &str,
    report: &mut Report,
) -> Result<()> {
    let Some(definition) = api.types.iter().find(|ty| ty.name.as_str() == subject.type_name) else { return Ok(()) };
    let Some(twin_type) = twin::type_name(api, &subject.type_name) else { return Ok(()) };
    let dependencies = format!(
        "graph = {{ path = \"../graph\", package = \"{library}\", default-features = false, features = [\"{feature}\", \"serde\", \"reqwest\"] }}\n\
         twin = {{ path = \"../twin\" }}\nserde = {{ version = \"1\", features = [\"derive\"] }}\nserde_json = \"1\"\nhttp = \"1\"\nbytes = \"1\"\n",
        feature = subject.feature,
    );
    workspace.write("probe", &dependencies, "main.rs", &source(subject, &twin_type))?;
    let page = workspace.package("probe").join("page.json");
    std::fs::write(&page, serde_json::to_vec(&sample::page(api, definition, ITEMS))?)?;
    let page = page.to_string_lossy().into_owned();
    let printed = output(&mut workspace.cargo("probe", &["run", "--quiet", "--release", "--", &page]))?;
    for line in printed.lines() {
        let mut words = line.split_whitespace();
        if let (Some(name), Some(ours), Some(theirs)) = (words.next(), words.next(), words.next()) {
            let nanos = |text: &str| std::time::Duration::from_nanos(text.parse().unwrap_or(0));
            let (name, limit) = match name {
                "decode" => (format!("decode {ITEMS} items, to the serde-derive twin"), 1.1),
                "encode" => ("encode one item, to the serde-derive twin".to_owned(), 3.0),
                _ => ("build a request with three options, to one by hand".to_owned(), 2.0),
            };
            report.ratio(&name, nanos(ours), nanos(theirs), limit);
        }
    }
    Ok(())
}

fn source(subject: &Subject, twin_type: &str) -> String {
    let Subject { rust_type, calls, path, .. } = subject;
    format!(
        r#"//! Prints a name and two medians in nanoseconds a line: generated, other.
use std::hint::black_box;
use std::time::Instant;

use graph::prelude::*;

#[derive(serde::Deserialize)]
struct Ours {{ value: Vec<graph::{rust_type}> }}

#[derive(serde::Deserialize)]
struct Theirs {{ value: Vec<twin::{twin_type}> }}

fn once(work: &mut dyn FnMut(), times: u32) -> u128 {{
    let start = Instant::now();
    for _ in 0..times {{ work(); }}
    start.elapsed().as_nanos() / u128::from(times)
}}

fn pair(name: &str, times: u32, mut ours: impl FnMut(), mut theirs: impl FnMut()) {{
    let (mut a, mut b) = (Vec::new(), Vec::new());
    for _ in 0..25 {{
        a.push(once(&mut ours, times));
        b.push(once(&mut theirs, times));
    }}
    a.sort_unstable();
    b.sort_unstable();
    println!("{{name}} {{}} {{}}", a[a.len() / 2], b[b.len() / 2]);
}}

fn main() {{
    let text = std::fs::read(std::env::args().nth(1).expect("a file")).expect("readable");
    pair(
        "decode",
        1,
        || {{ black_box(serde_json::from_slice::<Ours>(&text).expect("decodes")); }},
        || {{ black_box(serde_json::from_slice::<Theirs>(&text).expect("decodes")); }},
    );
    let ours = serde_json::from_slice::<Ours>(&text).expect("decodes").value.remove(0);
    let theirs = serde_json::from_slice::<Theirs>(&text).expect("decodes").value.remove(0);
    pair(
        "encode",
        1_000,
        || {{ black_box(ours.to_json()); }},
        || {{ black_box(serde_json::to_vec(&theirs).expect("encodes")); }},
    );
    let client = graph::Client::new(StaticToken::new("token"));
    pair(
        "request",
        10_000,
        || {{
            let request = client{calls}.list().query("$select", "id,displayName").query("$top", "25").query("$count", "true");
            black_box(request.build().expect("builds"));
        }},
        || {{
            let mut url = String::with_capacity(160);
            url.push_str("https://graph.microsoft.com/v1.0{path}?$select=");
            url.push_str(black_box("id,displayName"));
            url.push_str("&$top=");
            url.push_str(black_box("25"));
            url.push_str("&$count=");
            url.push_str(black_box("true"));
            let mut request = http::Request::new(bytes::Bytes::new());
            *request.method_mut() = http::Method::GET;
            *request.uri_mut() = http::Uri::try_from(url).expect("a URL");
            request.headers_mut().insert(http::header::AUTHORIZATION, http::HeaderValue::from_static("Bearer token"));
            black_box(request);
        }},
    );
}}
"#
    )
}
