//! `duixian packs`: the language packs and their self-test.

use crate::exit::Exit;
use crate::output;
use anyhow::Result;
use duixian::pipeline;

/// Runs every cue on its own examples; one line a pack on stdout, one line a fault on stderr.
pub(crate) fn run() -> Result<Exit> {
    let mut out = String::new();
    let mut exit = Exit::Done;
    for (pack, cues, faults) in pipeline::pack_faults() {
        out.push_str(&format!("{pack}: {cues} cues, {} faults\n", faults.len()));
        for fault in &faults {
            output::complain(&format!("{pack}: {fault}"));
            exit = Exit::Failed;
        }
    }
    output::to_stdout(out.as_bytes())?;
    Ok(exit)
}
