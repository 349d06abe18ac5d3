//! From `--engine` and its settings to a matcher.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use kbtool::bundle::Settings;
use kbtool::config::Segmentation;
use kbtool::matching::{
    Auto, Command, CommandOptions, Exact, Keyword, Learned, LearningOptions, Linear, Matcher, Replay,
    Retrieval, Thresholds, TrainingSet,
};
use kbtool::model::{Lookup, View};
use kbtool::text::Segmenter;

use super::arguments::EngineArguments;
use super::context::Context;
use super::output;
use super::progress::Progress;

/// The engines by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum EngineName {
    Auto,
    Exact,
    Keyword,
    Retrieval,
    Linear,
    Replay,
    Command,
}

impl EngineName {
    const ALL: [(&'static str, Self); 7] = [
        ("auto", Self::Auto),
        ("exact", Self::Exact),
        ("keyword", Self::Keyword),
        ("retrieval", Self::Retrieval),
        ("linear", Self::Linear),
        ("replay", Self::Replay),
        ("command", Self::Command),
    ];

    pub(crate) fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, engine)| *engine == self).map_or("", |(name, _)| name)
    }

    fn parse(name: &str) -> Result<Self> {
        match Self::ALL.iter().find(|(known, _)| *known == name) {
            Some((_, engine)) => Ok(*engine),
            None => bail!(
                "there is no engine `{name}`; there are {}",
                Self::ALL.map(|(known, _)| known).join(", ")
            ),
        }
    }
}

/// Which engine, with settings from the command line and the configuration.
pub(crate) struct EngineSettings<'c> {
    context: &'c Context,
    arguments: &'c EngineArguments,
    pub(crate) name: EngineName,
    /// What a bundle was made for, where its matcher is used.
    bundled: Option<Settings>,
}

impl<'c> EngineSettings<'c> {
    pub(crate) fn new(context: &'c Context, arguments: &'c EngineArguments) -> Result<Self> {
        let name = arguments.engine.as_deref().or(context.config.eval.engine.as_deref()).unwrap_or("auto");
        for (option, value, most) in [
            ("--direct-threshold", arguments.direct_threshold, 1.0),
            ("--recommend-threshold", arguments.recommend_threshold, 1.0),
            ("--turn-away", arguments.turn_away, 0.5),
        ] {
            if value.is_some_and(|value| !(0.0..=most).contains(&value)) {
                bail!("{option} wants a number from 0 to {most}");
            }
        }
        Ok(Self { context, arguments, name: EngineName::parse(name)?, bundled: None })
    }

    /// The same for the matcher of a bundle, whose settings go before those of the configuration.
    pub(crate) fn of_bundle(self, settings: Settings) -> Result<Self> {
        if let Some(name) = self.arguments.engine.as_deref().filter(|name| *name != settings.engine) {
            bail!(
                "the bundle holds the engine `{}`, not `{name}`; for that one, name the knowledge base itself",
                settings.engine
            );
        }
        if self.arguments.turn_away.is_some_and(|asked| Some(asked) != settings.turn_away) {
            bail!("--turn-away belongs to `kbtool bundle`, which finds the thresholds");
        }
        Ok(Self { name: EngineName::parse(&settings.engine)?, bundled: Some(settings), ..self })
    }

