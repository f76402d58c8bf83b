//! axe-core: looks for barriers to people with disabilities in the page that a tab shows.

use crate::tab::Tab;
use crate::target;

/// The rules of WCAG 2.2 at the levels A and AA.
const RULES: &str = "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']";

/// The version that `axe.sh` fetches.
const VERSION: &str = "4.14.1";

/// What stands in the way, a line each: the rule, what it says, and the element.
///
/// # Panics
/// When axe-core was not fetched.
pub fn barriers(tab: &Tab) -> Vec<String> {
    if !tab.is("window.axe") {
        let path = target().join(format!("browser/axe-{VERSION}.js"));
        let axe = std::fs::read_to_string(&path).unwrap_or_else(|error| {
            panic!("{}: {error}; fetch it with tests/browser/axe.sh", path.display())
        });
        // Through the protocol and not as an element: the page's security policy stays as it is.
        tab.value(&format!("{axe}\n;undefined"));
    }
    // Far from the window a card has only a likely height, and what is in it would seem to lie over the next.
    tab.value(
        "{ const whole = new CSSStyleSheet(); whole.replaceSync('* { content-visibility: visible !important }'); \
         document.adoptedStyleSheets = [whole]; } undefined",
    );
    let mut found = tab.list(&format!(
        "axe.run({{ runOnly: {RULES}, resultTypes: ['violations'] }}).then(found => found.violations.flatMap(rule =>
            rule.nodes.map(node => `${{rule.id}}: ${{node.html.slice(0, 120)}}: ${{node.failureSummary.replace(/\\s+/g, ' ')}}`)))"
    ));
    found.sort();
    found.dedup();
    found
}
