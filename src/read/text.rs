//! Plain text to lines: line breaks of every kind, literal `\r\n`, entities, form feeds, and the report that is one
//! single line. What is chrome and what belongs together, `tidy` and `join` decide.

use super::line::{Line, blank};
use super::{BlockKind, MOST_LINES};
use crate::lang;
use crate::lang::pack::ReadCues;
use std::ops::Range;

/// A line longer than this many bytes with runs of blanks inside is taken for several paragraphs that lost their breaks.
pub(super) const RUN_ON: usize = 6_000;
/// A report that is one single line can be as short as this many bytes.
const SINGLE: usize = 600;
/// So many characters behind the end of a sentence are looked at for a heading without a number.
const LONGEST_BARE: usize = 40;
/// Fewer runs of blanks than this in a long line say nothing.
const FEWEST_RUNS: usize = 5;

/// The lines of a plain text, without the empty ones; only the first `MOST_LINES` and a few, which is more than are read.
pub(super) fn lines(text: &str, cues: &ReadCues) -> Vec<Line> {
    let single =
        text.split(['\n', '\u{c}']).filter(|line| !line.trim_matches(blank).is_empty()).take(2).count() == 1;
    let run_on = if single { SINGLE } else { RUN_ON };
    let paged = text.contains('\u{c}');
    let (mut page, mut gap) = (1_u32, 1_usize);
    let mut lines = Vec::new();
    for raw in text.split('\n') {
        if lines.len() > MOST_LINES {
            break;
        }
        for (index, raw) in raw.split('\u{c}').enumerate() {
            if lines.len() > MOST_LINES {
                break;
            }
            if index > 0 {
                page += 1;
                gap += 1;
            }
            let line = raw.trim_matches(blank);
            if line.is_empty() {
                // A character of no width alone on its line is left over from a note mark inside a sentence.
                gap += usize::from(!raw.contains('\u{200b}'));
                continue;
            }
            let indent = raw.starts_with(['\u{3000}', '\t', '\u{2003}']) || raw.starts_with("  ");
            for piece in pieces(line, run_on, cues) {
                let mut line = Line::new(piece, BlockKind::Paragraph);
                line.gap = gap;
                line.indent = indent;
                line.page = paged.then_some(page);
                lines.push(line);
                gap = 0;
            }
        }
    }
    lines
}

/// Cuts lines of another format that are whole reports which lost their paragraphs, as the lines of a text are cut.
pub(super) fn cut_run_on(lines: Vec<Line>) -> Vec<Line> {
    let run_on = if lines.len() == 1 { SINGLE } else { RUN_ON };
    if lines.iter().all(|line| line.text.len() < run_on) {
        return lines;
    }
    let cues = &lang::detect(&lines.iter().map(|line| line.text.as_str()).collect::<String>()).read;
    let mut cut = Vec::with_capacity(lines.len());
    for line in lines {
        let pieces =
            if line.kind == BlockKind::Paragraph { pieces(&line.text, run_on, cues) } else { Vec::new() };
        if pieces.len() < 2 {
            cut.push(line);
            continue;
        }
        for piece in pieces {
            let start = piece.as_ptr() as usize - line.text.as_ptr() as usize;
            let end = start + piece.len();
            let inside =
                |bold: &Range<usize>| bold.start.max(start) - start..bold.end.min(end).max(start) - start;
            let bold = line.bold.iter().map(inside).filter(|bold| bold.start < bold.end).collect();
            cut.push(Line { text: piece.to_owned(), bold, ..line.clone() });
        }
    }
    cut.retain(|line| !line.text.is_empty());
    cut
}

/// A line as it is, or, if it is a whole report that lost its line breaks, its paragraphs.
fn pieces<'a>(line: &'a str, run_on: usize, cues: &ReadCues) -> Vec<&'a str> {
    if line.len() < run_on {
        return vec![line];
    }
    let mut cuts = Vec::new();
    let mut run = 0;
    for (at, c) in line.char_indices() {
        if blank(c) {
            run += 1;
        } else {
            if run >= 2 {
                cuts.push(at);
            }
            run = 0;
        }
    }
    if cuts.len() < FEWEST_RUNS {
        cuts = headings(line, cues);
    }
    cuts.truncate(MOST_LINES);
    let mut pieces = Vec::with_capacity(cuts.len() + 1);
    let mut rest = line;
    for at in cuts.into_iter().rev() {
        let (before, piece) = rest.split_at(at);
        pieces.push(piece.trim_matches(blank));
        rest = before;
    }
    pieces.push(rest.trim_matches(blank));
    pieces.reverse();
    pieces
}

