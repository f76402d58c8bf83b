//! What a promise is called. Comes in: a target. Goes out: the words that name its measure or thing, without figures, acts and time.

use crate::extract::clause::Reading;
use crate::extract::measure::bare;
use crate::extract::target::{Kind, Target};
use crate::judge::ambition::kin::{core, listed};
use crate::lang::Pack;
use crate::pair::pool::one_name;
use crate::text::similarity::{Grams, grams};

/// A target with its name.
#[derive(Debug)]
pub(super) struct Named<'a> {
    pub(super) target: &'a Target,
    pub(super) plan: &'a Reading,
    /// Its subject, other names replaced; empty for an effort.
    pub(super) subject: String,
    /// What is left of it that names something; empty for an effort and where nothing is.
    pub(super) name: String,
    /// The runs of the name; none where it says nothing by itself (重点项目, 年度投资) and the words around tell what is meant.
    pub(super) grams: Grams,
}

/// A thing with a shorter name is called in words that stand elsewhere.
const LEAST_THING: usize = 4;

/// A measure with a shorter name is none.
const LEAST_MEASURE: usize = 2;

impl<'a> Named<'a> {
    pub(super) fn new(target: &'a Target, plan: &'a Reading, pack: &Pack) -> Self {
        let subject = match target.kind {
            Kind::Effort => String::new(),
            Kind::Quantified | Kind::Deliverable => subject(&target.subject, pack),
        };
        let (name, least) = match target.kind {
            Kind::Effort => (String::new(), 0),
            Kind::Quantified => (idle(&core(listed(&subject, pack), pack), pack), LEAST_MEASURE),
            Kind::Deliverable => (without_acts(&idle(&bare(&subject, pack), pack), pack), LEAST_THING),
        };
        let bare = |name: &str| pack.judge.generic.any(name) || pack.lifeline.bare.any(name);
        let grams = if name.chars().count() < least || bare(&name) { Vec::new() } else { grams(&name) };
        Self { target, plan, subject, name, grams }
    }

    /// The folded words of the quote.
    pub(super) fn quote(&self) -> &'a str {
        self.plan.words(self.plan.statements[self.target.statement].passage, self.target.span)
    }

    /// The folded words of the clause.
    pub(super) fn clause(&self) -> &'a str {
        self.plan.clause(&self.plan.statements[self.target.statement])
    }

    /// Whether both end in the same character: the noun that the words before it only describe stands at the end.
    pub(super) fn one_head(&self, other: &Self) -> bool {
        self.name.chars().last() == other.name.chars().last()
    }
}

/// `subject` with the one name for every measure and thing, and without words that name nothing.
fn subject(subject: &str, pack: &Pack) -> String {
    idle(&one_alias(subject, pack), pack)
}

/// `text` with the one name for every measure and thing.
pub(super) fn one_alias(text: &str, pack: &Pack) -> String {
    pack.lifeline.alias.iter().fold(one_name(text, pack), |text, alias| alias.replace(text))
}

/// `text` without the words that name nothing; whole where nothing would be left.
fn idle(text: &str, pack: &Pack) -> String {
    let cut = pack.lifeline.idle.patterns().iter();
    let bare = cut.fold(text.to_owned(), |text, pattern| pattern.replace_all(&text, "").into_owned());
    if bare.is_empty() { text.to_owned() } else { bare }
}

/// `text` without the words at its front that only say what is done: 建设青山水厂.
fn without_acts(text: &str, pack: &Pack) -> String {
    let mut rest = text;
    while let Some(act) = pack
        .judge
        .nameless
        .first(rest)
        .filter(|act| act.start == 0 && !act.is_empty() && act.end < rest.len())
    {
        rest = rest.get(act.end..).unwrap_or_default();
    }
    rest.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_measure_is_called_the_same_in_every_year() {
        let pack = &Pack::built_in()[0];
        let name = |words: &str| idle(&core(listed(&subject(words, pack), pack), pack), pack);
        for (one, other) in [
            ("中央提出今年经济增长预期目标为", "国内生产总值增长"),
            ("居民消费价格总水平涨幅在", "居民消费价格涨幅"),
            ("城镇新增就业人数", "新增城镇就业"),
        ] {
            assert_eq!(name(one), name(other), "{one}");
        }
        assert_ne!(name("居民消费价格涨幅"), name("工业生产者出厂价格涨幅"));
    }
}
