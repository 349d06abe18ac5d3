//! Where reports go, and how kbtool talks on standard error.

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use anyhow::{Context as _, Result, bail};
use kbtool::diagnostic::Language;
use kbtool::source::AtomicFile;

/// A `--output FORMAT[=PATH]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Output<F> {
    pub(crate) format: F,
    /// Standard output if missing.
    pub(crate) path: Option<PathBuf>,
}

/// Read the `--output` options; without any, `default` goes to standard output.
pub(crate) fn parse<F>(options: &[String], default: F) -> Result<Vec<Output<F>>>
where
    F: FromStr,
    F::Err: std::error::Error + Send + Sync + 'static,
{
    if options.is_empty() {
        return Ok(vec![Output { format: default, path: None }]);
    }
    let mut outputs = Vec::with_capacity(options.len());
    for option in options {
        let (format, path) = match option.split_once('=') {
            Some((_, "")) => bail!("--output {option}: a path belongs behind the ="),
            Some((format, path)) => (format, Some(PathBuf::from(path))),
            None => (option.as_str(), None),
        };
        outputs.push(Output { format: format.parse()?, path });
    }
    if outputs.iter().filter(|output| output.path.is_none()).count() > 1 {
        bail!("two reports would go to standard output; give all but one a path: --output json=report.json");
    }
    Ok(outputs)
}

/// Write a report to its place.
pub(crate) fn deliver(path: Option<&Path>, report: &str) -> Result<()> {
    let end = if report.ends_with('\n') || report.is_empty() { "" } else { "\n" };
    match path {
        Some(path) => {
            if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
                std::fs::create_dir_all(folder)
                    .with_context(|| format!("cannot make the folder {}", folder.display()))?;
            }
            let mut file = AtomicFile::create(path)?;
            file.write_all(report.as_bytes())
                .and_then(|()| file.write_all(end.as_bytes()))
                .with_context(|| format!("cannot write {}", path.display()))?;
            Ok(file.commit()?)
        }
        None => {
            let mut out = std::io::stdout().lock();
            out.write_all(report.as_bytes())?;
            out.write_all(end.as_bytes())?;
            Ok(out.flush()?)
        }
    }
}

/// Write bytes to standard output as they are.
pub(crate) fn deliver_bytes(bytes: &[u8]) -> Result<()> {
    let mut out = std::io::stdout().lock();
    out.write_all(bytes)?;
    Ok(out.flush()?)
}

/// How wide the terminal is that standard output goes to; `None` if it goes elsewhere.
pub(crate) fn terminal_width() -> Option<u16> {
    if !std::io::stdout().is_terminal() {
        return None;
    }
    let asked = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    asked.or_else(|| terminal_size::terminal_size().map(|(width, _)| width.0))
}

/// Whether the reader of standard output went away (`kbtool … | head`), which is no error.
pub(crate) fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause
            .downcast_ref::<std::io::Error>()
            .is_some_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
    })
}

/// Print to standard error. That this fails (a full disk behind `2>`) is no reason to stop, and there is
/// nobody left to tell.
pub(crate) fn tell(text: &str) {
    let _ = anstream::stderr().lock().write_all(text.as_bytes());
}

/// Say something beside the result.
pub(crate) fn note(language: Language, text: &str) {
    let style = anstyle::AnsiColor::Cyan.on_default();
    tell(&format!("{style}{}{style:#}: {text}\n", language.pick("note", "提示")));
}

/// Say what went wrong, with its causes.
pub(crate) fn error(error: &anyhow::Error) {
    let style = anstyle::AnsiColor::Red.on_default().bold();
    tell(&format!("{style}error{style:#}: {}\n", with_causes(error)));
}

/// The message and those of its causes that it does not tell already, as many errors of libraries do.
fn with_causes(error: &anyhow::Error) -> String {
    let mut text = error.to_string();
    for cause in error.chain().skip(1).map(ToString::to_string) {
        if !text.contains(&cause) {
            text.push_str(": ");
            text.push_str(&cause);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cause_is_told_once() {
        let error = anyhow::anyhow!("the disk is full").context("cannot write a.csv: the disk is full");
        assert_eq!(with_causes(&error), "cannot write a.csv: the disk is full");
        let error = anyhow::anyhow!("the disk is full").context("a.csv").context("cannot write");
        assert_eq!(with_causes(&error), "cannot write: a.csv: the disk is full");
    }
}
