//! # KB210 placeholder-left
//!
//! A gap that somebody meant to fill in.
//!
//! ## What it does
//! Reports 待补充, 待完善, 测试测试, TODO, TBD, FIXME, lorem ipsum, `xxx` and `***` that stand alone, empty
//! 【】, and 待定, 请填写, 此处填写 in brackets or as the whole text. In what a shop says itself (its answers,
//! its greeting, its own entries) it also reports variables in braces (`{运费}`, `{{fee}}`, `${fee}`) that no
//! platform fills in. In the answers of packs such variables are meant for shops and pass. Drafts and retired
//! entries are left alone.
//!
//! ## Why it matters
//! The customer reads it as it stands: 运费为{运费标准}.
//!
//! ## Example
//! ```yaml fail
//! # file: qinghe/shop.yaml
//! id: qinghe
//! entries:
//!   - id: shipping-fee
//!     question: 运费怎么收？
//!     answer: 亲爱的{昵称}，运费为{运费标准}，退货地址待补充。
//! ```
//! ```yaml pass
//! # file: common/shipping.yaml
//! - id: shipping-fee
//!   question: 运费怎么收？
//!   answer: 运费为{运费标准}。
//! # file: qinghe/shop.yaml
//! id: qinghe
//! answers:
//!   common/shipping-fee: 亲爱的{昵称}，满 99 元包邮，请填写正确的收货地址。XXXL 码运费相同。
//! ```
//!
//! ## Fix
//! None: what belongs there only a person knows.
//!
//! ## Settings
//! `variables`: names that your platform fills in; they may stand in braces anywhere.
//!
//! # KB210 未填的占位内容
//!
//! 本该补上却没补的内容。
//!
//! ## 检查什么
//! 报告“待补充”“待完善”“测试测试”、TODO、TBD、FIXME、lorem ipsum、单独的 `xxx` 和 `***`、空的【】，以及放在括号里或独占一条的“待定”“请填写”“此处填写”。店铺自己说的话（店铺答案、欢迎语、店铺自有知识点）里，还报告平台不会替换的花括号变量（`{运费}`、`{{fee}}`、`${fee}`）。行业包答案里的变量是留给店铺填的，不算。草稿和已下线的知识点不检查。
//!
//! ## 为什么重要
//! 写成什么样，顾客看到的就是什么样：“运费为{运费标准}”。
//!
//! ## 修复
//! 不自动修复：该填什么只有人知道。
//!
//! ## 设置
//! `variables`：平台会自动替换的变量名，可以出现在任何花括号里。

use std::ops::Range;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::diagnostic::{Message, Severity};
use crate::lint::prose::{in_link, links};
use crate::lint::{Check, Context, Findings, Fixes, LintText, Needs, Role, Rule, Settings, WordHit};
use crate::model::Status;

/// The rule.
pub const RULE: Rule = Rule {
    code: "KB210",
    name: "placeholder-left",
    severity: Severity::Warning,
    fixes: Fixes::None,
    needs: Needs::Nothing,
    check: Check::Words(words, check),
    source: include_str!("placeholder_left.rs"),
};

/// What is no placeholder.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Variables {
    /// Names that the platform fills in.
    pub variables: Vec<String>,
}

/// What the workbenches of the large platforms offer to insert into an answer.
const FILLED_IN: [&str; 20] = [
    "昵称",
    "买家昵称",
    "客户昵称",
    "顾客昵称",
    "用户昵称",
    "会员名",
    "客服昵称",
    "店铺名",
    "店铺名称",
    "店铺昵称",
    "商品名",
    "商品名称",
    "商品链接",
    "订单号",
    "订单编号",
    "快递单号",
    "物流单号",
    "快递公司",
    "收货人",
    "收货地址",
];

impl Default for Variables {
    fn default() -> Self {
        Self { variables: FILLED_IN.iter().map(|&name| name.to_owned()).collect() }
    }
}

/// How a mark of something missing is recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// Wherever it stands.
    Anywhere,
    /// Where no letter or digit touches it.
    Word,
    /// The same, in capitals: todo is a word of other languages.
    Capitals,
    /// At the end of a clause, not in quotes: 答案待补充, but not 点“待完善”.
    EndOfClause,
    /// In brackets, or alone: 请填写 in a sentence is an answer's usual advice.
    Alone,
    /// Three or more of one character, touched by no letter or digit.
    Run,
    /// The same, only in what customers read: customers' curses are masked like that.
    RunRead,
    /// Brackets with nothing in them.
    Empty,
    /// A variable in braces.
    Variable,
}

