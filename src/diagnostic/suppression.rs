//! Comments that silence findings: `# kbtool: ignore[KB302] reason, until 2026-12-31`.
//!
//! | Comment | Silences |
//! |---|---|
//! | behind a line | findings that begin on this line, or in a text over several lines that this line opens |
//! | on a line of its own | the same for the next line that is not a comment |
//! | on (or above) an entry's first line | findings in the whole entry |
//! | `ignore-file[…]` anywhere | findings in the whole file |
//!
//! In the brackets stand codes, beginnings of codes, or names. Behind them stands why, and, if it likes,
//! until when. This module reads comments; which rules there are it does not know.

use jiff::civil::Date;

use crate::source::{Comments, FileId, SourceFile, Span};

/// What a text must have somewhere before anything is parsed.
const MARK: &str = "kbtool:";

/// One comment that silences something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suppression {
    /// The file.
    pub file: FileId,
    /// The comment, from its `#`.
    pub span: Span,
    /// Whether the comment has its line to itself.
    pub alone: bool,
    /// The line it is about, from 1.
    pub line: u32,
    /// Whether it is about the whole file.
    pub whole_file: bool,
    /// What stands in the brackets, with its place.
    pub selectors: Vec<(String, Span)>,
    /// Why; empty where nothing is said.
    pub reason: String,
    /// The last day on which it counts.
    pub until: Option<Date>,
}

/// The suppressions of one file, and where its long texts are.
#[derive(Debug, Default)]
pub struct FileSuppressions {
    /// In the order of the file.
    pub suppressions: Vec<Suppression>,
    comments: Comments,
}

impl FileSuppressions {
    /// Read the comments of `source`; `None` if no comment can be meant for kbtool.
    pub fn of(id: FileId, source: &SourceFile) -> Option<Self> {
        let text = source.text();
        if !text.contains(MARK) {
            return None;
        }
        let comments = Comments::of(text);
        let mut suppressions = Vec::new();
        let mut below: Option<(u32, u32)> = None;
        // From the last to the first, as comments right below each other are about the same line.
        for comment in comments.comments.iter().rev() {
            let mut line = comment.line;
            if comment.alone {
                line = line_below(source, comment.line, below);
                below = Some((comment.line, line));
            }
            let Some(parsed) = parse(comment.span.slice(text), comment.span.start) else { continue };
            suppressions.push(Suppression {
                file: id,
                span: comment.span,
                alone: comment.alone,
                line,
                ..parsed
            });
        }
        suppressions.reverse();
        Some(Self { suppressions, comments })
    }

    /// The line, besides `line` itself, where a comment about it may stand.
    pub fn header_of(&self, line: u32) -> Option<u32> {
        self.comments.header_of(line)
    }
}

/// The next line below `line` that is neither blank nor a comment; `comment` is the next line that is one, with
/// the line below that.
fn line_below(source: &SourceFile, line: u32, comment: Option<(u32, u32)>) -> u32 {
    let mut below = line + 1;
    loop {
        match comment {
            Some((comment, line)) if comment == below => return line,
            _ if !source.line(below).trim().is_empty() || source.line_span(below) == Span::default() => {
                return below;
            }
            _ => below += 1,
        }
    }
}

/// Whether a comment, from its `#` on, silences findings about lines near it. Such a comment has nothing to say
/// once they are gone, and would say it about others.
pub(crate) fn silences_lines(comment: &str) -> bool {
    parse(comment, 0).is_some_and(|suppression| !suppression.whole_file)
}

fn parse(comment: &str, start: u32) -> Option<Suppression> {
    let body = comment.trim_start_matches('#').trim_start().strip_prefix(MARK)?.trim_start();
    let (whole_file, body) = match body.strip_prefix("ignore-file") {
        Some(body) => (true, body),
        None => (false, body.strip_prefix("ignore")?),
    };
    let (list, rest) = match body.trim_start().strip_prefix('[').and_then(|list| list.split_once(']')) {
        Some((list, rest)) => (list, rest),
        None => ("", body),
    };
    let offset = |part: &str| start + (part.as_ptr() as usize - comment.as_ptr() as usize) as u32;
    let selectors = list
        .split([',', '，', '、', ' '])
        .filter(|part| !part.is_empty())
        .map(|part| (part.to_owned(), Span::new(offset(part), offset(part) + part.len() as u32)))
        .collect();
    let (reason, until) = until(rest);
    Some(Suppression {
        file: FileId(0),
        span: Span::default(),
        alone: false,
        line: 0,
        whole_file,
        selectors,
        reason,
        until,
    })
}

/// Part `until DATE` (or 至, 直到, 截至) from the reason before it.
fn until(rest: &str) -> (String, Option<Date>) {
    let edges = [' ', '\t', ',', '，', ';', '；', ':', '：', '。', '.'];
    let rest = rest.trim_matches(edges);
    for word in ["until", "截至", "直到", "至"] {
        if let Some((reason, date)) = rest.rsplit_once(word)
            && let Ok(date) = date.trim().parse::<Date>()
        {
            return (reason.trim_matches(edges).to_owned(), Some(date));
        }
    }
    (rest.to_owned(), None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn comments_about_lines_are_told_from_others() {
        assert!(silences_lines("# kbtool: ignore[KB301] 好"));
        assert!(!silences_lines("# kbtool: ignore-file[KB301]"));
        assert!(!silences_lines("# 注"));
    }

    fn read(text: &str) -> Vec<Suppression> {
        let source = SourceFile::from_text("a.yaml", text);
        FileSuppressions::of(FileId(0), &source).map(|found| found.suppressions).unwrap_or_default()
    }

    #[test]
    fn reason_and_end_are_read() {
        let text =
            "- question: 问 # kbtool: ignore[KB302, question-length] 双11 两个包都要, until 2026-12-31\n";
        let found = read(text);
        let [one] = &found[..] else { panic!("{found:?}") };
        let selectors: Vec<_> =
            one.selectors.iter().map(|(name, span)| (name.as_str(), span.slice(text))).collect();
        assert_eq!(selectors, [("KB302", "KB302"), ("question-length", "question-length")]);
        assert_eq!((one.reason.as_str(), one.until), ("双11 两个包都要", Some(date(2026, 12, 31))));
        assert!(!one.whole_file && one.line == 1);
    }

    #[test]
    fn a_comment_of_its_own_is_about_the_next_line() {
        let found = read(
            "# kbtool: ignore[KB2] 一\n# 别的\n\n# kbtool: ignore-file[KB6] 二，至 2026-01-01\n- question: 问\n",
        );
        assert_eq!((found[0].line, found[0].whole_file), (5, false));
        assert_eq!((found[1].line, found[1].whole_file, found[1].until), (5, true, Some(date(2026, 1, 1))));
    }

    #[test]
    fn a_text_that_looks_like_one_is_none() {
        assert!(read("- question: \"# kbtool: ignore[KB1]\"\n").is_empty());
        assert!(read("# kbtool: 好用\n- question: 问\n").is_empty());
    }

    #[test]
    fn without_brackets_nothing_is_selected() {
        let found = read("- question: 问 # kbtool: ignore 因为\n");
        assert_eq!((found[0].selectors.len(), found[0].reason.as_str()), (0, "因为"));
    }
}
