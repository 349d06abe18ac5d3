//! # KB605 off-platform-contact
//!
//! An answer that leads customers away from the platform: to a private chat account, or to pay elsewhere.
//!
//! ## What it does
//! Looks in answers and greetings for invitations to add somebody on WeChat or QQ (加微信, 微信号 and 微信：
//! with an account, VX, 薇信, QQ with a number, 扫码加), and to pay or deal privately (私下交易, 支付宝转账, 线下付款).
//!
//! Warnings (请勿私下转账), paying by WeChat, official accounts, mini programs and WeCom (企业微信) pass, and so
//! does naming WeChat in an answer that is given on the channel `wechat` only.
//!
//! ## Why it matters
//! Marketplaces take points off, or close the shop, for leading customers away. And a customer who is used
//! to paying privately is easy prey for swindlers.
//!
//! ## Example
//! ```yaml fail
//! - id: group
//!   question: 有优惠群吗？
//!   answer: 加微信 qinghe888 拉您进群，也可以加QQ群123456789，支付宝转账再减十元。
//! ```
//! ```yaml pass
//! - id: group
//!   question: 有优惠群吗？
//!   answer: 请关注我们的微信公众号，可以用微信支付。请勿私下转账，也不要添加陌生人微信。
//! ```
//!
//! ## Fix
//! None: name the platform's own way.
//!
//! ## Settings
//! `words`: more words to look for. `allow`: phrases in which a word passes.
//!
//! # KB605 引导站外联系
//!
//! 答案把顾客引到平台以外：加私人账号，或者换个地方付款。
//!
//! ## 检查什么
//! 在答案和欢迎语里查找引导加微信、QQ 的说法（加微信、后面跟着账号的微信号、VX、薇信、后面跟着号码的 QQ、扫码加），以及私下付款或交易的说法（私下交易、支付宝转账、线下付款）。
//!
//! 防骗提醒（请勿私下转账）、微信支付、公众号、小程序、企业微信不报告；只在 `wechat` 渠道使用的答案提到微信也不报告。
//!
//! ## 为什么重要
//! 各电商平台对引导站外交易都会扣分甚至关店；顾客习惯了私下付款，也容易被骗子钻空子。
//!
//! ## 修复
//! 不自动修复：请改成平台内的联系或付款方式。
//!
//! ## 设置
//! `words`：另外要查的词。`allow`：允许出现的说法。

use std::ops::Range;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::diagnostic::{Message, Severity};
use crate::lint::guard::{is_allowed, is_denied, is_followed_by, is_preceded_by, sentence, stands_alone};
use crate::lint::{Check, Context, Findings, Fixes, LintText, Needs, Rule, Settings, WordHit};

/// The rule.
pub const RULE: Rule = Rule {
    code: "KB605",
    name: "off-platform-contact",
    severity: Severity::Warning,
    fixes: Fixes::None,
    needs: Needs::Nothing,
    check: Check::Words(words, check),
    source: include_str!("off_platform_contact.rs"),
};

/// Which ways out are looked for.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct WaysOut {
    /// Words besides the rule's own.
    pub words: Vec<String>,
    /// Phrases in which a word passes.
    pub allow: Vec<String>,
}

