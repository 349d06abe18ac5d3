//! Lists whose order says nothing.

/// What only `ones` and what only `others` have, in their order, told apart by `key`; of what is there several
/// times, those too many.
pub(super) fn difference<'t, T, K: PartialEq>(
    ones: &'t [T],
    others: &'t [T],
    key: impl Fn(&'t T) -> K,
) -> (Vec<&'t T>, Vec<&'t T>) {
    let mut left: Vec<(K, &T)> = others.iter().map(|item| (key(item), item)).collect();
    let mut only_ones = Vec::new();
    for item in ones {
        let wanted = key(item);
        match left.iter().position(|(known, _)| *known == wanted) {
            Some(at) => drop(left.remove(at)),
            None => only_ones.push(item),
        }
    }
    (only_ones, left.into_iter().map(|(_, item)| item).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_is_nothing_and_number_is_something() {
        let of = |ones: &[i32], others: &[i32]| {
            let (ones, others) = difference(ones, others, |number| *number);
            (ones.into_iter().copied().collect::<Vec<_>>(), others.into_iter().copied().collect::<Vec<_>>())
        };
        assert_eq!(of(&[1, 2, 3], &[3, 1, 2]), (vec![], vec![]));
        assert_eq!(of(&[1, 1, 2], &[1, 4]), (vec![1, 2], vec![4]));
    }
}
