//! Verdicts. Comes in: a target and its claims, weighed. Goes out: one reason with the rule that decided, the evidence and
//! the arithmetic. Rules are tried in order; the first that answers wins. The last always answers, unless the text that was
//! searched is incomplete: what was not found may stand in what is missing, so then there is no verdict.

pub mod ambition;
mod rules;
pub mod stage;
mod stated;

use crate::extract::clause::Reading;
use crate::extract::target::Target;
use crate::lang::Pack;
use crate::pair::pool::Pool;
use crate::pair::{Match, Pairing};
use crate::policy::Policy;
use crate::quantity::Quantity;
use crate::span::Span;
use rust_decimal::Decimal;
#[cfg(test)]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use rules::RULES;

/// The verdict in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// Delivered, says the later report.
    Met,
    /// Not delivered, says the later report.
    Missed,
    /// The later report does not say.
    NotMentioned,
}

/// Why; determines the mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Beyond the figure.
    Exceeded,
    /// At the figure.
    Reached,
    /// Inside the printed tolerance of 左右 / 约.
    WithinHedge,
    /// A deliverable reported finished, or a promised 推进 reported advanced.
    Done,
    /// The report says this named target is completed but gives no figure.
    Asserted,
    /// Outside the bound.
    Short,
    /// An earlier stage than promised.
    Partial,
    /// After its own deadline.
    Late,
    /// Cancelled or replaced.
    Reversed,
    /// The report itself says so.
    Admitted,
    /// Nothing said.
    Silent,
    /// The subject is spoken of without the promised figure or thing.
    NoFigure,
    /// Another measure, scope or time base in its place.
    Substituted,
    /// Only a collective claim.
    BlanketOnly,
}

impl Reason {
    /// Every reason, in the order of the design.
    pub const ALL: [Self; 14] = [
        Self::Exceeded,
        Self::Reached,
        Self::WithinHedge,
        Self::Done,
        Self::Asserted,
        Self::Short,
        Self::Partial,
        Self::Late,
        Self::Reversed,
        Self::Admitted,
        Self::Silent,
        Self::NoFigure,
        Self::Substituted,
        Self::BlanketOnly,
    ];

    /// The mark that this reason stands for.
    pub fn mark(self) -> Mark {
        match self {
            Self::Exceeded | Self::Reached | Self::WithinHedge | Self::Done | Self::Asserted => Mark::Met,
            Self::Short | Self::Partial | Self::Late | Self::Reversed | Self::Admitted => Mark::Missed,
            Self::Silent | Self::NoFigure | Self::Substituted | Self::BlanketOnly => Mark::NotMentioned,
        }
    }
}

/// Whether a second reader could differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// Plain.
    Sure,
    /// Worth a second look.
    Check,
}

/// All that a rule may look at.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    /// The target.
    pub target: &'a Target,
    /// The plan half it stands in.
    pub plan: &'a Reading,
    /// The headings above the target, joined.
    pub headings: &'a str,
    /// Its claims, weighed.
    pub pairing: &'a Pairing,
    /// The claims of the later report.
    pub pool: &'a Pool<'a>,
    /// The claims of the earlier report's own review half, which give the levels of the year before.
    pub past: &'a Pool<'a>,
    /// Whether the whole later review half is there and was read.
    pub whole: bool,
    /// The language.
    pub pack: &'a Pack,
    /// The numbers that decide.
    pub policy: &'a Policy,
}

