//! How several reports in Markdown share the room of one comment.

use super::super::budget::length;

const END_OF_FOLD: &str = "\n</details>\n";

/// How long each of several texts may be, so that all together keep within `room`. Those that matter more are
/// served first; among equals short ones are left whole, and long ones get the same.
pub(super) fn shares(wanted: &[(bool, usize)], room: usize) -> Vec<usize> {
    let mut shares = vec![0; wanted.len()];
    let mut left = room;
    for first in [true, false] {
        let mut of_class: Vec<usize> = (0..wanted.len()).filter(|&at| wanted[at].0 == first).collect();
        of_class.sort_by_key(|&at| wanted[at].1);
        for (served, &at) in of_class.iter().enumerate() {
            shares[at] = wanted[at].1.min(left / (of_class.len() - served));
            left -= shares[at];
        }
    }
    shares
}

/// Where a text can end so that nothing is cut in two.
#[derive(Clone, Copy, Default)]
struct End {
    /// In bytes.
    at: usize,
    /// How many folds are open there.
    folds: usize,
    /// How many lines that say something stand before it.
    lines: usize,
}

/// As much of `markdown` as fits into `most` code units, cut behind a line, with every fold closed, and with
/// what `left_out` says of so many lines that are missing.
pub(super) fn fitted(markdown: &str, most: usize, left_out: impl Fn(usize) -> String) -> String {
    if length(markdown) <= most {
        return markdown.to_owned();
    }
    let all = markdown.lines().filter(|line| says_something(line)).count();
    // No sentence is longer than the one about all lines.
    let reserved = length(&left_out(all)) + 2;
    let (mut best, mut end, mut spent) = (End::default(), End::default(), 0);
    let mut is_code = false;
    let mut lines = markdown.split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        spent += length(line);
        end.at += line.len();
        let line = line.trim_end();
        if line.is_empty() {
            continue;
        }
        end.lines += usize::from(says_something(line));
        if line.starts_with("```") {
            is_code = !is_code;
        } else if !is_code {
            end.folds += line.matches("<details").count();
            end.folds = end.folds.saturating_sub(line.matches("</details>").count());
        }
        if spent + end.folds * END_OF_FOLD.len() + reserved > most {
            break;
        }
        let next = lines.peek().map_or("", |next| next.trim_end());
        // A heading, the beginning of a fold and the head of a table promise something.
        let promises =
            line.starts_with('#') || line.starts_with("<details") || is_rule(line) || is_rule(next);
        if !is_code && !promises {
            best = end;
        }
    }
    let mut text = markdown[..best.at].to_owned();
    text += &END_OF_FOLD.repeat(best.folds);
    text.push('\n');
    text += &left_out(all - best.lines);
    text.push('\n');
    text
}

fn says_something(line: &str) -> bool {
    !line.is_empty() && line != "</details>"
}

/// Whether it is the line below the head of a table.
fn is_rule(line: &str) -> bool {
    line.starts_with('|')
        && line.contains("--")
        && line.chars().all(|one| matches!(one, '|' | ':' | '-' | ' '))
}

/// The same with every heading a level lower.
pub(super) fn demoted(markdown: &str) -> String {
    let mut is_code = false;
    let lines = markdown.split_inclusive('\n').map(|line| {
        is_code ^= line.starts_with("```");
        if line.starts_with('#') && !is_code { format!("#{line}") } else { line.to_owned() }
    });
    lines.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_matters_is_served_first_and_short_texts_stay_whole() {
        assert_eq!(shares(&[(false, 50), (true, 70)], 100), [30, 70]);
        assert_eq!(shares(&[(true, 1_000), (true, 10), (true, 1_000), (false, 5)], 210), [100, 10, 100, 0]);
        assert_eq!(shares(&[(false, 10), (false, 10)], 100), [10, 10]);
        assert_eq!(shares(&[], 100), [0_usize; 0]);
    }

    fn missing(count: usize) -> String {
        format!("{count} missing")
    }

    const TEXT: &str = "## A\n\nfirst\n\n<details><summary>fold</summary>\n\n| a | b |\n|:--|:--|\n| 1 | 2 |\n\
                        | 3 | 4 |\n\n</details>\n\nlast, which is long enough to matter here\n";

    #[test]
    fn a_text_that_fits_stays() {
        assert_eq!(fitted(TEXT, length(TEXT), missing), TEXT);
    }

    #[test]
    fn a_cut_text_closes_its_folds() {
        let cut = fitted(TEXT, length(TEXT) - 20, missing);
        assert!(cut.ends_with("| 3 | 4 |\n\n</details>\n\n1 missing\n"), "{cut}");
        let cut = fitted(TEXT, 105, missing);
        assert!(cut.ends_with("| 1 | 2 |\n\n</details>\n\n2 missing\n"), "{cut}");
    }

    #[test]
    fn nothing_is_promised_that_does_not_follow() {
        assert_eq!(fitted(TEXT, 90, missing), "## A\n\nfirst\n\n6 missing\n");
        assert_eq!(fitted(TEXT, 20, missing), "\n8 missing\n");
    }

    #[test]
    fn headings_go_down_outside_of_code() {
        assert_eq!(demoted("# A\n```\n# b\n```\n## C\n"), "## A\n```\n# b\n```\n### C\n");
    }

    proptest! {
        #[test]
        fn a_cut_text_keeps_within_its_room_and_is_closed(
            parts in proptest::collection::vec(0..6_usize, 1..40),
            most in 20..600_usize,
        ) {
            let parts: Vec<&str> = parts
                .into_iter()
                .map(|part| {
                    [
                        "## 标题\n",
                        "text 😀 with words\n\n",
                        "<details><summary>x</summary>\n\n| a |\n|--:|\n| 1 |\n| 2 |\n\n</details>\n",
                        "```diff\n- <details> 货\n+ b\n```\n",
                        "<details><summary>x</summary>\n<details><summary>y</summary>\n\nz\n\n</details>\n</details>\n",
                        "| a |\n|--:|\n| 1 |\n",
                    ][part]
                })
                .collect();
            let text = parts.concat();
            let cut = fitted(&text, most, missing);
            prop_assert!(length(&cut) <= most.max(length("\n999 missing\n")), "{cut}");
            let outside: String = cut.split("```").step_by(2).collect();
            prop_assert_eq!(cut.matches("```").count() % 2, 0);
            prop_assert_eq!(outside.matches("<details").count(), outside.matches("</details>").count());
        }
    }
}
