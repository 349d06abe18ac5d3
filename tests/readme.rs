//! The documentation against itself and against the program: what it names exists, what it shows runs.
#![allow(clippy::disallowed_methods, reason = "the test lays out and renews files")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use kbtool::lint::RULES;

/// Pairs of pages that must stay equal, section by section.
const TWINS: [(&str, &str); 2] =
    [("README.md", "README.zh-CN.md"), ("examples/README.md", "examples/README.zh-CN.md")];

/// Programs whose options are none of ours.
const OTHERS: [&str; 3] = ["cargo", "git", "python3"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn page(name: &str) -> String {
    std::fs::read_to_string(root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// All Markdown of the project: at the root, in `docs` and in `examples`; and the workflows beside it.
fn pages() -> Vec<String> {
    let mut pages = Vec::new();
    for folder in ["", "docs", "examples", "examples/ci"] {
        for entry in std::fs::read_dir(root().join(folder)).expect("a folder of the project") {
            let name = entry.expect("an entry").file_name().to_string_lossy().into_owned();
            if Path::new(&name).extension().is_some_and(|extension| extension == "md" || extension == "yml") {
                pages.push(if folder.is_empty() { name } else { format!("{folder}/{name}") });
            }
        }
    }
    pages.sort();
    pages
}

fn kbtool(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_kbtool"))
        .args(arguments)
        .current_dir(folder)
        .env("LC_ALL", "C")
        .output()
        .expect("the program runs")
}

fn help(command: &[&str]) -> String {
    let output = kbtool(root(), &[command, &["--help"]].concat());
    assert!(output.status.success(), "kbtool {} --help", command.join(" "));
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// The commands that a help page lists, `help` itself aside.
fn listed_commands(help: &str) -> Vec<String> {
    let list = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    list.take_while(|line| !line.is_empty())
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .map(str::to_owned)
        .collect()
}

/// Every command with its help page; the program itself goes by the empty name.
fn commands() -> Vec<(String, String)> {
    let mut found = vec![(String::new(), help(&[]))];
    let mut at = 0;
    while let Some((name, page)) = found.get(at).cloned() {
        for command in listed_commands(&page) {
            let name = format!("{name} {command}").trim().to_owned();
            let page = help(&name.split(' ').collect::<Vec<_>>());
            found.push((name, page));
        }
        at += 1;
    }
    found
}

/// The long options that a text names.
fn options(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (at, _) in text.match_indices("--") {
        let stands_alone = !text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '-');
        let name: String =
            text[at + 2..].chars().take_while(|c| c.is_ascii_lowercase() || *c == '-').collect();
        if stands_alone && name.starts_with(|c: char| c.is_ascii_lowercase()) {
            found.insert(format!("--{}", name.trim_end_matches('-')));
        }
    }
    found
}

/// A line without what belongs to other programs: from the program's name to the end of its code, or to
/// the `--` behind which `cargo run` hands arguments on.
fn ours(line: &str) -> String {
    let mut kept = String::new();
    for code in line.split('`') {
        let other = OTHERS
            .iter()
            .filter_map(|program| {
                let at = code.find(&format!("{program} "))?;
                // A program in quotes is an argument of ours.
                let is_word = !code[..at].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '"' | '\''));
                is_word.then_some(at)
            })
            .min();
        let (own, foreign) = code.split_at(other.unwrap_or(code.len()));
        kept.push_str(own);
        kept.push('`');
        if let Some((_, handed_on)) = foreign.split_once(" -- ") {
            kept.push_str(handed_on);
        }
    }
    kept
}

/// A fenced block: its language and its lines.
struct Block {
    language: String,
    text: String,
}

/// The levels of the headings, and the code blocks, of a page.
fn outline(text: &str) -> (Vec<usize>, Vec<Block>) {
    let (mut headings, mut blocks) = (Vec::new(), Vec::new());
    let mut open: Option<Block> = None;
    for line in text.lines() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(language)) => {
                open = Some(Block { language: language.trim().to_owned(), text: String::new() });
            }
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (Some(block), None) => block.text.extend([line, "\n"]),
            (None, None) => {
                let level = line.chars().take_while(|c| *c == '#').count();
                if level > 0 && line[level..].starts_with(' ') {
                    headings.push(level);
                }
            }
        }
    }
    assert!(open.is_none(), "a code block is never closed");
    (headings, blocks)
}

