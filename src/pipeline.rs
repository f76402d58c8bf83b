//! The one file that names every stage. Comes in: bytes. Goes out: a ledger.

mod diff;
mod digest;
mod fit;
mod series;
mod years;

pub use diff::diff;
pub use digest::{WITHOUT_SAY, rule_files, rules_hash};

use crate::align::{Halves, Side, align};
use crate::error::{Error, ErrorKind, Result};
use crate::extract::{claim, clause::Reading, kind, target};
use crate::judge::ambition::{Ambition, ambitions};
use crate::judge::{Case, RULES, judge};
use crate::lang::Pack;
use crate::ledger::alignment;
use crate::ledger::build::{self, Before, Finding, Found, Source, sha256};
use crate::ledger::lifelines::Lives;
use crate::ledger::{AlignmentEntry, Kind, Ledger, NoticeEntry, Reason, Restated, Target, Unpromised};
use crate::notice::{Notice, NoticeKind, Notices, Severity};
use crate::outline::{self, Half, Outline};
use crate::pair::{self, pool::Pool};
use crate::policy::Policy;
use crate::read::{self, Document, File, Reader};
use crate::restate;
use crate::span::Span;
use crate::verify::{self, Given, Known, Verified};
use rayon::prelude::*;
use years::Years;

/// One report as the user gave it.
#[derive(Debug, Clone)]
pub struct Input {
    /// The file as the user named it.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What the user may set.
#[derive(Debug, Clone)]
pub struct Options {
    /// The numbers that decide.
    pub policy: Policy,
    /// Whether the ledger holds the texts.
    pub with_text: bool,
    /// The year that each report reviews, in their order, for those that do not say; empty to take it from the texts.
    pub years: Vec<u16>,
    /// What takes the lines out of a file: [`read::take`], or what guards it.
    pub reader: Reader,
}

impl Default for Options {
    fn default() -> Self {
        Self { policy: Policy::default(), with_text: false, years: Vec::new(), reader: read::take }
    }
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
    let file = File { name: &input.name, bytes: &input.bytes, policy: &options.policy };
    let document = read::read_by(options.reader, &file, &mut notices)?;
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
    rayon::join(kind::tables, || Pack::built_in().iter().for_each(Pack::warm));
    let reports = read_all(inputs, options)?;
    let mut entries = own_notices(&reports);
    entries.extend(series::notices(&reports));
    let mut pairs = Vec::new();
    let mut left_out = Vec::new();
    for (index, pair) in reports.windows(2).enumerate() {
        match fit::fits(pair) {
            Ok(()) => pairs.push((pair[0].source(index), pair[1].source(index + 1))),
            Err(misfit) => {
                let side = misfit.side();
                entries.push(pair[side].source(index + side).notice(&misfit.notice(pair)));
                left_out.push(misfit.error(pair));
            }
        }
    }
    if pairs.is_empty() {
        return Err(none_fits(left_out));
    }
    // Every review half serves twice: as what is said of one year's promises, and as what the next year's are set against.
    let sources: Vec<Source<'_>> =
        reports.iter().enumerate().map(|(index, report)| report.source(index)).collect();
    // The plan of the last report makes no targets, but says which promises are made again.
    let (promised, readings): (Vec<Promised>, Vec<Reading>) = rayon::join(
        || sources.par_iter().map(|source| promises(*source, options)).collect(),
        || reports.par_iter().map(|report| report.review(options)).collect(),
    );
    let pools: Vec<Pool<'_>> =
        reports.par_iter().zip(&readings).map(|(report, reading)| report.pool(reading)).collect();
    let answered = || -> Vec<Answer> {
        let of = |&(earlier, later): &(Source<'_>, Source<'_>)| {
            let (past, said) = (&pools[earlier.index], &pools[later.index]);
            answer((earlier, past), (later, said), &promised[earlier.index], options)
        };
        pairs.par_iter().map(of).collect()
    };
    let given =
        || rayon::join(|| alignment(&reports, &pairs, options), || restated(&reports, &pools, options));
    let ((answers, (alignment, restated)), rules) =
        rayon::join(|| rayon::join(answered, given), || rules_hash(&options.policy));
    let mut targets: Vec<Vec<Target>> = vec![Vec::new(); reports.len()];
    let mut unpromised = Vec::new();
    for ((earlier, _), answer) in pairs.iter().zip(answers) {
        targets[earlier.index] = answer.targets;
        unpromised.extend(answer.unpromised);
        entries.extend(answer.notices);
    }
    let years = Years { sources: &sources, promised: &promised, pools: &pools, pairs: &pairs, options };
    let told = years.told(targets);
    let lives = Lives { lives: &told.lives, plans: &told.plans, sources: &sources, first: &told.first };
    let found = Found {
        targets: told.targets,
        others: told.others,
        lives: Some(lives),
        alignment,
        restated,
        unpromised,
        notices: entries,
    };
    ledger(&sources, found, rules, options)
}

/// The targets of one report's plan half, without verdicts.
pub fn targets(input: &Input, options: &Options) -> Result<Ledger> {
    let reports = read_all(std::slice::from_ref(input), options)?;
    if reports[0].outline.plan_half.is_none() {
        return Err(fit::Misfit::NoPlanHalf.error(&reports));
    }
    let source = reports[0].source(0);
    let (plan, promised) = promises(source, options);
    let reading = reports[0].review(options);
    let said = reports[0].pool(&reading);
    let before = before(source, &promised, &plan, &said, options);
    let entry = |(target, ambition): (&target::Target, &Option<Ambition>)| {
        let before = ambition.as_ref().map(|ambition| Before { ambition, pool: &said });
        build::target(source, target, before, None)
    };
    let targets = promised.iter().zip(&before).map(entry).collect();
    let notices = unread(source, &plan);
    let entries = own_notices(&reports).into_iter().chain(notices).collect();
    let found = Found { targets, notices: entries, ..Found::default() };
    ledger(&[source], found, rules_hash(&options.policy), options)
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
    fn pool<'a>(&self, reading: &'a Reading) -> Pool<'a> {
        let pack = Pack::of(&self.outline.language);
        Pool::new(reading, claim::claims(reading, self.outline.reviews, pack), pack)
            .of_body(self.outline.body.as_deref(), pack)
    }
}

