//! PDF.
#![no_main]

use duixian_fuzz::{headed, reads};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| reads("report.pdf", &headed("%PDF-1.7\n", b"%PDF-", bytes)));
