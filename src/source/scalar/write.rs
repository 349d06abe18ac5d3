//! Values as YAML that every reader reads back alike.
//!
//! Phrasings are wild: `no`, `12:30`, `=`, `# 1`. Readers of YAML 1.1 and 1.2 differ in what they take for
//! something else than a text; here whatever any of them might take so gets quotes. The rules are those of
//! YAML 1.2.2, chapters 5 and 7, and of the type repository of YAML 1.1.

use std::fmt::Write;

/// `value` as a YAML scalar on one line: plain where that is safe, else in single or double quotes.
///
/// `in_flow` says whether it will stand inside `[…]` or `{…}`, where commas and brackets need quotes. What
/// comes back is a text for readers of YAML 1.1 and of 1.2.
pub fn write_scalar(value: &str, in_flow: bool) -> String {
    // Space at the ends that only Unicode knows is safe, but nobody would see it.
    if stands_plain(value, in_flow) && value.trim().len() == value.len() {
        return value.to_owned();
    }
    let escapes_help = value.contains('\'') && !value.contains(['"', '\\']);
    if escapes_help {
        write_double(value)
    } else {
        write_single(value).unwrap_or_else(|| write_double(value))
    }
}

/// `value` in single quotes, if it has nothing that needs an escape.
pub(super) fn write_single(value: &str) -> Option<String> {
    value.chars().all(is_printable).then(|| format!("'{}'", value.replace('\'', "''")))
}

/// `value` in double quotes.
pub(super) fn write_double(value: &str) -> String {
    format!("\"{}\"", escape_double(value))
}

/// `value` as it is written between double quotes.
pub(super) fn escape_double(value: &str) -> String {
    let mut escaped = String::with_capacity(value.len());
    for character in value.chars() {
        let code = u32::from(character);
        // Writing to a string cannot fail.
        let _ = match character {
            '"' | '\\' => write!(escaped, "\\{character}"),
            '\n' => write!(escaped, "\\n"),
            '\r' => write!(escaped, "\\r"),
            '\t' => write!(escaped, "\\t"),
            _ if is_printable(character) => write!(escaped, "{character}"),
            _ if code <= 0xFF => write!(escaped, "\\x{code:02X}"),
            _ => write!(escaped, "\\u{code:04X}"),
        };
    }
    escaped
}

/// Whether a character may stand in a scalar as it is: no control, no line break of any YAML, nothing that a
/// reader would refuse or strip.
pub(super) fn is_printable(character: char) -> bool {
    !character.is_control()
        && !matches!(character, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

/// Whether `value` can stand without quotes and is a text to every reader.
pub(super) fn stands_plain(value: &str, in_flow: bool) -> bool {
    let Some(first) = value.chars().next() else { return false };
    // A dash, question mark or colon may begin a text if no space follows; quotes are easier to trust.
    let indicator = "-?:,[]{}#&*!|>'\"%@`".contains(first);
    // `[a?b]` and `[a:b]` are read by YAML 1.2 but not by every older reader.
    let breaks_flow = in_flow && value.contains(is_flow_special);
    !(indicator
        || breaks_flow
        || value.starts_with(' ')
        || value.ends_with([' ', ':'])
        || value.starts_with("...")
        || value.contains(": ")
        || value.contains(" #")
        || !value.chars().all(is_printable)
        || is_word_of_yaml(value)
        || looks_like_a_number(value))
}

/// Whether a character means something inside brackets that it does not mean outside.
pub(super) fn is_flow_special(character: char) -> bool {
    matches!(character, ',' | '[' | ']' | '{' | '}' | '?' | ':')
}

/// Words that some version of YAML reads as null, a truth value, a number or an operator.
fn is_word_of_yaml(value: &str) -> bool {
    const WORDS: [&str; 16] = [
        "~", "null", "true", "false", "yes", "no", "on", "off", "y", "n", "=", "<<", ".inf", "+.inf",
        "-.inf", ".nan",
    ];
    WORDS.iter().any(|word| value.eq_ignore_ascii_case(word))
}

/// Numbers, times and dates of every version, and what comes near: digits with nothing around them but what
/// such a thing may have.
fn looks_like_a_number(value: &str) -> bool {
    let digits = value.strip_prefix(['+', '-']).unwrap_or(value);
    let digits = digits.strip_prefix('.').unwrap_or(digits);
    let part = |character: char| {
        character.is_ascii_hexdigit()
            || matches!(
                character,
                '_' | ':' | '.' | ',' | '+' | '-' | ' ' | 'x' | 'X' | 'o' | 'O' | 't' | 'T' | 'z' | 'Z'
            )
    };
    digits.starts_with(|character: char| character.is_ascii_digit()) && value.chars().all(part)
}
