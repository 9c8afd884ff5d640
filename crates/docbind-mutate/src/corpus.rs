//! The pages to mutate, and those they need beside them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use anyhow::{Context, Result, ensure};
use docbind::{CrateSettings, DocSet};
use rand::seq::{IndexedRandom, SliceRandom};
use regex::Regex;
use relative_path::RelativePath;

use crate::mutation::{Mutation, mutate};
use crate::stream;

/// The stream that shuffles the pages; those below it are for the pages themselves.
const SHUFFLE: u64 = u64::MAX;

/// A set of pages, in an order that the seed decides.
#[derive(Debug)]
pub struct Corpus {
    set: DocSet,
    seed: u64,
    shuffled: Vec<Arc<str>>,
    by_lower_case: BTreeMap<String, Arc<str>>,
}

/// A page as the seed changed it.
#[derive(Debug)]
pub struct MutatedPage {
    /// Which one of the run.
    pub number: u64,
    /// Where it lies, relative to the root of its set.
    pub file: Arc<str>,
    /// The page that splices go on with.
    pub other: Arc<str>,
    /// What was done to it, in this order.
    pub mutations: Vec<Mutation>,
    /// What it is now.
    pub bytes: Vec<u8>,
}

impl fmt::Display for MutatedPage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "page {}, {}:", self.number, self.file)?;
        for (index, mutation) in self.mutations.iter().enumerate() {
            write!(f, "{} {mutation}", if index == 0 { "" } else { ";" })?;
        }
        if self.mutations.iter().any(|mutation| matches!(mutation, Mutation::Splice(..))) {
            write!(f, " (the other page is {})", self.other)?;
        }
        Ok(())
    }
}

impl Corpus {
    /// The pages that `settings` name.
    pub fn open(settings: &CrateSettings, seed: u64) -> Result<Self> {
        let set = docbind::find_set(settings, None)?;
        let mut shuffled = set.files.clone();
        ensure!(!shuffled.is_empty(), "no pages under {}", settings.docs.display());
        shuffled.shuffle(&mut stream(seed, SHUFFLE));
        let by_lower_case = set.files.iter().map(|file| (file.to_lowercase(), file.clone())).collect();
        Ok(Self { set, seed, shuffled, by_lower_case })
    }

    /// What decides the order of the pages and what happens to them.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// How many different pages there are.
    pub fn size(&self) -> u64 {
        self.shuffled.len() as u64
    }

    /// The settings that read written pages as this set is read.
    pub fn settings(&self) -> CrateSettings {
        CrateSettings {
            base_url: Some(self.set.base.url.clone()).filter(|url| !url.is_empty()),
            namespace: Some(self.set.namespace.clone()),
            ..CrateSettings::default()
        }
    }

    /// The page with this number, mutated; as many numbers in a row as there are pages give different files.
    pub fn page(&self, number: u64) -> Result<MutatedPage> {
        let mut random = stream(self.seed, number);
        let index = usize::try_from(number % self.size())?;
        let file = self.shuffled.get(index).context("an empty set")?.clone();
        let other = self.shuffled.choose(&mut random).context("an empty set")?.clone();
        let mut bytes = self.read(&file)?;
        let mutations = mutate(&mut bytes, &self.read(&other)?, &mut random);
        Ok(MutatedPage { number, file, other, mutations, bytes })
    }

    /// Writes mutated pages to a folder, with the files that they include and the pages of types that they link to.
    /// Pages of operations are left out: nothing needs them, and every page of a resource links to a dozen.
    pub fn write(&self, pages: &[MutatedPage], folder: &Path) -> Result<()> {
        let written: BTreeSet<&str> = pages.iter().map(|page| &*page.file).collect();
        let targets: BTreeSet<String> = pages.iter().flat_map(|page| self.targets(page)).collect();
        for page in pages {
            write(&folder.join(&*page.file), &page.bytes)?;
        }
        for target in targets.iter().filter(|target| !written.contains(target.as_str())) {
            // A link may lead nowhere, all the more in a page that was mutated.
            if let Some(bytes) = self.set.root.read(target).ok().filter(|bytes| !has_request(bytes)) {
                write(&folder.join(target), &bytes)?;
            }
        }
        Ok(())
    }

    /// The files that a page links to or includes, relative to the root of the set.
    fn targets(&self, page: &MutatedPage) -> BTreeSet<String> {
        static LINK: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\]\(([^()#\s]+\.md)").ok());
        let Some(link) = LINK.as_ref() else { return BTreeSet::new() };
        let here = RelativePath::new(&*page.file).parent().unwrap_or(RelativePath::new(""));
        link.captures_iter(&String::from_utf8_lossy(&page.bytes))
            .filter_map(|found| {
                let target = here.join_normalized(found.get(1)?.as_str()).into_string();
                let known = self.by_lower_case.get(&target.to_lowercase());
                Some(known.map_or(target, |known| known.to_string()))
            })
            .collect()
    }

    fn read(&self, file: &str) -> Result<Vec<u8>> {
        let path = self.set.root.path().join(file);
        fs::read(&path).with_context(|| path.display().to_string())
    }
}

/// Whether a line of the page begins as a request does.
fn has_request(page: &[u8]) -> bool {
    const METHODS: [&[u8]; 5] = [b"GET ", b"POST ", b"PUT ", b"PATCH ", b"DELETE "];
    page.split(|byte| *byte == b'\n').any(|line| METHODS.iter().any(|method| line.starts_with(method)))
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, bytes).with_context(|| path.display().to_string())
}
