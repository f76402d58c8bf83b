//! Widths on a terminal. Comes in: text. Goes out: how many columns it takes, and the text cut or filled to a width.

use crate::text::shown::on_one_line;

/// How many columns `c` takes: 2 for Han, kana, hangul and full-width forms, 0 for what has no width, otherwise 1.
fn columns(c: char) -> usize {
    match u32::from(c) {
        0..0x20 | 0x7f..0xa0 | 0x300..0x370 | 0x200b..0x2010 | 0x2060 | 0xfe00..0xfe10 | 0xfeff => 0,
        0x1100..0x1160
        | 0x2e80..0x303f
        | 0x3041..0xa4d0
        | 0xac00..0xd7a4
        | 0xf900..0xfb00
        | 0xfe30..0xfe70
        | 0xff00..0xff61
        | 0xffe0..0xffe7
        | 0x1f300..0x1f650
        | 0x20000..0x40000 => 2,
        // Curly quotes and dashes: full width in Chinese text.
        0x2018..=0x201d | 0x2014 | 0x2026 => 2,
        _ => 1,
    }
}

/// How many columns `text` takes.
pub(super) fn width(text: &str) -> usize {
    text.chars().map(columns).sum()
}

/// `text` in at most `most` columns, with `…` where something was cut. Line breaks and control characters become blanks, signs
/// that turn the direction of text are left out.
pub(super) fn cut(text: &str, most: usize) -> String {
    let clean = on_one_line(text);
    if width(&clean) <= most {
        return clean;
    }
    let mut out = String::new();
    let mut used = 2;
    for c in clean.chars() {
        used += columns(c);
        if used > most {
            break;
        }
        out.push(c);
    }
    out.push('…');
    out
}

/// `text` filled with blanks on the right to `columns`.
pub(super) fn left(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(width(text))))
}

/// `text` filled with blanks on the left to `columns`.
pub(super) fn right(text: &str, columns: usize) -> String {
    format!("{}{text}", " ".repeat(columns.saturating_sub(width(text))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn han_takes_two_columns() {
        assert_eq!(width("兑现 30%"), 8);
        assert_eq!(cut("新建中小学校", 8), "新建中…");
        assert_eq!(cut("新建\n2所", 20), "新建 2所");
        assert_eq!(left("已完成", 8), "已完成  ");
        assert_eq!(right("12", 4), "  12");
    }

    #[test]
    fn an_escape_from_a_report_does_not_reach_the_terminal() {
        assert_eq!(cut("a\u{1b}[31mb\u{202e}c", 20), "a [31mbc");
    }
}
