//! The printed figures.

use std::time::Duration;

/// Prints one line a figure and remembers which were over their limit.
#[derive(Debug, Default)]
pub(crate) struct Report {
    over: Vec<String>,
}

impl Report {
    /// A heading above the figures that follow.
    pub(crate) fn heading(&self, text: &str) {
        println!("\n{text}");
    }

    /// Two durations, their ratio and the most it may be.
    pub(crate) fn ratio(&mut self, name: &str, ours: Duration, theirs: Duration, limit: f64) {
        let ratio = ours.as_secs_f64() / theirs.as_secs_f64().max(f64::EPSILON);
        self.line(name, ratio, limit, &format!("{} / {}", show(ours), show(theirs)));
    }

    /// A plain value and the most it may be.
    pub(crate) fn value(&mut self, name: &str, value: f64, limit: f64, detail: &str) {
        self.line(name, value, limit, detail);
    }

    /// What was over its limit.
    pub(crate) fn over(&self) -> &[String] {
        &self.over
    }

    fn line(&mut self, name: &str, value: f64, limit: f64, detail: &str) {
        let verdict = if value <= limit { "within" } else { "OVER" };
        println!("  {name:<64} {value:>8.3}  {verdict} {limit}  ({detail})");
        if value > limit {
            self.over.push(format!("{name}: {value:.3} (limit {limit})"));
        }
    }
}

/// A duration in the unit that reads best.
pub(crate) fn show(duration: Duration) -> String {
    let nanos = duration.as_secs_f64() * 1e9;
    match nanos {
        n if n < 1e4 => format!("{n:.0} ns"),
        n if n < 1e7 => format!("{:.1} us", n / 1e3),
        n if n < 1e9 => format!("{:.1} ms", n / 1e6),
        n => format!("{:.2} s", n / 1e9),
    }
}
