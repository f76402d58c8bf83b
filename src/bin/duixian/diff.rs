//! `duixian diff`: one report against the next, section by section and word by word.

use crate::args::DiffArgs;
use crate::exit::Exit;
use crate::input;
use crate::settings::{Settings, say_notices};
use anyhow::Result;
use duixian::pipeline;
use duixian::render::DIFFS;

/// Compares and writes.
pub(crate) fn run(args: &DiffArgs) -> Result<Exit> {
    let paths = [args.earlier.clone(), args.later.clone()];
    let settings = Settings::new(&args.common(), &[&args.earlier, &args.later], DIFFS)?;
    let inputs = input::read_all(&paths, settings.options.policy.most_bytes)?;
    let [earlier, later] = &inputs[..] else { unreachable!("as many inputs as paths") };
    let diff = pipeline::diff(earlier, later, &settings.options)?;
    say_notices(&diff.reports, &diff.notices);
    let language = diff.reports.first().map_or("", |report| report.language.as_str());
    settings.write(&diff, language)?;
    Ok(Exit::Done)
}
