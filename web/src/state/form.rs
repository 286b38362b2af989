//! The forms of an audit that can be saved, and the wish to save one.

use super::Loaded;
use beredd_model::Lang;
use serde::{Deserialize, Serialize};
use std::rc::Rc;

/// What an audit can be written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Form {
    /// `audit.json`.
    Json,
    /// The report as one HTML file.
    Html,
    /// The report in Markdown.
    Markdown,
    /// The gaps, one a row.
    GapsCsv,
    /// The checks, one a row.
    ChecksCsv,
    /// SARIF 2.1.0.
    Sarif,
    /// JUnit XML.
    Junit,
    /// The parts of AI as CycloneDX.
    AiBom,
    /// Score and gate for a README.
    Badge,
    /// The radar.
    Radar,
    /// The roadmap over the calendar.
    Timeline,
    /// The score along the roadmap.
    Progress,
}

/// A file that the reader wants of an audit.
#[derive(Clone, Debug)]
pub(crate) struct Saving {
    /// The audit.
    pub(crate) loaded: Rc<Loaded>,
    /// In which form.
    pub(crate) form: Form,
    /// In which language.
    pub(crate) lang: Lang,
    /// The file's name.
    pub(crate) name: String,
    /// Its kind, for the browser.
    pub(crate) media_type: &'static str,
}
