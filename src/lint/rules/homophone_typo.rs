//! # KB207 homophone-typo
//!
//! A word typed with the wrong character: 登陆 for 登录, 优惠卷 for 优惠券.
//!
//! ## What it does
//! Looks for a list of slips that are wrong in customer service whatever stands around them; where they are
//! right in another sense (台风登陆), the sense is recognised. Looks at canonical questions, answers and
//! greetings. Variants, counterexamples and keywords are what customers type, and there slips are wanted.
//!
//! ## Why it matters
//! Customers judge a shop by its writing, and a slip in 账户 or 发票 makes a message look forged. Those who
//! search the knowledge base for the right word do not find the entry.
//!
//! ## Example
//! ```yaml fail
//! - id: coupon
//!   question: 优惠卷怎么用？
//!   answer: 登陆帐号后，在结算页选优惠券。
//! ```
//! ```yaml pass
//! - id: coupon
//!   question: 优惠券怎么用？
//!   variants: [优惠卷怎么用]
//!   answer: 登录账号后，在结算页选优惠券。台风登陆期间配送会延迟。
//! ```
//!
//! ## Fix
//! Unsafe: writes the right word.
//!
//! ## Settings
//! `pairs`: more slips, the wrong word and the right one (`"青合" = "青禾"`); they go before the built-in ones.
//! `allow`: words in which nothing is wrong.
//!
//! # KB207 同音错别字
//!
//! 打错的词：“登录”写成“登陆”，“优惠券”写成“优惠卷”。
//!
//! ## 检查什么
//! 按一份错词表检查标准问、答案和欢迎语。表里的词在客服场景里一定是错的；换个意思就对的（台风登陆）会区分开。相似问、反例和关键词是顾客的原话，有错别字才像真的，不检查。
//!
//! ## 为什么重要
//! 顾客从文字看店铺，“账户”“发票”写错了，像是骗子发的。查知识库的人按正确的词搜，也搜不到这一条。
//!
//! ## 修复
//! 需确认：改成正确的词。
//!
//! ## 设置
//! `pairs`：补充错词，左边错、右边对（`"青合" = "青禾"`），优先于内置的词表。`allow`：没有写错的词。

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::diagnostic::{Fix, Message, Severity};
use crate::lint::prose::is_retired;
use crate::lint::{Check, Context, Findings, Fixes, LintText, Needs, Role, Rule, Settings, WordHit};

/// The rule.
pub const RULE: Rule = Rule {
    code: "KB207",
    name: "homophone-typo",
    severity: Severity::Warning,
    fixes: Fixes::Unsafe,
    needs: Needs::Nothing,
    check: Check::Words(words, check),
    source: include_str!("homophone_typo.rs"),
};

/// Slips besides the built-in ones, and words that are none.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Words {
    /// The wrong word and the right one.
    pub pairs: BTreeMap<String, String>,
    /// Words in which nothing is wrong.
    pub allow: Vec<String>,
}

