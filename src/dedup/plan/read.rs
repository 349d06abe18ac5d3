//! A plan out of a file that people have edited: every fault with its place, and what would be right.
//!
//! Deserialisers lose the place of what belongs to one of several shapes, and stop at the first fault, so the
//! nodes are read by hand, as those of a knowledge base are.

use std::path::Path;

use super::{Action, Plan, PlanError, PlanFault, PlannedFile, PlannedGroup, PlannedPhrasing, SCHEMA};
use crate::dedup::Harm;
use crate::diagnostic::Message;
use crate::model::nearest;
use crate::source::yaml::{Content, Document, Fault, FaultKind, NodeId};
use crate::source::{SourceFile, Span};

/// What people write for an action in their own words.
const WORDS: &[(&str, &str)] = &[
    ("保留", "keep"),
    ("不变", "keep"),
    ("none", "keep"),
    ("删除", "drop"),
    ("删掉", "drop"),
    ("remove", "drop"),
    ("delete", "drop"),
    ("移动", "move"),
    ("移到", "move"),
    ("合并", "merge"),
    ("并入", "merge"),
    ("反例", "counterexample"),
    ("negative", "counterexample"),
];

impl Plan {
    /// Read the plan at `path`.
    ///
    /// # Errors
    /// The file cannot be read, or is no plan; see [`Self::from_yaml`].
    pub fn read(path: &Path) -> Result<Self, PlanError> {
        let file = SourceFile::read(path)
            .map_err(|source| PlanError::Unreadable { path: path.to_owned(), source })?;
        Self::of_file(&file)
    }

    /// Read a plan from `text`; `path` is for messages.
    ///
    /// # Errors
    /// The text is no YAML, has another schema, misses a key, or has a key, an action or a value that no plan
    /// has; all of it is told.
    pub fn from_yaml(path: &Path, text: &str) -> Result<Self, PlanError> {
        Self::of_file(&SourceFile::from_text(path, text))
    }

    fn of_file(file: &SourceFile) -> Result<Self, PlanError> {
        let (document, faults) = Document::parse(file.text());
        let mut reader = Reader { file, faults: Vec::new() };
        for fault in faults {
            reader.yaml(&fault);
        }
        let plan = document.and_then(|document| Nodes { document: &document, reader: &mut reader }.plan());
        match plan {
            Some(plan) if reader.faults.is_empty() => Ok(plan),
            _ => {
                reader.faults.sort_by_key(|fault| (fault.line, fault.column));
                Err(PlanError::Invalid { faults: reader.faults })
            }
        }
    }
}

/// The file that is read, and what is wrong with it.
struct Reader<'f> {
    file: &'f SourceFile,
    faults: Vec<PlanFault>,
}

impl Reader<'_> {
    fn fault(&mut self, span: Span, message: Message) {
        let at = self.file.line_column(span.start);
        let path = self.file.display_path();
        self.faults.push(PlanFault { path, line: at.line, column: at.column, message });
    }

    fn yaml(&mut self, fault: &Fault) {
        let message = match &fault.kind {
            FaultKind::DuplicateKey { key, .. } => Message::new(
                format!("`{key}` is there twice; leave one of the two"),
                format!("“{key}”重复，请只留一个"),
            ),
            FaultKind::Syntax(words) => {
                Message::new(format!("this is not YAML: {words}"), format!("不是合法的 YAML：{words}"))
            }
            _ => Message::new("no plan is written like this", "方案文件里不应有这样的写法"),
        };
        self.fault(fault.span, message);
    }
}

/// The nodes of the file.
struct Nodes<'d, 'r, 'f> {
    document: &'d Document<'d>,
    reader: &'r mut Reader<'f>,
}

/// The values of a mapping's keys, in the order in which they were asked for.
type Values<const N: usize> = [Option<NodeId>; N];

