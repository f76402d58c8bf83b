//! The one integration binary.

mod cases;
mod cli;
mod corpus;
mod expect;
mod explain;
mod forgeries;
mod gold;
mod input;
mod layers;
mod packs;
mod properties;
mod readme;
mod support;
mod verdicts;
mod verify;
