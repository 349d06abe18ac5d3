//! Findings with the source line and carets that stand right under Chinese and emoji.

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet, renderer::DecorStyle};

use super::RenderOptions;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::{Files, Location};

/// Every diagnostic with its place, one blank line between them.
pub fn render_diagnostics(diagnostics: &[Diagnostic], files: &Files, options: RenderOptions) -> String {
    let renderer = if options.colour { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.decor_style(DecorStyle::Ascii);
    let mut out = String::new();
    for diagnostic in diagnostics {
        out.push_str(&render_one(diagnostic, files, options, &renderer));
        out.push_str("\n\n");
    }
    out
}

fn render_one(diagnostic: &Diagnostic, files: &Files, options: RenderOptions, renderer: &Renderer) -> String {
    let language = options.language;
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR.with_name(language.pick("error", "错误")),
        Severity::Warning => Level::WARNING.with_name(language.pick("warning", "警告")),
        Severity::Info => Level::INFO.with_name(language.pick("info", "提示")),
    };
    let title = diagnostic.message.in_language(language);
    let lines = Lines::new(files, diagnostic.location);
    let path = files.get(diagnostic.location.file).display_path();
    let mut group = level.primary_title(title).id(diagnostic.code).element(
        Snippet::source(lines.text)
            .line_start(lines.number as usize)
            .path(path.as_str())
            .annotation(AnnotationKind::Primary.span(lines.range.clone())),
    );
    let related: Vec<_> = diagnostic
        .related
        .iter()
        .map(|related| {
            let path = files.get(related.location.file).display_path();
            (Lines::new(files, related.location), path, related.label.in_language(language))
        })
        .collect();
    for (lines, path, label) in &related {
        group = group.element(
            Snippet::source(lines.text)
                .line_start(lines.number as usize)
                .path(path.as_str())
                .annotation(AnnotationKind::Context.span(lines.range.clone()).label(*label)),
        );
    }
    if let Some(help) = &diagnostic.help {
        let level = Level::HELP.with_name(language.pick("help", "建议"));
        group = group.element(level.message(help.in_language(language)));
    }
    renderer.render(&[group])
}

/// The first line of a place: what is shown of it, however far it reaches.
struct Lines<'f> {
    text: &'f str,
    number: u32,
    range: std::ops::Range<usize>,
}

impl<'f> Lines<'f> {
    /// So much of a line is shown before and behind the place.
    const REACH: usize = 400;

    fn new(files: &'f Files, location: Location) -> Self {
        let file = files.get(location.file);
        let number = file.line_column(location.span.start).line;
        let span = file.line_span(number);
        let (line, line_start) = (span.slice(file.text()), span.start as usize);
        let start = (location.span.start as usize).saturating_sub(line_start).min(line.len());
        let end = (location.span.end as usize).saturating_sub(line_start).clamp(start, line.len());
        // A line of megabytes is not printed whole.
        let from = floor_boundary(line, start.saturating_sub(Self::REACH));
        let to = floor_boundary(line, (start + Self::REACH).min(line.len()));
        let end = end.min(to).max(start);
        Self { text: &line[from..to], number, range: start - from..end - from }
    }
}

fn floor_boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
