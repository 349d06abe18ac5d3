//! # KB101 missing-id
//!
//! An entry without an id.
//!
//! ## What it does
//! Reports entries that are known only by their question.
//!
//! ## Why it matters
//! Without an id the question is the entry's name. Whoever improves the question renames the entry: labels of
//! transcripts, answers of shops and figures of earlier runs no longer find it.
//!
//! ## Example
//! ```yaml fail
//! - question: 什么时候发货？
//!   answer: 付款后 48 小时内发货。
//! ```
//! ```yaml pass
//! - id: ship-time
//!   question: 什么时候发货？
//!   answer: 付款后 48 小时内发货。
//! ```
//!
//! ## Fix
//! Safe: writes an id made of the question's pinyin, `shen-me-shi-hou-fa-huo`, with `-2` where the pack has
//! that already. Whatever names the entry by its question still finds it. Mentions in the knowledge base that
//! name it as pack/question get the new id; a transcript's labels of that form have to be changed by hand.
//!
//! # KB101 没有 id
//!
//! 知识点没有 id。
//!
//! ## 检查什么
//! 报告只能靠标准问来称呼的知识点。
//!
//! ## 为什么重要
//! 没有 id，标准问就是它的名字。一改标准问，就等于改了名：测试集里的标注、店铺写的答案、以前的评测结果都对不上了。
//!
//! ## 修复
//! 安全：用标准问的拼音写一个 id，如 `shen-me-shi-hou-fa-huo`，包里已有时加上 `-2`。用标准问来引用它的地方照样能找到；知识库里写成“行业包/标准问”的引用会一并改成新 id，测试集里这样写的标注需要手动改。

use rustc_hash::{FxHashMap, FxHashSet};

use crate::diagnostic::{Fix, Message, Severity};
use crate::lint::mentions::{Mention, mentions};
use crate::lint::rules::duplicate_id;
use crate::lint::{Check, Context, Findings, Fixes, Needs, Rule};
use crate::model::{Entry, EntryIndex, PackIndex};
use crate::source::{Location, has_properties, replace_in_scalar};
use crate::text::{match_key, slug};

/// The rule.
pub const RULE: Rule = Rule {
    code: "KB101",
    name: "missing-id",
    severity: Severity::Info,
    fixes: Fixes::Safe,
    needs: Needs::Nothing,
    check: Check::KnowledgeBase(check),
    source: include_str!("missing_id.rs"),
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let knowledge_base = context.knowledge_base;
    let nameless = |entry: &Entry| entry.id.is_none() && !entry.question.is_empty();
    if !knowledge_base.entries.iter().any(nameless) {
        return;
    }
    let known = Known::new(context);
    // What ids this run proposes depends on the order of the entries alone.
    let mut proposed = Proposed::default();
    for (index, entry) in knowledge_base.indexed().filter(|(_, entry)| nameless(entry)) {
        let id = proposed.free_id(index, entry, &known);
        let location = Location { span: entry.question.span, ..entry.location };
        let message = Message::new(
            "this entry has no id, so its question is its name",
            "这个知识点没有 id，只能靠标准问来称呼",
        );
        let help = Message::new(
            format!("write `id: {id}`, or a name that you like better"),
            format!("写上 `id: {id}`，或您觉得更合适的名字"),
        );
        let mut finding = RULE.finding(location, message).with_help(help);
        if !known.doubled.contains(&index) {
            finding.fix = named(context, index, entry, &id, &known);
        }
        findings.push(finding);
    }
}

/// What is asked of all entries.
struct Known<'c> {
    /// Ids and keys of questions in small letters, as ids that differ in case only are no help.
    keys: FxHashMap<(PackIndex, String), EntryIndex>,
    mentions: FxHashMap<EntryIndex, Vec<Mention<'c>>>,
    /// How many entries have a question with this match key.
    questions: FxHashMap<String, usize>,
    /// Entries whose name another entry has too. With an id they would part, and what is one fault (KB102)
    /// would become another (KB302): a person has to say which of the two is meant.
    doubled: FxHashSet<EntryIndex>,
}

impl<'c> Known<'c> {
    fn new(context: &Context<'c>) -> Self {
        let knowledge_base = context.knowledge_base;
        let mut questions: FxHashMap<String, usize> = FxHashMap::default();
        for entry in &knowledge_base.entries {
            *questions.entry(match_key(&entry.question)).or_default() += 1;
        }
        let keys = knowledge_base
            .indexed()
            .map(|(index, entry)| ((entry.pack, entry.key().to_lowercase()), index))
            .collect();
        let firsts: FxHashSet<Location> = context
            .problems
            .iter()
            .filter(|problem| problem.code == duplicate_id::RULE.code)
            .flat_map(|problem| problem.related.iter().map(|related| related.location))
            .collect();
        let named_at = |entry: &Entry| Location { span: entry.question.span, ..entry.location };
        let doubled = knowledge_base
            .indexed()
            .filter(|(_, entry)| firsts.contains(&named_at(entry)))
            .map(|(index, _)| index)
            .collect();
        Self { keys, mentions: mentions(knowledge_base), questions, doubled }
    }
}

