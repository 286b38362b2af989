//! Commands of a shell, and recipes that run them.

use beredd_model::Lines;
use serde::{Deserialize, Serialize};

/// One command: of a script, of a recipe, of a step of a pipeline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShellCommand {
    /// Where, continued lines included.
    pub lines: Lines,
    /// The program without its folder: `kubectl`. Empty when the command only sets variables.
    pub program: String,
    /// Its arguments, without their quotes; redirections left out.
    pub arguments: Vec<String>,
    /// Variables set in front of it, or by it when there is no program.
    pub environment: Vec<(String, String)>,
    /// Whether its failure is passed over: `|| true`.
    pub is_tolerated: bool,
}

/// A named list of commands: a target of a Makefile, a recipe of a justfile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipe {
    /// Its name.
    pub name: String,
    /// Where.
    pub lines: Lines,
    /// Recipes that run before it.
    pub needs: Vec<String>,
    /// What it runs, in order.
    pub commands: Vec<ShellCommand>,
}
