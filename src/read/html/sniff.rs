//! What a text begins with: whether it is a web page, one that is packed otherwise, or none; and the encoding that it declares.

use encoding_rs::{Encoding, GB18030, GBK};

/// So many characters are looked at to tell whether a text is a page.
const SAMPLE: usize = 60_000;
/// A piece of a page has at least so many tags.
const FEWEST_TAGS: usize = 4;
/// A piece of a page that does not begin with a tag has at least so many.
const FEWEST_INSIDE: usize = 12;
/// A piece of a page has a tag to so many bytes at most: a long paragraph.
const LONGEST_WITHOUT: usize = 2_500;
/// What is declared stands within so many bytes.
const DECLARED_WITHIN: usize = 8_192;

/// Tags with which a piece of a page can begin, and that part its text.
const TAGS: &[&str] = &[
    "article", "b", "body", "br", "center", "div", "font", "h1", "h2", "h3", "h4", "head", "li", "link",
    "main", "meta", "ol", "p", "pre", "script", "section", "span", "strong", "style", "table", "tbody", "td",
    "title", "tr", "ul",
];

/// Whether a text is a web page.
pub(in super::super) fn sniff(text: &str) -> bool {
    let text = body(text);
    let head: String = text.chars().take(15).collect::<String>().to_ascii_lowercase();
    if head.starts_with("<!doctype html") || head.starts_with("<html") {
        return true;
    }
    let end = text.char_indices().nth(SAMPLE).map_or(text.len(), |(at, _)| at);
    let sample = text.get(..end).unwrap_or(text);
    let tags = tags(sample);
    let fewest = if tag_at(sample).is_some() { FEWEST_TAGS } else { FEWEST_INSIDE };
    tags >= fewest && tags * LONGEST_WITHOUT >= sample.len() && !super::super::markdown::sniff(sample)
}

/// The text without what may stand before the first element: comments, the XML declaration, other processing instructions.
fn body(text: &str) -> &str {
    let mut rest = text.trim_start_matches(super::super::line::blank);
    loop {
        let after = if let Some(comment) = rest.strip_prefix("<!--") {
            comment.split_once("-->").map(|(_, after)| after)
        } else if rest.starts_with("<?") {
            rest.split_once('>').map(|(_, after)| after)
        } else {
            None
        };
        let Some(after) = after else { return rest };
        rest = after.trim_start_matches(super::super::line::blank);
    }
}

/// The name of the known tag that a text begins with.
fn tag_at(text: &str) -> Option<&str> {
    let rest = text.strip_prefix('<')?;
    let rest = rest.strip_prefix('/').unwrap_or(rest);
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric())?;
    let (name, after) = rest.split_at(end);
    let known = TAGS.iter().any(|tag| name.eq_ignore_ascii_case(tag));
    (known && after.starts_with(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/'))).then_some(name)
}

/// How many known tags stand in a text.
fn tags(text: &str) -> usize {
    text.match_indices('<').filter(|(at, _)| text.get(*at..).and_then(tag_at).is_some()).count()
}

/// Why a text that holds a page in other wrapping is not read.
pub(in super::super) fn refusal(text: &str) -> Option<&'static str> {
    let head: String = text.trim_start_matches(super::super::line::blank).chars().take(2_000).collect();
    let lower = head.to_ascii_lowercase();
    let first = lower.lines().next().unwrap_or_default();
    let mail = ["mime-version:", "from:", "content-type: multipart/", "subject:"]
        .iter()
        .any(|field| first.starts_with(field));
    if mail && lower.contains("multipart/related") {
        return Some(
            "this is a web archive (MHTML), which is not read; open it in a browser or in Word and save it as a web page (HTML only) or as \
             DOCX",
        );
    }
    if lower.starts_with("<?xml") && (lower.contains("<w:worddocument") || lower.contains("<pkg:package")) {
        return Some(
            "this is a Word document as one XML file, which is not read; open it in Word, WPS or LibreOffice and save it as DOCX",
        );
    }
    None
}

/// The encoding that a page declares in `<meta charset>`, `<meta http-equiv>` or its XML declaration.
pub(in super::super) fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(DECLARED_WITHIN)).unwrap_or(bytes);
    let head: String = head.iter().map(|&byte| char::from(byte).to_ascii_lowercase()).collect();
    let xml = head.strip_prefix("<?xml").and_then(|rest| label(rest.split_once("?>")?.0, "encoding"));
    let meta = || head.split("<meta").skip(1).find_map(|rest| label(rest.split_once('>')?.0, "charset"));
    let encoding = Encoding::for_label(xml.or_else(meta)?.as_bytes())?;
    // Every GBK text is a GB18030 text; what is declared GBK holds signs of the larger set.
    Some(if encoding == GBK { GB18030 } else { encoding })
}

/// What stands behind `name=`, with or without quotes.
fn label<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let quotes = ['"', '\''];
    let (_, rest) = text.split_once(name)?;
    let rest = rest.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(quotes);
    let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || "-_.:".contains(c))).unwrap_or(rest.len());
    rest.get(..end).filter(|label| !label.is_empty())
}
