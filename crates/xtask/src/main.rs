//! The project's chores, as `cargo xtask <verb>`.
//!
//! Two verbs are all that a newcomer needs: `serve` and `test`. Both prepare what is missing on the machine, and say what
//! and why. Everything here runs on a developer's machine only; no part of it is linked into a host.

mod catalogue;
mod dist;
mod place;
mod say;
mod stages;
mod tidy;
mod tools;
mod versions;
mod wasm;

use anyhow::Result;
use clap::{Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

/// Beredd's chores
#[derive(Parser)]
#[command(name = "cargo xtask", about, long_about = None)]
struct Arguments {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Install what building and testing need, and say what and why; does nothing when all is there
    Setup,
    /// Build the release and serve it on this machine
    Serve {
        /// The port; 0 takes any free one
        #[arg(long, default_value_t = 8080)]
        port: u16,
    },
    /// Build the release of the page: dist/site, dist/beredd.html, checksums and a bill of materials
    Dist,
    /// Format, lints, tests, release build, browser tests
    Test,
    /// The same as `test`
    Ci,
    /// Write the skeleton of a check and enter it in the catalogue
    NewCheck {
        /// The category's folder: llm, resilience, testing, observability, security, deployment, documentation, performance
        category: String,
        /// The claim in snake_case, third person: pins_base_images
        claim: String,
    },
    /// Write what is generated: the catalogue of checks
    Codegen,
    /// Hold the tree against its rules: module docs, file sizes, who may import whom, names at the top
    Tidy,
    /// Measure the release build in a browser: an audit of each archive, beside what fflate takes only to inflate it
    Bench {
        /// ZIP archives to audit
        #[arg(required = true)]
        archives: Vec<PathBuf>,
    },
    /// Photograph every page, light and dark, wide and narrow, Swedish and English, into target/screenshots
    Screenshots {
        /// An archive to audit; the bundled sample when none is given
        archive: Option<PathBuf>,
    },
}

fn main() -> ExitCode {
    match run(Arguments::parse().chore) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say::error(&error);
            ExitCode::FAILURE
        }
    }
}

fn run(chore: Chore) -> Result<()> {
    let place = place::Place::here()?;
    match chore {
        Chore::Setup => tools::everything(&place),
        Chore::Serve { port } => dist::serve(&place, port),
        Chore::Dist => dist::build(&place).map(drop),
        Chore::Test | Chore::Ci => stages::test(&place),
        Chore::NewCheck { category, claim } => catalogue::new_check(&place, &category, &claim),
        Chore::Codegen => catalogue::write(&place),
        Chore::Tidy => tidy::report(&place),
        Chore::Bench { archives } => stages::bench(&place, &archives),
        Chore::Screenshots { archive } => stages::screenshots(&place, archive),
    }
}
