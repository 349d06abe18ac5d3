//! Addresses on the web and telephone numbers.

use super::units::starts_with;

/// The link that begins at `at`: its end, and its canonical form.
pub(super) fn link_at(text: &str, chars: &[char], places: &[usize], at: usize) -> Option<(usize, String)> {
    // A full-width comma ends an address, though its folded form would not.
    let is_part = |place: usize| is_link_part(chars[place]) && places[place + 1] - places[place] == 1;
    if !chars[at].is_ascii_alphanumeric() || (at > 0 && is_part(at - 1)) {
        return None;
    }
    let length = (at..chars.len()).take_while(|&place| is_part(place)).count();
    let mut end = at + length;
    while end > at && matches!(chars[end - 1], '.' | ',' | '!' | '?' | ':' | ';' | ')' | '/' | '-') {
        end -= 1;
    }
    let token = &chars[at..end];
    let scheme = ["https://", "http://"].iter().find_map(|scheme| starts_with(token, scheme));
    let host_at = at + scheme.unwrap_or(0);
    let host = token[host_at - at..].iter().take_while(|&&c| is_host_part(c)).count();
    let host: String = chars[host_at..host_at + host].iter().collect();
    let path = text.get(places[host_at + host.len()]..places[end])?;
    let known = || {
        host.starts_with("www.")
            || [".com", ".cn", ".net", ".org", ".shop", ".tv"].iter().any(|ending| host.ends_with(ending))
    };
    // An address of mail is no link.
    let plain = host.contains('.') && known() && !token.contains(&'@');
    (!host.is_empty() && (scheme.is_some() || plain)).then(|| (end, format!("{host}{path}")))
}

fn is_link_part(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-._~:/?#@!$&'()*+,;=%".contains(c)
}

fn is_host_part(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '.')
}

/// The telephone number that begins at `at`: its end, and its digits.
///
/// Known are mobile numbers (1 and ten more), 400 and 800 numbers, area code and number, anything that
/// begins with `+`, and shorter rows of digits behind a word such as 电话.
pub(super) fn phone_at(chars: &[char], at: usize) -> Option<(usize, String)> {
    let plus = usize::from(chars[at] == '+');
    let first = chars.get(at + plus)?;
    let before = at.checked_sub(1).map(|at| chars[at]);
    if !first.is_ascii_digit() || before.is_some_and(|c| c.is_ascii_alphanumeric() || c == '.') {
        return None;
    }
    // Groups of digits with one hyphen or space between them, and where each ends.
    let mut groups: Vec<(String, usize)> = Vec::new();
    let mut place = at + plus;
    loop {
        let count = chars[place..].iter().take_while(|c| c.is_ascii_digit()).count();
        if count == 0 {
            break;
        }
        groups.push((chars[place..place + count].iter().collect(), place + count));
        place += count;
        if groups.len() == 5 || !matches!(chars.get(place), Some('-' | ' ')) {
            break;
        }
        place += 1;
    }
    // The longest row of groups that is a number.
    (1..=groups.len()).rev().find_map(|count| {
        let parts: Vec<&str> = groups[..count].iter().map(|(part, _)| part.as_str()).collect();
        let digits = parts.concat();
        let end = groups[count - 1].1;
        let letter_behind = chars.get(end).is_some_and(char::is_ascii_alphabetic);
        let known = if plus == 1 {
            (8..=15).contains(&digits.len())
        } else {
            is_phone(&parts, &digits)
                || (count == 1 && (5..=8).contains(&digits.len()) && is_announced(chars, at))
        };
        (known && !letter_behind).then_some((end, digits))
    })
}

fn is_phone(parts: &[&str], digits: &str) -> bool {
    let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    let second = digits.as_bytes().get(1).copied().unwrap_or_default();
    let mobile = digits.len() == 11 && digits.starts_with('1') && second >= b'3';
    let free = digits.len() == 10 && (digits.starts_with("400") || digits.starts_with("800"));
    let area = digits.starts_with('0') && second != b'0';
    match lengths[..] {
        [11] | [3, 4, 4] => mobile,
        [10] | [3, 7] | [3, 3, 4] | [3, 4, 3] | [4, 3, 3] if free => true,
        [10..=12] | [3..=4, 7..=8] | [3..=4, 3..=4, 4] => area,
        _ => false,
    }
}

/// Whether a word before `at` says that a telephone number follows.
fn is_announced(chars: &[char], at: usize) -> bool {
    let before: String = chars[at.saturating_sub(6)..at].iter().collect();
    let before = before.trim_end_matches([':', ' ', '是', '为', '('].as_slice());
    ["电话", "热线", "拨打", "致电", "手机", "座机", "tel", "phone", "hotline"]
        .iter()
        .any(|word| before.ends_with(word))
}
