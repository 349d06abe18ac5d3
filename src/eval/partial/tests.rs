use std::path::{Path, PathBuf};

use proptest::prelude::*;

use super::*;
use crate::eval::transcripts::Shard;
use crate::eval::{Counters, FailedRow, FailureSample, Judge, Report, RunFacts, Subject, sample};
use crate::model::Lookup;

/// A row of the sample with its count and a conversation, `None` for a record that could not be read.
type Pick = (usize, u64, Option<u8>);

/// What some rows of the sample count to, and what they are rows of.
fn counted(picks: &[Pick]) -> (Subject, Counters) {
    let knowledge_base = sample::knowledge_base();
    let view = sample::view(&knowledge_base);
    let lookup = Lookup::new(&knowledge_base);
    let judge = Judge::new(&view, &lookup, sample::THRESHOLDS);
    let rows = sample::rows(&knowledge_base);
    let mut counters = Counters::with_sample(5);
    for &(at, count, conversation) in picks {
        let Some(conversation) = conversation else {
            counters.count_skipped(["no_question", "bad\tjson"][at % 2], count);
            counters.count_not_customer(1);
            continue;
        };
        let (mut row, ranking) = rows[at].clone();
        row.conversation = Some(format!("c\t{conversation}"));
        let judgement = judge.judge(&row, &ranking).expect("judged");
        counters.count(&judgement, count);
        if let Some(failed) = FailedRow::new(&row, &judgement, &ranking, &knowledge_base) {
            counters.failures.add(FailureSample::place(&row), failed, count);
        }
    }
    let facts = RunFacts { engine: "linear", thresholds: sample::THRESHOLDS };
    (Subject::new(&view, facts), counters)
}

fn manifest(subject: &Subject) -> Manifest {
    let mut manifest = Manifest::of(subject);
    manifest.facts.insert(Fact::KnowledgeBase, "4a".to_owned());
    manifest
}

fn part(picks: &[Pick]) -> String {
    let (subject, counters) = counted(picks);
    text(&manifest(&subject), &subject, &counters)
}

fn text(manifest: &Manifest, subject: &Subject, counters: &Counters) -> String {
    let mut text = Vec::new();
    write_part(&mut text, manifest, subject, counters).expect("memory");
    String::from_utf8(text).expect("UTF-8")
}

fn sharded(shards: &[&str]) -> Vec<String> {
    let (subject, counters) = counted(&[(0, 1, Some(0))]);
    let one = |shard: &&str| {
        let shards = BTreeMap::from([(shard.parse::<Shard>().expect("a shard"), 1)]);
        text(&Manifest { shards, ..manifest(&subject) }, &subject, &counters)
    };
    shards.iter().map(one).collect()
}

fn merged(parts: &[String]) -> Result<Merged, PartError> {
    let mut merger = Merger::new();
    for (at, part) in parts.iter().enumerate() {
        merger.add(&PathBuf::from(format!("part-{at}.tsv")), part.as_bytes())?;
    }
    merger.finish()
}

fn report(subject: &Subject, counters: &Counters) -> String {
    serde_json::to_string_pretty(&Report::new(counters, subject)).expect("JSON")
}

/// Each with a line feed behind it.
fn lines(lines: impl Iterator<Item = String>) -> String {
    lines.flat_map(|line| [line, "\n".to_owned()]).collect()
}

/// What `SELECT pack, figure, key, SUM(count) … GROUP BY pack, figure, key` makes of parts.
fn summed(parts: &[String]) -> String {
    let mut sums: BTreeMap<&str, u64> = BTreeMap::new();
    for line in parts.iter().flat_map(|part| part.lines()) {
        let (key, count) = line.rsplit_once('\t').expect("a count");
        *sums.entry(key).or_default() += count.parse::<u64>().expect("a number");
    }
    lines(sums.iter().map(|(key, count)| format!("{key}\t{count}")))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn any_division_merged_in_any_order_gives_the_report_of_the_whole(
        (parts, order) in prop::collection::vec(
            prop::collection::vec((0_usize..16, 1_u64..50, prop::option::weighted(0.9, 0_u8..3)), 0..25),
            1..5,
        ).prop_flat_map(|parts| {
            let order: Vec<usize> = (0..parts.len()).collect();
            (Just(parts), Just(order).prop_shuffle())
        }),
    ) {
        let (subject, whole) = counted(&parts.concat());
        let texts: Vec<String> = order.iter().map(|&at| part(&parts[at])).collect();
        let together = merged(&texts).expect("parts of one whole");
        prop_assert_eq!(report(&together.subject, &together.counters), report(&subject, &whole));
        prop_assert_eq!(together.manifest.parts, parts.len() as u64);
        // Five parts keep five failures each: the smallest five of all are those of the whole.
        let smallest: Vec<_> = together.counters.failures.iter().take(5).collect();
        prop_assert_eq!(smallest, whole.failures.iter().collect::<Vec<_>>());
        // Added up by an engine, added up in two steps, and written again: the same.
        let by_engine = merged(&[summed(&texts)]).expect("sums");
        prop_assert_eq!(report(&by_engine.subject, &by_engine.counters), report(&subject, &whole));
        prop_assert_eq!(by_engine.manifest, together.manifest.clone());
        // The engine may write the sums into several files.
        let sums = summed(&texts);
        let files = [0, 1].map(|file| {
            let lines = sums.lines().enumerate().filter(|(at, _)| at % 2 == file);
            self::lines(lines.map(|(_, line)| line.to_owned()))
        });
        let from_files = merged(&files).expect("sums");
        prop_assert_eq!(report(&from_files.subject, &from_files.counters), report(&subject, &whole));
        let again = text(&together.manifest, &together.subject, &together.counters);
        let again = merged(&[again]).expect("a part");
        prop_assert_eq!(report(&again.subject, &again.counters), report(&subject, &whole));
        prop_assert_eq!(again.manifest, together.manifest);
    }

    #[test]
    fn damage_is_told_and_never_a_panic(cut in 0.0..1.0_f64, byte in any::<u8>(), at in 0.0..1.0_f64) {
        let text = part(&[(0, 3, Some(0)), (3, 4, Some(1)), (7, 1, Some(1)), (1, 1, None)]);
        let mut merger = Merger::new();
        let end = (cut * (text.len() - 1) as f64) as usize;
        let read = merger.add(Path::new("p.tsv"), &text.as_bytes()[..end]);
        prop_assert!(read.and_then(|()| merger.finish().map(drop)).is_err());
        let mut bytes = text.into_bytes();
        let at = (at * bytes.len() as f64) as usize;
        bytes[at] = byte;
        let mut merger = Merger::new();
        if merger.add(Path::new("p.tsv"), &*bytes).is_ok() {
            let _ = merger.finish();
        }
    }
}

