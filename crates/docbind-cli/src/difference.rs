//! What is different in files, line by line.

use anstream::eprintln;
use docbind::{Difference, printable};
use similar::TextDiff;

use crate::args::MessageFormat;
use crate::reporter::Reporter;

/// Of one file so many lines are shown.
const LINES: usize = 60;

/// Prints the differences of text files to standard error, as `diff -u` does.
pub(crate) fn print(differences: &[Difference], reporter: &Reporter) {
    if reporter.global().message_format == MessageFormat::Json {
        return;
    }
    for Difference { path, old, new } in differences {
        let diff = TextDiff::from_lines(old, new);
        let text = diff.unified_diff().context_radius(2).header(path, path).to_string();
        for line in text.lines().take(LINES) {
            eprintln!("{}", printable(line));
        }
        let more = text.lines().count().saturating_sub(LINES);
        if more > 0 {
            eprintln!("… {more} more lines of {}", printable(path));
        }
    }
}
