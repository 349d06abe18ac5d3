//! A plan as a file that people read and edit.
//!
//! The serialiser knows no comments and sorts nothing by use, so the few lines are put together here; only
//! values come in all shapes, and these are written as everywhere ([`write_scalar`]).

use std::fmt::Write;

use super::{Action, Plan, PlannedGroup, PlannedPhrasing};
use crate::dedup::Harm;
use crate::diagnostic::Language;
use crate::source::write_scalar;

impl Plan {
    /// The plan as YAML, with a comment above it that says in `language` how to edit it.
    pub fn to_yaml(&self, language: Language) -> String {
        let mut yaml = header(language);
        pair(&mut yaml, "", "schema", &self.schema);
        yaml.push_str("# ");
        yaml.push_str(
            language.pick(
                "The files as they were; do not edit.",
                "方案涉及的文件，内容变了方案即作废；请勿修改。",
            ),
        );
        yaml.push('\n');
        yaml.push_str(if self.files.is_empty() { "files: []\n" } else { "files:\n" });
        for file in &self.files {
            pair(&mut yaml, "  - ", "path", &file.path);
            pair(&mut yaml, "    ", "fingerprint", &file.fingerprint);
        }
        yaml.push_str(if self.groups.is_empty() { "groups: []\n" } else { "groups:\n" });
        for group in &self.groups {
            write_group(&mut yaml, group);
        }
        yaml
    }
}

fn write_group(yaml: &mut String, group: &PlannedGroup) {
    yaml.push('\n');
    pair(yaml, "  - ", "harm", group.harm.name());
    if !group.decided {
        yaml.push_str("    decided: false\n");
    }
    let empty = group.phrasings.is_empty();
    yaml.push_str(if empty { "    phrasings: []\n" } else { "    phrasings:\n" });
    for phrasing in &group.phrasings {
        write_phrasing(yaml, phrasing);
    }
}

/// Before the keys of a phrasing.
const INDENTATION: &str = "        ";

fn write_phrasing(yaml: &mut String, phrasing: &PlannedPhrasing) {
    let PlannedPhrasing { text, entry, number, place, why, answer, action } = phrasing;
    pair(yaml, "      - ", "text", text);
    pair(yaml, INDENTATION, "action", action.name());
    match action {
        Action::Move { to } => pair(yaml, INDENTATION, "to", to),
        Action::Merge { into } => pair(yaml, INDENTATION, "into", into),
        Action::Keep | Action::Drop | Action::Counterexample => {}
    }
    pair(yaml, INDENTATION, "entry", entry);
    // Writing to a string cannot fail.
    let _ = writeln!(yaml, "{INDENTATION}number: {number}");
    for (key, value) in [("place", place), ("why", why), ("answer", answer)] {
        if !value.is_empty() {
            pair(yaml, INDENTATION, key, value);
        }
    }
}

fn pair(yaml: &mut String, before: &str, key: &str, value: &str) {
    yaml.push_str(before);
    yaml.push_str(key);
    yaml.push_str(": ");
    yaml.push_str(&write_scalar(value, false));
    yaml.push('\n');
}

const ENGLISH: &str = "\
# A plan for duplicates. Edit it, then carry it out:
#
#   kbtool dedup --apply PLAN
#
# Change nothing but `action` and `decided`. A group with `decided: false` is left alone: once you have
# decided, delete that line (or write `true`). Each phrasing has an `action`:
#
#   keep            it stays as it is
#   drop            the variant is taken out; a question cannot be dropped, merge its entry instead
#   move            the variant goes to another entry; add a line such as `to: common/refund`
#   merge           the whole entry goes into another; add a line such as `into: common/refund`. Question and
#                   variants become variants there; keywords, counterexamples, tags and related entries go
#                   along; whatever mentions the entry names the other; its answers go
#   counterexample  the variant becomes a counterexample of its own entry: this must not lead here
#
# `number` is 0 for the question, 1 for the first variant. If a file changes meanwhile, make a new plan.
#
# What `harm` says:
#
";

const CHINESE: &str = "\
# 重复问法的处理方案。编辑后这样执行：
#
#   kbtool dedup --apply 方案文件
#
# 只需改 `action` 和 `decided`。带 `decided: false` 的组不会执行：定下来后删掉这一行，或改成 `true`。
# 每条问法有一个 `action`：
#
#   keep            保持不变
#   drop            删除这条相似问；标准问不能删，请改用 merge 合并整个知识点
#   move            把这条相似问移到另一个知识点；另加一行，如 `to: common/refund`
#   merge           把整个知识点并入另一个；另加一行，如 `into: common/refund`。标准问和相似问成为对方的相似问，
#                   关键词、反例、标签和关联问题一并带过去，引用它的地方改为引用对方，它自己的答案不再保留
#   counterexample  把这条相似问改成本知识点的反例：这样问不该命中本知识点
#
# `number` 为 0 是标准问，1 是第一条相似问。期间若改动过文件，请重新生成方案。
#
# `harm` 的含义：
#
";

fn header(language: Language) -> String {
    let mut header = language.pick(ENGLISH, CHINESE).to_owned();
    for harm in Harm::ALL {
        let _ = writeln!(header, "#   {:<10} {}", harm.name(), harm.meaning().in_language(language));
    }
    header.push('\n');
    header
}
