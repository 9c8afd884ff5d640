//! The words of notices: what is a note, what is on its way out, what is not yet there to stay.

/// The lead words of notes in plain block quotes.
pub(crate) const LEADS: &[&str] =
    &["note", "notes", "important", "tip", "caution", "warning", "remark", "remarks", "attention", "beta", "preview"];

/// What a notice speaks about when it is about the operation itself.
pub(crate) const SUBJECTS: &[&str] = &[
    "api",
    "apis",
    "method",
    "operation",
    "action",
    "function",
    "resource",
    "endpoint",
    "endpoints",
    "version",
    "feature",
    "call",
    "request",
];

/// What announces an end, in lower case.
pub(crate) const ENDS: &[&str] = &[
    "deprecated",
    "will be retired",
    "is being retired",
    "be removed",
    "has been retired",
    "scheduled for removal",
    "scheduled for retirement",
    "will be turned off",
    "will be shut down",
    "will be sunset",
    "stop working",
    "stop returning data",
    "stopped returning data",
    "no longer be supported",
    "no longer supported",
    "no longer be available",
    "reaches end of life",
    "end of support",
];

/// Stems of the words with which a sentence says when something ends.
pub(crate) const REMOVALS: &[&str] =
    &["remov", "retir", "stop", "end of", "ends", "sunset", "turned off", "until", "deprecat"];

/// What says that an operation may still change.
pub(crate) const PREVIEWS: &[&str] = &[
    "in preview",
    "in public preview",
    "in private preview",
    "a preview",
    "preview feature",
    "preview api",
    "in beta",
    "under the /beta version",
    "under the `/beta` version",
    "beta and subject to change",
    "preview and subject to change",
    "preview and is subject to change",
];
