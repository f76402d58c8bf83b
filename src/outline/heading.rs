//! Headings and how deep they are. Comes in: the blocks. Goes out: heads with the rank of their numbering. Levels come
//! from the numbering alone: the marks of a format (`##`) are uneven in real files.

use crate::lang::pack::OutlineCues;
use crate::read::{Block, BlockKind, Document};
use crate::span::Span;
use crate::text::fold::{Folded, fold};

/// Rank of a head without a number on a line of its own.
pub(super) const BARE: u8 = 0;
/// Rank of a head that runs into its paragraph, without a number.
pub(super) const RUN_IN: u8 = 6;
/// Rank of a head inside a paragraph.
pub(super) const INNER: u8 = 7;

/// Longest heading on a line of its own, in characters.
const LONGEST: usize = 60;
/// Longest heading without a number, in characters.
const LONGEST_BARE: usize = 45;
/// Longest first sentence that can be a head without a number or bold, in characters.
const LONGEST_RUN_IN: usize = 30;
/// Below this rank a number may stand before the entry of a list.
const LAST_WITH_BODY: u8 = 3;
/// How many characters of a block are looked at for its head.
const LEAD: usize = 64;

/// One head.
#[derive(Debug, Clone)]
pub(super) struct Head {
    /// The block it stands in.
    pub(super) block: usize,
    /// Its words.
    pub(super) span: Span,
    /// Whether the paragraph goes on behind it.
    pub(super) run_in: bool,
    /// `BARE`, 1 to 5 as in the pack's schemes, `RUN_IN` or `INNER`.
    pub(super) rank: u8,
    /// Its words, folded.
    pub(super) text: String,
    /// Whether it is only a head if its neighbours have such heads too.
    pub(super) candidate: bool,
    /// Whether no sign says where it ends.
    pub(super) glued: bool,
}

/// The first words of every block, folded.
pub(super) fn leads(document: &Document) -> Vec<String> {
    document.blocks.iter().map(|block| fold(lead(document.slice(block.span)))).collect()
}

fn lead(text: &str) -> &str {
    let end = text.char_indices().nth(LEAD).map_or(text.len(), |(at, _)| at);
    text.get(..end).unwrap_or(text)
}

/// Whether the first words of a block are numbered.
pub(super) fn numbered(lead: &str, cues: &OutlineCues) -> bool {
    cues.scheme.iter().any(|scheme| scheme.matches(lead).is_some())
}

/// The heads of the blocks from `first` on.
pub(super) fn heads(document: &Document, leads: &[String], first: usize, cues: &OutlineCues) -> Vec<Head> {
    let mut heads = Vec::new();
    for (index, block) in document.blocks.iter().enumerate().skip(first) {
        if block.kind == BlockKind::Furniture
            || block.kind == BlockKind::Table
            || cues.address.any(&leads[index])
        {
            continue;
        }
        of_block(document, index, block, &leads[index], cues, &mut heads);
    }
    heads
}

