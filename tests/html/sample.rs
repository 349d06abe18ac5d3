//! A comparison as a shop may see it after a week of work, and one whose words have no end.

use jiff::civil::date;
use kbtool::dedup::FactKind;
use kbtool::diagnostic::Message;
use kbtool::diff::{
    Behaviour, Cause, Change, ChangeKind, EntrySummary, FactChange, FactTopic, Flip, FlipCounts, FlipKind,
    LimitResult, McNemar, Piece, PieceKind, Place, QuestionSource, Response, Risk, ScopeBehaviour, Value,
};
use kbtool::eval::{self, Counters, Direction, Report, RunFacts, Subject};
use kbtool::matching::{Outcome, Thresholds};
use kbtool::model::{Figure, KnowledgeBase, View, ViewOptions};
use kbtool::report::DiffReport;

/// What a report borrows.
pub(crate) struct Sample {
    before: String,
    after: String,
    changes: Vec<Change>,
    behaviour: Behaviour,
    limits: Vec<LimitResult>,
    notes: Vec<Message>,
}

impl Sample {
    /// A week of work.
    pub(crate) fn new() -> Self {
        Self {
            before: "main (1a2b3c4)".to_owned(),
            after: "双11大促答案更新 (5d6e7f8)".to_owned(),
            changes: changes(),
            behaviour: behaviour(),
            limits: vec![
                limit(
                    "max-broken",
                    true,
                    "3 rows broken, at most 5 allowed",
                    "变错 3 条，最多允许 5 条",
                    &[],
                ),
                limit("fail-on", false, "3 changes of high risk", "有 3 处高风险改动", &[0, 1, 2]),
            ],
            notes: vec![Message::new("the shop qinghe is not in main", "main 里没有店铺 qinghe")],
        }
    }

    /// The same, but every text is one long word.
    pub(crate) fn endless() -> Self {
        let word = format!("https://example.com/{}", "w".repeat(1_500));
        let own = || word.clone();
        let words = || Message::new(own(), own());
        let mut sample = Self::new();
        (sample.before, sample.after, sample.notes) = (own(), own(), vec![words()]);
        for change in &mut sample.changes {
            (change.entry, change.question, change.shop) = (own(), own(), Some("shop".repeat(300)));
            (change.reason, change.notes) = (words(), vec![words()]);
            change.place = Some(Place { path: own(), line: 1_000_000 });
            change.pieces.iter_mut().for_each(|piece| piece.text = own());
            change.facts.iter_mut().for_each(|fact| fact.before = vec![own(), own()]);
            for value in [&mut change.before, &mut change.after].into_iter().flatten() {
                match value {
                    Value::Text(text) => *text = own(),
                    Value::List(items) => *items = vec![own(), own()],
                    Value::Phrasing { entry, text } => (*entry, *text) = (own(), own()),
                    Value::Entry(entry) => {
                        *entry = EntrySummary {
                            entry: own(),
                            question: own(),
                            variants: vec![own()],
                            answers: vec![own()],
                        }
                    }
                }
            }
        }
        for flip in &mut sample.behaviour.flips {
            (flip.file, flip.question, flip.expected) = (own(), own(), Some(own()));
            (flip.line, flip.count) = (u64::MAX, u64::MAX);
            for response in [&mut flip.before, &mut flip.after] {
                (response.entry, response.words) = (Some("entry".repeat(200)), words());
            }
            if let Some(cause) = &mut flip.cause {
                cause.words = words();
            }
        }
        let counts = FlipCounts {
            broken: 123_456_789,
            no_longer_covered: 123_456_789,
            no_longer_covered_right: 1,
            still_wrong: 1,
            newly_covered: 123_456_789,
            fixed: 123_456_789,
        };
        let behaviour = &mut sample.behaviour;
        for scope in std::iter::once(&mut behaviour.overall).chain(&mut behaviour.packs) {
            (scope.title, scope.sentence, scope.counts) = (own(), words(), counts);
            scope.rows = 123_456_789;
            scope.pack = scope.pack.as_ref().map(|_| own());
        }
        for limit in &mut sample.limits {
            (limit.limit, limit.words) = (own(), words());
        }
        sample
    }

