//! The multi-class support vector machine of Crammer and Singer, trained in its dual.
//!
//! For each class `k` a weight vector `w_k` is sought that minimises
//! `½ Σ‖w_k‖² + C Σ_i max_k (1 − [k = y_i] + w_k·x_i − w_{y_i}·x_i)`: the right class must win by a margin
//! of one over every other. The sequential dual method goes through the rows in random order and solves
//! for the dual variables of one row exactly while the others stand still; that small problem is a
//! projection onto a simplex.
//!
//! Sources: K. Crammer and Y. Singer, *On the algorithmic implementation of multiclass kernel-based
//! vector machines*, JMLR 2 (2001); S. S. Keerthi, S. Sundararajan, K.-W. Chang, C.-J. Hsieh and C.-J.
//! Lin, *A sequential dual method for large scale multi-class linear SVMs*, KDD 2008. The projection is
//! C. Michelot's (1986), started from the few coordinates that can be active at all.
//!
//! # What makes it fast
//! A feature that only one row has gets no weight vector of its own: its weights are that row's dual
//! variables times its value, so all such features of a row together are one number, the sum of their
//! squares, and are left out of every pass. That is exact, and more than half of all features are of this
//! kind. And since only a few classes ever push back at a row, weights stay sparse: where an array of all
//! features and classes would be large, each feature has a short list of classes instead, which becomes an
//! array when it fills up.

use crate::matching::learning::Random;

/// Passes over the data; by cross-validation the ranking is settled after four.
const PASSES: usize = 4;
/// A largest violation below this ends training early.
const TOLERANCE: f32 = 0.1;

/// An array of so many weights is taken whole; 64 MiB.
const WHOLE: usize = 16 << 20;

/// The weights of one feature, by class.
#[derive(Debug, Clone)]
enum WeightRow {
    Sparse(Vec<(u32, f32)>),
    Dense(Box<[f32]>),
}

/// Class weights by feature.
#[derive(Debug)]
enum WeightMatrix {
    /// One array, feature by feature.
    Whole { weights: Vec<f32>, classes: usize },
    /// A list or an array a feature.
    Rows { rows: Vec<WeightRow>, classes: usize },
}

impl WeightMatrix {
    fn new(features: usize, classes: usize) -> Self {
        if features * classes <= WHOLE {
            Self::Whole { weights: vec![0.0; features * classes], classes }
        } else {
            Self::Rows { rows: vec![WeightRow::Sparse(Vec::new()); features], classes }
        }
    }

    fn add_scores(&self, vector: &[(u32, f32)], scores: &mut [f32]) {
        match self {
            Self::Whole { weights, classes } => {
                for &(feature, value) in vector {
                    let start = feature as usize * classes;
                    add_scaled(&weights[start..start + classes], value, scores);
                }
            }
            Self::Rows { rows, .. } => {
                for &(feature, value) in vector {
                    match &rows[feature as usize] {
                        WeightRow::Sparse(row) => {
                            for &(class, weight) in row {
                                scores[class as usize] += value * weight;
                            }
                        }
                        WeightRow::Dense(row) => add_scaled(row, value, scores),
                    }
                }
            }
        }
    }

    fn update(&mut self, vector: &[(u32, f32)], changes: &[(u32, f32)]) {
        match self {
            Self::Whole { weights, classes } => {
                for &(feature, value) in vector {
                    let start = feature as usize * *classes;
                    let row = &mut weights[start..start + *classes];
                    for &(class, change) in changes {
                        row[class as usize] += value * change;
                    }
                }
            }
            Self::Rows { rows, classes } => {
                for &(feature, value) in vector {
                    rows[feature as usize].update(value, changes, *classes);
                }
            }
        }
    }