fn of_block(
    document: &Document,
    index: usize,
    block: &Block,
    lead_text: &str,
    cues: &OutlineCues,
    heads: &mut Vec<Head>,
) {
    let text = document.slice(block.span);
    // What a sign sets apart as an entry of a list heads nothing without a number or a lead that is bold.
    let item = block.kind == BlockKind::Item;
    let bare = lead_text.trim_start_matches(['—', '-', '–', '·', '●', '■', '◆']);
    let mut push = |span: Span, run_in: bool, rank: u8, candidate: bool, glued: bool| {
        let span = span.trim(&document.text, |c| c.is_whitespace() || "。，：；！,:;—-·●■◆".contains(c));
        if !span.is_empty() {
            let text = fold(document.slice(span));
            heads.push(Head { block: index, span, run_in, rank, text, candidate, glued });
        }
    };
    if let Some(scheme) = cues.scheme.iter().find(|scheme| scheme.matches(lead_text).is_some()) {
        let cut = |glue: &crate::lang::Cues| {
            let folded =
                Folded::new(&document.text, Span::new(block.span.start, block.span.start + lead(text).len()));
            let group = glue.patterns().iter().find_map(|pattern| pattern.captures(&folded.text)?.get(1))?;
            Some(folded.back(Span::new(group.start(), group.end())).end)
        };
        // What could be one line of heading is cut only where a clause of the body follows.
        let goes_on = |end: &usize| {
            let body = Span::new((*end).min(block.span.end), block.span.end);
            !whole(text, LONGEST) || (text.ends_with('。') && document.slice(body).contains('，'))
        };
        let weak = || no_body(document, index, scheme.rank, cues).then(|| cut(&cues.weak_glue)).flatten();
        if let Some(end) = cut(&cues.glue).filter(goes_on).or_else(weak) {
            push(Span::new(block.span.start, end), true, scheme.rank, false, true);
        } else if whole(text, LONGEST) {
            push(block.span, false, scheme.rank, false, false);
        } else if let Some(end) = sentence_end(text, LONGEST) {
            push(Span::new(block.span.start, block.span.start + end), true, scheme.rank, false, false);
        } else {
            let end = cut(&cues.weak_glue)
                .or_else(|| text.find(['，', ',']).map(|at| block.span.start + at))
                .unwrap_or(block.span.start + lead(text).len());
            push(Span::new(block.span.start, end), true, scheme.rank, false, true);
        }
        inner_bold(document, block, 0, &mut push);
    } else if block.kind == BlockKind::Heading
        || (!item
            && whole(text, LONGEST_BARE)
            && (!text.ends_with(['：', ':', '。', '！', '；', '，']) || labels(lead_text, cues)))
    {
        push(block.span, false, BARE, false, false);
    } else if block.bold.first().is_some_and(|bold| bold.start == block.span.start) {
        let bold = block.bold[0];
        if bold == block.span && whole(text, LONGEST_BARE) {
            // A lead-in is none, bold or not: 一年来的主要工作是：
            if !item && (!text.ends_with(['：', ':']) || labels(lead_text, cues)) {
                push(block.span, false, BARE, false, false);
            }
            return;
        }
        for (nth, part) in sentences(document, bold).into_iter().enumerate() {
            push(part, true, if nth == 0 { RUN_IN } else { INNER }, false, false);
        }
        inner_bold(document, block, 1, &mut push);
    } else if let Some(end) = sentence_end(text, LONGEST_RUN_IN) {
        let head = text.get(..end).unwrap_or_default();
        if !item
            && !head.contains(|c: char| c.is_ascii_digit())
            && text.len() > end + 60
            && bare.chars().count() > 6
        {
            push(Span::new(block.span.start, block.span.start + end), true, RUN_IN, true, false);
        }
        inner_bold(document, block, 0, &mut push);
    }
}

/// Whether a line that ends with a colon is the heading of what is added after the report: 名词解释：, 附件：.
fn labels(lead: &str, cues: &OutlineCues) -> bool {
    lead.ends_with([':', '：']) && (cues.glossary.any(lead) || cues.attached.any(lead))
}

/// Whether a numbered block is a sentence with commas or figures and nothing follows that could be its body: heading and
/// body are one.
fn no_body(document: &Document, index: usize, rank: u8, cues: &OutlineCues) -> bool {
    let text = document.slice(document.blocks[index].span);
    let full = text.ends_with('。')
        && (text.matches('，').count() >= 2 || text.contains(|c: char| c.is_ascii_digit()));
    let next = document.blocks.get(index + 1).map(|next| fold(lead(document.slice(next.span))));
    let ends = next.is_none_or(|next| {
        cues.address.any(&next)
            || cues.scheme.iter().any(|scheme| scheme.rank <= rank && scheme.matches(&next).is_some())
    });
    rank <= LAST_WITH_BODY && whole(text, LONGEST) && full && ends
}

/// Bold stretches inside the paragraph that end a sentence or a clause are heads, too.
fn inner_bold(
    document: &Document,
    block: &Block,
    skip: usize,
    push: &mut impl FnMut(Span, bool, u8, bool, bool),
) {
    for bold in block.bold.iter().skip(skip).filter(|bold| bold.start > block.span.start) {
        let words = document.slice(*bold);
        let closed = words.ends_with(['。', '，', '：', '；'])
            || document.text.get(bold.end..).is_some_and(|rest| rest.starts_with(['。', '，', '：']));
        if closed && words.chars().count() >= 4 {
            for part in sentences(document, *bold) {
                push(part, true, INNER, false, false);
            }
        }
    }
}

/// Whether a text is one line of heading: short and without the end of a sentence inside.
fn whole(text: &str, longest: usize) -> bool {
    // 附：名词解释 has a colon after its label.
    let text = text
        .strip_prefix('附')
        .map_or(text, |rest| rest.split_once(['：', ':']).map_or(rest, |(_, rest)| rest));
    text.len() <= longest * 4
        && text.chars().count() <= longest
        && !text.trim_end_matches(['。', '！', ':', '：']).contains(['。', '！', '？', '；', '：'])
}

/// The byte offset of the end of the first sentence, if it is short enough for a head.
fn sentence_end(text: &str, longest: usize) -> Option<usize> {
    text.char_indices().take(longest + 1).find(|(_, c)| matches!(c, '。' | '！' | '？')).map(|(at, _)| at)
}

