//! What becomes of a copy, case by case.

use super::*;
use crate::install::CopyState;

const OLD: &str = "\
pack: p
category: 物流
entries:
  - id: ship-time
    question: 什么时候发货？
    variants:
      - 多久发货
      - 几天能发
    answer: 48 小时内发货。

  - id: express
    question: 发什么快递？
    variants: [用哪家快递]
    answer: 由{快递公司}寄出。

  - id: fee
    question: 运费多少？
    answer: 运费{金额}元。
";

/// `ship-time` changed, `fee` gone, `track` new.
const NEW: &str = "\
pack: p
category: 物流
entries:
  - id: ship-time
    question: 什么时候发货？
    variants:
      - 多久发货
      - 啥时候能发
      - 几天能发
    answer: 24 小时内发货。
    tags: [发货]

  # 单号查询
  - id: track
    question: 怎么查物流？
    answer: 在订单页查看。

  - id: express
    question: 发什么快递？
    variants: [用哪家快递]
    answer: 由{快递公司}寄出。
";

fn old() -> Releases {
    releases("1.0.0", &[("a.yaml", OLD)])
}

fn new() -> Releases {
    releases("1.1.0", &[("a.yaml", NEW)])
}

#[test]
fn an_untouched_copy_becomes_the_new_pack() {
    let mut shop = Shop::with(&old());
    let update = shop.update(&new(), &Take::Never);
    assert_eq!(decisions(&update), [("ship-time", "updated"), ("track", "added"), ("fee", "removed")]);
    assert_eq!((update.from.as_str(), update.to.as_str(), update.adopted), ("1.0.0", "1.1.0", false));
    assert_eq!(shop.text("a.yaml"), NEW);
    assert_eq!(shop, Shop::with(&new()));
}

#[test]
fn what_the_shop_wrote_stays() {
    let mut shop = Shop::with(&old());
    shop.edit("a.yaml", "由{快递公司}寄出。", "由顺丰寄出。 # 2026 年合同");
    shop.edit("a.yaml", "48 小时内发货。", "当天发货。");
    shop.edit("a.yaml", "运费{金额}元。", "满 99 元包邮。");
    let before = shop.text("a.yaml").to_owned();
    let update = shop.update(&new(), &Take::Never);
    let wanted =
        [("ship-time", "conflict"), ("track", "added"), ("express", "kept"), ("fee", "conflict-removed")];
    assert_eq!(decisions(&update), wanted);
    let added = "  # 单号查询\n  - id: track\n    question: 怎么查物流？\n    answer: 在订单页查看。\n\n";
    assert_eq!(shop.text("a.yaml").replace(added, ""), before);
    assert!(shop.text("a.yaml").contains(added), "{}", shop.text("a.yaml"));
    // The entry that the pack gave up is the shop's own from now on.
    assert!(!shop.text("pack.lock").contains("fee"));
}

#[test]
fn the_pack_s_is_taken_where_it_is_asked_for() {
    let mut edited = Shop::with(&old());
    edited.edit("a.yaml", "48 小时内发货。", "当天发货。");
    edited.edit("a.yaml", "运费{金额}元。", "满 99 元包邮。");
    edited.edit("a.yaml", "由{快递公司}寄出。", "由顺丰寄出。");
    let mut shop = edited.clone();
    let update = shop.update(&new(), &Take::Conflicts);
    let wanted = [("ship-time", "taken"), ("track", "added"), ("express", "kept"), ("fee", "taken-away")];
    assert_eq!(decisions(&update), wanted);
    assert_eq!(shop.text("a.yaml"), NEW.replace("由{快递公司}寄出。", "由顺丰寄出。"));
    // Later, when nothing is in conflict any more, by name.
    shop.update(&new(), &Take::Entries(["express".to_owned()].into()));
    assert_eq!(shop.text("a.yaml"), NEW);
    let error = edited.plan(&new(), &Take::Entries(["expres".to_owned()].into())).expect_err("unknown");
    assert_eq!(error.to_string(), "the pack `p` has no entry `expres`; did you mean `express`?");
}

#[test]
fn what_the_shop_deleted_stays_away() {
    let mut shop = Shop::with(&old());
    let without = |id: &str| {
        let (start, end) = (OLD.find(&format!("  - id: {id}")).expect("there"), OLD.len());
        let end = OLD[start + 4..].find("  - id").map_or(end, |length| start + 4 + length);
        format!("{}{}", &OLD[..start], &OLD[end..])
    };
    shop.write("a.yaml", without("express"));
    let update = shop.update(&new(), &Take::Never);
    assert!(decisions(&update).contains(&("express", "kept-deleted")));
    assert!(!shop.text("a.yaml").contains("express"));
    shop.write("a.yaml", without("ship-time"));
    shop.write("pack.lock", Shop::with(&old()).text("pack.lock"));
    let mut other = shop.clone();
    let update = shop.update(&new(), &Take::Never);
    assert!(decisions(&update).contains(&("ship-time", "conflict-deleted")));
    assert!(!shop.text("a.yaml").contains("ship-time"));
    other.update(&new(), &Take::Conflicts);
    assert_eq!(other.entries(), Shop::with(&new()).entries());
}

