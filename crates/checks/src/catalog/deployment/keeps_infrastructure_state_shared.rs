//! What Terraform knows of the world is kept where all can reach it and only one can change it.

use crate::shared::is_effective;
use crate::shared::{Tally, not_applicable, once};
use crate::{Check, Example};
use beredd_facts::fact::Node;
use beredd_facts::{Language, RepoFacts};
use beredd_model::{
    Category, Consequence, Criterion, Grade, Lines, Outcome, Policy, Role, SubjectKind, Text, Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Deployment, 2),
    role: Role::Supporting,
    claim: Text::fixed(
        "Terraform keeps its state in a shared place",
        "Terraform förvarar sitt tillstånd på en delad plats",
    ),
    gap_title: Text::fixed(
        "Terraform's state lies on someone's disk",
        "Terraforms tillstånd ligger på någons disk",
    ),
    why: Text::fixed(
        "State on one disk is lost with it, holds secrets in the clear, and lets two people change the same resource at once.",
        "Tillstånd på en disk försvinner med den, innehåller hemligheter i klartext och låter två personer ändra samma resurs samtidigt.",
    ),
    fix: Text::fixed(
        "Declare a backend that is shared, encrypted and locked: `backend \"s3\"`, `azurerm`, `gcs`, or HCP Terraform.",
        "Ange en backend som är delad, krypterad och låst: `backend \"s3\"`, `azurerm`, `gcs` eller HCP Terraform.",
    ),
    limits: Text::fixed(
        "A backend that is given on the command line is not seen.",
        "En backend som anges på kommandoraden syns inte.",
    ),
    consequence: Consequence::C3,
    effort: once(250, 500, 1000),
    after: &["deployment/declares-its-infrastructure-as-code"],
    standards: &[],
    examples: &[
        Example::passes(
            "\
//- infra/main.tf
terraform {
  backend \"gcs\" {
    bucket = \"state\"
  }
}

resource \"google_storage_bucket\" \"spool\" {
  name = \"spool\"
}
",
        ),
        Example::fails(
            "\
//- infra/main.tf
resource \"google_storage_bucket\" \"spool\" { ⟵
  name = \"spool\"
}
",
        ),
        Example::lookalike(
            Outcome::Fail,
            "\
//- infra/main.tf
# backend \"gcs\" {}
terraform {
  required_version = \">= 1.9\"
  backend \"local\" {
    path = \"state\"
  }
}

resource \"google_storage_bucket\" \"backend\" { ⟵
  name = \"backend\"
}
",
        ),
        Example::lookalike(
            Outcome::NotApplicable,
            "\
//- README.md
Terraform state is in S3.
",
        ),
    ],
    judge,
};

const SIGNALS: &[&str] = &["backend of the terraform block", "cloud of the terraform block"];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let mut tally = Tally::of(SubjectKind::Part, repo, SIGNALS);
    let mut first = None;
    let mut is_shared = false;
    let files =
        repo.files().filter(|(_, file)| is_effective(file.role) && file.language == Language::Terraform);
    for (path, file) in files {
        for document in &file.config {
            let blocks =
                document.members().iter().filter(|(key, _)| key.text == "terraform").map(|(_, block)| block);
            for block in blocks {
                let backends = block.get("backend").map_or(&[][..], Node::members);
                let backend =
                    backends.iter().find(|(kind, _)| kind.text != "local").map(|(kind, _)| kind.line);
                if let Some(line) = backend.or_else(|| block.get("cloud").map(|cloud| cloud.line)) {
                    is_shared = true;
                    let what = Text::fixed(
                        "State is kept in a shared place",
                        "Tillståndet förvaras på en delad plats",
                    );
                    tally.supports(RepoFacts::place(path, Lines::at(line)), Grade::Configured, what);
                }
            }
            let resource =
                document.get("resource").and_then(|kinds| kinds.members().first()?.1.members().first());
            first = first.or_else(|| resource.map(|(name, _)| RepoFacts::place(path, Lines::at(name.line))));
        }
    }
    let Some(resource) = first else {
        let reason = Text::fixed("No Terraform resource was found.", "Ingen Terraformresurs hittades.");
        return not_applicable(repo, SIGNALS, reason);
    };
    if is_shared {
        let summary = Text::fixed(
            "Terraform's state is kept in a shared place.",
            "Terraforms tillstånd förvaras på en delad plats.",
        );
        return tally.concluded(Outcome::Pass, summary);
    }
    let what = Text::fixed(
        "Resources are declared, and no shared backend",
        "Resurser är beskrivna, men ingen delad backend",
    );
    tally.speaks_against(resource, Grade::Configured, what);
    let summary = Text::fixed(
        "Terraform has no shared backend: its state lies on a disk.",
        "Terraform saknar delad backend: tillståndet ligger på en disk.",
    );
    tally.concluded(Outcome::Fail, summary)
}