const MARKS: [(&str, Mark); 24] = [
    ("测试测试", Mark::Anywhere),
    ("lorem ipsum", Mark::Anywhere),
    ("fixme", Mark::Word),
    ("tbd", Mark::Word),
    ("todo", Mark::Capitals),
    ("待补充", Mark::EndOfClause),
    ("待完善", Mark::EndOfClause),
    ("待填写", Mark::EndOfClause),
    ("待定", Mark::Alone),
    ("待确认", Mark::Alone),
    ("请填写", Mark::Alone),
    ("请输入", Mark::Alone),
    ("在此填写", Mark::Alone),
    ("在此输入", Mark::Alone),
    ("此处填写", Mark::Alone),
    ("此处输入", Mark::Alone),
    ("填写答案", Mark::Alone),
    ("答案内容", Mark::Alone),
    ("xxx", Mark::Run),
    ("×××", Mark::Run),
    ("***", Mark::RunRead),
    ("【】", Mark::Empty),
    ("【 】", Mark::Empty),
    ("{", Mark::Variable),
];

/// A variable's name is not longer, in characters.
const LONGEST_NAME: usize = 24;

fn words(_: &Settings) -> Vec<String> {
    MARKS.iter().map(|(word, _)| (*word).to_owned()).collect()
}

fn check(context: &Context<'_>, text: &LintText<'_>, hits: &[WordHit], findings: &mut Findings<'_>) {
    if !is_served(context, text) {
        return;
    }
    let value: &str = text.text;
    let links = links(value);
    let mut done = 0;
    for WordHit { word, range } in hits {
        if range.start < done || in_link(&links, range.start) {
            continue;
        }
        let found = match MARKS[*word].1 {
            Mark::Variable => {
                variable(value, range.start).filter(|found| says_itself(context, text, &value[found.clone()]))
            }
            mark => missing(value, range, mark, text.role),
        };
        let Some(found) = found else { continue };
        done = found.end;
        let shown = &value[found.clone()];
        let message = if MARKS[*word].1 == Mark::Variable {
            Message::new(
                format!("nothing fills in `{shown}`; customers read it as it stands"),
                format!("变量“{shown}”没有替换成实际内容，顾客会看到原样"),
            )
        } else {
            let (english, chinese) = text.role.words();
            Message::new(
                format!("something is missing in the {english}: `{shown}`"),
                format!("{chinese}里有没补上的内容：“{shown}”"),
            )
        };
        let help = if MARKS[*word].1 == Mark::Variable {
            Message::new(
                "write what holds for this shop, or name the variable in the setting `variables`",
                "换成店铺的实际内容；如果平台会自动替换，把变量名加进设置 `variables`",
            )
        } else {
            Message::new("fill it in, or make the entry a draft", "补上内容，或者先设为草稿（status: draft）")
        };
        findings.push(RULE.finding(context.locate(text, found), message).with_help(help));
    }
}

/// Whether customers may meet the text: a draft may have gaps.
fn is_served(context: &Context<'_>, text: &LintText<'_>) -> bool {
    text.role == Role::ShopAnswer
        || text.entry.is_none_or(|index| context.knowledge_base.entry(index).status == Status::Live)
}

/// Whether a shop says the text, and nothing fills in `braces` for it.
fn says_itself(context: &Context<'_>, text: &LintText<'_>, braces: &str) -> bool {
    let knowledge_base = context.knowledge_base;
    let shops = || match (text.role, text.entry) {
        (Role::ShopAnswer | Role::Greeting, _) => true,
        (_, Some(index)) => {
            let pack = &knowledge_base.pack(knowledge_base.entry(index).pack).id;
            knowledge_base.shops.iter().any(|shop| *shop.id.value == **pack)
        }
        (_, None) => false,
    };
    let name = braces.trim_matches(|c: char| matches!(c, '{' | '}' | '$' | '#') || c.is_whitespace());
    let known = &context.settings(text.file).placeholder_left.variables;
    shops() && !known.iter().any(|variable| variable.eq_ignore_ascii_case(name))
}

