//! A comparison that has a bit of everything, for the snapshots of all formats.

use crate::dedup::FactKind;
use crate::diagnostic::Message;
use crate::diff::{
    Behaviour, Cause, Change, ChangeKind, EntrySummary, FactChange, FactTopic, Flip, FlipCounts, FlipKind,
    LimitResult, McNemar, Piece, PieceKind, Place, QuestionSource, Response, Risk, ScopeBehaviour, Value,
    inline,
};
use crate::eval;
use crate::matching::Outcome;

use super::DiffReport;

/// What a report borrows.
pub(in crate::report) struct Sample {
    pub(in crate::report) changes: Vec<Change>,
    pub(super) behaviour: Behaviour,
    pub(in crate::report) limits: Vec<LimitResult>,
    pub(super) notes: Vec<Message>,
}

impl Sample {
    pub(in crate::report) fn report(&self) -> DiffReport<'_> {
        DiffReport {
            before: "main (1a2b3c4)",
            after: "the working tree",
            entries: (120, 122),
            changes: &self.changes,
            behaviour: Some(&self.behaviour),
            limits: &self.limits,
            notes: &self.notes,
        }
    }
}

/// A piece of a text.
pub(super) fn piece(kind: PieceKind, text: &str) -> Piece {
    Piece { kind, text: text.to_owned() }
}

