//! Which sections look back and which ahead. Comes in: heads and the first words of the blocks. Goes out: a half for
//! every block, and why. Headings decide; where they are silent the text does, with a notice.

use super::heading::{BARE, Head};
use super::{Half, facts};
use crate::lang::pack::OutlineCues;
use crate::notice::{Notice, NoticeKind, Notices, Severity};
use crate::read::Document;

/// What a heading of the top level says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// Looks back.
    Review,
    /// Looks ahead.
    Plan,
    /// Looks back first and then ahead.
    Mixed,
    /// An annex of things to be done.
    Annex,
    /// A list of explanations.
    Glossary,
    /// Stands over the last words.
    Closing,
    /// Says nothing of time.
    Other,
}

/// One heading of the top level.
#[derive(Debug, Clone)]
pub(super) struct Top {
    /// Index of the head.
    pub(super) head: usize,
    /// Its block.
    pub(super) block: usize,
    /// What it says.
    pub(super) class: Class,
    /// Whether it speaks of several years, and whether of the one year as well.
    pub(super) term: (bool, bool),
}

/// The halves of a report.
#[derive(Debug)]
pub(super) struct Halves {
    /// One for each block.
    pub(super) halves: Vec<Half>,
    /// The rank of the top-level headings, if there are any.
    pub(super) rank: Option<u8>,
    /// The headings of the top level.
    pub(super) tops: Vec<Top>,
    /// The first block of the last words.
    pub(super) closing: Option<usize>,
}

/// The last words stand within so many blocks of the end.
const CLOSING_WITHIN: usize = 6;
/// The last words are no longer than this in bytes, unless they begin with an address: 400 Han characters.
const LONGEST_CLOSING: usize = 1_200;
/// An address alone on its line has at most this many bytes.
const LONGEST_ADDRESS: usize = 36;

/// What a heading says; `text` is folded and relative.
fn classify(text: &str, cues: &OutlineCues) -> Class {
    if cues.closing_head.any(text) {
        return Class::Closing;
    }
    if cues.glossary.any(text) {
        return Class::Glossary;
    }
    if text.starts_with('附') && cues.annex.any(text) {
        return Class::Annex;
    }
    match (cues.review_head.first(text), cues.plan_head.first(text)) {
        (None, None) => Class::Other,
        (Some(_), None) => Class::Review,
        (None, Some(_)) => Class::Plan,
        (Some(back), Some(_)) => match cues.ahead.first(text) {
            None => Class::Review,
            Some(ahead) if ahead.start < back.start => Class::Plan,
            Some(_) => Class::Mixed,
        },
    }
}

/// The year that the report plans for, by its headings: the year of a plan heading, or the one after a review heading's.
pub(super) fn year_by_headings(heads: &[Head], delivered: Option<u16>, cues: &OutlineCues) -> Option<u16> {
    let mut votes = std::collections::BTreeMap::<u16, usize>::new();
    for head in heads.iter().filter(|head| head.rank <= 2) {
        // 2035年远景目标 is no year of work.
        let work = |&&(_, end, _): &&(usize, usize, u16)| {
            !head.text.get(end..).is_some_and(|rest| rest.starts_with("远景"))
        };
        let Some(year) = facts::years(&head.text).iter().rev().find(work).map(|(_, _, year)| *year) else {
            continue;
        };
        let vote = match classify(&head.text, cues) {
            Class::Review => year + 1,
            Class::Plan | Class::Mixed => year,
            _ => continue,
        };
        if delivered.is_none_or(|delivered| vote.abs_diff(delivered) <= 1) {
            *votes.entry(vote).or_default() += 1;
        }
    }
    votes.into_iter().max_by_key(|(year, count)| (*count, *year)).map(|(year, _)| year)
}

