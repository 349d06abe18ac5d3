//! The words of the screens.

use crate::dedup::plan::{Action, PlannedPhrasing};
use crate::dedup::session::Session;
use crate::diagnostic::Language;

/// A key with what it does: in a word, and in a sentence.
pub(super) struct KeyWords {
    key: [&'static str; 2],
    short: [&'static str; 2],
    long: [&'static str; 2],
}

impl KeyWords {
    /// The key's name.
    pub(super) const fn key(&self, language: Language) -> &'static str {
        language.pick(self.key[0], self.key[1])
    }

    /// What it does, in a word; empty for keys that people find by themselves.
    pub(super) const fn short(&self, language: Language) -> &'static str {
        language.pick(self.short[0], self.short[1])
    }

    /// What it does, in a sentence.
    pub(super) const fn long(&self, language: Language) -> &'static str {
        language.pick(self.long[0], self.long[1])
    }
}

const fn key(key: &'static str, short: [&'static str; 2], long: [&'static str; 2]) -> KeyWords {
    KeyWords { key: [key, key], short, long }
}

/// The keys within a group, the most wanted first.
pub(super) const KEYS: [KeyWords; 15] = [
    key("?", ["help", "帮助"], ["explain the keys", "查看按键说明"]),
    key(
        "k",
        ["keep all", "全部保留"],
        ["keep all as they are; the group is decided", "全部保持原样，并确认这一组"],
    ),
    key(
        "a",
        ["accept", "采纳"],
        ["accept what was proposed; the group is decided", "采纳建议的处理，并确认这一组"],
    ),
    key("d", ["drop", "删除"], ["drop the phrasing under the cursor", "删除光标处的问法"]),
    key(
        "m",
        ["move", "移走"],
        ["move it to the entry of the representative (*)", "移到代表问法（*）所在的知识点"],
    ),
    key(
        "g",
        ["merge", "并入"],
        [
            "merge its whole entry into that of the representative (*)",
            "把它所在的知识点整个并入代表问法（*）所在的知识点",
        ],
    ),
    key(
        "c",
        ["counterexample", "反例"],
        ["make it a counterexample of its own entry", "改为本知识点的反例：这样问时不应命中本知识点"],
    ),
    key("x", ["keep", "保留"], ["keep this one as it is after all", "这一条还是保持原样"]),
    KeyWords {
        key: ["Space", "空格"],
        short: ["mark", "定目标"],
        long: [
            "mark another phrasing as the one to move to and merge into (*)",
            "把另一条问法定为移动、并入的目标（*）",
        ],
    },
    KeyWords {
        key: ["Enter", "回车"],
        short: ["decide", "确认"],
        long: ["decide the group as it is shown and go on", "按当前显示的处理确认这一组，继续下一组"],
    },
    key("u", ["undo", "撤销"], ["undo, as often as you like", "撤销，可以一直撤销到最初"]),
    key(
        "n p",
        ["next, previous", "下一组 上一组"],
        ["next and previous group without deciding (also → ←)", "不确认，查看下一组、上一组（也可用 → ←）"],
    ),
    key(
        "s",
        ["stop", "停止"],
        [
            "save and stop; the next time goes on here (also q, Ctrl-C)",
            "保存并停止，下次从这里继续（也可用 q、Ctrl-C）",
        ],
    ),
    key(
        "w",
        ["write", "写入"],
        ["show what was decided, then carry it out", "查看已确认的处理，然后写入知识库"],
    ),
    key("↑ ↓", ["", ""], ["move the cursor (also j)", "移动光标（也可用 j）"]),
];

/// The keys of the summary.
pub(super) const SUMMARY_KEYS: [KeyWords; 5] = [
    key("w", ["write", "写入知识库"], ["", ""]),
    key("p", ["back", "返回"], ["", ""]),
    KeyWords {
        key: ["Enter", "回车"], short: ["to what is undecided", "查看未确认的组"], long: ["", ""]
    },
    key("u", ["undo", "撤销"], ["", ""]),
    key("s", ["save and stop", "保存并停止"], ["", ""]),
];

/// How far the walk is.
pub(super) fn progress(session: &Session, language: Language) -> String {
    let total = session.plan().groups.len();
    let decided = total - session.undecided().count();
    let Some(at) = session.position() else {
        return language.pick("Summary", "汇总").to_owned();
    };
    let number = at + 1;
    let settled = session.group().is_some_and(|group| group.decided);
    match language {
        Language::English => {
            let state = if settled { "decided" } else { "not decided yet" };
            format!("Group {number}/{total}, {state} ({decided} decided in all)")
        }
        Language::Chinese => {
            let state = if settled { "已确认" } else { "未确认" };
            format!("第 {number}/{total} 组，{state}（共确认 {decided} 组）")
        }
    }
}

/// What is on the summary.
pub(super) fn summary(session: &Session, language: Language) -> Vec<String> {
    let total = session.plan().groups.len();
    let left = session.undecided().count();
    let counts = session.counts();
    let rows = [
        (counts.keep, "kept as they are", "条问法保持原样"),
        (counts.drop, "dropped", "条相似问删除"),
        (counts.moved, "moved to another entry", "条相似问移到其他知识点"),
        (counts.merge, "merged into another (whole entries)", "个知识点并入其他知识点"),
        (counts.counterexample, "made counterexamples", "条相似问改为反例"),
    ];
    let mut lines = vec![
        match language {
            Language::English => format!("Decided: {}/{total} groups", total - left),
            Language::Chinese => format!("已确认 {}/{total} 组", total - left),
        },
        String::new(),
    ];
    for (count, english, chinese) in rows {
        lines.push(format!("{count:>6}  {}", language.pick(english, chinese)));
    }
    lines.push(String::new());
    if left > 0 {
        lines.push(match language {
            Language::English => format!("Undecided and left alone: {left}"),
            Language::Chinese => format!("还有 {left} 组未确认，不会改动"),
        });
    }
    lines.push(
        language
            .pick(
                "`w` now writes what was decided into the files of the knowledge base",
                "按 w 即把已确认的处理写入知识库文件",
            )
            .to_owned(),
    );
    lines
}

/// What a phrasing is in its entry.
pub(super) fn kind(phrasing: &PlannedPhrasing, language: Language) -> String {
    match (phrasing.number, language) {
        (0, _) => language.pick("question", "标准问").to_owned(),
        (number, Language::English) => format!("variant {number}"),
        (number, Language::Chinese) => format!("相似问 {number}"),
    }
}

/// What is to become of a phrasing.
pub(super) fn action(action: &Action, language: Language) -> String {
    match action {
        Action::Keep => language.pick("keep", "保留").to_owned(),
        Action::Drop => language.pick("drop", "删除").to_owned(),
        Action::Move { to } => format!("{}{to}", language.pick("move to ", "移到 ")),
        Action::Merge { into } => format!("{}{into}", language.pick("merge entry into ", "知识点并入 ")),
        Action::Counterexample => language.pick("counterexample", "改为反例").to_owned(),
    }
}