fn read_all(inputs: &[Input], options: &Options) -> Result<Vec<Report>> {
    let read = |(index, input): (usize, &Input)| {
        let (document, mut outline, mut notices) = outline(input, options)?;
        if let Some(&year) = options.years.get(index) {
            fit::give_year(&input.name, year, &mut outline, &mut notices)?;
        }
        Ok(Report { file: input.name.clone(), document, outline, notices })
    };
    // Of several failures it is always the first report's that is told.
    let all: Vec<Result<Report>> = inputs.par_iter().enumerate().map(read).collect();
    all.into_iter().collect()
}

fn own_notices(reports: &[Report]) -> Vec<NoticeEntry> {
    let of = |(index, report): (usize, &Report)| {
        report.notices.iter().map(|notice| report.source(index).notice(notice)).collect::<Vec<_>>()
    };
    reports.iter().enumerate().flat_map(of).collect()
}

/// The failure that no pair can be compared, with the reason for each.
fn none_fits(mut left_out: Vec<Error>) -> Error {
    match left_out.pop() {
        Some(only) if left_out.is_empty() => only,
        Some(last) => {
            left_out.push(last);
            let why: Vec<String> = left_out.iter().map(ToString::to_string).collect();
            let message = format!("no two reports next to each other can be compared: {}", why.join("; "));
            Error::new(ErrorKind::Pair, "", message)
        }
        None => Error::new(ErrorKind::Pair, "", "there is nothing to compare; give two reports or more"),
    }
}

