//! `docbind watch`.

use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use docbind::{Error, printable};
use notify::{Event, RecursiveMode, Watcher};

use super::generate::{crates, generate};
use crate::args::Generate;
use crate::reporter::Reporter;

/// Editors write a file in several steps; so long it must be quiet before pages are read.
const SETTLED: Duration = Duration::from_millis(150);

/// Generates, and again whenever a page changes. What stops one run is printed and ends nothing: the next change may mend
/// it.
pub(crate) fn run(arguments: &Generate, reporter: &mut Reporter) -> Result<(), Error> {
    let crates = crates(arguments, reporter)?;
    let (sender, changes) = channel();
    let mut watcher = notify::recommended_watcher(move |event| {
        // Nobody listens any more when the command ends.
        let _ = sender.send(event);
    })
    .map_err(cannot_watch)?;
    for settings in &crates {
        watcher.watch(&settings.docs, RecursiveMode::Recursive).map_err(cannot_watch)?;
    }
    loop {
        for settings in &crates {
            if let Err(error) = generate(settings, arguments, reporter) {
                reporter.stop(&error);
            }
        }
        reporter.say("waiting for changes");
        if !wait(&changes) {
            return Ok(());
        }
    }
}

/// Waits for a change of a page and until no more follow; false when there will be none.
fn wait(changes: &Receiver<notify::Result<Event>>) -> bool {
    loop {
        match changes.recv() {
            Ok(Ok(event)) if is_change(&event) => break,
            Ok(_) => {}
            Err(_) => return false,
        }
    }
    while changes.recv_timeout(SETTLED).is_ok() {}
    true
}

fn is_change(event: &Event) -> bool {
    let is_page = |path: &Path| path.extension().is_none_or(|extension| extension.eq_ignore_ascii_case("md"));
    !event.kind.is_access() && event.paths.iter().any(|path| is_page(path))
}

fn cannot_watch(error: notify::Error) -> Error {
    let path = error.paths.first().cloned().unwrap_or_default();
    Error::Settings(format!("cannot watch {}: {error}", printable(&path.to_string_lossy())))
}
