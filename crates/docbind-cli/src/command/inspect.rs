//! `docbind inspect`.

use std::io::{self, Write};
use std::path::Path;

use docbind::{Documentation, Error, Scope, find_page, printable};
use docbind_ir::{Api, Code, Diagnostic, Router};

use super::operation::Wanted;
use super::{read, sets};
use crate::args::Inspect;
use crate::fact_sheet::FactSheet;
use crate::render::json_pretty;
use crate::reporter::Reporter;

/// Prints everything extracted from a page, an operation or a single file.
pub(crate) fn run(arguments: &Inspect, reporter: &mut Reporter) -> Result<(), Error> {
    if let Some(pass) = &arguments.after
        && !docbind_passes::PASSES.iter().any(|(name, _)| name == pass)
    {
        let names: Vec<_> = docbind_passes::PASSES.iter().map(|(name, _)| *name).collect();
        return Err(Error::Settings(format!("no pass `{pass}`; the passes are: {}", names.join(", "))));
    }
    let is_file = arguments.docs.is_file();
    let sets = if is_file { vec![find_page(&arguments.docs)?] } else { sets(&arguments.docs, reporter)? };
    let target = match &arguments.what {
        Some(what) => Target::parse(what),
        None if is_file || arguments.after.is_some() => Target::Everything,
        None => {
            return Err(Error::Settings(
                "say what to inspect: a page, such as `api/user-get.md`, or an operation, such as `GET /users/{id}`"
                    .to_owned(),
            ));
        }
    };
    let mut text = String::new();
    let mut found = false;
    let is_single = sets.len() == 1;
    for set in sets {
        let mut documentation = read(&set, &Scope::default(), arguments.after.as_deref(), reporter);
        let pages = target.restrict(&mut documentation);
        if pages.is_empty() && documentation.api.operations.is_empty() {
            continue;
        }
        found = true;
        if is_file {
            // What only the other pages of a set could tell is no fault of this one.
            keep_own(&mut documentation.diagnostics);
        }
        if !is_single {
            text += &format!("{}:\n\n", printable(&set.name));
        }
        if arguments.after.is_some() {
            let value = serde_json::to_value(&documentation.api).map_err(|error| Error::Emit(error.to_string()))?;
            text += &(json_pretty(&value) + "\n");
        } else {
            text += &FactSheet::new(&documentation.api, &pages).to_string();
        }
        reporter.report(&set, &documentation.diagnostics);
    }
    if !found {
        let what = arguments.what.as_deref().unwrap_or_default();
        return Err(Error::Settings(format!(
            "neither a page nor an operation `{what}` under {}",
            arguments.docs.display()
        )));
    }
    io::stdout().write_all(text.as_bytes()).map_err(|source| Error::Write { path: "standard output".into(), source })
}

/// Drops the findings about what other files hold: types, linked pages and includes, and what includes were to bring.
fn keep_own(diagnostics: &mut Vec<Diagnostic>) {
    let is_include = |diagnostic: &Diagnostic| matches!(diagnostic.code, Code::MissingInclude | Code::IncludeOutside);
    let includes: Vec<u32> =
        diagnostics.iter().filter(|one| is_include(one)).map(|one| one.primary.source.line).collect();
    diagnostics.retain(|diagnostic| match diagnostic.code {
        Code::UnknownType | Code::BrokenLink | Code::MissingInclude | Code::IncludeOutside => false,
        Code::NoPermissions => !includes.contains(&diagnostic.primary.source.line),
        _ => true,
    });
}

/// What to show.
enum Target {
    Everything,
    Operation(Wanted),
    Page(String),
}

impl Target {
    fn parse(text: &str) -> Self {
        match Wanted::parse(text) {
            Ok(wanted) => Self::Operation(wanted),
            Err(_) => Self::Page(text.replace('\\', "/")),
        }
    }

    /// Leaves only what is to be shown; gives the pages that it is about.
    fn restrict(&self, documentation: &mut Documentation) -> Vec<String> {
        let api = &mut documentation.api;
        match self {
            Self::Everything => api.pages.iter().map(|page| page.file.to_string()).collect(),
            Self::Operation(wanted) => {
                let operation = wanted.find(&Router::new(api), api).cloned();
                let pages = operation.iter().flat_map(|operation| &operation.pages).map(ToString::to_string).collect();
                *api = Api { operations: operation.into_iter().collect(), ..head(api) };
                documentation.diagnostics.retain(|diagnostic| {
                    let Some(operation) = documentation.api.operations.first() else { return false };
                    operation.pages.contains(&diagnostic.primary.source.file)
                });
                pages
            }
            Self::Page(wanted) => {
                let is_wanted = |file: &str| is_page(wanted, file);
                api.operations.retain(|operation| operation.pages.iter().any(|page| is_wanted(page)));
                api.types.retain(|ty| ty.pages.iter().any(|page| is_wanted(page)));
                api.enums.retain(|def| def.pages.iter().any(|page| is_wanted(page.split('#').next().unwrap_or(page))));
                api.permissions.retain(|permission| is_wanted(&permission.source.file));
                api.cmdlets.retain(|cmdlet| is_wanted(&cmdlet.source.file));
                api.examples.retain(|example| {
                    let request = example.request.as_ref().map(|request| &request.source);
                    let response = example.response.as_ref().map(|response| &response.source);
                    request.or(response).is_some_and(|source| is_wanted(&source.file))
                });
                api.pages.retain(|page| is_wanted(&page.file));
                let pages: Vec<String> = api.pages.iter().map(|page| page.file.to_string()).collect();
                documentation.diagnostics.retain(|diagnostic| is_wanted(&diagnostic.primary.source.file));
                pages
            }
        }
    }
}

/// The model without its content.
fn head(api: &Api) -> Api {
    Api {
        version: api.version.clone(),
        base_url: api.base_url.clone(),
        aliases: api.aliases.clone(),
        namespace: api.namespace.clone(),
        ..Api::default()
    }
}

/// Whether a page is meant by a path, the end of one, or a name without extension; case does not matter.
fn is_page(wanted: &str, file: &str) -> bool {
    let wanted = wanted.trim_start_matches("./").to_lowercase();
    let file = file.to_lowercase();
    let stem = Path::new(&file).file_stem().and_then(|stem| stem.to_str());
    Path::new(&file).ends_with(&wanted) || Path::new(&wanted).ends_with(&file) || stem == Some(wanted.as_str())
}

#[cfg(test)]
mod tests {
    use super::is_page;

    #[test]
    fn pages_by_path_by_end_of_path_and_by_name() {
        for wanted in
            ["v1.0/api/user-get.md", "api/user-get.md", "user-get.md", "User-Get", "docs/v1.0/api/user-get.md"]
        {
            assert!(is_page(wanted, "v1.0/api/user-get.md"), "{wanted}");
        }
        assert!(!is_page("get.md", "v1.0/api/user-get.md"));
    }
}
