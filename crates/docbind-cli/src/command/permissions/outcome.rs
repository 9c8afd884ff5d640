//! How a program stands to its lock, in words, as JSON and as SARIF.

use std::fmt::Write as _;

use docbind::printable;
use docbind_scan::{Scan, Unresolved};
use serde_json::{Value, json};

use super::lock::{Cause, Change, Lock};

/// What was found, and whether it stops a change.
pub(super) struct Outcome<'a> {
    scan: &'a Scan,
    change: Option<Change>,
    /// What cannot be told and is not allowed by name.
    open: Vec<&'a Unresolved>,
    is_locked: bool,
}

impl<'a> Outcome<'a> {
    /// The outcome of a scan, compared with the lock that there was.
    pub(super) fn new(scan: &'a Scan, change: Option<Change>, lock: &Lock, is_locked: bool) -> Self {
        let open = scan.unresolved.iter().filter(|place| !lock.allows(&place.file, place.line)).collect();
        Self { scan, change, open, is_locked }
    }

    /// Whether the exit code must be 1.
    pub(super) fn fails(&self) -> bool {
        let rises = self.change.as_ref().is_some_and(Change::is_rise);
        self.is_locked && (rises || !self.open.is_empty() || !self.scan.unreadable.is_empty())
    }

    /// For a person: each finding with the line of code and the line of the page.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        let change = self.change.as_ref();
        // Writing to a string cannot fail, here and below.
        for raised in change.into_iter().flat_map(|change| &change.raised) {
            let level = if self.is_locked { "error" } else { "raised" };
            let _ = writeln!(
                text,
                "{level}: {} access needs {}, which the lock does not have",
                raised.scheme,
                printable(&raised.permission)
            );
            causes(&mut text, &raised.causes);
        }
        for cause in change.into_iter().flat_map(|change| &change.unknown) {
            let level = if self.is_locked { "error" } else { "unknown" };
            let _ = writeln!(text, "{level}: it is not documented what {} needs", printable(&cause.request));
            causes(&mut text, std::slice::from_ref(cause));
        }
        for (scheme, permission) in change.into_iter().flat_map(|change| &change.fallen) {
            let _ = writeln!(text, "fallen: {scheme} access no longer needs {}", printable(permission));
        }
        if change.is_some_and(|change| change.pages_changed) {
            let _ = writeln!(text, "note: the pages have changed since the lock was written");
        }
        for place in &self.open {
            let level = if self.is_locked { "error" } else { "unresolved" };
            let _ = writeln!(
                text,
                "{level}: it cannot be told which operation is called; allow it by name with `--allow-unresolved {0}:{1}`\n  \
                 --> {0}:{1}\n      {2}",
                printable(&place.file),
                place.line,
                printable(&place.text)
            );
        }
        for file in &self.scan.unreadable {
            let _ = writeln!(text, "error: {} is no Rust: {}", printable(&file.file), printable(&file.reason));
        }
        if text.is_empty() && self.change.is_some() {
            text.push_str("no permission was raised\n");
        }
        text
    }

    /// The part `lock` of the JSON answer.
    pub(super) fn json(&self) -> Value {
        let change = self.change.as_ref();
        let raised = change.into_iter().flat_map(|change| &change.raised).map(|raised| {
            let causes: Vec<Value> = raised.causes.iter().map(cause_json).collect();
            json!({ "scheme": raised.scheme, "permission": raised.permission, "because": causes })
        });
        let fallen = change.into_iter().flat_map(|change| &change.fallen);
        let fallen = fallen.map(|(scheme, permission)| json!({ "scheme": scheme, "permission": permission }));
        let open = self.open.iter().map(|place| json!({ "file": place.file, "line": place.line, "text": place.text }));
        json!({
            "raised": raised.collect::<Vec<_>>(),
            "fallen": fallen.collect::<Vec<_>>(),
            "unknown": change.into_iter().flat_map(|change| &change.unknown).map(cause_json).collect::<Vec<_>>(),
            "unresolved": open.collect::<Vec<_>>(),
            "pagesChanged": change.is_some_and(|change| change.pages_changed),
            "fails": self.fails(),
        })
    }

    /// The findings as SARIF results, for [`crate::sarif::document`].
    pub(super) fn sarif(&self) -> Vec<Value> {
        let mut results = Vec::new();
        let change = self.change.as_ref();
        let level = if self.is_locked { "error" } else { "warning" };
        for raised in change.into_iter().flat_map(|change| &change.raised) {
            for cause in &raised.causes {
                let text = format!("{} needs {} ({} access)", cause.request, raised.permission, raised.scheme);
                results.push(result("permission-raised", level, &text, Some(cause)));
            }
            if raised.causes.is_empty() {
                let text = format!("{} access needs {}", raised.scheme, raised.permission);
                results.push(result("permission-raised", level, &text, None));
            }
        }
        for cause in change.into_iter().flat_map(|change| &change.unknown) {
            let text = format!("it is not documented what {} needs", cause.request);
            results.push(result("permission-unknown", level, &text, Some(cause)));
        }
        for (scheme, permission) in change.into_iter().flat_map(|change| &change.fallen) {
            let text = format!("{scheme} access no longer needs {permission}");
            results.push(result("permission-fallen", "note", &text, None));
        }
        for place in &self.open {
            let cause = Cause {
                request: String::new(),
                page: String::new(),
                calls: vec![format!("{}:{}", place.file, place.line)],
            };
            let text = format!("it cannot be told which operation is called: {}", place.text);
            results.push(result("call-unresolved", level, &text, Some(&cause)));
        }
        for file in &self.scan.unreadable {
            let cause = Cause { request: String::new(), page: String::new(), calls: vec![format!("{}:1", file.file)] };
            results.push(result("source-unreadable", level, &file.reason, Some(&cause)));
        }
        results
    }
}

