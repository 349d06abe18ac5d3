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
//! Only a few classes ever push back at a row, so the weights stay sparse: rows of the weight matrix
//! (one a feature) are short lists, and become arrays when they fill up.

use super::random::Random;

/// Passes over the data; the ranking settles after six.
const PASSES: usize = 6;
/// A largest violation below this ends training early.
const TOLERANCE: f32 = 0.1;

/// The weights of one feature, by class.
#[derive(Debug, Clone)]
enum WeightRow {
    Sparse(Vec<(u32, f32)>),
    Dense(Box<[f32]>),
}

/// Class weights by feature while training.
#[derive(Debug)]
pub(crate) struct WeightMatrix {
    rows: Vec<WeightRow>,
    classes: usize,
}

impl WeightMatrix {
    fn new(features: usize, classes: usize) -> Self {
        Self { rows: vec![WeightRow::Sparse(Vec::new()); features], classes }
    }

    fn add_scores(&self, vector: &[(u32, f32)], scores: &mut [f32]) {
        for &(feature, value) in vector {
            match &self.rows[feature as usize] {
                WeightRow::Sparse(row) => {
                    for &(class, weight) in row {
                        scores[class as usize] += value * weight;
                    }
                }
                WeightRow::Dense(row) => {
                    for (score, weight) in scores.iter_mut().zip(row) {
                        *score += value * weight;
                    }
                }
            }
        }
    }

    fn update(&mut self, vector: &[(u32, f32)], changes: &[(u32, f32)]) {
        for &(feature, value) in vector {
            let row = &mut self.rows[feature as usize];
            if let WeightRow::Sparse(list) = row {
                for &(class, change) in changes {
                    match list.binary_search_by_key(&class, |&(class, _)| class) {
                        Ok(at) => list[at].1 += value * change,
                        Err(at) => list.insert(at, (class, value * change)),
                    }
                }
                // An array of all classes takes half the space of a list of a half of them.
                if list.len() * 4 > self.classes {
                    let mut dense = vec![0.0; self.classes].into_boxed_slice();
                    for &(class, weight) in list.iter() {
                        dense[class as usize] = weight;
                    }
                    *row = WeightRow::Dense(dense);
                }
            } else if let WeightRow::Dense(weights) = row {
                for &(class, change) in changes {
                    weights[class as usize] += value * change;
                }
            }
        }
    }

    /// Feature by feature the classes and weights whose size is at least `least`, in the order of classes.
    pub(crate) fn into_rows(self, least: f32) -> impl Iterator<Item = Vec<(u32, f32)>> {
        self.rows.into_iter().map(move |row| {
            let keep = |&(_, weight): &(u32, f32)| weight.abs() >= least;
            match row {
                WeightRow::Sparse(list) => list.into_iter().filter(keep).collect(),
                WeightRow::Dense(weights) => (0..).zip(weights.iter().copied()).filter(keep).collect(),
            }
        })
    }
}

/// The rows to learn from: features and classes.
pub(crate) trait Rows {
    /// How many there are.
    fn len(&self) -> usize;
    /// The class of a row.
    fn label(&self, row: usize) -> u32;
    /// Replace `vector` by the row's features and values.
    fn vector(&self, row: usize, vector: &mut Vec<(u32, f32)>);
}

/// Train with cost `cost` (the C of the formula), for features numbered below `features`.
pub(crate) fn train(rows: &impl Rows, features: usize, classes: usize, cost: f32) -> WeightMatrix {
    let mut weights = WeightMatrix::new(features, classes);
    let mut duals: Vec<Vec<(u32, f32)>> = vec![Vec::new(); rows.len()];
    let mut order: Vec<u32> = (0..rows.len() as u32).collect();
    let mut random = Random::new(1);
    let mut step = Step::default();
    let mut vector = Vec::new();
    for _ in 0..PASSES {
        random.shuffle(&mut order);
        let mut worst = 0.0_f32;
        for &row in &order {
            rows.vector(row as usize, &mut vector);
            let label = rows.label(row as usize);
            step.gradients.clear();
            step.gradients.resize(classes, 1.0);
            step.gradients[label as usize] = 0.0;
            weights.add_scores(&vector, &mut step.gradients);
            let square: f32 = vector.iter().map(|&(_, value)| value * value).sum();
            let violation = step.solve(label, square, cost, &mut duals[row as usize]);
            worst = worst.max(violation);
            if !step.changes.is_empty() {
                weights.update(&vector, &step.changes);
            }
        }
        if worst < TOLERANCE {
            break;
        }
    }
    weights
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

    struct Toy(Vec<(u32, Vec<(u32, f32)>)>);

    impl Rows for Toy {
        fn len(&self) -> usize {
            self.0.len()
        }
        fn label(&self, row: usize) -> u32 {
            self.0[row].0
        }
        fn vector(&self, row: usize, vector: &mut Vec<(u32, f32)>) {
            vector.clone_from(&self.0[row].1);
        }
    }

    fn scores(rows: Vec<Vec<(u32, f32)>>, classes: usize, vector: &[(u32, f32)]) -> Vec<f32> {
        let mut scores = vec![0.0; classes];
        for &(feature, value) in vector {
            for &(class, weight) in &rows[feature as usize] {
                scores[class as usize] += value * weight;
            }
        }
        scores
    }

    #[test]
    fn separable_rows_are_separated_by_the_margin() {
        // Feature k tells class k, feature 6 is noise that all share.
        let rows: Vec<_> = (0..60).map(|at| (at % 6, vec![(at % 6, 0.9), (6, 0.4)])).collect();
        let toy = Toy(rows.clone());
        let trained: Vec<_> = train(&toy, 7, 6, 10.0).into_rows(0.0).collect();
        for (label, vector) in rows {
            let scores = scores(trained.clone(), 6, &vector);
            for class in (0..6).filter(|&class| class != label) {
                assert!(scores[label as usize] - scores[class as usize] > 0.95, "{scores:?}");
            }
        }
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
        assert_eq!(train(&Toy(vec![]), 3, 2, 1.0).into_rows(0.0).count(), 3);
        let one = Toy(vec![(0, vec![(0, 1.0)])]);
        assert!(train(&one, 1, 1, 1.0).into_rows(1e-6).all(|row| row.is_empty()));
    }
}
