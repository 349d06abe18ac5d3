//! Why a plan cannot be read or carried out.

use std::path::PathBuf;

use crate::diagnostic::{Language, Message};
use crate::source::ReadError;

/// A plan that cannot be used. Nothing has been changed.
#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    /// The plan's file cannot be opened, or is not UTF-8.
    #[error("{}: {source}", path.display())]
    Unreadable {
        /// The plan.
        path: PathBuf,
        /// Why.
        source: ReadError,
    },
    /// The file was read and is no plan.
    #[error("{}", self.in_language(Language::English))]
    Invalid {
        /// Everything that is wrong with it, in the order of places; at least one. Places are in the plan.
        faults: Vec<PlanFault>,
    },
    /// The plan does not fit the knowledge base, or cannot be carried out safely.
    #[error("{}", self.in_language(Language::English))]
    Refused {
        /// All reasons, in the order of places; at least one. Places are in the knowledge base.
        faults: Vec<PlanFault>,
    },
}

/// One thing that is wrong at one place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PlanFault {
    /// The file, with `/` between its parts.
    pub path: String,
    /// The line, from 1; 0 where the file as a whole is meant.
    pub line: u32,
    /// The column in characters, from 1; 0 where the line as a whole is meant.
    pub column: u32,
    /// What is wrong, and what to do about it.
    pub message: Message,
}

impl PlanFault {
    /// `path`, `path:line` or `path:line:column`, whatever is known.
    pub fn place(&self) -> String {
        let Self { path, line, column, .. } = self;
        match (line, column) {
            (0, _) => path.clone(),
            (_, 0) => format!("{path}:{line}"),
            _ => format!("{path}:{line}:{column}"),
        }
    }
}

impl PlanError {
    /// The error in one language, a line for each fault; what the operating system says stays as it is.
    pub fn in_language(&self, language: Language) -> String {
        let (heading, faults) = match self {
            Self::Unreadable { path, source } => return format!("{}: {source}", path.display()),
            Self::Invalid { faults } => (None, faults),
            Self::Refused { faults } => {
                let heading = language.pick(
                    "the plan cannot be carried out; nothing has been changed:",
                    "无法执行该方案，未改动任何文件：",
                );
                (Some(heading.to_owned()), faults)
            }
        };
        let indentation = if heading.is_some() { "  " } else { "" };
        let separator = language.pick(": ", "：");
        let line = |fault: &PlanFault| {
            format!("{indentation}{}{separator}{}", fault.place(), fault.message.in_language(language))
        };
        heading.into_iter().chain(faults.iter().map(line)).collect::<Vec<_>>().join("\n")
    }

    /// Refused for `faults`, sorted and each told once; `None` if there is none.
    pub(super) fn refused(mut faults: Vec<PlanFault>) -> Option<Self> {
        faults.sort();
        faults.dedup();
        (!faults.is_empty()).then_some(Self::Refused { faults })
    }
}