#[test]
fn an_own_entry_of_a_name_that_the_pack_takes_stays() {
    let mut shop = Shop::with(&old());
    shop.write(
        "own.yaml",
        "- {id: track, question: 快递到哪了, answer: 问客服。}\n- {id: mine, question: 甲}\n",
    );
    let update = shop.update(&new(), &Take::Never);
    assert!(decisions(&update).contains(&("track", "conflict")), "{:?}", decisions(&update));
    assert!(shop.text("own.yaml").contains("快递到哪了") && !shop.text("a.yaml").contains("track"));
}

#[test]
fn without_a_record_nothing_is_lost() {
    let mut shop = Shop::with(&old());
    shop.files.remove(Path::new("kb/p/pack.lock"));
    shop.edit("a.yaml", "48 小时内发货。", "当天发货。");
    let before = shop.text("a.yaml").to_owned();
    let update = shop.update(&new(), &Take::Never);
    assert!(update.adopted);
    assert_eq!(decisions(&update), [("ship-time", "conflict"), ("track", "conflict-deleted")]);
    assert_eq!(shop.text("a.yaml"), before);
    assert_eq!(shop.record(), Some(new().packs[0].record.clone()));
    assert!(shop.text("pack.yaml").contains("version: 1.1.0"), "{}", shop.text("pack.yaml"));
}

#[test]
fn a_copy_of_the_same_version_is_known_for_what_it_is() {
    let mut shop = Shop::with(&new());
    shop.files.remove(Path::new("kb/p/pack.lock"));
    shop.edit("a.yaml", "24 小时内发货。", "当天发货。");
    shop.edit("a.yaml", "  - id: track\n    question: 怎么查物流？\n    answer: 在订单页查看。\n\n", "");
    let update = shop.update(&new(), &Take::Never);
    assert_eq!(decisions(&update), [("ship-time", "kept"), ("track", "kept-deleted")]);
    assert_eq!(update.conflicts().count(), 0);
}

#[test]
fn what_the_pack_says_of_itself_is_merged_key_by_key() {
    let mut shop = Shop::with(&old());
    shop.edit("pack.yaml", "{hit_rate: 0.8}", "{hit_rate: 0.9} # 我们的目标");
    shop.edit("pack.yaml", "name: 测试包", "# 内部名称\nname: 测试包\nx-owner: 小禾");
    let about = "id: p\nname: 新测试包\ndescription: 试一试。\nversion: 2.0.0\ngates: {hit_rate: 0.85}\n";
    let releases = releases("2.0.0", &[("a.yaml", OLD), ("pack.yaml", about)]);
    let update = shop.update(&releases, &Take::Never);
    let wanted = "id: p\n# 内部名称\nname: 新测试包\ndescription: 试一试。\nx-owner: 小禾\nversion: 2.0.0\n\
                  gates: {hit_rate: 0.9} # 我们的目标\n";
    assert_eq!(shop.text("pack.yaml"), wanted);
    let conflicts: Vec<&str> = update.conflicts().map(|outcome| outcome.subject.name()).collect();
    assert_eq!(conflicts, ["gates"]);
}

#[test]
fn files_come_and_go_with_their_entries() {
    let b = "category: 售后\nentries:\n  - {id: one, question: 甲, answer: 乙}\n";
    let c = "# 会员\npack: p\ncategory: 会员\nentries:\n  - id: two\n    question: 丙\n    answer: 丁\n";
    let mut shop = Shop::with(&releases("1", &[("a.yaml", OLD), ("b.yaml", b)]));
    let update = shop.update(&releases("2", &[("a.yaml", OLD), ("c.yaml", c)]), &Take::Never);
    assert_eq!(update.gone, [PathBuf::from("kb/p/b.yaml")]);
    assert_eq!((shop.text("b.yaml"), shop.text("c.yaml")), ("", c));
    // A note of the shop's keeps the file.
    let mut shop = Shop::with(&releases("1", &[("a.yaml", OLD), ("b.yaml", b)]));
    shop.edit("b.yaml", "entries:", "# 小禾维护\nentries:");
    shop.update(&releases("2", &[("a.yaml", OLD)]), &Take::Never);
    assert_eq!(shop.text("b.yaml"), "category: 售后\n# 小禾维护\nentries: []\n");
}

