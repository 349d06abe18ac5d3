//! Which encoding a file is in, judged by its beginning.
//!
//! The order is from certain to guessed: a byte order mark, valid UTF-8, UTF-16 by its NUL bytes, UTF-8
//! with a few broken characters (a column cut at a byte limit is common), and only then statistics.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};

use super::Encoding;

/// How many bytes of a file are looked at: enough for statistics, 13 ms at the detector's 5 MB/s.
pub const DETECTION_PREFIX: usize = 64 * 1024;

/// A file with a NUL is UTF-16 if so many of a hundred characters are ones that people write.
const PLAUSIBLE_PERCENT: usize = 90;

/// ASCII is valid UTF-8 when it is in UTF-16 too, but then nearly each pair of bytes has a NUL.
const NUL_PERCENT_OF_ASCII: usize = 25;

/// One byte in so many is a control character in a binary file; in compressed data it is one in nine.
const CONTROLS_PER_BINARY: usize = 20;

/// UTF-8 with flaws is still UTF-8 if for each flaw so many whole CJK characters are found. GBK text
/// has nearly no such sequences and a flaw in nearly every character.
const SOUND_PER_FLAW: usize = 4;

/// The encoding of the file that begins with `prefix`; `whole` says that nothing follows it.
///
/// Looks at no more than [`DETECTION_PREFIX`] bytes. A character cut by the end of a partial prefix is
/// no flaw. Plain ASCII, and nothing at all, are UTF-8. Never fails: the last resort is a guess, and
/// the reader counts what did not fit it.
pub fn detect(prefix: &[u8], whole: bool) -> Encoding {
    let (prefix, whole) = match prefix.get(..DETECTION_PREFIX) {
        Some(start) if start.len() < prefix.len() => (start, false),
        _ => (prefix, whole),
    };
    if let Some((encoding, _)) = Encoding::from_bom(prefix) {
        return encoding;
    }
    // ASCII in UTF-16 is valid UTF-8 full of NULs, so this question comes first.
    if let Some(encoding) = utf16_without_bom(prefix) {
        return encoding;
    }
    if is_utf8(prefix, whole) || is_flawed_utf8(prefix, whole) {
        return Encoding::UTF_8;
    }
    if is_big5(prefix) {
        return Encoding::BIG5;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(prefix, whole);
    // The top-level domain is the detector's only way to be told which language to expect.
    Encoding::from_codec(detector.guess(Some(b"cn"), Utf8Detection::Deny))
}

/// Whether `prefix` belongs to no text at all: it has NUL bytes, is not UTF-16, and is full of control
/// characters.
///
/// A stray NUL in a text is a flaw of the program that exported it, not a sign of a binary file.
pub fn looks_binary(prefix: &[u8]) -> bool {
    if !prefix.contains(&0) || Encoding::from_bom(prefix).is_some() || utf16_without_bom(prefix).is_some() {
        return false;
    }
    let controls =
        prefix.iter().filter(|byte| byte.is_ascii_control() && !byte.is_ascii_whitespace()).count();
    controls * CONTROLS_PER_BINARY >= prefix.len()
}

fn is_utf8(prefix: &[u8], whole: bool) -> bool {
    match std::str::from_utf8(prefix) {
        Ok(_) => true,
        Err(error) => !whole && error.error_len().is_none(),
    }
}

fn is_flawed_utf8(prefix: &[u8], whole: bool) -> bool {
    let (mut sound, mut flaws) = (0_usize, 0_usize);
    let mut cut = false;
    for chunk in prefix.utf8_chunks() {
        sound += chunk.valid().chars().filter(|character| character.len_utf8() >= 3).count();
        flaws += usize::from(!chunk.invalid().is_empty());
        cut = !whole && std::str::from_utf8(chunk.invalid()).is_err_and(|error| error.error_len().is_none());
    }
    flaws -= usize::from(cut);
    sound > 0 && sound >= flaws * SOUND_PER_FLAW
}

/// UTF-16 is told by its NULs, of which Chinese text has few, but each comma, digit and line end is one,
/// and by making sense when read so.
fn utf16_without_bom(prefix: &[u8]) -> Option<Encoding> {
    let total = prefix.len() / 2;
    let nulls = prefix.iter().map(|byte| usize::from(*byte == 0)).sum::<usize>();
    // English with one stray NUL would make sense as rare Chinese.
    if nulls == 0 || (nulls * 100 < total * NUL_PERCENT_OF_ASCII && is_utf8(prefix, false)) {
        return None;
    }
    let little = plausible_units(prefix, u16::from_le_bytes);
    let big = plausible_units(prefix, u16::from_be_bytes);
    let (encoding, plausible) =
        if little >= big { (Encoding::UTF_16LE, little) } else { (Encoding::UTF_16BE, big) };
    (plausible * 100 >= total * PLAUSIBLE_PERCENT).then_some(encoding)
}

/// How many 16-bit units of `prefix`, read with `unit`, belong to characters that people write.
fn plausible_units(prefix: &[u8], unit: fn([u8; 2]) -> u16) -> usize {
    let units = prefix.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    char::decode_utf16(units)
        .filter_map(Result::ok)
        .filter(|character| is_plausible(*character))
        .map(char::len_utf16)
        .sum()
}

/// Big5 is told from GB18030 by its structure, which decides on far shorter texts than statistics do: a
/// good third of its second bytes lie in the ASCII range, where the common characters of GB18030 have
/// none, and its first bytes never lie below A1, where Traditional text in GB18030 has many.
fn is_big5(prefix: &[u8]) -> bool {
    let (mut pairs, mut low, mut common) = (0_usize, 0_usize, 0_usize);
    let mut bytes = prefix.iter();
    while let Some(lead) = bytes.next() {
        if lead.is_ascii() {
            continue;
        }
        let Some(trail) = bytes.next() else { break };
        if !matches!(lead, 0xa1..=0xf9) || !matches!(trail, 0x40..=0x7e | 0xa1..=0xfe) {
            return false;
        }
        pairs += 1;
        low += usize::from(trail.is_ascii());
        common += usize::from(*lead <= 0xc6);
    }
    pairs > 0 && low * 10 >= pairs && common * 10 >= pairs * 8
}

/// Whether people write this character in a Chinese or English text: no control, private or rare block,
/// and no Hangul, which is what GB18030 looks like when it is read as UTF-16.
fn is_plausible(character: char) -> bool {
    matches!(character,
        '\t' | '\n' | '\r' | ' '..='~' | '\u{a0}'..='\u{24f}' | '\u{2000}'..='\u{206f}'
        | '\u{2100}'..='\u{27bf}' | '\u{3000}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{fe00}'..='\u{fe4f}' | '\u{feff}' | '\u{ff00}'..='\u{ffef}'
        | '\u{1f000}'..='\u{1faff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIMPLIFIED: &str = "问题,标准问\n什么时候发货？,发货时间\n能退吗,退货规则\n";
    const TRADITIONAL: &str = "問題,標準問\n什麼時候出貨？,出貨時間\n可以退貨嗎,退貨規則\n";

    fn utf16(text: &str, big: bool) -> Vec<u8> {
        text.encode_utf16()
            .flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() })
            .collect()
    }

    #[test]
    fn real_encodings_are_found() {
        let gb = encoding_rs::GB18030.encode(SIMPLIFIED).0;
        let big5 = encoding_rs::BIG5.encode(TRADITIONAL).0;
        assert_eq!(detect(&gb, true), Encoding::GB18030);
        assert_eq!(detect(&big5, true), Encoding::BIG5);
        assert_eq!(detect(SIMPLIFIED.as_bytes(), true), Encoding::UTF_8);
        assert_eq!(detect(&utf16(SIMPLIFIED, false), true), Encoding::UTF_16LE);
        assert_eq!(detect(&utf16(SIMPLIFIED, true), true), Encoding::UTF_16BE);
        assert_eq!(detect(&utf16("question,expected\nhi,greet\n", false), true), Encoding::UTF_16LE);
        assert_eq!(detect(b"", true), Encoding::UTF_8);
        assert_eq!(detect(b"question,expected\n", true), Encoding::UTF_8);
    }

    #[test]
    fn short_chinese_headers_are_enough() {
        for text in [
            "问题\n",
            "问题,标准问\n",
            "用户问题\n你好\n",
            "会话,轮次,问题\n1,1,在吗\n",
            "问题,行业\n联通,电信\n",
        ] {
            let gb = encoding_rs::GB18030.encode(text).0;
            assert_eq!(detect(&gb, true), Encoding::GB18030, "{text}");
        }
        for text in ["問題,標準問\n你好,問候\n", "問題,知識點\n請問什麼時候到貨呢,物流時效\n"]
        {
            let big5 = encoding_rs::BIG5.encode(text).0;
            assert_eq!(detect(&big5, true), Encoding::BIG5, "{text}");
        }
    }

    #[test]
    fn byte_order_marks_are_believed() {
        assert_eq!(detect(b"\xef\xbb\xbfa", true), Encoding::UTF_8_BOM);
        assert_eq!(detect(b"\xff\xfea\0", true), Encoding::UTF_16LE.with_bom());
        assert_eq!(detect(b"\xfe\xff\0a", true), Encoding::UTF_16BE.with_bom());
        assert_eq!(detect(b"\x84\x31\x95\x33a", true), Encoding::GB18030.with_bom());
    }

    #[test]
    fn a_cut_character_ends_a_prefix_but_not_a_file() {
        let cut = &"什么时候发货".as_bytes()[..10];
        assert_eq!(detect(cut, false), Encoding::UTF_8);
        assert_eq!(detect("é".as_bytes().split_at(1).0, false), Encoding::UTF_8);
        assert_ne!(detect("é".as_bytes().split_at(1).0, true), Encoding::UTF_8);
    }

    #[test]
    fn one_broken_character_does_not_turn_utf8_into_gbk() {
        let mut bytes = SIMPLIFIED.as_bytes().to_vec();
        bytes.truncate(bytes.len() - 2);
        bytes.extend_from_slice("\n还在吗,问候\n".as_bytes());
        assert_eq!(detect(&bytes, true), Encoding::UTF_8);
    }

    #[test]
    fn binary_is_neither_text_with_a_stray_nul_nor_utf16() {
        assert!(looks_binary(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\x90"));
        for text in ["问题\0,标准问\n什么时候发货,发货\n", "question\0,expected\nwhen is it sent,ship\n"]
        {
            assert!(!looks_binary(text.as_bytes()));
            assert_eq!(detect(text.as_bytes(), true), Encoding::UTF_8);
            let gb = encoding_rs::GB18030.encode(&text.repeat(3)).0.into_owned();
            assert!(!looks_binary(&gb), "{text}");
            assert!(!detect(&gb, true).is_utf16(), "{text}");
        }
        assert!(looks_binary(&[0; 100]));
        assert!(!looks_binary(&utf16(SIMPLIFIED, false)));
        assert!(!looks_binary(b"plain"));
    }
}
