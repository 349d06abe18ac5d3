//! How fast the parts are: `cargo bench`, or `cargo bench -- rank` for some of them.
//!
//! The knowledge base is made up here, the same on every machine. Whole runs on real data are measured by
//! `benches/measure.py`.

use std::fmt::Write as _;
use std::path::PathBuf;

use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};
use jiff::civil::date;
use kbtool::matching::{
    Auto, Exact, Keyword, Learned, LearningOptions, Linear, Matcher, Query, Retrieval, TrainingSet,
};
use kbtool::model::{KnowledgeBase, View, ViewOptions};
use kbtool::source::decode::{Encoding, detect};
use kbtool::source::table::{Format, Next, Record, Table, TableOptions};
use kbtool::source::yaml::Document;
use kbtool::text::{FeatureScheme, Features, match_key};

/// The binary's own.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    divan::main();
}

const THINGS: [&str; 20] = [
    "订单",
    "快递",
    "发票",
    "优惠券",
    "会员",
    "退款",
    "尺码",
    "面料",
    "赠品",
    "收货地址",
    "运费",
    "积分",
    "礼品卡",
    "定金",
    "尾款",
    "包裹",
    "售后单",
    "保修卡",
    "说明书",
    "充电器",
];
const MATTERS: [&str; 20] = [
    "怎么查",
    "多久能到",
    "可以改吗",
    "丢了怎么办",
    "能取消吗",
    "在哪里看",
    "要收费吗",
    "什么时候有",
    "弄错了",
    "没收到",
    "怎么用",
    "能退吗",
    "过期了没",
    "能寄到国外吗",
    "是不是正品",
    "有几种",
    "可以换一个吗",
    "坏了谁负责",
    "怎么领",
    "能开两份吗",
];
/// What is put before and behind, so that each entry has a dozen phrasings.
const MANNERS: [(&str, &str); 12] = [
    ("", ""),
    ("请问", "？"),
    ("亲，", "呀"),
    ("我的", ""),
    ("你们家的", "呢"),
    ("想问下", ""),
    ("在吗 ", "😀"),
    ("麻煩問一下", "嗎"),
    ("昨天的", "啊"),
    ("ＱＱ旗舰店 ", ""),
    ("刚才说的", "？？？"),
    ("朋友的", "咋办"),
];

/// A file of so many entries.
fn yaml(entries: usize) -> String {
    let mut text = String::new();
    for at in 0..entries {
        let (thing, matter) = (THINGS[at % 20], MATTERS[at / 20 % 20]);
        let round = if at < 400 { String::new() } else { format!("{}号", at / 400) };
        writeln!(text, "- id: e{at}\n  question: {round}{thing}{matter}？\n  variants:").expect("a text");
        for (before, behind) in MANNERS {
            writeln!(text, "    - \"{before}{round}{thing}{matter}{behind}\"").expect("a text");
        }
        writeln!(text, "  keywords: [[{round}{thing}, {matter}]]\n  answer: |\n    {thing}的事请看说明。\n    不清楚再问我。")
            .expect("a text");
    }
    text
}

fn load(entries: usize) -> KnowledgeBase {
    let loaded = KnowledgeBase::from_texts([(PathBuf::from("kb/x.yaml"), yaml(entries))]);
    assert!(loaded.problems.is_empty());
    loaded.knowledge_base
}

fn view(knowledge_base: &KnowledgeBase) -> View<'_> {
    let options = ViewOptions { shop: None, as_of: date(2026, 11, 5), channel: None, mode: None };
    View::new(knowledge_base, options).expect("without a shop there is always a view")
}

/// Questions that are no phrasings, but near some.
fn questions(count: usize) -> Vec<String> {
    (0..count).map(|at| format!("那个{}{}我等了好久", THINGS[at * 7 % 20], MATTERS[at * 3 % 20])).collect()
}

mod text {
    use super::{
        Bencher, BytesCount, FeatureScheme, Features, black_box, detect, match_key, questions, yaml,
    };

    #[divan::bench]
    fn normalise(bencher: Bencher<'_, '_>) {
        let questions = questions(100);
        let bytes: usize = questions.iter().map(String::len).sum();
        bencher
            .counter(BytesCount::new(bytes))
            .bench(|| questions.iter().map(|text| match_key(text).len()).sum::<usize>());
    }

    #[divan::bench]
    fn features(bencher: Bencher<'_, '_>) {
        let questions = questions(100);
        let scheme = FeatureScheme::for_texts(questions.iter().map(String::as_str));
        let bytes: usize = questions.iter().map(String::len).sum();
        bencher.counter(BytesCount::new(bytes)).bench_local(|| {
            let mut features = Features::new();
            for text in &questions {
                features.extract(black_box(text), scheme, None);
            }
            features.pieces.len()
        });
    }

    #[divan::bench]
    fn detect_gb18030(bencher: Bencher<'_, '_>) {
        let bytes = encoding_rs::GB18030.encode(&yaml(100)).0.into_owned();
        bencher.counter(BytesCount::of_slice(&bytes)).bench(|| detect(black_box(&bytes), true));
    }
}