    /// Feature by feature the classes and weights whose size is at least `least`, in the order of classes.
    fn rows(&self, least: f32) -> impl Iterator<Item = Vec<(u32, f32)>> {
        let features = match self {
            Self::Whole { weights, classes } => weights.len() / classes.max(&1),
            Self::Rows { rows, .. } => rows.len(),
        };
        (0..features).map(move |feature| {
            let keep = |&(_, weight): &(u32, f32)| weight.abs() >= least;
            let dense = |weights: &[f32]| (0..).zip(weights.iter().copied()).filter(keep).collect();
            match self {
                Self::Whole { weights, classes } => {
                    dense(&weights[feature * classes..(feature + 1) * classes])
                }
                Self::Rows { rows, .. } => match &rows[feature] {
                    WeightRow::Sparse(list) => list.iter().copied().filter(keep).collect(),
                    WeightRow::Dense(weights) => dense(weights),
                },
            }
        })
    }
}

impl WeightRow {
    fn update(&mut self, value: f32, changes: &[(u32, f32)], classes: usize) {
        match self {
            Self::Dense(weights) => {
                for &(class, change) in changes {
                    weights[class as usize] += value * change;
                }
            }
            Self::Sparse(list) => {
                for &(class, change) in changes {
                    match list.binary_search_by_key(&class, |&(class, _)| class) {
                        Ok(at) => list[at].1 += value * change,
                        Err(at) => list.insert(at, (class, value * change)),
                    }
                }
                // An array of all classes takes half the space of a list of as many.
                if list.len() * 4 > classes {
                    let mut dense = vec![0.0; classes].into_boxed_slice();
                    for &(class, weight) in list.iter() {
                        dense[class as usize] = weight;
                    }
                    *self = Self::Dense(dense);
                }
            }
        }
    }
}

fn add_scaled(weights: &[f32], value: f32, scores: &mut [f32]) {
    for (score, weight) in scores.iter_mut().zip(weights) {
        *score += value * weight;
    }
}

/// The rows to learn from.
#[derive(Debug, Default)]
pub(crate) struct Rows {
    /// The class of each row.
    pub(crate) classes: Vec<u32>,
    /// Where each row's features begin in `features`, and where the last ends.
    pub(crate) starts: Vec<u32>,
    /// Features that several rows have, numbered without gaps, with their values.
    pub(crate) features: Vec<(u32, f32)>,
    /// For each row the sum of the squared values of the features that no other row has.
    pub(crate) private: Vec<f32>,
    /// How many different features there are in `features`.
    pub(crate) feature_count: usize,
}

impl Rows {
    fn vector(&self, row: usize) -> &[(u32, f32)] {
        &self.features[self.starts[row] as usize..self.starts[row + 1] as usize]
    }
}

/// What was learned.
#[derive(Debug)]
pub(crate) struct Solution {
    weights: WeightMatrix,
    /// By row the dual variables that are not zero, by class.
    pub(crate) duals: Vec<Vec<(u32, f32)>>,
}

impl Solution {
    /// Feature by feature the classes and weights whose size is at least `least`, in the order of classes.
    pub(crate) fn weights(&self, least: f32) -> impl Iterator<Item = Vec<(u32, f32)>> {
        self.weights.rows(least)
    }
}

/// Train with cost `cost` (the C of the formula) on rows of so many `classes`.
pub(crate) fn train(rows: &Rows, classes: usize, cost: f32) -> Solution {
    let mut weights = WeightMatrix::new(rows.feature_count, classes);
    let mut duals: Vec<Vec<(u32, f32)>> = vec![Vec::new(); rows.classes.len()];
    let mut order: Vec<u32> = (0..rows.classes.len() as u32).collect();
    let mut random = Random::new(1);
    let mut step = Step::default();
    for _ in 0..PASSES {
        random.shuffle(&mut order);
        let mut worst = 0.0_f32;
        for &row in &order {
            let row = row as usize;
            let (vector, private, label) = (rows.vector(row), rows.private[row], rows.classes[row]);
            step.gradients.clear();
            step.gradients.resize(classes, 1.0);
            step.gradients[label as usize] = 0.0;
            weights.add_scores(vector, &mut step.gradients);
            for &(class, dual) in &duals[row] {
                step.gradients[class as usize] += private * dual;
            }
            let square = private + vector.iter().map(|&(_, value)| value * value).sum::<f32>();
            worst = worst.max(step.solve(label, square, cost, &mut duals[row]));
            if !step.changes.is_empty() {
                weights.update(vector, &step.changes);
            }
        }
        if worst < TOLERANCE {
            break;
        }
    }
    Solution { weights, duals }
}