/// Names of chats that lead away only with an account behind them. Misspellings are there because platforms
/// filter the right spelling.
const ACCOUNTS: &[&str] = &[
    "微信号",
    "微信",
    "微信搜索",
    "薇信",
    "威信",
    "徽信",
    "weixin",
    "wechat",
    "vx",
    "wx",
    "v信",
    "qq",
    "qq号",
    "qq群",
    "q群",
    "企鹅号",
];
/// Invitations.
const INVITATIONS: &[&str] = &[
    "加微信",
    "加我微信",
    "加个微信",
    "加客服微信",
    "加下微信",
    "加一下微信",
    "添加微信",
    "添加客服微信",
    "加薇信",
    "加威信",
    "加vx",
    "加wx",
    "加v信",
    "加qq",
    "加我qq",
    "加q群",
    "加qq群",
    "加客服qq",
    "扫码加我",
    "扫码加微信",
    "扫码加群",
    "扫码加好友",
    "扫码加客服",
    "扫码添加",
    "扫码进群",
    "加我好友",
    "私加",
    "私聊加",
];
/// Paying and dealing elsewhere.
const DEALS: &[&str] = &[
    "私下交易",
    "私下转账",
    "私下付款",
    "私下联系",
    "线下交易",
    "线下付款",
    "线下转账",
    "支付宝转账",
    "微信转账",
    "转账到支付宝",
    "转账到微信",
    "转到支付宝",
    "转到微信",
    "微信发红包",
    "微信红包付款",
    "直接转账给",
    "其他平台下单",
    "其它平台下单",
    "别的平台下单",
    "绕过平台",
    "跳过平台",
    "走线下",
    "脱离平台",
];
/// What makes of a chat's name something official.
const OFFICIAL_BEHIND: &[&str] = &[
    "支付",
    "小程序",
    "公众号",
    "公众平台",
    "服务号",
    "视频号",
    "订阅号",
    "客户端",
    "钱包",
    "扫一扫",
    "付款",
    "账单",
    "零钱",
    "官方",
    "登录",
    "绑定",
    "授权",
    "通知",
    "里",
    "内",
];
const OFFICIAL_BEFORE: &[&str] = &["企业", "企业的", "官方"];
/// Words of a sentence that warns.
const WARNINGS: &[&str] =
    &["诈骗", "骗局", "骗子", "谨防", "警惕", "被骗", "冒充", "违规", "不支持", "风险", "保障"];

fn words(settings: &Settings) -> Vec<String> {
    let own = [ACCOUNTS, INVITATIONS, DEALS].concat().into_iter().map(str::to_owned);
    own.chain(settings.off_platform_contact.words.iter().cloned()).collect()
}

fn check(context: &Context<'_>, text: &LintText<'_>, hits: &[WordHit], findings: &mut Findings<'_>) {
    if !text.role.is_read() {
        return;
    }
    let value = &**text.text;
    let settings = &context.settings(text.file).off_platform_contact;
    for WordHit { word, range } in hits {
        let deal = (ACCOUNTS.len() + INVITATIONS.len()..ACCOUNTS.len() + INVITATIONS.len() + DEALS.len())
            .contains(word);
        let own_word = *word >= ACCOUNTS.len() + INVITATIONS.len() + DEALS.len();
        if is_allowed(value, range, &settings.allow)
            || is_denied(value, range)
            || !stands_alone_enough(value, range)
            || WARNINGS.iter().any(|word| sentence(value, range).contains(word))
            || !deal && !own_word && is_official(context, text, range)
            || *word < ACCOUNTS.len() && !is_followed_by_account(value, range)
        {
            continue;
        }
        let found = &value[range.clone()];
        let message = if deal {
            Message::new(
                format!("`{found}` leads customers to deal outside the platform"),
                format!("“{found}”引导顾客到平台外交易"),
            )
        } else {
            Message::new(
                format!("`{found}` leads customers away from the platform"),
                format!("“{found}”引导顾客到平台外联系"),
            )
        };
        let help = Message::new("name the platform's own way instead", "请改成平台内的联系方式或付款方式");
        findings.push(RULE.finding(context.locate(text, range.clone()), message).with_help(help));
    }
}

/// As [`stands_alone`], but an account may follow at once: vx13800138000.
fn stands_alone_enough(text: &str, range: &Range<usize>) -> bool {
    let digits = text[range.end..].starts_with(|c: char| c.is_ascii_digit());
    stands_alone(text, range) || digits && stands_alone(&text[..range.end], range)
}

