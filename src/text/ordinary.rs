//! The short way to the match key, for texts of ordinary characters only.
//!
//! Ordinary are Chinese characters, letters and digits, the marks and spaces people type with them, and
//! single emoji: nearly every text a customer writes. Each of them is one character after NFKC and lower
//! case and combines with no other of them, so a table can say what becomes of it, and all steps of the
//! normaliser fold into one pass. Anything else (combining marks, joiners, ㎏, rare planes, a character
//! that becomes Simplified by its neighbours) sends the text the long way round.
//!
//! # Why one pass gives what repeated rounds give
//! A space beside a Chinese character goes in the end, so equal ones with only space or removed marks
//! between them are one run; a space between other characters stays, and ends a run. A `+` counts as
//! kept if a letter, a digit or a kept `+` stands before it: a chain that begins elsewhere loses its first
//! in every round until none is left. The other signs look at letters and digits only, which no step
//! removes. Tests hold both ways against each other.

use std::ops::RangeInclusive;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{canonical_combining_class, is_combining_mark};

use super::conversion::{Conversion, conversion, has_partner};
use super::normalise::{Class, class};
use super::script::is_han;

/// What the pass does with a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
enum Kind {
    /// Not ordinary: the long way.
    Odd,
    /// A Chinese character that stays as it is.
    Han,
    /// A Chinese character, once it is replaced.
    HanReplaced,
    /// The same, unless a partner is in the text.
    HanUsually,
    /// A letter of ASCII, once it is replaced.
    Latin,
    Digit,
    /// Any other letter, kana among them.
    Letter,
    Space,
    /// A mark that goes.
    Mark,
    /// `.` `-` `/` `:`, which stay between digits.
    Point,
    /// `+`, which stays behind a letter, a digit or another.
    Plus,
    /// `#`, likewise.
    Hash,
    /// `%`, which stays behind a digit.
    Percent,
    Emoji,
}

const PLANE: usize = 0x1_0000;
/// The emoji beyond the first plane.
const EMOJI: RangeInclusive<char> = '\u{1F300}'..='\u{1FAFF}';
/// Where to look for ordinary characters; what of them is one is found by its properties.
const ORDINARY: [RangeInclusive<char>; 11] = [
    '\t'..='~',
    '\u{A0}'..='\u{17F}',
    '\u{2010}'..='\u{2027}',
    '\u{2030}'..='\u{205E}',
    '\u{20A0}'..='\u{20BF}',
    '\u{2190}'..='\u{27BF}',
    '\u{3000}'..='\u{30FF}',
    '\u{3400}'..='\u{4DBF}',
    '\u{4E00}'..='\u{9FFF}',
    '\u{FF01}'..='\u{FF65}',
    '\u{FFE0}'..='\u{FFE6}',
];

struct Table {
    /// By character, the emoji behind the first plane.
    kinds: Box<[Kind]>,
    /// What the character becomes; read for other kinds than `Han` only.
    replacements: Box<[u16]>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let emoji = *EMOJI.end() as usize + 1 - *EMOJI.start() as usize;
    let mut kinds = vec![Kind::Odd; PLANE + emoji].into_boxed_slice();
    let mut replacements = vec![0; PLANE].into_boxed_slice();
    for c in ORDINARY.into_iter().flatten() {
        if let Some((kind, to)) = settle(c) {
            kinds[c as usize] = kind;
            replacements[c as usize] = to;
        }
    }
    for c in EMOJI {
        if class(c) == Class::Emoji && c.nfkc().eq([c]) {
            kinds[place(c)] = Kind::Emoji;
        }
    }
    Table { kinds, replacements }
});

/// Where `c` stands in the table of kinds, which may be beyond its end.
#[inline]
fn place(c: char) -> usize {
    let code = c as usize;
    if code < PLANE {
        code
    } else {
        // What lies before the emoji wraps round and is beyond the end.
        code.wrapping_sub(*EMOJI.start() as usize).saturating_add(PLANE)
    }
}

/// Kind and replacement of a character of the first plane, if it is ordinary.
fn settle(c: char) -> Option<(Kind, u16)> {
    // Most of the table, and known not to be touched by NFKC or case.
    if matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}') && class(c) == Class::Text {
        return settle_han(c);
    }
    let mut compatible = c.nfkc();
    let first = compatible.next()?;
    // The ellipsis becomes three points: one run like one point, and none of them between digits.
    let ellipsis = first == '.' && c != '.' && compatible.clone().next().is_some();
    if !compatible.all(|other| ellipsis && other == '.') {
        return None;
    }
    let mut lower = first.to_lowercase();
    let to = lower.next().filter(|_| lower.next().is_none())?;
    let stable = to.nfkc().eq([to]) && to.to_lowercase().eq([to]);
    let combines = [c, to].into_iter().any(|c| canonical_combining_class(c) != 0 || is_combining_mark(c));
    if !stable || combines {
        return None;
    }
    let kind = match class(to) {
        Class::Invisible => return None,
        Class::Emoji => Kind::Emoji,
        Class::Text if to.is_ascii_digit() => Kind::Digit,
        Class::Text if to.is_ascii_alphabetic() => Kind::Latin,
        Class::Text if to.is_whitespace() => Kind::Space,
        Class::Text if is_han(to) => return settle_han(to).map(|(_, to)| (Kind::HanReplaced, to)),
        Class::Text => Kind::Letter,
        Class::Mark if ellipsis => Kind::Mark,
        Class::Mark => match to {
            '.' | '-' | '/' | ':' => Kind::Point,
            '+' => Kind::Plus,
            '#' => Kind::Hash,
            '%' => Kind::Percent,
            // They count beside a digit; too rare for a kind of their own.
            '$' | '€' | '£' | '¥' => return None,
            _ => Kind::Mark,
        },
    };
    Some((kind, u16::try_from(u32::from(to)).ok()?))
}

