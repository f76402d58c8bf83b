//! Sentences and clauses of folded text. Comes in: one block. Goes out: spans, in order, without the closing marks.
//! Nothing inside 《》, “” or （） is a border, as long as the bracket closes within the sentence's reach.

use crate::span::Span;

/// A bracket that has not closed after this many characters is taken for a stray one (source: the longest quoted
/// name in the reports at hand has 74 characters).
const LONGEST_BRACKET: usize = 120;

/// The sentences of `text`: cut at 。！？； and at line ends.
pub fn sentences(text: &str) -> Vec<Span> {
    cut(text, Span::all(text), |_, c, _| matches!(c, '。' | '！' | '？' | '；' | '!' | '\n'))
}

/// The clauses of one sentence: cut at ，：, and at — when doubled. Commas inside numbers do not cut.
pub fn clauses(text: &str, sentence: Span) -> Vec<Span> {
    cut(text, sentence, |last, c, next| match c {
        '，' | '：' => true,
        '—' => last == Some('—') || next == Some('—'),
        ',' | ':' => !next.is_some_and(|next| next.is_ascii_digit()),
        _ => false,
    })
}

/// The items of one clause: cut at 、.
pub fn items(text: &str, clause: Span) -> Vec<Span> {
    cut(text, clause, |_, c, _| c == '、')
}

/// Cuts `within` at the characters for which `border` holds (given the one before, the character, and the one after).
fn cut(text: &str, within: Span, border: impl Fn(Option<char>, char, Option<char>) -> bool) -> Vec<Span> {
    let inside = within.slice(text);
    let mut parts = Vec::new();
    let mut start = 0;
    let mut shut_until = 0;
    let mut last = None;
    let mut chars = inside.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if at < shut_until {
            continue;
        }
        if let Some(close) = closer(c) {
            shut_until = closing(inside, at, c, close).unwrap_or(shut_until);
            continue;
        }
        if border(last, c, chars.peek().map(|&(_, next)| next)) {
            push(&mut parts, within.start, start, at);
            start = at + c.len_utf8();
        }
        last = Some(c);
    }
    push(&mut parts, within.start, start, inside.len());
    parts
}

fn push(parts: &mut Vec<Span>, base: usize, start: usize, end: usize) {
    if start < end {
        parts.push(Span::new(base + start, base + end));
    }
}

fn closer(open: char) -> Option<char> {
    Some(match open {
        '《' => '》',
        '“' => '”',
        '（' => '）',
        '(' => ')',
        '「' => '」',
        _ => return None,
    })
}

/// The offset of the bracket that closes the one at `at`; `None` when it does not close soon enough.
fn closing(text: &str, at: usize, open: char, close: char) -> Option<usize> {
    let mut depth = 0usize;
    for (offset, c) in text.get(at..)?.char_indices().take(LONGEST_BRACKET) {
        if c == open {
            depth += 1;
        } else if c == close {
            depth -= 1;
            if depth == 0 {
                return Some(at + offset);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words<'a>(text: &'a str, spans: &[Span]) -> Vec<&'a str> {
        spans.iter().map(|span| span.slice(text)).collect()
    }

    #[test]
    fn brackets_hold_their_commas() {
        let text = "制定《促进、发展，若干措施》，新建学校2所、幼儿园1所；投资1,200万元。";
        let sentences = sentences(text);
        assert_eq!(sentences.len(), 2);
        assert_eq!(
            words(text, &clauses(text, sentences[0])),
            ["制定《促进、发展，若干措施》", "新建学校2所、幼儿园1所"]
        );
        assert_eq!(words(text, &clauses(text, sentences[1])), ["投资1,200万元"]);
    }

    #[test]
    fn a_doubled_dash_parts_and_a_range_does_not() {
        let text = "不平凡——新建3—5个公园";
        assert_eq!(words(text, &clauses(text, Span::all(text))), ["不平凡", "新建3—5个公园"]);
    }

    #[test]
    fn a_bracket_that_never_closes_is_stray() {
        let text = "实施“五大行动，新建2所";
        assert_eq!(clauses(text, Span::all(text)).len(), 2);
    }
}
