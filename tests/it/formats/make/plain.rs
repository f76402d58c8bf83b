//! Text in its encodings, and Markdown.

use super::page::{self, HEADER};
use super::report::{Kind, Part};
use encoding_rs::GB18030;

/// A paragraph a line, the first line in by two characters of full width.
fn text(parts: &[Part]) -> String {
    let line = |part: &Part| {
        let indent =
            if matches!(part.kind, Kind::Title | Kind::Front | Kind::Chapter) { "" } else { "　　" };
        format!("{indent}{}\n", part.text())
    };
    parts.iter().map(line).collect()
}

/// UTF-8.
pub(crate) fn utf8(parts: &[Part]) -> Vec<u8> {
    text(parts).into_bytes()
}

/// UTF-8 with a byte order mark and the line breaks of Windows.
pub(crate) fn utf8_bom(parts: &[Part]) -> Vec<u8> {
    format!("\u{feff}{}", text(parts).replace('\n', "\r\n")).into_bytes()
}

/// GB18030.
pub(crate) fn gb18030(parts: &[Part]) -> Vec<u8> {
    GB18030.encode(&text(parts)).0.into_owned()
}

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

/// UTF-16, the low byte first.
pub(crate) fn utf16_le(parts: &[Part]) -> Vec<u8> {
    utf16(&text(parts), u16::to_le_bytes)
}

/// UTF-16, the high byte first.
pub(crate) fn utf16_be(parts: &[Part]) -> Vec<u8> {
    utf16(&text(parts), u16::to_be_bytes)
}

/// UTF-16, the low byte first, with a byte order mark.
pub(crate) fn utf16_le_bom(parts: &[Part]) -> Vec<u8> {
    utf16(&format!("\u{feff}{}", text(parts)), u16::to_le_bytes)
}

/// UTF-16, the high byte first, with a byte order mark.
pub(crate) fn utf16_be_bom(parts: &[Part]) -> Vec<u8> {
    utf16(&format!("\u{feff}{}", text(parts)), u16::to_be_bytes)
}

/// Pages of lines with a form feed behind each, as a program that prints a PDF as text leaves them.
pub(crate) fn paged(parts: &[Part]) -> Vec<u8> {
    let mut out = String::new();
    for (index, lines) in page::pages(parts, &page::DOCUMENT).iter().enumerate() {
        out += &format!("{HEADER}\n\n");
        for line in lines {
            // Two columns of a terminal are one character.
            let indent = ((line.x - 73.6) / 8.0).round().max(0.0) as usize;
            let words: String = line.runs.iter().map(|(text, _)| text.as_str()).collect();
            out += &format!("{}{words}\n", " ".repeat(indent));
        }
        out += &format!("\n{}\n\u{c}", page::footer(index + 1));
    }
    out.into_bytes()
}

/// Markdown with marks that say what is what.
pub(crate) fn markdown(parts: &[Part]) -> Vec<u8> {
    let block = |part: &Part| {
        let mark = match part.kind {
            Kind::Title => "# ",
            Kind::Chapter => "## ",
            Kind::Section => "### ",
            _ => "",
        };
        let run = |(text, bold): &(String, bool)| {
            if *bold && !part.heading() { format!("**{text}**") } else { text.clone() }
        };
        format!("{mark}{}\n\n", part.runs.iter().map(run).collect::<String>())
    };
    parts.iter().map(block).collect::<String>().into_bytes()
}