#[test]
fn entries_are_followed_wherever_the_shop_has_put_them() {
    let mut shop = Shop::with(&old());
    let text = format!(
        "# 全部\n{}",
        OLD.replace("category: 物流\n", "category: 物流\nx-file: 1\n").replace("x-file: 1\n", "")
    );
    shop.files.remove(Path::new("kb/p/a.yaml"));
    shop.write("shipping/all.yaml", text.replace('\n', "\r\n"));
    shop.update(&new(), &Take::Never);
    assert_eq!(shop.text("shipping/all.yaml"), format!("# 全部\n{NEW}").replace('\n', "\r\n"));
    assert_eq!(shop.text("a.yaml"), "");
}

/// An answer that the shop reworded offers a question that the pack gave up.
#[test]
fn what_is_still_referred_to_stays() {
    let old = releases(
        "1",
        &[("a.yaml", &OLD.replacen("48 小时内发货。", "48 小时内发货。\n    related: [fee]", 1))],
    );
    let mut shop = Shop::with(&old);
    shop.edit("a.yaml", "48 小时内发货。", "当天发货。");
    let before = shop.load();
    let mut gone = shop.clone();
    let update = gone.plan(&new(), &Take::Never).expect("a plan");
    gone.files.extend(update.files);
    let files = gone.files.iter().filter(|(path, _)| path.extension().is_some_and(|found| found == "yaml"));
    let after = KnowledgeBase::from_bytes(files.map(|(path, bytes)| (path.clone(), bytes.clone())));
    let held = still_mentioned(&before, &after.knowledge_base);
    assert_eq!(held, Held::from([("p".to_owned(), ["fee".to_owned()].into())]));
    shop.held.clone_from(&held["p"]);
    let update = shop.update(&new(), &Take::Never);
    assert_eq!(decisions(&update).last(), Some(&("fee", "conflict-mentioned")));
    assert!(shop.entries().contains_key("fee"));
}

#[test]
fn a_new_category_goes_to_the_head_of_the_file_if_nothing_is_against_it() {
    let moved = releases("2", &[("a.yaml", &OLD.replace("category: 物流", "category: 发货与物流"))]);
    let mut shop = Shop::with(&old());
    let update = shop.update(&moved, &Take::Never);
    assert_eq!(update.count(Decision::Update), 4, "three entries and the version");
    assert_eq!(shop, Shop::with(&moved));
    // An entry that the shop keeps goes by it: the others say their own.
    let mut shop = Shop::with(&old());
    shop.edit("a.yaml", "运费{金额}元。", "包邮。");
    let update = shop.update(&moved, &Take::Never);
    assert_eq!(decisions(&update).last(), Some(&("fee", "conflict")));
    assert_eq!(shop.text("a.yaml").matches("category: 发货与物流").count(), 2);
    let of = |key: &str| {
        let knowledge_base = shop.load();
        let entry = knowledge_base.entries.iter().find(|entry| entry.key() == key).expect("there").clone();
        entry.category
    };
    assert_eq!((of("fee").as_deref(), of("express").as_deref()), (Some("物流"), Some("发货与物流")));
}

#[test]
fn a_copy_says_how_it_stands() {
    let state = |shop: &Shop, releases: &Releases| {
        let knowledge_base = shop.load();
        let copy = Copy::find(&knowledge_base, "p", shop.record()).expect("no other").expect("a copy");
        state_of(&copy, &releases.packs[0])
    };
    let mut shop = Shop::with(&old());
    assert_eq!(state(&shop, &old()), CopyState::Current);
    assert_eq!(state(&shop, &new()), CopyState::Outdated);
    assert_eq!(state(&Shop::with(&new()), &old()), CopyState::Newer);
    shop.files.remove(Path::new("kb/p/pack.lock"));
    assert_eq!(state(&shop, &new()), CopyState::Unrecorded);
    let knowledge_base = shop.load();
    let record = Record { pack: "q".to_owned(), ..Record::default() };
    let error = Copy::find(&knowledge_base, "p", Some(record)).expect_err("another's").to_string();
    assert!(error.starts_with("kb/p/pack.lock is the record of the pack `q`, not of `p`"), "{error}");
}

#[test]
fn what_is_there_is_not_added_again() {
    let releases = old();
    let none = KnowledgeBase::default();
    let addition = add(&none, &releases, &["p"], Path::new("kb")).expect("an addition");
    let paths: Vec<String> = addition.files.iter().map(|(path, _)| path.display().to_string()).collect();
    assert_eq!(paths, ["kb/p/a.yaml", "kb/p/pack.yaml", "kb/p/pack.lock"]);
    let error = add(&Shop::with(&releases).load(), &releases, &["p"], Path::new("kb")).expect_err("there");
    assert!(error.to_string().contains("`kbtool packs update p`"), "{error}");
}
