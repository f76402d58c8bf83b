//! Markdown.
#![no_main]

use duixian_fuzz::{headed, reads};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| reads(
    "report.md",
    &headed("# 报告\n\n**一是。**建成。\n\n", b"#", bytes)
));
