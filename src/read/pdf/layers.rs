//! Which layers of a file are shown when it is opened. Text in one that is not is no text of the report: a draft mark, another language.

use hayro_syntax::object::{Array, Dict, MaybeRef, Name, ObjRef, ObjectIdentifier};
use hayro_syntax::xref::XRef;
use std::collections::HashSet;

/// The layers that are hidden.
#[derive(Debug, Default)]
pub(super) struct Layers {
    hidden: HashSet<ObjectIdentifier>,
}

impl Layers {
    /// Those of a file.
    pub(super) fn of(file: &XRef) -> Self {
        let settings = file
            .get::<Dict<'_>>(file.root_id())
            .and_then(|catalog| catalog.get::<Dict<'_>>(&b"OCProperties"[..]));
        let Some(settings) = settings else { return Self::default() };
        let Some(shown) = settings.get::<Dict<'_>>(&b"D"[..]) else { return Self::default() };
        let mut hidden = HashSet::new();
        if shown.get::<Name<'_>>(&b"BaseState"[..]).is_some_and(|state| state.as_str() == "OFF") {
            hidden.extend(ids(&settings, "OCGs"));
        }
        for id in ids(&shown, "ON") {
            hidden.remove(&id);
        }
        hidden.extend(ids(&shown, "OFF"));
        Self { hidden }
    }

    /// Whether the layer that `dict` names under `key` is shown; a membership of several is shown when one of them is.
    pub(super) fn shows(&self, dict: &Dict<'_>, key: &[u8]) -> bool {
        if self.hidden.is_empty() {
            return true;
        }
        if dict.get_ref(key).is_some_and(|layer| self.hidden.contains(&layer.into())) {
            return false;
        }
        let Some(members) = dict.get::<Dict<'_>>(key).filter(|layer| layer.contains_key(&b"OCGs"[..])) else {
            return true;
        };
        if let Some(one) =
            members.get_ref(&b"OCGs"[..]).filter(|_| members.get::<Array<'_>>(&b"OCGs"[..]).is_none())
        {
            return !self.hidden.contains(&one.into());
        }
        let layers: Vec<_> = ids(&members, "OCGs").collect();
        layers.is_empty() || layers.iter().any(|layer| !self.hidden.contains(layer))
    }
}

/// The objects that an array of a dictionary refers to.
fn ids<'a>(dict: &Dict<'a>, key: &str) -> impl Iterator<Item = ObjectIdentifier> + use<'a> {
    let array = dict.get::<Array<'a>>(key);
    let refs = array.into_iter().flat_map(|array| array.raw_iter().collect::<Vec<_>>());
    refs.filter_map(|item| match item {
        MaybeRef::Ref(reference) => Some(reference),
        MaybeRef::NotRef(_) => None::<ObjRef>,
    })
    .map(ObjectIdentifier::from)
}
