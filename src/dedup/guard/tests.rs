//! What is no duplicate, what still may be one, and what holds for all texts.

use proptest::prelude::*;

use super::*;
use crate::text::{core_key, match_key};

fn guards() -> &'static Guards {
    static GUARDS: std::sync::LazyLock<Guards> =
        std::sync::LazyLock::new(|| Guards::new(&GuardLists::default()).expect("the lists that ship"));
    &GUARDS
}

/// Why two texts as customers write them are no duplicates.
fn why(one: &str, other: &str) -> Option<DifferenceKind> {
    let (one, other) = (match_key(one), match_key(other));
    let (one, other) = (core_key(&one), core_key(&other));
    let difference = guards().difference(one, other);
    let differs = guards().prepare(one).differs(&guards().prepare(other));
    assert_eq!(differs, difference.is_some(), "{one} {other}");
    difference.map(|difference| difference.kind)
}

fn all_differ(kind: DifferenceKind, pairs: &[(&str, &str)]) {
    for (one, other) in pairs {
        assert_eq!(why(one, other), Some(kind), "{one} {other}");
        assert_eq!(why(other, one), Some(kind), "{other} {one}");
    }
}

fn none_differ(pairs: &[(&str, &str)]) {
    for (one, other) in pairs {
        assert_eq!(why(one, other), None, "{one} {other}");
    }
}

#[test]
fn one_says_no() {
    all_differ(
        DifferenceKind::Negation,
        &[
            ("可以退款吗", "不可以退款吗"),
            ("收到货了", "没收到货"),
            ("收到货了", "还没收到货"),
            ("登录了", "登录不了"),
            ("发货了", "货还没有"),
            ("请放门口", "请勿放门口"),
            ("为什么发韵达", "为什么别发韵达"),
            ("工作日發貨", "非工作日發貨"),
            ("i can log in", "I can't log in"),
            ("my card works", "my card doesn’t work s"),
            ("it was delivered", "it was never delivered"),
        ],
    );
}

#[test]
fn every_word_that_says_no() {
    let found = |key: &str| -> Vec<String> {
        guards().negations(key).into_iter().map(|range| key[range].to_owned()).collect()
    };
    assert_eq!(found("定制的不能退 没有吊牌也不能退"), ["不", "没有", "不"]);
    assert_eq!(found("能不能退不锈钢锅"), [""; 0]);
    assert_eq!(found("不是不能退 但没货"), ["没"]);
    assert_eq!(found("we don t ship and cannot refund"), ["don t", "cannot"]);
}

#[test]
fn questions_and_words_that_only_look_like_no() {
    none_differ(&[
        ("能退货吗", "能不能退货"),
        ("支持退货", "支不支持退货"),
        ("支持退货", "支持不支持退货"),
        ("可以退货", "可不可以退货"),
        ("有货吗", "有没有货"),
        ("有发票吗", "有无发票"),
        ("发货了", "发货了没"),
        ("发货了", "发货了没有"),
        ("能退", "能退不"),
        ("会通知我", "会通知我不"),
        ("需要身份证", "需不需要身份证"),
        ("是正品吗", "是不是正品"),
        ("怎么退款", "我不知道怎么退款"),
        ("怎么退款", "不好意思，怎么退款"),
        ("质量好吗", "质量不错吗"),
        ("锅", "不锈钢锅"),
        ("七天退货", "七天无理由退货"),
        ("颜色", "特别颜色"),
        ("必须退", "不得不退"),
        ("可以退", "不是不可以退"),
        ("where is my card", "no problem where is my card"),
        ("order no 5", "order 5"),
    ]);
}

#[test]
fn apart_two_noes_are_still_no() {
    assert_eq!(why("不退货不退款", "退货退款"), Some(DifferenceKind::Negation));
    assert_eq!(why("没收到货不想要了", "没收到货"), None);
}

#[test]
fn numbers_and_units() {
    all_differ(
        DifferenceKind::Number,
        &[
            ("7天能退吗", "15天能退吗"),
            ("买2送1", "买1送2"),
            ("满100减20", "满200减20"),
            ("一件多少钱", "两件多少钱"),
            ("第一件半价", "第二件半价"),
            ("双11发货", "双12发货"),
            ("3月能到", "4月能到"),
            ("42码", "43码"),
            ("iphone 15有货", "iphone 14有货"),
            ("within 3 days", "within 5 days"),
            ("7天能退吗", "能退吗"),
        ],
    );
    all_differ(
        DifferenceKind::Unit,
        &[("7天发货", "7个工作日发货"), ("满100元", "满100件"), ("$15 fee", "£15 fee")],
    );
    none_differ(&[
        ("48小时发货", "两天发货"),
        ("２天发货", "两天发货"),
        ("满1,000元", "满一千元"),
        ("满99包邮", "满99元包邮"),
        ("双11发货", "双十一发货"),
        ("第2件半价", "第二件半价"),
        ("3-5天", "3到5天"),
        ("三五天", "3～5天"),
        ("看一下", "看"),
        ("买一件", "买件"),
        ("一个月多少钱", "一个月多少钱呢"),
        ("多少钱一斤", "多少钱"),
        ("8折", "打八折"),
        ("身高一米六五", "身高165厘米"),
        ("三块五", "3.5元"),
        ("俩手机", "两个手机"),
        ("two days", "2 days"),
    ]);
}