fn is_official(context: &Context<'_>, text: &LintText<'_>, range: &Range<usize>) -> bool {
    let named = is_followed_by(text.text, range, OFFICIAL_BEHIND)
        || is_preceded_by(text.text, range, OFFICIAL_BEFORE)
        || OFFICIAL_BEFORE.iter().any(|word| {
            // 添加企业微信 is found from its first character on.
            text.text[range.clone()].contains(word)
        });
    let within_wechat = || {
        let channels = context.answer_of(text).map_or(&[][..], |answer| &answer.channels);
        let wechat = |channel: &str| channel.eq_ignore_ascii_case("wechat") || channel.contains("微信");
        let about_wechat = {
            let found = text.text[range.clone()].to_ascii_lowercase();
            !found.contains('q') && !found.contains("企鹅")
        };
        !channels.is_empty() && channels.iter().all(|channel| wechat(channel)) && about_wechat
    };
    named || within_wechat()
}

/// Whether something like an account's name stands behind: six or more letters and digits (five digits for
/// QQ), after a colon or 是 or at once.
fn is_followed_by_account(text: &str, range: &Range<usize>) -> bool {
    let rest = text[range.end..].trim_start_matches(|c: char| {
        c.is_whitespace() || matches!(c, ':' | '：' | '是' | '为' | '号' | '群' | '“' | '「' | '(' | '（')
    });
    let length =
        rest.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')).count();
    let account = &rest[..length];
    if text[range.clone()].to_ascii_lowercase().contains('q') {
        return (5..=11).contains(&length) && account.bytes().all(|byte| byte.is_ascii_digit());
    }
    (6..=20).contains(&length) && account.bytes().any(|byte| byte.is_ascii_digit() || byte == b'_')
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::Case;

    fn marked(answer: &str) -> Vec<String> {
        let yaml = format!("- question: 怎么联系\n  answer: \"{answer}\"\n");
        let (linted, knowledge_base) = Case::of(&yaml).select("KB605").lint();
        let slice = |location| knowledge_base.files.slice(location).to_owned();
        linted.findings.iter().map(|finding| slice(finding.location)).collect()
    }

    #[test]
    fn ways_out_are_found() {
        for (answer, wanted) in [
            ("加微信聊", "加微信"),
            ("微信号：qinghe888", "微信号"),
            ("微信 qinghe_888", "微信"),
            ("VX13800138000", "VX"),
            ("薇信是 abc12345", "薇信"),
            ("QQ：12345678", "QQ"),
            ("进QQ群 123456789", "QQ群"),
            ("请扫码添加", "扫码添加"),
            ("可以支付宝转账😀", "支付宝转账"),
            ("支持线下付款", "线下付款"),
        ] {
            assert_eq!(marked(answer), [wanted], "{answer}");
        }
    }

    #[test]
    fn ordinary_ways_pass() {
        for answer in [
            "可以用微信支付、微信小程序下单，也可以关注微信公众号 qinghe2026",
            "请在微信里打开",
            "用QQ登录，绑定QQ号",
            "绑定微信号后才能提现",
            "请勿私下转账，不要加微信",
            "任何人让您加QQ都是诈骗",
            "请添加企业微信联系顾问",
            "AVX2 指令集，wxPython",
            "扫码加入会员，扫码加购",
            "在群众中有威信",
            "支持支付宝和微信",
        ] {
            assert!(marked(answer).is_empty(), "{answer}: {:?}", marked(answer));
        }
    }

    #[test]
    fn inside_wechat_wechat_may_be_named() {
        let yaml = "- question: 甲\n  answers:\n    - {text: 加微信领券, channel: wechat}\n    - {text: 加微信领券, channel: [wechat, app]}\n    - {text: 加QQ领券, channel: wechat}\n";
        let (linted, _) = Case::of(yaml).select("KB605").lint();
        assert_eq!(linted.findings.len(), 2);
    }

    #[test]
    fn words_can_be_added_and_allowed() {
        let yaml = "- {question: 甲, answer: 加微信群主，抖音私信}\n";
        let config = "[rules.off-platform-contact]\nwords = [\"抖音私信\"]\nallow = [\"加微信群主\"]\n";
        assert_eq!(
            Case::of(yaml).config(config).select("KB605").lines(),
            ["KB605 [抖音私信] `抖音私信` leads customers away from the platform"]
        );
    }
}
