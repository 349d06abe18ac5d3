//! # KB602 absolute-claim
//!
//! A superlative or absolute promise in what customers read.
//!
//! ## What it does
//! Looks in answers and greetings for the words that article 9 of the Advertising Law of the PRC names
//! (国家级, 最高级, 最佳) and for those that market regulators fine by practice: 全网最低, 销量第一, 顶级, 极致,
//! 100%有效, 永不褪色, 药到病除 and the like.
//!
//! Everyday uses pass: advice (最好先量尺寸), order (第一时间, 第一步), measures and settings (最佳食用温度,
//! 绝对值), and what is denied (不是最好的面料).
//!
//! ## Why it matters
//! What a bot says to a customer in a shop counts as advertising. Article 57 puts a fine of 200,000 to
//! 1,000,000 yuan on these words, and there are people who live on reporting them.
//!
//! ## Example
//! ```yaml fail
//! - id: quality
//!   question: 你们家质量怎么样？
//!   answer: 我们用的是顶级面料，全网最低价，销量第一。
//! ```
//! ```yaml pass
//! - id: quality
//!   question: 你们家质量怎么样？
//!   answer: 面料是长绒棉，最好用冷水洗；有问题请第一时间联系我们，水温不超过 30 度效果最佳。
//! ```
//!
//! ## Fix
//! None: say what can be shown instead: the material, the certificate, the figure with its source.
//!
//! ## Settings
//! `words`: more words to look for. `allow`: phrases in which a word passes, such as `["顶级会员"]`.
//!
//! # KB602 绝对化用语
//!
//! 顾客看到的文字里有绝对化用语。
//!
//! ## 检查什么
//! 在答案和欢迎语里查找《广告法》第九条点名的“国家级”“最高级”“最佳”，以及实践中会被处罚的用语：全网最低、销量第一、顶级、极致、100%有效、永不褪色、药到病除等。
//!
//! 日常用法不报告：建议（最好先量尺寸）、次序（第一时间、第一步）、参数和使用说明（最佳食用温度、绝对值），以及否定的说法（不是最好的面料）。
//!
//! ## 为什么重要
//! 机器人在店铺里对顾客说的话也算广告。按第五十七条，使用这些词可处二十万元以上一百万元以下罚款，也有人专门以举报为生。
//!
//! ## 修复
//! 不自动修复：请改成拿得出证据的说法，比如材质、检测证书、带来源的数据。
//!
//! ## 设置
//! `words`：另外要查的词。`allow`：允许出现的说法，例如 `["顶级会员"]`。

use std::ops::Range;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::diagnostic::{Message, Severity};
use crate::lint::guard::{clause_after, is_allowed, is_denied, is_followed_by, is_preceded_by, stands_alone};
use crate::lint::{Check, Context, Findings, Fixes, LintText, Needs, Rule, Settings, WordHit};

/// The rule.
pub const RULE: Rule = Rule {
    code: "KB602",
    name: "absolute-claim",
    severity: Severity::Warning,
    fixes: Fixes::None,
    needs: Needs::Nothing,
    check: Check::Words(words, check),
    source: include_str!("absolute_claim.rs"),
};

/// Which claims are looked for.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Claims {
    /// Words besides the rule's own.
    pub words: Vec<String>,
    /// Phrases in which a word passes.
    pub allow: Vec<String>,
}

/// A claim, and the words before and behind it with which it is none.
struct Claim {
    words: &'static [&'static str],
    not_behind: &'static [&'static str],
    not_before: &'static [&'static str],
}

const fn claim(words: &'static [&'static str]) -> Claim {
    Claim { words, not_behind: &[], not_before: &[] }
}

