//! The knowledge base as one shop serves it on one day.

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::entry::{Answer, Entry, EntryIndex, Status};
use super::knowledge_base::{KnowledgeBase, PackIndex};
use super::neighbourhood::{Neighbourhood, Neighbourhoods};
use super::shop::Shop;

/// For whom and when.
#[derive(Debug, Clone, Copy)]
pub struct ViewOptions<'a> {
    /// The shop by id; without it the only shop there is, else no shop.
    pub shop: Option<&'a str>,
    /// The day on which things count.
    pub as_of: Date,
    /// Answers for this channel only; for all if missing.
    pub channel: Option<&'a str>,
    /// Answers for this mode only; for all if missing.
    pub mode: Option<&'a str>,
}

/// Whether an entry is served, and if not, why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// Served and answered.
    Answered,
    /// Recognised, but there is no answer to give.
    Unanswered,
    /// Its last day has passed.
    Expired,
    /// Its first day is still to come.
    NotYetValid,
    /// Marked as a draft.
    Draft,
    /// Marked as retired.
    Retired,
    /// In a pack that the shop does not subscribe to.
    NotSubscribed,
}

impl State {
    /// Whether the entry takes part in matching: it is live, answered or not.
    pub const fn is_live(self) -> bool {
        matches!(self, Self::Answered | Self::Unanswered)
    }
}

/// No view can be had.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum ViewError {
    /// The shop asked for is not in the knowledge base.
    #[error("there is no shop `{shop}`; {}", known_shops(known))]
    UnknownShop {
        /// As asked for.
        shop: String,
        /// What there is.
        known: Vec<String>,
    },
}

fn known_shops(known: &[String]) -> String {
    if known.is_empty() {
        "the knowledge base has no shop.yaml".to_owned()
    } else {
        format!("the knowledge base has {}", known.join(", "))
    }
}

/// What one shop serves on one day.
///
/// Without a shop all packs are served. A pack in which no entry brings any answer is then taken for a
/// set of labels (what `kbtool import` makes): its entries count as answered, as what is under test is
/// recognition alone.
#[derive(Debug)]
pub struct View<'kb> {
    knowledge_base: &'kb KnowledgeBase,
    shop: Option<&'kb Shop>,
    packs: Vec<PackIndex>,
    states: Vec<State>,
    as_of: Date,
    channel: Option<String>,
    mode: Option<String>,
    shop_answers: FxHashMap<EntryIndex, &'kb [Answer]>,
    label_packs: Vec<PackIndex>,
    neighbourhoods: Option<Neighbourhoods>,
}

impl<'kb> View<'kb> {
    /// Look at `knowledge_base` with these options.
    ///
    /// # Errors
    /// The shop asked for does not exist.
    pub fn new(knowledge_base: &'kb KnowledgeBase, options: ViewOptions<'_>) -> Result<Self, ViewError> {
        let shop = choose_shop(knowledge_base, options.shop)?;
        let all = || (0..knowledge_base.packs.len() as u32).map(PackIndex).collect();
        let packs = shop.map_or_else(all, |shop| knowledge_base.packs_of(shop));
        let mut view = View {
            knowledge_base,
            shop,
            states: Vec::new(),
            as_of: options.as_of,
            channel: options.channel.map(str::to_owned),
            mode: options.mode.map(str::to_owned),
            shop_answers: shop.map(shop_answers).unwrap_or_default(),
            label_packs: if shop.is_some() { Vec::new() } else { label_packs(knowledge_base, &packs) },
            packs,
            neighbourhoods: None,
        };
        view.states = knowledge_base.indexed().map(|(index, entry)| view.judge(index, entry)).collect();
        Ok(view)
    }

    /// The same, but each question is asked within its own pack, as a customer of a shop that subscribes to
    /// that pack alone would ask it.
    #[must_use]
    pub fn within_packs(self) -> Self {
        Self { neighbourhoods: Some(Neighbourhoods::new(self.knowledge_base)), ..self }
    }

    /// Whether questions are asked within their packs.
    pub const fn is_within_packs(&self) -> bool {
        self.neighbourhoods.is_some()
    }

