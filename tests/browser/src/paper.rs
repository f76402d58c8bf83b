//! What stands on printed pages, read by poppler's `pdftotext`, another program than the one that printed.

use crate::target;
use std::process::Command;
use unicode_normalization::UnicodeNormalization;

/// One printed page; all lengths in points.
#[derive(Debug)]
pub struct Sheet {
    /// Its width.
    pub width: f64,
    /// Its height.
    pub height: f64,
    /// Its words, in the order of the page.
    pub words: Vec<Word>,
}

/// A word where it stands, from the page's upper left corner.
#[derive(Debug)]
pub struct Word {
    /// Left edge.
    pub left: f64,
    /// Upper edge.
    pub top: f64,
    /// Right edge.
    pub right: f64,
    /// Lower edge.
    pub bottom: f64,
    /// The word.
    pub text: String,
}

/// The pages of a PDF.
///
/// # Panics
/// When `pdftotext` is not installed or does not read it.
pub fn sheets(name: &str, pdf: &[u8]) -> Vec<Sheet> {
    let path = target().join(format!("browser/{name}.pdf"));
    std::fs::write(&path, pdf).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let output =
        Command::new("pdftotext").arg("-bbox").arg(&path).arg("-").output().expect("pdftotext starts");
    assert!(output.status.success(), "pdftotext: {}", String::from_utf8_lossy(&output.stderr));
    let mut sheets: Vec<Sheet> = Vec::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let number = |name: &str| attribute(line, name).parse().unwrap_or(f64::NAN);
        if line.contains("<page ") {
            sheets.push(Sheet { width: number("width"), height: number("height"), words: Vec::new() });
        } else if let (Some(sheet), Some(text)) = (sheets.last_mut(), word(line)) {
            let (left, top) = (number("xMin"), number("yMin"));
            sheet.words.push(Word { left, top, right: number("xMax"), bottom: number("yMax"), text });
        }
    }
    sheets
}

impl Sheet {
    /// Everything on the page, without blanks.
    pub fn text(&self) -> String {
        self.words.iter().map(|word| bare(&word.text)).collect()
    }
}

/// A text without blanks and with the signs that only look alike made one: a font may hold one shape for several.
pub fn bare(text: &str) -> String {
    text.nfkc().filter(|c| !c.is_whitespace()).collect()
}

fn attribute<'a>(line: &'a str, name: &str) -> &'a str {
    let start = line.split_once(&format!(" {name}=\"")).map_or("", |(_, rest)| rest);
    start.split_once('"').map_or("", |(value, _)| value)
}

fn word(line: &str) -> Option<String> {
    let (_, rest) = line.split_once("<word ")?.1.split_once('>')?;
    let text = rest.strip_suffix("</word>")?;
    let plain = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")];
    Some(plain.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to)))
}
