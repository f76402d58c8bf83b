//! Prints what the tables of `src/extract/kind.rs` see of a report's plan half, one JSON object a clause, for `fit.py`.
//!
//! `cargo run --release --example candidates -- REPORT`

use duixian::extract::clause::Reading;
use duixian::extract::{kind, list, target};
use duixian::lang::Pack;
use duixian::outline::Half;
use duixian::pipeline::{Input, Options, outline};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let name = std::env::args().nth(1).ok_or("usage: candidates REPORT")?;
    let input = Input { bytes: std::fs::read(&name)?, name };
    let (document, outline, _) = outline(&input, &Options::default())?;
    let pack = Pack::of(&outline.language);
    let reading = Reading::new(&document, &outline, Half::Plan, pack, &Options::default().policy);
    for piece in target::open_pieces(&reading, outline.plans, pack) {
        let statement = &reading.statements[piece.statement];
        let figures = !piece.figures.is_empty();
        let clause = reading.words(statement.passage, piece.span);
        let parts = list::split(clause, pack);
        let setting = target::setting(&reading, piece.statement, clause, figures, parts.items.len());
        let features: Vec<String> = kind::features(&setting).into_iter().map(kind::name).collect();
        let line = serde_json::json!({
            "quote": document.slice(reading.back(statement.passage, piece.span)),
            "figures": figures,
            "items": parts.items.len(),
            "features": features,
        });
        println!("{line}");
    }
    Ok(())
}