    /// What a question of this pack can be answered with; `None` where that is everything served.
    pub fn neighbourhood(&self, pack: PackIndex) -> Option<Neighbourhood<'_>> {
        self.neighbourhoods.as_ref().map(|all| all.of(pack))
    }

    /// The knowledge base behind the view.
    pub fn knowledge_base(&self) -> &'kb KnowledgeBase {
        self.knowledge_base
    }

    /// The shop, where one is chosen.
    pub fn shop(&self) -> Option<&'kb Shop> {
        self.shop
    }

    /// The channel whose answers count; all if missing.
    pub fn channel(&self) -> Option<&str> {
        self.channel.as_deref()
    }

    /// The mode whose answers count; all if missing.
    pub fn mode(&self) -> Option<&str> {
        self.mode.as_deref()
    }

    /// The day.
    pub fn as_of(&self) -> Date {
        self.as_of
    }

    /// The packs served, in the order of their ids.
    pub fn packs(&self) -> &[PackIndex] {
        &self.packs
    }

    /// Packs that bring labels only, see [`View`].
    pub fn label_packs(&self) -> &[PackIndex] {
        &self.label_packs
    }

    /// Whether an entry is served.
    pub fn state(&self, index: EntryIndex) -> State {
        self.states[index.0 as usize]
    }

    /// The entries that take part in matching, in the order of their numbers.
    pub fn live(&self) -> impl Iterator<Item = LiveEntry<'kb>> + '_ {
        self.knowledge_base.indexed().filter_map(|(index, entry)| {
            let state = self.state(index);
            state.is_live().then_some(LiveEntry { index, entry, answered: state == State::Answered })
        })
    }

    /// The answers an entry has in this view, whatever their day and channel: the shop's own if there
    /// are any, else the pack's.
    pub fn answers(&self, index: EntryIndex) -> &'kb [Answer] {
        match self.shop_answers.get(&index) {
            Some(own) if !own.is_empty() => own,
            _ => &self.knowledge_base.entry(index).answers,
        }
    }

    /// Of these, the ones that can be given on the view's day, channel and mode.
    pub fn live_answers(&self, index: EntryIndex) -> impl Iterator<Item = &'kb Answer> + '_ {
        let (channel, mode) = (self.channel.as_deref(), self.mode.as_deref());
        self.answers(index).iter().filter(move |answer| answer.is_live(self.as_of, channel, mode))
    }

    fn judge(&self, index: EntryIndex, entry: &Entry) -> State {
        let day = self.as_of;
        match entry.status {
            _ if self.packs.binary_search(&entry.pack).is_err() => return State::NotSubscribed,
            Status::Draft => return State::Draft,
            Status::Retired => return State::Retired,
            Status::Live => {}
        }
        if entry.validity.is_over(day) {
            return State::Expired;
        }
        if !entry.validity.contains(day) {
            return State::NotYetValid;
        }
        if self.label_packs.contains(&entry.pack) || self.live_answers(index).next().is_some() {
            State::Answered
        } else {
            State::Unanswered
        }
    }
}

/// A live entry of a [`View`].
#[derive(Debug, Clone, Copy)]
pub struct LiveEntry<'kb> {
    /// Its number.
    pub index: EntryIndex,
    /// The entry.
    pub entry: &'kb Entry,
    /// Whether there is an answer to give.
    pub answered: bool,
}

fn choose_shop<'kb>(
    knowledge_base: &'kb KnowledgeBase,
    asked: Option<&str>,
) -> Result<Option<&'kb Shop>, ViewError> {
    match (asked, &knowledge_base.shops[..]) {
        (None, [only]) => Ok(Some(only)),
        (None, _) => Ok(None),
        (Some(id), shops) => match shops.iter().find(|shop| &*shop.id.value == id) {
            Some(shop) => Ok(Some(shop)),
            None => Err(ViewError::UnknownShop {
                shop: id.to_owned(),
                known: shops.iter().map(|shop| shop.id.to_string()).collect(),
            }),
        },
    }
}

fn shop_answers(shop: &Shop) -> FxHashMap<EntryIndex, &[Answer]> {
    shop.answers
        .iter()
        .filter_map(|answer| answer.question.target.map(|target| (target, &answer.answers[..])))
        .collect()
}

