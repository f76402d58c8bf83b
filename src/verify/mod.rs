//! A published ledger against its sources. Comes in: a ledger's bytes and the reports' bytes. Goes out: every fault, and what
//! was looked at. Nothing here takes targets or claims out of a report, pairs or judges them: with what it checks, this stage
//! shares the reading, the outline, the arithmetic of quantities, the pack's words and the data model.
//!
//! The way: `file` opens the ledger and checks its bytes, `sources` reads the reports again, `quotes` slices every place,
//! `figures` looks for every printed number in its quote, `sums` and `ambition` redo the arithmetic, `stated` looks at the
//! reason that a report gives, `restated` at figures given differently and claims that answer no target, `marks` and `limits` hold
//! each verdict to its reason and to the policy, `counts` makes keys and totals anew, `alignment` counts the blocks of halves set
//! against each other, `lifelines` follows every promise through the years, `notices` compares what the reading says.

mod alignment;
mod ambition;
mod counts;
mod fault;
mod figures;
mod file;
mod lifelines;
mod limits;
mod marks;
mod notices;
mod quotes;
mod restated;
mod sources;
mod stated;
mod sums;

pub use fault::Fault;
pub use file::{Opened, open};

use crate::error::Result;
use crate::ledger::Reason;
use crate::policy::Policy;
use crate::read::Reader;
use fault::Faults;

/// One report as it was given.
#[derive(Debug, Clone, Copy)]
pub struct Given<'a> {
    /// The file as the user named it.
    pub name: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
}

/// What this program would have written itself, and how it reads.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// Its rules with the reasons they give.
    pub rules: &'a [(&'static str, Reason)],
    /// Its number for the rules under a policy.
    pub rules_hash: fn(&Policy) -> String,
    /// What takes the lines out of a report.
    pub reader: Reader,
}

/// What came of a verification.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verified {
    /// What is wrong, in the order of the work: first the file, then the reports, then target by target, then the counts.
    pub faults: Vec<Fault>,
    /// What the reader should know and is no fault.
    pub remarks: Vec<String>,
    /// How many targets were checked.
    pub targets: usize,
    /// How many quotes were compared with the sources.
    pub quotes: usize,
    /// How many sums were redone.
    pub sums: usize,
    /// How many reports were read again.
    pub reports: usize,
}

/// Checks a ledger against the reports that it was made from, given in any order and under any names.
///
/// # Errors
/// A file that is no ledger of this schema. What is wrong inside of one is a fault and no error.
pub fn verify(name: &str, bytes: &[u8], given: &[Given<'_>], known: &Known<'_>) -> Result<Verified> {
    let Opened { ledger, value, faults, mut remarks } = open(name, bytes)?;
    let mut faults = Faults::new(faults, &ledger);
    let own = ledger.tool.version == env!("CARGO_PKG_VERSION");
    remarks.extend(file::origin(&ledger, own, known));
    let sources = sources::sources(&ledger, given, known.reader, &mut faults, &mut remarks);
    let quotes = quotes::places(&value, &sources, &mut faults);
    let mut sums = 0;
    for (index, target) in ledger.targets.iter().enumerate() {
        let at = format!("/targets/{index}");
        quotes::halves(&at, target, &ledger, &sources, &mut faults);
        figures::target(&at, target, &sources, &mut faults);
        sums += usize::from(sums::target(&at, target, &ledger.tool.policy, &sources, &mut faults));
        ambition::target(&at, target, &ledger, &sources, &mut faults);
        stated::target(&at, target, &sources, &mut faults);
        marks::target(&at, target, &ledger, own.then_some(known.rules), &mut faults);
        limits::target(&at, target, &ledger.tool.policy, &mut faults);
        quotes::search(&at, target, &ledger, &sources, &mut faults);
    }
    sums += restated::restated(&ledger, &sources, &mut faults);
    restated::unpromised(&ledger, &sources, &mut faults);
    counts::keys(&ledger, &mut faults);
    counts::totals(&ledger, &mut faults);
    counts::unfilled(&ledger, &mut faults);
    lifelines::lifelines(&ledger, &sources, &mut faults);
    alignment::alignment(&ledger, &sources, &mut faults);
    notices::notices(&ledger, &sources, &mut faults);
    Ok(Verified {
        faults: faults.into_list(),
        remarks,
        targets: ledger.targets.len(),
        quotes,
        sums,
        reports: sources.iter().flatten().count(),
    })
}
