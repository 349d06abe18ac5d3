//! What a team lets pass without a second look.
//!
//! A limit is held against everything that changed, whatever a report shows of it, and names the changes that
//! break it. Changes that a person has read are known again by a [`fingerprint`]: it stays as long as the change
//! says the same, wherever it stands and however many others come and go.

use std::collections::BTreeSet;
use std::str::FromStr;

use serde::Serialize;

use super::behaviour::{Behaviour, FlipKind};
use super::change::{Change, ChangeKind, EntrySummary, Risk, Value};
use crate::diagnostic::{LastingHash, Message};

/// Changes that somebody has to have looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReviewTopic {
    /// Facts of answers, the shops' too.
    AnswerFacts,
    /// Every change of a kind.
    Kind(ChangeKind),
}

impl ReviewTopic {
    /// The name on the command line, such as `answer-facts`.
    pub fn name(self) -> String {
        match self {
            Self::AnswerFacts => ANSWER_FACTS.to_owned(),
            Self::Kind(kind) => kind.name().replace('_', "-"),
        }
    }

    fn covers(self, change: &Change) -> bool {
        match self {
            Self::AnswerFacts => {
                matches!(change.kind, ChangeKind::AnswerChanged | ChangeKind::ShopAnswerChanged)
                    && !change.facts.is_empty()
            }
            Self::Kind(kind) => change.kind == kind,
        }
    }
}

const ANSWER_FACTS: &str = "answer-facts";

/// There is no such topic.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "there is nothing to review called `{0}`; there are answer-facts and the kinds of changes, such as entry-removed"
)]
pub struct UnknownReviewTopic(pub String);

impl FromStr for ReviewTopic {
    type Err = UnknownReviewTopic;

    fn from_str(name: &str) -> Result<Self, UnknownReviewTopic> {
        if name.replace('_', "-") == ANSWER_FACTS {
            return Ok(Self::AnswerFacts);
        }
        ChangeKind::from_name(name).map(Self::Kind).ok_or_else(|| UnknownReviewTopic(name.to_owned()))
    }
}

/// The limits.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DiffLimits {
    /// Fail if anything changed at all.
    pub nothing_may_change: bool,
    /// Fail for changes of at least this risk.
    pub fail_on: Option<Risk>,
    /// Fail if more rows than this were right and no longer are, whether still covered or not.
    pub max_broken: Option<u64>,
    /// Fail for changes of these topics that nobody has reviewed.
    pub require_review_of: Vec<ReviewTopic>,
    /// The fingerprints of changes that somebody has reviewed.
    pub reviewed: BTreeSet<String>,
}

/// A limit and whether it was kept.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LimitResult {
    /// The option that sets it, such as `max-broken`.
    pub limit: String,
    /// Whether it was kept.
    pub kept: bool,
    /// The same in a sentence.
    #[serde(serialize_with = "super::change::english")]
    pub words: Message,
    /// The changes that break it, by their places among the changes.
    pub changes: Vec<usize>,
}

/// Hold what changed against `limits`: a result for each limit that is set, in the order of the fields.
pub fn check_limits(
    changes: &[Change],
    behaviour: Option<&Behaviour>,
    limits: &DiffLimits,
) -> Vec<LimitResult> {
    let nothing = limits.nothing_may_change.then(|| nothing_may_change(changes));
    let risk = limits.fail_on.map(|risk| fail_on(changes, risk));
    let broken = limits.max_broken.map(|most| max_broken(behaviour, most));
    let review = (!limits.require_review_of.is_empty()).then(|| require_review_of(changes, limits));
    [nothing, risk, broken, review].into_iter().flatten().collect()
}

fn result(limit: &str, breaking: Vec<usize>, words: Message) -> LimitResult {
    LimitResult { limit: limit.to_owned(), kept: breaking.is_empty(), words, changes: breaking }
}

/// The places of those changes.
fn places(changes: &[Change], breaks: impl Fn(&Change) -> bool) -> Vec<usize> {
    (0..changes.len()).filter(|&at| breaks(&changes[at])).collect()
}

/// `1 change`, `2 changes`.
fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

fn nothing_may_change(changes: &[Change]) -> LimitResult {
    let count = changes.len();
    let words = if count == 0 {
        Message::new("nothing changed", "没有改动")
    } else {
        Message::new(
            format!("{}; --exit-code allows none", counted(count, "change")),
            format!("有 {count} 处改动；--exit-code 不允许有改动"),
        )
    };
    result("exit-code", (0..count).collect(), words)
}