/// What each rule of the results means.
pub(super) const RULES: [(&str, &str); 5] = [
    ("permission-raised", "The program needs a permission that its lock does not have"),
    ("permission-unknown", "It is not documented what an operation needs that the program calls"),
    ("permission-fallen", "The program no longer needs a permission that its lock has"),
    ("call-unresolved", "A call whose operation only running the program can tell"),
    ("source-unreadable", "A source file that cannot be read"),
];

fn causes(text: &mut String, causes: &[Cause]) {
    for cause in causes {
        let request = printable(&cause.request);
        for call in &cause.calls {
            let _ = writeln!(text, "  --> {}: {request}", printable(call));
        }
        if cause.calls.is_empty() {
            let _ = writeln!(text, "  --> {request}, linked into the program");
        }
        let _ = writeln!(text, "      documented in {}", printable(&cause.page));
    }
}

fn cause_json(cause: &Cause) -> Value {
    let calls = cause.calls.iter().map(|call| {
        let (file, line) = place(call);
        json!({ "file": file, "line": line })
    });
    json!({ "operation": cause.request, "page": cause.page, "calls": calls.collect::<Vec<_>>() })
}

/// `file:line` as the two.
fn place(text: &str) -> (&str, u32) {
    let (file, line) = text.rsplit_once(':').unwrap_or((text, ""));
    (file, line.parse().unwrap_or(1))
}

fn result(rule: &str, level: &str, text: &str, cause: Option<&Cause>) -> Value {
    let location = |text: &String| {
        let (file, line) = place(text);
        json!({ "physicalLocation": {
            "artifactLocation": { "uri": crate::sarif::uri(file) },
            "region": { "startLine": line.max(1) },
        }})
    };
    let calls: Vec<Value> = cause.into_iter().flat_map(|cause| &cause.calls).map(location).collect();
    let page = cause.map(|cause| &cause.page).filter(|page| !page.is_empty()).map(location);
    json!({
        "ruleId": rule,
        "ruleIndex": RULES.iter().position(|(id, _)| *id == rule),
        "level": level,
        "message": { "text": text },
        "locations": calls,
        "relatedLocations": page.into_iter().collect::<Vec<_>>(),
    })
}
