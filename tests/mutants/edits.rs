//! One edit at a time, each with the verdict that turns on it: what `tests/mutants/*.mutants` says.

use beredd_tests::mutant::{self, Mutant};
use beredd_tests::repository;
use std::fs;
use std::path::PathBuf;

fn mutants_of(name: &str) -> Vec<Mutant> {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("mutants").join(format!("{name}.mutants"));
    mutant::parse(&fs::read_to_string(file).unwrap()).unwrap()
}

fn assert_told_apart(name: &str) {
    let fixture = repository::load(name).unwrap();
    let golden = mutant::audit(&fixture).unwrap();
    let mut faults = Vec::new();
    let mutants = mutants_of(name);
    for mutant in &mutants {
        let audit = mutant::audit(&mutant.apply(&fixture).unwrap()).unwrap();
        faults.extend(
            mutant.faults(&golden, &audit).into_iter().map(|fault| format!("{}: {fault}", mutant.title)),
        );
    }
    assert!(faults.is_empty(), "{} of {} mutants:\n{}", faults.len(), mutants.len(), faults.join("\n"));
}

#[test]
fn each_edit_of_the_strong_system_flips_its_check_and_no_other() {
    assert_told_apart("harbor_strong");
}

#[test]
fn each_repair_of_the_weak_system_flips_its_check_and_words_flip_none() {
    assert_told_apart("weak_bot");
}

#[test]
fn a_mutant_that_is_not_told_apart_is_a_fault() {
    let fixture = repository::load("weak_bot").unwrap();
    let golden = mutant::audit(&fixture).unwrap();
    let faults = |text: &str| {
        let mutants = mutant::parse(text).unwrap();
        let audit = mutant::audit(&mutants[0].apply(&fixture).unwrap()).unwrap();
        mutants[0].faults(&golden, &audit)
    };
    let edit = "== user\n@ Dockerfile\n- CMD [\"python\", \"app.py\"]\n+ USER 10001\n+ CMD [\"python\", \"app.py\"]\n";
    let check = "deployment/runs-containers-as-non-root";
    assert_eq!(faults(&format!("{edit}> {check} Pass 1/1\n")), Vec::<String>::new());
    assert_eq!(faults(&format!("{edit}~ {check}\n")), Vec::<String>::new());
    // It moved and nobody said so; it moved elsewhere; it got better and should not; the words are missing; no such check.
    for wrong in [
        String::new(),
        format!("> {check} Partial\n"),
        "v deployment/\n".to_owned(),
        format!("> {check} Pass\n! no such words\n"),
        format!("~ {check}\n> deployment/no-such-check Pass\n"),
    ] {
        assert_eq!(faults(&format!("{edit}{wrong}")).len(), 1, "{wrong}");
    }
}

#[test]
fn edits_that_do_not_fit_are_refused() {
    let fixture = repository::load("weak_bot").unwrap();
    for text in
        ["== a\nx no/such/folder\n", "== b\n@ app.py\n- no such line\n+ another\n", "== c\n@ app.py\n- \n"]
    {
        assert!(mutant::parse(text).unwrap()[0].apply(&fixture).is_err(), "{text}");
    }
    assert!(mutant::parse("@ app.py\n").is_err() && mutant::parse("== a\n? b\n").is_err());
}
