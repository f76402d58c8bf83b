//! OFD: an archive, or the XML of its parts with zero bytes between.
#![no_main]

use duixian_fuzz::{archive, reads};

const FIXED: &[(&str, &str)] = &[(
    "OFD.xml",
    r#"<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016" Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"#,
)];
const NAMES: &[&str] = &[
    "Doc_0/Document.xml",
    "Doc_0/Pages/Page_0/Content.xml",
    "Doc_0/PublicRes.xml",
    "Doc_0/Tpls/Tpl_0/Content.xml",
];

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| reads("report.ofd", &archive(FIXED, NAMES, bytes)));
