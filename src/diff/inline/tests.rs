//! What a reader sees, and what holds for all texts.

use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

use super::*;

/// Removed as `[-…-]`, added as `{+…+}`.
fn shown(before: &str, after: &str) -> String {
    let show = |piece: &Piece| match piece.kind {
        PieceKind::Same => piece.text.clone(),
        PieceKind::Removed => format!("[-{}-]", piece.text),
        PieceKind::Added => format!("{{+{}+}}", piece.text),
    };
    inline(before, after).iter().map(show).collect()
}

fn text(pieces: &[Piece], without: PieceKind) -> String {
    pieces.iter().filter(|piece| piece.kind != without).map(|piece| piece.text.as_str()).collect()
}

#[test]
fn numbers_are_whole() {
    for (before, after, wanted) in [
        ("签收后7天内可以退货。", "签收后15天内可以退货。", "签收后[-7-]{+15+}天内可以退货。"),
        ("七天内可退", "十五天内可退", "[-七-]{+十五+}天内可退"),
        ("满99元包邮", "满199元包邮", "满[-99-]{+199+}元包邮"),
        ("收益率3.5%，90天", "收益率3.85%，180天", "收益率[-3.5-]{+3.85+}%，[-90-]{+180+}天"),
        ("9:00-18:00", "9:00-21:00", "9:00-[-18:00-]{+21:00+}"),
        ("１天", "１５天", "[-１-]{+１５+}天"),
        ("每次1片，饭后", "每次半片，饭前", "每次[-1-]{+半+}片，饭[-后-]{+前+}"),
        ("400-820-8820", "400-820-8821", "400-820-[-8820-]{+8821+}"),
    ] {
        assert_eq!(shown(before, after), wanted);
    }
}

#[test]
fn words_are_whole_where_little_of_them_stays() {
    for (before, after, wanted) in [
        ("退款", "退货", "[-退款-]{+退货+}"),
        ("请联系在线客服处理。", "请联系人工客服办理。", "请联系[-在线-]{+人工+}客服[-处理-]{+办理+}。"),
        ("運費由買家承擔", "運費由賣家承擔", "運費由[-買家-]{+賣家+}承擔"),
        ("Returns are free.", "Return is free.", "[-Returns are-]{+Return is+} free."),
        ("http://a.cn/b", "https://a.cn/c", "[-http-]{+https+}://a.cn/[-b-]{+c+}"),
        ("👨‍👩‍👧好", "👨‍👩‍👦好", "[-👨‍👩‍👧-]{+👨‍👩‍👦+}好"),
        ("cafe\u{301}", "cafe", "[-cafe\u{301}-]{+cafe+}"),
        ("一\r\n二", "一\n二", "一[-\r\n-]{+\n+}二"),
    ] {
        assert_eq!(shown(before, after), wanted);
    }
}

#[test]
fn characters_show_where_a_word_is_longer_or_shorter() {
    for (before, after, wanted) in [
        ("可以退", "不可以退", "{+不+}可以退"),
        ("没有货", "有货", "[-没-]有货"),
        ("无理由退货", "无理由退换货", "无理由退{+换+}货"),
        ("联系客服", "联系客服人员", "联系客服{+人员+}"),
        ("魑魅魍魉来了", "魑魅魍魍来了", "魑魅魍[-魉-]{+魍+}来了"),
        ("点击“申请退款”", "点击“申请退货退款”", "点击“申请{+退货+}退款”"),
    ] {
        assert_eq!(shown(before, after), wanted);
    }
}

#[test]
fn single_characters_between_changes_join_them() {
    for (before, after, wanted) in [
        ("您的订单", "我们的包裹", "[-您的订单-]{+我们的包裹+}"),
        ("quick brown fox", "slow red fox", "[-quick brown-]{+slow red+} fox"),
        // What is counted stays, and so does a mark.
        ("3天发", "5天到", "[-3-]{+5+}天[-发-]{+到+}"),
        ("七天内退款，请申请", "七天内退货，先寄回", "七天内[-退款-]{+退货+}，[-请申请-]{+先寄回+}"),
    ] {
        assert_eq!(shown(before, after), wanted);
    }
}

#[test]
fn additions_stand_where_sentences_end() {
    for (before, after, wanted) in [
        ("A。B。C。", "A。X。B。C。", "A。{+X。+}B。C。"),
        ("红色、蓝色", "红色、绿色、蓝色", "红色、{+绿色、+}蓝色"),
        ("一\n二\n", "一\n三\n二\n", "一\n{+三\n+}二\n"),
        ("可以退哦", "可以退，请联系客服哦", "可以退{+，请联系客服+}哦"),
    ] {
        assert_eq!(shown(before, after), wanted);
        let taken = wanted.replace("{+", "[-").replace("+}", "-]");
        assert_eq!(shown(after, before), taken);
    }
}