/// The sentences of a bold stretch.
fn sentences(document: &Document, bold: Span) -> Vec<Span> {
    let mut parts = Vec::new();
    let mut start = bold.start;
    for (at, c) in document.slice(bold).char_indices() {
        if matches!(c, '。' | '！' | '？') {
            let end = bold.start + at + c.len_utf8();
            parts.push(Span::new(start, end));
            start = end;
        }
    }
    if start < bold.end {
        parts.push(Span::new(start, bold.end));
    }
    parts
}

/// Whether a first sentence holds a date or a span of years, or ends with a figure: told, not announced.
fn tells(text: &str) -> bool {
    let numeral = |c: char| c.is_ascii_digit() || "〇一二三四五六七八九十百千两几今去明".contains(c);
    let chars: Vec<char> = text.chars().collect();
    let dated = chars.windows(2).any(|pair| numeral(pair[0]) && "年月日".contains(pair[1]));
    let figure =
        matches!(chars.as_slice(), [.., before, last] if numeral(*before) && "倍番成万亿%".contains(*last));
    dated || figure || chars.last().is_some_and(char::is_ascii_digit)
}

/// So many first sentences of a section look alike, or they are no heads.
const FEWEST_ALIKE: usize = 3;
/// Two without a comma are enough where they are all there is: shorter than a sentence that tells something.
const FEWEST_PLAIN: usize = 2;

/// Keeps a candidate only where most paragraphs of the same section begin with such a sentence and several look alike: as
/// many commas, or the same first words.
pub(super) fn keep_parallel(heads: Vec<Head>, blocks: usize, passes: impl Fn(usize) -> bool) -> Vec<Head> {
    // The section of a block: the last sure head on a line or with a number before it.
    let mut section = vec![usize::MAX; blocks];
    let mut current = usize::MAX;
    let mut next =
        heads.iter().enumerate().filter(|(_, head)| !head.candidate && head.rank < RUN_IN).peekable();
    for (block, slot) in section.iter_mut().enumerate() {
        while let Some((index, _)) = next.next_if(|(_, head)| head.block <= block) {
            current = index;
        }
        *slot = current;
    }
    let mut with = std::collections::HashMap::<usize, (usize, usize)>::new();
    let own: std::collections::HashSet<usize> =
        heads.iter().filter(|head| !head.candidate).map(|head| head.block).collect();
    let commas = |head: &Head| head.text.matches(['，', ',']).count();
    let opening = |head: &Head| head.text.chars().take(2).collect::<String>();
    let mut openings = std::collections::HashMap::<(usize, String), usize>::new();
    for head in heads.iter().filter(|head| head.candidate) {
        *openings.entry((section[head.block], opening(head))).or_default() += 1;
    }
    let refrain = |head: &Head| {
        openings.get(&(section[head.block], opening(head))).is_some_and(|&count| count >= FEWEST_ALIKE)
    };
    let begins: std::collections::HashMap<usize, usize> = heads
        .iter()
        .filter(|head| head.candidate && (refrain(head) || !tells(&head.text)))
        .map(|head| (head.block, commas(head)))
        .collect();
    let mut alike = std::collections::HashMap::<(usize, usize), usize>::new();
    for (block, of) in section.iter().enumerate() {
        if own.contains(&block) || passes(block) {
            continue;
        }
        let count = with.entry(*of).or_default();
        if let Some(commas) = begins.get(&block) {
            count.0 += 1;
            *alike.entry((*of, *commas)).or_default() += 1;
        }
        count.1 += 1;
    }
    // Paragraphs in a row that all begin with a first sentence without a comma need no share of the section.
    let plain_at = |block: usize, of: usize| begins.get(&block) == Some(&0) && section[block] == of;
    let in_row = |block: usize| {
        let of = section[block];
        let after = (block..blocks).take(FEWEST_ALIKE).take_while(|&at| plain_at(at, of)).count();
        let before = (0..block).rev().take(FEWEST_ALIKE).take_while(|&at| plain_at(at, of)).count();
        before + after >= FEWEST_ALIKE && after > 0
    };
    let parallel = |head: &Head| {
        let (of, commas) = (section[head.block], commas(head));
        let Some(&(begin, all)) = with.get(&of).filter(|_| begins.contains_key(&head.block)) else {
            return false;
        };
        let same = alike.get(&(of, commas)).copied().unwrap_or(0);
        let plain = commas == 0 && same >= FEWEST_PLAIN && same == all;
        in_row(head.block) || (begin * 5 >= all * 3 && (same >= FEWEST_ALIKE || plain || refrain(head)))
    };
    let keep: Vec<bool> = heads.iter().map(|head| !head.candidate || parallel(head)).collect();
    heads.into_iter().zip(keep).filter(|(_, keep)| *keep).map(|(head, _)| head).collect()
}
