//! Writes one report in every format into a directory, to look at the files in other programs and to begin fuzzing with:
//! `cargo run --example formats -- DIRECTORY [REPORT.md]`; without a report, a short invented one.

#[path = "make/mod.rs"]
mod make;

use std::path::Path;

/// A short invented report.
const SHORT: &str = include_str!("short.md");

fn main() -> std::io::Result<()> {
    let mut args = std::env::args().skip(1);
    let directory = args.next().expect("give a directory");
    let source = args.next().map_or_else(|| Ok(SHORT.to_owned()), std::fs::read_to_string)?;
    let parts = make::report::parts(&source);
    for maker in make::MAKERS {
        let directory = Path::new(&directory).join(format!("{:?}", maker.family).to_lowercase());
        std::fs::create_dir_all(&directory)?;
        let bytes = (maker.make)(&parts);
        let pages = maker.pages.map_or(0, |pages| pages(&parts).len());
        println!("{}: {} bytes, {pages} pages, bold: {}", maker.name, bytes.len(), maker.bold);
        std::fs::write(directory.join(maker.name), bytes)?;
    }
    Ok(())
}
