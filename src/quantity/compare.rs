//! Comparing what was promised with what was reported.