#[test]
fn codes_sizes_colours_marks() {
    all_differ(
        DifferenceKind::Code,
        &[
            ("a12有货", "a13有货"),
            ("iphone 15 pro有货", "iphone 15 pro max有货"),
            ("13800138000", "13800138001"),
        ],
    );
    all_differ(
        DifferenceKind::Size,
        &[("穿m还是大", "穿xl还是大"), ("m码换l码", "l码换m码"), ("s码有吗", "2xl有吗")],
    );
    all_differ(
        DifferenceKind::Colour,
        &[("红色有货", "蓝色有货"), ("红色换蓝色", "蓝色换红色"), ("黑款", "白款")],
    );
    all_differ(DifferenceKind::Mark, &[("a款", "b款"), ("甲类", "乙类"), ("上册", "下册")]);
    none_differ(&[
        ("iphone15promax有货", "iPhone 15 Pro Max 有货"),
        ("苹果15有货", "iphone15有货"),
        ("红色和蓝色", "蓝色和红色"),
        ("绿色通道", "通道"),
        ("XXL有吗", "2XL有吗"),
    ]);
}

#[test]
fn places() {
    all_differ(
        DifferenceKind::Place,
        &[
            ("寄到北京", "寄到上海"),
            ("从北京到上海", "从上海到北京"),
            ("北京寄上海多少钱", "上海寄北京多少钱"),
            ("运费", "新疆运费"),
            ("ship to japan", "ship to korea"),
        ],
    );
    none_differ(&[
        ("北京和上海", "上海和北京"),
        ("广东深圳", "深圳"),
        ("广东省深圳市", "深圳市"),
        ("内蒙包邮", "内蒙古包邮"),
        ("沙发", "长沙发"),
        ("小异", "大同小异"),
        ("臺灣能寄吗", "台湾能寄吗"),
        ("寄到中国", "寄到"),
    ]);
}

#[test]
fn opposites_and_names() {
    all_differ(
        DifferenceKind::Antonym,
        &[
            ("怎么开通花呗", "怎么关闭花呗"),
            ("怎么申请退款", "怎么申请退货"),
            ("转入限额", "转出限额"),
            ("商品上架", "商品下架"),
            ("怎么申请", "怎么取消申请"),
            ("付款前能改", "付款后能改"),
            ("會員可以退", "非會員可以退"),
            ("偏大", "偏小"),
            ("专票", "普票"),
            ("how to activate", "how to deactivate"),
            ("top up limit", "withdraw limit"),
        ],
    );
    all_differ(
        DifferenceKind::Name,
        &[("支付宝付款", "微信付款"), ("苹果手机", "华为手机"), ("发顺丰", "发中通")],
    );
    all_differ(DifferenceKind::Person, &[("爸爸穿", "妈妈穿"), ("老公的卡", "儿子的卡")]);
    all_differ(
        DifferenceKind::Time,
        &[("周一发货", "周二发货"), ("今天发", "明天发"), ("夏季穿", "冬季穿"), ("on monday", "on friday")],
    );
    none_differ(&[
        ("怎么开通和关闭花呗", "怎么开通花呗"),
        ("怎么开通和关闭花呗", "怎么关闭花呗"),
        ("怎么办理花呗", "怎么开通花呗"),
        ("怎么开启花呗", "怎么开通花呗"),
    ]);
}

#[test]
fn what_is_asked() {
    all_differ(
        DifferenceKind::Question,
        &[
            ("怎么发货", "什么时候发货"),
            ("怎么退货", "为什么退货"),
            ("多少钱", "谁出钱"),
            ("邮费多少钱", "邮费为什么"),
            ("how to ship", "why ship"),
        ],
    );
    none_differ(&[
        ("怎么退货", "如何退货"),
        ("怎么还没发货", "为什么还没发货"),
        ("怎么登录不了", "为什么登录不了"),
        ("登录异常怎么办", "登录异常是什么原因"),
        ("多久发货", "什么时候发货"),
        ("哪里开发票", "怎么开发票"),
    ]);
}

