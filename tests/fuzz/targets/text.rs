//! Plain text.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| duixian_fuzz::reads("report.txt", bytes));