/// The terms: article 9 (3) of the Advertising Law (广告法, 2021), the lists of words that marketplaces check
/// product pages against, and decisions of market regulators. Words that are mostly harmless (最好, 最佳,
/// 第一, 唯一, 最大) stand here only in the forms that claim something.
const CLAIMS: &[Claim] = &[
    Claim {
        words: &["国家级"],
        not_behind: &[],
        not_before: &[
            "非物质",
            "非遗",
            "文物",
            "新区",
            "开发区",
            "自然",
            "风景",
            "森林",
            "示范",
            "高新",
            "经济",
            "重点",
            "检测",
            "检验",
            "实验室",
            "标准",
            "质检",
        ],
    },
    Claim {
        words: &["最高级"],
        not_behind: &[],
        not_before: &["别", "会员", "的会员", "等级", "管理", "账号"],
    },
    claim(&[
        "最佳品牌",
        "最佳品质",
        "最佳质量",
        "最佳产品",
        "最佳商品",
        "最佳选择",
        "最佳之选",
        "最佳面料",
        "最佳材质",
        "最佳服务",
        "最佳店铺",
        "最佳商家",
        "最佳礼物",
        "最佳性价比",
        "质量最佳",
        "品质最佳",
        "面料最佳",
        "服务最佳",
        "口碑最佳",
        "全国最佳",
        "行业最佳",
        "业内最佳",
    ]),
    Claim {
        words: &["顶级"],
        not_behind: &["山", "楼", "屋"],
        not_before: &["会员", "域名", "类目", "用户", "权限", "分类", "菜单"],
    },
    Claim { words: &[FIRST_CHOICE], not_behind: &["为", "作", "是"], not_before: &[] },
    claim(&["首选品牌", "首选好物", "首选单品", "首选产品", "不二之选"]),
    Claim {
        words: &["绝对"],
        not_behind: &["相"],
        not_before: &[
            "不", "禁", "别", "避", "值", "路径", "湿度", "零度", "地址", "位置", "引用", "温度", "压力",
            "化", "多数", "坐标", "误差", "服从", "保密", "没有",
        ],
    },
    Claim {
        words: &["万能"],
        not_behind: &[],
        not_before: &[
            "充", "遥控", "钥匙", "胶", "转换", "插", "表", "角", "夹", "支架", "工具", "扳手", "轮", "锅",
            "搭", "青年", "贴", "接", "油", "蒸", "卡", "淘宝",
        ],
    },
    Claim { words: &["极致"], not_behind: &["追求", "到"], not_before: &["简约"] },
    claim(&[
        "世界级",
        "宇宙级",
        "史上最",
        "前无古人",
        "空前绝后",
        "绝无仅有",
        "独一无二",
        "无与伦比",
        "举世无双",
    ]),
    claim(&[
        "全网最",
        "全国最",
        "全球最",
        "世界最",
        "行业最",
        "国内最",
        "市场最低",
        "市面上最",
        "同行最",
        "业内最",
    ]),
    claim(&[
        "全网第一",
        "全国第一",
        "全球第一",
        "世界第一",
        "中国第一",
        "行业第一",
        "国内第一",
        "同行第一",
        "销量第一",
        "排名第一",
        "口碑第一",
        "市场第一",
        "第一品牌",
        "第一大品牌",
        "天下第一",
        "no.1",
        "top1",
        "top.1",
        "销量冠军",
    ]),
    claim(&["全网唯一", "全国唯一", "全球唯一", "行业唯一", "国内唯一", "唯一正品", "唯一品牌", "唯一有效"]),
    claim(&[
        "质量最好",
        "品质最好",
        "口碑最好",
        "服务最好",
        "面料最好",
        "材质最好",
        "做工最好",
        "最好的产品",
        "最好的品牌",
        "最好的面料",
        "最好的质量",
        "最好的品质",
        "最好的材质",
        "最好的服务",
        "最好的商品",
        "最好的店",
        "最优质的",
        "最先进的",
        "最权威的",
        "最专业的",
        "最便宜的",
        "最受欢迎的品牌",
        "最畅销的品牌",
        "最大品牌",
    ]),
    claim(&[
        "100%有效",
        "100%见效",
        "100%安全",
        "百分百有效",
        "百分百见效",
        "百分百安全",
        "百分之百有效",
        "百分之百安全",
        "包治百病",
        "药到病除",
        "永不褪色",
        "永不掉色",
        "永不变形",
        "永不起球",
        "永不磨损",
        "永不生锈",
        "永久不褪色",
        "永久不掉色",
        "永久不变形",
        "永久不坏",
        "永久美白",
        "永久脱毛",
        "永久祛斑",
        "永久防水",
        "根治",
    ]),
    claim(&[
        "国家免检",
        "驰名商标",
        "国家领导人推荐",
        "国宴专用",
        "零缺陷",
        "世界领先",
        "国际领先",
        "遥遥领先",
        "领袖品牌",
    ]),
];

/// A claim only where nothing follows: 送礼首选！ but not 首选顺丰快递.
const FIRST_CHOICE: &str = "首选";

fn words(settings: &Settings) -> Vec<String> {
    let own = CLAIMS.iter().flat_map(|claim| claim.words).map(|word| (*word).to_owned());
    own.chain(settings.absolute_claim.words.iter().cloned()).collect()
}

