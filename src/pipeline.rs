//! The one file that names every stage. Comes in: bytes. Goes out: a ledger.

use crate::error::{Error, ErrorKind, Result};
use crate::extract::{claim, clause::Reading, kind::TABLE_FILES, target};
use crate::judge::{Case, RULES, judge};
use crate::lang::{BUILT_IN, Pack};
use crate::ledger::build::{self, Finding, Source, sha256};
use crate::ledger::{Kind, Ledger, NoticeEntry, Reason, Target};
use crate::notice::{Notice, NoticeKind, Notices, Severity};
use crate::outline::{self, Half, Outline};
use crate::pair::{self, pool::Pool};
use crate::policy::Policy;
use crate::read::{self, Document};
use crate::span::Span;
use rayon::prelude::*;

/// One report as the user gave it.
#[derive(Debug, Clone)]
pub struct Input {
    /// The file as the user named it.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What the user may set.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The numbers that decide.
    pub policy: Policy,
    /// Whether the ledger holds the texts.
    pub with_text: bool,
    /// The year that each report reviews, in their order; empty to take it from the texts.
    pub years: Vec<u16>,
}

/// A rule as `explain` shows it.
#[derive(Debug, Clone, Copy)]
pub struct RuleDoc {
    /// Its name.
    pub name: &'static str,
    /// The reason it gives.
    pub reason: Reason,
    /// What it does.
    pub doc: &'static str,
}

/// One report, read.
struct Report {
    file: String,
    document: Document,
    outline: Outline,
    notices: Notices,
}

/// Reads one report.
pub fn text(input: &Input, options: &Options) -> Result<(Document, Notices)> {
    let mut notices = Notices::new();
    let document = read::read(&input.name, &input.bytes, &options.policy, &mut notices)?;
    Ok((document, notices))
}

/// Reads one report and draws its outline.
pub fn outline(input: &Input, options: &Options) -> Result<(Document, Outline, Notices)> {
    let (document, mut notices) = text(input, options)?;
    let outline = outline::outline(&document, &options.policy, &mut notices);
    Ok((document, outline, notices))
}

/// The main job: each report's targets against the next report's claims.
pub fn check(inputs: &[Input], options: &Options) -> Result<Ledger> {
    let reports = read_all(inputs, options)?;
    let series = reports.len() > 2;
    let mut entries = own_notices(&reports);
    let mut pairs = Vec::new();
    for (index, pair) in reports.windows(2).enumerate() {
        match fits(&pair[0], &pair[1]) {
            Ok(doubts) => {
                entries.extend(doubts.iter().map(|doubt| pair[1].source(index + 1).notice(doubt)));
                pairs.push((pair[0].source(index), pair[1].source(index + 1)));
            }
            Err(error) if !series => return Err(error),
            Err(error) => entries.push(pair[1].source(index + 1).notice(&left_out(pair, &error))),
        }
    }
    let readings: Vec<Reading> = reports.par_iter().map(|report| report.review(options)).collect();
    let pools: Vec<Pool<'_>> = reports.par_iter().zip(&readings).map(Report::pool).collect();
    let answers: Vec<(Vec<Target>, Vec<NoticeEntry>)> = pairs
        .into_par_iter()
        .map(|(earlier, later)| {
            answer(earlier, Some((later, &pools[later.index])), Some(&pools[earlier.index]), options)
        })
        .collect();
    let mut targets = Vec::new();
    for (found, notices) in answers {
        targets.extend(found);
        entries.extend(notices);
    }
    Ok(ledger(&reports, targets, entries, options))
}

/// The targets of one report's plan half, without verdicts.
pub fn targets(input: &Input, options: &Options) -> Result<Ledger> {
    let reports = read_all(std::slice::from_ref(input), options)?;
    if reports[0].outline.plan_half.is_none() {
        return Err(missing(&reports[0], "plan half (what will be done)", NoticeKind::NoPlanHalf));
    }
    let (targets, notices) = answer(reports[0].source(0), None, None, options);
    let entries = own_notices(&reports).into_iter().chain(notices).collect();
    Ok(ledger(&reports, targets, entries, options))
}

impl Report {
    fn source(&self, index: usize) -> Source<'_> {
        Source { index, document: &self.document, outline: &self.outline }
    }

    /// Its review half, clause by clause.
    fn review(&self, options: &Options) -> Reading {
        let pack = Pack::of(&self.outline.language);
        Reading::new(&self.document, &self.outline, Half::Review, pack, &options.policy)
    }

    /// The claims of a review half, ready to be searched.
    fn pool<'a>((report, reading): (&Self, &'a Reading)) -> Pool<'a> {
        let pack = Pack::of(&report.outline.language);
        Pool::new(reading, claim::claims(reading, report.outline.reviews, pack), pack)
    }
}

fn read_all(inputs: &[Input], options: &Options) -> Result<Vec<Report>> {
    let read = |(index, input): (usize, &Input)| {
        let (document, mut outline, notices) = outline(input, options)?;
        if let Some(&year) = options.years.get(index) {
            (outline.reviews, outline.plans) = (Some(year), Some(year + 1));
        }
        Ok(Report { file: input.name.clone(), document, outline, notices })
    };
    inputs.par_iter().enumerate().map(read).collect()
}

fn own_notices(reports: &[Report]) -> Vec<NoticeEntry> {
    let of = |(index, report): (usize, &Report)| {
        report.notices.iter().map(|notice| report.source(index).notice(notice)).collect::<Vec<_>>()
    };
    reports.iter().enumerate().flat_map(of).collect()
}

/// The notice that a pair of a series was left out.
fn left_out(pair: &[Report], error: &Error) -> Notice {
    Notice::new(NoticeKind::PairLeftOut, Severity::Warning, format!("this pair was left out: {error}"))
        .with("earlier", &pair[0].document.name)
        .with("later", &pair[1].document.name)
        .with("why", &error.message)
}