    pub(crate) fn report(&self) -> DiffReport<'_> {
        DiffReport {
            before: &self.before,
            after: &self.after,
            entries: (412, 415),
            changes: &self.changes,
            behaviour: Some(&self.behaviour),
            limits: &self.limits,
            notes: &self.notes,
        }
    }
}

fn limit(
    limit: &str,
    kept: bool,
    english: &'static str,
    chinese: &'static str,
    changes: &[usize],
) -> LimitResult {
    LimitResult {
        limit: limit.to_owned(),
        kept,
        words: Message::new(english, chinese),
        changes: changes.to_vec(),
    }
}

fn change(kind: ChangeKind, risk: Risk, entry: &str, question: &str, reason: Message) -> Change {
    Change {
        kind,
        entry: entry.to_owned(),
        question: question.to_owned(),
        pack: entry.split('/').next().unwrap_or_default().to_owned(),
        shop: None,
        risk,
        reason,
        before: None,
        after: None,
        pieces: Vec::new(),
        facts: Vec::new(),
        notes: Vec::new(),
        place: Some(Place { path: "kb/ecommerce-common/after-sales.yaml".to_owned(), line: 128 }),
    }
}

#[allow(clippy::unnecessary_wraps, reason = "a side of a change may be missing")]
fn text(text: &str) -> Option<Value> {
    Some(Value::Text(text.to_owned()))
}

#[allow(clippy::unnecessary_wraps, reason = "a side of a change may be missing")]
fn list(items: &[&str]) -> Option<Value> {
    Some(Value::List(items.iter().map(|item| (*item).to_owned()).collect()))
}

/// Pieces from `=stays`, `-went` and `+came`.
fn pieces(marked: &[&str]) -> Vec<Piece> {
    let piece = |marked: &&str| {
        let kind = match marked.as_bytes()[0] {
            b'-' => PieceKind::Removed,
            b'+' => PieceKind::Added,
            _ => PieceKind::Same,
        };
        Piece { kind, text: marked[1..].to_owned() }
    };
    marked.iter().map(piece).collect()
}

/// An answer that is made of these pieces.
fn answer(change: Change, marked: &[&str]) -> Change {
    let pieces = pieces(marked);
    let side = |other: PieceKind| -> Option<Value> {
        let of_side = pieces.iter().filter(|piece| piece.kind != other);
        Some(Value::Text(of_side.map(|piece| piece.text.as_str()).collect()))
    };
    Change { before: side(PieceKind::Added), after: side(PieceKind::Removed), pieces, ..change }
}

fn fact(topic: FactTopic, before: &[&str], after: &[&str]) -> FactChange {
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    FactChange { topic, before: words(before), after: words(after) }
}

