//! What README.md says about commands, options, reasons and exit codes, against the program.
#[test]
fn placeholder() {}
