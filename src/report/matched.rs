//! What the bot would do with one question, for people and for programs.

use std::fmt::Write as _;

use serde::Serialize;

use super::RenderOptions;
use crate::diagnostic::Language;
use crate::matching::{Explainer, Outcome, Ranking, Reason, Thresholds};
use crate::model::View;

/// What one question leads to. In JSON it is one object on one line, so that many make JSON Lines.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MatchReport {
    /// `kbtool.match/1`.
    pub schema: &'static str,
    /// The question as asked.
    pub question: String,
    /// What the bot does.
    pub outcome: Outcome,
    /// The engine that ranked.
    pub engine: &'static str,
    /// Where the outcomes part.
    pub thresholds: Thresholds,
    /// The answer that is given, where the outcome is direct and there is one.
    pub answer: Option<String>,
    /// Why the engine failed, where it did.
    pub failure: Option<String>,
    /// The candidates, best first.
    pub candidates: Vec<MatchedCandidate>,
}

/// One candidate and what speaks for it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MatchedCandidate {
    /// `pack/id`.
    pub entry: String,
    /// The canonical question.
    pub question: String,
    /// From 0 to 1.
    pub confidence: f64,
    /// Which way it was found.
    pub reason: Reason,
    /// Its phrasing that is most like the question.
    pub phrasing: String,
    /// How like, from 0 to 1.
    pub similarity: f64,
    /// What the two share.
    pub shared: Vec<String>,
    /// Whether the entry has an answer to give.
    pub answered: bool,
}

/// A number with as many digits as it is worth.
fn rounded(value: f32) -> f64 {
    (f64::from(value) * 10_000.0).round() / 10_000.0
}

impl MatchReport {
    /// Put together what `ranking` means for `question`, with the first `top` candidates explained.
    pub fn new(
        question: &str,
        ranking: &Ranking,
        engine: &'static str,
        thresholds: Thresholds,
        view: &View<'_>,
        top: usize,
    ) -> Self {
        let knowledge_base = view.knowledge_base();
        let explainer = Explainer::new(question);
        let candidates: Vec<MatchedCandidate> = ranking
            .candidates
            .iter()
            .take(top)
            .map(|candidate| {
                let entry = knowledge_base.entry(candidate.entry);
                let explanation = explainer.explain(entry);
                MatchedCandidate {
                    entry: entry.reference.to_string(),
                    question: entry.question.to_string(),
                    confidence: rounded(candidate.confidence),
                    reason: candidate.reason,
                    phrasing: explanation.phrasing.to_owned(),
                    similarity: rounded(explanation.similarity),
                    shared: explanation.shared,
                    answered: view.state(candidate.entry) == crate::model::State::Answered,
                }
            })
            .collect();
        let outcome = thresholds.outcome_in(view, ranking);
        let answer = ranking
            .top()
            .filter(|_| outcome == Outcome::Direct)
            .and_then(|top| view.live_answers(top.entry).next())
            .map(|answer| answer.text.to_string());
        Self {
            schema: "kbtool.match/1",
            question: question.to_owned(),
            outcome,
            engine,
            thresholds: Thresholds {
                direct: rounded(thresholds.direct as f32),
                recommend: rounded(thresholds.recommend as f32),
            },
            answer,
            failure: ranking.failure.clone(),
            candidates,
        }
    }

    /// One line of JSON without a line end.
    pub fn to_json(&self) -> String {
        // Plain data with text keys always serialises.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// For a terminal.
    pub fn to_text(&self, options: &RenderOptions) -> String {
        let language = options.language;
        let paint = |style: anstyle::Style, text: &str| {
            if options.colour { format!("{style}{text}{style:#}") } else { text.to_owned() }
        };
        let (outcome, style) = outcome_words(self.outcome, language);
        let mut out = format!("{}\n", paint(anstyle::Style::new().bold(), &self.question));
        let _ = writeln!(
            out,
            "  → {}  ({} ≥ {:.2}, {} ≥ {:.2}, {})",
            paint(style, outcome),
            language.pick("direct", "直接命中"),
            self.thresholds.direct,
            language.pick("recommend", "推荐"),
            self.thresholds.recommend,
            self.engine,
        );
        if let Some(failure) = &self.failure {
            let _ = writeln!(out, "  {}: {failure}", language.pick("the engine failed", "引擎出错"));
        }
        for (at, candidate) in (1..).zip(&self.candidates) {
            let _ = writeln!(
                out,
                "  {at}. {:.2}  {}  {}{}",
                candidate.confidence,
                candidate.entry,
                paint(anstyle::Style::new().bold(), &candidate.question),
                if candidate.answered {
                    ""
                } else {
                    language.pick("  (no answer yet)", "（暂无答案）")
                },
            );
            let shared = candidate.shared.join(" · ");
            let _ = writeln!(
                out,
                "     {}: {} ({:.0}%){}{}",
                reason_words(candidate.reason, language),
                candidate.phrasing,
                candidate.similarity * 100.0,
                if shared.is_empty() { "" } else { language.pick("; shared: ", "；相同：") },
                paint(anstyle::AnsiColor::Green.on_default(), &shared),
            );
        }
        if let Some(answer) = &self.answer {
            let _ = writeln!(out, "  {}: {answer}", language.pick("answer", "答案"));
        }
        out
    }
}

fn outcome_words(outcome: Outcome, language: Language) -> (&'static str, anstyle::Style) {
    use anstyle::AnsiColor::{Green, Red, Yellow};
    match outcome {
        Outcome::Direct => (language.pick("direct answer", "直接命中"), Green.on_default().bold()),
        Outcome::Recommend => (language.pick("candidates offered", "推荐候选"), Yellow.on_default().bold()),
        Outcome::None => (language.pick("no answer, handed over", "无答案，转人工"), Red.on_default().bold()),
    }
}

fn reason_words(reason: Reason, language: Language) -> &'static str {
    match reason {
        Reason::Exact => language.pick("is the phrasing", "与问法一致"),
        Reason::Keyword => {
            language.pick("has all keywords; nearest phrasing", "关键词全部命中；最接近的问法")
        }
        Reason::Linear | Reason::Retrieval => language.pick("nearest phrasing", "最接近的问法"),
        Reason::Replay => {
            language.pick("the bot answered so; nearest phrasing", "机器人当时的回答；最接近的问法")
        }
        Reason::Command => {
            language.pick("named by the program; nearest phrasing", "外部程序给出；最接近的问法")
        }
    }
}
