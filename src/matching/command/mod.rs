//! An external program as an engine: any bot that can read and write lines can be judged.
//!
//! The program is started once and asked over its standard input, `{"id":1,"question":"…"}` a line; it
//! answers on its standard output, `{"id":1,"candidates":[{"entry":"pack/id","confidence":0.93}]}` a line,
//! in any order, and must not keep answers back in a buffer. An entry is named by `pack/id`, by an id
//! that is unique, or by its canonical question. Numbers count on from batch to batch.
//!
//! Whatever the program does, a batch comes to an end: a line that cannot be read fails one question;
//! silence or an exit fails what is still open, and the next batch meets a fresh process. This module
//! knows processes and lines; it does not know what a confidence is worth.

mod batch;
mod process;
mod protocol;
mod split;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use self::batch::Batch;
use self::process::{Event, Process, WAITING_LINES};
use super::label::Labels;
use super::{Matcher, Query, Ranking, Thresholds};
use crate::model::{Lookup, View};

/// How often a program that failed is started again before it is given up.
const RESTARTS: u32 = 3;

/// Takes the lines of a program's standard error, without their ends, from another thread.
pub type StandardErrorSink = Arc<dyn Fn(&str) + Send + Sync>;

/// How to talk to the program.
#[derive(Clone)]
pub struct CommandOptions {
    /// How long to wait for the next answer of a batch, counted from the one before.
    pub timeout: Duration,
    /// The thresholds that its confidences are meant for.
    pub thresholds: Thresholds,
    /// Who is told what it writes to its standard error; the last line stands in failures in any case.
    pub standard_error: Option<StandardErrorSink>,
}

impl Default for CommandOptions {
    /// Ten seconds, direct from 0.5, recommend from 0.25, standard error to nobody.
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(10),
            thresholds: Thresholds { direct: 0.5, recommend: 0.25 },
            standard_error: None,
        }
    }
}

impl std::fmt::Debug for CommandOptions {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("CommandOptions")
            .field("timeout", &self.timeout)
            .field("thresholds", &self.thresholds)
            .field("standard_error", &self.standard_error.is_some())
            .finish()
    }
}

/// Why a program could not be made an engine.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// No word at all.
    #[error("the command is empty; it wants a program and its arguments")]
    Empty,
    /// A quote without its other half.
    #[error("the {quote} in column {column} of the command is never closed: {command}")]
    OpenQuote {
        /// Which quote.
        quote: char,
        /// Where it stands, in characters from 1.
        column: usize,
        /// The command as given.
        command: String,
    },
    /// A backslash with nothing behind it.
    #[error("the command ends in a lone backslash; write \\\\ for one: {command}")]
    LoneBackslash {
        /// The command as given.
        command: String,
    },
    /// The operating system did not start it.
    #[error("cannot start `{program}`: {source}; give the program's path, or its name if it is on the PATH")]
    Start {
        /// The first word of the command.
        program: String,
        /// What the operating system said.
        source: std::io::Error,
    },
}

/// What happened between kbtool and the program, beyond the rankings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Answers that were taken.
    pub answers: u64,
    /// Lines that were no answers.
    pub malformed: u64,
    /// Answers to questions that were not asked, or were answered or given up already; ignored.
    pub unknown_ids: u64,
    /// Candidates below the first that the knowledge base has no entry for; ignored.
    pub foreign_dropped: u64,
    /// How often the program was started again.
    pub restarts: u32,
}

/// The engine `command`: an external program; the module's page says how it is spoken to.
///
/// One batch at a time: threads that rank at once take turns. Dropping the engine closes the program's
/// input, and kills the program should it not end by itself at once.
#[derive(Debug)]
pub struct Command<'a> {
    labels: Labels<'a>,
    words: Vec<String>,
    options: CommandOptions,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    process: Option<Process>,
    /// Why there is no process.
    failure: String,
    /// The number of the next question.
    next: u64,
    /// How many answers earlier processes gave.
    answers_before: u64,
    tally: Tally,
}

