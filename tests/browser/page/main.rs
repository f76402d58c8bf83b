//! What the page must do in a real browser, opened from disk as a reader opens it.
#![allow(missing_docs, reason = "tests")]

mod access;
mod bare;
mod copy;
mod find;
mod hostile;
mod keyboard;
mod print;
mod requests;
mod sources;
mod speed;
mod widths;