/// The variable whose brace opens at byte `at`: with a `$` before it, both braces of `{{…}}`. Its name is a
/// few words; code and JSON are none.
fn variable(text: &str, at: usize) -> Option<Range<usize>> {
    let inner = text[at..].trim_start_matches('{');
    let open = text.len() - inner.len();
    let length = inner.find('}')?;
    let name = inner[..length].trim();
    let part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | ' ' | '/' | '、' | '$' | '#');
    let sound = !name.is_empty() && name.chars().count() <= LONGEST_NAME && name.chars().all(part);
    if !sound {
        return None;
    }
    let braces = open - at;
    let closed = inner[length..].bytes().take(braces).take_while(|&byte| byte == b'}').count();
    let start = if text[..at].ends_with('$') { at - 1 } else { at };
    Some(start..open + length + closed)
}

/// What of the text is missing, if the word at `range` says that anything is.
fn missing(text: &str, range: &Range<usize>, mark: Mark, role: Role) -> Option<Range<usize>> {
    let (before, behind) = (&text[..range.start], &text[range.end..]);
    let (last, next) = (before.chars().next_back(), behind.chars().next());
    let word = |side: Option<char>| side.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_');
    let quoted = |c: char| matches!(c, '“' | '”' | '"' | '「' | '」' | '『' | '』' | '\'' | '‘' | '’');
    let in_quotes = last.is_some_and(quoted) || next.is_some_and(quoted);
    let holds = match mark {
        Mark::Anywhere | Mark::Empty => true,
        Mark::Word => !word(last) && !word(next),
        Mark::Capitals => {
            !word(last) && !word(next) && text[range.clone()].chars().all(|c| c.is_ascii_uppercase())
        }
        Mark::EndOfClause => {
            let ends = next.is_none_or(|c| !c.is_alphanumeric());
            // A customer may ask what the words on the screen mean.
            let told = role.is_read() || before.trim().is_empty();
            ends && told && !in_quotes
        }
        Mark::Alone => return alone(text, range),
        Mark::Run | Mark::RunRead => {
            if mark == Mark::RunRead && !role.is_read() && role != Role::Question {
                return None;
            }
            return run(text, range);
        }
        Mark::Variable => false,
    };
    holds.then(|| range.clone())
}

/// The brackets around the word at `range`, or the whole text if there is nothing else in it.
fn alone(text: &str, range: &Range<usize>) -> Option<Range<usize>> {
    const OPEN: [char; 7] = ['（', '(', '【', '[', '{', '<', '《'];
    const CLOSE: [char; 7] = ['）', ')', '】', ']', '}', '>', '》'];
    let is_mark = |c: char| !c.is_alphanumeric();
    let (before, behind) = (&text[..range.start], &text[range.end..]);
    if before.trim_start_matches(is_mark).is_empty() && behind.trim_start_matches(is_mark).is_empty() {
        return Some(range.clone());
    }
    let opened = before.ends_with(OPEN);
    // A few words may follow inside the brackets: （请填写退货地址）.
    let length = behind.find(CLOSE)?;
    let inside = &behind[..length];
    let short = inside.chars().count() <= 10 && !inside.contains(['，', '。', '；', '\n']);
    (opened && short).then(|| {
        let open = before.chars().next_back().map_or(0, char::len_utf8);
        let close = behind[length..].chars().next().map_or(0, char::len_utf8);
        range.start - open..range.end + length + close
    })
}

