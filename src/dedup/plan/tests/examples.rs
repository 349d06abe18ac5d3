//! Each action, byte for byte.

use super::*;

const REFUND: &str = "\
# 退款
- id: refund
  question: 怎么退款 # 问
  variants:
    - 退款
    - 如何退款 # 客服提供
    # 以下来自日志
    - 退款怎么弄
  answer: 在订单里申请。

- id: cancel
  question: 怎么取消订单
  variants: [取消订单, 不想要了]
  answer: 在订单里取消。
";

#[test]
fn a_variant_is_dropped() {
    let texts =
        carried_out(&[("p/x.yaml", REFUND)], &[("p/refund", 1, Action::Drop), ("p/cancel", 2, Action::Drop)]);
    assert_eq!(texts[0], REFUND.replace("    - 退款\n", "").replace(", 不想要了", ""));
}

#[test]
fn a_variant_moves_with_its_comment_where_there_are_lines() {
    let there = carried_out(&[("p/x.yaml", REFUND)], &[("p/cancel", 1, to("p/refund"))]);
    assert_eq!(
        there[0],
        REFUND.replace("    - 退款怎么弄\n", "    - 退款怎么弄\n    - 取消订单\n").replace("取消订单, ", "")
    );
    // A list in brackets has no room for comments.
    let back = carried_out(&[("p/x.yaml", REFUND)], &[("p/refund", 2, to("p/cancel"))]);
    assert_eq!(
        back[0],
        REFUND
            .replace("    - 如何退款 # 客服提供\n", "    # 客服提供\n")
            .replace("不想要了]", "不想要了, 如何退款]")
    );
    let other = "- {id: a, question: 甲}\r\n- id: b\r\n  question: 乙\r\n  variants:\r\n  - 丙\r\n";
    let files = [("p/x.yaml", REFUND), ("q/y.yaml", other)];
    let texts = carried_out(&files, &[("p/refund", 2, to("q/b")), ("p/refund", 3, to("q/a"))]);
    assert_eq!(texts[0], REFUND.replace("    - 如何退款 # 客服提供\n", "").replace("    - 退款怎么弄\n", ""));
    assert_eq!(
        texts[1],
        "- {id: a, question: 甲, variants: [退款怎么弄]}\r\n- id: b\r\n  question: 乙\r\n  variants:\r\n  - 丙\r\n  - \
         如何退款 # 客服提供\r\n"
    );
}

#[test]
fn what_is_there_already_is_not_written_again() {
    let file = "- {id: a, question: 退款, variants: [怎么退]}\n- {id: b, question: 乙, variants: [退款！, ，怎么退]}\n";
    let texts = carried_out(&[("p/x.yaml", file)], &[("p/b", 1, to("p/a")), ("p/b", 2, to("p/a"))]);
    assert_eq!(
        texts[0],
        "- {id: a, question: 退款, variants: [怎么退]}\n- {id: b, question: 乙, variants: []}\n"
    );
}

#[test]
fn a_variant_becomes_a_counterexample() {
    let texts = carried_out(
        &[("p/x.yaml", REFUND)],
        &[("p/refund", 2, Action::Counterexample), ("p/cancel", 1, Action::Counterexample)],
    );
    assert_eq!(
        texts[0],
        REFUND
            .replace("    - 如何退款 # 客服提供\n", "")
            .replace(
                "    - 退款怎么弄\n",
                "    - 退款怎么弄\n  counterexamples:\n    - 如何退款 # 客服提供\n"
            )
            .replace(
                "  variants: [取消订单, 不想要了]\n",
                "  variants: [不想要了]\n  counterexamples:\n    - 取消订单\n"
            )
    );
}