/// Wrong and right. The spellings are those of 现代汉语词典; of variants that it allows (订单 and 定单, 其他 and
/// 其它) neither stands here. Longer words stand for shorter ones that other words would contain by chance.
const PAIRS: &[(&str, &str)] = &[
    // Accounts: 帐 is a curtain.
    ("登陆", "登录"),
    ("帐户", "账户"),
    ("帐号", "账号"),
    ("帐单", "账单"),
    ("帐款", "账款"),
    ("帐目", "账目"),
    ("帐务", "账务"),
    ("帐期", "账期"),
    ("结帐", "结账"),
    ("转帐", "转账"),
    ("对帐", "对账"),
    ("到帐", "到账"),
    ("入帐", "入账"),
    ("出帐", "出账"),
    ("付帐", "付账"),
    ("记帐", "记账"),
    ("查帐", "查账"),
    ("销帐", "销账"),
    ("挂帐", "挂账"),
    ("冲值", "充值"),
    ("蜜码", "密码"),
    ("验正码", "验证码"),
    // Coupons: 卷 is a roll, 劵 a wearied look.
    ("优惠卷", "优惠券"),
    ("代金卷", "代金券"),
    ("消费卷", "消费券"),
    ("入场卷", "入场券"),
    ("现金卷", "现金券"),
    ("抵扣卷", "抵扣券"),
    ("抵用卷", "抵用券"),
    ("满减卷", "满减券"),
    ("兑换卷", "兑换券"),
    ("提货卷", "提货券"),
    ("礼品卷", "礼品券"),
    ("购物卷", "购物券"),
    ("折扣卷", "折扣券"),
    ("体验卷", "体验券"),
    ("无门槛卷", "无门槛券"),
    ("领卷中心", "领券中心"),
    ("卷后价", "券后价"),
    ("劵", "券"),
    // Paying.
    ("货到附款", "货到付款"),
    ("附款方式", "付款方式"),
    ("附款成功", "付款成功"),
    ("附款失败", "付款失败"),
    ("附款后", "付款后"),
    ("已附款", "已付款"),
    ("未附款", "未付款"),
    ("支符宝", "支付宝"),
    ("支负宝", "支付宝"),
    ("电子发漂", "电子发票"),
    ("普通发漂", "普通发票"),
    ("专用发漂", "专用发票"),
    ("发漂抬头", "发票抬头"),
    // Parcels.
    ("快弟", "快递"),
    ("苍库", "仓库"),
    ("确认收贷", "确认收货"),
    ("发贷时间", "发货时间"),
    ("退贷退款", "退货退款"),
    ("退换贷", "退换货"),
    ("无理由退贷", "无理由退货"),
    ("送贷上门", "送货上门"),
    ("折封", "拆封"),
    ("推还", "退还"),
    ("申请推款", "申请退款"),
    ("仅推款", "仅退款"),
    ("全额推款", "全额退款"),
    ("反回", "返回"),
    ("拔打", "拨打"),
    ("拔通", "拨通"),
    ("末付款", "未付款"),
    ("末发货", "未发货"),
    ("末收到", "未收到"),
    ("末签收", "未签收"),
    ("己付款", "已付款"),
    ("己发货", "已发货"),
    ("己收到", "已收到"),
    ("己签收", "已签收"),
    ("己退款", "已退款"),
    ("己下单", "已下单"),
    ("己经", "已经"),
    // Goods.
    ("尺马", "尺码"),
    ("尺村", "尺寸"),
    ("雪仿", "雪纺"),
    ("纯绵", "纯棉"),
    ("涤伦", "涤纶"),
    ("涤沦", "涤纶"),
    ("防嗮", "防晒"),
    ("吊色", "掉色"),
    ("暇疵", "瑕疵"),
    ("涂沫", "涂抹"),
    ("沾贴", "粘贴"),
    ("帐蓬", "帐篷"),
    ("账篷", "帐篷"),
    ("账蓬", "帐篷"),
    ("蚊账", "蚊帐"),
    ("冲电宝", "充电宝"),
    ("冲电器", "充电器"),
    ("冲电线", "充电线"),
    ("兰牙耳机", "蓝牙耳机"),
    ("按纽", "按钮"),
    ("按装", "安装"),
    ("图象", "图像"),
    ("质量问提", "质量问题"),
    // Serving.
    ("联糸", "联系"),
    ("客伏", "客服"),
    ("资询", "咨询"),
    ("咨寻", "咨询"),
    ("投拆", "投诉"),
    ("报歉", "抱歉"),
    ("抱谦", "抱歉"),
    ("道谦", "道歉"),
    ("谦意", "歉意"),
    ("凉解", "谅解"),
    ("见凉", "见谅"),
    ("幸苦", "辛苦"),
    ("奈心", "耐心"),
    ("捎等", "稍等"),
    ("稍侯", "稍候"),
    ("等侯", "等候"),
    ("恭侯", "恭候"),
    ("时侯", "时候"),
    ("竭成", "竭诚"),
    ("欢迎在来", "欢迎再来"),
    ("下次在来", "下次再来"),
    ("欢迎在次", "欢迎再次"),
    ("在次下单", "再次下单"),
    ("在次购买", "再次购买"),
    ("在次申请", "再次申请"),
    ("在次提交", "再次提交"),
    ("在次联系", "再次联系"),
    ("在次感谢", "再次感谢"),
    ("在次确认", "再次确认"),
    ("陪偿", "赔偿"),
    ("培偿", "赔偿"),
    ("陪付", "赔付"),
    ("假一陪", "假一赔"),
    ("祥情", "详情"),
    ("祥细", "详细"),
    ("下栽", "下载"),
    ("流览", "浏览"),
    ("免费增送", "免费赠送"),
    // Common words.
    ("以经", "已经"),
    ("既使", "即使"),
    ("即然", "既然"),
    ("一但", "一旦"),
    ("因该是", "应该是"),
    ("因该会", "应该会"),
    ("因该可以", "应该可以"),
    ("因该怎么", "应该怎么"),
    ("因该如何", "应该如何"),
    ("迫不急待", "迫不及待"),
    ("亲睐", "青睐"),
    ("渡假", "度假"),
    ("零晨", "凌晨"),
    ("勿必", "务必"),
    ("根剧", "根据"),
    ("遗撼", "遗憾"),
    ("请进快", "请尽快"),
    ("批露", "披露"),
    ("防碍", "妨碍"),
    ("寒喧", "寒暄"),
    ("再接再励", "再接再厉"),
    ("不好意识", "不好意思"),
];

