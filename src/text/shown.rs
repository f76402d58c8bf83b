//! Text for eyes. Comes in: words of a report. Goes out: the same without the characters that act on a screen instead of
//! being seen. Only for showing: the ledger keeps every character.

use std::borrow::Cow;

/// Whether `c` turns the direction of the text around it: marks, embeddings, overrides and isolates of Unicode's bidi algorithm.
pub fn turns(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// `text` without signs that turn its direction, control characters as blanks. Line breaks and tabs stay.
pub fn shown(text: &str) -> Cow<'_, str> {
    let acts = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
    // Hardly any text has even a byte that could begin such a character, and a page has megabytes of them.
    if !suspect(text) {
        return Cow::Borrowed(text);
    }
    if !text.contains(|c| turns(c) || acts(c)) {
        return Cow::Borrowed(text);
    }
    text.chars().filter(|c| !turns(*c)).map(|c| if acts(c) { ' ' } else { c }).collect()
}

/// Looked through so many bytes at a time, all of them at once.
const CHUNK: usize = 32;

/// Whether bytes of a text may hold a character that acts or turns: a control of ASCII, U+0080–9F, U+061C, U+200E–F, U+202A–E or U+2066–9.
fn suspect(text: &str) -> bool {
    let bytes = text.as_bytes();
    // The bytes that begin such a character are few, and those that begin others too are looked at again.
    let may = |byte: &u8| {
        (*byte < 0x20) & (*byte != b'\n') & (*byte != b'\t') | matches!(*byte, 0x7f | 0xc2 | 0xd8 | 0xe2)
    };
    let mut at = 0;
    for chunk in bytes.chunks(CHUNK) {
        if chunk.iter().fold(false, |any, byte| any | may(byte)) {
            let begins = |(nth, _): (usize, &u8)| bytes.get(at + nth..).is_some_and(begins);
            if chunk.iter().enumerate().any(begins) {
                return true;
            }
        }
        at += chunk.len();
    }
    false
}

/// Whether bytes begin with a character that acts or turns.
fn begins(bytes: &[u8]) -> bool {
    match bytes {
        [b'\n' | b'\t', ..] => false,
        [0..0x20 | 0x7f, ..] => true,
        [0xc2, 0x80..=0x9f, ..] | [0xd8, 0x9c, ..] => true,
        [0xe2, 0x80, 0x8e | 0x8f | 0xaa..=0xae, ..] | [0xe2, 0x81, 0xa6..=0xa9, ..] => true,
        _ => false,
    }
}

/// The same on one line: line breaks and tabs are blanks too.
pub fn on_one_line(text: &str) -> String {
    shown(text).replace(['\n', '\t'], " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_acts_on_the_screen() {
        assert_eq!(shown("新建\u{202e}5所\u{2066}\n\t\u{1b}[31m\u{9b}\r"), "新建5所\n\t [31m  ");
        assert!(matches!(shown("新建5所\n"), Cow::Borrowed("新建5所\n")));
        assert!(matches!(shown("“引号”——…‘£’، é·"), Cow::Borrowed(_)));
        for c in ('\0'..='\u{ffff}').filter(|c| turns(*c) || c.is_control() && !matches!(c, '\n' | '\t')) {
            assert!(matches!(shown(&format!("新{c}建")), Cow::Owned(_)), "{c:?}");
        }
        assert_eq!(on_one_line("a\nb\tc\u{7f}\u{200f}"), "a b c ");
    }
}
