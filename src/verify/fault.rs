//! What is wrong with a ledger: a place, what, and both values.

use crate::ledger::Ledger;
use crate::text::shown::on_one_line;
use serde::Serialize;
use std::fmt;

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where in the ledger, as a JSON pointer; behind one into a target its key.
    pub place: String,
    /// What is wrong.
    pub what: String,
    /// What the ledger has and what is right, as JSON, long texts cut to where they differ; `None` where there is only one to tell.
    pub values: Option<[String; 2]>,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = if self.place.is_empty() { "/" } else { &self.place };
        write!(f, "{}: {}", on_one_line(place), on_one_line(&self.what))?;
        match &self.values {
            Some([ledger, right]) => {
                write!(f, ": the ledger has {}, right is {}", on_one_line(ledger), on_one_line(right))
            }
            None => Ok(()),
        }
    }
}

/// The faults found so far.
#[derive(Debug)]
pub(super) struct Faults {
    list: Vec<Fault>,
    /// The targets' keys, for the places.
    keys: Vec<String>,
}

impl Faults {
    /// A collector that begins with `list`.
    pub(super) fn new(list: Vec<Fault>, ledger: &Ledger) -> Self {
        Self { list, keys: ledger.targets.iter().map(|target| target.key.clone()).collect() }
    }

    /// Something wrong at a place.
    pub(super) fn add(&mut self, at: &str, what: impl Into<String>) {
        let place = self.place(at);
        self.list.push(Fault { place, what: what.into(), values: None });
    }

    /// Two values that should be the same; whether they are.
    pub(super) fn same<T: Serialize + PartialEq + ?Sized>(
        &mut self,
        at: &str,
        what: &str,
        ledger: &T,
        right: &T,
    ) -> bool {
        if ledger == right {
            return true;
        }
        let place = self.place(at);
        self.list.push(differ(place, what, ledger, right));
        false
    }

    /// The faults.
    pub(super) fn into_list(self) -> Vec<Fault> {
        self.list
    }

    /// The pointer, with the target's key where it leads into one.
    fn place(&self, at: &str) -> String {
        let target = at.strip_prefix("/targets/").and_then(|rest| rest.split('/').next()?.parse().ok());
        let key = target.and_then(|target: usize| self.keys.get(target));
        key.map_or_else(|| at.to_owned(), |key| format!("{at} ({key})"))
    }
}

/// The fault that two values differ.
pub(super) fn differ<T: Serialize + ?Sized>(place: String, what: &str, ledger: &T, right: &T) -> Fault {
    let json = |value: &T| serde_json::to_string(value).unwrap_or_default();
    let (ledger, right) = (json(ledger), json(right));
    let same = ledger.chars().zip(right.chars()).take_while(|(a, b)| a == b).count();
    let values = Some([near(&ledger, same), near(&right, same)]);
    Fault { place, what: what.to_owned(), values }
}

/// So many characters are shown of a value.
const MOST_SHOWN: usize = 90;
/// So many of them before the first difference.
const BEFORE: usize = 24;

/// A value cut to the stretch around the character where it differs.
fn near(value: &str, differs: usize) -> String {
    let count = value.chars().count();
    if count <= MOST_SHOWN {
        return value.to_owned();
    }
    let from = differs.saturating_sub(BEFORE);
    let shown: String = value.chars().skip(from).take(MOST_SHOWN).collect();
    let (front, back) = (if from > 0 { "…" } else { "" }, if from + MOST_SHOWN < count { "…" } else { "" });
    format!("{front}{shown}{back}")
}