/// Where a heading or an address follows the end of a sentence, and where a heading without a number ends.
fn headings(line: &str, cues: &ReadCues) -> Vec<usize> {
    let digit = |c: char| "一二三四五六七八九十".contains(c);
    let mut cuts = Vec::new();
    for (at, sign) in line.match_indices(['。', '！', '：', '!']) {
        if cuts.len() > MOST_LINES {
            break;
        }
        let Some(rest) = line.get(at + sign.len()..) else { continue };
        let rest = rest.trim_start_matches(blank);
        let at = line.len() - rest.len();
        let inner = rest.strip_prefix(['（', '(']).unwrap_or(rest);
        let after = inner.trim_start_matches(digit);
        let closed =
            if inner.len() < rest.len() { after.starts_with(['）', ')']) } else { after.starts_with('、') };
        let number = closed && after.len() < inner.len() && inner.len() - after.len() <= 9;
        let list = after.strip_prefix('、').is_some_and(|after| after.starts_with(digit));
        if (number && !list) || rest.starts_with("各位代表") {
            cuts.push(at);
            continue;
        }
        let end = rest.char_indices().nth(LONGEST_BARE).map_or(rest.len(), |(end, _)| end);
        let head = cues.bare.patterns().iter().find_map(|pattern| pattern.captures(rest.get(..end)?)?.get(1));
        if let Some(head) = head.filter(|head| head.start() == 0) {
            cuts.extend([at, at + head.end()]);
        }
    }
    cuts
}

/// The text with LF line breaks, literal `\r\n` as line breaks, and entities as characters.
pub(super) fn unescape(text: String) -> String {
    let text = if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text };
    let text = if text.contains("\\r") || text.contains("\\n") {
        text.replace("\\r\\n", "\n").replace("\\n", "\n").replace("\\r", "\n")
    } else {
        text
    };
    let breaks = ['\u{b}', '\u{85}', '\u{2028}', '\u{2029}'];
    let text = if text.contains(breaks) { text.replace(breaks, "\n") } else { text };
    if text.contains('&') { entities(&text) } else { text }
}

/// The longest entity that is decoded, in characters between `&` and `;`.
const LONGEST_ENTITY: usize = 8;

fn entities(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, after) = rest.split_at(at);
        out.push_str(before);
        let end = after.char_indices().take(LONGEST_ENTITY + 2).find(|(_, c)| *c == ';').map(|(end, _)| end);
        let decoded = end.and_then(|end| Some((entity(after.get(1..end)?)?, end)));
        if let Some((c, end)) = decoded {
            out.push(c);
            rest = after.get(end + 1..).unwrap_or_default();
        } else {
            out.push('&');
            rest = after.get(1..).unwrap_or_default();
        }
    }
    out.push_str(rest);
    out
}

fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).filter(|c| !c.is_control());
    }
    Some(match name {
        "nbsp" | "ensp" | "emsp" | "thinsp" => ' ',
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "ldquo" => '“',
        "rdquo" => '”',
        "lsquo" => '‘',
        "rsquo" => '’',
        "mdash" => '—',
        "ndash" => '–',
        "middot" => '·',
        "hellip" => '…',
        "times" => '×',
        "permil" => '‰',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literal_escapes_and_entities_are_decoded() {
        let text = unescape("甲区&nbsp;区长\\r\\n一、回顾\r\n增长&gt;5%&#8212;A&B;C".to_owned());
        assert_eq!(text, "甲区 区长\n一、回顾\n增长>5%—A&B;C");
        assert_eq!(unescape("一\u{2028}二\u{85}三\u{b}四".to_owned()), "一\n二\n三\n四");
    }

    #[test]
    fn a_single_line_is_split_at_its_runs_of_blanks() {
        let paragraph = "建成学校 2 所。".repeat(60);
        let text = [paragraph.as_str(); 8].join(" \u{2003}\u{2003}");
        let cues = &crate::lang::detect(&text).read;
        assert_eq!(lines(&text, cues).len(), 8);
        assert_eq!(lines(&paragraph, cues).len(), 1);
    }
}
