//! Measuring whole processes and pieces of this one.

use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use nix::sys::resource::{UsageWho, getrusage};

/// Runs `command` to its end and gives the user and system time that it and its children took.
pub(crate) fn run(command: &mut Command) -> Result<Duration> {
    let before = children_cpu()?;
    let output = command.stdin(Stdio::null()).output().with_context(|| format!("cannot start {command:?}"))?;
    if !output.status.success() {
        bail!("{command:?} failed:\n{}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(children_cpu()?.saturating_sub(before))
}

/// Runs `command` and gives what it printed.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let output = command.stdin(Stdio::null()).output().with_context(|| format!("cannot start {command:?}"))?;
    if !output.status.success() {
        bail!("{command:?} failed:\n{}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The peak resident memory of this process so far, in bytes.
pub(crate) fn own_peak() -> Result<u64> {
    let usage = getrusage(UsageWho::RUSAGE_SELF)?;
    Ok(u64::try_from(usage.max_rss()).unwrap_or(0) * 1024)
}

/// User and system time of this process so far.
pub(crate) fn own_cpu() -> Result<Duration> {
    cpu(UsageWho::RUSAGE_SELF)
}

fn children_cpu() -> Result<Duration> {
    cpu(UsageWho::RUSAGE_CHILDREN)
}

fn cpu(who: UsageWho) -> Result<Duration> {
    let usage = getrusage(who)?;
    let micros = |time: nix::sys::time::TimeVal| {
        u64::try_from(time.tv_sec()).unwrap_or(0) * 1_000_000 + u64::try_from(time.tv_usec()).unwrap_or(0)
    };
    Ok(Duration::from_micros(micros(usage.user_time()) + micros(usage.system_time())))
}

/// The medians of `runs` measurements of each of two things, taken in turn so that drift of the machine hits both.
pub(crate) fn paired<T>(
    runs: usize,
    mut first: impl FnMut() -> Result<T>,
    mut second: impl FnMut() -> Result<T>,
    key: impl Fn(&T) -> Duration,
) -> Result<(T, T)> {
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..runs.max(1) {
        ours.push(first()?);
        theirs.push(second()?);
    }
    Ok((median(ours, &key)?, median(theirs, &key)?))
}

/// The median by `key`.
pub(crate) fn median<T>(mut values: Vec<T>, key: impl Fn(&T) -> Duration) -> Result<T> {
    values.sort_by_key(|value| key(value));
    let middle = values.len() / 2;
    values.into_iter().nth(middle).context("nothing was measured")
}
