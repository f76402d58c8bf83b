//! `duixian policy`, and the file that `--policy` names.

use crate::exit::Exit;
use crate::{input, output};
use anyhow::{Context, Result};
use duixian::policy::Policy;
use std::path::Path;

/// A policy file is read up to this many bytes; the one printed has some five thousand.
const MOST_BYTES: u64 = 1 << 20;

/// Prints the default policy as a file to start from.
pub(crate) fn run() -> Result<Exit> {
    output::to_stdout(Policy::default().to_toml().as_bytes())?;
    Ok(Exit::Done)
}

/// The policy of a file, or the default one without a file.
pub(crate) fn of(path: Option<&Path>) -> Result<Policy> {
    let Some(path) = path else { return Ok(Policy::default()) };
    let file = input::read_a("policy", path, MOST_BYTES)?;
    let text = String::from_utf8(file.bytes)
        .with_context(|| format!("{}: is not UTF-8; save the policy as UTF-8", file.name))?;
    Ok(Policy::parse(&file.name, &text)?)
}