/// The ids that a run has proposed.
#[derive(Default)]
struct Proposed {
    ids: FxHashSet<(PackIndex, String)>,
    /// The last number behind each slug, so that the thousandth entry of a question does not try a thousand.
    numbers: FxHashMap<(PackIndex, String), u32>,
}

impl Proposed {
    /// The pinyin of the question, with the next number that makes it unique in the pack.
    fn free_id(&mut self, index: EntryIndex, entry: &Entry, known: &Known<'_>) -> String {
        let slug = slug(&entry.question);
        let number = self.numbers.entry((entry.pack, slug.clone())).or_default();
        // There are more numbers than entries.
        loop {
            *number += 1;
            let id = if *number == 1 { slug.clone() } else { format!("{slug}-{number}") };
            let key = (entry.pack, id.clone());
            if known.keys.get(&key).is_none_or(|&owner| owner == index) && self.ids.insert(key) {
                return id;
            }
        }
    }
}

/// The fix that gives the entry its id, and the new name to those who would no longer find it.
fn named(
    context: &Context<'_>,
    index: EntryIndex,
    entry: &Entry,
    id: &str,
    known: &Known<'_>,
) -> Option<Fix> {
    let Location { file, span } = entry.location;
    let text = context.source(file);
    if has_properties(text, span.start) {
        // Whoever merges this entry would get its id.
        return None;
    }
    let structure = context.knowledge_base.files.get(file).structure();
    let (span, inserted) = structure.insert_key_before(span.start, "id", id)?;
    let label = Message::new(format!("write `id: {id}`"), format!("写上 `id: {id}`"));
    let mut fix = Fix::safe(label).replace(Location { file, span }, inserted);
    for mention in known.mentions.get(&index).into_iter().flatten() {
        let value = &*mention.text.value;
        let by_reference = value == &*entry.reference;
        let several = known.questions.get(&match_key(&entry.question)).is_some_and(|&count| count > 1);
        // By the key of its question it was found before all questions alike; the pack decides, or nobody.
        let lost = by_reference || (several && value == entry.key() && mention.pack != Some(entry.pack));
        if !lost {
            continue;
        }
        let source = context.source(mention.file);
        if has_properties(source, mention.text.span.start) {
            return None;
        }
        let name = format!("{}/{id}", context.knowledge_base.pack(entry.pack).id);
        let (span, replacement) = replace_in_scalar(source, mention.text.span, value, 0..value.len(), &name)?;
        fix = fix.replace(Location { file: mention.file, span }, replacement);
    }
    Some(fix)
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::Case;

    #[test]
    fn ids_are_unique_in_their_pack_and_the_same_in_every_run() {
        let case = Case::of(
            "- question: 什么时候发货？\n- {question: 什么时候发货 1, id: Shen-Me-Shi-Hou-Fa-Huo-2}\n\
             - {question: 什么时候发或}\n- {question: 甚么时候发货}\n- question: 😀\n-\n  question: 什么时候发祸\n",
        )
        .select("KB101");
        let fixed = case.fixed_text();
        assert_eq!(
            fixed,
            "- id: shen-me-shi-hou-fa-huo\n  question: 什么时候发货？\n\
             - {question: 什么时候发货 1, id: Shen-Me-Shi-Hou-Fa-Huo-2}\n\
             - {id: shen-me-shi-hou-fa-huo-3, question: 什么时候发或}\n\
             - {id: shen-me-shi-hou-fa-huo-4, question: 甚么时候发货}\n\
             - id: q-33a29608\n  question: 😀\n-\n  id: shen-me-shi-hou-fa-huo-5\n  question: 什么时候发祸\n"
        );
        assert_eq!(Case::of(&fixed).select("KB1").lines(), Vec::<String>::new());
    }

    #[test]
    fn mentions_still_find_the_entry() {
        let files = [
            (
                "a/x.yaml",
                "- question: 什么时候发货？\n- {id: b, question: 乙, related: [什么时候发货？, a/什么时候发货]}\n",
            ),
            (
                "b/x.yaml",
                "- {id: c, question: 什么时候发货？}\n- {id: d, question: 丁, related: [什么时候发货]}\n",
            ),
            ("s/shop.yaml", "id: s\nanswers: {a/什么时候发货: 好}\nwelcome: {greeting: 好, cards: [b]}\n"),
        ];
        let (files, left) = Case::files(&files).select("KB101").fix();
        assert!(left.findings.is_empty());
        let text = |at: usize| String::from_utf8_lossy(&files[at].1).into_owned();
        assert!(text(0).contains("related: [什么时候发货？, a/shen-me-shi-hou-fa-huo]"), "{}", text(0));
        assert!(text(1).contains("related: [a/shen-me-shi-hou-fa-huo]"), "{}", text(1));
        assert!(text(2).contains("{a/shen-me-shi-hou-fa-huo: 好}"), "{}", text(2));
        let loaded = crate::model::KnowledgeBase::from_bytes(files);
        assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
    }

    #[test]
    fn an_entry_that_others_merge_is_left_to_people() {
        let case = Case::of("- &a {question: 甲, answer: 好}\n- {<<: *a, question: 乙}\n").select("KB101");
        assert_eq!(case.lines().len(), 2);
        assert_eq!(case.fixed_text(), "- &a {question: 甲, answer: 好}\n- {id: yi, <<: *a, question: 乙}\n");
    }
}
