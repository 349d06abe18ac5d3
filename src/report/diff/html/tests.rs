//! What the page must be, whatever it shows.

mod markup;

use proptest::prelude::*;

use super::super::sample::{Sample, sample};
use super::super::{DiffFormat, DiffRenderOptions, DiffReport, render_diff};
use super::context::{MOST_CHANGES, MOST_FLIPS};
use crate::diagnostic::{Language, Message};
use crate::diff::{Change, ChangeKind, EntrySummary, Piece, PieceKind, Place, Risk, Value};
use crate::report::RenderOptions;
use markup::Markup;

const LANGUAGES: [(Language, &str); 2] = [(Language::English, "en"), (Language::Chinese, "zh")];

fn page(report: &DiffReport<'_>, language: Language) -> String {
    let options = RenderOptions { language, ..RenderOptions::default() };
    render_diff(report, DiffFormat::Html, options, &DiffRenderOptions::default())
}

/// The page, which must be sound.
fn sound(report: &DiffReport<'_>, language: Language) -> (String, Markup) {
    let page = page(report, language);
    let markup = Markup::read(&page).expect("sound markup");
    assert_eq!(markup.fault(), None);
    (page, markup)
}

/// The page without its style sheet, which has no part in a snapshot.
fn body(page: &str) -> String {
    let (head, rest) = page.split_once("<style>").expect("a style");
    let (_, body) = rest.split_once("</style>").expect("its end");
    format!("{head}<style>…</style>{body}")
}

fn only(changes: &[Change]) -> DiffReport<'_> {
    DiffReport {
        before: "old",
        after: "new",
        entries: (1, 1),
        changes,
        behaviour: None,
        limits: &[],
        notes: &[],
    }
}

/// One change of this kind with nothing but its two sides.
fn change(kind: ChangeKind, before: Option<Value>, after: Option<Value>) -> Change {
    Change { kind, before, after, pieces: Vec::new(), facts: Vec::new(), ..sample().changes[0].clone() }
}

#[allow(clippy::unnecessary_wraps, reason = "a side of a change may be missing")]
fn text(text: &str) -> Option<Value> {
    Some(Value::Text(text.to_owned()))
}

#[test]
fn in_both_languages() {
    for (language, name) in LANGUAGES {
        let sample = sample();
        let (page, _) = sound(&sample.report(), language);
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(format!("diff-html-{name}"), body(&page));
        });
    }
}

#[test]
fn the_page_needs_nothing_and_runs_nothing() {
    let sample = sample();
    let (page, markup) = sound(&sample.report(), Language::Chinese);
    assert!(page.contains("<html lang=\"zh-CN\">") && page.ends_with("</html>\n"));
    assert!(markup.values("content").contains(&"default-src 'none'; style-src 'unsafe-inline'"));
    assert!(markup.values("href").iter().all(|link| link.starts_with('#')));
    for outside in ["<script", "@import", "url(", "http:", "https:", "@font-face"] {
        assert!(!page.contains(outside), "{outside}");
    }
    assert!(markup.elements.iter().filter(|name| *name == "h1").count() == 1);
}

#[test]
fn of_nothing() {
    let report = only(&[]);
    let (page, markup) = sound(&report, Language::English);
    assert!(page.contains("Nothing changed in meaning, in 1 entry."));
    assert!(page.contains("No limits were set."));
    assert!(!markup.elements.iter().any(|name| name == "section"), "no empty landmark");
    assert!(sound(&report, Language::Chinese).0.contains("1 个知识点，内容没有任何变化。"));
}

#[test]
fn a_cause_and_its_flips_are_linked_both_ways() {
    let sample = sample();
    let (page, _) = sound(&sample.report(), Language::English);
    let behind = |name: &str| page.split_once(&format!("id=\"{name}\"")).expect("a name").1;
    assert!(behind("flip-1").split_once("</tr>").expect("a row").0.contains("href=\"#change-2\""));
    assert!(behind("change-2").split_once("</article>").expect("a card").0.contains("href=\"#flip-1\""));
}

