//! Long reports, made part by part on all cores.

use rayon::prelude::*;

/// The texts that `render` makes of parts of `items`, on all cores and in their order, one after the other.
pub(super) fn joined<T: Sync>(items: &[T], render: impl Fn(&[T]) -> String + Sync) -> String {
    let mut text = String::new();
    append(&mut text, items, render);
    text
}

/// The same, behind what `text` holds already.
pub(super) fn append<T: Sync>(text: &mut String, items: &[T], render: impl Fn(&[T]) -> String + Sync) {
    let mut reserved = false;
    // Batch by batch, so that parts and whole are not held side by side.
    for batch in items.chunks(8192) {
        let parts: Vec<String> = batch.par_chunks(256).map(&render).collect();
        if !reserved {
            let length: usize = parts.iter().map(String::len).sum();
            text.reserve(length / 10 * 11 * items.len().div_ceil(batch.len()));
            reserved = true;
        }
        for part in parts {
            *text += &part;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_keep_their_order() {
        let numbers: Vec<String> = (0..20_000).map(|number: u32| number.to_string()).collect();
        let mut text = "货".to_owned();
        append(&mut text, &numbers, <[String]>::concat);
        assert_eq!(text, format!("货{}", numbers.concat()));
        assert_eq!(joined(&[] as &[u32], |_| "never".to_owned()), "");
    }
}
