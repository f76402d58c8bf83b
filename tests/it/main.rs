//! The one integration binary.

mod ambition;
mod cases;
mod cli;
mod corpus;
mod expect;
mod gold;
mod input;
mod layers;
mod packs;
mod properties;
mod readme;
mod support;
mod verdicts;
