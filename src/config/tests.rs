//! Finding the file, reading it, showing it, and what is said when it is wrong.
#![allow(clippy::disallowed_methods, reason = "the tests lay out files")]

use super::*;
use crate::diff::{ChangeKind, ReviewTopic, Risk};
use crate::model::Figure;
use proptest::prelude::*;

const FULL: &str = r#"
kb = ["kb", "/data/知识库"]
shop = "小店"

[text]
dictionary = "词典.txt"
segmentation = "jieba"

[eval]
transcripts = ["测试/*.csv", "a.csv"]
engine = "linear"
turn_away = 0.1
command = "bot --model '大'"
command_timeout_seconds = 3
thresholds = { direct = 0.7, recommend = 0.4 }
columns = { expected = "标准问", pack = "行业" }

[gates]
hit_rate = 0.8
wrong-rate = 0.05
[gates.pack.apparel]
hit_rate = 0.85
[gates.pack."服装 鞋帽"]
coverage = 1

[lint]
select = ["KB1"]
[lint.severity]
KB301 = "error"

[dedup]
threshold = 0.9

[diff]
fail-on = "high"
max-broken = 2
require-review-of = ["answer-facts", "entry_removed"]
reviewed = "审过.txt"

[check]
base = "origin/main"
"#;

fn parse(text: &str) -> Result<Config, ConfigError> {
    Config::parse(Path::new("shop/kbtool.toml"), text)
}

fn complaint(text: &str) -> String {
    parse(text).expect_err(text).to_string()
}

#[test]
fn every_setting_is_read() {
    let config = parse(FULL).expect("config");
    assert_eq!(config.path.as_deref(), Some(Path::new("shop/kbtool.toml")));
    assert_eq!(config.kb, [Path::new("shop/kb"), Path::new("/data/知识库")]);
    assert_eq!(config.shop.as_deref(), Some("小店"));
    assert_eq!(config.text.dictionary.as_deref(), Some(Path::new("shop/词典.txt")));
    assert_eq!(config.text.segmentation, Segmentation::Jieba);
    let eval = &config.eval;
    assert_eq!((eval.engine.as_deref(), eval.command.as_deref()), (Some("linear"), Some("bot --model '大'")));
    assert_eq!((eval.turn_away, eval.command_timeout_seconds), (Some(0.1), Some(3.0)));
    assert_eq!(eval.thresholds, Some(Thresholds { direct: 0.7, recommend: 0.4 }));
    assert_eq!(eval.columns["expected"], "标准问");
    let overall = &config.gates.overall.limits;
    assert_eq!((overall[&Figure::HitRate], overall[&Figure::WrongRate]), (0.8, 0.05));
    assert_eq!(config.gates.pack["apparel"].limits[&Figure::HitRate], 0.85);
    assert_eq!(config.gates.pack["服装 鞋帽"].limits[&Figure::Coverage], 1.0);
    let levels: Vec<_> =
        config.lint.severity.iter().map(|(name, level)| (name.get_ref().as_str(), *level)).collect();
    assert_eq!(levels, [("KB301", crate::config::Level::Error)]);
    assert_eq!(config.dedup.threshold, Some(0.9));
    let transcripts: Vec<_> = eval.transcripts.iter().map(crate::source::PathPattern::display).collect();
    assert_eq!(transcripts, ["shop/测试/*.csv", "shop/a.csv"]);
    let diff = &config.diff;
    assert_eq!((diff.fail_on, diff.max_broken), (Some(Risk::High), Some(2)));
    assert_eq!(diff.review_topics(), [ReviewTopic::AnswerFacts, ReviewTopic::Kind(ChangeKind::EntryRemoved)]);
    assert_eq!(diff.reviewed.as_deref(), Some(Path::new("shop/审过.txt")));
    assert_eq!(config.check.base.as_deref(), Some("origin/main"));
}

#[test]
fn an_empty_file_is_the_defaults_beside_it() {
    let config = parse("# nothing yet\n").expect("config");
    assert_eq!(config.kb, [Path::new("shop/kb")]);
    assert_eq!(Config { path: None, kb: vec!["kb".into()], ..config }, Config::default());
    assert_eq!(parse("kb = '词库'").expect("one path").kb, [Path::new("shop/词库")]);
    let here = Config::parse(Path::new("kbtool.toml"), "").expect("here");
    assert_eq!(here.kb, [Path::new("kb")]);
}

#[test]
fn marks_and_line_ends_of_windows_do_not_matter() {
    let windows = format!("\u{FEFF}{}", FULL.replace('\n', "\r\n"));
    assert_eq!(parse(&windows).expect("windows"), parse(FULL).expect("unix"));
    assert_eq!(
        complaint("\u{FEFF}shop = \"甲\"\r\n'钥' = 1\r\n"),
        "shop/kbtool.toml:2:1: unknown key `钥` in the file; known are kb, shop, text, eval, gates, lint, dedup, diff, check\n    '钥' = 1"
    );
}