/// The whole run of one character that begins at `range`, if it stands alone: xxx, but not xxxl, 138****1234,
/// or the stars around ***bold*** words.
fn run(text: &str, range: &Range<usize>) -> Option<Range<usize>> {
    let one = text[range.clone()].chars().next()?.to_ascii_lowercase();
    let rest = text[range.start..].trim_start_matches(|c: char| c.to_ascii_lowercase() == one);
    let end = text.len() - rest.len();
    let word = |c: char| c.is_ascii_alphanumeric();
    let joined = text[..range.start].ends_with(word) || rest.starts_with(word);
    let size = rest.trim_start().starts_with(['码', '碼', '号', '號']) && one == 'x';
    let bold = one == '*' && (rest.contains("***") || text[..range.start].contains("***"));
    (!joined && !size && !bold).then_some(range.start..end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::testing::Case;
    use proptest::prelude::*;

    fn marked(lines: Vec<String>) -> Vec<String> {
        lines
            .into_iter()
            .map(|line| {
                let start = line.find('[').expect("a place") + 1;
                let end = line.find("] ").expect("a message");
                line[start..end].to_owned()
            })
            .collect()
    }

    fn answer(answer: &str) -> Vec<String> {
        let yaml = format!("- id: a\n  question: 怎么办理\n  answer: '{answer}'\n");
        marked(Case::of(&yaml).select("KB210").lines())
    }

    fn greeting(greeting: &str) -> Vec<String> {
        let yaml = format!("id: s\nwelcome:\n  greeting: '{greeting}'\n");
        marked(Case::files(&[("s/shop.yaml", &yaml)]).select("KB210").lines())
    }

    #[test]
    fn gaps_are_found() {
        for (text, found) in [
            ("待补充", "待补充"),
            ("退货地址待补充。", "待补充"),
            ("答案（待完善）", "待完善"),
            ("TODO: 找小王确认", "TODO"),
            ("运费tbd", "tbd"),
            ("Lorem Ipsum dolor", "Lorem Ipsum"),
            ("请寄到XXXX收", "XXXX"),
            ("电话xxx，地址见详情", "xxx"),
            ("单号是***", "***"),
            ("活动时间【】", "【】"),
            ("活动时间（待定）", "（待定）"),
            ("待定。", "待定"),
            ("寄到[请填写退货地址]", "[请填写退货地址]"),
            ("【此处填写运费】元", "【此处填写运费】"),
            ("測試，测试测试", "测试测试"),
        ] {
            assert_eq!(answer(text), [found], "{text}");
        }
    }

    #[test]
    fn what_is_said_in_earnest_passes() {
        for text in [
            "请填写正确的收货地址，并在此填写单号。",
            "状态显示“待完善”时请补充资料",
            "资料待完善的订单不能发货",
            "具体时间待定，请关注公告",
            "XXXL码和XXX码有货，3XXXL 也有",
            "手机号138****1234",
            "***重要***：请先核对",
            "todo el mundo",
            "https://a.com/xxx/TODO",
            "【温馨提示】点【我的订单】",
            "运费为{运费标准}，{{fee}}",
            "（请填写正确的姓名、电话，地址写到门牌号，否则无法派送）",
            "😀",
        ] {
            assert_eq!(answer(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn a_shop_has_to_fill_in_variables() {
        for (text, found) in [
            ("运费{运费标准}元", "{运费标准}"),
            ("运费{{ fee }}元", "{{ fee }}"),
            ("运费${fee}元", "${fee}"),
            ("{称呼}您好", "{称呼}"),
        ] {
            assert_eq!(greeting(text), [found], "{text}");
        }
        for text in ["{昵称}您好", "${订单号}", "{\"a\": 1}", "{}", "{没有关", "{ if (x) return; }"]
        {
            assert_eq!(greeting(text), [""; 0], "{text}");
        }
        let config = "[rules.placeholder-left]\nvariables = [\"fee\"]\n";
        let shop = "id: s\nwelcome:\n  greeting: '{{Fee}}{昵称}'\n";
        let lines = Case::files(&[("s/shop.yaml", shop)]).select("KB210").config(config).lines();
        assert_eq!(marked(lines), ["{昵称}"]);
    }

    #[test]
    fn a_shops_own_entries_and_answers_count_and_drafts_do_not() {
        let files = [
            ("common/a.yaml", "- id: a\n  question: 运费多少\n  answer: '{运费}'\n"),
            (
                "s/faq.yaml",
                "- id: b\n  question: 多久到\n  answer: '{天数}天'\n- id: c\n  question: 几号到\n  status: draft\n  answer: '{日期}'\n",
            ),
            ("s/shop.yaml", "id: s\nanswers:\n  common/a: '{运费}元'\n"),
        ];
        let lines = Case::files(&files).select("KB210").lines();
        assert_eq!(marked(lines), ["{天数}", "{运费}"]);
    }

    #[test]
    fn customers_may_be_masked() {
        let yaml = "- id: a\n  question: 怎么投诉\n  variants: ['你个***', 显示待补充, xxx怎么样]\n";
        assert_eq!(marked(Case::of(yaml).select("KB210").lines()), ["xxx"]);
    }

    proptest! {
        #[test]
        fn whatever_is_found_lies_in_the_text(text in "[{}$ax*待补充（）请填写【】😀, ]{0,16}") {
            for (word, mark) in MARKS {
                for (at, found) in text.match_indices(word) {
                    let range = at..at + found.len();
                    let found = if mark == Mark::Variable {
                        variable(&text, at)
                    } else {
                        missing(&text, &range, mark, Role::Answer)
                    };
                    prop_assert!(found.is_none_or(|found| text.get(found).is_some()));
                }
            }
        }
    }
}