/// The problem of one row.
#[derive(Default)]
struct Step {
    gradients: Vec<f32>,
    active: Vec<(u32, f32)>,
    /// What to add to the duals, by class.
    changes: Vec<(u32, f32)>,
}

impl Step {
    /// Solve for one row; `duals` are its variables that are not zero. Returns by how much the row
    /// violated its optimality before.
    fn solve(&mut self, label: u32, square: f32, cost: f32, duals: &mut Vec<(u32, f32)>) -> f32 {
        self.changes.clear();
        if square <= 0.0 {
            return 0.0;
        }
        let gradients = &mut self.gradients;
        let highest = gradients.iter().copied().fold(f32::MIN, f32::max);
        let own = duals.iter().find(|&&(class, _)| class == label).map_or(0.0, |&(_, dual)| dual);
        let free = |&&(class, dual): &&(u32, f32)| class != label && dual < 0.0;
        let mut lowest = if own < cost { gradients[label as usize] } else { f32::MAX };
        for &(class, _) in duals.iter().filter(free) {
            lowest = lowest.min(gradients[class as usize]);
        }
        let violation = highest - lowest;
        if violation <= 1e-6 {
            return 0.0;
        }
        for &(class, dual) in duals.iter() {
            gradients[class as usize] -= square * dual;
        }
        let budget = square * cost;
        gradients[label as usize] += budget;
        let level = self.project(budget);
        let gradients = &mut self.gradients;
        gradients[label as usize] -= budget;

        let mut next: Vec<(u32, f32)> = Vec::with_capacity(self.active.len());
        let label_dual = ((level - gradients[label as usize]) / square).min(cost);
        for &(class, _) in &self.active {
            if class != label {
                let dual = ((level - gradients[class as usize]) / square).min(0.0);
                if dual < 0.0 {
                    next.push((class, dual));
                }
            }
        }
        next.push((label, label_dual));
        next.sort_unstable_by_key(|&(class, _)| class);
        self.difference(duals, &next);
        *duals = next;
        violation
    }

    /// The level at which what stands above it adds up to `budget`; leaves in `active` what can.
    fn project(&mut self, budget: f32) -> f32 {
        let highest = self.gradients.iter().copied().fold(f32::MIN, f32::max);
        let floor = highest - budget;
        self.active.clear();
        self.active
            .extend((0..).zip(self.gradients.iter().copied()).filter(|&(_, gradient)| gradient > floor));
        loop {
            let sum: f32 = self.active.iter().map(|&(_, gradient)| gradient).sum();
            let level = (sum - budget) / self.active.len() as f32;
            let before = self.active.len();
            self.active.retain(|&(_, gradient)| gradient > level);
            if self.active.len() == before || self.active.is_empty() {
                return level;
            }
        }
    }

