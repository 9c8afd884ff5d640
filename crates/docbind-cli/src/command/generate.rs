//! `docbind generate`.

use docbind::{CrateSettings, Error, Settings};

use super::{one_set, read};
use crate::args::Generate;
use crate::reporter::Reporter;
use crate::summary::summary;

/// Generates one crate from the arguments, or those that `docbind.toml` names.
pub(crate) fn run(arguments: &Generate, reporter: &mut Reporter) -> Result<(), Error> {
    let crates = crates(arguments)?;
    for settings in &crates {
        generate(settings, reporter)?;
    }
    Ok(())
}

fn crates(arguments: &Generate) -> Result<Vec<CrateSettings>, Error> {
    let Some(docs) = &arguments.docs else { return Ok(Settings::read(".".as_ref())?.crates) };
    let Some(out) = &arguments.out else {
        return Err(Error::Settings("`docbind generate DOCS` needs `--out DIR`".to_owned()));
    };
    Ok(vec![CrateSettings {
        name: arguments.name.clone().unwrap_or_default(),
        docs: docs.clone(),
        out: Some(out.clone()),
        include: arguments.filter.include.clone(),
        exclude: arguments.filter.exclude.clone(),
        runtime: arguments.runtime.clone(),
        member: arguments.member,
        ..CrateSettings::default()
    }])
}

fn generate(settings: &CrateSettings, reporter: &mut Reporter) -> Result<(), Error> {
    let set = one_set(&settings.docs, reporter)?;
    let scope = docbind::scope(&settings.include, &settings.exclude)?;
    let documentation = read(&set, &scope, None, reporter);
    reporter.report(&set, &documentation.diagnostics);
    reporter.say(&summary(&documentation.api, set.files.len(), &documentation.diagnostics));
    Ok(())
}
