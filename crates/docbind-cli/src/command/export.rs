//! `docbind export`.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use docbind::{DocSet, Error, write_file};
use docbind_emitter::{GeneratedPart, export};
use docbind_ir::Api;

use super::{one_set, read_narrowed};
use crate::args::{Export, ExportFormat};
use crate::reporter::Reporter;

/// Writes the model of one set.
pub(crate) fn run(arguments: &Export, reporter: &mut Reporter) -> Result<(), Error> {
    let set = one_set(&arguments.docs, reporter)?;
    let documentation = read_narrowed(&set, &arguments.filter, reporter)?;
    reporter.report(&set, &documentation.diagnostics);
    if arguments.format == ExportFormat::Html {
        return explorer(arguments, &set, &documentation.api, reporter);
    }
    match &arguments.out {
        Some(out) => {
            let file = file(out, arguments.format)?;
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

/// The file that `--out` means. Only the last folder of its path is made, and only where a slash says that it is one: what
/// else is missing is rather a slip than a wish.
fn file(out: &Path, format: ExportFormat) -> Result<PathBuf, Error> {
    if out.to_string_lossy().ends_with(std::path::is_separator) && !out.exists() {
        std::fs::create_dir(out).map_err(|source| Error::Write { path: out.to_owned(), source })?;
    }
    let file = if out.is_dir() { out.join(format.file_name()) } else { out.to_owned() };
    match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() && !folder.is_dir() => {
            Err(Error::Settings(format!("there is no folder {} to write to", folder.display())))
        }
        _ => Ok(file),
    }
}

/// Writes the permission explorer.
fn explorer(arguments: &Export, set: &DocSet, api: &Api, reporter: &Reporter) -> Result<(), Error> {
    let Some(out) = &arguments.out else {
        return Err(Error::Settings("the explorer is a folder of pages: name it with `--out DIR`".to_owned()));
    };
    fs::create_dir_all(out).map_err(|source| Error::Write { path: out.clone(), source })?;
    // Links to the pages of the documentation lead from the explorer to where they lie now.
    let docs = set.root.seen_from(out);
    let write = |part: GeneratedPart<'_>| {
        write_file(&out.join(part.path), part.contents.as_bytes()).map(|_| ()).map_err(io::Error::other)
    };
    let pages = export::html(api, docs.as_deref(), &write).map_err(|error| Error::Emit(error.to_string()))?;
    reporter.say(&format!("{pages} files in {}", out.display()));
    Ok(())
}

fn write(format: ExportFormat, api: &Api, out: &mut impl Write) -> io::Result<()> {
    match format {
        ExportFormat::Openapi => export::openapi(api, out),
        ExportFormat::Kibali => export::kibali(api, out),
        ExportFormat::Json => export::json(api, out),
        ExportFormat::Csv => export::csv(api, out),
        // It is many files; see `explorer`.
        ExportFormat::Html => Ok(()),
    }
}
