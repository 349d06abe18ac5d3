//! The lines that go to the program and come back, and nothing of processes.
//!
//! To the program, one line a question: `{"id":1,"question":"…"}`. Back, in any order, one line a
//! question: `{"id":1,"candidates":[{"entry":"pack/id","confidence":0.93}]}`. Keys that are not named here
//! may stand there and are passed over, so that the program can log what it likes into its answers.

use serde::{Deserialize, Serialize};

/// How many characters of a line are quoted in a message.
const QUOTED: usize = 200;

#[derive(Serialize)]
struct Question<'q> {
    id: u64,
    question: &'q str,
}

/// One answer of the program.
#[derive(Debug, PartialEq, Deserialize)]
pub(super) struct Answer {
    /// The question's number.
    pub(super) id: u64,
    /// Its candidates, in whatever order.
    pub(super) candidates: Vec<Named>,
}

/// An entry by the name that the program has for it.
#[derive(Debug, PartialEq, Deserialize)]
pub(super) struct Named {
    /// `pack/id`, an id that is unique, or the canonical question.
    pub(super) entry: String,
    /// Meant to be from 0 to 1.
    pub(super) confidence: f64,
}

/// What a line of the program is.
#[derive(Debug, PartialEq)]
pub(super) enum Line {
    /// An answer.
    Answer(Answer),
    /// Not an answer; why, with the line quoted, and the question it was for, if that can be made out.
    Malformed { id: Option<u64>, reason: String },
    /// Nothing but space.
    Blank,
}

/// Append the line that asks `question`.
pub(super) fn write_question(id: u64, question: &str, out: &mut Vec<u8>) {
    // A number and a string always serialise, and a `Vec` takes every byte.
    let _ = serde_json::to_writer(&mut *out, &Question { id, question });
    out.push(b'\n');
}

/// Understand a line, with or without its line end.
pub(super) fn read_line(line: &[u8]) -> Line {
    let line = line.trim_ascii();
    if line.is_empty() {
        return Line::Blank;
    }
    match serde_json::from_slice(line) {
        Ok(answer) => Line::Answer(answer),
        Err(error) => {
            let text = String::from_utf8_lossy(line);
            let reason = format!("the program's answer cannot be read ({error}): {}", quote(&text));
            Line::Malformed { id: find_id(&text), reason }
        }
    }
}

/// The number behind the first `"id":` of a line that is not an answer.
fn find_id(line: &str) -> Option<u64> {
    let (_, behind) = line.split_once("\"id\"")?;
    let number = behind.trim_start().strip_prefix(':')?.trim_start();
    let end = number.find(|c: char| !c.is_ascii_digit()).unwrap_or(number.len());
    number[..end].parse().ok()
}

/// The beginning of a line of somebody else's, fit to stand in a message.
pub(super) fn quote(line: &str) -> String {
    let mut characters = line.trim().chars().map(|c| if c.is_control() { ' ' } else { c });
    let mut quoted: String = characters.by_ref().take(QUOTED).collect();
    if characters.next().is_some() {
        quoted.push('…');
    }
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_question_is_one_line() {
        let mut out = Vec::new();
        write_question(7, "多久\n\"到\"？", &mut out);
        assert_eq!(String::from_utf8_lossy(&out), "{\"id\":7,\"question\":\"多久\\n\\\"到\\\"？\"}\n");
    }

    #[test]
    fn an_answer_may_say_more_than_is_asked() {
        let line = "{\"id\": 3, \"took\": 0.1, \"candidates\": [{\"entry\": \"a/b\", \"confidence\": 1, \"x\": []}]}\r\n";
        let named = Named { entry: "a/b".to_owned(), confidence: 1.0 };
        assert_eq!(read_line(line.as_bytes()), Line::Answer(Answer { id: 3, candidates: vec![named] }));
        assert_eq!(read_line(b" \r\n"), Line::Blank);
    }

    #[test]
    fn a_malformed_line_is_quoted_with_its_question() {
        let line = "{\"id\": 12, \"answer\": \"ship\"}";
        let Line::Malformed { id, reason } = read_line(line.as_bytes()) else { panic!("malformed") };
        assert_eq!(id, Some(12));
        assert_eq!(
            reason,
            "the program's answer cannot be read (missing field `candidates` at line 1 column 28): \
             {\"id\": 12, \"answer\": \"ship\"}"
        );
        let Line::Malformed { id, reason } = read_line("模".repeat(500).as_bytes()) else {
            panic!("malformed")
        };
        assert_eq!(id, None);
        assert!(reason.ends_with(&format!(": {}…", "模".repeat(200))), "{reason}");
        assert!(matches!(read_line(b"\xff\xfe"), Line::Malformed { id: None, .. }));
    }

    proptest! {
        #[test]
        fn any_bytes_are_some_line(line in prop::collection::vec(any::<u8>(), 0..40)) {
            let _ = read_line(&line);
        }
    }
}