fn changes() -> Vec<Change> {
    let mut returns = answer(
        change(
            ChangeKind::AnswerChanged,
            Risk::High,
            "ecommerce-common/return-window",
            "几天内可以退货？",
            Message::new(
                "the answer states other facts: 7 天 → 15 天, who pays the postage",
                "答案里的事实变了：7 天 → 15 天，运费由谁承担",
            ),
        ),
        &[
            "=亲，签收后 ",
            "-7",
            "+15",
            "= 天内，商品完好、吊牌未剪、不影响二次销售的情况下都可以退货哦。\n退货运费由",
            "-店铺",
            "+您",
            "=承担，",
            "-不用您垫付",
            "+请先垫付，仓库签收后随货款一起退回",
            "=。退货地址请看",
            "-https://example.com/return",
            "+https://example.com/after-sales/return-address?from=faq",
            "=",
        ],
    );
    returns.facts = vec![
        fact(FactTopic::Measured(FactKind::Duration), &["7 天"], &["15 天"]),
        fact(FactTopic::Negation, &["不用"], &[]),
        fact(
            FactTopic::Link,
            &["https://example.com/return"],
            &["https://example.com/after-sales/return-address?from=faq"],
        ),
    ];
    let phrasing = |entry: &str| {
        Some(Value::Phrasing { entry: entry.to_owned(), text: "不想要了怎么弄".to_owned() })
    };
    let moved = Change {
        before: phrasing("ecommerce-common/refund"),
        after: phrasing("ecommerce-common/exchange"),
        ..change(
            ChangeKind::VariantMoved,
            Risk::High,
            "ecommerce-common/exchange",
            "怎么换货？",
            Message::new("customers who say this get another answer", "这样问的顾客会得到另一个答案"),
        )
    };
    let unsubscribed = Change {
        shop: Some("qinghe".to_owned()),
        before: text("footwear"),
        place: Some(Place { path: "examples/shop/shop.yaml".to_owned(), line: 3 }),
        ..change(
            ChangeKind::SubscriptionRemoved,
            Risk::High,
            "qinghe",
            "青禾服饰",
            Message::new(
                "the shop no longer answers the questions of this pack",
                "店铺不再回答这个行业包的问题",
            ),
        )
    };
    let arrival = ("ecommerce-common/refund-arrival", "退款多久到账？");
    let renamed = Change {
        before: text("ecommerce-common/refund-time"),
        after: text("ecommerce-common/refund-arrival"),
        notes: vec![Message::new(
            "ecommerce-common/refund-slow would have paired equally well",
            "ecommerce-common/refund-slow 同样可能是它的前身",
        )],
        ..change(
            ChangeKind::EntryRenamed,
            Risk::Medium,
            arrival.0,
            arrival.1,
            Message::new("labels and references use the id", "标注和引用都用 ID"),
        )
    };
    let reworded = answer(
        change(
            ChangeKind::QuestionReworded,
            Risk::Medium,
            arrival.0,
            arrival.1,
            Message::new("what is recognised may shift", "识别结果可能变化"),
        ),
        &["=退款", "-几天能", "+多久", "=到账？"],
    );
    let keywords = Change {
        before: list(&["退款 到账", "退款 几天"]),
        after: list(&["退款 到账", "退款 多久", "钱 退回来"]),
        ..change(
            ChangeKind::KeywordsChanged,
            Risk::Medium,
            arrival.0,
            arrival.1,
            Message::new("keywords decide before phrasings do", "关键词优先于问法"),
        )
    };
    let added = Change {
        after: Some(Value::Entry(EntrySummary {
            entry: "apparel/wool-care".to_owned(),
            question: "羊毛大衣怎么洗？".to_owned(),
            variants: vec!["呢子外套能机洗吗".to_owned(), "大衣要不要干洗".to_owned()],
            answers: vec![
                "亲，羊毛大衣建议送专业干洗店干洗，不要水洗、机洗或烘干，以免缩水变形哦。".to_owned(),
            ],
        })),
        place: Some(Place { path: "kb/apparel/care.yaml".to_owned(), line: 30 }),
        ..change(
            ChangeKind::EntryAdded,
            Risk::Low,
            "apparel/wool-care",
            "羊毛大衣怎么洗？",
            Message::new("a new question is answered", "新增了一个能回答的问题"),
        )
    };
    let variants = ["钱几天退回来", "退款啥时候到", "退的钱到哪了"].map(|phrasing| Change {
        after: text(phrasing),
        ..change(
            ChangeKind::VariantAdded,
            Risk::Low,
            arrival.0,
            arrival.1,
            Message::new("one phrasing more is recognised", "多识别一种问法"),
        )
    });
    let mut changes = vec![returns, moved, unsubscribed, renamed, reworded, keywords, added];
    changes.extend(variants);
    changes
}

fn response(right: bool, entry: Option<&str>, english: &'static str, chinese: &'static str) -> Response {
    Response {
        right,
        class: if right { "hit" } else { "confused" },
        outcome: if entry.is_some() { Outcome::Direct } else { Outcome::None },
        entry: entry.map(str::to_owned),
        confidence: entry.map(|_| 0.87),
        words: Message::new(english, chinese),
    }
}

