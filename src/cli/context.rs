//! What every command needs: configuration, language, colours, and the knowledge base.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use jiff::civil::Date;
use kbtool::config::Config;
use kbtool::diagnostic::{Language, Message};
use kbtool::model::{KnowledgeBase, LoadOptions, Loaded, View, ViewOptions};
use kbtool::report::{RenderOptions, render_diagnostics};

use super::arguments::{ColourChoice, GlobalArguments, LanguageChoice};
use super::output;
use super::progress::Progress;

/// The settings of this run.
pub(crate) struct Context {
    pub(crate) config: Config,
    pub(crate) global: GlobalArguments,
    pub(crate) language: Language,
    pub(crate) as_of: Date,
}

impl Context {
    pub(crate) fn new(global: GlobalArguments) -> Result<Self> {
        if let Some(jobs) = global.jobs {
            if jobs == 0 {
                bail!("--jobs wants at least 1");
            }
            rayon::ThreadPoolBuilder::new().num_threads(jobs).build_global()?;
        }
        let config = match &global.config {
            Some(path) => Config::read(path)?,
            // From here as the user sees it, so that paths in reports are theirs and not this machine's.
            None => Config::discover(Path::new("."))?,
        };
        let language = language(&global);
        let as_of = global.as_of.unwrap_or_else(|| jiff::Zoned::now().date());
        Ok(Self { config, global, language, as_of })
    }

    /// Where the knowledge base lies: the command line's word, else the configuration's.
    pub(crate) fn roots(&self) -> &[PathBuf] {
        if self.global.kb.is_empty() { &self.config.kb } else { &self.global.kb }
    }

    /// Load the knowledge base. Its faults are shown on standard error, all of them, and are an error.
    pub(crate) fn load(&self) -> Result<KnowledgeBase> {
        let loaded = self.load_with_faults()?;
        if !loaded.problems.is_empty() {
            self.show_problems(None, &loaded);
            bail!(
                "the knowledge base has {} error(s); nothing was evaluated. Mend them and run again",
                loaded.problems.len()
            );
        }
        self.refuse_no_entry(&loaded.knowledge_base)?;
        Ok(loaded.knowledge_base)
    }

    /// Load the knowledge base, whatever is wrong with it.
    pub(crate) fn load_with_faults(&self) -> Result<Loaded> {
        let roots = self.roots();
        refuse_missing(roots)?;
        let progress = Progress::new(self.language.pick("Loading", "加载知识库"), None, self.global.quiet);
        let count = |_| progress.advance(1);
        Ok(KnowledgeBase::load(roots, LoadOptions { progress: Some(&count), overlay: None }))
    }

    /// A knowledge base without an entry is most likely another folder than the one that was meant.
    pub(crate) fn refuse_no_entry(&self, knowledge_base: &KnowledgeBase) -> Result<()> {
        if knowledge_base.entries.is_empty() {
            let places: Vec<_> = self.roots().iter().map(|root| root.display().to_string()).collect();
            bail!("no entry in any .yaml or .yml file of {}", places.join(", "));
        }
        Ok(())
    }

    /// Show the faults of loading on standard error, below the name of the version that has them.
    pub(crate) fn show_problems(&self, name: Option<&Message>, loaded: &Loaded) {
        let options = RenderOptions { colour: stderr_colour(), ..self.render_options(None) };
        let colon = self.language.pick(":", "：");
        let head = name.map(|name| format!("{}{colon}\n\n", name.in_language(self.language)));
        let shown = render_diagnostics(&loaded.problems, &loaded.knowledge_base.files, options);
        output::tell(&(head.unwrap_or_default() + &shown));
    }

    /// The shop that is wanted: the command line's word, else that of `configured`.
    pub(crate) fn shop<'s>(&'s self, configured: Option<&'s str>) -> Option<&'s str> {
        self.global.shop.as_deref().or(configured)
    }