impl<'a> Case<'a> {
    /// The folded words of the target's quote.
    pub fn quote(&self) -> &'a str {
        self.plan.words(self.plan.statements[self.target.statement].passage, self.target.span)
    }

    /// The folded words before the target in its sentence; in an item of a numbered list those before it in its paragraph.
    pub fn before_target(&self) -> &'a str {
        let statement = &self.plan.statements[self.target.statement];
        let item = self.pack.judge.list_item.any(self.plan.sentence(statement));
        let start = if item { 0 } else { statement.sentence.start };
        self.plan.words(statement.passage, Span::new(start, self.target.span.start))
    }

    /// The folded clause of a claim.
    pub fn clause(&self, claim: usize) -> &'a str {
        self.pool.reading.clause(&self.pool.reading.statements[self.pool.claims[claim].statement])
    }

    /// The folded words of a claim, its carried subject included.
    pub fn words(&self, claim: usize) -> &'a str {
        &self.pool.claims[claim].words
    }

    /// The claim of the clause after a claim in its sentence; `None` when it is the last, or no claim.
    pub fn next(&self, claim: usize) -> Option<usize> {
        let here = &self.pool.reading.statements[self.pool.claims[claim].statement];
        let next = self.pool.claims.get(claim + 1)?;
        let other = &self.pool.reading.statements[next.statement];
        let follows = next.statement == self.pool.claims[claim].statement + 1
            && other.passage == here.passage
            && other.sentence == here.sentence;
        follows.then_some(claim + 1)
    }

    /// The folded clause before a claim in its sentence; empty when it is the first.
    pub fn before(&self, claim: usize) -> &'a str {
        let reading = self.pool.reading;
        let index = self.pool.claims[claim].statement;
        let statement = &reading.statements[index];
        let last = index.checked_sub(1).map(|last| &reading.statements[last]);
        last.filter(|last| last.passage == statement.passage && last.sentence == statement.sentence)
            .map_or("", |last| reading.clause(last))
    }

    /// The folded clause after a claim in its sentence; empty when it is the last.
    pub fn after(&self, claim: usize) -> &'a str {
        let reading = self.pool.reading;
        let index = self.pool.claims[claim].statement;
        let statement = &reading.statements[index];
        let next = reading.statements.get(index + 1);
        next.filter(|next| next.passage == statement.passage && next.sentence == statement.sentence)
            .map_or("", |next| reading.clause(next))
    }

    /// The folded sentence of a claim.
    pub fn sentence(&self, claim: usize) -> &'a str {
        self.pool.reading.sentence(&self.pool.reading.statements[self.pool.claims[claim].statement])
    }
}

/// Target, actual and the gap between, in one unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sum {
    /// The promised number.
    pub target: Decimal,
    /// The reported number.
    pub actual: Decimal,
    /// The unit of both.
    pub unit: String,
}

/// What the earlier report gives for the year before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Level {
    /// Where, in the canonical text of the earlier report.
    pub quote: Span,
    /// How much.
    pub quantity: Quantity,
    /// Where its figure stands, in the same text.
    pub stands: Option<Span>,
}

/// What a rule answers.
#[derive(Debug, Clone)]
pub struct Decision {
    /// Why.
    pub reason: Reason,
    /// Whether a second reader could differ.
    pub confidence: Confidence,
    /// What a strict reader would say.
    pub strict: Mark,
    /// What a lenient reader would say.
    pub lenient: Mark,
    /// The claims used, best first.
    pub evidence: Vec<Match>,
    /// The arithmetic.
    pub sum: Option<Sum>,
    /// The level that the sum starts from, where the earlier report gives it.
    pub derived: Option<Level>,
}

impl Decision {
    /// A plain answer on one claim.
    pub fn sure(reason: Reason, evidence: &[Match]) -> Self {
        Self {
            reason,
            confidence: Confidence::Sure,
            strict: reason.mark(),
            lenient: reason.mark(),
            evidence: evidence.to_vec(),
            sum: None,
            derived: None,
        }
    }

    /// The same, worth a second look.
    #[must_use]
    pub fn check(mut self) -> Self {
        self.confidence = Confidence::Check;
        self
    }

    /// The same with the readings of a strict and a lenient reader.
    #[must_use]
    pub fn readings(mut self, strict: Mark, lenient: Mark) -> Self {
        self.strict = strict;
        self.lenient = lenient;
        if strict != lenient {
            self.confidence = Confidence::Check;
        }
        self
    }
}

/// One rule.
#[derive(Debug)]
pub struct Rule {
    /// Its name, as the ledger prints it: `figure.exceeded`.
    pub name: &'static str,
    /// The reason it gives.
    pub reason: Reason,
    /// What it does, for `explain`.
    pub doc: &'static str,
    /// Tries it.
    pub decide: fn(&Case<'_>) -> Option<Decision>,
}

/// A verdict.
#[derive(Debug, Clone)]
pub struct Verdict {
    /// The rule that decided.
    pub rule: &'static str,
    /// Its answer.
    pub decision: Decision,
    /// Where the later report says why what is missed fell short, in its canonical text.
    pub stated: Option<Span>,
}

/// Tries the rules in order. `None` only where nothing was found in a text that is not [`whole`](Case::whole).
pub fn judge(case: &Case<'_>) -> Option<Verdict> {
    RULES.iter().find_map(|rule| {
        (rule.decide)(case).filter(|decision| decision.reason == rule.reason).map(|decision| {
            let stated = stated::stated(&decision, case.pool, case.pack);
            Verdict { rule: rule.name, decision, stated }
        })
    })
}