#[test]
fn each_fault_is_said_with_its_place_and_the_way_out() {
    for (text, message) in [
        ("shop =", "1:7: this is not TOML: string values must be quoted, expected literal string"),
        ("eval = 1", "1:8: `eval` must be a table, not a number"),
        ("evl = 1", "1:1: unknown key `evl` in the file; did you mean `eval`?"),
        ("[eval]\nturn-away = 0.1", "2:1: unknown key `turn-away` in [eval]; did you mean `turn_away`?"),
        (
            "[text]\n词典 = 'x'",
            "2:1: this is not TOML: invalid unquoted key, expected letters, numbers, `-`, `_`",
        ),
        ("[text]\nx = 'x'", "2:1: unknown key `x` in [text]; known are dictionary, segmentation"),
        ("[gates]\nhitrate = 0.8", "2:1: unknown key `hitrate` in [gates]; did you mean `hit_rate`?"),
        ("[gates]\npacks = {}", "2:1: unknown key `packs` in [gates]; did you mean `pack`?"),
        (
            "[gates.pack.\"甲\"]\nhit_rte = 0.8",
            "2:1: unknown key `hit_rte` in [gates.pack.甲]; did you mean `hit_rate`?",
        ),
        ("[gates]\nhit_rate = 85", "2:12: `hit_rate` must be from 0 to 1, not 85 (85% is 0.85)"),
        ("[gates]\nhit_rate = nan", "2:12: `hit_rate` must be from 0 to 1, not NaN"),
        ("[gates]\nhit_rate = \"0.8\"", "2:12: `hit_rate` must be a number, not a text"),
        ("[eval]\ntranscripts = []", "2:15: `transcripts` is empty; give it a value or remove the line"),
        (
            "[eval]\ntranscripts = 1",
            "2:15: `transcripts` must be a path in quotes or a list of them, not a number",
        ),
        (
            "[eval]\ntranscripts = [\"a.csv\",\n\"[.csv\"]",
            "3:1: [eval]: `[.csv` is no pattern of paths: unclosed character class; missing ']'",
        ),
        ("[diff]\nmax-broken = -1", "2:14: [diff]: invalid value: integer `-1`, expected u64"),
        (
            "[diff]\nfail-on = \"none\"",
            "2:11: [diff]: unknown variant `none`, expected one of `high`, `medium`, `low`",
        ),
        (
            "[diff]\nrequire-review-of = [\n  \"entry-removed\",\n\"weather\"]",
            "4:1: [diff]: there is nothing to review called `weather`; there are answer-facts and the kinds of changes, such as entry-removed",
        ),
        ("[check]\nbase = \" \"", "1:1: `base` is empty; give it a value or remove the line"),
        ("[check]\nbas = \"main\"", "2:1: [check]: unknown field `bas`, expected `base`"),
        ("[eval]\nturn_away = 0.6", "2:13: `turn_away` must be from 0 to 0.5, not 0.6"),
        (
            "[eval]\ncommand_timeout_seconds = 0",
            "2:27: `command_timeout_seconds` must be from 0.001 to 86400, not 0",
        ),
        (
            "[eval]\nthresholds = {direct = 0.4, recommend = 0.5}",
            "2:41: `recommend` (0.5) is above `direct` (0.4); the bot must be surer to answer than to recommend",
        ),
        (
            "[eval.thresholds]\ndirect = 0.4",
            "1:1: [eval.thresholds] has no `recommend`; `direct` and `recommend` are set together",
        ),
        ("[eval.columns]\nexpected = 3", "2:12: `expected` must be a text in quotes, not a number"),
        (
            "[text]\nsegmentation = 'words'",
            "2:16: `segmentation` must be one of auto, characters, jieba, not `words`",
        ),
        (
            "shop = '店' # 好\nkb = true",
            "2:6: `kb` must be a path in quotes or a list of them, not true or false",
        ),
        ("kb = []", "1:6: `kb` is empty; give it a value or remove the line"),
        ("kb = ['甲', ' ']", "1:12: `kb` is empty; give it a value or remove the line"),
        ("lint = []", "1:8: `lint` must be a table, not a list"),
        ("shop = 1\nshop = 2", "2:1: this is not TOML: duplicate key"),
    ] {
        let lines: Vec<&str> = text.lines().collect();
        let line: usize = message.split(':').next().and_then(|line| line.parse().ok()).expect("line");
        assert_eq!(complaint(text), format!("shop/kbtool.toml:{message}\n    {}", lines[line - 1]), "{text}");
    }
}

