//! Keys and what they lead to.

use proptest::prelude::*;

use super::*;

fn session() -> Session {
    Session::new(sample::plan())
}

fn press(session: &mut Session, keys: &str) -> Vec<Effect> {
    let key = |letter| match letter {
        '↑' => Key::Up,
        '↓' => Key::Down,
        '←' => Key::Left,
        '→' => Key::Right,
        '⏎' => Key::Enter,
        letter => Key::Char(letter),
    };
    keys.chars().map(|letter| session.act(key(letter))).collect()
}

/// What is to become of each phrasing of a group, a letter each.
fn fates(session: &Session, group: usize) -> String {
    let letter = |phrasing: &PlannedPhrasing| match phrasing.action {
        Action::Keep => '-',
        Action::Drop => 'd',
        Action::Move { .. } => 'm',
        Action::Merge { .. } => 'g',
        Action::Counterexample => 'c',
    };
    session.plan().groups[group].phrasings.iter().map(letter).collect()
}

fn decided(session: &Session) -> Vec<bool> {
    session.plan().groups.iter().map(|group| group.decided).collect()
}

#[test]
fn a_walk_from_the_first_group_to_the_files() {
    let mut session = session();
    assert_eq!((session.position(), session.cursor()), (Some(0), 1));
    assert_eq!(press(&mut session, "d⏎"), [Effect::Changed, Effect::Decided]);
    assert_eq!(fates(&session, 0), "-d");
    assert_eq!(press(&mut session, "k"), [Effect::Decided]);
    assert_eq!(press(&mut session, "a"), [Effect::Decided]);
    assert_eq!((fates(&session, 1), fates(&session, 2)), ("--".to_owned(), "--d".to_owned()));
    assert_eq!(session.position(), None);
    assert_eq!(session.counts(), Counts { keep: 5, drop: 2, ..Counts::default() });
    assert_eq!(press(&mut session, "w"), [Effect::Apply]);
    assert!(session.into_plan().groups.iter().all(|group| group.decided));
}

#[test]
fn each_key_gives_its_action() {
    let mut session = session();
    let to = || "shop/ship-time".to_owned();
    for (key, action) in [
        ("d", Action::Drop),
        ("m", Action::Move { to: to() }),
        ("g", Action::Merge { into: to() }),
        ("c", Action::Counterexample),
        ("x", Action::Keep),
        ("D", Action::Drop),
    ] {
        assert_eq!(press(&mut session, key), [Effect::Changed], "{key}");
        assert_eq!(session.plan().groups[0].phrasings[1].action, action);
        assert_eq!(press(&mut session, key), [Effect::Shown], "twice {key} is once {key}");
    }
    assert_eq!(decided(&session), [false; 3]);
}

#[test]
fn a_mark_says_where_to() {
    let mut session = session();
    assert_eq!(session.target(), 0);
    press(&mut session, " ↑m");
    let action = &session.plan().groups[0].phrasings[0].action;
    assert_eq!(*action, Action::Move { to: "shop/presale".to_owned() });
    press(&mut session, "↓ ");
    assert_eq!(session.marked(), None);
    press(&mut session, " n");
    assert_eq!(session.marked(), None, "a mark stays with its group");
}

#[test]
fn a_merge_can_be_turned_round() {
    let mut session = session();
    press(&mut session, "g");
    assert_eq!(fates(&session, 0), "-g");
    assert_eq!(press(&mut session, " ↑g"), [Effect::Shown, Effect::Shown, Effect::Changed]);
    assert_eq!(fates(&session, 0), "g-");
    press(&mut session, "u");
    assert_eq!(fates(&session, 0), "-g");
}

#[test]
fn an_entry_merges_as_a_whole() {
    let mut plan = sample::plan();
    let again = PlannedPhrasing { number: 2, ..plan.groups[0].phrasings[1].clone() };
    let third = PlannedPhrasing { entry: "shop/third".to_owned(), ..again.clone() };
    plan.groups[0].phrasings.extend([again, third]);
    let mut session = Session::new(plan);
    press(&mut session, "g↓↓ ↑g");
    let into = Action::Merge { into: "shop/third".to_owned() };
    let actions: Vec<_> = session.plan().groups[0].phrasings.iter().map(|one| &one.action).collect();
    assert_eq!(actions, [&Action::Keep, &into, &into, &Action::Keep]);
    press(&mut session, "⏎");
    assert_eq!(session.counts().merge, 1, "one entry, though two phrasings say so");
}