fn flips() -> Vec<Flip> {
    let hit = |entry| response(true, Some(entry), "answered rightly", "直接命中");
    let none = || response(false, None, "no candidate was sure enough", "没有足够把握的候选");
    let flip = |kind, line, question: &str, expected: &str, before, after| Flip {
        kind,
        file: "examples/transcripts.csv".to_owned(),
        line,
        question: question.to_owned(),
        expected: Some(expected.to_owned()),
        pack: "ecommerce-common".to_owned(),
        count: 1,
        before,
        after,
        cause: None,
    };
    let refund = "ecommerce-common/refund";
    let exchange = response(
        false,
        Some("ecommerce-common/exchange"),
        "answered with ecommerce-common/exchange",
        "误答为 ecommerce-common/exchange",
    );
    let cause = Cause {
        change: 1,
        phrasing: Some("不想要了怎么弄".to_owned()),
        words: Message::new(
            "`不想要了怎么弄` moved from ecommerce-common/refund to ecommerce-common/exchange",
            "“不想要了怎么弄”从 ecommerce-common/refund 移到了 ecommerce-common/exchange",
        ),
    };
    let mut broken = flip(FlipKind::Broken, 17, "衣服不想要了怎么弄", refund, hit(refund), exchange.clone());
    (broken.cause, broken.count) = (Some(cause.clone()), 12);
    let mut also = flip(FlipKind::Broken, 31, "不想要了，咋办", refund, hit(refund), exchange);
    also.cause = Some(cause);
    let size = "footwear/size";
    let mut gone = flip(FlipKind::NoLongerCovered, 52, "38 码的鞋偏大吗", size, hit(size), none());
    gone.cause = Some(Cause {
        change: 2,
        phrasing: None,
        words: Message::new("qinghe no longer subscribes to footwear", "qinghe 取消订阅了 footwear"),
    });
    let arrival = "ecommerce-common/refund-arrival";
    let wool = "apparel/wool-care";
    vec![
        broken,
        also,
        gone,
        flip(FlipKind::NewlyCovered, 60, "羊绒大衣可以水洗吗", wool, none(), hit(wool)),
        flip(FlipKind::Fixed, 40, "钱几天退回来呀", arrival, none(), hit(arrival)),
        flip(FlipKind::Fixed, 44, "退款啥时候到啊亲", arrival, none(), hit(arrival)),
    ]
}

fn figure(figure: Figure, before: f64, after: f64) -> eval::Change {
    let better = (after > before) == figure.higher_is_better();
    let direction = if better { Direction::Better } else { Direction::Worse };
    eval::Change { figure, before: Some(before), after: Some(after), delta: Some(after - before), direction }
}

fn scope(pack: Option<(&str, &str)>, rows: u64, counts: FlipCounts, p: f64) -> ScopeBehaviour {
    let (fixed, broken) = (counts.fixed, counts.broken);
    ScopeBehaviour {
        pack: pack.map(|(id, _)| id.to_owned()),
        title: pack.map_or("all", |(_, title)| title).to_owned(),
        rows,
        counts,
        mcnemar: McNemar { fixed, broken, p },
        figures: vec![
            figure(Figure::Coverage, 0.902, 0.911),
            figure(Figure::HitRate, 0.818, 0.866),
            figure(Figure::WrongRate, 0.021, 0.034),
        ],
        sentence: Message::new(
            format!("{fixed} fixed, {broken} broken, better than chance, p = {p:.3}"),
            format!("修复 {fixed} 条，变错 {broken} 条，优于偶然，p = {p:.3}"),
        ),
    }
}

fn behaviour() -> Behaviour {
    let counts = |broken, no_longer_covered, newly_covered, fixed| FlipCounts {
        broken,
        no_longer_covered,
        newly_covered,
        fixed,
        ..FlipCounts::default()
    };
    let report = report();
    Behaviour {
        source: QuestionSource::Transcripts,
        flips: flips(),
        overall: scope(None, 1_186, counts(3, 1, 1, 12), 0.035),
        packs: vec![
            scope(Some(("apparel", "服装")), 320, counts(0, 0, 1, 2), 0.5),
            scope(Some(("ecommerce-common", "电商通用包")), 802, counts(3, 0, 0, 10), 0.092),
            scope(Some(("footwear", "footwear")), 64, counts(0, 1, 0, 0), 1.0),
        ],
        before: report.clone(),
        after: report,
    }
}

/// An evaluation of nothing: the page does not look into it.
fn report() -> Report {
    let knowledge_base = KnowledgeBase::default();
    let options = ViewOptions { shop: None, as_of: date(2026, 11, 5), channel: None, mode: None };
    let view = View::new(&knowledge_base, options).expect("no shop was asked for");
    let facts = RunFacts { engine: "auto", thresholds: Thresholds::ALWAYS };
    Report::new(&Counters::default(), &Subject::new(&view, facts))
}
