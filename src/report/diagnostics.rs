//! Findings with the source line and carets that stand right under Chinese and emoji.

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet, renderer::DecorStyle};

use super::RenderOptions;
use super::parts::joined;
use super::words::plain;
use crate::diagnostic::{Diagnostic, Fix, Language, Safety, Severity};
use crate::source::{Files, Location};

/// Every diagnostic with its place, one blank line between them.
pub fn render_diagnostics(diagnostics: &[Diagnostic], files: &Files, options: RenderOptions) -> String {
    render(diagnostics.iter(), files, options, false)
}

/// The same for findings of the linter: with the entry, and how the machine can mend it. On all cores, as
/// there may be many.
pub(super) fn render_findings(findings: &[&Diagnostic], files: &Files, options: RenderOptions) -> String {
    joined(findings, |findings| render(findings.iter().copied(), files, options, true))
}

fn render<'d>(
    diagnostics: impl IntoIterator<Item = &'d Diagnostic>,
    files: &Files,
    options: RenderOptions,
    full: bool,
) -> String {
    let renderer = if options.colour { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.decor_style(DecorStyle::Ascii);
    let mut out = String::new();
    for diagnostic in diagnostics {
        out.push_str(&render_one(diagnostic, files, options, &renderer, full));
        out.push_str("\n\n");
    }
    out
}

fn render_one(
    diagnostic: &Diagnostic,
    files: &Files,
    options: RenderOptions,
    renderer: &Renderer,
    full: bool,
) -> String {
    let language = options.language;
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    };
    let level = level.with_name(severity_word(diagnostic.severity, language));
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
    if let Some(entry) = diagnostic.entry.as_deref().filter(|_| full) {
        let level = Level::NOTE.with_name(language.pick("entry", "知识点"));
        group = group.element(level.message(plain(entry)));
    }
    if let Some(help) = &diagnostic.help {
        let level = Level::HELP.with_name(language.pick("help", "建议"));
        group = group.element(level.message(plain(help.in_language(language))));
    }
    if let Some(fix) = diagnostic.fix.as_ref().filter(|_| full) {
        let level = Level::HELP.with_name(language.pick("fix", "修复"));
        group = group.element(level.message(plain(&fix_words(fix, language))));
    }
    renderer.render(&[group])
}

/// The severity as people read it.
pub(super) const fn severity_word(severity: Severity, language: Language) -> &'static str {
    match severity {
        Severity::Error => language.pick("error", "错误"),
        Severity::Warning => language.pick("warning", "警告"),
        Severity::Info => language.pick("info", "提示"),
    }
}

/// What a fix does, and whether somebody should look at what comes of it.
pub(super) fn fix_words(fix: &Fix, language: Language) -> String {
    let label = fix.label.in_language(language);
    let safety = match fix.safety {
        Safety::Safe => language.pick(" (safe)", "（安全）"),
        Safety::Unsafe => language.pick(" (unsafe)", "（需确认）"),
    };
    format!("{label}{safety}")
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
