//! What the tests of the page share: a real Chromium, its tabs, and pages made by the program.

pub mod axe;
pub mod chromium;
pub mod pages;
pub mod paper;
pub mod tab;

use std::path::PathBuf;

/// Where the program's directory has its `target`, in which everything is put that the tests write or fetch.
pub fn target() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../target"))
}
