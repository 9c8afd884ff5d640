//! Decides what a request body is.
use docbind_ir::{Api, Diagnostic};
/// Nothing yet is left open.
pub fn reconcile_examples(_api: &mut Api, _diagnostics: &mut Vec<Diagnostic>) {}
