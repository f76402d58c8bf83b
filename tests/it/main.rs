//! The one integration binary.

mod accuracy;
mod align;
mod ambition;
mod cases;
mod cli;
mod corpus;
mod diff;
mod expect;
mod explain;
mod forgeries;
mod formats;
mod gold;
#[cfg(feature = "pdf")]
mod guard;
mod input;
mod layers;
mod lifelines;
mod packs;
mod policy;
mod properties;
mod readme;
mod rules;
mod schema;
mod series_notices;
mod sheet;
mod stated;
mod support;
mod templates;
mod verdicts;
mod verify;
