//! Every way in, under mutants of honest input. A test that ends is a test that passed: a panic fails it, a hang is seen.

use beredd_tests::hostile::{TARGETS, mutants};

/// Mutants of all seeds of a target together, where the environment asks for no other number.
const MUTANTS: u32 = 200;

#[test]
fn mutants_of_honest_input_are_survived() {
    let asked = std::env::var("BEREDD_MUTANTS").ok().and_then(|count| count.parse().ok());
    let only = std::env::var("BEREDD_TARGET").ok();
    for target in TARGETS.iter().filter(|target| only.as_deref().is_none_or(|name| name == target.name)) {
        let seeds = target.seeds();
        assert!(!seeds.is_empty(), "{} has nothing to grow from", target.name);
        let each = asked.unwrap_or(MUTANTS).div_ceil(u32::try_from(seeds.len()).unwrap());
        for seed in &seeds {
            target.run(seed);
            mutants(seed, each).for_each(|mutant| target.run(&mutant));
        }
    }
}
