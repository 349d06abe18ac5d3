use super::*;
use crate::eval::{Judge, sample};
use crate::model::Lookup;

fn table(language: Language) -> String {
    let knowledge_base = sample::knowledge_base();
    let view = sample::view(&knowledge_base);
    let lookup = Lookup::new(&knowledge_base);
    let judge = Judge::new(&view, &lookup, sample::THRESHOLDS);
    let mut writer = FailureWriter::new(Vec::new(), language).expect("header");
    for (row, ranking) in &sample::rows(&knowledge_base) {
        let judgement = judge.judge(row, ranking).expect("judged");
        if let Some(failed) = FailedRow::new(row, &judgement, ranking, &knowledge_base) {
            writer.write(Some(("t.csv", row.line)), &failed, row.count).expect("written");
        }
    }
    String::from_utf8(writer.finish().expect("flushed")).expect("UTF-8")
}

#[test]
fn failures_in_both_languages() {
    insta::assert_snapshot!(table(Language::English));
    insta::assert_snapshot!(table(Language::Chinese));
}

#[test]
fn the_table_begins_with_a_byte_order_mark_and_formulas_are_text() {
    let table = table(Language::English);
    assert!(table.starts_with("\u{feff}file,line,question"));
    assert!(table.contains(",'=1+1,"));
    assert_eq!(csv::Reader::from_reader(table.as_bytes()).records().count(), 11);
}
