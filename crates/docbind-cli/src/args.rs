//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use docbind_ir::Code;

/// Typed API clients, permission tables and OpenAPI from Markdown reference pages
#[derive(Debug, Parser)]
#[command(name = "docbind", version, disable_help_subcommand = true, arg_required_else_help = true)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What every command takes.
#[derive(Clone, Debug, Args)]
pub(crate) struct Global {
    /// Which set, where DOCS lies above several
    #[arg(long, global = true, value_name = "NAME")]
    pub(crate) set: Option<String>,
    /// Where requests go, version included, whatever the pages say
    #[arg(long, global = true, value_name = "URL")]
    pub(crate) base_url: Option<String>,
    /// How diagnostics are printed
    #[arg(long, global = true, value_enum, default_value_t, value_name = "FORMAT")]
    pub(crate) message_format: MessageFormat,
    /// Findings that make the exit code 1: `warnings`, a code such as DB404 or its name, or `differs` for examples that
    /// differ from what the pages document; may be repeated
    #[arg(long, global = true, value_parser = denial, value_name = "WHAT")]
    pub(crate) deny: Vec<String>,
    /// Findings that are neither printed nor counted: a code such as DB404, or its name; may be repeated
    #[arg(long, global = true, value_parser = code, value_name = "CODE")]
    pub(crate) allow: Vec<String>,
    /// Print neither progress, nor warnings, nor the summary
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
}

/// How diagnostics are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum MessageFormat {
    /// With the line of the page and a caret
    #[default]
    Human,
    /// One line each
    Short,
    /// One JSON object a line
    Json,
}

/// The word that denies examples which differ from what the pages document.
pub(crate) const DIFFERS: &str = "differs";

fn denial(word: &str) -> Result<String, String> {
    if ["warnings", DIFFERS].contains(&word) { Ok(word.to_owned()) } else { code(word) }
}

fn code(word: &str) -> Result<String, String> {
    let code: Result<Code, ()> = word.parse();
    code.map(|code| code.as_str().to_owned())
        .map_err(|()| "no finding has this code or name; `docbind explain` lists them all".to_owned())
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Generate a Rust crate; without DOCS, the crates that docbind.toml names
    Generate(Generate),
    /// Generate, and again whenever a page changes, until interrupted
    Watch(Generate),
    /// Write a docbind.toml, asking for what no option says
    Init(Init),
    /// Write the model in a format that other tools read
    Export(Export),
    /// Tell which permissions operations need
    Permissions(Permissions),
    /// Show everything extracted from a page or an operation, each fact with its place
    Inspect(Inspect),
    /// Report what is wrong with the pages
    Lint(Lint),
    /// Check every example of the pages against what they document
    Verify(Verify),
    /// Tell how much of what pages can say was found, and what is missing
    Coverage(Coverage),
    /// Tell what new pages say otherwise than old ones: privilege that rose, what breaks, what is new
    Diff(Diff),
    /// Tell since which commit each thing has been documented
    Log(Log),
    /// Tell what a finding means and what to do about it; without CODE, list all of them
    Explain(Explain),
    /// Print the completions for a shell
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Write manual pages, one for each command
    Man {
        /// The folder to write them to
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
    },
}

/// `docbind coverage`.
#[derive(Debug, Args)]
pub(crate) struct Coverage {
    /// A folder that holds `api` and `resources`, or a folder above such
    pub(crate) docs: PathBuf,
    /// How the report is printed
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: CoverageFormat,
}

/// The formats of `docbind coverage`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum CoverageFormat {
    /// For a person
    #[default]
    Text,
    /// For a program, with everything that is missing
    Json,
    /// One file for a browser
    Html,
}

/// `docbind diff`.
#[derive(Debug, Args)]
pub(crate) struct Diff {
    /// The old pages: a folder, `REPO@REV:FOLDER` in a git repository, or a docbind.lock
    pub(crate) old: String,
    /// The new pages, or the new docbind.lock
    pub(crate) new: String,
    /// How the changes are printed
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: DiffFormat,
}

/// `docbind log`.
#[derive(Debug, Args)]
pub(crate) struct Log {
    /// A git repository of pages, or `REPO@REV:FOLDER`
    #[arg(value_name = "REPO[@REV:FOLDER]")]
    pub(crate) repository: String,
    /// How the things are printed
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: DiffFormat,
}

