//! Language packs: every cue, unit, verb and heading scheme of a language as data. Comes in: TOML. Goes out: a `Pack`
//! with compiled cues. A cue carries its own yes and no examples; `Pack::faults` runs them.

pub mod cue;
pub mod file;
pub mod labels;
pub mod pack;
pub mod quantity;
pub mod words;

pub use cue::{Cue, Cues};
pub use pack::{BUILT_IN, Pack};

/// How many characters of a text are looked at to tell its language: the first pages.
const SAMPLE: usize = 4_000;

/// The built-in pack whose commonest characters fill most of the beginning of `text`; the first pack when none does.
///
/// # Panics
/// When no built-in pack parses, which the tests of the packs rule out.
pub fn detect(text: &str) -> &'static Pack {
    let packs = Pack::built_in();
    if let [only] = packs {
        return only;
    }
    let hits = |pack: &Pack| text.chars().take(SAMPLE).filter(|c| pack.read.letters.contains(*c)).count();
    let best = packs.iter().enumerate().max_by_key(|(index, pack)| (hits(pack), std::cmp::Reverse(*index)));
    best.map(|(_, pack)| pack).expect("a built-in language pack parses")
}
