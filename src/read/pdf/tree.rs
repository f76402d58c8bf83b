//! Which pages the tree of a damaged file names and does not hold: what stands before such a gap must not run into what stands behind.

use hayro_syntax::object::{Array, Dict, MaybeRef, Name, Object, ObjectIdentifier};
use hayro_syntax::xref::XRef;
use std::collections::HashSet;

/// The pages, by their index among the `count` that were found, before which one is missing. Where the tree leads to other pages than
/// were found, all: their order is that of the file and no more.
pub(super) fn lost_before(file: &XRef, count: usize) -> Vec<usize> {
    let (found, lost) = walk(file);
    if found == count {
        lost.into_iter().filter(|index| *index < count).collect()
    } else {
        (0..count).collect()
    }
}

/// How many pages the tree holds, and before which of them it names one that is not there.
fn walk(file: &XRef) -> (usize, Vec<usize>) {
    let (mut found, mut lost) = (0, Vec::new());
    let root = file.get::<Dict<'_>>(file.root_id());
    let Some(root) = root.and_then(|catalog| catalog.get::<Dict<'_>>(&b"Pages"[..])) else {
        return (0, lost);
    };
    let mut seen: HashSet<ObjectIdentifier> = root.obj_id().into_iter().collect();
    let mut stack = vec![kids(&root).unwrap_or_default().into_iter()];
    while let Some(rest) = stack.last_mut() {
        let Some(kid) = rest.next() else {
            stack.pop();
            continue;
        };
        let node = match kid {
            MaybeRef::Ref(id) if !seen.insert(id.into()) => continue,
            MaybeRef::Ref(id) => file.get::<Dict<'_>>(id.into()),
            MaybeRef::NotRef(object) => Object::into_dict(object),
        };
        let Some(node) = node else {
            lost.push(found);
            continue;
        };
        let inner = node.get::<Name<'_>>(&b"Type"[..]).is_some_and(|kind| kind.as_str() == "Pages");
        match (inner, kids(&node)) {
            (true, Some(kids)) => stack.push(kids.into_iter()),
            (true, None) => lost.push(found),
            (false, _) => found += 1,
        }
    }
    (found, lost)
}

fn kids<'a>(node: &Dict<'a>) -> Option<Vec<MaybeRef<Object<'a>>>> {
    node.get::<Array<'a>>(&b"Kids"[..]).map(|kids| kids.raw_iter().collect())
}
