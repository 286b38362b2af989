//! Recipes of container images.

use beredd_model::Lines;
use serde::{Deserialize, Serialize};

/// A Dockerfile or Containerfile.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dockerfile {
    /// Its stages, in order.
    pub stages: Vec<Stage>,
    /// Its instructions other than FROM, in order.
    pub instructions: Vec<Instruction>,
}

/// One FROM.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stage {
    /// Where.
    pub lines: Lines,
    /// `AS name`.
    pub name: Option<String>,
    /// The image without tag and digest; variables that have a default are filled in.
    pub image: String,
    /// The tag.
    pub tag: Option<String>,
    /// The digest, `sha256:…`.
    pub digest: Option<String>,
    /// Whether the image is an earlier stage.
    pub is_earlier_stage: bool,
}

/// An instruction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instruction {
    /// In capitals: `RUN`, `COPY`, `USER`, `HEALTHCHECK`, …
    pub keyword: String,
    /// Everything behind the keyword, continued lines joined, cut at 2,000 characters.
    pub arguments: String,
    /// Where.
    pub lines: Lines,
    /// The stage it belongs to, counted from 0.
    pub stage: u32,
}
