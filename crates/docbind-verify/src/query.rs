//! Which query options an example request uses.

use docbind_ir::{Location, Operation, QueryOption};

/// Whether the operation offers a query parameter of this name, as an option, a documented parameter or a token that
/// the service itself put into a link.
pub(crate) fn is_offered(operation: &Operation, name: &str) -> bool {
    match QueryOption::named(name) {
        Some(QueryOption::Skiptoken | QueryOption::Deltatoken) => true,
        Some(option) => operation.query_options.contains(&option) || is_parameter(operation, name),
        None => name.starts_with('@') || is_parameter(operation, name),
    }
}

fn is_parameter(operation: &Operation, name: &str) -> bool {
    operation.parameters.iter().any(|parameter| {
        matches!(parameter.location, Location::Query | Location::Function)
            && parameter.wire_name.eq_ignore_ascii_case(name)
    })
}
