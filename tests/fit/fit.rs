//! Fits the tables that tell deliverables from effort (zh.deliverable.tsv) and lists of separate things from lists that are one
//! thing (zh.separate.tsv): logistic regression with an L2 penalty over the features of `src/extract/kind.rs`.
//!
//! `cargo run --release --example fit -- GOLD REPORTS OUT EACH`
//!
//! GOLD holds one JSONL a pair, place-year1-year2.jsonl (kind, quote, one object a target), REPORTS place-year.txt. A clause is a
//! deliverable when a hand-read deliverable overlaps it by half of the shorter; a list is separate when two or more do. The
//! tables in OUT are fitted on all pairs, those in EACH/PAIR on all but this one, to measure it with (example `left_out`). One cut
//! serves for all: the one that does best on the pairs left out, pooled.

use duixian::extract::clause::Reading;
use duixian::extract::kind::{self, Feature};
use duixian::extract::{list, target};
use duixian::lang::Pack;
use duixian::outline::Half;
use duixian::pipeline::{Input, Options, outline};
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap};
use std::error::Error;
use std::fmt::Write;
use std::path::Path;
use std::{fs, ops::Range};
use unicode_normalization::UnicodeNormalization;

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

/// What the loss counts for against the penalty. Source: of 0.05, 0.1, 0.3 and 1 all up to 0.3 did as well on pairs left
/// out; this one forgets least of those it saw.
const LOSS: f64 = 0.3;
/// A feature seen less often is left out.
const LEAST_SEEN: usize = 5;
/// A fit ends when no weight has moved by more in a round,
const STILL: f64 = 1e-3;
/// or after so many rounds.
const MOST_ROUNDS: usize = 200;
/// No weight moves by more at once, so that the rounds settle.
const LONGEST_STEP: f64 = 1.0;
/// Lighter weights, in logits, are not written.
const LEAST_WEIGHT: f64 = 0.01;

/// A clause of a plan half.
struct Clause {
    features: Vec<Feature>,
    /// The same clause standing alone, as in an annex or a list: it promises the same.
    alone: Vec<Feature>,
    /// How many hand-read deliverables overlap it.
    deliverables: usize,
    /// How many items its list has.
    items: usize,
}

/// What is fitted.
struct Table {
    name: &'static str,
    about: &'static str,
    /// Which clauses it is fitted on.
    of: fn(&Clause) -> bool,
    /// What it tells.
    is: fn(&Clause) -> bool,
}

const TABLES: [Table; 2] = [
    Table {
        name: "zh.deliverable.tsv",
        about: "Clauses that promise a nameable thing (above zero) against effort.",
        of: |_| true,
        is: |clause| clause.deliverables > 0,
    },
    Table {
        name: "zh.separate.tsv",
        about: "Lists of separate things (above zero) against lists that are one thing.",
        of: |clause| clause.deliverables > 0 && clause.items > 1,
        is: |clause| clause.deliverables > 1,
    },
];

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [gold, reports, out, each] = arguments.as_slice() else {
        return Err("usage: fit GOLD REPORTS OUT EACH".into());
    };
    let pairs = pairs(Path::new(gold), Path::new(reports))?;
    let invented = invented();
    for table in &TABLES {
        let rows = |left: Option<&String>| -> Vec<&Clause> {
            let kept = pairs.iter().filter(|(pair, _)| Some(*pair) != left);
            kept.flat_map(|(_, clauses)| clauses)
                .chain(&invented)
                .filter(|clause| (table.of)(clause))
                .collect()
        };
        let names: Vec<&String> = pairs.keys().collect();
        let models: Vec<Model> =
            names.par_iter().map(|pair| Model::fit(&rows(Some(pair)), table.is)).collect();
        let mut scored: Vec<(f64, bool)> = Vec::new();
        for (pair, model) in names.iter().zip(&models) {
            let left = pairs[*pair].iter().filter(|clause| (table.of)(clause));
            scored.extend(left.map(|clause| (model.score(&clause.features), (table.is)(clause))));
        }
        let (cut, f1) = best_cut(&mut scored);
        println!("{}: left out, pooled: F1 {f1:.3} at {cut:.2} ({} clauses)", table.name, scored.len());
        for (pair, model) in names.iter().zip(&models) {
            model.write(&Path::new(each).join(pair), table, cut)?;
        }
        Model::fit(&rows(None), table.is).write(Path::new(out), table, cut)?;
    }
    Ok(())
}