#[test]
fn an_entry_goes_into_another() {
    let one = "\
- id: a
  question: 怎么退款
  variants: [退款]
  counterexamples: [退货, 退款要多久]
  keywords: [[退款, 怎么]]
  related: [c]
  answer: 在订单里申请。
- id: c
  question: 丙
  related: [q/b, a]
  answer: 好。
";
    let two = "\u{FEFF}\
# 头

# 关于 b
# kbtool: ignore[KB302] 已知
- id: b # 旧
  question: 如何退款
  variants:
    # 常见
    - 我要退款 # 一
    - 退 款
    - 退款要多久
  counterexamples: [怎么退款, 换货]
  keywords: [[怎么, 退款], [退钱]]
  related: [d, p/a, p/c]
  tags: [双11]
  answer: 申请即可。 # 法务

- id: d
  question: 丁
  related: [b] # 见 b
  answer: 好。
";
    let shop = "\
id: s
subscribe: [p, q]
answers:
  q/b: 本店秒退。 # 店长
welcome:
  greeting: 您好
  cards: [q/b, p/c, p/a]
";
    let files = [("p/x.yaml", one), ("q/y.yaml", two), ("s/shop.yaml", shop)];
    let texts = carried_out(&files, &[("q/b", 0, into("p/a"))]);
    assert_eq!(
        texts[0],
        "\
- id: a
  question: 怎么退款
  variants: [退款, 如何退款, 我要退款, 退款要多久]
  counterexamples: [退货, 换货]
  keywords: [[退款, 怎么], [退钱]]
  related: [c, q/d]
  tags: [双11]
  answer: 在订单里申请。
- id: c
  question: 丙
  related: [a]
  answer: 好。
"
    );
    assert_eq!(
        texts[1],
        "\u{FEFF}\
# 头

# 关于 b
# 旧
# 常见
# 一
# 法务

- id: d
  question: 丁
  related: [p/a] # 见 b
  answer: 好。
"
    );
    assert_eq!(
        texts[2],
        "\
id: s
subscribe: [p, q]
answers:
  p/a: 本店秒退。 # 店长
welcome:
  greeting: 您好
  cards: [p/c, p/a]
"
    );
}

#[test]
fn comments_of_a_merged_entry_go_along_into_lines() {
    let file = "\
- id: a
  question: 甲
  variants:
  - 甲一

- id: b
  question: 乙 # 问
  variants:
    # 上
    - 乙一 # kbtool: ignore[KB401] 够了
    - 甲一 # 已有
- id: c
  question: 丙
";
    let texts = carried_out(&[("p/x.yaml", file)], &[("p/b", 1, into("p/a"))]);
    assert_eq!(
        texts[0],
        "\
- id: a
  question: 甲
  variants:
  - 甲一
  - 乙 # 问
  # 上
  - 乙一 # kbtool: ignore[KB401] 够了

# 已有
- id: c
  question: 丙
"
    );
}

#[test]
fn empty_lines_around_a_merged_entry_do_not_add_up() {
    let file = "- id: a\n  question: 甲\n\n- id: b\n  question: 乙\n\n- id: c\n  question: 丙\n";
    let texts = carried_out(&[("p/x.yaml", file)], &[("p/b", 0, into("p/a"))]);
    assert_eq!(texts[0], "- id: a\n  question: 甲\n  variants: [乙]\n\n- id: c\n  question: 丙\n");
    let texts = carried_out(&[("p/x.yaml", file)], &[("p/c", 0, into("p/a"))]);
    assert_eq!(texts[0], "- id: a\n  question: 甲\n  variants: [丙]\n\n- id: b\n  question: 乙\n");
    let all = carried_out(&[("p/x.yaml", file)], &[("p/c", 0, into("p/a")), ("p/b", 0, into("p/a"))]);
    assert_eq!(all[0], "- id: a\n  question: 甲\n  variants: [乙, 丙]\n");
}

#[test]
fn the_last_entry_of_a_file_leaves_an_empty_list() {
    let files = [
        ("p/x.yaml", "- {id: a, question: 甲}\n"),
        ("p/y.yaml", "category: 类\nentries: # 全部\n  - id: b # 旧\n    question: 乙 # 问\n"),
        ("p/z.yaml", "[{id: c, question: 丙}]\n"),
    ];
    let texts = carried_out(&files, &[("p/b", 0, into("p/a")), ("p/c", 0, into("p/b"))]);
    assert_eq!(texts[0], "- {id: a, question: 甲, variants: [乙, 丙]}\n");
    assert_eq!(texts[1], "category: 类\nentries: [] # 全部\n  # 问\n  # 旧\n");
    assert_eq!(texts[2], "[]\n");
}

