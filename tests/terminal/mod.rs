//! A terminal to run the binary in, with a person at it: what is on the screen, and keys.

use std::fs::File;
use std::io::{Read, Write};
use std::os::fd::OwnedFd;
use std::process::{Child, Command, ExitStatus};
use std::sync::{Arc, Mutex};
use std::thread::{JoinHandle, sleep};
use std::time::{Duration, Instant};

use rustix::fs::{Mode, OFlags};
use rustix::pty::OpenptFlags;
use rustix::termios::{LocalModes, Winsize};

/// Arrow up.
pub(crate) const UP: &str = "\x1b[A";
/// Arrow down.
pub(crate) const DOWN: &str = "\x1b[B";
/// What Ctrl-C sends where it is a key like others.
pub(crate) const CTRL_C: &str = "\x03";

/// How long something may take before it counts as never.
const PATIENCE: Duration = Duration::from_secs(30);

/// A pseudo-terminal and what runs in it.
pub(crate) struct Terminal {
    keyboard: File,
    /// The program's side, held open so that its modes can be read, also after the end.
    side: Option<OwnedFd>,
    child: Child,
    output: Arc<Mutex<Vec<u8>>>,
    reader: Option<JoinHandle<()>>,
}

impl Terminal {
    /// Start the command in a terminal of this size.
    pub(crate) fn start(command: &mut Command, columns: u16, lines: u16) -> Self {
        let main = rustix::pty::openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("a pseudo-terminal");
        rustix::io::fcntl_setfd(&main, rustix::io::FdFlags::CLOEXEC).expect("a flag");
        rustix::pty::grantpt(&main).expect("a grant");
        rustix::pty::unlockpt(&main).expect("an open lock");
        let name = rustix::pty::ptsname(&main, Vec::new()).expect("a name");
        let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC;
        let side = rustix::fs::open(&*name, flags, Mode::empty()).expect("the other side");
        let size = Winsize { ws_row: lines, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 };
        rustix::termios::tcsetwinsize(&side, size).expect("a size");
        let end = || side.try_clone().expect("a copy");
        let child = command.stdin(end()).stdout(end()).stderr(end()).spawn().expect("the binary starts");
        let keyboard = File::from(main);
        let mut screen = keyboard.try_clone().expect("a copy");
        let output = Arc::new(Mutex::new(Vec::new()));
        let written = Arc::clone(&output);
        let reader = std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            // At the end there is an error on some systems and nothing on others.
            while let Ok(count @ 1..) = screen.read(&mut buffer) {
                written.lock().expect("no panic").extend_from_slice(&buffer[..count]);
            }
        });
        Self { keyboard, side: Some(side), child, output, reader: Some(reader) }
    }

    /// Everything written so far.
    fn output(&self) -> String {
        String::from_utf8_lossy(&self.output.lock().expect("no panic")).into_owned()
    }

    /// The last whole screen, without colours.
    pub(crate) fn screen(&self) -> String {
        let output = self.output();
        let Some((before, _)) = output.rsplit_once("\x1b[?2026l") else { return String::new() };
        let frame = before.rsplit_once("\x1b[H").map_or(before, |(_, frame)| frame);
        let mut text = String::new();
        let mut parts = frame.split("\x1b[");
        text.push_str(parts.next().unwrap_or_default());
        for part in parts {
            let end = part.find(|c: char| c.is_ascii_alphabetic()).map_or(part.len(), |end| end + 1);
            text.push_str(&part[end..]);
        }
        text.replace('\r', "")
    }

    /// Wait until the screen is as wanted.
    pub(crate) fn wait_until(&mut self, what: &str, wanted: impl Fn(&str) -> bool) -> String {
        let start = Instant::now();
        loop {
            let screen = self.screen();
            if wanted(&screen) {
                return screen;
            }
            let ended = self.child.try_wait().expect("a state");
            sleep(Duration::from_millis(5));
            assert!(
                ended.is_none() && start.elapsed() < PATIENCE,
                "no {what} ({ended:?}), but:\n{screen}\nin all: {:?}",
                self.output()
            );
        }
    }

    /// Wait until the text is on the screen.
    pub(crate) fn wait_for(&mut self, text: &str) -> String {
        self.wait_until(text, |screen| screen.contains(text))
    }

    /// Whether the terminal takes lines and shows what is typed, as a shell wants it.
    fn is_ordinary(&self) -> bool {
        let side = self.side.as_ref().expect("open until the end");
        let modes = rustix::termios::tcgetattr(side).expect("modes").local_modes;
        modes.contains(LocalModes::ICANON | LocalModes::ECHO)
    }

    /// Press keys, as soon as the program waits for some.
    pub(crate) fn press(&mut self, keys: &str) {
        let start = Instant::now();
        while self.is_ordinary() {
            assert!(start.elapsed() < PATIENCE, "nobody waits for {keys:?}:\n{}", self.screen());
            sleep(Duration::from_millis(2));
        }
        self.keyboard.write_all(keys.as_bytes()).expect("a key");
    }

    /// Wait for the end. The terminal must be as it was; what was written after the last screen is returned.
    pub(crate) fn end(mut self) -> (ExitStatus, String) {
        let start = Instant::now();
        let status = loop {
            if let Some(status) = self.child.try_wait().expect("a state") {
                break status;
            }
            assert!(start.elapsed() < PATIENCE, "it does not end:\n{}", self.screen());
            sleep(Duration::from_millis(5));
        };
        assert!(self.is_ordinary(), "keys are not read as before");
        self.side = None;
        if let Some(reader) = self.reader.take() {
            reader.join().expect("no panic");
        }
        let output = self.output();
        let (before, after) = output.rsplit_once("\x1b[?1049l").expect("the first screen again");
        assert!(before.contains("\x1b[?1049h"));
        let switches = [("\x1b[?25h", "\x1b[?25l"), ("\x1b[?7h", "\x1b[?7l")];
        for (on, off) in switches {
            assert!(before.rfind(on) > before.rfind(off), "{on:?} is missing");
        }
        (status, after.replace('\r', ""))
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // After a failed assertion it may still be running.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
