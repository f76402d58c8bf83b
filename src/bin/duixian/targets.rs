//! `duixian targets`: the targets of one report, without marks.

use crate::args::TargetsArgs;
use crate::exit::Exit;
use crate::input;
use crate::settings::{Settings, say_notices};
use anyhow::Result;
use duixian::pipeline;
use duixian::render::OUTPUTS;

/// Extracts and writes.
pub(crate) fn run(args: &TargetsArgs) -> Result<Exit> {
    let settings = Settings::new(&args.common, &[args.report.as_path()], OUTPUTS)?;
    let input = input::read(&args.report, settings.options.policy.most_bytes)?;
    let ledger = pipeline::targets(&input, &settings.options)?;
    drop(input);
    say_notices(&ledger.reports, &ledger.notices);
    settings.write(&ledger, ledger.reports.first().map_or("", |report| report.language.as_str()))?;
    Ok(Exit::Done)
}
