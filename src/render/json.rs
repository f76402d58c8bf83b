//! The ledger as JSON: the published form, pretty, with a line break at the end.

use super::Setting;
use crate::error::{Error, ErrorKind, Result};
use crate::ledger::Ledger;
use crate::ledger::diff::Diff;
use serde::Serialize;

/// A target takes about this many bytes of JSON; room for them is made at once.
const BYTES_A_TARGET: usize = 2_200;

/// The whole ledger as JSON.
pub(super) fn render(ledger: &Ledger, _: &Setting<'_>) -> Result<Vec<u8>> {
    written(ledger, ledger.targets.len() * BYTES_A_TARGET)
}

/// The whole comparison as JSON.
pub(super) fn diff(diff: &Diff, _: &Setting<'_>) -> Result<Vec<u8>> {
    written(diff, 0)
}

/// A waist as JSON, with room for so many bytes.
fn written(waist: &impl Serialize, room: usize) -> Result<Vec<u8>> {
    let mut out = Vec::with_capacity(room);
    serde_json::to_writer_pretty(&mut out, waist).map_err(|cause| {
        Error::new(ErrorKind::Internal, "", "what was found cannot be written as JSON").caused_by(cause)
    })?;
    out.push(b'\n');
    Ok(out)
}
