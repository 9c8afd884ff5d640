//! Patterns of operations, from the words of settings and options.

use docbind_passes::{Pattern, PatternError, Scope};

use crate::Error;

/// The operations that one of `include` fits, all when there is none, without those that one of `exclude` fits.
pub fn scope(include: &[String], exclude: &[String]) -> Result<Scope, Error> {
    let patterns = |texts: &[String]| -> Result<Vec<Pattern>, Error> {
        texts
            .iter()
            .map(|text| text.parse().map_err(|error: PatternError| Error::Settings(error.to_string())))
            .collect()
    };
    Ok(Scope { include: patterns(include)?, exclude: patterns(exclude)? })
}