fn check(context: &Context<'_>, text: &LintText<'_>, hits: &[WordHit], findings: &mut Findings<'_>) {
    if !text.role.is_read() {
        return;
    }
    let value = &**text.text;
    let settings = &context.settings(text.file).absolute_claim;
    for WordHit { word, range } in hits {
        if is_allowed(value, range, &settings.allow)
            || is_denied(value, range)
            || !stands_alone(value, range)
            || claim_of(*word).is_some_and(|claim| is_none(claim, value, range))
        {
            continue;
        }
        let found = &value[range.clone()];
        let message = Message::new(
            format!("`{found}` is an absolute claim, which the Advertising Law forbids"),
            format!("“{found}”是绝对化用语，广告法不允许"),
        );
        let help = Message::new(
            "say what can be shown: the material, the certificate, a figure with its source",
            "请改成拿得出证据的说法，例如材质、检测证书、有来源的数据",
        );
        findings.push(RULE.finding(context.locate(text, range.clone()), message).with_help(help));
    }
}

/// The claim with the word of this number; none for words from the settings.
fn claim_of(mut word: usize) -> Option<&'static Claim> {
    for claim in CLAIMS {
        match word.checked_sub(claim.words.len()) {
            Some(rest) => word = rest,
            None => return Some(claim),
        }
    }
    None
}

fn is_none(claim: &Claim, text: &str, range: &Range<usize>) -> bool {
    is_preceded_by(text, range, claim.not_behind)
        || is_followed_by(text, range, claim.not_before)
        || text[range.clone()] == *FIRST_CHOICE && !clause_after(text, range).trim().is_empty()
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::Case;

    fn marked(answer: &str) -> Vec<String> {
        let yaml = format!("- question: 怎么样\n  answer: \"{answer}\"\n");
        let (linted, knowledge_base) = Case::of(&yaml).select("KB602").lint();
        let slice = |location| knowledge_base.files.slice(location).to_owned();
        linted.findings.iter().map(|finding| slice(finding.location)).collect()
    }

    #[test]
    fn claims_are_found() {
        for (answer, wanted) in [
            ("国家级品质", "国家级"),
            ("本店是最佳品牌", "最佳品牌"),
            ("全网最低，放心买", "全网最"),
            ("我们销量第一", "销量第一"),
            ("采用顶级面料", "顶级"),
            ("质量绝对放心", "绝对"),
            ("送礼首选！", "首选"),
            ("NO.1 的品牌", "NO.1"),
            ("永不褪色😀", "永不褪色"),
            ("不仅便宜，而且是最好的面料", "最好的面料"),
        ] {
            assert_eq!(marked(answer), [wanted], "{answer}");
        }
    }

    #[test]
    fn everyday_words_pass() {
        for answer in [
            "最好在睡前涂",
            "最好提前一天预约，最好不要用热水",
            "请第一时间联系我们，第一次使用先充电，第一步打开盒子",
            "最近三天，最多五件，最少一件，最晚明天，最后一步",
            "最大承重100公斤",
            "唯一编码印在盒底，这是唯一标识",
            "取绝对值，绝对不要告诉别人验证码，绝对不会降价",
            "首选方式是在线支付，首选顺丰快递的，请备注",
            "冷藏后口感最佳，最佳食用温度是十度，在最佳赏味期内吃完",
            "升级到顶级会员，最高级别是钻石",
            "这不是最好的面料，也不承诺100%有效",
            "万能充、万能转换插头都可以用",
            "国家级非物质文化遗产",
            "教您最佳吃法，20度最佳，退烧药是首选",
            "stop10 和 top100",
        ] {
            assert!(marked(answer).is_empty(), "{answer}: {:?}", marked(answer));
        }
    }

    #[test]
    fn only_what_customers_read_counts() {
        let yaml = "- {question: 这是全网最低价吗, variants: [顶级面料吗], answer: 价格以页面为准}\n";
        assert!(Case::of(yaml).select("KB602").lines().is_empty());
    }

    #[test]
    fn a_greeting_is_read_too() {
        let shop = "id: s\nwelcome: {greeting: 欢迎来到全国第一女装店}\n";
        assert_eq!(Case::files(&[("s/shop.yaml", shop)]).select("KB602").lines().len(), 1);
    }

    #[test]
    fn words_can_be_added_and_allowed() {
        let yaml = "- {question: 甲, answer: 天花板级的顶级好物}\n";
        let config = "[rules.absolute-claim]\nwords = [\"天花板级\"]\nallow = [\"顶级好物\"]\n";
        let lines = Case::of(yaml).config(config).select("KB602").lines();
        assert_eq!(
            lines,
            ["KB602 [天花板级] `天花板级` is an absolute claim, which the Advertising Law forbids"]
        );
    }
}
