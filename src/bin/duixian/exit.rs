//! How the program ends: 0 done, 1 findings with `--fail-on`, 2 usage, input or internal error. A closed pipe is 0.

use std::io;
use std::process::ExitCode;

/// What a command comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// All done.
    Done,
    /// Done, and what `--fail-on` names was found.
    Findings,
    /// Not done.
    Failed,
}

impl Exit {
    /// What the system is told when the program fails.
    pub(crate) const FAILED: u8 = 2;
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        match exit {
            Exit::Done => Self::SUCCESS,
            Exit::Findings => Self::from(1),
            Exit::Failed => Self::from(Exit::FAILED),
        }
    }
}

/// Whether a failure is only that the reader of our output has gone.
pub(crate) fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}
