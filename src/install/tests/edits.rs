//! How a file looks after an update: comments, line ends, layout.

use super::*;

const OLD: &str = "\
entries:
  - id: a
    question: 甲
    variants:
      - 甲一
      - 甲二
      - 甲三
    answer: 旧
    tags: [一]
  - id: b
    question: 乙
";

/// A file of the shop's and what it becomes when the pack goes from [`OLD`] to `new`.
fn updated(new: &str, before: &str) -> String {
    let mut shop = Shop::with(&releases("1", &[("a.yaml", OLD)]));
    shop.write("a.yaml", before);
    let releases = releases("2", &[("a.yaml", new)]);
    shop.update(&releases, &Take::Never);
    assert_eq!(shop.entries(), Shop::with(&releases).entries());
    shop.text("a.yaml").to_owned()
}

/// The pack's next version.
fn new() -> String {
    OLD.replace("甲二", "甲四")
        .replace("答: 旧", "")
        .replace("answer: 旧", "answer: 新")
        .replace("    tags: [一]\n", "")
}

#[test]
fn comments_survive() {
    let before = "\
# 我们的知识库
entries:
  # 下面这条问得最多
  - id: a # 主推
    # 标准问
    question: 甲
    variants: # 口语
      - 甲一 # 常见
      # 来自客服
      - 甲二 # 少见
      - 甲三
    answer: 旧 # 小禾核对过
    tags: [一] # 标签
  - id: b
    question: 乙 # 尾注
  # 文件结束
";
    let after = "\
# 我们的知识库
entries:
  # 下面这条问得最多
  - id: a # 主推
    # 标准问
    question: 甲
    variants: # 口语
      # 来自客服
      # 少见
      - 甲一 # 常见
      - 甲四
      - 甲三
    # 小禾核对过
    answer: 新
    # 标签
  - id: b
    question: 乙 # 尾注
  # 文件结束
";
    assert_eq!(updated(&new(), before), after);
}

#[test]
fn line_ends_and_a_byte_order_mark_survive() {
    let before = format!("\u{FEFF}{}", OLD.replace('\n', "\r\n"));
    let after = format!("\u{FEFF}{}", new().replace('\n', "\r\n"));
    assert_eq!(updated(&new(), &before), after);
    let more = format!("{}  - id: c\n    question: 丙\n    answer: |\n      一\n      二\n", new());
    assert_eq!(updated(&more, &before), format!("\u{FEFF}{}", more.replace('\n', "\r\n")));
}

#[test]
fn the_order_and_the_indentation_of_the_shop_stay() {
    let before = "\
entries:
-   question: 乙
    id: b
-   tags: [一]
    answer: '旧'
    question: \"甲\"
    id: a
    variants:
    - 甲一
    - 甲二
    - 甲三
";
    let after = "\
entries:
-   question: 乙
    id: b
-   answer: 新
    question: \"甲\"
    id: a
    variants:
    - 甲一
    - 甲四
    - 甲三
";
    assert_eq!(updated(&new(), before), after);
}

#[test]
fn an_entry_in_braces_is_written_anew() {
    let before = "- {id: a, question: 甲, variants: [甲一, 甲二, 甲三], answer: 旧, tags: [一]} # 短\n- {id: b, question: 乙}\n";
    let after = updated(&new(), before);
    assert!(after.ends_with("- {id: b, question: 乙}\n") && after.contains("# 短"), "{after}");
}

#[test]
fn a_comment_in_an_entry_that_goes_stays() {
    let before = OLD.replace("    question: 乙\n", "    question: 乙\n    # 别删\n    answer: # 空\n");
    let before = before.replace("    answer: # 空\n", "");
    let before = before.replace("  - id: b\n", "  - id: b # 记得改\n");
    let only = OLD.split("  - id: b").next().expect("a part");
    assert_eq!(updated(only, &before), format!("{only}  # 记得改\n    # 别删\n"));
}

#[test]
fn comments_of_the_pack_come_and_go_with_it() {
    let new =
        OLD.replace("- 甲二", "# 港台的说法\n      - 甲四").replace("  - id: b\n    question: 乙\n", "");
    assert_eq!(updated(&new, OLD), new);
    let before = OLD
        .replace("- 甲二", "# 港台的说法\n      # 小禾加的\n      - 甲二")
        .replace("    question: 乙", "    # 港台的说法\n    # 别删\n    question: 乙");
    let after = new.replace("variants:\n", "variants:\n      # 小禾加的\n") + "  # 别删\n";
    assert_eq!(updated(&new, &before), after);
    // What only looks like one is text.
    let text = OLD.replace("      - 甲二\n", "      - |\n        甲五\n        # 一\n      - 甲六\n");
    assert_eq!(updated(&text, OLD), text);
    // Above a phrasing that stays it stays, and is not written twice.
    let before = OLD.replace("- 甲三", "# 港台的说法\n      - 甲三");
    let after = new.replace("- 甲三", "# 港台的说法\n      - 甲三");
    assert_eq!(updated(&new, &before), after);
}

#[test]
fn what_cannot_be_edited_stops_everything() {
    let mut shop = Shop::with(&releases("1", &[("a.yaml", OLD)]));
    let anchored = OLD.replace("- 甲二", "- &x 甲二").replace("question: 乙", "question: 乙\n    x-like: *x");
    shop.write("a.yaml", anchored.replace("\n    x-like: *x", ""));
    shop.write("own.yaml", "[{id: c, question: 丙}]\n");
    assert!(
        shop.plan(&releases("2", &[("a.yaml", &new())]), &Take::Never).is_ok(),
        "unused anchors are no matter"
    );
    shop.write("a.yaml", anchored);
    let error = shop.plan(&releases("2", &[("a.yaml", &new())]), &Take::Never).expect_err("an anchor");
    assert!(error.to_string().starts_with("kb/p/a.yaml: "), "{error}");
}

#[test]
fn an_empty_list_is_filled() {
    for (before, after) in [
        ("entries: []\n", "entries:\n  - id: a\n    question: 甲\n"),
        (
            "category: 一 # 注\nentries: # 空\n",
            "category: 一 # 注\nentries: # 空\n  - id: a\n    question: 甲\n",
        ),
        ("# 只有注释\n", "# 只有注释\nentries:\n  - id: a\n    question: 甲\n"),
        ("[]\n", "- id: a\n  question: 甲\n"),
        ("", "entries:\n  - id: a\n    question: 甲\n"),
    ] {
        let head = if before.starts_with("category") { "category: 一\n" } else { "" };
        let nothing = releases("1", &[("a.yaml", "entries: []\n")]);
        let new = releases("2", &[("a.yaml", &format!("{head}entries:\n  - id: a\n    question: 甲\n"))]);
        let mut shop = Shop::with(&nothing);
        shop.write("a.yaml", before);
        shop.update(&new, &Take::Never);
        assert_eq!(shop.text("a.yaml"), after);
    }
}