fn missing(report: &Report, half: &str, kind: NoticeKind) -> Error {
    let why = report
        .notices
        .iter()
        .find(|notice| notice.kind == kind)
        .map_or(String::new(), |notice| format!(": {}", notice.message));
    Error::new(
        ErrorKind::Pair,
        &report.file,
        format!(
            "no {half} was found{why}; run `duixian outline` on it to see what was read, and check that it is a whole annual report"
        ),
    )
}

/// Whether two reports can be compared; the doubts that remain.
fn fits(earlier: &Report, later: &Report) -> Result<Notices> {
    if earlier.outline.plan_half.is_none() {
        return Err(missing(earlier, "plan half (what will be done)", NoticeKind::NoPlanHalf));
    }
    if later.outline.review_half.is_none() {
        return Err(missing(later, "review half (what was done)", NoticeKind::NoReviewHalf));
    }
    if let (Some(plans), Some(reviews)) = (earlier.outline.plans, later.outline.reviews)
        && plans != reviews
    {
        let message = format!(
            "looks back on {reviews}, but {} looks ahead to {plans}: give the report that reviews {plans}, in the order EARLIER LATER \
             (or name the years reviewed with --years)",
            earlier.file
        );
        return Err(Error::new(ErrorKind::Pair, &later.file, message));
    }
    let mut doubts = Notices::new();
    if let (Some(a), Some(b)) = (&earlier.outline.body, &later.outline.body)
        && !outline::same_body(a, b, Pack::of(&later.outline.language))
    {
        doubts.push(
            Notice::new(
                NoticeKind::DifferentBodies,
                Severity::Warning,
                format!("this seems to be a report of {b}, the earlier one of {a}"),
            )
            .with("earlier", a)
            .with("later", b),
        );
    }
    Ok(doubts)
}

/// The targets of `earlier` and what `later` says of them; `past` holds the claims of the earlier report itself.
fn answer(
    earlier: Source<'_>,
    later: Option<(Source<'_>, &Pool<'_>)>,
    past: Option<&Pool<'_>>,
    options: &Options,
) -> (Vec<Target>, Vec<NoticeEntry>) {
    let pack = Pack::of(&earlier.outline.language);
    let plan = Reading::new(earlier.document, earlier.outline, Half::Plan, pack, &options.policy);
    let mut notices = unread(earlier, &plan);
    let promised = target::targets(&plan, earlier.outline.plans, pack);
    let Some((later, pool)) = later else {
        return (promised.iter().map(|target| build::target(earlier, target, None)).collect(), notices);
    };
    notices.extend(unread(later, pool.reading));
    let pairings = pair::pair(&promised, &plan, pool, pack, &options.policy);
    let half = later.outline.review_half.unwrap_or_default();
    let searched = sha256(later.document.slice(half).as_bytes());
    let whole = later.document.complete && pool.reading.unread.is_empty();
    let entry = |(target, pairing): (&target::Target, &pair::Pairing)| {
        if target.kind == Kind::Effort {
            return build::target(earlier, target, None);
        }
        let headings = earlier.headings(target.quote).join("\n");
        let case = Case {
            target,
            plan: &plan,
            headings: &headings,
            pairing,
            pool,
            past,
            pack,
            policy: &options.policy,
        };
        let verdict = judge(&case);
        build::target(
            earlier,
            target,
            Some(Finding {
                verdict: &verdict,
                pairing,
                pool,
                later,
                searched: &searched,
                whole,
                policy: &options.policy,
            }),
        )
    };
    (promised.iter().zip(&pairings).map(entry).collect(), notices)
}

/// The notices of sentences that were too long to read.
fn unread(source: Source<'_>, reading: &Reading) -> Vec<NoticeEntry> {
    let of = |span: &Span| {
        let characters = source.document.slice(*span).chars().count();
        let message =
            format!("a sentence of {characters} characters was left unread: its marks may have been lost");
        let notice = Notice::new(NoticeKind::SentenceTooLong, Severity::Warning, message);
        source.notice(&notice.with("characters", characters).at(*span))
    };
    reading.unread.iter().map(of).collect()
}

fn ledger(reports: &[Report], targets: Vec<Target>, notices: Vec<NoticeEntry>, options: &Options) -> Ledger {
    let entries = reports
        .iter()
        .enumerate()
        .map(|(index, report)| report.source(index).entry(options.with_text))
        .collect();
    build::ledger(entries, targets, notices, rules_hash(&options.policy), &options.policy)
}

/// SHA-256 over the packs, the weights and the policy: what a verdict depends on beyond the program's code.
pub fn rules_hash(policy: &Policy) -> String {
    let mut all: Vec<u8> = BUILT_IN
        .iter()
        .flat_map(|(name, text)| [name.as_bytes(), b"\0", text.as_bytes(), b"\0"].concat())
        .collect();
    all.extend(
        TABLE_FILES.iter().flat_map(|(name, text)| [name.as_bytes(), b"\0", text.as_bytes(), b"\0"].concat()),
    );
    all.extend(serde_json::to_vec(policy).unwrap_or_default());
    sha256(&all)
}

/// Every rule, for `explain`.
pub fn rules() -> Vec<RuleDoc> {
    RULES.iter().map(|rule| RuleDoc { name: rule.name, reason: rule.reason, doc: rule.doc }).collect()
}

/// The self-test of every pack: its language, how many cues it has, what is wrong with them.
pub fn pack_faults() -> Vec<(String, usize, Vec<String>)> {
    Pack::built_in().iter().map(|pack| (pack.language.clone(), pack.cues(), pack.faults())).collect()
}