#[test]
fn what_cannot_be_is_refused_and_changes_nothing() {
    let mut session = session();
    let before = session.plan().clone();
    for keys in ["↑m", "↑g", "n↑d", "n↑m", "n↑c", "p", "u", "z", "nnm", "nng", "w", "nnnn", "nnnz", "nnnk"]
    {
        session = Session::new(before.clone());
        let effects = press(&mut session, keys);
        let Some(Effect::Refused(message)) = effects.last() else { panic!("{keys}: {effects:?}") };
        assert_eq!(session.message(), Some(message), "{keys}");
        assert!(!message.english.is_empty() && !message.chinese.is_empty());
        assert_eq!(*session.plan(), before, "{keys}");
    }
    press(&mut session, "p");
    assert_eq!(session.message(), None, "said once");
}

#[test]
fn a_plan_written_by_hand_cannot_be_accepted_as_nonsense() {
    let mut plan = sample::plan();
    plan.groups[1].phrasings[0].action = Action::Drop;
    let mut session = Session::new(plan);
    let effects = press(&mut session, "na");
    assert!(matches!(effects[1], Effect::Refused(_)));
    assert_eq!(session.cursor(), 0, "the cursor shows which");
    assert_eq!(decided(&session), [false; 3]);
    assert_eq!(press(&mut session, "k"), [Effect::Decided]);
}

#[test]
fn merges_of_two_groups_must_agree() {
    let mut plan = sample::plan();
    let mut back = plan.groups[0].clone();
    back.phrasings.reverse();
    plan.groups[1] = back;
    let mut session = Session::new(plan);
    assert_eq!(press(&mut session, "g⏎"), [Effect::Changed, Effect::Decided]);
    let effects = press(&mut session, "g");
    assert!(
        matches!(&effects[0], Effect::Refused(message) if message.english.contains("group 1")),
        "{effects:?}"
    );
    assert_eq!(fates(&session, 1), "--");
    press(&mut session, "pxnk");
    assert_eq!(decided(&session), [false, true, false], "what is changed is open again");
}

#[test]
fn after_a_decision_comes_the_next_undecided_group() {
    let mut session = session();
    press(&mut session, "nk");
    assert_eq!(session.position(), Some(2));
    press(&mut session, "k");
    assert_eq!(session.position(), Some(0), "round to what was left out");
    press(&mut session, "k");
    assert_eq!(session.position(), None);
    press(&mut session, "pp⏎");
    assert_eq!(session.position(), None, "a decided group decided again");
}

#[test]
fn a_session_resumes_where_decisions_end() {
    let mut session = session();
    press(&mut session, "kk");
    let mut again = Session::new(session.into_plan());
    assert_eq!(again.position(), Some(2));
    assert_eq!(again.undecided().collect::<Vec<_>>(), [2]);
    press(&mut again, "k");
    assert_eq!(Session::new(again.into_plan()).position(), None);
}

#[test]
fn writing_shows_first_what_will_be_written() {
    let mut session = session();
    press(&mut session, "k");
    assert_eq!(press(&mut session, "w"), [Effect::Shown]);
    assert_eq!(session.position(), None);
    assert_eq!(press(&mut session, "⏎"), [Effect::Shown]);
    assert_eq!(session.position(), Some(1), "there is something left to decide");
    assert_eq!(press(&mut session, "ww"), [Effect::Shown, Effect::Apply]);
}

#[test]
fn undo_goes_over_groups_and_back_to_the_place() {
    let mut session = session();
    press(&mut session, "dkna");
    assert_eq!(decided(&session), [true, false, true]);
    assert_eq!(press(&mut session, "u"), [Effect::Decided]);
    assert_eq!((session.position(), decided(&session)), (Some(2), vec![true, false, false]));
    assert_eq!(press(&mut session, "u"), [Effect::Decided]);
    assert_eq!((session.position(), fates(&session, 0)), (Some(0), "-d".to_owned()));
    assert_eq!(press(&mut session, "u"), [Effect::Changed]);
    assert_eq!(*session.plan(), sample::plan());
}

