//! A git repository, read without a checkout.

use std::fs;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use docbind::{Error, MAX_FILE};
use tempfile::TempDir;

/// How many folders above a set its shared `includes` folder may lie.
const LEVELS_ABOVE: usize = 2;

/// A folder of a repository at a revision, as the command line names it: `REPO@REV:FOLDER`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Revision {
    /// The repository.
    pub(crate) repository: PathBuf,
    /// The commit, by any name that git knows.
    pub(crate) revision: String,
    /// The folder, relative to the repository's root, without a slash at the end; empty for the whole.
    pub(crate) folder: String,
}

/// A file of a revision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TreeFile {
    /// The path in the repository.
    pub(crate) path: String,
    /// The name of its content.
    pub(crate) blob: String,
}

impl Revision {
    /// Reads `REPO@REV:FOLDER`; `:FOLDER` may be missing.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        // Neither a repository's path nor a revision need be free of the signs, but together they are found from the ends.
        let at = text.rfind('@').filter(|at| *at > 0)?;
        let (repository, rest) = (text.get(..at)?, text.get(at + 1..)?);
        let (revision, folder) = rest.split_once(':').unwrap_or((rest, ""));
        let is_plain = !revision.is_empty() && !revision.starts_with('-');
        let folder = folder.trim_matches('/').to_owned();
        is_plain.then(|| Self { repository: repository.into(), revision: revision.to_owned(), folder })
    }

    /// Whether a Markdown file matters to the folder's pages: it is in the folder, or may be included from there.
    pub(crate) fn concerns(&self, path: &str) -> bool {
        let is_page = path.get(path.len().saturating_sub(3)..).is_some_and(|end| end.eq_ignore_ascii_case(".md"));
        if !is_page || self.folder.is_empty() || is_below(path, &self.folder) {
            return is_page;
        }
        let above = Path::new(&self.folder).ancestors().skip(1).take(LEVELS_ABOVE);
        above.filter_map(Path::to_str).any(|above| {
            let includes = if above.is_empty() { "includes".to_owned() } else { format!("{above}/includes") };
            is_below(path, &includes)
        })
    }

    /// The Markdown files that matter to the folder's pages.
    pub(crate) fn files(&self) -> Result<Vec<TreeFile>, Error> {
        let mut command = git(&self.repository);
        command.args(["ls-tree", "-r", "-z", "--full-tree", &self.revision]);
        let output = run(command, &self.repository)?;
        let mut files = Vec::new();
        for row in output.split(|byte| *byte == 0) {
            // `100644 blob NAME<tab>PATH`
            let Some((head, path)) = std::str::from_utf8(row).ok().and_then(|row| row.split_once('\t')) else {
                continue;
            };
            let mut words = head.split(' ');
            let is_file = words.next().is_some_and(|mode| mode.starts_with("100")) && words.next() == Some("blob");
            if let Some(blob) = words.next().filter(|_| is_file && self.concerns(path)) {
                files.push(TreeFile { path: path.to_owned(), blob: blob.to_owned() });
            }
        }
        Ok(files)
    }

    /// Writes the files to a temporary folder, for what reads folders, and tells where `FOLDER` is in it.
    pub(crate) fn extract(&self) -> Result<(TempDir, PathBuf), Error> {
        let scratch = tempfile::tempdir().map_err(|source| Error::Write { path: std::env::temp_dir(), source })?;
        let mut blobs = Blobs::open(&self.repository)?;
        for file in self.files()? {
            let path = scratch.path().join(&file.path);
            let is_plain =
                Path::new(&file.path).components().all(|part| matches!(part, std::path::Component::Normal(_)));
            let Some(folder) = path.parent().filter(|_| is_plain) else { continue };
            let text = blobs.read(&file.blob)?;
            fs::create_dir_all(folder)
                .and_then(|()| fs::write(&path, text))
                .map_err(|source| Error::Write { path: path.clone(), source })?;
        }
        let folder = scratch.path().join(&self.folder);
        if !folder.is_dir() {
            let (revision, repository) = (&self.revision, self.repository.display());
            return Err(Error::Settings(format!(
                "no Markdown file in the folder `{}` of {repository} at `{revision}`",
                self.folder
            )));
        }
        Ok((scratch, folder))
    }
}

