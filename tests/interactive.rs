//! `kbtool dedup --interactive` in a terminal: three groups are looked at, decided, and carried out.
#![cfg(unix)]

#[allow(dead_code, reason = "the folder of the package is of no use here")]
mod common;
mod terminal;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use kbtool::model::{KnowledgeBase, LoadOptions};
use terminal::{CTRL_C, DOWN, Terminal, UP};

/// One phrasing under two entries, a variant that is another entry's question, one phrasing twice.
const FILE: &str = "\
# 店铺知识库，客服组维护
pack: shop
entries:
  - id: ship-time # 旺季每周核对
    question: 什么时候发货
    variants:
      - 订单多久寄出
      - 几天能发出
    answer: 付款后 48 小时内发货。
  - id: presale
    question: 预售商品哪天能到我手里
    variants:
      - 尾款付了怎么还没动静 # 大促常问
      - 订单多久寄出
    answer: 预售商品付尾款后 15 天内发货。
  # 以下为售前
  - id: invoice
    question: 开发票吗
    answer: 支持电子发票，在订单页申请。
  - id: express
    question: 用哪家快递公司
    variants:
      - 开发票吗
      - 可以指定顺丰吗 # 周末也问
    answer: 默认中通快递。
  - id: size
    question: 尺码标准吗
    variants:
      - 鞋子会不会偏大
      - 鞋子会不会偏大呀
    answer: 请看详情页的尺码表。
";

/// What is left of it when the variant under `presale`, the one under `express` and the second of `size` are
/// dropped.
const AFTER: &str = "\
# 店铺知识库，客服组维护
pack: shop
entries:
  - id: ship-time # 旺季每周核对
    question: 什么时候发货
    variants:
      - 订单多久寄出
      - 几天能发出
    answer: 付款后 48 小时内发货。
  - id: presale
    question: 预售商品哪天能到我手里
    variants:
      - 尾款付了怎么还没动静 # 大促常问
    answer: 预售商品付尾款后 15 天内发货。
  # 以下为售前
  - id: invoice
    question: 开发票吗
    answer: 支持电子发票，在订单页申请。
  - id: express
    question: 用哪家快递公司
    variants:
      - 可以指定顺丰吗 # 周末也问
    answer: 默认中通快递。
  - id: size
    question: 尺码标准吗
    variants:
      - 鞋子会不会偏大
    answer: 请看详情页的尺码表。
";

/// A folder with the knowledge base in it.
struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let place = Self { folder };
        std::fs::create_dir(place.folder.path().join("kb")).expect("a folder");
        kbtool::source::write_atomically(&place.file(), FILE.as_bytes()).expect("the file");
        place
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn file(&self) -> PathBuf {
        self.path().join("kb/faq.yaml")
    }

    fn text(&self) -> String {
        std::fs::read_to_string(self.file()).expect("the file")
    }

    fn command(&self) -> Command {
        let mut command = common::kbtool(self.path());
        command.args(["dedup", "--kb", "kb", "--interactive", "--plan", "plan.yaml"]).env("TERM", "xterm");
        command
    }

    fn start(&self) -> Terminal {
        Terminal::start(&mut self.command(), 110, 30)
    }
}

