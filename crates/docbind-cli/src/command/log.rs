//! `docbind log`.

use std::fmt::Write as _;
use std::io::{self, Write as _};

use docbind::{Error, printable};
use serde_json::{Value, json};

use crate::args::{DiffFormat, Log};
use crate::git::Revision;
use crate::history::{Commit, History, Since};
use crate::render::json_pretty;
use crate::reporter::Reporter;

/// Prints since when each thing has been documented.
pub(crate) fn run(arguments: &Log, reporter: &Reporter) -> Result<(), Error> {
    let revision = match Revision::parse(&arguments.repository) {
        Some(revision) if !std::path::Path::new(&arguments.repository).exists() => revision,
        _ => Revision {
            repository: arguments.repository.clone().into(),
            revision: "HEAD".to_owned(),
            folder: String::new(),
        },
    };
    let history = History::read(&revision, reporter.global().set.as_deref())?;
    let since = history.since();
    let text = match arguments.format {
        DiffFormat::Text => text(&since),
        DiffFormat::Json => json_document(&since),
        DiffFormat::Markdown => markdown(&since),
    };
    io::stdout()
        .write_all(text.as_bytes())
        .map_err(|source| Error::Write { path: "standard output".into(), source })?;
    reporter.say(&format!("{} items, {} commits", since.len(), history.commits.len()));
    Ok(())
}

fn text(since: &[Since<'_>]) -> String {
    let mut text = String::new();
    for Since { commit, item, name } in since {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{} {} {item:<12} {}", day(commit), short(commit), printable(name));
    }
    text
}

fn json_document(since: &[Since<'_>]) -> String {
    let items: Vec<Value> = since
        .iter()
        .map(|Since { commit, item, name }| {
            json!({
                "item": item,
                "name": name,
                "since": { "commit": commit.name, "date": commit.date, "subject": commit.subject },
            })
        })
        .collect();
    json_pretty(&json!({ "items": items })) + "\n"
}

/// A section for each commit that brought something, the newest first.
fn markdown(since: &[Since<'_>]) -> String {
    let mut text = String::new();
    let mut last = "";
    for Since { commit, item, name } in since {
        if commit.name != last {
            last = &commit.name;
            let _ = writeln!(text, "\n### {} {}\n", day(commit), printable(&commit.subject).replace('`', "'"));
        }
        let _ = writeln!(text, "- {item} `{}`", printable(name).replace('`', "'"));
    }
    text.trim_start().to_owned()
}

fn day(commit: &Commit) -> &str {
    commit.date.get(..10).unwrap_or(&commit.date)
}

fn short(commit: &Commit) -> &str {
    commit.name.get(..10).unwrap_or(&commit.name)
}