#[test]
fn a_shops_own_words() {
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    let additions = GuardLists {
        antonyms: vec![[words(&["堂食"]), words(&["外带", "打包"])]],
        places: words(&["青禾仓"]),
        codes: words(&["轻享版", "悦享版"]),
        keep: words(&["北京"]),
    };
    let guards = Guards::new(&additions).expect("lists");
    let kind = |one, other| guards.difference(one, other).map(|difference| difference.kind);
    assert_eq!(kind("堂食", "打包"), Some(DifferenceKind::Antonym));
    assert_eq!(kind("青禾仓发货", "发货"), Some(DifferenceKind::Place));
    assert_eq!(kind("轻享版", "悦享版"), Some(DifferenceKind::Code));
    assert_eq!(kind("北京", "上海"), Some(DifferenceKind::Place));
    assert_eq!(kind("北京发货", "发货"), None);
    let wrong = GuardLists { places: words(&["……"]), ..GuardLists::default() };
    assert!(Guards::new(&wrong).is_err());
}

#[test]
fn the_words_of_a_difference() {
    let of = |one: &str, other: &str| {
        let difference = guards().difference(one, other).expect("a difference");
        difference.describe(one, other)
    };
    let message = of("7天能退", "15天能退");
    assert_eq!(message.english, "number: `7天` here, `15天` there");
    assert_eq!(message.chinese, "数字不同：一个是“7天”，一个是“15天”");
    assert_eq!(of("能退", "不能退").english, "negation: only there `不`");
    assert_eq!(of("不能退", "能退").chinese, "否定不同：只有前者有“不”");
    let opened = guards().difference("怎么开通花呗", "怎么关闭花呗").expect("a difference");
    assert_eq!((opened.one, opened.other), (6..12, 6..12));
    // Ranges that belong to other texts do no harm.
    let message = guards().difference("7天能退", "15天能退").expect("one").describe("", "");
    assert_eq!(message.english, "number: only there ``");
}

#[test]
fn a_text_with_nothing_in_it_has_no_signature() {
    for key in ["", "怎么退款", "怎么开通花呗", "how to pay", "能不能退", " ", "？？"] {
        assert_eq!(guards().signature(key), 0, "{key}");
    }
    assert_ne!(guards().signature("不能退"), 0);
    assert_eq!(guards().signature("蓝色3件"), guards().signature("3件蓝色"));
}

/// Texts in which much is found.
fn text() -> impl Strategy<Value = String> {
    let words = [
        "不",
        "没",
        "没有",
        "能",
        "退",
        "有",
        "无",
        "开通",
        "关闭",
        "北京",
        "到",
        "上海",
        "广东",
        "深圳",
        "红色",
        "换",
        "蓝色",
        "m码",
        "l",
        "xl",
        "iphone",
        "15",
        " ",
        "pro",
        "max",
        "3.5",
        "-",
        "两",
        "天",
        "一",
        "个",
        "半",
        "二十",
        "五",
        "第",
        "件",
        "点",
        "元",
        "%",
        "怎么",
        "为什么",
        "支付宝",
        "微信",
        "a款",
        "not",
        "can t",
        "don t",
        "什么时候",
        "1 000",
        "😀",
        "é",
        "买",
        "送",
        "到",
        "周一",
        "$",
        "米",
    ];
    prop::collection::vec(prop::sample::select(words.to_vec()), 0..9).prop_map(|words| words.concat())
}

proptest! {
    #[test]
    fn signature_and_difference_agree(one in text(), other in text()) {
        let guards = guards();
        let (left, right) = (guards.prepare(&one), guards.prepare(&other));
        prop_assert_eq!(left.signature(), guards.signature(&one));
        let difference = guards.difference(&one, &other);
        prop_assert_eq!(left.differs(&right), difference.is_some());
        prop_assert_eq!(right.differs(&left), difference.is_some());
        prop_assert!(left.signature() == right.signature() || difference.is_some());
        prop_assert!(guards.difference(&one, &one).is_none());
        let swapped = guards.difference(&other, &one);
        let turned = difference.clone().map(|found| Difference { kind: found.kind, one: found.other, other: found.one });
        prop_assert_eq!(swapped, turned);
        if let Some(found) = difference {
            prop_assert!(one.get(found.one.clone()).is_some() && other.get(found.other.clone()).is_some());
            prop_assert!(!found.one.is_empty() || !found.other.is_empty());
        }
    }

    #[test]
    fn any_text_at_all(one in "\\PC{0,24}", other in "\\PC{0,24}") {
        for (one, other) in [(one.clone(), other.clone()), (match_key(&one), match_key(&other))] {
            let difference = guards().difference(&one, &other);
            prop_assert_eq!(guards().prepare(&one).differs(&guards().prepare(&other)), difference.is_some());
            if let Some(found) = difference {
                prop_assert!(one.get(found.one).is_some() && other.get(found.other).is_some());
            }
        }
    }
}
