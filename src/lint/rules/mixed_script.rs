//! # KB206 mixed-script
//!
//! A Traditional character in Simplified text, or the reverse.
//!
//! ## What it does
//! Finds out once for each pack which script its questions and answers are written in (four times as many
//! characters as of the other). Questions, answers and greetings are held against that. Variants,
//! counterexamples and keywords may be in either script, as customers write both; they are reported only
//! where one text mixes the two. Characters that both scripts use never count, and texts with Japanese
//! syllables are left alone.
//!
//! ## Why it matters
//! A single 請 among Simplified characters comes from a copied text or an input method in the wrong mode.
//! Customers take it for a machine's or a stranger's text, and searches for 请 miss it.
//!
//! ## Example
//! ```yaml fail
//! - id: ship-time
//!   question: 什么时候发货？
//!   answer: 付款后 48 小时内发货，請耐心等待。
//! ```
//! ```yaml pass
//! - id: ship-time
//!   question: 什么时候发货？
//!   variants: [請問什麼時候發貨]
//!   answer: 付款后 48 小时内发货，请耐心等待。
//! ```
//!
//! ## Fix
//! Unsafe: writes the Simplified characters. There is none for the other direction, which needs to know
//! whether 后 is 後 or 后.
//!
//! ## Settings
//! `allow`: names and words that are written in the other script on purpose.
//!
//! # KB206 简繁混用
//!
//! 简体文字里夹着繁体字，或者反过来。
//!
//! ## 检查什么
//! 先看每个行业包的标准问和答案用的是简体还是繁体（一种的字数达到另一种的四倍），再逐条检查标准问、答案和欢迎语。相似问、反例和关键词是顾客的写法，简繁都可以，只在同一句里简繁混用时报告。简繁同形的字不算，含日文假名的文字不检查。
//!
//! ## 为什么重要
//! 简体里冒出一个“請”，多半是从别处复制的，或者输入法切错了。顾客会觉得是机器拼的；搜“请”也搜不到它。
//!
//! ## 修复
//! 需确认：把繁体改成简体。简体改繁体要看意思（“后”是“後”还是“后”），不自动修复。
//!
//! ## 设置
//! `allow`：有意用另一种字体写的名称和词。

use std::ops::Range;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::diagnostic::{Fix, Message, Severity};
use crate::lint::prose::is_retired;
use crate::lint::{Check, Context, Findings, Fixes, LintText, Needs, Role, Rule, Script};
use crate::text::{CharacterClasses, is_simplified_only, is_traditional_only, simplified};

/// The rule.
pub const RULE: Rule = Rule {
    code: "KB206",
    name: "mixed-script",
    severity: Severity::Warning,
    fixes: Fixes::Unsafe,
    needs: Needs::Nothing,
    check: Check::Text(CharacterClasses::TRADITIONAL.union(CharacterClasses::SIMPLIFIED), check),
    source: include_str!("mixed_script.rs"),
};

/// What may be written in the other script.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Words {
    /// Names and words that are written in the other script on purpose.
    pub allow: Vec<String>,
}

/// Brands that write themselves so in mainland China too, and what the scripts call themselves.
const NAMES: [&str; 13] = [
    "無印良品",
    "資生堂",
    "優衣庫",
    "蘭蔻",
    "雅詩蘭黛",
    "周大福珠寶",
    "謝瑞麟",
    "滙豐",
    "囍",
    "繁體",
    "正體",
    "简体",
    "简中",
];

impl Default for Words {
    fn default() -> Self {
        Self { allow: NAMES.iter().map(|&name| name.to_owned()).collect() }
    }
}

fn check(context: &Context<'_>, text: &LintText<'_>, findings: &mut Findings<'_>) {
    let has = |classes| text.classes.intersects(classes);
    let (simple, traditional) = (has(CharacterClasses::SIMPLIFIED), has(CharacterClasses::TRADITIONAL));
    let own = text.role == Role::Question || text.role.is_read();
    let pack = if own { context.scripts().of(text.file) } else { None };
    let stranger = match pack {
        Some(Script::Simplified) if traditional => Script::Traditional,
        Some(Script::Traditional) if simple => Script::Simplified,
        // What is rarer in a text of both is strange.
        None if simple && traditional => rarer(text.text),
        _ => return,
    };
    let allow = &context.settings(text.file).mixed_script.allow;
    let found = strange(text.text, stranger, allow);
    let (Some(first), Some(last)) = (found.first(), found.last()) else { return };
    let is_japanese = |c: char| matches!(c, '\u{3040}'..='\u{30FF}');
    // What is allowed may be all there was of the other script in a mixed text.
    let alone = pack.is_none() && strange(text.text, other(stranger), allow).is_empty();
    if alone || text.text.chars().any(is_japanese) || is_retired(context, text) {
        return;
    }
    let (english, chinese) = match stranger {
        Script::Traditional => ("Traditional", "繁体字"),
        Script::Simplified => ("Simplified", "简体字"),
    };
    let shown: String = found.iter().map(|range| &text.text[range.clone()]).collect();
    let (english_where, chinese_where) = match pack {
        Some(Script::Simplified) => ("in a Simplified pack", "行业包用的是简体"),
        Some(Script::Traditional) => ("in a Traditional pack", "行业包用的是繁体"),
        None => ("in a text that mixes both scripts", "同一句里简繁混用"),
    };
    let message = Message::new(
        format!("`{shown}` is {english} {english_where}"),
        format!("“{shown}”是{chinese}，{chinese_where}"),
    );
    let mut finding = RULE.finding(context.locate(text, first.clone()), message);
    if stranger == Script::Traditional
        && let Some(fix) = simplify(context, text, first.start..last.end, allow)
    {
        finding = finding.with_fix(fix);
    }
    findings.push(finding);
}

