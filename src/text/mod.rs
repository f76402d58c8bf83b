//! Language-neutral work on text: the matching copy, sentences and clauses, likeness.

pub mod fold;
pub mod sentence;
pub mod shown;
pub mod similarity;
