//! What conversion to Simplified Chinese does to a character, known before a text is converted.
//!
//! The tables of OpenCC convert phrases before characters: 乾 is 干, but 乾隆 stays. Nearly every phrase
//! says what its characters say alone; some ninety do not and are *irregular*. So characters are of four
//! kinds:
//!
//! - most stay as they are,
//! - most of the others become one other character wherever they stand (發 is 发),
//! - a few are the mark of an irregular phrase, so that the whole text must decide (乾, 著, 覆, 瞭),
//! - 麼 and 於, too common to be such a mark, become 么 and 于 unless the text has one of the characters
//!   that stand beside them in an irregular phrase.
//!
//! Every irregular phrase has a mark, or one of the two with such a partner. A text without either holds
//! no irregular phrase: whatever the converter matches in it, it writes what the characters say alone. A
//! text of the first kind alone comes back as it was. That is all that
//! [`simplified`](super::simplified) needs to leave the converter out, and nothing is guessed: the table
//! is made of the converter's own data.

use std::sync::LazyLock;

use hanconv::RawDictionary::{self, STCharacters, TSCharacters, TSPhrases};

use super::script::{CORRECTED, is_han};

/// What becomes of one character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Conversion {
    /// It stays.
    Stays,
    /// It becomes this one, which stays.
    Becomes(char),
    /// It becomes this one, unless the text [`has_partner`].
    Usually(char),
    /// Its neighbours decide.
    InContext,
}

/// The two that are too common to be decided by the whole text each time.
const USUAL: [char; 2] = ['麼', '於'];

/// Whether `text` has a character that stands beside one of [`USUAL`] in an irregular phrase.
pub(super) fn has_partner(text: &str) -> bool {
    text.chars().any(|c| TABLE.partners.binary_search(&c).is_ok())
}

/// What conversion does to `c`.
#[inline]
pub(super) fn conversion(c: char) -> Conversion {
    match TABLE.conversions.get(c as usize) {
        Some(&STAYS) => Conversion::Stays,
        Some(&IN_CONTEXT) => Conversion::InContext,
        Some(&other) => match char::from_u32(other.into()) {
            Some(other) if USUAL.contains(&c) => Conversion::Usually(other),
            Some(other) => Conversion::Becomes(other),
            None => Conversion::InContext,
        },
        // Rare characters of the other planes; the few hundred that convert are not worth a table.
        None if is_han(c) => Conversion::InContext,
        None => Conversion::Stays,
    }
}

/// Whether only Traditional Chinese uses `c`: conversion changes it, and Simplified text never has it.
/// 發 and 請 are; 乾 (乾隆) and 著 (著名) are not, as both scripts write them, and neither are 嗰 and 餸, whose
/// simplified form lies beyond the characters that keyboards and fonts have.
pub fn is_traditional_only(c: char) -> bool {
    TABLE.traditional.binary_search(&c).is_ok()
}

/// Whether only Simplified Chinese uses `c`: every way to write it in Traditional Chinese is another
/// character. 发 and 请 are; 后 and 里 are not, as 皇后 and 公里 are written so in both.
pub fn is_simplified_only(c: char) -> bool {
    TABLE.simplified.binary_search(&c).is_ok()
}

const STAYS: u16 = 0;
const IN_CONTEXT: u16 = 1;
const PLANE: usize = 0x1_0000;

struct Table {
    conversions: Box<[u16]>,
    partners: Vec<char>,
    traditional: Vec<char>,
    simplified: Vec<char>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let (conversions, partners) = conversions();
    let mut written: Vec<char> = TSPhrases
        .iter()
        .chain(TSCharacters.iter())
        .flat_map(|(_, value)| value.chars())
        .chain(['著'])
        .collect();
    written.sort_unstable();
    let mut traditional: Vec<char> = singles(&TSCharacters)
        .chain(CORRECTED)
        .filter(|&(from, to)| from != to && written.binary_search(&from).is_err())
        .filter(|&(_, to)| (to as usize) < PLANE)
        .map(|(from, _)| from)
        .collect();
    traditional.sort_unstable();
    traditional.dedup();
    let mut simplified: Vec<char> = STCharacters
        .var_iter()
        .filter(|(from, ways)| !ways.contains(from))
        .filter_map(|(from, _)| only_character(from))
        .filter(|from| traditional.binary_search(from).is_err())
        .collect();
    simplified.sort_unstable();
    simplified.dedup();
    Table { conversions, partners, traditional, simplified }
});

