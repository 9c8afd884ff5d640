//! A set of pages, read and understood.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use docbind_ir::{Api, Code, Diagnostic, Rule, Source};
use docbind_parser::lower::{Facts, SetContext, lower};
use docbind_parser::{aliases, decode, parse};
use docbind_passes::Scope;
use rayon::prelude::*;
use xxhash_rust::xxh3::{Xxh3, xxh3_128};

use super::compact;
use super::includes::{IncludedFiles, PageIncludes};
use super::root::MAX_FILE;
use super::set::DocSet;
use crate::Error;

/// What a set of pages says, and what is wrong with it.
#[derive(Clone, Debug)]
pub struct Documentation {
    /// The model.
    pub api: Api,
    /// The findings, by page and line.
    pub diagnostics: Vec<Diagnostic>,
    /// The files that pages included, sorted.
    pub included: Vec<Arc<str>>,
    /// The files that each page includes, for the pages that do.
    pub includes: BTreeMap<Arc<str>, Vec<Arc<str>>>,
    /// The files that pages wanted to include and that could not be read, sorted.
    pub unread: Vec<String>,
    /// The content of each page and then of each included file, as a hash.
    pub hashes: Vec<u128>,
    /// A fingerprint of the pages and what they include.
    pub fingerprint: String,
    /// What there is to say about the settings that made the model what it is.
    pub remarks: Vec<String>,
}

impl Documentation {
    /// Reads the pages of a set in parallel, calling `progress` after each, and collects their facts in the order of
    /// the pages. No pass has run yet.
    pub fn read(set: &DocSet, progress: &(dyn Fn() + Sync)) -> Self {
        let includes = IncludedFiles::new(&set.root);
        let context = set.context();
        let collected = Mutex::new(Collected::new(set, &context));
        // A page's facts join the others as soon as it is its turn: nobody waits, and few pages are in memory at a time.
        set.files.iter().enumerate().par_bridge().for_each(|(place, file)| {
            let page = Page::read(file, set, &context, &includes);
            collected.lock().unwrap_or_else(PoisonError::into_inner).add(place, file, page);
            progress();
        });
        let Collected { api, mut diagnostics, mut fingerprint, includes: by_page, mut hashes, .. } =
            collected.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut included = Vec::new();
        let (texts, unread) = includes.into_texts();
        for (path, text) in texts {
            let hash = xxh3_128(text.as_bytes());
            fingerprint.update(path.as_bytes());
            fingerprint.update(&hash.to_le_bytes());
            hashes.push(hash);
            included.push(path.into());
        }
        let fingerprint = format!("{:032x}", fingerprint.digest128());
        diagnostics.extend(unknown_base_url(set, &api));
        let mut documentation =
            Self { api, diagnostics, included, includes: by_page, unread, hashes, fingerprint, remarks: Vec::new() };
        documentation.sort_diagnostics();
        documentation
    }

    /// Runs the passes, up to and with the one named `until` when it is given.
    pub fn refine(&mut self, scope: &Scope, until: Option<&str>) {
        docbind_passes::run(&mut self.api, scope, until, &mut self.diagnostics);
        compact::api(&mut self.api);
        self.sort_diagnostics();
    }

    /// Narrows the model, after all passes, to the operations of a scope and to what they need.
    ///
    /// # Errors
    /// When a pattern fits nothing, or no operation is left.
    pub fn narrow(&mut self, scope: &Scope) -> Result<(), Error> {
        crate::pattern::check(scope, &self.api)?;
        if !scope.is_everything() {
            docbind_passes::prune(&mut self.api, scope);
        }
        Ok(())
    }

    /// Adds what a later step found.
    pub(crate) fn add_diagnostics(&mut self, diagnostics: Vec<Diagnostic>) {
        self.diagnostics.extend(diagnostics);
        self.sort_diagnostics();
    }

    fn sort_diagnostics(&mut self) {
        fn key(diagnostic: &Diagnostic) -> (&str, u32, u32, Code, &str) {
            let Source { file, line, column, .. } = &diagnostic.primary.source;
            (file, *line, *column, diagnostic.code, &diagnostic.message)
        }
        self.diagnostics.sort_by(|left, right| key(left).cmp(&key(right)));
        self.diagnostics.dedup();
    }
}

/// What the pages gave, in their order.
struct Collected {
    api: Api,
    diagnostics: Vec<Diagnostic>,
    fingerprint: Xxh3,
    includes: BTreeMap<Arc<str>, Vec<Arc<str>>>,
    hashes: Vec<u128>,
    /// The place of the page that is next.
    next: usize,
    /// Pages that were read before one that stands above them.
    waiting: BTreeMap<usize, (Arc<str>, Page)>,
}

