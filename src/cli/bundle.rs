//! `kbtool bundle`, and opening what it wrote.

use std::io::Write;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use kbtool::bundle::{Bundle, Settings, write};
use kbtool::diagnostic::Language;
use kbtool::matching::{Auto, TrainingSet};
use kbtool::model::{KnowledgeBase, View};
use kbtool::source::AtomicFile;

use super::arguments::{BundleArguments, EngineArguments};
use super::context::Context;
use super::engine::{EngineName, EngineSettings};
use super::exit::Exit;

pub(crate) fn run(context: &Context, arguments: &BundleArguments) -> Result<Exit> {
    let engine = EngineArguments { turn_away: arguments.turn_away, ..EngineArguments::default() };
    let settings = EngineSettings::new(context, &engine)?;
    if settings.name != EngineName::Auto {
        bail!(
            "a bundle holds the engine `auto`, and kbtool.toml says `{}`; with that one, name the knowledge base itself",
            settings.name.name()
        );
    }
    let knowledge_base = context.load()?;
    let view = context.view(&knowledge_base)?;
    let matcher = settings.train(&view, &TrainingSet::new(&view))?;
    let path = &arguments.out;
    let mut file = AtomicFile::create(path)?;
    let mut bytes = Vec::new();
    write(&mut bytes, &settings.settings(&view)?, &knowledge_base, &matcher)?;
    file.write_all(&bytes).with_context(|| format!("cannot write {}", path.display()))?;
    file.commit()?;
    let (entries, megabytes) = (view.live().count(), bytes.len() as f64 / 1e6);
    context.note(&match context.language {
        Language::English => {
            format!("{}: {entries} entries, {megabytes:.1} MB, for {}", path.display(), view.as_of())
        }
        Language::Chinese => {
            format!("{}：{entries} 个知识点，{megabytes:.1} MB，按 {} 生效", path.display(), view.as_of())
        }
    });
    Ok(Exit::Clean)
}

/// What is judged by: a knowledge base, read from its folder or with its trained matcher from a bundle.
pub(crate) struct Base {
    pub(crate) knowledge_base: KnowledgeBase,
    trained: Option<(Settings, Auto)>,
}

impl Base {
    /// Read the bundle at `path`, or else the knowledge base of the command line and the configuration. Options that
    /// say something else than a bundle was made for are refused.
    pub(crate) fn read(context: &Context, path: Option<&Path>) -> Result<Self> {
        let Some(path) = path else { return Ok(Self { knowledge_base: context.load()?, trained: None }) };
        let Bundle { settings, knowledge_base, matcher } = Bundle::open(path)?;
        refuse_other_settings(context, &settings)?;
        Ok(Self { knowledge_base, trained: Some((settings, matcher)) })
    }

    /// The settings of the engine, those of a bundle before those of the configuration.
    pub(crate) fn settings<'c>(&self, settings: EngineSettings<'c>) -> Result<EngineSettings<'c>> {
        match &self.trained {
            Some((made_for, _)) => settings.of_bundle(made_for.clone()),
            None => Ok(settings),
        }
    }

    /// What is served.
    pub(crate) fn view(&self, context: &Context) -> Result<View<'_>> {
        match &self.trained {
            Some((made_for, _)) => Ok(made_for.view(&self.knowledge_base)?),
            None => context.view(&self.knowledge_base),
        }
    }

    /// The matcher of a bundle.
    pub(crate) fn matcher(&self) -> Option<&Auto> {
        self.trained.as_ref().map(|(_, matcher)| matcher)
    }
}

fn refuse_other_settings(context: &Context, made_for: &Settings) -> Result<()> {
    let global = &context.global;
    if !global.kb.is_empty() {
        bail!("--kb and --kb-bundle name two knowledge bases; a bundle holds its own");
    }
    let as_of = made_for.as_of.to_string();
    let asked = global.as_of.map(|day| day.to_string());
    let within = |within: bool| if within { "on" } else { "off" };
    let asked_within = global.within_packs.then(|| within(true).to_owned());
    for (option, asked, made_for) in [
        ("--as-of", asked.as_deref(), Some(as_of.as_str())),
        ("--shop", global.shop.as_deref(), made_for.shop.as_deref()),
        ("--channel", global.channel.as_deref(), made_for.channel.as_deref()),
        ("--mode", global.mode.as_deref(), made_for.mode.as_deref()),
        ("--within-packs", asked_within.as_deref(), Some(within(made_for.within_packs))),
    ] {
        if asked.is_some() && asked != made_for {
            let made_for = made_for.unwrap_or("none");
            bail!(
                "the bundle was made with {option} {made_for}; leave {option} away, or make another bundle"
            );
        }
    }
    Ok(())
}