    /// Build the engine for what `view` serves, learning from `set`.
    pub(crate) fn build<'v>(
        &self,
        view: &'v View<'v>,
        lookup: &'v Lookup,
        set: &TrainingSet<'_>,
    ) -> Result<Box<dyn Matcher + 'v>> {
        Ok(match self.name {
            EngineName::Auto => Box::new(self.train(view, set)?),
            EngineName::Exact => Box::new(Exact::new(set)),
            EngineName::Keyword => Box::new(Keyword::new(view)),
            EngineName::Retrieval => self.learn(|options| Box::new(Retrieval::train(set, options)))?,
            EngineName::Linear => self.learn(|options| Box::new(Linear::train(set, options)))?,
            EngineName::Replay => Box::new(Replay::new(view, lookup)),
            EngineName::Command => Box::new(self.command(view, lookup)?),
        })
    }

    /// Train the engine `auto`.
    pub(crate) fn train(&self, view: &View<'_>, set: &TrainingSet<'_>) -> Result<Auto> {
        self.learn(|options| Auto::train(view, set, Learned::BySize, options))
    }

    /// Learn by the options of command line and configuration, and show progress.
    fn learn<T>(&self, learn: impl FnOnce(LearningOptions<'_>) -> T) -> Result<T> {
        let label = self.context.language.pick("Learning", "训练匹配模型");
        let progress = Progress::new(label, Some(1), self.context.global.quiet);
        let report = |done: usize, all: usize| progress.set(done as u64, all as u64);
        let turn_away = self.arguments.turn_away.or(self.context.config.eval.turn_away);
        Ok(learn(LearningOptions { turn_away, segmenter: self.segmenter()?, progress: Some(&report) }))
    }

    /// What decides how questions are judged, beside the knowledge base.
    pub(crate) fn settings(&self, view: &View<'_>) -> Result<Settings> {
        let (direct, recommend) = self.asked_thresholds();
        if let Some(bundled) = &self.bundled {
            return Ok(Settings { direct, recommend, ..bundled.clone() });
        }
        Ok(Settings {
            engine: self.name.name().to_owned(),
            turn_away: self.arguments.turn_away.or(self.context.config.eval.turn_away),
            direct,
            recommend,
            words: self.segmenter()?.map(|segmenter| segmenter.own_words().to_vec()),
            ..Settings::of(view)
        })
    }

    /// The thresholds set by hand: on the command line, else in the bundle or the configuration.
    fn asked_thresholds(&self) -> (Option<f64>, Option<f64>) {
        let (direct, recommend) = match &self.bundled {
            Some(bundled) => (bundled.direct, bundled.recommend),
            None => {
                let configured = self.context.config.eval.thresholds;
                (configured.map(|given| given.direct), configured.map(|given| given.recommend))
            }
        };
        (self.arguments.direct_threshold.or(direct), self.arguments.recommend_threshold.or(recommend))
    }

    /// The thresholds to judge by: those given, else the engine's own.
    pub(crate) fn thresholds(&self, engine: &dyn Matcher) -> Result<Thresholds> {
        let own = engine.thresholds();
        let (direct, recommend) = self.asked_thresholds();
        // A single threshold that is given moves the other out of its way, if it was not given too.
        let thresholds = match (direct, recommend) {
            (None, None) => own,
            (Some(direct), None) => Thresholds { direct, recommend: own.recommend.min(direct) },
            (None, Some(recommend)) => Thresholds { direct: own.direct.max(recommend), recommend },
            (Some(direct), Some(recommend)) => Thresholds { direct, recommend },
        };
        if thresholds.recommend > thresholds.direct {
            bail!(
                "the recommend threshold ({}) is above the direct threshold ({})",
                thresholds.recommend,
                thresholds.direct
            );
        }
        Ok(thresholds)
    }

    /// Words of a dictionary are learned where the configuration wants them: by name, or by bringing a
    /// word list.
    fn segmenter(&self) -> Result<Option<Segmenter>> {
        let text = &self.context.config.text;
        let segmenter = match &text.dictionary {
            Some(path) => {
                let list = std::fs::read(path)
                    .with_context(|| format!("cannot read the word list {}", path.display()))?;
                let list = kbtool::source::decode::decode_utf8_strict(list)
                    .with_context(|| format!("the word list {}", path.display()))?;
                Segmenter::from_word_list(&list.text)
            }
            None => Segmenter::default(),
        };
        Ok(match text.segmentation {
            Segmentation::Jieba => Some(segmenter),
            Segmentation::Auto => Some(segmenter).filter(Segmenter::has_own_words),
            Segmentation::Characters => None,
        })
    }

    fn command<'v>(&self, view: &'v View<'v>, lookup: &'v Lookup) -> Result<Command<'v>> {
        let config = &self.context.config.eval;
        let Some(line) = self.arguments.command_line.as_deref().or(config.command.as_deref()) else {
            bail!(
                "--engine command wants a program: --command-line 'python3 bot.py', or `command` in [eval]"
            );
        };
        let mut options = CommandOptions::default();
        if let Some(seconds) = self.arguments.command_timeout.or(config.command_timeout_seconds) {
            options.timeout =
                Duration::try_from_secs_f64(seconds).context("--command-timeout wants seconds")?;
        }
        if self.context.global.verbose > 0 {
            options.standard_error = Some(Arc::new(|line| output::tell(&format!("| {line}\n"))));
        }
        Ok(Command::new(line, options, view, lookup)?)
    }
}
