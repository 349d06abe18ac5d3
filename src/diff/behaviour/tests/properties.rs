//! What must hold whatever changes: the reverse mirrors, batches do not matter.

use proptest::prelude::*;

use super::*;

const TEXTS: [&str; 8] =
    ["怎么退款", "钱怎么退", "不想要了", "想换一个", "什么时候发货", "多久发货", "ABC 怎么用", "在嗎😀"];

/// The place of each entry's phrasings, its status, and whether it has an answer.
type Entries = Vec<(Vec<usize>, usize, bool)>;

fn entries() -> impl Strategy<Value = Entries> {
    let entry = (prop::collection::vec(0..TEXTS.len(), 1..4), 0..4_usize, prop::bool::weighted(0.8));
    prop::collection::vec(entry, 1..4)
}

/// A file of entries whose questions are their own, so that only variants are shared.
fn file(entries: &Entries, name: &str) -> String {
    let mut text = String::new();
    for (at, (variants, status, answered)) in entries.iter().enumerate() {
        let status = ["live", "live", "draft", "retired"][*status];
        let answer = if *answered { "好" } else { "" };
        let mut variants = variants.clone();
        variants.sort_unstable();
        variants.dedup();
        let variants: Vec<&str> = variants.into_iter().map(|at| TEXTS[at]).collect();
        text += &format!(
            "- {{id: {name}{at}, question: 问题{at}, variants: [{}], status: {status}, answer: [{answer}]}}\n",
            variants.join(", ")
        )
        .replace("answer: []", "tags: []")
        .replace("answer: [好]", "answer: 好");
    }
    text
}

fn asked() -> impl Strategy<Value = Vec<Row>> {
    let labels = ["", "kb/a0", "kb/a1", "kb/a2", "kb/b0", "a1", "b1", "问题0", "unheard"];
    let row = (0..TEXTS.len(), prop::sample::select(labels.to_vec()), 1..4_u64)
        .prop_map(|(text, label, count)| sample::row(TEXTS[text], label, "", count));
    prop::collection::vec(row, 0..30)
}

/// The same flip seen from the other side.
fn mirrored(kind: FlipKind) -> FlipKind {
    match kind {
        FlipKind::Broken => FlipKind::Fixed,
        FlipKind::Fixed => FlipKind::Broken,
        FlipKind::NoLongerCovered => FlipKind::NewlyCovered,
        FlipKind::NewlyCovered => FlipKind::NoLongerCovered,
        FlipKind::StillWrong => FlipKind::StillWrong,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn the_reverse_mirrors(one in entries(), other in entries(), rename in any::<bool>(), mut asked in asked()) {
        for (line, row) in (2..).zip(&mut asked) {
            row.line = line;
        }
        let names = if rename { ("a", "b") } else { ("a", "a") };
        let renamed = if rename { 3 } else { 0 };
        let (one, other) = (file(&one, names.0), file(&other, names.1));
        let (before, after) = ([("kb/x.yaml", &*one)], [("kb/x.yaml", &*other)]);
        let there = [("kb/a0", "kb/b0"), ("kb/a1", "kb/b1"), ("kb/a2", "kb/b2")];
        let back = there.map(|(old, new)| (new, old));
        let case = Case { renamed: &there[..renamed], ..Case::new(&before, &after) };
        let reverse = Case { renamed: &back[..renamed], ..Case::new(&after, &before) };
        let batches = |_: &View<'_>| vec![("t.csv".to_owned(), asked.clone())];
        let (there, skipped) = case.ask_all(QuestionSource::Transcripts, batches);
        let (back, skipped_back) = reverse.ask_all(QuestionSource::Transcripts, batches);
        prop_assert_eq!(skipped.len(), skipped_back.len());
        prop_assert_eq!(there.overall.rows, back.overall.rows);
        prop_assert_eq!(there.overall.mcnemar.p, back.overall.mcnemar.p);
        prop_assert_eq!(&there.before, &back.after);
        prop_assert_eq!(&there.after, &back.before);
        let mut seen: Vec<_> =
            there.flips.iter().map(|flip| (flip.line, flip.kind, &flip.before, &flip.after)).collect();
        let mut seen_back: Vec<_> =
            back.flips.iter().map(|flip| (flip.line, mirrored(flip.kind), &flip.after, &flip.before)).collect();
        seen.sort_by_key(|flip| flip.0);
        seen_back.sort_by_key(|flip| flip.0);
        prop_assert_eq!(seen, seen_back);
        let counts = there.overall.counts;
        let of = |kind| there.flips.iter().filter(|flip| flip.kind == kind).count() as u64;
        prop_assert_eq!((counts.fixed, counts.broken), (of(FlipKind::Fixed), of(FlipKind::Broken)));
        prop_assert_eq!((there.overall.mcnemar.fixed, there.overall.mcnemar.broken), (counts.fixed, counts.broken));
        prop_assert_eq!(there.packs.iter().map(|pack| pack.rows).sum::<u64>(), there.overall.rows);
    }

    #[test]
    fn a_version_does_not_differ_from_itself(one in entries(), asked in asked()) {
        let one = file(&one, "a");
        let files = [("kb/x.yaml", &*one)];
        let case = Case::new(&files, &files);
        prop_assert_eq!(case.ask(&asked).flips, vec![]);
        prop_assert_eq!(case.self_test().flips, vec![]);
    }
}

#[test]
fn batches_and_threads_do_not_matter() {
    let before = "- {id: a, question: 怎么退款, variants: [钱怎么退], answer: 好}\n- {id: b, question: 想换一个, answer: 好}\n";
    let after = "- {id: a, question: 怎么退款, answer: 好}\n- {id: b, question: 想换一个, variants: [钱怎么退], answer: 好}\n";
    let (before, after) = ([("kb/x.yaml", before)], [("kb/x.yaml", after)]);
    let questions = ["怎么退款", "钱怎么退", "想换一个", "别的"];
    let asked: Vec<Row> = (0..3000_usize)
        .map(|at| Row {
            line: at as u64 + 2,
            ..sample::row(questions[at % 4], ["a", "kb/b", "", "c"][at / 4 % 4], "", at as u64 % 3 + 1)
        })
        .collect();
    let of = |batch, threads| {
        let case = Case { batch, ..Case::new(&before, &after) };
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
        pool.install(|| case.ask(&asked))
    };
    let whole = of(3000, 2);
    assert!(whole.flips.len() > 500);
    assert!(whole.flips.is_sorted_by_key(|flip| (flip.kind, flip.line)));
    for (batch, threads) in [(1, 1), (511, 2), (512, 1), (1000, 3)] {
        assert_eq!(of(batch, threads), whole, "{batch} {threads}");
    }
}
