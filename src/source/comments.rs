//! The comments of a YAML text, told apart from `#` inside texts.

use granit_parser::{Event, Parser, Placement, ScalarStyle};

use super::yaml::byte_span;
use super::{LineIndex, Span};

/// A comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Comment {
    /// From the `#` to the end of the line.
    pub span: Span,
    /// Its line, from 1.
    pub line: u32,
    /// Whether it has the line to itself.
    pub alone: bool,
}

/// A text that goes over several lines, where no comment can stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LongScalar {
    /// Its first line, from 1.
    pub first: u32,
    /// Its last line.
    pub last: u32,
    /// The line on which a comment about it can stand: that of its `|` or `>`, else its first.
    pub header: u32,
}

/// Comments and long texts of a file, as far as it is YAML.
#[derive(Debug, Clone, Default)]
pub struct Comments {
    /// The comments, in the order of the text.
    pub comments: Vec<Comment>,
    /// The texts over several lines, in the order of the text.
    pub long_scalars: Vec<LongScalar>,
}

impl Comments {
    /// Find them in `text`; behind a fault in the YAML nothing more is found.
    pub fn of(text: &str) -> Self {
        let lines = LineIndex::new(text);
        let mut found = Self::default();
        let mut parser =
            Parser::new_from_str_with_options(text, granit_parser::options! { emit_comments: true });
        while let Some(Ok((event, span))) = parser.next_event() {
            let mut span = byte_span(text, &span);
            match event {
                Event::Comment(_, placement) => {
                    let line = lines.line_column(text, span.start).line;
                    span.end = span.start + span.slice(text).trim_end().len() as u32;
                    found.comments.push(Comment { span, line, alone: placement != Placement::Right });
                }
                Event::Scalar(_, style, ..) => {
                    let end = span.start + span.slice(text).trim_end().len() as u32;
                    let (first, last) =
                        (lines.line_column(text, span.start).line, lines.line_column(text, end).line);
                    let block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
                    if block || last > first {
                        let header = if block { line_before(text, &lines, first) } else { first };
                        found.long_scalars.push(LongScalar { first, last, header });
                    }
                }
                _ => {}
            }
        }
        found
    }

    /// The line on which a comment about `line` can stand where `line` itself is inside a long text.
    pub fn header_of(&self, line: u32) -> Option<u32> {
        let after = self.long_scalars.partition_point(|scalar| scalar.first <= line);
        let scalar = self.long_scalars[..after].last()?;
        (scalar.last >= line).then_some(scalar.header)
    }
}

/// The nearest line above `line` that is not blank.
fn line_before(text: &str, lines: &LineIndex, line: u32) -> u32 {
    let blank =
        |line: &u32| lines.line_span(text, *line).is_none_or(|span| span.slice(text).trim().is_empty());
    (1..line).rev().find(|line| !blank(line)).unwrap_or(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_sign_inside_a_text_is_no_comment() {
        let text = "# 一\n- a: b # 二\n  c: \"# 不\"\n  d: e#f\n  g: |  # 三\n\n    # 不\n    h\n";
        let found = Comments::of(text);
        let seen: Vec<_> = found
            .comments
            .iter()
            .map(|comment| (comment.span.slice(text), comment.line, comment.alone))
            .collect();
        assert_eq!(seen, [("# 一", 1, true), ("# 二", 2, false), ("# 三", 5, false)]);
        assert_eq!(found.header_of(8), Some(5));
        assert_eq!(found.header_of(4), None);
    }

    #[test]
    fn what_is_not_yaml_has_the_comments_before_the_fault() {
        let found = Comments::of("# 一\r\n- [a\n# 二\n}\n");
        assert_eq!(found.comments[0].line, 1);
    }
}
