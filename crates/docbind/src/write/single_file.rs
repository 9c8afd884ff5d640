//! Writes a single file: all or nothing.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::Error;

/// Writes one file so that it holds either the old content or the new, never a part.
pub fn write_file(path: &Path, content: &[u8]) -> Result<bool, Error> {
    if fs::read(path).is_ok_and(|old| old == content) {
        return Ok(false);
    }
    let parent =
        path.parent().filter(|parent| !parent.as_os_str().is_empty()).map_or(PathBuf::from("."), Path::to_owned);
    fs::create_dir_all(&parent).map_err(Error::write(&parent))?;
    let mut file = tempfile::Builder::new().prefix(".docbind-").tempfile_in(&parent).map_err(Error::write(path))?;
    io::Write::write_all(&mut file, content).map_err(Error::write(path))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = path.metadata().map_or(0o644, |metadata| metadata.permissions().mode());
        file.as_file().set_permissions(fs::Permissions::from_mode(mode)).map_err(Error::write(path))?;
    }
    file.persist(path).map(|_| true).map_err(|error| Error::Write { path: path.to_owned(), source: error.error })
}
