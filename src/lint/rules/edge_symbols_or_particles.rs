//! # KB203 edge-symbols-or-particles
//!
//! A canonical question begins and ends with what is asked: no symbols, no courtesies, no modal particles.
//!
//! ## What it does
//! Looks at canonical questions in Chinese. At the beginning it reports symbols and courtesies (请问, 你好,
//! 亲 …), at the end symbols other than one question mark and the particles 呀 啊 哦 呢 嘛 啦 哈 呗 噢. 吗 is
//! part of the question and stays. Variants are what customers type and may have all of that.
//!
//! ## Why it matters
//! The canonical question is the name of the entry. Customers see it among the recommended questions,
//! trainers search by it; the guides of most platforms want it without symbols and particles, and some
//! refuse it on import.
//!
//! ## Example
//! ```yaml fail
//! - id: ship-time
//!   question: 亲，请问什么时候发货呢？？
//!   answer: 付款后 48 小时内发货。
//! ```
//! ```yaml pass
//! - id: ship-time
//!   question: 什么时候发货？
//!   variants: [亲，请问什么时候发货呢？？]
//!   answer: 付款后 48 小时内发货。
//! - id: return-policy
//!   question: 支持七天无理由吗？
//!   answer: 支持的，签收后七天内可以退。
//! ```
//!
//! ## Fix
//! Safe: removes them, where a question of ordinary length is left. A 嘛 that stands for 吗 becomes 吗, a 啦
//! becomes 了. Unsafe for an entry without an id, which is known by its question.
//!
//! # KB203 标准问首尾符号和语气词
//!
//! 标准问的开头和结尾不应有符号、客套话和语气词。
//!
//! ## 检查什么
//! 只看中文的标准问。开头报告符号和客套话（请问、你好、亲……），结尾报告多余的符号（只留一个问号）和语气词“呀、啊、哦、呢、嘛、啦、哈、呗、噢”。“吗”是问句的一部分，保留。相似问是顾客的原话，不检查。
//!
//! ## 为什么重要
//! 标准问是知识点的名字：推荐给顾客点的是它，训练师查找也靠它。多数平台的规范都要求标准问前后不带符号和语气词，有的平台导入时会直接拒绝。
//!
//! ## 修复
//! 安全：删去之后剩下的标准问长度正常时才删。当“吗”用的“嘛”改成“吗”，“啦”改成“了”。没有 id 的知识点以标准问为名，改动需确认。

use crate::diagnostic::{Message, Severity};
use crate::lint::prose::mended;
use crate::lint::{Check, Context, Findings, Fixes, LintText, Needs, Role, Rule, rules};
use crate::text::{CharacterClasses, is_han, match_key, simplified};

/// The rule.
pub const RULE: Rule = Rule {
    code: "KB203",
    name: "edge-symbols-or-particles",
    severity: Severity::Info,
    fixes: Fixes::Safe,
    needs: Needs::Nothing,
    check: Check::Text(CharacterClasses::HAN, check),
    source: include_str!("edge_symbols_or_particles.rs"),
};

/// Courtesies that mean nothing else whatever follows, longest first.
const COURTESIES: [&str; 15] = [
    "麻烦问一下",
    "麻烦问下",
    "麻烦请问",
    "请问一下",
    "想问一下",
    "请问下",
    "麻烦您",
    "麻烦你",
    "亲爱的",
    "打扰一下",
    "想请问",
    "请教一下",
    "请问",
    "請問一下",
    "請問",
];

/// Courtesies that are also the beginning of other words (亲子装, 你好评), so a mark, a space or another
/// courtesy must follow.
const BEFORE_A_MARK: [&str; 7] = ["亲亲", "亲", "您好呀", "你好呀", "您好", "你好", "麻烦"];

/// What is asked when somebody says hello and waits; there the greeting is the question.
const PRESENCE: [&str; 12] = [
    "在吗",
    "在么",
    "在不在",
    "有人吗",
    "有人在吗",
    "有人么",
    "客服在吗",
    "客服在不在",
    "有客服吗",
    "老板在吗",
    "店家在吗",
    "在线吗",
];

/// Words that make a question without its particle.
const QUESTION_WORDS: [&str; 28] = [
    "什么",
    "怎么",
    "怎样",
    "咋",
    "啥",
    "多少",
    "多久",
    "多大",
    "多长",
    "多重",
    "几",
    "哪",
    "谁",
    "如何",
    "为何",
    "是否",
    "能否",
    "可否",
    "吗",
    "还是",
    "是不是",
    "能不能",
    "可不可",
    "有没有",
    "会不会",
    "要不要",
    "行不行",
    "好不好",
];

