//! The job of `examples/spark` on a real cluster: a master and two workers on this machine, a million rows as Parquet,
//! and the report of one machine to compare with, byte for byte; then again while an executor is killed.
//!
//! Asked for by `KBTOOL_SPARK=1 cargo test --release --test spark -- --nocapture`, and skipped otherwise: it installs
//! PySpark in a virtual environment below the target folder (400 MB, once), needs Java 17, and takes some minutes.
//! `KBTOOL_SPARK_ROWS` sets another number of rows, `KBTOOL_SPARK_BINARY` another kbtool than the one just built, such
//! as an optimised one.

#![cfg(unix)]
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "the test lays out files and tells figures"
)]

use std::error::Error;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

const PROJECT: &str = env!("CARGO_MANIFEST_DIR");
const PYSPARK: &str = "pyspark==4.*";

#[test]
fn a_cluster_reports_what_one_machine_reports() -> Outcome {
    if std::env::var("KBTOOL_SPARK").as_deref() != Ok("1") {
        println!("skipped: KBTOOL_SPARK=1 asks for it (installs PySpark, needs Java 17, takes some minutes)");
        return Ok(());
    }
    let rows: u64 = std::env::var("KBTOOL_SPARK_ROWS").map_or(Ok(1_000_000), |rows| rows.parse())?;
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("spark");
    std::fs::create_dir_all(&folder)?;
    let cluster = Cluster::start(&folder)?;

    write_rows(&folder.join("rows.csv"), rows)?;
    cluster.sql(
        "INSERT OVERWRITE DIRECTORY '${out}' USING parquet SELECT /*+ REPARTITION(8) */ question, expected, pack, \
         conversation, CAST(turn AS INT) AS turn FROM csv_rows",
        &[("in", &folder.join("rows.csv")), ("out", &folder.join("rows.parquet"))],
    )?;

    let one = timed("one machine", rows, || one_machine(&folder))?;
    let together = timed("the cluster", rows, || cluster.evaluate("sums", |_| Ok(())))?;
    assert!(one == together, "the reports differ: {} and report.json", folder.join("one.json").display());
    let despite = timed("the cluster, one executor killed", rows, || {
        cluster.evaluate("sums-despite", |job| cluster.kill_an_executor(job))
    })?;
    assert!(one == despite, "the reports differ once an executor is killed");
    let log = std::fs::read_to_string(folder.join("sums-despite.log"))?;
    assert!(log.contains("Lost executor"), "no executor was lost, so nothing was tested");
    Ok(())
}

/// Questions in conversations, out of the tests of the packs: each many times over, begun and ended as customers begin
/// and end, some with a tab or a line end inside, one in ten without a conversation.
fn write_rows(path: &Path, rows: u64) -> Outcome {
    const BEGINNINGS: [&str; 8] = ["", "请问", "你好，", "亲 ", "在吗，", "想问下", "麻煩問一下", "那个\t"];
    const ENDINGS: [&str; 7] = ["", "？", "呢", "呀", "\n谢谢", "，急", "！！"];
    let mut questions = Vec::new();
    let mut files: Vec<PathBuf> = std::fs::read_dir(Path::new(PROJECT).join("kb/tests"))?
        .map(|entry| Ok(entry?.path()))
        .collect::<Outcome<_>>()?;
    files.sort();
    for file in files {
        for record in csv::Reader::from_path(file)?.records() {
            let record = record?;
            questions.push([record[0].to_owned(), record[1].to_owned(), record[2].to_owned()]);
        }
    }
    let mut table = csv::Writer::from_path(path)?;
    table.write_record(["question", "expected", "pack", "conversation", "turn"])?;
    for row in 0..rows {
        let [question, expected, pack] = &questions[row as usize % questions.len()];
        let round = (row / questions.len() as u64) as usize;
        let (beginning, ending) = (BEGINNINGS[round % BEGINNINGS.len()], ENDINGS[round % ENDINGS.len()]);
        let conversation =
            if row % 10 == 0 { String::new() } else { format!("c{}", row * 7919 % (rows / 5 + 1)) };
        let turn = (1 + row % 7).to_string();
        table.write_record([
            &format!("{beginning}{question}{ending}"),
            expected,
            pack,
            &conversation,
            &turn,
        ])?;
    }
    Ok(table.flush()?)
}

