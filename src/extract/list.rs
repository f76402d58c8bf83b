//! Lists inside a clause: 加快A、B和C等项目建设. Comes in: a folded clause. Goes out: its items, and the tail they share.

use crate::lang::Pack;
use crate::span::Span;
use crate::text::sentence;

/// The items of a list and what follows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// The items, folded, lead words left out of the first. One item when the clause is no list.
    pub items: Vec<String>,
    /// The words after the list that all items share: 项目建设. Empty when the clause is no list.
    pub tail: String,
    /// Whether 等 closes it.
    pub ended: bool,
}

/// Takes a clause apart at 、 and at 和 / 与 / 及 between the last two items.
pub fn split(clause: &str, pack: &Pack) -> List {
    let parts = sentence::items(clause, Span::all(clause));
    let Some(&last) = parts.last() else {
        return List { items: Vec::new(), tail: String::new(), ended: false };
    };
    let end = pack.extract.list_end.first(last.slice(clause));
    let (last, tail) = match end {
        Some(found) if found.start > 0 => (
            Span::new(last.start, last.start + found.start),
            Span::new(last.start + found.end, last.end).slice(clause),
        ),
        _ => common_tail(&parts, clause).unwrap_or((last, "")),
    };
    let mut items: Vec<String> =
        parts[..parts.len() - 1].iter().map(|part| part.slice(clause).to_owned()).collect();
    items.extend(joined(last.slice(clause), pack));
    List { items, tail: tail.to_owned(), ended: end.is_some_and(|found| found.start > 0) }
}

/// The last item without what it shares with those before, and that: 何桥, 乡改镇 in 石桥、白团、何桥乡改镇. Only where the items before are short
/// and equally long, for then the last one's name is as long.
fn common_tail<'a>(parts: &[Span], clause: &'a str) -> Option<(Span, &'a str)> {
    let (last, before) = parts.split_last()?;
    let length = |part: &Span| part.slice(clause).chars().count();
    let name = before.last().map(length)?;
    // The first item carries the verb, which is no part of its name.
    let even = before.len() >= EVEN_ITEMS && before[1..].iter().all(|part| length(part) == name);
    let (at, _) = last.slice(clause).char_indices().nth(name)?;
    let tail = Span::new(last.start + at, last.end);
    (even && NAME_LENGTH.contains(&name) && length(&tail) >= *NAME_LENGTH.start())
        .then(|| (Span::new(last.start, tail.start), tail.slice(clause)))
}

/// So many items stand before the last one of a list that shares a tail without 等.
const EVEN_ITEMS: usize = 3;

/// How many characters a short name has.
const NAME_LENGTH: std::ops::RangeInclusive<usize> = 2..=3;

/// The two sides of the last 和 / 与 / 及 / 以及 that stands between names, or the whole.
fn joined(words: &str, pack: &Pack) -> Vec<String> {
    let parts = sentence_parts(words, pack);
    if parts.len() > 1 && parts.iter().all(|part| part.chars().count() >= LEAST_ITEM) {
        return parts;
    }
    vec![words.to_owned()]
}

/// A side of 和 with fewer characters is part of a word (和平, 共和国).
const LEAST_ITEM: usize = 3;

/// `words` cut at 和, 与 and 及 outside brackets and outside the words that only hold them (参与, 和平).
fn sentence_parts(words: &str, pack: &Pack) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut depth = 0i32;
    for (at, c) in words.char_indices() {
        match c {
            '“' | '《' | '（' => depth += 1,
            '”' | '》' | '）' => depth -= 1,
            _ => {}
        }
        if depth == 0 && matches!(c, '和' | '与' | '及') && !inside_word(words, at, pack) {
            parts.push(String::new());
        } else if let Some(part) = parts.last_mut() {
            part.push(c);
        }
    }
    parts
}

/// Whether the character at `at` is part of one of the pack's whole words.
fn inside_word(words: &str, at: usize, pack: &Pack) -> bool {
    pack.extract.whole_words.iter().any(|word| {
        words.match_indices(word.as_str()).any(|(start, word)| start <= at && at < start + word.len())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_items_of_one_length_share_the_tail_of_the_last() {
        let pack = &Pack::built_in()[0];
        let list = split("推进青山、绿水、红山、白水乡改镇", pack);
        assert_eq!(list.items, ["推进青山", "绿水", "红山", "白水"]);
        assert_eq!(list.tail, "乡改镇");
        for whole in
            ["推进青山、绿水、红山、白水", "推进青山公园、绿水、红山湖、白水乡改镇", "推进青山、绿水乡改镇"]
        {
            assert_eq!(split(whole, pack).tail, "", "{whole}");
        }
    }
}
