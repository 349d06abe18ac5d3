//! Which comments belong to an item of a list.

use crate::diagnostic::silences_lines;
use crate::source::{Comment, Comments, SourceFile, Span};

/// The comments of a file, as far as a plan has to know them.
#[derive(Debug)]
pub(super) struct FileComments<'k> {
    file: &'k SourceFile,
    /// In the order of the file.
    comments: Vec<Comment>,
}

impl<'k> FileComments<'k> {
    pub(super) fn of(file: &'k SourceFile) -> Self {
        let text = file.text();
        let comments = if text.contains('#') { Comments::of(text).comments } else { Vec::new() };
        Self { file, comments }
    }

    fn text(&self, comment: &Comment) -> &'k str {
        comment.span.slice(self.file.text())
    }

    /// The comment behind a node that ends at byte `end`, on the same line with nothing but a comma between.
    fn behind(&self, end: u32) -> Option<&Comment> {
        let after = self.comments.partition_point(|comment| comment.span.start < end);
        let comment = self.comments.get(after).filter(|comment| !comment.alone)?;
        let between = Span::new(end, comment.span.start).slice(self.file.text());
        between.trim_matches([' ', '\t', ',']).is_empty().then_some(comment)
    }

    /// The comments on the lines right above a node that begins its line at byte `start`, the first first.
    fn above(&self, start: u32) -> &[Comment] {
        let line = self.file.line_column(start).line;
        let before = Span::new(self.file.line_span(line).start, start).slice(self.file.text());
        if !before.bytes().all(|byte| matches!(byte, b' ' | b'-')) {
            return &[];
        }
        let end = self.comments.partition_point(|comment| comment.line < line);
        let near = |(distance, comment): &(u32, &Comment)| comment.alone && comment.line + distance == line;
        let count = (1..).zip(self.comments[..end].iter().rev()).take_while(near).count();
        &self.comments[end - count..end]
    }

    /// What goes along with an item that moves: the comments above it if `with_above`, else only those among
    /// them that silence the linter; and the one behind it.
    pub(super) fn along(&self, item: Span, with_above: bool) -> Along<'k> {
        let goes = |comment: &&Comment| with_above || silences_lines(self.text(comment));
        let above: Vec<&Comment> = self.above(item.start).iter().filter(goes).collect();
        let behind = self.behind(item.end);
        Along {
            above: above.iter().map(|comment| self.text(comment)).collect(),
            behind: behind.map(|comment| self.text(comment)),
            spans: above.into_iter().chain(behind).map(|comment| comment.span).collect(),
        }
    }

    /// The comments right above and behind an item that silence the linter there: they go when it goes.
    pub(super) fn silencing(&self, item: Span) -> impl Iterator<Item = Span> {
        let near = self.above(item.start).iter().chain(self.behind(item.end));
        near.filter(|comment| silences_lines(self.text(comment))).map(|comment| comment.span)
    }
}

/// Comments that go along with an item.
#[derive(Debug, Default)]
pub(super) struct Along<'k> {
    pub(super) above: Vec<&'k str>,
    pub(super) behind: Option<&'k str>,
    /// Where they stand now.
    pub(super) spans: Vec<Span>,
}
