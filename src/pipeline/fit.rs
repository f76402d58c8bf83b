//! Whether reports can be compared. Comes in: reports that were read, and the years that the user gave. Goes out: what
//! makes it impossible.

use super::Report;
use crate::error::{Error, ErrorKind, Result};
use crate::notice::{Notice, NoticeKind, Notices, Severity};
use crate::outline::Outline;

/// Why two reports cannot be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Misfit {
    /// The earlier one does not look ahead.
    NoPlanHalf,
    /// The later one does not look back.
    NoReviewHalf,
    /// The later one does not look back on the year that the earlier one looks ahead to.
    Years {
        /// The year that the earlier one looks ahead to.
        plans: u16,
        /// The year that the later one looks back on.
        reviews: u16,
    },
    /// Both are the same bytes.
    SameFile,
}

impl Misfit {
    /// The name under which the interface words it: `pair_left_out_…` among the notices.
    fn code(self) -> &'static str {
        match self {
            Self::NoPlanHalf => "no_plan_half",
            Self::NoReviewHalf => "no_review_half",
            Self::Years { .. } => "years",
            Self::SameFile => "same_file",
        }
    }

    /// Which of the two it is said of: 0 the earlier, 1 the later.
    pub(super) fn side(self) -> usize {
        usize::from(self != Self::NoPlanHalf)
    }

    /// What is wrong with the one of the two that it is said of, and what to do; `other` is the other one's name.
    fn says(self, pair: &[Report], other: &str) -> String {
        let missing = |half: &str, kind: NoticeKind| {
            let notices = &pair[self.side()].notices;
            let why = notices.iter().find(|notice| notice.kind == kind);
            let why = why.map_or(String::new(), |notice| format!(": {}", notice.message));
            format!(
                "no {half} was found{why}; run `duixian outline` on it to see what was read, and check that it is a whole annual report"
            )
        };
        match self {
            Self::NoPlanHalf => missing("plan half (what will be done)", NoticeKind::NoPlanHalf),
            Self::NoReviewHalf => missing("review half (what was done)", NoticeKind::NoReviewHalf),
            Self::Years { plans, reviews } => {
                let hint = if pair.iter().any(|report| guessed(&report.notices)) {
                    " (a year is a guess: name the years reviewed with --years)"
                } else {
                    ""
                };
                format!(
                    "looks back on {reviews}, but {other} looks ahead to {plans}: give the report that reviews {plans}, \
                     in the order EARLIER LATER{hint}"
                )
            }
            Self::SameFile => format!("is the same file as {other}: give the report of the next year"),
        }
    }

    /// The failure, naming the files as the user did.
    pub(super) fn error(self, pair: &[Report]) -> Error {
        let other = pair.get(1 - self.side()).map_or("", |report| report.file.as_str());
        Error::new(ErrorKind::Pair, &pair[self.side()].file, self.says(pair, other))
    }

    /// The notice that a pair of a series was left out, naming the files as the ledger does.
    pub(super) fn notice(self, pair: &[Report]) -> Notice {
        let other = &pair[1 - self.side()].document.name;
        let message = format!("not paired with {other}: {}", self.says(pair, other));
        let notice = Notice::new(NoticeKind::PairLeftOut, Severity::Warning, message)
            .with("earlier", &pair[0].document.name)
            .with("later", &pair[1].document.name)
            .with("why", self.code());
        match self {
            Self::Years { plans, reviews } => notice.with("plans", plans).with("reviews", reviews),
            _ => notice,
        }
    }
}

/// Whether the year of a report is a guess.
fn guessed(notices: &[Notice]) -> bool {
    notices.iter().any(|notice| notice.kind == NoticeKind::GuessedYear)
}

/// Whether two reports, the earlier one first, can be compared.
pub(super) fn fits(pair: &[Report]) -> Result<(), Misfit> {
    let [earlier, later] = [&pair[0], &pair[1]];
    if earlier.outline.plan_half.is_none() {
        return Err(Misfit::NoPlanHalf);
    }
    if later.outline.review_half.is_none() {
        return Err(Misfit::NoReviewHalf);
    }
    if let (Some(plans), Some(reviews)) = (earlier.outline.plans, later.outline.reviews)
        && plans != reviews
    {
        return Err(Misfit::Years { plans, reviews });
    }
    if earlier.document.sha256 == later.document.sha256 {
        return Err(Misfit::SameFile);
    }
    Ok(())
}

/// Whether a report was given before the year that it looks back on was over.
pub(super) fn given_early(outline: &Outline) -> bool {
    let year = outline.delivered.as_deref().and_then(|date| date.split('-').next()?.parse::<u16>().ok());
    year.zip(outline.reviews).is_some_and(|(given, reviews)| given <= reviews)
}

/// Takes `year` for the year that a report looks back on, where the report does not say it. A guess gives way to it.
///
/// # Errors
/// A report that says another year.
pub(super) fn give_year(file: &str, year: u16, outline: &mut Outline, notices: &mut Notices) -> Result<()> {
    let stated = outline.reviews.or(outline.plans.map(|plans| plans - 1)).filter(|_| !guessed(notices));
    if let Some(stated) = stated {
        if stated == year {
            return Ok(());
        }
        let message = format!(
            "--years says that it looks back on {year}, but the report itself says {stated}; \
             --years is for reports that do not say: give {stated} there, or leave it out"
        );
        return Err(Error::new(ErrorKind::Pair, file, message));
    }
    outline.reviews = outline.review_half.map(|_| year);
    outline.plans = outline.plan_half.map(|_| year + 1);
    notices.retain(|notice| notice.kind != NoticeKind::GuessedYear);
    let message = format!(
        "the report does not say its years; it is taken to look back on {year}, as given with --years"
    );
    notices.push(Notice::new(NoticeKind::GivenYear, Severity::Info, message).with("reviews", year));
    Ok(())
}
