//! stub
use duixian::pipeline::*;
fn main() {
    let files: Vec<String> = std::env::args().skip(2).take_while(|a| !a.starts_with('-')).collect();
    let inputs: Vec<Input> = files.iter().map(|f| Input { name: f.clone(), bytes: std::fs::read(f).unwrap() }).collect();
    match check(&inputs, &Options { with_text: false, ..Default::default() }) {
        Ok(l) => println!("{}", serde_json::to_string_pretty(&l).unwrap()),
        Err(e) => { eprintln!("{e}"); std::process::exit(2) }
    }
}
