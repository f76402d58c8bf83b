//! What the sentences say. Comes in: folded sentences and clauses. Goes out: figures, and from them targets and claims.

pub mod figure;
