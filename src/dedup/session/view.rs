//! A session as the lines of a screen: at most as wide as the terminal, as many as it has.
//!
//! Everything is drawn anew after each key, as lines of text: what they are printed with is up to others. Signs
//! of the layout are ASCII, as terminals disagree on how wide frames and arrows are beside Chinese.

mod difference;
mod line;
mod panes;
mod words;

use line::{Line, Paint};
use panes::Frame;
use words::KeyWords;

use super::Session;
use crate::diagnostic::Language;

/// What a screen is to be like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ViewOptions {
    /// Its language.
    pub language: Language,
    /// In columns.
    pub width: usize,
    /// In lines.
    pub height: usize,
    /// Whether it may have escapes for colour; without them, signs stand below what differs.
    pub colour: bool,
}

/// The screen, `height` lines without line ends.
pub fn render(session: &Session, options: ViewOptions) -> Vec<String> {
    let ViewOptions { language, width, height, .. } = options;
    let header = Line::new(&words::progress(session, language), Paint::Strong).cut(width);
    let mut bottom = vec![message(session, options)];
    bottom.extend(match session.group() {
        _ if session.shows_help() => vec![],
        Some(_) => key_lines(&words::KEYS, options),
        None => key_lines(&words::SUMMARY_KEYS, options),
    });
    // However low the terminal is, it says where one is.
    bottom.truncate(height.saturating_sub(1));
    let room = height - bottom.len();
    let mut lines = vec![header];
    if session.shows_help() {
        lines.extend(help(options));
    } else if session.group().is_some() {
        lines.extend(group(session, options, room.saturating_sub(1)));
    } else {
        lines.push(Line::default());
        lines.extend(
            words::summary(session, language).iter().map(|line| Line::new(line, Paint::Plain).cut(width)),
        );
    }
    lines.resize(room, Line::default());
    lines.append(&mut bottom);
    lines.iter().map(|line| line.render(options.colour)).collect()
}

fn message(session: &Session, options: ViewOptions) -> Line {
    let text = match session.message() {
        _ if session.shows_help() => options.language.pick("any key goes back", "按任意键返回"),
        Some(message) => message.in_language(options.language),
        None => "",
    };
    Line::new(text, Paint::Warning).cut(options.width)
}

/// The group that is shown, in at most `room` lines.
fn group(session: &Session, options: ViewOptions, room: usize) -> Vec<Line> {
    let ViewOptions { language, width, height, colour } = options;
    let Some(group) = session.group() else { return Vec::new() };
    let harm = Line::new(group.harm.title().in_language(language), Paint::Warning)
        .with(language.pick(": ", "："), Paint::Plain)
        .with(group.harm.meaning().in_language(language), Paint::Plain);
    let mut lines = harm.wrap(width, 2);
    lines.truncate(room.saturating_sub(1));
    lines.push(Line::default());
    let frame = Frame { language, width, answer_lines: if height < 30 { 2 } else { 5 }, colour };
    let left = room.saturating_sub(lines.len());
    // The list says what will happen: some of it is always there.
    let of_list = group.phrasings.len().min(3).min(left);
    let mut panes = panes::compare(session, group, frame, (left - of_list).saturating_sub(1));
    if !panes.is_empty() {
        lines.append(&mut panes);
        lines.push(Line::default());
    }
    let left = room.saturating_sub(lines.len());
    lines.append(&mut panes::list(session, group, frame, left));
    lines
}

/// The keys in a word each, in at most two lines.
fn key_lines(keys: &[KeyWords], options: ViewOptions) -> Vec<Line> {
    let ViewOptions { language, width, .. } = options;
    let mut lines: Vec<Line> = Vec::new();
    for words in keys.iter().filter(|words| !words.short(language).is_empty()) {
        let item = Line::new(words.key(language), Paint::Strong)
            .with(" ", Paint::Plain)
            .with(words.short(language), Paint::Faint);
        let count = lines.len();
        match lines.last_mut().filter(|line| line.width() + 2 + item.width() <= width) {
            Some(line) => {
                line.append(Line::new("  ", Paint::Plain));
                line.append(item);
            }
            None if count < 2 => lines.push(item.cut(width)),
            None => break,
        }
    }
    lines
}