#[test]
fn a_part_is_a_table_of_four_columns() {
    insta::assert_snapshot!(part(&[(0, 40, Some(0)), (3, 4, Some(1)), (7, 1, Some(1)), (1, 2, None)]));
}

#[test]
fn parts_of_different_things_are_refused_by_name() {
    let (subject, counters) = counted(&[(0, 1, Some(0))]);
    let mut other = manifest(&subject);
    other.facts.insert(Fact::KnowledgeBase, "5b".to_owned());
    let parts = [part(&[]), part(&[]), text(&other, &subject, &counters)];
    insta::assert_snapshot!(merged(&parts).expect_err("two knowledge bases"));
    assert!(matches!(merged(&[]), Err(PartError::Nothing)));
}

#[test]
fn shards_must_all_be_there_once() {
    let is_whole = |shards: &[&str]| merged(&sharded(shards)).expect("parts").manifest.is_whole();
    is_whole(&["2/3", "1/3", "3/3"]).expect("all");
    let message = |shards: &[&str]| is_whole(shards).expect_err("not whole").to_string();
    assert_eq!(message(&["4/4", "1/4", "3/4"]), "1 of 4 shards missing: 2/4");
    assert_eq!(message(&["1/3", "2/3", "3/3", "2/3"]), "more than once there: shard 2/3");
    assert_eq!(message(&["1/2", "2/3"]), "the shards are of different divisions: 1/2, 2/3");
    let mut parts = sharded(&["1/2", "2/2"]);
    parts.push(part(&[]));
    let mixed = merged(&parts).expect("parts").manifest.is_whole().expect_err("mixed").to_string();
    assert_eq!(mixed, "some parts are shards and others are not: 2 of 3 say which share they took");
}

#[test]
fn a_part_that_was_cut_off_is_refused() {
    let whole = part(&[(0, 1, Some(0))]);
    let lines: Vec<&str> = whole.lines().collect();
    let text = lines[..lines.len() - 1].join("\n");
    let error = merged(&[whole.clone(), text, whole.clone()]).expect_err("cut off").to_string();
    assert_eq!(error, "3 parts begin and 2 end; cut off, or not all there: part-1.tsv");
    assert!(matches!(merged(&[String::new()]), Err(PartError::Nothing)));
    let lost: String =
        self::lines(whole.lines().filter(|line| !line.contains("\tentry\t")).map(str::to_owned));
    assert!(matches!(merged(&[lost]), Err(PartError::Undescribed(_))));
    let lost: String =
        self::lines(whole.lines().filter(|line| !line.contains("\trank\t")).map(str::to_owned));
    assert!(matches!(merged(&[lost]), Err(PartError::Contradiction(_))));
}

#[test]
fn a_line_that_is_none_is_told_with_its_place() {
    for (line, reason) in [
        ("问题,标准问", "p.tsv:1: 1 cells instead of 4"),
        ("*\tpart\tkbtool.partial/1\tmany", "p.tsv:1: `many` is no count"),
        ("*\tmood\t*\t1", "p.tsv:1: there is no figure `mood`"),
        ("*\tpart\tkbtool.partial/9\t1", "p.tsv is a part in the format `kbtool.partial/9`"),
        ("shoes\trank\t11\t1", "p.tsv:1: `11` is no rank"),
        ("shoes\tentry\t\\q\t1", "p.tsv:1: a backslash"),
    ] {
        let error = Merger::new().add(Path::new("p.tsv"), line.as_bytes()).expect_err(line);
        assert!(error.to_string().starts_with(reason), "{error}");
    }
}
