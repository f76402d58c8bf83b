//! The ledger as JSON: the published form, pretty, with a line break at the end.

use super::Setting;
use crate::error::{Error, ErrorKind, Result};
use crate::ledger::Ledger;

/// A target takes about this many bytes of JSON; room for them is made at once.
const BYTES_A_TARGET: usize = 2_200;

/// The whole ledger as JSON.
pub(super) fn render(ledger: &Ledger, _: &Setting<'_>) -> Result<Vec<u8>> {
    let mut out = Vec::with_capacity(ledger.targets.len() * BYTES_A_TARGET);
    serde_json::to_writer_pretty(&mut out, ledger).map_err(|cause| {
        Error::new(ErrorKind::Internal, "", "the ledger cannot be written as JSON").caused_by(cause)
    })?;
    out.push(b'\n');
    Ok(out)
}