/// The formats of `docbind diff` and `docbind log`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum DiffFormat {
    /// For a person
    #[default]
    Text,
    /// For a program
    Json,
    /// For a changelog
    Markdown,
}

/// `docbind explain`.
#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// The code of a finding, such as DB404, or its name
    #[arg(value_parser = code)]
    pub(crate) code: Option<String>,
}

/// `docbind init`.
#[derive(Debug, Args)]
pub(crate) struct Init {
    /// The folder of the pages
    #[arg(long, value_name = "DIR")]
    pub(crate) docs: Option<PathBuf>,
    /// The crate's name
    #[arg(long, value_name = "CRATE")]
    pub(crate) name: Option<String>,
    /// The folder of the crate
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) filter: Filter,
    /// Overwrite a docbind.toml that is there
    #[arg(long)]
    pub(crate) force: bool,
}

/// `docbind verify`.
#[derive(Debug, Args)]
pub(crate) struct Verify {
    /// A folder that holds `api` and `resources`, or a folder above such
    pub(crate) docs: PathBuf,
    /// How the outcome is printed
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: VerifyFormat,
}

/// The formats of `docbind verify`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum VerifyFormat {
    /// What differs, for a person
    #[default]
    Text,
    /// Every example, for a program
    Json,
    /// Every example, for a CI system
    Junit,
}

/// `docbind generate`.
#[derive(Debug, Args)]
pub(crate) struct Generate {
    /// A folder that holds `api` and `resources`, or a folder above such
    pub(crate) docs: Option<PathBuf>,
    /// The folder of the crate
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// The crate's name; the folder's name when left out
    #[arg(long, value_name = "CRATE")]
    pub(crate) name: Option<String>,
    #[command(flatten)]
    pub(crate) filter: Filter,
    /// The operations that a Rust file, or those below a folder, call, and what they need; may be repeated
    #[arg(long, value_name = "SRC")]
    pub(crate) include_used: Vec<PathBuf>,
    /// Where the runtime comes from: `bundled`, a path, or a version
    #[arg(long, value_name = "bundled|PATH|VERSION")]
    pub(crate) runtime: Option<String>,
    /// The crate is a member of the workspace around it
    #[arg(long)]
    pub(crate) member: bool,
    /// Write a test for each documented example too
    #[arg(long)]
    pub(crate) with_tests: bool,
    /// Write nothing; show what is different and exit 1 if the output is not what would be written
    #[arg(long)]
    pub(crate) check: bool,
    /// Write nothing; print the operations that would be taken
    #[arg(long, conflicts_with = "check")]
    pub(crate) list: bool,
    /// Overwrite generated files even where somebody edited them
    #[arg(long, conflicts_with_all = ["check", "list"])]
    pub(crate) force: bool,
    /// Read all pages even where nothing seems to have changed since the last run
    #[arg(long)]
    pub(crate) no_cache: bool,
}

/// Which operations.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct Filter {
    /// Only these operations: `METHOD /path/glob` or `/path/glob`; may be repeated
    #[arg(long, value_name = "PATTERN")]
    pub(crate) include: Vec<String>,
    /// Not these operations; may be repeated
    #[arg(long, value_name = "PATTERN")]
    pub(crate) exclude: Vec<String>,
}

/// `docbind export`.
#[derive(Debug, Args)]
pub(crate) struct Export {
    /// The format
    #[arg(value_enum)]
    pub(crate) format: ExportFormat,
    /// A folder that holds `api` and `resources`, or a folder above such
    pub(crate) docs: PathBuf,
    /// The file to write; standard output when left out
    #[arg(long, value_name = "FILE-OR-DIR")]
    pub(crate) out: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) filter: Filter,
}

/// The formats of `docbind export`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportFormat {
    /// OpenAPI 3.1
    Openapi,
    /// Permissions as Kibali reads them
    Kibali,
    /// The whole model
    Json,
    /// The table of permissions
    Csv,
    /// The permission explorer: a folder of pages, which `--out` must name
    Html,
}

