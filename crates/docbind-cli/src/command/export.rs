//! `docbind export`.

use std::io::{self, Write};

use docbind::{Error, write_file};
use docbind_emitter::export;
use docbind_ir::Api;

use super::{one_set, read, scope};
use crate::args::{Export, ExportFormat};
use crate::reporter::Reporter;

/// Writes the model of one set.
pub(crate) fn run(arguments: &Export, reporter: &mut Reporter) -> Result<(), Error> {
    let set = one_set(&arguments.docs, reporter)?;
    let documentation = read(&set, &scope(&arguments.filter)?, None, reporter);
    reporter.report(&set, &documentation.diagnostics);
    match &arguments.out {
        Some(out) => {
            let file = if out.is_dir() { out.join(arguments.format.file_name()) } else { out.clone() };
            let mut content = Vec::new();
            write(arguments.format, &documentation.api, &mut content)
                .map_err(|source| Error::Write { path: file.clone(), source })?;
            write_file(&file, &content)?;
        }
        None => {
            let mut out = io::BufWriter::new(io::stdout().lock());
            write(arguments.format, &documentation.api, &mut out)
                .and_then(|()| out.flush())
                .map_err(|source| Error::Write { path: "standard output".into(), source })?;
        }
    }
    Ok(())
}

fn write(format: ExportFormat, api: &Api, out: &mut impl Write) -> io::Result<()> {
    match format {
        ExportFormat::Openapi => export::openapi(api, out),
        ExportFormat::Kibali => export::kibali(api, out),
        ExportFormat::Json => export::json(api, out),
        ExportFormat::Csv => export::csv(api, out),
    }
}