const fn other(script: Script) -> Script {
    match script {
        Script::Simplified => Script::Traditional,
        Script::Traditional => Script::Simplified,
    }
}

/// Runs of characters that only `script` uses, outside the words that are allowed.
fn strange(text: &str, script: Script, allow: &[String]) -> Vec<Range<usize>> {
    let belongs = match script {
        Script::Traditional => is_traditional_only,
        Script::Simplified => is_simplified_only,
    };
    let allowed: Vec<Range<usize>> = allow
        .iter()
        .filter(|word| !word.is_empty())
        .flat_map(|word| text.match_indices(word.as_str()).map(|(at, word)| at..at + word.len()))
        .collect();
    let mut runs: Vec<Range<usize>> = Vec::new();
    for (at, c) in text.char_indices() {
        if !belongs(c) || allowed.iter().any(|word| word.contains(&at)) {
            continue;
        }
        let end = at + c.len_utf8();
        match runs.last_mut() {
            Some(run) if run.end == at => run.end = end,
            _ => runs.push(at..end),
        }
    }
    runs
}

/// The script that fewer characters of the text belong to; Traditional where both have as many.
fn rarer(text: &str) -> Script {
    let traditional = text.chars().filter(|&c| is_traditional_only(c)).count();
    let simple = text.chars().filter(|&c| is_simplified_only(c)).count();
    if simple < traditional { Script::Simplified } else { Script::Traditional }
}

/// The fix that writes `range` in Simplified, if no allowed word lies in it.
fn simplify(
    context: &Context<'_>,
    text: &LintText<'_>,
    range: Range<usize>,
    allow: &[String],
) -> Option<Fix> {
    let written = &text.text[range.clone()];
    if allow.iter().any(|word| written.contains(word.as_str())) {
        return None;
    }
    // The whole text decides what 著 or 乾 become; what stands around the range stays.
    let whole = simplified(text.text);
    let behind = text.text[range.end..].chars().count();
    let before = text.text[..range.start].chars().count();
    let same_length = whole.chars().count() == text.text.chars().count();
    let converted: String = if same_length {
        whole.chars().skip(before).take(whole.chars().count() - before - behind).collect()
    } else {
        simplified(written)
    };
    let (location, replacement) = context.replace(text, range, &converted)?;
    let label = Message::new(format!("write `{converted}`"), format!("改成“{converted}”"));
    Some(Fix::unsafe_(label).replace(location, replacement))
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::Case;

    fn lines(yaml: &str) -> Vec<String> {
        Case::of(yaml).select("KB206").lines()
    }

    #[test]
    fn questions_and_answers_are_held_against_their_pack() {
        let simplified =
            "- id: a\n  question: 什么时候发货\n  answer: 这两天就会发货\n- id: b\n  question: 怎麼退貨\n";
        assert_eq!(lines(simplified), ["KB206 [麼] `麼貨` is Traditional in a Simplified pack"]);
        let fixed = Case::of(simplified).select("KB206").fixed_text();
        assert!(fixed.contains("question: 怎么退货"), "{fixed}");
        let traditional = "- id: a\n  question: 什麼時候發貨\n  answer: 這兩天就會發貨，請耐心等候\n- id: b\n  question: 怎么退貨\n";
        assert_eq!(lines(traditional), ["KB206 [么] `么` is Simplified in a Traditional pack"]);
        assert_eq!(Case::of(traditional).select("KB206").fixed_text(), traditional);
    }

    #[test]
    fn customers_write_either_but_not_both() {
        let yaml = |variant: &str| format!("- id: a\n  question: 什么时候发货\n  variants: [{variant}]\n");
        assert_eq!(lines(&yaml("請問什麼時候發貨")), [""; 0]);
        assert_eq!(
            lines(&yaml("请問什么时候发货")),
            ["KB206 [問] `問` is Traditional in a text that mixes both scripts"]
        );
        assert!(Case::of(&yaml("请問什么时候发货")).select("KB206").fixed_text().contains("[请问什么"));
        assert_eq!(
            lines(&yaml("請问什麼時候發貨")),
            ["KB206 [问] `问` is Simplified in a text that mixes both scripts"]
        );
    }

    #[test]
    fn names_japanese_and_shared_characters_pass() {
        for question in
            ["無印良品同款发货吗", "发货的東西は何ですか", "皇后大道发货吗，公里数", "支持繁體吗，发货单"]
        {
            assert_eq!(
                lines(&format!("- id: a\n  question: {question}\n  answer: 这是说明，发货时间见详情\n")),
                [""; 0]
            );
        }
    }

    #[test]
    fn a_word_can_be_allowed() {
        let yaml = "- id: a\n  question: 什么时候发货\n  answer: 老鳳祥的货这两天发\n";
        assert_eq!(lines(yaml).len(), 1);
        let case = Case::of(yaml).select("KB206").config("[rules.mixed-script]\nallow = [\"老鳳祥\"]\n");
        assert_eq!(case.lines(), [""; 0]);
    }

    #[test]
    fn a_pack_of_both_is_left_alone() {
        let yaml = "- id: a\n  question: 什么时候发货\n- id: b\n  question: 什麼時候發貨\n";
        assert_eq!(lines(yaml), [""; 0]);
    }

    #[test]
    fn retired_entries_pass() {
        let yaml = "- id: a\n  question: 什么时候发货，这几天吗\n  status: retired\n  answer: 請等\n";
        assert_eq!(lines(yaml), [""; 0]);
    }
}
