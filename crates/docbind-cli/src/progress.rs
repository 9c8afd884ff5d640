//! A progress bar, where somebody is there to see it.

use std::io::{self, IsTerminal};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::reporter::Reporter;

/// A bar over `pages` pages; it stays hidden when standard error is no terminal or the user wants quiet.
pub(crate) fn bar(reporter: &Reporter, pages: usize) -> ProgressBar {
    let is_shown = reporter.is_verbose() && io::stderr().is_terminal();
    let target = if is_shown { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let bar = ProgressBar::with_draw_target(Some(pages as u64), target);
    if let Ok(style) = ProgressStyle::with_template("{wide_bar} {pos}/{len} pages") {
        bar.set_style(style);
    }
    bar
}