fn fail_on(changes: &[Change], least: Risk) -> LimitResult {
    // The worst risk is the least.
    let breaking = places(changes, |change| change.risk <= least);
    let title = least.title();
    let words = if breaking.is_empty() {
        let (english, chinese) = if least == Risk::High { ("", "") } else { (" or more", "及以上") };
        Message::new(
            format!("no change of {}{english}", title.english),
            format!("没有{}{chinese}的改动", title.chinese),
        )
    } else {
        let counts =
            Risk::ALL.map(|risk| (risk, breaking.iter().filter(|&&at| changes[at].risk == risk).count()));
        let counts: Vec<_> = counts.into_iter().filter(|(_, count)| *count > 0).collect();
        let english = counts.iter().enumerate().map(|(at, (risk, count))| {
            let count = if at == 0 { counted(*count, "change") } else { count.to_string() };
            format!("{count} of {}", risk.title().english)
        });
        let chinese = counts.iter().map(|(risk, count)| format!("{count} 处{}改动", risk.title().chinese));
        let name = least.name();
        Message::new(
            format!("{}; --fail-on {name}", english.collect::<Vec<_>>().join(", ")),
            format!("有 {}；--fail-on {name}", chinese.collect::<Vec<_>>().join("、")),
        )
    };
    result("fail-on", breaking, words)
}

fn max_broken(behaviour: Option<&Behaviour>, most: u64) -> LimitResult {
    let limit = "max-broken".to_owned();
    let Some(behaviour) = behaviour else {
        let words = Message::new(
            format!("--max-broken {most} cannot be checked, as no questions were asked"),
            format!("没有提问，无法检查 --max-broken {most}"),
        );
        return LimitResult { limit, kept: true, words, changes: Vec::new() };
    };
    let counts = behaviour.overall.counts;
    let broken = counts.broken + counts.no_longer_covered_right;
    let kept = broken <= most;
    let words = Message::new(
        format!("{} broken, at most {most} allowed", counted(broken as usize, "row")),
        format!("变错 {broken} 条，最多允许 {most} 条"),
    );
    let is_broken = |kind, right| match kind {
        FlipKind::Broken => true,
        FlipKind::NoLongerCovered => right,
        FlipKind::StillWrong | FlipKind::NewlyCovered | FlipKind::Fixed => false,
    };
    let flips = behaviour.flips.iter().filter(|flip| !kept && is_broken(flip.kind, flip.before.right));
    let causes: BTreeSet<usize> = flips.filter_map(|flip| Some(flip.cause.as_ref()?.change)).collect();
    LimitResult { limit, kept, words, changes: causes.into_iter().collect() }
}

fn require_review_of(changes: &[Change], limits: &DiffLimits) -> LimitResult {
    let topics = &limits.require_review_of;
    let wanted = places(changes, |change| topics.iter().any(|topic| topic.covers(change)));
    let total = wanted.len();
    let breaking: Vec<usize> =
        wanted.into_iter().filter(|&at| !limits.reviewed.contains(&fingerprint(&changes[at]))).collect();
    let names: Vec<String> = topics.iter().map(|topic| topic.name()).collect();
    let (english, chinese) = (names.join(", "), names.join("、"));
    let words = match (breaking.len(), total) {
        (0, 0) => Message::new(
            format!("nothing wants a review ({english})"),
            format!("没有需要审阅的改动（{chinese}）"),
        ),
        (0, _) => Message::new(
            format!("{} reviewed ({english})", counted(total, "change")),
            format!("{total} 处改动已审阅（{chinese}）"),
        ),
        (count, _) => Message::new(
            format!(
                "{} {} a review ({english}); once read, record that with --update-reviewed",
                counted(count, "change"),
                if count == 1 { "wants" } else { "want" },
            ),
            format!("有 {count} 处改动需要审阅（{chinese}）；看过之后，用 --update-reviewed 记录"),
        ),
    };
    result("require-review-of", breaking, words)
}

/// A name for a change that stays the same as long as what it says does: sixteen hexadecimal digits, of kind,
/// entry, shop, and what stood and stands there.
pub fn fingerprint(change: &Change) -> String {
    let hash = LastingHash::new().text(change.kind.name()).text(&change.entry);
    let hash = texts(hash, change.shop.iter());
    let hash = value(hash, change.before.as_ref());
    value(hash, change.after.as_ref()).digits()
}

/// Each value begins with what sort it is, each list with its length, so that no two changes read the same.
fn value(hash: LastingHash, value: Option<&Value>) -> LastingHash {
    match value {
        None => hash.text("nothing"),
        Some(Value::Text(text)) => hash.text("text").text(text),
        Some(Value::List(list)) => texts(hash.text("list"), list.iter()),
        Some(Value::Phrasing { entry, text }) => hash.text("phrasing").text(entry).text(text),
        Some(Value::Entry(EntrySummary { entry, question, variants, answers })) => {
            let hash = hash.text("entry").text(entry).text(question);
            texts(texts(hash, variants.iter()), answers.iter())
        }
    }
}

fn texts<'t>(hash: LastingHash, texts: impl ExactSizeIterator<Item = &'t String>) -> LastingHash {
    let hash = hash.text(&texts.len().to_string());
    texts.fold(hash, |hash, text| hash.text(text))
}

#[cfg(test)]
mod tests;
