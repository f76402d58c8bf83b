//! `duixian check`: the main job.

use crate::args::{CheckArgs, FailOn};
use crate::exit::Exit;
use crate::input;
use crate::settings::{Settings, say_notices};
use anyhow::Result;
use duixian::pipeline;
use duixian::render::OUTPUTS;
use std::path::{Path, PathBuf};

/// Pairs adjacent reports, judges, and writes.
pub(crate) fn run(args: &CheckArgs) -> Result<Exit> {
    // This thread works with the others: one that only waits would keep memory of its own. Where threads cannot be had, it works alone.
    let _ = rayon::ThreadPoolBuilder::new().use_current_thread().build_global();
    let paths: Vec<&Path> = args.reports.iter().map(PathBuf::as_path).collect();
    let settings = Settings::new(&args.common, &paths, OUTPUTS)?;
    let inputs = input::read_all(&args.reports, settings.options.policy.most_bytes)?;
    let ledger = pipeline::check(&inputs, &settings.options)?;
    drop(inputs);
    say_notices(&ledger.reports, &ledger.notices);
    settings.write(&ledger, ledger.reports.first().map_or("", |report| report.language.as_str()))?;
    let found = args.fail_on.iter().any(|mark| match mark {
        FailOn::Missed => ledger.totals.missed > 0,
        FailOn::NotMentioned => ledger.totals.not_mentioned > 0,
    });
    // The process ends, and the system takes everything back at once; piece by piece it takes as long as reading several reports.
    std::mem::forget(ledger);
    Ok(if found { Exit::Findings } else { Exit::Done })
}
