//! Writes one report in every format into a directory, to look at the files in other programs and to begin fuzzing with:
//! `cargo run --example formats -- DIRECTORY [REPORT.md]`; without a report, a short invented one. Each fuzz target has a
//! directory of its own; that of `any` gets all.

#[path = "make/mod.rs"]
mod make;

use make::Family;
use std::io::{Cursor, Read as _};
use std::path::Path;

/// A short invented report.
const SHORT: &str = include_str!("short.md");

/// The parts whose XML the fuzz targets `docx` and `ofd` take with zero bytes between.
const DOCX: &[&str] = &["word/document.xml", "word/styles.xml", "word/numbering.xml", "word/footnotes.xml"];
const OFD: &[&str] = &[
    "Doc_0/Document.xml",
    "Doc_0/Pages/Page_0/Content.xml",
    "Doc_0/PublicRes.xml",
    "Doc_0/Tpls/Tpl_0/Content.xml",
];

fn main() -> std::io::Result<()> {
    let mut args = std::env::args().skip(1);
    let root = args.next().expect("give a directory");
    let source = args.next().map_or_else(|| Ok(SHORT.to_owned()), std::fs::read_to_string)?;
    let parts = make::report::parts(&source);
    for maker in make::MAKERS {
        let bytes = (maker.make)(&parts);
        let pages = maker.pages.map_or(0, |pages| pages(&parts).len());
        println!("{}: {} bytes, {pages} pages, bold: {}", maker.name, bytes.len(), maker.bold);
        let target = match maker.family {
            Family::Text if maker.bold => "markdown",
            Family::Text => "text",
            Family::Html => "html",
            Family::Docx => "docx",
            Family::Ofd => "ofd",
            Family::Pdf => "pdf",
        };
        let write = |target: &str, name: &str, bytes: &[u8]| {
            let directory = Path::new(&root).join(target);
            std::fs::create_dir_all(&directory)?;
            std::fs::write(directory.join(name), bytes)
        };
        write(target, maker.name, &bytes)?;
        write("any", maker.name, &bytes)?;
        match maker.family {
            Family::Docx => write(target, &format!("{}.xml", maker.name), &xml(&bytes, DOCX))?,
            Family::Ofd => write(target, &format!("{}.xml", maker.name), &xml(&bytes, OFD))?,
            _ => {}
        }
    }
    Ok(())
}

/// The named parts of an archive with zero bytes between; one that is not there is empty.
fn xml(archive: &[u8], names: &[&str]) -> Vec<u8> {
    let mut zip = zip::ZipArchive::new(Cursor::new(archive)).expect("it was made just now");
    let part = |name: &&str| {
        let mut bytes = Vec::new();
        if let Ok(mut part) = zip.by_name(name) {
            part.read_to_end(&mut bytes).expect("it was made just now");
        }
        bytes
    };
    names.iter().map(part).collect::<Vec<_>>().join(&0)
}
