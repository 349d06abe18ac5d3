//! A Chromium without a window, and what it measures of a page.

use std::io::{Read as _, Seek as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde::Deserialize;

/// Programs that are a Chromium, by name.
const NAMES: [&str; 5] = ["chromium", "chromium-browser", "google-chrome", "chrome", "msedge"];

/// A browser that has not ended by then never will.
const PATIENCE: Duration = Duration::from_secs(120);

/// What is seen of the page at one width.
#[derive(Debug, Deserialize)]
pub(crate) struct Measured {
    /// The width of the window, in CSS pixels.
    pub(crate) width: u32,
    /// Whether all folds were opened.
    pub(crate) unfolded: bool,
    /// How wide the page is that one could scroll to.
    pub(crate) scroll_width: u32,
    /// Elements that reach over the window's edge.
    pub(crate) too_wide: Vec<String>,
    /// How many tables scroll in a box of their own.
    pub(crate) scrolling: usize,
    /// For each needle, whether it can be read.
    pub(crate) found: Vec<bool>,
    /// Whether the first text of two versions has them beside each other, if there is one.
    pub(crate) side_by_side: Option<bool>,
}

/// A browser.
pub(crate) struct Browser {
    program: PathBuf,
}

/// Ends the browser if the test does not come to see it end.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Browser {
    /// What the environment names, else the first on the path.
    pub(crate) fn find() -> Option<Self> {
        if let Some(program) = std::env::var_os("KBTOOL_CHROMIUM").filter(|program| !program.is_empty()) {
            return Some(Self { program: program.into() });
        }
        let path = std::env::var_os("PATH")?;
        let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
        let names = NAMES.iter().map(|name| format!("{name}{}", std::env::consts::EXE_SUFFIX));
        let mut programs = names.flat_map(|name| folders.iter().map(move |folder| folder.join(&name)));
        programs.find(|program| program.is_file()).map(|program| Self { program })
    }

    /// What is seen of `page` at each of the widths, folded and unfolded.
    pub(crate) fn measure(&self, page: &str, widths: &[u32], needles: &[&str]) -> Vec<Measured> {
        let folder = tempfile::tempdir().expect("a folder");
        let wrapper = folder.path().join("wrapper.html");
        std::fs::write(&wrapper, wrapped(page, widths, needles)).expect("a file");
        let dump = self.dump(&wrapper, folder.path());
        let json = dump.split_once("<pre id=\"measured\">").and_then(|(_, rest)| rest.split_once("</pre>"));
        let json = json.unwrap_or_else(|| panic!("nothing was measured: {dump}")).0;
        let json = json.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
        serde_json::from_str(&json).unwrap_or_else(|error| panic!("{error}: {json}"))
    }

    /// The document as it is when everything is loaded and has run.
    fn dump(&self, file: &Path, folder: &Path) -> String {
        let mut out = tempfile::tempfile().expect("a file");
        let mut error = tempfile::tempfile().expect("a file");
        let child = Command::new(&self.program)
            .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"])
            .args(["--disable-background-networking", "--disable-component-update", "--disable-sync"])
            .args(["--disable-dev-shm-usage", "--hide-scrollbars", "--window-size=1400,1000"])
            .args(["--virtual-time-budget=10000", "--dump-dom"])
            .arg(format!("--user-data-dir={}", folder.join("profile").display()))
            .arg(format!("file://{}", file.display()))
            .stdin(Stdio::null())
            .stdout(out.try_clone().expect("a second handle"))
            .stderr(error.try_clone().expect("a second handle"))
            .spawn()
            .unwrap_or_else(|error| panic!("{} does not start: {error}", self.program.display()));
        let mut running = Running(child);
        let start = Instant::now();
        let status = loop {
            if let Some(status) = running.0.try_wait().expect("a child") {
                break status;
            }
            assert!(start.elapsed() < PATIENCE, "{} does not end", self.program.display());
            std::thread::sleep(Duration::from_millis(50));
        };
        let read = |file: &mut std::fs::File| {
            let mut bytes = Vec::new();
            file.rewind().expect("the beginning");
            file.read_to_end(&mut bytes).expect("what was written");
            String::from_utf8_lossy(&bytes).into_owned()
        };
        let dump = read(&mut out);
        assert!(status.success(), "{status}: {}", read(&mut error));
        dump
    }
}

/// A page with frames of the widths, which the browser takes for windows of a phone and of a desk: a window of
/// its own cannot be made as narrow as a phone. What is measured of them ends up as JSON in the document.
fn wrapped(page: &str, widths: &[u32], needles: &[&str]) -> String {
    let page = page.replace('&', "&amp;").replace('"', "&quot;");
    let frames = widths.iter().map(|width| {
        format!("<iframe style=\"border:0;width:{width}px;height:900px\" srcdoc=\"{page}\"></iframe>\n")
    });
    let frames: Vec<String> = frames.collect();
    let needles = serde_json::to_string(needles).expect("JSON").replace('<', "\\u003c");
    include_str!("wrapper.html").replace("FRAMES", &frames.concat()).replace("NEEDLES", &needles)
}