/// Words that hold a slip of the list and are right.
const RIGHT: &[&str] = &[
    "登陆战",
    "登陆舰",
    "登陆艇",
    "登陆器",
    "登陆点",
    "登陆作战",
    "登陆月球",
    "抢滩登陆",
    "蚊帐",
    "床帐",
    "营帐",
    "到帐篷",
    "到帐蓬",
    "入帐篷",
    "出帐篷",
    "对帐篷",
    "付帐篷",
    "记帐篷",
    "结帐篷",
    "查帐篷",
    "挂帐篷",
    "反回购",
    "反回扣",
    "自己经",
    "自己付款",
    "自己发货",
    "自己收到",
    "自己签收",
    "自己退款",
    "自己下单",
    "周末付款",
    "周末发货",
    "周末收到",
    "周末签收",
    "月末付款",
    "月末发货",
    "年末付款",
    "年末发货",
    "月末收到",
    "年末收到",
    "按装箱",
    "按装修",
    "按装备",
    "按装运",
    "按纽扣",
    "按纽约",
    "纯绵羊",
    "图象征",
    "截图象",
    "意图象",
    "可以经",
    "所以经",
    "足以经",
    "难以经",
    "得以经",
    "加以经",
    "予以经",
    "以经济",
    "以经营",
    "以经验",
    "以经典",
    "以经过",
    "以经常",
    "以经销",
    "以经纬",
    "以经期",
    "既使用",
    "既使得",
    "因该会员",
    "因该是非",
    "请进快递",
    "请进快件",
    "力推还",
    "首推还",
    "推还是",
    "推还有",
    "推还没",
    "推还要",
    "推还能",
    "推还可",
    "主推还",
    "电子发漂亮",
];

/// A word that is right if any of these stands in the same text.
const IN_THE_SENSE_OF: &[(&str, &[&str])] =
    &[("登陆", &["台风", "飓风", "热带风暴", "诺曼底", "月球", "火星", "海军"]), ("吊色", &["吊染"])];

/// Slips that are words of their own and stand only where a clause begins: 立即然后, 统一但是, 他既使….
const BEGIN_A_CLAUSE: [&str; 3] = ["一但", "即然", "既使"];

/// What stands behind 卷 where it is a roll: 礼品卷纸, 体验卷发.
const ROLLS: [char; 13] = ['发', '纸', '尺', '烟', '帘', '毛', '轴', '筒', '饼', '心', '边', '尾', '轮'];

fn words(settings: &Settings) -> Vec<String> {
    let Words { pairs, allow } = &settings.homophone_typo;
    let built_in = PAIRS.iter().map(|&(wrong, _)| wrong).chain(RIGHT.iter().copied());
    built_in.chain(pairs.keys().chain(allow).map(String::as_str)).map(str::to_owned).collect()
}

fn check(context: &Context<'_>, text: &LintText<'_>, hits: &[WordHit], findings: &mut Findings<'_>) {
    if !(text.role == Role::Question || text.role.is_read()) || is_retired(context, text) {
        return;
    }
    let settings = &context.settings(text.file).homophone_typo;
    for WordHit { range, .. } in hits {
        let wrong = &text.text[range.clone()];
        let Some(right) = correction(wrong, settings) else { continue };
        if !settings.pairs.contains_key(wrong) && is_right_here(text.text, range.start, wrong) {
            continue;
        }
        let message =
            Message::new(format!("`{wrong}` should be `{right}`"), format!("“{wrong}”应为“{right}”"));
        let mut finding = RULE.finding(context.locate(text, range.clone()), message);
        if let Some((location, written)) = context.replace(text, range.clone(), right) {
            let label = Message::new(format!("write `{right}`"), format!("改成“{right}”"));
            finding = finding.with_fix(Fix::unsafe_(label).replace(location, written));
        }
        findings.push(finding);
    }
}

/// What `word` should be; `None` if it is right.
fn correction<'s>(word: &str, settings: &'s Words) -> Option<&'s str> {
    if settings.allow.iter().any(|allowed| allowed.eq_ignore_ascii_case(word)) {
        return None;
    }
    let own = settings.pairs.iter().find(|(wrong, _)| wrong.eq_ignore_ascii_case(word));
    match own {
        Some((_, right)) => Some(right),
        None => PAIRS.iter().find(|(wrong, _)| *wrong == word).map(|&(_, right)| right),
    }
}

