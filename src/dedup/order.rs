//! The same words in another order: 运费谁出，连衣裙 and 连衣裙运费谁出.
//!
//! Candidates are found by a hash that does not see the order. As 从北京到上海 and 从上海到北京 have the
//! same words too, two texts count as one only if one becomes the other when two neighbouring parts change
//! places: what stands around 到 cannot.

use std::hash::Hasher;

use rustc_hash::FxHasher;

use super::similarity::tokens;

/// Fewer characters say too little for their order not to matter.
const LEAST_CHARACTERS: usize = 5;

/// What changes places has at least so many characters: 不能退 is not 能不退.
const LEAST_MOVED: usize = 2;

/// In longer texts a part that has moved is not looked for: there are too many of them.
const MOST_REORDERED: usize = 128;

/// A hash of a key's words whatever their order; `None` if the key is too short.
pub(super) fn bag(key: &str) -> Option<u64> {
    if key.chars().take(LEAST_CHARACTERS).count() < LEAST_CHARACTERS {
        return None;
    }
    let hashed = tokens(key).map(|token| {
        let mut hasher = FxHasher::default();
        hasher.write(token.as_bytes());
        // Spread the bits, as sums of neighbours would collide.
        (hasher.finish() ^ (hasher.finish() >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9)
    });
    Some(hashed.fold(0, u64::wrapping_add))
}

/// Whether two different keys are the same but for two neighbouring parts that have changed places.
pub fn is_reordered(one: &str, other: &str) -> bool {
    let (one, other): (Vec<&str>, Vec<&str>) = (tokens(one).collect(), tokens(other).collect());
    let length = one.len();
    if length != other.len() || length > MOST_REORDERED || one == other {
        return false;
    }
    let before = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
    let after = one.iter().rev().zip(other.iter().rev()).take_while(|(a, b)| a == b).count();
    let characters = |tokens: &[&str]| tokens.iter().map(|token| token.chars().count()).sum::<usize>();
    // What is equal at an edge may still belong to a part that moved (退货, 退款).
    (0..=before).any(|start| {
        (length - after..=length).any(|end| {
            (start + 1..end).any(|middle| {
                let (left, right) = (&one[start..middle], &one[middle..end]);
                let moved = &other[start..end];
                moved[..right.len()] == *right
                    && moved[right.len()..] == *left
                    && characters(left) >= LEAST_MOVED
                    && characters(right) >= LEAST_MOVED
            })
        })
    })
}

/// In longer texts nobody can tell any more what belongs to what.
const MOST_EXCHANGED: usize = 48;

/// Whether what two texts have in common is the same but for two parts that have changed places around a
/// third: 从北京到上海 and 从上海到北京, 男生追女生 and 女生追男生. Tokens by number, in the order of the texts;
/// texts of more than 48 tokens are never told to be exchanged.
pub(super) fn is_exchanged(one: &[u32], other: &[u32]) -> bool {
    if one.len() > MOST_EXCHANGED || other.len() > MOST_EXCHANGED || one.len().min(other.len()) < 3 {
        return false;
    }
    // The join asks this of every pair it finds, so nothing is allocated.
    let (mut ones, mut others) = ([0; MOST_EXCHANGED], [0; MOST_EXCHANGED]);
    let (one, other) = (in_common(one, other, &mut ones), in_common(other, one, &mut others));
    let length = one.len();
    if one == other || length != other.len() {
        return false;
    }
    let before = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let after = one.iter().rev().zip(other.iter().rev()).take_while(|(a, b)| a == b).count();
    // What is equal at an edge may still belong to a part that moved, if it begins or ends both.
    (0..=before)
        .rev()
        .any(|start| (length - after..=length).any(|end| are_exchanged(&one[start..end], &other[start..end])))
}

/// Whether `one` is X m Y and `other` is Y m X, nothing empty, and it is no mere move of a part.
fn are_exchanged(one: &[u32], other: &[u32]) -> bool {
    let length = one.len();
    let exchanged = (1..length.saturating_sub(1)).any(|left| {
        other[length - left..] == one[..left]
            && (1..length - left).any(|right| {
                other[..right] == one[length - right..]
                    && other[right..length - left] == one[left..length - right]
            })
    });
    let moved = |middle: usize| {
        one[middle..] == other[..length - middle] && one[..middle] == other[length - middle..]
    };
    exchanged && !(1..length).any(moved)
}

/// The tokens of `one` that `other` has too, as many of each, the first ones.
fn in_common<'b>(one: &[u32], other: &[u32], buffer: &'b mut [u32; MOST_EXCHANGED]) -> &'b [u32] {
    let (mut taken, mut length) = (0_u64, 0);
    for token in one {
        let free = |at: &usize| other[*at] == *token && taken & (1 << at) == 0;
        if let Some(at) = (0..other.len()).find(free) {
            taken |= 1 << at;
            buffer[length] = *token;
            length += 1;
        }
    }
    &buffer[..length]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn neighbouring_parts_may_change_places() {
        for (one, other) in [
            ("连衣裙运费谁出", "运费谁出连衣裙"),
            ("羽绒服可以机洗", "机洗羽绒服可以"),
            ("退货运费谁出", "运费退货谁出"),
            ("退货退款流程", "退款退货流程"),
            ("iphone 15有货", "有货iphone 15"),
        ] {
            assert!(is_reordered(one, other) && is_reordered(other, one), "{one} {other}");
            assert_eq!(bag(one), bag(other));
        }
    }

    #[test]
    fn another_order_may_mean_something_else() {
        for (one, other) in [
            ("从北京寄到上海多久", "从上海寄到北京多久"),
            ("m码换l码", "l码换m码"),
            ("我现在能不退货", "我现在不能退货"),
            ("客服给我发消息", "我给客服发消息"),
            ("付款15元送51分", "付款51元送15分"),
            ("同一个问题", "同一个问题"),
        ] {
            assert!(!is_reordered(one, other), "{one} {other}");
        }
        assert_eq!(bag("退货吗"), None);
        assert_ne!(bag("付款12元送3分"), bag("付款13元送2分"));
    }

    #[test]
    fn parts_that_change_places_around_a_third() {
        let exchanged = |one: &str, other: &str| {
            let numbers = |text: &str| text.chars().map(u32::from).collect::<Vec<_>>();
            is_exchanged(&numbers(one), &numbers(other))
        };
        for (one, other) in [
            ("从北京寄到上海", "从上海寄到北京"),
            ("男生追女生", "女生追男生"),
            ("北京到北海多久", "北海到北京要多久"),
            ("甲比乙好", "乙比甲还好"),
        ] {
            assert!(exchanged(one, other) && exchanged(other, one), "{one} {other}");
        }
        for (one, other) in [
            ("运费谁出连衣裙", "连衣裙运费谁出"),
            ("怎么退款", "怎么退款"),
            ("退款流程", "流程退款"),
            ("", ""),
            ("甲乙", "乙甲"),
            (&"甲".repeat(200), &"甲".repeat(201)),
        ] {
            assert!(!exchanged(one, other), "{one} {other}");
        }
    }

    proptest! {
        #[test]
        fn swapped_blocks_are_always_found(left in "[甲乙丙ab ]{2,5}", right in "[丁戊己]{2,5}", before in "[庚辛]{0,3}") {
            let (one, other) = (format!("{before}{left}{right}"), format!("{before}{right}{left}"));
            let moved = tokens(&left).map(|token| token.chars().count()).sum::<usize>();
            prop_assert_eq!(is_reordered(&one, &other), moved >= 2 && one != other);
            prop_assert_eq!(bag(&one), bag(&other));
        }
    }
}
