//! One half of a report as the alignment sees it. Comes in: a document and its outline. Goes out: one unit for each block that carries
//! text, the sections above it, and which words stand in which unit.

use crate::lang::Pack;
use crate::outline::{Half, Outline};
use crate::read::{BlockKind, Document};
use crate::span::Span;
use crate::text::fold::fold;
use crate::text::similarity::{Gram, Grams, NumberHasher, grams, runs};
use std::collections::HashMap;
use std::hash::Hasher;

/// A block that carries text. One that heads a section stands for all of it.
#[derive(Debug, Clone)]
pub(super) struct Unit {
    /// Index into the document's blocks.
    pub(super) block: usize,
    /// The unit of the section around it.
    pub(super) parent: Option<usize>,
    /// Whether it is more of a section than a paragraph: most of its text stands below it.
    pub(super) whole: bool,
    /// Whether it opens with an address.
    pub(super) address: bool,
    /// Whether it opens with what is wanting.
    pub(super) problems: bool,
    /// The words of its heading, folded, without number and figures; `None` where it has none.
    pub(super) heading: Option<Heading>,
    /// A number for its text, with all that stands below it: equal for equal texts.
    pub(super) print: u64,
    /// How many characters it holds, with all that stands below it.
    pub(super) length: u32,
    /// Where it begins, in thousandths of the characters of the half.
    pub(super) at: u32,
    /// Its number among those below the same section, in thousandths.
    pub(super) rank: u32,
}

/// What stands over a section.
#[derive(Debug, Clone)]
pub(super) struct Heading {
    /// Its letters: without numbers, figures and marks.
    pub(super) words: String,
    /// Its runs.
    pub(super) grams: Grams,
}

/// A run and a unit that holds it, in one number: runs of one and two characters take 42 bits, units what is left.
type Posting = u64;

/// How many characters of a block tell how it opens.
const LEAD: usize = 64;

/// How many bits a unit takes in a [`Posting`]: four million units, more than a file can have lines.
const UNIT_BITS: u32 = 22;

/// One half, ready to be set against another.
#[derive(Debug, Clone, Default)]
pub struct Side {
    pub(super) units: Vec<Unit>,
    /// Each run of each unit once, in order of the runs. What stands below a unit counts as its own.
    postings: Vec<Posting>,
}

impl Side {
    /// The blocks of `half` that carry text; none where the report has no such half.
    pub fn new(document: &Document, outline: &Outline, half: Half) -> Self {
        let pack = Pack::of(&outline.language);
        let blocks: Vec<usize> = (0..document.blocks.len())
            .filter(|&block| {
                outline.halves.get(block) == Some(&half)
                    && document.blocks[block].kind != BlockKind::Furniture
            })
            .collect();
        let unit_of: HashMap<usize, usize> =
            blocks.iter().enumerate().map(|(unit, &block)| (block, unit)).collect();
        // The block that each section's heading stands in, and the first section of each block.
        let head_block: Vec<Option<usize>> =
            outline.sections.iter().map(|section| document.block_at(section.head.start)).collect();
        let mut first_of = HashMap::<usize, usize>::new();
        for (section, block) in head_block.iter().enumerate() {
            if let Some(block) = block {
                first_of.entry(*block).or_insert(section);
            }
        }
        let mut side = Self::default();
        let mut keys: Vec<Posting> = Vec::new();
        let mut prints: Vec<NumberHasher> = Vec::with_capacity(blocks.len());
        let mut below = vec![0_u32; blocks.len()];
        let mut before = 0;
        for (unit, &block) in blocks.iter().enumerate() {
            let span = document.blocks[block].span;
            let path = outline.path(span.start);
            let above = path.iter().rev().filter_map(|&section| head_block[section]);
            let parent = above.filter(|&head| head < block).find_map(|head| unit_of.get(&head).copied());
            let text = fold(document.slice(span));
            let length = count(&text);
            runs(&text, |run| keys.push((packed(run) << UNIT_BITS) | unit as Posting));
            let heading =
                first_of.get(&block).map(|&section| heading(document, outline.sections[section].head, pack));
            let lead = text.char_indices().nth(LEAD).and_then(|(end, _)| text.get(..end)).unwrap_or(&text);
            let (address, problems) = (pack.outline.address.any(lead), pack.outline.problems.any(lead));
            let mut print = NumberHasher::default();
            text.chars().for_each(|c| print.write_u32(u32::from(c)));
            side.units.push(Unit {
                block,
                parent,
                whole: false,
                address,
                problems,
                heading,
                print: 0,
                length,
                at: before,
                rank: 0,
            });
            prints.push(NumberHasher::default());
            let print = print.finish();
            let mut above = Some(unit);
            while let Some(at) = above {
                prints[at].write_u64(print);
                if at != unit {
                    below[at] = below[at].saturating_add(length);
                    side.units[at].length = side.units[at].length.saturating_add(length);
                }
                above = side.units[at].parent;
            }
            before = before.saturating_add(length);
        }
        side.place(before);
        for ((unit, print), below) in side.units.iter_mut().zip(prints).zip(below) {
            unit.print = print.finish();
            unit.whole = below * 2 > unit.length;
        }
        side.postings = side.spread(keys);
        side
    }