/// The clauses of every pair's earlier report, by the pair's name.
fn pairs(gold: &Path, reports: &Path) -> Result<BTreeMap<String, Vec<Clause>>> {
    let mut pairs = Vec::new();
    for entry in fs::read_dir(gold)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        pairs.extend(name.strip_suffix(".jsonl").map(str::to_owned));
    }
    let read = |pair: String| {
        let place = pair.rsplit_once('-').map_or("", |(place, _)| place);
        let clauses = clauses(
            &reports.join(format!("{place}.txt")),
            &fs::read_to_string(gold.join(format!("{pair}.jsonl")))?,
        )?;
        Ok((pair, clauses))
    };
    pairs.into_par_iter().map(read).collect()
}

/// The clauses of a report's plan half, held against its hand-read targets.
fn clauses(report: &Path, gold: &str) -> Result<Vec<Clause>> {
    let bytes = fs::read(report)?;
    let whole = plain(&String::from_utf8_lossy(&bytes));
    let mut spans = Vec::new();
    for line in gold.lines().filter(|line| !line.trim().is_empty()) {
        let target: serde_json::Value = serde_json::from_str(line)?;
        if target["kind"] == "deliverable" {
            spans.extend(target["quote"].as_str().and_then(|quote| place(&whole, quote)));
        }
    }
    let options = Options::default();
    let input = Input { name: report.display().to_string(), bytes };
    let (document, outline, _) = outline(&input, &options)?;
    let pack = Pack::of(&outline.language);
    let reading = Reading::new(&document, &outline, Half::Plan, pack, &options.policy);
    let open = target::open_pieces(&reading, outline.plans, pack);
    let clause = |piece: &target::Piece<'_>| {
        let passage = reading.statements[piece.statement].passage;
        let words = reading.words(passage, piece.span);
        let items = list::split(words, pack).items.len();
        let figures = !piece.figures.is_empty();
        let setting = target::setting(&reading, piece.statement, words, figures, items, pack);
        let here = place(&whole, document.slice(reading.back(passage, piece.span)));
        let deliverables = here.map_or(0, |here| spans.iter().filter(|span| overlap(&here, span)).count());
        let alone = kind::Setting::alone(words, figures, items, pack);
        Clause { features: kind::features(&setting), alone: kind::features(&alone), deliverables, items }
    };
    Ok(open.iter().map(clause).collect())
}

/// The invented clauses of plain.tsv.
fn invented() -> Vec<Clause> {
    let clause = |line: &str| {
        let (sign, words) = line.split_once('\t')?;
        let pack = Pack::of("zh");
        let items = list::split(words, pack).items.len();
        let features = kind::features(&kind::Setting::alone(words, false, items, pack));
        Some(Clause { alone: features.clone(), features, deliverables: usize::from(sign == "+"), items: 1 })
    };
    include_str!("plain.tsv").lines().filter_map(clause).collect()
}

/// A text without what differs between a quote and its source: width, white space, emphasis.
fn plain(text: &str) -> String {
    text.nfkc().filter(|c| !c.is_whitespace() && *c != '*' && *c != '\u{feff}').collect()
}

/// Where a quote stands; of several places the last.
fn place(whole: &str, quote: &str) -> Option<Range<usize>> {
    let quote = plain(quote);
    whole.rfind(&quote).filter(|_| !quote.is_empty()).map(|start| start..start + quote.len())
}

/// Whether two spans share half of the shorter.
fn overlap(one: &Range<usize>, other: &Range<usize>) -> bool {
    let both = one.end.min(other.end).saturating_sub(one.start.max(other.start));
    both > 0 && 2 * both >= one.len().min(other.len())
}

/// A cut that does nearly as well as the best and finds more is taken.
const NEARLY: f64 = 0.003;

