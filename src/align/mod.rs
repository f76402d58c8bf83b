//! The sections and paragraphs of one half against those of another. Comes in: two outlines. Goes out: which became which, many to many
//! where the text is so.
//!
//! The way: `side` makes units of blocks and says which words stand in which, `likeness` weighs what two units share, `link` joins
//! those that belong together, sections before what stands below them, `settle` joins them anew, each with as many as it belongs to,
//! `change` makes groups of them and says what became of each.

mod change;
mod likeness;
mod link;
mod settle;
mod side;

pub use side::Side;

use crate::policy::AlignPolicy;
use likeness::Likeness;
#[cfg(test)]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Which halves are set against each other, the earlier report's first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Halves {
    /// What was promised, against what is promised now.
    PlanPlan,
    /// What was told, against what is told now.
    ReviewReview,
    /// What was promised, against what is told of it.
    PlanReview,
}

/// What became of a section or paragraph. Same, renamed in its first sense and moved are said of one that belongs to one other and to
/// nothing else. Where there are more it is counted to how many blocks of the earlier half the later ones belong, and to how many of the
/// later half the earlier ones, in this entry or in another: more earlier ones are merged, more later ones split, as many renamed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// It stands there again under the same heading, where it has one, and is not surely moved.
    #[default]
    Same,
    /// The same in other words of its heading; or several became as many, cut in another way.
    Renamed,
    /// It surely stands under another section, or in another order.
    Moved,
    /// Several became one, or fewer.
    Merged,
    /// One became several, or several more.
    Split,
    /// The later half has nothing of it.
    Dropped,
    /// The earlier half has nothing of it.
    New,
}

impl How {
    /// What it is when the two sides are exchanged.
    pub fn mirrored(self) -> Self {
        match self {
            Self::Merged => Self::Split,
            Self::Split => Self::Merged,
            Self::Dropped => Self::New,
            Self::New => Self::Dropped,
            Self::Same | Self::Renamed | Self::Moved => self,
        }
    }
}

/// What the score of a link is made of, in thousandths.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Parts {
    /// For the words that both share.
    pub content: i32,
    /// For the words that both headings share.
    pub heading: i32,
    /// For the sections around them.
    pub section: i32,
    /// For the place.
    pub place: i32,
    /// For being nearer to each other than to others.
    pub nearest: i32,
    /// Less when they open unlike each other.
    pub opening: i32,
}

impl Parts {
    /// How alike they are, 0 to 1000.
    pub fn score(self) -> i32 {
        self.named().into_iter().map(|(_, part)| part).sum::<i32>().clamp(0, 1000)
    }

    /// The parts of both, added.
    fn plus(self, other: Self) -> Self {
        Self {
            content: self.content + other.content,
            heading: self.heading + other.heading,
            section: self.section + other.section,
            place: self.place + other.place,
            nearest: self.nearest + other.nearest,
            opening: self.opening + other.opening,
        }
    }

    /// The mean of so many, of their sum.
    fn over(self, count: i32) -> Self {
        let mean = |sum: i32| sum.checked_div(count).unwrap_or(0);
        Self {
            content: mean(self.content),
            heading: mean(self.heading),
            section: mean(self.section),
            place: mean(self.place),
            nearest: mean(self.nearest),
            opening: mean(self.opening),
        }
    }

    /// The parts by name.
    pub fn named(self) -> [(&'static str, i32); 6] {
        let Self { content, heading, section, place, nearest, opening } = self;
        [
            ("content", content),
            ("heading", heading),
            ("section", section),
            ("place", place),
            ("nearest", nearest),
            ("opening", opening),
        ]
    }
}

/// Blocks that belong together, each of the earlier ones to each of the later ones. Blocks of one side that belong to the same ones of the
/// other stand together; a block stands in several links when some of those that it belongs to belong to others, too. The block of a
/// heading stands for its whole section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Blocks of the earlier document, in order; none for [`How::New`].
    pub earlier: Vec<usize>,
    /// Blocks of the later document, in order; none for [`How::Dropped`].
    pub later: Vec<usize>,
    /// What became of them.
    pub how: How,
    /// Why they belong together; of several blocks the mean over what joins them.
    pub parts: Parts,
}

/// Sets one half against another: every two blocks that belong together in exactly one link, every other block in one of its own, in the
/// order of the earlier side, what is new behind what stands before it on the later side.
pub fn align(earlier: &Side, later: &Side, policy: &AlignPolicy) -> Vec<Link> {
    // It is worked through in one direction whichever side is named first, so that what is even falls the same way.
    let prints = |side: &Side| side.units.iter().map(|unit| unit.print).collect::<Vec<_>>();
    let turned = prints(earlier) > prints(later);
    let (one, other) = if turned { (later, earlier) } else { (earlier, later) };
    let likeness = Likeness::new(one, other, policy);
    let joined = link::link(one, other, &likeness, policy);
    let mut groups = change::changes(one, other, &likeness, &joined, policy);
    if turned {
        groups.iter_mut().for_each(change::Group::turn);
    }
    ordered(groups, earlier, later)
}

/// The links in their order, units as blocks.
fn ordered(mut groups: Vec<change::Group>, earlier: &Side, later: &Side) -> Vec<Link> {
    groups.sort_by_key(|group| (group.earlier.first().copied(), group.later.first().copied()));
    let new = groups.partition_point(|group| group.earlier.is_empty());
    let rest = groups.split_off(new);
    let mut new = groups.into_iter().peekable();
    let mut holder = vec![usize::MAX; later.units.len()];
    for (at, group) in rest.iter().enumerate() {
        group.later.iter().for_each(|&unit| holder[unit] = at);
    }
    // Behind which of the others each new one comes: the one that holds the unit before it, or that which that one comes behind.
    let mut behind: Vec<Vec<change::Group>> = rest.iter().map(|_| Vec::new()).collect();
    let mut front = Vec::new();
    let mut last = None;
    for (unit, &at) in holder.iter().enumerate() {
        if at != usize::MAX {
            last = Some(at);
        } else if let Some(group) = new.next_if(|group| group.later.first() == Some(&unit)) {
            last.map_or(&mut front, |at: usize| &mut behind[at]).push(group);
        }
    }
    let rest = rest.into_iter().zip(behind).flat_map(|(group, behind)| std::iter::once(group).chain(behind));
    let blocks =
        |units: Vec<usize>, side: &Side| units.into_iter().map(|unit| side.units[unit].block).collect();
    let link = |group: change::Group| Link {
        earlier: blocks(group.earlier, earlier),
        later: blocks(group.later, later),
        how: group.how,
        parts: group.parts,
    };
    front.into_iter().chain(rest).map(link).collect()
}
