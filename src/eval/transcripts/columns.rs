//! Which column says what: roles, the names they go by, and what the user maps by hand.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// What a column of a transcript can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// What the customer wrote.
    Question,
    /// The entry that should answer.
    Expected,
    /// The pack to count the row under.
    Pack,
    /// Which conversation the row belongs to.
    Conversation,
    /// The place in the conversation.
    Turn,
    /// Who wrote it.
    Speaker,
    /// The entry that the real bot answered with.
    Predicted,
    /// The real bot's confidence.
    Score,
    /// Whether the conversation went to a person.
    Handoff,
    /// Whether the customer's problem was solved.
    Resolved,
    /// How many times the question was asked.
    Count,
    /// When it was asked.
    Time,
}

impl Role {
    /// All roles, the ones that matter most first.
    pub const ALL: [Self; 12] = [
        Self::Question,
        Self::Expected,
        Self::Pack,
        Self::Conversation,
        Self::Turn,
        Self::Speaker,
        Self::Predicted,
        Self::Score,
        Self::Handoff,
        Self::Resolved,
        Self::Count,
        Self::Time,
    ];

    /// The role's name, as `--column` takes it; also the header that always fits it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Question => "question",
            Self::Expected => "expected",
            Self::Pack => "pack",
            Self::Conversation => "conversation",
            Self::Turn => "turn",
            Self::Speaker => "speaker",
            Self::Predicted => "predicted",
            Self::Score => "score",
            Self::Handoff => "handoff",
            Self::Resolved => "resolved",
            Self::Count => "count",
            Self::Time => "time",
        }
    }

    /// The other headers that fit the role, in the order in which they are preferred. Case, spaces, `_`
    /// and `-` make no difference.
    pub fn aliases(self) -> &'static [&'static str] {
        match self {
            Self::Question => {
                &["问题", "用户问题", "用户问句", "问句", "問題", "用戶問題", "text", "utterance", "query"]
            }
            Self::Expected => {
                &["标准问", "标准问题", "知识点", "期望", "標準問", "標準問題", "知識點", "intent", "label"]
            }
            Self::Pack => &["行业", "行业包", "行業", "行業包"],
            Self::Conversation => {
                &["会话", "会话id", "會話", "會話id", "conversation_id", "session", "session_id", "dialogue"]
            }
            Self::Turn => &["轮次", "輪次"],
            Self::Speaker => &["说话人", "角色", "說話人", "role"],
            Self::Predicted => &["预测", "命中知识", "預測", "命中知識", "bot_answer"],
            Self::Score => &["置信度", "得分", "confidence"],
            Self::Handoff => &["转人工", "轉人工"],
            Self::Resolved => &["已解决", "解决", "已解決", "解決"],
            Self::Count => &["次数", "数量", "频次", "次數", "數量", "頻次", "weight"],
            Self::Time => &["时间", "時間", "timestamp", "date"],
        }
    }

    /// How well a folded header fits: 0 for the name, then the aliases' places; `None` if not at all.
    fn rank(self, folded: &str) -> Option<usize> {
        if folded == self.name() {
            return Some(0);
        }
        self.aliases().iter().position(|alias| fold(alias) == folded).map(|place| place + 1)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

impl FromStr for Role {
    type Err = ColumnError;

    /// Takes the role's name or any of its aliases.
    fn from_str(text: &str) -> Result<Self, ColumnError> {
        let folded = fold(text);
        let role = Self::ALL.into_iter().find(|role| role.rank(&folded).is_some());
        role.ok_or_else(|| ColumnError::UnknownRole { role: text.trim().to_owned() })
    }
}

/// A header as it is compared: without case, spaces, `_` and `-`.
fn fold(header: &str) -> String {
    header
        .chars()
        .filter(|character| !character.is_whitespace() && !matches!(character, '_' | '-' | '\u{feff}'))
        .flat_map(char::to_lowercase)
        .collect()
}

/// Whether the transcript must say what was expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Only the questions matter; `expected` is read if it is there.
    QuestionOnly,
    /// Rows are scored, so `expected` must be there.
    Expected,
}

