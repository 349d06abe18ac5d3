//! Running the program `git`: surroundings, arguments in order, output, and what a failure says.

use std::ffi::{OsStr, OsString};
use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{ChildStdin, ChildStdout, Command, Output, Stdio};

use super::error::RevisionError;

/// How git is called.
#[derive(Debug, Clone)]
pub(super) struct Git {
    /// The program.
    pub(super) program: OsString,
    /// Where it runs.
    pub(super) folder: PathBuf,
    /// `GIT_DIR`, which names the repository instead of `folder`.
    pub(super) repository: Option<OsString>,
    /// `GIT_WORK_TREE`, which names the top folder of the files.
    pub(super) work_tree: Option<OsString>,
}

impl Git {
    /// In `folder`, with what the environment says.
    pub(super) fn from_environment(folder: PathBuf) -> Self {
        Self {
            program: OsString::from("git"),
            folder,
            repository: std::env::var_os("GIT_DIR"),
            work_tree: std::env::var_os("GIT_WORK_TREE"),
        }
    }

    /// Run `git COMMAND ARGUMENTS` and take its standard output.
    pub(super) fn run<S: AsRef<OsStr>>(
        &self,
        command: &str,
        arguments: impl IntoIterator<Item = S>,
    ) -> Result<Vec<u8>, RevisionError> {
        let output = self.ask(command, arguments)?;
        if output.status.success() { Ok(output.stdout) } else { Err(failure(command, &output.stderr)) }
    }

    /// Run `git COMMAND ARGUMENTS` where failing is an answer, too.
    pub(super) fn ask<S: AsRef<OsStr>>(
        &self,
        command: &str,
        arguments: impl IntoIterator<Item = S>,
    ) -> Result<Output, RevisionError> {
        self.command(command).args(arguments).stdin(Stdio::null()).output().map_err(cannot_run)
    }

    /// The contents of the blobs `ids`, in their order, from one `git cat-file --batch`.
    ///
    /// The pipes are served by three threads: git answers while it is still being asked, and whoever only
    /// wrote and read afterwards would wait for ever as soon as both pipes are full.
    pub(super) fn blobs(&self, ids: &[String]) -> Result<Vec<Vec<u8>>, RevisionError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut child = self
            .command("cat-file")
            .arg("--batch")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(cannot_run)?;
        let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
        let (read, said) = std::thread::scope(|scope| {
            scope.spawn(move || stdin.map(|pipe| write_lines(pipe, ids)));
            let said = scope.spawn(move || {
                let mut said = Vec::new();
                // What could be read is what there is to show.
                let _ = stderr.map(|mut pipe| pipe.read_to_end(&mut said));
                said
            });
            // Dropped at its end, the pipe makes git stop, so that the other threads end, too.
            let read = stdout.map_or_else(|| Ok(Vec::new()), |pipe| read_blobs(pipe, ids));
            (read, said.join().unwrap_or_default())
        });
        let status = child.wait().map_err(RevisionError::CannotRun)?;
        match read {
            Ok(blobs) if status.success() => Ok(blobs),
            Ok(_) => Err(failure("cat-file", &said)),
            Err(BlobFault::Missing(id)) => Err(RevisionError::Git {
                command: "cat-file".to_owned(),
                message: format!("the object {id} is missing"),
            }),
            // A pipe that ended early is git's failure, and git says which.
            Err(BlobFault::Pipe(_)) if !said.is_empty() => Err(failure("cat-file", &said)),
            Err(BlobFault::Pipe(error)) => Err(RevisionError::CannotRun(error)),
        }
    }

    fn command(&self, command: &str) -> Command {
        let mut made = Command::new(&self.program);
        made.current_dir(&self.folder);
        // English messages; no lock files, as nothing here may change anything; no question for a password.
        made.env("LC_ALL", "C").env("GIT_OPTIONAL_LOCKS", "0").env("GIT_TERMINAL_PROMPT", "0");
        for (name, value) in [("GIT_DIR", &self.repository), ("GIT_WORK_TREE", &self.work_tree)] {
            match value {
                Some(value) => made.env(name, value),
                None => made.env_remove(name),
            };
        }
        // A `*` or a `:` in a file's name means itself.
        made.args(["--no-pager", "--literal-pathspecs", command]);
        made
    }
}

/// The bytes of a path that git printed.
pub(super) fn path_of(bytes: &[u8]) -> PathBuf {
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStrExt;
        Path::new(OsStr::from_bytes(bytes)).to_owned()
    }
    #[cfg(not(unix))]
    {
        PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
    }
}

/// The pieces of output made with `-z`.
pub(super) fn pieces(output: &[u8]) -> impl Iterator<Item = &[u8]> {
    output.split(|&byte| byte == 0).filter(|piece| !piece.is_empty())
}

/// `output` without the end of its last line.
pub(super) fn line(output: &[u8]) -> &[u8] {
    let output = output.strip_suffix(b"\n").unwrap_or(output);
    output.strip_suffix(b"\r").unwrap_or(output)
}

/// The error of a git that said `stderr` and failed.
pub(super) fn failure(command: &str, stderr: &[u8]) -> RevisionError {
    let text = String::from_utf8_lossy(stderr);
    let lines = || text.lines().map(str::trim).filter(|line| !line.is_empty());
    let named = lines().rfind(|line| line.starts_with("fatal:") || line.starts_with("error:"));
    let message = named.or_else(|| lines().next_back()).unwrap_or("it said nothing");
    RevisionError::Git { command: command.to_owned(), message: message.to_owned() }
}

fn cannot_run(error: std::io::Error) -> RevisionError {
    if error.kind() == ErrorKind::NotFound {
        RevisionError::GitMissing
    } else {
        RevisionError::CannotRun(error)
    }
}

fn write_lines(mut pipe: ChildStdin, lines: &[String]) {
    for line in lines {
        // A git that no longer listens has a reason, which it tells on its standard error.
        if pipe.write_all(line.as_bytes()).and_then(|()| pipe.write_all(b"\n")).is_err() {
            return;
        }
    }
}

enum BlobFault {
    Missing(String),
    Pipe(std::io::Error),
}

/// Each blob comes as `ID blob SIZE`, a line end, the contents, a line end.
fn read_blobs(pipe: ChildStdout, ids: &[String]) -> Result<Vec<Vec<u8>>, BlobFault> {
    let mut pipe = BufReader::new(pipe);
    let mut blobs = Vec::with_capacity(ids.len());
    for id in ids {
        let mut header = String::new();
        pipe.read_line(&mut header).map_err(BlobFault::Pipe)?;
        if header.trim_end().ends_with(" missing") {
            return Err(BlobFault::Missing(id.clone()));
        }
        let early = || BlobFault::Pipe(ErrorKind::UnexpectedEof.into());
        let size = header.trim_end().rsplit(' ').next().and_then(|size| size.parse::<u64>().ok());
        let size = size.ok_or_else(early)?;
        let mut contents = Vec::new();
        pipe.by_ref().take(size).read_to_end(&mut contents).map_err(BlobFault::Pipe)?;
        let mut end = [0];
        pipe.read_exact(&mut end).map_err(BlobFault::Pipe)?;
        if contents.len() as u64 != size {
            return Err(early());
        }
        blobs.push(contents);
    }
    Ok(blobs)
}