    /// The knowledge base as the chosen shop serves it on the chosen day.
    pub(crate) fn view<'kb>(&self, knowledge_base: &'kb KnowledgeBase) -> Result<View<'kb>> {
        // The configured shop belongs to the configured knowledge base, not to another that is named here.
        let configured = self.config.shop.as_deref().filter(|_| self.global.kb.is_empty());
        self.view_through(knowledge_base, self.shop(configured))
    }

    /// Whether questions are asked within their packs.
    pub(crate) fn is_within_packs(&self) -> bool {
        self.global.within_packs || self.config.eval.within_packs
    }

    /// For whom and when, through this shop.
    pub(crate) fn view_options<'s>(&'s self, shop: Option<&'s str>) -> ViewOptions<'s> {
        ViewOptions {
            shop,
            as_of: self.as_of,
            channel: self.global.channel.as_deref(),
            mode: self.global.mode.as_deref(),
        }
    }

    /// The knowledge base as this shop serves it on the chosen day.
    pub(crate) fn view_through<'kb>(
        &self,
        knowledge_base: &'kb KnowledgeBase,
        shop: Option<&str>,
    ) -> Result<View<'kb>> {
        let view = View::new(knowledge_base, self.view_options(shop))?;
        let view = if self.is_within_packs() { view.within_packs() } else { view };
        if shop.is_none() && knowledge_base.shops.len() > 1 {
            let ids: Vec<_> = knowledge_base.shops.iter().map(|shop| &*shop.id.value).collect();
            self.note(&format!(
                "{}: {}",
                self.language.pick(
                    "several shops, none chosen (--shop); all packs are served",
                    "有多个店铺且未用 --shop 指定，按全部行业包评测"
                ),
                ids.join(", ")
            ));
        }
        if view.live().next().is_none() {
            bail!(
                "no entry is live on {}: all are drafts, retired, expired or not subscribed to",
                self.as_of
            );
        }
        Ok(view)
    }

    /// Say something beside the result.
    pub(crate) fn note(&self, text: &str) {
        if !self.global.quiet {
            output::note(self.language, text);
        }
    }

    /// How a report is to look that goes to `path`, or to standard output.
    pub(crate) fn render_options(&self, path: Option<&Path>) -> RenderOptions {
        render_options(self.language, path)
    }
}

/// A folder that is not there is an error, as it would look like an empty one.
pub(crate) fn refuse_missing(roots: &[PathBuf]) -> Result<()> {
    if let Some(missing) = roots.iter().find(|root| !root.exists()) {
        bail!(
            "there is no knowledge base at `{}`; give its folder with --kb DIR, or as `kb` in kbtool.toml",
            missing.display()
        );
    }
    Ok(())
}

/// How a report in `language` is to look that goes to `path`, or to standard output.
pub(crate) fn render_options(language: Language, path: Option<&Path>) -> RenderOptions {
    let colour =
        path.is_none() && anstream::AutoStream::choice(&std::io::stdout()) != anstream::ColorChoice::Never;
    let width = if path.is_none() { output::terminal_width() } else { None };
    RenderOptions { language, width, colour }
}

fn stderr_colour() -> bool {
    anstream::AutoStream::choice(&std::io::stderr()) != anstream::ColorChoice::Never
}

/// Have colours where the user wants them.
pub(crate) fn apply_colours(choice: ColourChoice) {
    match choice {
        // NO_COLOR and whether there is a terminal are looked at stream by stream.
        ColourChoice::Auto => {}
        ColourChoice::Always => anstream::ColorChoice::Always.write_global(),
        ColourChoice::Never => anstream::ColorChoice::Never.write_global(),
    }
}

/// The language of reports and messages.
pub(crate) fn language(global: &GlobalArguments) -> Language {
    match global.lang {
        Some(LanguageChoice::Zh) => Language::Chinese,
        Some(LanguageChoice::En) => Language::English,
        None => language_of_locale(),
    }
}

/// The first of the usual variables that is set decides, as in every other program.
fn language_of_locale() -> Language {
    ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.is_empty())
        .map_or(Language::English, |value| Language::of_locale(&value))
}

/// Whether standard input is something other than a keyboard.
pub(crate) fn input_is_piped() -> bool {
    !std::io::stdin().is_terminal()
}
