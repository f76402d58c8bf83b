//! A zip archive in memory, its parts within the policy's limits.

/// Whether a file is a zip archive.
pub(super) fn sniff(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}