/// Whether a built-in slip, found at byte `at`, is no slip in this text.
fn is_right_here(text: &str, at: usize, wrong: &str) -> bool {
    let (before, behind) = (&text[..at], &text[at + wrong.len()..]);
    if wrong.ends_with('卷') && behind.starts_with(ROLLS) {
        return true;
    }
    if BEGIN_A_CLAUSE.contains(&wrong) && before.ends_with(char::is_alphanumeric) {
        return true;
    }
    IN_THE_SENSE_OF
        .iter()
        .any(|(word, senses)| *word == wrong && senses.iter().any(|sense| text.contains(sense)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::testing::Case;
    use std::collections::BTreeSet;

    fn answer(answer: &str) -> Case {
        Case::of(&format!("- id: a\n  question: 怎么办理\n  answer: {answer}\n")).select("KB207")
    }

    #[test]
    fn the_list_is_in_order() {
        let wrong: BTreeSet<&str> = PAIRS.iter().map(|(wrong, _)| *wrong).collect();
        assert_eq!(wrong.len(), PAIRS.len(), "no slip twice");
        assert!(PAIRS.len() >= 60);
        for (slip, right) in PAIRS {
            assert!(!wrong.contains(right) && slip != right, "{slip}");
            let left = PAIRS.iter().find(|(other, _)| right.contains(other));
            assert_eq!(left, None, "the correction of {slip} holds a slip");
        }
        for right in RIGHT {
            let covered = PAIRS.iter().any(|(slip, _)| right.contains(slip));
            // 蚊帐, 床帐 and 营帐 end where 帐户 begins.
            assert!(covered || right.ends_with('帐') || *right == "{right} covers no slip");
        }
    }

    #[test]
    fn every_slip_is_found_and_corrected() {
        for (wrong, right) in PAIRS {
            let case = answer(&format!("请，{wrong}。"));
            assert_eq!(case.lines(), [format!("KB207 [{wrong}] `{wrong}` should be `{right}`")]);
            assert!(case.fixed_text().ends_with(&format!("answer: 请，{right}。\n")), "{wrong}");
        }
    }

    #[test]
    fn the_same_characters_in_another_sense_pass() {
        for text in [
            "台风在浙江登陆，快递会延迟",
            "登陆艇模型",
            "请在帐篷里使用，把杆子放到帐篷外",
            "蚊帐户外也能用，蚊帐单人双人都有",
            "可以经上海转运，所以经常延迟",
            "请您自己发货，自己经手",
            "周末发货，月末发货",
            "按装箱单核对，按装修进度送",
            "既使用方便又省电",
            "审核后立即然后退款",
            "价格统一但不含运费",
            "因该商品已下架，因该会员等级不够",
            "纯绵羊毛",
            "赠送优惠卷发棒，礼品卷纸",
            "主推款式退完，主推还是现货",
            "正确：登录账号，结账，优惠券，已经发货",
            "請登錄帳號",
        ] {
            assert_eq!(answer(text).lines(), [""; 0], "{text}");
        }
    }

    #[test]
    fn customers_keep_their_slips_and_retired_entries_rest() {
        let yaml = "- id: a\n  question: 怎么登录\n  variants: [怎么登陆]\n  counterexamples: [帐号被盗]\n  keywords: [[登陆, 帐号]]\n";
        assert_eq!(Case::of(yaml).select("KB207").lines(), [""; 0]);
        let yaml = "- id: a\n  question: 怎么登陆\n  status: retired\n";
        assert_eq!(Case::of(yaml).select("KB207").lines(), [""; 0]);
        let shop = "id: s\nwelcome:\n  greeting: 欢迎在次光临\n";
        let lines = Case::files(&[("s/shop.yaml", shop)]).select("KB207").lines();
        assert_eq!(lines, ["KB207 [欢迎在次] `欢迎在次` should be `欢迎再次`"]);
    }

    #[test]
    fn words_can_be_added_and_taken_away() {
        let config = "[rules.homophone-typo]\npairs = { \"青合\" = \"青禾\", \"hellow\" = \"hello\" }\nallow = [\"登陆\", \"帐号管家\"]\n";
        let case = answer("青合的HELLOW，登陆帐号管家，帐号").config(config);
        assert_eq!(
            case.lines(),
            [
                "KB207 [青合] `青合` should be `青禾`",
                "KB207 [HELLOW] `HELLOW` should be `hello`",
                "KB207 [帐号] `帐号` should be `账号`",
            ]
        );
    }
}
