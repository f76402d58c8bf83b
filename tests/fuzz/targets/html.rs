//! Web pages.
#![no_main]

use duixian_fuzz::{headed, reads};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| reads(
    "report.html",
    &headed("<!DOCTYPE html><html><body>", b"<", bytes)
));
