//! What a program uses of an API.

use std::collections::{BTreeMap, BTreeSet};

use docbind::Error;
use docbind_ir::{Api, Operation};
use docbind_scan::{CallSite, Scan, linked_operations, scan};
use serde_json::{Value, json};

use crate::args::Permissions;

/// What a program was found to use.
pub(super) struct Usage {
    pub(super) scan: Scan,
    /// Operations that a program can send, as `METHOD /path`; nothing when no program was looked at.
    pub(super) linked: Option<BTreeSet<String>>,
}

impl Usage {
    /// Looks at the sources and the program that the arguments name; nothing when they name none.
    pub(super) fn find(api: &Api, arguments: &Permissions) -> Result<Option<Self>, Error> {
        if arguments.scan.is_empty() && arguments.binary.is_none() {
            return Ok(None);
        }
        let scan = match arguments.scan.as_slice() {
            [] => Scan::default(),
            sources => scan(api, sources).map_err(|error| stopped(&error))?,
        };
        let linked = arguments.binary.as_deref().map(linked_operations).transpose().map_err(|error| stopped(&error))?;
        Ok(Some(Self { scan, linked }))
    }

    /// The operations that are used, by path and method, each once; those of the program alone when nothing was
    /// scanned.
    pub(super) fn operations<'a>(&self, api: &'a Api) -> Vec<&'a Operation> {
        let scanned: BTreeSet<usize> = self.scan.calls.iter().map(|call| call.operation).collect();
        let is_linked = |operation: &Operation| {
            self.linked.as_ref().is_some_and(|linked| linked.contains(&operation.request_line()))
        };
        let used = api.operations.iter().enumerate();
        let mut used: Vec<&Operation> = used
            .filter(|(index, operation)| scanned.contains(index) || is_linked(operation))
            .map(|(_, operation)| operation)
            .collect();
        used.sort_by_cached_key(|operation| (operation.path.to_string(), operation.method));
        used
    }

    /// The places of the calls of each operation, as `METHOD /path`.
    pub(super) fn places(&self, api: &Api) -> BTreeMap<String, Vec<&CallSite>> {
        let mut places: BTreeMap<String, Vec<&CallSite>> = BTreeMap::new();
        for call in &self.scan.calls {
            if let Some(operation) = api.operations.get(call.operation) {
                places.entry(operation.request_line()).or_default().push(call);
            }
        }
        places
    }

    /// Calls that are in the sources and not in the program: dead code, or code that was configured out.
    pub(super) fn unlinked(&self, api: &Api) -> Vec<String> {
        let Some(linked) = self.linked.as_ref().filter(|_| self.scan.files > 0) else { return Vec::new() };
        self.places(api).into_keys().filter(|request| !linked.contains(request)).collect()
    }

    /// Its part of the JSON answer.
    pub(super) fn json(&self, api: &Api) -> Vec<(&'static str, Value)> {
        let calls = self.scan.calls.iter().filter_map(|call| {
            let operation = api.operations.get(call.operation)?.request_line();
            Some(json!({ "operation": operation, "file": call.file, "line": call.line }))
        });
        let unresolved = self.scan.unresolved.iter();
        let unresolved = unresolved.map(|place| json!({ "file": place.file, "line": place.line, "text": place.text }));
        let mut parts = vec![("calls", calls.collect::<Value>()), ("unresolved", unresolved.collect())];
        if !self.scan.unreadable.is_empty() {
            let files = self.scan.unreadable.iter();
            let files = files.map(|file| json!({ "file": file.file, "reason": file.reason }));
            parts.push(("unreadable", files.collect()));
        }
        if let Some(linked) = &self.linked {
            parts.push(("linked", json!(linked)));
            parts.push(("unlinked", json!(self.unlinked(api))));
        }
        parts
    }
}

fn stopped(error: &docbind_scan::Error) -> Error {
    Error::Settings(error.to_string())
}
