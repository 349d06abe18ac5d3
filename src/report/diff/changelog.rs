//! What changed, as a trainer would write it to colleagues: by what it means to them, in sentences, without
//! references where there is a question, and without risks.

use super::super::words::{more, thousands};
use super::behaviour::asked;
use super::questions::Questions;
use super::sentences::Sentences;
use super::summary::Counts;
use super::{DiffRenderOptions, DiffReport};
use crate::diagnostic::Language;
use crate::diff::{Behaviour, Change, ChangeKind};

/// A chapter of the changelog.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Chapter {
    Answers,
    NewQuestions,
    RemovedQuestions,
    Parted,
    Reworded,
    MovedPhrasings,
    Phrasings,
    ShopsAndPacks,
    Others,
}

impl Chapter {
    const ALL: [Self; 9] = [
        Self::Answers,
        Self::NewQuestions,
        Self::RemovedQuestions,
        Self::Parted,
        Self::Reworded,
        Self::MovedPhrasings,
        Self::Phrasings,
        Self::ShopsAndPacks,
        Self::Others,
    ];

    const fn of(kind: ChangeKind) -> Self {
        use ChangeKind as Kind;
        match kind {
            Kind::AnswerAdded
            | Kind::AnswerRemoved
            | Kind::AnswerChanged
            | Kind::AnswerConditionsChanged
            | Kind::ShopAnswerAdded
            | Kind::ShopAnswerRemoved
            | Kind::ShopAnswerChanged => Self::Answers,
            Kind::EntryAdded => Self::NewQuestions,
            Kind::EntryRemoved => Self::RemovedQuestions,
            Kind::EntrySplit | Kind::EntryMerged => Self::Parted,
            Kind::QuestionReworded => Self::Reworded,
            Kind::VariantMoved => Self::MovedPhrasings,
            Kind::VariantAdded
            | Kind::VariantRemoved
            | Kind::CounterexampleAdded
            | Kind::CounterexampleRemoved => Self::Phrasings,
            Kind::PackAdded
            | Kind::PackRemoved
            | Kind::PackRenamed
            | Kind::PackChanged
            | Kind::PackExtendsChanged
            | Kind::ShopAdded
            | Kind::ShopRemoved
            | Kind::ShopRenamed
            | Kind::SubscriptionAdded
            | Kind::SubscriptionRemoved
            | Kind::WelcomeChanged => Self::ShopsAndPacks,
            Kind::EntryRenamed
            | Kind::EntryMoved
            | Kind::CategoryChanged
            | Kind::ValidityChanged
            | Kind::StatusChanged
            | Kind::KeywordsChanged
            | Kind::RelatedChanged
            | Kind::TagsChanged
            | Kind::GateChanged => Self::Others,
        }
    }

    const fn title(self, language: Language) -> &'static str {
        match self {
            Self::Answers => language.pick("Answers", "答案调整"),
            Self::NewQuestions => language.pick("New questions", "新增问题"),
            Self::RemovedQuestions => language.pick("Questions removed", "删除的问题"),
            Self::Parted => language.pick("Questions split and merged", "问题的拆分与合并"),
            Self::Reworded => language.pick("Questions reworded", "标准问改写"),
            Self::MovedPhrasings => language.pick("Phrasings that get another answer", "问法调整"),
            Self::Phrasings => language.pick("Phrasings", "问法增减"),
            Self::ShopsAndPacks => language.pick("Shops and packs", "店铺与行业包"),
            Self::Others => language.pick("Also changed", "其他调整"),
        }
    }
}

/// The report in the options' language.
pub(super) fn render(report: &DiffReport<'_>, language: Language, diff: DiffRenderOptions) -> String {
    let mut text =
        format!("## {}\n\n", language.pick("What changed in the knowledge base", "知识库更新说明"));
    if report.changes.is_empty() {
        text += language.pick("Nothing changed in meaning.\n", "内容没有变化。\n");
    } else {
        text += &Counts::new(report).amount(language);
        text += language.pick(".\n", "。\n");
    }
    let questions = Questions::new(report);
    let sentences = Sentences { questions: &questions, language };
    let mut chapters: [Vec<&Change>; Chapter::ALL.len()] = Default::default();
    for change in report.changes {
        chapters[Chapter::of(change.kind) as usize].push(change);
    }
    for (chapter, changes) in Chapter::ALL.into_iter().zip(&chapters) {
        let lines = sentences.of(changes);
        if lines.is_empty() {
            continue;
        }
        text.extend(["\n### ", chapter.title(language), "\n\n"]);
        let most = diff.limit.unwrap_or(usize::MAX);
        for line in lines.iter().take(most) {
            text.extend(["- ", line, "\n"]);
        }
        if lines.len() > most {
            text.extend(["- ", &more(lines.len() - most, language), "\n"]);
        }
    }
    if let Some(behaviour) = report.behaviour {
        let title = language.pick("On test questions", "测试效果");
        text.extend(["\n### ", title, "\n\n", &tested(behaviour, language), "\n"]);
    }
    text
}

/// What came of it on test questions, in a sentence or two.
fn tested(behaviour: &Behaviour, language: Language) -> String {
    let (asked, counts) = (asked(behaviour, language), &behaviour.overall.counts);
    let [fixed, broken] = [counts.fixed, counts.broken].map(thousands);
    let [newly, no_longer] = [counts.newly_covered, counts.no_longer_covered].map(thousands);
    let mut text = match (counts.fixed + counts.broken, language) {
        (0, Language::English) => {
            format!(
                "Asked {asked}, the bot gets none right that it got wrong, and none wrong that it got right."
            )
        }
        (0, Language::Chinese) => format!("{asked}中，没有由错变对的，也没有由对变错的。"),
        (_, Language::English) => {
            format!(
                "Asked {asked}, the bot now gets {fixed} right that it got wrong, and {broken} wrong that it got right."
            )
        }
        (_, Language::Chinese) => {
            format!("{asked}中，{fixed} 条由错变对，{broken} 条由对变错。")
        }
    };
    if counts.newly_covered + counts.no_longer_covered > 0 {
        let more = match language {
            Language::English => {
                format!(" {newly} can be answered that could not be before, and {no_longer} no longer can.")
            }
            Language::Chinese => format!("另外，新覆盖 {newly} 条，不再覆盖 {no_longer} 条。"),
        };
        text += &more;
    }
    text
}
