//! What a text denies.

use super::plain::Plain;
use super::{FactTopic, Found, Statement, Value};
use crate::dedup::Guards;
use crate::diff::inline::words;
use crate::text::is_han;

/// So many characters are looked at for the word that is denied.
const LONGEST: usize = 8;

/// Every negation outside of links, with the word that it denies: 不支持, 没有货.
pub(super) fn negations(plain: &Plain<'_>, found: &mut Found) {
    let text = &plain.text;
    let mut start = 0;
    while start < text.len() {
        let end = sentence_end(text, start);
        let sentence = text[start..end].trim_end_matches('\n');
        // 货没有 at its end would ask, unless something follows.
        let asks = sentence.ends_with(['？', '?']);
        let key =
            if asks { sentence.trim_end_matches(['？', '?']).to_owned() } else { format!("{sentence}.") };
        for negation in Guards::bundled().negations(&key) {
            let (from, to) = (start + negation.start, start + negation.end);
            if found.at(&plain.original(from..to)) == Some(FactTopic::Link) {
                continue;
            }
            let end = denied_end(&text[..end], from, to);
            let value = Value::Text(text[from..end].to_owned());
            // It may stand in a no of the whole answer, so it takes no words away.
            found.list.push(Statement { topic: FactTopic::Negation, value, span: plain.original(from..end) });
        }
        start = end;
    }
}

/// Where the sentence that begins at `start` ends, behind its mark.
fn sentence_end(text: &str, start: usize) -> usize {
    let mut characters = text[start..].char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        let next = characters.peek().map(|&(_, c)| c);
        let ends = match c {
            '。' | '！' | '!' | '？' | '?' | '；' | ';' | '\n' => true,
            '.' => next.is_none_or(char::is_whitespace),
            _ => false,
        };
        if ends {
            return start + at + c.len_utf8();
        }
    }
    text.len()
}

/// Where the word that the negation at `from..to` denies ends; 不能, 无法 and don't ship are enough.
fn denied_end(text: &str, from: usize, to: usize) -> usize {
    if text[..to].ends_with(is_han) {
        let run: String = text[from..].chars().take(LONGEST).take_while(|&c| is_han(c)).collect();
        let mut end = from;
        for word in words(&run) {
            end += word.len();
            if end > to {
                return end;
            }
        }
        return to;
    }
    let rest = &text[to..];
    let word = rest.strip_prefix(' ').unwrap_or(rest);
    let length = word.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(word.len());
    if length == 0 { to } else { text.len() - word.len() + length }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(text: &str) -> Vec<&str> {
        let mut found = Found::default();
        negations(&Plain::of(text), &mut found);
        found.list.into_iter().map(|statement| &text[statement.span]).collect()
    }

    #[test]
    fn what_is_denied_and_how() {
        for (text, wanted) in [
            ("亲，不支持退换哦", &["不支持"][..]),
            ("可以退，但定制的不可以。沒有吊牌也不能退！", &["不可以", "沒有吊牌", "不能"]),
            ("暂时无法开票", &["无法"]),
            ("现货没有，预售有", &["没有"]),
            ("不要漂白\n勿暴晒", &["不要", "勿暴晒"]),
            ("We don’t ship abroad.", &["don’t ship"]),
            ("Sorry, no refunds", &["no refunds"]),
        ] {
            assert_eq!(found(text), wanted, "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_it() {
        for text in [
            "不锈钢锅",
            "不但便宜，而且好用",
            "七天无理由退货",
            "非常抱歉",
            "不好意思，稍等",
            "请问您能不能发张图？",
            "您收到货了没？",
            "没问题",
            "No problem",
            "",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_breaks_it(text in "([不没有无未勿可以能。？！，\n .]|don't|no |not|\\PC){0,20}") {
            for negation in found(&text) {
                prop_assert!(!negation.is_empty());
            }
        }
    }
}
