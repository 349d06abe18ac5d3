//! Programs that behave and programs that do not, as shell scripts.
#![allow(clippy::disallowed_methods, reason = "the tests lay out scripts")]

use super::*;
use crate::matching::Outcome;
use crate::matching::testing::with_view;

/// Reads `$line` and takes the number out of it into `$id`.
const READ: &str = "while read -r line; do id=${line#*:}; id=${id%%,*};";

fn options() -> CommandOptions {
    // Long enough for a busy machine; those who test silence say so.
    CommandOptions { timeout: Duration::from_secs(60), ..CommandOptions::default() }
}

/// Run `act` with the program made of `script`.
fn with_script<T>(script: &str, options: CommandOptions, act: impl FnOnce(&Command<'_>) -> T) -> T {
    let folder = tempfile::tempdir().expect("folder");
    let path = folder.path().join("一个 bot.sh");
    std::fs::write(&path, script).expect("script");
    with_view(|view, lookup| {
        let command = format!("sh '{}'", path.display());
        act(&Command::new(&command, options, view, lookup).expect("start"))
    })
}

fn ask(command: &Command<'_>, questions: usize) -> Vec<Ranking> {
    command.rank(&vec![Query::new("多久\n发货"); questions])
}

fn failures(rankings: &[Ranking]) -> Vec<&str> {
    rankings.iter().map(|ranking| ranking.failure.as_deref().unwrap_or("")).collect()
}

fn good() -> String {
    format!(
        r#"{READ} echo "{{\"id\":$id,\"candidates\":[{{\"entry\":\"ship\",\"confidence\":0.93}}]}}"; done"#
    )
}

#[test]
fn a_good_program_is_asked_batch_by_batch() {
    with_script(&good(), options(), |command| {
        for questions in [1, 3, 0, 2] {
            let rankings = ask(command, questions);
            assert_eq!(rankings.len(), questions);
            for ranking in &rankings {
                assert_eq!(ranking.top().map(|top| (top.entry.0, top.confidence)), Some((0, 0.93)));
                assert_eq!(command.thresholds().outcome(ranking), Outcome::Direct);
            }
        }
        assert_eq!(command.tally(), Tally { answers: 6, ..Tally::default() });
    });
}

#[test]
fn answers_may_come_in_any_order() {
    let script = format!(
        r#"all=""; {READ} all="$id $all"; case $id in *0) for id in $all; do
        echo "{{\"id\":$id,\"candidates\":[{{\"entry\":\"ship\",\"confidence\":0.$id}}]}}"; done; all="";; esac; done"#
    );
    with_script(&script, options(), |command| {
        let confidences: Vec<f32> =
            ask(command, 10).iter().map(|ranking| ranking.candidates[0].confidence).collect();
        assert_eq!(confidences, [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.10]);
    });
}

#[test]
fn silence_ends_a_batch_and_the_program_is_given_up_in_the_end() {
    let patience = CommandOptions { timeout: Duration::from_millis(200), ..options() };
    with_script("echo loading >&2; exec sleep 600", patience, |command| {
        let start = Instant::now();
        let reason =
            "the program gave no answer for 0.2 s (it must flush each line) after 0 answers: loading";
        for _ in 0..4 {
            assert_eq!(failures(&ask(command, 2)), [reason, reason]);
        }
        let given_up = format!("{reason}; after 3 restarts it is not started again");
        let asked = Instant::now();
        assert_eq!(failures(&ask(command, 1)), [given_up.as_str()]);
        assert!(asked.elapsed() < Duration::from_millis(150), "a program given up is not waited for");
        assert_eq!(command.tally().restarts, 3);
        assert!(start.elapsed() < Duration::from_secs(30));
    });
}

#[test]
fn a_crash_fails_what_is_open_and_the_next_batch_goes_on() {
    let script = format!(
        "{READ} echo \"{{\\\"id\\\":$id,\\\"candidates\\\":[]}}\"; \
         [ $id = 2 ] && {{ echo 'no memory' >&2; echo >&2; exit 3; }}; done"
    );
    with_script(&script, options(), |command| {
        let reason = "the program exited with status 3 after 2 answers: no memory";
        assert_eq!(failures(&ask(command, 4)), ["", "", reason, reason]);
        assert_eq!(failures(&ask(command, 2)), ["", ""], "numbers 5 and 6, a new process");
        assert_eq!(command.tally(), Tally { answers: 4, restarts: 1, ..Tally::default() });
    });
}

#[test]
fn answers_are_counted_for_each_process() {
    let script = format!("{READ} echo \"{{\\\"id\\\":$id,\\\"candidates\\\":[]}}\"; exit 1; done");
    with_script(&script, options(), |command| {
        let reason = "the program exited with status 1 after 1 answer";
        assert_eq!(failures(&ask(command, 2)), ["", reason]);
        assert_eq!(failures(&ask(command, 2)), ["", reason]);
    });
}

#[test]
fn a_killed_program_says_so() {
    with_script("kill -9 $$", options(), |command| {
        assert_eq!(failures(&ask(command, 1)), ["the program was stopped by signal 9 after 0 answers"]);
    });
}

#[test]
fn garbage_fails_one_question_each() {
    let script = format!(
        "{READ} case $id in 2) echo '{{\"id\":2,\"candidates\":7}}';; 3) echo 'Segmentation fault';; \
         *) echo \"{{\\\"id\\\":$id,\\\"candidates\\\":[]}}\"; echo '{{\"id\":99,\"candidates\":[]}}';; esac; done"
    );
    with_script(&script, options(), |command| {
        let rankings = ask(command, 4);
        let found = failures(&rankings);
        assert_eq!((found[0], found[3]), ("", ""));
        assert!(found[1].ends_with("{\"id\":2,\"candidates\":7}"), "{}", found[1]);
        assert!(found[2].ends_with("Segmentation fault"), "{}", found[2]);
        let tally = command.tally();
        assert_eq!((tally.answers, tally.malformed, tally.restarts), (2, 2, 0));
        assert!(tally.unknown_ids > 0);
    });
}

#[test]
fn a_program_that_only_babbles_neither_hangs_nor_fills_the_memory() {
    let patience = CommandOptions { timeout: Duration::from_millis(200), ..options() };
    for babble in ["{\"id\":0,\"candidates\":[]}", "la la la", ""] {
        with_script(&format!("exec yes '{babble}'"), patience.clone(), |command| {
            assert!(ask(command, 3).iter().all(|ranking| ranking.failure.is_some()));
        });
    }
    with_script("exec tr '\\0' 'x' < /dev/zero", patience, |command| {
        let rankings = ask(command, 1);
        let failure = rankings[0].failure.as_deref().expect("failure");
        assert!(failure.len() < 500, "{}", failure.len());
    });
}

#[test]
fn a_huge_batch_does_not_deadlock_on_full_pipes() {
    let script = r#"exec sed -u 's/^{"id":\([0-9]*\),.*/{"id":\1,"candidates":[{"entry":"common\/ship","confidence":0.5}]}/'"#;
    with_script(script, options(), |command| {
        let rankings = ask(command, 20_000);
        assert!(rankings.iter().all(|ranking| ranking.top().is_some_and(|top| top.entry.0 == 0)));
        assert_eq!(command.tally(), Tally { answers: 20_000, ..Tally::default() });
    });
}

#[test]
fn a_program_that_never_reads_a_huge_batch_is_ended() {
    let patience = CommandOptions { timeout: Duration::from_millis(200), ..options() };
    with_script("exec sleep 600", patience, |command| {
        assert!(ask(command, 20_000).iter().all(|ranking| ranking.failure.is_some()));
    });
}

#[test]
fn standard_error_reaches_the_sink() {
    let heard = Arc::new(Mutex::new(Vec::new()));
    let ears = Arc::clone(&heard);
    let sink: StandardErrorSink = Arc::new(move |line| ears.lock().expect("ears").push(line.to_owned()));
    let options = CommandOptions { standard_error: Some(sink), ..options() };
    with_script("echo 一 >&2; echo 二 >&2; exit 0", options, |command| {
        assert_eq!(failures(&ask(command, 1)), ["the program exited with status 0 after 0 answers: 二"]);
    });
    assert_eq!(*heard.lock().expect("heard"), ["一", "二"]);
}

#[test]
fn dropping_ends_a_program_that_ignores_the_end_of_its_input() {
    let folder = tempfile::tempdir().expect("folder");
    let note = folder.path().join("pid");
    let script = format!("echo $$ > '{}'; {}\nexec sleep 600", note.display(), good());
    with_script(&script, options(), |command| {
        assert_eq!(failures(&ask(command, 1)), [""]);
    });
    let number = std::fs::read_to_string(&note).expect("pid");
    let alive = std::process::Command::new("kill")
        .args(["-0", number.trim()])
        .stderr(std::process::Stdio::null())
        .status()
        .expect("kill");
    assert!(!alive.success(), "neither running nor a zombie");
}

#[test]
fn a_program_that_cannot_be_started_is_an_error() {
    with_view(|view, lookup| {
        let error = Command::new("surely-no-such-bot --x", options(), view, lookup).expect_err("no program");
        let message = error.to_string();
        assert!(message.starts_with("cannot start `surely-no-such-bot`: No such file"), "{message}");
    });
}