/// What is to be typed in a block: all of a script, the lines behind `$` where output follows. The
/// language of the report is the reader's.
fn typed(block: &Block) -> Vec<String> {
    let lines = block.text.lines();
    let commands: Vec<&str> = match block.language.as_str() {
        "sh" => lines.filter(|line| !line.is_empty() && !line.starts_with('#')).collect(),
        "console" => lines.filter_map(|line| line.strip_prefix("$ ")).collect(),
        _ => Vec::new(),
    };
    commands.into_iter().map(|line| line.replace(" --lang zh", "")).collect()
}

#[test]
fn twins_have_the_same_sections_commands_and_files() {
    for (one, other) in TWINS {
        let ((headings, blocks), (twin_headings, twin_blocks)) = (outline(&page(one)), outline(&page(other)));
        assert_eq!(headings, twin_headings, "the levels of the headings of {one} and {other}");
        let languages =
            |blocks: &[Block]| blocks.iter().map(|block| block.language.clone()).collect::<Vec<_>>();
        assert_eq!(languages(&blocks), languages(&twin_blocks), "the code blocks of {one} and {other}");
        for (block, twin) in blocks.iter().zip(&twin_blocks) {
            assert_eq!(typed(block), typed(twin), "what is typed in {one} and {other}");
            if matches!(block.language.as_str(), "yaml" | "csv" | "toml" | "json") {
                assert_eq!(block.text, twin.text, "a file shown in {one} and {other}");
            }
        }
    }
}

#[test]
fn every_option_named_exists() {
    let known: BTreeSet<String> = commands().iter().flat_map(|(_, help)| options(help)).collect();
    assert!(known.contains("--as-of") && known.contains("--text-column"), "{known:?}");
    for name in pages() {
        let (mut fenced, mut foreign) = (false, false);
        for (number, line) in (1..).zip(page(&name).lines()) {
            if let Some(language) = line.strip_prefix("```") {
                fenced = !fenced;
                foreign = fenced && !matches!(language, "sh" | "console" | "text" | "toml");
            }
            let unknown: Vec<String> =
                options(&ours(line)).into_iter().filter(|option| !known.contains(option)).collect();
            assert!(foreign || unknown.is_empty(), "{name}:{number}: no such option: {unknown:?}");
        }
    }
}

#[test]
fn every_command_shown_exists_and_takes_its_options() {
    let commands = commands();
    for name in pages() {
        let (_, blocks) = outline(&page(&name));
        for line in blocks.iter().flat_map(typed) {
            let Some(arguments) = line.strip_prefix("kbtool ") else { continue };
            let fits = |command: &str| arguments == command || arguments.starts_with(&format!("{command} "));
            let found = commands.iter().filter(|(command, _)| !command.is_empty() && fits(command));
            let Some((command, help)) = found.max_by_key(|(command, _)| command.len()) else {
                panic!("{name}: no such command: {line}");
            };
            let missing: Vec<String> = options(&line).difference(&options(help)).cloned().collect();
            assert!(missing.is_empty(), "{name}: `kbtool {command}` takes no {missing:?}: {line}");
        }
    }
}

#[test]
fn both_readmes_list_every_command_and_family_of_rules() {
    for name in ["README.md", "README.zh-CN.md"] {
        let text = page(name);
        for (command, _) in commands() {
            // A command that only holds others is listed by them.
            let listed = text.contains(&format!("| `kbtool {command}"));
            assert!(command.is_empty() || listed, "{name} does not list {command}");
        }
        for rule in RULES {
            let family = &rule.code[..3];
            assert!(text.contains(&format!("| {family} |")), "{name} does not list the rules {family}");
        }
    }
}

