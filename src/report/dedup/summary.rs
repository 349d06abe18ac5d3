//! What a search came to, in numbers, in a table and in a sentence.

use super::super::section::{Cell, Column, Paint, Section};
use super::super::words::{counted, heading, joined, plain, thousands};
use super::{DedupRenderOptions, DedupReport};
use crate::dedup::{Degree, Duplicates, FactConflict, Group, Harm, Member};
use crate::diagnostic::Language;

/// So many members of a group are shown to people: a phrasing may stand there a million times.
pub(super) const MOST_MEMBERS: usize = 10;

/// Groups by harm, in the order of [`Harm::ALL`].
pub(super) fn by_harm(duplicates: &Duplicates) -> [usize; 5] {
    Harm::ALL.map(|harm| duplicates.groups.iter().filter(|group| group.harm == harm).count())
}

/// The groups of one harm, each with its number in the whole, from 1.
pub(super) fn numbered(duplicates: &Duplicates, harm: Harm) -> impl Iterator<Item = (usize, &Group)> {
    (1..).zip(&duplicates.groups).filter(move |(_, group)| group.harm == harm)
}

/// Whether something is left out of a report for people.
pub(super) fn is_cut(report: &DedupReport<'_>, dedup: DedupRenderOptions) -> bool {
    let most = dedup.groups();
    by_harm(report.duplicates).iter().any(|&groups| groups > most)
        || report.duplicates.set_apart.len() > most
        || Harm::ALL
            .into_iter()
            .flat_map(|harm| numbered(report.duplicates, harm).take(most))
            .any(|(_, group)| group.members.len() > MOST_MEMBERS)
}

/// Where everything stands that is left out.
pub(super) fn whole_elsewhere(language: Language) -> &'static str {
    language.pick(
        "The formats `json` and `csv` have everything that is left out here.",
        "未列出的内容请看 json 或 csv 格式的报告。",
    )
}

/// How many more groups there are.
pub(super) fn more_groups(count: usize, language: Language) -> String {
    match language {
        Language::English => format!("… and {}", counted(count, "more group", "more groups")),
        Language::Chinese => format!("……另有 {} 组", thousands(count)),
    }
}

/// The head of pairs that are kept apart.
pub(super) fn set_apart_heading(count: usize, language: Language) -> String {
    heading(language.pick("alike, but not the same", "看起来相似，但不是重复"), count, language)
}

/// The words of both sides, as `7天 | 15天`.
pub(super) fn sides(conflict: &FactConflict, language: Language) -> [String; 2] {
    [&conflict.one, &conflict.other]
        .map(|words| plain(&joined(words.iter().map(String::as_str), language.pick(", ", "、"))))
}

/// Each kind of fact with the words of both sides, on one line.
pub(super) fn facts_in_a_line(facts: &[FactConflict], language: Language) -> String {
    let facts: Vec<String> = facts
        .iter()
        .map(|conflict| {
            let [one, other] = sides(conflict, language);
            let kind = conflict.kind.in_language(language);
            format!("{kind}{}{one} | {other}", language.pick(": ", "："))
        })
        .collect();
    facts.join(language.pick("; ", "；"))
}

/// How many groups each pack has part in; `None` if there is no group.
pub(super) fn packs(report: &DedupReport<'_>, language: Language) -> Option<Section> {
    let duplicates = report.duplicates;
    if duplicates.groups.is_empty() {
        return None;
    }
    let title = |english, chinese| Column::number(language.pick(english, chinese));
    let columns = vec![
        Column::text(language.pick("Pack", "行业包")),
        title("Phrasings", "问法"),
        title("Conflict", "知识冲突"),
        title("Question", "与标准问相同"),
        title("Shadowing", "包间重复"),
        title("Merge", "可合并"),
        title("Clutter", "冗余问法"),
    ];
    let row = |pack: String, phrasings: usize, groups: [usize; 5], paint: Paint| {
        let numbers = std::iter::once(phrasings).chain(groups);
        let cells = numbers.map(|number| Cell::painted(thousands(number), paint));
        std::iter::once(Cell::painted(pack, paint)).chain(cells).collect::<Vec<Cell>>()
    };
    let mut rows: Vec<Vec<Cell>> = duplicates
        .packs
        .iter()
        .map(|count| {
            let pack = report.knowledge_base.pack(count.pack);
            let name = match &pack.name {
                Some(name) if **name != *pack.id => format!("{} ({})", &**name, pack.id),
                _ => pack.id.to_string(),
            };
            row(plain(&name), count.phrasings, count.groups, Paint::Plain)
        })
        .collect();
    let mut remarks = Vec::new();
    if rows.len() > 1 {
        let all = language.pick("all", "合计").to_owned();
        let totals = by_harm(duplicates);
        rows.push(row(all, duplicates.phrasings, totals, Paint::Strong));
        let sum = |at: usize| duplicates.packs.iter().map(|count| count.groups[at]).sum::<usize>();
        if (0..totals.len()).any(|at| sum(at) > totals[at]) {
            let remark = language.pick(
                "A group of several packs counts for each of them.",
                "涉及多个行业包的组，在每个包里各计一次。",
            );
            remarks.push(remark.to_owned());
        }
    }
    let title = language.pick("Groups by pack", "各行业包的重复组数").to_owned();
    Some(Section { title, columns, rows, remarks })
}

