//! What a half says, statement by statement. Comes in: a `Document` with its `Outline`. Goes out: the targets of the plan
//! half and the claims of the review half, all as spans. Which claim serves which target is left to pairing.

pub mod claim;
pub mod clause;
pub mod commit;
pub mod figure;
pub mod kind;
pub mod list;
pub mod measure;
pub mod name;
pub mod target;
