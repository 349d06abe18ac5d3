//! `kbtool dedup`: duplicates in a knowledge base, against other texts, and in given pairs.

mod against;
mod interactive;
mod pairs;
mod plan;
mod step;

use anyhow::{Context as _, Result, bail};
use kbtool::dedup::plan::clutter_removals;
use kbtool::dedup::{Duplicates, Guards, Harm, Phrasings, SearchOptions, Similarity, search};
use kbtool::model::KnowledgeBase;
use kbtool::report::{DedupFormat, DedupRenderOptions, DedupReport, render_dedup};

use super::arguments::{DedupArguments, HarmChoice};
use super::context::Context;
use super::exit::Exit;
use super::output;
use super::progress::Progress;
use super::rewrite;
pub(crate) use step::{DedupStep, step};

/// What a run of the command works with.
struct Run<'r> {
    context: &'r Context,
    arguments: &'r DedupArguments,
    outputs: Vec<output::Output<DedupFormat>>,
    similarity: Similarity,
    guards: Guards,
}

/// A knowledge base that was searched.
struct Searched {
    knowledge_base: KnowledgeBase,
    phrasings: Phrasings,
    duplicates: Duplicates,
}

pub(crate) fn run(context: &Context, arguments: &DedupArguments) -> Result<Exit> {
    let threshold = arguments.threshold.or(context.config.dedup.threshold);
    let run = Run {
        context,
        arguments,
        outputs: output::parse(&arguments.output, DedupFormat::Text)?,
        similarity: Similarity::new(threshold),
        guards: guards(context)?,
    };
    if let Some(table) = &arguments.pairs {
        return pairs::judge(&run, table);
    }
    if let Some(path) = &arguments.apply {
        return plan::apply(&run, path);
    }
    if !arguments.against.is_empty() {
        return against::compare(&run);
    }
    if arguments.interactive {
        return plan::walk(&run);
    }
    if let Some(path) = &arguments.plan {
        return plan::write(&run, path);
    }
    run.report()
}

/// Search a knowledge base with these phrasings, and say if there is more than can be grouped.
fn search_in(
    context: &Context,
    knowledge_base: &KnowledgeBase,
    phrasings: &Phrasings,
    options: &SearchOptions<'_>,
) -> Duplicates {
    let progress = Progress::new(context.language.pick("Comparing", "查找重复"), None, context.global.quiet);
    let duplicates = search(knowledge_base, phrasings, options);
    drop(progress);
    if duplicates.left_out > 0 {
        let pairs = duplicates.left_out;
        context.note(&match context.language {
            kbtool::diagnostic::Language::English => {
                format!("{pairs} near pairs more than can be grouped; the least alike are left out. Raise --threshold")
            }
            kbtool::diagnostic::Language::Chinese => {
                format!("相近的问法太多，有 {pairs} 对较不相似的没有分组；请提高 --threshold")
            }
        });
    }
    duplicates
}

/// Whether a group does at least the harm `limit`, which is clutter if nobody says.
fn fails(duplicates: &Duplicates, limit: Option<Harm>) -> bool {
    // The order of harms is from bad to harmless.
    duplicates.groups.iter().any(|group| group.harm <= limit.unwrap_or(Harm::Clutter))
}

fn guards(context: &Context) -> Result<Guards> {
    Guards::new(&context.config.dedup.guards).context("[dedup.guards] in kbtool.toml")
}

impl Run<'_> {
    fn search_options(&self) -> SearchOptions<'_> {
        SearchOptions {
            similarity: &self.similarity,
            guards: &self.guards,
            as_of: self.context.as_of,
            set_apart: self.arguments.set_apart,
        }
    }

    /// Load the knowledge base and search it.
    fn search(&self) -> Result<Searched> {
        let knowledge_base = self.context.load()?;
        if knowledge_base.files.iter().next().is_none() {
            let places: Vec<_> = self.context.roots().iter().map(|root| root.display().to_string()).collect();
            bail!("no .yaml or .yml file in {}", places.join(", "));
        }
        let phrasings = Phrasings::new(&knowledge_base);
        let duplicates = search_in(self.context, &knowledge_base, &phrasings, &self.search_options());
        Ok(Searched { knowledge_base, phrasings, duplicates })
    }

    /// Search, mend what may be mended, and show what is left.
    fn report(&self) -> Result<Exit> {
        let mut searched = self.search()?;
        let mut fixed = 0;
        if self.arguments.fix || self.arguments.diff {
            let Searched { knowledge_base, phrasings, duplicates } = &searched;
            let language = self.context.language;
            let plan = clutter_removals(knowledge_base, phrasings, duplicates, self.context.as_of, language);
            let applied = plan.apply(knowledge_base).map_err(|error| plan::refusal(&error, language))?;
            if self.arguments.diff {
                let colour = self.context.render_options(None).colour;
                output::deliver(None, &rewrite::diff(&applied.files, &applied.before, colour))?;
                self.context.note(&self.removals(applied.counts.dropped, applied.files.len()));
                return Ok(if applied.files.is_empty() { Exit::Clean } else { Exit::Findings });
            }
            fixed = applied.counts.dropped;
            if !applied.files.is_empty() {
                rewrite::write(&applied.files, &applied.before)?;
                searched = self.search()?;
            }
        }
        let Searched { knowledge_base, phrasings, duplicates } = &searched;
        let report = DedupReport {
            knowledge_base,
            phrasings,
            duplicates,
            threshold: self.similarity.threshold(),
            fixed,
            as_of: self.context.as_of,
        };
        self.deliver(|format, options, dedup| render_dedup(&report, format, options, dedup))?;
        Ok(if self.fails(duplicates) { Exit::Findings } else { Exit::Clean })
    }

    fn removals(&self, dropped: usize, files: usize) -> String {
        match self.context.language {
            kbtool::diagnostic::Language::English => {
                format!("--fix would take {dropped} variant(s) out of {files} file(s)")
            }
            kbtool::diagnostic::Language::Chinese => {
                format!("--fix 会从 {files} 个文件里删除 {dropped} 条重复的相似问")
            }
        }
    }

    fn fails(&self, duplicates: &Duplicates) -> bool {
        let asked = self.arguments.fail_on.map(|choice| match choice {
            HarmChoice::Conflict => Harm::Conflict,
            HarmChoice::Question => Harm::Question,
            HarmChoice::Shadowing => Harm::Shadowing,
            HarmChoice::Merge => Harm::Merge,
            HarmChoice::Clutter => Harm::Clutter,
        });
        fails(duplicates, asked.or(self.context.config.dedup.fail_on))
    }

    /// Render a report for each place it is to go to.
    fn deliver(
        &self,
        render: impl Fn(DedupFormat, kbtool::report::RenderOptions, &DedupRenderOptions) -> String,
    ) -> Result<()> {
        // As many as a reader scrolls through; a file is searched rather than read.
        const FIRST: usize = 20;
        for output in &self.outputs {
            let limit = match self.arguments.limit {
                Some(0) => None,
                Some(limit) => Some(limit),
                None => output.path.is_none().then_some(FIRST),
            };
            let options = self.context.render_options(output.path.as_deref());
            let rendered = render(output.format, options, &DedupRenderOptions { limit });
            output::deliver(output.path.as_deref(), &rendered)?;
        }
        Ok(())
    }
}