fn label_packs(knowledge_base: &KnowledgeBase, packs: &[PackIndex]) -> Vec<PackIndex> {
    let mut answered = vec![false; knowledge_base.packs.len()];
    for entry in &knowledge_base.entries {
        answered[entry.pack.0 as usize] |= !entry.answers.is_empty();
    }
    packs.iter().copied().filter(|pack| !answered[pack.0 as usize]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use std::path::PathBuf;

    fn states(files: &[(&str, &str)], options: ViewOptions<'_>) -> Vec<(String, State)> {
        let texts = files.iter().map(|(path, text)| (PathBuf::from(path), (*text).to_owned()));
        let loaded = KnowledgeBase::from_texts(texts);
        assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
        let knowledge_base = loaded.knowledge_base;
        let view = View::new(&knowledge_base, options).expect("view");
        knowledge_base
            .indexed()
            .map(|(index, entry)| (entry.reference.to_string(), view.state(index)))
            .collect()
    }

    fn options(shop: Option<&str>) -> ViewOptions<'_> {
        ViewOptions { shop, as_of: date(2026, 11, 5), channel: None, mode: None }
    }

    const FILES: &[(&str, &str)] = &[
        ("base/pack.yaml", "id: base\n"),
        ("base/x.yaml", "- {id: deep, question: 甲, answer: 好}\n"),
        ("ecommerce-common/x.yaml", "- {id: hello, question: 乙}\n"),
        ("shoes/pack.yaml", "id: shoes\nextends: [base]\n"),
        (
            "shoes/x.yaml",
            "- {id: size, question: 丙, answer: 好, until: 2026-11-04}\n- {id: soon, question: 丁, answer: 好, from: 2026-11-06}\n\
             - {id: late, question: 戊, answers: [{text: 好, until: 2026-11-04}]}\n- {id: draft, question: 己, status: draft}\n\
             - {id: web, question: 庚, answers: [{text: 好, channel: web}]}\n",
        ),
        ("toys/x.yaml", "- {id: toy, question: 辛, answer: 好}\n"),
        (
            "zshop/shop.yaml",
            "id: zshop\nsubscribe: [shoes]\nanswers: {ecommerce-common/hello: 您好}\nentries: [{id: own, question: 壬, answer: 好}]\n",
        ),
    ];

    #[test]
    fn a_shop_sees_its_packs_with_its_answers() {
        let found = states(FILES, options(None));
        let wanted = [
            ("base/deep", State::Answered),
            ("ecommerce-common/hello", State::Answered),
            ("shoes/size", State::Expired),
            ("shoes/soon", State::NotYetValid),
            ("shoes/late", State::Unanswered),
            ("shoes/draft", State::Draft),
            ("shoes/web", State::Answered),
            ("toys/toy", State::NotSubscribed),
            ("zshop/own", State::Answered),
        ];
        assert_eq!(found, wanted.map(|(reference, state)| (reference.to_owned(), state)));
    }

    #[test]
    fn within_packs_a_question_meets_its_pack_what_that_extends_and_the_common_one() {
        let texts = FILES.iter().map(|(path, text)| (PathBuf::from(path), (*text).to_owned()));
        let knowledge_base = KnowledgeBase::from_texts(texts).knowledge_base;
        let view = View::new(&knowledge_base, options(None)).expect("view");
        let pack = |id: &str| knowledge_base.find_pack(id).expect("a pack");
        assert!(view.neighbourhood(pack("shoes")).is_none(), "all of them, unless asked otherwise");
        let view = view.within_packs();
        let met = |id: &str| -> Vec<&str> {
            let neighbourhood = view.neighbourhood(pack(id)).expect("within packs");
            let mut met: Vec<&str> = knowledge_base
                .indexed()
                .filter(|&(index, _)| neighbourhood.has(index))
                .map(|(_, entry)| entry.reference.split('/').next().unwrap_or_default())
                .collect();
            met.dedup();
            met
        };
        assert_eq!(met("shoes"), ["base", "ecommerce-common", "shoes"]);
        assert_eq!(met("toys"), ["ecommerce-common", "toys"]);
        assert_eq!(met("ecommerce-common"), ["ecommerce-common"]);
    }

    #[test]
    fn channels_narrow_the_answers() {
        let found = states(FILES, ViewOptions { channel: Some("app"), ..options(None) });
        assert!(found.contains(&("shoes/web".to_owned(), State::Unanswered)));
    }

    #[test]
    fn without_a_shop_a_pack_without_answers_is_a_set_of_labels() {
        let found = states(
            &[
                ("a/x.yaml", "- {id: one, question: 甲}\n"),
                ("b/x.yaml", "- {id: two, question: 乙}\n- {id: three, question: 丙, answer: 好}\n"),
            ],
            options(None),
        );
        assert_eq!(
            found.iter().map(|(_, state)| *state).collect::<Vec<_>>(),
            [State::Answered, State::Unanswered, State::Answered]
        );
    }

    #[test]
    fn an_unknown_shop_is_an_error_that_lists_the_known() {
        let knowledge_base = KnowledgeBase::default();
        let error = View::new(&knowledge_base, options(Some("x"))).expect_err("unknown");
        assert_eq!(error.to_string(), "there is no shop `x`; the knowledge base has no shop.yaml");
    }
}
