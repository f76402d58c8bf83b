//! Heads to sections: levels, parents, ends. Comes in: heads and halves. Goes out: the section tree in order.

use super::half::{Class, Halves};
use super::heading::{BARE, Head, INNER, RUN_IN};
use super::{Half, Section};
use crate::lang::pack::OutlineCues;
use crate::read::Document;
use crate::span::Span;

/// The level of a half.
const HALF: u8 = 2;
/// The deepest level.
const DEEPEST: u8 = 5;

/// The sections of a report. `title` is the block of its title.
pub(super) fn sections(
    document: &Document,
    heads: &[Head],
    relative: &[String],
    halves: &Halves,
    title: Option<usize>,
    cues: &OutlineCues,
) -> Vec<Section> {
    let blocks = &document.blocks;
    let stops = stops(document, heads, relative, halves, cues);
    let levels = levels(heads, halves, &stops);
    let mut sections: Vec<Section> = Vec::with_capacity(heads.len() + 1);
    if let Some(title) = title {
        let head = blocks[title].span;
        sections.push(Section {
            level: 1,
            head,
            run_in: false,
            span: Span::new(head.start, document.text.len()),
            parent: None,
            half: Half::None,
            term: false,
            why: "title".to_owned(),
        });
    }
    let offset = sections.len();
    let mut open: Vec<usize> = Vec::new();
    for (index, head) in heads.iter().enumerate() {
        let level = levels[index];
        while open
            .last()
            .is_some_and(|&last| sections[last].level >= level || sections[last].span.end <= head.span.start)
        {
            open.pop();
        }
        let parent = open.last().copied().or((offset > 0).then_some(0));
        let top = halves.tops.iter().find(|top| top.head == index);
        let half = halves.halves[head.block];
        let inherited = parent.is_some_and(|parent| sections[parent].term);
        let term = match top {
            Some(top) if half == Half::Plan => top.term.0 && !top.term.1,
            Some(top) => top.term.0,
            None => inherited || (half == Half::Plan && ahead_of_term(index, halves)),
        };
        sections.push(Section {
            level,
            head: head.span,
            run_in: head.run_in,
            span: Span::new(head.span.start, end(index, heads, &levels, document, &stops)),
            parent,
            half,
            term,
            why: why(head, top.map(|top| top.class)),
        });
        open.push(sections.len() - 1);
    }
    sections
}

/// Whether a head stands in what a section on two terms (“十三五”成就和“十四五”目标) says of the one to come.
fn ahead_of_term(head: usize, halves: &Halves) -> bool {
    let top = halves.tops.iter().rev().find(|top| top.head < head);
    top.is_some_and(|top| top.class == Class::Mixed && top.term.0 && !top.term.1)
}

/// Where sections end that no heading ends.
struct Stops {
    /// Starts of blocks that end every section: the last words, and what follows.
    all: Vec<usize>,
    /// Starts of blocks that end every section below the halves: unheaded tails.
    below: Vec<usize>,
}

fn stops(
    document: &Document,
    heads: &[Head],
    relative: &[String],
    halves: &Halves,
    cues: &OutlineCues,
) -> Stops {
    let start = |block: usize| document.blocks[block].span.start;
    let changes = (1..halves.halves.len()).filter(|&block| halves.halves[block] != halves.halves[block - 1]);
    let all = changes.chain(halves.closing).map(start).collect();
    let headed: std::collections::HashSet<usize> = heads.iter().map(|head| head.block).collect();
    let below = (0..relative.len())
        .filter(|block| !headed.contains(block) && cues.tail.any(&relative[*block]))
        .map(start)
        .collect();
    Stops { all, below }
}

/// The level of every head: 2 for the top level, from 3 for the numberings below it in their order, from 4 for run-in heads.
fn levels(heads: &[Head], halves: &Halves, stops: &Stops) -> Vec<u8> {
    let top_rank = halves.rank.unwrap_or(BARE);
    let mut ranks: Vec<u8> =
        heads.iter().map(|head| head.rank).filter(|&rank| rank > top_rank && rank < RUN_IN).collect();
    ranks.sort_unstable();
    ranks.dedup();
    let mut open = HALF;
    let mut place = 0;
    heads
        .iter()
        .enumerate()
        .map(|(index, head)| {
            // A tail closes the numbered sections before it.
            if stops.below.iter().any(|&stop| place < stop && stop < head.span.start) {
                open = HALF;
            }
            place = head.span.start;
            let level = if halves.tops.iter().any(|top| top.head == index) {
                HALF
            } else {
                match head.rank {
                    INNER => DEEPEST,
                    RUN_IN => (open + 1).clamp(4, DEEPEST),
                    BARE => (open + 1).min(DEEPEST),
                    rank => {
                        let nth = ranks.iter().position(|&present| present == rank).unwrap_or(0);
                        (HALF + 1 + u8::try_from(nth).unwrap_or(DEEPEST)).min(DEEPEST)
                    }
                }
            };
            if head.rank != BARE && head.rank < RUN_IN || level == HALF {
                open = level;
            }
            level
        })
        .collect()
}

/// Where the section of a head ends.
fn end(index: usize, heads: &[Head], levels: &[u8], document: &Document, stops: &Stops) -> usize {
    let head = &heads[index];
    let block_end = document.blocks[head.block].span.end;
    let next = heads.iter().zip(levels).skip(index + 1).find(|(_, level)| **level <= levels[index]);
    if head.rank == INNER {
        return next.map_or(block_end, |(next, _)| next.span.start.min(block_end));
    }
    // A paragraph without a head belongs to the run-in head before it only when another such head follows.
    if head.rank == RUN_IN
        && !next.is_some_and(|(next, level)| next.rank == RUN_IN && *level == levels[index])
    {
        return block_end;
    }
    let mut end = next.map_or(document.text.len(), |(next, _)| document.blocks[next.block].span.start);
    let after = |stop: &&usize| **stop > head.span.start;
    end = stops.all.iter().filter(after).copied().chain([end]).min().unwrap_or(end);
    if levels[index] > HALF {
        end = stops.below.iter().filter(after).copied().chain([end]).min().unwrap_or(end);
    }
    Span::new(head.span.start, end.max(block_end.min(end))).trim_space(&document.text).end
}

fn why(head: &Head, class: Option<Class>) -> String {
    let form = match head.rank {
        BARE => "a line of its own",
        1 => "numbered 第…部分",
        2 => "numbered 一、",
        3 => "numbered （一）",
        4 => "numbered 1.",
        5 => "numbered （1）",
        RUN_IN if head.candidate => "first sentence, parallel to its neighbours",
        RUN_IN => "bold first sentence",
        _ => "bold inside a paragraph",
    };
    let says = match class {
        Some(Class::Review) => ", looks back",
        Some(Class::Plan) => ", looks ahead",
        Some(Class::Mixed) => ", looks back and ahead",
        Some(Class::Annex) => ", annex of things to be done",
        Some(Class::Glossary) => ", explanations",
        Some(Class::Added) => ", added after the report",
        Some(Class::Closing) => ", last words",
        Some(Class::Other) | None => "",
    };
    let glued = if head.glued { ", end guessed" } else { "" };
    format!("{form}{says}{glued}")
}
