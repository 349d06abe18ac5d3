//! A small knowledge base and duplicates in it made by hand, with something of everything, for the tests of
//! the renderers.

use jiff::civil::date;

use super::DedupReport;
use crate::dedup::{
    AgainstReport, Degree, Duplicates, FactConflict, Group, Harm, Likeness, Member, PackCount, PairFigures,
    PairReport, PhrasingId, Phrasings, Reason, ScoredPair, SetApart, Shared,
};
use crate::diagnostic::Message;
use crate::model::KnowledgeBase;

const AFTER_SALES: &str = "- id: return
  question: 能不能退货？
  answers:
    - {text: 十天内可退。, until: 2020-01-01}
    - 亲，签收后 7 天内可以退货😀，运费由您承担，请保持吊牌完好，不影响二次销售哦。
  variants: [可以退貨嗎😀, 能不能退货, \"能不能\\n退货\"]
- id: refund
  question: 怎么退款
  answer: |
    签收后 15 天内都能退，
    运费我们出。
  variants: [能不能退货？？, \"ＩＰｈｏｎｅ 能退吗\", iphone能退嘛]
- id: ship
  question: 什么时候发货
  answer: 付款后 48 小时内发货。
  variants: [什麼時候發貨, 帐户在哪里看, 怎么退款呢]
- id: ship-time
  question: 啥时候发货
  answer: 付款后 48 小时内发货。
";

const SIZES: &str = "- id: size
  question: \"“S&M” <怎么选|换>？100% `x` *y* @人\"
  variants: [=1+1怎么算, 账户在哪里看]
- id: ship
  question: 什么时候发货呢
  answer: 三天内发出。
- {id: north, question: 从北京到上海多久, answer: 两天。}
- {id: south, question: 从上海到北京多久, answer: 三天。}
";

const PACK: &str = "id: apparel
name: 服装鞋帽
";

/// The fixture and what is found in it.
pub(in crate::report) struct Sample {
    pub(super) knowledge_base: KnowledgeBase,
    pub(super) phrasings: Phrasings,
    pub(super) duplicates: Duplicates,
}

impl Sample {
    /// Groups of all harms.
    pub(in crate::report) fn new() -> Self {
        let mut sample = Self::clean();
        let (groups, set_apart) = sample.found();
        sample.duplicates.groups = groups;
        sample.duplicates.set_apart = set_apart;
        sample.duplicates.packs[0].groups = [0, 0, 2, 0, 0];
        sample.duplicates.packs[1].groups = [1, 1, 2, 1, 1];
        sample.duplicates.pairs = 1_009;
        sample
    }

    fn found(&self) -> (Vec<Group>, Vec<SetApart>) {
        let at = |entry, number| self.find(entry, number);
        let member = |phrasing, harm, degree, score, reason| Member {
            phrasing,
            harm,
            likeness: Likeness { degree, score, reason },
            facts: Vec::new(),
        };
        let fact = |english: &'static str, chinese: &'static str, one: &[&str], other: &[&str]| {
            let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
            FactConflict { kind: Message::new(english, chinese), one: words(one), other: words(other) }
        };
        let sound = Reason::Sound { one: "帐户".into(), other: "账户".into() };
        let particle = Reason::Particles { one: String::new(), other: "呢".into() };
        let wording = Reason::Wording { one: "什么".into(), other: "啥".into() };
        let slip = Reason::Words { one: "吗".into(), other: "嘛".into() };
        let mut conflict =
            member(at("common/refund", 1), Harm::Conflict, Degree::Normalised, 1.0, Reason::Notation);
        conflict.facts = vec![
            fact("duration", "时长", &["7 天"], &["15 天"]),
            fact("who pays the postage", "运费由谁承担", &["由您承担"], &["我们出"]),
        ];
        let mut shadowing =
            member(at("apparel/ship", 0), Harm::Shadowing, Degree::Normalised, 1.0, particle.clone());
        shadowing.facts = vec![fact("duration", "时长", &["48 小时"], &["三天"])];
        let group = |representative, members: Vec<Member>| Group {
            harm: members.iter().map(|member| member.harm).min().expect("a member"),
            representative,
            members,
        };
        let groups = vec![
            group(
                at("common/return", 0),
                vec![
                    conflict,
                    member(at("common/return", 2), Harm::Clutter, Degree::Normalised, 1.0, Reason::Notation),
                    member(at("common/return", 3), Harm::Clutter, Degree::Normalised, 1.0, Reason::Notation),
                ],
            ),
            group(
                at("common/refund", 0),
                vec![member(at("common/ship", 3), Harm::Question, Degree::Normalised, 1.0, particle)],
            ),
            group(at("common/ship", 0), vec![shadowing]),
            group(
                at("common/ship", 2),
                vec![member(at("apparel/size", 2), Harm::Shadowing, Degree::Near, 0.996_777_777, sound)],
            ),
            group(
                at("common/ship", 0),
                vec![member(at("common/ship-time", 0), Harm::Merge, Degree::Near, 0.9, wording)],
            ),
            group(
                at("common/refund", 2),
                vec![member(at("common/refund", 3), Harm::Clutter, Degree::Near, 0.912_345_678, slip)],
            ),
        ];
        let set_apart = vec![
            SetApart {
                one: at("apparel/north", 0),
                other: at("apparel/south", 0),
                score: 0.987_654_321,
                difference: Message::new("北京 and 上海 change places", "“北京”和“上海”位置互换"),
            },
            SetApart {
                one: at("common/return", 1),
                other: at("apparel/size", 0),
                score: 0.91,
                difference: Message::new("退/换 differ", "“退”和“换”不是一回事"),
            },
        ];
        (groups, set_apart)
    }

    /// The same knowledge base and nothing found.
    pub(in crate::report) fn clean() -> Self {
        let files = [
            ("apparel/pack.yaml", PACK.to_owned()),
            ("apparel/尺码 表.yaml", format!("\u{feff}{SIZES}")),
            ("common/after.yaml", AFTER_SALES.replace('\n', "\r\n")),
        ];
        let loaded = KnowledgeBase::from_bytes(files.map(|(path, text)| (path.into(), text.into_bytes())));
        let knowledge_base = loaded.knowledge_base;
        let phrasings = Phrasings::new(&knowledge_base);
        let packs = ["apparel", "common"].map(|id| PackCount {
            pack: knowledge_base.find_pack(id).expect("a pack"),
            phrasings: if id == "common" { 1_222 } else { 12 },
            groups: [0; 5],
        });
        let duplicates = Duplicates { packs: packs.to_vec(), phrasings: 1_234, ..Duplicates::default() };
        Self { knowledge_base, phrasings, duplicates }
    }

    /// The first group so many times over, with so many members.
    pub(in crate::report) fn many(groups: usize, members: usize) -> Self {
        let mut sample = Self::new();
        let mut group = sample.duplicates.groups.swap_remove(0);
        group.members = vec![group.members[0].clone(); members];
        sample.duplicates.groups = vec![group; groups];
        sample.duplicates.set_apart.clear();
        sample
    }

    /// What was found as a report.
    pub(in crate::report) fn report(&self) -> DedupReport<'_> {
        DedupReport {
            knowledge_base: &self.knowledge_base,
            phrasings: &self.phrasings,
            duplicates: &self.duplicates,
            threshold: 0.9,
            fixed: if self.duplicates.groups.is_empty() { 0 } else { 2 },
            as_of: date(2026, 11, 5),
        }
    }

    /// Test questions, or the phrasings of another knowledge base, that stand in it too.
    pub(super) fn against(&self, leakage: bool) -> AgainstReport {
        let shared = |entry, number, text: &str, line: u32, expected: Option<&str>, degree, score, reason| {
            let place = if leakage {
                format!("测试/tests.csv:{line}")
            } else {
                format!("other/q{line} (other/faq.yaml:{line})")
            };
            Shared {
                phrasing: self.find(entry, number),
                text: text.to_owned(),
                place,
                expected: expected.map(str::to_owned).filter(|_| leakage),
                likeness: Likeness { degree, score, reason },
            }
        };
        let wording = Reason::Wording { one: "啥".into(), other: "什么".into() };
        AgainstReport {
            compared: 1_500,
            shared: vec![
                shared("common/ship", 0, "什么时候发货", 2, Some("ship"), Degree::Exact, 1.0, Reason::Same),
                shared("apparel/size", 1, "=1+1怎么算", 4, Some("|oos|"), Degree::Exact, 1.0, Reason::Same),
                shared(
                    "common/return",
                    1,
                    "可以退貨嗎😀？",
                    3,
                    None,
                    Degree::Normalised,
                    1.0,
                    Reason::Notation,
                ),
                shared(
                    "common/ship-time",
                    0,
                    "什么时候会发货",
                    9,
                    Some("common/ship"),
                    Degree::Near,
                    0.934_5,
                    wording,
                ),
            ],
            leakage,
        }
    }

    fn find(&self, entry: &str, number: u32) -> PhrasingId {
        let ids = (0..self.phrasings.len() as u32).map(PhrasingId);
        let mut found = ids.filter(|id| {
            let phrasing = self.phrasings.get(*id);
            phrasing.number == number && *self.knowledge_base.entry(phrasing.entry).reference == *entry
        });
        found.next().expect("a phrasing of the sample")
    }
}

/// Pairs of sentences, right and wrong, with labels and without.
pub(super) fn pairs(labelled: bool) -> PairReport {
    let pair = |line, one: &str, other: &str, score, label: Option<bool>, reason: Reason| ScoredPair {
        line,
        one: one.to_owned(),
        other: other.to_owned(),
        score,
        duplicate: score >= 0.9,
        reason: reason.message(),
        label: label.filter(|_| labelled),
        only_one: vec!["怎么".to_owned()],
        only_other: vec!["如何".to_owned(), "呢".to_owned()],
        length: (one.chars().count() + other.chars().count()) as u32,
        exchanged: false,
        set_apart: false,
    };
    let words = |one: &str, other: &str| Reason::Words { one: one.to_owned(), other: other.to_owned() };
    let wording = Reason::Wording { one: "怎么".to_owned(), other: "如何".to_owned() };
    let pairs = vec![
        pair(2, "怎么退款", "如何退款呢😀", 1.0, Some(true), wording),
        pair(3, "能退貨嗎", "能換貨嗎", 0.931_234_567, Some(false), words("退", "換")),
        pair(4, "=1+1|`x`", "ＩＰｈｏｎｅ 有货, 吗", 0.1, Some(false), words("=1+1|`x`", "ＩＰｈｏｎｅ")),
        pair(6, "几天到", "多久能到", 0.42, Some(true), words("几天", "多久能")),
        pair(7, "包邮吗", "包邮么", 0.999, None, Reason::Order),
    ];
    let figures = PairFigures::of(&pairs);
    PairReport { threshold: 0.9, pairs, figures, skipped: 1 }
}
