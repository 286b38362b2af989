//! What a manifest declares.

use serde::{Deserialize, Serialize};

/// A package ecosystem.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Ecosystem {
    /// Python packages.
    Python,
    /// npm packages.
    Npm,
    /// Go modules.
    Go,
    /// Rust crates.
    Cargo,
    /// Maven and Gradle artifacts.
    Maven,
    /// NuGet packages.
    NuGet,
    /// Ruby gems.
    Gem,
    /// Composer packages.
    Composer,
}

/// A declared dependency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dependency {
    /// Where it comes from.
    pub ecosystem: Ecosystem,
    /// Its name, normalised as its ecosystem does (Python: lower case, `-`).
    pub name: String,
    /// The version or range as written; empty when there is none.
    pub version: String,
    /// Whether it is for development or tests only.
    pub is_development: bool,
    /// The line.
    pub line: u32,
}
