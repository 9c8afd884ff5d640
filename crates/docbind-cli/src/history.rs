//! The history of a folder of pages: which commit documented a thing first.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use docbind::{DocSet, Error, find_sets};
use docbind_parser::lower::{Facts, SetContext, lower};
use docbind_parser::{decode, parse};
use rayon::prelude::*;

use crate::git::{Blobs, Revision, git, run};

/// A commit that changed pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Commit {
    /// Its name in full.
    pub(crate) name: String,
    /// When it was committed, as ISO 8601.
    pub(crate) date: String,
    /// The first line of its message.
    pub(crate) subject: String,
    /// What it changed: path and new content, nothing for a file that is gone.
    changes: Vec<(String, Option<String>)>,
}

/// A thing that pages document.
type Item = (&'static str, String);

/// The commits of a folder, oldest first, and what each documented first.
pub(crate) struct History {
    pub(crate) commits: Vec<Commit>,
    /// By the key of a thing: its name now, and the place of the commit in the list.
    first: BTreeMap<Item, usize>,
    /// What the pages document in the end, by key.
    now: BTreeMap<Item, String>,
}

/// Since when a thing has been documented.
pub(crate) struct Since<'a> {
    pub(crate) commit: &'a Commit,
    pub(crate) item: &'static str,
    pub(crate) name: &'a str,
}

impl History {
    /// Walks the history up to a revision. A page costs something in those commits alone that changed it, or what it
    /// includes.
    pub(crate) fn read(revision: &Revision, set: Option<&str>) -> Result<Self, Error> {
        let (scratch, folder) = revision.extract()?;
        let set = DocSet::choose(&folder, find_sets(&folder)?, set)?;
        let root = scratch.path().canonicalize().unwrap_or_else(|_| scratch.path().to_owned());
        let prefix = set.root.path().strip_prefix(&root).unwrap_or(set.root.path()).to_string_lossy().into_owned();
        let commits = commits(revision)?;
        let mut walk = Walk {
            prefix: if prefix.is_empty() { prefix } else { prefix + "/" },
            context: set.context(),
            blobs: Blobs::open(&revision.repository)?,
            texts: BTreeMap::new(),
            pages: BTreeMap::new(),
        };
        let mut first = BTreeMap::new();
        for (place, commit) in commits.iter().enumerate() {
            for page in walk.step(commit)? {
                for key in walk.pages.get(&page).into_iter().flat_map(|page| page.items.keys()) {
                    first.entry(key.clone()).or_insert(place);
                }
            }
        }
        let now = walk.pages.into_values().flat_map(|page| page.items).collect();
        Ok(Self { commits, first, now })
    }

    /// The things that are documented in the end, the newest first.
    pub(crate) fn since(&self) -> Vec<Since<'_>> {
        let mut found: Vec<(usize, &Item, &String)> =
            self.now.iter().filter_map(|(key, name)| Some((*self.first.get(key)?, key, name))).collect();
        found.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| (a.1.0, a.2).cmp(&(b.1.0, b.2))));
        found
            .into_iter()
            .filter_map(|(place, (item, _), name)| Some(Since { commit: self.commits.get(place)?, item, name }))
            .collect()
    }
}

/// The state of the pages on the way through the history.
struct Walk {
    /// The root of the pages in the repository.
    prefix: String,
    context: SetContext,
    blobs: Blobs,
    /// The text of each file, relative to the root.
    texts: BTreeMap<String, String>,
    pages: BTreeMap<String, Page>,
}

/// What a page documents, and which files its text comes from.
struct Page {
    items: BTreeMap<Item, String>,
    includes: BTreeSet<String>,
}

impl Walk {
    /// Applies a commit, and tells which pages were read again.
    fn step(&mut self, commit: &Commit) -> Result<BTreeSet<String>, Error> {
        let mut changed = BTreeSet::new();
        for (path, blob) in &commit.changes {
            let Some(file) = path.strip_prefix(&self.prefix) else { continue };
            match blob {
                Some(blob) => {
                    let bytes = self.blobs.read(blob)?;
                    self.texts.insert(file.to_owned(), decode(&bytes).0.into_owned());
                }
                None => {
                    self.texts.remove(file);
                    self.pages.remove(file);
                }
            }
            changed.insert(file.to_owned());
        }
        let includers = self.pages.iter().filter(|(_, page)| !page.includes.is_disjoint(&changed));
        let mut stale: BTreeSet<String> = includers.map(|(file, _)| file.clone()).collect();
        let is_include = |file: &str| file.split('/').any(|part| part == "includes");
        stale.extend(changed.into_iter().filter(|file| !is_include(file)));
        stale.retain(|file| self.texts.contains_key(file));
        let read: Vec<(String, Page)> =
            stale.par_iter().filter_map(|file| Some((file.clone(), self.page(file)?))).collect();
        self.pages.extend(read);
        Ok(stale)
    }

