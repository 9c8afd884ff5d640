//! `docbind generate`.

use docbind::Error;

use crate::args::Generate;
use crate::reporter::Reporter;

pub(crate) fn run(_arguments: &Generate, _reporter: &mut Reporter) -> Result<(), Error> {
    Ok(())
}
