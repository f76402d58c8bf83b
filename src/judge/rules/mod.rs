//! The rules in order of precedence, one a file (the four answers of one comparison share theirs).

mod admitted;
mod asserted;
mod blanket_only;
mod derived;
mod done;
mod figure;
mod late;
mod no_figure;
mod partial;
mod reversed;
mod silent;
mod substituted;

use super::Rule;
pub(super) use figure::{lower_is_better, opposite, steered};

/// Every rule. The first that answers wins; the last always answers for a whole text.
pub const RULES: &[Rule] = &[
    admitted::RULE,
    figure::SHORT,
    figure::WITHIN_HEDGE,
    figure::REACHED,
    figure::EXCEEDED,
    derived::SHORT,
    derived::WITHIN_HEDGE,
    derived::REACHED,
    derived::EXCEEDED,
    asserted::RULE,
    reversed::RULE,
    late::RULE,
    partial::RULE,
    done::RULE,
    substituted::RULE,
    blanket_only::RULE,
    no_figure::RULE,
    silent::RULE,
];