#[test]
fn texts_with_nothing_in_common_are_shown_whole() {
    for (before, after) in [
        ("支持电子发票，默认开个人抬头。", "快递一般3天到，偏远地区5天。"),
        ("可以的，直接申请就好。", "不好意思，这款不退换。"),
        ("Yes", "支持"),
    ] {
        assert_eq!(shown(before, after), format!("[-{before}-]{{+{after}+}}"));
    }
    assert_eq!(shown("", "新"), "{+新+}");
    assert_eq!(shown("旧", ""), "[-旧-]");
    assert_eq!(inline("", ""), []);
    let kept = "完全不同的说法\n运费到付";
    assert_eq!(shown(kept, "另写一遍\n运费到付"), "[-完全不同的说法-]{+另写一遍+}\n运费到付");
}

#[test]
fn long_texts_are_compared_by_sentences() {
    let sentence = |number: usize| format!("第{number}条：签收后7天内可以退货。");
    let lines = |count: usize| (0..count).map(sentence).collect::<String>();
    let before = lines(3000);
    let after = before.replace("第1500条：签收后7天", "第1500条：签收后15天");
    let pieces = inline(&before, &after);
    let changed: Vec<(PieceKind, &str)> = pieces
        .iter()
        .filter(|piece| piece.kind != PieceKind::Same)
        .map(|piece| (piece.kind, piece.text.as_str()))
        .collect();
    assert_eq!(changed, [(PieceKind::Removed, "7"), (PieceKind::Added, "15")]);
    // No sentence in common, and too long for words.
    let other = "好".repeat(30_000);
    assert_eq!(inline(&before, &other).len(), 2);
}

fn answer() -> impl Strategy<Value = String> {
    "(签收后|[七7]天|1?5天|不?可以|退[货款]|運費|，|。|\r\n|\n| |[aé]{1,3}|e\u{301}|👨‍👩‍👧|👍🏽|🇨🇳|\u{301}|\u{200D}|Ａ|３|[没有不的]|\\PC){0,12}"
}

proptest! {
    #[test]
    fn pieces_make_both_texts((before, after) in (answer(), answer())) {
        let pieces = inline(&before, &after);
        prop_assert_eq!(&text(&pieces, PieceKind::Added), &before);
        prop_assert_eq!(&text(&pieces, PieceKind::Removed), &after);
        prop_assert!(pieces.iter().all(|piece| !piece.text.is_empty()));
        let kinds: Vec<PieceKind> = pieces.iter().map(|piece| piece.kind).collect();
        prop_assert!(kinds.windows(2).all(|pair| pair[0] != pair[1]));
        // What went stands before what came.
        prop_assert!(!kinds.windows(2).any(|pair| pair == [PieceKind::Added, PieceKind::Removed]));
    }

    #[test]
    fn pieces_end_where_characters_end((before, after) in (answer(), answer())) {
        let pieces = inline(&before, &after);
        for (whole, without) in [(&before, PieceKind::Added), (&after, PieceKind::Removed)] {
            let mut borders = whole.grapheme_indices(true).map(|(at, _)| at);
            let mut at = 0;
            for piece in pieces.iter().filter(|piece| piece.kind != without) {
                prop_assert!(borders.any(|border| border == at), "{pieces:?}");
                at += piece.text.len();
            }
        }
    }

    #[test]
    fn what_is_removed_one_way_is_added_the_other((before, after) in (answer(), answer())) {
        let of = |pieces: &[Piece], kind| -> Vec<String> {
            pieces.iter().filter(|piece| piece.kind == kind).map(|piece| piece.text.clone()).collect()
        };
        let (there, back) = (inline(&before, &after), inline(&after, &before));
        prop_assert_eq!(of(&there, PieceKind::Same), of(&back, PieceKind::Same));
        prop_assert_eq!(of(&there, PieceKind::Removed), of(&back, PieceKind::Added));
        prop_assert_eq!(of(&there, PieceKind::Added), of(&back, PieceKind::Removed));
    }

    #[test]
    fn a_text_is_all_the_same_as_itself(text in answer()) {
        let pieces = inline(&text, &text);
        prop_assert_eq!(pieces.len(), usize::from(!text.is_empty()));
        prop_assert!(pieces.iter().all(|piece| piece.kind == PieceKind::Same));
    }
}