/// The report of this machine on the same Parquet files.
fn one_machine(folder: &Path) -> Outcome<String> {
    let bundle = folder.join("kb.bundle");
    let mut make = kbtool();
    checked(make.arg("bundle").arg("--out").arg(&bundle))?;
    let mut eval = kbtool();
    eval.arg("eval").arg("--kb-bundle").arg(&bundle);
    for entry in std::fs::read_dir(folder.join("rows.parquet"))? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "parquet") {
            eval.arg(path);
        }
    }
    let report = folder.join("one.json");
    eval.arg("--output").arg(format!("json={}", report.display()));
    // Gates are not what is tested.
    let status = eval.status()?;
    assert!(matches!(status.code(), Some(0 | 1)), "{status}");
    Ok(std::fs::read_to_string(report)?)
}

/// The program that judges.
fn binary() -> PathBuf {
    let built = || env!("CARGO_BIN_EXE_kbtool").into();
    std::env::var_os("KBTOOL_SPARK_BINARY").map_or_else(built, |path| Path::new(PROJECT).join(path))
}

/// The bundled knowledge base with its settings, on a fixed day.
fn kbtool() -> Command {
    let mut command = Command::new(binary());
    command.current_dir(PROJECT).args(["--quiet", "--lang", "en"]);
    command
}

fn timed<T>(what: &str, rows: u64, run: impl FnOnce() -> Outcome<T>) -> Outcome<T> {
    let start = Instant::now();
    let result = run()?;
    let seconds = start.elapsed().as_secs_f64();
    println!(
        "{what}: {seconds:.1} s for {rows} rows, training included ({:.0} rows/s)",
        rows as f64 / seconds
    );
    Ok(result)
}

fn checked(command: &mut Command) -> Outcome {
    let status = command.status()?;
    if status.success() { Ok(()) } else { Err(format!("{command:?}: {status}").into()) }
}

/// A master and two workers; they end with the value.
struct Cluster {
    folder: PathBuf,
    home: PathBuf,
    master: String,
    processes: Vec<Child>,
}

impl Cluster {
    fn start(folder: &Path) -> Outcome<Self> {
        let home = installed(&folder.join("venv"))?;
        let configuration = folder.join("conf");
        std::fs::create_dir_all(&configuration)?;
        let settings = "spark.driver.host 127.0.0.1\nspark.ui.enabled false\nspark.executor.memory 512m\n";
        std::fs::write(configuration.join("spark-defaults.conf"), settings)?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let master = format!("spark://127.0.0.1:{port}");
        let mut cluster =
            Self { folder: folder.to_owned(), home, master: master.clone(), processes: Vec::new() };
        let port = port.to_string();
        cluster.spawn(
            "master",
            &["deploy.master.Master", "--host", "127.0.0.1", "--port", &port, "--webui-port", "0"],
        )?;
        let waited = Instant::now();
        while TcpStream::connect(format!("127.0.0.1:{port}")).is_err() {
            if waited.elapsed() > Duration::from_secs(120) {
                return Err("the master does not answer".into());
            }
            std::thread::sleep(Duration::from_millis(200));
        }
        for worker in ["worker-1", "worker-2"] {
            let work = folder.join(worker).display().to_string();
            let arguments = ["deploy.worker.Worker", "--host", "127.0.0.1", "--cores", "1", "--memory", "1g"];
            cluster.spawn(
                worker,
                &[&arguments[..], &["--webui-port", "0", "--work-dir", &work, &master]].concat(),
            )?;
        }
        Ok(cluster)
    }

    fn spawn(&mut self, name: &str, arguments: &[&str]) -> Outcome {
        let log = std::fs::File::create(self.folder.join(format!("{name}.log")))?;
        let mut command = self.command(&self.home.join("bin/spark-class"));
        command.arg(format!("org.apache.spark.{}", arguments[0])).args(&arguments[1..]);
        let child = command.stdout(Stdio::null()).stderr(log).spawn()?;
        self.processes.push(child);
        Ok(())
    }

    fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command
            .env("SPARK_HOME", &self.home)
            .env("SPARK_CONF_DIR", self.folder.join("conf"))
            .env("SPARK_LOCAL_IP", "127.0.0.1")
            .env("SPARK_SQL", self.home.join("bin/spark-sql"))
            .env("MASTER", &self.master)
            .current_dir(&self.folder);
        command
    }

    /// Run a statement over the CSV file `in`, which it knows as `csv_rows`.
    fn sql(&self, statement: &str, paths: &[(&str, &Path)]) -> Outcome {
        let mut command = self.command(&self.home.join("bin/spark-sql"));
        command.args(["--master", &self.master]);
        for (name, path) in paths {
            command.arg("--define").arg(format!("{name}={}", path.display()));
        }
        let view = "CREATE TEMPORARY VIEW csv_rows USING csv OPTIONS (path '${in}', header true, multiLine true, \
                    escape '\"', ignoreLeadingWhiteSpace false, ignoreTrailingWhiteSpace false);";
        let log = std::fs::File::create(self.folder.join("sql.log"))?;
        checked(command.arg("-e").arg(format!("{view} {statement};")).stdout(Stdio::null()).stderr(log))
    }

    /// Run the script of the example, and give the report. `meanwhile` is called with the name of the job once it has
    /// begun.
    fn evaluate(&self, sums: &str, meanwhile: impl FnOnce(&mut Child) -> Outcome) -> Outcome<String> {
        let log = self.folder.join(format!("{sums}.log"));
        let script = Path::new(PROJECT).join("examples/spark/evaluate.sh");
        let mut command = self.command(&script);
        command
            .env("KBTOOL", binary())
            .env("TRANSCRIPTS", self.folder.join("rows.parquet"))
            .env("SUMS", self.folder.join(sums))
            .env("PARTITIONS", "16")
            .args(["--quiet", "--lang", "en"])
            .args(["--config", &format!("{PROJECT}/kbtool.toml")])
            .stdout(Stdio::null())
            .stderr(std::fs::File::create(&log)?);
        let report = self.folder.join("report.json");
        if report.exists() {
            std::fs::remove_file(&report)?;
        }
        let mut job = command.spawn()?;
        meanwhile(&mut job)?;
        // The script ends with what `merge` says of the gates.
        let status = job.wait()?;
        if !matches!(status.code(), Some(0 | 1)) || !report.exists() {
            return Err(format!("{}: {status}\n{}", script.display(), std::fs::read_to_string(log)?).into());
        }
        Ok(std::fs::read_to_string(report)?)
    }

    /// Kill an executor of this cluster while a program that judges runs below it.
    fn kill_an_executor(&self, job: &mut Child) -> Outcome {
        loop {
            if let Some(status) = job.try_wait()? {
                return Err(format!("the job ended before an executor could be killed: {status}").into());
            }
            for executor in pids("CoarseGrainedExecutorBackend")? {
                let is_ours = self.processes.iter().any(|worker| is_below(executor, worker.id()));
                let judges = pids("kb.bundle --input-format")?;
                if is_ours && judges.iter().any(|&judge| is_below(judge, executor)) {
                    return checked(Command::new("kill").args(["-9", &executor.to_string()]));
                }
            }
            std::thread::sleep(Duration::from_millis(100));
        }
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        for process in self.processes.iter_mut().rev() {
            // It may have ended by itself.
            let _ = process.kill();
            let _ = process.wait();
        }
    }
}

/// The processes whose command line fits a pattern.
fn pids(pattern: &str) -> Outcome<Vec<u32>> {
    let output = Command::new("pgrep").args(["-f", pattern]).output()?;
    Ok(String::from_utf8(output.stdout)?.lines().filter_map(|line| line.parse().ok()).collect())
}

/// Whether a process descends from another.
fn is_below(mut pid: u32, ancestor: u32) -> bool {
    while pid > 1 {
        if pid == ancestor {
            return true;
        }
        let output = Command::new("ps").args(["-o", "ppid=", "-p", &pid.to_string()]).output();
        let parent =
            output.ok().and_then(|output| String::from_utf8(output.stdout).ok()?.trim().parse().ok());
        match parent {
            Some(parent) => pid = parent,
            None => return false,
        }
    }
    false
}

/// The home of Spark in a virtual environment, which is made if it is not there.
fn installed(environment: &Path) -> Outcome<PathBuf> {
    let python = environment.join("bin/python");
    let home = || -> Outcome<PathBuf> {
        let script = "import os, pyspark; print(os.path.dirname(pyspark.__file__))";
        let output = Command::new(&python).args(["-c", script]).stderr(Stdio::null()).output()?;
        let mut path = String::from_utf8(output.stdout)?;
        path.truncate(path.trim_end().len());
        if output.status.success() { Ok(path.into()) } else { Err("no PySpark".into()) }
    };
    if let Ok(home) = home() {
        return Ok(home);
    }
    checked(Command::new("python3").args(["-m", "venv"]).arg(environment))?;
    checked(Command::new(&python).args(["-m", "pip", "install", "--quiet", PYSPARK]))?;
    home()
}
