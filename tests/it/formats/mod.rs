//! Every format gives the same: one invented report in each of them, and what damaged files and wrong names are answered with.

mod damage;
mod damaged;
mod make;
mod names;
mod same;

use duixian::pipeline::Input;
use make::report::{Part, parts};
use make::{Family, MAKERS, Maker};

/// The invented pair as it stands in the seeds, what every format is held against.
const SEEDS: [(&str, &str); 2] = [
    ("chenghu-2023.md", include_str!("../../../seeds/reports/chenghu-2023.md")),
    ("chenghu-2024.md", include_str!("../../../seeds/reports/chenghu-2024.md")),
];

/// The maker of this name.
fn maker(name: &str) -> &'static Maker {
    MAKERS.iter().find(|maker| maker.name == name).unwrap_or_else(|| panic!("{name} is no maker"))
}

/// Whether the program that is tested reads what this maker makes: PDF is a feature.
fn is_read(maker: &Maker) -> bool {
    cfg!(feature = "pdf") || maker.family != Family::Pdf
}

/// The parts of the earlier (0) or later (1) report.
fn report(which: usize) -> Vec<Part> {
    parts(SEEDS[which].1)
}

/// The earlier (0) or later (1) report as it stands in the seeds.
fn seed(which: usize) -> Input {
    let (name, text) = SEEDS[which];
    Input { name: name.to_owned(), bytes: text.as_bytes().to_vec() }
}

/// The earlier (0) or later (1) report as `maker` makes it.
fn made(maker: &Maker, which: usize) -> Input {
    Input { name: maker.name.to_owned(), bytes: (maker.make)(&report(which)) }
}