/// The lines of the list of phrasings, and which of them the cursor is on.
fn list(screen: &str) -> (Vec<String>, usize) {
    let row = |line: &&str| {
        let rest = line.strip_prefix(['>', ' ']).and_then(|rest| rest.strip_prefix(' '));
        let rest = rest.and_then(|rest| rest.strip_prefix(['*', ' '])).map(str::trim_start);
        rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    let rows: Vec<String> = screen.lines().filter(row).map(str::to_owned).collect();
    let cursor = rows.iter().position(|row| row.starts_with('>')).expect("a cursor");
    (rows, cursor)
}

/// The row under the cursor.
fn current(screen: &str) -> String {
    let (mut rows, cursor) = list(screen);
    rows.swap_remove(cursor)
}

/// Move the cursor to the row in which `part` stands, and press a key there.
fn press_at(terminal: &mut Terminal, part: &str, key: &str) {
    let (rows, cursor) = list(&terminal.screen());
    let wanted = rows.iter().position(|row| row.contains(part)).expect("such a row");
    for _ in 0..wanted.abs_diff(cursor) {
        terminal.press(if wanted > cursor { DOWN } else { UP });
    }
    terminal.wait_until("cursor there", |screen| current(screen).contains(part));
    terminal.press(key);
}

#[test]
fn a_walk_is_stopped_taken_up_again_and_carried_out() {
    let place = Place::new();

    let mut terminal = place.start();
    let screen = terminal.wait_for("Group 1/3, not decided yet (1 decided in all)");
    assert!(screen.contains("conflict: one phrasing, two entries"), "{screen}");
    for part in
        ["kb/faq.yaml:7", "kb/faq.yaml:14", "付款后 48 小时内发货。", "预售商品付尾款后 15 天内发货。"]
    {
        assert!(screen.contains(part), "no {part}:\n{screen}");
    }
    let both_sides = screen.lines().find(|line| line.contains("Representative")).expect("the sides");
    assert!(both_sides.contains("shop/ship-time") && both_sides.contains("shop/presale"), "{both_sides}");

    press_at(&mut terminal, "shop/presale", "x");
    let kept = terminal.wait_until("kept", |screen| current(screen).ends_with("keep"));
    terminal.press("c");
    terminal.wait_until("counterexample", |screen| current(screen).ends_with("counterexample"));
    terminal.press("u");
    terminal.wait_until("the screen as before", |screen| screen == kept);
    terminal.press("d");
    terminal.wait_until("dropped", |screen| current(screen).ends_with("drop"));
    press_at(&mut terminal, "shop/ship-time", "x");
    terminal.wait_until("kept", |screen| current(screen).ends_with("keep"));
    terminal.press("\r");
    terminal.wait_for("Group 2/3, not decided yet (2 decided in all)");
    terminal.press("u");
    terminal.wait_for("Group 1/3, not decided yet (1 decided in all)");
    terminal.press("\r");
    terminal.wait_for("Group 2/3");
    terminal.press("q");
    let (status, said) = terminal.end();
    assert!(status.code().is_some() && !said.contains("panicked"), "{status}: {said}");
    assert_eq!(place.text(), FILE, "nothing is carried out yet");

    let mut terminal = place.start();
    let screen = terminal.wait_for("Group 2/3, not decided yet (2 decided in all)");
    assert!(screen.contains("another entry's question"), "{screen}");
    // What one entry says twice is proposed as decided; it is shown to whoever wants to see it.
    terminal.press("n");
    let screen = terminal.wait_for("Group 3/3");
    assert!(screen.contains("clutter") && !screen.contains("not decided"), "{screen}");
    press_at(&mut terminal, "偏大呀", "x");
    terminal.wait_until("kept", |screen| current(screen).ends_with("keep"));
    terminal.press("u");
    terminal.wait_until("dropped", |screen| current(screen).ends_with("drop"));
    terminal.press("p");
    terminal.wait_for("Group 2/3");
    press_at(&mut terminal, "shop/invoice", "d");
    terminal.wait_for("an entry's question cannot be dropped");
    press_at(&mut terminal, "shop/invoice", "x");
    press_at(&mut terminal, "shop/express", "d");
    terminal.wait_until("dropped", |screen| current(screen).ends_with("drop"));
    terminal.press("\r");
    let screen = terminal.wait_for("Decided: 3/3 groups");
    assert!(screen.contains("3  dropped") && screen.contains("3  kept"), "{screen}");
    terminal.press("w");
    let (status, said) = terminal.end();
    assert!(status.code().is_some() && !said.contains("panicked"), "{status}: {said}");
    assert_eq!(place.text(), AFTER);
    let loaded = KnowledgeBase::load(&[place.path().join("kb")], LoadOptions::default());
    assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
}

#[test]
fn ctrl_c_saves_and_gives_the_terminal_back() {
    let place = Place::new();
    let mut terminal = place.start();
    terminal.wait_for("Group 1/3");
    terminal.press("k");
    terminal.wait_for("Group 2/3");
    terminal.press(CTRL_C);
    let (status, said) = terminal.end();
    assert!(status.code().is_some() && !said.contains("panicked"), "{status}: {said}");
    assert_eq!(place.text(), FILE);
    let mut terminal = place.start();
    terminal.wait_for("Group 2/3, not decided yet (2 decided in all)");
    terminal.press("s");
    terminal.end();
}

#[test]
fn a_killed_walk_has_lost_nothing() {
    let place = Place::new();
    let mut terminal = place.start();
    terminal.wait_for("Group 1/3");
    terminal.press("k");
    terminal.wait_for("Group 2/3");
    // Saved before the next screen was drawn; dropping the terminal kills what runs in it.
    drop(terminal);
    let mut terminal = place.start();
    terminal.wait_for("Group 2/3, not decided yet (2 decided in all)");
    terminal.press("q");
    terminal.end();
}

#[test]
fn a_screen_of_any_size_in_chinese() {
    let place = Place::new();
    for (columns, lines) in [(110, 30), (60, 16), (20, 5)] {
        let mut terminal = Terminal::start(place.command().env("LANG", "zh_CN.UTF-8"), columns, lines);
        let screen = terminal.wait_for("第 1/3 组");
        assert_eq!(screen.lines().count(), usize::from(lines), "{screen}");
        terminal.press("s");
        terminal.end();
    }
}

#[test]
fn without_a_terminal_there_is_another_way() {
    let place = Place::new();
    let (code, _, error) = common::run(place.command().stdin(Stdio::null()));
    assert_eq!(code, Some(2));
    assert!(error.contains("--interactive needs a terminal") && error.contains("--plan FILE"), "{error}");
}
