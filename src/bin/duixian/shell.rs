//! `duixian schema`, `completions` and `man`: files for other programs.

use crate::args::{Args, CompletionsArgs, ManArgs, SchemaArgs, SchemaOf};
use crate::exit::Exit;
use crate::output;
use anyhow::{Context, Result, bail};
use clap::CommandFactory;
use duixian::ledger::schema;

/// Prints the JSON Schema of the ledger, or of a comparison.
pub(crate) fn schema(args: &SchemaArgs) -> Result<Exit> {
    let schema = match args.of {
        SchemaOf::Ledger => schema::LEDGER,
        SchemaOf::Diff => schema::DIFF,
    };
    let schema: serde_json::Value = serde_json::from_str(schema).context("the schema does not parse")?;
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

/// Prints one page of the manual: that of the program, which names the pages of its commands, or that of a command.
pub(crate) fn man(args: &ManArgs) -> Result<Exit> {
    let mut program = Args::command();
    program.build();
    let page = match &args.command {
        None => &program,
        Some(name) => match program.find_subcommand(name) {
            Some(command) => command,
            None => {
                let known: Vec<&str> = program.get_subcommands().map(clap::Command::get_name).collect();
                bail!("there is no command {name}; the commands are: {}", known.join(", "))
            }
        },
    };
    let mut out = Vec::new();
    clap_mangen::Man::new(page.clone()).render(&mut out).context("the manual cannot be written")?;
    output::to_stdout(&out)?;
    Ok(Exit::Done)
}