#[test]
fn a_cause_that_is_not_on_the_page_is_not_linked() {
    let mut sample = sample();
    sample.changes.clear();
    sample.limits.iter_mut().for_each(|limit| limit.changes = vec![usize::MAX]);
    let (page, markup) = sound(&sample.report(), Language::English);
    assert!(page.contains("moved from common/refund to common/exchange"));
    assert!(!markup.values("href").iter().any(|link| link.starts_with("#change-")));
}

#[test]
fn what_went_and_came_is_marked_on_its_side() {
    let piece = |kind, text: &str| Piece { kind, text: text.to_owned() };
    let mut answer =
        change(ChangeKind::AnswerChanged, text("签收后 7 天内\n可退"), text("签收后 15 天内可退"));
    answer.pieces = vec![
        piece(PieceKind::Same, "签收后 "),
        piece(PieceKind::Removed, "7"),
        piece(PieceKind::Added, "15"),
        piece(PieceKind::Same, " 天内"),
        piece(PieceKind::Removed, "\n"),
        piece(PieceKind::Same, "可退"),
    ];
    let (page, _) = sound(&only(&[answer]), Language::English);
    assert!(page.contains("签收后 <del>7</del> 天内<del>↵\n</del>可退</p>"));
    assert!(page.contains("签收后 <ins>15</ins> 天内可退</p>"));
}

#[test]
fn a_difference_that_nobody_sees_is_named() {
    let changes = [change(ChangeKind::VariantAdded, None, text("\u{200b}"))];
    assert!(sound(&only(&changes), Language::English).0.contains("<ins>U+200B</ins>"));
}

#[test]
fn a_list_shows_what_stayed_too() {
    let list = |items: &[&str]| Some(Value::List(items.iter().map(|item| (*item).to_owned()).collect()));
    let changes = [change(ChangeKind::KeywordsChanged, list(&["发货", "几天"]), list(&["发货", "多久"]))];
    let (page, _) = sound(&only(&changes), Language::English);
    assert!(page.contains("<li><del>几天</del></li>\n<li><ins>多久</ins></li>\n<li>发货</li>"));
}

#[test]
fn a_very_long_text_is_cut_but_not_its_differences() {
    let long = "货".repeat(100_000);
    let piece = |kind, text: &str| Piece { kind, text: text.to_owned() };
    let mut answer = change(ChangeKind::AnswerChanged, text(&long), text(&long));
    answer.pieces = vec![
        piece(PieceKind::Same, &long),
        piece(PieceKind::Removed, "七"),
        piece(PieceKind::Added, "八"),
        piece(PieceKind::Same, &long),
        piece(PieceKind::Removed, &long),
        piece(PieceKind::Added, "九"),
    ];
    let summary = EntrySummary {
        entry: long.clone(),
        question: long.clone(),
        variants: vec![long.clone(); 1_000],
        answers: vec![long.clone(); 1_000],
    };
    let added = change(ChangeKind::EntryAdded, None, Some(Value::Entry(summary)));
    let (page, _) = sound(&only(&[answer, added]), Language::English);
    assert!(
        page.contains("<del>七</del>") && page.contains("<ins>八</ins>") && page.contains("<ins>九</ins>")
    );
    assert!(page.contains("[… 99,800 characters left out …]"), "before the first difference");
    assert!(page.contains("[… 99,600 characters left out …]"), "between two");
    assert!(page.contains("Variants (1,000)") && page.contains("… and 980 more"));
    assert!(page.len() < 100_000, "{}", page.len());
}

#[test]
fn of_very_much_the_first_part_is_shown_and_the_rest_counted() {
    let mut sample = sample();
    let (low, flip) = (sample.changes[4].clone(), sample.behaviour.flips[0].clone());
    sample.limits[1].changes = (0..100_000).collect();
    sample.changes = (0..100_000)
        .map(|number| Change { entry: format!("common/entry-{}", number / 2), ..low.clone() })
        .collect();
    for number in (0..100_000).step_by(10) {
        sample.changes[number].risk = Risk::High;
    }
    sample.behaviour.flips = vec![flip; 10_000];
    let (page, markup) = sound(&sample.report(), Language::English);
    let shown =
        markup.values("class").iter().filter(|class| class.split(' ').next() == Some("change")).count();
    assert_eq!(shown, 2 * MOST_CHANGES);
    assert!(page.contains("… and 8,000 more changes of high risk, which this page leaves out."));
    assert!(page.contains("… and 88,000 more changes of low risk, which this page leaves out."));
    let flips = markup.values("id").iter().filter(|id| id.starts_with("flip-")).count();
    assert_eq!(flips, MOST_FLIPS);
    assert!(page.contains("… and 9,500 more, which this page leaves out."));
    assert!(page.len() < 8_000_000, "{}", page.len());
}

