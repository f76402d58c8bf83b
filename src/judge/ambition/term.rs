//! Which claims of a review half tell of a term of several years without saying so themselves: 五年来，… opens a stretch of paragraphs,
//! and what was made or grew in them is no measure of the one year.

use crate::extract::target::years;
use crate::lang::Pack;
use crate::lang::cue::Cues;
use crate::pair::pool::Pool;
use crate::quantity::Basis;

/// For each claim of the pool, whether a term is what is spoken of where it stands.
pub(crate) fn of_a_term(past: &Pool<'_>, pack: &Pack) -> Vec<bool> {
    let (reading, cues) = (past.reading, &pack.judge);
    let (mut section, mut passage) = (None, usize::MAX);
    // What holds from paragraph to paragraph, to the end of this one, and for this sentence.
    let (mut term, mut here, mut own_year) = (false, false, false);
    let mut spoken = Vec::with_capacity(reading.statements.len());
    for statement in &reading.statements {
        let clause = reading.clause(statement);
        if statement.section != section {
            section = statement.section;
            let head = section.and_then(|section| reading.heads.get(section));
            // A heading of both (五年和2024年工作回顾) leaves it to the paragraphs.
            let says = |cues: &Cues| head.is_some_and(|head| cues.any(head));
            term = !says(&cues.opens_year) && (term || says(&cues.opens_term));
        }
        let opens_passage = statement.passage != passage;
        if opens_passage {
            passage = statement.passage;
            here = term;
        }
        if statement.nth == 0 {
            own_year = false;
            let bare = clause.chars().count() <= BARE_YEAR && !years(clause).is_empty();
            if cues.opens_year.any(clause) && (opens_passage || !bare) {
                (term, here) = (false, false);
            } else if cues.opens_term.any(clause) {
                here = true;
                term |= opens_passage;
            }
        }
        // Inside a stretch about a term a sentence may give the year's own figure: 2024年新建12所. That of another year is told by its time.
        let year = cues.this_year.any(clause) || !years(clause).is_empty();
        own_year = (own_year || year) && !cues.cumulative.any(clause);
        spoken.push(here && !own_year);
    }
    past.claims.iter().map(|claim| spoken[claim.statement]).collect()
}

/// A clause of so many characters names a year and nothing else: 2024年. Inside a paragraph about a term it holds for its sentence.
const BARE_YEAR: usize = 6;

/// Whether a figure of such a claim says nothing of the one year: all but a share or a stock, which stand.
pub(crate) fn is_of_term(past: &Pool<'_>, claim: usize, figure: usize) -> bool {
    let statement = &past.reading.statements[past.claims[claim].statement];
    let said = &statement.figures[figure];
    !said.stock && said.quantity.basis != Basis::Share
}
