//! Language-neutral work on text: the matching copy, sentences and clauses, likeness, redlines.

pub mod fold;
pub mod redline;
pub mod sentence;
pub mod shown;
pub mod similarity;