fn conversions() -> (Box<[u16]>, Vec<char>) {
    let mut table: Box<[u16]> = vec![STAYS; PLANE].into_boxed_slice();
    let mut partners = Vec::new();
    for (key, value) in TSCharacters.iter().filter(|(key, value)| key != value) {
        let what =
            only_character(key).and(only_character(value)).and_then(|to| u16::try_from(to as u32).ok());
        for c in key.chars() {
            set(&mut table, c, what.unwrap_or(IN_CONTEXT));
        }
    }
    // The phrases against the characters alone, before any character is made a mark.
    let alone = table.clone();
    let alone = |c: char| match alone.get(c as usize) {
        Some(&STAYS) => Some(c),
        Some(&other) if other != IN_CONTEXT => char::from_u32(other.into()),
        _ => None,
    };
    for (key, value) in TSPhrases.iter() {
        let differs = |at: usize, c: char| value.chars().nth(at) != alone(c);
        let regular = key.chars().count() == value.chars().count()
            && key.chars().enumerate().all(|(at, c)| !differs(at, c));
        if regular || key.chars().any(|c| table.get(c as usize).is_none_or(|&what| what == IN_CONTEXT)) {
            continue;
        }
        if let Some(at) = key.chars().position(|c| USUAL.contains(&c)) {
            let beside = if at == 0 { 1 } else { at - 1 };
            if let Some(partner) = key.chars().nth(beside) {
                partners.push(partner);
                continue;
            }
        }
        // A character that Simplified texts hardly have makes the better mark.
        let changes = |c: char| alone(c) != Some(c);
        let mark = (key.chars().enumerate().find(|&(at, c)| differs(at, c) && changes(c)))
            .or_else(|| key.chars().enumerate().find(|&(at, c)| differs(at, c)));
        // Without any, the lengths differ, and every character is one.
        match mark {
            Some((_, mark)) => set(&mut table, mark, IN_CONTEXT),
            None => key.chars().for_each(|c| set(&mut table, c, IN_CONTEXT)),
        }
    }
    partners.sort_unstable();
    partners.dedup();
    for (from, to) in CORRECTED {
        let what = match table.get(to as usize) {
            Some(&STAYS) => u16::try_from(u32::from(to)).unwrap_or(IN_CONTEXT),
            Some(&other) => other,
            None => IN_CONTEXT,
        };
        set(&mut table, from, what);
    }
    // The particle 着 and the word 著名.
    set(&mut table, '著', IN_CONTEXT);
    // A character that becomes one which changes in its turn is left to the converter.
    for at in 0..PLANE {
        let to = table[at];
        if to != STAYS && to != IN_CONTEXT && table[usize::from(to)] != STAYS {
            table[at] = IN_CONTEXT;
        }
    }
    (table, partners)
}

fn set(table: &mut [u16], c: char, what: u16) {
    if let Some(slot) = table.get_mut(c as usize) {
        *slot = what;
    }
}

/// The entries of a list that are a character and what it becomes.
fn singles(dictionary: &RawDictionary) -> impl Iterator<Item = (char, char)> {
    dictionary.iter().filter_map(|(key, value)| Some((only_character(key)?, only_character(value)?)))
}

fn only_character(text: &str) -> Option<char> {
    let mut chars = text.chars();
    chars.next().filter(|_| chars.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn most_characters_do_not_need_their_neighbours() {
        let of = |c| conversion(c);
        assert_eq!(of('货'), Conversion::Stays);
        assert_eq!(of('發'), Conversion::Becomes('发'));
        assert_eq!(of('帳'), Conversion::Becomes('账'));
        assert_eq!(of('妳'), Conversion::Becomes('你'));
        for c in "乾著覆瞭".chars() {
            assert_eq!(of(c), Conversion::InContext, "{c}");
        }
        assert_eq!(of('😀'), Conversion::Stays);
        assert_eq!(of('\u{20000}'), Conversion::InContext);
        // Else customers' everyday questions would go the long way.
        for c in "什么怎样请问发货没有过电话钱这个里面后什麼怎樣請問發貨沒有過電話錢這個裡面後會關於".chars()
        {
            assert_ne!(of(c), Conversion::InContext, "{c}");
        }
    }

    #[test]
    fn a_script_of_its_own() {
        for c in "發請貨嗎麼帳妳".chars() {
            assert!(is_traditional_only(c) && !is_simplified_only(c), "{c}");
        }
        for c in "发请货吗账".chars() {
            assert!(is_simplified_only(c) && !is_traditional_only(c), "{c}");
        }
        for c in "乾著嗰餸后里的中a？😀".chars() {
            assert!(!is_traditional_only(c) && !is_simplified_only(c), "{c}");
        }
    }

    #[test]
    fn no_character_belongs_to_both_scripts() {
        let (traditional, simplified) = (&TABLE.traditional, &TABLE.simplified);
        assert!(traditional.len() > 2_500, "{}", traditional.len());
        assert!(simplified.len() > 2_500, "{}", simplified.len());
        assert!(traditional.iter().all(|&c| !is_simplified_only(c)));
    }
}