fn is_below(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

/// `git` in a repository, without a configuration of the user that would change what it prints.
pub(crate) fn git(repository: &Path) -> Command {
    let mut command = Command::new("git");
    command.arg("-C").arg(repository).args(["-c", "core.quotePath=false", "-c", "log.showRoot=true"]);
    command.env("GIT_OPTIONAL_LOCKS", "0").stdin(Stdio::null());
    command
}

/// What a git command prints.
pub(crate) fn run(mut command: Command, repository: &Path) -> Result<Vec<u8>, Error> {
    let output = command.output().map_err(|error| no_git(&error))?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let reason = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    Err(Error::Settings(format!("git cannot read {}: {reason}", repository.display())))
}

fn no_git(error: &io::Error) -> Error {
    Error::Settings(format!("cannot run git, which reads repositories: {error}"))
}

/// The contents of a repository by their names, from one `git cat-file` for all.
pub(crate) struct Blobs {
    repository: PathBuf,
    git: Child,
    names: ChildStdin,
    contents: BufReader<ChildStdout>,
}

impl Blobs {
    /// Starts git.
    pub(crate) fn open(repository: &Path) -> Result<Self, Error> {
        let mut command = git(repository);
        command.args(["cat-file", "--batch"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut git = command.spawn().map_err(|error| no_git(&error))?;
        let (Some(names), Some(contents)) = (git.stdin.take(), git.stdout.take()) else {
            return Err(Error::Settings("git has no input or no output".to_owned()));
        };
        Ok(Self { repository: repository.to_owned(), git, names, contents: BufReader::new(contents) })
    }

    /// The content of that name.
    pub(crate) fn read(&mut self, blob: &str) -> Result<Vec<u8>, Error> {
        self.ask(blob).map_err(|source| Error::Read { path: self.repository.join(blob), source })
    }

    fn ask(&mut self, blob: &str) -> io::Result<Vec<u8>> {
        writeln!(self.names, "{blob}")?;
        self.names.flush()?;
        let mut head = String::new();
        self.contents.read_line(&mut head)?;
        // `NAME blob SIZE`
        let size: Option<u64> = head
            .trim_end()
            .rsplit_once(" blob ")
            .or_else(|| head.trim_end().split_once(" blob "))
            .and_then(|(_, size)| size.parse().ok());
        let Some(size) = size else { return Err(io::ErrorKind::NotFound.into()) };
        let mut content = Vec::new();
        self.contents.by_ref().take(size).read_to_end(&mut content)?;
        let mut newline = [0];
        self.contents.read_exact(&mut newline)?;
        if size > MAX_FILE { Err(io::ErrorKind::FileTooLarge.into()) } else { Ok(content) }
    }
}

impl Drop for Blobs {
    fn drop(&mut self) {
        // It ends by itself when its input does; this only waits for less.
        let _ = self.git.kill();
        let _ = self.git.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::Revision;

    fn revision(repository: &str, revision: &str, folder: &str) -> Option<Revision> {
        Some(Revision { repository: repository.into(), revision: revision.to_owned(), folder: folder.to_owned() })
    }

    #[test]
    fn revisions_are_taken_apart() {
        assert_eq!(Revision::parse("docs@v1:api/v1.0/"), revision("docs", "v1", "api/v1.0"));
        assert_eq!(Revision::parse("a@b/docs@main~3"), revision("a@b/docs", "main~3", ""));
        for text in ["docs", "@main", "docs@", "docs@--output=x:y"] {
            assert_eq!(Revision::parse(text), None, "{text}");
        }
    }

    #[test]
    fn includes_above_the_folder_concern_it() {
        let revision = Revision::parse("docs@main:reference/v1.0").unwrap();
        for path in ["reference/v1.0/api/a.md", "reference/includes/a.md", "includes/x/a.MD"] {
            assert!(revision.concerns(path), "{path}");
        }
        for path in ["reference/v1.0/api/a.png", "reference/beta/api/a.md", "reference/v1.0x/a.md", "readme.md"] {
            assert!(!revision.concerns(path), "{path}");
        }
    }
}