#[test]
fn changes_of_one_kind_to_one_entry_stand_together() {
    let variants: Vec<Change> = (0..30)
        .map(|number| change(ChangeKind::VariantAdded, None, text(&format!("问法{number}"))))
        .collect();
    let (page, markup) = sound(&only(&variants), Language::English);
    assert!(
        page.contains("<h4>Variant added (30)</h4>") && page.contains("<summary>… and 20 more</summary>")
    );
    assert_eq!(markup.elements.iter().filter(|name| *name == "article").count(), 1);
}

/// The sample with `text` in the place of everything that strangers write.
fn infested(text: &str) -> Sample {
    let mut sample = sample();
    let own = || text.to_owned();
    let words = || Message::new(text.to_owned(), text.to_owned());
    let summary = EntrySummary { entry: own(), question: own(), variants: vec![own()], answers: vec![own()] };
    let phrasing = Value::Phrasing { entry: own(), text: own() };
    let sides = [
        (Some(Value::Text(own())), Some(Value::Text(own()))),
        (Some(phrasing.clone()), Some(phrasing)),
        (Some(Value::List(vec![own(), own()])), Some(Value::List(vec![own()]))),
        (None, Some(Value::Entry(summary.clone()))),
        (Some(Value::Entry(summary)), None),
        (Some(Value::Text(own())), None),
        (None, Some(Value::List(vec![own()]))),
    ];
    for (change, (before, after)) in sample.changes.iter_mut().zip(sides) {
        (change.before, change.after) = (before, after);
        (change.entry, change.question, change.pack, change.shop) = (own(), own(), own(), Some(own()));
        (change.reason, change.notes) = (words(), vec![words()]);
        change.place = Some(Place { path: own(), line: 1 });
        change.pieces.iter_mut().for_each(|piece| piece.text = own());
        for fact in &mut change.facts {
            (fact.before, fact.after) = (vec![own()], vec![own()]);
        }
    }
    for flip in &mut sample.behaviour.flips {
        (flip.file, flip.question, flip.expected, flip.pack) = (own(), own(), Some(own()), own());
        for response in [&mut flip.before, &mut flip.after] {
            (response.entry, response.words) = (Some(own()), words());
        }
        if let Some(cause) = &mut flip.cause {
            (cause.phrasing, cause.words) = (Some(own()), words());
        }
    }
    for scope in std::iter::once(&mut sample.behaviour.overall).chain(&mut sample.behaviour.packs) {
        (scope.title, scope.sentence) = (own(), words());
        scope.pack = scope.pack.as_ref().map(|_| own());
    }
    for limit in &mut sample.limits {
        (limit.limit, limit.words) = (own(), words());
    }
    sample.notes = vec![words()];
    sample
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_text_of_strangers_becomes_markup(
        text in "[<>&\"'/=`\\-!a-z货 \u{0}-\u{1f}\u{7f}\u{85}\u{200b}-\u{202e}\u{2066}-\u{2069}]{0,24}",
        chinese in any::<bool>(),
    ) {
        // Whatever the text is, it is there as a text beside the tag that it would like to be.
        let text = format!("{text}\"'></style><canary onload=\"x\">{text}");
        let sample = infested(&text);
        let report = DiffReport { before: &text, after: &text, ..sample.report() };
        let page = page(&report, if chinese { Language::Chinese } else { Language::English });
        let markup = Markup::read(&page).map_err(TestCaseError::fail)?;
        prop_assert_eq!(markup.fault(), None);
        let canaries = page.matches("canary").count();
        prop_assert!(canaries > 40);
        prop_assert_eq!(page.matches("&lt;canary").count(), canaries);
    }
}
