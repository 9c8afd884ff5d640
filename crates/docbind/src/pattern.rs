//! Patterns of operations, from the words of settings and options.

use docbind_ir::Api;
use docbind_passes::{Pattern, PatternError, Scope};

use crate::Error;

/// The operations that one of `include` fits, all when there is none, without those that one of `exclude` fits.
///
/// # Errors
/// When a pattern cannot be read.
pub fn scope(include: &[String], exclude: &[String]) -> Result<Scope, Error> {
    let patterns = |texts: &[String]| -> Result<Vec<Pattern>, Error> {
        texts
            .iter()
            .map(|text| text.parse().map_err(|error: PatternError| Error::Settings(error.to_string())))
            .collect()
    };
    Ok(Scope { include: patterns(include)?, exclude: patterns(exclude)? })
}

/// Refuses patterns that fit nothing, each with the operation that may have been meant, and those that together leave no
/// operation.
pub(crate) fn check(scope: &Scope, api: &Api) -> Result<(), Error> {
    check_each(scope, api)?;
    if api.operations.iter().any(|operation| scope.contains(operation)) || scope.is_everything() {
        return Ok(());
    }
    let mut message = "no operation is left".to_owned();
    for (words, patterns) in [("that fits", &scope.include), ("without those that fit", &scope.exclude)] {
        if !patterns.is_empty() {
            let quoted: Vec<String> = patterns.iter().map(|pattern| format!("`{pattern}`")).collect();
            message.push_str(&format!(" {words} {}", quoted.join(", ")));
        }
    }
    Err(Error::Settings(message))
}

/// Refuses patterns that fit nothing.
pub(crate) fn check_each(scope: &Scope, api: &Api) -> Result<(), Error> {
    let unmatched = scope.unmatched(api);
    if unmatched.is_empty() {
        return Ok(());
    }
    let lines: Vec<String> = unmatched.into_iter().map(|pattern| unfit(pattern, api)).collect();
    Err(Error::Settings(lines.join("\n")))
}

/// A pattern that fits nothing, with the operation that may have been meant.
pub(crate) fn unfit(pattern: &Pattern, api: &Api) -> String {
    match pattern.nearest(&api.operations) {
        Some(nearest) => format!("no operation fits `{pattern}`; the nearest is `{}`", nearest.request_line()),
        None => format!("no operation fits `{pattern}`: the pages document none"),
    }
}
