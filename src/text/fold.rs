//! The matching copy. Comes in: a span of canonical text. Goes out: the same text with width, blanks and note marks
//! folded away, and a map back, so that what is found in the copy is quoted from the original.

use crate::span::Span;

/// A folded copy of one stretch of canonical text.
#[derive(Debug, Clone, Default)]
pub struct Folded {
    /// The folded text: no white space, half-width digits, Latin letters, `%`, `+`, `-` and `.`, no note marks, no `??`.
    pub text: String,
    /// For every byte of `text` the canonical offset of the character it came from; one entry more for the end.
    origin: Vec<u32>,
    /// For every byte of `text` the canonical end of the character it came from.
    ends: Vec<u32>,
}

/// A note mark is at most this many digits between brackets: reports have up to 61 notes.
const MOST_NOTE_DIGITS: usize = 3;
/// The first and the last of the common Han characters, which stay as they are: nearly all of a text.
const HAN_FIRST: char = '\u{4e00}';
const HAN_LAST: char = '\u{9fff}';

impl Folded {
    /// Folds `span` of `canonical`. An empty or ill-fitting span gives an empty copy.
    pub fn new(canonical: &str, span: Span) -> Self {
        let inside = span.slice(canonical);
        let mut folded = Self {
            text: String::with_capacity(inside.len()),
            origin: Vec::with_capacity(inside.len() + 1),
            ends: Vec::with_capacity(inside.len()),
        };
        each_folded(inside, |offset, c, half| {
            folded.text.push(half);
            for _ in 0..half.len_utf8() {
                folded.origin.push(u32::try_from(span.start + offset).unwrap_or(u32::MAX));
                folded.ends.push(u32::try_from(span.start + offset + c.len_utf8()).unwrap_or(u32::MAX));
            }
        });
        folded.origin.push(u32::try_from(span.end).unwrap_or(u32::MAX));
        folded
    }

    /// The canonical span of a span of the folded text. Blanks and marks at its borders stay outside.
    pub fn back(&self, span: Span) -> Span {
        if span.is_empty() {
            let at = self.origin.get(span.start).or(self.origin.last()).map_or(0, |&at| at as usize);
            return Span::new(at, at);
        }
        let start = self.origin.get(span.start).copied().unwrap_or_default() as usize;
        let end = self.ends.get(span.end - 1).copied().unwrap_or_default() as usize;
        Span::new(start, end)
    }
}

/// Folds a whole string, without a map.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    each_folded(text, |_, _, half| folded.push(half));
    folded
}

/// Hands each character that stays to `take`: its byte offset, itself and its half-width form.
fn each_folded(text: &str, mut take: impl FnMut(usize, char, char)) {
    let mut chars = text.char_indices();
    while let Some((offset, c)) = chars.next() {
        if matches!(c, HAN_FIRST..=HAN_LAST) {
            take(offset, c, c);
            continue;
        }
        let skip = note_mark(c, chars.as_str()).max(lost_blank(c, chars.as_str()));
        if skip > 0 {
            chars.nth(skip - 1);
            continue;
        }
        if !c.is_whitespace() && !matches!(c, '\u{200b}'..='\u{200d}' | '\u{feff}' | '\u{ad}' | '\u{2060}') {
            take(offset, c, half_width(c));
        }
    }
}

/// The half-width form of full-width digits, letters and the signs that stand inside figures; every other character as it is.
/// Not NFKC: that would turn `（一）` into `(一)` and `①` into `1`.
pub fn half_width(c: char) -> char {
    match c {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '％' | '＋' | '－' | '．' | '／' => {
            char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c)
        }
        '﹪' => '%',
        '～' | '〜' => '~',
        '–' | '−' | '‐' | '‑' | '‒' => '-',
        ';' => '；',
        '⼀'..='⿕' => radical(c),
        _ => c,
    }
}

/// The Han character of a Kangxi radical (converters write `⾼⽅` for `高方`).
fn radical(c: char) -> char {
    let mut first = c;
    unicode_normalization::char::decompose_compatible(c, |part| first = part);
    first
}

/// How many characters of `rest` form a note mark such as `[12]` or `【3】` with the `open` before them; 0 when none.
fn note_mark(open: char, rest: &str) -> usize {
    let close = match open {
        '[' | '［' => [']', '］'],
        '【' => ['】', '】'],
        '〔' => ['〕', '〕'],
        _ => return 0,
    };
    let digits = rest.chars().take(MOST_NOTE_DIGITS + 1).take_while(char::is_ascii_digit).count();
    let closed = rest.chars().nth(digits).is_some_and(|c| close.contains(&c));
    if closed && (1..=MOST_NOTE_DIGITS).contains(&digits) { digits + 1 } else { 0 }
}

/// How many `?` of `rest` stand for lost blanks with the one before them (two or more in a row); 0 when none.
fn lost_blank(first: char, rest: &str) -> usize {
    if first == '?' { rest.chars().take_while(|c| *c == '?').count() } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_found_in_the_copy_is_quoted_from_the_original() {
        let text = "面积 ５．５ 万\n亩[12]以上，县长??杨";
        let folded = Folded::new(text, Span::all(text));
        assert_eq!(folded.text, "面积5.5万亩以上，县长杨");
        let at = folded.text.find("5.5万亩").map(|i| Span::new(i, i + "5.5万亩".len())).unwrap();
        assert_eq!(folded.back(at).slice(text), "５．５ 万\n亩");
    }

    #[test]
    fn brackets_and_circled_numbers_stay() {
        assert_eq!(fold("（一）①万元[注]"), "（一）①万元[注]");
    }
}
