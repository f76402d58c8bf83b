//! `duixian text`: the canonical text.

use crate::args::TextArgs;
use crate::exit::Exit;
use crate::{guard, input, output, policy};
use anyhow::Result;
use duixian::pipeline;
use duixian::text::shown::shown;
use std::io::IsTerminal;

/// Prints the text, with a line break at its end. A terminal gets it without the characters that would act on it.
pub(crate) fn run(args: &TextArgs) -> Result<Exit> {
    let options = guard::options(policy::of(args.policy.as_deref())?);
    let input = input::read(&args.report, options.policy.most_bytes)?;
    let (document, notices) = pipeline::text(&input, &options)?;
    output::notices(&document.name, &notices);
    let mut text = document.text;
    if !text.ends_with('\n') {
        text.push('\n');
    }
    let text = if std::io::stdout().is_terminal() { shown(&text) } else { text.as_str().into() };
    output::to_stdout(text.as_bytes())?;
    Ok(Exit::Done)
}
