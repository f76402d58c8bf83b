//! The command line. Comes in: arguments and files. Goes out: results to stdout and files, notices to stderr, an exit code.

mod args;
mod check;
mod diff;
mod exit;
mod explain;
mod guard;
mod input;
mod outline;
mod output;
mod packs;
mod policy;
mod settings;
mod shell;
mod targets;
mod templates;
mod text;
mod verify;

use args::{Args, Command};
use clap::Parser;
use clap::error::ErrorKind as Usage;
use duixian::error::{Error, ErrorKind};
use exit::Exit;
use std::io::Write;
use std::process::ExitCode;

fn main() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => return usage(&error),
    };
    match run(args.command) {
        Ok(exit) => exit.into(),
        Err(error) if exit::is_closed_pipe(&error) => Exit::Done.into(),
        Err(error) => {
            let lines = error.downcast_ref().is_some_and(|error: &Error| error.kind == ErrorKind::Template);
            if lines {
                output::complain_at_length(&format!("error: {}", said(&error)));
            } else {
                output::complain(&said(&error));
            }
            Exit::Failed.into()
        }
    }
}

/// The error and its causes on one line; a cause that the error's own text already holds is not said twice.
fn said(error: &anyhow::Error) -> String {
    let mut text = error.to_string();
    for cause in error.chain().skip(1) {
        let cause = cause.to_string();
        if !text.contains(&cause) {
            text.push_str(": ");
            text.push_str(&cause);
        }
    }
    text
}

/// Prints clap's help, version or usage error. Help goes to stdout and is no failure, a closed pipe neither.
fn usage(error: &clap::Error) -> ExitCode {
    if error.use_stderr() && error.kind() != Usage::DisplayHelpOnMissingArgumentOrSubcommand {
        output::complain_at_length(&error.render().to_string());
        return Exit::Failed.into();
    }
    let printed = error.print().and_then(|()| std::io::stdout().lock().flush());
    match printed {
        Err(cause) if cause.kind() != std::io::ErrorKind::BrokenPipe => {
            output::complain(&format!("cannot write to standard output: {cause}"));
            Exit::Failed.into()
        }
        _ if error.use_stderr() => Exit::Failed.into(),
        _ => Exit::Done.into(),
    }
}

fn run(command: Command) -> anyhow::Result<Exit> {
    match command {
        Command::Check(args) => check::run(&args),
        Command::Targets(args) => targets::run(&args),
        Command::Diff(args) => diff::run(&args),
        Command::Text(args) => text::run(&args),
        Command::Outline(args) => outline::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Verify(args) => verify::run(&args),
        Command::Packs => packs::run(),
        Command::Policy => policy::run(),
        Command::Schema(args) => shell::schema(&args),
        Command::Templates(args) => templates::run(&args),
        Command::Completions(args) => shell::completions(&args),
        Command::Man(args) => shell::man(&args),
        Command::ReadApart => guard::run(),
    }
}
