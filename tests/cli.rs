//! What the binary says and how it exits, command by command, in both languages.
//!
//! Each `tests/cmd/*.trycmd` is a script: commands with everything they print, in the order in which it
//! comes. `tests/cmd/NAME.in` links to the folder in which the script runs; beside a `NAME.out` it runs in a
//! copy, and the files in `NAME.out` are compared with what the commands have written. After a change that
//! is meant: `TRYCMD=overwrite cargo test --test cli`, and read the difference.

#[test]
fn commands() {
    let cases = trycmd::TestCases::new();
    for (name, value) in SCRUBBED {
        cases.env(name, value);
    }
    cases.insert_var("[VERSION]", env!("CARGO_PKG_VERSION")).expect("a variable");
    cases.case("tests/cmd/*.trycmd").case("tests/cmd/*.toml");
}

/// The same surroundings everywhere: no colours, no width, and no language that somebody has at home.
const SCRUBBED: [(&str, &str); 9] = [
    ("LANG", "C"),
    ("LC_ALL", "C"),
    ("LC_MESSAGES", "C"),
    ("NO_COLOR", "1"),
    ("CLICOLOR", "0"),
    ("CLICOLOR_FORCE", "0"),
    ("COLUMNS", "100"),
    ("TERM", "dumb"),
    ("RUST_BACKTRACE", "0"),
];
