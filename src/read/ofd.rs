//! OFD to lines.

use super::format::{File, Taken};

/// Whether a file is a OFD.
pub(super) fn sniff(_bytes: &[u8]) -> bool {
    false
}

/// The lines of a OFD.
pub(super) fn take(_file: &File<'_>) -> Result<Taken, String> {
    Err("not read yet".to_owned())
}
