//! # KB309 pack-shadows-pack
//!
//! One phrasing stands in two packs that a shop has both.
//!
//! ## What it does
//! Reports a question or variant of one pack that another pack has too, where some shop serves both packs, or
//! one of them extends the other. A shop's own entries are a pack like any other. Entries that are retired,
//! whose last day is over, or that are never served on the same day do not count; drafts do.
//!
//! ## Why it matters
//! In that shop the bot cannot know which of the two is meant: neither pack goes before the other. Whoever
//! writes one pack does not see the other.
//!
//! ## Example
//! ```yaml fail
//! # file: common/faq.yaml
//! - id: ship-time
//!   question: 付款后多久发货？
//!   answer: 付款后 48 小时内发货。
//! # file: shops/qinghe/shop.yaml
//! id: qinghe
//! entries:
//!   - id: our-ship-time
//!     question: 付款后多久发货
//!     answer: 现货当天发出。
//! ```
//! ```yaml pass
//! # file: common/faq.yaml
//! - id: ship-time
//!   question: 付款后多久发货？
//!   answer: 付款后 48 小时内发货。
//! # file: shops/qinghe/shop.yaml
//! id: qinghe
//! answers:
//!   common/ship-time: 现货当天发出。
//! ```
//!
//! ## Fix
//! None. A shop that only answers differently writes its answer under `answers:` in `shop.yaml`, as above,
//! and has no entry of its own for it. Between two industry packs the question belongs into one of them, or
//! into a pack that both extend.
//!
//! # KB309 行业包之间问法冲突
//!
//! 同一句问法出现在一个店铺同时使用的两个行业包里。
//!
//! ## 检查什么
//! 报告两个行业包都有的标准问或相似问，前提是有店铺同时使用这两个包，或者其中一个继承另一个。店铺自己的知识点也算一个包。已下线、已过期，或有效期不重叠的知识点不算；草稿算。
//!
//! ## 为什么重要
//! 在这个店铺里机器人分不清该答哪个：两个包没有先后之分。而写其中一个包的人又看不到另一个包。
//!
//! ## 修复
//! 不自动修复。店铺只是答案不同的，请像上面那样写在 `shop.yaml` 的 `answers:` 里，不要另建知识点。两个行业包之间重复的，请只留在一个包里，或放进两者都继承的包。

use rustc_hash::FxHashMap;

use crate::dedup::{Level, PhrasingId};
use crate::diagnostic::{Message, Severity};
use crate::lint::duplicates::{Duplicates, MOST_COMPARED};
use crate::lint::{Check, Context, Findings, Fixes, Needs, Rule};
use crate::model::{KnowledgeBase, PackIndex};

/// The rule.
pub const RULE: Rule = Rule {
    code: "KB309",
    name: "pack-shadows-pack",
    severity: Severity::Warning,
    fixes: Fixes::None,
    needs: Needs::Nothing,
    check: Check::KnowledgeBase(check),
    source: include_str!("pack_shadows_pack.rs"),
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let duplicates = Duplicates::new(context);
    let mut meetings = Meetings::new(context.knowledge_base);
    for group in context.phrasings().groups(Level::Normalised).iter() {
        let members = duplicates.one_of_each(group);
        for (at, &later) in members.iter().enumerate().skip(1) {
            let found = members[..at].iter().take(MOST_COMPARED).find_map(|&first| {
                let (one, other) = (duplicates.entry(first), duplicates.entry(later));
                if one.pack == other.pack || !duplicates.meet(one, other) {
                    return None;
                }
                meetings.of(one.pack, other.pack).map(|meeting| (first, meeting))
            });
            if let Some((first, meeting)) = found {
                report(context.knowledge_base, duplicates, [first, later], meeting, findings);
            }
        }
    }
}