impl ExportFormat {
    /// The name of the file when `--out` is a folder.
    pub(crate) fn file_name(self) -> &'static str {
        match self {
            Self::Openapi => "openapi.json",
            Self::Kibali => "permissions.json",
            Self::Json => "model.json",
            Self::Csv => "permissions.csv",
            Self::Html => "index.html",
        }
    }
}

/// `docbind permissions`.
#[derive(Debug, Args)]
pub(crate) struct Permissions {
    /// A folder that holds `api` and `resources`, or a folder above such
    pub(crate) docs: PathBuf,
    /// An operation, as `METHOD /path`; may be repeated; all when left out
    #[arg(long, value_name = "METHOD /path")]
    pub(crate) operation: Vec<String>,
    /// Rust sources, files or folders: the operations that they call; may be repeated
    #[arg(long, value_name = "SRC")]
    pub(crate) scan: Vec<PathBuf>,
    /// A program: the operations that are linked into it
    #[arg(long, value_name = "FILE")]
    pub(crate) binary: Option<PathBuf>,
    /// Where to keep what the program may need, to compare with
    #[arg(long, value_name = "FILE")]
    pub(crate) lock: Option<PathBuf>,
    /// Write nothing; exit 1 if the program needs more than the lock has
    #[arg(long, requires = "lock")]
    pub(crate) locked: bool,
    /// A place that need not be resolved; may be repeated
    #[arg(long, value_name = "FILE[:LINE]", requires = "lock")]
    pub(crate) allow_unresolved: Vec<String>,
    /// Print what an operator pastes to grant the least permissions
    #[arg(long = "as", value_enum, value_name = "WHAT")]
    pub(crate) grant: Option<GrantFormat>,
    /// The identifier of the service's own application, for `--as`
    #[arg(long, value_name = "GUID")]
    pub(crate) resource_app_id: Option<String>,
    /// Only this scheme
    #[arg(long, value_enum)]
    pub(crate) scheme: Option<SchemeName>,
    /// How the answer is printed
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: UsageFormat,
}

/// What an operator pastes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum GrantFormat {
    /// `requiredResourceAccess` of the manifest of an app registration
    Manifest,
    /// The address at which an administrator consents
    ConsentUrl,
    /// Microsoft Graph PowerShell
    Powershell,
    /// Azure CLI
    AzureCli,
    /// A Bicep template
    Bicep,
    /// A Terraform configuration
    Terraform,
    /// The scopes of a sign-in request
    Scopes,
}

/// The formats of `docbind permissions`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum UsageFormat {
    /// For a person
    #[default]
    Text,
    /// For a program
    Json,
    /// SARIF 2.1.0: what a change raised, and what cannot be told
    Sarif,
}

/// The schemes by their names on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum SchemeName {
    /// As the application itself
    Application,
    /// On behalf of a user with a work or school account
    DelegatedWork,
    /// On behalf of a user with a personal account
    DelegatedPersonal,
}

/// For a person or for a program.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum TextOrJson {
    /// For a person
    #[default]
    Text,
    /// For a program
    Json,
}

/// `docbind inspect`.
#[derive(Debug, Args)]
pub(crate) struct Inspect {
    /// A folder of pages, or a single file
    #[arg(value_name = "DOCS|FILE")]
    pub(crate) docs: PathBuf,
    /// A page (its path or its name) or an operation (`METHOD /path`) of DOCS
    #[arg(value_name = "PAGE-OR-OPERATION")]
    pub(crate) what: Option<String>,
    /// Print the model as JSON as it is after this pass
    #[arg(long, value_name = "PASS")]
    pub(crate) after: Option<String>,
}

/// `docbind lint`.
#[derive(Debug, Args)]
pub(crate) struct Lint {
    /// A folder that holds `api` and `resources`, or a folder above such
    pub(crate) docs: PathBuf,
    /// How the findings are printed
    #[arg(long, value_enum)]
    pub(crate) format: Option<LintFormat>,
    /// Known findings, left out: a file written by `docbind lint --format json`
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<PathBuf>,
}

/// The formats of `docbind lint`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum LintFormat {
    /// With the line of the page and a caret
    Human,
    /// One line each
    Short,
    /// One JSON document, which also serves as a baseline
    Json,
    /// SARIF 2.1.0
    Sarif,
}
