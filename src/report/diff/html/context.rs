//! What is on the page and where: which changes and flips are shown, by which names they are linked, which
//! belong together.

use rustc_hash::FxHashMap;

use super::super::DiffReport;
use crate::diagnostic::Language;
use crate::diff::{Change, Flip, FlipKind, Risk};

/// So many changes of a risk are shown.
pub(super) const MOST_CHANGES: usize = 2_000;

/// So many flips of a kind are shown.
pub(super) const MOST_FLIPS: usize = 500;

/// The changes of one risk to one entry, pack or shop, by their places among all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Group {
    pub(super) changes: Vec<usize>,
}

/// The flips that a change most likely caused.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Caused {
    /// In the order of [`FlipKind::ALL`].
    pub(super) counts: [usize; 5],
    /// The first of each kind that is on the page, by its place among all.
    pub(super) first: [Option<usize>; 5],
}

/// The report and what the page shows of it.
pub(super) struct Context<'r> {
    pub(super) report: &'r DiffReport<'r>,
    pub(super) language: Language,
    /// By risk, the worst first.
    pub(super) groups: [Vec<Group>; 3],
    /// How many changes of each risk there are.
    pub(super) counts: [usize; 3],
    /// By change.
    shown: Vec<bool>,
    /// In which group of each risk an entry is.
    places: FxHashMap<Subject<'r>, [Option<usize>; 3]>,
    caused: FxHashMap<usize, Caused>,
}

/// What a change is about: entry and shop.
type Subject<'r> = (&'r str, Option<&'r str>);

fn subject(change: &Change) -> Subject<'_> {
    (&change.entry, change.shop.as_deref())
}

impl<'r> Context<'r> {
    pub(super) fn new(report: &'r DiffReport<'r>, language: Language) -> Self {
        let mut context = Self {
            report,
            language,
            groups: Default::default(),
            counts: super::words::by_risk(report),
            shown: vec![false; report.changes.len()],
            places: FxHashMap::default(),
            caused: FxHashMap::default(),
        };
        for (at, risk) in Risk::ALL.into_iter().enumerate() {
            let of_risk = report.changes.iter().enumerate().filter(|(_, change)| change.risk == risk);
            for (number, change) in of_risk.take(MOST_CHANGES) {
                context.shown[number] = true;
                let groups = &mut context.groups[at];
                let place = &mut context.places.entry(subject(change)).or_default()[at];
                let group = *place.get_or_insert_with(|| {
                    groups.push(Group { changes: Vec::new() });
                    groups.len() - 1
                });
                groups[group].changes.push(number);
            }
        }
        for (at, kind) in FlipKind::ALL.into_iter().enumerate() {
            for (nth, (number, flip)) in context.flips(kind).into_iter().enumerate() {
                let Some(cause) = &flip.cause else { continue };
                let caused = context.caused.entry(cause.change).or_default();
                caused.counts[at] += 1;
                if nth < MOST_FLIPS && caused.first[at].is_none() {
                    caused.first[at] = Some(number);
                }
            }
        }
        context
    }

    /// The flips of a kind with their places among all.
    pub(super) fn flips(&self, kind: FlipKind) -> Vec<(usize, &'r Flip)> {
        let flips = self.report.behaviour.map_or(&[][..], |behaviour| &behaviour.flips);
        flips.iter().enumerate().filter(|(_, flip)| flip.kind == kind).collect()
    }

    /// Whether a change is on the page.
    pub(super) fn is_shown(&self, change: usize) -> bool {
        self.shown.get(change).copied().unwrap_or(false)
    }

    /// In which group of each risk the subject of a change is, in the order of [`Risk::ALL`].
    pub(super) fn places(&self, change: &Change) -> [Option<usize>; 3] {
        self.places.get(&subject(change)).copied().unwrap_or_default()
    }

    /// What a change most likely caused.
    pub(super) fn caused(&self, change: usize) -> Option<&Caused> {
        self.caused.get(&change)
    }

    /// How many changes of a risk the page leaves out.
    pub(super) fn left_out(&self, risk: usize) -> usize {
        self.counts[risk].saturating_sub(MOST_CHANGES)
    }

    /// Whether the page is so long that browsers should lay out only what is looked at.
    pub(super) fn is_long(&self) -> bool {
        self.groups.iter().map(Vec::len).sum::<usize>() > 200
    }
}

/// The name of a change on the page.
pub(super) fn change_id(change: usize) -> String {
    format!("change-{}", change + 1)
}

/// The name of a flip on the page.
pub(super) fn flip_id(flip: usize) -> String {
    format!("flip-{}", flip + 1)
}

/// The name of a group of changes on the page.
pub(super) fn group_id(risk: Risk, group: usize) -> String {
    format!("{}-{}", risk.name(), group + 1)
}
