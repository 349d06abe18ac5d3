//! The page of `diff` in a browser: nothing on it is wider than the screen, whether of a phone or of a desk,
//! and what it should say can be read.
//!
//! The browser is a Chromium without a window: what `KBTOOL_CHROMIUM` names, else the first that is found on
//! the path. Where there is none, the tests say so on standard error and pass.
#![allow(clippy::disallowed_methods, reason = "the tests lay out files")]
#![allow(clippy::print_stderr, reason = "a test that was skipped has to say so")]

mod browser;
mod sample;

use browser::{Browser, Measured};
use kbtool::diagnostic::Language;
use kbtool::report::{DiffFormat, DiffRenderOptions, DiffReport, RenderOptions, render_diff};
use sample::Sample;

/// The width of a phone and of a desk, and where the one becomes the other, in CSS pixels.
const WIDTHS: [u32; 6] = [320, 360, 799, 800, 1020, 1280];

fn page(report: &DiffReport<'_>, language: Language) -> String {
    let options = RenderOptions { language, ..RenderOptions::default() };
    render_diff(report, DiffFormat::Html, options, &DiffRenderOptions::default())
}

/// What the browser makes of the page, or nothing where there is no browser.
fn measured(page: &str, needles: &[&str]) -> Option<Vec<Measured>> {
    let browser = Browser::find();
    if browser.is_none() {
        eprintln!("skipped: there is no Chromium on the path, and KBTOOL_CHROMIUM does not name one");
    }
    browser.map(|browser| browser.measure(page, &WIDTHS, needles))
}

/// Nothing may be wider than the screen, folded or not.
fn assert_fits(measured: &[Measured]) {
    for one in measured {
        assert_eq!(one.too_wide, [] as [&str; 0], "{one:?}");
        assert!(one.scroll_width <= one.width, "{one:?}");
        // On a phone the rows of tables are cards.
        assert!(one.scrolling == 0 || one.width > 1000, "{one:?}");
    }
}

#[test]
fn a_page_fits_and_can_be_read() {
    let sample = Sample::new();
    for (language, needles) in [
        (
            Language::English,
            ["High risk (", "12 fixed, 3 broken", "几天内可以退货？", "15 天", "Every figure"],
        ),
        (
            Language::Chinese,
            ["高风险（", "修复 12 条，变错 3 条", "几天内可以退货？", "15 天", "有变化的指标"],
        ),
    ] {
        let page = page(&sample.report(), language);
        let Some(measured) = measured(&page, &needles) else { return };
        assert_fits(&measured);
        for one in &measured {
            assert_eq!(one.scrolling, 0, "{one:?}");
        }
        for one in measured.iter().filter(|one| one.unfolded) {
            assert_eq!(one.found, [true; 5], "{one:?}");
        }
    }
}

#[test]
fn before_and_after_stand_side_by_side_where_there_is_room() {
    let sample = Sample::new();
    let Some(measured) = measured(&page(&sample.report(), Language::Chinese), &[]) else { return };
    for one in &measured {
        assert_eq!(one.side_by_side, Some(one.width >= 800), "{one:?}");
    }
}

#[test]
fn what_is_low_is_folded_at_first() {
    let sample = Sample::new();
    let page = page(&sample.report(), Language::Chinese);
    let Some(measured) = measured(&page, &["大衣要不要干洗"]) else { return };
    for one in &measured {
        assert_eq!(one.found, [one.unfolded], "{one:?}");
    }
}

#[test]
fn words_without_an_end_and_empty_reports_fit_too() {
    let endless = Sample::endless();
    let nothing = DiffReport {
        before: "old",
        after: "new",
        entries: (0, 0),
        changes: &[],
        behaviour: None,
        limits: &[],
        notes: &[],
    };
    for report in [endless.report(), nothing] {
        for language in [Language::English, Language::Chinese] {
            let Some(measured) = measured(&page(&report, language), &[]) else { return };
            assert_fits(&measured);
        }
    }
}
