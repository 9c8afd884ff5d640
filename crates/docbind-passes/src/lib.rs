//! Passes over docbind's model: what only shows once all pages are there.
//!
//! Each pass is a function that rewrites an [`Api`] in place and reports what it finds. [`run`] runs them in the order
//! of [`PASSES`].

mod batches;
mod example_json;
mod infer_bodies;
mod inheritance;
mod link_cmdlets;
mod listed_values;
mod member_lists;
mod members;
mod merge_operations;
mod missing_bases;
mod missing_types;
mod normalize_permissions;
mod pattern;
mod prune;
mod reconcile_examples;
mod reconcile_paths;
mod references;
mod report_examples;
mod report_joined_words;
mod resolve_types;
mod shown_bases;
mod shown_types;
mod sort;
mod type_index;
mod type_names;
mod unite_types;
mod wrapped_lists;

use docbind_ir::{Api, Diagnostic};

pub use infer_bodies::infer_bodies;
pub use link_cmdlets::link_cmdlets;
pub use merge_operations::merge_operations;
pub use normalize_permissions::normalize_permissions;
pub use pattern::{Pattern, PatternError, Scope};
pub use prune::{keep, prune};
pub use reconcile_examples::reconcile_examples;
pub use reconcile_paths::reconcile_paths;
pub use report_examples::report_examples;
pub use report_joined_words::report_joined_words;
pub use resolve_types::resolve_types;
pub use sort::sort;

/// A pass; only `prune` looks at the scope.
pub type Pass = fn(&mut Api, &Scope, &mut Vec<Diagnostic>);

/// All passes by name, in the order in which they run.
///
/// Types come first, since whether two pages of an operation agree is told by the types they mean; pages meet after
/// each was reconciled with its own examples.
pub const PASSES: &[(&str, Pass)] = &[
    ("resolve_types", |api, _, diagnostics| resolve_types(api, diagnostics)),
    ("infer_bodies", |api, _, diagnostics| infer_bodies(api, diagnostics)),
    ("reconcile_examples", |api, _, diagnostics| reconcile_examples(api, diagnostics)),
    ("merge_operations", |api, _, diagnostics| merge_operations(api, diagnostics)),
    ("reconcile_paths", |api, _, diagnostics| reconcile_paths(api, diagnostics)),
    ("normalize_permissions", |api, _, diagnostics| normalize_permissions(api, diagnostics)),
    ("link_cmdlets", |api, _, diagnostics| link_cmdlets(api, diagnostics)),
    ("report_examples", |api, _, diagnostics| report_examples(api, diagnostics)),
    ("report_joined_words", |api, _, diagnostics| report_joined_words(api, diagnostics)),
    ("prune", |api, scope, _| prune(api, scope)),
    ("sort", |api, _, _| sort(api)),
];

/// Runs the passes, up to and with the one named `until` when it is given; a name that is no pass runs them all.
pub fn run(api: &mut Api, scope: &Scope, until: Option<&str>, diagnostics: &mut Vec<Diagnostic>) {
    for (name, pass) in PASSES {
        pass(api, scope, diagnostics);
        if until == Some(name) {
            break;
        }
    }
}