fn check(context: &Context<'_>, text: &LintText<'_>, findings: &mut Findings<'_>) {
    if text.role != Role::Question {
        return;
    }
    let value: &str = text.text;
    let (start, end) = (core_start(value), core_end(value));
    if start >= end.at || (start == 0 && end.at == value.len()) {
        return;
    }
    let core = &value[start..end.at];
    if !core.chars().any(is_han) || only_courtesies(value) {
        return;
    }
    let key = match_key(core);
    let greets = value.contains("你好") || value.contains("您好");
    let start = if greets && PRESENCE.contains(&key.as_str()) { 0 } else { start };
    let minimum = context.settings(text.file).question_length.minimum;
    let whole_enough = rules::question_length::length(core) >= minimum.max(2);
    let mut push = |range: std::ops::Range<usize>, replacement: &str, english: &str, chinese: &str| {
        let written = &value[range.clone()];
        let message = Message::new(
            format!("the question {english} with `{written}`"),
            format!("标准问{chinese}有多余的“{written}”"),
        );
        let mut finding = RULE.finding(context.locate(text, range.clone()), message);
        let label = match replacement {
            "" => Message::new(format!("remove `{written}`"), format!("删去“{written}”")),
            other => Message::new(
                format!("write `{other}` for `{written}`"),
                format!("把“{written}”改成“{other}”"),
            ),
        };
        if let Some(fix) = mended(context, text, range, replacement, label).filter(|_| whole_enough) {
            finding = finding.with_fix(fix);
        }
        findings.push(finding);
    };
    if start > 0 {
        push(0..start, "", "begins", "开头");
    }
    if end.at < value.len() && end.replacement != value[end.at..] {
        push(end.at..value.len(), &end.replacement, "ends", "结尾");
    }
}

/// Whether nothing is said but courtesies, however they are set apart: then they are the question.
fn only_courtesies(text: &str) -> bool {
    let said = |c: &char| !is_symbol(*c) && !matches!(c, '？' | '?' | '.') && !c.is_whitespace();
    let squeezed: String = text.chars().filter(said).collect();
    let mut rest = squeezed.as_str();
    while let Some(shorter) = COURTESIES
        .iter()
        .chain(&BEFORE_A_MARK)
        .filter_map(|word| rest.strip_prefix(*word))
        .min_by_key(|shorter| shorter.len())
    {
        rest = shorter;
    }
    rest.trim_end_matches(is_particle).is_empty()
}

/// Where the question begins behind symbols and courtesies.
fn core_start(text: &str) -> usize {
    // Nearly all questions begin with none of it.
    let first = |c: char| {
        is_symbol(c) || matches!(c, '？' | '?' | '请' | '請' | '亲' | '您' | '你' | '麻' | '想' | '打')
    };
    if !text.starts_with(first) {
        return 0;
    }
    let mut rest = text;
    loop {
        let before = rest.len();
        rest = rest.trim_start_matches(|c| is_symbol(c) || matches!(c, '？' | '?') || c.is_whitespace());
        if let Some(courtesy) = COURTESIES.iter().find(|courtesy| rest.starts_with(**courtesy)) {
            // 请问题 is no 请问.
            if !rest[courtesy.len()..].starts_with(['题', '題', '号']) {
                rest = &rest[courtesy.len()..];
            }
        } else if let Some(word) = BEFORE_A_MARK.iter().find(|word| rest.starts_with(**word)) {
            let behind = &rest[word.len()..];
            let ends = behind.starts_with(|c: char| is_symbol(c) || c.is_whitespace())
                || COURTESIES.iter().chain(&["我想", "我要"]).any(|next| behind.starts_with(*next));
            if ends {
                rest = behind;
            }
        }
        if rest.len() == before {
            return text.len() - rest.len();
        }
    }
}

/// Where the question ends, and what should stand behind that.
struct End {
    at: usize,
    replacement: String,
}

fn core_end(text: &str) -> End {
    let marked = |c: char| is_symbol(c) || matches!(c, '？' | '?' | '.') || c.is_whitespace();
    let body = text.trim_end_matches(marked);
    let marks = &text[body.len()..];
    if matches!(marks, "" | "？" | "?") && !body.ends_with(is_particle) {
        return End { at: text.len(), replacement: String::new() };
    }
    let mark = match (marks.contains('？'), marks.contains('?')) {
        (true, _) => "？",
        (false, true) => "?",
        _ => "",
    };
    let without = body.trim_end_matches(is_particle);
    let particles = &body[without.len()..];
    // What another clause asks is another matter: 怎么只有一件，另外的呢.
    let clause = simplified(without.rsplit(['，', ',', '。', '；', ' ']).next().unwrap_or(without));
    let asks = is_a_not_a(&clause) || QUESTION_WORDS.iter().any(|word| clause.contains(word));
    let instead = match particles.chars().next() {
        // 花呢, 毛呢, 双面呢 are cloths, 干嘛 is 干什么.
        Some('呢') if without.ends_with(['花', '毛', '绒', '面', '羊', '格', '套']) => particles,
        Some('嘛') if without.ends_with(['干', '幹']) => particles,
        // 我的快递呢 asks by its particle alone.
        Some('呢') if !asks => particles,
        Some('嘛') if !asks => "吗",
        Some('啦') => "了",
        _ => "",
    };
    if instead == particles {
        return End { at: body.len(), replacement: mark.to_owned() };
    }
    End { at: without.len(), replacement: format!("{instead}{mark}") }
}

