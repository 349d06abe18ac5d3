//! A trained classifier: what was learned from some rows, and the ranking of a text by it.
//!
//! How far the winner can be believed is told in `learning::confidence`.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::class_weights::{ClassWeights, Layout, Scores};
use super::members::Members;
use super::solver::{self, Rows, Solution};
use crate::matching::DEPTH;
use crate::matching::learning::{Corpus, Extraction, FeatureWeights, flat, margin, overlap};
use crate::text::Part;

/// The C of the support vector machine.
const COST: f32 = 1.0;
/// The value of the feature that every text has.
const BIAS: f32 = 0.3;
/// Weights smaller than this are left out, which makes ranking three times as fast and a bundle a sixth of its size. By
/// cross-validation on the training files of `docs/performance.md` the right entry ranks first as often with 0.02 as
/// with 0.005 (91.4 and 91.3 % in either case); with 0.03 it begins to be lost.
const LEAST_WEIGHT: f32 = 0.02;

/// A class with its score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Scored {
    pub(crate) class: u32,
    pub(crate) score: f32,
}

/// Working memory of one thread.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    scores: Scores,
    vector: Vec<(u32, f32)>,
    /// The best classes, best first.
    pub(crate) best: Vec<Scored>,
}

/// What was learned from some rows of a corpus.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Model {
    weights: FeatureWeights,
    class_weights: ClassWeights,
    /// Which classes have a unit.
    members: Members,
    /// The label behind each class of the model: labels without rows have none.
    #[serde(with = "flat")]
    labels: Vec<u32>,
    /// Classes that have counterexamples, each with the class of these.
    #[serde(with = "flat")]
    shadows: Vec<(u32, u32)>,
}

/// What a feature is to the solver.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// No row has it.
    Absent,
    /// One row has it.
    Private,
    /// Several rows have it; its number among such features.
    Shared(u32),
}

impl Model {
    /// Learn from `rows` of `corpus`, which must come label by label. `shadow_of` gives, for a label that
    /// stands for counterexamples, the label that they must not lead to.
    pub(crate) fn train(
        corpus: &Corpus,
        extraction: &Extraction,
        rows: &[u32],
        shadow_of: &dyn Fn(u32) -> Option<u32>,
    ) -> Self {
        let mut labels: Vec<u32> = rows.iter().map(|&row| corpus.labels[row as usize]).collect();
        labels.sort_unstable();
        labels.dedup();
        let mut classes = vec![u32::MAX; labels.last().map_or(0, |&last| last as usize + 1)];
        for (class, &label) in (0..).zip(&labels) {
            classes[label as usize] = class;
        }
        let mut shadows = Vec::new();
        for (class, &label) in (0_u32..).zip(&labels) {
            let target = shadow_of(label).and_then(|label| classes.get(label as usize));
            shadows.extend(target.filter(|&&target| target != u32::MAX).map(|&target| (target, class)));
        }
        let weights = FeatureWeights::new(corpus, extraction, rows, labels.len());
        let roles = roles(corpus, rows);
        let prepared = prepare(corpus, &weights, rows, &roles, &classes);
        let solution = solver::train(&prepared, labels.len(), COST);
        let class_weights = collect(corpus, &weights, rows, &roles, &solution, labels.len());
        let members = memberships(corpus, rows, &classes, labels.len());
        Self { weights, class_weights, members, labels, shadows }
    }

    /// The label behind a class.
    pub(crate) fn label(&self, class: u32) -> u32 {
        self.labels[class as usize]
    }

    /// Rank the classes for a text, given by its pieces and the feature of each where it is known; leaves
    /// the best in `scratch.best` and returns the `z` of the first. Labels stand for entries in `groups` alone,
    /// which are in their order; `admits` tells of the first label of a group whether the group comes into
    /// question.
    pub(crate) fn rank(
        &self,
        pieces: &[(Part, Option<u32>)],
        groups: &[Range<u32>],
        admits: impl Fn(u32) -> bool,
        scratch: &mut Scratch,
    ) -> f32 {
        let Scratch { scores, vector, best } = scratch;
        vector.clear();
        let known = pieces.iter().filter_map(|&(part, feature)| feature.map(|feature| (part, feature)));
        self.weights.vector(known, vector);
        vector.push((self.class_weights.bias_feature(), BIAS));
        let scores = self.class_weights.score(vector, scores);
        for &(class, shadow) in &self.shadows {
            // A counterexample that fits better than the class itself takes away what it is ahead.
            let ahead = scores[shadow as usize] - scores[class as usize];
            scores[class as usize] -= ahead.max(0.0);
        }
        best.clear();
        for group in groups.iter().filter(|group| admits(group.start)) {
            let class = |label: u32| self.labels.partition_point(|&other| other < label) as u32;
            find_best(class(group.start)..class(group.end), scores, best);
        }
        best.first().map_or(0.0, |top| {
            margin(best.iter().map(|scored| scored.score)).unwrap_or(0.0)
                + overlap(pieces, &self.weights, |feature| self.members.has(feature, top.class))
        })
    }
}