fn report(
    knowledge_base: &KnowledgeBase,
    duplicates: Duplicates<'_>,
    [first, later]: [PhrasingId; 2],
    meeting: Meeting,
    findings: &mut Findings<'_>,
) {
    let pack = |id: PhrasingId| &*knowledge_base.pack(duplicates.entry(id).pack).id;
    let is_shop = |id: PhrasingId| knowledge_base.shops.iter().any(|shop| &*shop.id.value == pack(id));
    // The shop came last, whatever its folder is called.
    let (here, there) = if is_shop(first) && !is_shop(later) { (first, later) } else { (later, first) };
    let (text, reference) = (&duplicates.text(here).value, &duplicates.entry(there).reference);
    let (one, other) = (pack(here), pack(there));
    let message = match meeting {
        Meeting::Shop(shop) => {
            let shop = &knowledge_base.shops[shop].id.value;
            Message::new(
                format!(
                    "`{text}` is in `{reference}` too, and the shop `{shop}` has both packs, `{one}` and `{other}`"
                ),
                format!("“{text}”在 `{reference}` 里也有，店铺 `{shop}` 同时使用行业包 `{one}` 和 `{other}`"),
            )
        }
        Meeting::Extends => Message::new(
            format!(
                "`{text}` is in `{reference}` too, and of the packs `{one}` and `{other}` one extends the other"
            ),
            format!("“{text}”在 `{reference}` 里也有，而行业包 `{one}` 和 `{other}` 之间有继承关系"),
        ),
    };
    let help = if is_shop(here) {
        Message::new(
            format!("write the shop's answer under `answers:` as `{reference}`, without an entry of its own"),
            format!("店铺要用自己的答案，请在 `answers:` 里写 `{reference}`，不必另建知识点"),
        )
    } else {
        Message::new(
            "keep it in one of the packs, or in one that both extend",
            "只留在其中一个行业包里，或放进两者都继承的包",
        )
    };
    findings.push(
        RULE.finding(duplicates.location(here), message)
            .with_help(help)
            .with_related(duplicates.location(there), duplicates.label(there)),
    );
}

/// Where two packs meet.
#[derive(Clone, Copy)]
enum Meeting {
    /// In the shop of this number.
    Shop(usize),
    /// One extends the other.
    Extends,
}

/// Where packs meet, worked out when asked for.
struct Meetings<'k> {
    knowledge_base: &'k KnowledgeBase,
    packs_of_shops: Vec<Vec<PackIndex>>,
    known: FxHashMap<[PackIndex; 2], Option<Meeting>>,
}

impl<'k> Meetings<'k> {
    fn new(knowledge_base: &'k KnowledgeBase) -> Self {
        let packs_of_shops = knowledge_base.shops.iter().map(|shop| knowledge_base.packs_of(shop)).collect();
        Self { knowledge_base, packs_of_shops, known: FxHashMap::default() }
    }

    /// `None` if it is not known that any shop has both; without shops nobody knows.
    fn of(&mut self, one: PackIndex, other: PackIndex) -> Option<Meeting> {
        *self.known.entry([one, other]).or_insert_with(|| {
            let has_both =
                |packs: &Vec<PackIndex>| [one, other].iter().all(|pack| packs.binary_search(pack).is_ok());
            let extends = |one, other| self.knowledge_base.with_extended([one]).contains(&other);
            match self.packs_of_shops.iter().position(has_both) {
                Some(shop) => Some(Meeting::Shop(shop)),
                None => (extends(one, other) || extends(other, one)).then_some(Meeting::Extends),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::Case;

    const PACKS: [(&str, &str); 2] =
        [("a/x.yaml", "- {id: one, question: 退货}\n"), ("b/x.yaml", "- {id: two, question: 退貨？}\n")];

    fn lines(more: &[(&str, &str)]) -> Vec<String> {
        let mut files = PACKS.to_vec();
        files.extend(more);
        Case::files(&files).select("KB309").lines()
    }

    #[test]
    fn packs_have_to_meet() {
        assert!(lines(&[]).is_empty());
        assert!(lines(&[("s/shop.yaml", "id: s\nsubscribe: [a]\n")]).is_empty());
        assert_eq!(
            lines(&[("s/shop.yaml", "id: s\nsubscribe: [a, b]\n")]),
            ["KB309 [退貨？] `退貨？` is in `a/one` too, and the shop `s` has both packs, `b` and `a`"]
        );
        assert_eq!(lines(&[("b/pack.yaml", "id: b\nextends: [a]\n")]).len(), 1);
    }

    #[test]
    fn the_shop_s_own_entry_is_the_one_to_change() {
        let shop = "id: 0shop\nsubscribe: [a]\nentries: [{id: own, question: 退货}]\n";
        let case = Case::files(&[PACKS[0], ("0shop/shop.yaml", shop)]).select("KB309");
        assert_eq!(
            case.lines(),
            ["KB309 [退货] `退货` is in `a/one` too, and the shop `0shop` has both packs, `0shop` and `a`"]
        );
        let help = case.lint().0.findings[0].help.clone().expect("help").english;
        assert!(help.contains("`answers:` as `a/one`"), "{help}");
    }
}
