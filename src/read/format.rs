//! Which format a file has, and its lines. The content decides, never the name: a `.txt` can be a PDF and a `.doc` a web page.

use super::line::Line;
use super::{archive, decode, docx, html, markdown, ofd, text};
use crate::error::{Error, ErrorKind, Result};
use crate::lang;
use crate::notice::{Notice, NoticeKind, Notices, Severity};
use crate::policy::Policy;
use serde::{Deserialize, Serialize};

/// One file that is to be read.
#[derive(Debug, Clone, Copy)]
pub struct File<'a> {
    /// The file as the user named it.
    pub name: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
    /// The limits.
    pub policy: &'a Policy,
}

/// What a format's reader took out of a file. It can be written and read again, so that another process may do the work.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// The lines with words, in reading order.
    pub(super) lines: Vec<Line>,
    /// What could not be read or had to be guessed.
    pub(super) notices: Notices,
    /// Whether all of the file's text was taken: false when a page of it holds a picture of text, or a font that cannot be read.
    pub(super) whole: bool,
}

impl Taken {
    /// Lines of a file that hid nothing.
    pub(super) fn whole(lines: Vec<Line>) -> Self {
        Self { lines, notices: Notices::new(), whole: true }
    }
}

/// What takes the lines out of a file: [`take`], or what guards it.
pub type Reader = fn(&File<'_>) -> Result<Taken>;

/// One input format that is known by its bytes.
struct Format {
    /// Whether a file is of this format.
    sniff: fn(&[u8]) -> bool,
    /// Its lines, or what is wrong and what to do, without the file's name.
    lines: fn(&File<'_>) -> Result<Taken, String>,
    /// Whether so much code that is not ours works on it that a process of its own is in place where there is one.
    apart: bool,
}

/// One input format that is known by its text.
struct TextFormat {
    /// Whether the text is of this format.
    sniff: fn(&str) -> bool,
    /// What is taken out of such a text, or what is wrong with it.
    take: fn(&str, &File<'_>) -> Result<Taken, String>,
}

/// Every format that is known by its bytes; the first that fits is taken, and the last takes everything.
const FORMATS: &[Format] = &[
    #[cfg(feature = "pdf")]
    Format { sniff: is_pdf, lines: super::pdf::take, apart: true },
    Format { sniff: ofd::sniff, lines: ofd::take, apart: false },
    Format { sniff: docx::sniff, lines: docx::take, apart: false },
    Format { sniff: |bytes| refusal(bytes).is_some(), lines: refuse, apart: false },
    Format { sniff: |_| true, lines: take_text, apart: false },
];

/// Every format that is characters; the first that fits is taken, and the last takes everything.
const TEXT_FORMATS: &[TextFormat] = &[
    TextFormat {
        sniff: |text| html::refusal(text).is_some(),
        take: |text, _| Err(html::refusal(text).unwrap_or_default().to_owned()),
    },
    TextFormat { sniff: html::sniff, take: html::take },
    TextFormat {
        sniff: markdown::sniff,
        take: |source, _| {
            let source = text::unescape(source.to_owned());
            Ok(Taken::whole(markdown::checked_lines(&source, &lang::detect(&source).read)?))
        },
    },
    TextFormat {
        sniff: |_| true,
        take: |source, _| {
            let source = text::unescape(source.to_owned());
            Ok(Taken::whole(text::lines(&source, &lang::detect(&source).read)))
        },
    },
];

/// A PDF says so within its first bytes, if not in the very first.
const PDF_WITHIN: usize = 1024;

/// Whether the file says that it is a PDF.
fn is_pdf(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(PDF_WITHIN)).unwrap_or_default();
    head.windows(5).any(|window| window == b"%PDF-")
}

/// Heads of files that hold no text that is read, what they are and what to do.
const REFUSED: &[(&[u8], &str)] = &[
    (
        b"\xd0\xcf\x11\xe0",
        "this is a file of an old office program (DOC, WPS, XLS), which is not read; open it in Word, WPS or LibreOffice and save it as DOCX",
    ),
    (
        b"{\\rtf",
        "this is an RTF file, which is not read; open it in Word, WPS or LibreOffice and save it as DOCX",
    ),
    (b"\x1f\x8b", "this is a gzip archive; unpack it and give the report in it"),
    (b"7z\xbc\xaf\x27\x1c", "this is a 7z archive; unpack it and give the report in it"),
    (b"Rar!", "this is a RAR archive; unpack it and give the report in it"),
    (b"\x89PNG", "this is a picture; turn it into text (OCR) first"),
    (b"\xff\xd8\xff", "this is a picture; turn it into text (OCR) first"),
    (b"GIF8", "this is a picture; turn it into text (OCR) first"),
    (b"II*\0", "this is a picture; turn it into text (OCR) first"),
    (b"MM\0*", "this is a picture; turn it into text (OCR) first"),
];

/// Why a file is not read at all.
fn refusal(bytes: &[u8]) -> Option<&'static str> {
    if bytes.is_empty() {
        return Some("the file is empty; give a report");
    }
    if archive::sniff(bytes) {
        return Some(
            "this is a zip archive, but neither DOCX nor OFD; unpack it and give the report in it, or save it as DOCX",
        );
    }
    if cfg!(not(feature = "pdf")) && is_pdf(bytes) {
        return Some(
            "this is a PDF file, and this program was built without the feature that reads it; save the report as text or DOCX",
        );
    }
    REFUSED.iter().find(|(head, _)| bytes.starts_with(head)).map(|(_, why)| *why)
}

fn refuse(file: &File<'_>) -> Result<Taken, String> {
    Err(refusal(file.bytes).unwrap_or_default().to_owned())
}

/// Decodes the characters, then takes the lines.
fn take_text(file: &File<'_>) -> Result<Taken, String> {
    let decoded = decode::decode(file.bytes)?;
    let (encoding, guessed, lost) = (decoded.encoding, decoded.guessed, decoded.lost);
    let source = decoded.text;
    let format = TEXT_FORMATS.iter().find(|format| (format.sniff)(&source));
    let mut taken =
        format.map_or_else(|| Ok(Taken::whole(Vec::new())), |format| (format.take)(&source, file))?;
    if guessed {
        let message = format!("the encoding is not declared; read as {encoding}");
        taken.notices.push(
            Notice::new(NoticeKind::GuessedEncoding, Severity::Info, message).with("encoding", encoding),
        );
    }
    if lost > 0 {
        let message = format!("{lost} characters could not be decoded as {encoding} and stand as U+FFFD");
        taken.notices.push(
            Notice::new(NoticeKind::UndecodedBytes, Severity::Warning, message)
                .with("count", lost)
                .with("encoding", encoding),
        );
    }
    Ok(taken)
}

/// The format of a file.
fn format_of(bytes: &[u8]) -> &'static Format {
    FORMATS.iter().find(|format| (format.sniff)(bytes)).expect("the last format takes everything")
}

/// Whether a file is better read in a process of its own: one that can end for want of memory or stack without harm.
pub fn apart(bytes: &[u8]) -> bool {
    format_of(bytes).apart
}

/// Takes the lines out of a file, in this process.
///
/// # Errors
/// An input that is empty, of a format that is not read, damaged, locked, without text, or larger than the policy allows.
pub fn take(file: &File<'_>) -> Result<Taken> {
    let input = |message: String| Error::new(ErrorKind::Input, file.name, message);
    let (size, most) = (file.bytes.len() as u64, file.policy.most_bytes);
    if size > most {
        return Err(input(format!(
            "the file has {size} bytes, more than the {most} that are read; split it"
        )));
    }
    (format_of(file.bytes).lines)(file).map_err(input)
}
