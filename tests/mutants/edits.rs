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
