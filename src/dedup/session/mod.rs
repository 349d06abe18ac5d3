//! Going through a plan group by group, one key at a time, without a terminal.
//!
//! [`Session`] takes keys and keeps the plan, the place in it and the way back; [`view`] shows it as lines of
//! text. Where keys come from, where lines go and when the plan is saved is the business of the caller, so
//! that all of it can be tested without a screen.

mod key;
mod possible;
#[cfg(test)]
pub(super) mod sample;
#[cfg(test)]
mod tests;
pub mod view;

use std::collections::BTreeSet;

pub use key::{Effect, Key};

use super::plan::{Action, Plan, PlannedGroup, PlannedPhrasing};
use crate::diagnostic::Message;

/// A walk through the groups of a plan.
///
/// After the last group comes the summary, where the plan can be carried out.
#[derive(Debug, Clone)]
pub struct Session {
    plan: Plan,
    /// What the plan proposed for each phrasing of each group when the session began.
    proposed: Vec<Vec<Action>>,
    /// The current group; their number stands for the summary.
    at: usize,
    cursor: usize,
    marked: Option<usize>,
    help: bool,
    message: Option<Message>,
    history: Vec<Step>,
}

/// A group as it was, and where the person stood when it changed.
#[derive(Debug, Clone)]
struct Step {
    at: usize,
    cursor: usize,
    marked: Option<usize>,
    actions: Vec<Action>,
    decided: bool,
}

/// What was decided, in numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Phrasings that stay.
    pub keep: usize,
    /// Variants that are taken out.
    pub drop: usize,
    /// Variants that go to another entry.
    pub moved: usize,
    /// Entries that go into another.
    pub merge: usize,
    /// Variants that become counterexamples.
    pub counterexample: usize,
}

impl Session {
    /// Begin at the first group that nobody has decided.
    pub fn new(plan: Plan) -> Self {
        let proposed = plan.groups.iter().map(actions).collect();
        let mut session = Self {
            plan,
            proposed,
            at: 0,
            cursor: 0,
            marked: None,
            help: false,
            message: None,
            history: Vec::new(),
        };
        session.go_on(0);
        session
    }

    /// The plan as it stands.
    pub const fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The plan, with those groups decided that were.
    pub fn into_plan(self) -> Plan {
        self.plan
    }

    /// Which group is shown, from 0; `None` on the summary.
    pub fn position(&self) -> Option<usize> {
        (self.at < self.plan.groups.len()).then_some(self.at)
    }

    /// The group that is shown; `None` on the summary.
    pub fn group(&self) -> Option<&PlannedGroup> {
        self.plan.groups.get(self.at)
    }

    /// Which phrasing of the group the cursor is on, from 0.
    pub const fn cursor(&self) -> usize {
        self.cursor
    }

    /// Which phrasing of the group was marked as the one to whose entry others are moved and merged.
    pub const fn marked(&self) -> Option<usize> {
        self.marked
    }

    /// The phrasing to whose entry others are moved and merged: the marked one, else the representative.
    pub fn target(&self) -> usize {
        self.marked.unwrap_or(0)
    }

    /// Whether the keys are being explained.
    pub const fn shows_help(&self) -> bool {
        self.help
    }

    /// What there is to say about the last key.
    pub const fn message(&self) -> Option<&Message> {
        self.message.as_ref()
    }

    /// The groups that nobody has decided, from 0.
    pub fn undecided(&self) -> impl Iterator<Item = usize> {
        let groups = self.plan.groups.iter().enumerate();
        groups.filter(|(_, group)| !group.decided).map(|(at, _)| at)
    }