/// The halves. `first` is the first block after the opening; `relative` are the first words of every block with 今年 and 去年.
pub(super) fn halves(
    document: &Document,
    heads: &[Head],
    relative: &[String],
    plans: Option<u16>,
    first: usize,
    cues: &OutlineCues,
    notices: &mut Notices,
) -> Halves {
    let (rank, tops) = tops(heads, plans, cues);
    let count = document.blocks.len();
    let review =
        tops.iter().find(|top| matches!(top.class, Class::Review | Class::Mixed)).map(|top| top.block);
    let plan = tops
        .iter()
        .find(|top| top.class == Class::Plan && review.is_none_or(|review| top.block > review))
        .map(|top| top.block);
    let mixed = tops.iter().find(|top| top.class == Class::Mixed && plan.is_none_or(|plan| top.block < plan));
    let extra = tops
        .iter()
        .filter(|top| matches!(top.class, Class::Glossary | Class::Annex) && top.block > first)
        .map(|top| top.block)
        .find(|&block| plan.is_none_or(|plan| block > plan))
        .unwrap_or(count);
    let closing = closing(document, relative, &tops, first, extra, cues);
    let end = closing.unwrap_or(extra);
    let start = review.unwrap_or(first);
    let mut guess = None;
    // A term looked back on and the next one looked ahead to, before the year's own review: no plan of the year.
    let review_again = mixed.and_then(|mixed| {
        let after = |top: &&Top| top.class == Class::Review && top.block > mixed.block;
        tops.iter().find(after).map(|top| top.block).filter(|&block| plan.is_some_and(|plan| block < plan))
    });
    let border = match (plan, mixed) {
        (Some(plan), None) => Some(plan),
        (Some(plan), Some(_)) if review_again.is_some() => Some(plan),
        (Some(plan), Some(mixed)) => {
            guess = border(relative, mixed.block + 1, plan, None, cues);
            guess.or(Some(plan))
        }
        (None, _) => {
            let other =
                tops.iter().filter(|top| top.class == Class::Other && top.block > start).map(|top| top.block);
            guess = border(relative, start + 1, end, other.min(), cues);
            guess
        }
    };
    let mut halves = vec![Half::None; count];
    for (block, half) in halves.iter_mut().enumerate().take(end).skip(start) {
        *half = match border {
            Some(border) if block >= border => Half::Plan,
            _ => Half::Review,
        };
    }
    if let (Some(mixed), Some(again)) = (mixed, review_again) {
        let ahead = (mixed.block + 1..again).find(|&block| cues.look_ahead.any(&relative[block]));
        halves.iter_mut().take(again).skip(ahead.unwrap_or(again)).for_each(|half| *half = Half::None);
    }
    for (index, top) in
        tops.iter().enumerate().filter(|(_, top)| top.class == Class::Annex && top.block >= extra)
    {
        let end = tops.get(index + 1).map_or(count, |next| next.block);
        halves.iter_mut().take(end).skip(top.block).for_each(|half| *half = Half::Plan);
    }
    if let Some(block) = guess {
        let text = document.slice(document.blocks[block].span).chars().take(20).collect::<String>();
        let message =
            format!("no heading says where the plan half begins; it was taken to begin at “{text}”");
        let notice = Notice::new(NoticeKind::GuessedHalf, Severity::Warning, message).with("text", text);
        notices.push(notice.at(document.blocks[block].span));
    }
    Halves { halves, rank, tops, closing }
}

/// The headings of the top level and their rank: that of the first heading that says which way it looks.
fn tops(heads: &[Head], plans: Option<u16>, cues: &OutlineCues) -> (Option<u8>, Vec<Top>) {
    let all: Vec<Top> = heads
        .iter()
        .enumerate()
        .filter(|(_, head)| head.rank <= 2)
        .map(|(index, head)| {
            let text = facts::relative(&head.text, plans);
            let term = (cues.term.any(&text), cues.year.any(&text));
            Top { head: index, block: head.block, class: classify(&text, cues), term }
        })
        .collect();
    // 五年来，我们转型升级，… below 过去五年工作回顾 is no half of its own.
    let mut last = None;
    let all: Vec<Top> = all
        .into_iter()
        .filter(|top| {
            let head = &heads[top.head];
            let below = head.rank == BARE && last == Some(top.class) && head.text.contains('，');
            if top.class != Class::Other {
                last = Some(top.class);
            }
            !below
        })
        .collect();
    let says =
        |class: &[Class]| all.iter().find(|top| class.contains(&top.class)).map(|top| heads[top.head].rank);
    let rank = says(&[Class::Review, Class::Mixed]).or_else(|| says(&[Class::Plan]));
    let tops = all
        .into_iter()
        .filter(|top| {
            let head = &heads[top.head];
            let bare = head.rank == BARE && top.class != Class::Other;
            bare || rank.is_some_and(|rank| rank != BARE && head.rank != BARE && head.rank <= rank)
        })
        .collect();
    (rank, tops)
}

/// The first block of `from..to` that looks ahead; failing that `limit`, a heading that says nothing of time, or the
/// block after the problems.
fn border(
    relative: &[String],
    from: usize,
    to: usize,
    limit: Option<usize>,
    cues: &OutlineCues,
) -> Option<usize> {
    let early = from + (to.saturating_sub(from)) * 17 / 20;
    let problems = (from..early.min(relative.len())).find(|&block| cues.problems.any(&relative[block]));
    let problems = problems.filter(|&problems| limit.is_none_or(|limit| problems < limit));
    let start = problems.map_or(from + to.saturating_sub(from) / 10, |problems| problems + 1);
    let ahead = (start..to.min(relative.len())).find(|&block| cues.look_ahead.any(&relative[block]));
    match (ahead, limit) {
        (Some(ahead), Some(limit)) => Some(ahead.min(limit)),
        (Some(block), None) | (None, Some(block)) => Some(block),
        (None, None) => problems.map(|problems| problems + 1).filter(|&block| block < to),
    }
}

/// The first block of the last words (各位代表！…让我们…), which promise nothing.
fn closing(
    document: &Document,
    relative: &[String],
    tops: &[Top],
    first: usize,
    end: usize,
    cues: &OutlineCues,
) -> Option<usize> {
    let address = |block: usize| cues.address.any(&relative[block]);
    let alone = |block: usize| address(block) && document.blocks[block].span.len() <= LONGEST_ADDRESS;
    let low = end.saturating_sub(CLOSING_WITHIN).max(first + (end.saturating_sub(first)) / 2);
    let mut at = (low..end).rev().find(|&block| {
        let span = document.blocks[block].span;
        let addressed = address(block) || (block > 0 && alone(block - 1));
        (addressed || span.len() <= LONGEST_CLOSING) && cues.closing.any(document.slice(span))
    })?;
    while at > low
        && (alone(at - 1) || tops.iter().any(|top| top.block == at - 1 && top.class == Class::Closing))
    {
        at -= 1;
    }
    Some(at)
}
