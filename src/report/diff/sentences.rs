//! A change in a sentence, as one colleague tells another.

use super::super::eval_markdown::escaped;
use super::super::words::{capitalised, counted, joined, shorten, thousands};
use super::content::{Content, EXAMPLES, fact_sides, separator};
use super::grouping::{Subject, alike, groups};
use super::questions::Questions;
use crate::diagnostic::Language;
use crate::diff::{Change, ChangeKind, EntrySummary, FactChange, Value};

/// A question or a phrasing is cut to so many columns.
const SHORT: usize = 80;

/// An answer is cut to so many columns.
const LONG: usize = 160;

/// So many members of a list are named.
const ITEMS: usize = 8;

/// Words changes in Markdown.
pub(super) struct Sentences<'q> {
    pub(super) questions: &'q Questions<'q>,
    pub(super) language: Language,
}

/// A text of somebody else in quotes, nothing but text.
pub(super) fn quoted(text: &str) -> String {
    cut(text, SHORT)
}

fn cut(text: &str, columns: usize) -> String {
    format!("“{}”", escaped(&shorten(text, columns)))
}

impl Sentences<'_> {
    /// A sentence for each change, or for several phrasings of an entry; those of an entry in a row.
    pub(super) fn of(&self, changes: &[&Change]) -> Vec<String> {
        let groups = groups(changes.iter().copied());
        groups.iter().flat_map(|group| alike(&group.changes)).map(|changes| self.sentence(&changes)).collect()
    }

    /// One of the two with a full stop, unless it ends with a text that has one.
    fn say(&self, english: &str, chinese: &str) -> String {
        let (sentence, stop) = match self.language {
            Language::English => (english, "."),
            Language::Chinese => (chinese.trim_end(), "。"),
        };
        let ended = ["。”", "！”", "？”", ".”", "!”", "?”"];
        let stop = if ended.iter().any(|end| sentence.ends_with(end)) { "" } else { stop };
        format!("{sentence}{stop}")
    }

    fn sentence(&self, changes: &[&Change]) -> String {
        use ChangeKind as Kind;
        let Some(&change) = changes.first() else { return String::new() };
        let name = name(change);
        let both = match sides(change) {
            [Some(before), Some(after)] => Some([before, after]),
            _ => None,
        };
        match (change.kind, Content::of(changes, self.language)) {
            (
                Kind::AnswerAdded
                | Kind::AnswerRemoved
                | Kind::AnswerChanged
                | Kind::ShopAnswerAdded
                | Kind::ShopAnswerRemoved
                | Kind::ShopAnswerChanged,
                _,
            ) => self.answer(change, &self.answered(change, &name)),
            (Kind::EntryAdded, Content::Entry { summary, .. }) => self.new_question(&name, summary),
            (Kind::EntryAdded | Kind::EntryRemoved, _) => name,
            (Kind::EntrySplit, _) => self.parted(change, &name, change.before.as_ref()),
            (Kind::EntryMerged, _) => self.parted(change, &name, change.after.as_ref()),
            (Kind::QuestionReworded, _) if both.is_some() => {
                let [before, after] = both.unwrap_or_default().map(quoted);
                self.say(&format!("{before} is now {after}"), &format!("{before}改为{after}"))
            }
            (_, Content::Phrasings { phrasings, way: Some((from, to)) }) => {
                let [from, to] = [from, to].map(|entry| self.called(entry));
                let phrasings = self.listed(&phrasings);
                self.say(
                    &format!("{phrasings}: answered as {to} now, as {from} before"),
                    &format!("{phrasings}：以前按{from}回答，现在按{to}回答"),
                )
            }
            (kind, Content::Phrasings { phrasings, way: None }) => self.phrasings(kind, &name, &phrasings),
            (Kind::PackAdded | Kind::PackRemoved | Kind::ShopAdded | Kind::ShopRemoved, _) => {
                let title = change.kind.title();
                self.say(
                    &format!("{}: {name}", capitalised(&title.english)),
                    &format!("{}：{name}", title.chinese),
                )
            }
            (Kind::ShopRenamed, _) if both.is_some() => {
                let [before, after] = both.unwrap_or_default().map(quoted);
                self.say(
                    &format!("The shop {before} is called {after} now"),
                    &format!("店铺{before}改名为{after}"),
                )
            }
            (Kind::SubscriptionAdded | Kind::SubscriptionRemoved, Content::Became { before, after }) => {
                let pack = after.as_ref().or(before.as_ref()).map_or("", String::as_str);
                let pack = escaped(&shorten(pack, SHORT));
                if after.is_some() {
                    self.say(
                        &format!("{name} uses the pack {pack} now"),
                        &format!("{name}新订阅行业包 {pack}"),
                    )
                } else {
                    self.say(
                        &format!("{name} no longer uses the pack {pack}"),
                        &format!("{name}不再订阅行业包 {pack}"),
                    )
                }
            }
            (Kind::EntryMoved, _) if both.is_some() => {
                let pack = |text: &str| escaped(&shorten(text.split('/').next().unwrap_or_default(), SHORT));
                let [before, after] = both.unwrap_or_default().map(pack);
                self.say(
                    &format!("{name} moved from the pack {before} to {after}"),
                    &format!("{name}从行业包 {before} 移到 {after}"),
                )
            }
            (Kind::EntryRenamed, _) => self.say(&format!("{name} has another id"), &format!("{name}换了 ID")),
            (kind, content) => self.other(change, kind, &content),
        }
    }

    /// The question of an entry, or its reference where nothing tells it.
    fn called(&self, entry: &str) -> String {
        match (self.questions.get(entry), self.language) {
            (Some(question), _) => quoted(question),
            (None, Language::English) => escaped(&shorten(entry, SHORT)),
            // Between Chinese and Latin letters stands a space.
            (None, Language::Chinese) => format!(" {} ", escaped(&shorten(entry, SHORT))),
        }
    }

    /// The question with the shop that answers it in its own way.
    fn answered(&self, change: &Change, name: &str) -> String {
        let Some(shop) = &change.shop else { return name.to_owned() };
        let shop = escaped(&shorten(shop, SHORT));
        match self.language {
            Language::English => format!("{name} in the shop {shop}"),
            Language::Chinese => format!("店铺 {shop} 对{name}"),
        }
    }

    fn answer(&self, change: &Change, name: &str) -> String {
        if !change.facts.is_empty() {
            let facts: Vec<String> = change.facts.iter().map(|fact| self.fact(fact)).collect();
            let facts = facts.join(self.language.pick(", ", "，"));
            return self.say(&format!("The answer to {name}: {facts}"), &format!("{name}的答案：{facts}"));
        }
        match sides(change).map(|text| text.map(|text| cut(text, LONG))) {
            [Some(before), None] => self.say(
                &format!("{name} no longer has the answer {before}"),
                &format!("{name}不再有这条答案：{before}"),
            ),
            [None, Some(after)] => {
                self.say(&format!("{name} has a new answer: {after}"), &format!("{name}新增答案：{after}"))
            }
            [None, None] => {
                self.say(&format!("The answer to {name} is another"), &format!("{name}的答案有改动"))
            }
            [Some(_), Some(after)] => self.say(
                &format!("The answer to {name} now reads {after}"),
                &format!("{name}的答案现在是：{after}"),
            ),
        }
    }

    /// The old fact and the new one in words.
    fn fact(&self, fact: &FactChange) -> String {
        let sides = fact_sides(fact, self.language);
        let [before, after] = sides.map(|side| side.map(|side| escaped(&shorten(&side, SHORT))));
        match (before, after, self.language) {
            (Some(before), Some(after), Language::English) => format!("{before} becomes {after}"),
            (Some(before), Some(after), Language::Chinese) => format!("{before}改为 {after}"),
            (Some(before), None, Language::English) => format!("{before} is no longer said"),
            (Some(before), None, Language::Chinese) => format!("不再提 {before}"),
            (None, after, Language::English) => format!("{} is new", after.unwrap_or_default()),
            (None, after, Language::Chinese) => format!("新写明 {}", after.unwrap_or_default()),
        }
    }

    fn new_question(&self, name: &str, summary: &EntrySummary) -> String {
        match summary.answers.first() {
            Some(answer) => {
                let answer = cut(answer, LONG);
                match self.language {
                    Language::English => format!("{name}: {answer}"),
                    Language::Chinese => format!("{name}，答案：{answer}"),
                }
            }
            None => self.say(&format!("{name} has no answer yet"), &format!("{name}还没有答案")),
        }
    }

    /// An entry that came out of another, or went into one.
    fn parted(&self, change: &Change, name: &str, other: Option<&Value>) -> String {
        let other = match other {
            Some(Value::Text(entry) | Value::Phrasing { entry, .. }) => self.called(entry),
            Some(Value::Entry(summary)) => quoted(&summary.question),
            Some(Value::List(entries)) => {
                let called: Vec<String> =
                    entries.iter().take(ITEMS).map(|entry| self.called(entry)).collect();
                called.join(separator(self.language))
            }
            None => return name.to_owned(),
        };
        if change.kind == ChangeKind::EntrySplit {
            self.say(
                &format!("{name} is a question of its own now, apart from {other}"),
                &format!("{name}从{other}中拆分出来，成为单独的问题"),
            )
        } else {
            self.say(&format!("{name} is now part of {other}"), &format!("{name}并入{other}"))
        }
    }

    /// How many phrasings came or went, and the first of them.
    fn phrasings(&self, kind: ChangeKind, name: &str, phrasings: &[&str]) -> String {
        let count = phrasings.len();
        let (english, chinese) = match kind {
            ChangeKind::VariantRemoved => {
                (counted(count, "phrasing removed", "phrasings removed"), "减少问法")
            }
            ChangeKind::CounterexampleAdded => {
                (counted(count, "new counterexample", "new counterexamples"), "新增反例")
            }
            ChangeKind::CounterexampleRemoved => {
                (counted(count, "counterexample removed", "counterexamples removed"), "减少反例")
            }
            _ => (counted(count, "new phrasing", "new phrasings"), "新增问法"),
        };
        let listed = self.listed(&phrasings[..count.min(EXAMPLES)]);
        let such_as = if count > EXAMPLES { self.language.pick("such as ", "如") } else { "" };
        self.say(
            &format!("{name}, {english}: {such_as}{listed}"),
            &format!("{name}{chinese} {} 条：{such_as}{listed}", thousands(count)),
        )
    }

    /// What kind of change, and what stood and stands there.
    fn other(&self, change: &Change, kind: ChangeKind, content: &Content<'_>) -> String {
        let short = |text: &str| escaped(&shorten(text, SHORT));
        let title = kind.title();
        let title = escaped(title.in_language(self.language));
        let name = match (Subject::of(change), self.language) {
            (Subject::Everything, _) => capitalised(&title),
            (_, Language::English) => format!("{}: {title}", name(change)),
            (_, Language::Chinese) => format!("{}：{title}", name(change)),
        };
        let colon = self.language.pick(", ", "，");
        let words = match content {
            Content::Items { gone, new } => {
                let listed = [gone, new].map(|items| (!items.is_empty()).then(|| self.listed(items)));
                match listed {
                    [Some(gone), None] => self.language.pick("without ", "去掉").to_owned() + &gone,
                    [None, Some(new)] => self.language.pick("with ", "加上").to_owned() + &new,
                    [gone, new] => {
                        let (gone, new) = (gone.unwrap_or_default(), new.unwrap_or_default());
                        match self.language {
                            Language::English => format!("with {new} instead of {gone}"),
                            Language::Chinese => format!("去掉{gone}，加上{new}"),
                        }
                    }
                }
            }
            Content::Became { before: Some(before), after: Some(after) } => {
                let (before, after) = (short(before), short(after));
                match self.language {
                    Language::English => format!("{before} becomes {after}"),
                    Language::Chinese => format!("{before} 改为 {after}"),
                }
            }
            // A thing that came or went is named by its question or by what stands there, not by both.
            Content::Became { before: Some(only), after: None }
            | Content::Became { before: None, after: Some(only) }
                if *only != change.entry && *only != change.question =>
            {
                short(only)
            }
            _ => return self.say(&name, &name),
        };
        self.say(&format!("{name}{colon}{words}"), &format!("{name}{colon}{words}"))
    }

    fn listed(&self, texts: &[&str]) -> String {
        let shown: Vec<String> = texts.iter().take(ITEMS).map(|text| quoted(text)).collect();
        let mut words = joined(shown.iter().map(String::as_str), separator(self.language));
        if texts.len() > ITEMS {
            let count = thousands(texts.len());
            let all = match self.language {
                Language::English => format!(", … ({count} in all)"),
                Language::Chinese => format!("等 {count} 条"),
            };
            words += &all;
        }
        words
    }
}

/// The question, or whatever else something is known by.
fn name(change: &Change) -> String {
    quoted(if change.question.is_empty() { &change.entry } else { &change.question })
}

/// The text that stood there, and the one that stands there.
fn sides(change: &Change) -> [Option<&str>; 2] {
    [&change.before, &change.after].map(|value| match value {
        Some(Value::Text(text) | Value::Phrasing { text, .. }) => Some(text.as_str()),
        Some(Value::List(texts)) => texts.first().map(String::as_str),
        Some(Value::Entry(summary)) => Some(summary.question.as_str()),
        None => None,
    })
}