/// Columns that the user has named by hand, from `--column role=header` or the configuration.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ColumnMapping {
    pairs: Vec<(Role, String)>,
}

impl ColumnMapping {
    /// The mapping of pairs such as `expected=标准问`.
    ///
    /// # Errors
    /// As for [`add`](Self::add) and [`set`](Self::set).
    pub fn from_pairs<T: AsRef<str>>(pairs: impl IntoIterator<Item = T>) -> Result<Self, ColumnError> {
        let mut mapping = Self::default();
        for pair in pairs {
            mapping.add(pair.as_ref())?;
        }
        Ok(mapping)
    }

    /// Adds one pair, `role=header`. An empty header means that no column has the role, whatever the
    /// headers look like.
    ///
    /// # Errors
    /// When there is no `=`, and as for [`set`](Self::set).
    pub fn add(&mut self, pair: &str) -> Result<(), ColumnError> {
        let (role, header) =
            pair.split_once('=').ok_or_else(|| ColumnError::NoPair { pair: pair.to_owned() })?;
        self.set(role, header)
    }

    /// The pairs: the role's name, and the header.
    pub fn pairs(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.pairs.iter().map(|(role, header)| (role.name(), &**header))
    }

    /// This mapping with the pairs of `other` laid over it.
    #[must_use]
    pub fn overlaid(mut self, other: &Self) -> Self {
        self.pairs.retain(|(role, _)| other.get(*role).is_none());
        self.pairs.extend(other.pairs.iter().cloned());
        self
    }

    /// Gives `role` the column named `header`.
    ///
    /// # Errors
    /// When there is no such role, or it has been given another column already.
    pub fn set(&mut self, role: &str, header: &str) -> Result<(), ColumnError> {
        let role: Role = role.parse()?;
        let header = header.trim().to_owned();
        match self.get(role) {
            None => self.pairs.push((role, header)),
            Some(first) if first == header => {}
            Some(first) => {
                return Err(ColumnError::Twice { role, first: first.to_owned(), second: header });
            }
        }
        Ok(())
    }

    /// The header that `role` was given; empty if no column is to have it.
    pub fn get(&self, role: Role) -> Option<&str> {
        self.pairs.iter().find(|(known, _)| *known == role).map(|(_, header)| header.as_str())
    }
}

/// Why the columns do not say what is needed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ColumnError {
    /// A pair without `=`.
    #[error("`{pair}` is no column: write --column role=header, such as --column expected=标准问")]
    NoPair {
        /// The text that was given.
        pair: String,
    },
    /// A role that is none.
    #[error("a column cannot be `{role}`, only: {}", Role::ALL.map(Role::name).join(", "))]
    UnknownRole {
        /// The role that was given.
        role: String,
    },
    /// Two columns for one role.
    #[error("`{role}` is given two columns, `{first}` and `{second}`: keep one")]
    Twice {
        /// The role.
        role: Role,
        /// The first header.
        first: String,
        /// The second header.
        second: String,
    },
    /// The header of a mapping is not in the file.
    #[error(
        "{}: there is no column `{header}` to be `{role}`. The columns are: {}",
        path.display(), list(found)
    )]
    NoHeader {
        /// The file.
        path: PathBuf,
        /// The role.
        role: Role,
        /// The header that was given for it.
        header: String,
        /// The headers that there are.
        found: Vec<String>,
    },
    /// A needed role fits no header.
    #[error(
        "{}: no column is `{role}`. Looked for: {role}, {}. The columns are: {}. Name the right one \
         with --column {role}=HEADER; if the first row is no header, name the columns with --columns",
        path.display(), role.aliases().join(", "), list(found)
    )]
    Missing {
        /// The file.
        path: PathBuf,
        /// The role.
        role: Role,
        /// The headers that there are.
        found: Vec<String>,
    },
}

