//! A running program and the three threads at its pipes.
//!
//! One thread writes, one reads, one listens to standard error, so that no full pipe ever holds up
//! another: a program may answer while it is still being asked. The threads own the pipes and are never
//! joined. A grandchild that outlives the program may keep a pipe open for ever, and waiting for it would
//! hang; each thread ends by itself when its pipe does.
//!
//! This file knows lines of bytes; what they say is the business of [`super::protocol`].

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStderr, ChildStdin, ChildStdout, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, SyncSender, channel, sync_channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::StandardErrorSink;
use super::protocol::quote;

/// A longer line is cut here; an answer with a thousand candidates is far shorter.
const LONGEST_LINE: u64 = 1 << 20;
/// How many lines may wait to be looked at; then the program has to wait.
pub(super) const WAITING_LINES: usize = 64;
/// How much of standard error is kept, in bytes.
const KEPT_ERRORS: usize = 2048;
/// How long a program may take to end after its pipes have.
const FAREWELL: Duration = Duration::from_millis(300);

/// What reading brought.
#[derive(Debug)]
pub(super) enum Event {
    /// A line, its end included unless it was cut.
    Line(Vec<u8>),
    /// Nothing came in time.
    Silence,
    /// The program closed its standard output.
    End,
}

/// A program that was started. Dropping it ends it and waits for it: no zombie remains.
#[derive(Debug)]
pub(super) struct Process {
    child: Child,
    questions: Option<Sender<Vec<u8>>>,
    lines: Receiver<Vec<u8>>,
    errors: Arc<Errors>,
}

impl Process {
    /// Start `words[0]` with the other words as arguments. Each line of its standard error goes to
    /// `sink`, from another thread.
    pub(super) fn start(words: &[String], sink: Option<StandardErrorSink>) -> std::io::Result<Self> {
        let (program, arguments) = words.split_first().ok_or(std::io::ErrorKind::InvalidInput)?;
        let mut child = std::process::Command::new(program)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
        let (questions, to_write) = channel();
        let (read, lines) = sync_channel(WAITING_LINES);
        let errors = Arc::new(Errors::default());
        // From here on the child belongs to `process`, whose drop ends it should a thread fail to start.
        let process = Self { child, questions: Some(questions), lines, errors: Arc::clone(&errors) };
        if let Some(stdin) = stdin {
            spawn("command-writer", move || write_all(stdin, &to_write))?;
        }
        if let Some(stdout) = stdout {
            spawn("command-reader", move || read_lines(stdout, &read))?;
        }
        if let Some(stderr) = stderr {
            spawn("command-errors", move || errors.listen(stderr, sink.as_ref()))?;
        }
        Ok(process)
    }

    /// Have `bytes` written. That the program no longer reads shows when its answers stay out.
    pub(super) fn send(&self, bytes: Vec<u8>) {
        if let Some(questions) = &self.questions {
            let _ = questions.send(bytes);
        }
    }

    /// The next line, if one comes within `patience`; one that has come already is taken in any case.
    pub(super) fn next(&self, patience: Duration) -> Event {
        match self.lines.recv_timeout(patience) {
            Ok(line) => Event::Line(line),
            Err(RecvTimeoutError::Timeout) => Event::Silence,
            Err(RecvTimeoutError::Disconnected) => Event::End,
        }
    }

    /// What became of a program that closed its standard output, such as `exited with status 3`.
    pub(super) fn fate(&mut self) -> String {
        match self.wait(FAREWELL) {
            Some(status) => {
                self.errors.wait_for_end(FAREWELL);
                describe(status)
            }
            None => "closed its standard output".to_owned(),
        }
    }

    /// The last line of standard error that says something.
    pub(super) fn last_error(&self) -> Option<String> {
        self.errors.last_line()
    }

    /// End the program now.
    pub(super) fn kill(&mut self) {
        self.questions = None;
        // It fails only if the program has ended, which is what is wanted.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    fn wait(&mut self, limit: Duration) -> Option<ExitStatus> {
        let start = Instant::now();
        let mut pause = Duration::from_millis(1);
        loop {
            if let Ok(Some(status)) = self.child.try_wait() {
                return Some(status);
            }
            if start.elapsed() >= limit {
                return None;
            }
            std::thread::sleep(pause);
            pause = (pause * 2).min(Duration::from_millis(20));
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // The end of its input is the polite word; a program that does not take it is killed.
        self.questions = None;
        if self.wait(FAREWELL).is_none() {
            self.kill();
        }
    }
}

fn spawn(name: &str, act: impl FnOnce() + Send + 'static) -> std::io::Result<()> {
    std::thread::Builder::new().name(name.to_owned()).spawn(act).map(drop)
}

fn write_all(mut pipe: ChildStdin, batches: &Receiver<Vec<u8>>) {
    for batch in batches {
        if pipe.write_all(&batch).and_then(|()| pipe.flush()).is_err() {
            return;
        }
    }
}

fn read_lines(pipe: ChildStdout, lines: &SyncSender<Vec<u8>>) {
    let mut pipe = BufReader::new(pipe);
    while let Some(line) = read_line(&mut pipe, LONGEST_LINE) {
        let cut = line.len() as u64 == LONGEST_LINE && line.last() != Some(&b'\n');
        if lines.send(line).is_err() || (cut && pipe.skip_until(b'\n').is_err()) {
            return;
        }
    }
}

/// The next line or the first `limit` bytes of it; `None` at the end.
fn read_line(pipe: &mut impl BufRead, limit: u64) -> Option<Vec<u8>> {
    let mut line = Vec::new();
    match pipe.by_ref().take(limit).read_until(b'\n', &mut line) {
        Ok(1..) => Some(line),
        _ => None,
    }
}

fn describe(status: ExitStatus) -> String {
    if let Some(code) = status.code() {
        return format!("exited with status {code}");
    }
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        return format!("was stopped by signal {signal}");
    }
    format!("ended ({status})")
}

/// The end of what the program wrote to its standard error.
#[derive(Debug, Default)]
struct Errors {
    kept: Mutex<Kept>,
    ended: Condvar,
}

#[derive(Debug, Default)]
struct Kept {
    bytes: VecDeque<u8>,
    ended: bool,
}

impl Errors {
    fn listen(&self, pipe: ChildStderr, sink: Option<&StandardErrorSink>) {
        let mut pipe = BufReader::new(pipe);
        while let Some(line) = read_line(&mut pipe, KEPT_ERRORS as u64) {
            let mut kept = self.lock();
            kept.bytes.extend(&line);
            let surplus = kept.bytes.len().saturating_sub(KEPT_ERRORS);
            kept.bytes.drain(..surplus);
            drop(kept);
            if let Some(sink) = sink {
                sink(String::from_utf8_lossy(&line).trim_end_matches(['\r', '\n']));
            }
        }
        self.lock().ended = true;
        self.ended.notify_all();
    }

    fn wait_for_end(&self, limit: Duration) {
        // Whether it ended or the time did makes no difference to the caller.
        let _ = self.ended.wait_timeout_while(self.lock(), limit, |kept| !kept.ended);
    }

    fn last_line(&self) -> Option<String> {
        let bytes: Vec<u8> = self.lock().bytes.iter().copied().collect();
        let text = String::from_utf8_lossy(&bytes);
        text.lines().rev().map(quote).find(|line| !line.is_empty())
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