/// Whether the text asks by saying a word and its denial: 能不能, 退没退.
fn is_a_not_a(text: &str) -> bool {
    let chars: Vec<char> = text.chars().collect();
    chars.windows(3).any(|window| matches!(window[1], '不' | '没') && window[0] == window[2])
}

fn is_particle(c: char) -> bool {
    matches!(c, '呀' | '啊' | '哦' | '呢' | '嘛' | '啦' | '哈' | '呗' | '噢')
}

/// Marks that no question needs at its edges. Brackets, quotes, currency and the like may belong to it.
fn is_symbol(c: char) -> bool {
    matches!(
        c,
        '～' | '~' | '！' | '!' | '。' | '、' | '，' | ',' | '；' | ';' | '：' | ':' | '…' | '·' | '｡' | '﹏'
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Safety;
    use crate::lint::testing::Case;
    use proptest::prelude::*;

    fn case(question: &str) -> Case {
        Case::of(&format!("- id: a\n  question: \"{question}\"\n")).select("KB203")
    }

    #[test]
    fn courtesies_alone_are_the_question() {
        for text in ["请问您好 亲，", "请问您好亲，", "您好，亲，在吗"] {
            let yaml = format!("- {{id: a, question: \"{text}\"}}\n");
            assert_eq!(Case::of(&yaml).select("KB203").lines(), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn edges_are_removed() {
        for (question, fixed) in [
            ("请问什么时候发货", "什么时候发货"),
            ("什么时候发货呀？", "什么时候发货？"),
            ("什么时候发货？？？", "什么时候发货？"),
            ("什么时候发货?!", "什么时候发货?"),
            ("～怎么申请退货～", "怎么申请退货"),
            ("怎么申请退货。", "怎么申请退货"),
            ("亲亲，麻烦问一下怎么开发票哦~", "怎么开发票"),
            ("您好，請問什麼時候發貨呢？", "什麼時候發貨？"),
            ("可以退货嘛？", "可以退货吗？"),
            ("能不能退货嘛", "能不能退货"),
            ("我的包裹丢啦！", "我的包裹丢了"),
            ("退没退运费呢", "退没退运费"),
            ("你好 我想退货怎么办啊啊", "我想退货怎么办"),
        ] {
            let text = case(question).fixed_text();
            assert_eq!(text, format!("- id: a\n  question: \"{fixed}\"\n"), "{question}");
        }
    }

    #[test]
    fn questions_that_need_their_edges_are_left_alone() {
        for question in [
            "支持七天无理由吗？",
            "怎么退货",
            "怎么退货?",
            "亲子装有哪些尺码？",
            "亲肤面料有哪些？",
            "你好评返现吗？",
            "请问题目在哪里看",
            "麻烦吗",
            "我的快递呢？",
            "你们有粗花呢吗",
            "这件是双面呢",
            "你好，有人在吗？",
            "怎么只收到一件，另外的呢？",
            "积分能拿来干嘛",
            "您好～在吗",
            "你好",
            "？？？",
            "😀",
            "《会员手册》在哪里看",
            "¥99 包邮吗？",
            "How long does it take?!",
            ".NET 版怎么安装？",
        ] {
            assert_eq!(case(question).lines(), [""; 0], "{question}");
        }
    }

    #[test]
    fn each_edge_is_told_at_its_place() {
        assert_eq!(
            case("请问怎么退货呢？").lines(),
            ["KB203 [请问] the question begins with `请问`", "KB203 [呢？] the question ends with `呢？`",]
        );
    }

    #[test]
    fn what_would_be_too_short_is_not_fixed() {
        let (files, left) = case("请问发货").fix();
        assert_eq!(left.findings.len(), 1);
        assert!(String::from_utf8_lossy(&files[0].1).contains("请问发货"));
    }

    #[test]
    fn an_entry_known_by_its_question_is_not_renamed_unseen() {
        let safety = |yaml: &str| {
            let (linted, _) = Case::of(yaml).select("KB203").lint();
            linted.findings[0].fix.as_ref().map(|fix| fix.safety)
        };
        assert_eq!(safety("- question: 请问什么时候发货\n"), Some(Safety::Unsafe));
        assert_eq!(safety("- question: 什么时候发货！\n"), Some(Safety::Safe));
        assert_eq!(safety("- id: a\n  question: 请问什么时候发货\n"), Some(Safety::Safe));
    }

    proptest! {
        #[test]
        fn edges_never_cut_a_character_or_meet(text in "[请问亲你好呢啊嘛啦花吗什么，～！？?. a😀]{0,12}") {
            let (start, end) = (core_start(&text), core_end(&text));
            prop_assert!(text.is_char_boundary(start) && text.is_char_boundary(end.at));
            prop_assert!(end.replacement.chars().count() <= 3 || text[end.at..].contains(&end.replacement));
        }
    }
}