#[test]
fn every_rule_named_exists() {
    for name in pages() {
        let text = page(&name);
        for (at, _) in text.match_indices("KB") {
            let digits: String = text[at + 2..].chars().take_while(char::is_ascii_digit).collect();
            let exists = RULES.iter().any(|rule| rule.code[2..].starts_with(&digits));
            assert!(exists, "{name}: there is no rule KB{digits}");
        }
    }
}

#[test]
fn every_dependency_has_its_line() {
    let manifest: toml::Table = page("Cargo.toml").parse().expect("TOML");
    let lock: toml::Table = page("Cargo.lock").parse().expect("TOML");
    let locked = |name: &str, wanted: &str| {
        let packages = lock["package"].as_array().expect("packages").iter();
        let versions = packages.filter(|package| package["name"].as_str() == Some(name));
        // Where several are locked, others brought the rest along.
        let mut versions = versions.filter_map(|package| package["version"].as_str());
        let version = versions.find(|version| version.starts_with(wanted)).unwrap_or_default();
        version.split('+').next().unwrap_or_default().to_owned()
    };
    let text = page("docs/dependencies.md");
    for table in ["dependencies", "dev-dependencies"] {
        for (name, wanted) in manifest[table].as_table().expect("a table") {
            let wanted = wanted.as_str().or_else(|| wanted.get("version")?.as_str()).expect("a version");
            let major = wanted.split('.').next().expect("a number");
            let line = format!("\n| {name} | {} |", locked(name, major));
            assert!(text.contains(&line), "docs/dependencies.md lacks {}", line.trim());
        }
    }
}

#[test]
fn every_link_leads_somewhere() {
    for name in pages() {
        let text = page(&name);
        let folder = root().join(&name).parent().expect("a folder").to_owned();
        for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let path = target.split('#').next().unwrap_or_default();
            let is_ours = !path.is_empty() && !path.contains("://") && !path.contains(char::is_whitespace);
            assert!(!is_ours || folder.join(path).exists(), "{name}: there is no {target}");
        }
    }
}

/// Write `files` into a fresh folder, which is no part of any repository.
fn folder_with(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(folder.path().join(".git")).expect("the search for kbtool.toml ends here");
    for (path, text) in files {
        let path: PathBuf = folder.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        kbtool::source::write_atomically(&path, text.as_bytes()).expect("written");
    }
    folder
}

#[test]
fn every_command_has_a_manual_page_with_its_options() {
    let folder = folder_with(&[]);
    assert!(kbtool(folder.path(), &["man", "--out", "a/man"]).status.success());
    let pages = std::fs::read_dir(folder.path().join("a/man")).expect("a folder").count();
    let commands = commands();
    assert_eq!(pages, commands.len());
    for (name, help) in commands {
        let file = format!("a/man/kbtool {name}").trim_end().replace(' ', "-") + ".1";
        let page = std::fs::read_to_string(folder.path().join(&file)).unwrap_or_else(|_| panic!("{file}"));
        let told = options(&page.replace("\\-", "-").replace("\\fB", " "));
        let missing: Vec<_> = options(&help).difference(&told).cloned().collect();
        assert!(missing.is_empty(), "{file} lacks {missing:?}");
    }
}

