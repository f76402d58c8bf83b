//! What all reports say together. Comes in: their targets with verdicts, report by report. Goes out: the same, and their lives.

use super::{Options, Promised};
use crate::lang::Pack;
use crate::ledger::build::{self, Source};
use crate::ledger::{Confidence, Mark, Target};
use crate::lifeline::{Late, Later, Life, Plan, late, lives};
use crate::pair::pool::Pool;
use rayon::prelude::*;

/// What was read, report by report.
pub(super) struct Years<'a> {
    pub(super) sources: &'a [Source<'a>],
    pub(super) promised: &'a [Promised],
    pub(super) pools: &'a [Pool<'a>],
    pub(super) pairs: &'a [(Source<'a>, Source<'a>)],
    pub(super) options: &'a Options,
}

/// The targets, and what became of them through the years.
#[derive(Default)]
pub(super) struct Told<'a> {
    /// The targets of the reports that were compared with their next.
    pub(super) targets: Vec<Target>,
    /// The promises of the others.
    pub(super) others: Vec<Target>,
    pub(super) lives: Vec<Life>,
    pub(super) plans: Vec<Plan<'a>>,
    /// For each plan the number of its first target among those and these.
    pub(super) first: Vec<usize>,
}

impl<'a> Years<'a> {
    /// `targets` of each report, none of those that were not compared with their next.
    pub(super) fn told(&self, mut targets: Vec<Vec<Target>>) -> Told<'a> {
        let of: Vec<usize> = (0..self.sources.len())
            .filter(|&index| self.sources[index].outline.plan_half.is_some())
            .collect();
        let plans: Vec<Plan<'a>> = of.par_iter().map(|&index| self.plan(index, &targets[index])).collect();
        let lives = match plans.first() {
            Some(first) => {
                let pack = Pack::of(&self.sources[first.report].outline.language);
                lives(&plans, pack, &self.options.policy.lifeline)
            }
            None => Vec::new(),
        };
        let compared = |index: usize| self.pairs.iter().any(|(earlier, _)| earlier.index == index);
        let own = of.iter().filter(|&&index| compared(index)).map(|&index| targets[index].len()).sum();
        let (mut first, mut before, mut behind) = (Vec::new(), 0, own);
        let mut others = Vec::new();
        for &index in &of {
            let at = if compared(index) { &mut before } else { &mut behind };
            first.push(*at);
            *at += self.promised[index].1.len();
            if !compared(index) {
                let source = self.sources[index];
                others.extend(
                    self.promised[index].1.iter().map(|target| build::target(source, target, None, None)),
                );
            }
        }
        let targets = targets.iter_mut().flat_map(std::mem::take).collect();
        Told { targets, others, lives, plans, first }
    }

    /// The plan of a report with the marks of its targets.
    fn plan(&self, index: usize, judged: &[Target]) -> Plan<'a> {
        let (source, (reading, targets)) = (self.sources[index], &self.promised[index]);
        let marks: Vec<Option<Mark>> = match judged {
            [] => vec![None; targets.len()],
            judged => judged.iter().map(|target| target.mark).collect(),
        };
        let sure = |at: usize| {
            judged.get(at).is_some_and(|target| {
                target.confidence == Some(Confidence::Sure) && target.strict == Some(Mark::Met)
            })
        };
        Plan {
            report: index,
            year: source.outline.plans,
            whole: source.document.complete && reading.unread.is_empty(),
            reading,
            targets,
            sure: (0..targets.len()).map(sure).collect(),
            late: self.late(index, &marks),
            marks,
        }
    }

    /// Where the report after next says of a target that it was done; that one must follow the next, and the next this one.
    fn late(&self, index: usize, marks: &[Option<Mark>]) -> Vec<Option<Late>> {
        let (reading, targets) = &self.promised[index];
        let pair = |from: usize| self.pairs.iter().any(|(earlier, _)| earlier.index == from);
        if !pair(index) || !pair(index + 1) {
            return vec![None; targets.len()];
        }
        let later = Later { report: index + 2, pool: &self.pools[index + 2] };
        let pack = Pack::of(&self.sources[index].outline.language);
        late(targets, marks, (reading, &self.pools[index]), later, pack, &self.options.policy)
    }
}