impl Nodes<'_, '_, '_> {
    fn plan(&mut self) -> Option<Plan> {
        let no_plan = || {
            Message::new(
                format!("this is no plan of `kbtool dedup`: it does not say `schema: {SCHEMA}`"),
                format!("这不是 `kbtool dedup` 的方案文件：缺少 `schema: {SCHEMA}`"),
            )
        };
        let Some(root) = self.document.root() else {
            self.reader.fault(Span::at(0), no_plan());
            return None;
        };
        // First of all, as in another kind of file everything would be wrong.
        let schema = match &self.document.node(root).content {
            Content::Mapping(pairs) => {
                pairs.iter().find(|(key, _)| self.document.scalar(*key) == Some("schema"))
            }
            _ => None,
        };
        let Some(&(_, schema)) = schema else {
            self.reader.fault(self.span(root), no_plan());
            return None;
        };
        if self.document.scalar(schema) != Some(SCHEMA) {
            let message = Message::new(
                format!("the schema is not `{SCHEMA}`; make the plan anew with this version of kbtool"),
                format!("schema 不是 `{SCHEMA}`，请用当前版本的 kbtool 重新生成方案"),
            );
            self.reader.fault(self.span(schema), message);
            return None;
        }
        let [_, files, groups] = self.mapping(root, ["schema", "files", "groups"])?;
        let files = self.required(root, files, "files").map(|files| self.list(files, Self::planned_file));
        let groups = self.required(root, groups, "groups").map(|groups| self.list(groups, Self::group));
        Some(Plan { schema: SCHEMA.to_owned(), files: files?, groups: groups? })
    }

    fn planned_file(&mut self, node: NodeId) -> Option<PlannedFile> {
        let [path, fingerprint] = self.mapping(node, ["path", "fingerprint"])?;
        let path = self.required_text(node, path, "path");
        let fingerprint = self.required_text(node, fingerprint, "fingerprint");
        Some(PlannedFile { path: path?, fingerprint: fingerprint? })
    }

    fn group(&mut self, node: NodeId) -> Option<PlannedGroup> {
        let [harm, decided, phrasings] = self.mapping(node, ["harm", "decided", "phrasings"])?;
        let harm = self.required(node, harm, "harm").and_then(|harm| self.harm(harm));
        let decided = decided.map_or(Some(true), |decided| self.boolean(decided));
        let phrasings =
            self.required(node, phrasings, "phrasings").map(|phrasings| self.list(phrasings, Self::phrasing));
        Some(PlannedGroup { harm: harm?, decided: decided?, phrasings: phrasings? })
    }

    fn harm(&mut self, node: NodeId) -> Option<Harm> {
        let written = self.text(node)?;
        let harm = Harm::ALL.into_iter().find(|harm| harm.name() == written);
        if harm.is_none() {
            self.one_of(node, &written, Harm::ALL.map(Harm::name), None);
        }
        harm
    }

    fn boolean(&mut self, node: NodeId) -> Option<bool> {
        match self.document.scalar(node) {
            Some("true" | "True" | "yes") => Some(true),
            Some("false" | "False" | "no") => Some(false),
            _ => {
                let message = Message::new("write `true` or `false`", "应为 `true` 或 `false`");
                self.reader.fault(self.span(node), message);
                None
            }
        }
    }

    fn phrasing(&mut self, node: NodeId) -> Option<PlannedPhrasing> {
        const KEYS: [&str; 9] = ["text", "action", "to", "into", "entry", "number", "place", "why", "answer"];
        let [text, action, to, into, entry, number, place, why, answer] = self.mapping(node, KEYS)?;
        let text = self.required_text(node, text, "text");
        let action = self.required(node, action, "action").and_then(|action| self.action(action, to, into));
        let entry = self.required_text(node, entry, "entry");
        let number = self.required(node, number, "number").and_then(|number| self.number(number));
        let mut optional =
            |value: Option<NodeId>| value.map_or(Some(String::new()), |value| self.text(value));
        let (place, why, answer) = (optional(place), optional(why), optional(answer));
        Some(PlannedPhrasing {
            text: text?,
            entry: entry?,
            number: number?,
            place: place?,
            why: why?,
            answer: answer?,
            action: action?,
        })
    }

    fn action(&mut self, node: NodeId, to: Option<NodeId>, into: Option<NodeId>) -> Option<Action> {
        let name = self.text(node)?;
        if !Action::NAMES.contains(&name.as_str()) {
            let meant = WORDS.iter().find(|(word, _)| *word == name).map(|&(_, meant)| meant);
            self.one_of(node, &name, Action::NAMES, meant);
            return None;
        }
        for (key, value, owner) in [("to", to, "move"), ("into", into, "merge")] {
            if let Some(value) = value.filter(|_| name != owner) {
                let message = Message::new(
                    format!("`{key}` goes with `{owner}`, and the action is `{name}`; change one of the two"),
                    format!("`{key}` 只用于 `{owner}`，而这里的 action 是 `{name}`，请改其中一个"),
                );
                self.reader.fault(self.span(value), message);
                return None;
            }
        }
        match name.as_str() {
            "keep" => Some(Action::Keep),
            "drop" => Some(Action::Drop),
            "counterexample" => Some(Action::Counterexample),
            "move" => Some(Action::Move { to: self.target(node, to, "to")? }),
            _ => Some(Action::Merge { into: self.target(node, into, "into")? }),
        }
    }

    /// The entry that `key` names, behind the action at `action`.
    fn target(&mut self, action: NodeId, value: Option<NodeId>, key: &str) -> Option<String> {
        let written = value.filter(|&value| !self.document.node(value).is_null());
        let Some(value) = written else {
            let message = Message::new(
                format!("where to? Add a line such as `{key}: common/refund` below"),
                format!("没有写目标，请在下面加一行，如 `{key}: common/refund`"),
            );
            self.reader.fault(self.span(action), message);
            return None;
        };
        self.text(value).map(|target| target.trim().to_owned())
    }

    fn number(&mut self, node: NodeId) -> Option<u32> {
        let number = self.document.scalar(node).and_then(|number| number.parse().ok());
        if number.is_none() {
            let message = Message::new(
                "`number` is a whole number: 0 for the question, 1 for the first variant",
                "`number` 应为整数：0 是标准问，1 是第一条相似问",
            );
            self.reader.fault(self.span(node), message);
        }
        number
    }

    /// Fault a word that is none of a few.
    fn one_of<const N: usize>(&mut self, node: NodeId, written: &str, known: [&str; N], meant: Option<&str>) {
        let hint = match meant.or_else(|| nearest(written, known)) {
            Some(meant) => Message::new(format!("did you mean `{meant}`?"), format!("是不是 `{meant}`？")),
            None => {
                let known = known.map(|name| format!("`{name}`"));
                Message::new(
                    format!("known are {}", known.join(", ")),
                    format!("可用的有 {}", known.join("、")),
                )
            }
        };
        let message = Message::new(
            format!("`{written}` is unknown here; {}", hint.english),
            format!("这里不能写“{written}”；{}", hint.chinese),
        );
        self.reader.fault(self.span(node), message);
    }

    /// The values of `keys` in a mapping; other keys are faults.
    fn mapping<const N: usize>(&mut self, node: NodeId, keys: [&'static str; N]) -> Option<Values<N>> {
        let Content::Mapping(pairs) = &self.document.node(node).content else {
            let keys = keys.map(|key| format!("`{key}`"));
            let message = Message::new(
                format!("here stands a mapping with {}", keys.join(", ")),
                format!("这里应为带 {} 的映射", keys.join("、")),
            );
            self.reader.fault(self.span(node), message);
            return None;
        };
        let mut values = [None; N];
        for &(key, value) in pairs {
            let name = self.document.scalar(key).unwrap_or_default();
            match keys.iter().position(|known| *known == name) {
                Some(at) => values[at] = Some(value),
                None => self.one_of(key, name, keys, None),
            }
        }
        Some(values)
    }

    fn required(&mut self, mapping: NodeId, value: Option<NodeId>, key: &str) -> Option<NodeId> {
        if value.is_none() {
            let message = Message::new(format!("`{key}` is missing here"), format!("这里缺少 `{key}`"));
            self.reader.fault(self.span(mapping), message);
        }
        value
    }

    fn required_text(&mut self, mapping: NodeId, value: Option<NodeId>, key: &str) -> Option<String> {
        let value = self.required(mapping, value, key)?;
        self.text(value)
    }

    fn text(&mut self, node: NodeId) -> Option<String> {
        if let Some(text) = self.document.scalar(node).filter(|_| !self.document.node(node).is_null()) {
            return Some(text.to_owned());
        }
        self.reader.fault(self.span(node), Message::new("here stands a text", "这里应为文字"));
        None
    }

    /// What `read` makes of the items of a list, those with faults left out.
    fn list<T>(&mut self, node: NodeId, read: fn(&mut Self, NodeId) -> Option<T>) -> Vec<T> {
        let document = self.document;
        match &document.node(node).content {
            Content::Sequence(items) => items.iter().filter_map(|&item| read(self, item)).collect(),
            _ if document.node(node).is_null() => Vec::new(),
            _ => {
                self.reader.fault(self.span(node), Message::new("here stands a list", "这里应为列表"));
                Vec::new()
            }
        }
    }

    fn span(&self, node: NodeId) -> Span {
        self.document.node(node).span
    }
}
