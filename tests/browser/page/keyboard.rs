//! The keyboard alone suffices.

use duixian_browser::pages::{self, Made, checkable};
use duixian_browser::tab::Tab;
use serde_json::Value;

/// What has the focus: where it leads or what it is, and whether that can be seen.
const FOCUS: &str = "(() => {
    const one = document.activeElement;
    if (!one || one === document.body) return null;
    const seen = [one, one.closest('label')].some(part => part && getComputedStyle(part).outlineStyle !== 'none'
        && parseFloat(getComputedStyle(part).outlineWidth) > 0);
    one.dataset.stop ??= String(window.stops = (window.stops ?? 0) + 1);
    return { stop: Number(one.dataset.stop), what: one.getAttribute('href') ?? one.name ?? one.className, tag: one.tagName, seen };
})()";

/// The stops on the way through the page by a key, until it begins anew or leaves.
fn stops(tab: &Tab, key: &str) -> Vec<Value> {
    let mut stops: Vec<Value> = Vec::new();
    for _ in 0..1000 {
        tab.press(key);
        let stop = tab.value(FOCUS);
        if stop.is_null() || stops.iter().any(|known| known["stop"] == stop["stop"]) {
            return stops;
        }
        stops.push(stop);
    }
    panic!("the way does not end");
}

#[test]
fn tab_reaches_everything_and_is_held_nowhere() {
    let tab = Tab::at(&Made::ZH.of(pages::small()));
    let there = stops(&tab, "Tab");
    let what: Vec<&str> = there.iter().map(|stop| stop["what"].as_str().unwrap_or_default()).collect();
    let first = what.first().expect("a stop");
    assert!(first.starts_with('#'), "the first stop skips to the content: {first}");
    assert!(tab.is(&format!("document.querySelector('{first}')")), "{first} leads nowhere");
    for name in ["mark", "reason", "kind", "section", "confidence", "q"] {
        assert!(what.contains(&name), "{name} is not reached: {what:?}");
    }
    for target in checkable(pages::small()) {
        let link = format!("#{}", target.key);
        assert!(what.contains(&link.as_str()), "{link} is not reached: {what:?}");
    }
    let all = tab.number(
        "[...document.querySelectorAll('a[href], button, input, select, summary, [tabindex=\"0\"]')].filter(one => one.checkVisibility()).length",
    );
    assert_eq!(there.len() as f64, all, "every link, button, field and summary is a stop: {what:?}");
    let unseen: Vec<&Value> = there.iter().filter(|stop| stop["seen"] != true).collect();
    assert!(unseen.is_empty(), "the focus cannot be seen at {unseen:?}");
    // And back again.
    tab.value("document.activeElement.blur()");
    assert_eq!(stops(&tab, "Shift+Tab").len(), there.len());
}

/// The target in which the focus is.
const TARGET: &str = "document.activeElement?.closest('article.t')?.id ?? null";

#[test]
fn j_and_k_go_from_target_to_target() {
    let keys: Vec<String> = checkable(pages::district()).map(|target| target.key.clone()).collect();
    let tab = Tab::at(&Made::ZH.of(pages::district()));
    for key in &keys[..3] {
        tab.press("j");
        tab.becomes(TARGET, key.clone());
    }
    tab.press("k");
    tab.becomes(TARGET, keys[1].clone());
    tab.press("Control+j");
    tab.press("Alt+k");
    tab.becomes(TARGET, keys[1].clone());
    assert!(
        tab.is(&format!("document.getElementById('{}').getBoundingClientRect().top < innerHeight", keys[1]))
    );
}

#[test]
fn j_passes_over_what_a_filter_hides() {
    let missed: Vec<String> = checkable(pages::district())
        .filter(|target| pages::code(&target.mark) == "missed")
        .map(|target| target.key.clone())
        .collect();
    let tab = Tab::at(&format!("{}#?mark=missed", Made::ZH.of(pages::district())));
    for key in &missed[..2] {
        tab.press("j");
        tab.becomes(TARGET, key.clone());
    }
}

#[test]
fn a_slash_goes_to_the_search_and_escape_clears_it() {
    let tab = Tab::at(&Made::ZH.of(pages::small()));
    let name = "document.activeElement.name ?? null";
    tab.press("/");
    tab.becomes(name, "q");
    // Letters are letters here.
    tab.press("j");
    tab.press("/");
    let value = "document.querySelector('#filter input[name=q]').value";
    tab.becomes(value, "j/");
    tab.press("Escape");
    tab.becomes(value, "");
    tab.becomes("document.querySelectorAll('article.t').length > 0", true);
}
