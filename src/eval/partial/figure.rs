//! The names in the second column of a part.

/// What must be the same in all parts of one evaluation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fact {
    /// The version of kbtool: another may match otherwise.
    Tool,
    /// A digest of the knowledge base.
    KnowledgeBase,
    /// A digest of the settings that decide how rows are judged.
    Configuration,
    /// A digest of how columns are found and read.
    Columns,
    /// How many records all inputs have, whoever takes them: only said by a part that takes a share.
    Records,
    /// The engine's name.
    Engine,
    /// The day on which validity was judged.
    AsOf,
    /// The shop, where there is one.
    Shop,
    /// `yes` where each question is asked within its pack, else `no`.
    WithinPacks,
    /// The confidence from which an answer is given; missing where it is never reached.
    DirectThreshold,
    /// The confidence from which candidates are offered; missing where it is never reached.
    RecommendThreshold,
}

impl Fact {
    /// All of them, in the order of a part.
    pub const ALL: [Self; 11] = [
        Self::Tool,
        Self::KnowledgeBase,
        Self::Configuration,
        Self::Columns,
        Self::Records,
        Self::Engine,
        Self::AsOf,
        Self::Shop,
        Self::WithinPacks,
        Self::DirectThreshold,
        Self::RecommendThreshold,
    ];

    /// The figure's name in a part.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Tool => "tool",
            Self::KnowledgeBase => "knowledge_base",
            Self::Configuration => "configuration",
            Self::Columns => "columns",
            Self::Records => "records",
            Self::Engine => "engine",
            Self::AsOf => "as_of",
            Self::Shop => "shop",
            Self::WithinPacks => "within_packs",
            Self::DirectThreshold => "direct_threshold",
            Self::RecommendThreshold => "recommend_threshold",
        }
    }

    /// What differs, in a sentence about parts that do not belong together.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Tool => "versions of kbtool",
            Self::KnowledgeBase => "knowledge bases",
            Self::Configuration => "settings",
            Self::Columns => "ways to read columns",
            Self::Records => "numbers of records in their inputs",
            Self::Engine => "engines",
            Self::AsOf => "days",
            Self::Shop => "shops",
            Self::WithinPacks => "answers to whether questions stay within their packs",
            Self::DirectThreshold | Self::RecommendThreshold => "thresholds",
        }
    }
}

/// Every other figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Figure {
    /// One for each part, with the version of the format as its key.
    Part,
    /// One for each part that takes a share.
    Shard,
    /// One for each part, in its last line: a part without it was cut off.
    Complete,
    /// A pack that the knowledge base has.
    Pack,
    /// What people call it.
    PackName,
    /// Its questions are served.
    PackServed,
    /// It is a set of labels only.
    PackLabels,
    /// A limit in its `pack.yaml`, as `hit_rate 0.85`.
    PackGate,
    /// An entry: its key, its state and its question.
    Entry,
    /// [`PackCounters::rows`](crate::eval::PackCounters::rows); the following are its neighbours.
    Rows,
    Expecting,
    Covered,
    ExpectingNothing,
    DirectRight,
    DirectWrong,
    Recommend,
    None,
    NothingDirect,
    NothingRecommend,
    NothingNone,
    /// Covered rows by the rank of their entry.
    Rank,
    /// [`EntryCounters`](crate::eval::EntryCounters), field by field.
    EntryExpecting,
    EntryCovered,
    EntryHits,
    EntryGiven,
    /// The expected entry's key and the first candidate's reference.
    Confusion,
    /// A label that no entry goes by.
    UnknownLabel,
    /// [`InputCounters`](crate::eval::InputCounters), field by field.
    InputRows,
    InputSkipped,
    InputNotCustomer,
    InputFailed,
    /// A row that went wrong: its place in the sample, and the row as JSON.
    Failure,
}

impl Figure {
    pub(super) const ALL: [(&'static str, Self); 32] = [
        ("part", Self::Part),
        ("shard", Self::Shard),
        ("complete", Self::Complete),
        ("pack", Self::Pack),
        ("pack_name", Self::PackName),
        ("pack_served", Self::PackServed),
        ("pack_labels", Self::PackLabels),
        ("pack_gate", Self::PackGate),
        ("entry", Self::Entry),
        ("rows", Self::Rows),
        ("expecting", Self::Expecting),
        ("covered", Self::Covered),
        ("expecting_nothing", Self::ExpectingNothing),
        ("direct_right", Self::DirectRight),
        ("direct_wrong", Self::DirectWrong),
        ("recommend", Self::Recommend),
        ("none", Self::None),
        ("nothing_direct", Self::NothingDirect),
        ("nothing_recommend", Self::NothingRecommend),
        ("nothing_none", Self::NothingNone),
        ("rank", Self::Rank),
        ("entry_expecting", Self::EntryExpecting),
        ("entry_covered", Self::EntryCovered),
        ("entry_hits", Self::EntryHits),
        ("entry_given", Self::EntryGiven),
        ("confusion", Self::Confusion),
        ("unknown_label", Self::UnknownLabel),
        ("input_rows", Self::InputRows),
        ("input_skipped", Self::InputSkipped),
        ("input_not_customer", Self::InputNotCustomer),
        ("input_failed", Self::InputFailed),
        ("failure", Self::Failure),
    ];

    /// The name in a part.
    pub(super) fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, figure)| *figure == self).map_or("", |(name, _)| name)
    }

    pub(super) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, figure)| *figure)
    }
}

/// What the rank of an entry is called that is not among the candidates.
pub(super) const BEYOND: &str = "beyond";
/// What stands in a column that says nothing for a figure.
pub(super) const NOT_SAID: &str = "*";
/// The states of an entry that answers: with a text, or as a label.
pub(super) const ANSWERED: &str = "answered";
pub(super) const LABEL: &str = "label";
