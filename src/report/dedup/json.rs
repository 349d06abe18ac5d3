//! Duplicates for programs: one object (`kbtool.dedup/1`) with everything in it.

use std::borrow::Cow;

use serde::Serialize;

use super::super::object::{Object, rounded};
use super::directory::{Directory, Shown};
use super::summary::by_harm;
use super::{DedupReport, SCHEMA};
use crate::dedup::{Degree, FactConflict, Group, Harm, Member, PhrasingId, SetApart};

#[derive(Serialize)]
struct GroupOut<'r> {
    harm: Harm,
    representative: Phrased<'r>,
    members: Vec<MemberOut<'r>>,
}

#[derive(Serialize)]
struct Phrased<'r> {
    #[serde(flatten)]
    shown: Shown<'r>,
    /// The first answer of the entry that is live, else the first.
    answer: Option<&'r str>,
}

#[derive(Serialize)]
struct MemberOut<'r> {
    #[serde(flatten)]
    phrased: Phrased<'r>,
    harm: Harm,
    degree: Degree,
    score: f64,
    reason: Cow<'static, str>,
    reason_chinese: Cow<'static, str>,
    facts: Vec<FactsOut<'r>>,
}

#[derive(Serialize)]
struct FactsOut<'r> {
    kind: &'r str,
    kind_chinese: &'r str,
    one: &'r [String],
    other: &'r [String],
}

#[derive(Serialize)]
struct SetApartOut<'r> {
    one: Phrased<'r>,
    other: Phrased<'r>,
    score: f64,
    difference: &'r str,
    difference_chinese: &'r str,
}

/// Groups by harm.
#[derive(Serialize)]
struct Counts {
    conflict: usize,
    question: usize,
    shadowing: usize,
    merge: usize,
    clutter: usize,
}

impl From<[usize; 5]> for Counts {
    fn from([conflict, question, shadowing, merge, clutter]: [usize; 5]) -> Self {
        Self { conflict, question, shadowing, merge, clutter }
    }
}

#[derive(Serialize)]
struct PackOut<'r> {
    pack: &'r str,
    phrasings: usize,
    #[serde(flatten)]
    groups: Counts,
}

#[derive(Serialize)]
struct Summary {
    phrasings: usize,
    pairs: u64,
    groups: usize,
    #[serde(flatten)]
    by_harm: Counts,
    set_apart: usize,
    fixed: usize,
}

/// The report as one object, a group a line. It is the same in every language.
pub(super) fn render(report: &DedupReport<'_>) -> String {
    let duplicates = report.duplicates;
    let directory = Directory::new(report.knowledge_base, report.phrasings);
    let shower = Shower { report, directory: &directory };
    let mut object = Object::new(SCHEMA);
    object.field("threshold", &report.threshold);
    object.list("groups", &duplicates.groups, |group| shower.group(group));
    object.list("set_apart", &duplicates.set_apart, |pair| shower.set_apart(pair));
    object.list("packs", &duplicates.packs, |count| PackOut {
        pack: &report.knowledge_base.pack(count.pack).id,
        phrasings: count.phrasings,
        groups: count.groups.into(),
    });
    object.field(
        "summary",
        &Summary {
            phrasings: duplicates.phrasings,
            pairs: duplicates.pairs,
            groups: duplicates.groups.len(),
            by_harm: by_harm(duplicates).into(),
            set_apart: duplicates.set_apart.len(),
            fixed: report.fixed,
        },
    );
    object.end()
}

struct Shower<'r> {
    report: &'r DedupReport<'r>,
    directory: &'r Directory<'r>,
}

impl<'r> Shower<'r> {
    fn phrased(&self, id: PhrasingId) -> Phrased<'r> {
        let directory = self.directory;
        Phrased { shown: directory.shown(id), answer: directory.answer(id, self.report.as_of) }
    }

    fn group(&self, group: &'r Group) -> GroupOut<'r> {
        GroupOut {
            harm: group.harm,
            representative: self.phrased(group.representative),
            members: group.members.iter().map(|member| self.member(member)).collect(),
        }
    }

    fn member(&self, member: &'r Member) -> MemberOut<'r> {
        let reason = member.likeness.reason.message();
        MemberOut {
            phrased: self.phrased(member.phrasing),
            harm: member.harm,
            degree: member.likeness.degree,
            score: rounded(member.likeness.score),
            reason: reason.english,
            reason_chinese: reason.chinese,
            facts: member.facts.iter().map(FactsOut::from).collect(),
        }
    }

    fn set_apart(&self, pair: &'r SetApart) -> SetApartOut<'r> {
        SetApartOut {
            one: self.phrased(pair.one),
            other: self.phrased(pair.other),
            score: rounded(pair.score),
            difference: &pair.difference.english,
            difference_chinese: &pair.difference.chinese,
        }
    }
}

impl<'r> From<&'r FactConflict> for FactsOut<'r> {
    fn from(conflict: &'r FactConflict) -> Self {
        Self {
            kind: &conflict.kind.english,
            kind_chinese: &conflict.kind.chinese,
            one: &conflict.one,
            other: &conflict.other,
        }
    }
}
