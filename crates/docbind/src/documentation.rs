//! A set of pages, read and understood.

use std::io;
use std::sync::Arc;

use docbind_ir::{Api, Code, Diagnostic, Rule, Source};
use docbind_parser::lower::{Facts, SetContext, lower};
use docbind_parser::{decode, parse};
use docbind_passes::Scope;
use rayon::prelude::*;
use xxhash_rust::xxh3::{Xxh3, xxh3_128};

use crate::compact;
use crate::includes::IncludedFiles;
use crate::root::MAX_FILE;
use crate::set::DocSet;

/// How many pages are read before their facts are collected: enough to keep every thread busy, too few to fill memory.
const CHUNK: usize = 64;

/// What a set of pages says, and what is wrong with it.
#[derive(Clone, Debug)]
pub struct Documentation {
    /// The model.
    pub api: Api,
    /// The findings, by page and line.
    pub diagnostics: Vec<Diagnostic>,
    /// The files that pages included, sorted.
    pub included: Vec<Arc<str>>,
    /// A fingerprint of the pages and what they include.
    pub fingerprint: String,
}

impl Documentation {
    /// Reads the pages of a set in parallel, calling `progress` after each, and collects their facts in the order of
    /// the pages. No pass has run yet.
    pub fn read(set: &DocSet, progress: &(dyn Fn() + Sync)) -> Self {
        let includes = IncludedFiles::new(&set.root);
        let context = set.context();
        let mut api = Api {
            version: context.version.clone(),
            base_url: context.base_url.clone(),
            namespace: context.namespace.clone(),
            ..Api::default()
        };
        // A list that doubles leaves halves behind that nothing else fits into; room that stays empty costs nothing.
        api.operations.reserve(2 * set.files.len());
        let mut diagnostics = set.diagnostics.clone();
        let mut fingerprint = Xxh3::new();
        for files in set.files.chunks(CHUNK) {
            let read = |file| {
                let page = Page::read(file, set, &context, &includes);
                progress();
                page
            };
            let pages: Vec<Page> = files.par_iter().map(read).collect();
            for (file, page) in files.iter().zip(pages) {
                fingerprint.update(file.as_bytes());
                fingerprint.update(&page.hash.to_le_bytes());
                diagnostics.extend(page.diagnostics);
                if let Some(facts) = page.facts {
                    api.operations.extend(facts.operations);
                    api.types.extend(facts.types);
                    api.enums.extend(facts.enums);
                    api.permissions.extend(facts.permissions);
                    api.cmdlets.extend(facts.cmdlets);
                    api.examples.extend(facts.examples);
                    api.pages.push(facts.page);
                }
            }
        }
        let mut included = Vec::new();
        for (path, text) in includes.into_texts() {
            fingerprint.update(path.as_bytes());
            fingerprint.update(&xxh3_128(text.as_bytes()).to_le_bytes());
            included.push(path.into());
        }
        let fingerprint = format!("{:032x}", fingerprint.digest128());
        let mut documentation = Self { api, diagnostics, included, fingerprint };
        documentation.sort_diagnostics();
        documentation
    }

    /// Runs the passes, up to and with the one named `until` when it is given.
    pub fn refine(&mut self, scope: &Scope, until: Option<&str>) {
        docbind_passes::run(&mut self.api, scope, until, &mut self.diagnostics);
        compact::api(&mut self.api);
        self.sort_diagnostics();
    }

    /// Adds what a later step found.
    pub(crate) fn add_diagnostics(&mut self, diagnostics: Vec<Diagnostic>) {
        self.diagnostics.extend(diagnostics);
        self.sort_diagnostics();
    }

    fn sort_diagnostics(&mut self) {
        let key = |diagnostic: &Diagnostic| {
            let Source { file, line, column, .. } = &diagnostic.primary.source;
            (file.clone(), *line, *column, diagnostic.code, diagnostic.message.clone())
        };
        self.diagnostics.sort_by_cached_key(key);
        self.diagnostics.dedup();
    }
}

/// What one page gave.
struct Page {
    facts: Option<Facts>,
    diagnostics: Vec<Diagnostic>,
    hash: u128,
}

impl Page {
    fn read(file: &Arc<str>, set: &DocSet, context: &SetContext, includes: &IncludedFiles<'_>) -> Self {
        let bytes = match set.root.read_page(file) {
            Ok(bytes) => bytes,
            Err(error) => return Self { facts: None, diagnostics: vec![unreadable(file, &error)], hash: 0 },
        };
        let hash = xxh3_128(&bytes);
        let (text, invalid) = decode(&bytes);
        let mut diagnostics: Vec<Diagnostic> =
            invalid.map(|offset| not_utf8(file, &bytes, offset)).into_iter().collect();
        let (page, found) = parse(file.clone(), &text, includes);
        diagnostics.extend(found);
        let (mut facts, found) = lower(&page, context);
        diagnostics.extend(found);
        compact::facts(&mut facts);
        Self { facts: Some(facts), diagnostics, hash }
    }
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
