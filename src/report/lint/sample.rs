//! A small knowledge base with something of everything, for the tests of the renderers.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::{LintReport, LintSummary};
use crate::diagnostic::{Diagnostic, Fix, Message, Recorded, Severity};
use crate::model::KnowledgeBase;
use crate::source::{FileId, Location, SourceFile, Span};

const FAQ: &str = "- id: ship
  question: 物流
  answer: 😀😀亲，付款後發貨，請放心。
- id: size
  question: \"“S&M” <怎么选|换>？100%\"
  varients: [尺码怎么选]
  answer: |
    第一行
    第二行 😀
";

const SIZES: &str = "- id: choose
  question: 尺码怎么选
  answer: 看尺码表。
";

const CONFIG: &str = "[lint]
ignore = [\"KB998\"]
";

/// The fixture and findings in it.
pub(in crate::report) struct Sample {
    knowledge_base: KnowledgeBase,
    findings: Vec<Diagnostic>,
}

impl Sample {
    /// Findings of all kinds.
    pub(in crate::report) fn new() -> Self {
        let mut sample = Self::clean();
        let faq = sample.file("demo/faq.yaml");
        let sizes = sample.file("服装/尺码 表.yaml");
        let marked = sample.file("demo/bom.yaml");
        let config = sample.file("kbtool.toml");
        let at = |file, needle| sample.at(file, needle);
        let find = |code, name, severity, location, english, chinese| {
            let mut finding = Diagnostic::error(code, name, location, Message::new(english, chinese));
            finding.severity = severity;
            finding
        };
        let mut findings = vec![
            find(
                "KB201",
                "question-length",
                Severity::Info,
                at(faq, "物流"),
                "the question has 2 characters, fewer than 4",
                "标准问有 2 个字，不足 4 个",
            )
            .with_entry("demo/ship")
            .with_help(Message::new("ask what customers ask", "写成客户会问的句子")),
            find(
                "KB998",
                "traditional-among-simplified",
                Severity::Warning,
                at(faq, "後發貨"),
                "Traditional characters among Simplified ones: 後發貨",
                "简体文字里混有繁体：後發貨",
            )
            .with_entry("demo/ship")
            .with_fix(
                Fix::safe(Message::new("write Simplified", "改为简体"))
                    .replace(at(faq, "發貨"), "发货")
                    .replace(at(faq, "後"), "后"),
            ),
            find(
                "KB997",
                "odd-marks",
                Severity::Error,
                at(faq, "“S&M” <怎么选|换>？100%"),
                "odd marks in \"“S&M” <怎么选|换>？100%\",\n*and* a `line end`::error::",
                "“S&M” <怎么选|换>？100% 里有\n不该有的 'mark'，请看: a,b",
            )
            .with_entry("demo/size"),
            find(
                "KB003",
                "unknown-key",
                Severity::Error,
                at(faq, "varients"),
                "no entry has the key `varients`",
                "知识点没有 `varients` 这个键",
            )
            .with_entry("demo/size")
            .with_help(Message::new("did you mean `variants`?", "是不是想写 `variants`？"))
            .with_fix(
                Fix::unsafe_(Message::new("write `variants`", "改为 `variants`"))
                    .replace(at(faq, "varients"), "variants"),
            ),
            find(
                "KB996",
                "same-phrasing",
                Severity::Warning,
                at(faq, "尺码怎么选"),
                "this phrasing belongs to two entries",
                "同一问法属于两个知识点",
            )
            .with_entry("demo/size")
            .with_related(at(sizes, "尺码怎么选"), Message::new("the other stands here", "另一处在这里"))
            .with_fix(
                Fix::unsafe_(Message::new("keep it in one place", "只保留一处"))
                    .replace(at(faq, "尺码怎么选"), "")
                    .replace(at(sizes, "尺码怎么选"), "尺码怎么挑"),
            ),
            find(
                "KB998",
                "traditional-among-simplified",
                Severity::Warning,
                at(faq, "第一行\n    第二行 😀"),
                "an answer over several lines",
                "答案有好几行",
            )
            .with_entry("demo/size"),
            find(
                "KB999",
                "byte-order-mark",
                Severity::Info,
                at(marked, "- id"),
                "the file begins with a byte order mark",
                "文件开头有字节顺序标记",
            ),
            find(
                "KB904",
                "configuration-without-effect",
                Severity::Warning,
                at(config, "KB998"),
                "no rule is called `KB998`",
                "没有名为 `KB998` 的规则",
            ),
        ];
        let mut fix = Fix::safe(Message::new("remove the mark", "删去标记"));
        fix.byte_order_mark_of = Some(marked);
        findings[6].fix = Some(fix);
        sample.findings = findings;
        sample
    }

    /// The same files and nothing found.
    pub(in crate::report) fn clean() -> Self {
        let files = [
            ("demo/bom.yaml", "\u{feff}- id: card\n  question: 怎么办会员卡\n  answer: 找店员。\n"),
            ("demo/faq.yaml", FAQ),
            ("服装/尺码 表.yaml", SIZES),
        ];
        let bytes = files.map(|(path, text)| (PathBuf::from(path), text.as_bytes().to_vec()));
        let mut knowledge_base = KnowledgeBase::from_bytes(bytes).knowledge_base;
        knowledge_base.files.add(SourceFile::from_text("kbtool.toml", CONFIG));
        Self { knowledge_base, findings: Vec::new() }
    }

    /// The same finding so many times over.
    pub(in crate::report) fn many(severity: Severity, count: usize, message: &str) -> Self {
        let mut sample = Self::clean();
        let location = sample.at(sample.file("demo/faq.yaml"), "物流");
        let mut finding = Diagnostic::error(
            "KB201",
            "question-length",
            location,
            Message::new(message.to_owned(), message.to_owned()),
        );
        finding.severity = severity;
        sample.findings = vec![finding; count];
        sample
    }

    /// The findings as a report with something of everything in its summary.
    pub(in crate::report) fn report(&self) -> LintReport<'_> {
        let files = &self.knowledge_base.files;
        let mut summary = LintSummary::of(&self.findings, files);
        summary.entries = self.knowledge_base.entries.len();
        if !self.findings.is_empty() {
            summary.suppressed = 2;
            summary.baselined = 1;
            summary.fixed = BTreeMap::from([("KB901", 1)]);
            summary.stale = vec![Recorded {
                code: "KB201".to_owned(),
                place: "demo/ship".to_owned(),
                hash: "00000000000000ff".to_owned(),
                count: 1,
                text: "发货".to_owned(),
            }];
        }
        LintReport { findings: &self.findings, files, summary }
    }

    fn file(&self, path: &str) -> FileId {
        let file = self.knowledge_base.files.iter().find(|(_, file)| file.display_path() == path);
        file.expect("a file of the sample").0
    }

    fn at(&self, file: FileId, needle: &str) -> Location {
        let start = self.knowledge_base.files.get(file).text().find(needle).expect("the needle") as u32;
        Location { file, span: Span::new(start, start + needle.len() as u32) }
    }
}
