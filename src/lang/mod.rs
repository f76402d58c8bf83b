//! Language packs: every cue, unit, verb and heading scheme of a language as data. Comes in: TOML. Goes out: a `Pack`
//! with compiled cues. A cue carries its own yes and no examples; `Pack::faults` runs them.

pub mod cue;
pub mod labels;
pub mod pack;

pub use cue::{Cue, Cues};
pub use pack::Pack;