impl Collected {
    fn new(set: &DocSet, context: &SetContext) -> Self {
        let mut api = Api {
            version: context.version.clone(),
            base_url: context.base.url.clone(),
            namespace: context.namespace.clone(),
            aliases: aliases(&context.namespace),
            ..Api::default()
        };
        // A list that doubles leaves halves behind that nothing else fits into; room that stays empty costs nothing.
        api.operations.reserve(2 * set.files.len());
        Self {
            api,
            diagnostics: set.diagnostics.clone(),
            fingerprint: Xxh3::new(),
            includes: BTreeMap::new(),
            hashes: Vec::with_capacity(set.files.len()),
            next: 0,
            waiting: BTreeMap::new(),
        }
    }

    /// Takes the page at `place` when those above it were taken, and the ones that waited for it.
    fn add(&mut self, place: usize, file: &Arc<str>, page: Page) {
        self.waiting.insert(place, (file.clone(), page));
        while let Some((file, page)) = self.waiting.remove(&self.next) {
            self.next += 1;
            self.append(&file, page);
        }
    }

    fn append(&mut self, file: &Arc<str>, page: Page) {
        self.fingerprint.update(file.as_bytes());
        self.fingerprint.update(&page.hash.to_le_bytes());
        self.hashes.push(page.hash);
        if !page.includes.is_empty() {
            self.includes.insert(file.clone(), page.includes);
        }
        self.diagnostics.extend(page.diagnostics);
        if let Some(facts) = page.facts {
            self.api.operations.extend(facts.operations);
            self.api.types.extend(facts.types);
            self.api.enums.extend(facts.enums);
            self.api.permissions.extend(facts.permissions);
            self.api.cmdlets.extend(facts.cmdlets);
            self.api.examples.extend(facts.examples);
            self.api.pages.push(facts.page);
        }
    }
}

/// What one page gave.
struct Page {
    facts: Option<Facts>,
    diagnostics: Vec<Diagnostic>,
    includes: Vec<Arc<str>>,
    hash: u128,
}

impl Page {
    fn read(file: &Arc<str>, set: &DocSet, context: &SetContext, includes: &IncludedFiles<'_>) -> Self {
        let bytes = match set.root.read_page(file) {
            Ok(bytes) => bytes,
            Err(error) => {
                return Self {
                    facts: None,
                    diagnostics: vec![unreadable(file, &error)],
                    includes: Vec::new(),
                    hash: 0,
                };
            }
        };
        let hash = xxh3_128(&bytes);
        let (text, invalid) = decode(&bytes);
        let mut diagnostics: Vec<Diagnostic> =
            invalid.map(|offset| not_utf8(file, &bytes, offset)).into_iter().collect();
        let includes = PageIncludes::new(includes);
        let (page, found) = parse(file.clone(), &text, &includes);
        diagnostics.extend(found);
        let (mut facts, found) = lower(&page, context);
        diagnostics.extend(found);
        compact::facts(&mut facts);
        drop(page);
        let includes = includes.into_asked().into_iter().map(Arc::from).collect();
        Self { facts: Some(facts), diagnostics, includes, hash }
    }
}

/// What nobody can send a request without; told at the first request.
fn unknown_base_url(set: &DocSet, api: &Api) -> Option<Diagnostic> {
    let first = api.operations.first().filter(|_| api.base_url.is_empty())?;
    let message = match set.base.stand_in() {
        Some(text) => format!("no page names the base URL that `{text}` stands for"),
        None => "no page names a base URL, so that nobody can tell where requests go".to_owned(),
    };
    let finding = Diagnostic::new(Code::UnknownBaseUrl, first.source.clone(), message);
    Some(finding.help("name it with `--base-url`, or write one request with its whole URL"))
}

fn not_utf8(file: &Arc<str>, bytes: &[u8], offset: usize) -> Diagnostic {
    let before = bytes.get(..offset).unwrap_or_default();
    let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
    let start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |newline| newline + 1);
    let column = String::from_utf8_lossy(before.get(start..).unwrap_or_default()).chars().count() + 1;
    let number = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
    let source = Source::new(file.clone(), number(line), number(column), Rule::Inferred);
    Diagnostic::new(Code::InvalidUtf8, source, "the page is not UTF-8 from here on; what cannot be read is replaced")
        .length(1)
        .help("save the page as UTF-8")
}

fn unreadable(file: &Arc<str>, error: &io::Error) -> Diagnostic {
    let source = Source::new(file.clone(), 1, 1, Rule::Inferred);
    match error.kind() {
        io::ErrorKind::FileTooLarge => {
            let limit = MAX_FILE >> 20;
            Diagnostic::new(Code::FileTooLarge, source, format!("the page is larger than {limit} MiB and was not read"))
        }
        kind => Diagnostic::new(Code::UnreadableFile, source, format!("the page cannot be read: {kind}")),
    }
}