/// The plan half of a report and what it promises.
type Promised = (Reading, Vec<target::Target>);

/// Reads the plan half of a report.
fn promises(source: Source<'_>, options: &Options) -> Promised {
    let pack = Pack::of(&source.outline.language);
    let plan = Reading::new(source.document, source.outline, Half::Plan, pack, &options.policy);
    let promised = target::targets(&plan, source.outline.plans, pack);
    (plan, promised)
}

/// What one report says of the targets of the one before.
struct Answer {
    targets: Vec<Target>,
    unpromised: Vec<Unpromised>,
    notices: Vec<NoticeEntry>,
}

/// What `later` says of the targets of `earlier`, each report with the claims of its review half.
fn answer(
    (earlier, past): (Source<'_>, &Pool<'_>),
    (later, said): (Source<'_>, &Pool<'_>),
    (plan, promised): &Promised,
    options: &Options,
) -> Answer {
    let pack = Pack::of(&earlier.outline.language);
    let mut notices = unread(earlier, plan);
    notices.extend(unread(later, said.reading));
    let (pairings, before) = rayon::join(
        || pair::pair(promised, plan, said, pack, &options.policy),
        || before(earlier, promised, plan, past, options),
    );
    let half = later.outline.review_half.unwrap_or_default();
    let searched = sha256(later.document.slice(half).as_bytes());
    let whole = later.document.complete && said.reading.unread.is_empty();
    let entry = |((target, pairing), ambition): ((&target::Target, &pair::Pairing), &Option<Ambition>)| {
        let before = ambition.as_ref().map(|ambition| Before { ambition, pool: past });
        if target.kind == Kind::Effort {
            return (build::target(earlier, target, before, None), Vec::new());
        }
        let headings = earlier.headings(target.quote).join("\n");
        let case = Case {
            target,
            plan,
            headings: &headings,
            pairing,
            pool: said,
            past,
            whole,
            pack,
            policy: &options.policy,
        };
        let verdict = judge(&case);
        let finding = Finding {
            verdict: verdict.as_ref(),
            pairing,
            pool: said,
            later,
            searched: &searched,
            whole,
            policy: &options.policy,
        };
        let used = verdict.iter().flat_map(|verdict| &verdict.decision.evidence).map(|found| found.claim);
        (build::target(earlier, target, before, Some(finding)), used.collect::<Vec<usize>>())
    };
    let (targets, used): (Vec<Target>, Vec<Vec<usize>>) =
        promised.par_iter().zip(&pairings).zip(&before).map(entry).unzip();
    let kept = restate::Promised { targets: promised, plan, pairings: &pairings, used: &used.concat() };
    let unpromised = restate::unpromised(kept, said, pack, &options.policy)
        .into_iter()
        .map(|(claim, figure)| build::unpromised(later, said, claim, figure))
        .collect();
    Answer { targets, unpromised, notices }
}

