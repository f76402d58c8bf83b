//! A file is what its bytes say, whatever its name says.

use super::{is_read, made, maker};
use crate::input::refused;
use crate::support::{pair, run};
use duixian::notice::Notices;
use duixian::policy::Policy;
use duixian::read::read;

#[test]
fn the_name_does_not_tell_the_format() {
    for (maker, name) in [
        ("gbk.pdf", "报告.txt"),
        ("editor.html", "报告.doc"),
        ("word.html", "报告.doc"),
        ("styled.docx", "报告.zip"),
        ("runs.ofd", "报告.docx"),
        ("utf8.txt", "报告.pdf"),
        ("utf16-le.txt", "报告.html"),
        ("marked.md", "报告.ofd"),
    ]
    .map(|(of, name)| (maker(of), name))
    .into_iter()
    .filter(|(maker, _)| is_read(maker))
    {
        let input = made(maker, 0);
        let text = |name: &str| {
            let document = read(name, &input.bytes, &Policy::default(), &mut Notices::new());
            document.unwrap_or_else(|error| panic!("{error}")).text
        };
        assert!(text(name) == text(maker.name) && text(name).contains("新建小学2所"), "{}", maker.name);
    }
}

#[test]
fn an_old_office_file_is_refused_with_what_to_do() {
    let directory = pair();
    let here = directory.path();
    // The head of a compound file: its sign, no class, the version, the byte order.
    let mut old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    old.extend([0; 16]);
    old.extend(b"\x3e\0\x03\0\xfe\xff\x09\0");
    old.resize(4096, 0);
    for name in ["报告.doc", "报告.wps", "报告.docx", "报告.txt"] {
        std::fs::write(here.join(name), &old).expect("a file");
        for said in [refused(here, name, "later.md"), refused(here, "earlier.md", name)] {
            let (_, said) = said.split_once('\n').expect("the command stands first");
            assert!(said.contains(name) && said.contains("save it as DOCX"), "{said}");
        }
        let ended = run(here, &["text", name]);
        assert!(ended.code == 2 && ended.stderr.contains("save it as DOCX"), "{}", ended.stderr);
    }
}