impl<'a> Command<'a> {
    /// Start the program that `command` names, split into words as a shell would (quotes and backslashes;
    /// no variables, wildcards or pipes; a path with backslashes goes into single quotes). `lookup`
    /// indexes the knowledge base behind `view`.
    ///
    /// # Errors
    /// The command has no word or an open quote, or the program cannot be started.
    pub fn new(
        command: &str,
        options: CommandOptions,
        view: &'a View<'a>,
        lookup: &'a Lookup,
    ) -> Result<Self, CommandError> {
        let words = split::split(command)?;
        let process = Process::start(&words, options.standard_error.clone())
            .map_err(|source| CommandError::Start { program: words[0].clone(), source })?;
        let state = State {
            process: Some(process),
            failure: String::new(),
            next: 1,
            answers_before: 0,
            tally: Tally::default(),
        };
        Ok(Self { labels: Labels::new(view, lookup), words, options, state: Mutex::new(state) })
    }

    /// What happened so far; waits for the batch that is on its way.
    pub fn tally(&self) -> Tally {
        self.lock().tally
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // A panic elsewhere leaves the state as it was between two lines, which is sound.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Start the program again if it is gone and may still be started.
    fn revive(&self, state: &mut State) {
        if state.process.is_some() || state.tally.restarts == RESTARTS {
            return;
        }
        state.tally.restarts += 1;
        state.answers_before = state.tally.answers;
        match Process::start(&self.words, self.options.standard_error.clone()) {
            Ok(process) => state.process = Some(process),
            Err(error) => state.failure = format!("the program cannot be started again: {error}"),
        }
        if state.process.is_none() && state.tally.restarts == RESTARTS {
            state.give_up();
        }
    }

    /// Read until the batch is over; otherwise what the program did instead.
    fn converse(&self, process: &mut Process, batch: &mut Batch, tally: &mut Tally) -> Result<(), String> {
        let mut last_progress = Instant::now();
        // Lines that came in time count even if this thread was late; but not without end.
        let mut late = 0;
        while !batch.is_over() {
            let patience = self.options.timeout.saturating_sub(last_progress.elapsed());
            late += usize::from(patience.is_zero());
            let event = if late > WAITING_LINES { Event::Silence } else { process.next(patience) };
            match event {
                Event::Line(line) => {
                    if batch.take(protocol::read_line(&line), &self.labels, tally) {
                        last_progress = Instant::now();
                        late = 0;
                    }
                }
                Event::Silence => {
                    let seconds = self.options.timeout.as_secs_f64();
                    return Err(format!("gave no answer for {seconds} s (it must flush each line)"));
                }
                Event::End => return Err(process.fate()),
            }
        }
        Ok(())
    }
}

impl State {
    /// The sentence about a process that did `what` instead of answering.
    fn reason(&self, process: &Process, what: &str) -> String {
        let answers = match self.tally.answers - self.answers_before {
            1 => "1 answer".to_owned(),
            answers => format!("{answers} answers"),
        };
        let error = process.last_error().map_or_else(String::new, |line| format!(": {line}"));
        format!("the program {what} after {answers}{error}")
    }

    fn give_up(&mut self) {
        let reason = std::mem::take(&mut self.failure);
        self.failure = format!("{reason}; after {RESTARTS} restarts it is not started again");
    }
}

impl Matcher for Command<'_> {
    fn name(&self) -> &'static str {
        "command"
    }

    /// What another program says next time is its own affair.
    fn is_repeatable(&self) -> bool {
        false
    }

    fn rank(&self, queries: &[Query<'_>]) -> Vec<Ranking> {
        let mut guard = self.lock();
        let state = &mut *guard;
        let mut batch = Batch::new(state.next, queries.len());
        if queries.is_empty() {
            return Vec::new();
        }
        self.revive(state);
        let Some(mut process) = state.process.take() else {
            return batch.finish(&state.failure);
        };
        let mut lines = Vec::new();
        for (id, query) in (state.next..).zip(queries) {
            protocol::write_question(id, query.text, &mut lines);
        }
        state.next += queries.len() as u64;
        process.send(lines);
        match self.converse(&mut process, &mut batch, &mut state.tally) {
            Ok(()) => {
                state.process = Some(process);
                batch.finish("")
            }
            Err(what) => {
                process.kill();
                let reason = state.reason(&process, &what);
                let rankings = batch.finish(&reason);
                state.failure = reason;
                if state.tally.restarts == RESTARTS {
                    state.give_up();
                }
                rankings
            }
        }
    }

    /// As configured.
    fn thresholds(&self) -> Thresholds {
        self.options.thresholds
    }
}

#[cfg(all(test, unix))]
mod tests;