    fn page(&self, file: &str) -> Option<Page> {
        let text = self.texts.get(file)?;
        let (page, _) = parse(Arc::from(file), text, &self.texts);
        let (facts, _) = lower(&page, &self.context);
        let includes = includes(file, text);
        Some(Page { items: items(&facts), includes })
    }
}

/// The files that a page, or what it includes, may include: by name alone, since a file too many costs little.
fn includes(file: &str, text: &str) -> BTreeSet<String> {
    let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
    let targets = text.match_indices("[!").filter_map(|(start, _)| {
        let rest = text.get(start..)?;
        let target = rest.split_once("](")?.1;
        Some(target.split_once(')')?.0.trim())
    });
    targets.filter_map(|target| resolve(folder, target)).collect()
}

fn resolve(folder: &str, target: &str) -> Option<String> {
    let mut parts: Vec<&str> = if target.starts_with(['~', '/']) { Vec::new() } else { folder.split('/').collect() };
    for part in target.trim_start_matches(['~', '/']).split('/') {
        match part {
            "" | "." => {}
            ".." => _ = parts.pop()?,
            part => parts.push(part),
        }
    }
    Some(parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/"))
}

/// What a page documents: key and name.
fn items(facts: &Facts) -> BTreeMap<Item, String> {
    let mut items = BTreeMap::new();
    for operation in &facts.operations {
        items.insert(("operation", operation.id().to_string()), operation.request_line());
    }
    for def in &facts.types {
        items.insert(("type", def.name.key()), def.name.to_string());
        for property in def.properties.iter().chain(&def.navigation) {
            let name = format!("{}.{}", def.name, property.name);
            items.insert(("property", name.to_lowercase()), name);
        }
    }
    for def in &facts.enums {
        items.insert(("enum", def.name.key()), def.name.to_string());
        for member in &def.members {
            let name = format!("{}.{}", def.name, member.name);
            items.insert(("member", name.to_lowercase()), name);
        }
    }
    items
}

/// The commits that changed Markdown files which matter to the folder, oldest first.
fn commits(revision: &Revision) -> Result<Vec<Commit>, Error> {
    let mut command = git(&revision.repository);
    command.args(["log", "--reverse", "--first-parent", "-m", "--raw", "-z", "--no-renames", "--no-abbrev"]);
    command.args(["--format=%x01%H%x02%cI%x02%s", "--end-of-options", &revision.revision, "--"]);
    let output = run(command, &revision.repository)?;
    let mut commits: Vec<Commit> = Vec::new();
    let mut tokens = output.split(|byte| *byte == 0).map(|token| String::from_utf8_lossy(token));
    while let Some(token) = tokens.next() {
        let token = token.trim_start_matches('\n');
        if let Some(head) = token.strip_prefix('\u{1}') {
            let mut words = head.splitn(3, '\u{2}').map(|word| word.trim_end().to_owned());
            let (name, date, subject) = (words.next(), words.next(), words.next());
            let (name, date) = (name.unwrap_or_default(), date.unwrap_or_default());
            commits.push(Commit { name, date, subject: subject.unwrap_or_default(), changes: Vec::new() });
        } else if let Some(row) = token.strip_prefix(':') {
            // `MODE MODE BLOB BLOB STATUS`, then the path
            let Some(path) = tokens.next() else { break };
            let words: Vec<&str> = row.split(' ').collect();
            let (mode, blob) = (words.get(1).copied().unwrap_or_default(), words.get(3).copied().unwrap_or_default());
            let blob = mode.starts_with("100").then(|| blob.to_owned());
            if let Some(commit) = commits.last_mut().filter(|_| revision.concerns(&path)) {
                commit.changes.push((path.into_owned(), blob));
            }
        }
    }
    commits.retain(|commit| !commit.changes.is_empty());
    Ok(commits)
}