fn settle_han(c: char) -> Option<(Kind, u16)> {
    let (kind, to) = match conversion(c) {
        Conversion::Stays => (Kind::Han, c),
        Conversion::Becomes(to) => (Kind::HanReplaced, to),
        Conversion::Usually(to) => (Kind::HanUsually, to),
        Conversion::InContext => return None,
    };
    Some((kind, u16::try_from(u32::from(to)).ok()?))
}

/// The last thing written, so that runs can be cut short and spaces put right.
struct Writer<'o> {
    out: &'o mut String,
    last: char,
    run: usize,
    last_is_han: bool,
    space_pending: bool,
}

impl Writer<'_> {
    #[inline]
    fn han(&mut self, c: char) {
        self.space_pending = false;
        self.last_is_han = true;
        self.put(c, 2);
    }

    /// Anything but Chinese characters, with a space before it where one is due.
    #[inline]
    fn other(&mut self, c: char, allowed: usize) {
        if self.space_pending {
            self.space_pending = false;
            if !self.last_is_han && !self.out.is_empty() {
                self.out.push(' ');
                self.last = ' ';
            }
        }
        self.last_is_han = false;
        self.put(c, allowed);
    }

    #[inline]
    fn put(&mut self, c: char, allowed: usize) {
        self.run = if c == self.last { self.run + 1 } else { 1 };
        self.last = c;
        if self.run <= allowed {
            self.out.push(c);
        }
    }
}

/// Append the normal form of `text` to the empty `out`, with all steps on, but marks and emoji removed
/// only if `remove_marks`. False if the text is not ordinary; what `out` then holds means nothing.
pub(super) fn normalise(text: &str, remove_marks: bool, out: &mut String) -> bool {
    let table = &*TABLE;
    out.reserve(text.len());
    let mut writer = Writer { out, last: '\0', run: 0, last_is_han: false, space_pending: false };
    let mut marks_removed = false;
    let mut before = Kind::Space;
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        let kind = table.kinds.get(place(c)).copied().unwrap_or(Kind::Odd);
        if kind == Kind::Han {
            writer.han(c);
            before = kind;
            continue;
        }
        let replacement = table.replacements.get(c as usize);
        let to = replacement.and_then(|&to| char::from_u32(to.into())).unwrap_or(c);
        match kind {
            Kind::Odd => return false,
            Kind::HanUsually if has_partner(text) => return false,
            Kind::Han | Kind::HanReplaced | Kind::HanUsually => writer.han(to),
            Kind::Latin | Kind::Letter => writer.other(to, 2),
            Kind::Digit => writer.other(to, usize::MAX),
            Kind::Space => writer.space_pending = true,
            Kind::Mark | Kind::Point | Kind::Plus | Kind::Hash | Kind::Percent | Kind::Emoji => {
                let kept = !remove_marks
                    || match kind {
                        Kind::Point => before == Kind::Digit && next_is_digit(table, chars.as_str()),
                        Kind::Plus | Kind::Hash => {
                            matches!(before, Kind::Digit | Kind::Latin | Kind::Plus)
                        }
                        Kind::Percent => before == Kind::Digit,
                        _ => false,
                    };
                if kept {
                    writer.other(to, if kind == Kind::Plus { 2 } else { 1 });
                } else {
                    writer.space_pending = true;
                    marks_removed = true;
                    before = Kind::Mark;
                    continue;
                }
            }
        }
        before = kind;
    }
    // A text of marks alone is its marks, which the long way keeps.
    !(marks_removed && writer.out.is_empty())
}

fn next_is_digit(table: &Table, rest: &str) -> bool {
    rest.chars().next().is_some_and(|c| table.kinds.get(place(c)) == Some(&Kind::Digit))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(c: char) -> Kind {
        TABLE.kinds.get(place(c)).copied().unwrap_or(Kind::Odd)
    }

    #[test]
    fn what_is_ordinary() {
        for (text, wanted) in [
            ("货么𠮷乾", [Kind::Han, Kind::Han, Kind::Odd, Kind::Odd]),
            ("發麼帳あ", [Kind::HanReplaced, Kind::HanUsually, Kind::HanReplaced, Kind::Letter]),
            ("aＡé①", [Kind::Latin, Kind::Latin, Kind::Letter, Kind::Digit]),
            (" \u{3000}\n\u{A0}", [Kind::Space; 4]),
            ("？。～…", [Kind::Mark; 4]),
            ("．＋＃％", [Kind::Point, Kind::Plus, Kind::Hash, Kind::Percent]),
            ("😀👍🏽❤", [Kind::Emoji; 4]),
            ("㎏\u{301}\u{200D}\u{FE0F}", [Kind::Odd; 4]),
            ("\u{FEFF}\0İ\u{10FFFF}", [Kind::Odd; 4]),
        ] {
            assert_eq!(text.chars().map(kind).collect::<Vec<_>>(), wanted, "{text}");
        }
    }

    #[test]
    fn ordinary_questions_go_the_short_way() {
        for text in ["什么时候发货？", "請問什麼時候發貨呢～", "ＡＢＣ 3.5kg，有货吗……", "在吗😀", ""]
        {
            assert!(normalise(text, true, &mut String::new()), "{text}");
        }
        for text in ["？？", "e\u{301}", "乾隆", "什麼么", "👨\u{200D}👩"] {
            assert!(!normalise(text, true, &mut String::new()), "{text}");
        }
    }
}
