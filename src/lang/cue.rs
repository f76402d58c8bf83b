//! One cue: a pattern with examples.

use regex::Regex;
use serde::{Deserialize, Deserializer};
use std::sync::OnceLock;

/// A cue as written in a pack.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cue {
    /// The pattern, in the syntax of the regex crate, matched against folded text.
    pub find: String,
    /// Texts that it must match.
    pub yes: Vec<String>,
    /// Texts that it must not match.
    pub no: Vec<String>,
}

/// A list of cues that mean the same; compiled at first use.
#[derive(Debug, Default)]
pub struct Cues {
    cues: Vec<Cue>,
    each: OnceLock<Vec<Regex>>,
}

impl<'de> Deserialize<'de> for Cues {
    // A pack has a hundred lists: inlined, each would be read by code of its own.
    #[inline(never)]
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Ok(Self { cues: Vec::deserialize(from)?, each: OnceLock::new() })
    }
}

impl Cues {
    fn each(&self) -> &[Regex] {
        self.each.get_or_init(|| self.cues.iter().filter_map(|cue| Regex::new(&cue.find).ok()).collect())
    }

    /// Whether any cue matches `text`.
    pub fn any(&self, text: &str) -> bool {
        self.each().iter().any(|cue| cue.is_match(text))
    }

    /// The leftmost match of any cue; of several at one place the longest. Byte offsets in `text`.
    pub fn first(&self, text: &str) -> Option<crate::span::Span> {
        self.each()
            .iter()
            .filter_map(|cue| cue.find(text))
            .min_by_key(|found| (found.start(), std::cmp::Reverse(found.end())))
            .map(|found| found.range().into())
    }

    /// Every match of every cue, sorted, each text once.
    pub fn all<'a>(&self, text: &'a str) -> Vec<&'a str> {
        let found = |cue: &Regex| cue.find_iter(text).map(|found| found.as_str()).collect::<Vec<_>>();
        let mut all: Vec<&str> = self.each().iter().flat_map(found).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// `text` without what any cue matches.
    pub fn without(&self, text: &str) -> String {
        self.each().iter().fold(text.to_owned(), |text, cue| cue.replace_all(&text, "").into_owned())
    }

    /// How many cues.
    pub fn len(&self) -> usize {
        self.cues.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.cues.is_empty()
    }

    /// The compiled patterns in pack order, for captures.
    pub fn patterns(&self) -> &[Regex] {
        self.each()
    }

    /// What is wrong with the cues: a pattern that does not compile, an example that goes the wrong way, a cue without examples.
    pub fn faults(&self, name: &str) -> Vec<String> {
        let mut faults = Vec::new();
        for (index, cue) in self.cues.iter().enumerate() {
            let place = format!("{name}[{index}] `{}`", cue.find);
            let Ok(pattern) = Regex::new(&cue.find) else {
                faults.push(format!("{place}: the pattern does not compile"));
                continue;
            };
            if cue.yes.is_empty() || cue.no.is_empty() {
                faults.push(format!("{place}: needs at least one `yes` and one `no` example"));
            }
            faults.extend(
                cue.yes
                    .iter()
                    .filter(|text| !pattern.is_match(text))
                    .map(|text| format!("{place}: must match “{text}”")),
            );
            faults.extend(
                cue.no
                    .iter()
                    .filter(|text| pattern.is_match(text))
                    .map(|text| format!("{place}: must not match “{text}”")),
            );
        }
        faults
    }
}