#[test]
fn all_faults_come_together_in_their_order() {
    let ConfigError::Invalid { faults, .. } =
        parse("[gates]\nluck = 1\nhit_rate = 2\n[eval]\nengin = 'x'\n").expect_err("three")
    else {
        panic!("invalid");
    };
    assert_eq!(
        faults.iter().map(|fault| (fault.line, fault.column)).collect::<Vec<_>>(),
        [(2, 1), (3, 12), (5, 1)]
    );
    assert_eq!(faults[1].text, "hit_rate = 2");
}

#[test]
fn what_is_shown_can_be_read_again() {
    let config = parse(FULL).expect("config");
    let shown = config.to_toml();
    assert!(
        shown.starts_with("# from shop/kbtool.toml\nkb = [\"shop/kb\", \"/data/知识库\"]\nshop = \"小店\"\n"),
        "{shown}"
    );
    let again = Config::parse(Path::new("kbtool.toml"), &shown).expect("again");
    assert_eq!(Config { path: config.path.clone(), ..again }, config);
    assert_eq!(
        Config::default().to_toml(),
        "# defaults: there is no kbtool.toml\nkb = [\"kb\"]\n\n[text]\nsegmentation = \"auto\"\n"
    );
}

#[test]
fn the_nearest_file_up_to_the_repository_counts() {
    let folder = tempfile::tempdir().expect("folder");
    let root = folder.path();
    let deep = root.join("repository/店/日志");
    std::fs::create_dir_all(&deep).expect("folders");
    std::fs::write(root.join(FILE_NAME), "shop = 'outside'").expect("file");
    let shop = || Config::discover(&deep).expect("config").shop;
    assert_eq!(shop().as_deref(), Some("outside"));
    // A worktree has a file where others have a folder.
    std::fs::write(root.join("repository/.git"), "gitdir: elsewhere").expect("file");
    let defaults = Config::discover(&deep).expect("defaults");
    assert_eq!(defaults, Config { kb: vec![deep.join("kb")], ..Config::default() });
    std::fs::write(root.join("repository/kbtool.toml"), "shop = 'root'").expect("file");
    assert_eq!(shop().as_deref(), Some("root"));
    std::fs::write(root.join("repository/店/kbtool.toml"), "shop = 'near'").expect("file");
    assert_eq!(shop().as_deref(), Some("near"));
    let found = Config::discover(&deep).expect("config");
    assert_eq!(found.kb, [root.join("repository/店/kb")]);
}

#[test]
fn folders_above_are_named_as_a_person_would() {
    let above = |folder: &str| parent(Path::new(folder)).map(|path| display_path(&path));
    assert_eq!(above("a/b").as_deref(), Some("a"));
    assert_eq!(above("a").as_deref(), Some(""));
    assert_eq!(above("").as_deref(), Some(".."));
    assert_eq!(above(".").as_deref(), Some(".."));
    assert_eq!(above("..").as_deref(), Some("../.."));
    assert_eq!(above("/"), None);
    let mut folder = PathBuf::from(".");
    let steps = std::iter::from_fn(|| parent(&folder).map(|above| folder = above)).count();
    assert!(steps < 100, "the way up ends");
}

#[test]
fn files_that_cannot_be_read_are_named() {
    let folder = tempfile::tempdir().expect("folder");
    let path = folder.path().join(FILE_NAME);
    let missing = Config::read(&path).expect_err("missing").to_string();
    assert!(missing.starts_with(&format!("{}: cannot read the file: ", path.display())), "{missing}");
    std::fs::write(&path, b"# \xd6\xaa\xca\xb6\xbf\xe2\xb5\xc4\xc9\xe8\xd6\xc3\nshop = 'a'\n").expect("file");
    let foreign = Config::discover(folder.path()).expect_err("not UTF-8").to_string();
    assert!(foreign.starts_with(&format!("{}: byte 6 on line 1 is not UTF-8", path.display())), "{foreign}");
    #[cfg(unix)]
    {
        std::fs::remove_file(&path).expect("remove");
        std::os::unix::fs::symlink("nowhere", &path).expect("link");
        assert!(matches!(Config::discover(folder.path()), Err(ConfigError::Unreadable { .. })));
    }
}

proptest! {
    #[test]
    fn any_text_is_a_configuration_or_an_error(text in "(\\[|\\]|=|\n|kb|eval|gates|pack|'| |0.5|甲|\\.|\\{|\\}|direct|thresholds){0,24}") {
        if let Err(error) = parse(&text) {
            prop_assert!(error.to_string().starts_with("shop/kbtool.toml:"));
        }
    }
}
