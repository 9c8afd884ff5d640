//! The heap of the command, and the threads that share it.

/// Half a run is allocation, of parts that live for microseconds. This allocator makes that cheap, and holds what stays
/// in little more room than it takes.
#[cfg(not(target_env = "msvc"))]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

/// How long freed memory may wait for its next use before the system gets it back, in milliseconds.
#[cfg(not(target_env = "msvc"))]
const DECAY: isize = 20;

/// Starts the threads of the command.
///
/// The main thread takes part in the work instead of waiting for it: one thread less, and what reading has freed is there
/// for the passes. Where there is a pool already, that one serves as well.
pub(crate) fn start_threads() {
    let threads = rayon::ThreadPoolBuilder::new().use_current_thread().start_handler(|_| share());
    let _ = threads.build_global();
    give_back();
}

/// Lets the thread allocate where the main one does: what one frees serves the other. Without it more memory is used,
/// and all works as well.
#[cfg(not(target_env = "msvc"))]
fn share() {
    use tikv_jemalloc_ctl::{Access, AsName};
    let _ = b"thread.arena\0".name().write(0_u32);
}

/// Keeps the peak near what is alive.
#[cfg(not(target_env = "msvc"))]
fn give_back() {
    use tikv_jemalloc_ctl::{Access, AsName};
    let _ = b"arena.0.dirty_decay_ms\0".name().write(DECAY);
}

#[cfg(target_env = "msvc")]
fn share() {}

#[cfg(target_env = "msvc")]
fn give_back() {}