/// The figures that two of the reports give differently.
fn restated(reports: &[Report], pools: &[Pool<'_>], options: &Options) -> Vec<Restated> {
    let of = |(report, pool): (&Report, _)| {
        let outline = &report.outline;
        restate::Report {
            pool,
            reviews: outline.reviews,
            early: fit::given_early(outline),
            pack: Pack::of(&outline.language),
        }
    };
    let given: Vec<restate::Report<'_>> = reports.iter().zip(pools).map(of).collect();
    let entry = |found: &restate::Difference| {
        build::restated(found, |report| (reports[report].source(report), &pools[report]))
    };
    restate::restated(&given, &options.policy).iter().map(entry).collect()
}

/// How each target stands to what `past`, the claims of its own report, gives for the year before. `None` for a target without a
/// figure, and for all of them where the report has no review half.
fn before(
    source: Source<'_>,
    promised: &[target::Target],
    plan: &Reading,
    past: &Pool<'_>,
    options: &Options,
) -> Vec<Option<Ambition>> {
    if source.outline.review_half.is_none() {
        return vec![None; promised.len()];
    }
    ambitions(promised, plan, past, Pack::of(&source.outline.language), &options.policy)
}

/// The halves of each pair set against each other: plan and plan, review and review, plan and review.
fn alignment(
    reports: &[Report],
    pairs: &[(Source<'_>, Source<'_>)],
    options: &Options,
) -> Vec<AlignmentEntry> {
    let sides = |report: &Report| {
        [Half::Plan, Half::Review].map(|half| Side::new(&report.document, &report.outline, half))
    };
    let sides: Vec<[Side; 2]> = reports.par_iter().map(sides).collect();
    let of = |&(earlier, later): &(Source<'_>, Source<'_>)| {
        let ([plan, review], [next_plan, next_review]) = (&sides[earlier.index], &sides[later.index]);
        let halves = [
            (Halves::PlanPlan, plan, next_plan),
            (Halves::ReviewReview, review, next_review),
            (Halves::PlanReview, plan, next_review),
        ];
        let entries = |(halves, one, other): (Halves, &Side, &Side)| {
            let links = align(one, other, &options.policy.align);
            alignment::entries(links, [earlier.index, later.index], halves)
        };
        halves.into_iter().flat_map(entries).collect::<Vec<_>>()
    };
    pairs.par_iter().flat_map(of).collect()
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

fn ledger(sources: &[Source<'_>], found: Found<'_>, rules: String, options: &Options) -> Result<Ledger> {
    let entries = sources.iter().map(|source| source.entry(options.with_text)).collect();
    let ledger = build::ledger(entries, found, rules, &options.policy);
    distinct(&ledger.targets)?;
    Ok(ledger)
}

/// Sees that no key stands for two targets.
fn distinct(targets: &[Target]) -> Result<()> {
    build::shared_key(targets).map_or(Ok(()), |key| {
        let quotes: Vec<&str> =
            targets.iter().filter(|target| target.key == key).map(|target| target.quote.as_str()).collect();
        let message = format!(
            "two targets have the same key {key} (“{}”), and nothing was written; with some ten thousand targets that can happen: \
             split the report; with fewer it is a fault of the program",
            quotes.join("”, “")
        );
        Err(Error::new(ErrorKind::Internal, "", message))
    })
}

/// Checks a ledger, by its bytes, against the reports that it was made from, their lines taken by `reader`.
pub fn verify(ledger: &Input, reports: &[Input], reader: Reader) -> Result<Verified> {
    let given: Vec<Given<'_>> =
        reports.iter().map(|report| Given { name: &report.name, bytes: &report.bytes }).collect();
    let rules: Vec<(&'static str, Reason)> = RULES.iter().map(|rule| (rule.name, rule.reason)).collect();
    verify::verify(&ledger.name, &ledger.bytes, &given, &Known { rules: &rules, rules_hash, reader })
}

/// Every rule, for `explain`.
pub fn rules() -> Vec<RuleDoc> {
    RULES.iter().map(|rule| RuleDoc { name: rule.name, reason: rule.reason, doc: rule.doc }).collect()
}

/// The self-test of every pack: its language, how many cues it has, what is wrong with them.
pub fn pack_faults() -> Vec<(String, usize, Vec<String>)> {
    Pack::built_in().iter().map(|pack| (pack.language.clone(), pack.cues(), pack.faults())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;

    #[test]
    fn equal_keys_are_an_internal_error() {
        let mut targets = [sample::target("", "新建小学5所"), sample::target("", "新建小学5所")];
        build::keys(&mut targets);
        assert!(distinct(&targets).is_ok(), "equal words are numbered");
        targets[1].quote = "新建幼儿园2所".to_owned();
        targets[1].key = targets[0].key.clone();
        let error = distinct(&targets).unwrap_err();
        assert_eq!(error.kind, ErrorKind::Internal);
        assert!(error.message.contains(&targets[0].key) && error.message.contains("幼儿园2所"), "{error}");
    }
}