mod files {
    use super::{
        Bencher, BytesCount, Document, Encoding, Format, ItemsCount, KnowledgeBase, Next, PathBuf, Record,
        Table, TableOptions, black_box, questions, view, yaml,
    };

    #[divan::bench(sample_count = 20)]
    fn parse_yaml(bencher: Bencher<'_, '_>) {
        let text = yaml(2_000);
        bencher.counter(BytesCount::of_str(&text)).bench(|| Document::parse(black_box(&text)).1.len());
    }

    #[divan::bench(sample_count = 20)]
    fn load_knowledge_base(bencher: Bencher<'_, '_>) {
        let text = yaml(2_000);
        bencher
            .counter(BytesCount::of_str(&text))
            .with_inputs(|| [(PathBuf::from("kb/x.yaml"), text.clone())])
            .bench_values(|files| {
                let loaded = KnowledgeBase::from_texts(files);
                view(&loaded.knowledge_base).live().count()
            });
    }

    #[divan::bench(args = [Encoding::UTF_8, Encoding::GB18030], sample_count = 20)]
    fn read_csv(bencher: Bencher<'_, '_>, encoding: Encoding) {
        let rows = questions(20_000);
        let text = format!("问题,标准问,次数\n{},ship,3\n", rows.join(",ship,3\n"));
        let bytes = if encoding.is_utf8() {
            text.into_bytes()
        } else {
            encoding_rs::GB18030.encode(&text).0.into_owned()
        };
        let options = TableOptions { format: Some(Format::Csv), ..TableOptions::default() };
        bencher
            .counter(BytesCount::of_slice(&bytes))
            .counter(ItemsCount::new(rows.len()))
            .with_inputs(|| std::io::Cursor::new(bytes.clone()))
            .bench_values(|reader| {
                let mut table = Table::from_reader("-", reader, &options).expect("a table");
                let (mut record, mut rows) = (Record::new(), 0);
                while let Next::Row = table.read(&mut record).expect("a row") {
                    rows += 1;
                }
                rows
            });
    }
}

/// Training, by the number of entries; each has thirteen phrasings.
mod train {
    use super::{Bencher, ItemsCount, LearningOptions, Linear, Retrieval, TrainingSet, load, view};

    #[divan::bench(args = [50, 200], sample_count = 5, sample_size = 1)]
    fn linear(bencher: Bencher<'_, '_>, entries: usize) {
        let knowledge_base = load(entries);
        let set = TrainingSet::new(&view(&knowledge_base));
        bencher
            .counter(ItemsCount::new(set.phrasings.len()))
            .bench(|| Linear::train(&set, LearningOptions::default()));
    }

    #[divan::bench(args = [200, 4_000], sample_count = 5, sample_size = 1)]
    fn retrieval(bencher: Bencher<'_, '_>, entries: usize) {
        let knowledge_base = load(entries);
        let set = TrainingSet::new(&view(&knowledge_base));
        bencher
            .counter(ItemsCount::new(set.phrasings.len()))
            .bench(|| Retrieval::train(&set, LearningOptions::default()));
    }
}

/// Ranking on one thread, in questions.
mod rank {
    use super::{
        Auto, Bencher, Exact, ItemsCount, Keyword, Learned, LearningOptions, Linear, Matcher, Query,
        Retrieval, TrainingSet, load, questions, view,
    };

    fn throughput(bencher: Bencher<'_, '_>, matcher: &dyn Matcher) {
        let questions = questions(512);
        let queries: Vec<Query<'_>> = questions.iter().map(|text| Query::new(text)).collect();
        bencher.counter(ItemsCount::new(queries.len())).bench(|| matcher.rank(&queries));
    }

    #[divan::bench(sample_count = 20)]
    fn exact(bencher: Bencher<'_, '_>) {
        let knowledge_base = load(200);
        throughput(bencher, &Exact::new(&TrainingSet::new(&view(&knowledge_base))));
    }

    #[divan::bench(sample_count = 20)]
    fn keyword(bencher: Bencher<'_, '_>) {
        let knowledge_base = load(200);
        throughput(bencher, &Keyword::new(&view(&knowledge_base)));
    }

    #[divan::bench(sample_count = 20)]
    fn linear(bencher: Bencher<'_, '_>) {
        let knowledge_base = load(200);
        let set = TrainingSet::new(&view(&knowledge_base));
        throughput(bencher, &Linear::train(&set, LearningOptions::default()));
    }

    #[divan::bench(sample_count = 20)]
    fn auto(bencher: Bencher<'_, '_>) {
        let knowledge_base = load(200);
        let view = view(&knowledge_base);
        let set = TrainingSet::new(&view);
        throughput(bencher, &Auto::train(&view, &set, Learned::Linear, LearningOptions::default()));
    }

    #[divan::bench(args = [200, 4_000], sample_count = 20)]
    fn retrieval(bencher: Bencher<'_, '_>, entries: usize) {
        let knowledge_base = load(entries);
        let set = TrainingSet::new(&view(&knowledge_base));
        throughput(bencher, &Retrieval::train(&set, LearningOptions::default()));
    }
}