    /// What the decided groups come to.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        let mut merged = BTreeSet::new();
        for phrasing in
            self.plan.groups.iter().filter(|group| group.decided).flat_map(|group| &group.phrasings)
        {
            match phrasing.action {
                Action::Keep => counts.keep += 1,
                Action::Drop => counts.drop += 1,
                Action::Move { .. } => counts.moved += 1,
                Action::Merge { .. } => {
                    merged.insert(&phrasing.entry);
                }
                Action::Counterexample => counts.counterexample += 1,
            }
        }
        counts.merge = merged.len();
        counts
    }

    /// Do what the key stands for.
    pub fn act(&mut self, key: Key) -> Effect {
        self.message = None;
        let effect = self.effect(key);
        if let Effect::Refused(message) = &effect {
            self.message = Some(message.clone());
        }
        effect
    }

    fn effect(&mut self, key: Key) -> Effect {
        if key == Key::Interrupt {
            return Effect::Stop;
        }
        if std::mem::take(&mut self.help) {
            return Effect::Shown;
        }
        let key = if let Key::Char(letter) = key { Key::Char(letter.to_ascii_lowercase()) } else { key };
        match key {
            // A Chinese keyboard gives the full-width one.
            Key::Char('?' | '？') => {
                self.help = true;
                Effect::Shown
            }
            Key::Char('s' | 'q') => Effect::Stop,
            Key::Char('u') => self.undo(),
            Key::Char('w') => self.write(),
            Key::Right | Key::Char('n') => self.next(),
            Key::Left | Key::Char('p' | 'b') => self.previous(),
            key if self.at < self.plan.groups.len() => self.in_group(key),
            Key::Enter if self.undecided().next().is_some() => {
                self.go_on(0);
                Effect::Shown
            }
            _ => refused(
                "all groups are behind you: `p` goes back, `w` writes",
                "已到末尾：按 p 返回，按 w 写入",
            ),
        }
    }

    fn in_group(&mut self, key: Key) -> Effect {
        match key {
            Key::Up => self.move_cursor(self.cursor.saturating_sub(1)),
            Key::Down | Key::Char('j') => self.move_cursor(self.cursor + 1),
            Key::Char(' ') => {
                self.marked = if self.marked == Some(self.cursor) { None } else { Some(self.cursor) };
                Effect::Shown
            }
            Key::Char('k') => self.decide(vec![Action::Keep; self.plan.groups[self.at].phrasings.len()]),
            Key::Char('a') => self.decide(self.proposed[self.at].clone()),
            Key::Enter => self.decide(actions(&self.plan.groups[self.at])),
            Key::Char('x') => self.set(|_| Action::Keep),
            Key::Char('d') => self.set(|_| Action::Drop),
            Key::Char('c') => self.set(|_| Action::Counterexample),
            Key::Char('m') => self.set(|target| Action::Move { to: target.entry.clone() }),
            Key::Char('g') => self.set(|target| Action::Merge { into: target.entry.clone() }),
            _ => refused("no such key; `?` explains them", "没有这个按键，按 ? 查看说明"),
        }
    }

    fn move_cursor(&mut self, to: usize) -> Effect {
        let last = self.plan.groups[self.at].phrasings.len().saturating_sub(1);
        self.cursor = to.min(last);
        Effect::Shown
    }

    /// Show a group, the cursor on what is beside the representative.
    fn show(&mut self, at: usize) {
        self.at = at;
        self.marked = None;
        self.cursor = usize::from(self.group().is_some_and(|group| group.phrasings.len() > 1));
    }

    fn next(&mut self) -> Effect {
        if self.at == self.plan.groups.len() {
            return refused("this is the end; `p` goes back", "已到末尾，按 p 返回");
        }
        self.show(self.at + 1);
        Effect::Shown
    }

    fn previous(&mut self) -> Effect {
        if self.at == 0 {
            return refused("this is the first group", "这是第一组");
        }
        self.show(self.at - 1);
        Effect::Shown
    }

    /// Show the first undecided group from this one on, else the first of all, else the summary.
    fn go_on(&mut self, from: usize) {
        let next = self.undecided().find(|&at| at >= from).or_else(|| self.undecided().next());
        self.show(next.unwrap_or(self.plan.groups.len()));
    }

    /// Writing asks twice unless the summary is on the screen: it is the one thing that `u` cannot take back.
    fn write(&mut self) -> Effect {
        if !self.plan.groups.iter().any(|group| group.decided) {
            return refused("no group is decided yet", "还没有确认任何一组");
        }
        if self.at == self.plan.groups.len() {
            return Effect::Apply;
        }
        self.show(self.plan.groups.len());
        Effect::Shown
    }

    /// Give the phrasing under the cursor an action, which may depend on the target.
    fn set(&mut self, action: impl Fn(&PlannedPhrasing) -> Action) -> Effect {
        let group = &self.plan.groups[self.at];
        let (phrasing, target) = (group.phrasings.get(self.cursor), group.phrasings.get(self.target()));
        let (Some(phrasing), Some(target)) = (phrasing, target) else {
            return refused("the group is empty", "这一组是空的");
        };
        let action = action(target);
        if let Some(message) = possible::refusal(phrasing, &action) {
            return Effect::Refused(message);
        }
        let mut actions = actions(group);
        if let Action::Merge { into } = &action {
            // The other phrasings of the two entries that speak of a merge follow: the group stays of one mind.
            for (other, action) in group.phrasings.iter().zip(&mut actions) {
                let Action::Merge { into: elsewhere } = action else { continue };
                if other.entry == phrasing.entry {
                    elsewhere.clone_from(into);
                } else if other.entry == *into && *elsewhere == phrasing.entry {
                    *action = Action::Keep;
                }
            }
        }
        actions[self.cursor] = action;
        if matches!(actions[self.cursor], Action::Merge { .. })
            && let Some(message) = possible::contradiction(&self.plan, self.at, &actions)
        {
            return Effect::Refused(message);
        }
        self.change(actions, false)
    }

    /// Settle the group with these actions and go on to the next that is undecided.
    fn decide(&mut self, actions: Vec<Action>) -> Effect {
        let mut phrasings = self.plan.groups[self.at].phrasings.iter().zip(&actions).enumerate();
        let refusal = |(at, (phrasing, action))| Some((at, possible::refusal(phrasing, action)?));
        if let Some((at, message)) = phrasings.find_map(refusal) {
            self.cursor = at;
            return Effect::Refused(message);
        }
        if let Some(message) = possible::contradiction(&self.plan, self.at, &actions) {
            return Effect::Refused(message);
        }
        let effect = self.change(actions, true);
        self.go_on(self.at + 1);
        effect
    }

    /// Put the group into this state, if it is not in it, and remember the one before.
    fn change(&mut self, actions: Vec<Action>, decided: bool) -> Effect {
        let group = &mut self.plan.groups[self.at];
        let before = self::actions(group);
        if before == actions && (group.decided || !decided) {
            return Effect::Shown;
        }
        let about_decision = group.decided || decided;
        self.history.push(Step {
            at: self.at,
            cursor: self.cursor,
            marked: self.marked,
            actions: before,
            decided: group.decided,
        });
        give(group, actions);
        group.decided = decided;
        if about_decision { Effect::Decided } else { Effect::Changed }
    }

    fn undo(&mut self) -> Effect {
        let Some(step) = self.history.pop() else {
            return refused("there is nothing to undo", "没有可以撤销的操作");
        };
        let group = &mut self.plan.groups[step.at];
        let about_decision = group.decided || step.decided;
        give(group, step.actions);
        group.decided = step.decided;
        (self.at, self.cursor, self.marked) = (step.at, step.cursor, step.marked);
        if about_decision { Effect::Decided } else { Effect::Changed }
    }
}

fn actions(group: &PlannedGroup) -> Vec<Action> {
    group.phrasings.iter().map(|phrasing| phrasing.action.clone()).collect()
}

fn give(group: &mut PlannedGroup, actions: Vec<Action>) {
    for (phrasing, action) in group.phrasings.iter_mut().zip(actions) {
        phrasing.action = action;
    }
}

fn refused(english: &'static str, chinese: &'static str) -> Effect {
    Effect::Refused(Message::new(english, chinese))
}