    /// Turns places into thousandths.
    fn place(&mut self, characters: u32) {
        let mut below = HashMap::<Option<usize>, u32>::new();
        for unit in &self.units {
            *below.entry(unit.parent).or_default() += 1;
        }
        let mut seen = HashMap::<Option<usize>, u32>::new();
        for unit in &mut self.units {
            unit.at = share(unit.at, characters);
            let nth = seen.entry(unit.parent).or_default();
            unit.rank = share(*nth, below[&unit.parent]);
            *nth += 1;
        }
    }

    /// The postings, with the units above each unit that holds a run.
    fn spread(&self, mut keys: Vec<Posting>) -> Vec<Posting> {
        sort_by_run(&mut keys);
        keys.dedup();
        let mut all = Vec::with_capacity(keys.len() * 3);
        let mut sorted = Vec::new();
        for group in keys.chunk_by(|one, other| run_of(*one) == run_of(*other)) {
            let from = all.len();
            let run = run_of(group[0]) << UNIT_BITS;
            let mut last = None;
            for &key in group {
                all.push(key);
                let parent = self.units[unit_of(key)].parent;
                // Neighbours below one section come one behind the other.
                if parent != last {
                    let above = |unit: &usize| self.units[*unit].parent;
                    let above = std::iter::successors(parent, above);
                    all.extend(above.map(|unit| run | unit as Posting));
                }
                last = parent;
            }
            if all.len() > from + group.len() {
                sorted.clear();
                sorted.extend_from_slice(&all[from..]);
                sorted.sort_unstable();
                sorted.dedup();
                all.truncate(from);
                all.extend_from_slice(&sorted);
            }
        }
        all
    }

    /// The units by run: each run that stands somewhere, in order, with its units in order.
    pub(super) fn by_run(&self) -> impl Iterator<Item = (u64, &[Posting])> {
        self.postings
            .chunk_by(|one, other| run_of(*one) == run_of(*other))
            .map(|group| (run_of(group[0]), group))
    }

    /// Whether no block of the half carries text.
    pub fn is_empty(&self) -> bool {
        self.units.is_empty()
    }
}

/// Sorts what stands there in the order of its units, by runs and then by units: by their digits from the last to the first, which takes
/// a fifth of the time that comparing them takes.
fn sort_by_run(keys: &mut Vec<Posting>) {
    const DIGIT_BITS: u32 = 11;
    let mut sorted = vec![0; keys.len()];
    for shift in (UNIT_BITS..Posting::BITS).step_by(DIGIT_BITS as usize) {
        // The mask leaves eleven bits.
        let digit = |key: Posting| (key >> shift & ((1 << DIGIT_BITS) - 1)) as usize;
        let mut places = [0; (1 << DIGIT_BITS) + 1];
        keys.iter().for_each(|&key| places[digit(key) + 1] += 1);
        (1..places.len()).for_each(|at| places[at] += places[at - 1]);
        for &key in keys.iter() {
            let place = &mut places[digit(key)];
            sorted[*place] = key;
            *place += 1;
        }
        std::mem::swap(keys, &mut sorted);
    }
}

/// The unit of a posting.
pub(super) fn unit_of(posting: Posting) -> usize {
    // Fewer bits than a usize has.
    (posting & ((1 << UNIT_BITS) - 1)) as usize
}

fn run_of(posting: Posting) -> u64 {
    posting >> UNIT_BITS
}

/// A run in 42 bits: a character takes 21.
fn packed(run: Gram) -> u64 {
    ((run >> 32) << 21) | (run & 0x1F_FFFF)
}

/// How many thousandths of `all` this is; 0 of nothing.
fn share(part: u32, all: u32) -> u32 {
    u32::try_from((u64::from(part) * 1000).checked_div(u64::from(all)).unwrap_or(0)).unwrap_or(1000)
}

fn count(text: &str) -> u32 {
    u32::try_from(text.chars().count()).unwrap_or(u32::MAX)
}

fn heading(document: &Document, head: Span, pack: &Pack) -> Heading {
    let text = fold(document.slice(head));
    let numbered = pack.outline.scheme.iter().find_map(|scheme| scheme.matches(&text));
    let bare = numbered.and_then(|end| text.get(end..)).unwrap_or(&text);
    let words: String = bare.chars().filter(|c| c.is_alphabetic()).collect();
    Heading { grams: grams(&words), words }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn postings_come_by_run_and_then_by_unit() {
        let key = |run: u64, unit: u64| (run << UNIT_BITS) | unit;
        let pair = (u64::from(u32::from('市')) << 21) | u64::from(u32::from('民'));
        let single = u64::from(u32::from('市'));
        let mut keys = vec![key(pair, 0), key(single, 0), key(single, 1), key(pair, 2), key(1, 3)];
        let mut sorted = keys.clone();
        sorted.sort_unstable();
        sort_by_run(&mut keys);
        assert_eq!(keys, sorted);
        sort_by_run(&mut Vec::new());
    }
}
