//! Language-neutral work on text: the matching copy, sentences and clauses, likeness.

pub mod fold;
