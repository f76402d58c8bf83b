//! Any bytes: sniffing, and the reader that it leads to.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| duixian_fuzz::reads("report", bytes));