/// Headers for a message: not too many and none too long, for a file without a header row has data there.
fn list(headers: &[String]) -> String {
    const MOST: usize = 30;
    const LONGEST: usize = 40;
    let mut text = String::new();
    for (place, header) in headers.iter().take(MOST).enumerate() {
        text.push_str(if place == 0 { "`" } else { ", `" });
        text.extend(header.chars().take(LONGEST));
        text.push_str(if header.chars().nth(LONGEST).is_some() { "…`" } else { "`" });
    }
    if headers.len() > MOST {
        text.push_str(", …");
    }
    text
}

/// A role that more than one header fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The role.
    pub role: Role,
    /// The header that was taken.
    pub taken: String,
    /// The headers that fit as well.
    pub left: Vec<String>,
}

/// Where each role's column is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Columns {
    places: [Option<usize>; Role::ALL.len()],
}

impl Columns {
    /// Finds the columns by mapping first and by name then, and tells where names left a choice.
    pub(super) fn resolve(
        path: &Path,
        headers: &[String],
        mapping: &ColumnMapping,
        need: Need,
    ) -> Result<(Self, Vec<Choice>), ColumnError> {
        let mut columns = Self::default();
        // A header that was mapped by hand is no candidate for another role by its name.
        let mut mapped = vec![false; headers.len()];
        for (role, header) in &mapping.pairs {
            if header.is_empty() {
                continue;
            }
            let place = find(headers, header).ok_or_else(|| ColumnError::NoHeader {
                path: path.to_owned(),
                role: *role,
                header: header.clone(),
                found: headers.to_vec(),
            })?;
            mapped[place] = true;
            columns.places[*role as usize] = Some(place);
        }
        let folded: Vec<String> = headers.iter().map(|header| fold(header)).collect();
        let mut choices = Vec::new();
        for role in Role::ALL {
            if mapping.get(role).is_some() {
                continue;
            }
            let mut fitting: Vec<(usize, usize)> = (0..headers.len())
                .filter(|place| !mapped[*place])
                .filter_map(|place| Some((role.rank(&folded[place])?, place)))
                .collect();
            fitting.sort_unstable();
            let Some(((_, best), others)) = fitting.split_first() else { continue };
            columns.places[role as usize] = Some(*best);
            if !others.is_empty() {
                let left = others.iter().map(|(_, place)| headers[*place].clone()).collect();
                choices.push(Choice { role, taken: headers[*best].clone(), left });
            }
        }
        let needed: &[Role] = match need {
            Need::QuestionOnly => &[Role::Question],
            Need::Expected => &[Role::Question, Role::Expected],
        };
        for role in needed {
            if columns.get(*role).is_none() {
                let (path, found) = (path.to_owned(), headers.to_vec());
                return Err(ColumnError::Missing { path, role: *role, found });
            }
        }
        Ok((columns, choices))
    }

    /// The column of `role`, from 0.
    pub(super) fn get(&self, role: Role) -> Option<usize> {
        self.places[role as usize]
    }

    /// The columns that have a role.
    pub(super) fn taken(&self) -> Vec<usize> {
        self.places.iter().copied().flatten().collect()
    }
}