/// The lowest cut whose F1 over these scores is nearly the best, and that F1.
fn best_cut(scored: &mut [(f64, bool)]) -> (f64, f64) {
    scored.sort_by(|one, other| other.0.total_cmp(&one.0));
    let total = scored.iter().filter(|(_, is)| *is).count();
    let (mut found, mut cuts) = (0, Vec::with_capacity(scored.len()));
    for (said, (score, is)) in scored.iter().enumerate() {
        found += usize::from(*is);
        let f1 = 2.0 * found as f64 / (said + 1 + total) as f64;
        cuts.push((*score, f1));
    }
    let best = cuts.iter().map(|(_, f1)| *f1).fold(0.0, f64::max);
    cuts.into_iter().rfind(|(_, f1)| *f1 >= best - NEARLY).unwrap_or_default()
}

/// Weights in logits.
struct Model {
    weights: HashMap<Feature, f64>,
    bias: f64,
}

impl Model {
    /// The weights under which what is told is likeliest, by one weight after the other.
    fn fit(rows: &[&Clause], is: fn(&Clause) -> bool) -> Self {
        let seen = rows.iter().flat_map(|clause| [(*clause, &clause.features), (*clause, &clause.alone)]);
        let rows: Vec<(&Clause, &Vec<Feature>)> = seen.collect();
        let mut holding: BTreeMap<Feature, Vec<usize>> = BTreeMap::new();
        for (row, (_, features)) in rows.iter().enumerate() {
            for feature in *features {
                holding.entry(*feature).or_default().push(row);
            }
        }
        holding.retain(|_, rows| rows.len() >= LEAST_SEEN);
        let all: Vec<usize> = (0..rows.len()).collect();
        let told: Vec<f64> = rows.iter().map(|(clause, _)| f64::from(u8::from(is(clause)))).collect();
        let columns: Vec<&Vec<usize>> = std::iter::once(&all).chain(holding.values()).collect();
        let mut weights = vec![0.0; columns.len()];
        let mut sums = vec![0.0; rows.len()];
        for _ in 0..MOST_ROUNDS {
            let mut moved: f64 = 0.0;
            for (weight, rows) in weights.iter_mut().zip(&columns) {
                let (mut slope, mut bend) = (*weight, 1.0);
                for &row in *rows {
                    let likely = 1.0 / (1.0 + f64::exp(-sums[row]));
                    slope += LOSS * (likely - told[row]);
                    bend += LOSS * likely * (1.0 - likely);
                }
                let step = (-slope / bend).clamp(-LONGEST_STEP, LONGEST_STEP);
                *weight += step;
                rows.iter().for_each(|&row| sums[row] += step);
                moved = moved.max(step.abs());
            }
            if moved < STILL {
                break;
            }
        }
        let bias = weights[0];
        Self { weights: holding.into_keys().zip(weights.into_iter().skip(1)).collect(), bias }
    }

    fn score(&self, features: &[Feature]) -> f64 {
        self.bias + features.iter().filter_map(|feature| self.weights.get(feature)).sum::<f64>()
    }

    fn write(&self, directory: &Path, table: &Table, cut: f64) -> Result<()> {
        let thousandths = |weight: f64| (weight * 1000.0).round();
        let mut text = format!(
            "# {}\n# feature, weight in thousandths of a logit; made by tests/fit/fit.rs: do not edit by hand\nbias\t{}\n",
            table.about,
            thousandths(self.bias - cut)
        );
        let lines: BTreeMap<String, f64> = (self.weights.iter())
            .filter(|(_, weight)| weight.abs() >= LEAST_WEIGHT)
            .map(|(feature, weight)| (kind::name(*feature), thousandths(*weight)))
            .filter(|(name, _)| !name.contains(['\t', '\n']) && !name.starts_with('#'))
            .collect();
        for (name, weight) in &lines {
            writeln!(text, "{name}\t{weight}")?;
        }
        fs::create_dir_all(directory)?;
        let path = directory.join(table.name);
        fs::write(&path, text)?;
        println!("{}: {} features", path.display(), lines.len());
        Ok(())
    }
}
