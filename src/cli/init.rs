//! `kbtool init`: lay out a new knowledge base.

use std::fmt::Write as _;
use std::io::{BufRead, IsTerminal, Write};
use std::path::{Component, Path, PathBuf};

use anyhow::{Context as _, Result};
use kbtool::diagnostic::Language;
use kbtool::install::{RECORD_NAME, Releases, placeholders};
use kbtool::source::write_atomically;
use kbtool::starter::{self, BuildServer, NameError, PackName, ShopName, StarterOptions};

use super::arguments::{BuildServerChoice, GlobalArguments, InitArguments};
use super::context::{self, input_is_piped};
use super::exit::Exit;
use super::output;

pub(crate) fn run(global: &GlobalArguments, arguments: &InitArguments) -> Result<Exit> {
    let language = context::language(global);
    let releases = Releases::bundled();
    let ids = arguments.packs.iter().map(|id| id.trim()).filter(|id| !id.is_empty());
    let packs = releases.with_extended(ids)?;
    let mut options = StarterOptions {
        language,
        pack: PackName::new("faq")?,
        shop: ShopName::new(language.pick("My shop", "我的店铺"))?,
        packs,
        build_server: build_server(arguments.ci.unwrap_or(BuildServerChoice::Github)),
    };
    if !arguments.yes && !input_is_piped() && std::io::stderr().is_terminal() {
        ask(&mut options, arguments.ci, &mut std::io::stdin().lock(), &mut std::io::stderr())?;
    }
    let files = starter::files(&options)?;
    let is_here = arguments.folder.components().all(|part| part == Component::CurDir);
    let elsewhere = (!is_here).then_some(arguments.folder.as_path());
    let (mut written, mut left) = (Vec::new(), Vec::new());
    for (path, text) in &files {
        // From here, as the user would name it.
        let path = elsewhere.map_or_else(|| path.clone(), |folder| folder.join(path));
        let shown = path.display().to_string();
        // Of files that were there before nobody knows what they were copied from.
        let is_record = path.file_name().is_some_and(|name| name == RECORD_NAME);
        if is_record && left.iter().any(|(other, _): &(PathBuf, String)| other.parent() == path.parent()) {
            continue;
        }
        // A link that leads nowhere is somebody's, too.
        if path.symlink_metadata().is_ok() && !arguments.force {
            left.push((path, shown));
            continue;
        }
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)
                .with_context(|| format!("cannot make the folder {}", folder.display()))?;
        }
        write_atomically(&path, text.as_bytes())?;
        written.push(shown);
    }
    let mut report = String::new();
    for path in &written {
        let _ = writeln!(report, "{} {path}", language.pick("wrote", "已写入"));
    }
    if !global.quiet {
        if !written.is_empty() {
            report.push('\n');
        }
        report.push_str(&next_steps(&releases, &options, elsewhere, global.lang.is_some()));
    }
    output::deliver(None, &report)?;
    if !left.is_empty() && !global.quiet {
        let names: Vec<String> = left.into_iter().map(|(_, shown)| shown).collect();
        let told = language.pick(
            "these files exist and were left as they are (--force overwrites them): ",
            "以下文件已存在，未改动（加 --force 可覆盖）：",
        );
        output::note(language, &format!("{told}{}", names.join(language.pick(", ", "、"))));
    }
    Ok(Exit::Clean)
}

/// What to run next, in `folder` if that is not here, and what is still to be filled in.
fn next_steps(
    releases: &Releases,
    options: &StarterOptions<'_>,
    folder: Option<&Path>,
    language_was_given: bool,
) -> String {
    let language = options.language;
    let mut text = match (language, folder.map(Path::display)) {
        (Language::English, None) => "Next:\n".to_owned(),
        (Language::Chinese, None) => "接下来：\n".to_owned(),
        (Language::English, Some(folder)) => format!("Next, in {folder}:\n"),
        (Language::Chinese, Some(folder)) => format!("接下来，在 {folder} 中：\n"),
    };
    // Whoever asked for a language goes on in it; a locale does so by itself.
    let lang = if language_was_given { language.pick(" --lang en", " --lang zh") } else { "" };
    let question = language.pick("\"is there a gift box\"", "可以去工坊参观吗");
    let _ = writeln!(text, "  kbtool eval transcripts.csv{lang}\n  kbtool match {question}{lang}");
    if options.build_server.is_some() {
        text.push_str(language.pick(
            "\nThe job for CI wants to know where kbtool comes from: set KBTOOL_REPOSITORY in it.\n",
            "\nCI 任务需要知道 kbtool 的来源：请填写其中的 KBTOOL_REPOSITORY。\n",
        ));
    }
    let copied = |pack| options.packs.iter().any(|copied| copied.index == pack);
    let blanks = placeholders(releases.knowledge_base.entries.iter().filter(|entry| copied(entry.pack)));
    // The one that most answers have.
    if let Some((name, _)) = blanks.iter().rev().max_by_key(|(_, count)| *count) {
        let _ = match language {
            Language::English => writeln!(
                text,
                "\nAnswers of the copied packs have blanks, such as {{{name}}}: fill them in, or answer in shop/shop.yaml."
            ),
            Language::Chinese => writeln!(
                text,
                "\n复制来的行业包里，答案中有 {{{name}}} 这样的空格：请直接填好，或在 shop/shop.yaml 里写店铺自己的答案。"
            ),
        };
    }
    text
}