fn help(options: ViewOptions) -> Vec<Line> {
    let ViewOptions { language, width, .. } = options;
    let keys = words::KEYS.iter().map(|words| {
        let line = Line::new(words.key(language), Paint::Strong).fit(7);
        line.with(words.long(language), Paint::Plain).cut(width)
    });
    std::iter::once(Line::default()).chain(keys).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_width::UnicodeWidthStr;

    use super::super::{Key, sample};
    use super::*;
    use crate::dedup::plan::{Action, Plan};

    fn session(keys: &str) -> Session {
        let mut session = Session::new(sample::plan());
        for key in keys.chars() {
            session.act(Key::Char(key));
        }
        session
    }

    fn screen(session: &Session, language: Language, width: usize, height: usize) -> String {
        let options = ViewOptions { language, width, height, colour: false };
        render(session, options).join("\n")
    }

    /// Every screen in both languages, at the size of a wide terminal and of the smallest usual one.
    macro_rules! assert_screens {
        ($name:literal, $keys:literal) => {
            for (language, suffix) in [(Language::English, "en"), (Language::Chinese, "zh")] {
                for (width, height) in [(110, 30), (80, 24)] {
                    let screen = screen(&session($keys), language, width, height);
                    insta::assert_snapshot!(format!("{}-{suffix}-{width}", $name), screen);
                }
            }
        };
    }

    #[test]
    fn a_conflict() {
        assert_screens!("conflict", "d");
    }

    #[test]
    fn a_question_of_another_entry() {
        assert_screens!("question", "n");
    }

    #[test]
    fn clutter_with_a_mark_on_another() {
        assert_screens!("clutter", "nn j");
    }

    #[test]
    fn the_summary() {
        assert_screens!("summary", "dkkw");
    }

    #[test]
    fn the_help() {
        assert_screens!("help", "?");
    }

    #[test]
    fn in_colour() {
        let options = ViewOptions { language: Language::Chinese, width: 110, height: 18, colour: true };
        let lines = render(&session("gz"), options);
        insta::assert_snapshot!(lines.join("\n").replace('\u{1b}', "^"));
    }

    #[test]
    fn a_refusal_is_shown_once() {
        let mut session = session("n");
        session.act(Key::Up);
        session.act(Key::Char('d'));
        assert!(screen(&session, Language::English, 80, 24).contains("cannot be dropped"));
        assert!(screen(&session, Language::Chinese, 80, 24).contains("标准问不能删除"));
        session.act(Key::Up);
        assert!(!screen(&session, Language::English, 80, 24).contains("cannot be dropped"));
    }

    #[test]
    fn a_long_list_follows_the_cursor() {
        let mut plan = sample::plan();
        let phrasing = plan.groups[0].phrasings[1].clone();
        plan.groups[0].phrasings.extend(std::iter::repeat_n(phrasing, 200));
        let mut session = Session::new(plan);
        for key in [Key::Down; 150] {
            session.act(key);
        }
        for (width, height) in [(110, 30), (80, 24), (40, 12)] {
            let screen = screen(&session, Language::English, width, height);
            assert!(screen.lines().any(|line| line.starts_with(">   152")), "{screen}");
        }
    }

    #[test]
    fn every_key_is_explained_in_both_languages() {
        for words in &words::KEYS {
            for language in [Language::English, Language::Chinese] {
                assert!(!words.long(language).is_empty() && !words.key(language).is_empty());
                let line = format!("{}{}", words.long(language), words.key(language));
                assert!(line.width() <= 80, "{line}");
            }
        }
    }

    fn any_plan() -> impl Strategy<Value = Plan> {
        let nasty = prop::sample::select(vec![
            "发货\u{1b}[2J",
            "\u{301}\u{202e}",
            "👨‍👩‍👧👍🏽🇨🇳☎\u{fe0f}",
            "line\r\nline\ttab",
            "\u{9b}31m\0",
        ]);
        let text = (any::<String>(), nasty).prop_map(|(one, other)| one + other);
        let texts =
            prop::collection::vec((text, any::<String>(), any::<String>(), any::<String>(), 0..3_u32), 0..5);
        texts.prop_map(|texts| {
            let mut plan = sample::plan();
            let template = plan.groups[0].phrasings.remove(0);
            plan.groups[0].phrasings = texts
                .into_iter()
                .map(|(text, entry, answer, why, number)| {
                    let mut phrasing = template.clone();
                    phrasing.action = Action::Merge { into: entry.clone() };
                    (phrasing.text, phrasing.place) = (text, why.clone());
                    (phrasing.entry, phrasing.answer, phrasing.why, phrasing.number) =
                        (entry, answer, why, number);
                    phrasing
                })
                .collect();
            plan
        })
    }

    proptest! {
        #[test]
        fn a_screen_fits_whatever_the_texts(
            plan in any_plan(),
            keys in "[ jdmgx?ku]{0,3}",
            width in 0_usize..130,
            height in 0_usize..40,
            chinese in any::<bool>(),
        ) {
            let mut session = Session::new(plan);
            for key in keys.chars() {
                session.act(Key::Char(key));
            }
            let language = if chinese { Language::Chinese } else { Language::English };
            let lines = render(&session, ViewOptions { language, width, height, colour: false });
            prop_assert_eq!(lines.len(), height);
            for line in &lines {
                prop_assert!(line.width() <= width, "{} > {width}: {line:?}", line.width());
                prop_assert!(!line.chars().any(char::is_control), "{line:?}");
            }
            // Colour adds escapes of its own and nothing else.
            let coloured = render(&session, ViewOptions { language, width, height, colour: true });
            for line in coloured {
                let mut rest = line.as_str();
                while let Some((_, escape)) = rest.split_once('\u{1b}') {
                    let end = escape.find('m').expect("the end of a style");
                    prop_assert!(escape[1..end].bytes().all(|byte| byte.is_ascii_digit() || byte == b';'));
                    rest = &escape[end..];
                }
                let bare = line.replace('\u{1b}', "");
                prop_assert!(!bare.chars().any(char::is_control), "{bare:?}");
            }
        }
    }
}
