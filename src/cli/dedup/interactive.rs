//! The walk through groups of duplicates on a terminal: keys in, screens out, and the terminal as it was.
//!
//! What keys do and how screens look is the library's business ([`kbtool::dedup::session`]).

use std::io::{ErrorKind, IsTerminal, Write};
use std::sync::Arc;

use anyhow::{Context as _, Result, bail};
use console::Term;
use kbtool::dedup::plan::Plan;
use kbtool::dedup::session::view::{ViewOptions, render};
use kbtool::dedup::session::{Effect, Key, Session};
use kbtool::diagnostic::Language;

/// The other screen, without a cursor, where what is too long is cut rather than wrapped.
const ENTER: &str = "\x1b[?1049h\x1b[?25l\x1b[?7l";

/// All of that back.
const LEAVE: &str = "\x1b[0m\x1b[?7h\x1b[?25h\x1b[?1049l";

/// How the walk ended, with the plan as it was decided and saved.
pub(super) enum Outcome {
    /// The plan waits for the next time.
    Stopped(Plan),
    /// The plan is to be carried out.
    Apply(Plan),
}

/// Let a person decide about the groups of a plan. `save` is called after every decision and at the end.
pub(super) fn walk(
    plan: Plan,
    language: Language,
    colour: bool,
    save: &mut dyn FnMut(&Plan) -> Result<()>,
) -> Result<Outcome> {
    if !std::io::stdin().is_terminal() || !std::io::stdout().is_terminal() {
        bail!(
            "{}",
            language.pick(
                "--interactive needs a terminal; to decide in an editor, write the plan into a file with \
                 --plan FILE",
                "--interactive 需要在终端中运行；要在编辑器里处理，请用 --plan FILE 把方案写入文件",
            )
        );
    }
    let terminal = Term::stdout();
    // On Windows it is asking for colours that makes the terminal understand escapes.
    let _ = terminal.features().colors_supported();
    let screen = Screen::enter()?;
    let mut session = Session::new(plan);
    loop {
        let (height, width) = terminal.size();
        let options = ViewOptions { language, width: width.into(), height: height.into(), colour };
        draw(&render(&session, options)).context("cannot write to the terminal")?;
        let key = match terminal.read_key_raw() {
            Ok(key) => key,
            Err(error) if error.kind() == ErrorKind::Interrupted => console::Key::CtrlC,
            Err(error) => return Err(error).context("cannot read from the terminal"),
        };
        let Some(key) = pressed(&key) else { continue };
        match session.act(key) {
            Effect::Shown | Effect::Changed | Effect::Refused(_) => {}
            Effect::Decided => save(session.plan())?,
            effect @ (Effect::Stop | Effect::Apply) => {
                drop(screen);
                save(session.plan())?;
                let plan = session.into_plan();
                return Ok(if effect == Effect::Stop {
                    Outcome::Stopped(plan)
                } else {
                    Outcome::Apply(plan)
                });
            }
        }
    }
}

/// The terminal's key by the name that the session knows.
const fn pressed(key: &console::Key) -> Option<Key> {
    use console::Key as Pressed;
    match key {
        Pressed::ArrowUp => Some(Key::Up),
        Pressed::ArrowDown => Some(Key::Down),
        Pressed::ArrowLeft => Some(Key::Left),
        Pressed::ArrowRight => Some(Key::Right),
        Pressed::Enter => Some(Key::Enter),
        Pressed::CtrlC => Some(Key::Interrupt),
        Pressed::Char(letter) => Some(Key::Char(*letter)),
        _ => None,
    }
}

/// Draw over what is there, in one go. Terminals that know how to (mode 2026) show nothing of it before all is
/// there. Lines are cleared before they are written: after a line as wide as the terminal its end would go.
fn draw(lines: &[String]) -> std::io::Result<()> {
    let mut frame = String::from("\x1b[?2026h\x1b[H");
    for (at, line) in lines.iter().enumerate() {
        frame.push_str(if at == 0 { "\x1b[2K" } else { "\r\n\x1b[2K" });
        frame.push_str(line);
    }
    frame.push_str("\x1b[?2026l");
    put(&frame)
}

fn put(text: &str) -> std::io::Result<()> {
    let mut output = std::io::stdout().lock();
    output.write_all(text.as_bytes())?;
    output.flush()
}

type Hook = dyn Fn(&std::panic::PanicHookInfo<'_>) + Send + Sync;

/// The terminal while the walk has it. It is given back when this is dropped, and before a panic says its
/// word, as a release build ends there.
struct Screen {
    before: Arc<Hook>,
}

impl Screen {
    fn enter() -> Result<Self> {
        let before: Arc<Hook> = Arc::from(std::panic::take_hook());
        let hook = Arc::clone(&before);
        std::panic::set_hook(Box::new(move |panic| {
            let _ = put(LEAVE);
            hook(panic);
        }));
        let screen = Self { before };
        put(ENTER).context("cannot write to the terminal")?;
        Ok(screen)
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        // After a panic all is done already; to leave the other screen twice would write over what was said.
        if std::thread::panicking() {
            return;
        }
        // A terminal that is gone needs nothing back.
        let _ = put(LEAVE);
        let before = Arc::clone(&self.before);
        std::panic::set_hook(Box::new(move |panic| before(panic)));
    }
}
