//! Makes one report in every format, the same bytes at every run. What a format's real files are like stands with each maker.

pub(crate) mod archive;
pub(crate) mod docx;
mod html;
mod ofd;
pub(crate) mod page;
mod pdf;
mod plain;
pub(crate) mod report;

use page::{DOCUMENT, GAZETTE, Page, pages};
use report::Part;

/// Which reader reads a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Family {
    /// Characters.
    Text,
    /// Web pages.
    Html,
    /// Office documents.
    Docx,
    /// Open fixed layout documents.
    Ofd,
    /// PDF.
    Pdf,
}

/// What sets a report on pages.
type Setter = fn(&[Part]) -> Vec<Page>;

/// One way to make a file of a report.
pub(crate) struct Maker {
    /// What the file is, as its name.
    pub(crate) name: &'static str,
    /// Who reads it.
    pub(crate) family: Family,
    /// Whether the format says what is bold.
    pub(crate) bold: bool,
    /// The pages, where the format has some.
    pub(crate) pages: Option<Setter>,
    /// The file.
    pub(crate) make: fn(&[Part]) -> Vec<u8>,
}

impl Maker {
    const fn new(name: &'static str, family: Family, make: fn(&[Part]) -> Vec<u8>) -> Self {
        Self { name, family, bold: true, pages: None, make }
    }

    const fn plain(name: &'static str, make: fn(&[Part]) -> Vec<u8>) -> Self {
        Self { bold: false, ..Self::new(name, Family::Text, make) }
    }

    const fn paged(name: &'static str, family: Family, pages: Setter, make: fn(&[Part]) -> Vec<u8>) -> Self {
        Self { pages: Some(pages), ..Self::new(name, family, make) }
    }
}

fn document(parts: &[Part]) -> Vec<Page> {
    pages(parts, &DOCUMENT)
}

fn gazette(parts: &[Part]) -> Vec<Page> {
    pages(parts, &GAZETTE)
}

/// Every way.
pub(crate) const MAKERS: &[Maker] = &[
    Maker::new("marked.md", Family::Text, plain::markdown),
    Maker::plain("utf8.txt", plain::utf8),
    Maker::plain("utf8-bom.txt", plain::utf8_bom),
    Maker::plain("gb18030.txt", plain::gb18030),
    Maker::plain("utf16-le.txt", plain::utf16_le),
    Maker::plain("utf16-be.txt", plain::utf16_be),
    Maker::plain("utf16-le-bom.txt", plain::utf16_le_bom),
    Maker::plain("utf16-be-bom.txt", plain::utf16_be_bom),
    Maker { bold: false, ..Maker::paged("paged.txt", Family::Text, document, plain::paged) },
    Maker::new("editor.html", Family::Html, html::trs_editor),
    Maker::new("gb2312.html", Family::Html, html::gb2312),
    Maker::new("breaks.html", Family::Html, html::breaks),
    Maker::new("word.html", Family::Html, html::word),
    Maker::new("styled.docx", Family::Docx, docx::styled),
    Maker::new("unstyled.docx", Family::Docx, docx::unstyled),
    Maker::paged("runs.ofd", Family::Ofd, document, ofd::runs),
    Maker::paged("signs.ofd", Family::Ofd, document, ofd::signs),
    Maker::paged("gbk.pdf", Family::Pdf, document, pdf::gbk_one_column),
    Maker::paged("ucs2.pdf", Family::Pdf, document, pdf::uni_one_column),
    Maker::paged("columns.pdf", Family::Pdf, gazette, pdf::told_two_columns),
];
