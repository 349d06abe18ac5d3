//! Questions where there are no transcripts: what the earlier version itself says customers ask.

use crate::eval::Row;
use crate::model::View;
use crate::source::FileId;

/// Rows of one batch at most.
const BATCH: usize = 8192;

/// The phrasings of everything that the earlier version serves and answers, as rows that expect their entry, in
/// batches of one file each, with the file's path and in the order of the files.
pub fn self_test_batches(view: &View<'_>) -> impl Iterator<Item = (String, Vec<Row>)> {
    let knowledge_base = view.knowledge_base();
    let mut phrasings = view
        .live()
        .filter(|live| live.answered)
        .flat_map(|live| live.entry.phrasings().map(move |phrasing| (live.entry, phrasing)))
        .filter(|(_, phrasing)| !phrasing.is_empty())
        .peekable();
    std::iter::from_fn(move || {
        let file: FileId = phrasings.peek()?.0.location.file;
        let source = knowledge_base.files.get(file);
        let mut rows = Vec::new();
        while rows.len() < BATCH
            && let Some((entry, phrasing)) = phrasings.next_if(|(entry, _)| entry.location.file == file)
        {
            rows.push(Row {
                line: u64::from(source.line_column(phrasing.span.start).line),
                question: phrasing.to_string(),
                expected: Some(entry.reference.to_string()),
                pack: Some(knowledge_base.pack(entry.pack).id.to_string()),
                count: 1,
                ..Row::default()
            });
        }
        Some((source.display_path(), rows))
    })
}
