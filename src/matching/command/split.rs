//! A command line into words, as a shell would, without a shell.
//!
//! Only quoting is understood: no variables, no wildcards, no pipes, so that a configuration file cannot
//! do more than start the one program that it names.

use super::CommandError;

/// The words of `line`.
///
/// White space parts words. Within `'…'` every character stands for itself. Within `"…"` a backslash
/// before `"` or `\` takes its meaning away and is otherwise a backslash. Outside of quotes a backslash
/// takes the meaning of any next character away. Quoted parts join what they touch (`a"b c"` is one
/// word), and `''` is an empty word.
///
/// # Errors
/// There is no word, a quote is not closed, or a backslash ends the line.
pub(super) fn split(line: &str) -> Result<Vec<String>, CommandError> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut characters = line.chars().enumerate();
    while let Some((at, c)) = characters.next() {
        match c {
            '\'' | '"' => {
                let open = CommandError::OpenQuote { quote: c, column: at + 1, command: line.to_owned() };
                quoted(&mut characters, c, word.get_or_insert_default()).ok_or(open)?;
            }
            '\\' => {
                let (_, next) = characters
                    .next()
                    .ok_or_else(|| CommandError::LoneBackslash { command: line.to_owned() })?;
                word.get_or_insert_default().push(next);
            }
            c if c.is_whitespace() => words.extend(word.take()),
            c => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    // A program without a name is no program.
    if words.first().is_none_or(String::is_empty) {
        return Err(CommandError::Empty);
    }
    Ok(words)
}

/// Take what stands before the closing `quote`; `None` if there is none.
fn quoted(
    characters: &mut impl Iterator<Item = (usize, char)>,
    quote: char,
    word: &mut String,
) -> Option<()> {
    loop {
        match characters.next()?.1 {
            c if c == quote => return Some(()),
            '\\' if quote == '"' => match characters.next()?.1 {
                c @ ('"' | '\\') => word.push(c),
                c => word.extend(['\\', c]),
            },
            c => word.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn splits_as_a_shell_would() {
        for (line, words) in [
            ("bot", &["bot"][..]),
            ("  ./bot  --model\t大 ", &["./bot", "--model", "大"]),
            ("sh -c 'echo \"a b\" \\n'", &["sh", "-c", "echo \"a b\" \\n"]),
            (r#"bot "C:\data\x" "say \"hi\" \\""#, &["bot", r"C:\data\x", r#"say "hi" \"#]),
            (r"my\ bot a\'b", &["my bot", "a'b"]),
            (r#"bot --name="a b"'c'd '' """#, &["bot", "--name=a bcd", "", ""]),
        ] {
            assert_eq!(split(line).expect(line), words, "{line}");
        }
    }

    #[test]
    fn what_cannot_be_split_says_why() {
        let error = |line| split(line).expect_err(line).to_string();
        assert_eq!(error("bot 它's"), "the ' in column 6 of the command is never closed: bot 它's");
        assert_eq!(error("bot \"a\\\""), "the \" in column 5 of the command is never closed: bot \"a\\\"");
        assert_eq!(error("bot \\"), "the command ends in a lone backslash; write \\\\ for one: bot \\");
        assert_eq!(error("  "), "the command is empty; it wants a program and its arguments");
        assert_eq!(error("'' a"), error(""));
    }

    proptest! {
        #[test]
        fn quoted_words_come_back(words in prop::collection::vec("\\PC{0,8}", 1..5)) {
            prop_assume!(!words[0].is_empty());
            let single: Vec<_> = words.iter().map(|word| format!("'{}'", word.replace('\'', r"'\''"))).collect();
            prop_assert_eq!(&split(&single.join(" ")).expect("single"), &words);
            let double: Vec<_> = words
                .iter()
                .map(|word| format!("\"{}\"", word.replace('\\', r"\\").replace('"', "\\\"")))
                .collect();
            prop_assert_eq!(&split(&double.join(" ")).expect("double"), &words);
        }

        #[test]
        fn nothing_makes_it_panic(line in "[a '\"\\\\\t]{0,12}") {
            let _ = split(&line);
        }
    }
}
