//! Which sections look back and which ahead. Comes in: heads and the first words of the blocks. Goes out: a half for
//! every block, and why. Headings decide; where they are silent the text does, with a notice.

use super::heading::{BARE, Head, numbered};
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
    /// Something else that is added after the report.
    Added,
    /// Stands over the last words.
    Closing,
    /// Says nothing of time.
    Other,
}

impl Class {
    /// Whether it is added after the report.
    pub(super) fn is_extra(self) -> bool {
        matches!(self, Self::Annex | Self::Glossary | Self::Added)
    }
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
    if cues.attached.any(text) {
        let planned = cues.annex.any(text) || cues.plan_head.any(text);
        return if planned { Class::Annex } else { Class::Added };
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
    let (rank, tops) = tops(heads, relative, plans, cues);
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
        .filter(|top| top.class.is_extra() && top.block > first)
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
        (Some(plan), None) => {
            let (border, unsure) = before_plan(relative, &tops, start, plan, cues);
            guess = Some(border).filter(|_| unsure);
            Some(border)
        }
        (Some(plan), Some(_)) if review_again.is_some() => Some(plan),
        (Some(plan), Some(mixed)) => {
            guess = border(relative, mixed.block + 1, plan, None, cues);
            guess.or(Some(plan))
        }
        (None, _) => {
            let other =
                tops.iter().filter(|top| top.class == Class::Other && top.block > start).map(|top| top.block);
            let found = border(relative, start + 1, end, other.min(), cues);
            guess = found.map(|block| after_problems(relative, &tops, block, cues));
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
        let next = tops[index + 1..].iter().find(|next| next.class.is_extra());
        let end = next.map_or(count, |next| next.block);
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
fn tops(
    heads: &[Head],
    relative: &[String],
    plans: Option<u16>,
    cues: &OutlineCues,
) -> (Option<u8>, Vec<Top>) {
    let all: Vec<Top> = heads
        .iter()
        .enumerate()
        .filter(|(_, head)| head.rank <= 2)
        .map(|(index, head)| {
            let text = facts::relative(&head.text, plans);
            let term = (cues.term.any(&text), cues.year.any(&text));
            let text = titled(heads, index, relative, cues).unwrap_or(text);
            Top { head: index, block: head.block, class: classify(&text, cues), term }
        })
        .collect();
    let all = without_annexed(all, heads);
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

/// Where the plan half begins before its heading: with a heading that says nothing of time but whose text looks ahead. And
/// whether that is a guess.
fn before_plan(
    relative: &[String],
    tops: &[Top],
    start: usize,
    plan: usize,
    cues: &OutlineCues,
) -> (usize, bool) {
    let neutral = tops.iter().find(|top| top.class == Class::Other && (start + 1..plan).contains(&top.block));
    let Some(neutral) = neutral.map(|top| top.block) else { return (plan, false) };
    match (neutral..plan).find(|&block| cues.look_ahead.any(&relative[block])) {
        Some(ahead) if ahead <= neutral + 1 => (neutral, false),
        Some(ahead) => (ahead, true),
        None => (plan, true),
    }
}

/// The heading that says nothing of time right after the paragraph of problems, where the first block that looks ahead
/// stands below it; else that block.
fn after_problems(relative: &[String], tops: &[Top], ahead: usize, cues: &OutlineCues) -> usize {
    let above = tops.iter().rev().find(|top| top.block <= ahead).filter(|top| top.class == Class::Other);
    let closed = |block: usize| block > 0 && cues.problems.any(&relative[block - 1]);
    above.map(|top| top.block).filter(|&block| closed(block)).unwrap_or(ahead)
}

/// The words of a label alone on its line (附件) and of what stands below it; those of a title below such a label as well.
fn titled(heads: &[Head], index: usize, relative: &[String], cues: &OutlineCues) -> Option<String> {
    let label = |at: usize| {
        let label = heads.get(at)?;
        let words = label.text.trim_end_matches([':', '：']);
        let alone = cues.attached.first(words).is_some_and(|found| found.end == words.len());
        let below = relative.get(label.block + 1).filter(|below| alone && !numbered(below, cues))?;
        Some((label.block, format!("{words}:{below}")))
    };
    let above = || label(index.checked_sub(1)?).filter(|(block, _)| block + 1 == heads[index].block);
    label(index).or_else(above).map(|(_, words)| words)
}

/// Without the numbered headings inside of what is added after the report: they are none of the top level.
fn without_annexed(tops: Vec<Top>, heads: &[Head]) -> Vec<Top> {
    let mut inside = false;
    tops.into_iter()
        .filter(|top| {
            inside = (inside || top.class.is_extra()) && top.class != Class::Closing;
            !inside || top.class.is_extra() || heads[top.head].rank == BARE
        })
        .collect()
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

/// The first block of the last words (各位代表！…让我们…), which promise nothing. `end` is the end of the report proper.
fn closing(
    document: &Document,
    relative: &[String],
    tops: &[Top],
    first: usize,
    end: usize,
    cues: &OutlineCues,
) -> Option<usize> {
    let words = |block: usize| document.slice(document.blocks[block].span);
    let address = |block: usize| cues.address.any(&relative[block]);
    let alone = |block: usize| address(block) && words(block).len() <= LONGEST_ADDRESS;
    let low = end.saturating_sub(CLOSING_WITHIN).max(first + (end.saturating_sub(first)) / 2);
    let fits = |block: &usize| {
        let addressed = address(*block) || (*block > 0 && alone(*block - 1));
        addressed || words(*block).len() <= LONGEST_CLOSING
    };
    let sentence = |block: &usize| words(*block).ends_with(['。', '！', '!', '”']) && !alone(*block);
    let last = (low..end).rev().find(sentence).filter(|block| cues.rally.any(words(*block)));
    let mut at =
        (low..end).rev().find(|&block| cues.closing.any(words(block)) || last == Some(block)).filter(fits)?;
    while at > low
        && (alone(at - 1) || tops.iter().any(|top| top.block == at - 1 && top.class == Class::Closing))
    {
        at -= 1;
    }
    Some(at)
}
