//! `kbtool match`: what the bot would do with a question, and why.

use std::io::BufRead;
use std::str::FromStr;

use anyhow::{Context as _, Result, bail};
use kbtool::matching::{Matcher, Query, TrainingSet};
use kbtool::model::{KnowledgeBase, Lookup, PackIndex, nearest};
use kbtool::report::MatchReport;

use super::arguments::MatchArguments;
use super::bundle::Base;
use super::context::{Context, input_is_piped};
use super::engine::{EngineName, EngineSettings};
use super::exit::Exit;
use super::output;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum MatchFormat {
    Text,
    Json,
}

#[derive(Debug, thiserror::Error)]
#[error("match writes text or json, not `{0}`")]
struct UnknownMatchFormat(String);

impl FromStr for MatchFormat {
    type Err = UnknownMatchFormat;

    fn from_str(name: &str) -> Result<Self, UnknownMatchFormat> {
        match name {
            "text" => Ok(Self::Text),
            "json" | "jsonl" => Ok(Self::Json),
            other => Err(UnknownMatchFormat(other.to_owned())),
        }
    }
}

pub(crate) fn run(context: &Context, arguments: &MatchArguments) -> Result<Exit> {
    let outputs = output::parse(&arguments.output, MatchFormat::Text)?;
    let settings = EngineSettings::new(context, &arguments.engine)?;
    if settings.name == EngineName::Replay {
        bail!("the replay engine knows only what a transcript's `predicted` column says; use it with eval");
    }
    if arguments.texts.is_empty() && !input_is_piped() {
        bail!("no question: write one behind the command, or pipe one a line into standard input");
    }
    let base = Base::read(context, arguments.kb_bundle.as_deref())?;
    let settings = base.settings(settings)?;
    let mut view = base.view(context)?;
    let within = arguments.pack.as_deref().map(|id| pack_of(&base.knowledge_base, id)).transpose()?;
    if within.is_some() {
        view = view.within_packs();
    }
    let lookup = Lookup::new(&base.knowledge_base);
    let trained: Box<dyn Matcher + '_>;
    let engine: &dyn Matcher = match base.matcher() {
        Some(matcher) => matcher,
        None => {
            trained = settings.build(&view, &lookup, &TrainingSet::new(&view))?;
            &*trained
        }
    };
    let thresholds = settings.thresholds(engine)?;
    let mut files: Vec<String> = vec![String::new(); outputs.len()];
    let mut answer = |question: &str| -> Result<()> {
        let within = within.and_then(|pack| view.neighbourhood(pack));
        let query = Query { within, ..Query::new(question) };
        let ranking = engine.rank(&[query]).pop().unwrap_or_default();
        let report =
            MatchReport::new(question, &ranking, engine.name(), thresholds, &view, arguments.top.into());
        for (output, file) in outputs.iter().zip(&mut files) {
            let options = context.render_options(output.path.as_deref());
            let rendered = match output.format {
                MatchFormat::Text => report.to_text(&options),
                MatchFormat::Json => report.to_json() + "\n",
            };
            // One question, one answer: whoever pipes questions in waits for it.
            match output.path {
                Some(_) => file.push_str(&rendered),
                None => output::deliver(None, &rendered)?,
            }
        }
        Ok(())
    };
    if arguments.texts.is_empty() {
        let (mut line, mut told) = (Vec::new(), false);
        let mut input = std::io::stdin().lock();
        while input.read_until(b'\n', &mut line).context("cannot read standard input")? > 0 {
            if std::str::from_utf8(&line).is_err() && !told {
                told = true;
                context.note(context.language.pick(
                    "a line of standard input is not UTF-8; pipe it through `iconv -f GB18030 -t UTF-8` or the like",
                    "标准输入不是 UTF-8 编码，请先用 `iconv -f GB18030 -t UTF-8` 等工具转换",
                ));
            }
            let question = String::from_utf8_lossy(&line);
            if !question.trim().is_empty() {
                answer(question.trim())?;
            }
            line.clear();
        }
    }
    for text in &arguments.texts {
        answer(text)?;
    }
    for (output, file) in outputs.iter().zip(&files) {
        if output.path.is_some() {
            output::deliver(output.path.as_deref(), file)?;
        }
    }
    Ok(Exit::Clean)
}

fn pack_of(knowledge_base: &KnowledgeBase, id: &str) -> Result<PackIndex> {
    let Some(pack) = knowledge_base.find_pack(id) else {
        let packs = knowledge_base.packs.iter().map(|pack| &*pack.id);
        let all: Vec<_> = packs.clone().collect();
        match nearest(id, packs) {
            Some(meant) => bail!("there is no pack `{id}`; did you mean `{meant}`?"),
            None => bail!("there is no pack `{id}`; there are {}", all.join(", ")),
        }
    };
    Ok(pack)
}
