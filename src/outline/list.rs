//! Lines that look like headings but are the entries of a list: `- 新建小学2所`, `1.改造道路5条` without an end mark. Comes in:
//! heads. Goes out: the heads that announce something. Entries stay what they are, text of the section around them.
//!
//! A heading has a body below it. A run of sibling lines with none between is a list, above all when a lead-in or the title
//! of an annex stands before it or its lines count something.

use super::heading::{BARE, Head, RUN_IN};
use crate::lang::pack::OutlineCues;
use crate::read::{BlockKind, Document};

/// Below this rank a numbered line needs more than its neighbours to be an entry: 一、 and （一） head sections.
const LAST_SECTION: u8 = 3;
/// So many numbered lines below that rank without a body are a list whatever they say.
const FEWEST: usize = 3;

/// Without the heads that are entries of a list. `leads` are the first words of every block.
pub(super) fn without_entries(
    document: &Document,
    heads: Vec<Head>,
    leads: &[String],
    cues: &OutlineCues,
) -> Vec<Head> {
    let mut whole: Vec<Option<&Head>> = vec![None; leads.len()];
    let mut headed = vec![false; leads.len()];
    let mut ranks = vec![BARE; leads.len()];
    for head in heads.iter().rev() {
        headed[head.block] = true;
        ranks[head.block] = head.rank;
        let entry = !head.run_in && head.rank < RUN_IN;
        whole[head.block] =
            Some(head).filter(|_| entry && document.blocks[head.block].kind != BlockKind::Heading);
    }
    let announces = |head: &Head| {
        !counts(&head.text)
            && [
                &cues.review_head,
                &cues.plan_head,
                &cues.closing_head,
                &cues.glossary,
                &cues.attached,
                &cues.annex,
            ]
            .iter()
            .any(|cues| cues.any(&head.text))
    };
    let sibling = |block: usize, rank: u8| {
        whole.get(block).copied().flatten().filter(|head| head.rank == rank && !announces(head))
    };
    let mut entry = vec![false; leads.len()];
    let mut from = 0;
    while from < leads.len() {
        let Some(first) = whole[from].filter(|head| !announces(head)) else {
            from += 1;
            continue;
        };
        let to =
            (from..).take_while(|&block| sibling(block, first.rank).is_some()).last().unwrap_or(from) + 1;
        let body =
            to < leads.len() && !headed[to] && !cues.address.any(&leads[to]) && !cues.tail.any(&leads[to]);
        let deeper = to < leads.len() && headed[to] && (first.rank == BARE || ranks[to] > first.rank);
        let before = from.checked_sub(1);
        let led = before.is_some_and(|block| {
            let text = document.slice(document.blocks[block].span);
            text.ends_with(['：', ':'])
                || whole[block].is_some_and(|head| cues.annex.any(&head.text) && announces(head))
        });
        let counted = (from..to).filter(|&block| counts(&leads[block])).count();
        let listed = (from..to).all(|block| document.blocks[block].kind == BlockKind::Item);
        let last_counts = counts(&leads[to - 1]);
        // The last line may head the body that follows.
        let sure = (led || listed) && to - from > 1;
        let to = if (body || deeper) && !last_counts && !sure { to - 1 } else { to };
        let length = to - from;
        let is_list = match length {
            0 => false,
            1 => led && counted == 1,
            _ => {
                led || listed
                    || counted * 2 >= length
                    || (first.rank != BARE && first.rank > LAST_SECTION && length >= FEWEST)
            }
        };
        if is_list {
            entry[from..to].fill(true);
        }
        from = to.max(from + 1);
    }
    heads.into_iter().filter(|head| !entry[head.block]).collect()
}

/// Whether a line counts something: a digit before a letter that is no part of a date.
fn counts(text: &str) -> bool {
    let mut last = ' ';
    text.chars().any(|c| {
        let counts = last.is_ascii_digit() && (c.is_alphabetic() || c == '%') && !"年月日届次".contains(c);
        last = c;
        counts
    })
}
