//! A file of an output while its parts arrive.

use std::fmt;
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::PathBuf;

use xxhash_rust::xxh3::Xxh3;

use super::output::Fate;
use crate::Error;

/// Makes the file in the new tree, unless nothing is written.
pub(crate) type Stage<'a> = dyn Fn() -> Result<Option<File>, Error> + 'a;

/// A file that is compared with the one in the folder as long as both agree, and written from where they part.
pub(crate) struct Growing {
    /// Its place in the folder.
    target: PathBuf,
    state: State,
    hash: Box<Xxh3>,
}

#[derive(Debug)]
enum State {
    /// It begins like the file in the folder.
    Same { old: File, length: u64 },
    /// It does not, or there is none.
    Other { new: Option<File>, fate: Fate },
}

impl fmt::Debug for Growing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Growing").field("target", &self.target).field("state", &self.state).finish_non_exhaustive()
    }
}

impl Growing {
    /// A file that the folder does not hold.
    pub(crate) fn added(target: PathBuf, stage: &Stage<'_>) -> Result<Self, Error> {
        Ok(Self { target, state: State::Other { new: stage()?, fate: Fate::Added }, hash: Box::default() })
    }

    /// A file that the folder holds already.
    pub(crate) fn known(target: PathBuf) -> Result<Self, Error> {
        let old = File::open(&target).map_err(Error::read(&target))?;
        Ok(Self { target, state: State::Same { old, length: 0 }, hash: Box::default() })
    }

    /// Appends a part.
    pub(crate) fn write(&mut self, part: &[u8], stage: &Stage<'_>) -> Result<(), Error> {
        self.hash.update(part);
        if let State::Same { old, length } = &mut self.state {
            let mut there = Vec::with_capacity(part.len());
            old.take(part.len() as u64).read_to_end(&mut there).map_err(Error::read(&self.target))?;
            if there == part {
                *length += part.len() as u64;
                return Ok(());
            }
            let length = *length;
            self.diverge(length, stage)?;
        }
        match &mut self.state {
            State::Other { new: Some(new), .. } => new.write_all(part).map_err(Error::write(&self.target)),
            _ => Ok(()),
        }
    }

    /// What became of the file, and the hash of its content.
    pub(crate) fn finish(mut self, stage: &Stage<'_>) -> Result<(Fate, u128), Error> {
        if let State::Same { old, length } = &self.state {
            let length = *length;
            if old.metadata().map_err(Error::read(&self.target))?.len() > length {
                self.diverge(length, stage)?;
            }
        }
        let fate = match self.state {
            State::Same { .. } => Fate::Kept,
            State::Other { fate, .. } => fate,
        };
        Ok((fate, self.hash.digest128()))
    }

    /// From here on it is a file of its own, which begins with so many bytes of the old one.
    fn diverge(&mut self, length: u64, stage: &Stage<'_>) -> Result<(), Error> {
        let mut new = stage()?;
        if let Some(new) = &mut new {
            let old = File::open(&self.target).map_err(Error::read(&self.target))?;
            io::copy(&mut old.take(length), new).map_err(Error::write(&self.target))?;
        }
        self.state = State::Other { new, fate: Fate::Changed };
        Ok(())
    }
}
