//! The figures a knowledge base is judged by, and the limits somebody set for them.

use crate::diagnostic::Language;

/// A figure of an evaluation. Definitions: `docs/figures.md`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Figure {
    /// Rows whose expected entry is live and answered, of the rows that expect one.
    Coverage,
    /// Covered rows answered directly with the expected entry.
    HitRate,
    /// Covered rows whose expected entry ranks first, thresholds aside.
    Top1,
    /// Covered rows whose expected entry ranks among the first three.
    #[serde(rename = "hit_at_3")]
    HitAt3,
    /// Covered rows whose expected entry ranks among the first five.
    #[serde(rename = "hit_at_5")]
    HitAt5,
    /// Mean reciprocal rank of the expected entry over covered rows.
    Mrr,
    /// Covered rows answered directly with another entry.
    WrongRate,
    /// Covered rows for which candidates were offered.
    RecommendRate,
    /// Covered rows handed over: the false handoffs.
    NoneRate,
    /// Rows that expect nothing and were handed over.
    RejectRate,
    /// Rows that expect nothing and were answered directly.
    FalseAnswerRate,
    /// Live entries that some row expects.
    EntryCoverage,
    /// Subscribed questions with a live answer.
    AnswerCoverage,
}

impl Figure {
    /// All figures in the order of reports.
    pub const ALL: [Self; 13] = [
        Self::Coverage,
        Self::HitRate,
        Self::Top1,
        Self::HitAt3,
        Self::HitAt5,
        Self::Mrr,
        Self::WrongRate,
        Self::RecommendRate,
        Self::NoneRate,
        Self::RejectRate,
        Self::FalseAnswerRate,
        Self::EntryCoverage,
        Self::AnswerCoverage,
    ];

    /// The name in files and JSON, such as `hit_rate`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Coverage => "coverage",
            Self::HitRate => "hit_rate",
            Self::Top1 => "top1",
            Self::HitAt3 => "hit_at_3",
            Self::HitAt5 => "hit_at_5",
            Self::Mrr => "mrr",
            Self::WrongRate => "wrong_rate",
            Self::RecommendRate => "recommend_rate",
            Self::NoneRate => "none_rate",
            Self::RejectRate => "reject_rate",
            Self::FalseAnswerRate => "false_answer_rate",
            Self::EntryCoverage => "entry_coverage",
            Self::AnswerCoverage => "answer_coverage",
        }
    }

    /// The figure with this name; dashes may stand for underscores.
    pub fn from_name(name: &str) -> Option<Self> {
        let name = name.replace('-', "_");
        Self::ALL.into_iter().find(|figure| figure.name() == name)
    }

    /// What a report calls it.
    pub const fn label(self, language: Language) -> &'static str {
        let (english, chinese) = match self {
            Self::Coverage => ("coverage", "覆盖率"),
            Self::HitRate => ("hit rate", "命中率"),
            Self::Top1 => ("top 1", "首位命中"),
            Self::HitAt3 => ("top 3", "前三命中"),
            Self::HitAt5 => ("top 5", "前五命中"),
            Self::Mrr => ("MRR", "MRR"),
            Self::WrongRate => ("wrong", "误答率"),
            Self::RecommendRate => ("recommend", "推荐率"),
            Self::NoneRate => ("no answer", "无答案率"),
            Self::RejectRate => ("rejected", "拒识率"),
            Self::FalseAnswerRate => ("false answer", "误接率"),
            Self::EntryCoverage => ("entries tested", "知识点测试覆盖"),
            Self::AnswerCoverage => ("answered", "答案覆盖率"),
        };
        language.pick(english, chinese)
    }

    /// Whether a higher value is better.
    pub const fn higher_is_better(self) -> bool {
        !matches!(self, Self::WrongRate | Self::RecommendRate | Self::NoneRate | Self::FalseAnswerRate)
    }
}

/// Limits by figure: the least a good figure may be, the most a bad one may be. From 0 to 1.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Gates {
    /// The limits.
    pub limits: std::collections::BTreeMap<Figure, f64>,
}

impl Gates {
    /// The limits of `other` laid over these.
    #[must_use]
    pub fn overlaid(mut self, other: &Self) -> Self {
        self.limits.extend(other.limits.iter().map(|(&figure, &limit)| (figure, limit)));
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_round_trip_and_match_serde() {
        for figure in Figure::ALL {
            assert_eq!(Figure::from_name(figure.name()), Some(figure));
            let json = serde_json::to_string(&figure).expect("json");
            assert_eq!(json, format!("\"{}\"", figure.name()));
        }
        assert_eq!(Figure::from_name("hit-rate"), Some(Figure::HitRate));
        assert_eq!(Figure::from_name("luck"), None);
    }
}
