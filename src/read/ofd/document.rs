//! What a file is made of: its documents, their pages, templates and fonts. Comes in: the archive. Goes out: the pages in order.

use super::page::{self, Limits};
use super::{ENCRYPTED, Page, Part, ROOT, read};
use crate::policy::Policy;
use crate::read::archive::{self, Archive};
use crate::read::xml::Piece;
use std::collections::{HashMap, HashSet};

/// A4 in millimetres, where a file says nothing of its pages.
const USUAL: (f64, f64) = (210.0, 297.0);
/// More fonts, templates and the like than this no program writes.
const MOST_ENTRIES: usize = 100_000;

/// What the pages of one document share.
#[derive(Debug, Default)]
pub(super) struct Shared {
    /// The fonts that are bold.
    pub(super) bold: HashSet<String>,
    /// The drawings that hold words.
    pub(super) worded: HashSet<String>,
    /// The size of a page that states none, in millimetres.
    pub(super) size: Option<(f64, f64)>,
}

/// One document's parts.
#[derive(Debug, Default)]
struct Document {
    shared: Shared,
    pages: Vec<String>,
    /// Where each template stands.
    templates: HashMap<String, String>,
    resources: Vec<String>,
}

/// The pages of all documents of the file, in order.
pub(super) fn pages(archive: &mut Archive<'_>, policy: &Policy) -> Result<Vec<Page>, String> {
    if archive.has(ENCRYPTED) {
        return Err(archive::locked());
    }
    let roots = read(archive, ROOT, policy, roots)?;
    if roots.is_empty() {
        return Err(format!("the part {ROOT} names no document; get the file again"));
    }
    let mut limits = Limits { characters: policy.read.most_characters, most: policy.read.most_characters };
    let mut pages = Vec::new();
    for root in roots {
        let root = found(archive, ROOT, &root);
        let mut document = read(archive, &root, policy, document)?;
        if pages.len() + document.pages.len() > policy.read.most_pages as usize {
            let most = policy.read.most_pages;
            return Err(format!("the file has more than {most} pages, which no report has; split it"));
        }
        for part in std::mem::take(&mut document.resources) {
            let part = found(archive, &root, &part);
            // A font that is not described is taken for a plain one.
            if archive.has(&part) {
                read(archive, &part, policy, |xml| resources(xml, &mut document.shared))?;
            }
        }
        let mut templates: HashMap<String, Page> = HashMap::new();
        for part in &document.pages {
            let part = found(archive, &root, part);
            let mut content =
                read(archive, &part, policy, |xml| page::read(xml, &document.shared, &mut limits))?;
            let (width, height) = content.size.or(document.shared.size).unwrap_or(USUAL);
            for id in content.templates.drain(..) {
                let Some(template) = document.templates.get(&id) else { continue };
                if !templates.contains_key(&id) {
                    let part = found(archive, &root, template);
                    // What a template itself is based on is not read, so that no ring can form.
                    let read =
                        read(archive, &part, policy, |xml| page::read(xml, &document.shared, &mut limits))?;
                    templates.insert(id.clone(), read.page);
                }
                let Some(template) = templates.get(&id) else { continue };
                limits.count(template.sheet.signs.len())?;
                let signs = template.sheet.signs.iter().cloned();
                content.page.sheet.signs.extend(signs.map(|mut sign| {
                    sign.furniture = true;
                    sign
                }));
            }
            page::place(&mut content.page.sheet, width, height);
            pages.push(content.page);
        }
    }
    Ok(pages)
}

/// The part that `base` calls `target`; programs write its place from the folder of `base`, or from the root.
fn found(archive: &Archive<'_>, base: &str, target: &str) -> String {
    let beside = archive::beside(base, target);
    let below = archive::beside("", target);
    if !archive.has(&beside) && archive.has(&below) { below } else { beside }
}

/// The documents that the file names.
fn roots(xml: &mut Part<'_>) -> Result<Vec<String>, String> {
    let mut roots = Vec::new();
    while let Some(piece) = xml.next()? {
        let Piece::Open(tag) = piece else { continue };
        match tag.name() {
            "DocRoot" => {
                let root = xml.words()?;
                roots.push(root.trim().to_owned());
            }
            "Encryptions" => return Err(archive::locked()),
            // Former states of the document.
            "Versions" => xml.skip()?,
            _ => {}
        }
        if roots.len() > MOST_ENTRIES {
            return Err(xml.error("it names more documents than any program writes"));
        }
    }
    Ok(roots)
}

/// The parts of one document.
fn document(xml: &mut Part<'_>) -> Result<Document, String> {
    let mut document = Document::default();
    let mut common = None;
    while let Some(piece) = xml.next()? {
        let tag = match piece {
            Piece::Open(tag) => tag,
            Piece::Close if common.is_some_and(|depth| xml.depth() < depth) => {
                common = None;
                continue;
            }
            _ => continue,
        };
        match tag.name() {
            "CommonData" => common = Some(xml.depth()),
            "PhysicalBox" if common.is_some() => document.shared.size = page::extent(&xml.words()?),
            "PublicRes" | "DocumentRes" if common.is_some() => {
                let part = xml.words()?;
                document.resources.push(part.trim().to_owned());
            }
            "TemplatePage" => {
                document
                    .templates
                    .insert(tag.get("ID").unwrap_or_default(), tag.get("BaseLoc").unwrap_or_default());
            }
            "Page" => document.pages.push(tag.get("BaseLoc").unwrap_or_default()),
            // Bookmarks, actions and the outline name pages, too.
            "Outlines" | "Bookmarks" | "Actions" | "VPreferences" | "Permissions" => xml.skip()?,
            _ => {}
        }
        if document.pages.len() + document.templates.len() + document.resources.len() > MOST_ENTRIES {
            return Err(xml.error("it names more pages than any program writes"));
        }
    }
    Ok(document)
}

/// The fonts and drawings that matter.
fn resources(xml: &mut Part<'_>, shared: &mut Shared) -> Result<(), String> {
    let mut unit: Option<(usize, String)> = None;
    while let Some(piece) = xml.next()? {
        let tag = match piece {
            Piece::Open(tag) => tag,
            Piece::Close if unit.as_ref().is_some_and(|(depth, _)| xml.depth() < *depth) => {
                unit = None;
                continue;
            }
            _ => continue,
        };
        match tag.name() {
            "Font" => {
                let names = [tag.get("FontName"), tag.get("FamilyName")];
                let strong = names.into_iter().flatten().any(|name| is_strong(&name));
                if strong || tag.get("Bold").is_some_and(|bold| bold == "true" || bold == "1") {
                    shared.bold.insert(tag.get("ID").unwrap_or_default());
                }
            }
            "CompositeGraphicUnit" => unit = Some((xml.depth(), tag.get("ID").unwrap_or_default())),
            "TextCode" => shared.worded.extend(unit.as_ref().map(|(_, id)| id.clone())),
            _ => {}
        }
        if shared.bold.len() + shared.worded.len() > MOST_ENTRIES {
            return Err(xml.error("it names more fonts than any program writes"));
        }
    }
    Ok(())
}

/// Whether a font is bold by its name: 黑体 and 小标宋 have strong strokes.
fn is_strong(name: &str) -> bool {
    let name = name.to_lowercase();
    ["bold", "heavy", "simhei", "黑体", "标宋"].iter().any(|word| name.contains(word))
        && !name.contains("semilight")
}
