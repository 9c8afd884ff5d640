//! `docbind init`.

use std::io::{self, BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};

use docbind::{DocSet, Error, SETTINGS_FILE, find_sets, write_file};
use serde_json::Value;

use crate::args::Init;
use crate::reporter::Reporter;

/// Writes a `docbind.toml` for one crate to the current folder.
pub(crate) fn run(arguments: &Init, reporter: &Reporter) -> Result<(), Error> {
    let path = Path::new(SETTINGS_FILE);
    if path.exists() && !arguments.force {
        return Err(Error::Settings(format!("there is a {SETTINGS_FILE} here already; `--force` overwrites it")));
    }
    let docs = match &arguments.docs {
        Some(docs) => docs.clone(),
        None => PathBuf::from(ask("the folder of the pages", "--docs DIR", "docs/api-reference/v1.0")?),
    };
    let sets = find_sets(&docs)?;
    let is_one_of_many = sets.len() > 1;
    let set = DocSet::choose(&docs, sets, reporter.global().set.as_deref())?;
    let name = match &arguments.name {
        Some(name) => name.clone(),
        None => ask("the name of the crate", "--name CRATE", "my-graph")?,
    };
    let out = match &arguments.out {
        Some(out) => out.to_string_lossy().into_owned(),
        None => name.clone(),
    };
    let mut text = format!(
        "# What `docbind generate` makes here: one [[crate]] for each crate. Paths are relative to this file.\n\n\
         [[crate]]\nname = {}\ndocs = {}\nout = {}\n",
        string(&name),
        string(&docs.to_string_lossy()),
        string(&out)
    );
    if is_one_of_many {
        text.push_str(&format!("set = {}\n", string(&set.name)));
    }
    for (key, patterns) in [("include", &arguments.filter.include), ("exclude", &arguments.filter.exclude)] {
        if !patterns.is_empty() {
            let patterns: Vec<String> = patterns.iter().map(|pattern| format!("    {},\n", string(pattern))).collect();
            text.push_str(&format!("{key} = [\n{}]\n", patterns.concat()));
        }
    }
    docbind::scope(&arguments.filter.include, &arguments.filter.exclude)?;
    write_file(path, text.as_bytes())?;
    reporter.say(&format!("{SETTINGS_FILE} is written; `docbind generate` makes the crate in {out}"));
    Ok(())
}

/// Asks a person; where there is none, the option that would have answered is named.
fn ask(what: &str, option: &str, proposal: &str) -> Result<String, Error> {
    if !io::stdin().is_terminal() {
        return Err(Error::Settings(format!("say {what} with `{option}`")));
    }
    let stderr = |source| Error::Write { path: "standard error".into(), source };
    let mut out = io::stderr().lock();
    write!(out, "{what} [{proposal}]: ").and_then(|()| out.flush()).map_err(stderr)?;
    let mut answer = String::new();
    io::stdin()
        .lock()
        .read_line(&mut answer)
        .map_err(|source| Error::Read { path: "standard input".into(), source })?;
    let answer = answer.trim();
    Ok(if answer.is_empty() { proposal.to_owned() } else { answer.to_owned() })
}

/// A string as TOML writes it; the escapes of JSON are among those of TOML.
fn string(text: &str) -> String {
    Value::from(text).to_string().replace('\u{7f}', "\\u007f")
}
