//! Writing a file whole or not at all.

use std::io::Write;
use std::path::{Path, PathBuf};

/// A file could not be written; what was there before is untouched.
#[derive(Debug, thiserror::Error)]
#[error("cannot write {}: {source}", path.display())]
pub struct WriteError {
    /// The file that was to be written.
    pub path: PathBuf,
    /// What the operating system said.
    pub source: std::io::Error,
}

/// A file that is written piece by piece and takes its place at the end, or never.
///
/// What is written goes to a temporary file in the same folder, which [`Self::commit`] renames. Dropped
/// without that, nothing is left.
#[derive(Debug)]
pub struct AtomicFile {
    path: PathBuf,
    target: PathBuf,
    sink: Sink,
    before: Option<std::fs::Metadata>,
}

#[derive(Debug)]
enum Sink {
    /// Beside the file, to take its place.
    Beside(std::io::BufWriter<tempfile::NamedTempFile>),
    /// Into what is no file: a device or a pipe must not be replaced by a file.
    Into(std::io::BufWriter<std::fs::File>),
}

impl AtomicFile {
    /// Begin to write what is to stand at `path`.
    ///
    /// A link is followed, so that the file it names is replaced and not the link. Permissions of a file
    /// that was there are kept; a read-only file is refused, as a person who protects a file means it.
    /// What is no file, such as `/dev/null` or a named pipe, is written to as it is.
    ///
    /// # Errors
    /// The folder cannot be written, the file is read-only, or a folder stands there.
    pub fn create(path: &Path) -> Result<Self, WriteError> {
        let fail = |source| WriteError { path: path.to_owned(), source };
        let target = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let before = std::fs::metadata(path).ok();
        if before.as_ref().is_some_and(std::fs::Metadata::is_dir) {
            return Err(fail(std::io::Error::new(std::io::ErrorKind::IsADirectory, "it is a folder")));
        }
        if before.as_ref().is_some_and(|metadata| metadata.permissions().readonly()) {
            let source = std::io::Error::new(std::io::ErrorKind::PermissionDenied, "the file is read-only");
            return Err(fail(source));
        }
        if before.as_ref().is_some_and(|metadata| !metadata.is_file()) {
            let file = std::fs::OpenOptions::new().write(true).open(path).map_err(fail)?;
            return Ok(Self {
                path: path.to_owned(),
                target,
                sink: Sink::Into(std::io::BufWriter::new(file)),
                before,
            });
        }
        let folder =
            target.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let file = tempfile::Builder::new()
            .prefix(".kbtool-")
            .tempfile_in(folder)
            // The error's own text has the temporary file's random name in it, which tells nobody anything.
            .map_err(|error| fail(std::io::Error::from(error.kind())))?;
        let sink = Sink::Beside(std::io::BufWriter::new(file));
        Ok(Self { path: path.to_owned(), target, sink, before })
    }

    /// Put the file in its place.
    ///
    /// # Errors
    /// The disk is full, or the system refuses the rename; what was there before is untouched.
    pub fn commit(self) -> Result<(), WriteError> {
        let Self { path, target, sink, before } = self;
        let fail = |source| WriteError { path: path.clone(), source };
        let file = match sink {
            Sink::Beside(file) => file,
            Sink::Into(mut file) => return file.flush().map_err(fail),
        };
        let file = file.into_inner().map_err(|error| fail(error.into_error()))?;
        file.as_file().sync_data().map_err(fail)?;
        set_permissions(file.as_file(), before.as_ref()).map_err(fail)?;
        file.persist(&target).map_err(|error| fail(error.error))?;
        Ok(())
    }
}

impl Write for AtomicFile {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        match &mut self.sink {
            Sink::Beside(file) => file.write(bytes),
            Sink::Into(file) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> std::io::Result<()> {
        match &mut self.sink {
            Sink::Beside(file) => file.flush(),
            Sink::Into(file) => file.flush(),
        }
    }
}

/// Replace `path` by `contents`, whole or not at all; see [`AtomicFile`].
///
/// # Errors
/// The folder cannot be written, the file is read-only, the disk is full.
pub fn write_atomically(path: &Path, contents: &[u8]) -> Result<(), WriteError> {
    let mut file = AtomicFile::create(path)?;
    file.write_all(contents).map_err(|source| WriteError { path: path.to_owned(), source })?;
    file.commit()
}

/// A temporary file is private to its owner; the finished one gets what the old one had, or the usual.
fn set_permissions(file: &std::fs::File, before: Option<&std::fs::Metadata>) -> std::io::Result<()> {
    if let Some(metadata) = before {
        return file.set_permissions(metadata.permissions());
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        file.set_permissions(std::fs::Permissions::from_mode(0o644))?;
    }
    Ok(())
}

#[cfg(test)]
#[allow(clippy::disallowed_methods, reason = "the test lays out files")]
mod tests {
    use super::*;

    #[test]
    fn replaces_whole_and_leaves_nothing_beside() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("kb.yaml");
        write_atomically(&path, "一".as_bytes()).expect("new");
        write_atomically(&path, "二".as_bytes()).expect("again");
        assert_eq!(std::fs::read_to_string(&path).expect("read"), "二");
        assert_eq!(std::fs::read_dir(folder.path()).expect("folder").count(), 1);
    }

    #[test]
    fn a_read_only_file_stays() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("kb.yaml");
        std::fs::write(&path, "old").expect("file");
        let mut permissions = std::fs::metadata(&path).expect("metadata").permissions();
        permissions.set_readonly(true);
        std::fs::set_permissions(&path, permissions).expect("permissions");
        let error = write_atomically(&path, b"new").expect_err("read-only");
        assert!(error.to_string().contains("read-only"), "{error}");
        assert_eq!(std::fs::read_to_string(&path).expect("read"), "old");
    }

    #[test]
    fn a_missing_folder_is_named() {
        let error = write_atomically(Path::new("surely/not/here.yaml"), b"").expect_err("no folder");
        assert!(error.to_string().starts_with("cannot write surely/not/here.yaml"), "{error}");
        assert!(!error.to_string().contains(".kbtool-"), "{error}");
    }

    #[test]
    fn a_folder_is_not_replaced() {
        let folder = tempfile::tempdir().expect("folder");
        let error = write_atomically(folder.path(), b"new").expect_err("a folder");
        assert!(error.to_string().ends_with("it is a folder"), "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_is_written_to_and_stays_one() {
        use std::os::unix::fs::FileTypeExt;
        let folder = tempfile::tempdir().expect("folder");
        let (pipe, link) = (folder.path().join("pipe"), folder.path().join("link"));
        let made = std::process::Command::new("mkfifo").arg(&pipe).status().expect("mkfifo");
        assert!(made.success());
        std::os::unix::fs::symlink(&pipe, &link).expect("link");
        let reader = std::thread::spawn({
            let pipe = pipe.clone();
            move || std::fs::read_to_string(pipe)
        });
        write_atomically(&link, "发货".as_bytes()).expect("written");
        assert!(std::fs::metadata(&pipe).expect("metadata").file_type().is_fifo() && link.is_symlink());
        assert_eq!(reader.join().expect("reader").expect("read"), "发货");
    }
}