#[test]
fn the_smallest_knowledge_base_runs() {
    let (_, blocks) = outline(&page("README.md"));
    let first = |language: &str| {
        &blocks.iter().find(|block| block.language == language).expect("a block of the README").text
    };
    let folder = folder_with(&[("kb/faq.yaml", first("yaml")), ("questions.csv", first("csv"))]);
    let output = kbtool(folder.path(), &["eval", "questions.csv", "--output", "json"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("a report");
    assert_eq!(report["inputs"]["rows"], 3);
    assert_eq!(report["overall"]["hit_rate"]["value"], 1.0);
}

#[test]
fn the_files_in_formats_are_right() {
    let (_, blocks) = outline(&page("docs/formats.md"));
    let of = |language: &str| {
        blocks.iter().filter(|block| block.language == language).map(|block| &*block.text).collect::<Vec<_>>()
    };
    let [entries, pack, shop, plan] = of("yaml")[..] else {
        panic!("three files of a knowledge base and a plan")
    };
    if let Err(error) = kbtool::dedup::plan::Plan::from_yaml(Path::new("plan.yaml"), plan) {
        panic!("{error}");
    }
    let [config] = of("toml")[..] else { panic!("one kbtool.toml") };
    let folder = folder_with(&[
        ("kb/common/shipping.yaml", entries),
        ("kb/apparel/pack.yaml", pack),
        ("shops/qinghe/shop.yaml", shop),
        ("words/goods.txt", "羊毛大衣\n"),
        ("kbtool.toml", config),
    ]);
    let output = kbtool(folder.path(), &["config", "show"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let output = kbtool(folder.path(), &["match", "付款后多久发货", "--output", "json"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let matched: serde_json::Value = serde_json::from_slice(&output.stdout).expect("one object");
    assert_eq!(matched["answer"], "现货付款后 48 小时内发出，周末照常发货。");
    assert_eq!(matched["candidates"][0]["reason"], "exact");
}

/// The blocks of a page that show a command and what it prints: where each begins and ends, in lines, the
/// command's own line aside.
fn shown_runs(lines: &[&str]) -> Vec<(usize, usize, Vec<String>)> {
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        if let Some(command) = line.strip_prefix("$ kbtool ").filter(|_| lines[at - 1] == "```console") {
            let length = lines[at + 1..].iter().position(|line| *line == "```").expect("the block's end");
            found.push((at + 1, at + 1 + length, command.split(' ').map(str::to_owned).collect()));
        }
    }
    found
}

/// `output` shortened as `block` is: of each section (sections are parted by empty lines) as many lines,
/// of a long line that the block cuts with … as many sentences. Where a section is … alone, the sections
/// behind it are the last ones of the output.
fn shortened(output: &str, block: &[&str]) -> Vec<String> {
    let sections: Vec<Vec<&str>> =
        output.trim_end().split("\n\n").map(|section| section.lines().collect()).collect();
    let shown: Vec<&[&str]> = block.split(|line| line.is_empty()).collect();
    let gap = shown.iter().position(|section| *section == ["…"]);
    let mut made = Vec::new();
    for (number, shown_section) in shown.iter().enumerate() {
        let at = match gap {
            Some(gap) if number > gap => (sections.len() + number).checked_sub(shown.len()),
            _ => Some(number),
        };
        let Some(section) = at.and_then(|at| sections.get(at)) else { break };
        if !made.is_empty() {
            made.push(String::new());
        }
        for (at, shown) in shown_section.iter().enumerate() {
            let line = section.get(at).copied().unwrap_or_default();
            if shown.trim() == "…" {
                made.push((*shown).to_owned());
            } else if let Some(cut) = shown.strip_suffix('…').filter(|_| !line.ends_with('…')) {
                let sentences = |text: &str| text.matches([',', '，', '。']).count();
                let kept = line.split_inclusive([',', '，', '。']).take(sentences(cut)).collect::<String>();
                made.push(format!("{}{}…", kept, if kept.is_ascii() { " " } else { "" }));
            } else {
                made.push(line.to_owned());
            }
        }
    }
    made
}

/// What the pages say kbtool prints is what it prints. `RENEW=1 cargo test --test readme` writes it anew.
#[test]
fn the_pictures_are_what_kbtool_prints() {
    for (english, chinese) in TWINS {
        for name in [english, chinese] {
            let text = page(name);
            let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
            let borrowed: Vec<&str> = text.lines().collect();
            for (start, end, command) in shown_runs(&borrowed).into_iter().rev() {
                let arguments: Vec<&str> = command.iter().map(String::as_str).collect();
                let output = kbtool(root(), &arguments);
                let output = String::from_utf8(output.stdout).expect("UTF-8");
                lines.splice(start..end, shortened(&output, &borrowed[start..end]));
            }
            let renewed = lines.join("\n") + "\n";
            if std::env::var_os("RENEW").is_some() {
                std::fs::write(root().join(name), renewed).expect("written");
            } else {
                assert!(renewed == text, "{name} is stale; renew it with RENEW=1 cargo test --test readme");
            }
        }
    }
}
