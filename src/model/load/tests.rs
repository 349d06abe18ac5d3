use super::*;

fn load(files: &[(&str, &str)]) -> Loaded {
    KnowledgeBase::from_texts(files.iter().map(|(path, text)| (PathBuf::from(path), (*text).to_owned())))
}

/// `path:line:column code message` of every problem.
fn problems(files: &[(&str, &str)]) -> Vec<String> {
    let loaded = load(files);
    let show = |problem: &Diagnostic| {
        let (start, _) = loaded.knowledge_base.files.positions(problem.location);
        let path = loaded.knowledge_base.files.get(problem.location.file).display_path();
        format!("{path}:{}:{} {} {}", start.line, start.column, problem.code, problem.message.english)
    };
    loaded.problems.iter().map(show).collect()
}

#[test]
fn the_short_form_is_enough() {
    let loaded =
        load(&[("kb.yaml", "- question: 什么时候发货？\n  answer: 48 小时内\n  variants: [多久发货, 1]\n")]);
    assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
    let entry = &loaded.knowledge_base.entries[0];
    assert_eq!(&*entry.reference, "default/什么时候发货");
    let phrasings: Vec<_> = entry.phrasings().map(|text| &*text.value).collect();
    assert_eq!(phrasings, ["什么时候发货？", "多久发货", "1"]);
}

#[test]
fn the_pack_comes_from_the_key_or_the_nearest_file_or_the_folder() {
    let loaded = load(&[
        ("a/deep/x.yaml", "- {id: x, question: 问}\n"),
        ("a/pack.yaml", "id: alpha\n"),
        ("b/y.yaml", "- {id: y, question: 问}\n"),
        ("c.yaml", "pack: own\nentries: [{id: z, question: 问}]\n"),
        ("s/more.yaml", "- {id: m, question: 问}\n"),
        ("s/shop.yaml", "id: shop-one\nentries: [{id: o, question: 问}]\n"),
    ]);
    assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
    let references: Vec<_> = loaded.knowledge_base.entries.iter().map(|entry| &*entry.reference).collect();
    assert_eq!(references, ["alpha/x", "b/y", "own/z", "shop-one/m", "shop-one/o"]);
}

#[test]
fn every_fault_is_reported_with_its_place() {
    let found = problems(&[
        (
            "a.yaml",
            "- id: one\n  qestion: 问\n- question: [x]\n  from: 2026-13-01\n  status: on\n  keywords: [发货]\n- 只是文字\n\
             - id: dup\n  question: 甲\n  related: [nobody, dap]\n- id: dup\n  question: 乙\n  答案: 好\n",
        ),
        ("b.yaml", "a: [1\n"),
    ]);
    assert_eq!(
        found,
        [
            "a.yaml:1:3 KB004 an entry without `question`",
            "a.yaml:2:3 KB003 unknown key `qestion` in an entry",
            "a.yaml:3:13 KB004 expected a text, found a list",
            "a.yaml:4:9 KB004 a date is written year-month-day, such as 2026-11-12, and must exist",
            "a.yaml:5:11 KB004 status is `live`, `draft` or `retired`",
            "a.yaml:6:14 KB004 expected a set of words in brackets: each item of `keywords` is a list, as in [[发货, 几天]], found a text",
            "a.yaml:7:3 KB004 expected an entry (a mapping with `question`), found a text",
            "a.yaml:10:13 KB106 there is no entry `nobody`",
            "a.yaml:10:21 KB106 there is no entry `dap`",
            "a.yaml:11:7 KB102 the entry `a/dup` is defined twice",
            "a.yaml:13:3 KB003 unknown key `答案` in an entry",
            "b.yaml:1:4 KB001 this is not YAML: unclosed bracket '['",
        ]
        .map(|line| line.replace("a/dup", "default/dup"))
    );
}

#[test]
fn packs_are_checked() {
    let found = problems(&[
        ("a/pack.yaml", "id: a\nextends: [b]\ngates: {hit_rate: 85, luck: 1}\n"),
        ("b/pack.yaml", "id: b\nextends: [c, nowhere]\n"),
        ("c/pack.yaml", "id: c\nextends: [a]\n"),
        ("d/pack.yaml", "id: c\n"),
        ("s/shop.yaml", "id: s\nsubscribe: [bb]\nanswers: {b/none: 好}\nwelcome: {cards: [x]}\n"),
    ]);
    assert_eq!(
        found,
        [
            "a/pack.yaml:2:11 KB112 packs extend each other in a circle: a → b → c → a",
            "a/pack.yaml:3:19 KB004 a gate is a number from 0 to 1, such as 0.85",
            "a/pack.yaml:3:23 KB003 unknown key `luck` in `gates`",
            "b/pack.yaml:2:14 KB111 there is no pack `nowhere`",
            "d/pack.yaml:1:5 KB102 the pack `c` is defined twice",
            "s/shop.yaml:2:13 KB111 there is no pack `bb`",
            "s/shop.yaml:3:11 KB110 an answer to `b/none`, which no pack asks",
            "s/shop.yaml:4:19 KB106 there is no entry `x`",
        ]
    );
}

#[test]
fn anchors_merges_and_own_keys_work() {
    let loaded = load(&[(
        "a.yaml",
        "- &one {id: one, question: 甲, answer: &a 好的, tags: [x]}\n- {<<: *one, id: two, question: 乙}\n- {id: three, question: 丙, answer: *a, x-owner: 小王}\n",
    )]);
    assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
    let answers: Vec<_> =
        loaded.knowledge_base.entries.iter().map(|entry| &*entry.answers[0].text.value).collect();
    assert_eq!(answers, ["好的"; 3]);
    assert_eq!(loaded.knowledge_base.entries[1].tags.len(), 1);
}

#[test]
fn of_merged_keys_the_first_counts_and_an_own_key_before_all() {
    let loaded = load(&[(
        "a.yaml",
        "- &a {id: a, question: 甲, answer: 一, category: 子}\n- &b {id: b, question: 乙, answer: 二, tags: [x]}\n\
         - {id: c, <<: [*a, *b], question: 丙}\n",
    )]);
    assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
    let entry = &loaded.knowledge_base.entries[2];
    assert_eq!((&*entry.reference, &*entry.question.value), ("default/c", "丙"));
    assert_eq!((&*entry.answers[0].text.value, entry.category.as_deref()), ("一", Some("子")));
    assert_eq!((entry.answers.len(), entry.tags.len()), (1, 1));
}

#[test]
fn a_full_width_colon_gets_its_hint() {
    let loaded = load(&[("a.yaml", "- question：什么\n  answer: 好\n")]);
    assert!(loaded.problems[0].help.as_ref().expect("help").english.contains("half-width colon"));
}

#[test]
fn references_prefer_their_own_pack() {
    let loaded = load(&[
        ("a/x.yaml", "- {id: ship, question: 甲}\n- {id: other, question: 乙, related: [ship, b/ship]}\n"),
        ("b/x.yaml", "- {id: ship, question: 丙}\n- {id: only, question: 丁}\n"),
        ("c/x.yaml", "- {id: z, question: 戊, related: [ship, only]}\n"),
    ]);
    let related = |at: usize| -> Vec<_> {
        loaded.knowledge_base.entries[at].related.iter().map(|one| one.target.map(|index| index.0)).collect()
    };
    assert_eq!(related(1), [Some(0), Some(2)]);
    assert_eq!(related(4), [None, Some(3)]);
    assert!(loaded.problems[0].message.english.contains("a/ship, b/ship"));
}