    fn difference(&mut self, before: &[(u32, f32)], after: &[(u32, f32)]) {
        let (mut at, mut to) = (0, 0);
        let mut push = |class, change: f32| {
            if change.abs() > 1e-9 {
                self.changes.push((class, change));
            }
        };
        loop {
            match (before.get(at), after.get(to)) {
                (None, None) => return,
                (Some(&(class, dual)), None) => {
                    push(class, -dual);
                    at += 1;
                }
                (None, Some(&(class, dual))) => {
                    push(class, dual);
                    to += 1;
                }
                (Some(&(one, old)), Some(&(other, new))) => {
                    match one.cmp(&other) {
                        std::cmp::Ordering::Less => push(one, -old),
                        std::cmp::Ordering::Greater => push(other, new),
                        std::cmp::Ordering::Equal => push(one, new - old),
                    }
                    at += usize::from(one <= other);
                    to += usize::from(other <= one);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(rows: &[(u32, Vec<(u32, f32)>)], feature_count: usize, private: f32) -> Rows {
        let mut made = Rows { starts: vec![0], feature_count, ..Rows::default() };
        for (class, vector) in rows {
            made.classes.push(*class);
            made.features.extend(vector);
            made.starts.push(made.features.len() as u32);
            made.private.push(private);
        }
        made
    }

    fn scores(weights: &[Vec<(u32, f32)>], classes: usize, vector: &[(u32, f32)]) -> Vec<f32> {
        let mut scores = vec![0.0; classes];
        for &(feature, value) in vector {
            for &(class, weight) in &weights[feature as usize] {
                scores[class as usize] += value * weight;
            }
        }
        scores
    }

    #[test]
    fn separable_rows_are_separated_by_the_margin() {
        // Feature k tells class k, feature 6 is noise that all share.
        let data: Vec<_> = (0..60).map(|at| (at % 6, vec![(at % 6, 0.9), (6, 0.4)])).collect();
        let weights: Vec<_> = train(&rows(&data, 7, 0.0), 6, 10.0).weights(0.0).collect();
        for (label, vector) in data {
            let scores = scores(&weights, 6, &vector);
            for class in (0..6).filter(|&class| class != label) {
                assert!(scores[label as usize] - scores[class as usize] > 0.95, "{scores:?}");
            }
        }
    }

    #[test]
    fn private_features_are_the_same_as_features_that_one_row_has() {
        let spelled: Vec<_> = (0..20).map(|at| (at % 4, vec![(at % 4, 0.5), (4 + at, 0.8)])).collect();
        let folded: Vec<_> = (0..20).map(|at| (at % 4, vec![(at % 4, 0.5)])).collect();
        let spelled = train(&rows(&spelled, 24, 0.0), 4, 1.0);
        let folded = train(&rows(&folded, 4, 0.8 * 0.8), 4, 1.0);
        for (one, other) in spelled.weights(0.0).take(4).flatten().zip(folded.weights(0.0).flatten()) {
            assert!((one.1 - other.1).abs() < 1e-4, "{one:?} {other:?}");
        }
    }

    #[test]
    fn lists_and_arrays_learn_the_same() {
        let data: Vec<_> = (0..60).map(|at| (at % 6, vec![(at % 7, 0.9), (7, 0.4)])).collect();
        let list = |_| WeightRow::Sparse(Vec::new());
        let mut lists = WeightMatrix::Rows { rows: (0..8).map(list).collect(), classes: 6 };
        let mut whole = WeightMatrix::new(8, 6);
        for (class, vector) in &data {
            lists.update(vector, &[(*class, 0.5), ((*class + 1) % 6, -0.25)]);
            whole.update(vector, &[(*class, 0.5), ((*class + 1) % 6, -0.25)]);
        }
        let (mut one, mut other) = ([0.0; 6], [0.0; 6]);
        lists.add_scores(&data[3].1, &mut one);
        whole.add_scores(&data[3].1, &mut other);
        assert_eq!(one, other);
        assert_eq!(lists.rows(0.01).collect::<Vec<_>>(), whole.rows(0.01).collect::<Vec<_>>());
    }

    #[test]
    fn the_projection_meets_its_budget() {
        let mut step = Step { gradients: vec![0.3, 2.0, 1.5, -4.0, 1.9], ..Step::default() };
        let level = step.project(0.8);
        let above: f32 = step.gradients.iter().map(|gradient| (gradient - level).max(0.0)).sum();
        assert!((above - 0.8).abs() < 1e-5, "{level} {above}");
    }

    #[test]
    fn one_class_or_no_row_is_no_trouble() {
        assert_eq!(train(&rows(&[], 3, 0.0), 2, 1.0).weights(0.0).count(), 3);
        let one = rows(&[(0, vec![(0, 1.0)])], 1, 0.0);
        assert!(train(&one, 1, 1.0).weights(1e-6).all(|row| row.is_empty()));
    }
}