/// What was done before this report, without a full stop.
pub(super) fn fixed(report: &DedupReport<'_>, language: Language) -> Option<String> {
    (report.fixed > 0).then(|| match language {
        Language::English => {
            format!("Removed {} that said the same", counted(report.fixed, "phrasing", "phrasings"))
        }
        Language::Chinese => format!("已删除 {} 条重复的问法", thousands(report.fixed)),
    })
}

/// The result in one sentence without a full stop, and the way out.
pub(super) fn sentence(report: &DedupReport<'_>, language: Language) -> String {
    let duplicates = report.duplicates;
    let found = found(duplicates, language);
    if duplicates.groups.is_empty() {
        return found;
    }
    // What is left behind --fix it cannot remove.
    let is_clutter = |member: &Member| member.harm == Harm::Clutter && member.likeness.degree < Degree::Near;
    let clutter =
        duplicates.groups.iter().flat_map(|group| &group.members).any(is_clutter) && report.fixed == 0;
    match language {
        Language::English => {
            let fix = if clutter { ", `--fix` removes the clutter" } else { "" };
            format!("{found}; `--plan PLAN.yaml` writes a plan{fix}")
        }
        Language::Chinese => {
            let fix = if clutter { "，用 --fix 自动删除冗余问法" } else { "" };
            format!("{found}；可用 --plan PLAN.yaml 生成处理方案{fix}")
        }
    }
}

/// The result in one sentence without a full stop.
pub(in crate::report) fn found(duplicates: &Duplicates, language: Language) -> String {
    let (groups, phrasings) = (duplicates.groups.len(), duplicates.phrasings);
    let packs = duplicates.packs.len();
    if groups == 0 {
        return match language {
            Language::English => format!(
                "No duplicates: {} of {} compared",
                counted(phrasings, "phrasing", "phrasings"),
                counted(packs, "pack", "packs"),
            ),
            Language::Chinese => format!(
                "没有发现重复：共比较 {} 个行业包的 {} 条问法",
                thousands(packs),
                thousands(phrasings)
            ),
        };
    }
    let kinds: Vec<String> = Harm::ALL
        .into_iter()
        .zip(by_harm(duplicates))
        .filter(|&(_, count)| count > 0)
        .map(|(harm, count)| of_harm(harm, count, language))
        .collect();
    match language {
        Language::English => format!(
            "{} in {} of {}: {}",
            counted(groups, "group", "groups"),
            counted(phrasings, "phrasing", "phrasings"),
            counted(packs, "pack", "packs"),
            kinds.join(", "),
        ),
        Language::Chinese => format!(
            "在 {} 个行业包的 {} 条问法中发现 {} 组重复：{}",
            thousands(packs),
            thousands(phrasings),
            thousands(groups),
            kinds.join("、"),
        ),
    }
}

fn of_harm(harm: Harm, count: usize, language: Language) -> String {
    if language == Language::Chinese {
        return format!("{} {} 组", harm.title().chinese, thousands(count));
    }
    match harm {
        Harm::Conflict => counted(count, "conflict", "conflicts"),
        Harm::Question => format!("{} with another entry's question", thousands(count)),
        Harm::Shadowing => format!("{} across packs", thousands(count)),
        Harm::Merge => format!("{} to merge", thousands(count)),
        Harm::Clutter => format!("{} of clutter", thousands(count)),
    }
}