fn build_server(choice: BuildServerChoice) -> Option<BuildServer> {
    match choice {
        BuildServerChoice::Github => Some(BuildServer::GitHub),
        BuildServerChoice::Gitlab => Some(BuildServer::GitLab),
        BuildServerChoice::None => None,
    }
}

/// Ask for what the command line left open. An empty line, or the end of the input, takes the default.
fn ask(
    options: &mut StarterOptions<'_>,
    build_server_given: Option<BuildServerChoice>,
    input: &mut impl BufRead,
    out: &mut impl Write,
) -> Result<()> {
    let language = options.language;
    let copied: Vec<&str> = options.packs.iter().map(|pack| pack.id.as_str()).collect();
    let pack_name = |text: &str| {
        let name = PackName::new(text)?;
        let is_taken = name.as_str() == starter::SHOP_ID || copied.contains(&name.as_str());
        if is_taken { Err(NameError::Taken { name: text.to_owned() }) } else { Ok(name) }
    };
    let told = |error: NameError| error.in_language(language);
    let prompt = format!(
        "{} [{}]{}",
        language.pick("Name of the first pack", "第一个行业包的名称"),
        options.pack.as_str(),
        language.pick(": ", "：")
    );
    if let Some(name) = answer(&prompt, input, out, |text| pack_name(text).map_err(told))? {
        options.pack = name;
    }
    let prompt = language.pick("Name of the shop [My shop]: ", "店铺名 [我的店铺]：");
    if let Some(name) = answer(prompt, input, out, |text| ShopName::new(text).map_err(told))? {
        options.shop = name;
    }
    if build_server_given.is_none() {
        let prompt = language
            .pick("Build server: github, gitlab or none [github]: ", "CI：github、gitlab 或 none [github]：");
        let chosen = answer(prompt, input, out, |text| {
            clap::ValueEnum::from_str(text, true).map_err(|_| {
                language.pick("answer github, gitlab or none", "请回答 github、gitlab 或 none").to_owned()
            })
        })?;
        if let Some(choice) = chosen {
            options.build_server = build_server(choice);
        }
    }
    Ok(())
}

/// Ask until the answer is right; `None` for an empty line and at the end of the input.
fn answer<T>(
    prompt: &str,
    input: &mut impl BufRead,
    out: &mut impl Write,
    read: impl Fn(&str) -> Result<T, String>,
) -> Result<Option<T>> {
    loop {
        write!(out, "{prompt}")?;
        out.flush()?;
        let mut line = Vec::new();
        if input.read_until(b'\n', &mut line)? == 0 {
            writeln!(out)?;
            return Ok(None);
        }
        let line = String::from_utf8_lossy(&line);
        if line.trim().is_empty() {
            return Ok(None);
        }
        match read(line.trim()) {
            Ok(answer) => return Ok(Some(answer)),
            Err(reason) => writeln!(out, "{reason}")?,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::*;

    static RELEASES: LazyLock<Releases> = LazyLock::new(Releases::bundled);

    fn asked(
        language: Language,
        given: Option<BuildServerChoice>,
        typed: &str,
    ) -> (StarterOptions<'static>, String) {
        let mut options = StarterOptions {
            language,
            pack: PackName::new("faq").expect("a name"),
            shop: ShopName::new("My shop").expect("a name"),
            packs: RELEASES.with_extended(["common"]).expect("a pack"),
            build_server: Some(BuildServer::GitHub),
        };
        let mut out = Vec::new();
        ask(&mut options, given, &mut typed.as_bytes(), &mut out).expect("asked");
        (options, String::from_utf8(out).expect("UTF-8"))
    }

    #[test]
    fn empty_lines_and_the_end_take_the_defaults() {
        for typed in ["\n\n\n", "", "\r\n \r\n"] {
            let (options, out) = asked(Language::English, None, typed);
            assert_eq!(options.pack.as_str(), "faq");
            assert_eq!(options.shop, ShopName::new("My shop").expect("a name"));
            assert_eq!(options.build_server, Some(BuildServer::GitHub));
            assert!(out.contains("Name of the first pack [faq]: "), "{out}");
        }
    }

    #[test]
    fn a_wrong_answer_is_asked_for_again() {
        let (options, out) = asked(Language::Chinese, None, "a/b\ncommon\n售后\n青禾女装\njenkins\nGitLab\n");
        assert_eq!(options.pack.as_str(), "售后");
        assert_eq!(options.shop, ShopName::new("青禾女装").expect("a name"));
        assert_eq!(options.build_server, Some(BuildServer::GitLab));
        assert!(out.contains("`a/b` 不能作行业包名") && out.contains("`common` 已被占用"), "{out}");
        assert!(out.contains("请回答 github、gitlab 或 none"), "{out}");
    }

    #[test]
    fn what_the_command_line_says_is_not_asked() {
        let (options, out) = asked(Language::English, Some(BuildServerChoice::Gitlab), "a\nb\nnone\n");
        assert_eq!(options.build_server, Some(BuildServer::GitHub), "left as it was");
        assert!(!out.contains("Build server"), "{out}");
    }
}
