//! A progress bar, where somebody is there to see it.

use std::io::{self, IsTerminal};

use docbind::Step;
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

/// The bar of a run that finds its pages by itself.
pub(crate) struct Progress {
    bar: ProgressBar,
}

impl Progress {
    /// A bar of a length that is not known yet.
    pub(crate) fn new(reporter: &Reporter) -> Self {
        Self { bar: bar(reporter, 0) }
    }

    /// Moves the bar.
    pub(crate) fn step(&self, step: Step) {
        match step {
            Step::Found(pages) => self.bar.set_length(pages as u64),
            Step::Read => self.bar.inc(1),
        }
    }

    /// Takes the bar away.
    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