/// Bring the best of these classes among the `best`, best first; of equals the first classes.
fn find_best(classes: Range<u32>, scores: &[f32], best: &mut Vec<Scored>) {
    /// Nearly all classes are passed over, so many at a time.
    const TOGETHER: usize = 16;
    // What a class must have more than.
    let least = |best: &[Scored]| if best.len() < DEPTH { f32::NEG_INFINITY } else { best[DEPTH - 1].score };
    let mut bar = least(best);
    let scores = &scores[classes.start as usize..classes.end as usize];
    for (first, scores) in classes.step_by(TOGETHER).zip(scores.chunks(TOGETHER)) {
        // Without a branch for each, which `any` would have.
        let above: u32 = scores.iter().map(|&score| u32::from(score > bar)).sum();
        if above == 0 {
            continue;
        }
        for (class, &score) in (first..).zip(scores) {
            if score <= bar {
                continue;
            }
            let at = best.partition_point(|other| other.score >= score);
            best.truncate(DEPTH - 1);
            best.insert(at, Scored { class, score });
            bar = least(best);
        }
    }
}

fn roles(corpus: &Corpus, rows: &[u32]) -> Vec<Role> {
    let mut roles = vec![Role::Absent; corpus.parts.len()];
    let mut shared = 0;
    for &row in rows {
        for &feature in corpus.row(row as usize) {
            let role = &mut roles[feature as usize];
            *role = match *role {
                Role::Absent => Role::Private,
                Role::Private => {
                    shared += 1;
                    Role::Shared(shared - 1)
                }
                Role::Shared(number) => Role::Shared(number),
            };
        }
    }
    roles
}

/// The rows as the solver wants them; the bias is the last shared feature.
fn prepare(corpus: &Corpus, weights: &FeatureWeights, rows: &[u32], roles: &[Role], classes: &[u32]) -> Rows {
    let bias = roles.iter().filter(|role| matches!(role, Role::Shared(_))).count() as u32;
    let mut prepared = Rows { starts: vec![0], feature_count: bias as usize + 1, ..Rows::default() };
    let mut vector = Vec::new();
    for &row in rows {
        weights.row_vector(corpus, row as usize, &mut vector);
        let mut private = 0.0;
        for &(feature, value) in &vector {
            match roles[feature as usize] {
                Role::Shared(number) => prepared.features.push((number, value)),
                Role::Private | Role::Absent => private += value * value,
            }
        }
        prepared.features.push((bias, BIAS));
        prepared.starts.push(prepared.features.len() as u32);
        prepared.private.push(private);
        prepared.classes.push(classes[corpus.labels[row as usize] as usize]);
    }
    prepared
}

/// The weights of every feature: those of the solver, and for a feature that one row has, the row's dual
/// variables times its value.
fn collect(
    corpus: &Corpus,
    weights: &FeatureWeights,
    rows: &[u32],
    roles: &[Role],
    solution: &Solution,
    classes: usize,
) -> ClassWeights {
    let mut shared: Vec<Vec<(u32, f32)>> = solution.weights(LEAST_WEIGHT).collect();
    let bias = shared.pop().unwrap_or_default();
    let mut private: Vec<(u32, u32, f32)> = Vec::new();
    let mut vector = Vec::new();
    for (&row, duals) in rows.iter().zip(&solution.duals) {
        weights.row_vector(corpus, row as usize, &mut vector);
        for &(feature, value) in
            vector.iter().filter(|(feature, _)| roles[*feature as usize] == Role::Private)
        {
            let weights = duals.iter().map(|&(class, dual)| (feature, class, dual * value));
            private.extend(weights.filter(|(.., weight)| weight.abs() >= LEAST_WEIGHT));
        }
    }
    private.sort_unstable_by_key(|&(feature, class, _)| (feature, class));
    let mut private = private.into_iter().peekable();
    let mut collected = Layout::new(classes);
    let mut list = Vec::new();
    for (feature, role) in (0_u32..).zip(roles) {
        match role {
            Role::Absent => {}
            Role::Shared(number) => list.append(&mut shared[*number as usize]),
            Role::Private => {
                while let Some((_, class, weight)) = private.next_if(|&(of, ..)| of == feature) {
                    list.push((class, weight));
                }
            }
        }
        collected.push(&list);
        list.clear();
    }
    collected.push(&bias);
    collected.finish()
}

/// For each feature that is a unit, the classes that have it.
fn memberships(corpus: &Corpus, rows: &[u32], classes_of: &[u32], classes: usize) -> Members {
    let mut last = vec![u32::MAX; corpus.parts.len()];
    let mut pairs: Vec<(u32, u32)> = Vec::new();
    for &row in rows {
        let class = classes_of[corpus.labels[row as usize] as usize];
        for &feature in corpus.row(row as usize) {
            if corpus.parts[feature as usize].is_unit() && last[feature as usize] != class {
                last[feature as usize] = class;
                pairs.push((feature, class));
            }
        }
    }
    pairs.sort_unstable();
    Members::new(&pairs, corpus.parts.len(), classes)
}
