//! `duixian schema`, `completions` and `man`: files for other programs.

use crate::args::{Args, CompletionsArgs};
use crate::exit::Exit;
use crate::output;
use anyhow::{Context, Result};
use clap::CommandFactory;
use duixian::ledger::Ledger;

/// Prints the JSON Schema of the ledger.
pub(crate) fn schema() -> Result<Exit> {
    let schema = schemars::schema_for!(Ledger);
    let text = serde_json::to_string_pretty(&schema).context("the schema cannot be written")? + "\n";
    output::to_stdout(text.as_bytes())?;
    Ok(Exit::Done)
}

/// Prints a completion file.
pub(crate) fn completions(args: &CompletionsArgs) -> Result<Exit> {
    let mut out = Vec::new();
    clap_complete::generate(args.shell, &mut Args::command(), "duixian", &mut out);
    output::to_stdout(&out)?;
    Ok(Exit::Done)
}

/// Prints the manual: the page of the program, then those of its commands.
pub(crate) fn man() -> Result<Exit> {
    let mut command = Args::command();
    command.build();
    let mut out = Vec::new();
    clap_mangen::Man::new(command.clone()).render(&mut out).context("the manual cannot be written")?;
    for sub in command.get_subcommands() {
        clap_mangen::Man::new(sub.clone()).render(&mut out).context("the manual cannot be written")?;
    }
    output::to_stdout(&out)?;
    Ok(Exit::Done)
}
