//! An audit in the forms its readers use: JSON, Markdown, HTML, plain text, CSV, SARIF, JUnit, CycloneDX, SVG.
//!
//! Every function here takes an [`Audit`](beredd_model::Audit) and gives a string. Nothing is computed that the audit does
//! not hold: counts of what is listed, sums of what is shown and the arithmetic spelled out are all there is. The same
//! audit gives the same bytes natively and in wasm, on the page, in a worker and on the command line.
//!
//! * [`words`](words::words) – what reports and pages say, in both languages, and how they write numbers
//! * [`json`], [`parse_json`] – `audit.json` and back
//! * [`markdown`], [`html`], [`text`] – for people: to paste, to mail and print, on a terminal
//! * [`gaps_csv`], [`checks_csv`] – for spreadsheets
//! * [`comparison_markdown`], [`comparison_text`], [`comparison_json`] – what changed between two audits
//! * [`sarif`], [`junit`], [`ai_bom`], [`badge`] – for code scanning, CI systems, inventories and a README
//! * [`charts`] – radar, timeline and progress as [`Drawing`](charts::Drawing)s, coloured by a [`Theme`]
//!
//! **Invariant.** Names, paths and summaries come from an archive that may be hostile. Every one of them passes through
//! `escape` on its way out; no report has a link, an image, a script or any outside reference.

mod badge;
mod bom;
mod comparison;
mod csv;
mod escape;
mod html;
mod json;
mod junit;
mod markdown;
#[cfg(test)]
mod sample;
mod sarif;
#[cfg(feature = "schema")]
mod schema;
mod text;
mod theme;

pub mod charts;
pub mod words;

pub use badge::badge;
pub use bom::ai_bom;
pub use comparison::{comparison_json, comparison_markdown, comparison_text};
pub use csv::{checks_csv, gaps_csv};
pub use escape::visible as one_line;
pub use html::html;
pub use json::{ReportError, json, parse_json};
pub use junit::junit;
pub use markdown::markdown;
pub use sarif::sarif;
#[cfg(feature = "schema")]
pub use schema::schema;
pub use text::text;
pub use theme::{Theme, Token};