#[test]
fn what_moves_into_a_merged_entry_goes_where_that_goes() {
    let file = "- {id: a, question: 甲, variants: [一, 二]}\n- {id: b, question: 乙, variants: [三, 四]}\n- {id: c, question: 丙}\n";
    let actions = [
        ("p/a", 1, to("p/b")),
        ("p/b", 0, into("p/c")),
        ("p/b", 1, to("p/a")),
        ("p/b", 2, Action::Counterexample),
    ];
    let texts = carried_out(&[("p/x.yaml", file)], &actions);
    assert_eq!(
        texts[0],
        "- {id: a, question: 甲, variants: [二, 三]}\n- {id: c, question: 丙, variants: [一, 乙], counterexamples: [四]}\n"
    );
}

#[test]
fn entries_known_by_their_question_are_mentioned_by_their_new_name() {
    let file = "- question: 怎么退款？\n- question: 如何退款\n- id: c\n  question: 丙\n  related: [如何退款, 丁]\n- id: d\n  question: 丁\n";
    let texts = carried_out(&[("p/x.yaml", file)], &[("p/如何退款", 0, into("p/怎么退款"))]);
    assert_eq!(
        texts[0],
        "- question: 怎么退款？\n  variants: [如何退款]\n- id: c\n  question: 丙\n  related: [p/怎么退款, 丁]\n- id: d\n  question: 丁\n"
    );
}

#[test]
fn no_more_than_five_related_entries_come_together() {
    let related = |ids: &[&str]| format!("related: [{}]", ids.join(", "));
    let others: String =
        ["c", "d", "e", "f", "g", "h"].map(|id| format!("- {{id: {id}, question: 问{id}}}\n")).concat();
    let file = format!(
        "- {{id: a, question: 甲, {}}}\n- {{id: b, question: 乙, {}}}\n{others}",
        related(&["c", "d", "b"]),
        related(&["d", "e", "f", "g", "h"]),
    );
    let texts = carried_out(&[("p/x.yaml", &file)], &[("p/b", 0, into("p/a"))]);
    assert!(texts[0].contains(&related(&["c", "d", "e", "f", "g"])), "{}", texts[0]);
}

#[test]
fn many_duplicates_in_one_list_go_at_once() {
    let variants: String = (0..200).map(|_| "    - 退款\n").collect();
    let file = format!("- id: a\n  question: 甲\n  variants:\n{variants}    - 到账\n");
    let drops: Vec<(&str, u32, Action)> = (2..=200).map(|number| ("p/a", number, Action::Drop)).collect();
    let texts = carried_out(&[("p/x.yaml", &file)], &drops);
    assert_eq!(texts[0], "- id: a\n  question: 甲\n  variants:\n    - 退款\n    - 到账\n");
}

#[test]
fn a_plan_that_keeps_everything_changes_no_file() {
    let knowledge_base = base(&[("p/x.yaml", REFUND)]);
    let mut kept = plan(&knowledge_base, &[("p/refund", 0, Action::Keep), ("p/refund", 1, Action::Keep)]);
    let applied = kept.apply(&knowledge_base).expect("a plan that fits");
    assert!(applied.files.is_empty() && applied.before.is_empty());
    assert_eq!(applied.counts, Counts::default());
    kept.groups[0].phrasings[1].action = Action::Drop;
    kept.groups[0].decided = false;
    let applied = kept.apply(&knowledge_base).expect("a plan that fits");
    assert!(applied.files.is_empty());
    assert_eq!(applied.counts, Counts { undecided: 1, ..Counts::default() });
}

#[test]
fn what_was_done_is_counted_and_what_was_is_kept() {
    let files = [(
        "p/x.yaml",
        "- {id: a, question: 甲, variants: [一, 二, 三]}\n- {id: b, question: 乙, related: [a, c]}\n- {id: c, question: 丙}\n",
    )];
    let knowledge_base = base(&files);
    let actions = [
        ("p/a", 1, Action::Drop),
        ("p/a", 2, to("p/b")),
        ("p/a", 3, Action::Counterexample),
        ("p/c", 0, into("p/a")),
    ];
    let applied = plan(&knowledge_base, &actions).apply(&knowledge_base).expect("a plan that fits");
    assert_eq!(
        applied.counts,
        Counts { dropped: 1, moved: 1, counterexamples: 1, merged: 1, mentions: 1, undecided: 0 }
    );
    assert_eq!(applied.before[&PathBuf::from("p/x.yaml")], files[0].1);
}