#[test]
fn help_goes_away_with_any_key_and_stopping_stops_at_once() {
    let mut session = session();
    press(&mut session, "？");
    assert!(session.shows_help());
    assert_eq!(press(&mut session, "d"), [Effect::Shown]);
    assert!(!session.shows_help());
    assert_eq!(*session.plan(), sample::plan());
    press(&mut session, "?");
    assert_eq!(session.act(Key::Interrupt), Effect::Stop);
    assert_eq!(press(&mut session, "xsq"), [Effect::Shown, Effect::Stop, Effect::Stop]);
}

#[test]
fn a_plan_without_groups_and_a_group_without_phrasings() {
    let empty = Plan { groups: Vec::new(), ..sample::plan() };
    let mut session = Session::new(empty);
    assert_eq!(session.position(), None);
    press(&mut session, "kdmgca↑↓←→⏎wu? ");

    let mut hollow = sample::plan();
    hollow.groups.truncate(1);
    hollow.groups[0].phrasings.clear();
    let mut session = Session::new(hollow);
    press(&mut session, "dmgcx↑↓ j");
    assert_eq!(press(&mut session, "k"), [Effect::Decided]);
}

/// Any key that means something, and some that do not.
fn key() -> impl Strategy<Value = Key> {
    prop_oneof![
        4 => prop::sample::select("kdmgcajnpbuswqx? z".chars().collect::<Vec<_>>()).prop_map(Key::Char),
        1 => prop::sample::select(vec![Key::Up, Key::Down, Key::Left, Key::Right, Key::Enter, Key::Interrupt]),
        1 => any::<char>().prop_map(Key::Char),
    ]
}

fn any_plan() -> impl Strategy<Value = Plan> {
    let action = (0..5, 0..4).prop_map(|(action, entry)| {
        let entry = format!("shop/{entry}");
        match action {
            0 => Action::Keep,
            1 => Action::Drop,
            2 => Action::Move { to: entry },
            3 => Action::Merge { into: entry },
            _ => Action::Counterexample,
        }
    });
    let phrasing = (0..4, 0..3_u32, action).prop_map(|(entry, number, action)| PlannedPhrasing {
        entry: format!("shop/{entry}"),
        number,
        action,
        ..sample::plan().groups[0].phrasings[0].clone()
    });
    let group = (prop::collection::vec(phrasing, 0..4), any::<bool>()).prop_map(|(phrasings, decided)| {
        PlannedGroup { decided, phrasings, ..sample::plan().groups[0].clone() }
    });
    prop::collection::vec(group, 0..5).prop_map(|groups| Plan { groups, ..sample::plan() })
}

proptest! {
    #[test]
    fn undo_undoes_everything(plan in any_plan(), keys in prop::collection::vec(key(), 0..40)) {
        let mut session = Session::new(plan.clone());
        for key in &keys {
            let before = session.plan().clone();
            let effect = session.act(*key);
            let changes = matches!(effect, Effect::Changed | Effect::Decided);
            prop_assert_eq!(changes, session.plan() != &before, "{:?} said {:?}", key, effect);
            if let Some(group) = session.group() {
                prop_assert!(session.cursor() < group.phrasings.len().max(1));
            }
        }
        for _ in 0..=keys.len() {
            session.act(Key::Char('u'));
        }
        prop_assert_eq!(session.into_plan(), plan);
    }

    #[test]
    fn what_is_decided_here_can_be_carried_out(keys in prop::collection::vec(key(), 0..60)) {
        let mut session = session();
        for key in keys {
            session.act(key);
        }
        let plan = session.into_plan();
        for (at, group) in plan.groups.iter().enumerate().filter(|(_, group)| group.decided) {
            prop_assert_eq!(possible::contradiction(&plan, at, &actions(group)), None);
            for phrasing in &group.phrasings {
                prop_assert_eq!(possible::refusal(phrasing, &phrasing.action), None);
            }
        }
    }
}
