//! The ledger as JSON: the published form, pretty, with a line break at the end.

use super::Setting;
use crate::error::{Error, ErrorKind, Result};
use crate::ledger::Ledger;

/// The whole ledger as JSON.
pub(super) fn render(ledger: &Ledger, _: &Setting<'_>) -> Result<Vec<u8>> {
    let mut out = serde_json::to_vec_pretty(ledger).map_err(|cause| {
        Error::new(ErrorKind::Internal, "", "the ledger cannot be written as JSON").caused_by(cause)
    })?;
    out.push(b'\n');
    Ok(out)
}