/// The header as the user wrote it, else one that differs only in case, spaces, `_` or `-`.
fn find(headers: &[String], header: &str) -> Option<usize> {
    let exact = headers.iter().position(|known| known == header);
    let folded = fold(header);
    exact.or_else(|| headers.iter().position(|known| fold(known) == folded))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    fn resolve(names: &[&str], pairs: &[&str], need: Need) -> Result<(Columns, Vec<Choice>), ColumnError> {
        let mapping = ColumnMapping::from_pairs(pairs)?;
        Columns::resolve(Path::new("t.csv"), &headers(names), &mapping, need)
    }

    #[test]
    fn no_header_fits_two_roles() {
        for role in Role::ALL {
            for name in role.aliases().iter().chain([&role.name()]) {
                assert_eq!(name.parse(), Ok(role), "{name}");
                let fitting = Role::ALL.into_iter().filter(|other| other.rank(&fold(name)).is_some());
                assert_eq!(fitting.count(), 1, "{name}");
            }
        }
    }

    #[test]
    fn names_fit_whatever_their_case_and_spaces() {
        let names = [" User ", "Conversation ID", "用户　问句", "INTENT", "Bot-Answer", "次数"];
        let (columns, choices) = resolve(&names, &[], Need::Expected).unwrap();
        let place = |role| columns.get(role);
        assert_eq!(place(Role::Conversation), Some(1));
        assert_eq!(place(Role::Question), Some(2));
        assert_eq!(place(Role::Expected), Some(3));
        assert_eq!(place(Role::Predicted), Some(4));
        assert_eq!(place(Role::Count), Some(5));
        assert_eq!(place(Role::Time), None);
        assert_eq!(choices, []);
    }

    #[test]
    fn of_two_headers_the_english_name_wins_then_alias_order() {
        let (columns, choices) =
            resolve(&["text", "问题", "知识点", "Expected"], &[], Need::Expected).unwrap();
        assert_eq!(columns.get(Role::Question), Some(1));
        assert_eq!(columns.get(Role::Expected), Some(3));
        let expected = [
            Choice { role: Role::Question, taken: "问题".into(), left: headers(&["text"]) },
            Choice { role: Role::Expected, taken: "Expected".into(), left: headers(&["知识点"]) },
        ];
        assert_eq!(choices, expected);
    }

    #[test]
    fn a_mapping_wins_and_takes_its_header_away_from_other_roles() {
        let names = ["问题", "原文", "score"];
        let (columns, _) =
            resolve(&names, &["question=原文", "expected=问题", "score="], Need::Expected).unwrap();
        assert_eq!(columns.get(Role::Question), Some(1));
        assert_eq!(columns.get(Role::Expected), Some(0));
        assert_eq!(columns.get(Role::Score), None);
        assert!(matches!(
            resolve(&names, &["expected=问题"], Need::Expected),
            Err(ColumnError::Missing { role: Role::Question, .. })
        ));
    }

    #[test]
    fn errors_show_what_was_found_and_sought_and_the_way_out() {
        let error = resolve(&["问题", "备注"], &[], Need::Expected).unwrap_err().to_string();
        for part in ["t.csv", "`expected`", "标准问", "intent", "`问题`, `备注`", "--column expected="]
        {
            assert!(error.contains(part), "{part}: {error}");
        }
        assert!(resolve(&["问题"], &[], Need::QuestionOnly).is_ok());
        let error = resolve(&["问题"], &["expected=意图"], Need::Expected).unwrap_err().to_string();
        assert!(error.contains("`意图`") && error.contains("`问题`"), "{error}");
        let error = resolve(&["问题"], &["answer=问题"], Need::Expected).unwrap_err().to_string();
        assert!(error.contains("`answer`") && error.contains("question, expected"), "{error}");
        let error = resolve(&["问题"], &["expected"], Need::Expected).unwrap_err().to_string();
        assert!(error.contains("--column expected=标准问"), "{error}");
        let twice = resolve(&["问题"], &["question=问题", "问题=text"], Need::QuestionOnly);
        assert!(matches!(twice, Err(ColumnError::Twice { .. })));
    }

    #[test]
    fn data_in_place_of_headers_does_not_flood_the_message() {
        let names: Vec<String> = (0..500).map(|_| "很长".repeat(500)).collect();
        let mapping = ColumnMapping::default();
        let error = Columns::resolve(Path::new("t.csv"), &names, &mapping, Need::QuestionOnly);
        assert!(error.unwrap_err().to_string().chars().count() < 2_000);
    }
}
