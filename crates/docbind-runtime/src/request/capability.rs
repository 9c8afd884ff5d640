//! What the page of an operation documents, as marker traits on its type. The bounds stand on the methods of
//! [`Request`](super::Request), where the compiler shows the notes below.

use crate::Operation;
use crate::query::Queried;

/// The documentation of the operation offers `$select`.
#[diagnostic::on_unimplemented(
    message = "the documentation of `{Self}` does not offer `$select`",
    label = "this operation has no documented `$select`",
    note = "its documentation lists what it offers in `<{Self} as Operation>::META.query_options`",
    note = "to send it all the same: `.query(\"$select\", \"id,displayName\")`"
)]
pub trait Select: Operation<Response: Queried> {}

/// The documentation of the operation offers `$filter`.
#[diagnostic::on_unimplemented(
    message = "the documentation of `{Self}` does not offer `$filter`",
    label = "this operation has no documented `$filter`",
    note = "its documentation lists what it offers in `<{Self} as Operation>::META.query_options`",
    note = "to send it all the same: `.query(\"$filter\", \"id eq '1'\")`"
)]
pub trait Filter: Operation<Response: Queried> {}

/// The documentation of the operation offers `$expand`.
#[diagnostic::on_unimplemented(
    message = "the documentation of `{Self}` does not offer `$expand`",
    label = "this operation has no documented `$expand`",
    note = "its documentation lists what it offers in `<{Self} as Operation>::META.query_options`",
    note = "to send it all the same: `.query(\"$expand\", \"manager\")`"
)]
pub trait Expand: Operation<Response: Queried> {}

/// The documentation of the operation offers `$orderby`.
#[diagnostic::on_unimplemented(
    message = "the documentation of `{Self}` does not offer `$orderby`",
    label = "this operation has no documented `$orderby`",
    note = "its documentation lists what it offers in `<{Self} as Operation>::META.query_options`",
    note = "to send it all the same: `.query(\"$orderby\", \"displayName desc\")`"
)]
pub trait Orderby: Operation<Response: Queried> {}

/// The documentation of the operation offers `$top`.
#[diagnostic::on_unimplemented(
    message = "the documentation of `{Self}` does not offer `$top`",
    label = "this operation has no documented `$top`",
    note = "its documentation lists what it offers in `<{Self} as Operation>::META.query_options`",
    note = "to send it all the same: `.query(\"$top\", \"10\")`"
)]
pub trait Top: Operation<Response: Queried> {}

/// The documentation of the operation offers `$skip`.
#[diagnostic::on_unimplemented(
    message = "the documentation of `{Self}` does not offer `$skip`",
    label = "this operation has no documented `$skip`",
    note = "its documentation lists what it offers in `<{Self} as Operation>::META.query_options`",
    note = "to send it all the same: `.query(\"$skip\", \"10\")`"
)]
pub trait Skip: Operation<Response: Queried> {}

/// The documentation of the operation offers `$count`.
#[diagnostic::on_unimplemented(
    message = "the documentation of `{Self}` does not offer `$count`",
    label = "this operation has no documented `$count`",
    note = "its documentation lists what it offers in `<{Self} as Operation>::META.query_options`",
    note = "to send it all the same: `.query(\"$count\", \"true\")`"
)]
pub trait Count: Operation<Response: Queried> {}

/// The documentation of the operation offers `$search`.
#[diagnostic::on_unimplemented(
    message = "the documentation of `{Self}` does not offer `$search`",
    label = "this operation has no documented `$search`",
    note = "its documentation lists what it offers in `<{Self} as Operation>::META.query_options`",
    note = "to send it all the same: `.query(\"$search\", \"\"text\"\")`"
)]
pub trait Search: Operation<Response: Queried> {}

/// The documentation of the operation offers `$format`.
#[diagnostic::on_unimplemented(
    message = "the documentation of `{Self}` does not offer `$format`",
    label = "this operation has no documented `$format`",
    note = "its documentation lists what it offers in `<{Self} as Operation>::META.query_options`",
    note = "to send it all the same: `.query(\"$format\", \"json\")`"
)]
pub trait Format: Operation<Response: Queried> {}
