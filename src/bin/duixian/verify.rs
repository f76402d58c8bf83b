//! `duixian verify`: a published ledger against its sources.

use crate::args::VerifyArgs;
use crate::exit::Exit;
use crate::{guard, input, output};
use anyhow::{Result, bail};
use duixian::notice::Severity;
use duixian::pipeline;
use duixian::policy::Policy;
use std::fmt::Write as _;

/// Prints every fault, or one line that there is none.
pub(crate) fn run(args: &VerifyArgs) -> Result<Exit> {
    let most = Policy::default().most_bytes * input::LEDGER;
    let mut inputs = input::read_all(std::iter::once(&args.ledger).chain(&args.reports), most)?;
    let ledger = inputs.remove(0);
    let verified = pipeline::verify(&ledger, &inputs, guard::take)?;
    for remark in &verified.remarks {
        output::notice(Severity::Info, &ledger.name, remark);
    }
    let mut text = String::new();
    for fault in &verified.faults {
        let _ = writeln!(text, "{fault}");
    }
    let counted = [
        (verified.targets, "target"),
        (verified.quotes, "quote"),
        (verified.sums, "sum"),
        (verified.reports, "report"),
    ]
    .map(|(count, what)| counted(count, what))
    .join(", ");
    if verified.faults.is_empty() {
        let _ = writeln!(text, "verified: {counted}");
    }
    output::to_stdout(text.as_bytes())?;
    if verified.faults.is_empty() {
        return Ok(Exit::Done);
    }
    bail!("{}: not verified: {}", ledger.name, self::counted(verified.faults.len(), "fault"));
}

/// `1 fault`, `2 faults`.
fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
