//! Gains and losses in a sentence.

use super::types::{FlipCounts, FlipKind};
use crate::diagnostic::Message;
use crate::diff::McNemar;

/// What changed for customers: 12 fixed, 3 broken, better than chance, p = 0.035, 4 newly covered.
pub(super) fn sentence(counts: FlipCounts, mcnemar: McNemar) -> Message {
    let (mut english, mut chinese) = (Vec::new(), Vec::new());
    let mut counted = |kind: FlipKind, rows: u64| {
        let title = kind.title();
        english.push(format!("{rows} {}", title.english));
        chinese.push(format!("{} {rows} 条", title.chinese));
    };
    let tested = counts.fixed + counts.broken > 0;
    if tested {
        counted(FlipKind::Fixed, counts.fixed);
        counted(FlipKind::Broken, counts.broken);
    }
    let others = [
        (FlipKind::NewlyCovered, counts.newly_covered),
        (FlipKind::NoLongerCovered, counts.no_longer_covered),
        (FlipKind::StillWrong, counts.still_wrong),
    ];
    for (kind, rows) in others.into_iter().filter(|&(_, rows)| rows > 0) {
        counted(kind, rows);
    }
    if english.is_empty() {
        return Message::new("no question is answered otherwise", "没有问题的应答发生变化");
    }
    if let Some(p) = mcnemar.p_in_words() {
        let verdict = verdict(mcnemar);
        english.insert(2, format!("{}, {p}", verdict.english));
        chinese.insert(2, format!("{}（{p}）", verdict.chinese));
    }
    Message::new(english.join(", "), chinese.join("，"))
}

fn verdict(mcnemar: McNemar) -> Message {
    match mcnemar.is_significant() {
        false => Message::new("no more than chance", "可能只是偶然"),
        true if mcnemar.fixed > mcnemar.broken => Message::new("better than chance", "确实变好，不是偶然"),
        true => Message::new("worse than chance", "确实变差，不是偶然"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn both(counts: FlipCounts) -> (String, String) {
        let sentence = sentence(counts, McNemar::new(counts.fixed, counts.broken));
        (sentence.english.into_owned(), sentence.chinese.into_owned())
    }

    #[test]
    fn everything_is_counted_once() {
        let counts = FlipCounts {
            fixed: 12,
            broken: 3,
            newly_covered: 4,
            no_longer_covered: 2,
            no_longer_covered_right: 1,
            still_wrong: 5,
        };
        let (english, chinese) = both(counts);
        assert_eq!(
            english,
            "12 fixed, 3 broken, better than chance, p = 0.035, 4 newly covered, 2 no longer covered, \
             5 wrong in another way"
        );
        assert_eq!(
            chinese,
            "修复 12 条，变错 3 条，确实变好，不是偶然（p = 0.035），新覆盖 4 条，不再覆盖 2 条，换了一种错法 5 条"
        );
    }

    #[test]
    fn without_gains_and_losses_there_is_no_test() {
        assert_eq!(
            both(FlipCounts::default()),
            ("no question is answered otherwise".to_owned(), "没有问题的应答发生变化".to_owned())
        );
        let (english, chinese) = both(FlipCounts { newly_covered: 4, ..FlipCounts::default() });
        assert_eq!((&*english, &*chinese), ("4 newly covered", "新覆盖 4 条"));
        let (english, chinese) = both(FlipCounts { broken: 3, ..FlipCounts::default() });
        assert_eq!(english, "0 fixed, 3 broken, no more than chance, p = 0.250");
        assert_eq!(chinese, "修复 0 条，变错 3 条，可能只是偶然（p = 0.250）");
        let (english, _) = both(FlipCounts { broken: 40, fixed: 3, ..FlipCounts::default() });
        assert_eq!(english, "3 fixed, 40 broken, worse than chance, p < 0.001");
    }
}
