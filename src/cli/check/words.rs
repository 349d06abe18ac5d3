//! Why a step of a check was left out.

use kbtool::diagnostic::Message;

use crate::cli::versions::Version;

pub(super) fn no_base() -> Message {
    Message::new(
        "nothing to compare with; --base REV, or `base` in [check] of kbtool.toml, names it",
        "没有比较的基准；请用 --base 或 kbtool.toml 中 [check] 的 base 指定",
    )
}

pub(super) fn no_transcripts() -> Message {
    Message::new(
        "no transcripts; --transcripts FILE, or `transcripts` in [eval] of kbtool.toml, names them",
        "没有对话记录；请用 --transcripts 或 kbtool.toml 中 [eval] 的 transcripts 指定",
    )
}

pub(super) fn does_not_load() -> Message {
    Message::new("the knowledge base does not load", "知识库无法加载")
}

/// The base's own faults are no reason to stop: the change at hand may be what mends them.
pub(super) fn faults_of_base(base: &Version) -> Option<Message> {
    let (count, name) = (base.loaded.problems.len(), &base.name);
    (count > 0).then(|| {
        Message::new(
            format!("{} does not load: it has {count} error(s)", name.english),
            format!("{}无法加载：有 {count} 个错误", name.chinese),
        )
    })
}

pub(super) fn replay_says_the_same() -> Message {
    Message::new(
        "the replay engine says the same of both versions, so no flipped questions are listed",
        "replay 引擎对两个版本的回答相同，因此不列出发生变化的问题",
    )
}
