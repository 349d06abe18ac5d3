//! The command line. Help, and whatever else is made from it, comes from these definitions alone.

mod evaluation;

use std::path::PathBuf;

use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};
pub(crate) use evaluation::{BundleArguments, EvalArguments, MergeArguments, ReportArguments};
use jiff::civil::Date;
use kbtool::diff::ReviewTopic;

/// Curate the knowledge bases behind customer-service bots: lint, dedup, diff, check, evaluate, match, import.
///
/// Exit codes: 0 clean · 1 findings or a gate missed · 2 usage, configuration or unreadable input.
#[derive(Debug, Parser)]
#[command(
    name = "kbtool",
    version,
    max_term_width = 100,
    arg_required_else_help = true,
    propagate_version = true
)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) global: GlobalArguments,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Options of every command; they may stand before or after it.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Global options")]
pub(crate) struct GlobalArguments {
    /// Configuration file; otherwise `kbtool.toml` is sought from here up to the repository root
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Folder (or file) of the knowledge base; may be given several times [default: kb]
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) kb: Vec<PathBuf>,
    /// The shop to look through: its packs, its answers, its own entries
    #[arg(long, global = true, value_name = "ID")]
    pub(crate) shop: Option<String>,
    /// Ask each question within its own pack: only of what a shop serves that subscribes to that pack alone
    #[arg(long, global = true)]
    pub(crate) within_packs: bool,
    /// The day on which validity is judged [default: today]
    #[arg(long, global = true, value_name = "DATE")]
    pub(crate) as_of: Option<Date>,
    /// Count only answers for this channel (app, web, wechat …)
    #[arg(long, global = true, value_name = "CHANNEL")]
    pub(crate) channel: Option<String>,
    /// Count only answers for this mode (full-auto, assist …)
    #[arg(long, global = true, value_name = "MODE")]
    pub(crate) mode: Option<String>,
    /// Threads to use [default: one a core]
    #[arg(long, global = true, value_name = "N")]
    pub(crate) jobs: Option<usize>,
    /// Colours: on a terminal only (and never with NO_COLOR), always, or never
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", alias = "colour")]
    pub(crate) color: ColourChoice,
    /// Language of reports and messages [default: from the locale]
    #[arg(long, global = true, value_name = "LANG")]
    pub(crate) lang: Option<LanguageChoice>,
    /// Only results, no notes and no progress
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
    /// Tell more: every skipped row, what an external program says
    #[arg(short, long, global = true, action = ArgAction::Count)]
    pub(crate) verbose: u8,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum ColourChoice {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum LanguageChoice {
    /// Simplified Chinese
    Zh,
    /// English
    En,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Check the knowledge base by rules, and mend what can be mended
    Lint(Box<LintArguments>),
    /// Find phrasings that say the same, and where that does harm
    Dedup(Box<DedupArguments>),
    /// Show what changed between two versions in meaning, and what it does to customers
    Diff(Box<DiffArguments>),
    /// Everything a change must pass: lint, dedup, diff against a base, and the gates, in one run
    Check(Box<CheckArguments>),
    /// Explain a rule: why it matters, an example, its settings
    Explain(ExplainArguments),
    /// List the rules
    Rules(RulesArguments),
    /// Measure hit rate and coverage per pack on labelled transcripts
    Eval(Box<EvalArguments>),
    /// Add up what several runs of `eval --partial` counted, and report on the whole
    Merge(Box<MergeArguments>),
    /// Write the knowledge base with its trained matcher as one file, which eval and match open at once
    Bundle(BundleArguments),
    /// Show what the bot would do with a question, and why
    Match(MatchArguments),
    /// Turn labelled utterances into the YAML files of a knowledge base
    Import(ImportArguments),
    /// Show the configuration
    Config {
        #[command(subcommand)]
        command: ConfigCommand,
    },
    /// Industry packs that ship with kbtool: what there is, copying them, following newer versions
    Packs {
        #[command(subcommand)]
        command: PacksCommand,
    },
    /// Lay out a new knowledge base with samples and a job for CI
    Init(InitArguments),
    /// Print the JSON Schema of a kind of file, for editors
    Schema(SchemaArguments),
    /// Print a script with which a shell completes commands and options
    Completions(CompletionsArguments),
    /// Print the manual page, or write one for each command
    Man(ManArguments),
}

#[derive(Debug, Subcommand)]
pub(crate) enum ConfigCommand {
    /// Print the settings in force, as TOML
    Show,
}

#[derive(Debug, Subcommand)]
pub(crate) enum PacksCommand {
    /// List the packs that ship, and which of them the knowledge base has in what version
    List(PacksListArguments),
    /// Show what a pack answers and what it leaves to fill in, or one of its entries in full
    Show(PacksShowArguments),
    /// Copy packs, and those that they extend, into the knowledge base
    Add(PacksAddArguments),
    /// Bring copied packs up to the versions that ship; what was changed here stays
    Update(PacksUpdateArguments),
}

#[derive(Debug, Args)]
pub(crate) struct PacksListArguments {
    /// Report format: text, json, markdown
    #[arg(long, short, value_name = "FORMAT[=PATH]")]
    pub(crate) output: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct PacksShowArguments {
    /// The pack
    #[arg(value_name = "ID")]
    pub(crate) pack: String,
    /// Show this entry alone, in full
    #[arg(long, value_name = "ENTRY")]
    pub(crate) entry: Option<String>,
    /// Report format: text, json, markdown
    #[arg(long, short, value_name = "FORMAT[=PATH]")]
    pub(crate) output: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct PacksAddArguments {
    /// The packs
    #[arg(value_name = "ID", required = true)]
    pub(crate) packs: Vec<String>,
    /// Have the shop subscribe to them, in its shop.yaml
    #[arg(long)]
    pub(crate) subscribe: bool,
    /// Say what would be written, and write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
}

#[derive(Debug, Args)]
pub(crate) struct PacksUpdateArguments {
    /// The packs [default: all that ship and are there]
    #[arg(value_name = "ID")]
    pub(crate) packs: Vec<String>,
    /// Whose text to take where both have changed an entry
    #[arg(long, value_name = "SIDE", default_value = "shop")]
    pub(crate) take: SideChoice,
    /// With `--take pack`: for these entries alone, even if nothing conflicts; may be given several times
    #[arg(long, value_name = "ENTRY")]
    pub(crate) entry: Vec<String>,
    /// Show what would change, and change nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// The same, and exit with 1 if anything would change: for CI
    #[arg(long)]
    pub(crate) check: bool,
    /// Report format: text, json, markdown
    #[arg(long, short, value_name = "FORMAT[=PATH]")]
    pub(crate) output: Vec<String>,
    /// So many entries of each risk at most, 0 for all [default: 20]
    #[arg(long, value_name = "N")]
    pub(crate) limit: Option<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SideChoice {
    Shop,
    Pack,
}

/// Which engine ranks, and where its thresholds lie.
#[derive(Debug, Default, Args)]
pub(crate) struct EngineArguments {
    /// auto, exact, keyword, retrieval, linear, replay (the `predicted` column) or command [default: auto]
    #[arg(long, value_name = "ENGINE")]
    pub(crate) engine: Option<String>,
    /// For `--engine command`: the program, which reads and writes JSON Lines
    #[arg(long, value_name = "COMMAND LINE")]
    pub(crate) command_line: Option<String>,
    /// For `--engine command`: seconds without an answer after which the program is given up
    #[arg(long, value_name = "SECONDS")]
    pub(crate) command_timeout: Option<f64>,
    /// Confidence from which the answer is given directly [default: found by cross-validation]
    #[arg(long, value_name = "0..1")]
    pub(crate) direct_threshold: Option<f64>,
    /// Confidence from which candidates are offered [default: found by cross-validation]
    #[arg(long, value_name = "0..1")]
    pub(crate) recommend_threshold: Option<f64>,
    /// Share of good questions that may be turned away when thresholds are found [default: 0.02]
    #[arg(long, value_name = "0..0.5")]
    pub(crate) turn_away: Option<f64>,
}

/// How tables of transcripts are read.
#[derive(Debug, Args)]
pub(crate) struct TableArguments {
    /// Name a column: `expected=标准问`; `role=` leaves the role out. May be given several times
    #[arg(long, value_name = "ROLE=HEADER")]
    pub(crate) column: Vec<String>,
    /// The columns of a table without a header, in their order, separated by commas: question,expected,pack …;
    /// an empty name is a column that is not read
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub(crate) columns: Option<Vec<String>>,
    /// Encoding of the table: utf-8, gb18030, big5, utf-16le … [default: found out]
    #[arg(long, value_name = "NAME")]
    pub(crate) encoding: Option<String>,
    /// Format of the table: csv, tsv, jsonl, xlsx, parquet [default: by the file's name]
    #[arg(long, value_name = "FORMAT")]
    pub(crate) input_format: Option<String>,
    /// Sheet of a workbook [default: the first with rows]
    #[arg(long, value_name = "NAME")]
    pub(crate) sheet: Option<String>,
}

#[derive(Debug, Args)]
#[allow(clippy::struct_excessive_bools, reason = "switches of a command line")]
pub(crate) struct LintArguments {
    /// Files or folders to report on [default: the whole knowledge base]; `-` is standard input
    #[arg(value_name = "PATHS")]
    pub(crate) paths: Vec<PathBuf>,
    /// Only these rules: codes, beginnings of codes, names; separated by commas
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub(crate) select: Vec<String>,
    /// Not these rules
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub(crate) ignore: Vec<String>,
    /// Mend what can be mended safely, in the files
    #[arg(long)]
    pub(crate) fix: bool,
    /// With --fix or --diff: also what wants a look afterwards
    #[arg(long)]
    pub(crate) unsafe_fixes: bool,
    /// Show what --fix would change, and change nothing
    #[arg(long, conflicts_with = "fix")]
    pub(crate) diff: bool,
    /// Also the rules that train a matcher (KB404, KB405), which takes a while
    #[arg(long)]
    pub(crate) deep: bool,
    /// Test transcripts for the rules about them (KB406, KB407); may be given several times
    #[arg(long, value_name = "TRANSCRIPTS")]
    pub(crate) transcripts: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) table: TableArguments,
    /// Pass over the findings that this file records
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<PathBuf>,
    /// Record today's findings in the baseline file
    #[arg(long)]
    pub(crate) update_baseline: bool,
    /// Report only entries that changed since this git revision; `main...` is where the branch began
    #[arg(long, value_name = "REV")]
    pub(crate) since: Option<String>,
    /// With `-`: the file that standard input is the text of
    #[arg(long, value_name = "PATH")]
    pub(crate) stdin_filename: Option<PathBuf>,
    /// Fail only for findings at least this bad [default: info]
    #[arg(long, value_name = "SEVERITY")]
    pub(crate) fail_on: Option<SeverityChoice>,
    /// Count findings by rule
    #[arg(long)]
    pub(crate) statistics: bool,
    /// Report format: text, concise, grouped, json, jsonl, github, gitlab, sarif, junit, checkstyle, rdjson,
    /// markdown; `=PATH` writes a file. May be given several times
    #[arg(long, short, value_name = "FORMAT[=PATH]")]
    pub(crate) output: Vec<String>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum SeverityChoice {
    Error,
    Warning,
    Info,
}

#[derive(Debug, Args)]
#[allow(clippy::struct_excessive_bools, reason = "switches of a command line")]
pub(crate) struct DedupArguments {
    /// Score from which phrasings are near duplicates [default: 0.89, which keeps 94 of 100 pairs right]
    #[arg(long, value_name = "0.05..1", value_parser = threshold)]
    pub(crate) threshold: Option<f64>,
    /// Also list pairs that look alike but differ in a number, a negation, a place, an opposite …
    #[arg(long)]
    pub(crate) set_apart: bool,
    /// Take out what an entry says twice (exactly, or but for notation and particles), in the files
    #[arg(long, conflicts_with_all = ["plan", "apply", "interactive", "against", "pairs"])]
    pub(crate) fix: bool,
    /// Show what --fix or --apply would change, and change nothing
    #[arg(long, conflicts_with_all = ["fix", "plan", "interactive", "against", "pairs"])]
    pub(crate) diff: bool,
    /// Write a plan for people to edit: keep, drop, move, merge, counterexample
    #[arg(long, value_name = "PLAN.yaml", conflicts_with_all = ["apply", "against", "pairs"])]
    pub(crate) plan: Option<PathBuf>,
    /// Carry out a plan; refused if the knowledge base has changed since
    #[arg(long, value_name = "PLAN.yaml", conflicts_with_all = ["interactive", "against", "pairs"])]
    pub(crate) apply: Option<PathBuf>,
    /// Decide group by group on the terminal; with --plan what was decided is kept and gone on with
    #[arg(long, conflicts_with_all = ["against", "pairs"])]
    pub(crate) interactive: bool,
    /// What the knowledge base shares with test transcripts (leakage) or with another knowledge base; may be
    /// given several times
    #[arg(long, value_name = "PATH", conflicts_with = "pairs")]
    pub(crate) against: Vec<PathBuf>,
    /// Judge the pairs of a table with the columns sentence1, sentence2 and, if it likes, label (1 or 0)
    #[arg(long, value_name = "PATH")]
    pub(crate) pairs: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) table: TableArguments,
    /// Fail only for groups of at least this harm [default: clutter]
    #[arg(long, value_name = "HARM")]
    pub(crate) fail_on: Option<HarmChoice>,
    /// Groups of each harm to show; 0 is all [default: 20, in files all]
    #[arg(long, value_name = "N")]
    pub(crate) limit: Option<usize>,
    /// Report format: text, json, csv, markdown; `=PATH` writes a file. May be given several times
    #[arg(long, short, value_name = "FORMAT[=PATH]")]
    pub(crate) output: Vec<String>,
}

fn threshold(text: &str) -> Result<f64, String> {
    let number: f64 = text.parse().map_err(|_| "not a number".to_owned())?;
    if (kbtool::config::LEAST_THRESHOLD..=1.0).contains(&number) {
        Ok(number)
    } else {
        Err("it lies between 0.05 and 1".to_owned())
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum HarmChoice {
    /// One phrasing, two entries, different answers
    Conflict,
    /// A variant is another entry's question
    Question,
    /// Two packs of one shop have the same phrasing
    Shadowing,
    /// Two entries that ask the same and do not differ in their answers
    Merge,
    /// One entry says the same twice
    Clutter,
}

#[derive(Debug, Args)]
pub(crate) struct DiffArguments {
    /// The earlier version: a folder or a git revision. `A...` is where A and NEW part; `A..B` and `A...B`
    /// name both versions, as in git
    #[arg(value_name = "OLD")]
    pub(crate) old: String,
    /// The later version: a folder or a git revision [default: the knowledge base as it lies on disk]
    #[arg(value_name = "NEW")]
    pub(crate) new: Option<String>,
    /// Ask both versions the questions of these labelled transcripts; may be given several times
    #[arg(long, value_name = "TRANSCRIPTS", group = "questions")]
    pub(crate) transcripts: Vec<PathBuf>,
    /// Ask both versions the phrasings of the earlier one: what was answered and no longer is
    #[arg(long, group = "questions")]
    pub(crate) self_test: bool,
    #[command(flatten)]
    pub(crate) engine: EngineArguments,
    #[command(flatten)]
    pub(crate) table: TableArguments,
    /// Fail if anything changed at all
    #[arg(long)]
    pub(crate) exit_code: bool,
    /// Fail if more questions than this were answered right and no longer are
    #[arg(long, value_name = "N", requires = "questions")]
    pub(crate) max_broken: Option<u64>,
    /// Fail for changes of at least this risk
    #[arg(long, value_name = "RISK")]
    pub(crate) fail_on: Option<RiskChoice>,
    /// Fail for changes of these topics that nobody has reviewed: answer-facts, or kinds of changes such as
    /// entry-removed; separated by commas
    #[arg(long, value_name = "TOPICS", value_delimiter = ',')]
    pub(crate) require_review_of: Vec<ReviewTopic>,
    /// The file that records what somebody has reviewed
    #[arg(long, value_name = "FILE")]
    pub(crate) reviewed: Option<PathBuf>,
    /// Record the changes that need a review as reviewed, in that file
    #[arg(long)]
    pub(crate) update_reviewed: bool,
    /// Entries of each risk, and flipped questions of each kind, to show; 0 is all [default: 20, in files all
    /// but for markdown]
    #[arg(long, value_name = "N")]
    pub(crate) limit: Option<usize>,
    /// Report format: text, json, markdown, html, changelog; `=PATH` writes a file. May be given several times
    #[arg(long, short, value_name = "FORMAT[=PATH]")]
    pub(crate) output: Vec<String>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum RiskChoice {
    /// Customers may be told something else, or get another answer than before
    High,
    /// What is recognised or offered may shift
    Medium,
    /// Hardly noticed by customers
    Low,
}

#[derive(Debug, Args)]
pub(crate) struct CheckArguments {
    /// The git revision to compare with; `main...` is where the branch began [default: `base` in [check] of
    /// kbtool.toml, else nothing is compared]
    #[arg(long, value_name = "REV")]
    pub(crate) base: Option<String>,
    /// Labelled transcripts; may be given several times [default: `transcripts` in [eval] of kbtool.toml]
    #[arg(long, value_name = "TRANSCRIPTS")]
    pub(crate) transcripts: Vec<PathBuf>,
    /// Only findings and duplicates in what changed since the base
    #[arg(long)]
    pub(crate) only_changed: bool,
    #[command(flatten)]
    pub(crate) engine: EngineArguments,
    #[command(flatten)]
    pub(crate) table: TableArguments,
    /// Report format: text, json, markdown; `=PATH` writes a file. May be given several times
    #[arg(long, short, value_name = "FORMAT[=PATH]")]
    pub(crate) output: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct ExplainArguments {
    /// The rule by code or name: KB302, same-phrasing-in-two-entries
    #[arg(value_name = "RULE")]
    pub(crate) rule: String,
}

#[derive(Debug, Args)]
pub(crate) struct RulesArguments {
    /// Format of the list: text, json, markdown; `=PATH` writes a file. May be given several times
    #[arg(long, short, value_name = "FORMAT[=PATH]")]
    pub(crate) output: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct MatchArguments {
    /// The questions; without any, each line of standard input is one
    #[arg(value_name = "TEXT")]
    pub(crate) texts: Vec<String>,
    #[command(flatten)]
    pub(crate) engine: EngineArguments,
    /// Answer by the knowledge base and the trained matcher in this file, which `kbtool bundle` wrote
    #[arg(long, value_name = "FILE")]
    pub(crate) kb_bundle: Option<PathBuf>,
    /// Ask as a customer of a shop that subscribes to this pack alone
    #[arg(long, value_name = "ID")]
    pub(crate) pack: Option<String>,
    /// How many candidates to show
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u8).range(1..=10))]
    pub(crate) top: u8,
    /// Report format: text or json
    #[arg(long, short, value_name = "FORMAT[=PATH]")]
    pub(crate) output: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct ImportArguments {
    /// Table with the columns `text`, `intent` and, if it likes, `domain`
    #[arg(value_name = "UTTERANCES")]
    pub(crate) utterances: PathBuf,
    /// Folder to write into; files that exist are not touched unless --force is given
    #[arg(long, value_name = "DIR", default_value = "kb")]
    pub(crate) out: PathBuf,
    /// The pack for rows without a domain
    #[arg(long, value_name = "ID", default_value = "imported")]
    pub(crate) pack: String,
    /// Column with the canonical question of the row's intent [default: its first phrasing]
    #[arg(long, value_name = "HEADER")]
    pub(crate) question_column: Option<String>,
    /// Column of the phrasings
    #[arg(long, value_name = "HEADER", default_value = "text")]
    pub(crate) text_column: String,
    /// Column of the intents
    #[arg(long, value_name = "HEADER", default_value = "intent")]
    pub(crate) intent_column: String,
    /// Column of the domains, which become packs
    #[arg(long, value_name = "HEADER", default_value = "domain")]
    pub(crate) domain_column: String,
    /// Encoding of the table [default: found out]
    #[arg(long, value_name = "NAME")]
    pub(crate) encoding: Option<String>,
    /// Overwrite files
    #[arg(long)]
    pub(crate) force: bool,
}

#[derive(Debug, Args)]
pub(crate) struct InitArguments {
    /// Folder to lay it out in; it is made if it is not there
    #[arg(value_name = "DIR", default_value = ".")]
    pub(crate) folder: PathBuf,
    /// Ask nothing; take the usual names
    #[arg(long, short)]
    pub(crate) yes: bool,
    #[arg(long, value_name = "IDS", value_delimiter = ',', help = packs_help())]
    pub(crate) packs: Vec<String>,
    /// The build server to write a job for [default: github]
    #[arg(long, value_name = "SERVER")]
    pub(crate) ci: Option<BuildServerChoice>,
    /// Overwrite files; otherwise those that exist are left as they are
    #[arg(long)]
    pub(crate) force: bool,
}

/// The packs are those of this build.
fn packs_help() -> String {
    let ids: Vec<&str> = kbtool::packs::BUNDLED.iter().map(|pack| pack.id).collect();
    format!("Copy packs that ship with kbtool, with those they extend: {}", ids.join(", "))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum BuildServerChoice {
    Github,
    Gitlab,
    None,
}

#[derive(Debug, Args)]
pub(crate) struct CompletionsArguments {
    /// The shell
    #[arg(value_name = "SHELL")]
    pub(crate) shell: clap_complete::Shell,
}

#[derive(Debug, Args)]
pub(crate) struct ManArguments {
    /// Folder to write into: kbtool.1, kbtool-eval.1 … [default: print the main page]
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct SchemaArguments {
    /// The kind of file
    #[arg(value_name = "KIND", default_value = "entries")]
    pub(crate) kind: SchemaChoice,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum SchemaChoice {
    /// Files of entries
    Entries,
    /// pack.yaml
    Pack,
    /// shop.yaml
    Shop,
    /// kbtool.toml
    Config,
}