/// The change of `kind` on `entry`, as far as it needs no more.
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
        place: Some(Place { path: "kb/common/refunds.yaml".to_owned(), line: 12 }),
    }
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn changes() -> Vec<Change> {
    let (before, after) =
        ("签收后 7 天内可以退货，运费由店铺承担。", "签收后 15 天内可以退货，运费由您承担 <b>。");
    let answer = Change {
        before: Some(text(before)),
        after: Some(text(after)),
        pieces: inline(before, after),
        facts: vec![FactChange {
            topic: FactTopic::Measured(FactKind::Duration),
            before: vec!["7 天".to_owned()],
            after: vec!["15 天".to_owned()],
        }],
        ..change(
            ChangeKind::AnswerChanged,
            Risk::High,
            "common/return-window",
            "几天内可以退货？",
            Message::new("the answer states other facts: 7 天 → 15 天", "答案里的事实变了：7 天 → 15 天"),
        )
    };
    let phrasing = |entry: &str| {
        Some(Value::Phrasing { entry: entry.to_owned(), text: "不想要了怎么弄".to_owned() })
    };
    let moved = Change {
        before: phrasing("common/refund"),
        after: phrasing("common/exchange"),
        ..change(
            ChangeKind::VariantMoved,
            Risk::High,
            "common/exchange",
            "怎么换货？",
            Message::new("customers who say this get another answer", "这样问的顾客会得到另一个答案"),
        )
    };
    let renamed = Change {
        before: Some(text("common/refund-time")),
        after: Some(text("common/refund-arrival")),
        notes: vec![Message::new(
            "common/refund-slow would have paired equally well",
            "common/refund-slow 同样可能是它的前身",
        )],
        ..change(
            ChangeKind::EntryRenamed,
            Risk::Medium,
            "common/refund-arrival",
            "退款多久到账？",
            Message::new("labels and references use the id", "标注和引用都用 ID"),
        )
    };
    let summary = EntrySummary {
        entry: "apparel/wool-care".to_owned(),
        question: "羊毛大衣怎么洗？".to_owned(),
        variants: vec!["呢子外套能机洗吗".to_owned(), "大衣要不要干洗".to_owned()],
        answers: vec!["请送干洗。".to_owned()],
    };
    let added = Change {
        after: Some(Value::Entry(summary)),
        place: Some(Place { path: "kb/apparel/care.yaml".to_owned(), line: 30 }),
        ..change(
            ChangeKind::EntryAdded,
            Risk::Low,
            "apparel/wool-care",
            "羊毛大衣怎么洗？",
            Message::new("a new question is answered", "新增了一个能回答的问题"),
        )
    };
    let variant = |number: usize| Change {
        after: Some(text(&format!("钱几天退回来{number}"))),
        ..change(
            ChangeKind::VariantAdded,
            Risk::Low,
            "common/refund-arrival",
            "退款多久到账？",
            Message::new("one phrasing more is recognised", "多识别一种问法"),
        )
    };
    let subscription = Change {
        shop: Some("qinghe".to_owned()),
        before: Some(text("footwear")),
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
    vec![answer, moved, renamed, added, variant(1), variant(2), subscription]
}

fn response(
    right: bool,
    class: &'static str,
    outcome: Outcome,
    entry: &str,
    words: (&'static str, &'static str),
) -> Response {
    Response {
        right,
        class,
        outcome,
        entry: (!entry.is_empty()).then(|| entry.to_owned()),
        confidence: (!entry.is_empty()).then_some(0.62),
        words: Message::new(words.0, words.1),
    }
}

fn flips() -> Vec<Flip> {
    let flip = |kind, line, question: &str, expected: &str, before, after| Flip {
        kind,
        file: "examples/transcripts.csv".to_owned(),
        line,
        question: question.to_owned(),
        expected: (!expected.is_empty()).then(|| expected.to_owned()),
        pack: "common".to_owned(),
        count: 1,
        before,
        after,
        cause: None,
    };
    let hit = |entry| response(true, "hit", Outcome::Direct, entry, ("answered rightly", "直接命中"));
    let broken = Flip {
        cause: Some(Cause {
            change: 1,
            phrasing: Some("不想要了怎么弄".to_owned()),
            words: Message::new(
                "`不想要了怎么弄` moved from common/refund to common/exchange",
                "“不想要了怎么弄”从 common/refund 移到了 common/exchange",
            ),
        }),
        ..flip(
            FlipKind::Broken,
            17,
            "衣服不想要了怎么弄",
            "common/refund",
            hit("common/refund"),
            response(
                false,
                "confused",
                Outcome::Direct,
                "common/exchange",
                ("answered with common/exchange", "误答为 common/exchange"),
            ),
        )
    };
    let fixed = flip(
        FlipKind::Fixed,
        40,
        "钱几天退回来呀",
        "common/refund-arrival",
        response(
            false,
            "below_threshold",
            Outcome::None,
            "",
            ("no candidate was sure enough", "没有足够把握的候选"),
        ),
        hit("common/refund-arrival"),
    );
    vec![broken, fixed]
}

fn scope(pack: Option<&str>, title: &str, fixed: u64, broken: u64, sentence: Message) -> ScopeBehaviour {
    let comparison = eval::compare(&eval::sample::report(), &eval::sample::report());
    ScopeBehaviour {
        pack: pack.map(str::to_owned),
        title: title.to_owned(),
        rows: 186,
        counts: FlipCounts { broken, fixed, ..FlipCounts::default() },
        mcnemar: McNemar::new(fixed, broken),
        figures: comparison.scopes[0].changes.clone(),
        sentence,
    }
}

/// The sample.
pub(in crate::report) fn sample() -> Sample {
    let sentence = Message::new(
        "12 fixed, 3 broken, better than chance, p = 0.035",
        "修复 12 条，变错 3 条，优于偶然，p = 0.035",
    );
    let behaviour = Behaviour {
        source: QuestionSource::Transcripts,
        flips: flips(),
        overall: scope(None, "all", 12, 3, sentence.clone()),
        packs: vec![scope(Some("common"), "行业通用包", 12, 3, sentence)],
        before: eval::sample::report(),
        after: eval::sample::report(),
    };
    let limits = vec![
        LimitResult {
            limit: "max-broken".to_owned(),
            kept: true,
            words: Message::new("3 rows broken, at most 5 allowed", "变错 3 条，最多允许 5 条"),
            changes: Vec::new(),
        },
        LimitResult {
            limit: "fail-on".to_owned(),
            kept: false,
            words: Message::new("3 changes of high risk", "有 3 处高风险改动"),
            changes: vec![0, 1, 6],
        },
    ];
    let notes = vec![Message::new("the shop qinghe is not in main", "main 里没有店铺 qinghe")];
    Sample { changes: changes(), behaviour, limits, notes }
}
